"""A day in a year of an era is the same wherever it is read: in a masthead, a sentence, a dateline, a book, a query."""

import datetime as dt
from collections.abc import Callable

import pytest

from reader.features.claims.told_days import Above, stated_days
from reader.language.dates.calendar import IMPERIAL_ERAS, LUNAR_YEARS, SOLAR_ERAS, Days, years_of_era
from reader.language.dates.date_expressions import days_of
from reader.language.dates.notations import notations_of
from reader.language.dates.printed_days import first_day
from reader.language.equality import in_traditional, simplified
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.facts import Rule, fact_by
from reader.parsing.day_base import day_bases
from reader.parsing.days_told import mentioned_days
from reader.parsing.fields import masthead_fields
from reader.search.query.date_reader import DateReader

PAPER = dt.date(2020, 6, 1)
ERAS = [*IMPERIAL_ERAS, *SOLAR_ERAS]
COUNTS = ["元", "二", "3", "十", "十一", "廿三", "六十二"]
MONTHS_AND_DAYS = ["五月初三日", "五月三日", "冬月十二", "五月"]


def _told(words: str) -> list[tuple[str, Days | None]]:
    base = fact_by(Rule.PAPER_DAY, PAPER)
    text = f"县志载，{words}，知县到渡口。"
    return [(text[day.start : day.end], day.days) for day in mentioned_days(text, base, PAPER)]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("count", COUNTS)
def test_a_sentence_tells_the_day_that_its_era_has_or_none(era: str, count: str) -> None:
    for month_and_day in MONTHS_AND_DAYS:
        words = f"{era}{count}年{month_and_day}"
        [(told_words, days)] = _told(words)
        assert told_words == words
        expected = days_of(words, PAPER)
        if expected is not None and expected.first.year < LUNAR_YEARS.start:
            expected = None  # its moons are not known
        assert days == expected


@pytest.mark.parametrize("era", ERAS)
def test_a_first_year_is_never_taken_for_the_paper_s(era: str) -> None:
    [(_, days)] = _told(f"{era}元年冬月十二")
    assert days is None or days.first.year in (years_of_era(era)[0], years_of_era(era)[0] + 1)


def test_the_first_year_of_an_era_that_is_not_known_is_unknown() -> None:
    assert _told("贞观元年冬月十二") == [("元年冬月十二", None)]


@pytest.mark.parametrize("era", ["同治", "光绪", "宣统", "民国", "大同", "康德", "大正", "昭和"])
@pytest.mark.parametrize("in_script", [simplified, in_traditional])
def test_a_dateline_in_a_year_of_an_era_is_the_day_of_its_text(
    era: str, in_script: Callable[[str], str]
) -> None:
    words = in_script(f"{era}二年五月三日")
    paragraph = Block(BlockKind.PARAGRAPH, f"（省城{words}电）昨日渡口复航。", ((1, 1),))
    bases = day_bases(Article("k", ArticleKind.ARTICLE, blocks=(paragraph,)), PAPER)
    expected = days_of(words, PAPER)
    assert expected is not None
    assert bases.at(0, len(paragraph.text)).value == expected.first


@pytest.mark.parametrize("era", ["同治", "光绪", "宣统", "民国", "康德", "昭和"])
def test_a_book_a_masthead_and_a_query_read_the_same_day(era: str) -> None:
    words = f"{era}三年五月三日"
    expected = days_of(words, PAPER)
    assert expected is not None
    [stated_day] = stated_days(f"{words}，渡口复航。", Above())
    assert stated_day.days == expected
    fields = masthead_fields(f"雁桥日报　{words}")
    assert fields.date == (expected.first.year, expected.first.month, expected.first.day)
    period = DateReader(PAPER, PAPER).period(words)
    assert period is not None
    assert (period.first, period.last) == (expected.first, expected.last)


@pytest.mark.parametrize(
    ("day", "is_of_era"),
    [
        ("康德十二年八月十八日", True),
        ("康德十二年十月十七日", True),  # the news of the era's end is late by up to 60 days
        ("康德十二年十月十八日", False),
        ("康德十二年十二月", False),
        ("大同元年二月二十八日", False),
        ("大同元年三月一日", True),
        ("大正十六年一月三日", True),
        ("大正十六年三月三日", False),
        ("明治五年十二月二日", False),
    ],
)
def test_a_day_after_the_end_of_its_era_is_none_as_typed_as_printed_or_as_searched(
    day: str, is_of_era: bool
) -> None:
    days = days_of(day, PAPER)
    assert (days is not None) is is_of_era
    printed = first_day(day)
    if "日" in day:
        assert (printed is not None) is is_of_era
    if days is not None:
        assert printed is not None
        assert Days(printed[0], printed[0]) == days
        assert day in {notation.text for notation in notations_of(days)}
