"""Whether work grows with the size of what it is done on, told as a ratio: eight times as much takes about eight times
as long. What grew with the square would take sixty-four times; what is asked is less than half of that.

What should hardly grow at all is told by the number of calls or of SQLite's instructions, the same on every machine."""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

TIMES, MOST = 8, 28
ROUNDS = 3
LONG_ENOUGH = 0.01
"""Seconds that can be measured; what takes less is done again and again."""


def rounds(act: Callable[[], object]) -> Iterator[float]:
    """Yield the processor time of one time, a few times: other work on the machine only adds to it."""
    for _ in range(ROUNDS):
        times, began = 0, time.process_time()
        while (passed := time.process_time() - began) < LONG_ENOUGH or not times:
            act()
            times += 1
        yield passed / times


def grows_with_its_size(
    of_size: Callable[[int], Callable[[], object]], size: int, at_least: float = 0
) -> bool:
    """`of_size` prepares what is done on something of that size; the smaller counts as if it took `at_least` seconds.

    The larger is measured again only as long as it takes too long.
    """
    larger = of_size(TIMES * size)
    if at_least and next(rounds(larger)) <= MOST * at_least:
        return True
    most = MOST * max(at_least, min(rounds(of_size(size))))
    return any(taken <= most for taken in rounds(larger))


def calls(act: Callable[[], object], *beside: Callable[..., object]) -> int:
    """Return how many functions are called, Python's own included, without those within `beside`."""
    codes = {each.__code__ for each in beside}
    count = within = 0

    def see(frame: FrameType, event: str, _: object) -> None:
        nonlocal count, within
        if frame.f_code in codes:
            within += (event == "call") - (event == "return")
        elif not within and event in ("call", "c_call"):
            count += 1

    sys.setprofile(see)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def instructions(connection: sqlite3.Connection, act: Callable[[], object]) -> int:
    """Return about how many instructions SQLite executes for something done over a connection."""
    count, each = 0, 10

    def see() -> None:
        nonlocal count
        count += each

    connection.set_progress_handler(see, each)
    try:
        act()
    finally:
        connection.set_progress_handler(None, 0)
    return count
