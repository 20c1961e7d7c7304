"""What commands print as JSON, as types: `reader schema COMMAND` prints each as JSON Schema.

A command names its types in `ANSWERS`; those of a feature are in `schemas.py` of its folder, and what several need is
here. Every answer that tells hits has the same `Hit`. What is not always there has no default but `UNSET`.
"""

from collections.abc import Iterator
from inspect import cleandoc
from itertools import chain
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from reader.cli.commands import all_commands
from reader.cli.options import Arguments
from reader.library.doubts import DoubtKind
from reader.library.search_hits import OwnPart
from reader.library.sync_events import CopyKind, PassedKind
from reader.newspaper.article import ArticleKind, BlockKind, Fault, Quality, Role, Where
from reader.newspaper.correction import CorrectionKind
from reader.newspaper.decision import DecisionContent
from reader.plugs import load
from reader.search.answering.ladder import Rung
from reader.search.query import VALUE_FIELDS

Text = str | None
Number = int | None
Counts = dict[str, int]
Lines = list[list[int]]
"""First and last line of each stretch of a file, from 1."""


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
    year: Fact | UnsetType = UNSET
    """The year of an issue of whose day nothing else is known."""


class Facts(IssueFacts, frozen=True, kw_only=True):
    page: Fact
    author: Fact | UnsetType = UNSET
    """Of hits, and of an article shown: how their authors are known."""


_FACTS_OF_VALUES = [(field.english, Fact) for field in VALUE_FIELDS]
HitFacts: type[Struct] = msgspec.defstruct(
    "HitFacts", _FACTS_OF_VALUES, bases=(Facts,), frozen=True, forbid_unknown_fields=True, kw_only=True
)
"""The facts of a hit, with how the values that features tell of it are known."""


class PlaceFacts(Closed, frozen=True):
    """How newspaper, day and page are known."""

    title: Fact
    day: Fact
    page: Fact


class SeenFacts(Closed, frozen=True):
    """How the first and the last day are known."""

    first: Fact
    last: Fact


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
    quality: Quality | None
    rung: str | UnsetType = UNSET
    tie: str | UnsetType = UNSET
    elsewhere: bool | UnsetType = UNSET
    also_in: list[str] | UnsetType = UNSET
    """The other files that have the article: in another format, once more, or as a copy."""


_VALUES = [("facts", HitFacts), *((f"article_{field.english}", Text) for field in VALUE_FIELDS)]
Hit: type[Struct] = msgspec.defstruct(
    "Hit", _VALUES, bases=(Article,), frozen=True, forbid_unknown_fields=True, kw_only=True
)
"""An article that a search finds, with the values that features tell of it."""
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
    """A match that is half in one article and half in the next; on a line of its own it has a `kind`."""

    key: str
    printing: str
    continued_by: str
    continued_by_printing: str
    is_story: bool
    """False where the next article only follows in the file: one article may have been cut in two."""
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
    without_page: int
    """Likewise, of those of which no page is known, where one is asked for; `without_newspaper` of the newspaper."""
    without_newspaper: int
    missing_dates: list[list[Text]]


class Missed(Closed, frozen=True):
    """How many articles would be found if nothing were misread."""

    low: int
    high: int
    how: str


class NotTaken(Closed, frozen=True):
    """Other shapes, or longer words, that the query does not ask for."""

    rung: Rung
    forms: list[str]
    articles: int


class NoteHit(Closed, frozen=True):
    """A bookmark of which the quotation, the note or the tags are found."""

    uuid: str
    key: str
    printing: str
    newspaper: str
    date: Text
    page: Text
    facts: PlaceFacts
    headline: Text
    quotation: Text
    note: str
    tags: list[str]
    found_in: list[OwnPart]


class RungAnswer(Closed, frozen=True):
    """What is found in another form than the typed one."""

    rung: Rung
    forms: list[str]
    total: int
    unseen: int
    remarks: list[str]
    hits: list[Hit]  # type: ignore[valid-type]
    analysed_share: float | UnsetType = UNSET


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
    not_taken: list[NotTaken] | UnsetType = UNSET
    estimate: Missed | UnsetType = UNSET
    no_estimate: str | UnsetType = UNSET
    rungs: list[RungAnswer] | UnsetType = UNSET
    notes: list[NoteHit] | UnsetType = UNSET


COUNTS_BY_VALUE = [(f"by_{field.english}", Counts | None) for field in VALUE_FIELDS]
"""The fields with the counts by the values that features tell."""
SearchAnswer: type[Struct] = msgspec.defstruct(
    "SearchAnswer", COUNTS_BY_VALUE, bases=(Answer,), frozen=True, kw_only=True
)
"""The answer to a search, with its counts by the values that features tell; null while these are not known."""


class Failure(Closed, frozen=True):
    """A file that could not be read, or only in part, and why."""

    path: str
    message: str


class PassedOver(Closed, frozen=True):
    """A file that is not read, although nothing failed."""

    path: str
    kind: PassedKind
    message: str
    files: int


class Copy(Closed, frozen=True):
    """A file with what another one has already."""

    path: str
    of: str
    kind: CopyKind


class SyncReport(Closed, frozen=True):
    added: int
    changed: int
    missing: int
    unchanged: int
    failed: list[Failure]
    articles: int
    seconds: float
    renamed: int
    passed_over: list[PassedOver]
    pictures: int
    led_out: list[str]
    damaged: list[Failure]
    copies: list[Copy]
    left_out: Counts
    opened: Counts
    formats: Counts
    sources: Counts
    unknown_script: int
    update: str
    unanalysed: int


class Waiting(Closed, frozen=True):
    """A picture without a text, and the resolution that it states."""

    path: str
    dpi: Number


class Synced(SyncReport, frozen=True, kw_only=True):
    waiting: list[Waiting]


class Passage(Closed, frozen=True):
    """A marked passage, with the words around it."""

    exact: str
    prefix: str
    suffix: str
    color: str


class Repair(Closed, frozen=True):
    """A date or a number that is suggested for an issue."""

    kind: CorrectionKind
    date: Text
    first: Text
    last: Text
    number: Number
    is_contradiction: bool
    message: str


class Part(Closed, frozen=True):
    """A part of two texts compared."""

    change: str
    at: int
    text: str
    other_at: int
    other_text: str


class Decision(Closed, frozen=True):
    """What a reader has decided, other than by a bookmark or a correction of a line."""

    uuid: str
    content: DecisionContent
    created: str
    modified: str
    undone: bool
    tick: int | UnsetType = UNSET


class CharacterOutcome(Closed, frozen=True):
    """The decisions about characters that were made, and the article in which the first is."""

    decisions: list[Decision]
    key: Text
    is_applied: bool


class Credit(Closed, frozen=True):
    role: Role
    names: list[str]
    as_printed: str


class Block(Closed, frozen=True):
    kind: BlockKind
    text: str
    source_lines: Lines
    as_recognised: str | UnsetType = UNSET
    """The text as recognised, where it was corrected."""


class CharacterReading(Closed, frozen=True):
    """A corrected character."""

    where: Where
    index: int
    at: int
    read_as: str
    fault: Fault | UnsetType = UNSET
    recognised: str | UnsetType = UNSET


class Elsewhere(Closed, frozen=True):
    """A text that only other sources of the article have."""

    where: Where
    text: str


class ParsedArticle(Closed, frozen=True):
    """An article as it stands in a file."""

    key: str
    kind: ArticleKind
    page: Text
    section: Text
    kicker: Text
    headline: Text
    decks: list[str]
    credits: list[Credit]
    jump_from: Text
    jump_to: Text
    blocks: list[Block]
    source_lines: Lines
    readings: list[CharacterReading] | UnsetType = UNSET
    elsewhere: list[Elsewhere] | UnsetType = UNSET


class Recognised(Closed, frozen=True):
    """Those texts of an article that differ as recognised."""

    section: Text | UnsetType = UNSET
    kicker: Text | UnsetType = UNSET
    headline: Text | UnsetType = UNSET
    decks: list[str] | UnsetType = UNSET
    credits: list[Credit] | UnsetType = UNSET
    blocks: list[Block] | UnsetType = UNSET


class PrintedArticle(ParsedArticle, frozen=True, kw_only=True):
    """An article as printed, with what was recognised beside it."""

    as_recognised: Recognised | UnsetType = UNSET


class FormattedFile(Closed, frozen=True):
    """How a file was read; plain text has none of it but the quality, or nothing."""

    quality: Quality | UnsetType | None = UNSET
    format: str | UnsetType = UNSET
    format_certainty: float | UnsetType = UNSET
    left_out: list[str] | UnsetType = UNSET
    tells_articles: bool | UnsetType = UNSET


class SourceFile(FormattedFile, frozen=True, kw_only=True):
    """A file that has an article; `is_other`: another file's text is shown."""

    path: str
    encoding: str
    source_lines: Lines
    is_missing: bool
    is_other: bool


class StoredFacts(Facts, frozen=True, kw_only=True):
    encoding: Fact | UnsetType = UNSET


class StoredArticle(PrintedArticle, frozen=True, kw_only=True):
    """An article with its issue and its files."""

    newspaper: Text
    newspaper_origin: Text
    date: Text
    month_day: Text
    date_origin: Text
    number: Number
    edition: Text
    facts: StoredFacts
    sources: list[SourceFile]
    other_date: str | UnsetType = UNSET


class News(Closed, frozen=True):
    """What a version of the program has changed."""

    version: str
    date: Text
    about: str
    points: list[str]


class SelfCheck(Closed, frozen=True):
    name: str
    ok: bool
    said: str
    seconds: float


class SelfTest(Closed, frozen=True):
    ok: bool
    version: str
    frozen: bool
    python: str
    platform: str
    checks: list[SelfCheck]


HITS: tuple[type[Struct], ...] = (Hit, Masthead)
"""What may stand among the `hits` of a search."""

_HERE = "reader.cli.schemas"
OTHERS: dict[str, tuple[str, ...]] = {
    "search hit": (f"{_HERE}:Hit", f"{_HERE}:Masthead", f"{_HERE}:Seam"),
    "search jsonl file": (f"{_HERE}:ExportedHit",),
    "whats-new": (f"{_HERE}:News",),
    "self-test": (f"{_HERE}:SelfTest",),
}
"""What is printed as JSON besides the answers of commands, by the words that `reader schema` takes."""


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


def answers() -> dict[str, tuple[str, ...]]:
    """Return the types of what is printed as JSON, of several any one, by the words that `reader schema` takes.

    These are the command, and its action if it has one.
    """
    of_commands = {name: struct.ANSWERS for name, struct in commands_with_actions() if struct.ANSWERS}
    return of_commands | OTHERS


def commands_with_actions() -> Iterator[tuple[str, type[Arguments]]]:
    """Yield the struct of each command and of each action, with what is typed for it."""
    for command in all_commands():
        struct: type[Arguments] = load(command.struct)
        yield command.name, struct
        for action in struct.ACTIONS:
            yield f"{command.name} {action.__name__.lower()}", action


def types_of(name: str) -> tuple[Any, ...]:
    """Return the types of what is printed as JSON. Raises KeyError if none is known."""
    return tuple(map(load, answers()[name]))


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of what a command prints. Raises KeyError if none is known."""
    kinds = types_of(name)
    schemas, known = msgspec.json.schema_components((*kinds, *HITS), ref_template="#/$defs/{name}")
    hits = {"type": "array", "items": {"anyOf": list(schemas[len(kinds) :])}}
    if SearchAnswer in kinds:
        known["SearchAnswer"]["properties"]["hits"] = hits
    for each in known.values():
        if "properties" in each:
            each["additionalProperties"] = False
        if "description" in each:
            each["description"] = cleandoc(each["description"])  # as Python 3.13 has it
    own = list(schemas[: len(kinds)])
    if len(own) == 1:
        any_of = own[0]
    else:
        any_of = {"anyOf": own}
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **any_of,
        "$defs": _used(own, known),
    }
    return schema


def _used(schemas: list[dict[str, Any]], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return those of the known types to which schemas refer, also by way of others."""
    used_definitions: dict[str, Any] = {}
    waiting = _names_in(schemas)
    while waiting:
        name = waiting.pop()
        if name not in used_definitions:
            used_definitions[name] = definitions[name]
            waiting += _names_in(definitions[name])
    return dict(sorted(used_definitions.items()))


def _names_in(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            names = [schema["$ref"].rpartition("/")[2]]
        else:
            names = []
        return names + list(chain.from_iterable(_names_in(value) for value in schema.values()))
    if isinstance(schema, list):
        return list(chain.from_iterable(_names_in(part) for part in schema))
    return []
