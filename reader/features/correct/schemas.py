"""What `reader correct` prints as JSON."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Decision, Number, Text
from reader.library.corrections import Effect
from reader.newspaper.correction import CorrectionKind


class Correction(Closed, frozen=True):
    """What a reader says of a line of a file, or of the issue in it; `kind` tells which of the other fields it has."""

    uuid: str
    kind: CorrectionKind
    path: str
    quote: str
    before: str
    after: str
    ordinal: int
    created: str
    modified: str
    undone: bool
    tick: int | UnsetType = UNSET
    role: str | UnsetType = UNSET
    credit: str | UnsetType = UNSET
    names: list[str] | UnsetType = UNSET
    date: str | UnsetType = UNSET
    number: int | UnsetType = UNSET
    title: str | UnsetType = UNSET
    page: str | UnsetType = UNSET
    encoding: str | UnsetType = UNSET
    year: int | UnsetType = UNSET
    first: "Line | UnsetType" = UNSET


class Line(Closed, frozen=True):
    """A line of a file, known by its words."""

    path: str
    quote: str
    before: str
    after: str
    ordinal: int


class Known(Correction, frozen=True, kw_only=True):
    line: Number
    """Where the line is now; null if it is not found."""
    effect: Effect
    """What it does now."""


class OfArticle(Correction, frozen=True, kw_only=True):
    key: Text
    is_applied: bool


class OfIssue(Correction, frozen=True, kw_only=True):
    issue_date: Text
    is_applied: bool


class OfFile(Correction, frozen=True, kw_only=True):
    is_applied: bool


class FileChange(Closed, frozen=True):
    path: str
    date_before: Text
    date: Text
    newspaper_before: Text
    newspaper: Text
    page: Text
    doubt: Text


class KnownCharacter(Decision, frozen=True, kw_only=True):
    key: Text


Corrections = list[Known]
FileChanges = list[FileChange]
Step = list[OfFile]
Characters = list[KnownCharacter]
