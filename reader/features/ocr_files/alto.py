"""ALTO (versions 1 to 4): OCR results of ABBYY, docWorks, Transkribus, Tesseract and eScriptorium."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from xml.etree.ElementTree import Element

from msgspec import Struct

from reader.formats import xml_tree
from reader.formats.reading import SavedFile
from reader.formats.reading_quality import picture_quality
from reader.formats.scans import printed_lines, scanned_page
from reader.formats.scans.boxes import is_tall
from reader.formats.scans.scanned_page import (
    ScannedBlock,
    ScannedLine,
    ScannedPage,
    ScannedWord,
)
from reader.formats.scans.scanned_words import joined_words, without_stray_spaces
from reader.formats.xml_tree import UNDECIDED, UNKNOWN_SCRIPT, roots_of
from reader.newspaper.article import Quality
from reader.newspaper.line_place import Box, Slant

PHOTOGRAPHED = "photographed"
"""The ID of a print space whose shape is that of the page in a photograph; its size is that of the page from above."""
_DOUBTS = frozenset("0123456789")
_HEAD = frozenset({"TopMargin"})
_FOOT = frozenset({"BottomMargin", "LeftMargin", "RightMargin"})


@xml_tree.uncollected()
def pages_of(file: SavedFile, names: Collection[str] = ()) -> tuple[list[ScannedPage], str]:
    """Return the pages of a file, and its encoding. Raises UnreadableFile.

    `names` are the element IDs that blocks and lines record.
    """
    root, encoding, page_roots = roots_of(file)
    labels = {}
    for tags in xml_tree.descendants(root, "Tags"):
        for tag in tags:
            labels[tag.get("ID", "")] = tag.get("LABEL") or tag.get("TYPE") or ""
    picture = next(
        (descendant.text for descendant in xml_tree.descendants(root, "fileName") if descendant.text), None
    )
    stated = _stated_order(root)
    reader = _Reader(labels, names)
    pages = []
    for page_root in page_roots:
        order = stated or _stated_order(page_root)
        for page in xml_tree.descendants(page_root, "Page"):
            scanned = ScannedPage(
                _in_order(list(reader.blocks_of(page)), order),
                xml_tree.number(page.get("WIDTH")) or 0.0,
                xml_tree.number(page.get("HEIGHT")) or 0.0,
                picture,
                tuple(filter(None, map(_box, xml_tree.descendants(page, "GraphicalElement")))),
                bool(order),
                quality=_stated_quality(page.get("QUALITY_DETAIL", "")),
            )
            slant = _slant(page, (scanned.width, scanned.height))
            if slant:
                scanned = scanned_page.levelled(scanned, slant)
            pages.append(printed_lines.completed(scanned))
    return pages, encoding


_DPI = re.compile(r"(about )?(\d{1,4}) dpi")


def _stated_quality(detail: str) -> Quality | None:
    """Return what `recognition.alto_page` states of the picture of a page."""
    match = _DPI.search(detail)
    return picture_quality(
        float(match[2]) if match else None,
        is_estimated=bool(match and match[1]),
        knows_script=UNKNOWN_SCRIPT not in detail,
        is_decided=UNDECIDED not in detail,
    )


_MOST_TILT = 10.0
"""The largest rotation of a block, in degrees, that counts as a tilt of the whole page."""


def _slant(page: Element, size: tuple[float, float]) -> Slant | None:
    """Return how the picture shows a page; None if it is level. Corners are only those of `recognition.alto_page`."""
    tilt = _tilt(page)
    for space in xml_tree.descendants(page, "PrintSpace"):
        if space.get("ID") == PHOTOGRAPHED:
            points = next(
                (descendant.get("POINTS", "") for descendant in xml_tree.descendants(space, "Polygon")), ""
            )
            coordinates = [xml_tree.number(coordinate) for coordinate in re.split(r"[ ,]+", points.strip())]
            width = xml_tree.number(space.get("WIDTH"))
            height = xml_tree.number(space.get("HEIGHT"))
            if len(coordinates) == 8 and width and height and None not in coordinates:
                x0, y0, x1, y1, x2, y2, x3, y3 = (coordinate or 0.0 for coordinate in coordinates)
                return Slant((width, height), tilt, ((x0, y0), (x1, y1), (x2, y2), (x3, y3)))
    if tilt:
        return Slant(size, tilt)
    return None


def _tilt(page: Element) -> float:
    """Return by how many degrees the lines of a page fall to the right; 0 unless all blocks have the same small
    rotation.
    """
    turns = {
        xml_tree.number(block.get("ROTATION")) or 0.0 for block in xml_tree.descendants(page, "TextBlock")
    }
    tilt = -turns.pop() if len(turns) == 1 else 0.0
    if abs(tilt) <= _MOST_TILT:
        return tilt
    return 0.0


_NamedBlock = tuple[str, ScannedBlock]


def _in_order(named_blocks: list[_NamedBlock], order: Mapping[str, int]) -> list[ScannedBlock]:
    if any(name in order for name, _ in named_blocks):

        def place(named_block: _NamedBlock) -> int:
            return order.get(named_block[0], len(order))

        named_blocks.sort(key=place)
        return scanned_page.in_order([block for _, block in named_blocks], are_ordered=True)
    blocks = [block for _, block in named_blocks]
    is_vertical = scanned_page.are_vertical(scanned_page.lines_of(blocks))
    return scanned_page.in_order(blocks, are_ordered=not is_vertical)


class _Reader(Struct, frozen=True):
    """Reads blocks; for `names` see `pages_of`. `labels` are those of the tags by ID."""

    labels: Mapping[str, str]
    names: Collection[str]

    def blocks_of(self, page: Element) -> Iterator[_NamedBlock]:
        """Yield the blocks of a page with their IDs, in the order of the file.

        Lines and strings outside of a block form one with those beside them.
        """
        for space in page:
            if space.tag in _HEAD:
                margin = "header"
            elif space.tag in _FOOT:
                margin = "footer"
            else:
                margin = ""
            waiting = [(space, self._among((page,)))]
            while waiting:
                element, around = waiting.pop()
                names = around + self._among((element,))
                is_block = element.tag == "TextBlock"
                if is_block:
                    elements_of = xml_tree.descendants
                else:
                    elements_of = xml_tree.children
                lines = list(elements_of(element, "TextLine"))
                if lines:
                    strings = []
                else:
                    strings = list(elements_of(element, "String"))
                if is_block or lines or strings:
                    name = element.get("ID", "") if is_block else ""
                    yield name, self._block(element, lines, strings, margin, names)
                if not is_block:
                    waiting += [
                        (inner_element, names)
                        for inner_element in reversed(element)
                        if inner_element.tag != "TextLine"
                    ]

    def _block(
        self,
        element: Element,
        lines: list[Element],
        strings: list[Element],
        margin: str,
        names: tuple[str, ...],
    ) -> ScannedBlock:
        references = (element.get("TAGREFS") or "").split()
        label = next((self.labels[reference] for reference in references if reference in self.labels), "")
        kind = margin or label or element.get("TYPE", "")
        if strings:
            pieces = list(_words(strings, printed_lines.NO_BOX))
            return printed_lines.block_of_pieces(pieces, kind, _box(element), names)
        return ScannedBlock(tuple(self._lines(lines)), kind, _box(element), names=names)

    def _lines(self, lines: list[Element]) -> Iterator[ScannedLine]:
        """Yield the lines; a hyphenated word stated whole in its first line is left out of the second."""
        rest = None
        for line, after in zip(lines, [*lines[1:], None], strict=False):
            strings = list(xml_tree.children(line, "String"))
            half = _second_half(strings, after)
            words = tuple(_words(strings))
            if self.names:
                names = self._among((line, *strings))
            else:
                names = ()
            yield ScannedLine(_text(line, rest, half), _box(line), words, names)
            rest = half

    def _among(self, elements: tuple[Element, ...]) -> tuple[str, ...]:
        names = [element.get("ID", "") for element in elements]
        return tuple(name for name in names if name and name in self.names)


def _stated_order(root: Element) -> dict[str, int]:
    """Return the ranks of blocks by ID, as stated by `ReadingOrder` or chains of IDNEXT; {} without any."""
    stated = []
    for order in xml_tree.descendants(root, "ReadingOrder"):
        for element in xml_tree.descendants(order, "ElementRef"):
            stated.append(element.get("REF", ""))
    if not stated:
        names = [descendant.get("ID", "") for descendant in xml_tree.descendants(root, "TextBlock")]
        following = {
            block.get("ID", ""): block.get("IDNEXT", "")
            for block in xml_tree.descendants(root, "TextBlock")
            if block.get("IDNEXT")
        }
        stated = _chained(names, following) if following else []
    return {name: at for at, name in reversed([*enumerate(stated)])}


def _chained(names: list[str], following: Mapping[str, str]) -> list[str]:
    """Return all IDs, those of a chain (IDNEXT) in a row; the chains are in the order of their first IDs."""
    block_ids = set(names)
    later = set(following.values())
    ordered: dict[str, None] = {}
    for name in [*(block_id for block_id in names if block_id not in later), *names]:
        at = name
        while at in block_ids and at not in ordered:
            ordered[at] = None
            at = following.get(at, "")
    return list(ordered)


def _half(string: Element) -> int:
    """Return which half, 1 or 2, of a hyphenated word a string is, if it states the whole word; else 0."""
    if not string.get("SUBS_CONTENT"):
        return 0
    return {"HypPart1": 1, "HypPart2": 2}.get(string.get("SUBS_TYPE", ""), 0)


def _second_half(strings: Sequence[Element], after: Element | None) -> Element | None:
    """Return the string with which the line after these strings begins, if it is the rest of the last of these."""
    if after is None or not strings or _half(strings[-1]) != 1:
        return None
    string = next(xml_tree.children(after, "String"), None)
    if string is not None and _half(string) == 2:
        return string
    return None


_MARKS_BEFORE = re.compile(r"[^\w\s]*")
_MARKS_BEHIND = re.compile(r"[^\w\s]*\Z")


def _whole_word(first: Element, second: Element | None) -> str:
    """Return a hyphenated word as it is stated, with the marks that only its halves have; "" if it is not stated."""
    stated = first.get("SUBS_CONTENT", "")
    if first.get("SUBS_TYPE") != "HypPart1" or not stated:
        return ""
    before = _MARKS_BEFORE.match(_content(first))
    if before and not stated.startswith(before[0]):
        stated = before[0] + stated
    behind = _MARKS_BEHIND.search(_content(second)) if second is not None else None
    if behind and not stated.endswith(behind[0]):
        stated += behind[0]
    return stated


def _text(line: Element, rest: Element | None, half: Element | None) -> str:
    """Return the text of a line with the spaces (SP) that it states; if it states none, with one between all words.

    `rest` is the second half of a word that is already in the previous line; it is omitted. `half` is that of the word
    at the end of this line.
    """
    pieces: list[str] = []
    has_spaces = False
    is_whole = False
    for character in line:
        if character.tag == "String" and character is not rest:
            full_word = _whole_word(character, half)
            pieces.append(full_word or _content(character))
            is_whole = bool(full_word)
        elif character.tag == "SP":
            has_spaces = True
            pieces.append(" ")
        elif character.tag == "HYP" and not is_whole:
            pieces.append(character.get("CONTENT", "-"))
    if has_spaces:
        return without_stray_spaces("".join(pieces))
    return joined_words(pieces)


def _words(strings: list[Element], unknown: Box | None = None) -> Iterator[ScannedWord]:
    """Yield strings as words; one without a box has the box `unknown`, or is left out."""
    for string in strings:
        box = _box(string) or unknown
        if box is not None:
            others = [element.text for element in xml_tree.children(string, "ALTERNATIVE") if element.text]
            word = ScannedWord(_content(string), box, _certainty(string, "WC"), tuple(others))
            has_more = len(string) or (len(word.text) > 1 and string.get("CC"))
            yield from word.in_characters(_characters(string, word)) if has_more else (word,)


def _certainty(element: Element, name: str, unknown: float = 1.0) -> float:
    sure = xml_tree.number(element.get(name))
    if sure is None:
        return unknown
    return sure


def _characters(string: Element, word: ScannedWord) -> list[ScannedWord]:
    """Return the characters of a string with what its file states of each, by `Glyph` or else the figures of `CC`.

    These are 0 for certain to 9 or, as some programs write them, the other way round: what agrees with `WC` counts.
    [] if the file does not tell the characters apart.
    """
    signs = [*word.text]
    glyphs = list(xml_tree.children(string, "Glyph"))
    boxes = [_part(word.box, at, len(signs)) for at in range(len(signs))]
    readings = [other for other in word.others if len(other) == len(signs)]
    others = []
    for at, sign in enumerate(signs):
        others.append(tuple(reading[at] for reading in readings if reading[at] != sign))
    if len(glyphs) == len(signs):
        return list(map(partial(_of_glyph, word), glyphs, boxes, others))
    figures = string.get("CC", "").split()
    figures = [*figures[0]] if len(figures) == 1 else figures
    sure = [1 - int(figure) / 9 for figure in figures if figure in _DOUBTS]
    if len(set(sure)) < 2 or len(sure) != len(signs):
        return []
    mean = sum(sure) / len(sure)
    if abs(1 - mean - word.certainty) < abs(mean - word.certainty):
        sure = [1 - certainty for certainty in sure]
    return [ScannedWord(*fields) for fields in zip(signs, boxes, sure, others, strict=True)]


def _of_glyph(word: ScannedWord, glyph: Element, usual_box: Box, others: Sequence[str]) -> ScannedWord:
    """Return a character of a word as a glyph states it; its box and others that it may be are known without that."""
    variants = [variant.get("CONTENT", "") for variant in xml_tree.children(glyph, "Variant")]
    certainty = _certainty(glyph, "GC", word.certainty)
    return ScannedWord(glyph.get("CONTENT", ""), _box(glyph) or usual_box, certainty, (*variants, *others))


def _part(box: Box, at: int, count: int) -> Box:
    """Return the part of a word's box with one of `count` characters, which are assumed to be equally large."""
    left, top, right, bottom = box
    if is_tall(box):
        step = (bottom - top) / count
        return left, top + at * step, right, top + (at + 1) * step
    step = (right - left) / count
    return left + at * step, top, left + (at + 1) * step, bottom


def _content(string: Element) -> str:
    """Return the text of a string, composed of its glyphs if it has none of its own."""
    return string.get("CONTENT") or "".join(
        child.get("CONTENT", "") for child in xml_tree.children(string, "Glyph")
    )


def _box(element: Element) -> Box | None:
    get = element.get
    number = xml_tree.number
    left = number(get("HPOS"))
    top = number(get("VPOS"))
    width = number(get("WIDTH"))
    height = number(get("HEIGHT"))
    if left is None or top is None or width is None or height is None:
        return None
    return left, top, left + width, top + height
