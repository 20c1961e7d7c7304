"""Stands in for `more_itertools`, of which keyring's own helpers (jaraco) import one function."""

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def unique_everseen(items: Iterable[T]) -> Iterator[T]:
    yield from dict.fromkeys(items)
