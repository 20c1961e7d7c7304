"""Figures in any notation, and whether two of them agree."""

import pytest

from reader.features.claims.figures import figures_in, value_of


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("3,200", 3200),
        ("三千二百", 3200),
        ("3.2万", 32000),
        ("一亿二千万", 120_000_000),
        ("3万5千", 35000),
        ("百分之五", 5),
        ("廿一", 21),
        ("１２．５", 12.5),
    ],
)
def test_a_number_has_one_value_in_every_notation(number: str, value: float) -> None:
    (figure,) = figures_in(f"共{number}人") if "百分" not in number else figures_in(number)
    assert figure.value == value
    assert value_of("没有") is None


@pytest.mark.parametrize(
    "text",
    [
        "统一思想",
        "一座大桥",
        "1987年6月12日",
        "12日上午",
        "百货公司",
        "1987年",
        "八十年代",
        "八七年六月",
        "二〇〇一年",
    ],
)
def test_what_is_part_of_a_word_or_of_a_day_is_no_figure(text: str) -> None:
    assert list(figures_in(text)) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("三千余人", "3,000人", True),
        ("三千余人", "3126名", True),
        ("三千余人", "4,126人", False),
        ("约120米", "118米", True),
        ("近千人", "930人", True),
        ("5名", "五人", True),
        ("5名", "六人", False),
        ("第三届", "三届", False),
        ("1.5公里", "1.5千米", True),
        ("十余万人", "12万人", True),
        ("50户", "50间", False),
        ("在任55年", "任期五十五年", True),
        ("在任5年", "任期十五年", False),
        ("1,800年", "一千八百年", True),
    ],
)
def test_figures_agree_if_one_is_within_what_the_other_says(one: str, other: str, agree: bool) -> None:
    (first,) = figures_in(one)
    (second,) = figures_in(other)
    assert first.agrees(second) == agree
    assert second.agrees(first) == agree
