"""Misread characters in the window: lists of the likely ones, and correcting what is selected."""
