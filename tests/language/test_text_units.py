"""What a double and a triple click select: a word or a name, a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.text_units import sentence_at, word_at

LINE = "馆长闻砚秋站在台阶上，一册一册地核对签条。"


@pytest.mark.parametrize(
    ("text", "clicked", "selected"),
    [
        (LINE, "长", "馆长"),
        (LINE, "砚", "闻砚秋"),
        (LINE, "站", "站"),
        (LINE, "台", "台阶"),
        (LINE, "，", "，"),
        ("退休教师邵静山，一人就送来了整整一个季度。", "静", "邵静山"),
        ("副市长陈浩天、李梅、赵国庆出席了会议。", "梅", "李梅"),
        ("副市长陈浩天、李梅、赵国庆出席了会议。", "国", "赵国庆"),
        ("陈建国说，渡船停了半日。", "建", "陈建国"),
        ("高水平的队伍", "平", "高水平"),
        ("共有3.2万册，Hello world", "2", "3.2"),
        ("共有3.2万册，Hello world", "o", "Hello"),
        ("他们正在等公共汽车。", "汽", "公共汽车"),
    ],
)
def test_a_place_in_a_text_has_the_word_or_the_name_around_it(text: str, clicked: str, selected: str) -> None:
    start, end = word_at(text, text.index(clicked))
    assert text[start:end] == selected


@given(st.text("高水平渡口 a1，", min_size=1, max_size=12), st.integers(0, 14), st.data())
def test_a_name_that_is_known_comes_before_the_words_and_the_longest_first(
    text: str, at: int, data: st.DataObject
) -> None:
    at = min(at, len(text) - 1)
    names = data.draw(st.lists(st.text("高水平渡口", max_size=4), max_size=4))
    around = [
        name
        for name in names
        for begin in range(max(0, at - len(name) + 1), at + 1)
        if text.startswith(name, begin)
    ]
    start, end = word_at(text, at, names)
    assert start <= at < end
    if longest := max(map(len, around), default=0):
        assert text[start:end] in names
        assert end - start == longest


@pytest.mark.parametrize("at", [0, 5, 99])
def test_in_no_text_there_is_no_word(at: int) -> None:
    assert word_at("", at) == (0, 0)
    assert sentence_at("", at) == (0, 0)


def test_every_character_stands_in_its_own_word_and_sentence() -> None:
    text = "老船工说：“水涨了！快走。”他转身就走……船 没有等 他"
    for at in range(len(text)):
        for unit in (word_at, sentence_at):
            start, end = unit(text, at)
            assert 0 <= start <= at < end <= len(text) or text[at].isspace()


def test_a_sentence_goes_on_to_the_marks_that_close_it() -> None:
    text = "她说：“旧报不是废纸。最怕的是乱。”为了这句话，他们来了。"
    assert [text[slice(*sentence_at(text, text.index(word)))] for word in ("废", "怕", "句")] == [
        "她说：“旧报不是废纸。",
        "最怕的是乱。”",
        "为了这句话，他们来了。",
    ]
