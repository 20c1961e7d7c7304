"""Several statements of a text tell its year; one alone, or two that differ, do not."""

import datetime as dt

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.issue import DateOrigin, IssuePart
from reader.parsing import parse

NEWS = "渡口加开一班船\n\n本报讯（记者 尤嘉木）{day}，渡口加开一班船，票价不变，两岸居民来往更方便。\n\n"
JANUARY, JUNE = "1月26日", "6月26日"


def part_of(day: str, *sentences: str, path: str = "a.txt") -> IssuePart:
    text = NEWS.format(day=day) + "\n\n".join(f"镇里的同志介绍说，{sentence}" for sentence in sentences)
    return parse(SourceText(path, "utf-8", tuple(text.split("\n"))))


@pytest.mark.parametrize(
    ("day", "sentences", "year"),
    [
        (
            JANUARY,
            ["2023年，渡口运客八万人。", "去年新添了两条船。", "去年的票价没有涨。", "2023年，码头修好了。"],
            2024,
        ),
        (
            JANUARY,
            ["2023年，渡口运客八万人，去年新添船两条。", "去年，今年春运运客与2023年同期相比增加一成。"],
            2024,
        ),
        (JUNE, ["去年（1986年）运客八万人。", "今年，即1987年，要添一条船。"], 1987),
        (JUNE, ["今年是建国三十八周年。", "去年（1986年）运客八万人。"], 1987),
        (JUNE, ["渡口始建于1937年，今年是建渡50周年。", "去年（1986年）运客八万人。"], 1987),
        (JUNE, ["1986年9月船坏过一次。", "1986年12月修好了。", "1987年3月又下了水。"], 1987),
        (JANUARY, ["1986年9月船坏过一次。", "1986年11月修好了。", "1986年12月又下了水。"], 1987),
        (JUNE, ["2023年一季度运客两万人，比去年同期增加一成。", "今年是改革开放45周年。"], 2023),
    ],
)
def test_several_statements_that_agree_tell_the_year(day: str, sentences: list[str], year: int) -> None:
    head = part_of(day, *sentences).masthead
    assert head.date is not None
    assert (head.date.year, head.date_origin) == (year, DateOrigin.INFERRED)


@pytest.mark.parametrize(
    ("day", "sentences"),
    [
        (JUNE, ["去年（1986年）运客八万人。"]),
        (JUNE, ["去年（1986年）运客八万人。", "今年（1986年）运客八万人。"]),
        (JUNE, ["今年运客比2019年同期增加一成。", "今年运货比2019年同期增加两成。"]),
        (JUNE, ["2023年，渡口运客八万人。", "去年新添了两条船。", "去年的票价没有涨。"]),
        (JANUARY, ["到2025年，渡口将运客八万人。", "去年新添了两条船。", "去年的票价没有涨。"]),
        (JANUARY, ["2023年，运客八万人。", "2024年，运客九万人。", "去年添了船。", "去年没有涨价。"]),
        (JUNE, ["建国三十五周年时他来过。", "抗战胜利四十周年那年他又来过。"]),
        (JUNE, ["1937年6月建渡。", "1949年9月重修。", "1976年8月添船。"]),
        (JUNE, ["去年（1986年）运客八万人。", "今年是建国三十八周年。", "1988年3月，船坏过一次。"]),
    ],
)
def test_one_statement_or_several_that_differ_do_not(day: str, sentences: list[str]) -> None:
    head = part_of(day, *sentences).masthead
    assert (head.date, head.month_day is not None) == (None, True)


SAID = ("去年（1986年）运客八万人。", "今年是建国三十八周年。")


def test_the_statements_are_named_as_the_reason() -> None:
    (remark,) = (each for each in part_of(JUNE, *SAID).warnings if "推定" in each.message)
    assert "1987" in remark.message
    assert "建国三十八周年" in remark.message


def test_no_key_depends_on_the_year_told() -> None:
    plain = part_of(JUNE, *SAID)
    dated = part_of(JUNE, *SAID, path="1990/06/散页.txt")
    assert dated.masthead.date == dt.date(1990, 6, 27)
    assert [article.key for article in plain.articles] == [article.key for article in dated.articles]


@pytest.mark.parametrize(("times", "year"), [(1, None), (2, 1994)])
def test_dates_of_two_years_tell_one_only_if_it_is_named_more_often(times: int, year: int | None) -> None:
    earlier = ["1992年6月3日，船坏过一次。", "1992年6月4日，船修好了。"]
    later = ["1994年6月3日，新船下水。", "1994年6月4日，新船开航。", "1994年6月5日，旧船退役。"][: times + 1]
    date = part_of("6月4日", *earlier, *later).masthead.date

    assert (date.year if date else None) == year
