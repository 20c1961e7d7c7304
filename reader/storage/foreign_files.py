"""Opening files that come from outside: how they are opened, how much of one is read, which are renamed.

Everything in a `.reader/` folder is opened through this module: it may have been made by somebody else, and another
program may change it at any moment. `docs/threat-model.md` says what is promised.
"""

import datetime as dt
import os
import stat
import uuid
from pathlib import Path
from typing import BinaryIO

from reader.i18n import say
from reader.storage.regular_file import NO_LINK, NotRegular, TooLarge, open_regular, read_at_most

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
