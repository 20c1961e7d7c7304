"""Reading pieces of an open file from any thread, without a position that threads would share."""

import os
import sys
import threading
import weakref
from pathlib import Path
from typing import Protocol

_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class Pieces(Protocol):
    """Bytes of which pieces are read. `read` may return less than was asked for, and raises OSError."""

    name: str
    size: int

    def read(self, length: int, at: int) -> bytes: ...

    def close(self) -> None: ...


class PositionedFile:
    """An open file as `Pieces`; also closed when it is garbage-collected. Opening raises OSError."""

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        self.name = path.name
        self._file = os.open(path, _READ_ONLY) if descriptor is None else descriptor
        self.close = weakref.finalize(self, os.close, self._file)
        self.size = os.fstat(self._file).st_size
        self._seeking = threading.Lock()

    if sys.platform != "win32":

        def read(self, length: int, at: int) -> bytes:
            return os.pread(self._file, length, at)

    else:

        def read(self, length: int, at: int) -> bytes:
            with self._seeking:
                os.lseek(self._file, at, os.SEEK_SET)
                return os.read(self._file, length)
