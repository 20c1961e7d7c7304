"""What OCR programs make of a page that was set: hOCR, ALTO and PAGE, with the faults that they have.

Lines of neighbouring columns are taken for one, a headline for two, two rows for one; the page is a little turned, and
characters are misread or lost.
"""

import random
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise

from msgspec import Struct

from reader.newspaper.line_place import Box
from tools.typesetter.page_setting import SetLine, SetPage, width_of

_MISREAD = "的一国在人了有中是年和大业不为发会工经上地市要个产这出行作生家以成到日民来"
FORMATS = ("hocr", "alto", "page")

Word = tuple[str, Box]


class Faults(Struct, frozen=True):
    """How often OCR fails: shares of lines joined over the gutter, of headlines parted, of two rows in a box, …"""

    turned: float = 0.002
    joined: float = 0.03
    parted: float = 0.15
    doubled: float = 0.01
    misread: float = 0.02
    lost: float = 0.005
    rules_lost: float = 0.1


FAULTLESS = Faults(0, 0, 0, 0, 0, 0, 0)


class ReadPage(Struct, frozen=True):
    """The blocks of a page, of lines of words, and its rules."""

    blocks: Sequence[Sequence[Sequence[Word]]]
    rules: Sequence[Box]
    width: float
    height: float


def read_page(page: SetPage, faults: Faults, seed: int) -> ReadPage:
    """Return what an OCR program recognises on a page."""
    rng = random.Random(f"{page.style.name} {seed} {faults}")
    blocks = [
        [_words(line, page, faults, rng) for line in lines]
        for _, lines in groupby(page.lines, key=lambda line: line.column)
    ]
    rules = [rule for rule in page.rules if rng.random() >= faults.rules_lost]
    blocks = [[part for line in block for part in _faulty(line, faults, rng)] for block in blocks]
    _join(blocks, page, faults, rng)
    slope = rng.uniform(-faults.turned, faults.turned)

    def turned(box: Box) -> Box:
        down = slope * (box[0] + box[2]) / 2
        across = -slope * (box[1] + box[3]) / 2
        return box[0] + across, box[1] + down, box[2] + across, box[3] + down

    found = [[[(word, turned(box)) for word, box in line] for line in block] for block in blocks]
    return ReadPage(
        [block for block in found if block], [turned(rule) for rule in rules], page.width, page.height
    )


def _words(line: SetLine, page: SetPage, faults: Faults, rng: random.Random) -> list[Word]:
    words: list[Word] = []
    at = 0.0
    for sign in line.text:
        begin, end = at * line.size, (at + width_of(sign)) * line.size
        at += width_of(sign)
        if sign.isspace() or rng.random() < faults.lost:
            continue
        x0, y0, x1, y1 = line.box
        box = (x0 + begin, y0, x0 + end, y1)
        if line.is_across:
            box = (x1 - end, y0, x1 - begin, y1)
        elif page.style.is_vertical:
            box = (x0, y0 + begin, x1, y0 + end)
        words.append((rng.choice(_MISREAD) if rng.random() < faults.misread else sign, box))
    return words[::-1] if line.is_across else words


def _faulty(line: list[Word], faults: Faults, rng: random.Random) -> Iterator[list[Word]]:
    """Yield a line, or its parts if a headline was parted; a box over two rows has few words."""
    if len(line) > 8 and rng.random() < faults.doubled:
        x0, y0 = line[0][1][:2]
        x1, y1 = line[-1][1][2:]
        is_down = y1 - y0 > x1 - x0
        yield [("".join(rng.choices(_MISREAD, k=4)), (x0 - 50 * is_down, y0, x1, y1 + 50 * (not is_down)))]
    elif len(line) > 3 and _thickness(line) > 50 and rng.random() < faults.parted:
        at = rng.randrange(1, len(line) - 1)
        yield line[:at]
        yield line[at:]
    elif line:
        yield line


def _thickness(line: Sequence[Word]) -> float:
    x0, y0, x1, y1 = line[0][1]
    return min(x1 - x0, y1 - y0)


def _join(blocks: list[list[list[Word]]], page: SetPage, faults: Faults, rng: random.Random) -> None:
    """Join lines with those at the same level of the next block, as a program does that overlooks the gutter."""
    axis = 0 if page.style.is_vertical else 1
    for block, after in pairwise(blocks):
        levels = {round(line[0][1][axis]): line for line in after}
        for line in block:
            other = levels.get(round(line[0][1][axis]))
            if other and rng.random() < faults.joined and _thickness(line) == _thickness(other):
                after.remove(other)
                line += other


def _hull(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _whole(line: Sequence[Word]) -> Box:
    return _hull([box for _, box in line])


def hocr(page: ReadPage) -> str:
    def at(box: Box) -> str:
        return "bbox " + " ".join(str(round(each)) for each in box)

    out = [f"<html><body><div class='ocr_page' title='bbox 0 0 {page.width:.0f} {page.height:.0f}'>"]
    for block in page.blocks:
        out.append("<div class='ocr_carea'><p class='ocr_par'>")
        for line in block:
            words = "\n".join(
                f"<span class='ocrx_word' title='{at(box)}'>{escape(word)}</span>" for word, box in line
            )
            out.append(f"<span class='ocr_line' title='{at(_whole(line))}'>\n{words}\n</span>")
        out.append("</p></div>")
    out += [f"<div class='ocr_separator' title='{at(rule)}'></div>" for rule in page.rules]
    return "\n".join([*out, "</div></body></html>"])


def alto(page: ReadPage) -> str:
    def at(box: Box) -> str:
        left, top, right, bottom = map(round, box)
        return f'HPOS="{left}" VPOS="{top}" WIDTH="{right - left}" HEIGHT="{bottom - top}"'

    out = ['<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout>']
    out.append(f'<Page WIDTH="{page.width:.0f}" HEIGHT="{page.height:.0f}"><PrintSpace>')
    for block in page.blocks:
        out.append("<TextBlock>")
        for line in block:
            words = "".join(f'<String CONTENT="{escape(word)}" {at(box)}/>' for word, box in line)
            out.append(f"<TextLine {at(_whole(line))}>{words}</TextLine>")
        out.append("</TextBlock>")
    out += [f"<GraphicalElement {at(rule)}/>" for rule in page.rules]
    return "\n".join([*out, "</PrintSpace></Page></Layout></alto>"])


def page_xml(page: ReadPage) -> str:
    def at(box: Box) -> str:
        left, top, right, bottom = map(round, box)
        return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'

    def read(text: str) -> str:
        return f"<TextEquiv><Unicode>{escape(text)}</Unicode></TextEquiv>"

    out = ['<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">']
    out.append(f'<Page imageWidth="{page.width:.0f}" imageHeight="{page.height:.0f}">')
    for block in page.blocks:
        out.append("<TextRegion>")
        for line in block:
            words = "".join(f"<Word>{at(box)}{read(word)}</Word>" for word, box in line)
            out.append(f"<TextLine>{at(_whole(line))}{words}</TextLine>")
        out.append("</TextRegion>")
    out += [f"<SeparatorRegion>{at(rule)}</SeparatorRegion>" for rule in page.rules]
    return "\n".join([*out, "</Page></PcGts>"])


def written(page: ReadPage, form: str) -> tuple[bytes, str]:
    """Return the bytes of a page in one of `FORMATS`, and the file's name."""
    text = {"hocr": hocr, "alto": alto, "page": page_xml}[form](page)
    return text.encode(), "1.hocr" if form == "hocr" else "1.xml"
