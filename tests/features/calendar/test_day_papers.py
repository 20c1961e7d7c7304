"""The paper of a day: of several newspapers, or the nearest where no one has it."""

import datetime as dt

import pytest

from reader.features.calendar.day_papers import papers_of, papers_of_every_year
from reader.language.dates.calendar import Days, one_day
from reader.newspaper.coverage import Coverage, HeldIssue


def coverage(*days: str) -> Coverage:
    return Coverage([HeldIssue(n, dt.date.fromisoformat(day), None) for n, day in enumerate(days)])


PAPERS = {
    "雁桥日报": coverage("1987-06-05", "1987-06-12", "1987-07-03"),
    "江城晚报": coverage("1987-06-12", "1987-06-12", "1988-02-09"),
    "空报": coverage(),
}


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("1987-06-05", [("雁桥日报", "1987-06-05", 0)]),
        ("1987-06-12", [("雁桥日报", "1987-06-12", 0)] + [("江城晚报", "1987-06-12", 0)] * 2),
        ("1987-07-02", [("雁桥日报", "1987-07-03", 1)] + [("江城晚报", "1987-06-12", -20)] * 2),
        ("1900-01-01", [("雁桥日报", "1987-06-05", 31931)] + [("江城晚报", "1987-06-12", 31938)] * 2),
        ("2020-01-01", [("江城晚报", "1988-02-09", -11649), ("雁桥日报", "1987-07-03", -11870)]),
    ],
)
def test_a_day_has_its_papers_or_the_nearest_of_each(day: str, found: list[tuple[str, str, int]]) -> None:
    papers = papers_of(PAPERS, one_day(dt.date.fromisoformat(day)))
    assert [(each.newspaper, each.issue.date.isoformat(), each.days_off) for each in papers] == found


def test_of_two_as_near_the_earlier_is_taken() -> None:
    (paper,) = papers_of({"报": coverage("1987-06-01", "1987-06-05")}, one_day(dt.date(1987, 6, 3)))
    assert (paper.issue.date.day, paper.days_off) == (1, -2)
    papers = papers_of(
        {"甲": coverage("1987-06-05"), "乙": coverage("1987-06-01")}, one_day(dt.date(1987, 6, 3))
    )
    assert [each.newspaper for each in papers] == ["乙", "甲"]


def test_of_a_month_the_first_issue_is_taken_and_how_far_off_is_told_from_its_nearer_end() -> None:
    june = Days(dt.date(1987, 6, 1), dt.date(1987, 6, 30))
    assert [each.issue.date.day for each in papers_of({"报": PAPERS["雁桥日报"]}, june)] == [5]
    august = Days(dt.date(1987, 8, 1), dt.date(1987, 8, 31))
    assert [each.days_off for each in papers_of({"报": PAPERS["雁桥日报"]}, august)] == [-29]


def test_nothing_with_a_date_has_no_paper() -> None:
    assert papers_of({"空报": coverage()}, one_day(dt.date(1987, 6, 5))) == ()


def test_of_a_day_without_a_year_the_issues_of_all_years_are_found_the_latest_first() -> None:
    papers = {
        "雁桥日报": coverage("1951-06-12", "1987-06-12", "1987-06-13"),
        "州城日报": coverage("1962-06-12"),
    }
    found = papers_of_every_year(papers, dt.date(2024, 6, 12))
    assert [(each.newspaper, each.issue.date.year) for each in found] == [
        *(("雁桥日报", 1987), ("州城日报", 1962), ("雁桥日报", 1951))
    ]
