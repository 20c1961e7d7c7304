"""What `reader kwic` and `reader collocates` print as JSON."""

from msgspec import UNSET, Struct, UnsetType, defstruct

from reader.cli.schemas import Asked, Closed, Hit

Place: type[Struct] = defstruct(
    "Place",
    [("left", str), ("node", str), ("right", str), ("same", int)],
    bases=(Hit,),
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
)
"""A hit of `kwic`: one of its places, with the words around it."""


class Group(Closed, frozen=True):
    """The places that have the same words on one side, or are of one year."""

    key: str
    count: int


class Kwic(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    total: int
    distinct: int
    articles: int
    is_complete: bool
    rows: list[Place] | UnsetType = UNSET  # type: ignore[valid-type]
    groups: list[Group] | UnsetType = UNSET


class Collocate(Closed, frozen=True):
    """A word or a pair of characters near what was searched for."""

    unit: str
    beside: int
    total: int
    log_likelihood: float
    log_dice: float
    issues: int
    """The number of issues in which it is beside it."""
    dp: float | None
    juilland_d: float | None


class Collocates(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    places: int
    articles: int
    window: int
    pairs: list[Collocate]
    words: list[Collocate]
