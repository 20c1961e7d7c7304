"""What is counted, in the order in which it is shown."""

from collections.abc import Mapping


def most_frequent(counts: Mapping[str, int]) -> list[str]:
    """Return the words that are counted, the most frequent first; equally frequent ones are sorted."""
    return sorted(sorted(counts), key=counts.__getitem__, reverse=True)
