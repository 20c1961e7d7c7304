"""Times are compared as texts, and one that some clock has wrong must not win over all others."""

import datetime as dt

import pytest

from reader.storage.times import latest_plausible_time, time_after, time_as_written

CHINA = dt.timezone(dt.timedelta(hours=8))


def test_times_are_written_in_utc_to_the_microsecond_so_that_texts_sort_as_times_do() -> None:
    times = [
        dt.datetime(2027, 1, 1, 7, 59, 59, tzinfo=CHINA),
        dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
        dt.datetime(2027, 1, 1, 8, 0, 0, 1, tzinfo=CHINA),
    ]
    written = [time_as_written(time) for time in times]
    assert written == sorted(written)
    assert written[1] == "2027-01-01T00:00:00.000000+00:00"


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        (dt.datetime(2027, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 2, 5, tzinfo=dt.UTC)),
        (dt.datetime(2027, 1, 1, 8, tzinfo=CHINA), dt.datetime(2028, 2, 5, tzinfo=dt.UTC)),
        (dt.datetime(1999, 1, 1, tzinfo=dt.UTC), dt.datetime(2046, 11, 1, tzinfo=dt.UTC)),
    ],
)
def test_a_change_may_be_more_than_a_year_ahead_and_a_clock_that_was_reset_doubts_only_what_is_far_off(
    now: dt.datetime, latest: dt.datetime
) -> None:
    assert latest_plausible_time(now) == latest


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (dt.datetime(2026, 12, 31, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)),
        (dt.datetime(2027, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, 0, 0, 0, 1, tzinfo=dt.UTC)),
        (dt.datetime.max.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)),
    ],
)
def test_a_change_is_later_than_the_one_before_while_there_is_time(
    change: dt.datetime, after: dt.datetime
) -> None:
    assert time_after(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), change) == after
