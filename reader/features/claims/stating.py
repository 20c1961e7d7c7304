"""What a sentence states: its words in a form in which they are compared, its days, figures and names."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from reader.features.claims.figures import Figure, figures_in
from reader.features.claims.plain_text import plain_of
from reader.features.claims.sentences import Sentence
from reader.features.claims.told_days import StatedDay, stated_days
from reader.language import names, words
from reader.language.dates.calendar import Days
from reader.language.deeds import FREE, SAYS_NOTHING, SIGNS
from reader.language.named_things import names_in
from reader.language.patterns import by_first, pattern

DAY_SIGN = "\U000f0000"
"""What stands for words that tell a day, where texts are compared."""
CLAUSE = "，"
"""What stands for any mark between clauses."""
_CLAUSE_MARKS = frozenset("，；。：！？,;:!?\n……")
_OF_UNIT = 0xF0000
_OF_RANK = 0x100000
_WORD = pattern(by_first(sorted((*SIGNS, *SAYS_NOTHING), key=len, reverse=True)))
_FREE = frozenset(FREE)
_LONGEST_PART = 2
_LEAST_OF_NAME = 2
_PART_OF_DAY = pattern("[夜晚晨早](?![报会稻霜饭班期茶色婚秋春])")
_LENGTH_OF_SAYING = 4
_OF_BODY = frozenset(
    "省市县区镇乡村州国部局厅院校厂社馆站桥路街港矿学店场库堤会队所行台庙寺宫园楼塔城团军号报"
)
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
        characters = [character for character in self.core.text if not is_sign(character)]
        is_name_alone = _letters(self.plain) in self.names
        has_facts = bool(self.names or self.figures or self.days)
        return len(characters) >= _LEAST_WORDS and has_facts and not is_name_alone

    @property
    def span(self) -> Days | None:
        """The days from the first to the last one that it states; None if it states none."""
        spans = [day.days for day in self.days if day.days is not None]
        if not spans:
            return None
        first_days = [span.first for span in spans]
        last_days = [span.last for span in spans]
        return Days(min(first_days), max(last_days))


def _letters(plain: str) -> str:
    """Return a text without the marks around it."""
    return plain.strip("，。；：！？、 　“”‘’《》（）#")


def stated_in(sentence: Sentence, people: Collection[str] = ()) -> Stated:
    """Return what a sentence states; `people` are names of people of which it may have some."""
    plain = plain_of(sentence.text)
    days = tuple(stated_days(plain, sentence.above))
    core = core_of(plain, [(day.start, day.end) for day in days])
    names_of_people = frozenset(name for name in people if name in plain)
    other_names = [name for name in names_in(plain) if _may_be_name(name, days, plain)]
    all_names = dict.fromkeys([*names_of_people, *other_names])
    asks_year = sentence.above.year is None and any(day.days is None for day in days)
    figures = tuple(core.figure_at.values())
    return Stated(plain, core, days, figures, tuple(all_names), names_of_people, asks_year)


def _may_be_name(name: str, days: Sequence[StatedDay], plain: str) -> bool:
    """Return whether a string is a name, and no word for a day or a deed."""
    if len(name) < _LEAST_OF_NAME or name in SIGNS or name in SAYS_NOTHING or _is_saying(name):
        return False
    at = plain.find(name)
    return not any(day.start <= at < day.end for day in days)


def _is_saying(name: str) -> bool:
    """Return whether words of four characters that a dictionary has are a saying: 来来往往, and no body: 人民公社."""
    is_known = len(name) == _LENGTH_OF_SAYING and words.has_word(name)
    return is_known and not names.is_place(name) and name[-1] not in _OF_BODY and not words.names_person(name)


# -- the form in which texts are compared


def core_of(plain: str, days: Sequence[tuple[int, int]]) -> Core:
    """Return the words of a text in simplified characters as they are compared; `days` are the spans that tell days."""
    builder = _CoreBuilder()
    figures = {}
    for figure in figures_in(plain):
        if not any(start < figure.end and figure.start < end for start, end in days):
            figures[figure.start] = figure
    day_number_at = {start: number for number, (start, _) in enumerate(days)}
    at = 0
    while at < len(plain):
        if at in day_number_at:
            number = day_number_at[at]
            builder.day_at[len(builder.characters)] = number
            at = builder.add(DAY_SIGN, at, _behind_part_of_day(plain, days[number][1]))
        elif at in figures:
            figure = figures[at]
            builder.figure_at[len(builder.characters)] = figure
            at = builder.add(_sign_of(figure.unit), at, figure.end)
        else:
            at = _next_word(plain, at, builder)
    return builder.core()


def _behind_part_of_day(plain: str, end: int) -> int:
    """Return where a day ends with the part of it that stands behind: 十九日夜."""
    part = _PART_OF_DAY.match(plain, end)
    return part.end() if part is not None else end


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
    pairs = {core[at : at + _LONGEST_PART] for at in range(len(core) - 1)}
    return {pair for pair in pairs if not any(map(is_sign, pair))}


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
