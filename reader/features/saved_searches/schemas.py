"""What `reader saved` prints as JSON."""

from msgspec import UNSET, Struct, UnsetType, defstruct

from reader.cli.schemas import Hit, Read, Text

FoundAgain: type[Struct] = defstruct(
    "FoundAgain", [("new", bool)], bases=(Hit,), frozen=True, forbid_unknown_fields=True, kw_only=True
)
"""A hit of a saved search."""


class SavedRow(Read, frozen=True, kw_only=True):
    name: str
    uuid: str
    query: str
    order: str
    all_shapes: bool
    total: int
    new: int
    trouble: Text
    remarks: list[str]
    suggestions: list[str]
    undated: int
    without_page: int
    without_newspaper: int


class Listed(SavedRow, frozen=True, kw_only=True):
    hits: list[Hit] | UnsetType = UNSET  # type: ignore[valid-type]
    """With `--new`: the new ones."""


class Shown(SavedRow, frozen=True, kw_only=True):
    understood_as: str
    hits: list[FoundAgain]  # type: ignore[valid-type]


Searches = list[Listed]
