"""PDF files with a text layer: an issue, or a page of one.

Articles are told by the sizes of type: large lines are a headline, with kicker and deck; what follows is theirs. The
words stay as printed, also where a font gives a radical (⽇) for a character: the search form unites them.
"""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from reader.formats.file_format import SavedFile
from reader.formats.paper_address import address_of
from reader.formats.pdf import process, recognised
from reader.formats.pdf.furniture import Furniture, furniture_of
from reader.formats.pdf.layout import Block, PageLayout, PdfLine, blocks_of, layout_of
from reader.formats.pdf.process import PdfPage
from reader.formats.reading import UnreadableFile
from reader.formats.scans.scanned_page import written
from reader.formats.told_text import TextBuilder
from reader.i18n import count, say
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import Part, Reading

ENDING = ".pdf"
_HEAD_OF_FILE = 1_024
_LEAST_TEXT = 20
"""Characters in a file; with fewer it is a picture with a stamp."""
_MOST_UNKNOWN = 0.3
"""The share of characters that fonts give no meaning, from which a text layer is none."""
_HEADLINE, _LARGER, _SMALLER = 1.3, 1.1, 0.92
"""Sizes in units of the running text's."""
_LONGEST_HEAD = 120
_LONGEST_CAPTION = 100
_INDENT = 0.8
_SHORT = 1.5
_ENDS = tuple("。！？；：…”’」』）)!?.:")
_DAY = re.compile(r"(?<!\d)(19\d\d|20\d\d)\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})(?!\d)")

_PAGE_OF_NAME = re.compile(
    r"(?:19|20)\d\d[-_]?[01]\d[-_]?[0-3]\d[-_]?([A-D]?\d{2})\.pdf$|([A-D]?\d{1,3})\s?版[^/]*\.pdf$",
    re.IGNORECASE,
)


class Pdf:
    """The format of files that begin as a PDF does."""

    name = "pdf"

    def certainty(self, file: SavedFile) -> float:
        if b"%PDF-" in file.data[:_HEAD_OF_FILE]:
            return 1.0
        return 0.2 if file.ending == ENDING else 0.0

    def read(self, file: SavedFile) -> SourceText:
        return laid_out(file)[0]


_Placed = tuple[int, int, PdfLine]
"""The number of a line of text, a page (from 0), and a line that is printed on it."""


def laid_out(file: SavedFile) -> tuple[SourceText, tuple[PdfPage, ...], list[_Placed]]:
    """Return the text of a file, its pages, and where on them its lines are printed. Raises UnreadableFile."""
    document = process.read(file.data)
    layouts = [layout_of(page) for page in document.pages]
    _check(layouts)
    if recognised.is_recognised(layouts, [page.is_unseen for page in document.pages]):
        read, found = _recognised(file, layouts)
        return read, document.pages, found
    furniture = furniture_of(layouts)
    builder = TextBuilder()
    placed: list[_Placed] = []
    for at, (layout, around) in enumerate(zip(layouts, furniture, strict=True)):
        for words in filter(None, (around.lines[:1], *([line] for line in around.lines[1:]))):
            builder.add_masthead(*[line.text for line in words])
            placed += [(len(builder.lines), at, line) for line in words]
        page = around.page or (str(at + 1) if len(layouts) > 1 else _page_of_name(file.name))
        for article in _articles(_without(layout, around)):
            parts = [(part, lines) for part, lines in article if _joined(lines).strip()]
            if parts:
                builder.add_article([(part, _joined(lines)) for part, lines in parts], page)
                told = builder.articles[-1].lines
                for (number, _), (_, lines) in zip(told, parts, strict=True):
                    placed += [(number, at, line) for line in lines]
    printed = next((each.date for each in furniture if each.date), None)
    titled = None if printed or address_of("", file.name).date else _day_in(document.title)
    source = builder.source(
        file.name,
        "PDF",
        title=next((each.title for each in furniture if each.title), None),
        date=printed or titled,
        is_dated_by_address=printed is None and titled is not None,
        left_out=_left_out(layouts),
    )
    return source, document.pages, placed


def _recognised(file: SavedFile, layouts: Sequence[PageLayout]) -> tuple[SourceText, list[_Placed]]:
    """Return the text that an OCR program has read, for the parser to cut, and where its lines are printed."""
    lines: list[str] = []
    placed: list[_Placed] = []
    for at, layout in enumerate(layouts):
        page, printed = recognised.page_of(layout)
        if len(layouts) > 1:
            lines += ["", f"第{at + 1}版", ""] if lines else [f"第{at + 1}版", ""]
        for line in written([page]):
            lines.append(line.text)
            placed += [(len(lines), at, printed[id(each)]) for each in line.printed]
    reading = Reading("", 0.0, tuple(_left_out(layouts)))
    return SourceText(file.name, "PDF", tuple(lines), None, reading), placed


def _check(layouts: Sequence[PageLayout]) -> None:
    """Raise UnreadableFile if the pages have no text that a person could read."""
    texts = "".join(line.text for layout in layouts for line in layout.lines)
    if len(texts) < _LEAST_TEXT:
        raise UnreadableFile(
            say("这个 PDF 没有文字层，多半是扫描的图像。请用 OCR 程序识别，放入识别后的 PDF 或文字（.txt）。")
        )
    unknown = sum(unicodedata.category(sign) in ("Co", "Cn", "Cc") or sign == "\ufffd" for sign in texts)
    if unknown > _MOST_UNKNOWN * len(texts):
        raise UnreadableFile(
            say("这个 PDF 的文字层是乱码（字体没有写明是哪些字）。请用 OCR 程序识别后再放入。")
        )


def _left_out(layouts: Sequence[PageLayout]) -> Iterator[str]:
    empty = sum(not layout.lines for layout in layouts)
    outside = sum(layout.outside for layout in layouts)
    if empty:
        yield count(empty, "{n} 页没有文字层")
    if outside:
        yield count(outside, "页边以外 {n} 字")


def _page_of_name(name: str) -> str | None:
    """Return the page that a file's name ends in, behind the day (“yq2024030502.pdf”) or with 版 (“第02版.pdf”)."""
    found = _PAGE_OF_NAME.search(unicodedata.normalize("NFKC", name))
    return found[1] or found[2] if found else None


def _day_in(title: str) -> dt.date | None:
    found = _DAY.search(unicodedata.normalize("NFKC", title))
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _without(layout: PageLayout, around: Furniture) -> list[PdfLine]:
    other = {id(line) for line in around.lines}
    return [line for line in layout.lines if id(line) not in other]


_Parts = list[tuple[Part, Sequence[PdfLine]]]
"""The lines of an article, each with the others of its paragraph, and what they are."""


def _articles(lines: Sequence[PdfLine]) -> Iterator[_Parts]:
    """Yield the articles of a page, in reading order."""
    if not lines:
        return
    body = _body_size(lines)
    article: _Parts = []
    heads: list[Block] = []
    texts: list[Block] = []
    for block in blocks_of(lines, body):
        if _is_head(block, body):
            article += _paragraphs(texts)
            texts = []
            heads.append(block)
            continue
        if heads:
            if _is_headline(heads, body):
                if article:
                    yield article
                article = list(_storeys(heads))
            else:
                article += [(Part.SUBHEAD, each.lines) for each in heads]
            heads = []
        if block.size < _SMALLER * body and sum(len(line.text) for line in block.lines) < _LONGEST_CAPTION:
            article += _paragraphs(texts)
            texts = []
            article.append((Part.CAPTION, block.lines))
        else:
            texts.append(block)
    if heads and _is_headline(heads, body) and article:
        yield article
        article = []
    article += _paragraphs(texts)
    article += list(_storeys(heads)) if heads else []
    if article:
        yield article


def _body_size(lines: Sequence[PdfLine]) -> float:
    """Return the size in which most characters are printed."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(4 * line.size) / 4] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) or 1.0


def _is_head(block: Block, body: float) -> bool:
    return block.size > _LARGER * body and sum(len(line.text) for line in block.lines) <= _LONGEST_HEAD


def _is_headline(heads: Sequence[Block], body: float) -> bool:
    return max(block.size for block in heads) > _HEADLINE * body


def _storeys(heads: Sequence[Block]) -> Iterator[tuple[Part, Sequence[PdfLine]]]:
    """Yield the lines above a text: the largest is the headline, what stands over it the kicker, below it decks."""
    largest = max(range(len(heads)), key=lambda at: heads[at].size)
    for at, block in enumerate(heads):
        is_alike = block.size > 0.95 * heads[largest].size
        part = Part.HEADLINE if is_alike else Part.KICKER if at < largest else Part.DECK
        yield part, block.lines


def _paragraphs(blocks: Sequence[Block]) -> _Parts:
    """Return the paragraphs of an article's columns: one may go on in the next column."""
    found: list[list[PdfLine]] = []
    is_open = False
    for block in blocks:
        for at, line in enumerate(block.lines):
            is_indented = line.x0 - block.x0 > _INDENT * line.size
            if is_indented or not is_open or not found:
                found.append([])
            found[-1].append(line)
            is_short = line.x1 < block.x1 - _SHORT * line.size
            ends = line.text.rstrip().endswith(_ENDS)
            is_last = at == len(block.lines) - 1
            is_open = not ends if is_last else not (is_short and ends)
    return [(Part.PARAGRAPH, lines) for lines in found]


def _joined(lines: Sequence[PdfLine]) -> str:
    """Return lines as one; between Latin words stands a space, and a word that was divided is whole."""
    text = ""
    for line in lines:
        if text[-1:].isascii() and line.text[:1].isascii() and text:
            if text.endswith("-") and text[-2:-1].isalpha() and line.text[:1].islower():
                text = text[:-1]
            else:
                text += " "
        text += line.text
    return text
