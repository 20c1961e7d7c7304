"""Which days of a newspaper are held, missing, or without a paper."""

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.issue_dating.coverage import DAY, Coverage, Day, HeldIssue


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
    assert (tally.held, tally.missing, tally.no_paper, tally.share) == (4, 4, 2, 0.5)


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
