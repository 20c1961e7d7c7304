"""The card with what a person's own dictionaries say of a word."""
