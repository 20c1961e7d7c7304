"""hOCR: OCR results of Tesseract, OCRopus and others, as HTML with classes like `ocr_page` and `ocr_line`."""

import html
import re
from collections.abc import Sequence
from itertools import chain

from msgspec import Struct, field

from reader.formats import markup
from reader.formats.reading import SavedFile
from reader.formats.reading_quality import picture_quality
from reader.formats.scans import printed_lines, scanned_page
from reader.formats.scans.scanned_page import (
    ScannedBlock,
    ScannedLine,
    ScannedPage,
    ScannedWord,
)
from reader.formats.scans.scanned_words import joined_words, without_stray_spaces
from reader.newspaper.line_place import Box

_IS_HOCR = re.compile(rb"""class\s*=\s*["']?(?:ocr_page|ocr_carea|ocr_par|ocr_line|ocrx_block)\b""")
_HEAD = 200_000
_SIDES = r"(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})"
_BOX = re.compile(rf"\bbbox\s+{_SIDES}")
_CERTAINTY = re.compile(r"\bx_wconf\s+(\d{1,3})")
_RESOLUTION = re.compile(r"\bscan_res\s+(\d{1,4})")
_CLASS, _TITLE = (
    re.compile(rf"""(?<![\w-]){name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
    for name in ("class", "title")
)
_PICTURE = re.compile(r"""\bimage\s+(["'])([^"']{1,1000})\1""")
_OTHERS = r"""(?: [\w:-]+=(?:"[^"<>]*"|'[^'<>]*')){0,9}?"""
_WORD = re.compile(
    rf"""<span class=["']ocrx_word["']{_OTHERS} title=["']bbox {_SIDES}((?:;[^<>"']*)?)["']{_OTHERS}>([^<>]*)</span>"""
)
_WORDS = re.compile(rf"(?:\s*+{_WORD.pattern})+")
"""The words of a line as OCR programs write them, nine tenths of a file: read at once, not tag by tag."""
_UNITS = frozenset({"ocrx_word", "ocrx_cinfo", "ocr_cinfo"})
_CHOICE = re.compile(r"\bx_confs\s+(\d{1,3}(?:\.\d{1,9})?)\s*(?:[;\"']|$)")
_CHARACTER = re.compile(rf"\bx_bboxes\s+{_SIDES}(?:\s*;\s*x_conf\s+(\d{{1,3}}(?:\.\d{{1,9}})?))?")
_LONGEST_ABOUT = 2_000
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_HEADINGS = frozenset({"ocr_title", "ocr_chapter", "ocr_section", "h1", "h2", "h3", "h4"})
_BLOCKS = _HEADINGS | {"ocr_page", "ocr_carea", "ocrx_block", "ocr_par"}


def certainty(file: SavedFile) -> float:
    if _IS_HOCR.search(file.data[:_HEAD].replace(b"\0", b"")):
        return 0.95
    return 0.0


def pages_of(file: SavedFile) -> tuple[list[ScannedPage], str]:
    """Return the pages of a file, and its encoding. Raises UnreadableFile."""
    encoding, text = markup.flat_markup_of(file)
    read = _Pages()
    end = 0
    while tag := markup.TAG.search(text, end):
        read.add_text(text[end : tag.start()])
        end = tag.end()
        if not tag[1]:
            read.add_element(tag[2].lower(), tag[3])
            words = _WORDS.match(text, end)
            if words:
                end = words.end()
                read.add_words(_WORD.findall(words[0]))
    read.add_text(text[end:])
    read.end_page()
    return read.pages, encoding


class _Inside(Struct):
    """The characters of a word as far as a file has them, and what the program chose from for each, with its figures.

    Tesseract writes choices with `lstm_choice_mode`; `alt` of the specification has words to choose from.
    """

    characters: list[ScannedWord] = field(default_factory=list)
    choices: list[list[tuple[float, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def of(self, word: ScannedWord) -> Sequence[ScannedWord]:
        others: dict[int, list[str]] = {}
        at = 0
        for choices in self.choices:
            signs = [sign for _, sign in sorted(choices, reverse=True)]
            place = next((n for n in (at, at + 1) if word.text[n : n + 1] in signs[:1]), None)
            if place is not None:
                at = place
                others.setdefault(at, []).extend(sign for sign in signs[1:] if sign.strip())
        if self.characters:
            parts = [
                character._replace(text=sign, others=tuple(others.get(n, ())))
                for n, (character, sign) in enumerate(zip(self.characters, word.text, strict=False))
            ]
            return word.in_characters(parts)
        readings = [
            word.text[:n] + sign + word.text[n + 1 :] for n, signs in others.items() for sign in signs
        ]
        return (word._replace(others=(*dict.fromkeys([*self.words, *readings]),)),)


class _Pages(Struct):
    """The pages collected from the tags of a file; `about` is the `title` attribute of the current page.

    `words` and `boxes` are those of the current line, or, while `is_loose`, of what is in a block outside of its lines;
    `words` is None outside of blocks. `unit` is the class of the words: some files have only characters.
    """

    pages: list[ScannedPage] = field(default_factory=list)
    about: str = ""
    blocks: list[ScannedBlock] = field(default_factory=list)
    lines: list[ScannedLine] = field(default_factory=list)
    words: list[str] | None = None
    boxes: list[tuple[Box, float] | None] = field(default_factory=list)
    """The box of each word, and how certain the OCR program was of the word."""
    inside: dict[int, "_Inside"] = field(default_factory=dict)
    """What the words with these indexes hold besides their text."""
    choice: float | None = None
    """How certain the program is of the text that follows, if that is a choice for a character of the last word."""
    box: Box | None = None
    is_loose: bool = False
    unit: str = ""
    kind: str = ""
    rules: list[Box] = field(default_factory=list)

    def add_element(self, name: str, attributes: str) -> None:
        names = {name, *_value(_CLASS, attributes).split()}
        self.choice = None
        if name == "br":
            self.break_line()
            return
        if (
            self.words
            and self.unit == "ocrx_word"
            and self.unit not in names
            and self._is_inside(names, attributes)
        ):
            return
        if self.words is not None and (unit := self.unit or next(iter(names & _UNITS), "")) in names:
            self.words.append("")
            self.unit = unit
            about = attributes[:_LONGEST_ABOUT]
            box = _box_in(about)
            self.boxes.append((box, _certainty_in(about)) if box else None)
        elif names & _LINES:
            self.end_line()
            self.begin_line(_box_in(attributes[:_LONGEST_ABOUT]))
        elif "ocr_separator" in names:
            rule = _box_in(attributes[:_LONGEST_ABOUT])
            self.rules += [rule] if rule else []
        elif names & _BLOCKS:
            self.end_block()
            self.kind = "heading" if names & _HEADINGS else ""
            if "ocr_page" in names:
                self.end_page()
                self.about = html.unescape(_value(_TITLE, attributes)[:_LONGEST_ABOUT])
            self.begin_line(None, is_loose=True)

    def _is_inside(self, names: set[str], attributes: str) -> bool:
        """Return whether an element is one inside a word, and record what it says of its characters."""
        word_record = self.inside.setdefault(len(self.boxes) - 1, _Inside())
        about = attributes[:_LONGEST_ABOUT]
        if "alt" in names:
            self.choice = -1.0 if "del" in names else None
        elif not names & _UNITS:
            return False
        elif match := _CHARACTER.search(about):
            word_record.characters.append(
                ScannedWord("", _box_of(match.groups()[:4]), float(match[5] or 100) / 100)
            )
        elif (match := _CHOICE.search(about)) and word_record.choices:
            self.choice = float(match[1])
        elif not match:
            word_record.choices.append([])
        return True

    def begin_line(self, box: Box | None, *, is_loose: bool = False) -> None:
        self.words = [""]
        self.boxes = [None]
        self.box = box
        self.is_loose = is_loose
        self.unit = ""
        self.inside = {}
        self.choice = None

    def break_line(self) -> None:
        """Begin a line where a block without lines has a line break."""
        if self.is_loose and self.words is not None:
            self.end_line()
            self.begin_line(None, is_loose=True)

    def add_words(self, words: Sequence[tuple[str, str, str, str, str, str]]) -> None:
        """Add words to the current line, if there is one: the sides of each box, the other properties, and the text as
        it is in the file.
        """
        if self.words is not None:
            self.unit = "ocrx_word"
            for *sides, about, text in words:
                self.words.append("" if text.isspace() else html.unescape(text))
                self.boxes.append((_box_of(sides), _certainty_in(about)))

    def add_text(self, text: str) -> None:
        if self.words is None or not text.strip():
            return
        words = html.unescape(text)
        if self.choice is None:
            self.words[-1] += words
            return
        word_record = self.inside[len(self.boxes) - 1]
        if self.choice < 0:
            word_record.words.append(words.strip())
        else:
            word_record.choices[-1].append((self.choice, words.strip()))
        self.choice = None

    def end_line(self) -> None:
        if self.words is not None:
            words = [without_stray_spaces(word) for word in self.words]
            boxed = tuple(
                chain.from_iterable(
                    self._parts(ScannedWord(word, *placed), at)
                    for at, (word, placed) in enumerate(zip(words, self.boxes, strict=True))
                    if word and placed
                )
            )
            if not self.is_loose:
                self.lines.append(ScannedLine(joined_words(words), self.box, boxed))
            elif boxed:
                self.blocks.append(printed_lines.block_of_pieces(boxed, self.kind))
            elif any(words):
                self.lines.append(ScannedLine(joined_words(words)))
            self.words = None

    def _parts(self, word: ScannedWord, at: int) -> Sequence[ScannedWord]:
        if at in self.inside:
            return self.inside[at].of(word)
        return (word,)

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
            dpi = _RESOLUTION.search(self.about)
            quality = picture_quality(float(dpi[1]) if dpi else None)
            page = ScannedPage(_ordered(self.blocks), width, height, name, tuple(self.rules), quality=quality)
            self.pages.append(printed_lines.completed(page))
        self.blocks = []
        self.about = ""
        self.rules = []


def _ordered(blocks: list[ScannedBlock]) -> list[ScannedBlock]:
    is_vertical = scanned_page.are_vertical(scanned_page.lines_of(blocks))
    return scanned_page.in_order(blocks, are_ordered=not is_vertical)


def _value(attribute: re.Pattern[str], attributes: str) -> str:
    """Return the value of an attribute of a tag; "" if it has none."""
    match = attribute.search(attributes)
    if match:
        return match[match.lastindex or 0]
    return ""


def _box_in(about: str) -> Box | None:
    match = _BOX.search(about)
    if match:
        return _box_of(match.groups())
    return None


def _certainty_in(about: str) -> float:
    """Return how certain the program was of a word, 0 to 1; 1 if it does not say."""
    match = _CERTAINTY.search(about) if about else None
    if match:
        return int(match[1]) / 100
    return 1.0


def _box_of(sides: Sequence[str]) -> Box:
    left, top, right, bottom = map(float, sides)
    return left, top, right, bottom
