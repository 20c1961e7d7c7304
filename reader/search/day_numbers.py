"""Dates as integers that sort like the dates, and months as consecutive integers; 0 means that there is no date."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# sorts before every date, and no date has this number
UNDATED = 0
BEYOND = 10_000 << 9
"""Greater than the number of any date."""


def day_number(date: dt.date | None) -> int:
    return date.year << 9 | date.month << 5 | date.day if date else UNDATED


def date_of(number: int) -> dt.date | None:
    """Return the date of a day number; None for `UNDATED`. Raises ValueError if no date has this number."""
    return dt.date(number >> 9, number >> 5 & 15, number & 31) if number else None


def month_number(date: dt.date | None) -> int:
    return date.year * 12 + date.month - 1 if date else UNDATED


def months_of(numbers: "NDArray[np.unsignedinteger]") -> "NDArray[np.int64]":
    """Return the month number of each day number; `UNDATED` for `UNDATED`."""
    days = numbers.astype("int64")
    months = (days >> 9) * 12 + (days >> 5 & 15) - 1
    months[days == UNDATED] = UNDATED
    return months
