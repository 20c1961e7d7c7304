"""What the dates of a query leave out because nobody knows its day: the articles that may be of these dates.

Of an issue without a known day, month and day may be known without a year. What is known decides: an issue of 12 June
of an unknown year may be of June 1987, and can't be of July.
"""

import datetime as dt

from whoosh.query import Query as Node

from reader.search.query.nodes import Period, Query, UnknownDay, negated
from reader.search.query.unknown import Part, Said, UnknownView, all_parts, left_out
from reader.search.query.values import EveryYear, MovingDays

_YEAR = 366
_DAY = dt.timedelta(days=1)


def undated_of(query: Query, *, with_month_days: bool, with_years: bool = False) -> Query | None:
    """Return the query for the articles that a query may mean, and does not find because their day is not known.

    None if it leaves out none, whatever articles there are. `with_month_days`: whether the library has issues of which
    only month and day are known, `with_years` of which only the year is; without them, the query is shorter.
    """
    if query.root is None or not has_dates(query):
        return None
    return left_out(query, _DayView(with_month_days, with_years), UnknownDay())


def has_dates(query: Query) -> bool:
    """Return whether a query asks for days, so that it may leave out articles of which the day is not known."""
    return query.root is not None and any(isinstance(leaf, _DATES) for leaf in query.root.leaves())


_DATES = (Period, EveryYear, MovingDays)


class _DayView(UnknownView):
    """Looks at the leaves that ask for days."""

    def __init__(self, with_month_days: bool, with_years: bool) -> None:
        self._with_month_days = with_month_days
        self._with_years = with_years

    def certain_leaf(self, leaf: Node) -> Part:
        match leaf:
            case UnknownDay():
                return Said.ALWAYS
            case Period():
                return leaf if self._with_years and leaf.years() is not None else Said.NEVER
            case MovingDays():
                return Said.NEVER
            case EveryYear():
                if self._with_month_days:
                    return leaf
                return Said.NEVER
            case _:
                return leaf

    def possible_leaf(self, leaf: Node) -> Part:
        match leaf:
            case MovingDays():
                return Said.ALWAYS
            case Period():
                on_other_days = self._unless_on(_other_days(leaf))
                return all_parts([on_other_days, *(self._unless_in(years) for years in _other_years(leaf))])
            case EveryYear():
                return self._unless_on(_between(leaf.last, leaf.first))
            case _:
                return self.certain_leaf(leaf)

    def _unless_in(self, years: Period) -> Part:
        return negated(years) if self._with_years else Said.ALWAYS

    def _unless_on(self, days: EveryYear | None) -> Part:
        if days is not None and self._with_month_days:
            return negated(days)
        return Said.ALWAYS


def _other_days(period: Period) -> EveryYear | None:
    """Return the days of the year that are in no year of a period; None if each of them is in it."""
    if period.first is None or period.last is None or (period.last - period.first).days >= _YEAR - 1:
        return None
    first = period.first
    last = period.last
    return _between((last.month, last.day), (first.month, first.day))


def _other_years(period: Period) -> list[Period]:
    """Return the years before and after those in which a period has days."""
    years = []
    if period.first is not None and period.first.year > dt.MINYEAR:
        years.append(Period(dt.date.min, dt.date(period.first.year - 1, 12, 31)))
    if period.last is not None and period.last.year < dt.MAXYEAR:
        years.append(Period(dt.date(period.last.year + 1, 1, 1), dt.date.max))
    return years


def _between(last: tuple[int, int], first: tuple[int, int]) -> EveryYear | None:
    """Return the days of the year that begin after `last` and end before `first`; None if there are none."""
    begin = dt.date(_LEAP, *last) + _DAY
    end = dt.date(_LEAP, *first) - _DAY
    if (begin.month, begin.day) == first:
        return None
    return EveryYear((begin.month, begin.day), (end.month, end.day))


_LEAP = 2000
