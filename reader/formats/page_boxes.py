"""Where the words of a file's text are printed: for the picture of its page, on which they are boxed.

Derived from the file whenever it is asked for; nothing of it is stored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.formats.reading import SavedFile
from reader.formats.scans import box_order
from reader.formats.scans.scanned_page import PlacedLine, ScannedLine, ScannedPage, ScannedWord, written
from reader.newspaper.article import SourceText

if TYPE_CHECKING:
    from reader.formats.manifests.issue_in_files import LaidOut
    from reader.formats.pdf.layout import PdfLine

_HYPHENS = "-¬⸗\u00ad\u2010"
_MOST_PASSED_OVER = 40
"""Characters of a line that none of its words has, before one that has a box."""


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class WordBox:
    """A printed word, or the half of one that a line end divides: characters [start, end) of the line of text.

    `text` is what these characters are.
    """

    text: str
    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class LineBox:
    """A printed line, and line `line` (from 1) of the SourceText, in which its words stand.

    Several may have the same number, on several pages too: a paragraph is one line of the text. `words` is empty where
    the file tells boxes of lines only.
    """

    line: int
    box: Box
    words: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The lines of a page in reading order; `width` and `height` are the page's, in the unit of the boxes.

    `picture` is the picture's name as the file gives it: a relative path, a bare name, an address, of somebody else's
    making; None if it gives none.
    """

    picture: str | None
    width: float
    height: float
    lines: tuple[LineBox, ...]


def boxes_of(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    """Return the pages of a file from which `source` was read, with what is printed where.

    Empty if its format knows no boxes, or if it holds another text than `source`. Raises UnreadableFile.
    """
    find = _FINDERS.get(source.reading.format) if source.reading else None
    return find(file, source) if find else ()


def boxes_from(
    lines: Sequence[str], pages: Sequence[ScannedPage], placed: Iterable[PlacedLine]
) -> tuple[PageBoxes, ...]:
    """Return the boxes of pages whose printed lines stand in `lines`, in the order of the text."""
    found: list[list[LineBox]] = [[] for _ in pages]
    aligner = _Aligner(lines)
    for each in placed:
        found[each.page] += aligner.boxes_of(each)
    return tuple(_page(page, boxes) for page, boxes in zip(pages, found, strict=True))


def _page(page: ScannedPage, boxes: Sequence[LineBox]) -> PageBoxes:
    """Return a page, as large as what is printed on it if the file doesn't tell its size."""
    width = page.width or max((each.box.right for each in boxes), default=0.0)
    height = page.height or max((each.box.bottom for each in boxes), default=0.0)
    return PageBoxes(page.picture, width, height, tuple(boxes))


class _Aligner:
    """Finds printed words in the lines of the text: in order, white space aside, hyphens that the text lacks too."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._open(0)

    def boxes_of(self, placed: PlacedLine) -> Iterator[LineBox]:
        """Yield the boxes of a printed line: two if it begins with the rest of a word of the line before."""
        words = list(placed.printed.words)
        if self._number < placed.line:
            rest = self._found(words[0]) if words and self._number and self._at < len(self._text) else None
            if rest is not None and rest.end == self._places[-1] + 1:
                yield LineBox(self._number, rest.box, (rest,))
                del words[0]
            self._open(placed.line)
        found = tuple(filter(None, map(self._found, words)))
        box = placed.printed.box or (_hull([word.box for word in found]) if found else None)
        if box is not None:
            yield LineBox(placed.line, Box(*box), found)

    def _open(self, number: int) -> None:
        line = self._lines[number - 1] if number else ""
        self._number, self._line, self._at = number, line, 0
        self._text = "".join(line.split())
        self._places = [at for at, sign in enumerate(line) if not sign.isspace()]

    def _found(self, scanned: ScannedWord) -> WordBox | None:
        """Return where a word stands in the line, from where the last one ended; None if it doesn't."""
        word = "".join(scanned[0].split())
        for each in dict.fromkeys((word, word.rstrip(_HYPHENS))):
            start = self._text.find(each, self._at, self._at + len(each) + _MOST_PASSED_OVER) if each else -1
            if start >= 0:
                self._at = start + len(each)
                first, last = self._places[start], self._places[self._at - 1] + 1
                return WordBox(self._line[first:last], first, last, Box(*scanned[1]))
        return None


def _hull(boxes: Sequence[Box]) -> box_order.Box:
    return (
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _of_scans(source: SourceText, pages: Sequence[ScannedPage]) -> tuple[PageBoxes, ...]:
    lines = list(written(pages))
    if tuple(line.text for line in lines) != source.lines:
        return ()
    placed = (
        PlacedLine(number, line.page, printed)
        for number, line in enumerate(lines, 1)
        for printed in line.printed
    )
    return boxes_from(source.lines, pages, placed)


def _of_alto(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    from reader.formats.scans import alto

    return _of_scans(source, alto.pages_of(file, with_words=True)[0])


def _of_page_xml(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    from reader.formats.scans import page_xml

    return _of_scans(source, page_xml.pages_of(file, with_words=True)[0])


def _of_hocr(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    from reader.formats.scans import hocr

    return _of_scans(source, hocr.pages_of(file, with_words=True)[0])


def _of_mets(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    from reader.formats.manifests import mets

    return _of_issue(source, mets.laid_out(file, with_words=True))


def _of_iiif(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    from reader.formats.manifests import iiif

    return _of_issue(source, iiif.laid_out(file, with_words=True))


def _of_pdf(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    from reader.formats.pdf import pdf

    read, pages, found = pdf.laid_out(file)
    if read.lines != source.lines:
        return ()
    placed = [PlacedLine(number, page, _printed(line)) for number, page, line in found]
    return boxes_from(source.lines, [ScannedPage((), each.width, each.height) for each in pages], placed)


def _printed(line: "PdfLine") -> ScannedLine:
    """Return a line of a PDF with its words: each character for itself where they are written close."""
    places = (Box(*box) for piece in line.boxes for box in piece.tolist())
    words: list[tuple[str, list[Box]]] = []
    is_open = False
    for sign in line.text:
        if sign == " ":
            is_open = False
        elif is_open and sign.isascii():
            words[-1] = words[-1][0] + sign, [*words[-1][1], next(places)]
        else:
            words.append((sign, [next(places)]))
            is_open = sign.isascii()
    scanned = tuple((word, _hull(boxes)) for word, boxes in words)
    return ScannedLine(line.text, _hull([Box(*box) for _, box in scanned]), scanned)


def _of_issue(source: SourceText, laid_out: "LaidOut") -> tuple[PageBoxes, ...]:
    if laid_out.source.lines != source.lines:
        return ()
    return boxes_from(source.lines, laid_out.pages, laid_out.placed)


_FINDERS: Mapping[str, Callable[[SavedFile, SourceText], tuple[PageBoxes, ...]]] = {
    "alto": _of_alto,
    "page-xml": _of_page_xml,
    "hocr": _of_hocr,
    "mets": _of_mets,
    "iiif": _of_iiif,
    "pdf": _of_pdf,
}


def are_told_by(format_name: str) -> bool:
    """Return whether files of a format may tell boxes."""
    return format_name in _FINDERS
