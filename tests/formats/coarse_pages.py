"""Invented pages whose lines, gaps and rules have few lengths, so that two of them often differ by exactly what a limit
allows: a limit moved by one is noticed there."""

import random
from collections.abc import Iterator

import numpy as np

from reader.formats.pdf.layout import PdfLine
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage
from reader.newspaper.line_place import Box

BODY = 10
"""The size of a page's running text; all lengths are whole tenths of it."""
_GAPS = (0, 2, 3, 5, 6, 7, 9, 10, 11, 12, 15, 20, 23, 30, 60)
_SIZES = (10, 12, 13, 15, 18, 20, 30)
_WORDS = "渡口的马灯亮到后半夜守船的老人说雪还要下"
_KINDS = ("", "", "", "", "header", "footer", "caption")


def _text(count: int, chance: random.Random) -> str:
    at = chance.randrange(len(_WORDS))
    return (_WORDS * 4)[at : at + count]


def _column(left: int, top: int, wide: int, chance: random.Random) -> Iterator[tuple[str, Box]]:
    """Yield the lines of a column of so many characters: headlines, paragraphs, ends of paragraphs."""
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.5:
            size = chance.choice(_SIZES)
            count = chance.randint(1, max(1, wide * BODY * chance.choice((1, 1, 2, 3)) // size))
            yield _text(count, chance), (left, top, left + count * size, top + size)
            top += size + chance.choice(_GAPS)
        leading = chance.choice((10, 11, 12, 15, 20))
        for _ in range(chance.randint(1, 6)):
            indent = chance.choice((0, 0, 0, 0, 1, 2)) * BODY
            count = chance.choice((wide, wide, wide, chance.randint(1, wide))) - indent // BODY
            if count > 0:
                begin = left + indent + chance.choice((0, 0, 0, 1, -1, 3))
                yield _text(count, chance), (begin, top, begin + count * BODY, top + BODY)
            top += leading
        top += chance.choice(_GAPS)


def lines_of(chance: random.Random) -> list[tuple[str, Box]]:
    """Return the lines of a page of up to four columns in two rows, in no order; some are cut into two."""
    lines: list[tuple[str, Box]] = []
    for top in (40, 40 + chance.choice((160, 200, 320)))[: chance.randint(1, 2)]:
        left = 40
        for _ in range(chance.randint(1, 4)):
            wide = chance.choice((6, 8, 12, 16))
            lines += _column(left, top + chance.choice((0, 0, 0, 7, 10, 20)), wide, chance)
            left += wide * BODY + chance.choice(_GAPS)
    parts: list[tuple[str, Box]] = []
    for text, (x0, y0, x1, y1) in lines:
        if len(text) > 3 and chance.random() < 0.1:
            at, gap = chance.randint(1, len(text) - 1), chance.choice((0, 0, 3, 9, 12))
            middle = x0 + (x1 - x0) * at // len(text)
            parts += [(text[:at], (x0, y0, middle, y1)), (text[at:], (middle + gap, y0, x1 + gap, y1))]
        else:
            parts.append((text, (x0, y0, x1, y1)))
    if chance.random() < 0.5:
        chance.shuffle(parts)
    return parts


def _rules(lines: list[tuple[str, Box]], chance: random.Random) -> Iterator[Box]:
    for _ in range(chance.choice((0, 1, 2, 4, 8))):
        x0, y0, x1, _ = chance.choice(lines)[1]
        long = chance.choice((30, 60, 100, 160, 400))
        if chance.random() < 0.6:
            at = y0 - chance.choice((-5, 0, 1, 5, 10, 15))
            yield x0 - chance.choice((0, 10, 100)), at, x0 + long, at + chance.choice((1, 2))
        else:
            at = chance.choice((x0, x1)) + chance.choice((-5, -1, 0, 1, 5))
            yield at, y0, at + chance.choice((1, 2)), y0 + long


def scanned(chance: random.Random) -> ScannedPage:
    """Return a page as an OCR program gives it: blocks of lines, rules; one in four is printed vertically."""
    lines = lines_of(chance)
    rules = list(_rules(lines, chance))
    if chance.random() < 0.25:  # what was to the right is below, what was below to the left
        lines = [(text, (1000 - y1, x0, 1000 - y0, x1)) for text, (x0, y0, x1, y1) in lines]
        rules = [(1000 - y1, x0, 1000 - y0, x1) for x0, y0, x1, y1 in rules]
    printed = [
        ScannedLine(text, box if chance.random() < 0.99 else chance.choice((None, (0.0, 0.0, 0.0, 0.0))))
        for text, box in lines
    ]
    cuts = sorted({0, *(chance.randrange(len(printed)) for _ in range(4))})
    blocks = [
        ScannedBlock(tuple(printed[begin:end]), chance.choice(_KINDS))
        for begin, end in zip(cuts, [*cuts[1:], len(printed)], strict=True)
    ]
    return ScannedPage(blocks, *chance.choice(((0.0, 0.0), (1000.0, 1000.0))), rules=rules)


def pdf_lines(chance: random.Random) -> list[PdfLine]:
    """Return the pieces of lines of a PDF's page."""
    return [
        PdfLine(text, x0, y0, x1, y1, y1 - y0, [np.array([(x0, y0, x1, y1)] * len(text), np.float64)])
        for text, (x0, y0, x1, y1) in lines_of(chance)
    ]
