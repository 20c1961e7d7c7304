"""A picture as a tile pyramid, a file of the cache: tiles at full size, half, a quarter, and so on."""

import json
import threading
import weakref
import zipfile
from pathlib import Path
from typing import Self

from msgspec import Struct

from reader.workers.picture_worker import ABOUT, TILE


class PyramidDamaged(Exception):
    """The file of a pyramid is damaged; it has to be made again."""


class Tile(Struct, frozen=True, order=True):
    """The position of a tile; level 0 is the whole picture in one tile, the last level is full size."""

    level: int
    column: int
    row: int


class About(Struct, frozen=True):
    """A picture's size in pixels, how often it was halved when decoded, and whether parts are missing."""

    width: int
    height: int
    halvings: int = 0
    is_damaged: bool = False


class Pyramid:
    """An open file of tiles. Its methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open a file. Raises PyramidDamaged if it is no valid pyramid, OSError."""
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("rb")
        # a picture that nobody waits for any more is dropped unclosed
        weakref.finalize(self, self._file.close)
        try:
            self._zip = zipfile.ZipFile(self._file)
            self.about = About(**json.loads(self._zip.read(ABOUT)))
            names = (name.split("/") for name in self._zip.namelist())
            found = {
                (int(parts[-2]), parts[-1]): "/".join(parts) for parts in names if parts[-1].endswith(".jpg")
            }
        except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
            self._file.close()
            raise PyramidDamaged(path) from error
        self._names = found
        self.levels = 1 + max(level for level, _ in found) if found else 0
        if not self.levels:
            self._file.close()
            raise PyramidDamaged(path)

    def size_at(self, level: int) -> tuple[int, int]:
        halved = 1 << (self.levels - 1 - level)
        return -(-self.about.width // halved), -(-self.about.height // halved)

    def grid_at(self, level: int) -> tuple[int, int]:
        width, height = self.size_at(level)
        return -(-width // TILE), -(-height // TILE)

    def read(self, tile: Tile) -> bytes:
        """Return a tile as JPEG. Raises PyramidDamaged if it is missing or can't be read."""
        name = self._names.get((tile.level, f"{tile.column}_{tile.row}.jpg"))
        try:
            with self._lock:
                if name is None:
                    raise KeyError(tile)
                return self._zip.read(name)
        except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
            raise PyramidDamaged(self.path) from error

    def close(self) -> None:
        with self._lock:
            self._zip.close()
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
