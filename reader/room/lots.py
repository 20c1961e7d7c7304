"""Which days are asked for a page together, and how: by the index, or by a walk along the dates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.room.common_grams import COMMON, Year
from reader.room.conditions import index_decides, is_narrowed
from reader.room.grams import grams_of
from reader.search.day_numbers import day_number
from reader.search.engine import Order
from reader.search.query import Among, Exact, Near, Period

_RARE = COMMON // 4
"""Articles of a year that are taken to have a gram that is not common there."""
_FIRST_LOT = 500
"""Articles that the index has to name for the first lot, about, where their texts decide: 50 µs each."""
_FOR_A_PAGE = 4
"""Articles for each of a page, where the index alone decides."""
_GROWTH = 4
"""So many times as many are in each following lot."""
_DENSE = 0.05
"""From this share of the articles on, a walk along the dates soon has a page."""
_MONTHS, _DAYS = 12, 31
_SLOTS = _MONTHS * _DAYS
"""Days of a year, and some that it does not have."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Days that follow each other (`day_numbers.day_number`), from the first to the one beyond."""

    first: int
    beyond: int
    walks: bool


def in_lots(root: Node, years: Sequence[Year], order: Order, wanted: int) -> list[Lot]:
    """Return the days in the order of a page, undated articles at the end, without years that have no match.

    They are as many at first as should have the articles that are `wanted`. A year is divided where texts decide: its
    candidates may be thousands, and all that are asked together are read.
    """
    is_oldest = order is Order.OLDEST
    dated = sorted((each for each in years if each.year), key=lambda each: each.year, reverse=not is_oldest)
    is_decided = index_decides(root)
    found: list[Lot] = []
    work, size = 0.0, _FOR_A_PAGE * wanted if is_decided else _FIRST_LOT
    for year in (*dated, *(each for each in years if not each.year)):
        if not (most := min(articles_named(root, year), year.articles)):
            continue
        walks = not is_narrowed(root) or _least(root, year) > _DENSE * year.articles
        is_whole = walks or is_decided or not year.year
        begun = 0
        while begun < _SLOTS:
            last = found[-1] if found else None
            goes_on = last is not None and last.walks == walks and (walks or work < size) and year.year
            if not goes_on:
                size *= _GROWTH if last and not last.walks else 1
                work = 0.0
            left = _SLOTS - begun
            taken = left if is_whole else min(left, math.ceil((size - work) * _SLOTS / most))
            first, beyond = begun, begun + taken
            if not is_oldest:
                first, beyond = _SLOTS - beyond, _SLOTS - first
            lot = Lot(_day_of(year.year, first), _day_of(year.year, beyond), walks)
            if last and goes_on:
                found[-1] = Lot(min(last.first, lot.first), max(last.beyond, lot.beyond), walks)
            else:
                found.append(lot)
            work += most * taken / _SLOTS
            begun += taken
    return found


def _day_of(year: int, slot: int) -> int:
    """Return the first day of a slot of a year; of the last one, the first of the next year."""
    month, day = divmod(slot, _DAYS)
    return (year + slot // _SLOTS) << 9 | ((month % _MONTHS + 1) << 5 | day + 1 if slot % _SLOTS else 0)


def articles_with(needle: str, year: Year) -> int:
    """Return about how many articles of a year the index names for a string."""
    rare = _RARE if year.is_counted else year.articles
    return min((year.common.get(gram, rare) for gram in grams_of(needle)), default=year.articles)


def articles_named(node: Node, year: Year) -> int:
    """Return about how many articles of a year the index names."""
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
            begins, ends = (
                day_number(first) >> 9 if first else 1,
                day_number(last) >> 9 if last else year.year,
            )
            return year.articles if begins <= year.year <= ends else 0
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
