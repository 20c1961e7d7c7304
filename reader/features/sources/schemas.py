"""What `reader sources` prints as JSON."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Part, SourceFile, Text


class Source(Closed, frozen=True):
    number: int
    format: str
    name: str
    is_shown: bool
    copy_of: Text
    keys: list[str]
    headline: Text
    files: list[SourceFile]
    parts: list[Part] | UnsetType = UNSET
    """With `--diff`: the shown text and this one, as equal and different parts."""


class Sources(Closed, frozen=True):
    key: str
    reason: Text
    is_chosen: bool
    is_issue_chosen: bool
    sources: list[Source]
