"""The events, report and errors of a sync."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from reader.i18n import say


class SyncCancelled(Exception):
    """Raised by a progress callback to end the sync; all that was stored stays."""


class LibraryBusy(Exception):
    """Another process is syncing this library."""


class TooManyLost(Exception):
    """More than a tenth of the files are gone: perhaps a drive is not mounted. Nothing was changed."""

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


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a sync: `done` of `total` files are read.

    `path` is the current one, or "" while articles, not files, are counted (the index is catching up). `stored` counts
    batches that are visible by now. `before` of the files that are done were read by syncs that were cut off. `day`
    (YYYY-MM-DD) and `headline` are those of the file that was read last, "" where it has none.
    """

    done: int
    total: int
    path: str
    stored: int
    before: int = 0
    day: str = ""
    headline: str = ""

    def date(self) -> dt.date | None:
        """Return the day as a date; None where there is none."""
        try:
            return dt.date.fromisoformat(self.day)
        except ValueError:
            return None


class ReportProgress(Protocol):
    """A function that reports progress: `done` of `total`, and the path of the current file."""

    def __call__(self, done: int, total: int, path: str = "") -> None: ...


class ProgressCounter:
    """Reports progress to a callback, with the number of batches stored so far, which the storing code increases.

    `before` is the number of files that were read by earlier, interrupted syncs.
    """

    def __init__(self, callback: Callable[[Progress], None]) -> None:
        self._callback = callback
        self.stored = 0
        self.before = 0
        self.day = self.headline = ""

    def report(self, done: int, total: int, path: str = "") -> None:
        """Report that `done` of `total` files of this sync are read.

        Raises what the callback raises, SyncCancelled above all.
        """
        done, total = self.before + done, self.before + total
        self._callback(Progress(done, total, path, self.stored, self.before, self.day, self.headline))


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with the same articles, word by word, as another one of the library, which is the one shown."""

    path: str
    of: str


@dataclass(slots=True)
class SyncReport:
    """The result of a sync.

    Counts are of files, `articles` of all articles of the library afterwards. Links that `led_out` of the folder were
    not followed; `damaged` files were read except for some bytes; `copies` have the text of another file. `left_out`
    counts the files without articles, by what they are, and `opened` those that hold other files; `formats` all files
    of the library that are not plain text, by format; `sources` the issues joined from several formats, by these
    formats (the best first, "" for plain text, joined by +). `complaint` and `mended` are in words: what could not be
    done, what was damaged and has been rebuilt. In a report that was `shortened`, `more_failed`, `more_damaged`,
    `more_led_out` and `more_copies` count what is not listed.
    """

    added: int = 0
    changed: int = 0
    renamed: int = 0
    missing: int = 0
    unchanged: int = 0
    passed_over: int = 0
    led_out: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    damaged: list[Failure] = field(default_factory=list)
    articles: int = 0
    seconds: float = 0.0
    left_out: dict[str, int] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    complaint: str | None = None
    mended: str | None = None
    more_failed: int = 0
    more_damaged: int = 0
    more_led_out: int = 0
    copies: list[Copy] = field(default_factory=list)
    more_copies: int = 0

    def shortened(self, most: int) -> "SyncReport":
        """Return the report with no more than `most` files and links listed."""
        return dataclasses.replace(
            self,
            failed=self.failed[:most],
            damaged=self.damaged[:most],
            led_out=self.led_out[:most],
            copies=self.copies[:most],
            more_copies=self.more_copies + len(self.copies[most:]),
            more_failed=self.more_failed + len(self.failed[most:]),
            more_damaged=self.more_damaged + len(self.damaged[most:]),
            more_led_out=self.more_led_out + len(self.led_out[most:]),
        )
