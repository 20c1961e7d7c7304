"""Characters over the text of a page: a watermark at an angle, or a second layer that says the same."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Angles to the nearest quarter turn, in degrees. A scan is tilted by less.
_LEAST_SLANT = 10.0
_MOST_SLANTED = 0.5
"""Maximum share of the characters of a page that stand at an angle as a stamp; more are its text."""


def slanted(angles: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which characters of a page stand at an angle, as those of a watermark; `angles` are in degrees."""
    rest = np.mod(np.nan_to_num(angles), 90.0)
    is_slanted: NDArray[np.bool_] = np.minimum(rest, 90.0 - rest) >= _LEAST_SLANT
    if is_slanted.sum() > _MOST_SLANTED * len(is_slanted):
        return np.zeros(len(angles), bool)
    return is_slanted


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
