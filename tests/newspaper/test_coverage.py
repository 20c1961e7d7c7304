"""Which days of a newspaper are held, missing, or without a paper."""

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.coverage import DAY, Coverage, Day, HeldIssue, last_day


def coverage(*held: tuple[str, int | None]) -> Coverage:
    return Coverage(
        [HeldIssue(i, dt.date.fromisoformat(day), number) for i, (day, number) in enumerate(held)]
    )


def days(told: Coverage, first: str, last: str) -> list[Day]:
    begin = dt.date.fromisoformat(first)
    return [told.day(begin + DAY * n) for n in range((dt.date.fromisoformat(last) - begin).days + 1)]


def test_as_many_numbers_as_days_are_missing() -> None:
    told = coverage(("1987-06-01", 100), ("1987-06-05", 104))
    assert days(told, "1987-06-01", "1987-06-05") == [Day.HELD, *[Day.MISSING] * 3, Day.HELD]


def test_numbers_that_follow_each_other_tell_of_days_without_a_paper() -> None:
    told = coverage(("1987-01-28", 100), ("1987-02-02", 101))
    assert days(told, "1987-01-29", "1987-02-01") == [Day.NO_PAPER] * 4


def test_fewer_numbers_than_days_leave_open_which_are_missing() -> None:
    """Between number 23552 of 27 January and number 23570 of 22 February no paper came out on eight days."""
    told = coverage(("2024-01-27", 23552), ("2024-02-22", 23570))
    gap = told.gap_around(dt.date(2024, 2, 10))
    assert gap is not None
    assert (gap.days, gap.missing, gap.without_paper) == (25, 17, 8)
    assert set(days(told, "2024-01-28", "2024-02-21")) == {Day.MISSING_PERHAPS}


def test_the_weekdays_of_a_paper_decide_where_they_make_the_number() -> None:
    """A paper of Mondays to Fridays: two weeks of it held, then one missing, then two more."""
    first = dt.date(1987, 6, 1)
    dates = [first + DAY * n for n in range(35) if (first + DAY * n).weekday() < 5]
    issues = [HeldIssue(n, date, 500 + n) for n, date in enumerate(dates)]
    told = Coverage(
        [issue for issue in issues if not dt.date(1987, 6, 15) <= issue.date <= dt.date(1987, 6, 21)]
    )
    assert days(told, "1987-06-13", "1987-06-21") == [
        *[Day.NO_PAPER] * 2,
        *[Day.MISSING] * 5,
        *[Day.NO_PAPER] * 2,
    ]


@pytest.mark.parametrize("numbers", [(None, 5), (5, None), (9, 5), (5, 5), (1, 900)])
def test_numbers_that_are_absent_or_make_no_sense_tell_nothing(
    numbers: tuple[int | None, int | None],
) -> None:
    told = coverage(("1987-06-01", numbers[0]), ("1987-06-05", numbers[1]))
    assert days(told, "1987-06-02", "1987-06-04") == [Day.UNKNOWN] * 3


def test_before_the_first_and_after_the_last_nothing_is_known() -> None:
    told = coverage(("1987-06-01", 100))
    assert days(told, "1987-05-31", "1987-06-02") == [Day.UNKNOWN, Day.HELD, Day.UNKNOWN]
    assert told.gap_around(dt.date(1987, 5, 31)) is None


def test_a_month_is_counted() -> None:
    told = coverage(("1987-06-01", 100), ("1987-06-05", 104), ("1987-06-08", 105), ("1987-06-12", 107))
    tally = told.tally(dt.date(1987, 6, 1), dt.date(1987, 6, 30))
    assert (tally.held, tally.missing, tally.no_paper, tally.share) == (4, 4, 4, 0.5)


def month(told: Coverage, year: int, number: int) -> tuple[int, int, int, int, int]:
    tally = told.tally(dt.date(year, number, 1), last_day(year, number))
    return tally.held, tally.missing, tally.undecided, tally.no_paper, tally.unknown


def test_what_lacks_over_the_ends_of_months_is_told_within_bounds_for_each() -> None:
    """Of the 78 days between 12 March and 30 May forty had a paper; no month lacks more issues than it has days."""
    told = coverage(("1987-03-12", 100), ("1987-05-30", 141), ("1987-06-01", 142), ("1987-06-02", 143))
    assert month(told, 1987, 3) == (1, 0, 19, 0, 11)
    assert month(told, 1987, 4) == (0, 0, 30, 0, 0)
    assert month(told, 1987, 5) == (1, 0, 29, 1, 0)
    assert month(told, 1987, 6) == (2, 0, 0, 0, 28)
    year = told.tally(dt.date(1987, 1, 1), dt.date(1987, 12, 31))
    assert (year.held, year.missing, year.undecided, year.no_paper) == (4, 40, 0, 39)


def test_a_month_that_nearly_fills_a_gap_lacks_some_issues_for_certain() -> None:
    told = coverage(("2024-01-27", 23552), ("2024-02-22", 23570))
    assert month(told, 2024, 1) == (1, 0, 4, 0, 26)
    assert month(told, 2024, 2) == (1, 13, 4, 4, 7)


def test_several_issues_of_a_day_are_several() -> None:
    told = coverage(("1987-06-01", 100), ("1987-06-01", None), ("1987-06-02", 101))
    assert told.tally(dt.date(1987, 6, 1), dt.date(1987, 6, 30)).held == 3


@given(st.data())
def test_law_the_days_of_every_month_are_told_once_and_the_truth_is_within(data: st.DataObject) -> None:
    """Of a paper that comes out on some weekdays, or on any days at all, and of which some issues are held."""
    first = dt.date(1987, 1, 1)
    weekdays = data.draw(st.sets(st.integers(0, 6), min_size=1))
    skipped = data.draw(st.sets(st.integers(0, 399), max_size=60))
    came_out = [n for n in range(400) if (first + DAY * n).weekday() in weekdays and n not in skipped]
    kept = data.draw(st.sets(st.sampled_from(came_out), min_size=2, max_size=40))
    told = Coverage([HeldIssue(n, first + DAY * n, 4000 + came_out.index(n)) for n in kept])
    for year, number in [(1987, each) for each in range(1, 13)] + [(1988, 1), (1988, 2)]:
        counts = month(told, year, number)
        assert min(counts) >= 0
        assert sum(counts) == last_day(year, number).day
    begin, end = (first + DAY * each for each in (min(kept), max(kept)))
    whole = told.tally(begin, end)
    if not whole.unknown:
        between = [n for n in came_out if min(kept) <= n <= max(kept)]
        assert (whole.held + whole.missing, whole.undecided) == (len(between), 0)


def test_on_this_day_in_other_years() -> None:
    told = coverage(("1987-06-12", 1), ("1988-06-12", 300), ("1988-06-13", 301))
    assert [issue.date.year for issue in told.on_this_day(dt.date(2024, 6, 12))] == [1987, 1988]
    assert told.on_this_day(dt.date(2024, 2, 29)) == ()


def test_nothing_is_held() -> None:
    told = Coverage([])
    assert (told.first, told.last, told.day(dt.date(1987, 6, 1))) == (None, None, Day.UNKNOWN)
    assert told.tally(dt.date(1987, 1, 1), dt.date(1987, 12, 31)).share is None


def some_of_a_daily(kept: Iterable[int]) -> Coverage:
    first = dt.date(1987, 1, 1)
    return Coverage([HeldIssue(n, first + DAY * n, 4000 + n) for n in kept])


@given(st.sets(st.integers(0, 120), min_size=1))
def test_of_a_daily_every_day_between_two_held_ones_is_missing(kept: set[int]) -> None:
    told = some_of_a_daily(kept)
    assert told.first is not None
    assert told.last is not None
    tally = told.tally(told.first, told.last)
    assert tally.held == len(kept)
    assert tally.held + tally.missing == (told.last - told.first).days + 1
