"""What is not known of a library, by kind. Each kind is decided in one place, which is asked here.

Kinds of features (`Plug.answers`, by the name `UnknownKind`) are added to those of the core.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from msgspec import Struct

from reader.export.article_text import day_in_words
from reader.i18n import say
from reader.library.answers import UnknownKind, UnknownThing, issue_in_words
from reader.library.derived_data import Derived
from reader.library.library import Library
from reader.library.read_share import ReadSoFar
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.plugs import all_answering, plugs
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.file_table import DoubtfulFile
from reader.storage.folder import LibraryFolder
from reader.storage.user_file import UserDataError


class _Doubtful:
    """The files whose day or text is in doubt, with their issues; read once for all kinds."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived

    @cached_property
    def files(self) -> Sequence[DoubtfulFile]:
        return self._derived.kept_here().catalogue.files.doubtful()

    @cached_property
    def issues(self) -> Mapping[int, IssueRow]:
        ids = json.dumps(sorted({each.issue_id for each in self.files}))
        rows = self._derived.kept_here().catalogue.tree.issues_where(
            "id IN (SELECT value FROM json_each(?))", ids
        )
        return {row.id: row for row in rows}

    def is_proofread(self, file: DoubtfulFile) -> bool:
        return bool(file.articles) and self._proofread.issuperset(file.articles)

    @cached_property
    def _proofread(self) -> frozenset[int]:
        return self._derived.kept_here().catalogue.readings.proofread_whole()

    def thing(self, file: DoubtfulFile, why: str) -> UnknownThing:
        issue = self.issues[file.issue_id]
        first = file.articles[0] if file.articles else 0
        return UnknownThing(issue_in_words(issue), why, file.path, issue, first)


class _OfFiles(UnknownKind):
    def __init__(self, folder: LibraryFolder, derived: Derived, doubtful: _Doubtful) -> None:
        super().__init__(folder, derived)
        self.doubtful = doubtful


class Undated(_OfFiles):
    name, command = "undated", "reader correct add FILE --date | reader correct files"

    def title(self) -> str:
        return say("日期不详")

    def things(self) -> Iterator[UnknownThing]:
        seen = set[int]()
        for file in self.doubtful.files:
            if file.is_undated and file.issue_id not in seen:
                seen.add(file.issue_id)
                known = self.doubtful.issues[file.issue_id].month_day
                yield self.doubtful.thing(file, say("年份不详，印着 {day}", day=known) if known else "")


class OtherDay(_OfFiles):
    """The files whose name tells another day than what is printed."""

    name, command = "other-day", "reader correct add FILE --date"

    def title(self) -> str:
        return say("报头与文件名的日期不合")

    def things(self) -> Iterator[UnknownThing]:
        for file in self.doubtful.files:
            if file.other_date:
                yield self.doubtful.thing(file, say("另有一说：{day}", day=file.other_date))


class LowQuality(_OfFiles):
    name, command = "low-quality", "reader show KEY --as-recognised | reader correct character"

    def title(self) -> str:
        return say("识别的把握低")

    def things(self) -> Iterator[UnknownThing]:
        from reader import formats

        for file in self.doubtful.files:
            if file.quality is not None and file.quality.is_low and not self.doubtful.is_proofread(file):
                yield self.doubtful.thing(file, formats.quality_in_words(file.quality))


class Unread(UnknownKind):
    name, command = "unread", "reader sync | reader columns | reader parse --as"

    def title(self) -> str:
        return say("读不了的文件")

    def things(self) -> Iterator[UnknownThing]:
        failed = self._derived.kept_here().catalogue.files.failed_files()
        return (UnknownThing(path, why, path) for path, why in failed.items())


class LostMarks(UnknownKind):
    """The reader's bookmarks without an article, and highlights whose words are not found."""

    name, command = "lost-marks", "reader bookmark attach | reader bookmark place"

    def __init__(self, library: Library) -> None:
        super().__init__(library.folder, library.derived)
        self._notebook = library.notebook

    def title(self) -> str:
        return say("找不到的书签和标记")

    def things(self) -> Iterator[UnknownThing]:
        for mark in self._notebook.bookmarks():
            if (mark.is_orphan and not mark.is_awaited) or mark.is_passage_lost:
                yield UnknownThing(
                    _mark_in_words(mark),
                    _why_lost(mark),
                    mark.path,
                    article_id=mark.article_id,
                    bookmark=mark,
                )


def _mark_in_words(mark: Bookmark) -> str:
    words = f"“{mark.passage.exact}”" if mark.passage else mark.article.title()
    day = day_in_words(mark.date) if mark.date else ""
    return " ".join(filter(None, (words.replace("\n", " "), mark.newspaper, day)))


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
    told = {thing.path for each in found if each.kind.action for thing in each.things}
    kinds = [_without(each, told) if isinstance(each.kind, Unread) else each for each in found]
    return AllUnknown(tuple(each for each in kinds if each.things or each.why_not), library.look_at_read())


def _kinds(library: Library) -> Iterator[UnknownKind]:
    if not library.is_elsewhere:
        own = library.folder, library.derived
        doubtful = _Doubtful(library.derived)
        yield from (kind(*own, doubtful) for kind in (Undated, OtherDay))
        of_features = [kind(*own) for kind in all_answering(UnknownKind, plugs())]
        yield from (each for each in of_features if not each.action)
        yield Unread(*own)
        yield LowQuality(*own, doubtful)
        if not (library.is_sample or library.is_in_one_file or library.why_unchangeable()):
            yield from (each for each in of_features if each.action)
    yield LostMarks(library)


def _found(kind: UnknownKind) -> KindFound:
    try:
        with suppress(CatalogueDamaged):
            return KindFound(kind, tuple(kind.things()))
    except (LibraryError, UserDataError) as error:
        return KindFound(kind, why_not=str(error))
    return KindFound(kind, why_not=say("目录坏了，更新一次就好"))


def _without(found: KindFound, told: set[str]) -> KindFound:
    """Return what was found without things that another kind tells, such as pages that wait to be recognised."""
    return KindFound(found.kind, tuple(each for each in found.things if each.path not in told), found.why_not)
