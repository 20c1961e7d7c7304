"""What this machine keeps of a library's user data for itself: copies of it, and which other copies it has merged.

A sync client may replace this machine's file by another machine's (`mirror`). Which copies were merged is not noted in
the synced file: two machines that note it there would change each other's file for ever.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from reader.newspaper.digest import digest_of
from reader.storage.atomic_write import write_whole
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import open_regular, read_at_most

_FILE = "machine.json"
_LARGEST = 1 << 20
_MOST = 2000
"""Maximum number of merged copies that are remembered."""


class _Told(msgspec.Struct):
    merged: dict[str, str] = {}
    folder: str = ""
    library: str | None = None


_TOLD = msgspec.json.Decoder(_Told)


class OwnMachine:
    """A folder of this machine's own. A failed write is ignored: the user's data do not depend on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, user_folder: Path) -> "OwnMachine":
        """Return this machine's own folder for the user's data in `user_folder`."""
        path = os.path.normcase(user_folder.absolute())
        return cls(places().data / "copies" / digest_of(path.encode("utf-8", "surrogateescape"), 10).hex())

    def folders(self) -> list[Path]:
        """Return all folders in which something is kept."""
        return [self._folder, *self._folder.glob("mirror-*")]

    def has_merged(self, copy: Path, mark: str) -> bool:
        """Return whether a copy of that size and time was merged."""
        return self._told().merged.get(str(copy)) == mark

    def note_merged(self, copy: Path, mark: str) -> None:
        told = self._told()
        merged = {path: each for path, each in told.merged.items() if path != str(copy)} | {str(copy): mark}
        self._tell(_Told(dict(list(merged.items())[-_MOST:]), told.folder, told.library))

    def mirror(self, library: str) -> Path:
        """Return the folder of the copy of a library's user data; `library` is the UUID."""
        return self._folder / f"mirror-{digest_of(library.encode(), 8).hex()}"

    def note_library(self, user_folder: Path, library: str) -> None:
        """Remember whose user data is in the folder."""
        told = self._told()
        folder = str(user_folder.absolute())
        if (told.folder, told.library) != (folder, library):
            self._tell(_Told(told.merged, folder, library))

    def last_library(self) -> str | None:
        """Return the UUID of the library whose user data was in the folder last."""
        return self._told().library

    def former_mirror(self, library: str) -> Path | None:
        """Return the folder of the copy that was made at the library's former place, before it was moved."""
        name = self.mirror(library).name
        others = [each for each in self._folder.parent.glob(f"*/{name}") if each.parent != self._folder]
        return next((each for each in others if OwnMachine(each.parent)._is_moved_away()), None)

    def _is_moved_away(self) -> bool:
        """Return whether the library is gone from its place, but the place is there: else its drive may be away."""
        root = Path(self._told().folder).parent
        return bool(self._told().folder) and root.parent.is_dir() and not root.exists()

    def _told(self) -> _Told:
        with suppress(OSError, ValueError):
            return _TOLD.decode(read_at_most(open_regular(self._folder / _FILE), _LARGEST))
        return _Told()

    def _tell(self, told: _Told) -> None:
        with suppress(OSError):
            make_private(self._folder)
            write_whole(self._folder / _FILE, msgspec.json.encode(told), replaces=True)
