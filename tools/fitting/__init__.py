"""Fits the weights of the decision over lines: `python -m tools.fitting` (see `__main__`)."""
