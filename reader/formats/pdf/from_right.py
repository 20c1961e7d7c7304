"""Words that go from right to left: from the order of the file to that on the page, and from there to that of reading.

Some programs write them as they are read, others as they are printed, and pdfium turns either round. So their
characters are put in order by their places first, like all others, and are turned round at last, in whole lines.
"""

import unicodedata
from itertools import groupby

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from reader.formats.pdf.lines import PdfLine

_FIRST = 0x590
"""The first character of a script that goes from right to left."""
_BESIDE_DIGITS = frozenset(".,:/٫٬")
"""What may be between the digits of one number."""


def _kind(character: str) -> str:
    """Return R for a letter of a script from right to left, N for a digit, L for another letter, else ""."""
    kind = unicodedata.bidirectional(character)
    return "R" if kind in ("R", "AL") else "N" if kind in ("EN", "AN") else "L" if kind == "L" else ""


def _stretches(kinds: list[str]) -> list[tuple[int, int]]:
    """Return the stretches from right to left: from the first R to the last one with no L between them."""
    found: list[tuple[int, int]] = []
    for at, kind in enumerate(kinds):
        if kind == "R":
            if found and "L" not in kinds[found[-1][1] : at]:
                found[-1] = found[-1][0], at + 1
            else:
                found.append((at, at + 1))
    return found


def placed(
    codes: NDArray[np.uint32], boxes: NDArray[np.float64], spaced: NDArray[np.bool_]
) -> tuple[NDArray[np.uint32], NDArray[np.float64], NDArray[np.bool_]]:
    """Return the characters, their boxes and whether a space precedes each, with those from right to left by place."""
    if not (codes >= _FIRST).any():
        return codes, boxes, spaced
    kinds = [_kind(chr(code)) if code >= _FIRST or code < 0x80 else "L" for code in codes.tolist()]
    if "R" not in kinds:
        return codes, boxes, spaced
    order = np.arange(len(codes))
    middle, height = (boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 3] - boxes[:, 1]
    for start, end in _stretches(kinds):
        rows = np.cumsum(np.abs(np.diff(middle[start:end], prepend=middle[start])) > 0.5 * height[start:end])
        order[start:end] = start + np.lexsort((boxes[start:end, 0], rows))
    with_space = spaced.copy()
    steps = np.diff(order)
    with_space[1:] = (np.abs(steps) == 1) & spaced[np.maximum(order[1:], order[:-1])]
    return codes[order], boxes[order], with_space


def as_read(line: PdfLine) -> PdfLine:
    """Return a line, whose characters are in the order of their places, in the order of reading."""
    kinds = [_kind(character) for character in line.text]
    if "R" not in kinds:
        return line
    order = list(range(len(kinds)))
    for start, end in _stretches(kinds):
        backwards = order[start:end][::-1]
        order[start:end] = [
            at
            for is_number, group in groupby(backwards, lambda at: _is_of_number(line.text, kinds, at))
            for at in (list(group)[::-1] if is_number else group)
        ]
    text = "".join(line.text[at] for at in order)
    signs = [at for at, character in enumerate(line.text) if character != " "]
    place = {at: number for number, at in enumerate(signs)}
    boxes = np.concatenate(line.boxes)
    if len(boxes) != len(signs):
        return replace(line, text=text)
    return replace(line, text=text, boxes=[boxes[[place[at] for at in order if at in place]]])


def _is_of_number(text: str, kinds: list[str], at: int) -> bool:
    """Return whether a character is a digit, or a mark between two digits."""
    is_between = text[at] in _BESIDE_DIGITS and kinds[at - 1 : at + 2 : 2] == ["N", "N"]
    return kinds[at] == "N" or is_between
