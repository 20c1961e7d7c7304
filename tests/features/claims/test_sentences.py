"""The sentences of a text, each with the year that the text is about."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.claims.sentences import LONGEST, sentences_of, without_markup
from reader.features.claims.stating import stated_in
from reader.language.dates.calendar import Days


@given(st.text("一二三年月日。！；\n ，“”甲乙#1987", max_size=200))
def test_every_character_but_white_space_is_in_one_sentence_at_its_place(text: str) -> None:
    sentences = list(sentences_of(text))
    assert "".join("".join(each.text.split()) for each in sentences) == "".join(text.split())
    assert all(text[each.start : each.end] == each.text for each in sentences)
    assert all(len(each.text) <= LONGEST for each in sentences)


def days_told(text: str, year: int | None = None) -> list[Days | None]:
    told = [stated_in(sentence) for sentence in sentences_of(text, year)]
    return [each.days[0].days if each.days else None for each in told]


def day(text: str) -> Days:
    one = dt.date.fromisoformat(text)
    return Days(one, one)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1987年6月12日，渡口通航。", day("1987-06-12")),
        ("# 1987年\n\n6月12日，渡口通航。", day("1987-06-12")),
        ("一九八七年春，渡口动工。6月12日，渡口通航。", day("1987-06-12")),
        ("1987年6月2日，渡口动工。12日，渡口通航。", day("1987-06-12")),
        ("1987年6月，渡口动工。同年八月三日，渡口通航。", day("1987-08-03")),
        ("民国三十五年五月三日，渡口通航。", day("1946-05-03")),
        ("1987年，渡口通航。", Days(dt.date(1987, 1, 1), dt.date(1987, 12, 31))),
        ("1987年12月30日，渡口动工。1月9日，渡口停航。", day("1987-01-09")),
    ],
)
def test_a_day_is_of_the_year_and_month_that_were_told_last(text: str, last: Days) -> None:
    assert days_told(text)[-1] == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1987年6月12日，渡口动工。次日，柳川大雨。", day("1987-06-13")),
        ("1987年6月30日，渡口动工。翌日，柳川大雨。", day("1987-07-01")),
        ("1987年6月12日，渡口动工。当晚，柳川大雨。", day("1987-06-12")),
        ("1987年6月12日，渡口动工。是日，柳川大雨。", day("1987-06-12")),
        ("1987年6月12日，渡口动工。前一日，柳川大雨。", day("1987-06-11")),
        ("1987年6月12日，渡口动工，次日停工。", day("1987-06-13")),
        ("1987年6月12日，渡口动工。是月，柳川大雨。", Days(dt.date(1987, 6, 1), dt.date(1987, 6, 30))),
        ("1987年12月2日，渡口动工。次月5日，渡口通航。", day("1988-01-05")),
        ("1987年6月，渡口动工。同月8日，柳川大雨。", day("1987-06-08")),
        ("1987年6月12日，渡口动工。翌年三月五日，渡口通航。", day("1988-03-05")),
        ("1987年6月12日，渡口动工。次年3月，渡口通航。", Days(dt.date(1988, 3, 1), dt.date(1988, 3, 31))),
        ("1987年，渡口动工。去年5月9日，渡口改建。", day("1986-05-09")),
        ("1987年，渡口动工。翌年，渡口通航。", Days(dt.date(1988, 1, 1), dt.date(1988, 12, 31))),
        ("1987年，渡口动工。翌年春，渡口通航。5月1日，渡口开放。", day("1988-05-01")),
        ("1985年1月立项，1987年3月5日动工，6月1日通航。", day("1987-06-01")),
        ("民国二十六年七月七日，渡口动工。次日，停工。", day("1937-07-08")),
    ],
)
def test_words_of_a_book_count_from_the_day_that_was_told_last(text: str, last: Days) -> None:
    told = [days.days for sentence in sentences_of(text) for days in stated_in(sentence).days]
    assert told[-1] == last


@pytest.mark.parametrize(
    "text",
    [
        "渡口动工。次日，柳川大雨。",
        "1987年，渡口动工。次日，柳川大雨。",
        "1987年6月，渡口动工。当晚，柳川大雨。",
        "1987年6月12日，渡口动工。这是首次日本客船靠岸。",
        "1987年6月12日，渡口动工。同年级的学生都来了。",
        "1987年6月12日，渡口动工。该日报停刊。",
    ],
)
def test_without_a_day_above_or_in_other_words_they_state_none(text: str) -> None:
    *_, last = sentences_of(text)
    assert stated_in(last).days == ()


def test_without_a_year_above_it_is_of_the_given_one_or_of_any() -> None:
    assert days_told("6月12日，渡口通航。", 1987) == [day("1987-06-12")]
    (sentence,) = sentences_of("6月12日，渡口通航。")
    stated = stated_in(sentence)
    assert (stated.days[0].days, stated.days[0].month, stated.days[0].day) == (None, 6, 12)
    assert stated.asks_year


@pytest.mark.parametrize(
    "text", ["1987年", "志稿", "《雁桥县志》", "历史总是这样，人们来来往往。", "大家都说好，日子越过越红火。"]
)
def test_a_heading_and_an_opinion_state_nothing(text: str) -> None:
    (sentence,) = sentences_of(text)
    assert not stated_in(sentence).has_anything


@pytest.mark.parametrize("text", ["雁桥建了水塔。", "人民公社办起了食堂。", "水塔高三十米。"])
def test_a_name_or_a_figure_with_a_deed_states_something(text: str) -> None:
    (sentence,) = sentences_of(text)
    assert stated_in(sentence).has_anything


def test_signs_of_markdown_are_no_words() -> None:
    assert without_markup("# 大事\r\n> - **渡口**通航。[^1]") == "大事\n渡口通航。"
