"""Following changes to the user's file by other machines, windows and programs while it is open."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from reader.newspaper.decision import DECISION_KINDS, kind_of
from reader.storage.user_data import UserData
from reader.storage.user_file import Stamp, UserDataError, stamp_of
from reader.storage.user_repair import copies_beside, repair_and_merge

_State = tuple[Stamp | None, tuple[tuple[str, Stamp | None], ...]]

_OF_TEXT = [kind_of(kind) for kind in DECISION_KINDS if kind.applied_as == "characters"]
_ON_TEXT = (
    "SELECT (SELECT count(*) || coalesce(group_concat(tick), '') FROM correction)"
    " || (SELECT count(*) || coalesce(group_concat(tick), '') FROM decision WHERE "
    + " OR ".join(f"instr(content, '\"{tag}\"')" for tag in _OF_TEXT)
    + ")"
)
"""SQL for a string that changes whenever a decision about the text of newspapers changes."""


class Followed(Struct, frozen=True):
    """The changes by others since the last look.

    `on_text`: they include decisions that an update has to apply. `told` is a message for the reader.
    """

    is_changed: bool = False
    on_text: bool = False
    told: str = ""


class Following:
    """Looks for changes of the file and of the copies next to it, and merges them. Not for two threads at a time.

    A file that another program may still be writing is only merged when two successive looks find it unchanged.
    """

    def __init__(self, data: UserData, *elsewhere: Path) -> None:
        self._data = data
        self._file = data.file
        self._elsewhere = elsewhere
        self._last = self._state()
        self._copies = self._last[1]
        self._settled: _State | None = None
        """The state that was merged last; None at first, as anything may have changed since the library was opened."""
        self._text = self._text_mark()
        self._told = ""

    def look(self) -> Followed:
        """Merge the changes since the last look; return what has changed. Raises UserDataError."""
        now = self._state()
        if now == self._settled or now[0] is None:  # no new file is begun where a drive is away
            return Followed()
        if now != self._last:
            self._last = now
            return Followed()
        is_own = now[1] == self._copies and not self._file.take_foreign()
        if is_own and not any(self._data.mirror.lacks()):
            self._settled = now
            return Followed()
        repair_and_merge(self._data, *self._elsewhere)
        self._copies = now[1]
        if self._state() == now:  # else the next look merges once more, whoever has written
            self._settled = now
        before, self._text = self._text, self._text_mark()
        said, self._told = self._told, self._data.complaint or ""
        return Followed(True, before != self._text, "" if self._told == said else self._told)

    def _state(self) -> _State:
        copies: list[Path] = []
        with suppress(OSError):  # the drive is away
            copies = copies_beside(self._file.path)
        return stamp_of(self._file.path), tuple((path.name, stamp_of(path)) for path in copies)

    def _text_mark(self) -> str:
        with suppress(UserDataError), self._file.opened() as connection, suppress(sqlite3.OperationalError):
            return str(connection.execute(_ON_TEXT).fetchone()[0])
        return ""
