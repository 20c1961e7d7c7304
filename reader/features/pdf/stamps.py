"""Stamps: lines that stand in the middle of each page of a file at the same place, and are none of its text."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from reader.features.pdf.layout import PageLayout, PdfLine

_FEWEST_PAGES = 3
_MOST_OF_PAGES = 0.8
_MOST_OF_PAGE = 0.3
"""Maximum share of the characters of a page that are stamps; of more, the page itself is printed again."""
_MARGIN = 0.12
"""The share of a page's height that is its head, or its foot, where the same may be printed on each page."""
_GRID = 50
"""Lines at the same place are in one field of so many, across and down."""


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
