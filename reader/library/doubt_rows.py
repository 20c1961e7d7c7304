"""The doubts of one kind as they are listed: by newspaper, counted at once, made as far as they are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

from msgspec import Struct

from reader.library.doubts import Doubt, DoubtKind
from reader.library.file_doubts import of_paths
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.doubt_table import DoubtRow

MADE_AT_ONCE = 100
"""So many doubts are made at once."""


class StoredDoubts(Struct, frozen=True):
    """The doubts of a kind that the catalogue has stored, without those of the issues that are `void`.

    Whoever asks reads the catalogue: not for the window's thread.
    """

    kind: DoubtKind
    catalogue: CatalogueReading
    void: frozenset[int]

    def each(self, newspaper: str | None = None) -> Iterator[Doubt]:
        """Yield them by newspaper and path; where a newspaper is given, those of this one alone."""
        table = self.catalogue.files.doubts()
        after = ("", "")
        while table is not None:
            rows = table.page(self.kind.value, after, MADE_AT_ONCE, newspaper)
            yield from self._made(rows)
            if len(rows) < MADE_AT_ONCE:
                return
            after = rows[-1].newspaper, rows[-1].path

    def of_issue(self, issue_id: int) -> Iterator[Doubt]:
        table = self.catalogue.files.doubts()
        if table is not None:
            rows = table.of_issue(issue_id)
            yield from self._made([row for row in rows if row.kind == self.kind.value])

    def at(self, newspaper: str, path: str) -> Iterator[Doubt]:
        table = self.catalogue.files.doubts()
        if table is not None:
            yield from self._made(table.at(self.kind.value, newspaper, path))

    def _made(self, rows: Sequence[DoubtRow]) -> Iterator[Doubt]:
        paths = [row.path for row in rows if row.issue_id not in self.void]
        of_path: dict[str, dict[str, Doubt]] = {path: {} for path in paths}
        for doubt in of_paths(self.catalogue, paths, self.kind):
            of_path[doubt.path].setdefault(doubt.why, doubt)
        for row in rows:
            yield from islice(of_path.get(row.path, {}).values(), row.number)


class DoubtRows(Struct, frozen=True):
    """The doubts of a kind: those that were `listed`, and those that are `stored`, which are made when asked for.

    `of_papers` is their number by newspaper, in the order in which they are listed; "" is that of none.
    """

    listed: tuple[Doubt, ...] = ()
    stored: StoredDoubts | None = None
    of_papers: Mapping[str, int] = {}

    @property
    def number(self) -> int:
        return sum(self.of_papers.values())

    def each(self, newspaper: str | None = None) -> Iterator[Doubt]:
        """Yield them by newspaper; where one is given, those of this one alone."""
        listed = (doubt for doubt in self.listed if newspaper is None or doubt.newspaper == newspaper)
        if self.stored is None:
            yield from listed
        else:
            yield from merge(self.stored.each(newspaper), listed, key=_place)

    def pages(self) -> Iterator[list[Doubt]]:
        """Yield them as many at once as are made at once."""
        doubts = self.each()
        while page := [*islice(doubts, MADE_AT_ONCE)]:
            yield page

    def of_issue(self, issue_id: int) -> Iterator[Doubt]:
        for doubt in self.listed:
            if doubt.issue is not None and doubt.issue.id == issue_id:
                yield doubt
        if self.stored is not None:
            yield from self.stored.of_issue(issue_id)

    def at(self, newspaper: str, path: str) -> Iterator[Doubt]:
        """Yield those of a newspaper about the file at a path."""
        for doubt in self.listed:
            if (doubt.newspaper, doubt.path) == (newspaper, path):
                yield doubt
        if self.stored is not None:
            yield from self.stored.at(newspaper, path)


def rows_of(doubts: Iterable[Doubt], stored: StoredDoubts | None, of_papers: Mapping[str, int]) -> DoubtRows:
    """Return the rows of some doubts, and of those that are stored, of which there are so many `of_papers`."""
    numbers = Counter(of_papers)
    listed = sorted(doubts, key=_newspaper) if stored is None else sorted(doubts, key=_place)
    numbers.update(map(_newspaper, listed))
    in_order = {paper: number for paper, number in sorted(numbers.items()) if number}
    return DoubtRows(tuple(listed), stored, in_order)


def _newspaper(doubt: Doubt) -> str:
    return doubt.newspaper


def _place(doubt: Doubt) -> tuple[str, str]:
    return doubt.newspaper, doubt.path
