"""The tiles of a picture, which is decoded and cut in a child process (`picture_worker`) that may safely crash or
hang.
"""

import json
import os
import shutil
import subprocess
import threading
import weakref
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from reader import held_files, never
from reader.i18n import say
from reader.newspaper import article
from reader.own_process import Worker, is_frozen, worker_command
from reader.storage.platform_folders import make_private
from reader.storage.system_paths import for_people
from reader.workers import picture_worker as worker
from reader.workers.picture_worker import ABOUT, TILE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
            name_by_tile = {
                (int(parts[-2]), parts[-1]): "/".join(parts) for parts in names if parts[-1].endswith(".jpg")
            }
        except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
            self._file.close()
            raise PyramidDamaged(path) from error
        self._names = name_by_tile
        if name_by_tile:
            self.levels = 1 + max(level for level, _ in name_by_tile)
        else:
            self.levels = 0
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


_LOOK_SECONDS = 0.05
"""Interval of the checks whether the picture is still wanted."""

HEIC_COMMAND = 'pip install "yuebao-reader[heic]"'
"""What installs the decoder of HEIC."""
_LEAST_FREE = 100_000_000
"""Minimum free space on the disk in bytes; the tiles of all but the largest pictures need less."""


class PictureError(Exception):
    """A picture can't be shown; the message says why, and what the user can do."""


class NoSpace(PictureError):
    """The disk has no space for what is made of a picture."""


class PictureUnwanted(Exception):
    """Cutting the picture was cancelled, as it was no longer wanted."""


def cut(picture: int, page: int, target: Path, is_unwanted: Callable[[], bool]) -> None:
    """Write the tiles of a picture, or of page `page` (from 0) of a PDF or TIFF, into the file `target`.

    `picture` is a file descriptor, which is not closed; `is_unwanted` is called repeatedly, to cancel the
    work. Raises PictureError, PictureUnwanted, OSError.
    """
    part = target.with_name(f"{target.stem}-{os.getpid()}.szi")  # libvips needs this ending for the format
    with _written(picture, page, part, is_unwanted):
        held_files.replace(part, target)


class GreyPage(Struct, frozen=True):
    """A page in grey: the file of its pixels, with `rows` and `columns`.

    A large picture was made smaller: `width` and `height` are those of the picture itself. `pages` is the number of
    pages of its file. With `is_damaged`, only a part of the picture could be decoded.
    """

    path: str
    rows: int
    columns: int
    width: int
    height: int
    pages: int = 1
    is_damaged: bool = False

    def pixels(self) -> "NDArray[np.uint8]":
        """Return the pixels by row and column, 0 (black) to 255. Raises OSError."""
        import numpy as np

        return np.fromfile(self.path, np.uint8).reshape(self.rows, self.columns)


@contextmanager
def grey_page(picture: int, page: int, folder: Path, dots: int) -> Iterator[GreyPage]:
    """Yield the pixels of a picture, turned upright as its metadata say; parameters and exceptions as for
    `cut`.

    `folder` is for their file, which is deleted when the block ends; a page of a PDF is rendered at `dots` per inch.
    """
    part = folder / f"{dots}{worker.PIXELS}"
    with _written(picture, page, part) as answer:
        yield GreyPage(
            str(part),
            int(answer["rows"]),
            int(answer["columns"]),
            int(answer["width"]),
            int(answer["height"]),
            int(answer.get("pages", 1)),
            bool(answer.get("is_damaged")),
        )


@contextmanager
def _written(
    picture: int, page: int, part: Path, is_unwanted: Callable[[], bool] = never
) -> Iterator[dict[str, Any]]:
    """Have the child process write the file `part`, and yield the picture's properties that it reports.

    The file is deleted when the block ends, unless it was moved away. Raises what `cut` raises.
    """
    _check_space(part.parent)
    try:
        with subprocess.Popen(
            worker_command(Worker.PICTURE, str(part), str(page)),
            stdin=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as child:
            answer = _answer_of(child, is_unwanted)
        refused = answer.get(worker.REFUSED)
        if refused is not None:
            _check_space(part.parent)
            raise PictureError(_reason(str(refused[0]), int(refused[1])))
        yield answer
    finally:
        for suffix in ("", worker.ASIDE, worker.PIXELS, ".rows", ".djvu"):
            with suppress(OSError):
                held_files.remove(f"{part}{suffix}")


def _check_space(folder: Path) -> None:
    """Raise NoSpace if little is free on the disk of a folder; a child that met the end of it tells nothing."""
    if shutil.disk_usage(folder).free < _LEAST_FREE:
        raise NoSpace(say("磁盘满了，{path} 里放不下。请腾出空间后再试。", path=for_people(folder)))


def _answer_of(child: "subprocess.Popen[bytes]", is_unwanted: Callable[[], bool]) -> dict[str, Any]:
    """Return what the child process reports: the properties of the picture, or the reason why it wrote nothing.

    The reason is under the key `picture_worker.REFUSED`, also if the child crashed. Raises PictureUnwanted after
    killing the child.
    """
    while True:
        try:
            out, _ = child.communicate(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if is_unwanted():
                child.kill()
                raise PictureUnwanted from None
            continue
        except BaseException:  # an interrupt
            child.kill()
            raise
        try:
            return dict(json.loads(out))
        except (ValueError, TypeError):  # the child has crashed, or exceeded its limits of time or memory
            return {worker.REFUSED: (worker.BROKEN, 0)}


def no_djvu() -> str:
    """Return what to do where no program is installed that reads DjVu."""
    return say(
        "读 DjVu 要这台机器上有 DjVuLibre（{package}）。装好它再更新；也可以另存为 PDF 再放入。",
        package="djvulibre-bin",
    )


def _reason(reason: str, number: int) -> str:
    match reason:
        case worker.NO_PICTURE:
            return say(
                "这个文件名字像图片，内容却不是。请换成 JPEG、PNG、TIFF、JPEG 2000、WebP、AVIF、GIF 或 PDF。"
            )
        case worker.LARGE:
            return say("这张图有 {n} 百万像素，太大了，没有打开。请缩小后另存一份。", n=number)
        case worker.LARGE_SCANS:
            return say(
                "这张图有 {n} 百万像素，又是渐进式 JPEG，打开它要太多内存。请另存为 TIFF 或普通的 JPEG。",
                n=number,
            )
        case worker.NO_HEIC if is_frozen():
            return say("这样安装的阅报不读 HEIC 照片。请把照片转换成 JPEG 再放入。")
        case worker.NO_HEIC:
            return say(
                "读 HEIC 照片要另装一个小部件（约 2 MB）：{command}；也可以把照片转换成 JPEG 再放入。",
                command=HEIC_COMMAND,
            )
        case worker.NO_DJVU:
            return no_djvu()
        case worker.LOCKED:
            return say("这个 PDF 有密码。请用密码打开，另存一份没有密码的再放入。")
        case worker.NO_SUCH_PAGE:
            return say("这个文件里没有第 {n} 页的图。", n=number)
    return say("这张图打不开：文件可能坏了，或者太复杂。请用别的程序另存为 JPEG 或 TIFF 后再放入。")


MOST_BYTES = 600_000_000
"""Maximum size of all pictures in the cache; a page of 100 million pixels has 30 MB."""
_VERSION = 1
"""The version of the cutting; a new one makes all pictures be cut again."""


class PictureCache(Struct, frozen=True):
    """Cuts pictures into tiles and caches these; those used longest ago are deleted if there are too many."""

    folder: Path
    most_bytes: int = MOST_BYTES

    def pyramid(
        self,
        picture: int,
        page: int,
        is_unwanted: Callable[[], bool] = never,
        original: str | None = None,
    ) -> Pyramid:
        """Return the tiles of a picture, from the cache or newly made; for the other parameters see `cut`.

        `original` tells the picture of which the file is a copy, as no two copies of it are alike. Raises PictureError,
        PictureUnwanted, OSError.
        """
        # a name for a page of a picture that is unique, also for each version of the picture's file
        version: tuple[object, ...]
        if original is None:
            status = os.fstat(picture)
            version = (_VERSION, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, page)
        else:
            version = (_VERSION, original, page)
        target = self.folder / f"{article.digest_of(repr(version).encode(), 16).hex()}.szi"
        with suppress(PyramidDamaged, FileNotFoundError):
            pyramid = Pyramid(target)
            with suppress(OSError):
                os.utime(target)
            return pyramid
        make_private(self.folder)
        cut(picture, page, target, is_unwanted)
        # delete the pictures used longest ago until the cache is small enough, but never `latest`
        files = []
        for path in self.folder.glob("*.szi"):
            with suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self.most_bytes:
                break
            if path != target:
                with suppress(OSError):  # Windows refuses to delete a file that another window has open
                    held_files.remove(path)
                    total -= size
        try:
            return Pyramid(target)
        except PyramidDamaged as error:
            raise OSError(f"{target}: {error}") from error
