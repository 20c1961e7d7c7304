"""Which bars there are for a number of articles by month: years, or the months of few years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from reader.search.documents import month_number

if TYPE_CHECKING:
    from reader.search.query import Period

MONTHS_WITHIN = 2
"""The maximum number of years shown by month."""


class BarRange(Struct, frozen=True):
    first: int
    last: int


class TimeScale(Struct, frozen=True):
    """The bars shown (`span`), and those of the query's dates (`chosen`).

    Bars are numbered by year, or as by `month_number`. `is_part`: other dates would show other bars.
    """

    months_a_bar: int = 12
    counts: Mapping[int, int] = field(default_factory=dict)
    span: BarRange | None = None
    chosen: BarRange | None = None
    is_part: bool = False

    def period(self, bars: BarRange) -> Period:
        from reader.search.query import Period

        end = (bars.last + 1) * self.months_a_bar
        if end >= 12 * 10_000:
            last = dt.date.max
        else:
            last = _first_day(end) - dt.timedelta(days=1)
        return Period(_first_day(bars.first * self.months_a_bar), last)


def time_scale(
    by_month: Mapping[int, int],
    period: Period | None,
    more_months: Sequence[int] = (),
    years_alone: Mapping[int, int] = MappingProxyType({}),
) -> TimeScale:
    """Return the scale for the number of articles by month, with the bars of a period as the chosen ones.

    Undated articles, under 0, have no bar; an open end reaches as far as the articles, and `more_months`. Where
    the bars are years, they have the articles of `years_alone`, too, of which no more is known.
    """
    count_by_month = {month: count for month, count in sorted(by_month.items()) if month and count}
    ends = [*count_by_month, *more_months]
    if not ends and years_alone:
        return _scale_of_years_alone(years_alone, period)
    if not ends:
        return TimeScale()
    full_range = BarRange(min(ends), max(ends))
    chosen_range = _months_of(period, full_range) if period else None
    if chosen_range:
        span = BarRange(min(full_range.first, chosen_range.first), max(full_range.last, chosen_range.last))
    else:
        span = full_range
    if _years(span) <= MONTHS_WITHIN:
        return TimeScale(1, count_by_month, span, chosen_range)
    # the months of the whole years, so that a neighbouring month can be chosen
    if chosen_range and _years(chosen_range) <= MONTHS_WITHIN:
        years = BarRange(chosen_range.first // 12 * 12, chosen_range.last // 12 * 12 + 11)
        inside = {
            month: count for month, count in count_by_month.items() if years.first <= month <= years.last
        }
        return TimeScale(1, inside, years, chosen_range, is_part=True)
    by_year: dict[int, int] = {}
    for month, count in count_by_month.items():
        by_year[month // 12] = by_year.get(month // 12, 0) + count
    for year, count in years_alone.items():
        by_year[year] = by_year.get(year, 0) + count
    all_years = _in_years(span)
    first = min([all_years.first, *years_alone])
    last = max([all_years.last, *years_alone])
    return TimeScale(12, by_year, BarRange(first, last), _in_years(chosen_range) if chosen_range else None)


def _scale_of_years_alone(years_alone: Mapping[int, int], period: Period | None) -> TimeScale:
    """Return the scale of articles of which nothing but the year is known."""
    years = BarRange(min(years_alone), max(years_alone))
    if period is None:
        return TimeScale(12, years_alone, years, None)
    chosen_years = _in_years(_months_of(period, BarRange(years.first * 12, years.last * 12 + 11)))
    first = min(years.first, chosen_years.first)
    last = max(years.last, chosen_years.last)
    return TimeScale(12, years_alone, BarRange(first, last), chosen_years)


def _months_of(period: Period, full_range: BarRange) -> BarRange:
    first = month_number(period.first)
    last = month_number(period.last)
    first = first or min(full_range.first, last)
    return BarRange(first, last or max(full_range.last, first))


def _years(months: BarRange) -> int:
    return months.last // 12 - months.first // 12 + 1


def _in_years(months: BarRange) -> BarRange:
    return BarRange(months.first // 12, months.last // 12)


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
