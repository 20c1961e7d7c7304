"""Reprints and series in the window."""
