"""The data model of OCR results (pages, blocks, lines, words, boxes), and their text in reading order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from statistics import median

from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.scans.box_order import Box, is_tall, reading_order, runs_rightward
from reader.i18n import say
from reader.language.forms import HAN
from reader.newspaper.article import SourceText

_CLOSE = f"[{HAN}\u3000-\u303f\u3040-\u30ff\uff00-\uff65]"
"""Characters that are written without spaces between them: Han characters, kana and their punctuation."""
_SPACE_AT_CLOSE = re.compile(f"(?<={_CLOSE}) +(?={_CLOSE})")
_IS_CLOSE = re.compile(_CLOSE)
_BROKEN_WORD = re.compile(r"[^\W\d_](?:-|(?P<certain>[¬⸗\u00ad]))\s*$")
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
_LARGE = 1.6
"""Minimum type size of a headline, as a multiple of that of running text."""
_LONGEST_HEADLINE, _LEAST_OF_BODY, _LEAST_BODY_LINES = 40, 6, 8
"""Maximum characters of a headline's line; minimum characters of a body line, and number of body lines."""
_HEADINGS = frozenset({"heading", "headline", "title", "subtitle"})


ScannedWord = tuple[str, Box]
"""A printed word and its box; each half of a hyphenated word is a word of its own."""


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A printed line; `box` is None if the file has none, `words` are those with boxes, if they were
    requested.

    `names` are those of the requested element IDs that the line or its words have: METS refers to lines by
    them.
    """

    text: str
    box: Box | None = None
    words: tuple[ScannedWord, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedBlock:
    """A block of lines, in the order of the file; `kind` is the type that the file states, "" if none.

    `are_ordered`: the file states the order of the lines; otherwise vertical lines are ordered by their
    boxes. `names` are those of the requested element IDs that the block or an element around it has.
    """

    lines: tuple[ScannedLine, ...]
    kind: str = ""
    box: Box | None = None
    are_ordered: bool = False
    names: tuple[str, ...] = ()

    @property
    def place(self) -> BlockPosition:
        """Return the position by the kind of the block, which is in the text if its kind is unknown."""
        return _KINDS.get(self.kind.lower(), BlockPosition.TEXT)


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """The blocks of a page in reading order, its size in the unit of the boxes (0: unknown), its picture."""

    blocks: Sequence[ScannedBlock]
    width: float = 0.0
    height: float = 0.0
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of the text, and the printed lines that it was made from; `page` counts from 0."""

    text: str
    printed: tuple[ScannedLine, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A printed line, the number, from 1, of the text's line that contains it, and its page, from 0."""

    line: int
    page: int
    printed: ScannedLine


def joined_words(words: Iterable[str]) -> str:
    """Return the words joined to a line, with spaces between them except where they are Chinese or kana."""
    return without_stray_spaces(" ".join(filter(None, words)))


def without_stray_spaces(text: str) -> str:
    return _SPACE_AT_CLOSE.sub("", " ".join(text.split()))


def is_written_close(text: str) -> bool:
    """Return whether a text has characters that are written without spaces between them."""
    return _IS_CLOSE.search(text) is not None


def in_order(blocks: Sequence[ScannedBlock], *, are_ordered: bool) -> list[ScannedBlock]:
    """Return the blocks of a page in reading order, with their lines in reading order.

    `are_ordered`: the file states the order of the blocks. Otherwise they are ordered by their boxes; but
    vertical ones that the file has from right to left stay in its order, since annotators enter lines in
    reading order.
    """
    if not are_ordered:
        blocks = _by_boxes(blocks, is_vertical=are_vertical(line for block in blocks for line in block.lines))
    lined = [
        block if block.are_ordered else replace(block, lines=_lines_in_order(block.lines)) for block in blocks
    ]
    return sorted(lined, key=lambda block: block.place)


def are_vertical(lines: Iterable[ScannedLine]) -> bool:
    """Return whether most lines with several characters are taller than wide."""
    shapes = [is_tall(line.box) for line in lines if line.box and len(line.text) > 1]
    return bool(shapes) and sum(shapes) >= _LEAST_TALL_LINES * len(shapes)


def source_of(
    file: SavedFile, encoding: str, pages: Iterable[ScannedPage], left_out: Sequence[str] = ()
) -> SourceText:
    """Return the text of pages, with the lines of `written`. Raises NotAnIssue if they have no text."""
    lines = tuple(line.text for line in written(pages))
    if not lines:
        raise NotAnIssue(say("没有文字的识别结果"))
    return SourceText(file.name, encoding, lines)


def written(pages: Iterable[ScannedPage]) -> Iterator[WrittenLine]:
    """Yield the lines of the text, one for each printed line, and a blank line between blocks.

    Headings begin with “# ”.

    A printed line with nothing but the rest of a hyphenated word becomes part of the previous line of the
    text.
    """
    is_first = True
    for number, page in enumerate(pages):
        large = _large_lines(page.blocks)
        for block in page.blocks:
            texts = list(whole_words([line.text for line in block.lines]))
            starts = [at for at, text in enumerate(texts) if text]
            if starts and not is_first:
                yield WrittenLine("", (), number)
            for start, end in pairwise([*starts, len(texts)]):
                is_first = False
                is_heading = block.kind.lower() in _HEADINGS or id(block.lines[start]) in large
                yield WrittenLine("# " * is_heading + texts[start], block.lines[start:end], number)


def _large_lines(blocks: Sequence[ScannedBlock]) -> set[int]:
    """Return the `id()`s of the lines in type as large as a headline's; none if the file itself marks
    headings.

    Both the height of the line and the width per character must be large: a box around two lines has only the
    height.
    """
    if any(block.kind.lower() in _HEADINGS for block in blocks):
        return set()
    sizes = [
        (line, size)
        for block in blocks
        if block.place is BlockPosition.TEXT
        for line in block.lines
        if (size := _size_of(line)) is not None
    ]
    texts = [size for line, size in sizes if len(line.text) >= _LEAST_OF_BODY]
    if len(texts) < _LEAST_BODY_LINES:
        return set()
    thickness, advance = median(thick for thick, _ in texts), median(wide for _, wide in texts)
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
    across, down = line.box[2] - line.box[0], line.box[3] - line.box[1]
    thick, long = (across, down) if is_tall(line.box) else (down, across)
    return (thick, long / len(line.text)) if thick > 0 and long > 0 else None


def _by_boxes(blocks: Sequence[ScannedBlock], *, is_vertical: bool) -> Sequence[ScannedBlock]:
    boxes = [block.box or _around(block.lines) for block in blocks]
    known = [box for box in boxes if box is not None]
    if len(known) < len(blocks) or (is_vertical and not runs_rightward(known)):
        return blocks
    return [blocks[at] for at in reading_order(known, is_vertical=is_vertical)]


def _lines_in_order(lines: tuple[ScannedLine, ...]) -> tuple[ScannedLine, ...]:
    """Return vertical lines that the file has from left to right in the reverse order; others unchanged."""
    boxes = [line.box for line in lines if line.box is not None]
    if len(boxes) < len(lines) or not are_vertical(lines) or not runs_rightward(boxes):
        return lines
    return tuple(lines[at] for at in reading_order(boxes, is_vertical=True))


def _around(lines: Iterable[ScannedLine]) -> Box | None:
    boxes = [line.box for line in lines if line.box is not None]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def whole_words(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines; a word that is hyphenated between two of them is put whole at the end of the first."""
    before: str | None = None
    for line in lines:
        if before is not None:
            found = _BROKEN_WORD.search(before)
            if found and line and (line[0].islower() or found["certain"]):
                rest, _, line = line.partition(" ")
                before = before[: found.start() + 1] + rest
            yield before
        before = line
    if before is not None:
        yield before
