"""DP and Juilland's D are those of the published formulas, counted part by part."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.answering.dispersion import (
    Cells,
    CellSums,
    Dispersion,
    Parts,
    cells_of,
    dispersions,
)


def naive_dispersion(frequencies: Sequence[int], sizes: Sequence[int]) -> Dispersion:
    """By the formulas, from the frequencies of a word in parts of these sizes."""
    total = sum(frequencies)
    if not total:
        return Dispersion()
    shares = [size / sum(sizes) for size in sizes]
    dp = sum(abs(each / total - share) for each, share in zip(frequencies, shares, strict=True)) / 2
    if len(sizes) < 2:
        return Dispersion(1, dp, None)
    relative = [each / size for each, size in zip(frequencies, sizes, strict=True)]
    mean = sum(relative) / len(relative)
    deviation = math.sqrt(sum((each - mean) ** 2 for each in relative) / len(relative))
    evenness = 1 - deviation / mean / math.sqrt(len(relative) - 1)
    in_parts = sum(each > 0 for each in frequencies)
    return Dispersion(in_parts, dp, evenness)


def assert_alike(found: Dispersion, expected: Dispersion, within: float = 1e-8) -> None:
    assert found.issues == expected.issues
    assert found.dp == pytest.approx(expected.dp, abs=within)
    assert found.juilland_d == pytest.approx(expected.juilland_d, abs=within)


def dispersion_of(frequencies: Sequence[int], sizes: Sequence[int]) -> Dispersion:
    parts = np.flatnonzero(frequencies)
    cells = Cells(np.zeros(len(parts), np.int64), parts, np.array(frequencies, np.int64)[parts])
    (found,) = dispersions(cells, np.array(sizes, np.int64), 1).of_words(np.array([0]))
    return found


def test_dp_is_that_of_the_example_of_gries() -> None:
    """2008, of the word in five parts of 9, 10, 10, 10, 11 words: 1, 2, 3, 4, 5 times; D of 2020 is 0.785."""
    found = dispersion_of([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert_alike(found, Dispersion(5, 0.18, 0.785), 0.001)


@pytest.mark.parametrize(
    ("frequencies", "sizes", "expected"),
    [
        ([2, 2, 2], [10, 10, 10], Dispersion(3, 0.0, 1.0)),
        ([6, 0, 0], [10, 10, 10], Dispersion(1, 2 / 3, 0.0)),
        ([3], [10], Dispersion(1, 0.0, None)),
        ([0, 0], [10, 10], Dispersion()),
        ([2, 4], [10, 20], Dispersion(2, 0.0, 1.0)),
    ],
)
def test_even_and_uneven_words(frequencies: list[int], sizes: list[int], expected: Dispersion) -> None:
    assert_alike(dispersion_of(frequencies, sizes), expected)


COUNTED = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=9)


@given(COUNTED)
def test_law_it_is_that_of_a_naive_count(parts: list[tuple[int, int]]) -> None:
    frequencies = [frequency for frequency, _ in parts]
    sizes = [frequency + others for frequency, others in parts]
    assert_alike(dispersion_of(frequencies, sizes), naive_dispersion(frequencies, sizes))


ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(1, 9)), max_size=30)


@given(ROWS, st.integers(0, 30), st.sampled_from([0, 40]))
def test_law_sums_are_the_same_in_however_many_lots(
    rows: list[tuple[int, int, int]], split: int, shift: int
) -> None:
    """Also with numbers that are too large to be sorted as one."""
    sums = CellSums()
    for lot in (rows[:split], rows[split:]):
        words, parts = (np.array([row[at] << (shift // 2) for row in lot], np.int64) for at in (0, 1))
        sums.add(words, parts, np.array([row[2] for row in lot], np.int64))
    cells = sums.cells()
    told = {
        (word, part): count
        for word, part, count in zip(
            cells.words.tolist(), cells.parts.tolist(), cells.frequencies.tolist(), strict=True
        )
    }
    expected: dict[tuple[int, int], int] = {}
    for word, part, count in rows:
        at = (word << (shift // 2), part << (shift // 2))
        expected[at] = expected.get(at, 0) + count
    assert told == expected
    assert len(cells.words) == len(told)


def test_parts_are_numbered() -> None:
    parts = Parts.of({9: 70, 3: 70, 5: 20})
    assert parts.ids.tolist() == [3, 5, 9]
    assert parts.of_articles(np.array([9, 5])).tolist() == [1, 0]
    assert (parts.count, Parts.of({}).count) == (2, 0)
    assert len(cells_of(*(np.empty(0, np.int64) for _ in range(3))).words) == 0
