"""A person as the library knows them: a row of a list, a card, and what tells that a name is one.

The name of a person is a string; how many articles have it is what a search for the string counts.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """What tells that a name stands in an article as a person's name; the surest first."""

    CERTAIN = "certain"
    """A strong mark: a credit, an office beside it, what the person says."""
    LIKELY = "likely"
    """Two kinds of weak marks: a list it stands in, a name by its characters, punctuation on both sides."""
    STRING = "string"
    """Neither: the characters stand there, and are a name in another article."""


class PersonOrder(StrEnum):
    """The order of a list of people."""

    COUNT = "count"
    """Who stands in most articles first."""
    NAME = "name"
    """By the characters of the name."""
    PINYIN = "pinyin"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list.

    `label` distinguishes two people of one name whom a reader has parted, else "". `pinyin` has tones and a space
    between syllables; `initials` are the first letters of the syllables. `articles` is what a search for the name
    counts. `certainty` is that of the surest of these articles. `first` and `last` are the days of the first and the
    last article; None where no article has a date. `forms` are all forms of the name that are printed, its own first,
    then those that stand in most articles; an article that has several of them is counted once.
    """

    name: str
    label: str
    pinyin: str
    initials: str
    articles: int
    certainty: Certainty
    first: dt.date | None = None
    last: dt.date | None = None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """An office that stands beside a name, as it is printed; the first and the last day, and in how many articles."""

    title: str
    first: dt.date | None
    last: dt.date | None
    articles: int


@dataclass(frozen=True, slots=True)
class Companion:
    """A person whose name stands in so many of the same articles, in any of its forms."""

    name: str
    label: str
    articles: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An article with a name. `mark` tells what kind of evidence it is, `quote` are the words around, as printed."""

    article_id: int
    newspaper: str
    date: dt.date | None
    headline: str
    certainty: Certainty
    mark: str
    quote: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """All that is known of a person.

    `articles` is the sum of `certain`, `likely` and `only_string`; `written` are those that credit the person.
    `spellings` are all forms of the name, its own first, then those that stand in most articles. `first` and `last` are
    None where no article has a date.
    """

    name: str
    label: str
    spellings: tuple[str, ...]
    certainty: Certainty
    articles: int
    certain: int
    likely: int
    only_string: int
    written: int
    offices: tuple[Office, ...]
    first: dt.date | None
    last: dt.date | None
    companions: tuple[Companion, ...]
