"""Articles as the index has them, the order and the pages of results, and where an engine reads the texts."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct, field

from reader.i18n import say
from reader.newspaper.holdings import ArticleValue, Between, Document, OneOf
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Ids: TypeAlias = "NDArray[np.uint32]"


class IndexDamaged(Exception):
    """A part of the index is damaged and has to be rebuilt by a sync."""


class IndexHeld(LibraryError):
    """Another program has a file of the index open, and lets nobody read it; the index is sound."""


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    SUREST = "surest"
    """Those first of whose characters the recogniser was surest; those of which that is not known last, by date."""
    LEAST_SURE = "least-sure"


class DateRange(Struct, frozen=True):
    """The issues from `first` to `last`, both inclusive; the undated issues if both are None.

    `is_away`: the issues are intact, but the server that holds them does not answer.
    """

    first: dt.date | None
    last: dt.date | None
    is_away: bool = False


def missing_dates_warning(ranges: Sequence[DateRange]) -> str:
    """Return the warnings to show with search results, one per line; "" if no date is missing."""
    warnings = []
    damaged = [date_range for date_range in ranges if not date_range.is_away]
    if damaged:
        warnings.append(
            say(
                "这些日期的索引坏了，直接从正文里逐篇找：一篇不漏，只是慢，更新一次资料库就会恢复：{dates}",
                dates=in_words(damaged),
            )
        )
    away = [date_range for date_range in ranges if date_range.is_away]
    if away:
        warnings.append(
            say("{years}所在的服务器没有应答：没有搜到这些，它回来就会恢复。", years=years_in_words(away))
        )
    return "\n".join(warnings)


def years_in_words(ranges: Sequence[DateRange]) -> str:
    return say("、").join(map(_years_in_words, ranges))


def in_words(ranges: Sequence[DateRange]) -> str:
    return say("，").join(map(_in_words, ranges))


def _years_in_words(dates: DateRange) -> str:
    if dates.first is None or dates.last is None:
        return say("日期不详的报纸")
    first = dates.first.year
    last = dates.last.year
    if first == last:
        return say("{year} 年", year=first)
    return say("{first}–{last} 年", first=first, last=last)


def _in_words(dates: DateRange) -> str:
    if dates.first is None or dates.last is None:
        return say("日期不详")
    if dates.first == dates.last:
        return dates.first.isoformat()
    return say("{first} 至 {last}", first=dates.first.isoformat(), last=dates.last.isoformat())


class Found(Struct, frozen=True):
    """One page of a search result: article ids in order. `total` is an upper bound unless `total_is_exact`.

    `by_month` (year × 12 + month − 1), `by_page` and `by_newspaper` break `total` down; undated articles have the key
    0, those without a page "". `missing_dates` are those that the index lacks until the next sync, which were
    searched by their texts alone, and those whose server does not answer, whose articles are not counted.
    """

    ids: tuple[int, ...]
    total: int
    total_is_exact: bool
    by_month: Mapping[int, int] = field(default_factory=dict)
    by_page: Mapping[str, int] = field(default_factory=dict)
    by_newspaper: Mapping[str, int] = field(default_factory=dict)
    missing_dates: tuple[DateRange, ...] = ()

    @property
    def by_year(self) -> dict[int, int]:
        return years_from(self.by_month)


def years_from(by_month: Mapping[int, int]) -> dict[int, int]:
    """Return counts by year from counts by month number; undated articles keep the key 0."""
    by_year: dict[int, int] = {}
    for month, count in by_month.items():
        by_year[month // 12] = by_year.get(month // 12, 0) + count
    return by_year


class SearchCancelled(Exception):
    """The search was cancelled because another one has replaced it."""


class Texts(Protocol):
    """Where an engine reads the texts by which it verifies candidates: the catalogue."""

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        """Return the documents by id, without those that no longer exist."""

    def article_ids(self) -> Sequence[int]:
        """Return the ids of all documents."""

    def known(self, ids: Sequence[int]) -> set[int]:
        """Return those of the ids whose documents still exist."""

    def with_value(self, value: ArticleValue, condition: OneOf | Between, ids: Sequence[int]) -> set[int]:
        """Return those of the ids whose documents exist and meet a condition on a value. Any number is allowed."""

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield id and text of the documents that still exist, in batches of a few hundred, each by ascending id.

        Three times as fast as `texts`; for queries that only need the text.
        """


class WatchedTexts:
    """Texts that note, for each thread, whether a document was asked for that does not exist.

    It is in the index and no more in the catalogue: what replaces it is about to be published.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._here = threading.local()

    def watch(self) -> None:
        """Forget what this thread has noted."""
        self._here.has_missed = False

    def has_missed(self) -> bool:
        return bool(getattr(self._here, "has_missed", False))

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        documents = self._texts.texts(ids)
        self._note(len(documents) < len(ids))
        return documents

    def article_ids(self) -> Sequence[int]:
        return self._texts.article_ids()

    def known(self, ids: Sequence[int]) -> set[int]:
        stored_ids = self._texts.known(ids)
        self._note(len(stored_ids) < len(ids))
        return stored_ids

    def with_value(self, value: ArticleValue, condition: OneOf | Between, ids: Sequence[int]) -> set[int]:
        return self._texts.with_value(value, condition, ids)

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        number = 0
        for id_and_text in self._texts.search_texts(ids):
            number += 1
            yield id_and_text
        self._note(number < len(ids))

    def _note(self, is_missing: bool) -> None:
        if is_missing:
            self._here.has_missed = True


# sorts before every date, and no date has this number
UNDATED = 0
BEYOND = 10_000 << 9
"""Greater than the number of any date."""


def day_number(date: dt.date | None) -> int:
    if date:
        return date.year << 9 | date.month << 5 | date.day
    return UNDATED


def date_of(number: int) -> dt.date | None:
    """Return the date of a day number; None for `UNDATED`. Raises ValueError if no date has this number."""
    if number:
        return dt.date(number >> 9, number >> 5 & 15, number & 31)
    return None


def month_number(date: dt.date | None) -> int:
    if date:
        return date.year * 12 + date.month - 1
    return UNDATED


def months_of(numbers: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
    """Return the month number of each day number; `UNDATED` for `UNDATED`."""
    days = numbers.astype("int64")
    months = (days >> 9) * 12 + (days >> 5 & 15) - 1
    months[days == UNDATED] = UNDATED
    return months
