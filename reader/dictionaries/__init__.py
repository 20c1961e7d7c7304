"""Dictionaries that a person has, StarDict's and MDict's: read where they lie, and never trusted."""
