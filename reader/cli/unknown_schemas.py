"""What `reader unknown` prints as JSON."""

from reader.cli.schemas import Closed, Counts, IssueFacts, Number, Read, Text
from reader.library.doubts import DoubtKind


class Thing(Closed, frozen=True):
    words: str
    why: Text
    first_line: Text
    path: Text
    date: Text
    facts: IssueFacts | None
    bookmark: Text
    correction: Text
    replaced: Text
    """The UUID of what a merge has replaced."""


class Kind(Closed, frozen=True):
    kind: DoubtKind
    title: str
    is_counted_apart: bool
    count: Number
    why_not: Text
    command: str
    things: list[Thing]


class Unknown(Read, frozen=True, kw_only=True):
    total: int
    by_kind: Counts
    """The numbers that add up to the total."""
    counted_apart: Counts
    kinds: list[Kind]
