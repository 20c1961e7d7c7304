"""How a paper counts its issues: which of those held go together, and which days its numbers tell."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.date_repair.issue_numbers import (
    DAY,
    Numbered,
    agreeing,
    days_counted,
    go_together,
    stepped,
)

FIRST = dt.date(1987, 6, 1)
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2090, 1, 1))


def issues(*told: tuple[int, int]) -> list[Numbered]:
    """Days after 1 June and numbers."""
    return [Numbered(n, FIRST + day * DAY, number) for n, (day, number) in enumerate(told)]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ([], []),
        ([(0, 1)], [0]),
        ([(0, 10), (1, 11), (2, 12)], [0, 1, 2]),
        ([(0, 10), (1, 77), (2, 12)], [0, 2]),
        ([(0, 10), (1, 10), (1, 11)], [0, 2]),
        ([(0, 10), (3, 11), (5, 13)], [0, 1, 2]),
        ([(0, 10), (1, 12), (7, 13)], [0, 2]),
    ],
)
def test_what_was_misread_is_not_among_those_that_agree(told: list[tuple[int, int]], kept: list[int]) -> None:
    assert [each.id for each in agreeing(issues(*told))] == kept


def test_of_two_times_of_counting_one_is_kept_whole() -> None:
    early = issues(*((n, n + 1) for n in range(5)))
    late = [Numbered(9 + each.id, each.date + 9000 * DAY, each.number) for each in early]
    kept = agreeing([*early, *late])
    assert kept in (early, late)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=20), st.randoms())
def test_all_that_are_kept_go_together_in_whatever_order_they_came(
    told: list[tuple[int, int]], chance: random.Random
) -> None:
    known = issues(*dict(told).items())
    kept = agreeing(known)
    assert all(go_together(a, b) for at, a in enumerate(kept) for b in kept[at + 1 :])
    assert len(agreeing(chance.sample(known, len(known)))) == len(kept)


@given(DATES, st.integers(0, 2000), WEEKDAYS)
def test_counting_days_and_going_on_by_them_is_one_thing(
    day: dt.date, steps: int, weekdays: frozenset[int]
) -> None:
    until = stepped(day, steps, weekdays)
    assert days_counted(day, until, weekdays) == steps
    assert steps == 0 or until.weekday() in weekdays
    assert days_counted(until, day, weekdays) == -steps


@given(DATES, st.integers(-400, 400), WEEKDAYS)
def test_each_day_is_counted_once(day: dt.date, days: int, weekdays: frozenset[int]) -> None:
    until = day + days * DAY
    between = [day + n * DAY for n in range(1, days + 1)] or [until + n * DAY for n in range(1, -days + 1)]
    counted = sum(each.weekday() in weekdays for each in between)
    assert days_counted(day, until, weekdays) == (counted if days >= 0 else -counted)
