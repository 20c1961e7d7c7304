"""Days that a book's sentence states are counted from what was told above it, and never from what was not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.claims.told_days import Above, StatedDay, stated_days, years_in
from reader.language.dates.calendar import Days

JUNE_12 = Above(1987, 6, 12)


def days(text: str, above: Above = JUNE_12) -> list[tuple[str, str, str]]:
    return [
        (stated.words, stated.days.first.isoformat(), stated.days.last.isoformat())
        for stated in stated_days(text, above)
        if stated.days is not None
    ]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("次日", "1987-06-13", "1987-06-13"),
        ("前一日", "1987-06-11", "1987-06-11"),
        ("是日", "1987-06-12", "1987-06-12"),
        ("当晚", "1987-06-12", "1987-06-12"),
        ("是月", "1987-06-01", "1987-06-30"),
        ("次月", "1987-07-01", "1987-07-31"),
        ("上月", "1987-05-01", "1987-05-31"),
        ("同月初八日", "1987-06-08", "1987-06-08"),
        ("翌年", "1988-01-01", "1988-12-31"),
        ("去年", "1986-01-01", "1986-12-31"),
        ("同年三月", "1987-03-01", "1987-03-31"),
        ("次年二月二十九日", "1988-02-29", "1988-02-29"),
        ("8月3日", "1987-08-03", "1987-08-03"),
        ("1990年", "1990-01-01", "1990-12-31"),
        ("一九九〇年三月五日", "1990-03-05", "1990-03-05"),
        ("民国三十五年", "1946-01-01", "1946-12-31"),
    ],
)
def test_words_state_the_days_that_they_mean(words: str, first: str, last: str) -> None:
    assert days(f"渡口{words}，通航") == [(words, first, last)]


@pytest.mark.parametrize(
    "text", ["", "渡口通航", "同年级", "首次日航", "该日报", "本月刊", "同年二月三十日", "昨日", "本报今日"]
)
def test_other_words_state_none(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("次日", Above(1987, 6)),
        ("次日", Above(None, 6, 12)),
        ("是月", Above(1987)),
        ("翌年", Above()),
        ("次年", Above(9999)),
        ("次日", Above(9999, 12, 31)),
        ("前一日", Above(1, 1, 1)),
        ("次日", Above(1987, 2, 30)),
    ],
)
def test_what_counts_from_what_was_not_told_or_does_not_exist_states_none(text: str, above: Above) -> None:
    assert days(text, above) == []


def test_a_day_counts_from_the_one_before_it_in_the_sentence() -> None:
    assert days("1990年3月5日动工，次日停工，翌年4月通航，是月") == [
        ("1990年3月5日", "1990-03-05", "1990-03-05"),
        ("次日", "1990-03-06", "1990-03-06"),
        ("翌年4月", "1991-04-01", "1991-04-30"),
        ("是月", "1991-04-01", "1991-04-30"),
    ]


def test_without_a_year_above_month_and_day_are_stated_alone() -> None:
    (stated,) = stated_days("6月12日通航", Above())
    assert (stated.days, stated.month, stated.day) == (None, 6, 12)
    assert Above().then(stated) == Above(None, 6, 12)
    assert Above(None, 5).then(StatedDay(0, 1, "", None, None, 3)) == Above(None, 5, 3)


@pytest.mark.parametrize(
    ("first", "last", "then"),
    [
        ("1990-03-05", "1990-03-05", Above(1990, 3, 5)),
        ("1990-03-01", "1990-03-31", Above(1990, 3)),
        ("1990-01-01", "1990-12-31", Above(1990)),
        ("1990-01-01", "1991-12-31", JUNE_12),
    ],
)
def test_what_was_told_last_is_as_much_as_the_days_have_in_common(first: str, last: str, then: Above) -> None:
    spanned = Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert JUNE_12.then(StatedDay(0, 1, "", spanned)) == then


@given(st.text("次同翌年月日三十1987，甲", max_size=30))
def test_days_stand_in_order_at_their_words(text: str) -> None:
    at = 0
    for stated in stated_days(text, JUNE_12):
        assert at <= stated.start <= stated.end
        assert text[stated.start : stated.end] == stated.words
        at = stated.end


@pytest.mark.parametrize("words", ["17月", "13月5日", "5月40日", "40日", "0月"])
def test_a_month_or_day_that_no_year_has_is_none_and_what_follows_is_stated(words: str) -> None:
    text = f"{words}，渡口动工，8月3日通航"
    assert [stated.words for stated in stated_days(text, JUNE_12)] == ["8月3日"]
    assert days(text) == [("8月3日", "1987-08-03", "1987-08-03")]


def test_a_sentence_full_of_words_that_count_from_nothing_ends() -> None:
    assert days("同年，" * 2000, Above()) == []


def test_years_are_stated_in_full() -> None:
    assert list(years_in("1987年和一九八八年，87年")) == [(0, 5, 1987), (6, 11, 1988)]
