"""The lots of days that are queried together for a page, and how: by the index, or by a walk along the dates."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.features.room.common_grams import COMMON, Year
from reader.features.room.conditions import grams_of, index_decides, is_narrowed
from reader.search.documents import Order, day_number
from reader.search.query import Among, Exact, Near, Period, UnknownDay

_RARE = COMMON // 4
"""The number of a year's articles that is assumed for a gram that is not common there."""
_FIRST_LOT = 500
"""About how many articles the index returns for the first lot, where their texts decide: 50 µs each."""
_FOR_A_PAGE = 4
"""The number of articles in the first lot for each that is wanted.

They are those that the index returns, where it decides, or that are sure to match on a walk.
"""
_GROWTH = 4
"""The growth of the number of articles from one lot to the next."""
_DENSE = 0.05
"""From this share of matches on, a walk along the dates soon fills a page."""
_MONTHS = 12
_DAYS = 31
_SLOTS = _MONTHS * _DAYS
"""Slots of a year: 31 days for each month, some of which do not exist."""


class Lot(Struct, frozen=True):
    """Consecutive days (`day_numbers.day_number`) from `first` to before `beyond`; `walks`: along the dates."""

    first: int
    beyond: int
    walks: bool


def in_lots(root: Node, years: Sequence[Year], order: Order, article_count: int) -> list[Lot]:
    """Return the days in the order of a page, undated articles last, without years that have no match.

    The first lot is as large as should suffice for the `article_count` articles. More days cost time: all candidates
    that texts decide are read, and another server sends a thousand rows of a walk for the few that are wanted.
    """
    is_oldest = order is Order.OLDEST
    dated = sorted(
        (dated_year for dated_year in years if dated_year.year),
        key=attrgetter("year"),
        reverse=not is_oldest,
    )
    lots = _Lots(root, article_count, is_oldest=is_oldest)
    for year in (*dated, *(undated_year for undated_year in years if not undated_year.year)):
        share = _share_of(root, year)
        if share:
            lots.add(share)
    return lots.found


class _Share(Struct, frozen=True):
    """A year's share of the work: the number of articles that the index returns, or that surely match on a walk."""

    year: int
    slots: range
    articles: int
    walks: bool


def _share_of(root: Node, year: Year) -> _Share | None:
    """Return the share of a year, None if nothing matches."""
    named_count = min(articles_named(root, year), year.articles)
    if not named_count:
        return None
    sure = _least(root, year)
    dense = _DENSE * year.articles
    if sure > dense or not is_narrowed(root):
        first = 0
        beyond = _SLOTS
        for subquery in root.subqueries if isinstance(root, And) else [root]:
            if isinstance(subquery, Period) and subquery.first and subquery.first.year == year.year:
                first = max(first, _slot_of(subquery.first))
            if isinstance(subquery, Period) and subquery.last and subquery.last.year == year.year:
                beyond = min(beyond, _slot_of(subquery.last) + 1)
        return _Share(year.year, range(first, beyond), math.ceil(max(sure, dense)), walks=True)
    return _Share(year.year, range(_SLOTS), named_count, walks=False)


class _Lots:
    """Collects lots, each with four times as many articles as the one before."""

    def __init__(self, root: Node, wanted: int, *, is_oldest: bool) -> None:
        self.found: list[Lot] = []
        self._is_oldest = is_oldest
        self._is_decided = index_decides(root)
        self._for_a_page = _FOR_A_PAGE * wanted
        self._room = 0.0

    def add(self, share: _Share) -> None:
        """Put a year into the last lot as far as there is room, and the rest into the following ones."""
        left = share.slots
        while left:
            lot = self.found[-1] if self.found else None
            if lot is None or lot.walks != share.walks or self._room <= 0 or not share.year:
                lot = None
                self._room = (
                    self._for_a_page if share.walks or self._is_decided else _FIRST_LOT
                ) * _GROWTH ** len(self.found)
            slot_count = self._fitting(share, len(left))
            some, left = (
                (left[:slot_count], left[slot_count:])
                if self._is_oldest
                else (left[-slot_count:], left[:-slot_count])
            )
            days = Lot(_day_of(share.year, some.start), _day_of(share.year, some.stop), share.walks)
            if lot is None:
                self.found.append(days)
            else:
                first = min(lot.first, days.first)
                beyond = max(lot.beyond, days.beyond)
                self.found[-1] = Lot(first, beyond, lot.walks)
            self._room -= share.articles * slot_count / _SLOTS

    def _fitting(self, share: _Share, left: int) -> int:
        """Return how many slots there is room for; a year that the index decides is not divided."""
        if not share.year or (self._is_decided and not share.walks):
            return left
        return min(left, math.ceil(self._room * _SLOTS / share.articles))


def _day_of(year: int, slot: int) -> int:
    """Return the first day of a slot of a year; of the last one, the first of the next year."""
    month, day = divmod(slot, _DAYS)
    return (year + slot // _SLOTS) << 9 | ((month % _MONTHS + 1) << 5 | day + 1 if slot % _SLOTS else 0)


def _slot_of(day: dt.date) -> int:
    return (day.month - 1) * _DAYS + day.day - 1


def articles_with(needle: str, year: Year) -> int:
    """Return about how many articles of a year the index returns for a string."""
    rare = _RARE if year.is_counted else year.articles
    return min((year.common.get(gram, rare) for gram in grams_of(needle)), default=year.articles)


def articles_named(node: Node, year: Year) -> int:
    """Return about how many articles of a year the index returns for a query."""
    match node:
        case Exact():
            return articles_with(node.needle, year)
        case Near(first, second):
            return min(articles_named(first, year), articles_named(second, year))
        case And(subqueries=parts):
            return min(articles_named(part, year) for part in parts)
        case Or(subqueries=parts):
            return min(sum(articles_named(part, year) for part in parts), year.articles)
        case Period(first, last):
            begins = day_number(first) >> 9 if first else 1
            ends = day_number(last) >> 9 if last else year.year
            if begins <= year.year <= ends:
                return year.articles
            return 0
        case UnknownDay() if year.year:
            return 0
        case Among():
            return min(len(node.ids), year.articles)
        case _:
            return year.articles


def _least(node: Node, year: Year) -> int:
    """Return how many articles of a year surely match, as far as is known."""
    match node:
        case Exact() if index_decides(node):
            return year.common.get(node.needle, 0)
        case And(subqueries=parts):
            missing = sum(year.articles - _least(part, year) for part in parts)
            return max(year.articles - missing, 0)
        case Or(subqueries=parts):
            return max(_least(part, year) for part in parts)
        case Not(query=part) if year.is_counted:
            return max(year.articles - articles_named(part, year), 0)
        case Period():
            return articles_named(node, year)
        case _:
            return 0
