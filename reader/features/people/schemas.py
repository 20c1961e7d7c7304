"""What `reader people` prints as JSON."""

from msgspec import UNSET, Struct, UnsetType, defstruct

from reader.cli.schemas import COUNTS_BY_VALUE, Closed, Counts, Decision, Fact, Read, SeenFacts, Text
from reader.features.people.person import Certainty


class Person(Closed, frozen=True):
    name: str
    label: str
    pinyin: str
    initials: str
    articles: int
    certainty: Certainty
    first: Text
    last: Text
    facts: SeenFacts
    forms: list[str]
    newspapers: list[str]


class People(Read, frozen=True, kw_only=True):
    total: int
    people: list[Person]


class Office(Closed, frozen=True):
    rank: str
    title: str
    body: str


class OfficeFacts(SeenFacts, frozen=True):
    body: Fact


class EvidenceFacts(Closed, frozen=True):
    title: Fact
    day: Fact


class HeldOffice(Closed, frozen=True):
    title: str
    office: Office
    first: Text
    last: Text
    articles: int
    facts: OfficeFacts


class Companion(Closed, frozen=True):
    name: str
    label: str
    articles: int
    forms: list[str]


class Evidence(Closed, frozen=True):
    article_id: int
    newspaper: str
    date: Text
    headline: str
    certainty: Certainty
    mark: str
    quote: str
    facts: EvidenceFacts
    key: str


class _Card(Read, frozen=True, kw_only=True):
    name: str
    label: str
    spellings: list[str]
    forms: list[str]
    certainty: Certainty
    articles: int
    certain: int
    likely: int
    only_string: int
    written: int
    offices: list[HeldOffice]
    first: Text
    last: Text
    facts: SeenFacts
    companions: list[Companion]
    evidence: list[Evidence] | UnsetType = UNSET


Card: type[Struct] = defstruct("Card", COUNTS_BY_VALUE, bases=(_Card,), frozen=True, kw_only=True)
"""A person, with the counts of the articles by the values that features tell; null where no query finds these alone."""


class NameCount(Read, frozen=True, kw_only=True):
    """How many articles have a name of a list; `rungs` has those that other writings add."""

    name: str
    articles: int
    rungs: Counts | None
    first: Text
    last: Text
    facts: SeenFacts


Decisions = list[Decision]
NameCounts = list[NameCount]
