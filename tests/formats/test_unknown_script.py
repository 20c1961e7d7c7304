"""A page in another script than its recogniser's is said to be one, in every form; what can be read is not."""

import json

import pytest

from reader import formats
from reader.formats.scans.unknown_script import LineAsRead, is_unknown_script

CHINESE = (
    "昨日上午渡口使用了三十一年的浮桥正式拆除",
    "市里决定新路须在入冬以前修通",
    "几辆大车只好折回磨坊的老师傅说",
)
ENGLISH = (
    "the old bridge at the ferry was closed last night",
    "and people came from both banks to see it go",
)
GERMAN = (
    "gestern wurde die alte Brücke an der Fähre geschlossen",
    "und die Bewohner beider Ufer kamen um zu sehen",
)
JAPANESE = (
    "昨夜渡し場の古い橋が閉じられ",
    "両岸の人々が別れを惜しんで集まった",
    "新しい道路を冬までに完成させる",
)
# What recognisers of another script made of text in Fraktur, Russian, Korean and Chinese.
FRAKTUR = (
    "Bestern abenb murbe Mie alte Briicte an ber Bahre",
    "geichlofien unb bie Bemohner beiber Wfer tamen um",
)
RUSSIAN = ("Buepa BeyepoM CTapbiit MOCT y TepelpaBbl", "OBI 3aKDEIT MU KUTeIM O6Ooux OeperoB NpPHMILTH")
KOREAN = ("昼二中早日导生中本才号引子对笃好", "外人避硬对月对电鳃村嚼中由司芋", "必焉叶量骆多吕程可这忌避村")
OF_CHINESE = ("WERE HEA SS LES PY FEM RRRDRIL THRE", "MERA AS ARIE RDA Eik OER ESR BRN FOBUARIS")
READABLE = [CHINESE, ENGLISH, GERMAN, JAPANESE]
STRANGE = [FRAKTUR, RUSSIAN, KOREAN, OF_CHINESE]


def read(texts: tuple[str, ...], confidence: float, *, has_boxes: bool = True) -> list[LineAsRead]:
    lines = []
    for at, text in enumerate(texts):
        words = text.split() if " " in text else [*text]
        box = (100.0, 100.0 + 50 * at, 1000.0, 140.0 + 50 * at) if has_boxes else None
        lines.append(LineAsRead([(word, confidence) for word in words], box))
    return lines


@pytest.mark.parametrize("has_boxes", [True, False])
@pytest.mark.parametrize("texts", STRANGE)
def test_what_was_read_unsurely_and_makes_no_words_is_unknown(
    texts: tuple[str, ...], has_boxes: bool
) -> None:
    assert is_unknown_script(read(texts, 0.4, has_boxes=has_boxes))


@pytest.mark.parametrize("confidence", [0.3, 0.95])
@pytest.mark.parametrize("texts", READABLE)
def test_what_makes_words_is_known_however_unsure_its_program_was(
    texts: tuple[str, ...], confidence: float
) -> None:
    assert not is_unknown_script(read(texts, confidence))


@pytest.mark.parametrize("texts", STRANGE)
def test_what_was_read_surely_is_taken_as_it_is(texts: tuple[str, ...]) -> None:
    """Names, prices, another language: what makes no words here may be right."""
    assert not is_unknown_script(read(texts, 0.97, has_boxes=False))


def test_lines_in_which_nothing_could_be_read_are_of_an_unknown_script() -> None:
    unread = [LineAsRead((), (100.0, 50.0 * at, 1000.0, 50.0 * at + 40)) for at in range(8)]
    assert is_unknown_script(unread)
    commas = [LineAsRead([(",", 0.98), (".", 0.95)], line.box) for line in unread]
    assert is_unknown_script(commas)


def test_a_few_of_them_beside_text_say_nothing_of_the_page() -> None:
    """A picture has places that look like lines."""
    unread = [LineAsRead((), (100.0, 500.0, 300.0, 540.0))]
    assert not is_unknown_script(unread)
    assert not is_unknown_script([*read(CHINESE * 3, 0.95), *unread])


def words_of(text: str) -> list[str]:
    return text.split() if " " in text else [*text]


def alto(texts: tuple[str, ...], sure: list[float]) -> bytes:
    lines = ""
    for at, text in enumerate(texts):
        for word_at, word in enumerate(words_of(text)):
            place = f'HPOS="{100 + 60 * word_at}" VPOS="{100 + 50 * at}" WIDTH="55" HEIGHT="40"'
            lines += "<TextLine>" if not word_at else "<SP/>"
            lines += f'<String CONTENT="{word}" WC="{sure[word_at % len(sure)]}" {place}/>'
        lines += "</TextLine>"
    block = f'<PrintSpace><TextBlock ID="b">{lines}</TextBlock></PrintSpace>'
    return f'<alto><Layout><Page WIDTH="1200" HEIGHT="1000">{block}</Page></Layout></alto>'.encode()


def hocr(texts: tuple[str, ...], sure: list[float]) -> bytes:
    lines = ""
    for at, text in enumerate(texts):
        top = 100 + 50 * at
        spans = ""
        for word_at, word in enumerate(words_of(text)):
            box = f"bbox {100 + 60 * word_at} {top} {155 + 60 * word_at} {top + 40}"
            certainty = round(100 * sure[word_at % len(sure)])
            spans += f'<span class="ocrx_word" title="{box}; x_wconf {certainty}">{word}</span> '
        lines += f'<span class="ocr_line" title="bbox 100 {top} 1100 {top + 40}">{spans}</span>'
    page = f'<div class="ocr_page" title="bbox 0 0 1200 1000">{lines}</div>'
    return f"<html><body>{page}</body></html>".encode()


def page_xml(texts: tuple[str, ...], sure: list[float]) -> bytes:
    lines = ""
    for at, text in enumerate(texts):
        top = 100 + 50 * at
        points = f'<Coords points="100,{top} 1100,{top} 1100,{top + 40} 100,{top + 40}"/>'
        reading = f'<TextEquiv conf="{sure[at % len(sure)]}"><Unicode>{text}</Unicode></TextEquiv>'
        lines += f'<TextLine id="l{at}">{points}{reading}</TextLine>'
    region = f'<TextRegion id="r"><Coords points="0,0 1200,0 1200,900 0,900"/>{lines}</TextRegion>'
    return f'<PcGts><Page imageWidth="1200" imageHeight="1000">{region}</Page></PcGts>'.encode()


def recogniser_json(texts: tuple[str, ...], sure: list[float]) -> bytes:
    read_lines = []
    for at, text in enumerate(texts):
        top = 100 + 50 * at
        box = [[100, top], [1100, top], [1100, top + 40], [100, top + 40]]
        read_lines.append([box, text, sure[at % len(sure)]])
    return json.dumps([read_lines], ensure_ascii=False).encode()


FORMS = {"a.xml": alto, "a.hocr": hocr, "b.xml": page_xml, "a.json": recogniser_json}


@pytest.mark.parametrize("texts", [*STRANGE, *READABLE])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_with_certainties_tells_it(name: str, texts: tuple[str, ...]) -> None:
    data = FORMS[name](texts, [0.4, 0.45])
    source = formats.decode(data, name)
    assert source.reading is not None
    assert source.reading.quality is not None
    assert source.reading.quality.unknown_script == int(texts in STRANGE)
