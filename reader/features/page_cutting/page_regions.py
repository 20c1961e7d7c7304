"""Assigns the text on a piece of the page to its headlines, and orders the resulting regions for reading."""

import math
from collections.abc import Sequence
from itertools import chain, pairwise
from operator import itemgetter

from reader.features.page_cutting.page_piece import MOST_OPEN, Head, Piece
from reader.features.page_cutting.tiers import head_before
from reader.formats.scans.boxes import (
    PageRegion,
    Stretch,
    hull_of,
    left_edge,
    middle,
    reading_order,
    shared,
    upper_edge,
)
from reader.newspaper.line_place import Box, hull

_FAR = 3.0
"""Minimum white space above text that continues the column to its left, and not the text above it; in body sizes."""
_MOST_STRETCHES = 600
"""Maximum number of stretches that are assigned to headlines; with more, none are."""


def regions_of(piece: Piece) -> list[PageRegion]:
    """Return the regions of a piece in reading order; text without a headline comes below a masthead, above others."""
    return _Owners(piece).regions()


class _Owners:
    def __init__(self, piece: Piece) -> None:
        self.body = piece.body
        self.whole = piece.whole
        self.rules = piece.rules
        self.stretches = piece.stretches
        self.heads = piece.heads
        self.top = min(
            (stretch.box[1] for stretch in self.stretches if len(stretch.lines) > 2), default=-math.inf
        )
        self._spread()

    def _spread(self) -> None:
        """Compute the left and right edge of the columns that belong to each headline.

        They extend to the next text, vertical rule or headline at the height of the headline; between two headlines, to
        the gutter that leaves both as centred as possible above their columns, or at their left.
        """
        for head in self.heads:
            head.left = self.whole[0] - self.body
            head.right = self.whole[2] + self.body
            slack = 0.3 * head.size * self.body
            level = (
                head.box[0],
                head.box[1] + slack,
                head.box[2],
                max(head.box[3] - slack, head.box[1] + 2 * slack),
            )
            texts = [
                stretch.box for stretch in self.stretches if shared(stretch.box, level, 1) > 0.3 * self.body
            ]
            rules = [rule for rule in self.rules.down if shared(rule, level, 1) > 0.4 * (level[3] - level[1])]
            centre = middle(head.box, 0)
            for box in (*texts, *rules):
                if middle(box, 0) < centre:
                    head.left = max(head.left, min(box[2], head.box[0]))
                else:
                    head.right = min(head.right, max(box[0], head.box[2]))
        ordered = sorted(self.heads, key=left_edge)
        for at, left in enumerate(ordered):
            for right in ordered[at + 1 : at + 1 + MOST_OPEN]:
                is_level = shared(left.box, right.box, 1) > -0.3 * self.body
                if is_level and left.box[2] < right.box[0] + self.body and left.right > right.left:
                    left.right = right.left = self._border(left, right)

    def _border(self, left: Head, right: Head) -> float:
        """Return the horizontal position between the columns of one headline and those of the next."""
        top, bottom = sorted((left.box[3], right.box[3]))
        columns = sorted(
            (
                stretch.box
                for stretch in self.stretches
                if len(stretch.lines) > 2 and top - 2 * self.body < stretch.box[1] < bottom + 12 * self.body
            ),
            key=itemgetter(0),
        )
        begin, end = middle(left.box, 0), middle(right.box, 0)
        ours = [box for box in columns if box[0] > left.left - self.body and box[2] < right.right + self.body]
        gutters = [
            (one[2], other[0])
            for one, other in pairwise(ours)
            if begin < (one[2] + other[0]) / 2 < end and other[0] > one[2] - self.body
        ]
        if not gutters or not ours:
            return (left.box[2] + right.box[0]) / 2
        outer_left = ours[0][0]
        outer_right = ours[-1][2]

        def misfit(gutter: tuple[float, float]) -> float:
            one = min(abs(begin - (outer_left + gutter[0]) / 2), abs(left.box[0] - outer_left))
            other = min(abs(end - (gutter[1] + outer_right) / 2), abs(right.box[0] - gutter[1]))
            cut = max(0.0, left.box[2] - gutter[0] - self.body) + max(
                0.0, gutter[1] - right.box[0] - self.body
            )
            return one + other + 4 * cut

        best = min(gutters, key=misfit)
        return (best[0] + best[1]) / 2

    def regions(self) -> list[PageRegion]:
        """Return the regions in reading order: the masthead, then the text without a headline, then the rest."""
        owners = self._owners()
        texts_by_head: dict[int, list[Stretch]] = {}
        for stretch, owner in zip(self.stretches, owners, strict=True):
            texts_by_head.setdefault(owner, []).append(stretch)
        found: list[PageRegion] = []
        for number in range(-1, len(self.heads)):
            texts = texts_by_head.get(number, [])
            head = self.heads[number] if number >= 0 else None
            if head is None and not texts:
                continue
            boxes = [text.box for text in texts]
            if head:
                boxes.append(head.box)
            region_box = hull(boxes)
            is_ruled = any(
                shared(rule, region_box, 1) > 0.5 * (region_box[3] - region_box[1])
                and -2 * self.body < shared(rule, region_box, 0)
                for rule in self.rules.down
            )
            if head:
                rows = [sorted(row, key=left_edge) for row in head.rows]
            else:
                rows = []
            found.append(PageRegion(rows, _in_order(texts), region_box, is_ruled))
        headless = [region for region in found if not region.head]
        others = [region for region in found if region.head]
        above = self._above_all(found)
        regions = [other for other in others if id(other) in above]
        return [
            *_by_heads(regions),
            *headless,
            *_by_heads([region for region in others if id(region) not in above]),
        ]

    def _above_all(self, regions: Sequence[PageRegion]) -> set[int]:
        """Return the `id()`s of the uppermost regions with next to no text, such as those of a masthead."""
        ordered = sorted(regions, key=upper_edge)
        bottom = -math.inf
        count = 0
        for at, upper_region in enumerate(ordered):
            if upper_region.box[1] >= bottom - 0.5 * self.body:
                count = at
            if sum(len(stretch.lines) for stretch in upper_region.text) > 2:
                break
            bottom = max(bottom, upper_region.box[3])
        return {id(upper_region) for upper_region in ordered[:count]}

    def _owners(self) -> list[int]:
        """Return for each stretch the number of the headline that it belongs to, -1 if there is none."""
        order = sorted(
            range(len(self.stretches)),
            key=lambda at: (self.stretches[at].box[0] // (3 * self.body), self.stretches[at].box[1]),
        )
        owners = [-1] * len(self.stretches)
        if len(order) > _MOST_STRETCHES:
            return owners
        done: list[int] = []
        for at in order:
            owners[at] = self._owner(at, done, owners)
            done.append(at)
        return owners

    def _owner(self, at: int, done: Sequence[int], owners: Sequence[int]) -> int:
        box = self.stretches[at].box
        head = self._head_over(box)
        over = self.heads[head].box[3] if head >= 0 else -math.inf
        nearest = self._text_over(box, done)
        text = self.stretches[nearest].box[3] if nearest >= 0 else -math.inf
        earlier = self._head_in_tier_above(at, head, text)
        if earlier >= 0:
            return earlier
        if box[1] - max(over, text) > _FAR * self.body:
            left_stretch = self._left_of(box, done, is_level=True)
            if (
                left_stretch >= 0
                and over > text
                and self.heads[head].left > self.stretches[left_stretch].box[2] - self.body
            ):
                return head  # a picture is between
            if left_stretch < 0 and box[1] < self.top + 2 * self.body:
                left_stretch = self._left_of(box, done, is_level=False)
            if left_stretch >= 0:
                return owners[left_stretch]
        if nearest >= 0 and self.stretches[nearest].box[3] > over:
            if not self.rules.is_between(self.stretches[nearest].box, box):
                return owners[nearest]
            left_stretch = self._left_of(box, done, is_level=True)
            return owners[nearest if left_stretch < 0 else left_stretch]
        if head >= 0:
            return head
        left = self._left_of(box, done, is_level=False)
        if left >= 0:
            return owners[left]
        return -1

    def _head_over(self, box: Box) -> int:
        """Return the number of the nearest headline above whose columns may be in `box`, -1 if there is none."""
        top = box[1] + 0.6 * self.body
        centre = middle(box, 0)
        heads = []
        for number, head in enumerate(self.heads):
            is_above = head.box[3] < top + 0.4 * head.size * self.body and middle(head.box, 1) < top
            if is_above and head.left < centre < head.right:
                heads.append(number)
        return max(heads, key=lambda number: self.heads[number].box[3], default=-1)

    def _text_over(self, box: Box, done: Sequence[int]) -> int:
        """Return the number of the nearest stretch above `box` in its column, -1 if there is none."""
        above = [
            other
            for other in done
            if shared(self.stretches[other].box, box, 0)
            > 0.4 * min(box[2] - box[0], self.stretches[other].box[2] - self.stretches[other].box[0])
            and middle(self.stretches[other].box, 1) < middle(box, 1)
        ]
        return max(above, key=lambda other: self.stretches[other].box[3], default=-1)

    def _head_in_tier_above(self, at: int, head: int, text: float) -> int:
        """Return the number of the headline in a tier above whose article goes on in a stretch, -1 if there is none.

        It begins behind `head`, the headline in the tier of the stretch, where the text before has ended, at `text`.
        """
        if not self.rules.are_turned:
            return -1
        number = head_before(self.stretches[at], self.heads, self.body)
        if number < 0:
            return -1
        begin = self.heads[number].box[1]
        # Headlines of one height are read to a hair apart: neither is behind the other.
        is_behind = head < 0 or self.heads[head].box[1] < begin - 0.5 * self.body
        if is_behind and text < begin + 0.5 * self.body:
            return number
        return -1

    def _left_of(self, box: Box, done: Sequence[int], *, is_level: bool) -> int:
        """Return the number of the stretch in the column to the left that the text in `box` continues, -1 if there is
        none.

        It is the last one of that column, or, with `is_level`, the one at the height of the upper edge of `box`.
        """
        lefts = [
            other
            for other in done
            if self.stretches[other].box[2] < box[0] + 1.5 * self.body
            and len(self.stretches[other].lines) > 1
        ]
        if is_level:
            lefts = [
                other
                for other in lefts
                if self.stretches[other].box[1] < box[1] < self.stretches[other].box[3]
            ]
        if not lefts:
            return -1
        edge = max(self.stretches[other].box[2] for other in lefts)
        column = [other for other in lefts if self.stretches[other].box[2] > edge - 4 * self.body]
        if is_level and any(
            edge - self.body < middle(rule, 0) < box[0] + self.body and rule[1] < box[1] < rule[3]
            for rule in self.rules.down
        ):
            return -1
        return max(column, key=lambda other: self.stretches[other].box[3])


def _by_heads(regions: Sequence[PageRegion]) -> list[PageRegion]:
    """Return the regions sorted by the reading order of their headlines."""
    tops = []
    for region in regions:
        tops.append(hull_of(chain.from_iterable(region.head)))
    return [regions[at] for at in reading_order(tops, is_vertical=False)]


def _in_order(texts: list[Stretch]) -> list[Stretch]:
    boxes = [text.box for text in texts]
    return [texts[at] for at in reading_order(boxes, is_vertical=False)]
