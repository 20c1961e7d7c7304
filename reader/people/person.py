"""A person as the library knows them: a row of a list, a card, the marks that tell a name, the times of an office.

The name of a person is a string; how many articles have it is what a search for the string counts.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from reader.i18n import say

# The times in which somebody was in an office, by the days on which the person was seen in it.
#
# Days are numbers, as of `date.toordinal`.


AROUND = 90
"""So many days before the first and behind the last time that a person was seen in an office it may be the person."""
GAP = 730
"""A person who was seen in an office again within so many days was in it all the time."""
OTHERS_AROUND = 365
"""So many days around those of another person of the surname an office tells nobody."""


@dataclass(frozen=True, slots=True)
class Seen:
    """When somebody was seen in an office, as a number of the day, and what it was called."""

    day: int
    title: str


def day_of(seen: Seen) -> int:
    """Return the day, to sort by."""
    return seen.day


def nearest(days: Sequence[int], day: int) -> int:
    """Return the number of the day nearest to one; days ascend."""
    at = bisect_left(days, day)
    return min((n for n in (at - 1, at) if 0 <= n < len(days)), key=lambda n: abs(days[n] - day))


def stretches(seen: Collection[Seen], around: int) -> list[tuple[int, int]]:
    """Return the first and the last day of each time without a long gap, wider by so many days; ascending."""
    if not seen:
        return []
    days = [each.day for each in seen]
    cuts = [0, *(n for n, (one, next_) in enumerate(pairwise(days), 1) if next_ - one > GAP), len(days)]
    return [(days[first] - around, days[end - 1] + around) for first, end in pairwise(cuts)]


def free_of(times: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of some times without others; these ascend."""
    for begin, last in times:
        for first, end in taken:
            if first > last:
                break
            if end < begin:
                continue
            if begin < first:
                yield begin, first - 1
            begin = max(begin, end + 1)
        if begin <= last:
            yield begin, last


def ordinal(day: int) -> int:
    """Return the number of a day that is written as 20240131."""
    return dt.date(day // 10_000, day // 100 % 100, day % 100).toordinal()


def date_of(ordinal: int) -> dt.date:
    """Return the date of a number of a day."""
    return dt.date.fromordinal(min(max(1, ordinal), dt.date.max.toordinal()))


class Mark(StrEnum):
    """A kind of evidence that a string is a person's name; the strong ones first."""

    CREDIT = "credit"
    """It is credited with the article."""
    OFFICE = "office"
    """An office, a trade or a word for people beside it."""
    SPEECH = "speech"
    """A verb of speech, or a deed of officials, behind it."""
    LIST = "list"
    """It stands in a list."""
    ALONE = "alone"
    """Punctuation, or the end of the text, on both sides."""
    EDGE = "edge"
    """Punctuation, or the end of the text, before it or behind it, and the characters of a name beyond doubt."""
    REPEATED = "repeated"
    """It is a name beyond doubt in another place."""
    DICTIONARY = "dictionary"
    """The dictionary has it as a person's name."""
    NAME = "name"
    """As a name it explains the text better than words of the dictionary do."""
    CONTEXT = "context"
    """Around it stands what stands around names."""


STRONG = frozenset({Mark.CREDIT, Mark.OFFICE, Mark.SPEECH})


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


def certainty_words(certainty: Certainty) -> str:
    """Return the class of a name, as a person reads it."""
    return {
        Certainty.CERTAIN: say("确定是人名"),
        Certainty.LIKELY: say("多半是人名"),
        Certainty.STRING: say("只是字样"),
    }[certainty]


def mark_words(mark: str) -> str:
    """Return what tells that a string is a name; "" for what has no word."""
    words = {
        "credit": say("署名"),
        "office": say("职务"),
        "speech": say("说话、行事"),
        "list": say("并列的名字"),
        "alone": say("单独成词"),
        "repeated": say("别处确是人名"),
        "dictionary": say("词典里的人名"),
        "name": say("像名字的字"),
        "context": say("前后像人名旁边的字"),
    }
    return words.get(mark, "")


def name_in_full(name: str, label: str) -> str:
    """Return a name with the label that a reader has given: 陈明（船工）."""
    return say("{name}（{label}）", name=name, label=label) if label else name
