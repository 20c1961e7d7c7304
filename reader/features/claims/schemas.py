"""What `reader claims` prints as JSON."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, PlaceFacts, Read, Text
from reader.features.claims.weighing import Kind, Outcome


class Difference(Closed, frozen=True):
    kind: Kind
    stated: str
    printed: Text
    """What the paper has in its place; null if it has nothing there."""


class Source(Closed, frozen=True):
    printing: str
    key: str
    newspaper: str
    date: Text
    page: Text
    headline: str
    facts: PlaceFacts


class Witness(Source, frozen=True, kw_only=True):
    """A passage of a paper; `marks` are the spans of its words that the sentence has, too."""

    outcome: Outcome
    score: float
    words: str
    marks: list[list[int]]
    differences: list[Difference]
    reprints: list[Source]


class Held(Closed, frozen=True):
    first: str
    last: str
    days: int
    all_days: int


class Sentence(Closed, frozen=True):
    """`start` is where it begins in the text, in characters."""

    text: str
    start: int
    outcome: Outcome
    year: int | None
    """The year that the text is about there."""
    asks_year: bool
    held: Held | None
    footnote: bool
    """Whether the whole text, as a file, has a footnote to it."""
    witnesses: list[Witness]


class Claims(Read, frozen=True, kw_only=True):
    file: Text
    dossier: Text
    """The dossier in which the text is; null for a file."""
    sentences: list[Sentence]
    counts: dict[str, int]
    remark: str | UnsetType = UNSET
    """Why there is nothing to check."""
