"""The same text again: reprints by shingles and an alignment, how two printings differ, series."""

RULES = 1
"""Version of the rules by which reprints and series are found; when it changes, all articles are looked at again."""
