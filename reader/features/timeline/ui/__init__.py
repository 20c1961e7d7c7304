"""Saving what is shown over time."""
