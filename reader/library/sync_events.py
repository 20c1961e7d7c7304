"""The progress, the report and the exceptions of a sync, and those of recognising pictures."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from msgspec import Struct, field, structs

from reader.i18n import count, say


class SyncCancelled(Exception):
    """Raised by a progress callback to cancel the sync; what was already stored stays."""


class LibraryBusy(Exception):
    """Another process is syncing this library."""


class TooManyLost(Exception):
    """More than a tenth of the files are gone, perhaps because a drive is not mounted. Nothing was changed."""

    def __init__(self, lost: int, known: int) -> None:
        super().__init__(
            say(
                "{known} 个文件里有 {lost} 个不见了。如果是磁盘没有接上，请接上后再试；"
                "如果确实移走了，运行 reader sync --accept-missing，它们的文字会保留。",
                known=known,
                lost=lost,
            )
        )
        self.lost = lost
        self.known = known


class Progress(Struct, frozen=True):
    """The progress of a sync: `done` of `total` files are read.

    `path` is the current file; "" if articles instead of files are counted. `stored` is the number of batches stored so
    far, whose articles are visible. `before` is the number of files read by earlier, interrupted syncs, included in
    `done`. `day` (YYYY-MM-DD) and `headline` are those of the last file read; "" if it has none. `share` is that
    of the work that is done, 0 to 1, while files are read by their sizes. `total` is 0 while they are looked for.
    `update` says what this sync changes because the program is a new version, "" if it does not.
    """

    done: int
    total: int
    path: str
    stored: int
    before: int = 0
    day: str = ""
    headline: str = ""
    share: float = 0.0
    update: str = ""

    def date(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.day)
        except ValueError:
            return None


class ReportProgress(Protocol):
    """A function that reports progress: `done` of `total`, and the path of the current file."""

    def __call__(self, done: int, total: int, path: str = "") -> None: ...


class ProgressCounter(Struct):
    """Reports progress to a callback.

    The sync itself sets `stored`, the number of batches stored so far, and `before`, the number of files read by
    earlier, interrupted syncs.
    """

    _callback: Callable[[Progress], None]
    stored: int = 0
    before: int = 0
    day: str = ""
    headline: str = ""
    update: str = ""

    def report(self, read_count: int, total: int, path: str = "", share: float | None = None) -> None:
        """Report that so many of `total` files of this sync are read. Raises like the callback: SyncCancelled.

        `share` is as in `Progress`; None if each file or article is the same work.
        """
        if share is None:
            share = read_count / max(total, 1)
        self._callback(
            Progress(
                self.before + read_count,
                self.before + total,
                path,
                self.stored,
                self.before,
                self.day,
                self.headline,
                share,
                self.update,
            )
        )

    def look_at(self, done: int, total: int, path: str = "") -> None:
        """Report that a file is looked at to find out what has to be read. Raises like `report`."""
        self._callback(Progress(0, 0, path, self.stored))


class Failure(Struct, frozen=True):
    """A file that could not be read, and why."""

    path: str
    message: str


class CopyKind(StrEnum):
    """EQUAL: it has exactly the articles of the other file. CONFLICT: its name says that it is a copy of that, by a
    sync client or as a backup. SAME_PAGE: it has the same page, as from another picture. APART: its name says that it
    is a copy, but day or text are not those of the other file. UNREAD: it is a copy with an ending that is not read.
    """

    EQUAL = "equal"
    CONFLICT = "conflict copy"
    SAME_PAGE = "same page"
    APART = "by name only"
    UNREAD = "not read"


class Copy(Struct, frozen=True):
    """A file with what the file `of` of the library has already; the articles of both are one printing."""

    path: str
    of: str
    kind: CopyKind = CopyKind.EQUAL

    def in_words(self) -> str:
        """Return what the file is, in a sentence without its full stop."""
        if self.kind is CopyKind.CONFLICT:
            return say(
                "{path} 是 {of} 的副本（同步或备份时留下的），不另算一份；两份不同的字句都搜得到",
                path=self.path,
                of=self.of,
            )
        if self.kind is CopyKind.SAME_PAGE:
            return say(
                "{path} 与 {of} 是同一版，合成一份，显示认错的字较少的；两份不同的字句都搜得到",
                path=self.path,
                of=self.of,
            )
        if self.kind is CopyKind.APART:
            return say(
                "{path} 按文件名是 {of} 的副本，日期或文字却合不到一起，各算一份", path=self.path, of=self.of
            )
        if self.kind is CopyKind.UNREAD:
            return say("{path} 按文件名是 {of} 的副本，没有读", path=self.path, of=self.of)
        return say("{path} 与 {of} 文字一样，显示的是 {of}", path=self.path, of=self.of)


class PassedKind(StrEnum):
    """BACKUP: a program's own copy of a file. CHECKSUMS: a list of them. RECORD: what a program has written down about
    files. REFERENCES: records of what was printed elsewhere. TIMED: lyrics or subtitles. BESIDE_TEXT: notes on another
    text, without it. PICTURE: in an archive, where none is recognised. LOOSE_PICTURE: given to an import beside
    papers, and of none of them. WORDLESS: a PDF whose pages are pictures without a text. MEDIA: sound or film.
    PROGRAM: of a program, a style or a database. NO_ENDING: a name without an ending, and nothing that tells a paper.
    NO_ARTICLE: read, and without an article. UNKNOWN: with any other ending. UNNAMED: further files of an archive,
    which are only counted.
    """

    BACKUP = "backup"
    CHECKSUMS = "checksums"
    RECORD = "record of a program"
    REFERENCES = "references"
    TIMED = "lyrics or subtitles"
    BESIDE_TEXT = "notes beside a text"
    PICTURE = "picture in an archive"
    LOOSE_PICTURE = "picture beside papers"
    WORDLESS = "pages without text"
    MEDIA = "sound or film"
    PROGRAM = "program or data"
    NO_ENDING = "without ending"
    NO_ARTICLE = "without article"
    UNKNOWN = "unknown ending"
    UNNAMED = "further files of an archive"


class PassedOver(Struct, frozen=True):
    path: str
    kind: PassedKind
    message: str
    """What it is and what to do, in whole sentences."""
    files: int = 1
    """How many files this stands for; the path is that of their archive if they are not named."""

    @property
    def is_without_article(self) -> bool:
        """Whether the file has been read."""
        return self.kind in (PassedKind.NO_ARTICLE, PassedKind.NO_ENDING)


class SyncReport(Struct):
    """The result of a sync; `added`, `changed`, `renamed`, `missing` and `unchanged` are numbers of files.

    In a report that was `shortened`, `more_failed`, `more_damaged`, `more_led_out`, `more_passed_over` and
    `more_copies` are the numbers of items that are not listed.
    """

    added: int = 0
    changed: int = 0
    renamed: int = 0
    missing: int = 0
    unchanged: int = 0
    passed_over: list[PassedOver] = field(default_factory=list)
    """The files that are not read, although nothing failed, without pictures."""
    unopened: int = 0
    """The number of those among them that were not looked into; the others have no article."""
    pictures: int = 0
    """The number of pictures that are not read."""
    led_out: list[str] = field(default_factory=list)
    """Symbolic links to places outside the folder, which were not followed."""
    failed: list[Failure] = field(default_factory=list)
    damaged: list[Failure] = field(default_factory=list)
    """Files that were read except for some bytes."""
    articles: int = 0
    """The number of articles in the library after the sync."""
    seconds: float = 0.0
    left_out: dict[str, int] = field(default_factory=dict)
    """The number of files without articles, by kind."""
    opened: dict[str, int] = field(default_factory=dict)
    """The number of containers, by kind."""
    formats: dict[str, int] = field(default_factory=dict)
    """The number of files in the library by format, without plain text."""
    sources: dict[str, int] = field(default_factory=dict)
    """The number of issues joined from several formats, by these formats.

    The formats are joined by +, the preferred one first; plain text is "".
    """
    unknown_script: int = 0
    """The number of recognised pages in the library whose script the recogniser does not know."""
    update: str = ""
    """What this sync has changed because the program is a new version; "" if nothing."""
    unanalysed: int = 0
    """The number of articles in which names, reprints and the like are still looked for, after this report."""
    complaint: str | None = None
    """A message about something that could not be done."""
    mended: str | None = None
    """A message about something that was damaged and has been rebuilt."""
    more_failed: int = 0
    more_damaged: int = 0
    more_led_out: int = 0
    more_passed_over: int = 0
    copies: list[Copy] = field(default_factory=list)
    more_copies: int = 0

    def shortened(self, most: int) -> "SyncReport":
        """Return the report with at most `most` items in each list."""
        return structs.replace(
            self,
            failed=self.failed[:most],
            damaged=self.damaged[:most],
            led_out=self.led_out[:most],
            passed_over=self.passed_over[:most],
            more_passed_over=self.more_passed_over + len(self.passed_over[most:]),
            copies=self.copies[:most],
            more_copies=self.more_copies + len(self.copies[most:]),
            more_failed=self.more_failed + len(self.failed[most:]),
            more_damaged=self.more_damaged + len(self.damaged[most:]),
            more_led_out=self.more_led_out + len(self.led_out[most:]),
        )


class RecognitionProgress(Struct, frozen=True):
    """The progress of recognising pictures: `done` of `total` pages, and the path of the current picture.

    `seconds_left` is None until a page is finished. The pages of a file are counted when it is opened, so that `total`
    may grow.
    """

    done: int
    total: int
    path: str
    seconds_left: float | None = None


class RecognitionReport(Struct):
    """The result of recognising pictures, in pages: `recognized` now, `earlier` before; `blank` lists those without
    text, `unknown_script` those in a script that the recogniser does not know, `undecided` those of which it could not
    be told how they lie, `damaged` those of whose picture only a part could be decoded.

    `with_text` lists the pictures left out because they have a text: a PDF's own, or a text file. `untried` is how many
    were left when the disk was full; of those to come, only the first pages are known.
    """

    recognized: int = 0
    earlier: int = 0
    blank: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    with_text: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    unknown_script: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    untried: int = 0

    def in_words(self) -> str:
        """Return the numbers of pages in a sentence without its full stop."""
        parts = [count(self.recognized, "识别了 {n} 页")]
        if self.earlier:
            parts.append(count(self.earlier, "以前识别好的 {n} 页"))
        if self.blank:
            parts.append(count(len(self.blank), "没有文字的 {n} 页"))
        if self.unknown_script:
            parts.append(count(len(self.unknown_script), "识别引擎不认识其字的 {n} 页"))
        if self.undecided:
            parts.append(count(len(self.undecided), "看不出是正是倒的 {n} 页"))
        if self.damaged:
            parts.append(count(len(self.damaged), "图片不完整的 {n} 页"))
        if self.with_text:
            parts.append(count(len(self.with_text), "已有文字的图片 {n} 个"))
        if self.failed:
            parts.append(count(len(self.failed), "没能识别的 {n} 页"))
        if self.untried:
            parts.append(count(self.untried, "还没有试的 {n} 页"))
        return say("，").join(parts)
