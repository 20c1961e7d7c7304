"""A few words are what their bytes most likely are; where two encodings are about as likely, both are told."""

import pytest

from reader.formats.decoding import decoded, guess_words
from reader.formats.short_words import short_words

WORDS = ("上海", "渡口", "联通", "老戏台", "上海滩", "一直", "米市清早", "码头上的老人", "三十里铺")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("words", WORDS)
def test_words_without_a_line_end_are_read_in_wide_encodings(words: str, encoding: str) -> None:
    reading = decoded(words.encode(encoding))
    assert reading is not None
    assert reading.text == words
    assert reading.is_guess


@pytest.mark.parametrize("words", [*WORDS, "印刷业", "通讯员", "1987 联通"])
def test_words_in_gbk_whose_bytes_are_letters_of_utf_8_too_are_read(words: str) -> None:
    """联通 is c1 aa cd a8, which also are two letters in UTF-8."""
    reading = decoded(words.encode("gbk"))
    assert reading is not None
    assert reading.text == words
    assert reading.is_guess


IN_ASCII = (
    "AS", "he", "Wu", "Bund", "Bush hid the facts", "zhang wei", "1987", "1987-06-12", "p.12", "NATO", "-Hafen",
    "tide\n", "a", "2", "ferry\r\nbund\r\n",
)  # fmt: skip


@pytest.mark.parametrize("words", [*IN_ASCII, "渡口"])
def test_words_in_ascii_and_utf_8_are_themselves(words: str) -> None:
    assert short_words(words.encode()) is None


@pytest.mark.parametrize(
    "words", ["Пекин", "שלום", "Αθήνα", "café", "Zürich", "سلام", "ไทย", "Šumava", "Nguyễn", "Erdoğan"]
)
def test_words_of_other_scripts_in_utf_8_are_themselves(words: str) -> None:
    reading = decoded(words.encode())
    assert reading is not None
    assert (reading.encoding, reading.text) == ("utf-8", words)


def test_a_rival_is_told() -> None:
    reading = decoded("三整".encode("utf-16-le"))
    assert reading is not None
    assert reading.rival is not None
    remark = guess_words("words.txt", reading)
    assert reading.encoding in remark
    assert reading.rival in remark
