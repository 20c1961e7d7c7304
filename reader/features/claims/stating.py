"""What a sentence states: its words in a form in which they are compared, its days, figures and names."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from reader.features.claims.figures import Figure, figures_in
from reader.features.claims.sentences import Sentence, years_in
from reader.language.dates.calendar import Days, months
from reader.language.deeds import FREE, SAYS_NOTHING, SIGNS
from reader.language.equality import simplified
from reader.language.named_things import names_in
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import by_first, pattern
from reader.newspaper.facts import Fact, Rule, fact_by, unknown
from reader.parsing import mentioned_days

DAY_SIGN = "\U000f0000"
"""What stands for words that tell a day, where texts are compared."""
CLAUSE = "，"
"""What stands for any mark between clauses."""
_CLAUSE_MARKS = frozenset("，；。：！？,;:!?\n……")
_OF_UNIT = 0xF0000
_OF_RANK = 0x100000
_HALF_WIDTH = pattern(r"[,;:?!()](?:(?<![0-9].)|(?![0-9]))")
_FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")
_WORD = pattern(by_first(sorted((*SIGNS, *SAYS_NOTHING), key=len, reverse=True)))
_FREE = frozenset(FREE)
_RELATIVE = pattern("[昨今明前后即本上下][日天晚夜晨早周星个月年]|[周星]|礼拜")
"""Words that count from the day of a paper, which a sentence of a book has none of."""
_SAME_DAY, _SAME_YEAR = pattern("[同是该此][日]"), pattern("[同是该此当这那](?=年)")
_MONTH_DAY = pattern(
    rf"(?<!{NUMERAL})(?:(?P<month>{NUMERAL}{{1,3}})月(?:份|[初底末上中下]旬?)?)?(?:(?P<day>{NUMERAL}{{1,3}})[日号])?"
)
_HAS_MONTH = pattern(f"{NUMERAL}月|[正冬腊]月")
_OF_THAT_YEAR = pattern("[同是该此当这那]年")
_LONGEST_PART = 2
_LEAST_OF_NAME = 2
_LEAST_WORDS = 2
"""A heading that is only a day states nothing."""


class Core(Struct, frozen=True):
    """The words of a text as they are compared.

    Words for one deed are one sign, figures the sign of their unit, days `DAY_SIGN`; marks and what says nothing are
    left out. `places` are the spans of the printed text from which the characters are.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    figure_at: dict[int, Figure]
    day_at: dict[int, int]
    """For the places of days, the number of the day."""

    def printed(self, begin: int, end: int) -> tuple[int, int]:
        """Return the span of the printed text from which the characters [begin, end) are."""
        return self.places[begin][0], self.places[end - 1][1]


class StatedDay(Struct, frozen=True):
    """A day or days at the characters [start, end); without a year, only its month is known, or its day."""

    start: int
    end: int
    words: str
    days: Days | None
    month: int | None = None
    day: int | None = None


class Stated(Struct, frozen=True):
    """What a sentence states.

    `people` are those names in it that the library knows as those of people. `asks_year` is whether it tells a day of
    which nothing says the year.
    """

    plain: str
    core: Core
    days: tuple[StatedDay, ...]
    figures: tuple[Figure, ...]
    names: tuple[str, ...]
    people: frozenset[str]
    asks_year: bool

    @property
    def has_anything(self) -> bool:
        """Whether there is anything in it that a paper could tell otherwise: a name, a figure or a day, and a deed."""
        words = [character for character in self.core.text if not is_sign(character)]
        return len(words) >= _LEAST_WORDS and bool(self.names or self.figures or self.days)

    @property
    def span(self) -> Days | None:
        """The days from the first to the last one that it states; None if it states none."""
        days = [stated_day.days for stated_day in self.days if stated_day.days is not None]
        if not days:
            return None
        return Days(min(span.first for span in days), max(span.last for span in days))


def plain_of(text: str) -> str:
    """Return a text of the same length in simplified characters, with marks of full width but within numbers."""
    return _HALF_WIDTH.sub(_in_full_width, simplified(text))


def _in_full_width(match: re.Match[str]) -> str:
    return match[0].translate(_FULL_WIDTH)


def stated_in(sentence: Sentence, people: Collection[str] = ()) -> Stated:
    """Return what a sentence states; `people` are names of people of which it may have some."""
    plain = plain_of(sentence.text)
    days = tuple(_days_in(plain, sentence))
    core = core_of(plain, [(day.start, day.end) for day in days])
    names_of_people = frozenset(name for name in people if name in plain)
    names = [*names_of_people, *(name for name in names_in(plain) if _may_be_name(name, days, plain))]
    asks_year = sentence.year is None and any(day.days is None for day in days)
    figures = tuple(core.figure_at.values())
    return Stated(plain, core, days, figures, tuple(dict.fromkeys(names)), names_of_people, asks_year)


def _may_be_name(name: str, days: Sequence[StatedDay], plain: str) -> bool:
    """Return whether a string is a name, and no word for a day or a deed."""
    if len(name) < _LEAST_OF_NAME or name in SIGNS or name in SAYS_NOTHING:
        return False
    at = plain.find(name)
    return not any(day.start <= at < day.end for day in days)


# -- days


def _days_in(plain: str, sentence: Sentence) -> Iterator[StatedDay]:
    """Yield the days that a sentence states, counted from the year and month that its text is about."""
    text = _SAME_YEAR.sub("本", _SAME_DAY.sub("当日", plain))
    base = _base_of(text, sentence)
    spans: list[tuple[int, int]] = []
    for mention in mentioned_days(text, base):
        words = plain[mention.start : mention.end]
        if _RELATIVE.match(words) and not _OF_THAT_YEAR.match(words):
            continue
        if mention.days is not None:
            spans.append((mention.start, mention.end))
            yield StatedDay(mention.start, mention.end, words, mention.days)
            continue
        partial_day = _without_year(mention.start, words)
        if partial_day is not None:
            spans.append((mention.start, mention.end))
            yield partial_day
    for start, end, year in years_in(plain):
        if not any(first < end and start < last for first, last in spans):
            yield StatedDay(start, end, plain[start:end], months(year, 1, 12))


def _base_of(text: str, sentence: Sentence) -> Fact[dt.date]:
    """Return a day in the year and month that a text is about: the middle of a year for a month without one."""
    if sentence.year is None:
        return unknown()
    if sentence.month is None or _HAS_MONTH.search(text):
        return fact_by(Rule.OWN_WORDS, dt.date(sentence.year, 7, 1))
    return fact_by(Rule.OWN_WORDS, months(sentence.year, sentence.month, sentence.month).last)


def _without_year(start: int, words: str) -> StatedDay | None:
    match = _MONTH_DAY.fullmatch(words)
    if match is None or not words:
        return None
    month = number_of(match["month"] or "")
    day = number_of(match["day"] or "")
    return StatedDay(start, start + len(words), words, None, month, day)


# -- the form in which texts are compared


def core_of(plain: str, days: Sequence[tuple[int, int]]) -> Core:
    """Return the words of a text in simplified characters as they are compared; `days` are the spans that tell days."""
    builder = _CoreBuilder()
    figures = {
        figure.start: figure
        for figure in figures_in(plain)
        if not any(start < figure.end and figure.start < end for start, end in days)
    }
    day_number_at = {start: number for number, (start, _) in enumerate(days)}
    at = 0
    while at < len(plain):
        if at in day_number_at:
            number = day_number_at[at]
            builder.day_at[len(builder.characters)] = number
            at = builder.add(DAY_SIGN, at, days[number][1])
        elif at in figures:
            figure = figures[at]
            builder.figure_at[len(builder.characters)] = figure
            at = builder.add(_sign_of(figure.unit), at, figure.end)
        else:
            at = _next_word(plain, at, builder)
    return builder.core()


class _CoreBuilder:
    def __init__(self) -> None:
        self.characters: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.figure_at: dict[int, Figure] = {}
        self.day_at: dict[int, int] = {}

    def add(self, character: str, start: int, end: int) -> int:
        """Add a character that stands for those from start to end. Return the end."""
        self.characters.append(character)
        self.places.append((start, end))
        return end

    def core(self) -> Core:
        return Core("".join(self.characters), tuple(self.places), self.figure_at, self.day_at)


def _next_word(plain: str, at: int, builder: _CoreBuilder) -> int:
    """Add the word or character at a place, unless it says nothing. Return where it ends."""
    word = _WORD.match(plain, at)
    if word is not None:
        sign = SIGNS.get(word[0])
        if sign is not None:
            builder.add(sign[1], at, word.end())
        return word.end()
    character = plain[at]
    if character in _CLAUSE_MARKS:
        if builder.characters and builder.characters[-1] != CLAUSE:
            builder.add(CLAUSE, at, at + 1)
    elif character.isalnum() and character not in _FREE:
        builder.add(character.casefold()[:1], at, at + 1)
    return at + 1


def _sign_of(unit: str) -> str:
    """Return the sign of figures with a unit; one of 第三届 is another than that of 三届."""
    if unit.startswith("第"):
        return chr(_OF_RANK + ord(unit[-1]) % 0xFFFE)
    if not unit:
        return chr(_OF_UNIT + 1)
    return chr(_OF_UNIT + ord(unit[-1]) % 0xFFFE)


def grams_of(core: str) -> set[str]:
    """Return the pairs of neighbouring characters of a compared text, without those across a mark, day or figure."""
    pairs = (core[at : at + _LONGEST_PART] for at in range(len(core) - 1))
    return {pair for pair in pairs if not any(is_sign(character) for character in pair)}


def is_sign(character: str) -> bool:
    """Return whether a character of a compared text stands for a mark, a day or a figure."""
    return character == CLAUSE or ord(character) >= _OF_UNIT


def searched_grams(plain: str, core: Core) -> list[str]:
    """Return the pairs of characters that stand beside each other in the text itself, by which an index is asked."""
    found: dict[str, None] = {}
    for before, after in zip(core.places, core.places[1:], strict=False):
        gram = plain[before[0] : after[1]]
        if before[1] == after[0] and len(gram) == _LONGEST_PART and gram.isalnum():
            found[gram] = None
    return list(found)
