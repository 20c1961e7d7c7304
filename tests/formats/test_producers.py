"""Whatever the habits of the program that wrote a page, each of its printed lines is found, and in their order."""

from html import escape

import pytest

from reader import formats
from reader.language.forms import search_form

HAN = (
    "昨日上午渡口使用了三十一年的浮桥正式",
    "拆除两岸村民前来送行市里决定新路须在",
    "入冬以前修通星期天以来水位上涨几辆大",
    "车只好折回磨坊的老师傅说头一批木桩是",
)
BESIDE = (
    "西门外的老井有十年没有淘过淘井的人从",
    "渡口来带了七条绳淘出三只木桶桥南修路",
    "茶摊连夜搬到桥北老主顾绕了半座城找来",
    "见了面先问水开了没有再问桥什么时候修",
)
LATIN = (
    "The old bridge at the ferry was closed last",
    "night & people came from both banks of the",
    'river to see it "go". The council had decided',
    "that the new road must be finished before",
)
Lines = tuple[str, ...]
SIZE = 30
STEP = 45


def at(left: float, top: float, width: float, height: float = SIZE) -> str:
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}"'


def breadth(text: str) -> int:
    return sum(SIZE if sign > "\u2000" else SIZE // 2 for sign in text)


def alto_line(text: str, left: int, top: int, *, by_sign: bool = False, spaces: bool = True) -> str:
    pieces = [*text] if by_sign else text.split(" ")
    strings = ""
    x = left
    for number, piece in enumerate(pieces):
        if piece == " ":
            strings += "<SP/>"
            x += SIZE // 2
            continue
        if number and not by_sign:
            strings += "<SP/>" if spaces else ""
            x += 8
        strings += f'<String {at(x, top, breadth(piece))} CONTENT="{escape(piece)}"/>'
        x += breadth(piece)
    return f"<TextLine {at(left, top, x - left)}>{strings}</TextLine>"


def alto_block(lines: Lines, left: int = 100, attributes: str = "", **how: bool) -> str:
    inner = "".join(alto_line(text, left, 100 + STEP * n, **how) for n, text in enumerate(lines))
    return f'<TextBlock ID="b{left}" {attributes}>{inner}</TextBlock>'


def alto(*blocks: str, space: str = "http://www.loc.gov/standards/alto/ns-v3#", unit: str = "pixel") -> str:
    page = f'<Page ID="p" WIDTH="2000" HEIGHT="3000"><PrintSpace>{"".join(blocks)}</PrintSpace></Page>'
    about = f"<Description><MeasurementUnit>{unit}</MeasurementUnit></Description>"
    return f'<alto xmlns="{space}">{about}<Layout>{page}</Layout></alto>'


def in_columns(lines: Lines, *, is_whole: bool) -> str:
    """Vertical lines, from the right to the left."""
    inner = ""
    for number, text in enumerate(lines):
        left = 1500 - 60 * number
        strings = ""
        for place, piece in enumerate([text] if is_whole else [*text]):
            strings += f'<String {at(left, 100 + SIZE * place, SIZE, SIZE * len(piece))} CONTENT="{piece}"/>'
        inner += f"<TextLine {at(left, 100, SIZE, SIZE * len(text))}>{strings}</TextLine>"
    return f'<TextBlock ID="v">{inner}</TextBlock>'


def on_its_side(lines: Lines, degrees: int) -> str:
    """Latin lines of a block that is turned, in the order in which they are read."""
    inner = ""
    for number, text in enumerate(lines):
        left = 100 + STEP * number if degrees == 90 else 1500 - STEP * number
        box = at(left, 100, SIZE, breadth(text))
        inner += f'<TextLine {box}><String {box} CONTENT="{escape(text)}"/></TextLine>'
    return f'<TextBlock ID="s" ROTATION="{degrees}">{inner}</TextBlock>'


def coords(left: int, top: int, width: int, height: int = SIZE) -> str:
    right = left + width
    bottom = top + height
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def reading(text: str, attributes: str = "") -> str:
    return f"<TextEquiv {attributes}><Unicode>{escape(text)}</Unicode></TextEquiv>"


def region(
    lines: Lines, left: int = 100, *, has_coords: bool = True, other: str = "", chosen: str = ""
) -> str:
    inner = ""
    for number, text in enumerate(lines):
        place = coords(left, 100 + STEP * number, breadth(text)) if has_coords else ""
        wrong = reading("错的一行字", other) if other else ""
        inner += f'<TextLine id="l{left}.{number}">{place}{wrong}{reading(text, chosen)}</TextLine>'
    return f'<TextRegion id="r{left}">{coords(left, 90, 700, 400)}{inner}</TextRegion>'


def page_xml(*regions: str, version: str = "2019-07-15") -> str:
    space = f"http://schema.primaresearch.org/PAGE/gts/pagecontent/{version}"
    page = f'<Page imageWidth="2000" imageHeight="3000">{"".join(regions)}</Page>'
    return f'<PcGts xmlns="{space}">{page}</PcGts>'


def ordered_page(first: str, second: str) -> str:
    references = f'<RegionRefIndexed index="1" regionRef="r{second}"/>'
    references += f'<RegionRefIndexed index="0" regionRef="r{first}"/>'
    return f'<ReadingOrder><OrderedGroup id="g">{references}</OrderedGroup></ReadingOrder>'


def hocr_line(text: str, top: int, name: str, quote: str, wrapped: str, *, by_sign: bool) -> str:
    words = ""
    x = 100
    for word in text.split(" "):
        inner = escape(word)
        if by_sign:
            inner = ""
            for number, sign in enumerate(word):
                place = f"x_bboxes {x + number * 15} {top} {x + number * 15 + 15} {top + SIZE}; x_conf 97.5"
                inner += f"<span class='ocrx_cinfo' title='{place}'>{escape(sign)}</span>"
        inner = wrapped.format(inner)
        title = f"bbox {x} {top} {x + breadth(word)} {top + SIZE}; x_wconf 93"
        words += f"<span class={quote}ocrx_word{quote} title={quote}{title}{quote}>{inner}</span> "
        x += breadth(word) + 10
    title = f"bbox 100 {top} {x} {top + SIZE}; baseline 0 -3; x_size 30"
    return f"<span class={quote}{name}{quote} title={quote}{title}{quote}>{words}</span>"


def hocr(
    lines: Lines,
    name: str = "ocr_line",
    quote: str = '"',
    wrapped: str = "{}",
    *,
    by_sign: bool = False,
) -> str:
    inner = ""
    for number, text in enumerate(lines):
        inner += hocr_line(text, 100 + STEP * number, name, quote, wrapped, by_sign=by_sign)
    return hocr_page(f'<div class="ocr_carea"><p class="ocr_par">{inner}</p></div>')


def hocr_page(inner: str) -> str:
    return f'<html><body><div class="ocr_page" title="bbox 0 0 2000 3000">{inner}</div></body></html>'


NEXT = 100 + len(HAN[0]) * SIZE + 14
"""The left edge of a column beside that at 100, behind a gutter of 14 px."""
FORMS: dict[str, tuple[str, Lines]] = {
    "ALTO 2": (alto(alto_block(LATIN), space="http://www.loc.gov/standards/alto/ns-v2#"), LATIN),
    "ALTO 4": (alto(alto_block(HAN), space="http://www.loc.gov/standards/alto/ns-v4#"), HAN),
    "ALTO without a namespace": (alto(alto_block(HAN)).replace(" xmlns=", " about="), HAN),
    "ALTO in tenths of a millimetre": (alto(alto_block(LATIN), unit="mm10"), LATIN),
    "ALTO in 1200ths of an inch": (alto(alto_block(LATIN), unit="inch1200"), LATIN),
    "ALTO, a String a character": (alto(alto_block(HAN, by_sign=True)), HAN),
    "ALTO, a String a letter": (alto(alto_block(LATIN, by_sign=True)), LATIN),
    "ALTO, spaces between Han characters": (
        alto(alto_block(HAN, by_sign=True).replace("/><String", "/><SP/><String")),
        HAN,
    ),
    "ALTO without SP": (alto(alto_block(LATIN, spaces=False)), LATIN),
    "ALTO, blocks in blocks": (
        alto(f"<ComposedBlock><ComposedBlock>{alto_block(HAN)}</ComposedBlock></ComposedBlock>"),
        HAN,
    ),
    "ALTO, two columns in a block": (
        alto(alto_block(HAN, by_sign=True).replace("</TextBlock>", ""))
        .replace("</PrintSpace>", "")
        .replace("</Page>", alto_block(BESIDE, NEXT).partition(">")[2] + "</PrintSpace></Page>"),
        HAN + BESIDE,
    ),
    "ALTO, two columns": (alto(alto_block(HAN), alto_block(BESIDE, NEXT, by_sign=True)), HAN + BESIDE),
    "ALTO, an empty page between": (
        alto(alto_block(HAN)).replace("</Layout>", '<Page ID="e"/></Layout>'),
        HAN,
    ),
    "ALTO, columns of characters": (alto(in_columns(HAN, is_whole=False)), HAN),
    "ALTO, columns": (alto(in_columns(HAN, is_whole=True)), HAN),
    "ALTO, turned to the left": (alto(on_its_side(LATIN, 90)), LATIN),
    "ALTO, turned to the right": (alto(on_its_side(LATIN, 270)), LATIN),
    "PAGE": (page_xml(region(HAN)), HAN),
    "PAGE of 2013": (page_xml(region(LATIN), version="2013-07-15"), LATIN),
    "PAGE, lines without places": (page_xml(region(HAN, has_coords=False)), HAN),
    "PAGE, readings by index": (page_xml(region(HAN, other='index="1" conf="1"', chosen='index="0"')), HAN),
    "PAGE, readings by confidence": (page_xml(region(HAN, other='conf="0.2"', chosen='conf="0.9"')), HAN),
    "PAGE, two columns": (page_xml(region(HAN), region(BESIDE, NEXT)), HAN + BESIDE),
    "PAGE, in its order": (
        page_xml(ordered_page(str(NEXT), "100"), region(HAN), region(BESIDE, NEXT)),
        BESIDE + HAN,
    ),
    "PAGE, regions in a region": (
        page_xml(f'<TextRegion id="o">{coords(0, 0, 1900, 900)}{region(HAN)}</TextRegion>'),
        HAN,
    ),
    "PAGE, a table": (
        page_xml(f'<TableRegion id="t">{coords(0, 0, 1900, 900)}{region(HAN)}</TableRegion>'),
        HAN,
    ),
    "PAGE, text of the region too": (
        page_xml(region(HAN).replace("</TextRegion>", reading("\n".join(HAN)) + "</TextRegion>")),
        HAN,
    ),
    "PAGE, text of the region alone": (
        page_xml(f'<TextRegion id="r">{coords(0, 0, 900, 300)}{reading(chr(10).join(HAN))}</TextRegion>'),
        HAN,
    ),
    "hOCR": (hocr(LATIN), LATIN),
    "hOCR in Chinese": (hocr(HAN), HAN),
    "hOCR in single quotes": (hocr(LATIN, quote="'"), LATIN),
    "hOCR, bold": (hocr(LATIN, wrapped="<strong><em>{}</em></strong>"), LATIN),
    "hOCR, characters": (hocr(LATIN, by_sign=True), LATIN),
    "hOCR, Han characters": (hocr(HAN, by_sign=True), HAN),
    "hOCR, headers": (hocr(LATIN, name="ocr_header"), LATIN),
    "hOCR, captions": (hocr(LATIN, name="ocr_caption"), LATIN),
    "hOCR, other lines": (hocr(LATIN, name="ocrx_line"), LATIN),
    "hOCR in capitals": (hocr(LATIN).replace("<span", "<SPAN").replace("</span", "</SPAN"), LATIN),
    "hOCR, confidences with fractions": (hocr(LATIN).replace("x_wconf 93", "x_wconf 93.41"), LATIN),
    "hOCR, paragraphs without lines": (
        hocr_page(f'<p class="ocr_par" title="bbox 1 1 900 900">{"<br/>".join(map(escape, LATIN))}</p>'),
        LATIN,
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_line_is_found_and_in_the_order_of_reading(form: str) -> None:
    text, lines = FORMS[form]
    name = "1987-06-12.hocr" if form.startswith("hOCR") else "1987-06-12.xml"
    read = [search_form(line) for line in formats.decode(text.encode(), name).lines]
    places = []
    for line in lines:
        holding = [number for number, whole in enumerate(read) if search_form(line) in whole]
        assert holding, line
        places.append(holding[0])
    assert places == sorted(places)
