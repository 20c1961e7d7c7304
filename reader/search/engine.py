"""The protocol of a search engine.

The engine looks up candidates in its index, and verifies them by their texts: an article is found if and only if the
search form of the string is contained in a line of its search text (`search.terms`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from reader import do_nothing, never
from reader.newspaper.holdings import Document
from reader.search.documents import DateRange, Found, Ids, Order

if TYPE_CHECKING:
    from reader.language.library_names import LibraryNames
    from reader.search.query import Query
    from reader.search.query.nodes import QueryRemark
    from reader.worker_pool import Run

FOLDED_IN_PASSING = 5000
"""The maximum number of documents that a merge after an update rebuilds; larger merges are left to `tidy`."""


class Engine(Protocol):
    def __len__(self) -> int:
        """Return the number of live documents."""

    def ids(self) -> Ids:
        """Return the ids of the live documents, ascending."""

    def begin_with(self, names: Callable[[], Mapping[str, int]]) -> None:
        """Have these names as words of all texts if the index has never been updated; else do nothing.

        They are counted as `words.counts_of_names` does. Raises what `update` raises.
        """

    def go_on_with(self, names: Mapping[str, int]) -> bool:
        """Have these names as words, also where the index was begun with others; return whether they are others.

        What was cut by others is cut anew by `tidy`. Raises what `update` raises.
        """

    def names(self) -> LibraryNames:
        """Return the names by which the texts of the index are cut into words."""

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        """Add and remove documents; on return the change is on the disk and visible to other processes.

        An added document replaces the one with the same id. Many are added fastest in the order newest first. Raises
        OSError, and changes nothing, if the index can't be written.
        """

    def begin_update(
        self, added: Iterable[Document], removed: Sequence[int], run: Run
    ) -> Callable[[], object]:
        """Begin to do what `update` does, but with documents of distinct ids, and with `run`; return what ends it.

        If documents are removed, and if `run` is `map`, the end has only to publish what is written.
        The index must not be updated in between. It is to be tidied afterwards, up to `FOLDED_IN_PASSING`.
        """

    def missing_dates(self) -> tuple[DateRange, ...]:
        """Return the dates that can't be searched until their documents are added again."""

    def note_complete(self) -> None:
        """Record that all documents of the catalogue are added and no date is missing. Raises what `update` raises."""

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = do_nothing) -> bool:
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
        cancelled: Callable[[], bool] = never,
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
        cancelled: Callable[[], bool] = never,
    ) -> tuple[int, ...]:
        """Return only the ids that `search` returns; nothing is counted, so few candidates have to be verified."""

    def count(self, query: Query, cancelled: Callable[[], bool] = never) -> Iterator[Found]:
        """Yield the counts of `search` without ids, each more exact than the one before; the last is exact.

        The first ones are from the index alone; then texts are verified, newest first. Raises SearchCancelled soon
        after `cancelled()` has become true.
        """

    def matches(self, query: Query, cancelled: Callable[[], bool] = never) -> Ids:
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
