"""What the dates of a query leave out because nobody knows its day: the articles that may be of these dates.

Of an issue without a known day, month and day may be known without a year. What is known decides: an issue of 12 June
of an unknown year may be of June 1987, and can't be of July.
"""

import datetime as dt
from enum import Enum, auto

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.search.query.nodes import EveryArticle, Period, Query, UnknownDay, all_of, any_of, negated
from reader.search.query.values import EveryYear, MovingDays

_YEAR = 366
_DAY = dt.timedelta(days=1)


class _Said(Enum):
    """What a part of a query says of an article without a known day."""

    ALWAYS = auto()
    NEVER = auto()


_Part = Node | _Said


def undated_of(query: Query, *, with_month_days: bool, with_years: bool = False) -> Query | None:
    """Return the query for the articles that a query may mean, and does not find because their day is not known.

    None if it leaves out none, whatever articles there are. `with_month_days`: whether the library has issues of which
    only month and day are known, `with_years` of which only the year is; without them, the query is shorter.
    """
    if query.root is None or not has_dates(query):
        return None
    view = _View(with_month_days, with_years)
    possible = view.possible(query.root)
    certain = view.certain(query.root)
    if possible is _Said.NEVER or certain is _Said.ALWAYS:
        return None
    parts = [part for part in (possible, _refused(certain)) if isinstance(part, Node)]
    parts.append(UnknownDay())
    return Query(all_of(parts), query.remarks)


def has_dates(query: Query) -> bool:
    """Return whether a query asks for days, so that it may leave out articles of which the day is not known."""
    return query.root is not None and any(isinstance(leaf, _DATES) for leaf in query.root.leaves())


_DATES = (Period, EveryYear, MovingDays)


class _View:
    """Looks at the parts of a query as an article without a known day meets them."""

    def __init__(self, with_month_days: bool, with_years: bool) -> None:
        self._with_month_days = with_month_days
        self._with_years = with_years

    def certain(self, node: Node) -> _Part:
        """Return what of a part is left that such an article has to meet, so that the query finds it."""
        match node:
            case UnknownDay() | EveryArticle():
                return _Said.ALWAYS
            case Period():
                return node if self._with_years and node.years() is not None else _Said.NEVER
            case MovingDays():
                return _Said.NEVER
            case EveryYear():
                if self._with_month_days:
                    return node
                return _Said.NEVER
            case Not(query=part):
                return _refused(self.certain(part))
            case And(subqueries=parts):
                return _all([self.certain(part) for part in parts])
            case Or(subqueries=parts):
                return _any([self.certain(part) for part in parts])
            case _:
                return node

    def possible(self, node: Node) -> _Part:
        """Return what of a part is left that such an article has to meet, so that the query may mean it."""
        match node:
            case MovingDays():
                return _Said.ALWAYS
            case Period():
                on_other_days = self._unless_on(_other_days(node))
                return _all([on_other_days, *(self._unless_in(years) for years in _other_years(node))])
            case EveryYear():
                return self._unless_on(_between(node.last, node.first))
            case And(subqueries=parts):
                return _all([self.possible(part) for part in parts])
            case Or(subqueries=parts):
                return _any([self.possible(part) for part in parts])
            case _:  # a NOT finds what may be of other days
                return self.certain(node)

    def _unless_in(self, years: Period) -> _Part:
        return negated(years) if self._with_years else _Said.ALWAYS

    def _unless_on(self, days: EveryYear | None) -> _Part:
        if days is not None and self._with_month_days:
            return negated(days)
        return _Said.ALWAYS


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


def _refused(part: _Part) -> _Part:
    if isinstance(part, Node):
        return negated(part)
    if part is _Said.ALWAYS:
        return _Said.NEVER
    return _Said.ALWAYS


def _all(parts: list[_Part]) -> _Part:
    if _Said.NEVER in parts:
        return _Said.NEVER
    return all_of(part for part in parts if isinstance(part, Node)) or _Said.ALWAYS


def _any(parts: list[_Part]) -> _Part:
    if _Said.ALWAYS in parts:
        return _Said.ALWAYS
    return any_of(part for part in parts if isinstance(part, Node)) or _Said.NEVER
