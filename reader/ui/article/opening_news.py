"""The progress of a library's first reading."""

from dataclasses import dataclass, replace

from reader.i18n import count, say
from reader.library.sync_events import Progress
from reader.ui.widgets import wording

HEADLINES = 7
"""The maximum number of headlines kept."""


@dataclass(frozen=True, slots=True)
class OpeningNews:
    """The progress of a first reading.

    `found` is the number of files found so far, None before any is; `done` of `total` are read; `headlines` are lines
    like 1987年6月12日 渡口的灯亮到后半夜, the latest first.
    """

    name: str
    found: int | None = None
    done: int = 0
    total: int = 0
    headlines: tuple[str, ...] = ()

    def with_progress(self, progress: Progress) -> "OpeningNews":
        """Return the news with the progress of a sync, whose last headline comes first."""
        line = headline_of(progress)
        headlines = self.headlines
        if line and line not in headlines[:1]:
            headlines = (line, *headlines)[:HEADLINES]
        return replace(self, done=progress.done, total=progress.total, headlines=headlines)

    def part(self) -> float:
        """Return the share that is read, 0 to 1."""
        return self.done / self.total if self.total else 0.0

    def title(self) -> str:
        return say("正在读入“{name}”", name=self.name)

    def words(self) -> str:
        """Return a sentence on how many files there are and how many are read."""
        if self.total:
            return say("读了 {done} 个文件，共 {total} 个", done=f"{self.done:,}", total=f"{self.total:,}")
        return count(self.found, "找到 {n} 个文件") if self.found else say("正在找报纸文件")


def headline_of(progress: Progress) -> str:
    """Return the day and the first headline of the file read last; "" for none."""
    if not progress.headline:
        return ""
    day = wording.issue_day(progress.date(), None)
    return wording.GAP.join(filter(None, [day if progress.day else "", progress.headline]))
