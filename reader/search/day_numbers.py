"""Dates as numbers that sort as dates do and shift to their years; 0 stands for none."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

UNDATED = 0
BEYOND = 10_000 << 9
"""Higher than the number of any date."""


def day_number(date: dt.date | None) -> int:
    return date.year << 9 | date.month << 5 | date.day if date else UNDATED


def date_of(number: int) -> dt.date | None:
    """Raises ValueError where it is the number of no date."""
    return dt.date(number >> 9, number >> 5 & 15, number & 31) if number else None


def years_of(numbers: NDArray[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
    """The years of days; 0 for none."""
    return numbers >> numbers.dtype.type(9)
