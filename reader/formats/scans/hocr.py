"""hOCR: OCR results of Tesseract, OCRopus and others, as HTML with classes like `ocr_page` and `ocr_line`."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from reader.formats.reading import SavedFile
from reader.formats.scans import scanned_page
from reader.formats.scans.scanned_page import (
    ScannedBlock,
    ScannedLine,
    ScannedPage,
    joined_words,
    without_stray_spaces,
)
from reader.formats.web import markup
from reader.newspaper.article import SourceText
from reader.newspaper.line_place import Box

_IS_HOCR = re.compile(rb"""class\s*=\s*["']?(?:ocr_page|ocr_carea|ocr_par|ocr_line|ocrx_block)\b""")
_HEAD = 200_000
_BOX = re.compile(r"\bbbox\s+(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})")
_PICTURE = re.compile(r"""\bimage\s+(["'])([^"']{1,1000})\1""")
_LONGEST_ABOUT = 2_000
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_HEADINGS = frozenset({"ocr_title", "ocr_chapter", "ocr_section", "h1", "h2", "h3", "h4"})
_BLOCKS = _HEADINGS | {"ocr_page", "ocr_carea", "ocrx_block", "ocr_par"}


class Hocr:
    """The format of HTML files with classes of hOCR."""

    name = "hocr"

    def certainty(self, file: SavedFile) -> float:
        return 0.95 if _IS_HOCR.search(file.data[:_HEAD].replace(b"\0", b"")) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        pages, encoding = pages_of(file)
        return scanned_page.source_of(file, encoding, pages)


def pages_of(file: SavedFile, *, with_words: bool = False) -> tuple[list[ScannedPage], str]:
    """Return the pages of a file, and its encoding. Raises UnreadableFile.

    `with_words`: lines have their words with boxes.
    """
    page = markup.page_of(file)
    read = _Pages(with_words)
    root = page.tree.root
    for node in root.traverse(include_text=True) if root is not None else ():
        if node.tag == "-text":
            read.add_text(node.text_content or "")
        else:
            read.add_element({*(node.attributes.get("class") or "").split(), node.tag or ""}, node)
    read.end_page()
    return read.pages, page.encoding


@dataclass(slots=True)
class _Pages:
    """The pages collected while a file's nodes are traversed; `about` is the `title` attribute of the current
    page.

    `words` and `boxes` are those of the current line, `words` is None between lines.
    """

    with_words: bool
    pages: list[ScannedPage] = field(default_factory=list)
    about: str = ""
    blocks: list[ScannedBlock] = field(default_factory=list)
    lines: list[ScannedLine] = field(default_factory=list)
    words: list[str] | None = None
    boxes: list[Box | None] = field(default_factory=list)
    box: Box | None = None
    kind: str = ""
    rules: list[Box] = field(default_factory=list)

    def add_element(self, names: set[str], node: LexborNode) -> None:
        if names & _LINES:
            self.end_line()
            self.words, self.boxes, self.box = [""], [None], _box(node)
        elif "ocrx_word" in names and self.words is not None:
            self.words.append("")
            self.boxes.append(_box(node))
        elif "ocr_separator" in names:
            rule = _box(node)
            self.rules += [rule] if rule else []
        elif names & _BLOCKS:
            self.end_block()
            self.kind = "heading" if names & _HEADINGS else ""
            if "ocr_page" in names:
                self.end_page()
                self.about = (node.attributes.get("title") or "")[:_LONGEST_ABOUT]

    def add_text(self, text: str) -> None:
        if self.words is not None and text.strip():
            self.words[-1] += text

    def end_line(self) -> None:
        if self.words is not None:
            words = [without_stray_spaces(word) for word in self.words]
            boxed = tuple((word, box) for word, box in zip(words, self.boxes, strict=True) if word and box)
            self.lines.append(ScannedLine(joined_words(words), self.box, boxed))
            self.words = None

    def end_block(self) -> None:
        self.end_line()
        if self.lines:
            self.blocks.append(ScannedBlock(tuple(self.lines), self.kind))
            self.lines.clear()

    def end_page(self) -> None:
        self.end_block()
        if self.about or self.blocks:
            _, _, width, height = _box_in(self.about) or (0.0, 0.0, 0.0, 0.0)
            picture = _PICTURE.search(self.about)
            name = picture[2] if picture else None
            page = ScannedPage(_ordered(self.blocks), width, height, name, tuple(self.rules))
            self.pages.append(scanned_page.with_parts(page, keeps_words=self.with_words))
        self.blocks, self.about, self.rules = [], "", []


def _ordered(blocks: list[ScannedBlock]) -> list[ScannedBlock]:
    is_vertical = scanned_page.are_vertical(line for block in blocks for line in block.lines)
    return scanned_page.in_order(blocks, are_ordered=not is_vertical)


def _box(node: LexborNode) -> Box | None:
    return _box_in((node.attributes.get("title") or "")[:_LONGEST_ABOUT])


def _box_in(about: str) -> Box | None:
    found = _BOX.search(about)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return float(left), float(top), float(right), float(bottom)
