"""Looking up words of the page."""
