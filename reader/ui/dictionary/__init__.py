"""Looking up words of the page in an external dictionary program."""
