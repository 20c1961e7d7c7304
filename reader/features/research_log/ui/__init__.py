"""The research log in the window."""
