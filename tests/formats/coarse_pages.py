"""Invented pages whose lines, gaps and rules have few lengths, so that two of them often differ by exactly what a limit
allows: a limit moved by one is noticed there."""

import random
from collections.abc import Iterator
from itertools import pairwise

from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage, ScannedWord
from reader.newspaper.line_place import Box

BODY = 10
"""The size of a page's running text; all lengths are whole tenths of it."""
SIZE = 1000.0
"""The width and height of a page."""
_GAPS = (0, 2, 3, 5, 6, 7, 9, 10, 11, 12, 15, 20, 23, 30, 60)
_GUTTERS = (5, 9, 10, 11, 15, 20, 20, 30)
_SHIFTS = (0, 0, 0, 0, 0, 0, 1, -1, 3, 5, -5, 6, 8, 10, 15)
_HEADS = (13, 15, 16, 18, 20, 24, 30)
_STOREYS = (10, 11, 12, 13, 14, 15)
_WORDS = "渡口的马灯亮到后半夜守船的老人说雪还要下。No. 7 two-"
_FURNITURE = ("雁桥日报", "2024年3月5日", "第2版", "星期二", "A2", "要闻")
_KINDS = ("", "", "", "", "", "header", "footer", "caption", "heading")

ODD = (9, 31, 32, 0xA0, 0x3000, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0x2E7F, 0x2E80, 0x10FFFF, 0x110000)
"""Code points that are not printed, or next to one that is not."""

Line = tuple[str, Box]


def _line(left: float, top: float, count: int, size: int, chance: random.Random) -> Line:
    at = chance.randrange(len(_WORDS))
    return (_WORDS * 4)[at : at + count], (left, top, left + count * size, top + size)


def _head(left: int, top: int, width: int, chance: random.Random) -> Iterator[Line]:
    """Yield rows of a headline with kickers and decks, each in the middle of its columns or at their left edge, and
    perhaps in two parts."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        size = chance.choice(_HEADS if chance.random() < 0.6 else _STOREYS)
        count = max(1, chance.choice((width, width // 2, 2 * width // 3, 60)) // size)
        begin = left + chance.choice((0, (width - count * size) // 2)) + chance.choice(_SHIFTS)
        yield _line(begin, top, count, size, chance)
        if chance.random() < 0.3:
            gap = chance.choice(_GAPS) * chance.choice((1, 2))
            again = chance.choice((count, count, max(1, count // 2)))
            yield _line(begin + count * size + gap, top + chance.choice(_SHIFTS), again, size, chance)
        top += size + chance.choice(_GAPS[:10])


def _column(left: int, top: int, rows: int, wide: int, chance: random.Random) -> Iterator[Line]:
    """Yield the rows of a column: paragraphs, and a subhead or a caption."""
    leading = chance.choice((10, 11, 12, 15, 20))
    is_whole = chance.random() < 0.4
    for _ in range(rows):
        indent = chance.choice((0, 0, 0, 0, 2, 1)) * BODY
        count = chance.choice((wide, wide, wide, wide, chance.randint(1, wide))) - indent // BODY
        size = BODY if is_whole or chance.random() < 0.9 else chance.choice((8, 9, 11, 12, 13, 20))
        shift = 0 if is_whole else chance.choice(_SHIFTS)
        if count > 0:
            yield _line(left + indent + shift, top, count, size, chance)
        top += leading + (0 if is_whole or chance.random() < 0.8 else chance.choice(_GAPS))


def _cut(line: Line, chance: random.Random) -> Iterator[Line]:
    """Yield a line, or the two that OCR made of it."""
    text, (x0, y0, x1, y1) = line
    if len(text) < 4 or chance.random() < 0.93:
        yield line
        return
    at, gap = chance.randint(1, len(text) - 1), chance.choice((0, 0, 3, 9, 12, -3))
    middle = x0 + (x1 - x0) * at // len(text)
    yield text[:at], (x0, y0, middle, y1)
    yield text[at:], (middle + gap, y0, x1 + gap, y1)


def lines_of(chance: random.Random) -> tuple[list[Line], list[Box]]:
    """Return the lines and rules of a page with articles beside and below each other."""
    lines: list[Line] = []
    rules: list[Box] = []
    if chance.random() < 0.5:
        for at, text in enumerate(chance.sample(_FURNITURE, 3)):
            left, top = chance.choice((40, 300, 800)), chance.choice((5, 20, 950)) + 3 * at
            lines.append((text, (left, top, left + len(text) * BODY, top + BODY)))
    top = 60
    while top < chance.choice((200, 500)):
        left, below = 40, top
        while left < 500:
            wide, gutter, count = chance.choice((5, 6, 8, 12)), chance.choice(_GUTTERS), chance.randint(1, 4)
            width = count * (wide * BODY + gutter) - gutter
            begin = top + chance.choice((0, 0, 0, 7, 10, 20))
            head = list(_head(left, begin, width, chance)) if chance.random() < 0.8 else []
            begin = int(max((box[3] for _, box in head), default=begin)) + chance.choice(_GAPS)
            lines += head
            rows = chance.choice((1, 2, 3, 4, 6, 8))
            for at in range(count):
                across = left + at * (wide * BODY + gutter)
                column = list(_column(across, begin + chance.choice(_SHIFTS), rows, wide, chance))
                lines += column
                below = max(below, *(int(box[3]) for _, box in column)) if column else below
            left += width + chance.choice(_GAPS)
            if chance.random() < 0.3:
                rules.append((left - 5, top + chance.choice(_SHIFTS), left - 4, below))
        if chance.random() < 0.3:
            rules.append((40, below + 5, chance.choice((200, 400, 700)), below + 6))
        top = below + chance.choice(_GAPS) + chance.choice((0, 10, 60))
    lines = [part for line in lines for part in _cut(line, chance)]
    rules += _strokes(lines, chance)
    if chance.random() < 0.5:
        chance.shuffle(lines)
    return lines, rules


def _strokes(lines: list[Line], chance: random.Random) -> Iterator[Box]:
    for _ in range(chance.choice((0, 0, 1, 2, 4))):
        x0, y0, x1, _ = chance.choice(lines)[1]
        long = chance.choice((30, 60, 61, 100, 160))
        if chance.random() < 0.6:
            at = y0 - chance.choice((-5, 0, 1, 5, 10, 15))
            yield x0 - chance.choice((0, 10, 100)), at, x0 + long, at + 1
        else:
            at = chance.choice((x0, x1)) + chance.choice(_SHIFTS)
            yield at, y0, at + chance.choice((1, 2)), y0 + long


def standing(box: Box) -> Box:
    """Return where a box is on a page that is printed vertically: what was to the right is below, what was below is to
    the left."""
    x0, y0, x1, y1 = box
    return SIZE - y1, x0, SIZE - y0, x1


def _words(line: Line) -> Iterator[ScannedWord]:
    text, (x0, y0, x1, y1) = line
    wide = (x1 - x0) / len(text)
    for begin, end in pairwise([*range(0, len(text), 3), len(text)]):
        yield ScannedWord(text[begin:end], (x0 + begin * wide, y0, x0 + end * wide, y1))


def _through(lines: list[Line], chance: random.Random) -> Iterator[tuple[Line, tuple[ScannedWord, ...]]]:
    """Yield lines with their words; some go through the gutter into what is beside them."""
    left = list(lines)
    while left:
        line = left.pop(0)
        words = tuple(_words(line))
        beside = [
            other
            for other in left[:20]
            if other[1][1] == line[1][1] and 0 <= other[1][0] - line[1][2] < 3 * BODY
        ]
        if beside and chance.random() < 0.3:
            left.remove(beside[0])
            text, (_, _, right, bottom) = beside[0]
            line = line[0] + text, (*line[1][:2], right, max(bottom, line[1][3]))
            words += tuple(_words((text, beside[0][1])))
        yield line, words


def scanned(chance: random.Random) -> ScannedPage:
    """Return a page as an OCR program gives it: blocks of lines with their words, rules; some are vertical."""
    found, rules = lines_of(chance)
    lines = list(_through(found, chance))
    place = standing if chance.random() < 0.25 else lambda box: box
    printed = [
        ScannedLine(
            text,
            place(box) if chance.random() < 0.99 else chance.choice((None, (0.0, 0.0, 0.0, 0.0))),
            tuple(word._replace(box=place(word.box)) for word in words),
        )
        for (text, box), words in lines
    ]
    cuts = sorted({0, *(chance.randrange(len(printed)) for _ in range(4))})
    kinds = _KINDS if chance.random() < 0.5 else [""]
    blocks = [
        ScannedBlock(tuple(printed[begin:end]), chance.choice(kinds))
        for begin, end in pairwise([*cuts, len(printed)])
    ]
    size = chance.choice((0.0, SIZE))
    return ScannedPage(blocks, size, size, rules=[place(rule) for rule in rules])
