"""Dates as numbers that sort as dates do, and months as numbers that follow each other; 0 stands for none."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def month_number(date: dt.date | None) -> int:
    return date.year * 12 + date.month - 1 if date else UNDATED


def months_of(numbers: "NDArray[np.unsignedinteger]") -> "NDArray[np.int64]":
    """The months of days; 0 for none."""
    days = numbers.astype("int64")
    months = (days >> 9) * 12 + (days >> 5 & 15) - 1
    months[days == UNDATED] = UNDATED
    return months
