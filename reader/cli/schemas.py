"""What commands print with `--json`, as types: `reader schema COMMAND` prints each as JSON Schema.

Every answer that tells hits has the same `Hit`. What is not always there has no default but `UNSET`.
"""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from reader.search.query import VALUE_FIELDS

Text = str | None
Number = int | None


class Closed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An object with these fields and no other."""


class Objection(Closed, frozen=True):
    words: str
    rule: Text


class Fact(Closed, frozen=True):
    """A value with how it is known."""

    value: Text
    outcome: Literal["printed", "corrected", "stated", "inferred", "contradicted", "unknown"]
    rule: Text
    line: Number
    words: Text
    against: list[Objection]


class IssueFacts(Closed, frozen=True):
    title: Fact
    day: Fact
    edition: Fact
    number: Fact


class Facts(IssueFacts, frozen=True):
    page: Fact


class Article(Closed, frozen=True):
    """What is told of an article wherever it is a hit."""

    key: str
    printing: str
    """The name that other commands take for exactly this article."""
    path: str
    newspaper: Text
    newspaper_origin: Text
    date: Text
    month_day: Text
    date_origin: Text
    date_remark: Text
    facts: Facts
    number: Number
    edition: Text
    page: Text
    headline: Text
    author: list[str]
    citation: str
    link: str
    places: Number
    """The exact number of places, as the concordance counts them; null without a search."""
    matches: Number
    """The number of strings found, those near each other counted apart."""
    snippet: Text
    """Escaped HTML with the matches in mark elements."""
    quality: dict[str, Any] | None
    rung: str | UnsetType = UNSET
    tie: str | UnsetType = UNSET
    elsewhere: bool | UnsetType = UNSET
    also_in: list[str] | UnsetType = UNSET
    """The other files that have the article: in another format, once more, or as a copy."""


_VALUES = [(f"article_{field.english}", Text) for field in VALUE_FIELDS]
Hit: type[Struct] = msgspec.defstruct(
    "Hit", _VALUES, bases=(Article,), frozen=True, forbid_unknown_fields=True, kw_only=True
)
"""An article that a search finds, with the values that features tell of it."""
Place: type[Struct] = msgspec.defstruct(
    "Place",
    [("left", str), ("node", str), ("right", str), ("same", int)],
    bases=(Hit,),
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
)
"""A hit of `kwic`: one of its places, with the words around it."""
FoundAgain: type[Struct] = msgspec.defstruct(
    "FoundAgain", [("new", bool)], bases=(Hit,), frozen=True, forbid_unknown_fields=True, kw_only=True
)
"""A hit of a saved search."""
ExportedHit: type[Struct] = msgspec.defstruct(
    "ExportedHit",
    [
        ("text", str),
        ("as_recognised", str | UnsetType, UNSET),
        ("corrections", list[str] | UnsetType, UNSET),
        ("uuid", str | UnsetType, UNSET),
        ("quotation", str | None | UnsetType, UNSET),
        ("note", str | UnsetType, UNSET),
        ("tags", list[str] | UnsetType, UNSET),
        ("created", str | UnsetType, UNSET),
    ],
    bases=(Hit,),
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
)
"""A line of a file that `search -o` or `bookmark export` writes as JSONL: a hit, its text, a reader's words on it."""


class Masthead(Closed, frozen=True):
    """A masthead that a search finds: no article, but it opens its issue."""

    key: None
    printing: None
    path: str
    newspaper: Text
    date: Text
    edition: Text
    facts: IssueFacts
    page: None
    headline: None
    snippet: str
    matches: int
    quality: None
    kind: Literal["masthead"]
    rung: str | UnsetType = UNSET


class Seam(Closed, frozen=True):
    """A match half on one page and half on the next; on a line of its own it has a `kind`."""

    key: str
    printing: str
    continued_by: str
    continued_by_printing: str
    path: str
    date: Text
    edition: Text
    page: Text
    headline: Text
    snippet: str
    kind: str | UnsetType = UNSET


class Read(Struct, frozen=True, kw_only=True):
    """How much of the library an answer is from."""

    total_is_exact: bool
    read_share: float
    failed_files: int | UnsetType = UNSET
    analysed_share: float | UnsetType = UNSET


class Asked(Read, frozen=True, kw_only=True):
    """What every answer to a query says of it."""

    remarks: list[str]
    suggestions: list[str]
    undated: int
    """The number of articles left out because their day is not known."""
    missing_dates: list[list[Text]]


Counts = dict[str, int]


class Answer(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    total: int
    articles: int
    mastheads: int
    hits: list[Any]
    """Each a `Hit`, mastheads after articles."""
    seams: list[Seam]
    by_year: Counts
    by_page: Counts
    by_newspaper: Counts
    seconds: float
    by_edition: Counts | UnsetType = UNSET
    by_shape: dict[str, Counts] | UnsetType = UNSET
    not_taken: list[dict[str, Any]] | UnsetType = UNSET
    estimate: dict[str, Any] | UnsetType = UNSET
    no_estimate: str | UnsetType = UNSET
    rungs: list[dict[str, Any]] | UnsetType = UNSET
    notes: list[dict[str, Any]] | UnsetType = UNSET


SearchAnswer: type[Struct] = msgspec.defstruct(
    "SearchAnswer",
    [(f"by_{field.english}", Counts | None) for field in VALUE_FIELDS],
    bases=(Answer,),
    frozen=True,
    kw_only=True,
)
"""The answer to a search, with its counts by the values that features tell; null while these are not known."""


class KwicAnswer(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    total: int
    distinct: int
    articles: int
    is_complete: bool
    rows: list[Place] | UnsetType = UNSET  # type: ignore[valid-type]
    groups: list[dict[str, Any]] | UnsetType = UNSET


class CollocatesAnswer(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    places: int
    articles: int
    window: int
    pairs: list[dict[str, Any]]
    words: list[dict[str, Any]]


class TimelinePoint(Closed, frozen=True):
    time: str
    count: Number
    held: int
    characters: Number
    held_characters: int
    share: float | UnsetType | None = UNSET


class TimelineLine(Closed, frozen=True):
    query: str
    understood_as: str
    total: int
    undated: int
    """The number of articles that are on no point: found without a day, or left out for want of one."""
    points: list[TimelinePoint]
    remarks: list[str]
    suggestions: list[str]


class TimelineAnswer(Read, frozen=True, kw_only=True):
    by: Literal["year", "month", "day"]
    share: Text
    queries: list[TimelineLine]
    remarks: list[str]
    missing_dates: list[list[Text]]


class KeynessAnswer(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    against: Text
    against_understood_as: Text
    articles: Counts
    counted: Counts
    words: Counts
    rows: list[dict[str, Any]]


class ChronicleAnswer(Read, frozen=True, kw_only=True):
    drafted_from: str
    articles: Number
    without_event: Number
    without_day: Number
    lines: list[dict[str, Any]]
    remarks: list[str] | UnsetType = UNSET
    suggestions: list[str] | UnsetType = UNSET
    undated: int | UnsetType = UNSET


class ExportAnswer(Read, frozen=True, kw_only=True):
    path: str
    format: str
    issues: int
    articles: int


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
    hits: list[Hit] | UnsetType = UNSET  # type: ignore[valid-type]


class EvidenceAnswer(Read, frozen=True, kw_only=True):
    path: str
    articles: int
    has_texts: bool
    queries: list[dict[str, Any]]
    fingerprint: str


HITS: tuple[type[Struct], ...] = (Hit, Masthead)
"""What may stand among the `hits` of a search."""

ANSWERS: dict[str, tuple[Any, ...]] = {
    "search": (SearchAnswer,),
    "search hit": (*HITS, Seam),
    "search jsonl file": (ExportedHit,),
    "kwic": (KwicAnswer,),
    "collocates": (CollocatesAnswer,),
    "timeline": (TimelineAnswer,),
    "keyness": (KeynessAnswer,),
    "chronicle": (ChronicleAnswer,),
    "export": (ExportAnswer,),
    "saved": (list[SavedRow],),
    "evidence make": (EvidenceAnswer,),
}
"""What each command prints as JSON, and what else is written of hits, by the words that `reader schema` takes: of
several types any one.
"""


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of what a command prints. Raises KeyError if none is known."""
    kinds = ANSWERS[name]
    schemas, known = msgspec.json.schema_components((*kinds, *HITS), ref_template="#/$defs/{name}")
    hits = {"type": "array", "items": {"anyOf": list(schemas[len(kinds) :])}}
    if SearchAnswer in kinds:
        known["SearchAnswer"]["properties"]["hits"] = hits
    own = list(schemas[: len(kinds)])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **(own[0] if len(own) == 1 else {"anyOf": own}),
        "$defs": _used(own, known),
    }


def _used(schemas: list[dict[str, Any]], known: dict[str, Any]) -> dict[str, Any]:
    """Return those of the known types to which schemas refer, also by way of others."""
    found: dict[str, Any] = {}
    waiting = _names_in(schemas)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = known[name]
            waiting += _names_in(known[name])
    return dict(sorted(found.items()))


def _names_in(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            own = [schema["$ref"].rpartition("/")[2]]
        else:
            own = []
        return own + [name for each in schema.values() for name in _names_in(each)]
    if isinstance(schema, list):
        return [name for each in schema for name in _names_in(each)]
    return []
