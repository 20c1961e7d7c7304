"""The door for files that come from outside: how they are opened, how much of one is read, what is set aside.

Everything in a `.reader/` folder, every file of notes or corrections comes through here: a folder may have been made
by somebody else, and another program may change it at any moment. `docs/threat-model.md` says what is promised.
"""

import datetime as dt
import os
import stat
import uuid
from pathlib import Path
from typing import BinaryIO

from reader.messages import say

LARGEST = 1 << 29
"""Bytes of a copy of the user's data, at most: a hundred thousand bookmarks with their articles."""
LARGEST_NOTES = 1 << 28
"""Bytes of a file of notes, at most: to take it in needs three to four times as much memory."""

_DIRECT = getattr(os, "O_NOFOLLOW", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""A pipe that nobody writes to is opened all the same, and then told from a file."""
_BINARY = getattr(os, "O_BINARY", 0)


class RefusedFile(Exception):
    """A file that is not opened or not read to its end; the message says why."""


def kind_of(path: Path) -> str | None:
    """What stands there that is no regular file, in words; None for a regular file. Raises OSError."""
    return _kind_of_mode(path.lstat().st_mode)


def open_file(path: Path, *, follow_links: bool = False) -> BinaryIO:
    """A regular file, to be read; links are followed only where a person has named the file. Raises RefusedFile for
    anything else, OSError."""
    if not follow_links and (kind := kind_of(path)) is not None:
        raise _refused(path, kind)  # a system without O_NOFOLLOW has nothing else
    handle = os.open(path, os.O_RDONLY | _BINARY | _AT_ONCE | (0 if follow_links else _DIRECT))
    if (kind := _kind_of_mode(os.fstat(handle).st_mode)) is not None:
        os.close(handle)
        raise _refused(path, kind)
    return os.fdopen(handle, "rb")


def read_file(path: Path, *, follow_links: bool = False, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file. Raises RefusedFile where it is larger, and what `open_file` raises."""
    with open_file(path, follow_links=follow_links) as file:
        is_larger = os.fstat(file.fileno()).st_size > largest
        data = b"" if is_larger else file.read(largest + 1)  # some files don't know their size
    if is_larger or len(data) > largest:
        size = largest >> 20
        raise RefusedFile(
            say(
                "{path} 超过 {size} MB，没有读。收藏可以分几次导出（--tag、--query），再一份份读入。",
                path=path,
                size=size,
            )
        )
    return data


def set_aside(path: Path, now: dt.datetime) -> Path:
    """Gives what stands there another name beside it, whatever it is; the name. Raises OSError."""
    aside = path.with_name(f"{path.name}.set-aside-{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}")
    path.rename(aside)
    return aside


def sync_folder(folder: Path) -> None:
    """Has the names in a folder written to the disk, where a system can do that: a file that was made or renamed
    there is found again after a loss of power. Raises OSError."""
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
