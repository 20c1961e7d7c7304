"""Dates that can't be searched: told on the error stream, and as data."""

import datetime as dt
from collections.abc import Sequence

from reader.cli.terminal import complain
from reader.search.engine import DateRange
from reader.search.index_warnings import told_as_missing


def tell_damaged(dates: Sequence[DateRange]) -> None:
    """Tell what an update brings back; what a server keeps back is told once, when the library is closed."""
    if words := told_as_missing([each for each in dates if not each.is_away]):
        complain(words)


def to_json(dates: Sequence[DateRange]) -> list[list[str | None]]:
    """Return the first and the last day of each stretch; null for what has no date."""
    return [[_iso(each.first), _iso(each.last)] for each in dates]


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
