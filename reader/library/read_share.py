"""How much of a library has been read: kept in the catalogue by the sync, so that every process can tell.

Whatever shows a number, or that there is nothing, asks here what may be said (`so_far`, `what_is_read`).
"""

from collections.abc import Set
from itertools import chain
from math import floor

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import count, say

WORK_LEFT = "work left"
"""The key in `meta` of the `WorkLeft` of the sync that has not been completed."""


class UnreadFiles(Struct, frozen=True, array_like=True):
    """Files that are not read yet, by what their paths tell: the newspaper, "" for none, and the months of their days.

    Months are year × 12 + month − 1; both are 0 if the path tells none.
    """

    newspaper: str
    first: int = 0
    last: int = 0


class WorkLeft(Struct, frozen=True):
    """What a sync still has to read, in bytes of files, as it is kept in the catalogue until it is completed."""

    is_lacking: bool
    """Whether the library lacked files when the sync began; if not, it only reads files once more."""
    total: int
    """The size of all files of the library."""
    lacking: int
    """The size of those whose text the library does not have yet."""
    unread: tuple[UnreadFiles, ...]
    began_files: int
    began_bytes: int
    """Number and size of the files that needed no reading when the first of these interrupted syncs began."""


class ReadSoFar(Struct, frozen=True):
    """How much of a library has been read. If it `is_whole`, its numbers are exact, and need no words about it."""

    share: float = 1.0
    """The share of the work, by the sizes of the files, 0 to 1."""
    is_whole: bool = True
    unread: tuple[UnreadFiles, ...] = ()
    failed: int = 0
    """The number of files that could not be read; only counted while it is not whole."""
    is_stopped: bool = False
    """Whether the sync is known to stand still: paused, cancelled or failed."""
    analysed: float = 1.0
    """The share of the articles read so far that were analysed for what is asked (`of_analysis`), 0 to 1."""

    def of_analysis(self, share: float) -> "ReadSoFar":
        """Return this for what an analysis of the articles has found, which has looked at this share of them."""
        if share >= 1:
            return self
        return replace(self, is_whole=False, analysed=share)

    @property
    def is_read(self) -> bool:
        """Whether all files are read; if it is not whole, their analysis is unfinished."""
        return self.is_whole or (self.share >= 1 and self.analysed < 1)

    @property
    def percent(self) -> int:
        """The share in percent, rounded down; 100 only if it is whole."""
        if self.is_whole:
            return 100
        return min(99, floor(self.share * 100))

    def has_undated(self, newspaper: str | None = None) -> bool:
        """Return whether files whose path tells no month are not read yet."""
        return any(
            not period.last and newspaper in (None, period.newspaper or newspaper) for period in self.unread
        )

    def is_unfinished(self, newspaper: str | None = None) -> bool:
        """Return whether files that may be of a newspaper are not read yet; None for any newspaper."""
        return not self.is_whole and any(
            newspaper in (None, period.newspaper or newspaper) for period in self.unread
        )

    def unread_years(self, newspaper: str | None = None) -> list[tuple[int, int]]:
        """Return the first and last year of each run of years with files that are not read yet."""
        months = self.unread_months(newspaper)
        years = sorted(set(chain.from_iterable(range(first // 12, last // 12 + 1) for first, last in months)))
        runs: list[tuple[int, int]] = []
        for year in years:
            if runs and runs[-1][1] == year - 1:
                runs[-1] = runs[-1][0], year
            else:
                runs.append((year, year))
        return runs

    def unread_months(self, newspaper: str | None = None) -> list[tuple[int, int]]:
        """Return the first and last month of each period of which files are not read yet, as far as their paths tell.

        A file whose path names no newspaper may belong to any; None for those of all newspapers.
        """
        spans = {
            (period.first, period.last)
            for period in self.unread
            if period.last and newspaper in (None, period.newspaper or newspaper)
        }
        runs: list[tuple[int, int]] = []
        for first, last in sorted(spans):
            if runs and first <= runs[-1][1] + 1:
                runs[-1] = runs[-1][0], max(runs[-1][1], last)
            else:
                runs.append((first, last))
        return runs

    def of_newspapers(self, newspapers: Set[str]) -> "ReadSoFar":
        """Return this for files whose paths name one of these newspapers."""
        return replace(self, unread=tuple(period for period in self.unread if period.newspaper in newspapers))

    def to_json(self) -> dict[str, object]:
        value: dict[str, object] = {
            "total_is_exact": self.is_whole,
            "read_share": 1.0 if self.is_read else _rounded(self.share),
        }
        value |= analysis_to_json(self.analysed)
        if self.is_read:
            return value
        return {**value, "failed_files": self.failed}


def _rounded(share: float) -> float:
    return min(0.999, floor(share * 1000) / 1000)


WHOLE = ReadSoFar()


def analysis_to_json(analysed: float) -> dict[str, object]:
    """Return the field of what an unfinished analysis has found in this share of the articles; none for all of them."""
    if analysed < 1:
        return {"analysed_share": _rounded(analysed)}
    return {}


_NOTHING_READ = WorkLeft(True, 1, 1, (), 0, 0)


def read_so_far(stored: str | None, *, failed: int = 0, is_stopped: bool = False) -> ReadSoFar:
    """Return what the value kept in the catalogue means; None for a library of which nothing has been read."""
    if stored is not None:
        left = msgspec.json.decode(stored, type=WorkLeft)
    else:
        left = _NOTHING_READ
    share = 1 - left.lacking / max(left.total, 1)
    return ReadSoFar(share, not left.is_lacking, left.unread, failed, is_stopped)


# -- in words


def what_is_read(read: ReadSoFar) -> str:
    """Return how much is read: 已读 40 %，另有 3 个无法读取; or analysed: 已整理 40 %; "" if it is whole."""
    if read.is_whole:
        return ""
    if read.is_read:
        return say("已整理 {n} %", n=min(99, floor(read.analysed * 100)))
    if read.is_stopped:
        words = say("停在 {n} %", n=read.percent)
    else:
        words = say("已读 {n} %", n=read.percent)
    if read.failed:
        return say("，").join([words, count(read.failed, "另有 {n} 个无法读取")])
    return words


def lead_and_number(read: ReadSoFar, number: str) -> tuple[str, str]:
    """Return both parts of `so_far`: what is read, with a comma, and the number in words."""
    if read.is_whole:
        return "", number
    return what_is_read(read) + say("，"), say("目前 {number}", number=number)


def so_far(read: ReadSoFar, number: str) -> str:
    """Return a number in words (14 篇) with how much is read: 已读 40 %，到此 14 篇; unchanged if it is whole."""
    return "".join(lead_and_number(read, number))


def all_so_far(read: ReadSoFar) -> str:
    """Return how much is read, and that the numbers below are so far; "" if it is whole."""
    if read.is_whole:
        return ""
    return say("{read}；下面都是到此为止的。", read=what_is_read(read))


def none_so_far(read: ReadSoFar, none_words: str, unfinished: str = "") -> str:
    """Return `none_words`, which says that the library has none, if it is whole; else how much is read, and
    `unfinished`, which says that there is none so far: 已读 40 %，目前还没有.
    """
    if read.is_whole:
        return none_words
    return say("，").join([what_is_read(read), unfinished or say("目前还没有")])


def years_in_words(read: ReadSoFar, newspaper: str | None = None) -> str:
    """Return the years that are not read yet: 1976–1983、1990–1994 年; "" if the paths tell none."""
    years = []
    for a, b in read.unread_years(newspaper):
        if a == b:
            years.append(str(a))
        else:
            years.append(f"{a}–{b}")
    if years:
        return say("{years} 年", years=say("、").join(years))
    return ""


def unread_in_words(read: ReadSoFar) -> str:
    """Return in a sentence what is not read yet: 已读 40 %；1976–1983 年还没读到。; "" if it is whole."""
    if read.is_read:
        return all_so_far(read)
    years = years_in_words(read)
    if years:
        words = say("{years}还没读到", years=years)
    else:
        words = say("还有文件没读到")
    return say("{read}；{words}。", read=what_is_read(read), words=words)
