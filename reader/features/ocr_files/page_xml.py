"""PAGE XML (PRImA, 2010 to 2019): OCR results and transcriptions of Transkribus, eScriptorium and OCR-D."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice
from xml.etree.ElementTree import Element

from reader.formats import xml_tree
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

_POINT = re.compile(r"(-?\d{1,7}(?:\.\d{1,9})?),(-?\d{1,7}(?:\.\d{1,9})?)")
# Maximum number of points of an outline, and of lines of a region without `TextLine` elements.
_MOST_POINTS = 2_000
_MOST_LINES = 100_000
_CUSTOM_ORDER = re.compile(r"readingOrder\s*\{\s*index\s*:\s*(\d{1,6})")
_CUSTOM_TYPE = re.compile(r"structure\s*\{[^{}]{0,200}?type\s*:\s*([\w-]{1,40})")


@xml_tree.uncollected()
def pages_of(file: SavedFile, names: Collection[str] = ()) -> tuple[list[ScannedPage], str]:
    """Return the pages of a file, and its encoding. Raises UnreadableFile.

    `names` are the element IDs that blocks record.
    """
    root, encoding = xml_tree.tree_of(file)
    pages = []
    for page in xml_tree.children(root, "Page"):
        for blocks, is_ordered in [_blocks_of(page, names)]:
            pages.append(
                printed_lines.completed(
                    ScannedPage(
                        blocks,
                        xml_tree.number(page.get("imageWidth")) or 0.0,
                        xml_tree.number(page.get("imageHeight")) or 0.0,
                        page.get("imageFilename") or None,
                        tuple(filter(None, map(_box, xml_tree.descendants(page, "SeparatorRegion")))),
                        is_ordered,
                        quality=picture_quality(_dpi(page)),
                    )
                )
            )
    return pages, encoding


def _dpi(page: Element) -> float | None:
    per_inch = {"PPI": 1.0, "PPCM": 2.54}.get(page.get("imageResolutionUnit", ""))
    stated = xml_tree.number(page.get("imageXResolution"))
    if per_inch and stated:
        return per_inch * stated
    return None


def _has_text(element: Element) -> bool:
    return next(xml_tree.children(element, "TextLine", "Word"), None) is not None


def _blocks_of(page: Element, names: Collection[str]) -> tuple[list[ScannedBlock], bool]:
    """Return the blocks of a page in reading order, and whether the file states it."""
    regions = [
        element
        for element in page.iter()
        if element.tag == "TextRegion" or (element.tag != "TextLine" and _has_text(element))
    ]
    rows = [(region.get("id", ""), region, _block(region, names)) for region in regions]
    order = _stated_order(page)
    if not order and rows and all(_custom_place(region) is not None for _, region, _ in rows):
        order = {name: _custom_place(region) or 0 for name, region, _ in rows}
    if order:
        rows.sort(key=lambda row: order.get(row[0], len(order)))
    return scanned_page.in_order([block for _, _, block in rows], are_ordered=bool(order)), bool(order)


def _stated_order(page: Element) -> Mapping[str, int]:
    """Return the ranks of regions by their IDs; {} if the file states no reading order."""
    stated: list[str] = []
    waiting = list(chain.from_iterable(xml_tree.children(page, "ReadingOrder")))[::-1]
    while waiting:
        element = waiting.pop()
        if element.get("regionRef"):
            stated.append(element.get("regionRef", ""))
        waiting += sorted(element, key=_index)[::-1]
    return {name: at for at, name in reversed([*enumerate(stated)])}


def _index(element: Element) -> float:
    return xml_tree.number(element.get("index")) or 0


def _place_or_first(element: Element) -> int:
    return _custom_place(element) or 0


def _block(region: Element, names: Collection[str]) -> ScannedBlock:
    elements = list(xml_tree.children(region, "TextLine"))
    own = (region.get("id", ""),) if region.get("id") in names else ()
    kind = region.get("type") or ""
    custom = _CUSTOM_TYPE.search(region.get("custom", ""))
    if custom:
        kind = kind or custom[1]
    words = [*_words(region)] if not elements else []
    text = "" if elements else _text_of_element(region)
    if words and len("".join(text.split())) <= sum(len(word.text) for word in words):
        return printed_lines.block_of_pieces(words, kind, _box(region), own)
    if not elements:
        if text.count("\n") > _MOST_LINES:
            raise xml_tree.too_much()
        lines = tuple(ScannedLine(without_stray_spaces(line)) for line in text.splitlines())
        return ScannedBlock(lines, kind, _box(region), names=own)
    is_ordered = all(_custom_place(element) is not None for element in elements)
    if is_ordered:
        elements.sort(key=_place_or_first)
    lines = tuple(
        ScannedLine(_text_of_line(each), _box(each), tuple(_words(each)), certainty=_certainty(each))
        for each in elements
    )
    is_ordered = is_ordered or region.get("textLineOrder") == "left-to-right"
    return ScannedBlock(lines, kind, _box(region), is_ordered, own)


def _custom_place(element: Element) -> int | None:
    """Return the index in the reading order from the attribute `custom` of Transkribus; None without one."""
    match = _CUSTOM_ORDER.search(element.get("custom", ""))
    if match:
        return int(match[1])
    return None


def _text_of_line(line: Element) -> str:
    """Return the text of a line, composed of its words if it has no text of its own."""
    text = without_stray_spaces(_text_of_element(line))
    return text or joined_words(_text_of_word(word) for word in xml_tree.children(line, "Word"))


def _words(line: Element) -> Iterator[ScannedWord]:
    for child in xml_tree.children(line, "Word"):
        word = _scanned(child)
        if word is not None:
            glyphs = filter(None, map(_scanned, xml_tree.children(child, "Glyph")))
            yield from word.in_characters([*glyphs])


def _scanned(element: Element) -> ScannedWord | None:
    """Return a word or a glyph with its certainty and its other readings; None if it has no box."""
    box = _box(element)
    text = _text_of_word(element)
    readings = sorted(xml_tree.children(element, "TextEquiv"), key=_rank)
    sure = _certainty(element)
    others = filter(None, map(_text_of_reading, readings[1:]))
    if box:
        return ScannedWord(text, box, 1.0 if sure is None else sure, tuple(others))
    return None


def _certainty(element: Element) -> float | None:
    """Return how certain the OCR program was of the reading of an element; None if it does not say."""
    chosen = min(xml_tree.children(element, "TextEquiv"), key=_rank, default=None)
    if chosen is None:
        return None
    return xml_tree.number(chosen.get("conf"))


def _text_of_word(word: Element) -> str:
    return _text_of_element(word).strip() or "".join(
        _text_of_element(child) for child in xml_tree.children(word, "Glyph")
    )


def _text_of_element(element: Element) -> str:
    chosen = min(xml_tree.children(element, "TextEquiv"), key=_rank, default=None)
    if chosen is None:
        return ""
    return _text_of_reading(chosen)


def _text_of_reading(reading: Element) -> str:
    for form in ("Unicode", "PlainText"):
        element = next(xml_tree.children(reading, form), None)
        if element is not None and element.text:
            return element.text
    return ""


def _rank(reading: Element) -> tuple[float, float]:
    """Return what orders the readings of an element: the lowest index or the highest confidence comes first."""
    index = xml_tree.number(reading.get("index"))
    return float("inf") if index is None else index, -(xml_tree.number(reading.get("conf")) or 0)


def _box(element: Element) -> Box | None:
    """Return the bounding box of an element's outline, None without one. Files of 2010 have `Point`s."""
    points = list(islice(_points(element), _MOST_POINTS))
    if not points:
        return None
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _points(element: Element) -> Iterator[tuple[float, float]]:
    for coords in xml_tree.children(element, "Coords"):
        for match in _POINT.finditer(coords.get("points", "")):
            yield float(match[1]), float(match[2])
        for point in xml_tree.children(coords, "Point"):
            left = xml_tree.number(point.get("x"))
            top = xml_tree.number(point.get("y"))
            if left is not None and top is not None:
                yield left, top
