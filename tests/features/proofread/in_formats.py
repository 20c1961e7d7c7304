"""The doubtful page in each format that has boxes, with its picture: ALTO, PAGE, hOCR, METS, a PDF with unseen text."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from reader.ui.widgets import theme
from tests.features.proofread import doubtful_page
from tests.formats import mets_issues, pdf_pages

NAME = "19870612-01"
_NS = "{http://www.loc.gov/standards/alto/ns-v3#}"
_OTHERS = {"干": ("千", "于"), "旧": ("归",)}
"""What the recogniser would also read, in formats that can say so."""
Box = tuple[int, ...]
Word = tuple[str, Box, float]


def write(folder: Path, kind: str) -> None:
    """Write the page into a folder in a format, with its picture."""
    doubtful_page.write(folder, NAME)
    picture, path = folder / f"{NAME}.jpg", folder / f"{NAME}.xml"
    alto = path.read_text(encoding="utf-8")
    if kind == "alto":
        for sign, others in _OTHERS.items():
            more = "".join(f'<ALTERNATIVE PURPOSE="OCR">{each}</ALTERNATIVE>' for each in others)
            alto = re.sub(rf'(<String CONTENT="{sign}"[^>]*)/>', rf"\1>{more}</String>", alto)
        path.write_text(alto, encoding="utf-8")
    elif kind == "mets":
        for name in ("ALTO", "images"):
            (folder / name).mkdir()
        path.rename(folder / "ALTO" / f"{NAME}.xml")
        picture.rename(folder / "images" / f"{NAME}.jpg")
        files = mets_issues.files({"A1": f"ALTO/{NAME}.xml"})
        mods = mets_issues.mods(title="雁桥日报", day="1987-06-12", number="4012")
        issue = mets_issues.mets(mods, files, mets_issues.physical(["A1"]))
        (folder / "mets.xml").write_text(issue, encoding="utf-8")
    elif kind == "pdf":
        path.unlink()
        (folder / f"{NAME}.pdf").write_bytes(_pdf(alto, picture))
        picture.unlink()
    else:
        path.unlink()
        name, write_page = {"page-xml": (f"{NAME}.xml", _page_xml), "hocr": (f"{NAME}.hocr", _hocr)}[kind]
        (folder / name).write_text(write_page(alto), encoding="utf-8")


def _blocks(alto: str) -> Iterator[tuple[bool, list[list[Word]]]]:
    """Yield for each block whether it is a heading, and the words of its lines."""
    for block in ET.fromstring(alto).iter(f"{_NS}TextBlock"):
        lines = [list(map(_word, line.iter(f"{_NS}String"))) for line in block.iter(f"{_NS}TextLine")]
        if lines:
            yield block.get("TYPE") == "heading", lines


def _word(string: ET.Element) -> Word:
    left, top, width, height = (int(string.get(each, "")) for each in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    return string.get("CONTENT", ""), (left, top, left + width, top + height), float(string.get("WC", "0.99"))


def _hull(words: list[Word]) -> Box:
    lefts, tops, rights, bottoms = zip(*(box for _, box, _ in words), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _page_xml(alto: str) -> str:
    def coords(box: Box) -> str:
        left, top, right, bottom = box
        return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'

    def word(each: Word) -> str:
        text, box, sure = each
        texts = "".join(
            f'<TextEquiv index="{at}" conf="{sure / (at + 1):.2f}"><Unicode>{one}</Unicode></TextEquiv>'
            for at, one in enumerate((text, *_OTHERS.get(text, ())))
        )
        return f"<Word>{coords(box)}{texts}</Word>"

    regions = "".join(
        f'<TextRegion type="{"heading" if is_head else "paragraph"}">{coords(_hull([*chain(*lines)]))}'
        + "".join(f"<TextLine>{coords(_hull(line))}{''.join(map(word, line))}</TextLine>" for line in lines)
        + "</TextRegion>"
        for is_head, lines in _blocks(alto)
    )
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page imageFilename="{NAME}.jpg" imageWidth="1500" imageHeight="2100">{regions}</Page></PcGts>'
    )


def _hocr(alto: str) -> str:
    """As Tesseract writes it with `lstm_choice_mode=2`."""

    def title(box: Box) -> str:
        return "bbox " + " ".join(map(str, box))

    def word(each: Word) -> str:
        text, box, sure = each
        choices = "".join(
            f"\n<span class='ocrx_cinfo' id='choice_{at}' title='x_confs {90 / (at + 1)}'>{one}</span>"
            for at, one in enumerate((text, *_OTHERS.get(text, ())))
        )
        group = (
            f"\n<span class='ocrx_cinfo' id='lstm_choices_1'>{choices}\n</span>\n" if text in _OTHERS else ""
        )
        return (
            f"<span class='ocrx_word' title='{title(box)}; x_wconf {round(100 * sure)}'>{text}{group}</span>"
        )

    body = "".join(
        f"<p class='{'ocr_section' if is_head else 'ocr_par'}'>"
        + "".join(
            f"<span class='ocr_line' title='{title(_hull(line))}'>{' '.join(map(word, line))}</span>\n"
            for line in lines
        )
        + "</p>"
        for is_head, lines in _blocks(alto)
    )
    return (
        "<!DOCTYPE html><html><head><meta name='ocr-system' content='tesseract 5.3.0'/></head><body>"
        f"<div class='ocr_page' title='image \"{NAME}.jpg\"; bbox 0 0 1500 2100'>{body}</div></body></html>"
    )


def _pdf(alto: str, picture: Path) -> bytes:
    """The picture with its text laid over it, unseen, as programs write it that make PDFs searchable."""
    image = QImage(str(picture))
    across = pdf_pages.WIDTH / image.width()
    lines = [
        pdf_pages.At(
            left * across, top * across, "".join(text for text, _, _ in words), across * (bottom - top)
        )
        for _, block in _blocks(alto)
        for words in block
        for left, top, _, bottom in [_hull(words)]
    ]
    return pdf_pages.pdf(lines, is_unseen=True, picture=(picture.read_bytes(), image.width(), image.height()))


_COLUMNS = (
    "申江晚報光緒二年四月初三日",
    "渡口夜燈",
    "昨夜江上有霧渡船停了半日兩岸之人隔水喊話老船工云燈為晚歸之人所留千盞燈亮至後半夜",
    "霧散以前孩童數燈至天黑未能數完明年春日石橋通車以後此渡船即拖往下游船塢燈亦收入倉庫",
    "西門外老井十年未淘井繩於石沿磨出七道溝淘井之人云桶為三代人所用街坊皆來看熱鬧",
)


def write_vertical(folder: Path, size: int = 30) -> None:
    """Write a page with columns from the right, of whose characters the ALTO is not certain of every ninth."""
    folder.mkdir(parents=True, exist_ok=True)
    width, height = 900, 1400
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#F4EFE2"))
    painter = QPainter(image)
    painter.setPen(QColor("#2A2622"))
    lines, right = [], width - 60
    for number, column in enumerate(_COLUMNS):
        own = size * 3 // 2 if number < 2 else size
        painter.setFont(QFont(theme.serif(own)))
        strings = []
        for at, sign in enumerate(column):
            left, top = right - own, 60 + at * own
            painter.drawText(QRect(left, top, own, own), Qt.AlignmentFlag.AlignCenter, sign)
            sure = 0.4 if at % 9 == 5 and number > 1 else 0.97
            box = f'HPOS="{left}" VPOS="{top}" WIDTH="{own}" HEIGHT="{own}"'
            strings.append(f'<String CONTENT="{sign}" WC="{sure}" {box}/>')
        box = f'HPOS="{right - own}" VPOS="60" WIDTH="{own}" HEIGHT="{own * len(column)}"'
        lines.append(f"<TextLine {box}>{''.join(strings)}<SP/></TextLine>")
        right -= own * 2
    painter.end()
    assert image.save(str(folder / f"{NAME}.jpg"), quality=85)
    (folder / f"{NAME}.xml").write_text(
        '<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout>'
        f'<Page WIDTH="{width}" HEIGHT="{height}"><PrintSpace><TextBlock>{"".join(lines)}</TextBlock>'
        "</PrintSpace></Page></Layout></alto>",
        encoding="utf-8",
    )
