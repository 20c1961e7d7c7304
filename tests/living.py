"""The objects that are in memory."""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SECONDS_ALONE = 60.0


def objects_where(is_wanted: Callable[[object], bool]) -> list[object]:
    """Return the objects known to the garbage collection for which `is_wanted` returns True.

    No other thread runs Python meanwhile: a tuple that it builds cannot grow while something else refers to it, and
    Python raises SystemError there.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SECONDS_ALONE)
    time.sleep(2 * interval)  # threads that wait have asked for their turn by the former interval
    try:
        return [item for item in gc.get_objects() if is_wanted(item)]
    finally:
        sys.setswitchinterval(interval)


@contextmanager
def nothing_excluded() -> Iterator[None]:
    """Count what is excluded from the collection too; it is excluded again afterwards.

    The program excludes nothing as long as somebody else has: the objects of later tests would be excluded otherwise.
    """
    was_excluded = gc.get_freeze_count() > 0
    gc.unfreeze()
    try:
        yield
    finally:
        if was_excluded:
            gc.freeze()
