"""The reel: issues in order, and the years along which they stand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.calendar.ui.riffle_view import Reel, reel_of
from reader.newspaper.coverage import Coverage, HeldIssue


def reel(*days: str) -> Reel:
    held = [HeldIssue(n + 100, dt.date.fromisoformat(day), None) for n, day in enumerate(days)]
    made = reel_of("雁桥日报", Coverage(held))
    assert made is not None
    return made


FIVE = ("1987-01-01", "1987-06-12", "1988-01-01", "1988-06-11", "1989-01-01")


def test_a_newspaper_without_dates_has_no_reel() -> None:
    assert reel_of("雁桥日报", Coverage(())) is None


def test_along_the_years_an_issue_stands_where_its_day_is() -> None:
    five = reel(*FIVE)
    assert [round(five.along(place), 2) for place in range(5)] == [0, 0.22, 0.5, 0.72, 1]
    assert [(year, round(along, 1)) for year, along in five.years] == [(1987, 0), (1988, 0.5), (1989, 1)]


@pytest.mark.parametrize(("along", "day"), [(0.0, 0), (0.1, 0), (0.12, 1), (0.5, 2), (0.99, 4), (1.0, 4)])
def test_a_point_along_the_years_is_that_of_the_nearest_issue(along: float, day: int) -> None:
    assert reel(*FIVE).place_at(along) == day


def test_a_year_on_is_the_issue_nearest_to_the_same_day() -> None:
    five = reel(*FIVE)
    assert five.a_year_from(1, 1) == 3
    assert five.a_year_from(3, -1) == 1
    assert five.a_year_from(4, 1) == 4
    assert five.a_year_from(0, -1) == 0
    assert reel("1950-01-01", "1980-01-01").a_year_from(0, 1) == 1, "where nothing is as near, the next"


def test_what_comes_by_next_is_wanted_first() -> None:
    five = reel(*FIVE)
    assert five.ahead_of(2, 1, ahead=9, behind=1) == [102, 103, 104, 101]
    assert five.ahead_of(2, -1, ahead=1, behind=9) == [102, 101, 103, 104]


@given(st.lists(st.dates(), min_size=1, max_size=30))
def test_every_issue_is_found_where_it_stands(days: list[dt.date]) -> None:
    made = reel(*(day.isoformat() for day in days))
    for place, issue in enumerate(made.issues):
        found = made.issues[made.place_at(made.along(place))]
        assert abs((found.date - issue.date).days) == 0
