"""A picture cut into tiles: at full size, and halved again and again until it is one tile; a file of the cache."""

import json
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from reader.workers.picture_worker import ABOUT, TILE


class PyramidDamaged(Exception):
    """The file does not hold what it should; it is to be made again."""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """A tile: `level` 0 is the whole picture in one tile, the last is full size."""

    level: int
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a picture: its size in pixels; how often it was halved to be decoded; whether a part of it is
    missing.
    """

    width: int
    height: int
    halvings: int = 0
    is_damaged: bool = False


class Pyramid:
    """The tiles in a file. Its methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open a file. Raises PyramidDamaged, OSError."""
        self.path = path
        self._lock = threading.Lock()
        self._file = path.open("rb")
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
        """Return width and height of the picture at a level, in pixels."""
        halved = 1 << (self.levels - 1 - level)
        return -(-self.about.width // halved), -(-self.about.height // halved)

    def grid_at(self, level: int) -> tuple[int, int]:
        """Return how many columns and rows of tiles a level has."""
        width, height = self.size_at(level)
        return -(-width // TILE), -(-height // TILE)

    def read(self, tile: Tile) -> bytes:
        """Return a tile as JPEG. Raises PyramidDamaged."""
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
