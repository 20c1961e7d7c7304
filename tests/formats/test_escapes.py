"""A text that is written in ASCII is read as what it says, in its own lines; one that says nothing stays as it is."""

import base64
import quopri
from collections.abc import Callable
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.formats import escapes, text_kinds
from reader.newspaper.article import SourceText

PAPER = (
    "柳湾日报",
    "2024年3月5日 星期二",
    "",
    "柳湾渡口浮桥拆除",
    "昨日上午，柳湾渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行。",
    "𠮷田站长说，新桥建成以后，过江只要五分钟，再也不用看水位。",
)
TEXT = "\n".join(PAPER)


def units(text: str) -> list[int]:
    data = text.encode("utf-16-be")
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]


def in_numbers(text: str, sign: str = "\\u") -> str:
    return "".join(chr(unit) if unit < 128 else f"{sign}{unit:04x}" for unit in units(text))


def in_entities(text: str, form: str = "&#{:d};") -> str:
    return "".join(sign if sign.isascii() else form.format(ord(sign)) for sign in text)


WAYS: dict[str, Callable[[str], str]] = {
    "numbers": in_numbers,
    "numbers of unescape": lambda text: in_numbers(text, "%u"),
    "entities": in_entities,
    "hexadecimal entities": lambda text: in_entities(text, "&#x{:X};"),
    "percent": lambda text: quote(text, safe=" \n"),
    "percent in GBK": lambda text: quote_from_bytes(text.replace("𠮷", "吉").encode("gb18030"), safe=" \n"),
    "Quoted-Printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "Base64": lambda text: base64.encodebytes(text.encode()).decode(),
}


def read(text: str) -> SourceText:
    return formats.decode(text.encode(), "柳湾.txt")


@pytest.mark.parametrize("way", WAYS)
def test_a_paper_is_read_in_whatever_way_it_is_written(way: str) -> None:
    source = read(WAYS[way](TEXT))
    assert source.reading is not None
    assert source.reading.format == "escaped-text"
    assert [line.replace("𠮷", "吉") for line in source.lines] == [line.replace("𠮷", "吉") for line in PAPER]


@pytest.mark.parametrize("way", WAYS)
def test_each_line_is_where_it_stands_in_the_file(way: str) -> None:
    written = WAYS[way](TEXT)
    spans = read(written).spans
    count = len(written.splitlines())
    assert len(spans) == len(PAPER)
    assert all(1 <= first <= last <= count for first, last in spans)
    assert [*spans] == sorted(spans)


def test_line_ends_that_are_written_in_numbers_part_lines() -> None:
    source = escapes.unescaped(SourceText("a.txt", "utf-8", (in_numbers(TEXT).replace("\n", "\\n"),)))
    assert source is not None
    assert source.lines == PAPER
    assert {*source.spans} == {(1, 1)}


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), min_size=1, max_size=60))
def test_every_string_is_found_again_by_its_numbers_and_entities(text: str) -> None:
    for way in ("numbers", "numbers of unescape", "entities", "hexadecimal entities"):
        source = escapes.unescaped(SourceText("a.txt", "utf-8", (WAYS[way](text),)))
        assert source is not None
        assert source.lines == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was closed yesterday at 100%25 of its load.\n" * 3,
        "柳湾渡口%E6%B8%A1\n" * 3,
        "ABCDEFGH\n" * 12,
        "a=3D4, b=5E6 and so on, as the table of yesterday has it\n" * 4,
        "渡口",
    ],
    ids=["percentages", "other characters", "letters", "equations", "nothing of it"],
)
def test_running_text_is_not_escaped(text: str) -> None:
    assert "escaped-text" not in {kind.name for kind in text_kinds.kinds_of(text.split("\n"))}


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"plain words of nobody, in English alone. " * 4])
def test_base64_of_no_such_text_stays_as_it_is(data: bytes) -> None:
    lines = base64.encodebytes(data).decode().splitlines()
    assert escapes.from_base64(SourceText("a.txt", "utf-8", tuple(lines))) is None
