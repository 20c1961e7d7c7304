"""Segments stay few, and no document is built anew often."""

from hypothesis import given
from hypothesis import strategies as st

from reader.search.folding import FEW, LARGEST, SegmentSize, segments_to_fold


def sizes(*live: int) -> list[SegmentSize]:
    return [SegmentSize(n, n) for n in live]


def test_a_few_segments_stand_side_by_side() -> None:
    assert segments_to_fold([]) == []
    assert segments_to_fold(sizes(5)) == []
    assert segments_to_fold(sizes(20_000, *[10] * (FEW - 1))) == []


def test_a_full_class_is_folded_with_all_that_is_smaller() -> None:
    assert segments_to_fold(sizes(20_000, *[10] * FEW, 3)) == [*range(1, FEW + 2)]


def test_a_segment_with_many_dead_is_built_anew_alone() -> None:
    assert segments_to_fold([SegmentSize(100, 80), SegmentSize(1000, 700)]) == [1]


def test_the_largest_are_left_as_they_are() -> None:
    assert segments_to_fold(sizes(*[LARGEST] * 20)) == []


def grow(updates: list[int]) -> tuple[int, int]:
    """Most segments at any time, and documents built, folding included, after updates of these sizes."""
    segments: list[int] = []
    most = built = 0
    for update in updates:
        segments.append(update)
        built += update
        fold = segments_to_fold(sizes(*segments))
        built += sum(segments[i] for i in fold)
        folded = [sum(segments[i] for i in fold)] if fold else []
        segments = [size for i, size in enumerate(segments) if i not in fold] + folded
        most = max(most, len(segments))
    assert sum(segments) == sum(updates)
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
