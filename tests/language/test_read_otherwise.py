"""Given names and dates written in many ways, when they are read, then each means what tests/language/digests.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/language/test_read_otherwise.py --update-golden.
"""

import datetime as dt
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.language import names
from reader.language.dates.date_expressions import days_of
from tests import digests, texts

GOLDEN = Path(__file__).with_name("digests.txt")
TODAY, NEWEST = dt.date(2024, 3, 5), dt.date(1987, 6, 12)
NUMBERS, EACH = 30, 20
YEARS = (
    *("", "1987年", "一九八七年", "87年", "民国三十五年", "光绪二十年", "宣统元年", "甲辰年"),
    *("去年", "今年", "前年", "公元1912年", "1987-", "1987/", "1987.", "六十年代", "八十年代"),
    *("昭和十二年", "康德三年", "20世纪", "二〇〇八年", "June 1987", "大前年"),
)
DAYS = (
    *("", "6月", "六月", "正月", "腊月", "闰四月", "上半年", "春节", "中秋", "国庆", "除夕"),
    *("夏至", "昨天", "上周三", "三天前", "6月12日", "2月29日", "2月30日", "六月十二"),
    *("正月初三", "06-12", "6/12", "0612", "五月上旬", "元旦", "端午节", "第三季度"),
)
PARTS = ("", "", "", "以前", "..", "至今", "的", " ", "初", "底", "份", "星期五")


def a_date(chance: random.Random) -> str:
    first, second = chance.choice(YEARS) + chance.choice(DAYS), chance.choice(PARTS)
    return first + second + (chance.choice(DAYS) if chance.random() < 0.2 else "")


def a_name(chance: random.Random) -> str:
    text = next(texts.texts(chance, 1))
    begin = chance.randrange(len(text) or 1)
    return text[begin : begin + chance.randint(1, 9)]


def read_as_name(text: str) -> object:
    runs = [text[begin:end][: names.LONGEST] for begin, end in names.runs(text)]
    chances = [names.chance_of_name(text), names.chance_of_japanese(text)]
    chances += [names.chance_of_foreign_name(run) for run in runs if len(run) > 1]
    rounded = [None if each is None else f"{each:.4g}" for each in chances]
    like = [names.strings_like_names(text), names.may_begin_at(text)]
    told = [names.is_name(text), names.may_begin_with_name(text), names.has_compound_surname(text)]
    return rounded, [list(each) for each in like], told, names.split_names(text), names.other_pinyin_of(text)


def dates(number: int) -> Iterator[str]:
    """Return the digests of dates; a number stands for the same dates always."""
    chance = random.Random(number)
    return (digests.digest_of(days_of(a_date(chance), TODAY, NEWEST)) for _ in range(EACH))


def names_in_texts(number: int) -> Iterator[str]:
    chance = random.Random(f"names {number}")
    return (digests.digest_of(read_as_name(a_name(chance))) for _ in range(EACH))


ROWS: digests.Rows = {f"dates {number}": partial(dates, number) for number in range(NUMBERS)} | {
    f"names {number}": partial(names_in_texts, number) for number in range(NUMBERS)
}


@pytest.mark.parametrize("name", ROWS)
def test_nothing_is_read_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
