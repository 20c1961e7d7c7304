"""Characters over the text of a page: stamps and watermarks, and a second layer that says the same.

Text is never printed over text: of two strings that lie over each other, one is no text of the page, or says the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.features.pdf.process import PdfPage


class Signs(Struct, frozen=True):
    """The characters of a page in the order of the file: code points, boxes, and angles in degrees.

    `unseen` tells of each whether it is printed without ink, as a recogniser's layer over a picture is.
    """

    codes: NDArray[np.uint32]
    boxes: NDArray[np.float64]
    angles: NDArray[np.float32]
    unseen: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Signs":
        return Signs(self.codes[chosen], self.boxes[chosen], self.angles[chosen], self.unseen[chosen])


def signs_of(page: PdfPage) -> Signs:
    """Return the characters of a page; level and all alike if that is not told."""
    angles = page.angles
    unseen = page.unseen
    if angles is None:
        angles = np.zeros(len(page.codes), np.float32)
    if unseen is None:
        unseen = np.full(len(page.codes), page.is_unseen)
    return Signs(page.codes, page.boxes, angles, unseen)


class Overprint(Struct, frozen=True):
    """Which characters of a page are stamps, and which are told again by a second layer."""

    stamped: NDArray[np.bool_]
    doubled: NDArray[np.bool_]


# Angles are those to the direction of most characters of the page, in degrees. A scan is tilted by less.
_LEAST_SLANT = 9.5
_LEAST_TILT = 1.5
"""The minimum angle of a string that is a stamp if it lies over text; printed text is level to a part of a degree."""
_MOST_STAMPED = 0.5
"""Maximum share of the characters of a page that are stamps; more are its text."""


def overprint_of(signs: Signs) -> Overprint:
    """Return which characters lie over the text of a page; none is both a stamp and told again."""
    if not len(signs.codes):
        return Overprint(np.zeros(0, bool), np.zeros(0, bool))
    strings = strings_of(signs)
    pairs = _pairs_over(signs, strings)
    doubled = _in_strings(strings, _strings_told_again(signs, strings, pairs))
    stamped = _slanted(signs.angles) & ~doubled
    rest = ~doubled & ~stamped
    is_left = rest[pairs.first] & rest[pairs.second]
    stamped |= _in_strings(strings, _strings_over_text(signs, strings, pairs.of(is_left)))
    if stamped.sum() > _MOST_STAMPED * len(stamped):
        stamped[:] = False
    if len(pairs.first) < _LEAST_DOUBLED * len(strings):
        return Overprint(stamped, doubled)
    # what has ink is the first layer
    layers = np.flatnonzero(~stamped)[np.argsort(signs.unseen[~stamped], kind="stable")]
    doubled[layers[drawn_again(signs.boxes[layers])]] = True
    return Overprint(stamped, doubled)


def _in_strings(strings: NDArray[np.intp], chosen: Sequence[int]) -> NDArray[np.bool_]:
    """Return which characters are in one of the chosen strings."""
    return np.isin(strings, np.array(chosen, np.intp))


def _tilts(angles: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the angle of each character to those of most of the page, -180 to 180 degrees; 0 of one not told."""
    degrees = np.nan_to_num(angles).astype(np.float64)
    usual = int(np.argmax(np.bincount(np.rint(degrees).astype(int) % 360)))
    tilts: NDArray[np.float64] = (degrees - usual + 180.0) % 360.0 - 180.0
    return tilts


def _slanted(angles: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which characters of a page stand at an angle, as those of a watermark."""
    if not angles.any():
        return np.zeros(len(angles), bool)
    rest = np.mod(_tilts(angles), 90.0)
    is_slanted: NDArray[np.bool_] = np.minimum(rest, 90.0 - rest) >= _LEAST_SLANT
    if is_slanted.sum() > _MOST_STAMPED * len(is_slanted):
        return np.zeros(len(angles), bool)
    return is_slanted


# A string goes on at a character of nearly the same size and angle that is near enough, in sizes.
_ALIKE = 1.2
_STEP = 3.0


def _sizes(signs: Signs) -> NDArray[np.float64]:
    """Return the sizes of characters; the box of one at an angle is larger than itself."""
    turn = np.radians(np.nan_to_num(signs.angles).astype(np.float64))
    widest = np.maximum(signs.boxes[:, 2] - signs.boxes[:, 0], signs.boxes[:, 3] - signs.boxes[:, 1])
    sizes: NDArray[np.float64] = np.maximum(widest / (np.abs(np.cos(turn)) + np.abs(np.sin(turn))), 1e-6)
    return sizes


def _middles(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    middles: NDArray[np.float64] = (boxes[:, :2] + boxes[:, 2:]) / 2
    return middles


def strings_of(signs: Signs) -> NDArray[np.intp]:
    """Return the number of the string that each character is in: a run in one line, in the order of the file."""
    if not len(signs.codes):
        return np.zeros(0, np.intp)
    sizes = _sizes(signs)
    middles = _middles(signs.boxes)
    larger = np.maximum(sizes[1:], sizes[:-1])
    steps = middles[1:] - middles[:-1]
    distances = np.abs(steps).max(axis=1)
    goes_on = larger < _ALIKE * np.minimum(sizes[1:], sizes[:-1])
    goes_on &= distances < _STEP * larger
    goes_on &= np.abs(np.diff(signs.angles)) < 1.0
    goes_on &= signs.unseen[1:] == signs.unseen[:-1]
    # what goes back to the place of the character before it is drawn again
    goes_on &= distances > _SAME_PLACE * larger
    numbers: NDArray[np.intp] = np.concatenate([[0], np.cumsum(~goes_on)])
    return numbers


def ranges_of(strings: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield where each string begins and ends."""
    edges = np.flatnonzero(np.diff(strings, prepend=-1, append=-1)).tolist()
    yield from pairwise(edges)


# -- strings over others

_NEAREST = 0.15
"""The minimum of the smaller box of two that is in the other one, of characters that lie over each other."""
_COVERED = 0.4
"""The same where one of them is a stamp's: lines of text are nearer to each other than they should be now and then."""
_LEAST_OVER = 0.3
"""The minimum share of a level stamp's characters that lie over text; of one at an angle, two are enough."""
_MOST_LARGER = 1.5
"""How many times larger the characters of a second layer may be than those that it tells again."""
_LEAST_AGAIN = 0.5
"""The minimum share of a string's characters that lie over those of a string which says the same."""
_LEAST_SAID = 0.6
"""The minimum share of a string's characters that are also in what it lies over."""
_MOST_LEFT = 0.25
"""The maximum share of the characters over others that still are when the stamps are gone; with more, the boxes say
nothing.
"""
# The minimum number of strings that a level stamp crosses, and of its characters: of two short ones that lie over each
# other, either may be the text.
_LEAST_CROSSED = 2
_SHORTEST_STAMP = 4
_OTHER_SIZE = 1.12
"""How many times larger or smaller than the text a level stamp is at least."""
_MOST_STRINGS = 200
"""The maximum number of strings of which it is asked whether they are stamps, those at an angle first."""


class _Pairs(Struct, frozen=True):
    """Pairs of characters that lie over each other, and the share of the smaller box that is in the other one."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    shares: NDArray[np.float64]

    def of(self, chosen: NDArray[np.bool_]) -> "_Pairs":
        return _Pairs(self.first[chosen], self.second[chosen], self.shares[chosen])


def _pairs_over(signs: Signs, strings: NDArray[np.intp]) -> _Pairs:
    """Return the pairs of characters of two strings of which the boxes share a part; the first of a pair is earlier."""
    boxes = signs.boxes
    sizes = _sizes(signs)
    lows: list[NDArray[np.intp]] = []
    highs: list[NDArray[np.intp]] = []
    usual = float(np.median(sizes))
    is_large = sizes > _MOST_LARGER * usual
    small = np.flatnonzero(~is_large)
    for first, second in _neighbours(
        np.floor(_middles(boxes)[small] / (_MOST_LARGER * usual)).astype(np.int64)
    ):
        lows.append(small[first])
        highs.append(small[second])
    for large in np.flatnonzero(is_large).tolist():
        left, top, right, bottom = boxes[large]
        meets = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
        meets &= ~is_large | (np.arange(len(boxes)) > large)
        others = np.flatnonzero(meets)
        lows.append(np.minimum(others, large))
        highs.append(np.maximum(others, large))
    first = np.concatenate(lows)
    second = np.concatenate(highs)
    is_of_two = strings[first] != strings[second]
    first = first[is_of_two]
    second = second[is_of_two]
    shared = np.minimum(boxes[first, 2:], boxes[second, 2:]) - np.maximum(boxes[first, :2], boxes[second, :2])
    areas = np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-9)
    shares = np.maximum(shared, 0.0).prod(axis=1) / np.minimum(areas[first], areas[second])
    is_over = shares >= _NEAREST
    return _Pairs(first[is_over], second[is_over], shares[is_over])


def _neighbours(cells: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield the pairs of places, the first one earlier, in the same cell or in neighbouring ones."""
    if not len(cells):
        return
    cells = cells - cells.min(axis=0)
    wide = int(cells[:, 0].max()) + 2
    keys = cells[:, 1] * wide + cells[:, 0]
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    for step in (0, 1, wide - 1, wide, wide + 1):
        begins = np.searchsorted(in_order, keys + step, "left")
        counts = np.searchsorted(in_order, keys + step, "right") - begins
        earlier = np.repeat(np.arange(len(keys)), counts)
        within = np.arange(len(earlier)) - np.repeat(np.cumsum(counts) - counts, counts)
        later = order[np.repeat(begins, counts) + within]
        if step:
            yield np.minimum(earlier, later), np.maximum(earlier, later)
        else:
            is_pair = earlier < later
            yield earlier[is_pair], later[is_pair]


def _strings_told_again(signs: Signs, strings: NDArray[np.intp], pairs: _Pairs) -> list[int]:
    """Return the strings that lie over others which say the same; of two the one without ink, else the later."""
    if not len(pairs.first):
        return []
    sizes = _sizes(signs)
    low = np.minimum(sizes[pairs.first], sizes[pairs.second])
    high = np.maximum(sizes[pairs.first], sizes[pairs.second])
    is_pair = high < _MOST_LARGER * low
    turned = signs.unseen[pairs.first] & ~signs.unseen[pairs.second]
    original = np.where(turned, pairs.second, pairs.first)[is_pair]
    copy = np.where(turned, pairs.first, pairs.second)[is_pair]
    is_covered = np.zeros(len(strings), bool)
    is_covered[copy] = True
    lengths = np.bincount(strings)
    covered = np.bincount(strings[is_covered], minlength=len(lengths))
    below: defaultdict[int, set[int]] = defaultdict(set)
    for over, under in zip(strings[copy].tolist(), strings[original].tolist(), strict=True):
        below[over].add(under)
    again: set[int] = set()
    for number in np.flatnonzero((covered > 0) & (covered >= _LEAST_AGAIN * lengths)).tolist():
        below_codes: Counter[int] = Counter()
        for other in below[number] - again:
            below_codes.update(_codes_of(signs, strings, other))
        codes = Counter(_codes_of(signs, strings, number))
        if (codes & below_codes).total() >= _LEAST_SAID * lengths[number]:
            again.add(number)
    return [*again]


def _codes_of(signs: Signs, strings: NDArray[np.intp], number: int) -> list[int]:
    """Return the code points of a string; the numbers of the strings ascend."""
    begin, end = np.searchsorted(strings, (number, number + 1))
    codes: list[int] = signs.codes[begin:end].tolist()
    return codes


def _strings_over_text(signs: Signs, strings: NDArray[np.intp], pairs: _Pairs) -> list[int]:
    """Return the strings with ink that lie over text and are at an angle to it, or of another size."""
    if not len(pairs.first):
        return []
    sizes = _sizes(signs)
    tilted = np.abs(_tilts(signs.angles)) >= _LEAST_TILT
    usual = float(np.median(sizes))
    is_odd = tilted | (sizes > _OTHER_SIZE * usual) | (sizes * _OTHER_SIZE < usual)
    is_odd &= ~signs.unseen
    if not is_odd.any():
        return []
    is_pair = pairs.shares >= _COVERED
    ends = np.concatenate([pairs.first[is_pair], pairs.second[is_pair]])
    others = np.concatenate([pairs.second[is_pair], pairs.first[is_pair]])
    says = _same_words(signs, strings)
    lengths = np.bincount(says)
    is_tilted = np.bincount(says[tilted], minlength=len(lengths)) > 0
    crossed = np.zeros(len(lengths), int)
    met = np.unique(np.stack([says[ends], strings[others]]), axis=1)
    np.add.at(crossed, met[0], 1)
    odd = np.unique(says[ends[is_odd[ends]]])
    odd = odd[is_tilted[odd] | ((crossed[odd] >= _LEAST_CROSSED) & (lengths[odd] >= _SHORTEST_STAMP))]
    stamps: list[int] = []
    for number in odd[np.lexsort((-crossed[odd], ~is_tilted[odd]))][:_MOST_STRINGS].tolist():
        is_over = (says[ends] == number) & ~_in_strings(says[others], [*stamps, number])
        least = 2.0
        if not is_tilted[number]:
            least = max(least, _LEAST_OVER * lengths[number])
        if len(np.unique(ends[is_over])) >= least:
            stamps.append(number)
    left = ~_in_strings(says[ends], stamps) & ~_in_strings(says[others], stamps)
    if len(np.unique(ends[left])) > _MOST_LEFT * len(np.unique(ends)):
        return []
    return [*np.unique(strings[_in_strings(says, stamps)]).tolist()]


def _same_words(signs: Signs, strings: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return for each character a number of what its string says: a stamp may be printed all over a page."""
    numbers: dict[bytes, int] = {}
    says = np.zeros(len(strings), np.intp)
    for begin, end in ranges_of(strings):
        says[begin:end] = numbers.setdefault(signs.codes[begin:end].tobytes(), len(numbers))
    return says


# -- a second layer whose text is another one

# Distances are shares of the usual size of the characters of a page. Two that are near are mostly in one coarse cell.
_CELL = 0.5
_COARSE_CELL = 0.8
_NEAR = 0.4
_SAME_PLACE = 0.12
_BESIDE = 4
"""How many characters after one the next ones may stand beside it, as narrow letters do, nearer than `_NEAR`."""
_LEAST_DOUBLED = 0.25
"""Minimum share of characters near another one of a page with a second layer."""
_LEAST_CHARACTERS = 20


def drawn_again(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which characters of a page stand where another one was drawn before, as a second layer of its text has
    them; none if they are few.
    """
    none = np.zeros(len(boxes), bool)
    if len(boxes) < _LEAST_CHARACTERS:
        return none
    size = float(np.median(boxes[:, 3] - boxes[:, 1]))
    if size <= 0:
        return none
    x = (boxes[:, 0] + boxes[:, 2]) / 2 / size
    y = (boxes[:, 1] + boxes[:, 3]) / 2 / size
    coarse = np.stack([np.floor(x / _COARSE_CELL), np.floor(y / _COARSE_CELL)], axis=1)
    distinct = len(np.unique(coarse, axis=0))
    if len(boxes) - distinct < _LEAST_DOUBLED * len(boxes) / 2:
        return none
    cells = np.stack([np.floor(x / _CELL), np.floor(y / _CELL)], axis=1)
    again = np.array(_near_earlier(x.tolist(), y.tolist(), cells.astype(int).tolist()), bool)
    if again.sum() < _LEAST_DOUBLED * len(boxes):
        return none
    return again


def _near_earlier(x: Sequence[float], y: Sequence[float], cells: Sequence[Sequence[int]]) -> list[bool]:
    """Return of each place whether an earlier one is near; those that are, are near to none."""
    earlier: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    again = []
    for at, (column, row) in enumerate(cells):
        around = []
        for across in (column - 1, column, column + 1):
            for down in (row - 1, row, row + 1):
                for other in earlier.get((across, down), ()):
                    around.append(other)
        is_near = False
        for other in around:
            distance = max(abs(x[other] - x[at]), abs(y[other] - y[at]))
            if distance < (_SAME_PLACE if at - other < _BESIDE else _NEAR):
                is_near = True
        again.append(is_near)
        if not is_near:
            earlier[column, row].append(at)
    return again
