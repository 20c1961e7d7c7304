"""Makes the word lists that come out of libraries: `python -m tests.tables` (see `__main__`)."""
