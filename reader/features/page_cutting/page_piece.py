"""The headlines and the stretches of text on a piece of a page that no rule crosses. Sizes are in that of the body."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain, pairwise
from statistics import median

from msgspec import Struct, structs

from reader.formats.scans.boxes import (
    CutLine,
    Stretch,
    hull_of,
    left_edge,
    middle,
    rows_of,
    shared,
    upper_edge,
    upper_left,
)
from reader.formats.scans.column_breaks import ColumnBreaks
from reader.newspaper.line_place import Box, hull

# Minimum size of a headline, and of a line that is larger than the body.
LARGE = 1.3
MEDIUM = 1.12
_LEADING = 1.0
"""Maximum white space between consecutive lines of a stretch, in sizes of the body's type."""
# How far text goes on beyond a break that divides it from a line, in sizes of the body's type; the minimum number of
# rows nearby that have the break.
_BEYOND = 1.5
LEAST_BREAKS = 3
_IN_TEXT = 0.8
"""Maximum white space above and below a line within a column, in sizes of the body's type."""
_BESIDE = 2.5
"""Maximum distance between the left edges of a column and of a line in it, in sizes of the body's type."""
# Minimum number of rows of a column that tell how far they are apart; minimum width of a line around two of them, in
# squares for each of its characters; by how much it may differ from these, in sizes of the body's type.
_LEAST_ROWS = 3
_FEW = 1.2
_EVEN = 0.25
_NEXT = 1.3
"""Maximum white space between rows of a headline with very different type sizes, in sizes of the body's type."""
# Maximum white space between the parts of a headline that are surely one, in the size of its type; on a vertical page
# the next tier may be as near.
_CLOSE = 0.5
_CLOSE_IN_TIER = 0.25
# The text below a headline's first row: its maximum distance, in sizes of the body's type, and more than how
# many rows it has. On a vertical page more rows of the headline are between, since a tier is narrow.
_TEXT_BELOW = 8.0
_ROWS_BELOW = 2
_TEXT_BELOW_IN_TIER = 14.0
_ROWS_BELOW_IN_TIER = 1
_SPACE = 2.0
"""Maximum white space between the parts of a headline's row, in the size of its type."""
_LEAST_OF_HEAD = 1.5
"""Minimum number of characters of a headline; a single large character is an ornament."""
MOST_OPEN = 60
"""Maximum number of stretches, or rows of a headline, that a line is compared with."""


class Head(Struct):
    """A headline: its rows, its box, its size, and the left and right edge of the columns that belong to it."""

    rows: list[list[CutLine]]
    box: Box
    size: float
    left: float = 0.0
    right: float = 0.0


class Rules(Struct, frozen=True):
    """The horizontal (`across`) and vertical (`down`) rules of a page or of a piece of it; `body` is the size of the
    text, `breaks` are where its columns end. `are_turned`: they are those of a vertical page, which is turned.
    """

    across: Sequence[Box]
    down: Sequence[Box]
    body: float
    breaks: ColumnBreaks | None = None
    are_turned: bool = False

    def within(self, piece_box: Box) -> "Rules":
        """Return the horizontal rules within a piece of the page, and the vertical ones in it or along its sides."""
        across = [
            rule for rule in self.across if shared(rule, piece_box, 0) > 0 and shared(rule, piece_box, 1) > 0
        ]
        down = [
            rule
            for rule in self.down
            if shared(rule, piece_box, 0) > -2 * self.body and shared(rule, piece_box, 1) > 0
        ]
        return structs.replace(self, across=across, down=down)

    def is_between(self, above: Box, below: Box) -> bool:
        """Return whether a horizontal rule separates a line or stretch from the one below."""
        return any(
            above[1] < middle(rule, 1) < below[3]
            and middle(above, 1) < middle(rule, 1) < middle(below, 1)
            and shared(rule, below, 0) > 0.5 * (below[2] - below[0])
            for rule in self.across
        )

    def is_above(self, box: Box) -> bool:
        """Return whether a horizontal rule is printed directly above a line."""
        return any(
            -1.5 * self.body < middle(rule, 1) - box[1] < 0.5 * self.body
            and shared(rule, box, 0) > 0.5 * (box[2] - box[0])
            for rule in self.across
        )

    def is_before(self, line: Box, end: float, slack: float) -> bool:
        """Return whether a vertical rule is printed between the end of a line and the next one in its row."""
        return any(
            end - slack < middle(rule, 0) < line[0] + slack
            and shared(rule, line, 1) > 0.5 * (line[3] - line[1])
            for rule in self.down
        )

    def is_tier_between(self, end: float, line: Box) -> bool:
        """Return whether, on a vertical page, a tier of the text nearby begins between the end of a large line and the
        next one in its row.
        """
        if self.breaks is None or not self.are_turned:
            return False
        return self.breaks.are_between(end, line[0] + 0.5 * self.body, middle(line, 1), LEAST_BREAKS)


class _RowsOfStretches:
    """The rows of stretches of text, by where they begin and end from above, and the stretches from the left.

    On a vertical page, which is turned, a row in large type is a column of the same headline, and left out.
    """

    def __init__(self, stretches: Sequence[Stretch], rules: Rules) -> None:
        rows = []
        for stretch in stretches:
            for row in stretch.lines:
                if not rules.are_turned or row.size < MEDIUM:
                    rows.append((row, stretch))
        self._by_top = sorted(rows, key=_top_of_row)
        self._by_bottom = sorted(rows, key=_bottom_of_row)
        self._by_left = sorted(stretches, key=_left_of_stretch)

    def beginning_between(self, first: float, last: float) -> Sequence[tuple[CutLine, Stretch]]:
        """Return the rows whose upper edges are between two heights, without these."""
        begin = bisect_right(self._by_top, first, key=_top_of_row)
        return self._by_top[begin : bisect_left(self._by_top, last, key=_top_of_row)]

    def ending_between(self, first: float, last: float) -> Sequence[tuple[CutLine, Stretch]]:
        """Return the rows whose lower edges are between two heights, without these."""
        begin = bisect_right(self._by_bottom, first, key=_bottom_of_row)
        return self._by_bottom[begin : bisect_left(self._by_bottom, last, key=_bottom_of_row)]

    def beginning_near(self, left: float, reach: float) -> Sequence[Stretch]:
        """Return the stretches whose left edges are nearer to a place than `reach`."""
        begin = bisect_right(self._by_left, left - reach, key=_left_of_stretch)
        return self._by_left[begin : bisect_left(self._by_left, left + reach, key=_left_of_stretch)]


def _top_of_row(row: tuple[CutLine, Stretch]) -> float:
    return row[0].box[1]


def _bottom_of_row(row: tuple[CutLine, Stretch]) -> float:
    return row[0].box[3]


def _left_of_stretch(stretch: Stretch) -> float:
    return stretch.box[0]


def _is_column_of(line: CutLine, stretch: Stretch, body: float) -> bool:
    """Return whether a line begins where a stretch begins, and is not wider."""
    begins = abs(stretch.box[0] - line.box[0]) < _BESIDE * body
    return begins and line.box[2] < stretch.box[2] + body


class Piece:
    """A piece of the page that no rule crosses, with its headlines and stretches of text.

    `columns` are stretches of vertical text below horizontal headlines.
    """

    def __init__(self, lines: list[CutLine], rules: Rules, columns: Sequence[Stretch] = ()) -> None:
        self.body = rules.body
        boxes = [line.box for line in lines]
        boxes += [column.box for column in columns]
        self.whole = hull(boxes)
        self.rules = rules.within(self.whole)
        self._columns = columns
        self.stretches = self._stretches([line for line in lines if line.size < LARGE])
        merged = self._in_columns([line for line in lines if line.size >= LARGE])
        if merged:
            for line in merged:
                line.size = 1.0
            self.stretches = self._stretches([line for line in lines if line.size < LARGE])
        self.heads = self._heads([line for line in lines if line.size >= LARGE])
        self._join_kickers()
        self._take_small_lines()

    # ── stretches ──

    def _stretches(self, lines: list[CutLine]) -> list[Stretch]:
        """Return the stretches into which the lines are joined."""
        stretches: list[Stretch] = []
        open_ones: list[Stretch] = []
        for line in sorted(lines, key=upper_left):
            top = line.box[1] - _LEADING * self.body
            open_ones = [open_stretch for open_stretch in open_ones if open_stretch.lines[-1].box[3] >= top][
                -MOST_OPEN:
            ]
            fitting = [open_one for open_one in open_ones if self._fits(open_one, line)]
            if len(fitting) == 1:
                fitting[0].add(line)
            else:
                stretches.append(Stretch([line], line.box, self.rules.is_above(line.box)))
                open_ones.append(stretches[-1])
        return [*self._with_parts(stretches), *self._columns]

    def _fits(self, stretch: Stretch, line: CutLine) -> bool:
        """Return whether a line is the next line of a stretch, or the rest of its last row."""
        last = stretch.lines[-1]
        common = shared(stretch.box, line.box, 0)
        narrow = min(stretch.box[2] - stretch.box[0], line.box[2] - line.box[0])
        if common < 0.6 * narrow or (
            not 0.84 < line.size / last.size < 1.19 and min(line.count, last.count) > 3
        ):
            return False
        wider = line.box[2] - line.box[0] - (stretch.box[2] - stretch.box[0])
        if wider > 3 * self.body and len(stretch.lines) > 1 and common < 0.6 * (line.box[2] - line.box[0]):
            return False
        return not self._are_columns(stretch.box, line.box) and not self.rules.is_between(last.box, line.box)

    def _are_columns(self, wide: Box, line: Box) -> bool:
        """Return whether what is over or beside a line, and wider, is over columns of which the line is in one."""
        breaks = self.rules.breaks
        slack = _BEYOND * self.body
        down = middle(line, 1)
        return breaks is not None and (
            breaks.are_between(line[2] - 0.6 * self.body, wide[2] - slack, down, LEAST_BREAKS)
            or breaks.are_between(wide[0] + slack, line[0] + 0.3 * self.body, down, LEAST_BREAKS)
        )

    def _with_parts(self, stretches: list[Stretch]) -> list[Stretch]:
        """Return the stretches; one of up to two short lines, next to or between the rows of a longer one, is joined to
        that.
        """
        small = [stretch for stretch in stretches if len(stretch.lines) <= 2]
        others = [long_stretch for long_stretch in stretches if len(long_stretch.lines) > 2]
        if len(others) > 400 or len(small) > 1_000:
            return stretches
        rest: list[Stretch] = []
        for part in small:
            home = next((long_stretch for long_stretch in others if self._is_part(part, long_stretch)), None)
            if home is None:
                rest.append(part)
                continue
            for line in part.lines:
                home.add(line)
        for other in others:
            other.lines.sort(key=upper_left)
        return [*others, *rest]

    def _is_part(self, part: Stretch, long_stretch: Stretch) -> bool:
        slack = 0.8 * self.body
        is_within = part.box[0] > long_stretch.box[0] - slack and part.box[2] < long_stretch.box[2] + slack
        if (
            not is_within
            or shared(part.box, long_stretch.box, 1) < -0.7 * self.body
            or part.lines[0].size > MEDIUM
        ):
            return False
        return not self.rules.is_between(part.box, long_stretch.box) and not self.rules.is_between(
            long_stretch.box, part.box
        )

    def _in_columns(self, large: Sequence[CutLine]) -> list[CutLine]:
        """Return the large lines that are in a column of text: OCR has then drawn one box around two rows."""
        if not large:
            return []
        rows = _RowsOfStretches(self.stretches, self.rules)
        return [line for line in large if self._is_in_column(line, rows)]

    def _is_in_column(self, line: CutLine, rows: "_RowsOfStretches") -> bool:
        if self.rules.are_turned and any(
            self._is_two_rows(line, stretch)
            for stretch in rows.beginning_near(line.box[0], _BESIDE * self.body)
            if _is_column_of(line, stretch, self.body)
        ):
            return True
        top = line.box[1]
        bottom = line.box[3]
        near = _IN_TEXT * self.body
        over = 1.5 * self.body
        return any(
            row.box[1] < top and _is_column_of(line, stretch, self.body)
            for row, stretch in rows.ending_between(top - near, top + over)
        ) and any(
            row.box[3] > bottom and _is_column_of(line, stretch, self.body)
            for row, stretch in rows.beginning_between(bottom - over, bottom + near)
        )

    def _is_two_rows(self, line: CutLine, stretch: Stretch) -> bool:
        """Return whether a line with few characters is as thick as two rows of a column, ends where it ends, and is as
        far from it as its rows are from each other.
        """
        if len(stretch.lines) < _LEAST_ROWS or line.box[2] - line.box[0] < _FEW * line.count * line.thickness:
            return False
        if stretch.box[2] - line.box[2] > 1.5 * self.body:
            return False
        slack = _EVEN * self.body
        thickness = median(row.thickness for row in stretch.lines)
        leading = median(below.box[1] - above.box[3] for above, below in pairwise(stretch.lines))
        if abs(line.thickness - 2 * thickness - leading) > slack:
            return False
        gap = max(line.box[1] - stretch.box[3], stretch.box[1] - line.box[3])
        return abs(gap - leading) < slack

    # ── headlines ──

    def _heads(self, large: list[CutLine]) -> list[Head]:
        """Return the headlines: lines in large type, joined to rows, which are joined to headlines."""
        rows: list[list[CutLine]] = []
        for line in sorted(large, key=left_edge):
            for row in reversed(rows[-MOST_OPEN:]):
                if self._is_row(row, line):
                    row.append(line)
                    break
            else:
                rows.append([line])
        heads: list[Head] = []
        for row in sorted(rows, key=lambda row: hull_of(row)[1]):
            box = hull_of(row)
            size = max(line.size for line in row)
            for head in reversed(heads[-MOST_OPEN:]):
                if self._is_below(head, box, size):
                    head.rows.append(row)
                    head.box = hull((head.box, box))
                    head.size = max(head.size, size)
                    break
            else:
                heads.append(Head([row], box, size))
        heads = self._joined(heads)
        for short_head in [head for head in heads if _length(head) < _LEAST_OF_HEAD]:
            heads.remove(short_head)
            lines = list(chain.from_iterable(short_head.rows))
            self.stretches.append(Stretch(lines, short_head.box, self.rules.is_above(short_head.box)))
        return heads

    def _joined(self, heads: list[Head]) -> list[Head]:
        """Return the headlines, with those joined whose boxes overlap."""
        joined_heads: list[Head] = []
        for head in heads:
            for near_head in [
                near_head for near_head in joined_heads[-MOST_OPEN:] if self._meet(near_head, head)
            ]:
                joined_heads.remove(near_head)
                lines = list(chain.from_iterable((*near_head.rows, *head.rows)))
                head = Head(
                    list(rows_of(lines)), hull((near_head.box, head.box)), max(near_head.size, head.size)
                )
            joined_heads.append(head)
        return joined_heads

    def _meet(self, one: Head, other: Head) -> bool:
        left, right = sorted((one.box, other.box))
        return (
            shared(left, right, 1) > 0.3 * self.body
            and shared(left, right, 0) > -0.3 * min(one.size, other.size) * self.body
            and not any(
                left[2] - self.body < middle(rule, 0) < right[0] + self.body
                and shared(rule, right, 1) > self.body
                for rule in self.rules.down
            )
        )

    def _is_row(self, row: Sequence[CutLine], line: CutLine) -> bool:
        """Return whether a large line continues, to the right, a row of a headline."""
        last = row[-1]
        size = max(last.size, line.size) * self.body
        begin = max(row_line.box[2] for row_line in row)
        gap = line.box[0] - begin
        is_level = shared(last.box, line.box, 1) > 0.5 * min(last.thickness, line.thickness)
        is_alike = 0.6 < last.size / line.size < 1.6 or (
            gap < 0.5 * size and 0.4 < last.size / line.size < 2.5
        )
        if not is_level or not -0.6 * size < gap < _SPACE * size or not is_alike:
            return False
        if self.rules.is_before(line.box, begin, 0.5 * size):
            return False
        close = _CLOSE_IN_TIER if self.rules.are_turned else _CLOSE
        if gap < close * size:
            return True
        if self.rules.is_tier_between(begin, line.box):
            return False
        row_box = hull_of(row)
        is_couplet = 0.9 < (line.box[2] - line.box[0]) / (row_box[2] - row_box[0]) < 1.1 and gap < 1.5 * size
        return is_couplet or not self._are_two_headlines(row_box, line.box)

    def _are_two_headlines(self, left: Box, right: Box) -> bool:
        """Return whether two large lines at the same height are headlines of two articles, and not parts of one.

        They are if each is centred above its own columns, or begins at their left edge.
        """
        bottom = max(left[3], right[3])
        rows = _ROWS_BELOW
        distance = _TEXT_BELOW
        if self.rules.are_turned:
            rows = _ROWS_BELOW_IN_TIER
            distance = _TEXT_BELOW_IN_TIER
        below = [
            stretch.box
            for stretch in self.stretches
            if len(stretch.lines) > rows and -self.body < stretch.box[1] - bottom < distance * self.body
        ]
        before = [box for box in below if shared(box, left, 0) > 0 and box[2] < right[0] + self.body]
        after = [box for box in below if shared(box, right, 0) > 0 and box[0] > left[2] - self.body]
        if not before or not after:
            return False
        ours = hull(before)
        theirs = hull(after)
        if ours[2] > theirs[0] + self.body:
            return False
        slack = 0.6 * self.body
        if abs(right[0] - theirs[0]) < slack and abs(left[0] - ours[0]) < slack:
            return True
        return all(
            abs(middle(head, 0) - middle(text, 0)) < slack for head, text in ((left, ours), (right, theirs))
        )

    def _is_below(self, head: Head, box: Box, size: float) -> bool:
        """Return whether a row of large type with this box continues a headline below it."""
        gap = box[1] - head.box[3]
        is_alike = 0.55 < size / head.size < 1.8
        if is_alike:
            most = 1.1 * max(size, head.size)
        else:
            most = min(1.1 * max(size, head.size), _NEXT)
        if not -0.5 * size * self.body < gap < most * self.body:
            return False
        narrow = min(box[2] - box[0], head.box[2] - head.box[0])
        if shared(head.box, box, 0) < 0.3 * narrow or self.rules.is_between(head.box, box):
            return False
        between = (head.box[0], head.box[3], head.box[2], box[1])
        return not any(
            self._may_be_text(stretch)
            and shared(stretch.box, between, 1) > 0.5 * self.body
            and shared(stretch.box, between, 0) > 0
            for stretch in self.stretches
        )

    def _may_be_text(self, stretch: Stretch) -> bool:
        """Return whether a stretch between two rows of large type may be text; on a vertical page, whose tiers are
        narrow, a single column is told from a deck later (`column_headlines.py`).
        """
        if self.rules.are_turned and stretch.lines[0].size < MEDIUM:
            return True
        return len(stretch.lines) > 2

    def _join_kickers(self) -> None:
        """Join short stretches next to each other, directly above or below a headline: parts of a kicker or a deck."""
        for head in self.heads:
            near = [
                stretch
                for stretch in self.stretches
                if len(stretch.lines) <= 2
                and self._is_near(stretch, head)
                and not self._is_text(stretch, head)
            ]
            near.sort(key=left_edge)
            for left, right in pairwise(near[:MOST_OPEN]):
                if (
                    shared(left.box, right.box, 1) > 0.5 * (right.box[3] - right.box[1])
                    and -self.body < right.box[0] - left.box[2] < 1.2 * self.body
                ):
                    self.stretches.remove(left)
                    right.lines = left.lines + right.lines
                    right.box = hull((left.box, right.box))

    def _is_text(self, stretch: Stretch, head: Head) -> bool:
        """Return whether a short stretch in the body's type is text: below a headline, or below other text."""
        if stretch.lines[0].size >= MEDIUM:
            return False
        most = max(head.box[1] - stretch.box[3], 1.5 * self.body)
        others = [other.box for other in self.heads if other is not head]
        others += [other.box for other in self.stretches if other is not stretch]
        return stretch.box[1] > head.box[1] or any(
            shared(box, stretch.box, 0) > 0 and -0.5 * self.body < stretch.box[1] - box[3] < most
            for box in others
        )

    def _is_near(self, stretch: Stretch, head: Head) -> bool:
        return (
            0 <= -shared(stretch.box, head.box, 1) + 0.5 * self.body < 1.4 * head.size * self.body
            and shared(stretch.box, head.box, 0) > 0
        )

    def _take_small_lines(self) -> None:
        """Move small lines into the headline they belong to: kickers, decks, and lines next to or between its rows."""
        for head in self.heads:
            for small_stretch in [
                stretch
                for stretch in self.stretches
                if len(stretch.lines) <= 4 and self._is_of_head(stretch, head)
            ]:
                self.stretches.remove(small_stretch)
                for row in rows_of(small_stretch.lines):
                    head.rows.append(row)
                head.box = hull((head.box, small_stretch.box))
            head.rows.sort(key=lambda row: middle(hull_of(row), 1))

    def _is_of_head(self, stretch: Stretch, head: Head) -> bool:
        if shared(stretch.box, head.box, 1) > 0.5 * (stretch.box[3] - stretch.box[1]):
            return shared(stretch.box, head.box, 0) > 0.5 * (stretch.box[2] - stretch.box[0])
        is_larger = stretch.lines[0].size >= MEDIUM
        if len(stretch.lines) > (4 if is_larger else 2) or shared(stretch.box, head.box, 0) <= 0:
            return False
        gap = -shared(stretch.box, head.box, 1)
        is_above = stretch.box[1] < head.box[1]
        if is_above:
            between = (stretch.box, head.box)
        else:
            between = (head.box, stretch.box)
        if gap > 0.9 * head.size * self.body or self.rules.is_between(*between):
            return False
        is_middle = abs(middle(stretch.box, 0) - middle(head.box, 0)) < 1.5 * self.body
        is_at_left = (
            abs(stretch.box[0] - head.box[0]) < self.body
            and stretch.box[2] - stretch.box[0] < head.box[2] - head.box[0]
        )
        if is_above:
            others = [other.box for other in self.stretches if other is not stretch]
            others += [other.box for other in self.heads if other is not head]
            above = any(
                shared(other, stretch.box, 0) > 0 and 0 <= stretch.box[1] - other[3] < gap + 0.5 * self.body
                for other in others
            )
            return not above and (is_middle or is_at_left)
        is_over_text = any(
            other is not stretch and shared(other.box, stretch.box, 0) > 0 and other.box[1] > stretch.box[1] + 0.5 *
            self.body and other.box[1] - stretch.box[3] < 3 * self.body
            for other in self.stretches
        )  # fmt: skip
        spans = (
            sum(
                len(o.lines) > 2
                and shared(o.box, stretch.box, 0) > self.body
                and o.box[1] > stretch.box[1]
                and o.box[1] - stretch.box[3] < 3 * self.body
                for o in self.stretches
            )
            > 1
        )
        return is_over_text and (
            spans
            or (is_larger and (is_middle or is_at_left))
            or (is_middle and len(stretch.lines) == 1 and not self._is_at_column(stretch))
        )

    def _is_at_column(self, stretch: Stretch) -> bool:
        """Return whether a line begins at the left edge of the column below it, or is indented like its paragraphs."""
        below = [
            o
            for o in self.stretches
            if o is not stretch
            and len(o.lines) > 2
            and shared(o.box, stretch.box, 0) > 0
            and o.box[1] > stretch.box[1]
        ]
        nearest = min(below, key=upper_edge, default=None)
        return (
            nearest is not None
            and stretch.box[0] - nearest.box[0] < 2.5 * self.body
            and nearest.box[2] - stretch.box[2] < 6 * self.body
        )


def _length(head: Head) -> float:
    """Return the number of characters of a headline, or as many as fit into the width of its lines if that is more."""
    lines = chain.from_iterable(head.rows)
    return sum(max(line.count, (line.box[2] - line.box[0]) / line.thickness) for line in lines)
