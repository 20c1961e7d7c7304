"""The protocol of a search engine.

The engine looks up candidates in its index, and verifies them by their texts: an article is found if and only if the
search form of the string is contained in a line of its search text (`search.terms`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct, field

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reader.search.query import Query
    from reader.search.query.nodes import QueryRemark
    from reader.worker_pool import Run

Ids: TypeAlias = "NDArray[np.uint32]"


class IndexDamaged(Exception):
    """A part of the index is damaged and has to be rebuilt by a sync."""


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Document(Struct, frozen=True):
    """An article in the index; `text` is `terms.search_text(article)`, `date` is None for an undated issue.

    `length` is the number of characters of its blocks, as shown; None if unknown. `edition` is None for the
    ordinary one of the day.
    """

    id: int
    newspaper: str
    date: dt.date | None
    page: str | None
    text: str
    length: int | None = None
    edition: str | None = None


class DateRange(Struct, frozen=True):
    """The issues from `first` to `last`, both inclusive; the undated issues if both are None.

    `is_away`: the issues are intact, but the server that holds them does not answer.
    """

    first: dt.date | None
    last: dt.date | None
    is_away: bool = False


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

    def documents(self, ids: Sequence[int]) -> dict[int, Document]:
        """Return the documents by id, without those that no longer exist."""

    def ids(self) -> Sequence[int]:
        """Return the ids of all documents."""

    def known(self, ids: Sequence[int]) -> set[int]:
        """Return those of the ids whose documents still exist."""

    def lengths(self, ids: Sequence[int]) -> dict[int, int]:
        """Return `Document.length` by id, without documents that no longer exist. Any number of ids is allowed."""

    def of_edition(self, name: str) -> Collection[int]:
        """Return the ids of the documents with this `Document.edition`."""

    def texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield id and text of the documents that still exist, in batches of a few hundred, each by ascending id.

        Three times as fast as `documents`; for queries that only need the text.
        """


class Engine(Protocol):
    """The operations of an index that the library uses."""

    def __len__(self) -> int:
        """Return the number of live documents."""

    def ids(self) -> Ids:
        """Return the ids of the live documents, ascending."""

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        """Add and remove documents; on return the change is on the disk and visible to other processes.

        An added document replaces the one with the same id. Many are added fastest in the order newest first. Raises
        OSError, and changes nothing, if the index can't be written.
        """

    def begin_update(
        self, added: Iterable[Document], removed: Sequence[int], run: Run
    ) -> Callable[[], object]:
        """Begin to do what `update` does, but with documents of distinct ids, and with `run`; return what ends it.

        The index must not be updated in between.
        """

    def missing_dates(self) -> tuple[DateRange, ...]:
        """Return the dates that can't be searched until their documents are added again."""

    def note_complete(self) -> None:
        """Record that all documents of the catalogue are added and no date is missing. Raises what `update` raises."""

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = lambda: None) -> bool:
        """Do one step that makes the index smaller or faster; return whether there was one to do.

        Steps that would rebuild more than `at_most` documents are skipped. `pause` is called every few hundred
        documents; if it raises, the step ends without having changed anything. Raises what `update` raises.
        """

    def search(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Found:
        """Return `limit` articles of the result from `offset` on; with `exact`, every candidate is verified.

        Raises SearchCancelled soon after `cancelled()` has become true.
        """

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...]:
        """Return only the ids that `search` returns; nothing is counted, so few candidates have to be verified."""

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        """Yield the counts of `search` without ids, each more exact than the one before; the last is exact.

        The first ones are from the index alone; then texts are verified, newest first. Raises SearchCancelled soon
        after `cancelled()` has become true.
        """

    def matches(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Ids:
        """Return the ids of all articles that `search` finds, in no order; every candidate is verified.

        Raises SearchCancelled soon after `cancelled()` has become true.
        """

    def words_beginning_with(self, typed: str, limit: int) -> list[str]:
        """Return the commonest words of the texts, in search form, that begin with `typed` and are longer."""

    def words_alike(self, typed: str, limit: int) -> list[str]:
        """Return the commonest words of the texts, in search form, that differ from `typed` in one character."""

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return for each string (in search form) an upper bound of the number of articles that contain it.

        The bound is the number of articles with its rarest gram.
        """

    def remark(self) -> QueryRemark | None:
        """Return a remark that the index is of an earlier version, which makes answers slower or less; else None."""

    def check(self) -> list[str]:
        """Read the whole index; return a sentence about each damaged part.

        From then on, damaged parts count as missing until their documents are added again.
        """

    def close(self) -> None: ...
