"""Dates as numbers."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reader.search.day_numbers import BEYOND, UNDATED, date_of, day_number, years_of

DAYS = st.dates() | st.none()


@given(DAYS, DAYS)
def test_numbers_sort_as_dates_do_and_what_has_none_first(one: dt.date | None, other: dt.date | None) -> None:
    assert (day_number(one) < day_number(other)) == (
        (one or dt.date.min, bool(one)) < (other or dt.date.min, bool(other))
    )
    assert date_of(day_number(one)) == one
    assert UNDATED <= day_number(one) < BEYOND


def test_years_come_from_numbers() -> None:
    dates = [dt.date(1, 1, 1), dt.date(1987, 12, 31), dt.date(9999, 12, 31), None]
    assert years_of(np.array([day_number(date) for date in dates], np.uint32)).tolist() == [1, 1987, 9999, 0]
