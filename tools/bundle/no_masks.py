"""Stands in for `numpy.ma`, of which NumPy itself asks one question: no array of this program has masked values."""


def is_masked(x: object) -> bool:
    return False
