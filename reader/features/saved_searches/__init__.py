"""Searches that a reader has saved, and what is new in them."""
