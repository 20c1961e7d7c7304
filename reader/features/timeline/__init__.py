"""Queries over time: as a table, as data and as a picture."""
