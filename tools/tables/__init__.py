"""Makes the word lists that come out of libraries: `python -m tools.tables` (see `__main__`)."""
