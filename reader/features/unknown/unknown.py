"""What is not known of a library, by kind. Each kind is decided in one place, which is asked here.

Kinds of features (`Plug.answers`, by the name `unknown_kind`) are added to those of the core.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import day_in_words
from reader.i18n import say
from reader.library.answers import UnknownKind, UnknownThing, issue_in_words, unknown_kind
from reader.library.derived_data import Derived
from reader.library.library import Library
from reader.library.notebook import Notebook
from reader.library.read_share import ReadSoFar
from reader.library.sources import all_copies
from reader.newspaper.facts import Outcome
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.plugs import all_answering, plugs
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.file_table import DoubtfulFile
from reader.storage.user_file import UserDataError

_UNREAD = "unread"
COPIES = "copies"


def _of_files(
    derived: Derived, why: Callable[[DoubtfulFile, IssueRow], str | None]
) -> Iterator[UnknownThing]:
    """Yield the files that are read, but whose day or text is in doubt; `why` returns None for any other."""
    catalogue = derived.local().catalogue
    files = catalogue.files.doubtful(dt.date.today())
    ids = json.dumps([each.issue_id for each in files])
    rows = catalogue.tree.issues_where("id IN (SELECT value FROM json_each(?))", ids)
    issues, proofread = {row.id: row for row in rows}, catalogue.readings.proofread_whole()
    seen = set[int]()
    for file in files:
        issue = issues[file.issue_id]
        if file.articles and proofread.issuperset(file.articles):
            file = replace(file, quality=None)  # a person knows its text
        reason = None if file.is_undated and issue.id in seen else why(file, issue)
        if reason is not None:
            seen.add(issue.id)
            first = next(iter(file.articles), 0)
            yield UnknownThing(issue_in_words(issue), reason, file.path, issue, first)


def _undated(file: DoubtfulFile, issue: IssueRow) -> str | None:
    if not file.is_undated:
        return None
    return say("年份不详，印着 {day}", day=issue.month_day) if issue.month_day else ""


def _contradicted_day(file: DoubtfulFile, issue: IssueRow) -> str | None:
    """Return what contradicts a file's day, or the day of its issue; None for a day that a reader has confirmed."""
    if issue.facts.day.outcome is Outcome.CORRECTED:
        return None
    if file.day.outcome is Outcome.CONTRADICTED:
        return file.day.reason
    return say("另有一说：{day}", day=_day_or_words(file.other_date)) if file.other_date else None


def _day_or_words(stated: str) -> str:
    """Return a whole day as days are written here; what is told in part, or can't be, unchanged."""
    parts = [int(each) for each in re.findall(r"\d+", stated)]
    with suppress(ValueError):
        return day_in_words(dt.date(*parts)) if len(parts) == 3 else stated
    return stated


def _low_quality(file: DoubtfulFile, _: IssueRow) -> str | None:
    from reader import formats

    return formats.quality_in_words(file.quality) if file.quality and file.quality.is_low else None


def _guessed_encoding(file: DoubtfulFile, _: IssueRow) -> str | None:
    """Return which other encoding a file may have; None if its text is in one of them clearly."""
    rivals = say("、").join(objection.words for objection in file.encoding.against)
    return say("按 {rivals} 读也像文字；字若不对，请另存为 UTF-8", rivals=rivals) if rivals else None


def _unread(derived: Derived) -> Iterator[UnknownThing]:
    failed = derived.local().catalogue.files.failed_files()
    return (UnknownThing(path, why, path) for path, why in failed.items())


def _copies(derived: Derived) -> Iterator[UnknownThing]:
    """Yield the files that have what another one has already: copies of sync clients, and pages once more."""
    catalogue = derived.local().catalogue
    for copy in all_copies(catalogue):
        articles = catalogue.files.articles_of_file(copy.path)
        first = next((article_id for article_id, _, _ in articles), 0)
        issue_id = catalogue.files.issue_of_file(copy.path)
        issue = None if issue_id is None else catalogue.tree.issue(issue_id)
        words = next((title for _, title, _ in articles), copy.path)
        yield UnknownThing(words, copy.in_words(), copy.path, issue, first)


def _lost_marks(notebook: Notebook) -> Iterator[UnknownThing]:
    """Yield the reader's bookmarks without an article, and highlights whose words are not found."""
    for mark in notebook.bookmarks():
        if (mark.is_orphan and not mark.is_awaited) or mark.is_passage_lost:
            words = f"“{mark.passage.exact}”" if mark.passage else mark.article.title()
            day = day_in_words(mark.date) if mark.date else ""
            yield UnknownThing(
                " ".join(filter(None, (words.replace("\n", " "), mark.newspaper, day))),
                _why_lost(mark),
                mark.path,
                article_id=mark.article_id,
                bookmark=mark,
            )


def _why_lost(mark: Bookmark) -> str:
    if mark.is_passage_lost:
        return say("文章还在，这几个字找不到了")
    if mark.elsewhere:
        return say("文章不在了；同样的文字别处有 {n} 篇", n=mark.elsewhere)
    return say("文章不在资料库里了，存的文字还在")


class KindFound(Struct, frozen=True):
    """A kind with all its things; with `why_not` instead, if these can't be told."""

    kind: UnknownKind
    things: tuple[UnknownThing, ...] = ()
    why_not: str = ""


class AllUnknown(Struct, frozen=True):
    """What is not known, by kind, without kinds of which everything is known; as far as the library is read."""

    kinds: tuple[KindFound, ...]
    read: ReadSoFar

    @property
    def total(self) -> int:
        return sum(len(each.things) for each in self.kinds)

    @property
    def is_whole(self) -> bool:
        return self.read.is_whole and not any(each.why_not for each in self.kinds)


def look(library: Library) -> AllUnknown:
    """Return what is not known. Takes a second for 20,000 issues, and reads the folder: not for the window's thread."""
    found = [_found(kind) for kind in _kinds(library)]
    paths = {thing.path for each in found if each.kind.action for thing in each.things}
    kinds = [_without(each, paths) if each.kind.name == _UNREAD else each for each in found]
    return AllUnknown(tuple(each for each in kinds if each.things or each.why_not), library.look_at_read())


def _kinds(library: Library) -> Iterator[UnknownKind]:
    derived = library.derived
    if not library.is_elsewhere:
        day, character = "reader correct add FILE --date", "reader correct character"
        asked = [make(library.folder, derived) for make in all_answering(unknown_kind, plugs())]
        of_features = [kind for kind in asked if kind is not None]

        def of_files(
            name: str, title: str, command: str, why: Callable[[DoubtfulFile, IssueRow], str | None]
        ) -> UnknownKind:
            return UnknownKind(name, title, partial(_of_files, derived, why), command)

        yield of_files("undated", say("日期不详"), f"{day} | reader correct files", _undated)
        yield of_files("other-day", say("日期互相不合"), day, _contradicted_day)
        yield from (each for each in of_features if not each.action)
        unread = "reader sync | reader columns | reader parse --as"
        yield UnknownKind(_UNREAD, say("读不了的文件"), partial(_unread, derived), unread)
        guess = say("编码是猜的")
        yield of_files("encoding", guess, "reader parse", _guessed_encoding)
        shown = "reader sources KEY --diff"
        yield UnknownKind(COPIES, say("同一内容的几个文件"), partial(_copies, derived), shown)
        yield of_files("low-quality", say("识别的把握低"), character, _low_quality)
        if not (library.is_sample or library.is_in_one_file or library.why_unchangeable()):
            yield from (each for each in of_features if each.action)
    lost = "reader bookmark attach | reader bookmark place"
    yield UnknownKind("lost-marks", say("找不到的书签和标记"), partial(_lost_marks, library.notebook), lost)


def _found(kind: UnknownKind) -> KindFound:
    try:
        with suppress(CatalogueDamaged):
            return KindFound(kind, tuple(kind.things()))
    except (LibraryError, UserDataError) as error:
        return KindFound(kind, why_not=str(error))
    return KindFound(kind, why_not=say("目录坏了，更新一次就好"))


def _without(found: KindFound, paths: set[str]) -> KindFound:
    """Return what was found without things that another kind tells, such as pages that wait to be recognised."""
    return KindFound(
        found.kind, tuple(each for each in found.things if each.path not in paths), found.why_not
    )
