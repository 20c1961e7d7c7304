"""The years of the calendar's sidebar: those with issues, and those without."""

import datetime as dt

import pytest

from reader.features.calendar.ui.year_list import EmptyYears, rows_of, spoken, title
from reader.newspaper.coverage import Coverage, HeldIssue


def held(*days: dt.date) -> Coverage:
    return Coverage([HeldIssue(number, day, None) for number, day in enumerate(days, 1)])


@pytest.mark.parametrize(
    ("years", "rows"),
    [
        ((1987,), ["1987"]),
        ((1987, 1988), ["1987", "1988"]),
        ((1984, 1987), ["1984", "1985", "1986", "1987"]),
        ((1983, 1987), ["1983", "1984–1986", "1987"]),
        ((1946, 1987, 1989), ["1946", "1947–1986", "1987", "1988", "1989"]),
    ],
)
def test_a_few_years_without_issues_have_rows_and_many_have_one(
    years: tuple[int, ...], rows: list[str]
) -> None:
    papers = {"雁桥日报": held(*(dt.date(year, 6, 1) for year in years)), "散页": held()}
    assert list(map(title, rows_of(papers))) == ["雁桥日报", *rows]


def test_newspapers_stand_in_their_order() -> None:
    day = dt.date(1987, 6, 1)
    assert list(map(title, rows_of({"晚报": held(day), "日报": held(day)}))) == [
        "晚报",
        "1987",
        "日报",
        "1987",
    ]


def test_rows_are_spoken_in_words() -> None:
    name, year = rows_of({"日报": held(*(dt.date(1987, 6, day) for day in (1, 2, 3)))})
    assert (spoken(name), spoken(year)) == ("日报", "1987年，3 期")
    assert spoken(EmptyYears(1947, 1986)) == "1947–1986，没有报纸"
