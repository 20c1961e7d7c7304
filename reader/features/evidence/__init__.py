"""Evidence: what a search found, in a signed text file that can be checked again elsewhere and later."""
