"""Segments stay few, spans are not too large, and no document is built anew often."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.index.gram_writer import (
    FEW,
    FILLED,
    LARGEST,
    Cut,
    Fold,
    cut_at,
    segments_to_cut,
    segments_to_fold,
    span_of,
    work_to_do,
)
from reader.search.index.manifest import SegmentEntry, Span


def segments(*live: int, days: tuple[int, int] = (1, 9)) -> list[SegmentEntry]:
    return [SegmentEntry(f"{i}", n, (), *days, 1, 1) for i, n in enumerate(live)]


def fold(entries: list[SegmentEntry], at_most: int = 10**6) -> list[int]:
    return sorted(entries.index(entry) for entry in segments_to_fold(entries, at_most))


def test_a_day_is_of_the_span_that_begins_before_it() -> None:
    assert [span_of([0, 1, 500], day) for day in (0, 1, 499, 500, 9999)] == [0, 1, 1, 2, 2]


def test_a_few_segments_stand_side_by_side() -> None:
    assert fold([]) == []
    assert fold(segments(5)) == []
    assert fold(segments(20_000, *[10] * (FEW - 1))) == []


def test_a_full_class_is_folded_with_all_that_is_smaller() -> None:
    assert fold(segments(20_000, *[10] * FEW, 3)) == [*range(1, FEW + 2)]


def test_small_segments_are_folded_while_a_larger_class_waits() -> None:
    entries = segments(*[600] * FEW, *[10] * FEW)
    small = [*range(FEW, 2 * FEW)]
    assert fold(entries, 610 * FEW) == [*range(2 * FEW)]
    assert fold(entries, 610 * FEW - 1) == fold(entries, 10 * FEW) == small
    assert fold(entries, 10 * FEW - 1) == []
    assert fold(segments(LARGEST // 2, LARGEST // 4, *[10] * FEW), 10 * FEW) == [*range(2, FEW + 2)]
    assert [*work_to_do([Span(1, tuple(entries))], 10 * FEW)] == [Fold(tuple(entries[FEW:]))]


def test_a_segment_of_which_a_tenth_is_dead_is_built_anew_alone() -> None:
    entries = [
        SegmentEntry("a", 1000, tuple(range(100)), 1, 9, 1, 1),
        SegmentEntry("b", 1000, tuple(range(101)), 1, 9, 1, 1),
    ]
    assert fold(entries) == [1]


def test_the_largest_are_left_as_they_are() -> None:
    assert fold(segments(*[LARGEST] * 20)) == []


def test_a_large_span_is_made_one_segment_when_others_stand_beside_its_largest() -> None:
    assert fold(segments(50_000, 15_000, 10_000)) == [0, 1, 2]
    assert fold(segments(50_000, 24_000)) == []  # not large
    assert fold(segments(100_000, 19_999)) == []
    assert fold(segments(FILLED - 30_000, 30_001)) == []  # would be two again
    assert fold(segments(100_000)) == []


def test_the_newest_span_is_looked_after_first_and_cut_before_it_is_folded() -> None:
    old, new = Span(1, tuple(segments(*[10] * FEW))), Span(10, tuple(segments(*[LARGEST // 2] * 3)))
    assert list(work_to_do([Span(0), old, new])) == [Cut(new.segments), Fold(old.segments)]
    assert list(work_to_do([Span(0), Span(1, tuple(segments(10)))])) == []


def test_a_single_day_is_never_cut() -> None:
    assert list(work_to_do([Span(0), Span(1, tuple(segments(LARGEST, LARGEST, days=(3, 3))))])) == []


@pytest.mark.parametrize(
    ("held", "day"),
    [
        ([(1, 8)], 5),
        ([(1, 3), (4, 8)], 4),
        ([(1, 2), (3, 8)], 3),
        ([(1, 1), (2, 8)], 5),
        ([(1, 3), (4, 8), (2, 6)], 5),
    ],
)
def test_a_span_is_cut_in_equal_halves_or_between_its_segments(held: list[tuple[int, int]], day: int) -> None:
    entries = [SegmentEntry("a", 1, (), *days, 1, 1) for days in held]
    assert cut_at(np.arange(1, 9), np.full(8, 10), entries) == day


def test_a_cut_builds_what_reaches_over_it_or_all_where_each_half_fits_into_one_segment() -> None:
    old, over, new = (segments(FILLED // 2, days=days)[0] for days in [(1, 3), (2, 8), (6, 9)])
    full = segments(FILLED, days=(6, 9))[0]
    assert segments_to_cut([old, new], 5) == []
    assert segments_to_cut([old, over, new], 5) == [old, over, new]
    assert segments_to_cut([old, over, full, new], 5) == [over]


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=30))
def test_both_halves_of_a_cut_have_something(counts: list[int]) -> None:
    days = np.arange(5, 5 + len(counts))
    assert 5 < cut_at(days, np.array(counts), []) <= days[-1]


def grow(updates: list[int]) -> tuple[int, int]:
    """Most segments at any time, and documents built, folding included, after updates of these sizes."""
    held: list[int] = []
    most = built = 0
    for update in updates:
        held.append(update)
        built += update
        folded = fold(segments(*held))
        anew = sum(held[i] for i in folded)
        built += anew
        held = [size for i, size in enumerate(held) if i not in folded] + [anew] * bool(folded)
        most = max(most, len(held))
    assert sum(held) == sum(updates)
    return most, built


def test_two_thousand_updates_of_ten_documents_make_few_segments_cheaply() -> None:
    most, built = grow([10] * 2000)
    assert most < 30
    assert built < 5 * 20_000


@given(st.lists(st.integers(1, 5000), max_size=300))
def test_there_are_never_more_than_a_few_segments_for_each_power(updates: list[int]) -> None:
    most, built = grow(updates)
    powers = 1 + max(1, len(f"{sum(updates):o}"))
    assert most <= (FEW - 1) * powers + 1
    assert built <= sum(updates) * (powers + 1)
