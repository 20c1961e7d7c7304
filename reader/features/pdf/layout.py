"""Characters with their boxes → lines, blocks of lines, and their reading order.

Everything is computed for horizontal lines from left to right: a page of vertical Chinese is rotated first
(down becomes right, left becomes down), including its horizontal headlines.

Words that go from right to left are written by some programs as they are read, by others as they are printed, and
pdfium turns either round. So their characters are put in order by their places first, like all others, and are turned
round at last, in whole lines.
"""

import unicodedata
from collections.abc import Sequence
from functools import partial
from itertools import chain, groupby
from operator import attrgetter

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from reader.features.pdf.overprint import overprint_of, signs_of
from reader.features.pdf.process import PdfPage

_MOST_BLOCKS = 400
"""Maximum number of blocks that are compared pairwise; more are just read from top to bottom."""
_GAP = 0.9
"""Maximum gap in a line, in widths of a character; with a printed space it may be `_GAP_OF_SPACE`."""
_GAP_OF_SPACE = 2.3
_INDENT = 2.6
"""Width, in sizes of the type, of the widest indent of a paragraph."""
_HEADLINE = 1.3
"""Minimum size of a headline, which ends the columns above it, as a multiple of the body size."""
_ROW = 10
"""Distance below another article's top from which a headline begins a new row of articles, in characters."""
_LEVEL = 0.7
"""Maximum difference of the upper edges of an article's columns, in characters."""
_CONTROL_CODES = 32
_SAME_ROW = 0.5
"""Minimum share of a piece's height that overlaps the line which it continues."""
_FIRST_FROM_RIGHT = 0x590
"""The first character of a script that goes from right to left."""
_BESIDE_DIGITS = frozenset(".,:/٫٬")
"""What may be between the digits of one number."""


class PdfLine(Struct):
    """A line of text, with its box on the (rotated) page; `size` is the size of its characters.

    `boxes` are those of its characters without spaces, an array for each piece of the line, on the page as printed.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    boxes: list[NDArray[np.float64]]

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


class PdfBlock(Struct):
    """Lines of the same size below each other: part of a column, or a headline."""

    lines: list[PdfLine] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def y0(self) -> float:
        return min(line.y0 for line in self.lines)

    @property
    def size(self) -> float:
        return sorted(line.size for line in self.lines)[len(self.lines) // 2]


class PageLayout(Struct, frozen=True):
    """The lines of a page in no particular order, and its size; a vertical page is rotated."""

    lines: tuple[PdfLine, ...]
    is_vertical: bool
    width: float
    height: float
    outside: int
    """The number of characters outside of the page's edges."""
    stamped: int = 0
    """The number of characters of stamps and watermarks, which are in no line."""
    doubled: int = 0
    """The number of characters that another layer has at the same places, and which are in no line."""
    is_unseen: bool = False
    """Whether the lines are those of an invisible OCR layer over a picture."""


class _Printed(Struct, frozen=True):
    """The characters of a page that are its text, as code points, with their boxes, and whether a space precedes each.

    The numbers are those of `PageLayout`.
    """

    codes: NDArray[np.uint32]
    boxes: NDArray[np.float64]
    spaced: NDArray[np.bool_]
    outside: int
    stamped: int
    doubled: int
    is_unseen: bool


def layout_of(page: PdfPage, recurring: NDArray[np.bool_] | None = None) -> PageLayout:
    """Return the lines of a page; the lines of an OCR layer are in the order of the file.

    `recurring` tells which characters are those of a stamp that is on each page of the file.
    """
    printed = _printed(page, recurring)
    left_out = (printed.outside, printed.stamped, printed.doubled, printed.is_unseen)
    if not len(printed.codes):
        return PageLayout((), False, page.width, page.height, *left_out)
    codes, boxes, spaced = in_reading_order(printed.codes, printed.boxes, printed.spaced)
    across, down = _links(boxes, spaced)
    is_vertical = int(down.sum()) > int(across.sum())
    segments = _segments(codes, boxes, spaced, across, down)
    width = page.width
    height = page.height
    if is_vertical:
        for line in segments:
            line.x0, line.x1, line.y0, line.y1 = line.y0, line.y1, width - line.x1, width - line.x0
        width, height = height, width
    if printed.is_unseen:
        lines = _merged_in_order(segments)
    else:
        lines = _merged(segments)
    return PageLayout(tuple(map(as_read, lines)), is_vertical, width, height, *left_out)


def _printed(page: PdfPage, recurring: NDArray[np.bool_] | None) -> _Printed:
    """Return the characters on the page that are its text; spaces themselves are omitted."""
    codes = page.codes
    boxes = page.boxes
    is_space = np.isin(codes, _SPACES)
    has_place = np.isfinite(boxes).all(axis=1)
    is_wide = has_place & (boxes[:, 2] - boxes[:, 0] > 0)
    middle_x = (boxes[:, 0] + boxes[:, 2]) / 2
    middle_y = (boxes[:, 1] + boxes[:, 3]) / 2
    with np.errstate(invalid="ignore"):
        is_seen = (middle_x > 0) & (middle_x < page.width) & (middle_y > 0) & (middle_y < page.height)
    is_word = (
        ~is_space & (codes >= _CONTROL_CODES) & (codes <= 0x10FFFF) & ~((codes >= 0xD800) & (codes < 0xE000))
    )
    outside = int((is_word & ~is_seen).sum())
    is_word &= is_seen
    if recurring is None:
        recurring = np.zeros(len(codes), bool)
    word_indices = np.flatnonzero(is_word & ~recurring)
    overprint = overprint_of(signs_of(page).of(word_indices))
    word_indices = word_indices[~overprint.stamped & ~overprint.doubled]
    is_unseen = page.is_unseen
    if page.unseen is not None:
        is_unseen = 2 * int(page.unseen[word_indices].sum()) > len(word_indices)
    if is_unseen:
        boxes = _with_spaces(boxes, is_space)
    spaces = np.cumsum(is_space & is_wide)
    spaced = np.zeros(len(word_indices), bool)
    spaced[1:] = spaces[word_indices[1:]] > spaces[word_indices[:-1]]
    return _Printed(
        codes[word_indices],
        boxes[word_indices],
        spaced,
        outside,
        int((is_word & recurring).sum() + overprint.stamped.sum()),
        int(overprint.doubled.sum()),
        is_unseen,
    )


def _with_spaces(boxes: NDArray[np.float64], is_space: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the boxes of an OCR layer's characters; the last one of a word ends where the space behind it does.

    Tesseract stretches the characters and the space of a word together to the width that the word is printed in.
    """
    widths = boxes[:, 2] - boxes[:, 0]
    with np.errstate(invalid="ignore"):
        is_stretched = (
            ~is_space[:-1]
            & is_space[1:]
            & (np.abs(boxes[1:, 0] - boxes[:-1, 2]) < 0.02 * widths[:-1])
            & (np.abs(widths[1:] - widths[:-1]) < 0.02 * widths[:-1])
        )
    new_boxes = boxes.copy()
    new_boxes[:-1, 2] = np.where(is_stretched, boxes[1:, 2], boxes[:-1, 2])
    return new_boxes


_SPACES = np.array([9, 10, 13, 32, 0xA0, 0x2002, 0x2003, 0x3000, 0x200B, 0xFEFF, 0xFFFE], np.uint32)


def _links(
    boxes: NDArray[np.float64], spaced: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each character but the last whether the next one follows horizontally, and vertically."""
    x0, y0, x1, y1 = boxes.T
    width = x1 - x0
    height = y1 - y0
    em = np.maximum(np.minimum(width, height * 1.2), 0.5 * height)
    size = np.minimum(em[:-1], em[1:])
    larger = np.maximum(em[:-1], em[1:])
    is_alike = larger < 1.8 * size
    gap = np.where(spaced[1:], _GAP_OF_SPACE, _GAP) * larger
    middle_x = (x0 + x1) / 2
    middle_y = (y0 + y1) / 2
    ahead = x0[1:] - x1[:-1]
    below = y0[1:] - y1[:-1]
    across = (
        is_alike
        & (np.abs(middle_y[1:] - middle_y[:-1]) < 0.4 * larger)
        & (ahead > -0.7 * larger)
        & (ahead < gap)
        & (middle_x[1:] > middle_x[:-1])
    )
    down = (
        is_alike
        & (np.abs(middle_x[1:] - middle_x[:-1]) < 0.35 * larger)
        & (below > -0.7 * larger)
        & (below < gap)
        & (middle_y[1:] > middle_y[:-1] + 0.3 * larger)
    )
    # a column's only character and the first one of the next column are no horizontal pair
    across[:-1] &= ~(down[1:] & ~across[1:] & (ahead[:-1] > 0.3 * larger[:-1]))
    before = np.zeros_like(across)
    after = np.zeros_like(across)
    before[1:] = across[:-1]
    after[:-1] = across[1:]
    return across, down & ~across & ~before & ~after


def _segments(
    codes: NDArray[np.uint32],
    boxes: NDArray[np.float64],
    spaced: NDArray[np.bool_],
    across: NDArray[np.bool_],
    down: NDArray[np.bool_],
) -> list[PdfLine]:
    """Return the pieces of lines: runs of characters that follow each other horizontally or vertically."""
    kinds = np.where(across, 1, np.where(down, 2, 0))
    segments: list[PdfLine] = []
    turns = np.flatnonzero((kinds[1:] != kinds[:-1]) | (kinds[1:] == 0)) + 1
    ends = (turns + (kinds[turns - 1] != 0)).tolist()
    if len(kinds) and kinds[-1] == 0:
        ends.append(len(kinds))
    start = 0
    for end in [*ends, len(codes)]:
        if end > start:
            segments.append(
                _line(codes, boxes, spaced, start, end, bool(end - start > 1 and kinds[start] == 2))
            )
            start = end
    return segments


def _line(
    codes: NDArray[np.uint32],
    boxes: NDArray[np.float64],
    spaced: NDArray[np.bool_],
    start: int,
    end: int,
    is_down: bool,
) -> PdfLine:
    part = codes[start:end]
    box = boxes[start:end]
    letters = [chr(code) for code in part.tolist()]
    wide = part >= 0x2E80
    if is_down:
        extent = box[:, 3] - box[:, 1]
    else:
        extent = box[:, 2] - box[:, 0]
    # the median; of wide characters if there are any, as the widths of Latin letters vary
    sizes = sorted((extent[wide] if wide.any() else 0.75 * (box[:, 3] - box[:, 1])).tolist())
    size = sizes[len(sizes) // 2]
    gaps = spaced[start + 1 : end].copy()
    if not is_down and end - start > 1:
        gaps |= ((box[1:, 0] - box[:-1, 2]) > 0.2 * size) & ~wide[1:] & ~wide[:-1]
    for at in reversed(np.flatnonzero(gaps).tolist()):
        letters.insert(at + 1, " ")
    x0, y0 = box[:, :2].min(axis=0).tolist()
    x1, y1 = box[:, 2:].max(axis=0).tolist()
    return PdfLine("".join(letters), x0, y0, x1, y1, size, [box])


def _merged(segments: list[PdfLine]) -> list[PdfLine]:
    """Return the lines formed by adjacent pieces; a file may divide a line into several pieces."""
    bands: dict[int, list[PdfLine]] = {}
    lines: list[PdfLine] = []
    # as high as the largest type, so that only neighbouring bands have to be searched
    height = max((line.size for line in segments), default=1.0) or 1.0
    for piece in sorted(segments, key=attrgetter("x0", "y0")):
        band = int(piece.middle // height)
        near = chain.from_iterable(bands.get(at, ()) for at in (band - 1, band, band + 1))
        home = next((line for line in near if _goes_on(line, piece)), None)
        if home is None:
            lines.append(piece)
            bands.setdefault(band, []).append(piece)
            continue
        gap = piece.x0 - home.x1
        is_latin = home.text[-1:].isascii() and piece.text[:1].isascii()
        home.text += (" " if is_latin and gap > 0.15 * home.size else "") + piece.text
        home.boxes += piece.boxes
        home.y0 = min(home.y0, piece.y0)
        home.y1 = max(home.y1, piece.y1)
        home.x1 = max(home.x1, piece.x1)
    return lines


def _merged_in_order(segments: list[PdfLine]) -> list[PdfLine]:
    """Return the lines of an OCR layer, whose pieces are in order, but have unreliable sizes and overlap."""
    lines: list[PdfLine] = []
    before: PdfLine | None = None
    for piece in segments:
        begin = before.x0 if before else piece.x0
        before = piece
        line = lines[-1] if lines else piece
        height = min(line.y1 - line.y0, piece.y1 - piece.y0)
        shared = min(line.y1, piece.y1) - max(line.y0, piece.y0)
        if shared < _SAME_ROW * height or piece.x0 <= begin or piece.x0 - line.x1 > 2 * height:
            lines.append(replace(piece))
            continue
        line.text += ("" if piece.x0 - line.x1 < 0.15 * height else " ") + piece.text
        line.boxes = line.boxes + piece.boxes
        line.y0 = min(line.y0, piece.y0)
        line.y1 = max(line.y1, piece.y1)
        line.x1 = max(line.x1, piece.x1)
    return lines


def _goes_on(line: PdfLine, piece: PdfLine) -> bool:
    size = max(line.size, piece.size)
    return (
        -0.5 * size < piece.x0 - line.x1 < _GAP * size
        and abs(line.middle - piece.middle) < 0.35 * size
        and size < 1.35 * min(line.size, piece.size)
    )


def blocks_of(lines: Sequence[PdfLine], body: float) -> list[PdfBlock]:
    """Return the lines in blocks, in reading order; `body` is the size of the running text."""
    blocks: list[PdfBlock] = []
    last: list[PdfBlock] = []
    for line in sorted(lines, key=attrgetter("y0", "x0")):
        last = [block for block in last if line.y0 - block.lines[-1].y1 < 1.2 * block.lines[-1].size]
        home = next((block for block in last if _stands_below(block, line)), None)
        if home is None:
            home = PdfBlock()
            blocks.append(home)
            last.append(home)
        home.lines.append(line)
    return _in_order(blocks, body)


def _stands_below(block: PdfBlock, line: PdfLine) -> bool:
    """Return whether a line is the next one of a block, even if it is the last of its paragraph and no wider than the
    indent of the line above it, or follows such a one.
    """
    above = block.lines[-1]
    size = min(above.size, line.size)
    left = above.x0
    right = above.x1
    if _ends_paragraph(above, line):
        left = line.x0
    elif len(block.lines) > 1 and _ends_paragraph(block.lines[-2], above):
        left = block.x0
        right = block.x1
    shared = min(right, line.x1) - max(left, line.x0)
    return (
        max(above.size, line.size) < 1.13 * size
        and -0.3 * size < line.y0 - above.y1 < 1.1 * size
        and line.middle - above.middle > 0.6 * size
        and shared > 0.6 * min(right - left, line.x1 - line.x0)
    )


def _ends_paragraph(above: PdfLine, line: PdfLine) -> bool:
    """Return whether a line is no wider than the indent of the line above it."""
    most = _INDENT * min(above.size, line.size)
    return line.x1 - line.x0 < most < 0.5 * (above.x1 - above.x0) and 0 < above.x0 - line.x0 < most


def _in_order(blocks: list[PdfBlock], body: float) -> list[PdfBlock]:
    """Return blocks in reading order: a block before those below it, a column before the next one on its right.

    A block comes before one to its right, unless at a height between the two a block spans both, or a headline ends the
    columns. A headline does so if it is above the former, and below all of the latter or far below its top.
    """
    blocks = sorted(blocks, key=attrgetter("y0", "x0"))
    if len(blocks) < 2 or len(blocks) > _MOST_BLOCKS:
        return blocks
    boxes = []
    for block in blocks:
        foot = max(line.y1 for line in block.lines)
        boxes.append((block.x0, block.y0, block.x1, foot))
    x0, y0, x1, y1 = np.array(boxes).T
    slack = 0.3 * body
    size = np.array([block.size for block in blocks])
    is_headline = (size > _HEADLINE * body) & (x1 - x0 > y1 - y0)
    for at in np.flatnonzero(is_headline):
        x0[at], x1[at] = _over_columns(int(at), is_headline, (x0, y0, x1, y1), body)
    meets = np.minimum(x1[:, None], x1[None, :]) - np.maximum(x0[:, None], x0[None, :]) > slack
    middle = (y0 + y1) / 2
    before = meets & (middle[:, None] < middle[None, :])
    ends = np.where(is_headline, np.inf, y1 - slack)
    is_left = (x1[:, None] <= x0[None, :] + slack) & ~meets
    for a in range(len(blocks)):
        rights = np.flatnonzero(is_left[a])
        if not len(rights):
            continue
        low = np.minimum(middle[a], middle[rights])
        high = np.maximum(middle[a], middle[rights])
        over_a = (middle[:, None] > low) & (middle[:, None] < high) & meets[a][:, None]
        is_far_below = y0[:, None] > np.minimum(y0 + _ROW * body, ends)[rights]
        parted = (over_a & (meets[:, rights] | (is_headline[:, None] & is_far_below))).any(axis=0)
        parted |= is_headline[a] & is_far_below[a]
        before[a, rights] = ~parted | (middle[rights] > middle[a])
    return [blocks[i] for i in _sorted(before)]


_Edges = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _over_columns(
    headline: int, is_headline: NDArray[np.bool_], edges: _Edges, body: float
) -> tuple[float, float]:
    """Return the left and right edge of the columns that belong to a headline.

    These are the columns below it, and those next to them with the same upper edge, if neither another
    headline nor any block at the height of this headline is above them.
    """
    x0, y0, x1, y1 = edges
    left = float(x0[headline])
    right = float(x1[headline])
    is_over = (x0 < right) & (x1 > left)
    below = ~is_headline & is_over & (y0 > (y0[headline] + y1[headline]) / 2)
    if not below.any() or (top := float(y0[below].min())) - y1[headline] > _ROW * body:
        return left, right
    level = ~is_headline & (np.abs(y0 - top) < _LEVEL * body)
    in_the_way = (y0 < y1[headline]) & (y1 > y0[headline])
    in_the_way |= is_headline & (y0 < top) & (y0 > top - 2 * _ROW * body)
    in_the_way &= ~is_over
    for at in sorted(np.flatnonzero(level & (x0 >= right)), key=x0.__getitem__):
        if (in_the_way & (x0 < x1[at]) & (x1 > right)).any():
            break
        right = float(x1[at])
    for at in sorted(np.flatnonzero(level & (x1 <= left)), key=x1.__getitem__, reverse=True):
        if (in_the_way & (x1 > x0[at]) & (x0 < left)).any():
            break
        left = float(x0[at])
    return left, right


def _sorted(before: NDArray[np.bool_]) -> list[int]:
    """Return the indexes in topological order of `before`; cycles are broken at the uppermost remaining block."""
    order: list[int] = []
    waiting = np.ones(len(before), bool)
    np.fill_diagonal(before, False)
    counts = before.sum(axis=0)
    while waiting.any():
        candidates = np.flatnonzero(waiting & (counts == 0))
        chosen = int(candidates[0] if len(candidates) else np.flatnonzero(waiting)[0])
        # the current column is continued before another one begins
        follows = [int(candidate) for candidate in candidates if order and before[order[-1], candidate]]
        chosen = follows[0] if follows else chosen
        order.append(chosen)
        waiting[chosen] = False
        counts = counts - before[chosen]
    return order


def _kind(character: str) -> str:
    """Return R for a letter of a script from right to left, N for a digit, L for another letter, else ""."""
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL"):
        return "R"
    if kind in ("EN", "AN"):
        return "N"
    if kind == "L":
        return "L"
    return ""


def _from_right(kinds: list[str]) -> list[tuple[int, int]]:
    """Return the stretches from right to left: from the first R to the last one with no L between them."""
    stretches: list[tuple[int, int]] = []
    for at, kind in enumerate(kinds):
        if kind == "R":
            if stretches and "L" not in kinds[stretches[-1][1] : at]:
                stretches[-1] = stretches[-1][0], at + 1
            else:
                stretches.append((at, at + 1))
    return stretches


def in_reading_order(
    codes: NDArray[np.uint32], boxes: NDArray[np.float64], spaced: NDArray[np.bool_]
) -> tuple[NDArray[np.uint32], NDArray[np.float64], NDArray[np.bool_]]:
    """Return the characters, their boxes and whether a space precedes each, with those from right to left by place."""
    if not (codes >= _FIRST_FROM_RIGHT).any():
        return codes, boxes, spaced
    kinds = []
    for code in codes.tolist():
        if code >= _FIRST_FROM_RIGHT or code < 0x80:
            kinds.append(_kind(chr(code)))
        else:
            kinds.append("L")
    if "R" not in kinds:
        return codes, boxes, spaced
    order = np.arange(len(codes))
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    height = boxes[:, 3] - boxes[:, 1]
    for start, end in _from_right(kinds):
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
    for start, end in _from_right(kinds):
        backwards = order[start:end][::-1]
        forwards: list[int] = []
        for is_number, group in groupby(backwards, partial(_is_of_number, line.text, kinds)):
            places = list(group)
            forwards += places[::-1] if is_number else places
        order[start:end] = forwards
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
