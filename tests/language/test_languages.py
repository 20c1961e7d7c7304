"""The language of a text is told by its script and its most common words, or is not told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.scripts import is_han, language_of

TEXTS = {
    "zh": [
        "渡船今起加班，傍晚又添一条。",
        "渡口",
        "昨日 Mary Ann Smith 到青石，乘 S. S. Ferry 号，下午三时上岸。",
    ],
    "ja": ["本日の渡船は霧のため運航を見合わせた", "渡船ハ本日ヨリ増發スルコトトナレリ"],
    "ko": ["나룻배가 오늘부터 증편된다"],
    "ru": ["Паром был остановлен на полдня из-за тумана, и мы ждали на берегу."],
    "en": ["The ferry was late, and the crowd waited at the landing.", "BY ORDER OF THE HARBOUR BOARD"],
    "de": ["Die Fähre war wegen des Nebels verspätet, und die Leute warteten an dem Ufer."],
    "nl": ["De veerboot was te laat door de mist, en het volk stond te wachten bij de kade."],
    "": ["", "1936-07-04", "Xyzzy", "Пором стоїть", "🛶"],
}


@pytest.mark.parametrize(
    ("language", "text"), [(each, text) for each, texts in TEXTS.items() for text in texts]
)
def test_the_language_of_a_text(language: str, text: str) -> None:
    assert language_of(text) == language


@given(st.text())
def test_every_text_has_a_language_or_none(text: str) -> None:
    assert language_of(text) in {*TEXTS, "fr", "es", "it", "pt"}


@pytest.mark.parametrize(
    ("text", "is_it"), [("田麦青", True), ("さくら", True), ("Anna", False), ("O'Neil 石", True)]
)
def test_what_has_han_kana_or_hangul(text: str, is_it: bool) -> None:
    assert is_han(text) is is_it
