"""The folder of cut pictures: disposable, and no larger than it may be."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.newspaper import digest
from reader.pictures import picture_process
from reader.pictures.pyramid import Pyramid, PyramidDamaged
from reader.storage.platform_folders import make_private

MOST_BYTES = 600_000_000
"""Of all pictures together; a page of 100 million pixels has 30 million."""
_VERSION = 1
"""Of the way in which pictures are cut."""


class PictureCache:
    """Cuts pictures into tiles, each once; the ones looked at longest ago go when there are too many."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def pyramid(self, picture: int, page: int, is_unwanted: Callable[[], bool] = lambda: False) -> Pyramid:
        """Return the tiles of a picture (a descriptor), or of a page (from 0) of a PDF or TIFF.

        Raises PictureError, PictureUnwanted, OSError.
        """
        target = self._folder / f"{_name_of(picture, page)}.szi"
        with suppress(PyramidDamaged, FileNotFoundError):
            pyramid = Pyramid(target)
            with suppress(OSError):
                os.utime(target)
            return pyramid
        make_private(self._folder)
        picture_process.cut(picture, page, target, is_unwanted)
        self._trim(target)
        try:
            return Pyramid(target)
        except PyramidDamaged as error:
            raise OSError(f"{target}: {error}") from error

    def _trim(self, latest: Path) -> None:
        """Delete the pictures looked at longest ago, but not the latest."""
        files = []
        for path in self._folder.glob("*.szi"):
            with suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._most_bytes:
                break
            if path != latest:
                with suppress(OSError):  # on Windows, one that another window shows
                    path.unlink()
                    total -= size


def _name_of(picture: int, page: int) -> str:
    """Return a name for a picture, by what tells it from any other without reading it."""
    status = os.fstat(picture)
    told = (_VERSION, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, page)
    return digest.digest_of(repr(told).encode(), 16).hex()
