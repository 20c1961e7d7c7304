"""Headlines of vertical pages: columns of several sizes, some of them as small as the text.

The size of a column alone does not tell whether it is of a headline: what is recognised differs by as much as the type
of decks and text does. But an article has text: where there is no running text between two headlines, in the tier where
both stand, they are one, and so is what is between them. Running text fills its tier; a deck does not.

Pages are turned (`page_cut.py`): a tier is a column here, and what is printed to the left stands below.
"""

from collections.abc import Sequence
from itertools import chain

from msgspec import structs

from reader.features.page_cutting.page_piece import MEDIUM, MOST_OPEN, Head, Piece
from reader.formats.scans.boxes import (
    CutLine,
    PageRegion,
    Stretch,
    hull_of,
    middle,
    rows_of,
    shared,
    upper_edge,
)
from reader.language.equality import simplified
from reader.newspaper.line_place import Box, hull
from reader.parsing import fields

_FARTHEST = 12.0
"""Maximum distance of the parts of a headline, in sizes of the body's type: some decks stand between them."""
_LARGER = 2.5
"""Maximum ratio of the sizes of two parts of a headline: the paper's title is larger than that."""
_FILLS = 2.5
"""Maximum white space at the ends of a column of running text, in sizes of the body's type."""
_LONG = 8
"""Minimum number of characters of a column of running text, where no text shows how long its tier is."""
_INDENT = 0.8
"""Minimum indent of a deck as small as the text, in sizes of the body's type."""
_MOST_DECKS = 6
_MOST_OF_MASTHEAD = 8
"""Maximum number of columns of a masthead."""


def join_headlines(piece: Piece) -> None:
    """Join the headlines of a piece with no running text between them, and move decks into the headline above."""
    joined: list[Head] = []
    for head in sorted(piece.heads, key=upper_edge):
        for upper in reversed(joined[-MOST_OPEN:]):
            if _are_near(piece, upper, head):
                between = _lines_between(piece, upper.box, head.box)
                if not any(_is_running(piece, line) for line in between):
                    _remove(piece, between)
                    _join(upper, [*rows_of(between), *head.rows], head.size)
                    break
        else:
            joined.append(head)
    piece.heads = joined
    for head in joined:
        _take_decks(piece, head)


def _are_near(piece: Piece, upper: Head, lower: Head) -> bool:
    gap = lower.box[1] - upper.box[3]
    narrow = min(upper.box[2] - upper.box[0], lower.box[2] - lower.box[0])
    is_near = -0.5 * piece.body < gap < _FARTHEST * piece.body
    is_in_tier = shared(upper.box, lower.box, 0) > 0.5 * narrow
    last = max(line.size for line in upper.rows[-1])
    first = max(line.size for line in lower.rows[0])
    is_alike = max(last, first) < _LARGER * min(last, first)
    return is_near and is_in_tier and is_alike and not piece.rules.is_between(upper.box, lower.box)


def _lines_between(piece: Piece, upper: Box, lower: Box) -> list[CutLine]:
    """Return the lines of text between two headlines in a tier."""
    left = min(upper[0], lower[0])
    right = max(upper[2], lower[2])
    lines = []
    for line in chain.from_iterable(stretch.lines for stretch in piece.stretches):
        across = middle(line.box, 0)
        down = middle(line.box, 1)
        if left < across < right and upper[3] - piece.body < down < lower[1] + piece.body:
            lines.append(line)
    return lines


def _is_running(piece: Piece, line: CutLine) -> bool:
    """Return whether a line in the size of the text fills its tier."""
    if line.size >= MEDIUM:
        return False
    ends = _ends_of_tier(piece, line.box)
    if ends is None:
        return line.count >= _LONG
    begin, end = ends
    return line.box[0] < begin + _FILLS * piece.body and line.box[2] > end - _FILLS * piece.body


def _ends_of_tier(piece: Piece, box: Box) -> tuple[float, float] | None:
    """Return where the text of the tier in which a line stands begins and ends; None without any."""
    texts = []
    for stretch in piece.stretches:
        if len(stretch.lines) > 2 and shared(stretch.box, box, 0) > 0:
            texts.append(stretch)
    if not texts:
        return None
    longest = max(texts, key=_row_count)
    return longest.box[0], longest.box[2]


def _row_count(stretch: Stretch) -> int:
    return len(stretch.lines)


def _remove(piece: Piece, lines: Sequence[CutLine]) -> None:
    """Take lines out of the text of a piece."""
    removed = {line.at for line in lines}
    stretches = []
    for stretch in piece.stretches:
        rest = [line for line in stretch.lines if line.at not in removed]
        if len(rest) == len(stretch.lines):
            stretches.append(stretch)
        elif rest:
            stretches.append(Stretch(rest, hull_of(rest), stretch.rule_above))
    piece.stretches = stretches


def _join(head: Head, rows: Sequence[list[CutLine]], size: float = 0.0) -> None:
    head.rows.extend(rows)
    head.box = hull((head.box, *(line.box for line in chain.from_iterable(rows))))
    head.size = max(head.size, size)


def _take_decks(piece: Piece, head: Head) -> None:
    """Move the first columns of the text below a headline into it, if they are followed by a column of running text."""
    below = [
        stretch
        for stretch in piece.stretches
        if shared(stretch.box, head.box, 0) > 0 and stretch.box[1] > head.box[1] and len(stretch.lines) > 2
    ]
    text = min(below, key=upper_edge, default=None)
    if text is None or text.box[1] - head.box[3] > 3 * piece.body:
        return
    decks: list[list[CutLine]] = []
    for row in rows_of(text.lines):
        if not all(_is_deck(piece, line, text) for line in row):
            break
        decks.append(row)
    if 0 < len(decks) <= _MOST_DECKS and sum(map(len, decks)) < len(text.lines):
        _remove(piece, [*chain.from_iterable(decks)])
        _join(head, decks)


def _is_deck(piece: Piece, line: CutLine, text: Stretch) -> bool:
    is_short = line.box[2] < text.box[2] - _FILLS * piece.body
    is_indented = line.box[0] > text.box[0] + _INDENT * piece.body
    return is_short and (is_indented or line.size >= MEDIUM)


def with_masthead_apart(regions: Sequence[PageRegion], texts: Sequence[str]) -> list[PageRegion]:
    """Return the regions of a page; the headline that was joined with the masthead to its right begins one of its own.

    `texts` are those of all lines.
    """
    parted: list[PageRegion] = []
    for region in regions:
        count = _rows_of_masthead(region, texts)
        if 0 < count < len(region.head):
            masthead = region.head[:count]
            box = hull_of(chain.from_iterable(masthead))
            parted.append(PageRegion(masthead, [], box, region.has_rule_beside))
            region = structs.replace(region, head=region.head[count:])
        parted.append(region)
    return parted


def _rows_of_masthead(region: PageRegion, texts: Sequence[str]) -> int:
    """Return how many of the first rows of a headline are a masthead: up to its day and the fields behind that."""
    count = 0
    has_day = False
    for number, row in enumerate(region.head[:_MOST_OF_MASTHEAD], 1):
        found = fields.masthead_fields(simplified("".join(texts[line.at] for line in row)))
        has_day |= found.has_year
        if found.count:
            count = number
        elif has_day:
            break
    if has_day:
        return count
    return 0
