"""Fits the weights of the decision over lines: `python -m tests.fitting` (see `__main__`)."""
