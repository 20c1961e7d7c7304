"""The data of a person: row of a list, card, marks of a name and how certain it is by them, and the times in an office.

A person is identified by a name, which is a string; the number of a person's articles is what a search for it counts.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, pairwise

from msgspec import Struct, field

from reader.features.people.seen_days import SeenDays
from reader.i18n import say
from reader.newspaper.decision import Decision, MergedName, SplitPerson, StruckOutName
from reader.newspaper.facts import NO_FACTS, Fact, IssueFacts, with_remark
from reader.newspaper.logical_clock import order_of


class Certainty(StrEnum):
    """How certain it is that a string is a person's name in an article; the surest first."""

    CERTAIN = "certain"
    """It has a strong mark: a credit, an office next to it, a verb of speech after it."""
    LIKELY = "likely"
    """It has at least two kinds of weak marks, such as a list, the characters of a name, punctuation on both sides."""
    STRING = "string"
    """Neither: the article contains the string, which is a name in another article."""


class NameMark(StrEnum):
    """A kind of evidence that a string is a person's name; the strong ones first."""

    CREDIT = "credit"
    """It is in a credit of the article."""
    OFFICE = "office"
    """An office, a trade or a word for people is next to it."""
    SPEECH = "speech"
    """A verb of speech or of an official act follows it."""
    LIST = "list"
    """It is an item of a list of names."""
    ALONE = "alone"
    """Punctuation, or the end of the text, is on both sides."""
    EDGE = "edge"
    """Punctuation, or the end of the text, is on one side, and its score as a name is high."""
    REPEATED = "repeated"
    """It is surely a name in another place of the article."""
    DICTIONARY = "dictionary"
    """It is a person's name in the dictionary."""
    NAME = "name"
    """It is likelier as a name than as words of the dictionary."""
    CONTEXT = "context"
    """No other mark: only the characters around it are typical for names."""


class PersonOrder(StrEnum):
    """The order of a list of people."""

    COUNT = "count"
    """By the number of articles, most first."""
    NAME = "name"
    """By the characters of the name."""
    PINYIN = "pinyin"
    """By pronunciation."""


# The times in which a person held an office, estimated from the days on which articles name the person with it.
#
# Days are numbers, as of `date.toordinal`.


AROUND = 90
"""Days before the first and after the last mention with an office in which the office may still mean the person."""
GAP = 730
"""If a person is mentioned with an office again within this many days, the office was held all the time between."""
OTHERS_AROUND = 365
"""Days around the time in office of another person of the same surname in which the office identifies nobody."""


class Seen(Struct, frozen=True):
    """A mention of a person with an office: the day, as an ordinal, and the title."""

    day: int
    title: str


def day_of(seen: Seen) -> int:
    return seen.day


def nearest(days: Sequence[int], day: int) -> int:
    """Return the index of the day nearest to `day` in `days`, which are ascending and not empty."""
    at = bisect_left(days, day)
    if at == len(days) or (at and day - days[at - 1] <= days[at] - day):
        return at - 1
    return at


def stretches(seen: Collection[Seen], around: int) -> list[tuple[int, int]]:
    """Return the first and last day of each period in office, ascending.

    A period has no gap longer than `GAP`; it is extended by `around` days at both ends. `seen` ascends by day.
    """
    if not seen:
        return []
    days = [mention.day for mention in seen]
    cuts = [0, *(n for n, (one, next_) in enumerate(pairwise(days), 1) if next_ - one > GAP), len(days)]
    return [(days[first] - around, days[end - 1] + around) for first, end in pairwise(cuts)]


def free_of(
    times: Iterable[tuple[int, int]], busy_times: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the parts of the `times` that do not overlap any of the `busy_times` ones, which are ascending."""
    for begin, last in times:
        for first, end in busy_times:
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
    """Return the ordinal of a day that is given as 20240131."""
    return dt.date(day // 10_000, day // 100 % 100, day % 100).toordinal()


def date_of(ordinal: int) -> dt.date:
    """Return the date of an ordinal; one outside the range of dates becomes the nearest date."""
    return dt.date.fromordinal(min(max(1, ordinal), dt.date.max.toordinal()))


STRONG = frozenset({NameMark.CREDIT, NameMark.OFFICE, NameMark.SPEECH})
"""The marks each of which alone makes a name certain."""


class PersonRow(Struct, frozen=True):
    """A person in a list.

    `label` distinguishes people of one name whom the reader has split, else "". `pinyin` has tones and a space
    between syllables; `initials` are the first letters of the syllables. `articles` is what a search for the name
    counts. `certainty` is that of the surest of these articles. `seen` are the days of the first and the
    last article. `forms` are all printed forms of the name: `name` first, the others by
    falling number of articles. An article with several forms is counted once. `newspapers` are those of
    the articles, in a library of several newspapers.
    """

    name: str
    label: str
    pinyin: str
    initials: str
    articles: int
    certainty: Certainty
    seen: SeenDays = SeenDays()
    forms: tuple[str, ...] = ()
    newspapers: tuple[str, ...] = ()


class Office(Struct, frozen=True):
    """An office, such as that of the 副市长 of 江城市."""

    rank: str
    """The words that qualify the title, as they are printed: 副, 代, 原, 兼, 常务副, 第一, 名誉; "" for the chief."""
    title: str
    body: str
    """What it is an office of; "" where that is not known."""


class ToldOffice(Struct, frozen=True):
    """An office that an article tells of somebody, and how it is known of which body.

    `organ` is what is printed of a body whose place is not known (市委, 省政协).
    """

    office: Office
    body: Fact[str]
    organ: str = ""


class HeldOffice(Struct, frozen=True):
    """An office told with a name: as printed, in its parts, the first and the last day, the number of articles.

    `body` tells how the body is known.
    """

    title: str
    office: Office
    body: Fact[str]
    seen: SeenDays
    articles: int

    @property
    def in_words(self) -> str:
        """The office as printed, with its body and a mark where that is told elsewhere, and not surely."""
        if not self.body.value or self.body.is_sure:
            return self.title
        return say("{title}（{body}，{mark}）", title=self.title, body=self.body.value, mark=self.body.mark)


class Companion(Struct, frozen=True):
    """A person named in the same articles as another; `articles` counts these, with the name in any of its forms."""

    name: str
    label: str
    articles: int
    forms: tuple[str, ...]


class NameEvidence(Struct, frozen=True):
    """An article as evidence for a name; `mark` is the kind of evidence, `quote` the text around it, as printed."""

    article_id: int
    newspaper: str
    date: dt.date | None
    headline: str
    certainty: Certainty
    mark: str
    quote: str
    facts: IssueFacts = NO_FACTS
    """How newspaper and day are known."""

    def where(self, word: Callable[[dt.date], str]) -> tuple[str, str]:
        """Return day and newspaper, each with a mark if it is not printed; `word` says a day."""
        day = with_remark(word(self.date), self.facts.day) if self.date else say("日期不详")
        return day, with_remark(self.newspaper, self.facts.title)


class PersonCard(Struct, frozen=True):
    """Everything known about a person.

    `articles` is the sum of `certain`, `likely` and `only_string`; `written` counts those that credit the person.
    `spellings` are all forms of the name: `name` first, the others by falling number of articles. `seen` are
    the days of the first and the last article.
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
    offices: tuple[HeldOffice, ...]
    seen: SeenDays
    companions: tuple[Companion, ...]


def certainty_words(certainty: Certainty) -> str:
    return {
        Certainty.CERTAIN: say("确定是人名"),
        Certainty.LIKELY: say("多半是人名"),
        Certainty.STRING: say("只是字样"),
    }[certainty]


def mark_words(mark: str) -> str:
    """Return the words for a mark in the user interface; "" for a mark that has none."""
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
    """Return a name with the label that the reader has given to the person, if any: 陈明（船工）."""
    if label:
        return say("{name}（{label}）", name=name, label=label)
    return name


class PersonOverlay(Struct, frozen=True):
    """The decisions about people in effect, resolved."""

    struck: frozenset[str] = frozenset()
    """The strings that are no names."""
    into: Mapping[str, str] = field(default_factory=dict)
    """The name under which a person is listed, by each other spelling of it, forms included."""
    parted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each name of several people, the label of the person by the name of a printing; "" is the first person.

    If an article has several printings here, the last of them counts.
    """

    def name_of(self, spelling: str) -> str:
        """Return the name under which a spelling is listed."""
        return self.into.get(spelling, spelling)

    def spellings_of(self, name: str) -> tuple[str, ...]:
        """Return all spellings of a person's name that were not struck out, starting with `name` itself."""
        others = sorted(other for other, main_name in self.into.items() if main_name == name)
        return tuple(spelling for spelling in (name, *others) if spelling not in self.struck)

    def labels_of(self, name: str) -> Sequence[str]:
        """Return the sorted labels of all people of a name except the first."""
        return sorted({label for label in self.parted.get(name, {}).values() if label})

    def touched(self) -> frozenset[str]:
        return self.struck | self.into.keys() | frozenset(self.into.values()) | self.parted.keys()


def names_decided(decisions: Iterable[Decision]) -> frozenset[str]:
    names: set[str] = set()
    for decision in decisions:
        match decision.content:
            case _ if decision.undone:
                pass
            case StruckOutName(name=name, forms=forms):
                names.update((name, *forms))
            case MergedName(name=name, into=own):
                names.update((name, own))
            case SplitPerson(name=name):
                names.add(name)
    return frozenset(names)


def overlay_of(decisions: Iterable[Decision], forms: Iterable[Sequence[str]] = ()) -> PersonOverlay:
    """Return the overlay of the decisions in effect; decisions about other things are ignored.

    `forms` has a sequence for each name with several forms, starting with the form under which it is listed.
    """
    in_effect = sorted((decision for decision in decisions if not decision.undone), key=order_of)
    contents = [effective.content for effective in in_effect]
    struck = set(
        chain.from_iterable(
            (struck_name.name, *struck_name.forms)
            for struck_name in contents
            if isinstance(struck_name, StruckOutName)
        )
    )
    lead: dict[str, str] = {}
    for group in forms:
        standing = [name for name in group if name not in struck]
        lead.update((name, standing[0]) for name in standing)
    into: dict[str, str] = {}
    chosen: dict[str, str] = {}
    """The form under which the reader wants a name to be listed, by the form under which it would be listed."""
    parted: list[SplitPerson] = []
    for content in contents:
        match content:
            case MergedName(name=name, into=own):
                _merge(into, lead.get(name, name), lead.get(own, own))
                if own in lead:
                    chosen[lead[own]] = own
            case SplitPerson() as split:
                parted.append(split)
    owns = {}
    for name in into.keys() | lead.keys():
        first = lead.get(name, name)
        end = _way_from(into, first)[-1]
        end = first if end in struck else end
        owns[name] = chosen.get(end, end)
    resolved = {name: own for name, own in owns.items() if own != name}
    labels: dict[str, dict[str, str]] = {}
    for split in parted:
        of_name = labels.setdefault(resolved.get(split.name, split.name), {})
        for key in split.keys:
            # the latest decision has to come last: the last one counts for an article with several printings
            of_name.pop(key, None)
            of_name[key] = split.label
    are_several = {name: keys for name, keys in labels.items() if any(keys.values())}
    return PersonOverlay(frozenset(struck), resolved, are_several)


def _merge(into: dict[str, str], name: str, person_name: str) -> None:
    """Merge a name into another; if that was merged into the first, this merge is removed, to avoid a cycle."""
    if name == person_name:
        return
    if name in _way_from(into, person_name):
        del into[person_name]
    into[name] = person_name


def _way_from(into: Mapping[str, str], name: str) -> list[str]:
    way = [name]
    while way[-1] in into:
        way.append(into[way[-1]])
    return way
