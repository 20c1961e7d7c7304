"""The same text again: reprints by shingles and an alignment, how two printings differ, series."""
