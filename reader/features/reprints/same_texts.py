"""Other printings of an article's text and their differences, and the series to which an article belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from reader.comparison.differences import Difference
from reader.export.article_text import day_in_words
from reader.features.reprints.reprint import MOST_REPRINTS, Reprint, SeriesPart, series
from reader.features.reprints.reprint_table import ReprintTable
from reader.i18n import count, say
from reader.library.answers import OtherPrinting, OtherPrintings, SameTexts, Series
from reader.newspaper.facts import with_remark
from reader.storage.catalogue import CatalogueDamaged

if TYPE_CHECKING:
    from reader.newspaper.holdings import StoredArticle
    from reader.search.query import Query

_GROUPS_REACH = 8
"""Maximum number of steps from reprint to reprint when all printings of a text are collected."""


def _begin(parts: Sequence[SeriesPart]) -> tuple[dt.date, int]:
    return parts[0].date or dt.date.min, parts[0].article_id


class FoundTexts(SameTexts):
    """The reprints and series of a library. Every method may be called from any thread."""

    @property
    def _table(self) -> ReprintTable:
        return self._derived.catalogue.table(ReprintTable)

    def analysed(self) -> float:
        return self._table.analysed()

    # -- the same text

    def of(self, article_id: int) -> OtherPrintings:
        try:
            table = self._table
            analysed = table.analysed()
            reprints = table.of([article_id])
            if len(reprints) >= MOST_REPRINTS or table.standing([article_id]):
                return OtherPrintings((), is_standing=True)
            ids = [article_id, *(reprint.other(article_id) for reprint in reprints)]
            stored = self._derived.catalogue.stored(ids)
            others = []
            for other_reprint in reprints:
                other = stored.get(other_reprint.other(article_id))
                if other:
                    others.append(
                        OtherPrinting(
                            other,
                            other_reprint.share,
                            other_reprint.whole_share,
                            other_reprint.likeness,
                            other_reprint.is_whole,
                            other_reprint.alike(),
                        )
                    )
        except CatalogueDamaged:
            return OtherPrintings(())
        others.sort(key=lambda printing: (printing.stored.issue.date or dt.date.max, printing.stored.id))
        others.sort(key=lambda printing: (not printing.is_whole, -round(printing.share, 2)))
        article = stored.get(article_id)
        if article and others:
            first = first_in_words(article, [printing.stored for printing in others])
        else:
            first = ""
        return OtherPrintings(tuple(others), analysed=analysed, first=first)

    def pairs(self, article_ids: Collection[int]) -> Sequence[tuple[int, int]]:
        ids = set(article_ids) - self._table.standing(article_ids)
        pairs = []
        reprints = sorted(self._table.of(sorted(ids)), key=attrgetter("first_id"))
        reprints.sort(key=attrgetter("share"), reverse=True)
        for reprint in reprints:
            for article_id in ids.intersection((reprint.first_id, reprint.second_id)):
                pairs.append((article_id, reprint.other(article_id)))
        return pairs

    def groups(self, article_ids: Collection[int]) -> dict[int, frozenset[int]]:
        """Return for each of the articles with whole reprints the ids of all printings of its text, itself included.

        Texts that are printed permanently are left out.
        """
        reprints: set[Reprint] = set()
        seen: set[int] = set()
        fresh = set(article_ids)
        for _ in range(_GROUPS_REACH):
            reprints.update(
                whole_reprint for whole_reprint in self._table.of(fresh) if whole_reprint.is_whole
            )
            seen |= fresh
            fresh = (
                set(chain.from_iterable((reprint.first_id, reprint.second_id) for reprint in reprints)) - seen
            )
            if not fresh:
                break
        by_id = {}
        for group in _groups(reprints):
            for printing_id in group:
                by_id[printing_id] = group
        return {article_id: by_id[article_id] for article_id in article_ids if article_id in by_id}

    def folds(self, article_ids: Collection[int], query: Query) -> dict[int, frozenset[int]]:
        from reader.search.query import matches

        with suppress(CatalogueDamaged):
            groups = self.groups(article_ids)
            others = set(chain.from_iterable(groups.values())).difference(article_ids)
            if others:
                rows = self._derived.catalogue.texts(sorted(others))
            else:
                rows = {}
            matching_ids = {*article_ids, *(i for i, row in rows.items() if matches(query, row))}
            among = {article_id: group & matching_ids for article_id, group in groups.items()}
            return {article_id: group for article_id, group in among.items() if len(group) > 1}
        return {}

    def all_groups(self) -> list[tuple[int, ...]]:
        """Return the ids of the printings of each text that is printed more than once, but not permanently."""
        groups = _groups(reprint for reprint in self._table.all() if reprint.is_whole)
        return sorted(tuple(sorted(group)) for group in groups)

    # -- how two printings differ

    def difference(self, article_id: int, other_id: int) -> Difference | None:
        """Return the difference of two articles; None if one no longer exists or the catalogue is damaged."""
        with suppress(CatalogueDamaged):
            one, other = map(self._derived.catalogue.article, (article_id, other_id))
            if one is not None and other is not None:
                return Difference.of(one, other)
            return None
        return None

    # -- series

    def series_of(self, article_id: int) -> Series | None:
        """Return the series to which an article belongs; None if it belongs to none."""
        with suppress(CatalogueDamaged):
            for parts in series(self._table.parts_of_series(article_id)):
                if any(part.article_id == article_id for part in parts):
                    return self.read(parts)
        return None

    def all_series(self) -> list[tuple[SeriesPart, ...]]:
        """Return all series of the library, ordered by falling date of the first part."""
        series_list = list(
            chain.from_iterable(series(title_parts) for title_parts in self._table.all_parts())
        )
        return sorted(series_list, key=_begin, reverse=True)

    def read(self, parts: Sequence[SeriesPart]) -> Series | None:
        """Return a series with its articles; None if fewer than two of these still exist."""
        stored = self._derived.catalogue.stored([part.article_id for part in parts])
        stored_parts = [part for part in parts if part.article_id in stored]
        if len(stored_parts) < 2:
            return None
        articles = [stored[part.article_id] for part in stored_parts]
        return Series(tuple(articles), tuple(part.mark.number for part in stored_parts))


def first_in_words(stored: StoredArticle, others: Sequence[StoredArticle]) -> str:
    """Return which printing of a text is the first, of an article and its other printings, as far as days tell that."""
    days = [printing.issue.date for printing in (stored, *others) if printing.issue.date is not None]
    if len(days) < 2:
        return say("日期不详，看不出哪一处最早")
    first = min(days)
    of_first = next(each.issue for each in (stored, *others) if each.issue.date == first)
    day = with_remark(day_in_words(first), of_first.facts.day)
    earliest = [other for other in others if other.issue.date == first]
    papers = say("、").join(
        dict.fromkeys(printing.issue.newspaper or say("报纸名不详") for printing in earliest)
    )
    if days.count(first) == len(days):
        words = say("都在同一天：{day}", day=day)
    elif stored.issue.date != first:
        words = say("最早：{day}，{papers}", day=day, papers=papers)
    elif earliest:
        words = say("本篇最早，同一天还有：{papers}", papers=papers)
    else:
        words = say("本篇最早：{day}", day=day)
    undated = len(others) + 1 - len(days)
    if undated:
        return words + count(undated, "；{n} 处日期不详")
    return words


def _groups(reprints: Iterable[Reprint]) -> set[frozenset[int]]:
    """Return the ids of the printings of each text; of those that are printed permanently none."""
    group_of: dict[int, set[int]] = {}
    for reprint in reprints:
        first, second = (group_of.setdefault(i, {i}) for i in (reprint.first_id, reprint.second_id))
        if first is not second:
            first |= second
            group_of.update(dict.fromkeys(second, first))
    return {frozenset(group) for group in group_of.values() if len(group) <= MOST_REPRINTS}
