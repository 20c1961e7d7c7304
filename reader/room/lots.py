"""Which years are asked for a page together, and how: by the index, or by a walk along the dates."""

from __future__ import annotations

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

_RARE = COMMON // 100
"""Articles of a year that are taken to have a gram that is not common there."""
_FIRST_LOT = 4000
"""Articles that the index has to name for the first lot, about, where their texts decide."""
_FOR_A_PAGE = 4
"""Articles for each of a page, where the index alone decides. Each following lot has twice as many."""
_DENSE = 0.05
"""From this share of the articles on, a walk along the dates soon has a page."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Years that follow each other."""

    first: int
    last: int
    walks: bool


def in_lots(root: Node, years: Sequence[Year], order: Order, wanted: int) -> list[Lot]:
    """Return the years in the order of a page, undated ones at the end, without those that have no match.

    They are as many at first as should have the articles that are `wanted`.
    """
    dated = sorted(
        (each for each in years if each.year), key=lambda each: each.year, reverse=order is not Order.OLDEST
    )
    found: list[Lot] = []
    work, size = 0, _FOR_A_PAGE * wanted if index_decides(root) else _FIRST_LOT
    for year in (*dated, *(each for each in years if not each.year)):
        if not (most := min(_most(root, year), year.articles)):
            continue
        walks = not is_narrowed(root) or _least(root, year) > _DENSE * year.articles
        last = found[-1] if found else None
        if last and last.walks == walks and (walks or work < size) and year.year:
            found[-1] = Lot(min(last.first, year.year), max(last.last, year.year), walks)
        else:
            if found and not found[-1].walks:
                size *= 2
            found.append(Lot(year.year, year.year, walks))
            work = 0
        work += most
    return found


def _most(node: Node, year: Year) -> int:
    """Return about how many articles of a year the index names."""
    match node:
        case Exact():
            rare = _RARE if year.is_counted else year.articles
            return min((year.common.get(gram, rare) for gram in grams_of(node.needle)), default=year.articles)
        case Near(first, second):
            return min(_most(first, year), _most(second, year))
        case And(subqueries=parts):
            return min(_most(part, year) for part in parts)
        case Or(subqueries=parts):
            return min(sum(_most(part, year) for part in parts), year.articles)
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
            return max(year.articles - _most(part, year), 0)
        case Period():
            return _most(node, year)
        case _:
            return 0
