"""Access to files inside a folder that can't be led outside by links in it.

A link that stays inside is followed. The path is opened folder by folder, each held open while the next is opened, so
that no folder can be replaced by a link meanwhile; on Windows, which has no such handles, the path is checked before it
is opened.
"""

import errno
import io
import os
import re
import shutil
import stat
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reader.i18n import say
from reader.storage.regular_file import NO_LINK, open_regular

_HAS_HANDLES = {os.open, os.mkdir, os.stat, os.unlink, os.link} <= os.supports_dir_fd and bool(NO_LINK)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", os.O_RDONLY)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK | getattr(os, "O_BINARY", 0)


_PART = re.compile(
    r"(\.[0-9a-f]{32}|user-([0-9-]+\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(settings|tmp)[0-9a-z_]{8})\.part"
    r"(-journal)?"
)
"""The names of unfinished files of ours, and of earlier versions. Those of others are left alone."""
_FORGOTTEN_SECONDS = 3600


def new_part() -> str:
    """Return a name for a file that is not finished, by which `forget_parts` knows it."""
    return f".{uuid.uuid4().hex}.part"


class LeadsOut(OSError):
    """A path inside leads, by a link or by itself, to something outside."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EXDEV, say("它是链接，或在链接之下，指向资料库之外，没有跟随。"), str(path))


def is_link(entry: "os.DirEntry[str]") -> bool:
    """Return whether it is a link, or a junction on Windows."""
    if entry.is_symlink():
        return True
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) if os.name == "nt" else 0
    return bool(tag) and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def real_name(path: Path, root: Path) -> str | None:
    """Return the link-free name of a path below `root` (itself free of links); None if it leads out."""
    real = Path(os.path.realpath(path))
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else None


def open_inside(root: Path, name: str) -> int:
    """Open a regular file, and return a descriptor to read from.

    Raises OSError: LeadsOut, and what `open_regular` raises.
    """
    try:
        real = real_name(root / name, root)
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error), name) from error
    if real is None:
        raise LeadsOut(root / name)
    folder, _, file = real.rpartition("/")
    with open_folder(root, folder) as held:
        return open_regular(held.path_of(file), held.handle, NO_LINK)


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A folder that is held open; names are those of files directly in it. Every method raises OSError."""

    path: Path
    handle: int | None

    def path_of(self, name: str) -> str:
        """Return the path of a name, relative to `handle` if there is one."""
        return name if self.handle is not None else str(self.path / name)

    def has(self, name: str) -> bool:
        """Return whether the name is taken, by anything."""
        try:
            os.stat(self.path_of(name), dir_fd=self.handle, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def make(self, name: str) -> None:
        """Create a folder. Raises FileExistsError if the name is taken."""
        os.mkdir(self.path_of(name), dir_fd=self.handle)

    def put(self, name: str, data: bytes | IO[bytes], like: os.stat_result | None = None) -> None:
        """Create a file atomically and flush it to the disk, with the times and permissions of `like`.

        Large data are given as an open file, whose rest is copied piece by piece.

        Raises FileExistsError if the name is taken: the existing file is unchanged.
        """
        part = new_part()
        descriptor = os.open(self.path_of(part), _NEW, 0o666, dir_fd=self.handle)
        try:
            with os.fdopen(descriptor, "wb") as file:
                shutil.copyfileobj(io.BytesIO(data) if isinstance(data, bytes) else data, file)
                file.flush()
                if like is not None and _HAS_HANDLES:
                    _make_alike(file.fileno(), like)
                os.fsync(file.fileno())
            if like is not None and not _HAS_HANDLES:
                os.utime(self.path_of(part), ns=(like.st_atime_ns, like.st_mtime_ns))
            self._name(part, name)
        finally:
            with suppress(OSError):
                os.unlink(self.path_of(part), dir_fd=self.handle)

    def forget_parts(self) -> None:
        """Delete the unfinished files that a program which was killed has left here for an hour: nobody writes them."""
        for name in filter(_PART.fullmatch, self._names()):
            with suppress(OSError):
                status = os.stat(self.path_of(name), dir_fd=self.handle, follow_symlinks=False)
                is_old = abs(time.time() - status.st_mtime) > _FORGOTTEN_SECONDS
                if is_old and stat.S_ISREG(status.st_mode):
                    os.unlink(self.path_of(name), dir_fd=self.handle)

    def _names(self) -> list[str]:
        if self.handle is None:
            return [path.name for path in self.path.iterdir()]
        folder = os.open(".", os.O_RDONLY, dir_fd=self.handle)
        try:
            with os.scandir(folder) as entries:
                return [entry.name for entry in entries]
        finally:
            os.close(folder)

    def sync(self) -> None:
        """Flush the names of the folder to the disk, so that new files survive a power cut."""
        if os.name == "posix":  # Windows has no such thing
            folder = os.open(self.path_of("."), os.O_RDONLY, dir_fd=self.handle)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _name(self, part: str, name: str) -> None:
        try:
            os.link(
                self.path_of(part),
                self.path_of(name),
                src_dir_fd=self.handle,
                dst_dir_fd=self.handle,
                follow_symlinks=os.link not in os.supports_follow_symlinks,
            )
        except FileExistsError:
            raise
        except (OSError, NotImplementedError) as error:  # a file system without hard links
            if self.has(name):
                raise FileExistsError(self.path / name) from error
            os.rename(self.path_of(part), self.path_of(name), src_dir_fd=self.handle, dst_dir_fd=self.handle)


def _make_alike(descriptor: int, like: os.stat_result) -> None:
    if sys.platform != "win32":
        with suppress(OSError):  # not every file system keeps them
            os.fchmod(descriptor, stat.S_IMODE(like.st_mode) & 0o777)
            os.utime(descriptor, ns=(like.st_atime_ns, like.st_mtime_ns))


@contextmanager
def open_folder(root: Path, name: str, *, makes: bool = False) -> Iterator[OpenFolder]:
    """Open the folder `name` ("": itself) of the folder `root`; with `makes`, create it if it does not exist.

    Raises OSError: LeadsOut.
    """
    real = real_name(root / name, root)
    if real is None:
        raise LeadsOut(root / name)
    steps = Path(real).parts
    if not _HAS_HANDLES:
        if makes:
            (root / real).mkdir(parents=True, exist_ok=True)
        yield OpenFolder(root / real, None)
        return
    handle = os.open(root, _FOLDER)
    try:
        for step in steps:
            handle = _stepped(handle, step, makes=makes)
        yield OpenFolder(root / real, handle)
    finally:
        os.close(handle)


def _stepped(handle: int, step: str, *, makes: bool) -> int:
    """Return the subfolder of a folder, closing the former handle once the next is open."""
    if makes:
        with suppress(FileExistsError):
            os.mkdir(step, dir_fd=handle)
    below = os.open(step, _FOLDER | NO_LINK, dir_fd=handle)
    os.close(handle)
    return below
