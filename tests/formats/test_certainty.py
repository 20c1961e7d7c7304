"""How sure a recogniser was of the characters is one number, whatever the form in which it wrote them."""

import json

import pytest

from reader import formats, parsing
from reader.newspaper.json_format import part_to_json

UNSURE = "渡口添了新船换了新帆"
SURE = "两岸都来看昨天很热闹"
LINES = ((UNSURE, 30), (SURE, 95))


def alto() -> str:
    words = (
        f'<TextLine><String CONTENT="{text}" WC="{certainty / 100}" HPOS="0" VPOS="{at * 40}" WIDTH="400"'
        ' HEIGHT="30"/></TextLine>'
        for at, (text, certainty) in enumerate(LINES)
    )
    page = '<Page WIDTH="1000" HEIGHT="1000"><PrintSpace><TextBlock ID="b">'
    return f"<alto><Layout>{page}{''.join(words)}</TextBlock></PrintSpace></Page></Layout></alto>"


def page_xml(*, in_words: bool) -> str:
    lines = ""
    for at, (text, certainty) in enumerate(LINES):
        top = at * 40
        points = f'<Coords points="0,{top} 400,{top} 400,{top + 30} 0,{top + 30}"/>'
        reading = f'<TextEquiv conf="{certainty / 100}"><Unicode>{text}</Unicode></TextEquiv>'
        inner = f'<Word id="w{at}">{points}{reading}</Word>' if in_words else reading
        lines += f'<TextLine id="l{at}">{points}{inner}</TextLine>'
    region = f'<TextRegion id="r"><Coords points="0,0 400,0 400,90 0,90"/>{lines}</TextRegion>'
    return f'<PcGts><Page imageWidth="1000" imageHeight="1000">{region}</Page></PcGts>'


def hocr() -> str:
    lines = (
        f'<span class="ocr_line" title="bbox 0 {at * 40} 400 {at * 40 + 30}"><span class="ocrx_word"'
        f' title="bbox 0 {at * 40} 400 {at * 40 + 30}; x_wconf {certainty}">{text}</span></span>'
        for at, (text, certainty) in enumerate(LINES)
    )
    return (
        f'<html><body><div class="ocr_page" title="bbox 0 0 1000 1000">{"".join(lines)}</div></body></html>'
    )


def recogniser_json(*, is_nested: bool) -> str:
    read = []
    for at, (text, certainty) in enumerate(LINES):
        box = [[0, at * 40], [400, at * 40], [400, at * 40 + 30], [0, at * 40 + 30]]
        told = (text, certainty / 100)
        read.append([box, [*told]] if is_nested else [box, *told])
    return json.dumps([read], ensure_ascii=False)


FORMS = {
    "alto.xml": alto(),
    "words.xml": page_xml(in_words=True),
    "lines.xml": page_xml(in_words=False),
    "page.html": hocr(),
    "nested.json": recogniser_json(is_nested=True),
    "flat.json": recogniser_json(is_nested=False),
}


@pytest.mark.parametrize("name", FORMS)
def test_unsure_characters_are_counted_the_same(name: str) -> None:
    source = formats.decode(FORMS[name].encode(), name)
    told = part_to_json(parsing.parse(source))["source"]
    assert "certainty" not in told, "how sure the form of the file is, is no sureness of its characters"
    assert (told["quality"]["characters"], told["quality"]["unsure"]) == (20, 10)
    assert told["quality"]["mean"] == pytest.approx(0.625)
    marks = "".join(source.certainty)
    assert (marks.count("?"), len(marks.rstrip())) >= (10, 10)
