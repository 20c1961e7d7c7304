"""What an engine of search must do, whatever it is made of.

The engine narrows a query to candidates by its index and decides by the text: an article is found if and
only if the search form of the string stands in the search form of one of its fields (`search.terms`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reader.search.query import Query

Ids: TypeAlias = "NDArray[np.uint32]"


class IndexDamaged(Exception):
    """Something of the index is not what was written: it is to be built again."""


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the engine sees it. `text` is `terms.search_text(article)`; `date` None for an undated issue."""

    id: int
    newspaper: str
    date: dt.date | None
    page: str | None
    text: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Issues from `first` to `last`, both included; the undated ones where both are None."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an answer: article ids in order; `total` is a bound from above unless `total_is_exact`.

    `by_month` (a year's number × 12 + the month's − 1), `by_page` and `by_newspaper` count what `total` counts; undated
    articles stand under 0, those without a page under "". `missing_dates` are in none of it: what can't be searched
    before the next sync.
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
    """What stands under months, under their years."""
    by_year: dict[int, int] = {}
    for month, count in by_month.items():
        by_year[month // 12] = by_year.get(month // 12, 0) + count
    return by_year


class SearchCancelled(Exception):
    """The question was overtaken by another."""


class Texts(Protocol):
    """Where the engine looks when it must decide: the catalogue."""

    def documents(self, ids: Sequence[int]) -> dict[int, Document]:
        """The documents that (still) exist, by id."""

    def known(self, ids: Sequence[int]) -> set[int]:
        """Those that (still) exist."""

    def texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Ids and texts of those that (still) exist, a few hundred read at a time, ascending among these: three times
        as quick as `documents`, where the text alone decides.
        """


class Engine(Protocol):
    def __len__(self) -> int:
        """How many live documents there are."""

    def ids(self) -> Ids:
        """Their ids, ascending."""

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        """Adds and removes; on the disk and visible to other processes when it returns.

        Adding an id again replaces it. Of much at once, what comes in order of newest first is the cheapest. Raises
        OSError, and changes nothing, where it can't be written.
        """

    def missing_dates(self) -> tuple[DateRange, ...]:
        """What can't be searched before it is added again."""

    def note_complete(self) -> None:
        """All that the catalogue holds has been added: nothing is missed any more. Raises what `update` raises."""

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = lambda: None) -> bool:
        """Does one piece of what makes the index small and quick, and tells whether there was any.

        What would build more than `at_most` documents is left for another time. `pause` is called every few hundred
        documents; whatever it raises ends the work, and all is as it was before. Raises what `update` raises.
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
        """The `limit` articles from `offset` on; with `exact`, every candidate is verified and counted.

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
        """The ids of `search` alone: nothing is counted, so that it looks no further than the page is long."""

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        """The numbers of `search` without ids, ever nearer the truth: what the index tells at once, then again and
        again while texts are looked at, the newest first; the last is exact.

        Raises SearchCancelled soon after `cancelled()` has become true.
        """

    def check(self) -> list[str]:
        """Reads all that was written; what is wrong with it, a sentence each.

        What is damaged counts as missing from now on, until it is added again.
        """

    def close(self) -> None: ...
