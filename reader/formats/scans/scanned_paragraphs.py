"""Printed lines → paragraphs, where a file tells which lines belong together, but not where a paragraph begins."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from reader.formats.scans.box_order import Box
from reader.formats.scans.scanned_page import (
    ScannedLine,
    are_vertical,
    is_written_close,
    joined_words,
    whole_words,
)

_INDENT, _SHORT = 0.7, 2.0
"""In units of a line's height."""
_AROUND = 2
"""Lines before and after one with which its beginning is compared: a page may be askew."""
_ENDS = tuple("。！？；：…”’」』）)!?.:")
_HYPHEN = re.compile(r"[^\W\d_][-¬⸗\u00ad]$")


def paragraphs(blocks: Sequence[Sequence[ScannedLine]], *, go_on: bool) -> list[list[ScannedLine]]:
    """Return the lines of each paragraph.

    `go_on`: one may begin at the end of a block, and go on in the next, as from column to column.
    """
    found: list[list[ScannedLine]] = []
    is_open = False
    for lines in blocks:
        begins = _beginnings(lines)
        for line, is_beginning in zip(lines, begins, strict=True):
            if is_beginning is False or (
                is_beginning is None and is_open and found and _goes_on(found[-1], line)
            ):
                found[-1].append(line)
            else:
                found.append([line])
        is_open = go_on
    return found


def text_of(lines: Sequence[ScannedLine]) -> str:
    """Return printed lines as one; a word that a line end divides is whole."""
    return joined_words(whole_words([line.text for line in lines]))


def _beginnings(lines: Sequence[ScannedLine]) -> list[bool | None]:
    """Return for each line of a block whether a paragraph begins with it; None for the first if it needn't."""
    boxes = [line.box for line in lines if line.box is not None]
    if len(boxes) < len(lines) or len(lines) < 2:
        return [None, *[False] * (len(lines) - 1)][: len(lines)]
    if are_vertical(lines):
        boxes = [(top, -right, bottom, -left) for left, top, right, bottom in boxes]
    height = median(bottom - top for _, top, _, bottom in boxes)
    end = max(box[2] for box in boxes)
    begins: list[bool | None] = [True if _is_indented(boxes, 0, height) else None]
    for at, (before, _) in enumerate(pairwise(boxes), 1):
        is_after_short = before[2] < end - _SHORT * height and lines[at - 1].text.endswith(_ENDS)
        begins.append(is_after_short or _is_indented(boxes, at, height))
    return begins


def _is_indented(boxes: Sequence[Box], at: int, height: float) -> bool:
    near = boxes[max(at - _AROUND, 0) : at + _AROUND + 1]
    return boxes[at][0] - min(box[0] for box in near) > _INDENT * height


def _goes_on(before: Sequence[ScannedLine], line: ScannedLine) -> bool:
    """Return whether a line that begins a block goes on with the paragraph that ended the block before."""
    end, begin = before[-1].text.rstrip(), line.text.lstrip()
    if not end or not begin or end.endswith(_ENDS):
        return False
    is_close = is_written_close(end[-1]) and is_written_close(begin[0])
    return is_close or begin[0].islower() or bool(_HYPHEN.search(end))
