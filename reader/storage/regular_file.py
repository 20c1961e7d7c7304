"""Opening and reading regular files only.

The program never waits for a pipe that nobody writes to, for a device or a file without an end; and the size is limited
while reading, whatever the file's metadata say.
"""

import datetime as dt
import errno
import os
import stat
import sys
import threading
import uuid
import weakref
from pathlib import Path
from typing import BinaryIO, Protocol

from reader.i18n import say

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


NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""A flag of `os.open` that refuses links; 0 on systems without one."""
_READING = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # neither opening nor reading waits
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_PIECE = 1 << 20


class NotRegular(OSError):
    """A pipe, a device or a socket; a folder is an IsADirectoryError instead."""


class TooLarge(OSError):
    """There is more to read than allowed."""


def open_regular(path: Path | str, folder: int | None = None, flags: int = 0) -> int:
    """Open a regular file, and return a descriptor to read from.

    `path` may be relative to the open `folder`, `flags` are those of `os.open`. Raises OSError: NotRegular and
    IsADirectoryError if it is no file.
    """
    _check(
        os.stat(path, dir_fd=folder, follow_symlinks=not flags & NO_LINK), path
    )  # opening has effects on a device
    descriptor = os.open(path, _READING | flags, dir_fd=folder)
    try:
        _check(os.fstat(descriptor), path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def open_named(path: Path) -> int:
    """Open what a person has named: a file, or a pipe that this process was given (`/dev/stdin`, `<(…)`).

    It waits for the writer of such a pipe, as every program does. Raises what `open_regular` raises.
    """
    given = _given_descriptor(path)
    if given is not None and not stat.S_ISREG(os.fstat(given).st_mode):
        return os.dup(given)
    return open_regular(path)


def read_at_most(descriptor: int, most: int) -> bytes:
    """Return the whole content if it is at most `most` bytes; closes the descriptor. Raises OSError: TooLarge."""
    try:
        if os.fstat(descriptor).st_size > most:
            raise TooLarge(errno.EFBIG, os.strerror(errno.EFBIG))
        pieces, size = [], 0
        while piece := os.read(descriptor, _PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise TooLarge(errno.EFBIG, os.strerror(errno.EFBIG))
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def _check(status: os.stat_result, path: Path | str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def _given_descriptor(path: Path) -> int | None:
    """Return the descriptor of this process that the path names, if it names one."""
    if str(path) == "/dev/stdin":
        return 0
    is_given = str(path.parent) in ("/dev/fd", "/proc/self/fd")
    return int(path.name) if is_given and path.name.isascii() and path.name.isdigit() else None


# Opening files that come from outside: how they are opened, how much of one is read, which are renamed.
#
# Everything in a `.reader/` folder is opened through this module: it may have been made by somebody else, and
# another program may change it at any moment. `docs/threat-model.md` says what is promised.


LARGEST = 1 << 29
"""Maximum bytes of a copy of the user's data: a hundred thousand bookmarks with their articles."""
LARGEST_NOTES = 1 << 28
"""Maximum bytes of an export file: importing needs three to four times as much memory."""


class RefusedFile(Exception):
    """A file that is not opened or not read to its end; the message says why."""


def kind_of(path: Path) -> str | None:
    """Return in words what is there if it is not a regular file; None for a regular file. Raises OSError."""
    return _kind_of_mode(path.lstat().st_mode)


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading, without following links. Raises RefusedFile for anything else, OSError."""
    if (kind := kind_of(path)) is not None:
        raise _refused(path, kind)
    try:
        return os.fdopen(open_regular(path, flags=NO_LINK), "rb")
    except NotRegular as error:  # it has just become something else
        raise _refused(path, say("管道或设备")) from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a regular file of at most `LARGEST`. Raises RefusedFile, OSError."""
    with open_file(path) as file:
        try:
            return read_at_most(os.dup(file.fileno()), LARGEST)
        except TooLarge as error:
            raise RefusedFile(say("{path} 太大了，没有读。", path=path)) from error


def set_aside(path: Path, now: dt.datetime) -> Path:
    """Rename a file, of whatever kind, beside its place. Return the new name. Raises OSError."""
    aside = path.with_name(f"{path.name}.set-aside-{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}")
    path.rename(aside)
    return aside


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can do that.

    A file that was created or renamed there is then found after a loss of power. Raises OSError.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kind_of_mode(mode: int) -> str | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return say("链接")
    if stat.S_ISDIR(mode):
        return say("文件夹")
    return say("管道或设备")


def _refused(path: Path, kind: str) -> RefusedFile:
    return RefusedFile(say("{path} 不是文件，而是{kind}，没有打开。", path=path, kind=kind))
