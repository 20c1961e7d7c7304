"""What stands above the columns of the tables that are written: names for programs, or words for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Headings(StrEnum):
    """What stands above the columns of a table."""

    NAMES = "names"
    """Names that stay the same in all languages and versions, for programs."""
    WORDS = "words"
    """Words in the language of the program, for people."""


_headings: ContextVar[Headings] = ContextVar("headings", default=Headings.WORDS)


@contextmanager
def headed_by(chosen: Headings) -> Iterator[None]:
    """Write the tables of the block with these headings."""
    before = _headings.set(chosen)
    try:
        yield
    finally:
        _headings.reset(before)


def are_names() -> bool:
    """Return whether the tables of this block have names above their columns."""
    return _headings.get() is Headings.NAMES
