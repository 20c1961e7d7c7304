"""The solar terms (节气): the days on which the sun reaches a longitude, as Chinese calendars print them."""

import datetime as dt
from functools import cache

from reader import assets

_FIRST_LONGITUDE = 285
"""The longitude of 小寒, the first term of a year, in degrees."""
_DEGREES = 15


def day_of_longitude(year: int, longitude: int) -> dt.date | None:
    """Return the day of `year` on which the sun reaches `longitude`; None outside the years 1900 to 2100.

    The longitude is a multiple of 15 degrees from the spring equinox: 清明 is 15, 冬至 270.
    """
    days = _days_of_terms().get(year)
    if days is None:
        return None
    term = (longitude - _FIRST_LONGITUDE) % 360 // _DEGREES
    return dt.date(year, term // 2 + 1, days[term])


@cache
def _days_of_terms() -> dict[int, tuple[int, ...]]:
    """Return for each year the day of the month of each term, two to a month."""
    text = assets.resource("wordlists/solar_terms.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {int(year): tuple(map(int, days)) for year, *days in rows}
