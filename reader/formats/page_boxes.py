"""The pages of a file as one text, each below its label; and the bounding boxes of its words and lines, for marking
them on the page picture.

Boxes are read from the file each time they are needed, and not stored.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import astuple, replace

from reader.formats import read_as
from reader.formats.reading import SavedFile
from reader.formats.scans.page_source import CERTAIN, certainty_of, quality_of, with_places
from reader.formats.scans.scanned_page import (
    NumberedLine,
    ScannedPage,
    ScannedWord,
    WrittenLine,
    written,
)
from reader.formats.text_builder import TextBuilder
from reader.newspaper import line_place
from reader.newspaper.article import Reading, SourceText, StatedHead
from reader.plugs import load


class LaidOut(Struct, frozen=True):
    """The text of an issue, its pages, and its printed lines, each with its page and its line of the text."""

    source: SourceText
    pages: tuple[ScannedPage, ...]
    numbered: tuple[NumberedLine, ...]


class PageText(Struct):
    """The text of a page; `mark` is the line above it, None for that of its label."""

    label: str
    pages: Sequence[ScannedPage]
    mark: str | None = None


class PageWriter:
    """Writes the lines of the text, and records which printed lines they were made from."""

    def __init__(self, texts: Sequence[PageText]) -> None:
        self.builder = TextBuilder()
        self.numbered: list[NumberedLine] = []
        self.pages = tuple(chain.from_iterable(text.pages for text in texts))
        self._texts = texts

    def laid_out_by_pages(
        self, name: str, encoding: str, stated: StatedHead, left_out: tuple[str, ...] = ()
    ) -> LaidOut:
        """Return the pages line by line, below what was written before, for the parser to find the articles."""
        lines, page_lines = self._write_pages()
        found = self.laid_out(
            SourceText(
                name,
                encoding,
                tuple(self.builder.lines),
                reading=Reading("", 0.0, left_out),
                head=replace(stated, page_lines=tuple(page_lines)),
            )
        )
        return replace(found, source=with_places(found.source, lines))

    def laid_out(self, source: SourceText) -> LaidOut:
        """Return what was written as `source`, with what the pages state of its quality."""
        if source.reading is not None:
            printed = ((numbered_line.line, numbered_line.printed) for numbered_line in self.numbered)
            source = replace(
                source,
                reading=replace(source.reading, quality=quality_of(self.pages)),
                certainty=certainty_of(source.lines, printed),
            )
        return LaidOut(source, self.pages, tuple(self.numbered))

    def _write_pages(self) -> tuple[list[WrittenLine | None], list[int]]:
        """Write the lines, and return them with the numbers of those that say where a page begins."""
        lines = self.builder.lines
        found = list[WrittenLine | None]()
        page_lines: list[int] = []
        first = 0
        for text in self._texts:
            if text.mark is None:
                mark = f"第{text.label}版"
            else:
                mark = text.mark
            if mark and (len(self._texts) > 1 or text.mark):
                lines += ["", mark, ""][not lines :]
                page_lines.append(len(lines) - 1)
            elif lines:
                lines.append("")
            for line in written(text.pages, first):
                lines.append(line.text)
                found += [None] * (len(lines) - 1 - len(found)) + [line]
                self.numbered += [NumberedLine(len(lines), line.page, printed) for printed in line.printed]
            first += len(text.pages)
        return found, page_lines


_HYPHENS = "-¬⸗\u00ad\u2010"
_MOST_PASSED_OVER = 40
"""Maximum number of characters of a text line that are skipped to find the next printed word in it."""


class Box(Struct, frozen=True):
    """A rectangle on a page, in the unit of the file, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class WordBox(Struct, frozen=True):
    """The box of a printed word, or of one half of a hyphenated word.

    `text` are the characters [start, end) of the line of the SourceText; `certainty`, 0 to 1, is what the file states,
    `others` are what the word might also be.
    """

    text: str
    start: int
    end: int
    box: Box
    certainty: float = 1.0
    others: tuple[str, ...] = ()


class LineBox(Struct, frozen=True):
    """The box of a printed line; `line`, from 1, is the line of the SourceText that contains its words.

    Several printed lines have the same number, even on different pages, if the text has a paragraph as one
    line. `words` is empty if the file has boxes of lines only.
    """

    line: int
    box: Box
    words: tuple[WordBox, ...] = ()


class PageBoxes(Struct, frozen=True):
    """The lines of a page in reading order; `width` and `height` of the page are in the unit of the boxes.

    `picture` is the name of the picture as the file states it, unchecked: a relative path, a bare name or a
    URL; None if it states none.
    """

    picture: str | None
    width: float
    height: float
    lines: tuple[LineBox, ...]


def boxes_of(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    """Return the boxes of each page of the file that `source` was read from.

    Empty if the format has no boxes, or if the file's text has changed since. Raises UnreadableFile.
    """
    file_format = read_as(source.reading)
    boxes: tuple[PageBoxes, ...] = (
        load(file_format.boxes)(file, source) if file_format and file_format.boxes else ()
    )
    return boxes


def boxes_from(
    lines: Sequence[str], pages: Sequence[ScannedPage], numbered: Iterable[NumberedLine]
) -> tuple[PageBoxes, ...]:
    """Return the boxes of each page; `numbered` are the printed lines in the order of the text's `lines`."""
    boxes_of_pages: list[list[LineBox]] = [[] for _ in pages]
    aligner = _Aligner(lines)
    for numbered_line in numbered:
        boxes_of_pages[numbered_line.page] += aligner.boxes_of(numbered_line)
    return tuple(_page(page, boxes) for page, boxes in zip(pages, boxes_of_pages, strict=True))


def _page(page: ScannedPage, boxes: Sequence[LineBox]) -> PageBoxes:
    """Return the boxes of a page; a size that the file doesn't state is estimated from the boxes."""
    if page.slant:
        boxes = [_in_picture(box, page.slant) for box in boxes]
    width = page.width or max((line_box.box.right for line_box in boxes), default=0.0)
    height = page.height or max((line_box.box.bottom for line_box in boxes), default=0.0)
    return PageBoxes(page.picture, width, height, tuple(boxes))


def _in_picture(line: LineBox, slant: line_place.Slant) -> LineBox:
    """Return a line of a page whose boxes are levelled as it is in the picture."""

    def back(box: Box) -> Box:
        return Box(*slant.in_picture((box.left, box.top, box.right, box.bottom)))

    words = tuple(replace(word, box=back(word.box)) for word in line.words)
    return replace(line, box=back(line.box), words=words)


class _Aligner:
    """Finds printed words in the lines of the text, in order.

    White space is ignored, and a hyphen at a word's end that the text lacks.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._open(0)

    def boxes_of(self, numbered: NumberedLine) -> Iterator[LineBox]:
        """Yield the boxes of a printed line.

        They are two if its first word is the rest of a hyphenated word that belongs to the previous line of the text.
        """
        words = list(numbered.printed.words)
        if self._number < numbered.line:
            if words and self._number and self._at < len(self._text):
                rest = self._found(words[0])
            else:
                rest = None
            if rest is not None and rest.end == self._places[-1] + 1:
                yield LineBox(self._number, rest.box, (rest,))
                del words[0]
            self._open(numbered.line)
        word_boxes = tuple(filter(None, map(self._found, words)))
        box = numbered.printed.box or (
            line_place.hull([astuple(word.box) for word in word_boxes]) if word_boxes else None
        )
        if box is not None:
            yield LineBox(numbered.line, Box(*box), word_boxes)

    def _open(self, number: int) -> None:
        line = self._lines[number - 1] if number else ""
        self._number = number
        self._line = line
        self._at = 0
        self._text = "".join(line.split())
        self._places = [at for at, sign in enumerate(line) if not sign.isspace()]

    def _found(self, scanned: ScannedWord) -> WordBox | None:
        """Return the next occurrence of a word in the current line, after the last one found; else None."""
        word = "".join(scanned.text.split())
        for form in dict.fromkeys((word, word.rstrip(_HYPHENS))):
            if form:
                start = self._text.find(form, self._at, self._at + len(form) + _MOST_PASSED_OVER)
            else:
                start = -1
            if start >= 0:
                self._at = start + len(form)
                first = self._places[start]
                last = self._places[self._at - 1] + 1
                own = self._line[first:last]
                return WordBox(own, first, last, Box(*scanned.box), scanned.certainty, scanned.others)
        return None


def faint_in(pages: Iterable[PageBoxes]) -> Mapping[int, Sequence[tuple[int, int]]]:
    """Return the words [start, end) of each line of which the OCR program was not certain."""
    faint: dict[int, list[tuple[int, int]]] = {}
    for line in chain.from_iterable(page.lines for page in pages):
        for word in line.words:
            if word.certainty < CERTAIN:
                faint.setdefault(line.line, []).append((word.start, word.end))
    return faint


def of_scans(source: SourceText, pages: Sequence[ScannedPage]) -> tuple[PageBoxes, ...]:
    """Return the boxes of pages of which a file consists; () if its text has changed since it was read."""
    lines = list(written(pages))
    if tuple(line.text for line in lines) != source.lines:
        return ()
    numbered = []
    for number, line in enumerate(lines, 1):
        for printed in line.printed:
            numbered.append(NumberedLine(number, line.page, printed))
    return boxes_from(source.lines, pages, numbered)


def of_laid_out(laid_out: LaidOut, source: SourceText) -> tuple[PageBoxes, ...]:
    """Return the boxes of a file that is laid out anew; () if its text has changed since it was read."""
    if laid_out.source.lines != source.lines:
        return ()
    return boxes_from(source.lines, laid_out.pages, laid_out.numbered)
