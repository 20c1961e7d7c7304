"""Where a byte was lost, the text behind it is cut anew; two encodings in one line are each read in their own."""

import pytest

from reader.formats import realignment
from reader.formats.decoding import decoded
from reader.newspaper.article import DAMAGE
from tests import growth
from tests.formats.stranger_papers import PARAGRAPHS, PLAIN

LINE = PARAGRAPHS[0][0]
CHINESE = ("zh-Hans", "zh-Hant")


@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("at", [25, 60])
def test_a_lost_byte_costs_one_character(codec: str, at: int) -> None:
    data = PLAIN.encode(codec)
    begin = len(PLAIN[:at].encode(codec))
    found = decoded(data[: begin + 1] + data[begin + 2 :])
    assert found is not None
    assert found.is_guess
    assert found.text == f"{PLAIN[:at]}{DAMAGE}{PLAIN[at + 1 :]}"


def test_a_byte_that_came_in_costs_none() -> None:
    data = LINE.encode("gb18030")
    found = decoded(data[:6] + b"\x80" + data[6:])
    assert found is not None
    assert found.text.replace(DAMAGE, "").replace("€", "") == LINE


def test_the_first_byte_of_utf_16_may_be_lost() -> None:
    found = decoded(PLAIN.encode("utf-16-le")[1:])
    assert found is not None
    assert found.text == DAMAGE + PLAIN[1:]


def test_two_encodings_in_a_line_are_each_read_in_their_own() -> None:
    data = LINE[:9].encode() + LINE[9:22].encode("gb18030") + LINE[22:].encode()
    found = decoded(b"\n".join([data] * 3))
    assert found is not None
    assert found.is_guess
    assert found.text == "\n".join([LINE] * 3)


def test_single_bad_bytes_of_utf_8_become_no_other_characters() -> None:
    data = LINE.encode()
    found = decoded(b"\n".join([data[:4] + data[5:], data, data[:10] + b"\xff" + data[10:]]))
    assert found is not None
    lines = found.text.split("\n")
    assert lines[1] == LINE
    assert all(sign in LINE + DAMAGE for sign in found.text if sign != "\n")


def test_lines_of_big5_below_gbk_are_read_as_such() -> None:
    other = "橋面寬六米，兩輛板車可以並行，孩子上學再也不必等船。"
    found = decoded(PLAIN.encode("gb18030") + b"\n" + other.encode("big5"))
    assert found is not None
    assert found.text == f"{PLAIN}\n{other}"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(b"\xfe\xff", "utf-16-le"), (b"\xff\xfe", "utf-16-be"), (b"\xff\xfe", "utf-8"), (b"\xfe\xff", "utf-8")],
)
def test_a_byte_order_mark_that_the_text_belies_is_none(mark: bytes, codec: str) -> None:
    found = decoded(mark + PLAIN.encode(codec))
    assert found is not None
    assert (found.text, found.encoding, found.is_guess) == (PLAIN, codec, True)


@pytest.mark.parametrize("data", [bytes(4_096), b"\xff\xfe" + bytes(64), b"a\0\0b\0\1" * 200])
def test_bytes_without_text_become_none(data: bytes) -> None:
    found = decoded(data)
    assert found is None or not found.text.strip("\0\ufffd")


@pytest.mark.slow
def test_it_grows_with_the_bytes() -> None:
    assert growth.grows_with_its_size(
        lambda size: lambda: realignment.realigned(LINE.encode("gb18030") * size, ("gb18030",), CHINESE), 20
    )
