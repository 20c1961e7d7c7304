"""Makes the printed lines of a page, whatever level its file has: characters, words, parts of lines, lines.

This is the one place that joins pieces of text to lines, and lines to blocks, by their boxes, and that cuts lines at
the gutter. Every format with boxes hands its pages over to `completed`; one that knows nothing but pieces with boxes
(tables, JSON) gives them as one block (`block_of_pieces`).

Recognized lines that extend over several columns are cut into the parts printed in each, by their words. Where the
gutter is narrow or a rule is not recognized, OCR programs join lines of neighbouring columns; where rows are close,
they draw one box around two of them. The boxes of the words show both errors.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from statistics import median

from msgspec import structs
from msgspec.structs import replace

from reader.formats.scans.boxes import MOST_LINES, is_sound, is_tall, reading_order, shared, turned
from reader.formats.scans.column_breaks import ColumnBreaks, Segment
from reader.formats.scans.page_source import with_quality
from reader.formats.scans.scanned_page import (
    LEAST_BODY_LINES,
    LEAST_OF_BODY,
    ScannedBlock,
    ScannedLine,
    ScannedPage,
    ScannedWord,
    are_vertical,
    lines_of,
    runs_across,
)
from reader.formats.scans.scanned_words import breadth, without_stray_spaces
from reader.language.patterns import pattern
from reader.newspaper.line_place import Box, hull

Words = Sequence[tuple[str, Box]]

_WIDE = 2.5
"""White space that always divides a line, in sizes of the line's own type."""
_GUTTER = 0.6
"""Minimum width of a gutter, in sizes of the body's type."""
_HANGING = frozenset("，。、；：！？”’）》】〕」』％,.;:!?)]%…")
"""Punctuation that is printed beyond the end of a full line, where it may fill the gutter."""
_SOFT = 0.2
"""Minimum white space at which a line may be cut where a column ends, in sizes of the body's type."""
# Minimum number of rows nearby in which a column ends there: at a gap as wide as a gutter, at a narrower one or a mark.
_LEAST_ROWS = 3
_LEAST_SOFT = 2
_HIGH = 1.6
"""The height of a character's box that is taken for its size, at most, as a multiple of its width."""
_EVEN = 0.6
"""Maximum indent of the row that tells where a line without a gutter is cut, in sizes of the body's type."""
_WITHOUT_SPACES = pattern("[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Characters of scripts between whose words a detector tells no spaces."""
_EVEN_SPACE = 1.7
"""Maximum width of a space, in those of the other words of its line, that is none between columns."""
_LEAST_SPACES = 3
_NARROWEST = 4.0
"""Minimum width of a column in sizes of the body's type: what is left of a narrower one is an indent."""
_THICKER = 1.3
"""A line's box this many times as thick as its words is considered wrong."""


class LineParts:
    """Finds the parts of the lines of one page, whose boxes are in reading direction (a vertical page is rotated)."""

    def __init__(self, lines: Sequence[tuple[Box, Words]], body: float, rules: Sequence[Box]) -> None:
        self._body = body
        self._rules = [rule for rule in rules if rule[3] - rule[1] > 3 * max(body, rule[2] - rule[0])]
        self._space = _usual_space(lines)
        self._breaks = ColumnBreaks(
            chain.from_iterable(self._segments(box, words) for box, words in lines), body
        )

    def _segments(self, box: Box, words: Words) -> Iterator[Segment]:
        """Yield a line, cut at gaps as wide as a gutter."""
        begins = [at for at in range(1, len(words)) if _gap(words, at) > _GUTTER * self._body]
        for begin, end in pairwise([0, *begins, len(words)]) if words else ():
            soft = (words[at][1][0] for at in range(begin + 1, end) if self._may_be_cut(words, at))
            segment_box = hull([words[begin][1], words[end - 1][1]])
            length = sum(len(text) for text, _ in words[begin:end])
            yield Segment(
                segment_box, (segment_box[2] - segment_box[0]) / max(length, 1) / self._body, tuple(soft)
            )
        if not words:
            yield Segment(box, (box[3] - box[1]) / self._body)

    def _may_be_cut(self, words: Words, at: int) -> bool:
        return _gap(words, at) > _SOFT * self._body or words[at - 1][0][-1:] in _HANGING

    def of(self, words: Words) -> list[range]:
        """Return the parts of a line as ranges of its words."""
        begins = [0]
        for at in range(1, len(words)):
            if self._may_be_cut(words, at) and self._is_parted(words, at):
                begins.append(at)
        return [range(begin, end) for begin, end in zip(begins, [*begins[1:], len(words)], strict=True)]

    def _is_parted(self, words: Words, at: int) -> bool:
        left = words[at - 1][1]
        right = words[at][1]
        gap = right[0] - left[2]
        # a line that is not quite level has high boxes, but no wide ones
        high, wide = (max(left[axis + 2] - left[axis], right[axis + 2] - right[axis]) for axis in (1, 0))
        size = min(high, _HIGH * wide, 4 * self._body)
        if gap > _WIDE * max(size, self._body):
            return True
        middle = (right[1] + right[3]) / 2
        for rule in self._rules:
            if (
                left[2] - 0.2 * self._body < (rule[0] + rule[2]) / 2 < right[0] + 0.2 * self._body
                and rule[1] < middle < rule[3]
            ):
                return True
        if self._is_word_space(words, at):
            return False
        is_gutter = gap > _GUTTER * self._body
        if not is_gutter and right[0] - words[0][1][0] < _NARROWEST * self._body:
            return False
        if size >= 2 * self._body:
            return False
        if is_gutter:
            return self._breaks.is_break(right[0], middle, _LEAST_ROWS)
        return self._breaks.is_break(right[0], middle, _LEAST_SOFT, _EVEN)

    def _is_word_space(self, words: Words, at: int) -> bool:
        """Return whether a gap is about as wide as the spaces between the other words of its line."""
        if not _are_parted_by_spaces(words, at):
            return False
        spaces = [_gap(words, other) for other in range(1, len(words)) if other != at]
        usual = median(spaces) if len(spaces) >= _LEAST_SPACES else self._space
        return _gap(words, at) <= _EVEN_SPACE * max(usual, self._space)


def _usual_space(lines: Iterable[tuple[Box, Words]]) -> float:
    """Return the usual white space between two words of a page; 0 in a script without."""
    spaces = []
    for _, words in lines:
        for at in range(1, len(words)):
            if _are_parted_by_spaces(words, at):
                spaces.append(_gap(words, at))
    if spaces:
        return median(spaces)
    return 0.0


def _are_parted_by_spaces(words: Words, at: int) -> bool:
    return not _WITHOUT_SPACES.search(words[at - 1][0][-1:] + words[at][0][:1])


def _gap(words: Words, at: int) -> float:
    return words[at][1][0] - words[at - 1][1][2]


def tight_box(words: Words, box: Box) -> Box:
    """Return the box of a line, reduced to the height of its words if it is much thicker than most of these."""
    tops = []
    bottoms = []
    for word, word_box in words:
        weight = len(word[:9])
        tops += [word_box[1]] * weight
        bottoms += [word_box[3]] * weight
    top = max(median(tops), box[1])
    bottom = min(median(bottoms), box[3])
    if 0 < _THICKER * (bottom - top) < box[3] - box[1]:
        return (box[0], top, box[2], bottom)
    return box


NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)
"""The box of a piece of text that has none in its file."""
Piece = tuple[str, Box]

_NEXT = 1.05
"""Maximum white space between the pieces of a line, in the size of the larger one."""
# Minimum size of an enlarged first character, as a multiple of the others', and minimum number of words of its line.
_ENLARGED = 1.5
_LEAST_BEHIND = 6
_LETTER_SPACE = 0.2
"""Minimum white space between two words that were recognised letter by letter, as a share of the line's height."""
_ALIKE = 1.7
"""Maximum ratio of the sizes of neighbours in a line; a piece half as large as most is a punctuation mark."""
_LARGE = 1.3
"""Minimum size of the characters of a headline on a vertical page, as a multiple of the usual one."""
_MOST_BACK = 0.5
"""Maximum overlap of neighbours in a line, in their size."""
# Minimum number of pieces of a page whose lines are tried; maximum mean length of them, in Chinese characters.
_LEAST_FINE = 8
_FINE = 4.0
_LONGEST_PIECES = 6.0
"""Maximum mean length of pieces, in Chinese characters; longer ones are lines, whatever the file calls them."""
_JOINED = 0.6
"""If more than this share of the pieces are lines after joining them, they were lines before."""
# Minimum width of a line that is wider than its text, in widths of that; minimum share of such lines of a page whose
# lines are as wide as their columns.
_LOOSE = 1.2
_LEAST_LOOSE = 0.15
_MOST_OPEN = 60
"""Maximum number of lines at one height that a piece is compared with."""
_INDENT = 3.0
"""Maximum distance of a short last line from the line above, which may be indented, in its size."""
_LEADING = 0.9
"""Maximum white space between the lines of a block, in their size."""


def block_of_pieces(
    pieces: Iterable[ScannedWord], kind: str = "", box: Box | None = None, names: tuple[str, ...] = ()
) -> ScannedBlock:
    """Return a block of words, or of characters, that `completed` joins to lines; see `ScannedBlock`.

    The pieces may be characters, words or lines, in any order: which they are is told by the boxes. A piece that is
    blank is a space.
    """
    lines = tuple(ScannedLine(piece.text, piece.box, (piece,)) for piece in pieces)
    return ScannedBlock(lines, kind, box, names=names, are_pieces=True)


def _with_printed_lines(page: ScannedPage) -> ScannedPage:
    """Return a page with the levels that its file lacks: pieces are joined to lines, lines to blocks."""
    lines = list(lines_of(page.blocks))
    stated = [block for block in page.blocks if block.are_pieces]
    if stated or (sum(len(line.text) for line in lines) <= 2 * _FINE * len(lines) and _are_too_fine(lines)):
        is_whole = len(lines) < 2 * len(page.blocks)
        given_blocks = [ScannedBlock(tuple(lines), are_pieces=True)] if is_whole else page.blocks
        blocks = []
        for block in given_blocks:
            if not block.lines:
                continue
            if block.are_pieces or not stated:
                blocks.append(_joined(block))
            else:
                blocks.append(block)
        page = replace(page, blocks=blocks)
        if len(blocks) == 1:
            return _with_blocks(page)
        return page
    if len(lines) == len(page.blocks) > 1:
        return _with_blocks(page)
    return page


def _are_too_fine(lines: Sequence[ScannedLine]) -> bool:
    """Return whether what a file calls lines are parts of lines, like characters or words."""
    pieces = [(line.text, line.box) for line in lines if line.box and is_sound(line.box)]
    if not _LEAST_FINE <= len(lines) == len(pieces) or sum(breadth(text) for text, _ in pieces) > _FINE * len(
        pieces
    ):
        return False
    return len(printed_lines(pieces)) < _JOINED * len(pieces)


def _joined(block: ScannedBlock) -> ScannedBlock:
    """Return a block of pieces with its printed lines; all its pieces are one if they have no boxes."""
    pieces = [(line.text, line.box) for line in block.lines if line.box and is_sound(line.box)]
    if len(pieces) < len(block.lines):
        rows = [[*range(len(block.lines))]]
        pieces = [(line.text, NO_BOX) for line in block.lines]
    elif sum(breadth(text) for text, _ in pieces) > _LONGEST_PIECES * len(pieces):
        rows = [[at] for at in range(len(pieces))]
    else:
        rows = printed_lines(pieces)
    is_spelled = _are_spelled([text for text, _ in pieces])
    lines = []
    for row in rows:
        parts = [block.lines[at] for at in row]
        words = chain.from_iterable(part.words for part in parts)
        boxes = [part.box for part in parts if part.box and is_sound(part.box)]
        lines.append(
            ScannedLine(
                without_stray_spaces(_line_text([pieces[at] for at in row], is_spelled=is_spelled)),
                hull(boxes) if boxes else None,
                tuple(word for word in words if word.text.strip()),
                tuple(chain.from_iterable(part.names for part in parts)),
            )
        )
    return replace(block, lines=tuple(line for line in lines if line.text), are_pieces=False)


def _with_blocks(page: ScannedPage) -> ScannedPage:
    """Return a page with the blocks that its lines form; unchanged if its own ones have a kind, or are referred to."""
    lines = [line for block in page.blocks for line in block.lines]
    boxes = [line.box for line in lines if line.box and is_sound(line.box)]
    if len(boxes) < len(lines) or any(block.kind or block.names for block in page.blocks):
        return page
    is_vertical = are_vertical(lines)
    if page.is_ordered:
        order = [*range(len(boxes))]
    else:
        order = reading_order(boxes, is_vertical=is_vertical)
    lying = [turned(box) for box in boxes] if is_vertical else boxes
    groups: list[list[int]] = []
    for at in order:
        if groups and _follows(lying[groups[-1][-1]], lying[at]):
            groups[-1].append(at)
        else:
            groups.append([at])
    blocks = [ScannedBlock(tuple(lines[at] for at in block)) for block in groups]
    return replace(page, blocks=blocks)


def completed(page: ScannedPage) -> ScannedPage:
    """Return a page with its printed lines: the levels that its file lacks are made, its lines as wide as their text,
    and `parted`; and with its quality.
    """
    return parted(_tight(_with_printed_lines(with_quality(page))))


def _lies_across(line: ScannedLine, *, is_vertical: bool) -> bool:
    """Return whether a line is printed in the other direction than its page: it tells nothing of columns."""
    if is_vertical:
        return runs_across(line)
    return line.box is not None and len(line.text) > 1 and is_tall(line.box)


def _tight(page: ScannedPage) -> ScannedPage:
    """Return a page whose lines are as wide as their text, if its file has boxes as wide as columns."""
    lines = [line for block in page.blocks for line in block.lines]
    is_vertical = are_vertical(lines)
    size = {
        id(line): (turned(line.box) if is_vertical else line.box, len(line.text))
        for line in lines
        if line.box and line.text and is_sound(line.box) and not _lies_across(line, is_vertical=is_vertical)
    }
    body = [
        (box[2] - box[0], box[3] - box[1], count) for box, count in size.values() if count >= LEAST_OF_BODY
    ]
    if len(body) < LEAST_BODY_LINES:
        return page
    advance = sorted(wide / count for wide, _, count in body)[len(body) // 4]
    thickness = median(thick for _, thick, _ in body)
    width_by_line = {
        name: count * advance * max(1.0, (box[3] - box[1]) / thickness) for name, (box, count) in size.items()
    }
    loose = [box[2] - box[0] > _LOOSE * width_by_line[name] + advance for name, (box, _) in size.items()]
    if sum(loose) < _LEAST_LOOSE * len(size):
        return page

    def tight(line: ScannedLine) -> ScannedLine:
        if line.box is None or id(line) not in size:
            return line
        if line.words:
            words = hull([word.box for word in line.words])
        else:
            words = line.box
        if words != line.box:
            return structs.replace(line, box=words)
        box, _ = size[id(line)]
        spare = max(0.0, box[2] - box[0] - width_by_line[id(line)])
        is_head = box[3] - box[1] > _LARGE * thickness
        begin = box[0] + is_head * spare / 2
        end = box[2] - (spare / 2 if is_head else spare)
        left, top, right, bottom = line.box
        return structs.replace(
            line, box=(left, begin, right, end) if is_vertical else (begin, top, end, bottom)
        )

    blocks = [replace(block, lines=tuple(map(tight, block.lines))) for block in page.blocks]
    return replace(page, blocks=blocks)


def parted(page: ScannedPage) -> ScannedPage:
    """Return a page with those lines cut that extend over several columns."""
    lines = [line for block in page.blocks for line in block.lines]
    is_vertical = are_vertical(lines)
    placed = [
        (line, turned(line.box) if is_vertical else line.box)
        for line in lines
        if line.box and is_sound(line.box) and not _lies_across(line, is_vertical=is_vertical)
    ]
    advances = [(box[2] - box[0]) / len(line.text) for line, box in placed if len(line.text) >= LEAST_OF_BODY]
    if len(advances) < LEAST_BODY_LINES or len(lines) > MOST_LINES:
        return page
    rules = list(filter(is_sound, page.rules))
    if is_vertical:
        rules = list(map(turned, rules))
    boxes = [(box, _in_direction(line, is_vertical=is_vertical)) for line, box in placed]
    if is_vertical:
        enlarged = {
            id(line) for (line, _), (_, words) in zip(placed, boxes, strict=True) if _is_enlarged(words)
        }
    else:
        enlarged = set()
    tell = LineParts(boxes, median(advances), rules)
    whole = 0
    blocks = []
    for block in page.blocks:
        block_parts: list[ScannedLine] = []
        for line in block.lines:
            parts = _parts(line, tell, is_vertical=is_vertical)
            if id(line) in enlarged:
                parts[:1] = [structs.replace(part, is_enlarged=True) for part in parts[:1]]
            if len(parts) > 1:
                whole += 1
                parts = [structs.replace(part, whole=whole) for part in parts]
            block_parts += parts
        blocks.append(replace(block, lines=tuple(block_parts)))
    return replace(page, blocks=blocks)


def _is_enlarged(words: Sequence[tuple[str, Box]]) -> bool:
    """Return whether the first character of a line, in reading direction, is larger than the others."""
    if len(words) < _LEAST_BEHIND or len(words[0][0]) != 1:
        return False
    (_, first), *others = words
    return all(
        first[axis + 2] - first[axis] > _ENLARGED * median(box[axis + 2] - box[axis] for _, box in others)
        for axis in (0, 1)
    )


def _in_direction(line: ScannedLine, *, is_vertical: bool) -> list[tuple[str, Box]]:
    """Return the words of a line with their boxes, which are rotated if the line is vertical."""
    return [(word.text, turned(word.box) if is_vertical else word.box) for word in line.words]


def _parts(line: ScannedLine, tell: LineParts, *, is_vertical: bool) -> list[ScannedLine]:
    if line.box is None or len(line.words) < 2 or line.names:
        return [line]
    if _lies_across(line, is_vertical=is_vertical):
        return [line]
    words = _in_direction(line, is_vertical=is_vertical)
    ranges = tell.of(words)
    signs = [at for at, sign in enumerate(line.text) if not sign.isspace()]
    lengths = [len("".join(word.text.split())) for word in line.words]
    if len(ranges) == 1 or sum(lengths) != len(signs) or not all(is_sound(box) for _, box in words):
        box = line.box if is_vertical else tight_box(words, line.box)
        return [line if box is line.box else structs.replace(line, box=box)]
    parts: list[ScannedLine] = []
    begin = 0
    for word_range in ranges:
        part_words = line.words[word_range.start : word_range.stop]
        end = begin + sum(lengths[word_range.start : word_range.stop])
        box = hull([word.box for word in part_words])
        if end > begin:
            text = line.text[signs[begin] : signs[end - 1] + 1]
            if is_vertical:
                tight = box
            else:
                tight = tight_box(words[word_range.start : word_range.stop], box)
            parts.append(ScannedLine(text, tight, part_words))
        begin = end
    return parts


def printed_lines(pieces: Sequence[Piece]) -> list[list[int]]:
    """Return the printed lines that pieces form, each as the indexes of its pieces from its begin; the lines are in the
    order of their first pieces.

    The pieces may be of any level and in any order. Lines run down if the pieces are closer to those below them than to
    those at their right, or are taller than wide.
    """
    all_indices = [*range(len(pieces))]
    lines, is_vertical = _lines_among(pieces, all_indices)
    if is_vertical:  # headlines may run across
        body = median(box[2] - box[0] for _, box in pieces)
        large = [at for at in all_indices if pieces[at][1][2] - pieces[at][1][0] > _LARGE * body]
        if large:
            small = [*set(all_indices).difference(large)]
            lines = [*_lines_among(pieces, small)[0], *_lines_among(pieces, large)[0]]
    return sorted(lines, key=min)


def _lines_among(pieces: Sequence[Piece], members: Sequence[int]) -> tuple[list[list[int]], bool]:
    """Return the lines that some of the pieces form, and whether they run down."""
    boxes = [pieces[at][1] for at in members]
    upright = [turned(box) for box in boxes]
    shaped = [is_tall(pieces[at][1]) for at in members if len(pieces[at][0]) > 1]
    if len(shaped) > 0.5 * len(members):
        is_vertical = sum(shaped) > 0.5 * len(shaped)
        lines = _rows(upright if is_vertical else boxes)
    else:
        across = _rows(boxes)
        down = _rows(upright)
        is_vertical = _white(upright, down) < _white(boxes, across)
        lines = down if is_vertical else across
    return [[members[at] for at in line] for line in lines], is_vertical


def _white(boxes: Sequence[Box], rows: Sequence[Sequence[int]]) -> float:
    """Return the usual white space between the pieces of rows; without neighbours it has no end."""
    gaps = []
    for row in rows:
        for before, after in pairwise(row):
            gaps.append(boxes[after][0] - boxes[before][2])
    if len(gaps) >= 0.3 * len(boxes):
        return median(gaps)
    return float("inf")


class _Row:
    """A row that grows to the right."""

    def __init__(self, at: int, box: Box) -> None:
        self.members = [at]
        self.boxes = [box]
        self.box = box

    def add(self, at: int, box: Box) -> None:
        self.members.append(at)
        self.boxes.append(box)
        self.box = hull(self.boxes[-3:])  # a long row of a page that is turned a little rises or falls

    def misfit(self, box: Box, body: float) -> float | None:
        """Return how far a piece is from the end of the row; None if it is no part of it."""
        _, top, right, bottom = self.box
        # of a page of specks each is compared with thousands: without calls, and what rules out most comes first
        height = bottom - top
        other = box[3] - box[1]
        small, large = (height, other) if height < other else (other, height)
        small = max(small, 1e-6)
        size = body if small < 0.5 * body else small
        gap = box[0] - right
        if not -_MOST_BACK * size < gap < _NEXT * size:
            return None
        overlap = (bottom if bottom < box[3] else box[3]) - (top if top > box[1] else box[1])
        if overlap < 0.5 * small or not (small < 0.5 * body or large < _ALIKE * small):
            return None
        return abs(gap) + abs(top + bottom - box[1] - box[3])


def _rows(boxes: Sequence[Box]) -> list[list[int]]:
    body = median(box[3] - box[1] for box in boxes)
    new_rows: list[_Row] = []
    open_ones: dict[int, list[_Row]] = {}  # by the height on the page, so that few are compared
    for at in sorted(range(len(boxes)), key=lambda at: (boxes[at][0], boxes[at][1])):
        box = boxes[at]
        row_level = int((box[1] + box[3]) / 2 // body)
        near: list[_Row] = []
        for level in (row_level - 1, row_level, row_level + 1):
            rows = open_ones.get(level, [])
            rows[:] = [row for row in rows[-_MOST_OPEN:] if row.box[2] > box[0] - 3 * body]
            near += rows
        fits = []
        for n, row in enumerate(near):
            misfit = row.misfit(box, body)
            if misfit is not None:
                fits.append((misfit, n))
        if fits:
            near[min(fits)[1]].add(at, box)
        else:
            new_rows.append(_Row(at, box))
            open_ones.setdefault(row_level, []).append(new_rows[-1])
    return [row.members for row in new_rows]


def _are_spelled(texts: Sequence[str]) -> bool:
    """Return whether words are in pieces of one letter each."""
    latin = [text for text in texts if text.isascii() and text.isalnum()]
    return sum(len(text) == 1 for text in latin) > 0.7 * len(latin)


def _line_text(pieces: Sequence[Piece], *, is_spelled: bool) -> str:
    """Return the text of a line; `is_spelled`: its pieces are letters, and the boxes tell the spaces between words."""
    if not is_spelled:
        return " ".join(text for text, _ in pieces)
    line_box = hull([box for _, box in pieces])
    axis = line_box[3] - line_box[1] > line_box[2] - line_box[0]
    least = _LETTER_SPACE * (line_box[2 + (not axis)] - line_box[not axis])
    text = ""
    end = None
    for sign, box in pieces:
        text += " " * (end is not None and box[axis] - end > least) + sign
        end = box[axis + 2]
    return text


def _follows(above: Box, below: Box) -> bool:
    """Return whether a line of the same size follows in the column of a line, directly below it."""
    one = above[3] - above[1]
    other = below[3] - below[1]
    is_alike = max(one, other) < 1.25 * min(one, other)
    is_in_column = shared(above, below, 0) > -_INDENT * other
    return is_alike and is_in_column and -0.5 * other < below[1] - above[3] < _LEADING * other
