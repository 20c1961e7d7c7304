"""The scale of the bars over the results: years, or months if only a few years are shown."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.search.day_numbers import month_number
from reader.search.query import Period

MONTHS_WITHIN = 2
"""The maximum number of years shown by month."""


@dataclass(frozen=True, slots=True)
class BarRange:
    """Bars from `first` to `last`, both included."""

    first: int
    last: int

    @classmethod
    def between(cls, one: int, other: int) -> "BarRange":
        return cls(min(one, other), max(one, other))


@dataclass(frozen=True, slots=True)
class TimeScale:
    """The bars shown (`span`), and those of the query's dates (`wanted`).

    Bars are numbered by year, or as by `month_number`. `is_part`: other dates would show other bars.
    """

    months_a_bar: int = 12
    counts: Mapping[int, int] = field(default_factory=dict)
    span: BarRange | None = None
    wanted: BarRange | None = None
    is_part: bool = False

    def period(self, bars: BarRange) -> Period:
        end = (bars.last + 1) * self.months_a_bar
        last = dt.date.max if end >= 12 * 10_000 else _first_day(end) - dt.timedelta(days=1)
        return Period(_first_day(bars.first * self.months_a_bar), last)


def time_scale(by_month: Mapping[int, int], period: Period | None) -> TimeScale:
    """Return the scale for the number of articles by month, with the bars of a period as the wanted ones.

    Undated articles, under 0, have no bar; an open end reaches as far as the articles.
    """
    known = {month: count for month, count in sorted(by_month.items()) if month and count}
    if not known:
        return TimeScale()
    whole = BarRange(min(known), max(known))
    wanted = _months_of(period, whole) if period else None
    span = BarRange(min(whole.first, wanted.first), max(whole.last, wanted.last)) if wanted else whole
    if _years(span) <= MONTHS_WITHIN:
        return TimeScale(1, known, span, wanted)
    if wanted and _years(wanted) <= MONTHS_WITHIN:
        years = BarRange(wanted.first // 12 * 12, wanted.last // 12 * 12 + 11)
        inside = {month: count for month, count in known.items() if years.first <= month <= years.last}
        return TimeScale(1, inside, years, wanted, is_part=True)
    by_year: dict[int, int] = {}
    for month, count in known.items():
        by_year[month // 12] = by_year.get(month // 12, 0) + count
    return TimeScale(12, by_year, _in_years(span), _in_years(wanted) if wanted else None)


def _months_of(period: Period, whole: BarRange) -> BarRange:
    first, last = month_number(period.first), month_number(period.last)
    first = first or min(whole.first, last)
    return BarRange(first, last or max(whole.last, first))


def _years(months: BarRange) -> int:
    return months.last // 12 - months.first // 12 + 1


def _in_years(months: BarRange) -> BarRange:
    return BarRange(months.first // 12, months.last // 12)


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
