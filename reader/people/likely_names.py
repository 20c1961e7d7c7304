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

from reader.language import common_words, names
from reader.language.forms import HAN
from reader.people.marks import TOLD, Marks

Numbers = NDArray[np.float64]
Codes = NDArray[np.uint64]
_CODES = 1 << 16
_BEYOND_BASIC = _CODES - 1
"""What stands for all Han characters beyond the basic plane, which are rare; it is no character itself."""
_HAN_BEYOND = 0x20000, 0x3FFFF
"""The first and the last code of the Han characters beyond the basic plane."""
_BITS = np.uint64(16)
_LONGEST = 4


class LikelyName(NamedTuple):
    """Characters of a text that may be a name, and the logarithm of how probable they are as one."""

    begin: int
    end: int
    chance: float


class _Table(NamedTuple):
    """Logarithms by the code of a character, as in `names.Chances` (minus infinity for what is in no name), and of the
    chance of a character as a word; for pairs of characters by how much likelier these are as one word than as two; the
    compound surnames; the famous people by the length of their names.
    """

    family: Numbers
    first: Numbers
    second: Numbers
    alone: Numbers
    word: Numbers
    pairs: Codes
    gains: Numbers
    compounds: Codes
    famous: tuple[Codes, ...]


def likely_names(text: str, marks: Marks, least: float, least_untold: float) -> Iterator[LikelyName]:
    """Yield what may be a name with a surname of one or two characters: what may be likelier as one by `least` where a
    mark stands beside it, by `least_untold` where none does; and all names of famous people.
    """
    codes = _codes(text + "\n" * _LONGEST)
    pairs = codes[:-1] << _BITS | codes[1:]
    begins, ends = (
        np.frombuffer(flags.ljust(len(codes), b"\0"), np.uint8) & TOLD != 0
        for flags in (marks.begins, marks.ends)
    )
    table = _table()
    is_compound = _is_among(pairs, table.compounds)
    yield from _with_compound(text, np.flatnonzero(is_compound).tolist(), begins, ends, least, least_untold)
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
    cost = -table.word[characters[0]]
    saved = np.zeros(len(at))
    keys = characters[0]
    for number, chance in enumerate(chances, 1):
        cost = cost - table.word[characters[number]]
        saved = np.maximum(saved, _gains(pairs[at + (number - 1)]))
        keys = keys << _BITS | characters[number]
        bound = np.where(begins[at] | ends[at + (number + 1)], least, least_untold)
        may_be = (cost - saved + chance > bound) | _is_among(keys, table.famous[number + 1])
        hits = np.flatnonzero(may_be & (chance > -np.inf))
        for begin, each in zip(at[hits].tolist(), chance[hits].tolist(), strict=True):
            yield LikelyName(begin, begin + number + 1, each)


def _with_compound(
    text: str,
    places: Iterable[int],
    begins: NDArray[np.bool_],
    ends: NDArray[np.bool_],
    least: float,
    least_untold: float,
) -> Iterator[LikelyName]:
    for begin in places:
        for end in (begin + 3, begin + 4):
            name = text[begin:end]
            if end <= len(text) and _HAN_ALONE.fullmatch(name):
                chance = names.chance_of_name(name)
                bound = least if begins[begin] or ends[end] else least_untold
                if chance is not None and (
                    common_words.is_famous(name) or common_words.most_cost(name) + chance > bound
                ):
                    yield LikelyName(begin, end, chance)


def _codes(text: str) -> Codes:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_han_beyond = (codes >= _HAN_BEYOND[0]) & (codes <= _HAN_BEYOND[1])
    return np.where(codes < _CODES, codes, np.where(is_han_beyond, _BEYOND_BASIC, 0)).astype(np.uint64)


def _is_among(keys: Codes, known: Codes) -> NDArray[np.bool_]:
    return np.asarray(known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys)


def _gains(pairs: Codes) -> Numbers:
    """Return by how much pairs of characters are likelier as a word than as two; 0 for those that are none."""
    table = _table()
    at = np.minimum(np.searchsorted(table.pairs, pairs), len(table.pairs) - 1)
    return np.where(table.pairs[at] == pairs, table.gains[at], 0.0)


@cache
def _table() -> _Table:
    chances, words = names.chances(), common_words.chances()
    is_han = np.zeros(_CODES, bool)
    for found in _HAN_ALONE.finditer("".join(map(chr, range(_CODES)))):
        is_han[found.start() : found.end()] = True
    is_han[_BEYOND_BASIC] = True

    def of_characters(known: Mapping[str, float], unknown: float, others: float = -np.inf) -> Numbers:
        found = np.where(is_han, unknown, others)
        basic = {ord(character): chance for character, chance in known.items() if ord(character) < _CODES}
        found[[*basic]] = [*basic.values()]
        return found

    word = of_characters({each: words[each] for each in words if len(each) == 1}, *[common_words.UNKNOWN] * 2)
    of_two = [each for each in words if len(each) == 2]
    first, second = _codes("".join(of_two)).reshape(-1, 2).T
    pairs = first << _BITS | second
    gains = np.array([words[each] for each in of_two]) - word[first] - word[second]
    order = np.argsort(pairs)
    famous = [[_key(name) for name in common_words.famous() if len(name) == length] for length in range(5)]
    return _Table(
        of_characters(chances.family, -np.inf),
        of_characters(chances.first, chances.unknown[0]),
        of_characters(chances.second, chances.unknown[1]),
        of_characters(chances.alone, chances.unknown[2]),
        word,
        pairs[order],
        gains[order],
        np.array(sorted(map(_key, names.compound_surnames())), np.uint64),
        tuple(np.array(sorted(each), np.uint64) for each in famous),
    )


def _key(text: str) -> int:
    key = 0
    for character in text:
        key = key << int(_BITS) | ord(character)
    return key


_HAN_ALONE = re.compile(f"[{HAN}]+")
