"""Rows of the user's data that are gone through one by one: how many by now is told, and it can be given up.

A folder that comes from somebody else may bring any number of them. Whoever opens it asks by `telling`, on whichever
thread; the loops that check, merge and copy rows need not know who has asked.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

_Row = TypeVar("_Row")

PAUSE_SECONDS = 0.1
"""The time between two calls of `tell`: short enough for a person who waits, or gives up."""


class GivenUp(Exception):
    """Nobody waits for it any more; a transaction that was under way has changed nothing.

    The message is what was wrong with the file and has been put right before, in words; mostly "".
    """


@dataclass(slots=True)
class _Counting:
    tell: Callable[[int], None]
    number: int = 0
    told: float = field(default_factory=time.monotonic)

    def add_one(self) -> None:
        self.number += 1
        now = time.monotonic()
        if now - self.told >= PAUSE_SECONDS:
            self.told = now
            self.tell(self.number)


_counting: ContextVar[_Counting | None] = ContextVar("counting", default=None)


@contextmanager
def telling(tell: Callable[[int], None]) -> Iterator[None]:
    """Call `tell` with the number of rows now and then, in this thread, until the end; it may raise GivenUp.

    A row is counted each time that it is looked at.
    """
    token = _counting.set(_Counting(tell))
    try:
        yield
    finally:
        _counting.reset(token)


def counted(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Yield the rows, and count them for whoever has asked. Raises what `tell` raises."""
    counting = _counting.get()
    for row in rows:
        if counting is not None:
            counting.add_one()
        yield row
