"""Looking for what is in doubt in a library: each kind is found in one place, here or in a feature."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from msgspec import Struct

from reader import do_nothing
from reader.export.article_text import day_in_words
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.library.change_summary import version_in_words
from reader.library.derived_data import Derived
from reader.library.doubt_rows import DoubtRows, StoredDoubts, rows_of
from reader.library.doubts import Doubt, DoubtKind, DoubtSource, Remedy, doubts
from reader.library.file_doubts import of_files, of_issues
from reader.library.library import Library
from reader.library.passed_over import passed_over_now
from reader.library.read_share import ReadSoFar
from reader.library.sources import all_copies
from reader.library.sync_events import PassedKind
from reader.newspaper.correction import Correction, contradicting
from reader.newspaper.decision import CorrectedCharacter, Decision, namesakes_in
from reader.newspaper.holdings import Bookmark
from reader.newspaper.logical_clock import order_of
from reader.plugs import all_answering, plugs
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import LibraryFolder
from reader.storage.user_data import UserData
from reader.storage.user_file import UserDataError
from reader.storage.user_repair import kind_in_words

# -- of files

_FOUND_ELSEWHERE = (DoubtKind.CONTRADICTING, DoubtKind.MISREAD)
"""The kinds about issues and pages that features find."""
_OF_TEXTS = (DoubtKind.UNREAD_PAGES, DoubtKind.UNKNOWN_TEXT, DoubtKind.GUESSED_ENCODING)
OF_FILES = tuple(
    kind
    for kind in DoubtKind
    if kind in _OF_TEXTS
    or (kind.remedy in (Remedy.ISSUE, Remedy.PAGES, Remedy.PROOFREAD) and kind not in _FOUND_ELSEWHERE)
)
"""The kinds that the files which were read tell, and their issues."""
_WITHOUT_ARTICLES = (DoubtKind.UNREAD, DoubtKind.PASSED_OVER)
"""The kinds of files of which no article was read; a library in one file does not have them."""
_OF_THE_FOLDER = (DoubtKind.CONTRADICTING, *_WITHOUT_ARTICLES, DoubtKind.COPIES)
"""The kinds that are found in the folder of a library alone, and in all its files together."""


def of_unread(derived: Derived) -> Iterator[Doubt]:
    files = derived.local().catalogue.files
    for path, why in files.failed_files().items():
        yield Doubt(DoubtKind.UNREAD, path, why, path=path)


def of_passed_over(folder: LibraryFolder, derived: Derived, *, with_wordless: bool) -> Iterator[Doubt]:
    """Yield the files that are not read although nothing failed, also those that a sync never opens.

    PDFs without a text are among them only `with_wordless`: if nothing else tells of them.
    """
    for file in passed_over_now(folder, derived.local().catalogue):
        if file.kind is PassedKind.WORDLESS and not with_wordless:
            continue
        yield Doubt(DoubtKind.PASSED_OVER, file.path, file.message, path=file.path)


def of_copies(derived: Derived) -> Iterator[Doubt]:
    """Yield the files that have what another one has already: copies of sync clients, and pages once more."""
    catalogue = derived.local().catalogue
    for copy in all_copies(catalogue):
        articles = catalogue.files.articles_of_file(copy.path)
        issue_id = catalogue.files.issue_of_file(copy.path)
        if issue_id is None:
            issue = None
        else:
            issue = catalogue.tree.issue(issue_id)
        first, words, _ = articles[0] if articles else (0, copy.path, ())
        yield Doubt(DoubtKind.COPIES, words, copy.in_words(), path=copy.path, issue=issue, article_id=first)


# -- of what the reader has written


def of_marks(bookmarks: Callable[[], Iterable[Bookmark]]) -> Iterator[Doubt]:
    """Yield the reader's bookmarks without an article, and highlights whose words are not found."""
    for mark in bookmarks():
        if (mark.is_orphan and not mark.is_awaited) or mark.is_passage_lost:
            yield _of_mark(DoubtKind.LOST_MARKS, mark, _why_lost(mark))


def _of_mark(kind: DoubtKind, mark: Bookmark, why: str) -> Doubt:
    if mark.passage:
        words = f"“{mark.passage.exact}”"
    else:
        words = mark.article.title()
    day = day_in_words(mark.date) if mark.date else ""
    return Doubt(
        kind,
        " ".join(filter(None, (words.replace("\n", " "), mark.newspaper, day))),
        why,
        stands=mark.note.partition("\n")[0],
        path=mark.path,
        article_id=mark.article_id,
        bookmark=mark,
    )


def _why_lost(mark: Bookmark) -> str:
    if mark.is_passage_lost:
        return say("文章还在，这几个字找不到了")
    if mark.elsewhere:
        return say("文章不在了；同样的文字别处有 {n} 篇", n=mark.elsewhere)
    return say("文章不在资料库里了，存的文字还在")


def of_replaced(user_data: UserData, bookmarks: Callable[[], Iterable[Bookmark]]) -> Iterator[Doubt]:
    """Yield the bookmarks and decisions whose words a merge has replaced, until the former ones are looked at."""
    for change in user_data.replaced_decisions():
        assert change.before is not None
        yield Doubt(
            DoubtKind.REPLACED,
            on_one_line(change.after.content.own_words),
            say("原来是：{words}", words=on_one_line(change.before.content.own_words)),
            replaced=change,
        )
    former = {version.bookmark.uuid: version.bookmark for version in user_data.replaced()}
    if not former:
        return
    for mark in bookmarks():
        if mark.uuid in former:
            why = say("原来是：{words}", words=version_in_words(former[mark.uuid]))
            yield _of_mark(DoubtKind.REPLACED, mark, why)


def of_records(user_data: UserData) -> Iterator[Doubt]:
    """Yield the records that are set apart, and the decisions that contradict each other."""
    if not user_data.path.exists():
        return
    records = user_data.records()
    for record in records.unreadable:
        yield Doubt(
            DoubtKind.SET_APART,
            say("{kind}，来自 {origin}", kind=kind_in_words(record.kind), origin=record.origin),
            record.reason,
            stands=record.content[:_SHOWN],
        )
    for namesakes in namesakes_in(records.decisions):
        yield Doubt(DoubtKind.SAME_NAME, namesakes.words, namesakes=namesakes)
    yield from of_corrections(records.corrections)
    yield from of_characters(records.decisions)


_SHOWN = 80
"""The number of characters of a record that can't be read which are shown."""


def of_corrections(corrections: Iterable[Correction]) -> Iterator[Doubt]:
    """Yield the corrections that contradict a later one of the same line, by which they have no effect."""
    for holding, others in contradicting(corrections):
        for other in others:
            yield Doubt(
                DoubtKind.OTHER_CORRECTION,
                other.claim.words,
                say("生效的是后来的“{words}”", words=holding.claim.words),
                stands=other.anchor.quote,
                path=other.anchor.path,
                correction=other.uuid,
            )


def of_characters(decisions: Iterable[Decision]) -> Iterator[Doubt]:
    """Yield the corrected characters for which another character is given later at the same place."""
    of_place: defaultdict[object, list[tuple[Decision, CorrectedCharacter]]] = defaultdict(list)
    for decision in decisions:
        content = decision.content
        if isinstance(content, CorrectedCharacter) and not decision.undone:
            place = content.key, content.path, content.before, content.printed, content.after, content.at
            of_place[place].append((decision, content))
    for same in of_place.values():
        contents = {order_of(decision): content for decision, content in same}
        holding = contents[max(contents)]
        for decision, content in same:
            if content.read_as != holding.read_as:
                yield Doubt(
                    DoubtKind.OTHER_CORRECTION,
                    _corrected_in_words(content),
                    say("后来说的是“{words}”", words=holding.read_as),
                    stands=content.before + content.printed + content.after,
                    path=content.path,
                    correction=decision.uuid,
                    is_of_character=True,
                )


def of_lost_corrections(library: Library) -> Iterator[Doubt]:
    """Yield the corrections whose file or line is not there, and those of characters that are found nowhere."""
    for known in library.corrections.lost():
        yield Doubt(
            DoubtKind.LOST_CORRECTIONS,
            known.correction.claim.words,
            known.effect.words,
            stands=known.correction.anchor.quote,
            path=known.correction.anchor.path,
            correction=known.correction.uuid,
        )
    for decision in library.characters.lost():
        content = decision.content
        assert isinstance(content, CorrectedCharacter)
        yield Doubt(
            DoubtKind.LOST_CORRECTIONS,
            _corrected_in_words(content),
            say("找不到这个字了"),
            stands=content.before + content.printed + content.after,
            path=content.path,
            correction=decision.uuid,
            is_of_character=True,
        )


def _corrected_in_words(content: CorrectedCharacter) -> str:
    return say("“{printed}”应是“{read_as}”", printed=content.printed, read_as=content.read_as)


# -- all together


class DoubtsFound(Struct, frozen=True):
    """A kind with its doubts; with `why_not` instead, if these can't be told.

    Of a kind that is counted apart, the `rows` may be left out.
    """

    kind: DoubtKind
    number: int = 0
    rows: DoubtRows = DoubtRows()
    why_not: str = ""

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """All of them; reads the catalogue."""
        return tuple(self.rows.each())

    @property
    def is_in_total(self) -> bool:
        """Whether they are part of the total: they can be told, and are not counted apart."""
        return not self.kind.is_apart and not self.why_not


class AllDoubts(Struct, frozen=True):
    """What is in doubt, by kind, without kinds of which nothing is; as far as the library is read."""

    kinds: tuple[DoubtsFound, ...]
    read: ReadSoFar
    is_counting: bool = False
    """Whether these are the first that were found, and more are looked for."""

    def of(self, kind: DoubtKind) -> DoubtsFound:
        """Return the doubts of a kind; none where nothing is."""
        return next((found for found in self.kinds if found.kind is kind), DoubtsFound(kind))

    @property
    def total(self) -> int:
        """The number of doubts, without those that are counted apart, and those that can't be told."""
        return sum(kind.number for kind in self.kinds if kind.is_in_total)

    @property
    def is_whole(self) -> bool:
        if self.is_counting or any(kind.why_not for kind in self.kinds):
            return False
        return self.read.is_whole


def look(
    library: Library,
    *,
    with_apart: bool = False,
    tell: Callable[[AllDoubts], object] = do_nothing,
) -> AllDoubts:
    """Return what is in doubt; what is counted apart is listed only `with_apart`.

    Reads the folder: not for the window's thread. `tell` is called once before that, with what the catalogue has stored
    of its files; where it has stored nothing, and there is much, with the first that are found.
    """
    looking = _Looking(library, with_apart=with_apart, tell=tell)
    for source in looking.sources():
        looking.look_in(source)
    return looking.found()


FIRST_TOLD = 200
"""So many doubts are told first."""


class _Looking:
    """One look for doubts."""

    def __init__(self, library: Library, *, with_apart: bool, tell: Callable[[AllDoubts], object]) -> None:
        self._library = library
        self._with_apart = with_apart
        self._tell = tell
        self._is_told = False
        self._of_kind: dict[DoubtKind, list[Doubt]] = defaultdict(list)
        self._number = 0
        self._why_not = _why_not_of_files(library)
        self._void: tuple[int, ...] = ()
        """The issues of which what is stored is void: they are looked at."""
        self._proofread: frozenset[int] = frozenset()
        self._stored: dict[str, dict[str, int]] | None = None
        """The number of doubts that are stored, by kind and newspaper; None where nothing is."""

    def sources(self) -> Iterator[DoubtSource]:
        kinds = tuple(kind for kind in OF_FILES if self._with_apart or not kind.is_apart)
        yield DoubtSource(kinds, self._of_files)
        yield from _other_sources(self._library)

    def look_in(self, source: DoubtSource) -> None:
        try:
            for doubt in source.doubts():
                self._add(doubt)
        except CatalogueDamaged:
            self._why_not |= dict.fromkeys(source.kinds, say("目录坏了，更新一次就好"))
        except (LibraryError, UserDataError) as error:
            self._why_not |= dict.fromkeys(source.kinds, str(error))
        if self._stored is not None:
            self._tell_first()

    def found(self, *, is_counting: bool = False) -> AllDoubts:
        waiting = {doubt.path for doubt in self._of_kind[DoubtKind.PICTURES]}
        for kind in (DoubtKind.UNREAD, DoubtKind.PASSED_OVER):
            self._of_kind[kind] = [doubt for doubt in self._of_kind[kind] if doubt.path not in waiting]
        apart = {} if is_counting else self._counted_apart()
        kinds = [self._found_of(kind, apart) for kind in DoubtKind]
        return AllDoubts(
            tuple(kind for kind in kinds if kind.number or kind.why_not),
            self._library.look_at_read(),
            is_counting=is_counting,
        )

    def _of_files(self) -> Iterator[Doubt]:
        """Yield what has to be looked for, as it is not stored."""
        catalogue = self._library.derived.catalogue
        table = catalogue.files.doubts()
        if table is None:
            yield from of_files(catalogue, with_apart=self._with_apart and not self._library.is_elsewhere)
            return
        self._proofread = catalogue.readings.proofread_whole()
        rows = catalogue.article_rows([*self._proofread]) if self._proofread else {}
        void = {*table.stale(dt.date.today()), *(row.issue_id for row in rows.values())}
        self._void = tuple(sorted(void))
        self._stored = table.numbers(self._void)
        yield from of_issues(catalogue, self._void, self._proofread)

    def _add(self, doubt: Doubt) -> None:
        self._of_kind[doubt.kind].append(doubt)
        self._number += 1
        if self._number == FIRST_TOLD:
            self._tell_first()

    def _tell_first(self) -> None:
        if not self._is_told:
            self._is_told = True
            self._tell(self.found(is_counting=True))

    def _found_of(self, kind: DoubtKind, apart: Mapping[DoubtKind, int]) -> DoubtsFound:
        rows = rows_of(self._of_kind[kind], self._stored_of(kind), self._papers_of(kind))
        number = max(rows.number, apart.get(kind, 0))
        if kind.is_apart and not self._with_apart:
            rows = DoubtRows()
        return DoubtsFound(kind, number, rows, self._why_not.get(kind, ""))

    def _papers_of(self, kind: DoubtKind) -> Mapping[str, int]:
        return self._stored.get(kind.value, {}) if self._stored is not None else {}

    def _stored_of(self, kind: DoubtKind) -> StoredDoubts | None:
        if not self._papers_of(kind):
            return None
        return StoredDoubts(kind, self._library.derived.catalogue, frozenset(self._void))

    def _counted_apart(self) -> Mapping[DoubtKind, int]:
        """Return the numbers of what is counted apart, where it is neither stored nor listed."""
        if self._stored is not None or self._with_apart or self._library.is_elsewhere:
            return {}
        with suppress(CatalogueDamaged, LibraryError):
            return _counted_apart(self._library.derived)
        return {}


def _why_not_of_files(library: Library) -> dict[DoubtKind, str]:
    """Return why what is in doubt about files can't be told, for each such kind: the folder is not here."""
    if library.is_in_one_file:
        return dict.fromkeys(_WITHOUT_ARTICLES, say("没有读成文章的文件，没有一起送来。"))
    if not library.is_elsewhere:
        return {}
    why_not = dict.fromkeys(_OF_THE_FOLDER, library.words.why_no_files or library.words.why_no_lines)
    apart = [kind for kind in DoubtKind if kind.is_apart]
    return why_not | dict.fromkeys(apart, say("推定的、报上没有印的，这里不数；有原来文件的那一边数得到。"))


def _counted_apart(derived: Derived) -> dict[DoubtKind, int]:
    counts = derived.local().catalogue.files.counted_apart(dt.date.today())
    return {
        DoubtKind.INFERRED_DAY: counts.inferred_days,
        DoubtKind.INFERRED_TITLE: counts.inferred_titles,
        DoubtKind.INFERRED: counts.inferred,
        DoubtKind.INFERRED_PAGE: counts.inferred_pages,
        DoubtKind.NO_NUMBER: counts.without_number,
        DoubtKind.NO_PAGE: counts.without_page,
        DoubtKind.GUESSED_ENCODING: counts.guessed_encodings,
    }


def _other_sources(library: Library) -> Iterator[DoubtSource]:
    """Yield the sources of what is in doubt, but for what the files that were read tell."""
    derived = library.derived
    of_features = list(_sources_of_features(library))
    are_pictures_told = any(DoubtKind.PICTURES in source.kinds for source in of_features)
    if not (library.is_elsewhere or library.is_in_one_file):
        yield DoubtSource((DoubtKind.UNREAD,), partial(of_unread, derived))
        passed_over = partial(of_passed_over, library.folder, derived, with_wordless=not are_pictures_told)
        yield DoubtSource((DoubtKind.PASSED_OVER,), passed_over)
    if not library.is_elsewhere:
        yield DoubtSource((DoubtKind.COPIES,), partial(of_copies, derived))
        yield from of_features
        yield DoubtSource((DoubtKind.LOST_CORRECTIONS,), partial(of_lost_corrections, library))
    bookmarks = library.notebook.bookmarks
    yield DoubtSource((DoubtKind.LOST_MARKS,), partial(of_marks, bookmarks))
    yield DoubtSource((DoubtKind.REPLACED,), partial(of_replaced, library.user_data, bookmarks))
    kept_apart = (DoubtKind.SAME_NAME, DoubtKind.OTHER_CORRECTION, DoubtKind.SET_APART)
    yield DoubtSource(kept_apart, partial(of_records, library.user_data))


def _sources_of_features(library: Library) -> Iterator[DoubtSource]:
    """Yield the sources of features; what waits for recognition is told where it can be recognised."""
    if library.is_elsewhere:
        return
    is_waiting_told = not (library.is_sample or library.is_in_one_file or library.why_unchangeable())
    for make in all_answering(doubts, plugs()):
        source = make(library.folder, library.derived)
        if source is not None and (is_waiting_told or source.kinds != (DoubtKind.PICTURES,)):
            yield source
