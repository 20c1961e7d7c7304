"""Dates as numbers."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reader.search.documents import BEYOND, UNDATED, date_of, day_number, month_number, months_of

DAYS = st.dates() | st.none()


@given(DAYS, DAYS)
def test_numbers_sort_as_dates_do_and_what_has_none_first(one: dt.date | None, other: dt.date | None) -> None:
    assert (day_number(one) < day_number(other)) == (
        (one or dt.date.min, bool(one)) < (other or dt.date.min, bool(other))
    )
    assert date_of(day_number(one)) == one
    assert UNDATED <= day_number(one) < BEYOND


@given(st.lists(DAYS))
def test_months_come_from_numbers(dates: list[dt.date | None]) -> None:
    numbers = np.array([day_number(date) for date in dates], np.uint32)
    assert months_of(numbers).tolist() == [month_number(date) for date in dates]


def test_months_follow_each_other() -> None:
    assert month_number(dt.date(1988, 1, 31)) == month_number(dt.date(1987, 12, 1)) + 1
    assert month_number(dt.date(1987, 6, 12)) // 12 == 1987
