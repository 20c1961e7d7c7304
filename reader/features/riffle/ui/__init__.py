"""Riffling in the window."""
