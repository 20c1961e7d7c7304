"""The window of what is found over time."""
