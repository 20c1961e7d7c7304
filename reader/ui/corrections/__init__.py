"""Corrections made in the window: of an article's lines, and of an issue's day, number and newspaper."""
