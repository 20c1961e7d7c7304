"""What may be a person's name in a text, by its characters alone: a surname and a given name, or a foreign name."""

from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.language import code_arrays, common_words, foreign_names, names
from reader.language.code_arrays import Keys
from reader.people import coded_text
from reader.people.coded_text import CodedText, Numbers, Places
from reader.people.likely_names import likely_names
from reader.people.marks import TITLES, Marks
from reader.people.word_costs import costs

_LEAST = -2.5
"""By how much (a logarithm) a string may be likelier as words than as a name, and be one where marks tell so."""
_LEAST_UNTOLD = 4.0
"""The same where no mark and no punctuation stands beside it."""
_LEAST_OF_FOREIGN = 0.0
_LEAST_OF_RUN = -4.0
"""The same for the characters of foreign names that stand together, some of which may not be of the name."""
_PARTICLES = frozenset("的了是在和与及把被们这那她它您吗呢吧啊么什氏某")
"""What hardly any name has: 那 and 什 are written in foreign ones, but begin words of every day."""
_VILLAGES = "庄村湾沟坪屯桥口界寨堡店窑凹岭河坡塘冲港渡营集庙"
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


class Candidates(NamedTuple):
    """Characters of a text which may be names: where they begin and end, the shapes of the names, the logarithms of how
    probable they are as names, and by how much they make a text of words rarer.
    """

    begins: Places
    ends: Places
    kinds: Places
    chances: Numbers
    costs: Numbers

    def only(self, wanted: NDArray[np.bool_]) -> "Candidates":
        """Return those that are wanted."""
        begins, ends, kinds, chances, found_costs = self
        return Candidates(begins[wanted], ends[wanted], kinds[wanted], chances[wanted], found_costs[wanted])


def candidates_in(coded: CodedText, marks: Marks) -> Candidates:
    """Return what may be a name in a text in simplified characters, which has these marks; much of it overlaps."""
    likely = likely_names(coded, marks, _LEAST, _LEAST_UNTOLD)
    is_name = ~_is_no_name(coded, likely.begins, likely.ends)
    own_begins, own_ends, are_famous = (
        likely.begins[is_name],
        likely.ends[is_name],
        likely.are_famous[is_name],
    )
    own = own_begins, own_ends, _kinds(coded, own_begins, own_ends)
    others = np.array([*_foreign(coded.text), *_japanese(coded.text)], np.float64).reshape(-1, 4)
    begins, ends, kinds = map(np.concatenate, zip(own, others[:, :3].astype(np.intp).T, strict=True))
    chances = np.concatenate([likely.chances[is_name], others[:, 3]])
    found = Candidates(begins, ends, kinds, chances, costs(coded, np.array(marks.breaks), begins, ends))
    may_be = found.costs + chances > np.where(kinds < Kind.FOREIGN, _LEAST, _LEAST_OF_FOREIGN)
    may_be[: len(are_famous)] |= are_famous
    return found.only(may_be)


def _is_no_name(coded: CodedText, begins: Places, ends: Places) -> NDArray[np.bool_]:
    """Return which strings go on behind a surname as no name does: 邓先生, 王家村, 那是."""
    sizes = ends - begins
    is_title = np.zeros(len(begins), bool)
    for length, titles in _titles().items():
        of_length = np.flatnonzero(sizes == length + 1)
        is_title[of_length] = code_arrays.is_among(coded.keys(begins[of_length] + 1, length), titles)
    second, third = coded.codes[begins + 1], coded.codes[begins + 2]
    is_village = (sizes == len("王家村")) & (second == ord("家")) & coded_text.flags(_VILLAGES)[third]
    is_none: NDArray[np.bool_] = is_title | is_village | _has_particle(coded, begins + 1, ends)
    return is_none


def _has_particle(coded: CodedText, begins: Places, ends: Places) -> NDArray[np.bool_]:
    before = np.concatenate([[0], np.cumsum(_particles()[coded.codes])])
    return np.asarray(before[ends] > before[begins])


def _kinds(coded: CodedText, begins: Places, ends: Places) -> Places:
    sizes = ends - begins
    kinds = np.array([0, 0, *_BY_LENGTH.values()])[sizes]
    is_compound = code_arrays.is_among(coded.pairs[begins], _compounds()) & (sizes > len("欧阳"))
    return np.where(is_compound, Kind.COMPOUND, kinds)


def _japanese(text: str) -> Iterator[tuple[int, int, Kind, float]]:
    for begin, longest in names.may_begin_japanese(text):
        for length in range(3, len(longest) + 1):
            chance = names.chance_of_japanese(longest[:length])
            if chance is not None and _PARTICLES.isdisjoint(longest[:length]):
                yield begin, begin + length, Kind.JAPANESE, chance


def _foreign(text: str) -> Iterator[tuple[int, int, Kind, float]]:
    for begin, end in foreign_names.runs(text):
        whole = text[begin : min(end, begin + foreign_names.LONGEST)]
        if common_words.most_cost(whole) + foreign_names.chance_of_foreign_name(whole) <= _LEAST_OF_RUN:
            continue
        is_led = end - begin > _AROUND and begin > 0 and names.is_surname(text[begin - 1])
        for first in range(begin - is_led, min(begin + _AROUND, end - 2) + 1):
            for last in range(max(first + 2, end - _AROUND), min(end, first + foreign_names.LONGEST) + 1):
                name = text[first:last]
                if _PARTICLES.isdisjoint(name):
                    yield first, last, Kind.FOREIGN, foreign_names.chance_of_foreign_name(name)


_BY_LENGTH = {2: Kind.TWO, 3: Kind.THREE, 4: Kind.MARRIED}


@cache
def _titles() -> dict[int, Keys]:
    """Return the words for people that stand behind a surname, by their length."""
    lengths = range(1, code_arrays.LONGEST)
    return {
        length: np.sort(code_arrays.keys_of([title for title in TITLES if len(title) == length]))
        for length in lengths
    }


@cache
def _compounds() -> Keys:
    return np.sort(code_arrays.keys_of([*names.compound_surnames()]))


@cache
def _particles() -> NDArray[np.bool_]:
    return coded_text.flags("".join(_PARTICLES))
