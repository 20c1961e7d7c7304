"""The data model of OCR results (pages, blocks, lines, words, boxes), and their text in reading order."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import chain, pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from msgspec import Struct, structs
from msgspec.structs import replace

from reader.formats.reading import SavedFile, not_read
from reader.formats.scans.boxes import (
    OVERLAP,
    CutLine,
    CutPage,
    PageRegion,
    is_over_columns,
    is_sound,
    is_tall,
    neighbours,
    reading_order,
    rows_of,
    runs_rightward,
    turned,
)
from reader.formats.scans.scanned_words import breadth, is_written_close, joined_words, whole_words
from reader.formats.scans.top_band import band_of, region_of
from reader.language.common_words import are_backwards, backwards
from reader.newspaper.article import Quality
from reader.newspaper.line_place import Box, LinePlace, Slant, hull
from reader.plugs import all_plugs, answering

_MOST_WITHOUT = 0.2
"""If a larger share of a page's lines has no box, lines without one are not expected to have it."""
_MOST_ALIKE = 2
"""Maximum number of lines of a page with the same box; more boxes than that can't be right."""
_LEAST_TALL_LINES = 0.6
"""Minimum share of lines taller than wide on a page that is printed vertically."""


class BlockPosition(IntEnum):
    """The position of a block in the text of its page: head, body text or foot."""

    HEAD = 0
    TEXT = 1
    FOOT = 2


_KINDS = {
    "header": BlockPosition.HEAD,
    "page-number": BlockPosition.HEAD,
    "pagenumber": BlockPosition.HEAD,
    "numberingzone": BlockPosition.HEAD,
    "runningtitlezone": BlockPosition.HEAD,
    "footer": BlockPosition.FOOT,
    "catch-word": BlockPosition.FOOT,
    "signature-mark": BlockPosition.FOOT,
    "footnote": BlockPosition.FOOT,
    "quiremarkszone": BlockPosition.FOOT,
}
_LEAST_HEADED = 0.3
"""Minimum share of the lines of a page below headlines in larger type, if type tells the headlines of that page."""
_WIDER = 0.5
"""White space between the articles of a page in one size of type, beyond that between lines, in sizes of the type."""
_LARGE = 1.6
"""Minimum type size of a headline, as a multiple of that of running text."""
# Maximum characters of a headline's line; minimum characters of a body line, and number of body lines.
_LONGEST_HEADLINE = 40
LEAST_OF_BODY = 6
LEAST_BODY_LINES = 8
_HEADINGS = frozenset({"heading", "headline", "title", "subtitle"})


class ScannedWord(NamedTuple):
    """A printed word and its box; each half of a hyphenated word is a word of its own.

    `certainty`, 0 to 1, is what the OCR program states; `others` are what it might also be, the likeliest first.
    """

    text: str
    box: Box
    certainty: float = 1.0
    others: tuple[str, ...] = ()

    def in_characters(self, characters: Sequence["ScannedWord"]) -> Sequence["ScannedWord"]:
        """Return its `characters` if they are all of it and are written without spaces between them; else itself."""
        is_whole = "".join(character.text for character in characters) == self.text
        if is_whole and is_written_close(self.text):
            return characters
        return (self,)


class ScannedLine(Struct, frozen=True, gc=False):
    """A printed line; `box` is None if the file has none, `words` are those with boxes, if they were requested.

    `names` are those of the requested element IDs that the line or its words have: METS refers to lines by them.
    `is_enlarged`: its first character is larger than the others. `whole` is the same number for the parts of one line
    of the file, from 1; 0 for a line that was not cut. `certainty`, 0 to 1, is what the OCR program states of a line of
    which it states no words, None if nothing.
    """

    text: str
    box: Box | None = None
    words: tuple[ScannedWord, ...] = ()
    names: tuple[str, ...] = ()
    is_enlarged: bool = False
    whole: int = 0
    certainty: float | None = None

    def with_certainty(self) -> Sequence[ScannedWord]:
        """Return the words, each with how certain it is; the line as one where the file says it of the line alone."""
        if self.words or self.certainty is None:
            return self.words
        return (ScannedWord(self.text, self.box or (0.0, 0.0, 0.0, 0.0), self.certainty),)


class ScannedBlock(Struct, frozen=True):
    """A block of lines, in the order of the file; `kind` is the type that the file states, "" if none.

    `are_ordered`: the file states the order of the lines; otherwise vertical lines are ordered by their
    boxes. `names` are those of the requested element IDs that the block or an element around it has.
    `are_pieces`: the lines are words or characters that the file does not join to lines; `printed_lines` does.
    """

    lines: tuple[ScannedLine, ...]
    kind: str = ""
    box: Box | None = None
    are_ordered: bool = False
    names: tuple[str, ...] = ()
    are_pieces: bool = False

    @property
    def place(self) -> BlockPosition:
        """Return the position by the kind of the block, which is in the text if its kind is unknown."""
        return _KINDS.get(self.kind.lower(), BlockPosition.TEXT)


class ScannedPage(Struct, frozen=True):
    """The blocks of a page in reading order, its size in the unit of the boxes (0: unknown), its picture.

    `rules` are the boxes of what the file calls separators. `is_ordered`: the file states the order of the blocks.
    `slant` is how the picture shows the page; the boxes are those on the level page. `is_leftward`: horizontal lines
    of a vertical page are printed from right to left. `quality` is what the file states of its words and its picture.
    """

    blocks: Sequence[ScannedBlock]
    width: float = 0.0
    height: float = 0.0
    picture: str | None = None
    rules: Sequence[Box] = ()
    is_ordered: bool = False
    slant: Slant | None = None
    is_leftward: bool = False
    quality: Quality | None = None

    @property
    def level_size(self) -> tuple[float, float]:
        """The width and height of the level page, which lies on its side in the picture if that is turned."""
        if self.slant is not None and self.slant.corners is not None:
            return self.slant.size
        return self.width, self.height


def lines_of(blocks: Iterable[ScannedBlock]) -> Iterator[ScannedLine]:
    """Yield the printed lines of blocks, in their order."""
    return chain.from_iterable(block.lines for block in blocks)


class WrittenLine(Struct, frozen=True, gc=False):
    """A line of the text, and the printed lines that it was made from; `page` counts from 0.

    `place` is None on a page that can't be cut by its boxes, and for a line without a plausible box. `is_misplaced`:
    the line has a box that can't be right.
    """

    text: str
    printed: tuple[ScannedLine, ...] = ()
    page: int = 0
    place: LinePlace | None = None
    is_misplaced: bool = False


class NumberedLine(Struct, frozen=True):
    """A printed line, the number, from 1, of the text's line that contains it, and its page, from 0."""

    line: int
    page: int
    printed: ScannedLine


def in_order(blocks: Sequence[ScannedBlock], *, are_ordered: bool) -> list[ScannedBlock]:
    """Return the blocks of a page in reading order, with their lines in reading order.

    `are_ordered`: the file states the order of the blocks. Otherwise they are ordered by their boxes; but vertical ones
    that the file has from right to left stay in its order, since annotators enter lines in reading order. Above all of
    these, what is printed across is read first.
    """
    if not are_ordered:
        blocks = _by_boxes(blocks, is_vertical=are_vertical(lines_of(blocks)))
    return sorted(map(_with_lines_in_order, blocks), key=attrgetter("place"))


def are_vertical(lines: Iterable[ScannedLine]) -> bool:
    """Return whether most lines with several characters are taller than wide."""
    shapes = [runs_down(line) for line in lines if _has_direction(line)]
    return bool(shapes) and sum(shapes) >= _LEAST_TALL_LINES * len(shapes)


def runs_down(line: ScannedLine) -> bool:
    """Return whether a line has several characters and is taller than wide."""
    return line.box is not None and is_tall(line.box) and _has_direction(line)


def runs_across(line: ScannedLine) -> bool:
    """Return whether a line has several characters and is wider than tall."""
    return line.box is not None and len(line.text) > 1 and is_tall(turned(line.box))


def _has_direction(line: ScannedLine) -> bool:
    """Return whether the shape of a line tells how it is printed.

    Words with spaces between them are not printed down: their lines are tall where the page lies on its side.
    """
    if line.box is None or len(line.text) < 2:
        return False
    return not (is_tall(line.box) and _is_in_words(line.text))


def _is_in_words(text: str) -> bool:
    return " " in text.strip() and not is_written_close(text)


def levelled(page: ScannedPage, slant: Slant) -> ScannedPage:
    """Return a page with its boxes, which are those in a picture, moved so that lines are horizontal."""
    level = slant.level
    blocks = [
        replace(
            block,
            box=block.box and level(block.box),
            lines=tuple(
                structs.replace(
                    line,
                    box=line.box and level(line.box),
                    words=tuple(word._replace(box=level(word.box)) for word in line.words),
                )
                for line in block.lines
            ),
        )
        for block in page.blocks
    ]
    return replace(page, blocks=blocks, rules=tuple(map(level, page.rules)), slant=slant)


def written(pages: Iterable[ScannedPage], first: int = 0) -> Iterator[WrittenLine]:
    """Yield the lines of the text, one for each printed line, and a blank line between blocks.

    A page that can be cut by its boxes is written region by region, with the places of its lines; the parts of a row
    become one line. On another page, lines stand as the file has them, and headings begin with “# ”.

    A printed line with nothing but the rest of a hyphenated word becomes part of the previous line of the text. `first`
    is the number of the first page.
    """
    is_first = True
    for number, page in enumerate(map(_from_right, pages), first):
        lying = _lying(page)
        band = _band(page, lying)
        parts_of: _PartsOf = {}
        if band and are_vertical(lines_of(page.blocks)):
            page = _with_band_first(page, band)
            parts_of = _parts_of_head(page, band)
            band = ()
        cut = _cut(page, lying, band)
        if cut is not None:
            for rows in _cut_blocks(page, *cut, number):
                if not is_first:
                    yield WrittenLine("", (), number)
                is_first = False
                for row in rows:
                    printed = _in_parts(row.printed, parts_of)
                    is_misplaced = row.is_misplaced or not lying.isdisjoint(map(id, printed))
                    yield structs.replace(row, printed=printed, is_misplaced=is_misplaced)
            continue
        page = _with_band_first(page, band)
        parts_of = parts_of or _parts_of_head(page, band)
        page, parts_of_whole = _with_whole_lines(page)
        parts_of = {**parts_of, **parts_of_whole}
        large = _large_lines(page.blocks)
        for block in page.blocks:
            texts = list(whole_words([line.text for line in block.lines]))
            starts = [at for at, text in enumerate(texts) if text]
            if starts and not is_first:
                yield WrittenLine("", (), number)
            for start, end in pairwise([*starts, len(texts)]):
                is_first = False
                is_heading = block.kind.lower() in _HEADINGS or id(block.lines[start]) in large
                text = "# " * is_heading + texts[start]
                line_parts = _in_parts(block.lines[start:end], parts_of)
                is_misplaced = not lying.isdisjoint(map(id, line_parts))
                yield WrittenLine(text, line_parts, number, is_misplaced=is_misplaced)


def _from_right(page: ScannedPage) -> ScannedPage:
    """Return a page with those horizontal lines turned round that are printed from right to left.

    Where no line is vertical, none is: only papers that print down the page print across it like this.
    """
    lines = [line for block in page.blocks for line in block.lines]
    if not any(map(runs_down, lines)):
        return page
    wide = [line for line in lines if line.box and not is_tall(line.box) and is_written_close(line.text)]
    wrong = {
        id(line)
        for line, is_wrong in zip(wide, are_backwards([line.text for line in wide]), strict=True)
        if is_wrong
    }
    blocks = [
        replace(
            block, lines=tuple(_turned_round(line) if id(line) in wrong else line for line in block.lines)
        )
        for block in page.blocks
    ]
    if wrong:
        return replace(page, blocks=blocks, is_leftward=True)
    return page


def _turned_round(line: ScannedLine) -> ScannedLine:
    words = tuple(word._replace(text=backwards(word.text)) for word in reversed(line.words))
    return structs.replace(line, text=backwards(line.text), words=words)


_PartsOf = Mapping[int, Sequence[ScannedLine]]
_Band = Sequence[Sequence[ScannedLine]]
"""The lines of the masthead across the top of a page, each in its parts."""


def _band(page: ScannedPage, lying: Collection[int]) -> _Band:
    lines = [line for line in lines_of(page.blocks) if line.text]
    boxes = [None if id(line) in lying else line.box for line in lines]
    return [[lines[at] for at in parts] for parts in band_of([line.text for line in lines], boxes)]


def _with_band_first(page: ScannedPage, band: _Band) -> ScannedPage:
    """Return a page with the lines of its masthead across the top as its head, which is read before the rest."""
    if not band:
        return page
    moved = {id(line) for line in chain.from_iterable(band)}
    blocks = [
        replace(block, lines=tuple(line for line in block.lines if id(line) not in moved))
        for block in page.blocks
    ]
    head = ScannedBlock(tuple(map(_joined, band)), "header")
    return replace(page, blocks=[head, *blocks])


def _parts_of_head(page: ScannedPage, band: _Band) -> _PartsOf:
    """Return the parts of which the lines of a page's head were joined, by the `id()`s of these."""
    if band:
        return dict(zip(map(id, page.blocks[0].lines), band, strict=True))
    return {}


def _with_whole_lines(page: ScannedPage) -> tuple[ScannedPage, _PartsOf]:
    """Return a page with the lines of its text as its file has them, and the parts that they were cut into."""
    parts_of: dict[int, Sequence[ScannedLine]] = {}
    blocks = []
    for block in page.blocks:
        groups: list[list[ScannedLine]] = []
        group_by_whole: dict[int, list[ScannedLine]] = {}
        for line in block.lines:
            if line.whole in group_by_whole:
                group_by_whole[line.whole].append(line)
                continue
            groups.append([line])
            if line.whole and block.place is BlockPosition.TEXT:
                group_by_whole[line.whole] = groups[-1]
        lines = tuple(map(_joined, groups))
        blocks.append(replace(block, lines=lines))
        for line, parts in zip(lines, groups, strict=True):
            if len(parts) > 1:
                parts_of[id(line)] = parts
    return replace(page, blocks=blocks), parts_of


def _in_parts(lines: Sequence[ScannedLine], parts_of: _PartsOf) -> tuple[ScannedLine, ...]:
    """Return the lines as the file has them."""
    return tuple(chain.from_iterable(parts_of.get(id(line), (line,)) for line in lines))


def _joined(parts: Sequence[ScannedLine]) -> ScannedLine:
    """Return the parts of a printed line as one line."""
    if len(parts) == 1:
        return parts[0]
    boxes = [part.box for part in parts if part.box is not None]
    words = tuple(chain.from_iterable(part.words for part in parts))
    names = tuple(chain.from_iterable(part.names for part in parts))
    return ScannedLine(joined_words(part.text for part in parts), hull(boxes), words, names)


def _large_lines(blocks: Sequence[ScannedBlock]) -> set[int]:
    """Return the `id()`s of the lines in type as large as a headline's; none if the file itself marks headings.

    Both the height of the line and the width per character must be large: a box around two lines has only the height.
    """
    if any(block.kind.lower() in _HEADINGS for block in blocks):
        return set()
    lines = lines_of(block for block in blocks if block.place is BlockPosition.TEXT)
    sizes = []
    for text_line in lines:
        line_size = _size_of(text_line)
        if line_size is not None:
            sizes.append((text_line, line_size))
    texts = [size for line, size in sizes if len(line.text) >= LEAST_OF_BODY]
    if len(texts) < LEAST_BODY_LINES // 2:
        return set()
    thickness = median(thick for thick, _ in texts)
    advance = median(wide for _, wide in texts)
    return {
        id(line)
        for line, (thick, wide) in sizes
        if min(thick / thickness, wide / advance) >= _LARGE and 2 <= len(line.text) <= _LONGEST_HEADLINE
    }


def _size_of(line: ScannedLine) -> tuple[float, float] | None:
    """Return the thickness of a line (the width of a vertical one) and its length per character.

    None if it has no box or text.
    """
    if line.box is None or not line.text:
        return None
    across = line.box[2] - line.box[0]
    down = line.box[3] - line.box[1]
    thick, long = (across, down) if is_tall(line.box) else (down, across)
    if thick > 0 and long > 0:
        return (thick, long / len(line.text))
    return None


def _by_boxes(blocks: Sequence[ScannedBlock], *, is_vertical: bool) -> Sequence[ScannedBlock]:
    boxes = [block.box or _around(block.lines) for block in blocks]
    placed_boxes = [box for box in boxes if box is not None]
    if len(placed_boxes) < len(blocks):
        return blocks
    if is_vertical and not runs_rightward(placed_boxes):
        return _with_top_first(blocks, placed_boxes)
    return [blocks[at] for at in reading_order(placed_boxes, is_vertical=is_vertical)]


def _with_top_first(blocks: Sequence[ScannedBlock], boxes: Sequence[Box]) -> list[ScannedBlock]:
    """Return the blocks of a vertical page, those first that are printed across and lie above all others."""
    from_top = sorted(range(len(blocks)), key=lambda at: boxes[at][1])
    first: list[int] = []
    for at, below in pairwise(from_top):
        is_upright = any(line.box and is_tall(line.box) for line in blocks[at].lines)
        if is_upright or boxes[at][3] > boxes[below][1] + OVERLAP * (boxes[at][3] - boxes[at][1]):
            break
        first.append(at)
    others = sorted(set(from_top).difference(first))
    return [blocks[at] for at in (*first, *others)]


def _with_lines_in_order(block: ScannedBlock) -> ScannedBlock:
    """Return a block with vertical lines that the file has from left to right in the reverse order."""
    lines = block.lines
    boxes = [line.box for line in lines if line.box is not None]
    if block.are_ordered or len(boxes) < len(lines) or not are_vertical(lines) or not runs_rightward(boxes):
        return block
    return replace(block, lines=tuple(lines[at] for at in reading_order(boxes, is_vertical=True)))


def _around(lines: Iterable[ScannedLine]) -> Box | None:
    boxes = [line.box for line in lines if line.box is not None]
    if boxes:
        return hull(boxes)
    return None


# A page that is cut. Its lines are the rows of the regions; blocks that the file calls heads or feet of the page stay
# outside.


def _lying(page: ScannedPage) -> set[int]:
    """Return the `id()`s of lines with an implausible box: off the page, without extent, or shared by several lines.

    Lines without a box are included if most lines of the page have one.
    """
    lines = [line for block in page.blocks for line in block.lines if line.text]
    times = Counter(line.box for line in lines)
    size = page.level_size
    if times[None] > _MOST_WITHOUT * len(lines):
        lines = [line for line in lines if line.box is not None]
    return {
        id(line)
        for line in lines
        if line.box is None or times[line.box] > _MOST_ALIKE or not is_sound(line.box, size)
    }


def _cut(page: ScannedPage, lying: set[int], band: _Band) -> tuple[list[ScannedLine], CutPage] | None:
    """Return the lines of a page's text and the regions that they form; None if the boxes do not determine these.

    None as well if the file itself states the order of blocks, or headings: that takes precedence. The `band` is the
    first region.
    """
    if page.is_ordered or any(block.kind.lower() in _HEADINGS for block in page.blocks):
        return None
    of_band = {id(line) for parts in band for line in parts}
    texts = lines_of(block for block in page.blocks if block.place is BlockPosition.TEXT)
    lines = [line for line in texts if line.text and id(line) not in of_band]
    boxes = [None if id(line) in lying else line.box for line in lines]
    cut = answering(cut_page, all_plugs())(page, lines, boxes)
    if cut is None:
        return None
    if not band:
        return lines, cut
    printed = [[(line.box, breadth(line.text)) for line in parts if line.box] for parts in band]
    region = region_of(printed, len(lines), cut.body)
    return [*lines, *chain.from_iterable(band)], replace(cut, regions=(region, *cut.regions))


def _cut_blocks(
    page: ScannedPage, lines: Sequence[ScannedLine], cut: CutPage, number: int
) -> Iterator[list[WrittenLine]]:
    """Yield the lines of each region's headline, and of its text.

    A line without a plausible box follows the line that precedes it in the file.
    """
    placed = {line.at for region in cut.regions for row in _rows(region) for line in row}
    behind: dict[int, list[ScannedLine]] = {}
    last = -1
    for at, line in enumerate(lines):
        if at in placed:
            last = at
        else:
            behind.setdefault(last, []).append(line)
    for place in BlockPosition:
        if place is BlockPosition.TEXT:
            if -1 in behind:
                yield [WrittenLine(line.text, (line,), number) for line in behind[-1]]
            for rows in _text_rows(page, lines, cut, number):
                yield list(chain.from_iterable((row[0], *_following(row[1], behind, number)) for row in rows))
        for block in page.blocks if place is not BlockPosition.TEXT else ():
            rest = [WrittenLine(line.text, (line,), number) for line in block.lines if line.text]
            if block.place is place and rest:
                yield rest


def _following(
    row: Sequence[CutLine], behind: dict[int, list[ScannedLine]], number: int
) -> Iterator[WrittenLine]:
    for part in row:
        for line in behind.get(part.at, ()):
            yield WrittenLine(line.text, (line,), number)


def _rows(region: PageRegion) -> Iterator[list[CutLine]]:
    yield from region.head
    for stretch in region.text:
        yield from rows_of(stretch.lines)


_Written = tuple[WrittenLine, list[CutLine]]


def _region_rows(
    page: ScannedPage, lines: Sequence[ScannedLine], cut: CutPage, region: PageRegion, number: int, at: int
) -> Iterator[list[_Written]]:
    """Yield the headline of a region, and then its text, each as lines with their places."""
    widths = [stretch.box[2] - stretch.box[0] for stretch in region.text if len(stretch.lines) > 2]
    width = median(widths) if widths else 0.0
    for is_head, columns in (
        (True, [region.head] if region.head else []),
        (False, [list(rows_of(s.lines)) for s in region.text]),
    ):
        written_rows: list[_Written] = []
        for column, rows in enumerate(columns):
            edges = [hull([line.box for line in row]) for row in rows]
            texts = list(whole_words([joined_words(lines[line.at].text for line in row) for row in rows]))
            if is_head:
                full = []
            else:
                full = neighbours(region, column, len(rows))
            for n, (row, text) in enumerate(zip(rows, texts, strict=True)):
                printed = tuple(lines[line.at] for line in row)
                if not text and written_rows:
                    written_line, parts = written_rows.pop()
                    written_rows.append(
                        (structs.replace(written_line, printed=written_line.printed + printed), parts + row)
                    )
                    continue
                left, top, right, _ = edges[n]
                near = edges[max(n - 2, 0) : n + 3] + full
                wide = edges[max(n - 4, 0) : n + 5] + full
                boxes = [line.box for line in printed if line.box is not None]
                place = LinePlace(
                    number,
                    hull(boxes),
                    page.level_size,
                    max(line.size for line in row),
                    at,
                    -1 if is_head else column,
                    max(1, round((right - left) / width)) if width else 1,
                    max(0.0, left - min(edge[0] for edge in near)) / cut.body,
                    max(0.0, max(edge[2] for edge in wide) - right) / cut.body,
                    max(0.0, top - edges[n - 1][3]) / cut.body if n else 0.0,
                    not is_head and not n and region.text[column].rule_above,
                    region.has_rule_beside,
                    is_head,
                    cut.is_vertical,
                    region.is_opened and not column and not n,
                    not is_head and is_over_columns(row, cut.body),
                )
                written_rows.append((WrittenLine(text, printed, number, place), row))
        if written_rows:
            yield written_rows


def _text_rows(
    page: ScannedPage, lines: Sequence[ScannedLine], cut: CutPage, number: int
) -> Iterator[list[_Written]]:
    """Yield the headline and the text of each region; the articles of a page whose headlines are not larger."""
    under_heads = chain.from_iterable(region.text for region in cut.regions if region.head)
    headed = sum(len(stretch.lines) for stretch in under_heads)
    is_flat = headed < _LEAST_HEADED * len(lines) and not cut.has_column_heads
    for at, region in enumerate(cut.regions):
        for rows in _region_rows(page, lines, cut, region, number, at):
            yield from _at_white_space(rows) if is_flat else (rows,)


def _gap_above(line: WrittenLine) -> float:
    if line.place is None:
        return 0.0
    return line.place.gap


def _at_white_space(rows: Sequence[_Written]) -> Iterator[list[_Written]]:
    """Yield the rows of a page without larger type between wider white space. They have no places: the text has to tell
    the headlines there.
    """
    gaps = [_gap_above(line) for line, _ in rows]
    usual = median([gap for gap in gaps if gap] or [0.0])
    begins = [0, *(at for at, gap in enumerate(gaps) if at and gap > usual + _WIDER), len(rows)]
    for begin, end in pairwise(begins):
        yield [(structs.replace(line, place=None), parts) for line, parts in rows[begin:end]]


def cut_page(page: ScannedPage, lines: Sequence[ScannedLine], boxes: Sequence[Box | None]) -> CutPage | None:
    """Return the regions that the lines of a page form; None if their boxes are too few or implausible.

    `boxes` are those of the lines, None where it can't be true; such a line is in no region. Without the feature that
    cuts pages, none is, and blocks stay in their order.
    """
    return None


def is_of_ocr(data: bytes) -> bool:
    """Return whether a file has pages as OCR programs write them; without the feature that reads these, none has."""
    return False


def pages_of_ocr(file: SavedFile, names: Collection[str] = ()) -> list[ScannedPage]:
    """Return the pages of a file, whose blocks and lines record those IDs that are in `names`.

    Raises UnreadableFile.
    """
    raise not_read(file.ending)
