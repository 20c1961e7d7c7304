"""Files that another program holds: renaming and deleting with patience.

Windows refuses to rename or delete a file that anybody has open: a virus scanner, a sync client, an indexer, a library
that has not closed it yet. They let go after some moments. Elsewhere nothing of this is refused, and nothing waits.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

_Outcome = TypeVar("_Outcome")

_HELD = frozenset({32, 33})
"""Windows' numbers for files that another program has open or has locked."""
_DENIED = 5
"""Windows' number for a missing permission, which is also what the taking of an open file's place gets."""
_MAY_BE_HELD = _HELD | {_DENIED}
_TO_READ = 0x80000000
_TO_WRITE = 0x40000000
_TO_DELETE = 0x00010000
"""Windows' GENERIC_READ, GENERIC_WRITE and DELETE: what a file may be opened for."""
_SHARED = 7
"""Windows' FILE_SHARE_READ, _WRITE and _DELETE: whoever opens a file so is in nobody's way."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the attempts."""
_REST = 10.0
"""Seconds for which a file that stayed held is not waited for again: a note is stored once, its copies many times."""
_stayed_held: dict[str, float] = {}
"""The files that were waited for in vain, each with the time until when nobody waits for it again."""


def is_held(error: BaseException) -> bool:
    """Return whether an error says that another program has the file open.

    Python opens files by the C library of Windows, which tells a held one as a missing permission, without a number.
    """
    number = getattr(error, "winerror", None)
    if number in _HELD:
        return True
    if not isinstance(error, PermissionError) or error.filename is None:
        return False
    if number == _DENIED:
        return is_kept_in_place(_file_of(error))
    return number is None and is_in_use(error.filename)


def is_in_use(path: Path | str) -> bool:
    """Return whether another program lets nobody read a file, or nobody write to it; never so but on Windows."""
    return _is_refused(path, _TO_READ) or _is_refused(path, _TO_WRITE)


def is_kept_in_place(path: Path | str) -> bool:
    """Return whether another program lets nobody rename, replace or delete a file; never so but on Windows."""
    return _is_refused(path, _TO_DELETE)


def _is_refused(path: Path | str, access: int) -> bool:
    if sys.platform != "win32":
        return False
    import _winapi

    try:
        handle = _winapi.CreateFile(str(path), access, _SHARED, 0, _winapi.OPEN_EXISTING, 0, 0)
    except OSError as error:
        return error.winerror in _HELD
    _winapi.CloseHandle(handle)
    return False


def replace(source: Path | str, target: Path | str) -> None:
    """Rename a file, in the place of another. Raises OSError."""
    patiently(partial(Path(source).replace, target))


def rename(source: Path | str, target: Path | str) -> None:
    """Rename a file or a folder to a name that is free. Raises OSError."""
    patiently(partial(Path(source).rename, target))


def remove(path: Path | str, *, missing_ok: bool = False) -> None:
    """Delete a file. Raises OSError."""
    patiently(partial(Path(path).unlink, missing_ok=missing_ok))


def discard(path: Path | str) -> None:
    """Delete a file that nobody misses: where it stays held, it is left, for what was done with it is done.

    Who names such files deletes those that were left the next time.
    """
    with suppress(OSError):
        remove(path, missing_ok=True)


def patiently(act: Callable[[], _Outcome]) -> _Outcome:
    """Call a function on a file, again while another program holds the file; return its outcome. Raises OSError."""
    for pause in _PAUSES:
        try:
            return act()
        except OSError as error:
            if not _may_be_held(error) or _stays_held(error):
                raise
            time.sleep(pause)
    try:
        return act()
    except OSError as error:
        if _may_be_held(error) and error.filename is not None:
            _stayed_held[_file_of(error)] = time.monotonic() + _REST
        raise


def _may_be_held(error: OSError) -> bool:
    return getattr(error, "winerror", None) in _MAY_BE_HELD or is_held(error) or _was_deleted(error)


def _was_deleted(error: OSError) -> bool:
    """Return whether an error comes from a file that was just being deleted, as a journal is; it is gone by now."""
    if sys.platform != "win32" or not isinstance(error, PermissionError) or error.filename is None:
        return False
    return not os.path.lexists(error.filename)


def _stays_held(error: OSError) -> bool:
    """Return whether the file of an error was waited for in vain a moment ago."""
    return _stayed_held.get(_file_of(error), 0.0) > time.monotonic()


def _file_of(error: OSError) -> str:
    """Return the file that an error is about: of two, the one whose place is to be taken."""
    return str(error.filename2 or error.filename)
