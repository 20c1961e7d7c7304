"""What may be a person's name in a text, by its characters alone: a surname and a given name, or a foreign name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from reader.language import common_words, foreign_names, names
from reader.language.forms import HAN
from reader.people.marks import TITLES, Marks

_RUN = re.compile(f"[{HAN}]{{2,}}")
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """The characters of a text from `begin` to `end`, which may be a name.

    `chance` is the logarithm of how probable they are as a name, `cost` by how much they make a text of words rarer.
    """

    begin: int
    end: int
    name: str
    kind: Kind
    chance: float
    cost: float


class _Run:
    """Han characters that stand together, `start` in the text, and the words they make."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start

    @cached_property
    def cuts(self) -> common_words.Cuts:
        return common_words.cuts(self.text)

    def candidate(self, begin: int, end: int, kind: Kind, chance: float) -> Candidate:
        name, cost = self.text[begin:end], self.cuts.cost(begin, end)
        return Candidate(self.start + begin, self.start + end, name, kind, chance, cost)


def candidates_in(text: str, marks: Marks) -> Iterator[Candidate]:
    """Yield what may be a name in a text in simplified characters, which has these marks; much of it overlaps."""
    for found in _RUN.finditer(text):
        run = _Run(found[0], found.start())
        yield from _chinese(run, marks)
        yield from _foreign(run)
        yield from _japanese(run)


def _chinese(run: _Run, marks: Marks) -> Iterator[Candidate]:
    for begin, longest in names.may_begin_at(run.text):
        for length, chance in names.chances_of_names(longest):
            name = longest[:length]
            is_famous = common_words.is_famous(name)
            most = common_words.most_cost(name) + chance
            at = run.start + begin
            if not is_famous and (
                most <= _LEAST or (most <= _LEAST_UNTOLD and not marks.are_beside(at, at + length))
            ):
                continue
            if _may_be_given(name[1:]):
                found = run.candidate(begin, begin + length, _kind_of(name), chance)
                if is_famous or found.cost + chance > _LEAST:
                    yield found


def _japanese(run: _Run) -> Iterator[Candidate]:
    for begin, longest in names.may_begin_japanese(run.text):
        for length in range(3, len(longest) + 1):
            chance = names.chance_of_japanese(longest[:length])
            if chance is not None and _PARTICLES.isdisjoint(longest[:length]):
                found = run.candidate(begin, begin + length, Kind.JAPANESE, chance)
                if found.cost + chance > _LEAST_OF_FOREIGN:
                    yield found


def _may_be_given(given: str) -> bool:
    """Return whether what stands behind a surname is neither a title (邓先生) nor makes a village of it (王家村)."""
    if given in TITLES or not _PARTICLES.isdisjoint(given):
        return False
    return not (given[0] == "家" and given[1:] in _VILLAGES)


def _foreign(run: _Run) -> Iterator[Candidate]:
    text = run.text
    for begin, end in foreign_names.runs(text):
        whole = text[begin : min(end, begin + foreign_names.LONGEST)]
        if common_words.most_cost(whole) + foreign_names.chance_of_foreign_name(whole) <= _LEAST_OF_RUN:
            continue
        is_led = end - begin > _AROUND and begin > 0 and names.is_surname(text[begin - 1])
        for first in range(begin - is_led, min(begin + _AROUND, end - 2) + 1):
            for last in range(max(first + 2, end - _AROUND), min(end, first + foreign_names.LONGEST) + 1):
                chance = foreign_names.chance_of_foreign_name(text[first:last])
                found = run.candidate(first, last, Kind.FOREIGN, chance)
                if found.cost + chance > _LEAST_OF_FOREIGN and _PARTICLES.isdisjoint(found.name):
                    yield found


def _kind_of(name: str) -> Kind:
    if names.has_compound_surname(name):
        return Kind.COMPOUND
    return (Kind.TWO, Kind.THREE, Kind.MARRIED)[len(name) - 2]
