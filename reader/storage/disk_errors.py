"""Disk errors as messages: a sentence that says what happened and what can be done."""

from __future__ import annotations

import errno
import shutil
import sys
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from reader.held_files import is_held, is_in_use
from reader.i18n import say
from reader.storage.regular_file import NotRegular, TooLarge
from reader.storage.system_paths import for_people, for_system, names_device

if TYPE_CHECKING:
    import sqlite3


class LibraryError(Exception):
    """An operation failed; the message says why and what to do."""


class NotKnownYet(LibraryError):
    """The requested data is on a server, which has not answered yet."""

    in_a_menu = ""
    """A shorter message, for a menu."""


class DiskError(Enum):
    FULL = auto()
    READ_ONLY = auto()
    BUSY = auto()
    OTHER = auto()


_OF_ERRNO = {
    errno.ENOSPC: DiskError.FULL,
    errno.EDQUOT: DiskError.FULL,
    errno.EROFS: DiskError.READ_ONLY,
    errno.EACCES: DiskError.READ_ONLY,
    errno.EPERM: DiskError.READ_ONLY,
}
_LEAST_FREE = 1 << 17
"""Minimum of free space in bytes; more than SQLite needs for its log."""
_OF_WORDS = {
    "is full": DiskError.FULL,
    "readonly": DiskError.READ_ONLY,
    "unable to open": DiskError.READ_ONLY,
    "locked": DiskError.BUSY,
}


_MAY_BE_FULL = (DiskError.OTHER, DiskError.READ_ONLY)


def disk_error_of(error: OSError | sqlite3.Error, path: Path | None = None) -> DiskError:
    """Return the kind of an error, by its number or by SQLite's message; `path` is the file concerned, if known."""
    if isinstance(error, OSError):
        if is_held(error):
            return DiskError.BUSY
        return _OF_ERRNO.get(error.errno or 0, DiskError.OTHER)
    fault = next((fault for words, fault in _OF_WORDS.items() if words in str(error)), DiskError.OTHER)
    if fault is DiskError.READ_ONLY and path is not None and is_in_use(path):
        return DiskError.BUSY
    # SQLite calls it an “I/O error”, or a file that can't be opened, where it can't make its log or journal
    if fault in _MAY_BE_FULL and path is not None and _is_full(path):
        return DiskError.FULL
    return fault


def explain(error: OSError | sqlite3.Error, path: Path | None = None) -> str:
    """Return a message about the error; `path` is the file concerned, if the error does not name one elsewhere."""
    if isinstance(error, OSError):
        place = _place_of(error, path)
        reason = system_words(error)
        words = _of_kind(error, place)
        if words is not None:
            return words
    else:
        place = path or say("某个文件")
        reason = str(error)
    match disk_error_of(error, path):
        case DiskError.FULL:
            return say("磁盘满了，{path} 写不下去。已存的都在；请腾出空间后再试。", path=place)
        case DiskError.READ_ONLY:
            return say("没有权限读写 {path}，或它所在的磁盘是只读的。请检查后再试。", path=place)
        case DiskError.BUSY:
            return say("另一个程序正占用 {path}，请稍后再试。", path=place)
        case DiskError.OTHER:
            return say("{path} 读写出错：{reason}。请检查磁盘后再试。", path=place, reason=reason)


def _place_of(error: OSError, path: Path | None) -> Path | str:
    """Return the file that an error is about: `path`, whose unfinished form lies beside it, or one elsewhere."""
    stated = error.filename2 or error.filename
    if not stated or not isinstance(stated, str | Path):
        return path or say("某个文件")
    file = for_people(Path(stated))
    if path is None:
        return file
    around = path.absolute()
    is_of_path = file.absolute().parent in (around, around.parent)
    if is_of_path:
        return for_people(path)
    return file


def system_words(error: Exception) -> str:
    """Return what the system says of an error, without the stop at its end: on a Chinese Windows it is “。”."""
    words = ""
    if isinstance(error, OSError):
        words = error.strerror or ""
    return (words or str(error)).rstrip("。. ")


def naming_file(error: sqlite3.Error, path: Path) -> None:
    """Have an error of SQLite, which tells no file, name one, as those of the system do; the first named is its own."""
    error.__dict__.setdefault("filename", str(path))


def explain_derived(error: OSError | sqlite3.Error, folder: Path) -> str:
    """Return a message about an error with the program's own files; `folder` has the one that it does not name."""
    file = getattr(error, "filename", None)
    if isinstance(file, str):
        return explain(error, Path(file))
    return explain(error, folder)


def _of_kind(error: OSError, place: Path | str) -> str | None:
    """Return a message for an error whose class alone says what happened; None for others."""
    if names_device(str(error.filename or place)):
        return say("{path} 在 Windows 上是设备的名字，不是文件。请换个名字。", path=place)
    if isinstance(error, IsADirectoryError) or _is_of_folder(error):
        return say("{path} 是文件夹，不是文件。", path=place)
    match error:
        case NotRegular():
            return say("{path} 不是普通文件，而是管道、设备之类，没有读。", path=place)
        case FileExistsError():
            return say("{path} 已经有了，没有盖掉它。请换个名字。", path=place)
        case FileNotFoundError() | NotADirectoryError():
            folder = Path(place).parent
            if not for_system(folder).is_dir():
                return say("找不到文件夹 {path}：写错了，还没有建，或所在的磁盘没有接上。", path=folder)
            return say("找不到 {path}：写错了，或已经移走。", path=place)
        case TooLarge():
            return say("{path} 太大了，没有读。", path=place)
    return None


def _is_full(path: Path) -> bool:
    """Return whether the disk of a file is full; the file itself may be missing."""
    with suppress(OSError):
        return shutil.disk_usage(path if path.exists() else path.parent).free < _LEAST_FREE
    return False


def _is_of_folder(error: OSError) -> bool:
    """Return whether an error says that a folder stands where a file is wanted: Windows tells a missing permission.

    Of two names it is about the second, whose place was to be taken. What can't be opened as a file has no number of
    Windows, while a folder that may not be listed has one.
    """
    if sys.platform != "win32" or not isinstance(error, PermissionError):
        return False
    place = error.filename2
    if place is None and error.winerror is None:
        place = error.filename
    return place is not None and Path(place).is_dir()
