"""Cuts a page into regions: a headline, of several lines or columns, with the columns of text below it.

First the page is cut at rules that cross it, then each piece again (recursive XY cut: Nagy, Seth and Viswanathan, “A
prototype document image analysis system for technical journals”, 1992). In a piece, lines are joined with their
neighbours to stretches of columns (O'Gorman, “The document spectrum for page layout analysis”, 1993); each stretch
belongs to the headline above it, else to that of the column to its left, whose text it continues.

A page of vertical Chinese is turned first: down becomes right, left becomes down.
"""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from statistics import median

from msgspec import structs

from reader.features.page_cutting.column_headlines import join_headlines, with_masthead_apart
from reader.features.page_cutting.heads import (
    mark_across,
    regions_across,
    transposed,
    with_column_heads,
)
from reader.features.page_cutting.page_piece import LEAST_BREAKS, Piece, Rules
from reader.features.page_cutting.page_regions import regions_of
from reader.features.page_cutting.tiers import join_cut_columns
from reader.formats.scans.boxes import (
    MOST_LINES,
    CutLine,
    CutPage,
    PageRegion,
    covered,
    hull_of,
    is_sound,
    middle,
    shared,
    turned,
    upper_edge,
    upper_left,
)
from reader.formats.scans.column_breaks import ColumnBreaks, Segment
from reader.formats.scans.scanned_page import ScannedLine, ScannedPage, are_vertical
from reader.formats.scans.scanned_words import breadth
from reader.newspaper.line_place import Box

_MOST_RULES = 400
"""Maximum number of rules of a page that is cut."""
_MOST_BESIDE = 200
"""Maximum number of lines that a line is compared with for overlaps."""
# Minimum number of body lines of a page that is cut, and minimum number of characters of a body line.
_LEAST_LINES = 8
_BODY_LINE = 6
_SAME = 0.08
"""Maximum difference of the width of a character of the body from the usual one, as a share of that."""
_LEAST_PLACED = 0.8
"""Minimum share of lines with a plausible box."""
_RULE = 6.0
"""Minimum length of a rule, in sizes of the body's type; shorter ones are strokes of large characters."""
# The distance between the rules of a page with a rule beside each column, in sizes of the type; the minimum number of
# such rules.
_PITCH = (1.0, 2.4)
_LEAST_RULED = 6
_CROSSES = 0.8
"""The share of a piece of the page that a rule must cover to cut it."""


def cut_page(page: ScannedPage, lines: Sequence[ScannedLine], boxes: Sequence[Box | None]) -> CutPage | None:
    texts = [line.text for line in lines]
    cut = _cut_page(page, boxes, list(map(breadth, texts)), is_vertical=are_vertical(lines))
    if cut is None:
        return None
    if cut.is_vertical:
        cut = structs.replace(cut, regions=tuple(with_masthead_apart(cut.regions, texts)))
    enlarged = {at for at, line in enumerate(lines) if line.is_enlarged}
    return with_column_heads(cut, texts, enlarged)


def _cut_page(
    page: ScannedPage, boxes: Sequence[Box | None], counts: Sequence[float], *, is_vertical: bool
) -> CutPage | None:
    """Return the regions of a page, given for each line its box and its number of characters (Latin letters count
    half).
    """
    if len(boxes) > MOST_LINES:
        return None
    size = page.level_size
    lines = _sound_lines(boxes, counts, size, are_turned=is_vertical)
    if len(lines) < max(_LEAST_LINES, _LEAST_PLACED * sum(count > 0 for count in counts)):
        return None
    texts = [line for line in lines if line.count >= _BODY_LINE]
    if len(texts) < _LEAST_LINES:
        return None
    advance = median((line.box[2] - line.box[0]) / line.count for line in texts)
    thickness = median(line.thickness for line in texts)
    if not 0.4 < advance / thickness < 2.5 or _overlap(lines):
        return None
    if is_vertical:
        mark_across(lines)
    _set_sizes(lines, advance, thickness)
    _resize_merged([line for line in lines if not line.is_across])
    breaks = _clip_crossing(lines, advance)
    rules = [rule for rule in page.rules[:_MOST_RULES] if is_sound(rule, size)]
    if is_vertical:
        rules = _without_lines_of_columns(list(map(turned, rules)), thickness)
    cutter = _Cutter(advance, rules, breaks, is_vertical=is_vertical, is_leftward=page.is_leftward)
    regions = cutter.cut(lines)
    return CutPage(tuple(regions), advance, is_vertical)


def _sound_lines(
    boxes: Sequence[Box | None], counts: Sequence[float], size: tuple[float, float], *, are_turned: bool
) -> list[CutLine]:
    """Return the lines that have characters and a box on a page of this size."""
    lines = []
    for at, (box, count) in enumerate(zip(boxes, counts, strict=True)):
        if box is not None and count and is_sound(box, size):
            lines.append(CutLine(at, turned(box) if are_turned else box, count))
    return lines


def _set_sizes(lines: Sequence[CutLine], advance: float, thickness: float) -> None:
    """Set the sizes of lines, by the width and the height of a character of the body."""
    for line in lines:
        box = transposed(line.box) if line.is_across else line.box
        thick = (box[3] - box[1]) / thickness
        wide = (box[2] - box[0]) / line.count / advance
        if line.count > 2:
            line.size = min(thick, wide)
        else:
            line.size = min(thick, 1.5 * wide)
        if line.count >= _BODY_LINE and abs(wide - 1) < _SAME and thick < 1.3:
            line.size = 1.0  # boxes of coarse pictures are more exact in width


def _overlap(lines: Sequence[CutLine]) -> bool:
    """Return whether many lines overlap others, so that the boxes can't be right."""
    over = 0
    ordered = sorted(lines, key=upper_left)
    for one, other in pairwise(ordered):
        across = shared(one.box, other.box, 0)
        down = shared(one.box, other.box, 1)
        area = (other.box[2] - other.box[0]) * (other.box[3] - other.box[1])
        over += across > 0 and down > 0 and across * down > 0.6 * area
    return over > 0.2 * len(lines)


def _resize_merged(lines: Sequence[CutLine]) -> None:
    """Reduce the size of lines that overlap thinner ones to that of these, a box around several rows."""
    ordered = sorted(lines, key=upper_edge)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + _MOST_BESIDE]:
            if other.box[1] >= one.box[3]:
                break
            thick, thin = (one, other) if one.thickness > other.thickness else (other, one)
            if (
                thick.thickness > 1.3 * thin.thickness
                and thin.count >= _BODY_LINE
                and shared(one.box, other.box, 1) > 0.6 * thin.thickness
                and shared(one.box, other.box, 0)
                > 0.3 * min(one.box[2] - one.box[0], other.box[2] - other.box[0])
            ):
                thick.size = min(thick.size, max(thin.size, 1.0))


def _without_lines_of_columns(rules: Sequence[Box], thickness: float) -> list[Box]:
    """Return the rules of a page that is turned, without those between all columns, as in ruled books."""
    near, far = _PITCH

    def are_side_by_side(one: Box, other: Box) -> bool:
        apart = abs(middle(one, 1) - middle(other, 1)) / thickness
        return near < apart < far and shared(one, other, 0) > 0.5 * (one[2] - one[0])

    def is_between_columns(rule: Box) -> bool:
        return any(are_side_by_side(rule, other) for other in rules)

    other_rules = [rule for rule in rules if not is_between_columns(rule)]
    if len(rules) - len(other_rules) >= _LEAST_RULED:
        return other_rules
    return list(rules)


def _clip_crossing(lines: Sequence[CutLine], body: float) -> ColumnBreaks:
    """Return where columns end. Lines over several of them, of which it is not known where to cut them, are counted to
    the first one: else each would make a row of the page.
    """
    column_breaks = ColumnBreaks([Segment(line.box, line.size) for line in lines if not line.is_across], body)
    for line in lines:
        if line.count >= _BODY_LINE and 0.84 < line.size < 1.19 and not line.is_across:
            left, top, _, bottom = line.box
            begin = column_breaks.first_within(line.box, LEAST_BREAKS)
            if begin is not None:
                line.box = (left, top, begin - 0.2 * body, bottom)
                line.is_crossing = True
    return column_breaks


class _Cutter:
    """Cuts a page; `body` is the size of its text, `rules` are boxes."""

    def __init__(
        self, body: float, rules: Sequence[Box], breaks: ColumnBreaks, *, is_vertical: bool, is_leftward: bool
    ) -> None:
        self.body = body
        self.is_leftward = is_leftward
        long = [rule for rule in rules if max(rule[2] - rule[0], rule[3] - rule[1]) >= _RULE * body]
        across = [rule for rule in long if self._is_thin(rule, 1)]
        down = [rule for rule in long if self._is_thin(rule, 0)]
        self.rules = Rules(across, down, body, breaks, is_vertical)

    def _is_thin(self, rule: Box, axis: int) -> bool:
        """Return whether a rule is thin along an axis; one that is tilted on a skewed scan may be a little thicker."""
        thickness = rule[axis + 2] - rule[axis]
        length = rule[3 - axis] - rule[1 - axis]
        return thickness < min(0.6 * self.body + 0.02 * length, 0.2 * length)

    def cut(self, lines: list[CutLine]) -> list[PageRegion]:
        regions: list[PageRegion] = []
        waiting = [(lines, 0)]
        while waiting:
            piece, depth = waiting.pop()
            if depth < 12 and len(piece) > 1:
                pieces = self._at_rules(piece)
            else:
                pieces = [piece]
            if len(pieces) > 1:
                waiting += [(part, depth + 1) for part in reversed(pieces)]
            else:
                under, rest = regions_across(piece, self.rules, is_leftward=self.is_leftward)
                regions += [*self._regions(rest), *under]
        return regions

    def _regions(self, lines: list[CutLine]) -> list[PageRegion]:
        if not lines:
            return []
        piece = Piece(lines, self.rules)
        if self.rules.are_turned:
            piece.stretches = join_cut_columns(piece.stretches, piece.body)
            join_headlines(piece)
        return regions_of(piece)

    def _at_rules(self, lines: list[CutLine]) -> list[list[CutLine]]:
        """Return the lines cut at the rules that cross all of them: horizontal ones, else vertical ones."""
        piece_box = hull_of(lines)
        for axis, rules in ((1, self.rules.across), (0, self.rules.down)):
            borders = self._borders(piece_box, rules, axis)
            if borders:
                pieces: list[list[CutLine]] = [[] for _ in range(len(borders) + 1)]
                for line in lines:
                    pieces[sum(border < middle(line.box, axis) for border in borders)].append(line)
                pieces = [piece for piece in pieces if piece]
                if len(pieces) > 1:
                    return pieces
        return [lines]

    def _borders(self, piece_box: Box, rules: Sequence[Box], axis: int) -> list[float]:
        """Return the positions at which rules cut a piece of the page along an axis; the parts of a broken rule are
        added up.
        """
        along = 1 - axis
        inside = sorted(
            (
                rule
                for rule in rules
                if piece_box[axis] < middle(rule, axis) < piece_box[axis + 2]
                and shared(rule, piece_box, along) > 0
            ),
            key=partial(middle, axis=axis),
        )
        borders: list[float] = []
        group: list[Box] = []
        for rule in [*inside, None]:
            if rule is not None and (
                not group or middle(rule, axis) - middle(group[-1], axis) < 0.7 * self.body
            ):
                group.append(rule)
                continue
            if group and covered(group, piece_box, along) >= _CROSSES * (
                piece_box[along + 2] - piece_box[along]
            ):
                borders.append(median(middle(group_rule, axis) for group_rule in group))
            group = [rule] if rule is not None else []
        return borders
