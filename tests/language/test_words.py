"""Words, and how a string stands among them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.language.words import WINDOW, WordMatch, is_known, pieces, rarity, standing, word_spans, words
from tests.laws import examples


@settings(max_examples=examples(50))
@given(st.text())
@example("图书馆\udce8\udc80搬家")
def test_words_leave_nothing_out(text: str) -> None:
    assert "".join(words(text)) == text


def test_pieces_end_after_a_sentence_or_a_line_where_there_is_one_in_their_second_half() -> None:
    assert [*pieces("一二三四。六七八九十", 8)] == ["一二三四。", "六七八九十"]
    assert [*pieces("一二三四五\n七八九十", 8)] == ["一二三四五\n", "七八九十"]
    assert [*pieces("一。三四五六七八九十", 8)] == ["一。三四五六七八", "九十"]
    assert [*pieces("一二三四五六七八", 8)] == ["一二三四五六七八"]


def test_words_of_a_sentence() -> None:
    assert {"图书馆", "搬家"} <= set(words("图书馆今天搬家"))


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        ("江城银行支行创", "新信贷", True),
        ("图书", "馆搬家", True),
        ("旧报搬家", "馆长说", False),
        ("", "馆", False),
    ],
)
def test_a_word_broken_at_the_end_of_a_line(before: str, after: str, spans: bool) -> None:
    assert word_spans(before, after) is spans


@pytest.mark.parametrize(
    ("text", "known"), [("文化", True), ("图书馆", True), ("林溪", False), ("馆", False), ("", False)]
)
def test_words_of_the_dictionary(text: str, known: bool) -> None:
    assert is_known(text) is known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("柳叶洲的[水芹]开镰", WordMatch.WHOLE),
        ("售票员祝[水芹]说", WordMatch.BROKEN),
        ("“[水芹]”", WordMatch.WHOLE),
        ("修表匠张[和平]昨天关门", WordMatch.BROKEN),
        ("本市选手[张文]拿下平衡木", WordMatch.WHOLE),
        ("老教师[张文]华退休", WordMatch.BROKEN),
        ("[张文]化不高", WordMatch.BROKEN),
        ("站长[何渡]生说", WordMatch.BROKEN),
        ("站长[何渡生]说", WordMatch.WHOLE),
        ("征集市[民生]活里的", WordMatch.BROKEN),
        ("今年的[民生]实事", WordMatch.WHOLE),
        ("江[南京]剧团昨晚", WordMatch.BROKEN),
        ("几名高[中学]生", WordMatch.PART),
        ("江城[水泵]厂的钳工", WordMatch.PART),
        ("装一台[水泵]。", WordMatch.WHOLE),
        ("[江城图书馆]搬家", WordMatch.WHOLE),
        ("换了新路[灯]", WordMatch.PART),
        ("丁家的女儿丁[雪]梅今年", WordMatch.BROKEN),
        ("取名[ai],能听", WordMatch.WHOLE),
        ("第一家em[ai]l咖啡馆", WordMatch.BROKEN),
        ("卖出1[2000]板豆腐", WordMatch.BROKEN),
        ("[2000]棵水杉", WordMatch.WHOLE),
        ("[]", WordMatch.WHOLE),
    ],
)
def test_how_a_string_stands(text: str, expected: WordMatch) -> None:
    before, rest = text.split("[")
    inside, after = rest.split("]")
    assert standing(before[-WINDOW:], inside, after[:WINDOW]) is expected


@settings(max_examples=examples(50))
@given(st.text(max_size=WINDOW), st.text(max_size=9), st.text(max_size=WINDOW))
def test_any_string_stands_somehow(before: str, text: str, after: str) -> None:
    assert standing(before, text, after) in WordMatch


def test_names_are_rarer_than_everyday_words() -> None:
    assert rarity("我们") < rarity("渡口") < rarity("罗阿满")
