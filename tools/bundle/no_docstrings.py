"""Stands in for the modules of NumPy that give its functions the docstrings which no bundle has."""
