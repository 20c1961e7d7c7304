"""The reading of files in a sync as work: how much of it is done, and which files the library still lacks."""

from array import array
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress

import msgspec

from reader.formats import is_container
from reader.language.patterns import pattern
from reader.library.read_share import UnreadFiles, WorkLeft
from reader.library.sync_plan import DueFile, digits_of_day
from reader.parsing import origin_of


class ReadingWork:
    """The files that a sync has to read, in their order, and what of them is left."""

    def __init__(self, total: int, dues: Sequence[DueFile], kept: str | None, unchanged: int) -> None:
        """`total` is the size of all files of the library; `kept` is what an interrupted sync has kept."""
        self._dues = dues
        # what a container holds is read file by file
        self._sizes = [0 if is_container(due.file.path) else due.file.size for due in dues]
        self._before = array("q", accumulate(self._sizes, initial=0))
        self._of = [_files_of(due.file.path) if _is_lacking(due) else None for due in dues]
        self._lacking = Counter(filter(None, self._of))
        due_bytes = self._before[-1]
        before = msgspec.json.decode(kept, type=WorkLeft) if kept is not None else None
        self._total = total - sum(due.file.size for due in dues) + due_bytes
        self._began = (
            (before.began_files, before.began_bytes) if before else (unchanged, self._total - due_bytes)
        )
        self.files_before = max(0, unchanged - self._began[0])
        """The number of files that interrupted syncs have read."""
        self._bytes_before = max(0, self._total - due_bytes - self._began[1])
        self._lacking_bytes = sum(compress(self._sizes, self._of))
        self.is_lacking = bool(self._lacking) or (before is not None and before.is_lacking)
        """Whether the library lacks files, or an interrupted sync has read some that it lacked."""
        self.searchable = 0
        """How many of the files are stored and in the index."""

    def share(self, done: int) -> float:
        """Return the share of the sync's work after so many files, 0 to 1."""
        whole = self._bytes_before + self._before[-1]
        return (self._bytes_before + self._before[done]) / whole if whole else done / max(len(self._dues), 1)

    def note_searchable(self, done: int) -> None:
        """Note that the first `done` files are stored and in the index."""
        for at in range(self.searchable, done):
            if (of := self._of[at]) is not None:
                self._lacking_bytes -= self._sizes[at]
                self._lacking[of] -= 1
        self.searchable = done

    def kept(self) -> str:
        unread = tuple(of for of, files in self._lacking.items() if files)
        left = WorkLeft(self.is_lacking, self._total, self._lacking_bytes, unread, *self._began)
        return msgspec.json.encode(left).decode()


def _is_lacking(due: DueFile) -> bool:
    """Return whether the library lacks the file's text: it is new, or has changed since it was read."""
    before = due.before
    return before is None or (before.size, before.mtime_ns) != (due.file.size, due.file.mtime_ns)


_FROM_DIGIT = pattern(r"\d.*")
_PATHS_KEPT = 4096


def _files_of(path: str) -> UnreadFiles:
    """Return what a path tells; of titles and undated paths only the parts that many files share are looked at."""
    folder, _, name = path.rpartition("/")
    title = _told(f"{folder}/{_FROM_DIGIT.sub('', name)}")[0]
    if day := digits_of_day(path):
        month = int(day[:4]) * 12 + int(day[4:6]) - 1
        return UnreadFiles(title, month, month)
    _, year, month_of_year = _told(path)
    if not year:
        return UnreadFiles(title)
    first = year * 12 + (month_of_year or 1) - 1
    return UnreadFiles(title, first, first if month_of_year else year * 12 + 11)


@lru_cache(_PATHS_KEPT)
def _told(path: str) -> tuple[str, int, int]:
    """Return title, year and month in a path; "" and 0 for what it does not tell."""
    origin = origin_of(path)
    return origin.title or "", origin.year or 0, origin.month or 0
