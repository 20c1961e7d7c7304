"""Times in office, checked day by day against spans of days; and the words for all that tells a name."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.people.person import (
    GAP,
    Certainty,
    NameMark,
    Seen,
    certainty_words,
    date_of,
    free_of,
    mark_words,
    name_in_full,
    nearest,
    ordinal,
    stretches,
)

DAYS = st.integers(0, 40)
SPANS = st.lists(
    st.tuples(DAYS, st.integers(0, 9)).map(lambda span: (span[0], span[0] + span[1])), max_size=5
)


def days_in(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {day for first, last in spans for day in range(first, last + 1)}


@given(SPANS, SPANS.map(sorted))
def test_free_days_are_those_that_are_not_taken(
    times: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    found = list(free_of(times, taken))
    assert days_in(found) == days_in(times) - days_in(taken)
    assert all(first <= last for first, last in found)


@given(st.lists(st.sampled_from([0, 1, GAP - 1, GAP, GAP + 1]), max_size=8), st.integers(0, 90))
def test_a_time_in_office_ends_where_a_longer_gap_follows(steps: list[int], around: int) -> None:
    days = [100_000 + sum(steps[:at]) for at in range(len(steps) + 1)]
    held = [[days[0]]]
    for step, day in zip(steps, days[1:], strict=True):
        if step > GAP:
            held.append([])
        held[-1].append(day)
    seen = [Seen(day, "市长") for day in days]
    assert stretches(seen, around) == [(each[0] - around, each[-1] + around) for each in held]
    assert stretches([], around) == []


@given(st.lists(DAYS, min_size=1).map(sorted), DAYS)
def test_the_nearest_day_is_no_farther_than_any_other(days: list[int], day: int) -> None:
    assert abs(days[nearest(days, day)] - day) == min(abs(each - day) for each in days)


@given(st.dates())
def test_a_day_is_a_number_and_a_date_again(day: object) -> None:
    assert date_of(ordinal(int(f"{day}".replace("-", "")))) == day
    assert (date_of(-1).toordinal(), str(date_of(10**9))) == (1, "9999-12-31")


@pytest.mark.parametrize("mark", NameMark)
def test_every_mark_has_words(mark: NameMark) -> None:
    assert mark is NameMark.EDGE or mark_words(mark)


def test_every_class_has_words_of_its_own() -> None:
    assert len({certainty_words(each) for each in Certainty}) == len(Certainty)


def test_a_name_bears_its_label() -> None:
    assert (name_in_full("何渡生", "船工"), name_in_full("何渡生", "")) == ("何渡生（船工）", "何渡生")
