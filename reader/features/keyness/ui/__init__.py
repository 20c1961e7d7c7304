"""Keyness in the window."""
