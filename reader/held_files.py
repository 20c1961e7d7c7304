"""Files that another program holds: renaming and deleting with patience.

Windows refuses to rename or delete a file that anybody has open: a virus scanner, a sync client, an indexer, a library
that has not closed it yet. They let go after some moments. Elsewhere nothing of this is refused, and nothing waits.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_Outcome = TypeVar("_Outcome")

_HELD = frozenset({32, 33})
"""Windows' numbers for files that another program has open or has locked."""
_MAY_BE_HELD = _HELD | {5}
"""The same, and that for a missing permission, which is also what the renaming of an open file gets."""
_SHARED = 7
"""Windows' FILE_SHARE_READ, _WRITE and _DELETE: whoever opens a file so is in nobody's way."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the attempts."""


def is_held(error: BaseException) -> bool:
    """Return whether an error says that another program has the file open.

    Python opens files by the C library of Windows, which tells a held one as a missing permission, without a number.
    """
    number = getattr(error, "winerror", None)
    if number is None and isinstance(error, PermissionError) and error.filename is not None:
        return is_in_use(error.filename)
    return number in _HELD


def is_in_use(path: Path | str) -> bool:
    """Return whether another program lets nobody open a file; never so but on Windows."""
    if sys.platform != "win32":
        return False
    import _winapi

    try:
        handle = _winapi.CreateFile(str(path), _winapi.GENERIC_READ, _SHARED, 0, _winapi.OPEN_EXISTING, 0, 0)
    except OSError as error:
        return error.winerror in _HELD
    _winapi.CloseHandle(handle)
    return False


def replace(source: Path | str, target: Path | str) -> None:
    """Rename a file, in the place of another. Raises OSError."""
    patiently(lambda: Path(source).replace(target))


def rename(source: Path | str, target: Path | str) -> None:
    """Rename a file or a folder to a name that is free. Raises OSError."""
    patiently(lambda: Path(source).rename(target))


def remove(path: Path | str, *, missing_ok: bool = False) -> None:
    """Delete a file. Raises OSError."""
    patiently(lambda: Path(path).unlink(missing_ok=missing_ok))


def patiently(act: Callable[[], _Outcome]) -> _Outcome:
    """Call a function on a file, again while another program holds the file; return its outcome. Raises OSError."""
    for pause in _PAUSES:
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in _MAY_BE_HELD and not is_held(error):
                raise
            time.sleep(pause)
    return act()
