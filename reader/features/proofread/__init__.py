"""Comparing the recognised characters of a page with its picture, one place in doubt after the other."""
