"""What this machine keeps of a library's user data by itself: a copy of it, and which other copies it has merged.

A folder that is synced by something else may get the file of another machine in place of this one's, without a
conflict copy where the client, or a person with a stick, lets the newer file win. What was in this one's copy is then
merged into the other. Which copies were merged is no part of the file that is synced: two machines that note it there
would change the file of each other for ever.
"""

import sqlite3
import uuid
from contextlib import suppress
from pathlib import Path

import msgspec

from reader.newspaper.digest import digest_of
from reader.storage.atomic_write import write_whole
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import open_regular, read_at_most
from reader.storage.user_file import Stamp, UserFile, copy_of, delete, stamp_of

_FILE = "machine.json"
_LARGEST = 1 << 20
_MOST = 2000
"""Copies that are remembered."""


class _Told(msgspec.Struct):
    merged: dict[str, str] = {}
    mirrored: Stamp | None = None


_TOLD = msgspec.json.Decoder(_Told)


class OwnMachine:
    """A folder of this machine's own. What can't be written is not kept: the user's data do not depend on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, user_folder: Path) -> "OwnMachine":
        """Return what this machine keeps of the user's data in a folder."""
        name = digest_of(str(user_folder.absolute()).encode("utf-8", "surrogateescape"), 10).hex()
        return cls(places().data / "copies" / name)

    def has_merged(self, copy: Path, mark: str) -> bool:
        """Return whether a copy of that size and time was merged."""
        return self._told().merged.get(str(copy)) == mark

    def note_merged(self, copy: Path, mark: str) -> None:
        told = self._told()
        merged = {path: each for path, each in told.merged.items() if path != str(copy)} | {str(copy): mark}
        self._tell(_Told(dict(list(merged.items())[-_MOST:]), told.mirrored))

    def mirror(self, library: str) -> Path:
        """Return where the copy of a library's user data is, or would be; `library` is the UUID."""
        return self._folder / f"mirror-{digest_of(library.encode(), 8).hex()}.sqlite"

    def is_mirrored(self, file: UserFile) -> bool:
        """Return whether the copy was made of the file as it is now."""
        mirrored = self._told().mirrored
        return mirrored is not None and mirrored == stamp_of(file.path)

    def keep_mirror(self, file: UserFile, library: str) -> None:
        """Make the copy anew, unless it was made of the file as it is now. Raises UserDataError."""
        if self.is_mirrored(file) or not file.path.exists():
            return
        now = stamp_of(file.path)
        part = self._folder / f"mirror-{uuid.uuid4()}.part"
        with suppress(OSError, sqlite3.Error):
            make_private(self._folder)
            try:
                copy_of(file, part)
                part.replace(self.mirror(library))
                self._tell(_Told(self._told().merged, now))
            finally:
                delete(part)

    def _told(self) -> _Told:
        with suppress(OSError, ValueError):
            return _TOLD.decode(read_at_most(open_regular(self._folder / _FILE), _LARGEST))
        return _Told()

    def _tell(self, told: _Told) -> None:
        with suppress(OSError):
            make_private(self._folder)
            write_whole(self._folder / _FILE, msgspec.json.encode(told), replaces=True)
