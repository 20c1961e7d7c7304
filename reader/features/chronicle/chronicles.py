"""Chronicles in the user's data: each line a decision, stored, merged, backed up and undone like all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from reader import do_nothing, never
from reader.features.chronicle.drafting import (
    NO_SOURCES,
    Drafted,
    KnownSources,
    day_in_words,
    draft,
    in_order,
    join,
    part,
    source_in_words,
)
from reader.features.chronicle.events import Piece
from reader.i18n import say
from reader.library.article_set import ArticleSet, Shapes, range_in_words
from reader.library.library import Library
from reader.newspaper.article import Where
from reader.newspaper.decision import Chronicle, ChronicleLine, Decision, DecisionContent, Namesakes
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import fresh_places, places_between
from reader.search.answering.snippets import marks
from reader.search.documents import SearchCancelled
from reader.search.query import Query, needles
from reader.storage.disk_errors import LibraryError
from reader.storage.record_tables import NamedDecisions

MOST_LINES = 2000
"""The maximum number of lines of a chronicle that is kept; a file may have more."""
_AT_ONCE = 200


class ChronicleRow(Struct, frozen=True):
    uuid: str
    name: str
    drafted_from: str


class StoredLine(Struct, frozen=True):
    """A line with its UUID; `note` is what else is told of it beside the other lines, such as figures that differ.

    `known` is how the library knows its sources.
    """

    uuid: str
    line: ChronicleLine
    note: str = ""
    known: KnownSources = NO_SOURCES

    @property
    def day(self) -> str:
        return day_in_words(self.line, self.known)

    @property
    def sources(self) -> list[str]:
        return [source_in_words(source, self.known) for source in self.line.sources]


class Chronicles(NamedDecisions[ChronicleRow]):
    """The chronicles of a library. Changes raise UserDataError if they can't be written, LibraryError for bad names."""

    kind = Chronicle
    join_command = "reader chronicle --join"

    def __init__(self, library: Library) -> None:
        super().__init__(library.user_data.decisions)
        self._user_data = library.user_data

    def all(self) -> list[ChronicleRow]:
        rows = [
            ChronicleRow(decision.uuid, decision.content.name, decision.content.drafted_from)
            for decision in self._decisions.all(Chronicle)
            if isinstance(decision.content, Chronicle)
        ]
        return sorted(rows, key=attrgetter("name"))

    def rename(self, uuid: str, name: str) -> None:
        checked = self._checked(name, but=uuid)

        def renamed(decision: Decision) -> Chronicle:
            assert isinstance(decision.content, Chronicle)
            return replace(decision.content, name=checked)

        self._decisions.edit([uuid], renamed)

    def _taken(self, name: str) -> str:
        return say("已有一份大事记叫“{name}”。", name=name)

    def add(self, name: str, drafted_from: str, lines: Sequence[ChronicleLine]) -> ChronicleRow:
        """Add a chronicle with these lines. Raises LibraryError for a bad name or more lines than `MOST_LINES`."""
        if len(lines) > MOST_LINES:
            message = say(
                "有 {n} 条，一份大事记最多存 {most} 条。请缩小日期的范围。", n=len(lines), most=MOST_LINES
            )
            raise LibraryError(message)
        with self._user_data.whole():
            decision = self._decisions.add(Chronicle(self._checked(name), drafted_from[:2000]))
            places = fresh_places(len(lines)) if lines else []
            self._decisions.add_all(
                replace(line, chronicle=decision.uuid, place=place)
                for line, place in zip(lines, places, strict=True)
            )
        return ChronicleRow(decision.uuid, name, drafted_from)

    def lines(self, uuid: str) -> list[StoredLine]:
        """Return the lines of a chronicle in the order of their days, also those that are not to be kept."""
        uuid_by_line = {
            decision.content: decision.uuid
            for decision in self._decisions.all(ChronicleLine)
            if isinstance(decision.content, ChronicleLine) and decision.content.chronicle == uuid
        }
        return [StoredLine(uuid_by_line[line], line) for line in in_order(uuid_by_line)]

    def _put_together(self, same: Namesakes) -> None:
        """Put the lines of the others into the first; of lines that say the same one is removed."""
        stays, *others = same.uuids
        lines = self._decisions.all(ChronicleLine, with_undone=True)
        held = [_without_place(each) for each in lines if not each.undone and _chronicle(each) == stays]
        moved = [each for each in lines if _chronicle(each) in others]
        twice = []
        for line in moved:
            if not line.undone and _without_place(line) in held:
                twice.append(line.uuid)
            elif not line.undone:
                held.append(_without_place(line))
        if len(held) > MOST_LINES:
            message = say("合起来有 {n} 条，一份大事记最多存 {most} 条。", n=len(held), most=MOST_LINES)
            raise LibraryError(message)
        if moved:
            self._decisions.edit([line.uuid for line in moved], partial(_moved_to, stays))
        if twice:
            self._decisions.undo(*twice)
        named = [each.content for each in same.decisions if isinstance(each.content, Chronicle)]
        sources = dict.fromkeys(chronicle.drafted_from for chronicle in named if chronicle.drafted_from)
        drafted_from = say("；").join(sources)
        self._decisions.change(stays, replace(named[0], drafted_from=drafted_from[:2000]))

    def change(self, row: StoredLine, line: ChronicleLine) -> None:
        self._decisions.change(row.uuid, line)

    def join(self, row: StoredLine, into: StoredLine) -> None:
        """Give the sources of a line to another one, whose day and words stay; it is kept if one of them was."""
        with self._user_data.whole():
            is_dropped = into.line.is_dropped and row.line.is_dropped
            self._decisions.change(into.uuid, replace(join([into.line, row.line]), is_dropped=is_dropped))
            self._decisions.undo(row.uuid)

    def part(self, row: StoredLine) -> None:
        """Make a line of each source of a line, below each other."""
        first, *others = part(row.line)
        old_places = (stored_line.line.place for stored_line in self.lines(row.line.chronicle))
        below = min((place for place in old_places if place > row.line.place), default="")
        places = places_between(row.line.place, below, len(others)) or [row.line.place] * len(others)
        with self._user_data.whole():
            self._decisions.change(row.uuid, first)
            self._decisions.add_all(
                replace(line, place=place) for line, place in zip(others, places, strict=True)
            )

    def exchange(self, one: StoredLine, other: StoredLine) -> None:
        """Let two lines of a day change places."""
        with self._user_data.whole():
            self._decisions.change(one.uuid, replace(one.line, place=other.line.place))
            self._decisions.change(other.uuid, replace(other.line, place=one.line.place))


def _chronicle(decision: Decision) -> str:
    return decision.content.chronicle if isinstance(decision.content, ChronicleLine) else ""


def _without_place(decision: Decision) -> DecisionContent:
    """Return what a line says, whatever chronicle it is in, and where."""
    return replace(_moved_to("-", decision), place="")


def _moved_to(chronicle: str, decision: Decision) -> ChronicleLine:
    assert isinstance(decision.content, ChronicleLine)
    return replace(decision.content, chronicle=chronicle)


def known_sources(library: Library, lines: Iterable[ChronicleLine]) -> KnownSources:
    """Return how the library knows the sources of these lines. Raises LibraryError."""
    printings = {source.printing for line in lines for source in line.sources}
    return KnownSources(library.articles.printings.facts_of(printings))


def rows_of(library: Library, lines: Sequence[ChronicleLine]) -> list[StoredLine]:
    """Return lines that are not stored as rows, numbered, with what is told of them beside each other."""
    from reader.features.chronicle.chronicle_files import entries

    sources = known_sources(library, lines)
    notes = [entry.note for entry in entries(lines, sources)]
    rows = []
    for number, line in enumerate(lines):
        rows.append(StoredLine(str(number), line, notes[number], sources))
    return rows


# -- drafting from the library


class Request(Struct, frozen=True):
    """What a chronicle is drafted from: a search, a dossier, the days of the events; with none, the whole library."""

    query: str = ""
    shapes: Shapes = Shapes.OF_WORDS
    dossier: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    most_of_article: int = 1
    with_background: bool = False
    with_undated: bool = True

    def in_words(self) -> str:
        days = range_in_words(self.first, self.last)
        if self.dossier:
            dossier = say("专题“{name}”", name=self.dossier)
        else:
            dossier = ""
        return " ".join(filter(None, [self.query, dossier, days])) or say("整个资料库")

    def articles(self, library: Library, cancelled: Callable[[], bool] = never) -> ArticleSet:
        """Return the articles in which the events are looked for.

        Raises LibraryError without such a dossier, or if days end before they begin.
        """
        if self.first and self.last and self.first > self.last:
            message = say(
                "从 {first} 起，到 {last} 为止：前后颠倒了。",
                first=self.first.isoformat(),
                last=self.last.isoformat(),
            )
            raise LibraryError(message)
        articles = library.sets.whole()
        if self.query.strip():
            articles = library.sets.of_text(self.query, self.shapes, cancelled)
        return library.sets.narrowed(
            articles,
            first=self.first,
            last=self._last_paper(),
            keeps_undated=True,
            dossier=self.dossier,
        )

    def _last_paper(self) -> dt.date | None:
        """Return the day up to which papers may tell of the asked days; None for any later one."""
        if self.last is None or self.with_background or self.last > dt.date.max - _REPORTED_WITHIN:
            return None
        return self.last + _REPORTED_WITHIN


_REPORTED_WITHIN = dt.timedelta(days=31)
"""Events are looked for in papers of the asked days, and of so many days after them; background in all later ones."""


def drafted(
    library: Library,
    request: Request,
    progress: Callable[[int, int], object] = do_nothing,
    cancelled: Callable[[], bool] = never,
) -> Drafted:
    """Draft a chronicle; `progress` gets the numbers of articles read and of all. Raises like `Request.articles` and
    `Searcher.search`, SearchCancelled when `cancelled()` is true.
    """
    return drafted_of(library, request.articles(library, cancelled), request, progress, cancelled)


def drafted_of(
    library: Library,
    article_set: ArticleSet,
    request: Request,
    progress: Callable[[int, int], object],
    cancelled: Callable[[], bool],
) -> Drafted:
    """Draft the events that a set of articles tells; of the `request` how many, and of which days, counts."""
    ids = library.sets.ids(article_set, cancelled=cancelled)

    def articles() -> Iterator[StoredArticle]:
        for at in range(0, len(ids), _AT_ONCE):
            if cancelled():
                raise SearchCancelled
            progress(at, len(ids))
            yield from library.articles.several(ids[at : at + _AT_ONCE])

    return draft(
        articles(),
        most_of_article=request.most_of_article,
        with_background=request.with_background,
        with_undated=request.with_undated,
        span=(request.first, request.last),
        marks_of=partial(_matches, article_set.query),
    )


def _matches(query: Query, stored: StoredArticle) -> list[Piece]:
    """Return where an article matches a query, in its blocks; none if it does so in its headings alone."""
    article = stored.article.corrected()
    marked = marks(article, needles(query, stored.id))
    of_blocks = [mark for mark in marked if mark.field.where is Where.BLOCK]
    return [(mark.field.index, start, end) for mark in of_blocks for start, end in mark.spans]
