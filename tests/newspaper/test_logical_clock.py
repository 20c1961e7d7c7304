"""A change made by somebody who has seen another one comes after it, whatever any clock says."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.newspaper.correction import Anchor, Claim, Correction, CorrectionKind
from reader.newspaper.logical_clock import (
    LAST_HONEST_TICK,
    LAST_TICK,
    Moment,
    mark_of,
    moment_after,
    moment_of,
    order_of,
    tick_from_json,
    tick_of,
    tick_to_json,
)

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
MADE = Correction("a", Anchor("a.txt", "甲", "", "", 1), Claim(CorrectionKind.STARTS), NOW, NOW)
BEGIN, END = (time.replace(tzinfo=dt.UTC) for time in (dt.datetime.min, dt.datetime.max))

times = st.datetimes(timezones=st.just(dt.UTC))
moments = st.builds(Moment, st.integers(0, LAST_TICK), times)


@given(times, st.lists(moments, min_size=1))
def test_a_change_is_later_than_all_that_was_seen(now: dt.datetime, seen: list[Moment]) -> None:
    made = moment_after(now, *seen)
    assert made > max(seen) or max(seen) >= (LAST_TICK, END - dt.timedelta(microseconds=1))
    assert 0 <= made.tick <= LAST_TICK


@given(times, st.lists(st.builds(Moment, st.integers(0, LAST_TICK - 1), times)))
def test_its_time_is_that_of_the_clock(now: dt.datetime, seen: list[Moment]) -> None:
    assert moment_after(now, *seen).time == now


@given(times, times)
def test_what_was_not_seen_is_ordered_by_right_clocks(one: dt.datetime, other: dt.datetime) -> None:
    assert (moment_after(one) < moment_after(other)) == (one < other)


@given(times)
def test_a_thousand_changes_after_the_last_tick_are_each_later_than_the_one_before(now: dt.datetime) -> None:
    moment = Moment(LAST_TICK, NOW)
    for _ in range(1000):
        after = moment_after(min(now, END - dt.timedelta(seconds=1)), moment)
        assert after > moment
        moment = after


def test_nothing_is_later_than_the_last_moment_of_all() -> None:
    assert moment_after(NOW, Moment(LAST_TICK, END)) == Moment(LAST_TICK, END)


@pytest.mark.parametrize(
    ("time", "tick"),
    [
        (BEGIN, 0),
        (dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8))), 0),
        (BEGIN + dt.timedelta(microseconds=199), 1),
        (NOW, 639_343_584_000_000),
        (END, (dt.date.max.toordinal() * 86_400 * 10_000) - 1),
    ],
)
def test_a_time_is_a_tick_in_tenths_of_milliseconds_since_the_year_one(time: dt.datetime, tick: int) -> None:
    assert tick_of(time) == tick


def test_room_is_left_behind_the_last_clock_for_more_changes_than_anybody_makes() -> None:
    assert tick_of(END) + 10**15 < LAST_HONEST_TICK


@given(st.integers(0, LAST_TICK), times)
def test_a_tick_is_written_where_it_is_not_that_of_the_time_and_read_back(
    tick: int, time: dt.datetime
) -> None:
    record = replace(MADE, modified=time, tick=tick)
    written = tick_to_json(record)
    assert (written == {}) == (tick == tick_of(time))
    assert tick_from_json(written.get("tick"), time) == tick


@pytest.mark.parametrize("wrong", [-1, LAST_TICK + 1, 2**63 - 1, 10**400, 1.0, True, "1", [1]])
def test_what_is_no_tick_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="tick"):
        tick_from_json(wrong, NOW)


def test_records_are_sorted_by_tick_then_by_time_and_those_changed_at_once_by_age() -> None:
    hour = dt.timedelta(hours=1)
    in_order = [
        replace(MADE, tick=1, modified=NOW + hour),
        replace(MADE, tick=2, created=NOW - hour, uuid="z"),
        replace(MADE, tick=2, uuid="a"),
        replace(MADE, tick=2, uuid="b"),
        replace(MADE, tick=2, modified=NOW + hour, created=NOW - hour),
    ]
    assert sorted([*in_order[3:], *in_order[:3]], key=order_of) == in_order


def test_a_change_at_the_very_same_time_gets_another_mark() -> None:
    again = moment_after(NOW, moment_of(MADE), Moment(tick_of(NOW), NOW))
    assert mark_of(replace(MADE, modified=again.time, tick=again.tick)) != mark_of(MADE)
