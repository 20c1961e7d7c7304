"""Files that another program holds: renaming and deleting with patience.

Windows refuses to rename or delete a file that anybody has open: a virus scanner, a sync client, an indexer, a library
that has not closed it yet. They let go after some moments. Elsewhere nothing of this is refused, and nothing waits.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_Outcome = TypeVar("_Outcome")

_HELD = frozenset({32, 33})
"""Windows' numbers for files that another program has open or has locked."""
_MAY_BE_HELD = _HELD | {5}
"""The same, and that for a missing permission, which is also what the renaming of an open file gets."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the attempts."""


def is_held(error: BaseException) -> bool:
    """Return whether an error says that another program has the file open."""
    return getattr(error, "winerror", None) in _HELD


def replace(source: Path | str, target: Path | str) -> None:
    """Rename a file, in the place of another. Raises OSError."""
    patiently(lambda: Path(source).replace(target))


def remove(path: Path | str, *, missing_ok: bool = False) -> None:
    """Delete a file. Raises OSError."""
    patiently(lambda: Path(path).unlink(missing_ok=missing_ok))


def patiently(act: Callable[[], _Outcome]) -> _Outcome:
    """Call a function on a file, again while another program holds the file; return its outcome. Raises OSError."""
    for pause in _PAUSES:
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in _MAY_BE_HELD:
                raise
            time.sleep(pause)
    return act()
