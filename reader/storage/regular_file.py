"""Opening and reading regular files only.

The program never waits for a pipe that nobody writes to, for a device or a file without an end; and the size is limited
while reading, whatever the file's metadata say.
"""

import errno
import os
import stat
from pathlib import Path

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
