"""A word of the page is handed to the dictionary program that a person has."""
