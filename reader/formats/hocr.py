"""hOCR: what Tesseract, OCRopus and others write of a scanned page, as a web page with classes of its own."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from reader.formats import scanned_page, web_markup
from reader.formats.box_order import Box
from reader.formats.file_format import SavedFile
from reader.formats.scanned_page import Block, ScannedLine, ScannedPage, joined_words, without_stray_spaces
from reader.newspaper.source_text import SourceText

_IS_HOCR = re.compile(rb"""class\s*=\s*["']?(?:ocr_page|ocr_carea|ocr_par|ocr_line|ocrx_block)\b""")
_HEAD = 200_000
_BOX = re.compile(r"\bbbox\s+(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})")
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_HEADINGS = frozenset({"ocr_title", "ocr_chapter", "ocr_section", "h1", "h2", "h3", "h4"})
_BLOCKS = _HEADINGS | {"ocr_page", "ocr_carea", "ocrx_block", "ocr_par"}


class Hocr:
    """The format of web pages whose elements are an OCR program's."""

    name = "hocr"

    def certainty(self, file: SavedFile) -> float:
        return 0.95 if _IS_HOCR.search(file.data[:_HEAD].replace(b"\0", b"")) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        page = web_markup.page_of(file)
        read = _Pages()
        root = page.tree.root
        for node in root.traverse(include_text=True) if root is not None else ():
            if node.tag == "-text":
                read.add_text(node.text_content or "")
            else:
                read.add_element({*(node.attributes.get("class") or "").split(), node.tag or ""}, node)
        read.end_block()
        return scanned_page.source_of(
            file, page.encoding, (ScannedPage(_ordered(each)) for each in read.pages)
        )


@dataclass(slots=True)
class _Pages:
    """What was met so far, walking once through a file: `words` are those of the line that is open."""

    pages: list[list[Block]] = field(default_factory=lambda: [[]])
    lines: list[ScannedLine] = field(default_factory=list)
    words: list[str] | None = None
    box: Box | None = None
    kind: str = ""

    def add_element(self, names: set[str], node: LexborNode) -> None:
        if names & _LINES:
            self.end_line()
            self.words, self.box = [""], _box(node)
        elif "ocrx_word" in names and self.words is not None:
            self.words.append("")
        elif names & _BLOCKS:
            self.end_block()
            self.kind = "heading" if names & _HEADINGS else ""
            if "ocr_page" in names:
                self.pages.append([])

    def add_text(self, text: str) -> None:
        if self.words is not None and text.strip():
            self.words[-1] += text

    def end_line(self) -> None:
        if self.words is not None:
            text = joined_words(without_stray_spaces(word) for word in self.words)
            self.lines.append(ScannedLine(text, self.box))
            self.words = None

    def end_block(self) -> None:
        self.end_line()
        if self.lines:
            self.pages[-1].append(Block(tuple(self.lines), self.kind))
            self.lines.clear()


def _ordered(blocks: list[Block]) -> list[Block]:
    is_vertical = scanned_page.are_vertical(line for block in blocks for line in block.lines)
    return scanned_page.in_order(blocks, are_ordered=not is_vertical)


def _box(node: LexborNode) -> Box | None:
    found = _BOX.search((node.attributes.get("title") or "")[:2_000])
    return (float(found[1]), float(found[2]), float(found[3]), float(found[4])) if found else None
