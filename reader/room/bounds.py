"""Upper bounds of a query's counts without the index: the stored counts of its rarest gram, year by year.

For two common grams, the index counts by looking at each article that has both, which takes longer the more there are.
The bound takes as long for a million articles as for a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.query import And, Or
from whoosh.query import Query as Node

from reader.room.common_grams import ALL, COMMON, Year
from reader.room.grams import grams_of
from reader.room.lots import articles_named
from reader.search.query import Exact, Near

SOON_COUNTED = 20_000
"""The number of articles up to which the index counts fast enough for the first numbers."""

_MANY = 0.25
"""Where some alternatives of an OR have no stored counts, and the counts of the others add up to more than this share
of a year's articles, all articles of the year are the bound."""


def bounding_grams(root: Node, years: Sequence[Year]) -> dict[int, tuple[str, ...]]:
    """Return for each year the grams whose stored counts, added up, are an upper bound of the year's count.

    Years without such grams are left out; all are, where the index counts all years fast enough (`SOON_COUNTED`).
    Conditions on newspaper or page do not tighten the bound.
    """
    named = {year.year: min(articles_named(root, year), year.articles) for year in years}
    if sum(named.values()) <= SOON_COUNTED:
        return {}
    found = {each.year: _bounding(root, each) for each in years if named[each.year] >= COMMON}
    return {year: grams for year, grams in found.items() if grams}


def _bounding(node: Node, year: Year) -> tuple[str, ...]:
    """Return grams of which every match has at least one; none where no counts of them are stored."""
    parts: list[tuple[str, ...]]
    match node:
        case Exact():
            parts = [(gram,) for gram in grams_of(node.needle) if gram in year.common]
        case Near(first, second):
            parts = [_bounding(first, year), _bounding(second, year)]
        case And(subqueries=nodes):
            parts = [_bounding(each, year) for each in nodes]
        case Or(subqueries=nodes):
            each_of = [_bounding(each, year) for each in nodes]
            together = tuple(gram for grams in each_of for gram in grams)
            most = year.articles if all(each_of) else _MANY * year.articles
            if _number(together, year) > most:
                return (ALL,)
            return together if all(each_of) else ()
        case _:
            return ()
    return min(filter(None, parts), key=lambda grams: _number(grams, year), default=())


def _number(grams: Sequence[str], year: Year) -> int:
    return sum(year.articles if gram == ALL else year.common[gram] for gram in grams)
