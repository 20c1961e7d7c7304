"""Where a surname and what may be a given name stand in a text, by a bound that is quickly told for all places at once.

Most surnames are words of every day, and what stands behind them is mostly no name. Whether a string could be likelier
as a name than as words, if the words around it are the best for that, takes a few additions; they are made on arrays.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.language import code_arrays, common_words, names
from reader.language.code_arrays import Keys
from reader.language.forms import HAN
from reader.people import coded_text
from reader.people.coded_text import CodedText, Numbers, Places
from reader.people.marks import TOLD, Marks

_LONGEST = 4


class LikelyNames(NamedTuple):
    """Characters of a text that may be names, the logarithms of how probable they are as such, and which of them are
    names of famous people.
    """

    begins: Places
    ends: Places
    chances: Numbers
    are_famous: NDArray[np.bool_]


class _Table(NamedTuple):
    """Logarithms by the code of a character, as in `names.Chances` (minus infinity for what is in no name); the
    surnames of two characters; the famous people by the length of their names.
    """

    family: Numbers
    first: Numbers
    second: Numbers
    alone: Numbers
    compounds: Keys
    famous: tuple[Keys, ...]


def likely_names(coded: CodedText, marks: Marks, least: float, least_untold: float) -> LikelyNames:
    """Return what may be a name with a surname of one or two characters: what may be likelier as one by `least` where a
    mark stands beside it, by `least_untold` where none does; and all names of famous people.
    """
    codes = coded.codes
    begins, ends = (
        np.frombuffer(flags.ljust(len(codes), b"\0"), np.uint8) & TOLD != 0
        for flags in (marks.begins, marks.ends)
    )
    table, words = _table(), coded_text.tables()
    is_compound = code_arrays.is_among(coded.pairs, table.compounds)
    of_compound = [
        *_with_compound(coded.text, np.flatnonzero(is_compound), begins, ends, least, least_untold)
    ]
    found = [
        LikelyNames(
            np.array([begin for begin, *_ in of_compound], np.intp),
            np.array([end for _, end, *_ in of_compound], np.intp),
            np.array([chance for *_, chance, _ in of_compound], np.float64),
            np.array([is_famous for *_, is_famous in of_compound], bool),
        )
    ]
    at = np.flatnonzero(table.family[codes] > -np.inf)
    characters = [codes[at + number] for number in range(_LONGEST)]
    family, second_family = (table.family[each] for each in characters[:2])
    one_family = np.where(is_compound[at], -np.inf, family + names.OF_TWO)
    chances = (
        family + names.OF_ONE + table.alone[characters[1]],
        one_family + table.first[characters[1]] + table.second[characters[2]],
        one_family
        + second_family
        + names.OF_MARRIED
        + (table.first[characters[2]] + table.second[characters[3]]),
    )
    cost = -words.alone[characters[0]]
    saved = np.zeros(len(at))
    keys = characters[0].astype(np.uint64)
    for number, chance in enumerate(chances, 1):
        cost = cost - words.alone[characters[number]]
        saved = np.maximum(saved, _gains(coded, at + (number - 1)))
        keys = code_arrays.with_next(keys, characters[number])
        bound = np.where(begins[at] | ends[at + (number + 1)], least, least_untold)
        is_famous = code_arrays.is_among(keys, table.famous[number + 1])
        hits = np.flatnonzero(((cost - saved + chance > bound) | is_famous) & (chance > -np.inf))
        found.append(LikelyNames(at[hits], at[hits] + (number + 1), chance[hits], is_famous[hits]))
    return LikelyNames(*(np.concatenate(each) for each in zip(*found, strict=True)))


def _with_compound(
    text: str,
    places: Places,
    begins: NDArray[np.bool_],
    ends: NDArray[np.bool_],
    least: float,
    least_untold: float,
) -> Iterator[tuple[int, int, float, bool]]:
    for begin in places.tolist():
        for end in (begin + 3, begin + 4):
            name = text[begin:end]
            if end <= len(text) and _HAN_ALONE.fullmatch(name):
                chance = names.chance_of_name(name)
                bound = least if begins[begin] or ends[end] else least_untold
                is_famous = common_words.is_famous(name)
                if chance is not None and (is_famous or common_words.most_cost(name) + chance > bound):
                    yield begin, end, chance, is_famous


def _gains(coded: CodedText, at: Places) -> Numbers:
    """Return by how much pairs of characters are likelier as a word than as two; 0 for those that are none."""
    words = coded_text.tables()
    pair = coded.words_of_two[at]
    gains = words.of_two[pair] - words.alone[coded.codes[at]] - words.alone[coded.codes[at + 1]]
    return np.where(pair >= 0, gains, 0.0)


@cache
def _table() -> _Table:
    chances = names.chances()

    def of_characters(known: Mapping[str, float], unknown: float) -> Numbers:
        found = np.where(coded_text.is_han(), unknown, -np.inf)
        single = [each for each in known if len(each) == 1]
        found[code_arrays.codes("".join(single))] = [known[each] for each in single]
        return found

    return _Table(
        of_characters(chances.family, -np.inf),
        of_characters(chances.first, chances.unknown[0]),
        of_characters(chances.second, chances.unknown[1]),
        of_characters(chances.alone, chances.unknown[2]),
        _keys(names.compound_surnames()),
        tuple(_keys(name for name in common_words.famous() if len(name) == length) for length in range(5)),
    )


def _keys(strings: Iterable[str]) -> Keys:
    return np.sort(code_arrays.keys_of([*strings]))


_HAN_ALONE = re.compile(f"[{HAN}]+")
