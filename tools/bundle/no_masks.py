"""Stands in for `numpy.ma`, of which NumPy itself asks two questions: no array of this program has masked values."""


def is_masked(x: object) -> bool:
    return False


def isMaskedArray(x: object) -> bool:  # noqa: N802 - the name that `numpy.median` calls
    return False
