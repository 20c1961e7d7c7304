"""By how much a name makes the words of a text rarer, for many places at once.

The words of a stretch are the likeliest that make it up: found place by place, by dynamic programming, for many
stretches together.
"""

import numpy as np
from numpy.typing import NDArray

from reader.language import code_arrays, common_words
from reader.people.coded_text import CodedText, Numbers, Places, tables

_LONGEST = 5
"""The characters of the longest word."""
_CELLS = 1 << 15
"""Characters of the stretches that are looked at together, as many for each as the longest of them has."""


def costs(coded: CodedText, breaks: Places, begins: Places, ends: Places) -> Numbers:
    """Return for parts of a text by how much the words of the whole stretch are rarer than those on either side.

    A stretch reaches from one of the `breaks`, which are ascending, to the next.
    """
    behind = breaks.searchsorted(begins)
    stretches, which = np.unique(behind, return_inverse=True)
    starts = breaks[stretches - 1] + 1
    sizes = breaks[stretches] - starts
    by_size = np.argsort(-sizes, kind="stable")
    of_part = np.argsort(by_size)[which]
    found = np.empty(len(begins))
    first = 0
    while first < len(by_size):
        some = by_size[first : first + max(1, _CELLS // int(sizes[by_size[first]]))]
        up_to, rest = _cuts(coded, starts[some], sizes[some])
        parts = np.flatnonzero((of_part >= first) & (of_part < first + len(some)))
        of = of_part[parts] - first
        start = starts[some][of]
        found[parts] = (
            up_to[begins[parts] - start, of] + rest[ends[parts] - start, of] - up_to[sizes[some][of], of]
        )
        first += len(some)
    return found


def _cuts(coded: CodedText, starts: Places, sizes: Places) -> tuple[Numbers, Numbers]:
    """Return the chances of the likeliest words of stretches, given by falling sizes, up to each place and from there
    on: a row a place, a column a stretch.
    """
    words = _words(coded, starts, sizes)
    longest = len(words)
    up_to = np.full((longest + _LONGEST + 1, len(starts)), -np.inf)
    up_to[0] = 0
    rest = np.zeros(up_to.shape)
    still = np.searchsorted(-sizes, -np.arange(longest), "left").tolist()  # those that have a place more
    for at, count in enumerate(still):
        later = up_to[at + 1 : at + 1 + _LONGEST, :count]
        np.maximum(later, up_to[at, :count] + words[at, :, :count], out=later)
    for at in range(longest - 1, -1, -1):
        count = still[at]
        rest[at, :count] = (words[at, :, :count] + rest[at + 1 : at + 1 + _LONGEST, :count]).max(axis=0)
    return up_to, rest


def _words(coded: CodedText, starts: Places, sizes: Places) -> Numbers:
    """Return the chances of the words from each place on, by place, length and stretch; minus infinity for none."""
    known = tables()
    longest = int(sizes[0])
    offsets = np.arange(longest)[:, None]
    left = sizes - offsets
    at = np.minimum(starts + offsets, len(coded.pairs) - 1)
    words = np.full((longest, _LONGEST, len(starts)), -np.inf)
    words[:, 0] = np.where(left > 0, known.alone[coded.codes[at]], -np.inf)
    pair = coded.words_of_two[at]
    place = np.nonzero((pair >= 0) & (left > 1))  # as words are Han characters, none goes on behind a stretch
    words[place[0], 1, place[1]] = known.of_two[pair[place]]
    for length, (keys, chances) in enumerate(known.longer, 3):
        place = _only(place, known.longest[pair[place]] >= length)
        number = code_arrays.places(coded.keys(at[place], length), keys)
        row, column = _only(place, number >= 0)
        words[row, length - 1, column] = chances[number[number >= 0]]
    chance_of = common_words.chances()
    place = _only(place, known.longest[pair[place]] >= _LONGEST)
    for row, column, begin in zip(*(each.tolist() for each in (*place, at[place])), strict=True):
        words[row, _LONGEST - 1, column] = chance_of.get(coded.text[begin : begin + _LONGEST], -np.inf)
    return words


def _only(place: tuple[NDArray[np.intp], ...], wanted: NDArray[np.bool_]) -> tuple[NDArray[np.intp], ...]:
    return tuple(each[wanted] for each in place)
