"""Stamps: what stands in the middle of each page of a file at the same place, and is none of its text.

They are looked for among the characters, for one that is not level would tear the lines it crosses; then among the
lines, for a recogniser's layer is never at quite the same place.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from reader.features.pdf.layout import PageLayout, PdfLine
from reader.features.pdf.overprint import ranges_of, signs_of, strings_of
from reader.features.pdf.process import PdfPage

_FEWEST_PAGES = 3
_MOST_OF_PAGES = 0.8
_MOST_OF_PAGE = 0.3
"""Maximum share of the characters of a page that are stamps; of more, the page itself is printed again."""
_MARGIN = 0.12
"""The share of a page's height that is its head, or its foot, where the same may be printed on each page."""
_SHIFT = 0.27
"""What is added to places before they are rounded, in points, so that those of round numbers are well between two."""
_GRID = 50
"""Lines at the same place are in one field of so many, across and down."""


class _PlacedString(Struct, frozen=True):
    """A run of characters of a page: what it says, where it begins and ends in points, and their indices.

    One in the middle is neither in the head nor in the foot of the page.
    """

    text: bytes
    place: tuple[int, ...]
    indices: NDArray[np.intp]
    is_in_middle: bool


def recurring(pages: Sequence[PdfPage]) -> list[NDArray[np.bool_]]:
    """Return which characters of each page are of strings that stand in the middle of nearly each page at the same
    place, or say the same as these and are at the same place in the head or the foot of nearly each.
    """
    masks = [np.zeros(len(page.codes), bool) for page in pages]
    strings = [_placed_strings(page) for page in pages]
    printed = [page_strings for page_strings in strings if page_strings]
    if len(printed) < _FEWEST_PAGES:
        return masks
    counts: Counter[tuple[bytes, tuple[int, ...]]] = Counter()
    for page_strings in printed:
        counts.update({(string.text, string.place) for string in page_strings})
    frequent = {place for place, number in counts.items() if number >= _MOST_OF_PAGES * len(printed)}
    for page_strings, is_stamp in zip(strings, masks, strict=True):
        stamps = [string for string in page_strings if (string.text, string.place) in frequent]
        says = {string.text for string in stamps if string.is_in_middle}
        # a stamp may be all over a page, so what it says is counted once
        if sum(map(len, says)) > _MOST_OF_PAGE * sum(map(len, {string.text for string in page_strings})):
            continue
        for string in stamps:
            if string.text in says:
                is_stamp[string.indices] = True
    return masks


def _placed_strings(page: PdfPage) -> list[_PlacedString]:
    printed = np.flatnonzero(np.isfinite(page.boxes).all(axis=1) & (page.codes > ord(" ")))
    signs = signs_of(page).of(printed)
    middles = (signs.boxes[:, :2] + signs.boxes[:, 2:]) / 2
    points = np.clip(np.rint(middles + _SHIFT), -1e6, 1e6).astype(int)
    strings = strings_of(signs)
    placed: list[_PlacedString] = []
    for begin, end in ranges_of(strings):
        place = *points[begin].tolist(), *points[end - 1].tolist()
        level = float(middles[begin:end, 1].mean()) / max(page.height, 1.0)
        text = signs.codes[begin:end].tobytes()
        is_in_middle = _MARGIN < level < 1 - _MARGIN
        placed.append(_PlacedString(text, place, printed[begin:end], is_in_middle))
    return placed


def without_stamps(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """Return the pages without the lines that stand in the middle of nearly each page at the same place."""
    printed = [layout for layout in layouts if layout.lines]
    if len(printed) < _FEWEST_PAGES:
        return [*layouts]
    pages: defaultdict[tuple[str, int, int], int] = defaultdict(int)
    for layout in printed:
        for place in {_place(line, layout) for line in layout.lines}:
            pages[place] += 1
    stamps = {place for place, number in pages.items() if number >= _MOST_OF_PAGES * len(printed)}
    return [_without(layout, stamps) for layout in layouts]


def _place(line: PdfLine, layout: PageLayout) -> tuple[str, int, int]:
    """Return the text of a line and its field of the page; no text for one in the margins."""
    height = max(layout.height, 1.0)
    if not _MARGIN * height < line.middle < (1 - _MARGIN) * height:
        return "", 0, 0
    across = int(_GRID * line.x0 / max(layout.width, 1.0))
    return "".join(line.text.split()), across, int(_GRID * line.middle / height)


def _without(layout: PageLayout, stamps: set[tuple[str, int, int]]) -> PageLayout:
    lines = tuple(line for line in layout.lines if not _is_stamp(_place(line, layout), stamps))
    printed = _length(layout.lines)
    left_out = printed - _length(lines)
    if not left_out or left_out > _MOST_OF_PAGE * printed:
        return layout
    return replace(layout, lines=lines, stamped=layout.stamped + left_out)


def _length(lines: Sequence[PdfLine]) -> int:
    return sum(len("".join(line.text.split())) for line in lines)


def _is_stamp(place: tuple[str, int, int], stamps: set[tuple[str, int, int]]) -> bool:
    return bool(place[0]) and place in stamps
