"""What may be a person's name in a text, by its characters alone: a surname and a given name, or a foreign name."""

from bisect import bisect
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from reader.language import common_words, foreign_names, names
from reader.people.likely_names import likely_names
from reader.people.marks import TITLES, Marks

_LEAST = -2.5
"""By how much (a logarithm) a string may be likelier as words than as a name, and be one where marks tell so."""
_LEAST_UNTOLD = 4.0
"""The same where no mark and no punctuation stands beside it."""
_LEAST_OF_FOREIGN = 0.0
_LEAST_OF_RUN = -4.0
"""The same for the characters of foreign names that stand together, some of which may not be of the name."""
_PARTICLES = frozenset("的了是在和与及把被们这那她它您吗呢吧啊么什氏某")
"""What hardly any name has: 那 and 什 are written in foreign ones, but begin words of every day."""
_VILLAGES = frozenset("庄村湾沟坪屯桥口界寨堡店窑凹岭河坡塘冲港渡营集庙")
_AROUND = 2
"""How many characters a foreign name may be shorter, on either side, than the run of characters it stands in."""


class Kind(IntEnum):
    """The shape of a name."""

    TWO = 0
    """A surname and one character."""
    THREE = 1
    COMPOUND = 2
    """A surname of two characters and one or two more."""
    MARRIED = 3
    """The surnames of husband and wife, and two characters."""
    FOREIGN = 4
    JAPANESE = 5


class Candidate(NamedTuple):
    """The characters of a text from `begin` to `end`, which may be a name.

    `chance` is the logarithm of how probable they are as a name, `cost` by how much they make a text of words rarer.
    """

    begin: int
    end: int
    name: str
    kind: Kind
    chance: float
    cost: float


class _Runs:
    """The stretches of Han characters of a text, each cut into words when a place in it is asked for."""

    def __init__(self, text: str, marks: Marks) -> None:
        self._text = text
        self._breaks = marks.breaks
        self._cuts: dict[int, common_words.Cuts] = {}

    def candidate(self, begin: int, end: int, kind: Kind, chance: float) -> Candidate:
        number = bisect(self._breaks, begin)
        start = self._breaks[number - 1] + 1
        cuts = self._cuts.get(number)
        if cuts is None:
            cuts = self._cuts[number] = common_words.cuts(self._text[start : self._breaks[number]])
        return Candidate(
            begin, end, self._text[begin:end], kind, chance, cuts.cost(begin - start, end - start)
        )


def candidates_in(text: str, marks: Marks) -> Iterator[Candidate]:
    """Yield what may be a name in a text in simplified characters, which has these marks; much of it overlaps."""
    runs = _Runs(text, marks)
    yield from _chinese(text, runs, marks)
    yield from _foreign(text, runs)
    yield from _japanese(text, runs)


def _chinese(text: str, runs: _Runs, marks: Marks) -> Iterator[Candidate]:
    for begin, end, chance in likely_names(text, marks, _LEAST, _LEAST_UNTOLD):
        given = text[begin + 1 : end]
        if (
            given in TITLES
            or (given[0] == "家" and given[1:] in _VILLAGES)
            or not _PARTICLES.isdisjoint(given)
        ):
            continue  # 邓先生, 王家村
        found = runs.candidate(begin, end, _kind_of(text[begin:end]), chance)
        if found.cost + chance > _LEAST or common_words.is_famous(found.name):
            yield found


def _japanese(text: str, runs: _Runs) -> Iterator[Candidate]:
    for begin, longest in names.may_begin_japanese(text):
        for length in range(3, len(longest) + 1):
            chance = names.chance_of_japanese(longest[:length])
            if chance is not None and _PARTICLES.isdisjoint(longest[:length]):
                found = runs.candidate(begin, begin + length, Kind.JAPANESE, chance)
                if found.cost + chance > _LEAST_OF_FOREIGN:
                    yield found


def _foreign(text: str, runs: _Runs) -> Iterator[Candidate]:
    for begin, end in foreign_names.runs(text):
        whole = text[begin : min(end, begin + foreign_names.LONGEST)]
        if common_words.most_cost(whole) + foreign_names.chance_of_foreign_name(whole) <= _LEAST_OF_RUN:
            continue
        is_led = end - begin > _AROUND and begin > 0 and names.is_surname(text[begin - 1])
        for first in range(begin - is_led, min(begin + _AROUND, end - 2) + 1):
            for last in range(max(first + 2, end - _AROUND), min(end, first + foreign_names.LONGEST) + 1):
                chance = foreign_names.chance_of_foreign_name(text[first:last])
                found = runs.candidate(first, last, Kind.FOREIGN, chance)
                if found.cost + chance > _LEAST_OF_FOREIGN and _PARTICLES.isdisjoint(found.name):
                    yield found


_BY_LENGTH = {2: Kind.TWO, 3: Kind.THREE, 4: Kind.MARRIED}


def _kind_of(name: str) -> Kind:
    if names.has_compound_surname(name):
        return Kind.COMPOUND
    return _BY_LENGTH[len(name)]
