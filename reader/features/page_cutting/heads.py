"""Headings of vertical pages: horizontal headlines with the columns below them, and headings of one size.

A vertical page is turned before it is cut (`page_cut.py`), so that headlines are above their text. A horizontal
headline is above its text as the page is printed. So the boxes are transposed: right becomes left, down stays down.

The type of old pages has one size. Their headings are a short indented column; ○ or ◎, or a larger character, at the
head of a column. A page whose headlines are larger is left as it is cut; so is whatever is not clear.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import chain, pairwise
from statistics import median

from msgspec import Struct, structs

from reader.features.page_cutting.page_piece import LARGE, Head, Piece, Rules
from reader.features.page_cutting.page_regions import regions_of
from reader.formats.scans.boxes import (
    CutLine,
    CutPage,
    PageRegion,
    Stretch,
    hull_of,
    left_edge,
    middle,
    rows_of,
    shared,
    upper_edge,
)
from reader.language.numbers import NUMERAL
from reader.newspaper.line_place import Box, hull
from reader.parsing import fields

# The minimum width of a horizontal line, as a multiple of its height; the maximum height of a single character, as a
# multiple of its width.
_WIDE = 1.2
_SQUARE = 1.5
# The maximum distance of a single character from the line that it is part of, in its size; the maximum white space
# below a headline, in sizes of the body's type.
_NEXT = 2.0
_BELOW = 3.0
_MOST_ACROSS = 300


def transposed(box: Box) -> Box:
    """Return a box of a turned page as it is on the page as printed, seen in a mirror; and the other way round."""
    return box[1], box[0], box[3], box[2]


def mark_across(lines: Sequence[CutLine]) -> None:
    """Mark the horizontal lines of a page that is turned, and the single characters that were read apart from them."""
    for line in lines:
        wide = line.box[3] - line.box[1]
        high = line.box[2] - line.box[0]
        line.is_across = line.count > 1 and wide > _WIDE * high
    across = [line for line in lines if line.is_across][:_MOST_ACROSS]
    for line in lines:
        high = line.box[2] - line.box[0]
        if line.count <= 1 and high <= _SQUARE * (line.box[3] - line.box[1]):
            line.is_across = any(
                shared(line.box, other.box, 0) > 0.7 * max(high, other.box[2] - other.box[0])
                and -shared(line.box, other.box, 1) < _NEXT * high
                for other in across
            )


def regions_across(
    lines: list[CutLine], rules: Rules, *, is_leftward: bool
) -> tuple[list[PageRegion], list[CutLine]]:
    """Return the regions of horizontal headlines, in reading order, and the lines that are in none.

    `is_leftward`: the headlines run from right to left. The boxes of lines in headlines are transposed.
    """
    heads = [line for line in lines if line.is_across and line.size >= LARGE]
    vertical_heads = [line for line in lines if not line.is_across and line.size >= LARGE]
    tops, ends = _ends_of_heads(heads, vertical_heads)
    texts = [
        line
        for line in lines
        if not line.is_across and line.size < LARGE and not _is_behind(line, tops, ends)
    ]
    if not heads or not texts:
        return [], lines
    small = [line for line in lines if line.is_across and line.size < LARGE]
    columns = [_transposed(stretch) for stretch in Piece(texts, rules).stretches]
    across = [transposed(rule) for rule in rules.down]
    down = [transposed(rule) for rule in rules.across]
    piece = Piece(
        [structs.replace(line, box=transposed(line.box)) for line in (*heads, *small)],
        Rules(across, down, rules.body),
        columns,
    )
    piece.stretches = list(
        chain.from_iterable(_split(text_stretch, piece.heads, rules.body) for text_stretch in piece.stretches)
    )
    regions = [region for region in regions_of(piece) if region.head and region.text]
    for region in regions:
        region.text = [_transposed(character) for character in region.text]
        if not is_leftward:
            region.head = [row[::-1] for row in region.head]
    used: set[int] = set()
    for region in regions:
        for row in (*region.head, *(stretch.lines for stretch in region.text)):
            used.update(line.at for line in row)
    return regions, [line for line in lines if line.at not in used]


def _ends_of_heads(
    across: Sequence[CutLine], vertical_heads: Sequence[CutLine]
) -> tuple[list[float], list[float]]:
    """Return the upper edges of the horizontal headlines, from the top, and for each the upper edge of the vertical
    headline that stands behind it, above the next one; `math.inf` where none does.
    """
    head_by_top: dict[float, CutLine] = {}
    for head in across:
        head_by_top.setdefault(upper_edge(head), head)
    tops = sorted(head_by_top)
    vertical_tops = sorted(vertical_heads, key=upper_edge)
    ends: list[float] = []
    for top, next_top in pairwise([*tops, math.inf]):
        last = head_by_top[top]
        first = bisect_left(vertical_tops, last.box[3], key=upper_edge)
        behind = bisect_left(vertical_tops, next_top, key=upper_edge)
        overlapping = (
            upper_edge(head) for head in vertical_tops[first:behind] if shared(head.box, last.box, 0) > 0
        )
        ends.append(next(overlapping, math.inf))
    return tops, ends


def _is_behind(line: CutLine, tops: Sequence[float], ends: Sequence[float]) -> bool:
    """Return whether a column of text follows a vertical headline that stands behind a horizontal one; of the
    horizontal headlines the upper edges and what ends their columns.
    """
    last = bisect_left(tops, middle(line.box, 1)) - 1
    return last >= 0 and ends[last] < middle(line.box, 1)


def _transposed(stretch: Stretch) -> Stretch:
    lines = [structs.replace(line, box=transposed(line.box)) for line in stretch.lines]
    return Stretch(lines, transposed(stretch.box), stretch.rule_above)


def _split(stretch: Stretch, heads: Sequence[Head], body: float) -> list[Stretch]:
    """Return the columns of a stretch that are below one headline each, if there are two or more above it."""
    above = [
        head
        for head in heads
        if shared(head.box, stretch.box, 0) > body and -body < stretch.box[1] - head.box[3] < _BELOW * body
    ]
    above.sort(key=left_edge)
    parts = [stretch]
    for left, right in pairwise(above):
        lines = parts[-1].lines

        def misfit(
            at: int, left: Head = left, right: Head = right, lines: Sequence[CutLine] = lines
        ) -> float:
            ours = (lines[0].box[0] + lines[at - 1].box[2]) / 2
            theirs = (lines[at].box[0] + lines[-1].box[2]) / 2
            return abs(middle(left.box, 0) - ours) + abs(middle(right.box, 0) - theirs)

        if len(lines) < 2:
            break
        at = min(range(1, len(lines)), key=misfit)
        parts[-1] = Stretch(lines[:at], hull_of(lines[:at]), parts[-1].rule_above)
        parts.append(Stretch(lines[at:], hull_of(lines[at:])))
    return parts


_NEAR = 20
"""The number of columns before and behind one that tell where its band begins and ends."""
# Minimum indent of a heading, and how much it must differ from that of other columns; minimum white space below it, and
# below a column that ends a paragraph: in characters; minimum share of the band that is white below a heading.
_INDENT = 0.8
_OTHER = 0.6
_SHORT = 3.0
_ENDS = 1.5
_WHITE = 0.3
# Minimum height of a band, minimum and maximum length of a heading, in characters; maximum share of headings.
_LEAST_BAND = 8.0
_LEAST = 2
_MOST = 14
_MOST_SHARE = 0.25
_MOST_OF_MASTHEAD = 8
"""Maximum number of columns between the title of the paper and the first heading."""
_LEAST_RINGS = 3
"""From this number on, marks tell articles even if every column above one is full."""
_RING = re.compile(f"[○◯〇◎](?!{NUMERAL}|[○◯〇□×年月日])\\w")
_RING_WITHIN = re.compile(f"(?<!{NUMERAL})(?<![○◯〇□×])[○◯〇◎](?!{NUMERAL}|[○◯〇□×年月日])")
_MAY_BE_NUMBER = re.compile(f"(?:{NUMERAL}|[○◯〇□×第])$")
_NO_HEADING = re.compile(r"[，。、；：！？,.;:!?]|^\W*\d|[年月日號号期發发]$|[啓启啟謹谨具]$")


class _Column(Struct):
    """A column in reading direction, in characters: its distance from the begin of its band, the white space behind it;
    `band` is the length of the band. `opens`: an article begins with it; `is_head`: it is nothing but its headline.
    """

    row: list[CutLine]
    box: Box
    text: str
    stretch: Stretch
    is_marked: bool
    indent: float = 0.0
    white: float = 0.0
    band: float = 0.0
    opens: bool = False
    is_head: bool = False

    @property
    def is_short(self) -> bool:
        return self.white >= max(_SHORT, _WHITE * self.band)

    @property
    def may_be_heading(self) -> bool:
        return self.is_short and _LEAST <= len(self.text) <= _MOST and not _NO_HEADING.search(self.text)

    @property
    def has_ring(self) -> bool:
        return _RING.match(self.text) is not None


def _has_columns(region: PageRegion) -> bool:
    return any(len(stretch.lines) > 2 for stretch in region.text)


def with_column_heads(cut: CutPage, texts: Sequence[str], enlarged: Collection[int]) -> CutPage:
    """Return a page with its regions divided at the headings of columns.

    `texts` are those of all lines; `enlarged` are the numbers of lines whose first character is larger.
    """
    headed = [region for region in cut.regions if region.head and _has_columns(region)]
    if not cut.is_vertical or len(headed) > 1:
        return cut
    regions = [_columns(region, texts, enlarged, cut.body) for region in cut.regions]
    columns = list(chain.from_iterable(regions))
    _tell(columns)
    if not 0 < sum(column.opens for column in columns) <= _MOST_SHARE * len(columns):
        return cut
    if headed and not _is_masthead(headed[0], regions[cut.regions.index(headed[0])], texts):
        return cut
    parts: list[PageRegion] = []
    last: _Column | None = None
    for region, region_columns in zip(cut.regions, regions, strict=True):
        new_regions = _divided(region, region_columns)
        if (
            last is not None
            and last.white < _ENDS
            and region_columns
            and not region.head
            and not region_columns[0].opens
        ):
            first = new_regions.pop(0)  # a full column goes on below the rule between two bands
            parts[-1].text += first.text
            parts[-1].box = hull((parts[-1].box, first.box))
        parts += new_regions
        last = region_columns[-1] if region_columns else None
    return structs.replace(cut, regions=tuple(parts), has_column_heads=True)


def _columns(
    region: PageRegion, texts: Sequence[str], enlarged: Collection[int], body: float
) -> list[_Column]:
    columns = []
    for stretch in region.text:
        for row in rows_of(stretch.lines):
            text = "".join("".join(texts[line.at].split()) for line in row)
            columns.append(_Column(row, hull_of(row), text, stretch, row[0].at in enlarged))
    for at, column in enumerate(columns):
        near = [
            neighbour.box
            for neighbour in columns[max(at - _NEAR, 0) : at + _NEAR + 1]
            if _is_level(neighbour, column)
        ]
        longest = max(box[2] - box[0] for box in near)
        long = [box for box in near if box[2] - box[0] > 0.6 * longest]
        begin = median(box[0] for box in long)
        end = max(median(box[2] for box in long), column.box[2])
        column.indent = (column.box[0] - begin) / body
        column.white = (end - column.box[2]) / body
        column.band = (end - begin) / body
        column.is_marked |= column.has_ring
    return columns


def _is_level(one: _Column, other: _Column) -> bool:
    """Return whether two columns are in the same band."""
    shorter = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
    return shared(one.box, other.box, 0) > 0.5 * shorter


def _tell(columns: Sequence[_Column]) -> None:
    """Tell which columns of a page begin an article."""
    rings_below_full = [  # they count if there are several, and none stands within a column
        column
        for before, column in pairwise(columns)
        if column.has_ring and before.white < _ENDS and not _MAY_BE_NUMBER.search(before.text)
    ]
    ends = [True, *(column.white >= _ENDS for column in columns)]
    rings = len(rings_below_full) + sum(
        end and ring_column.has_ring for end, ring_column in zip(ends, columns, strict=False)
    )
    if rings < _LEAST_RINGS or any(_RING_WITHIN.search(ring_column.text, 1) for ring_column in columns):
        rings_below_full = []
    counting = {id(column) for column in rings_below_full}
    indented = []
    for at, (column, after) in enumerate(pairwise(columns)):
        if column.band < _LEAST_BAND:
            continue
        if column.is_marked:
            column.opens = ends[at] or id(column) in counting
            column.is_head = column.may_be_heading and not after.is_short and not after.has_ring
        elif column.may_be_heading and _INDENT <= column.indent <= column.white + 1 and not after.is_short:
            neighbours = [*columns[max(at - 1, 0) : at], after]
            column.opens = column.is_head = all(
                neighbour.indent < column.indent - _OTHER for neighbour in neighbours
            )
            indented += [column] * column.opens
    long = [column.indent for column in columns if not column.is_short]
    for column in indented:
        alike = sum(abs(other.indent - column.indent) < _OTHER for other in indented)
        if sum(abs(other - column.indent) < _OTHER for other in long) > alike // 3:
            column.opens = False  # paragraphs begin like this


def _is_masthead(region: PageRegion, columns: Sequence[_Column], texts: Sequence[str]) -> bool:
    """Return whether the large type above the first heading is that of a masthead: a date or the like is with it."""
    first_heading = next((at for at, column in enumerate(columns) if column.opens), len(columns))
    above = columns[:first_heading]
    words = [texts[line.at] for line in chain.from_iterable(region.head)]
    words += [column.text for column in above]
    return len(above) <= _MOST_OF_MASTHEAD and any(fields.masthead_fields(text).count for text in words)


def _divided(region: PageRegion, columns: Sequence[_Column]) -> list[PageRegion]:
    if not any(column.opens for column in columns):
        return [region]
    parts = [PageRegion(region.head, [], region.box, region.has_rule_beside)]
    stretch: Stretch | None = None
    before: Stretch | None = None
    for column in columns:
        is_first = column.stretch is not before
        before = column.stretch
        if column.opens:
            head = [column.row] * column.is_head
            stretch = None
            parts.append(PageRegion(head, [], column.box, region.has_rule_beside, not column.is_head))
            if column.is_head:
                continue
        part = parts[-1]
        if column.stretch is not stretch:
            stretch = column.stretch
            part.text.append(Stretch([], column.box, stretch.rule_above and is_first))
        for line in column.row:
            part.text[-1].add(line)
        part.box = hull((part.box, column.box))
    return [part for part in parts if part.head or part.text]
