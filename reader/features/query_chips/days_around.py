"""The days around a day, to which a search can be widened."""

import datetime as dt

from reader.search.query import Period

DAYS = 10


def around(day: dt.date) -> Period:
    """Return the query for the issues of a day, and of `DAYS` days on either side."""
    first = max(day.toordinal() - DAYS, 1)
    last = min(day.toordinal() + DAYS, dt.date.max.toordinal())
    return Period(dt.date.fromordinal(first), dt.date.fromordinal(last))
