"""A reading room in the window."""
