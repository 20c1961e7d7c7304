"""PDF files with a text layer: an issue, or a page of one.

Articles are found by type size: large lines are a headline with kicker and deck, followed by its text. Words
stay as printed, even if a font maps a character to a radical (⽇ for 日): the search form makes them equal.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from msgspec.structs import replace

from reader.features.pdf import flowing, process
from reader.features.pdf.articles import HEADLINE, PageStretch, articles_of, body_size, joined
from reader.features.pdf.damaged_streams import number_of_damaged
from reader.features.pdf.furniture import Furniture, day_in, furniture_of, title_in
from reader.features.pdf.layout import PageLayout, PdfLine, blocks_of, layout_of
from reader.features.pdf.process import PdfPage
from reader.features.pdf.stamps import recurring, without_stamps
from reader.formats.page_boxes import PageBoxes, boxes_from
from reader.formats.page_names import address_of
from reader.formats.page_names import day_in as day_named_in
from reader.formats.reading import OnlyPictures, SavedFile, UnreadableFile
from reader.formats.scans.page_source import with_places
from reader.formats.scans.printed_lines import parted
from reader.formats.scans.scanned_page import (
    NumberedLine,
    ScannedBlock,
    ScannedLine,
    ScannedPage,
    ScannedWord,
    WrittenLine,
    lines_of,
    written,
)
from reader.formats.scans.scanned_words import without_stray_spaces
from reader.formats.text_builder import TextBuilder
from reader.i18n import count, say
from reader.newspaper.article import Reading, SourceText, StatedHead
from reader.newspaper.facts import Fact, Rule, fact_by
from reader.newspaper.line_place import Box, hull

# OCR layers: the lines are in the order of the file, and form blocks by their positions. Their type sizes are
# unreliable, so the parser finds the articles, as it does for a page in ALTO.


_LEADING = 2.2
"""Maximum distance between the upper edges of consecutive lines of a block, in heights of a line."""


def page_of(layout: PageLayout) -> tuple[ScannedPage, dict[int, PdfLine]]:
    """Return the page of an OCR layer, and its PDF lines by the `id()` of the printed lines made of them."""
    blocks: list[list[ScannedLine]] = []
    before: PdfLine | None = None
    for line in layout.lines:
        if before is None or not _goes_below(before, line):
            blocks.append([])
        boxes = []
        for piece in line.boxes:
            for x0, y0, x1, y1 in piece.tolist():
                boxes.append((x0, y0, x1, y1))
        signs = tuple(map(ScannedWord, "".join(line.text.split()), boxes))
        blocks[-1].append(ScannedLine(without_stray_spaces(line.text), hull(boxes), signs))
        before = line
    width = layout.width
    height = layout.height
    if layout.is_vertical:
        width, height = height, width
    full_page = ScannedPage([ScannedBlock(tuple(block)) for block in blocks], width, height)
    page = parted(full_page)
    parts = iter(lines_of(page.blocks))
    lines: dict[int, PdfLine] = {}
    for line in layout.lines:
        all_boxes = np.concatenate(line.boxes)
        begin = 0
        while begin < len(all_boxes):
            part = next(parts)
            end = begin + len(part.words)
            lines[id(part)] = (
                line
                if end - begin == len(all_boxes)
                else replace(line, text=part.text, boxes=[all_boxes[begin:end]])
            )
            begin = end
    return page, lines


def _goes_below(before: PdfLine, line: PdfLine) -> bool:
    height = min(before.y1 - before.y0, line.y1 - line.y0)
    shared = min(before.x1, line.x1) - max(before.x0, line.x0)
    is_below = 0 < line.y0 - before.y0 < _LEADING * height
    return is_below and shared > 0.5 * min(before.x1 - before.x0, line.x1 - line.x0)


ENDING = ".pdf"
# some files have other bytes before their header; PDF programs look for it in so many bytes
_HEAD_OF_FILE = 1_024
_LEAST_TEXT = 20
"""Minimum number of characters in a file with a text layer; fewer are a stamp on a picture."""
_MOST_UNKNOWN = 0.3
"""Maximum share of characters that fonts don't map to Unicode in a usable text layer."""

_PAGE_OF_NAME = re.compile(
    r"(?:19|20)\d\d[-_]?[01]\d[-_]?[0-3]\d[-_]?([A-D]?\d{2})\.pdf$|([A-D]?\d{1,3})\s?版[^/]{0,255}\.pdf$",
    re.IGNORECASE,
)


class Pdf:
    name = "pdf"

    def certainty(self, file: SavedFile) -> float:
        if b"%PDF-" in file.data[:_HEAD_OF_FILE]:
            return 1.0
        if file.ending == ENDING:
            return 0.2
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        return laid_out(file)[0]


_NumberedLine = tuple[int, int, PdfLine]
"""The number of a line of the text (from 1), a page (from 0), and a line that is printed on it."""


def laid_out(file: SavedFile) -> tuple[SourceText, tuple[PdfPage, ...], list[_NumberedLine]]:
    """Return the text of a file, its pages, and the position of its printed lines. Raises UnreadableFile."""
    document = process.read(file.data)
    stamps = recurring(document.pages)
    pages = zip(document.pages, stamps, strict=True)
    layouts = without_stamps([layout_of(page, stamp) for page, stamp in pages])
    damaged = number_of_damaged(file.data)
    _check(layouts, damaged)
    left_out = tuple(_left_out(layouts, damaged))
    have = [layout.is_unseen for layout in layouts if layout.lines]
    if 2 * sum(have) > len(have):  # most pages with text have an OCR layer
        read, found = _recognised(file, layouts, left_out)
        return read, document.pages, found
    furniture = furniture_of(layouts)
    builder = TextBuilder()
    numbered: list[_NumberedLine] = []
    at: dict[int, int] = {}
    for index, layout in enumerate(layouts):
        at |= {id(page_line): index for page_line in layout.lines}
    outside: list[PdfLine] = []
    if flowing.is_flowing(layouts, furniture):
        cut = flowing.stretches
    else:
        cut = _stretches
    for stretch in cut(layouts, furniture, fact_by(Rule.PAGE_IN_NAME, _page_of_name(file.name))):
        outside += stretch.outside
        for line in stretch.outside:
            builder.add_masthead(line.text)
            numbered.append((len(builder.lines), at[id(line)], line))
        for article in stretch.articles:
            parts = [(part, lines) for part, lines in article if joined(lines).strip()]
            if parts:
                builder.add_article(
                    [(part, joined(lines)) for part, lines in parts],
                    stretch.page.value,
                    _rule_of(stretch.page),
                )
                stated = builder.articles[-1].lines
                for (number, _), (_, lines) in zip(stated, parts, strict=True):
                    numbered += [(number, at[id(line)], line) for line in lines]
    printed = day_in(outside)
    if printed or address_of("", file.name).date:
        titled = None
    else:
        titled = day_named_in(document.title)
    source = builder.source(
        file.name,
        "PDF",
        title=next((each.title for each in furniture if each.title), None) or title_in(outside),
        date=printed or titled,
        is_dated_by_address=printed is None and titled is not None,
        left_out=left_out,
    )
    return source, document.pages, numbered


def _recognised(
    file: SavedFile, layouts: Sequence[PageLayout], left_out: tuple[str, ...]
) -> tuple[SourceText, list[_NumberedLine]]:
    """Return the text of OCR layers, in which the parser will find the articles, and the printed lines."""
    lines: list[str] = []
    numbered: list[_NumberedLine] = []
    printed_lines: list[WrittenLine | None] = []
    page_lines: list[int] = []
    for at, layout in enumerate(layouts):
        page, printed = page_of(layout)
        if len(layouts) > 1:
            lines += ["", f"第{at + 1}版", ""] if lines else [f"第{at + 1}版", ""]
            page_lines.append(len(lines) - 1)
        for line in written([page], at):
            lines.append(line.text)
            printed_lines += [None] * (len(lines) - 1 - len(printed_lines)) + [line]
            numbered += [(len(lines), at, printed[id(each)]) for each in line.printed]
    reading = Reading("", 0.0, left_out)
    head = StatedHead(page_lines=tuple(page_lines))
    source = with_places(SourceText(file.name, "PDF", tuple(lines), None, reading, head), printed_lines)
    return source, numbered


def _check(layouts: Sequence[PageLayout], damaged: int) -> None:
    """Raise UnreadableFile if the pages have no text layer, or an unreadable one; `damaged` streams may have had it."""
    lines = chain.from_iterable(layout.lines for layout in layouts)
    texts = "".join(line.text for line in lines)
    if len(texts) < _LEAST_TEXT and damaged:
        raise UnreadableFile(say("这个 PDF 的内容坏了，字读不出来。请重新下载或另存后再放入。"))
    if len(texts) < _LEAST_TEXT:
        raise OnlyPictures(
            say(
                "这个 PDF 没有文字层，多半是扫描的图像。可以在这里识别：用“导入文件、识别图片…”选它，"
                "或运行 reader recognize。"
            )
        )
    unknown = sum(unicodedata.category(sign) in ("Co", "Cn", "Cc") or sign == "\ufffd" for sign in texts)
    if unknown > _MOST_UNKNOWN * len(texts):
        raise UnreadableFile(
            say("这个 PDF 的文字层是乱码（字体没有写明是哪些字）。请用 OCR 程序识别后再放入。")
        )


def _left_out(layouts: Sequence[PageLayout], damaged: int) -> Iterator[str]:
    """Yield in words what is not read; `damaged` is the number of streams of which the end is missing."""
    if damaged:
        yield count(damaged, "{n} 段坏了的内容里，坏处以后的字")
    empty = sum(not layout.lines for layout in layouts)
    outside = sum(layout.outside for layout in layouts)
    if empty:
        yield count(empty, "{n} 页没有文字层")
    if outside:
        yield count(outside, "页边以外 {n} 字")
    stamped = sum(layout.stamped for layout in layouts)
    if stamped:
        yield count(stamped, "水印、图章 {n} 字")
    doubled = sum(layout.doubled for layout in layouts)
    if doubled:
        yield count(doubled, "重复的文字层 {n} 字")


def _rule_of(page: Fact[str]) -> Rule | None:
    return page.witness.rule if page.witness else None


def _page_of_name(name: str) -> str | None:
    """Return the page label at the end of a file name: after a date (“yq2024030502.pdf”) or before 版."""
    match = _PAGE_OF_NAME.search(unicodedata.normalize("NFKC", name))
    if match:
        return match[1] or match[2]
    return None


def _stretches(
    layouts: Sequence[PageLayout], furniture: Sequence[Furniture], page: Fact[str]
) -> Iterator[PageStretch]:
    """Yield the pages of a newspaper; `page` is the label in the file name, used for a file of one page."""
    for at, (layout, around) in enumerate(zip(layouts, furniture, strict=True)):
        lines = around.left(layout)
        body = body_size(lines)
        if around.page:
            known = fact_by(Rule.PAGE_LINE, around.page)
        elif len(layouts) > 1:
            known = fact_by(Rule.PAGE_IN_ORDER, str(at + 1))
        else:
            known = page
        yield PageStretch(around.lines, known, articles_of(blocks_of(lines, body), body, HEADLINE))


def boxes_of(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    read, pages, numbered_lines = laid_out(file)
    if read.lines != source.lines:
        return ()
    numbered = [NumberedLine(number, page, _in_words(line)) for number, page, line in numbered_lines]
    return boxes_from(
        source.lines, [ScannedPage((), pdf_page.width, pdf_page.height) for pdf_page in pages], numbered
    )


def _in_words(line: PdfLine) -> ScannedLine:
    """Return a line of a PDF with the boxes of its words.

    Each character that is not ASCII counts as a word: Chinese has no spaces between words.
    """
    boxes = chain.from_iterable(piece.tolist() for piece in line.boxes)
    places = ((x0, y0, x1, y1) for x0, y0, x1, y1 in boxes)
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
    scanned = tuple(ScannedWord(word, hull(word_boxes)) for word, word_boxes in words)
    return ScannedLine(line.text, hull([word.box for word in scanned]), scanned)
