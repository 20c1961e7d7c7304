"""The rows of one kind of doubts, as far as they were read: a page at a time, below the names of their newspapers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import count, say
from reader.library.doubt_rows import DoubtRows
from reader.library.doubts import Doubt, DoubtKind
from reader.storage.disk_errors import LibraryError
from reader.ui.widgets import wording
from reader.ui.widgets.listing import Heading


def key_of(doubt: Doubt) -> tuple[object, ...]:
    """Return what a doubt has in common with itself when it is found again."""
    bookmark = doubt.bookmark.uuid if doubt.bookmark is not None else ""
    namesakes = doubt.namesakes.uuids if doubt.namesakes is not None else ()
    return doubt.kind, doubt.words, doubt.why, doubt.path, doubt.correction, bookmark, namesakes


class DoubtsChanged(LibraryError):
    """There are not as many doubts any more as a person was told; nothing was done."""

    def __init__(self, number: int) -> None:
        super().__init__(say("说是 {n} 处，刚才又变了，什么都没有改。请看过现在的再选。", n=f"{number:,}"))


class DoubtSet(Struct, frozen=True):
    """Some doubts of a kind: those that were `chosen`, or all of its rows if that is None, or of those of a newspaper.

    Of all rows, those are left out that were settled `before`: what was said of them stays. `promised_number` is
    how many a person was told they are, who chose to do something with all of them. `untouched` are those for which
    nothing could be done, by `key_of`, with their newspapers: they are no part of the set any more.
    """

    kind: DoubtKind
    first: Doubt
    chosen: tuple[Doubt, ...] | None = None
    rows: DoubtRows = DoubtRows()
    newspaper: str | None = None
    before: tuple[DoubtSet, ...] = ()
    promised_number: int = 0
    untouched: Mapping[tuple[object, ...], str] = {}

    @property
    def number(self) -> int:
        if self.chosen is None:
            return self.promised_number
        return len(self.chosen)

    def each(self) -> Iterator[Doubt]:
        """Yield them; reads the catalogue, if they were not chosen one by one.

        Raises DoubtsChanged after the last, if they are not as many as was told: another process may have synced.
        """
        doubts: Iterable[Doubt]
        if self.chosen is None:
            doubts = filter(self.has, self.rows.each(self.newspaper))
        else:
            doubts = self.chosen
        number = 0
        for doubt in doubts:
            number += 1
            yield doubt
        if number != self.number:
            raise DoubtsChanged(self.number)

    def has(self, doubt: Doubt) -> bool:
        if doubt.kind is not self.kind:
            return False
        if self.chosen is not None:
            return key_of(doubt) in map(key_of, self.chosen)
        if self.newspaper not in (None, doubt.newspaper) or key_of(doubt) in self.untouched:
            return False
        return not any(settled.has(doubt) for settled in self.before)

    def without(self, untouched: Sequence[Doubt]) -> DoubtSet:
        """Return the set without those of its doubts for which nothing could be done, which stay open."""
        newspapers = {key_of(doubt): doubt.newspaper for doubt in untouched}
        if self.chosen is None:
            number = self.promised_number - len(untouched)
            return replace(self, untouched=newspapers, promised_number=number)
        return replace(self, chosen=tuple(doubt for doubt in self.chosen if key_of(doubt) not in newspapers))


def chosen_set(doubts: Sequence[Doubt]) -> DoubtSet:
    return DoubtSet(doubts[0].kind, doubts[0], tuple(doubts))


def open_numbers(of_papers: Mapping[str, int], settled: Sequence[DoubtSet]) -> Counter[str]:
    """Return how many doubts of a kind are open of each newspaper, of so many, without those that are settled."""
    chosen = {}
    for doubts in settled:
        for doubt in doubts.chosen or ():
            chosen[key_of(doubt)] = doubt.newspaper
    numbers = Counter(of_papers)
    numbers.subtract(chosen.values())
    for newspaper in of_papers:
        of_all = [
            doubts for doubts in settled if doubts.chosen is None and doubts.newspaper in (None, newspaper)
        ]
        if of_all:
            numbers[newspaper] = _number_untouched(newspaper, of_all, chosen)
    return +numbers


def _number_untouched(newspaper: str, settled: Iterable[DoubtSet], chosen: Collection[object]) -> int:
    """Return for how many doubts of a newspaper nothing could be done with all, which were not chosen one by one."""
    untouched_by_each = [
        {key for key, of_paper in doubts.untouched.items() if of_paper == newspaper} for doubts in settled
    ]
    return len(set.intersection(*untouched_by_each).difference(chosen))


class DoubtPages:
    """The pages of one kind; those of a doubt that is sought begin with it."""

    def __init__(self, rows: DoubtRows, sought: Doubt | None = None) -> None:
        self.of_papers: Mapping[str, int] = rows.of_papers
        self.shown: list[Doubt] = []
        """What was read, in the order in which it is listed."""
        self._pages = rows.pages()
        self._sought = sought
        self._is_begun = False
        self.is_whole = not rows.number

    @property
    def pinned(self) -> Doubt | None:
        """The doubt that is listed first though others stand before it; None if there is none."""
        return self._sought

    def read(self) -> list[Doubt]:
        """Return the next page, empty after the last; reads the catalogue: not for the window's thread."""
        page = next(self._pages, [])
        is_first = not self._is_begun
        self._is_begun = True
        if self._sought is None:
            return page
        sought_key = key_of(self._sought)
        rest = [doubt for doubt in page if key_of(doubt) != sought_key]
        if is_first and len(rest) == len(page):
            return [self._sought, *rest]
        if is_first:
            self._sought = None
            return page
        return rest

    def add(self, page: Sequence[Doubt]) -> None:
        """Take a page that was read."""
        self.shown += page
        self.is_whole = not page or len(self.shown) >= sum(self.of_papers.values())

    def rows(self, numbers: Mapping[str, int], is_open: Callable[[Doubt], bool]) -> list[Doubt | Heading]:
        """Return the rows for those that are open, with headings if they are of several newspapers.

        `numbers` has how many are open of each newspaper.
        """
        rows: list[Doubt | Heading] = []
        last_paper: str | None = None
        for doubt in filter(is_open, self.shown):
            if len(self.of_papers) > 1 and doubt.newspaper != last_paper:
                last_paper = doubt.newspaper
                rows.append(_heading(last_paper, numbers[last_paper]))
            rows.append(doubt)
        return rows


def _heading(newspaper: str, number: int) -> Heading:
    return Heading(wording.listed([newspaper or say("没有报纸名"), count(number, "{n} 处")]))
