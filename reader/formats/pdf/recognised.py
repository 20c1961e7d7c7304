"""The text that an OCR program has laid over the picture of a page: lines in its order, blocks by their places.

What such a program tells of type is a guess from line to line, so the articles are cut by the parser, as those of a
page in ALTO are.
"""

from collections.abc import Sequence

from reader.formats.pdf.layout import PageLayout, PdfLine
from reader.formats.scans.box_order import Box
from reader.formats.scans.scanned_page import Block, ScannedLine, ScannedPage, without_stray_spaces

_LEADING = 2.2
"""How far below the beginning of one line the next one of its block begins at most, in heights of a line."""


def page_of(layout: PageLayout) -> tuple[ScannedPage, dict[int, PdfLine]]:
    """Return what is read on a page, and the lines of the file by the ids of those read from them."""
    blocks: list[list[ScannedLine]] = []
    lines: dict[int, PdfLine] = {}
    before: PdfLine | None = None
    for line in layout.lines:
        scanned = ScannedLine(without_stray_spaces(line.text), _box(line))
        if before is None or not _goes_below(before, line):
            blocks.append([])
        blocks[-1].append(scanned)
        lines[id(scanned)] = before = line
    return ScannedPage([Block(tuple(block)) for block in blocks], layout.width, layout.height), lines


def _goes_below(before: PdfLine, line: PdfLine) -> bool:
    height = min(before.y1 - before.y0, line.y1 - line.y0)
    shared = min(before.x1, line.x1) - max(before.x0, line.x0)
    is_below = 0 < line.y0 - before.y0 < _LEADING * height
    return is_below and shared > 0.5 * min(before.x1 - before.x0, line.x1 - line.x0)


def is_recognised(layouts: Sequence[PageLayout], unseen: Sequence[bool]) -> bool:
    """Return whether an OCR program has read the pages that have text."""
    have = [is_unseen for layout, is_unseen in zip(layouts, unseen, strict=True) if layout.lines]
    return 2 * sum(have) > len(have)


def _box(line: PdfLine) -> Box:
    """Return where a line is printed, on the page as it is."""
    x0, y0 = (min(float(piece[:, at].min()) for piece in line.boxes) for at in (0, 1))
    x1, y1 = (max(float(piece[:, at].max()) for piece in line.boxes) for at in (2, 3))
    return x0, y0, x1, y1
