"""Rows of the user's data that are gone through one by one: how many by now is told, and it can be given up.

A folder that comes from somebody else may bring any number of them. Whoever opens it asks by `telling`, on whichever
thread; the loops that check, merge and copy rows need not know who has asked.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

_Row = TypeVar("_Row")

_AT_ONCE = 200


class GivenUp(Exception):
    """Nobody waits for it any more; the transaction that was under way has changed nothing."""


@dataclass(slots=True)
class _Counting:
    tell: Callable[[int], None]
    number: int = 0


_counting: ContextVar[_Counting | None] = ContextVar("counting", default=None)


@contextmanager
def telling(tell: Callable[[int], None]) -> Iterator[None]:
    """Call `tell` with the number of rows now and then, in this thread, until the end; it may raise GivenUp."""
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
            counting.number += 1
            if counting.number % _AT_ONCE == 0:
                counting.tell(counting.number)
        yield row
