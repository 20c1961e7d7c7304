"""A text whose bytes were read in a wrong encoding and saved as UTF-8 is read as what it was, as a guess."""

import pytest

from reader.formats import read_wrongly
from reader.formats.decoding import decoded, guess_words
from reader.formats.encodings import encodings_to_choose
from reader.newspaper.article import DAMAGE
from tests.formats.stranger_papers import PLAIN

TRADITIONAL = (
    "蘆窪渡口改建新橋\n昨日清早，蘆窪渡口的舊木船全部上岸，用了四十四年的渡口改建成一座石拱橋。\n"
    "橋工佟守田說，橋面寬六米，兩輛板車可以並行，孩子上學再也不必等船。\n"
)
TEXTS = {"gb18030": PLAIN, "big5": TRADITIONAL, "utf-8": PLAIN}
WAYS = [way for way in read_wrongly.WAYS if way.name.partition("-as-")[0] in TEXTS]


def wrong_bytes(way: read_wrongly.Way) -> bytes:
    text = TEXTS[way.name.partition("-as-")[0]]
    return text.encode(way.first).decode(way.wrong, "replace").encode()


def whole_share(way: read_wrongly.Way, text: str) -> float:
    """The share of the lines' characters that are there, in order, but for those that were lost."""
    right = TEXTS[way.name.partition("-as-")[0]]
    return sum(sign in right for sign in text) / len(right)


@pytest.mark.parametrize("way", WAYS, ids=[way.name for way in WAYS])
def test_it_is_read_as_what_it_was(way: read_wrongly.Way) -> None:
    text = decoded(wrong_bytes(way))
    assert text is not None
    assert text.is_guess
    lost = text.text.count(DAMAGE)
    right = TEXTS[way.name.partition("-as-")[0]]
    if not lost:
        assert text.text == right
    assert lost < 0.3 * len(right)
    assert whole_share(way, text.text) > 0.7


def test_it_is_told_and_may_be_utf_8_after_all() -> None:
    text = decoded(PLAIN.encode().decode("gb18030", "replace").encode())
    assert text is not None
    assert text.encoding == "utf-8-as-gb18030"
    assert "utf-8-as-gb18030" in guess_words("芦洼.txt", text)
    assert encodings_to_choose(b"", text.encoding) == ("utf-8",)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        TRADITIONAL,
        "鑫淼焱垚犇羴鱻麤\n",
        "Σήμερα το πρωί η παλιά γέφυρα του χωριού έκλεισε.\n",
        "Сегодня утром старый паром вывели из работы.\n",
        "今朝、芦洼の古い渡し船がすべて岸に上げられた。\n",
        "오늘 아침 낡은 나룻배가 모두 뭍으로 올라왔다.\n",
        "Æøå ÆØÅ café naïve Zürich Łódź\n",
    ],
)
def test_a_text_that_looks_right_stays(text: str) -> None:
    assert read_wrongly.way_of(text * 3) is None


def test_a_name_fits_where_a_person_says_it() -> None:
    assert max(map(len, read_wrongly.CODECS)) <= 20


def test_a_line_that_was_right_already_stays() -> None:
    way = read_wrongly.WAYS[0]
    wrong = PLAIN.encode(way.first).decode(way.wrong, "replace")
    assert f"{wrong}\n已经对了的一行字".encode().decode(way.name).endswith("\n已经对了的一行字")
