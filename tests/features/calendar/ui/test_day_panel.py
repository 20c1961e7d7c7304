"""How far the nearest issue is from the day that was asked for, in words of the size that one thinks in."""

import pytest

from reader.features.calendar.ui.day_panel import off_in_words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, ""),
        (1, "晚 1 天"),
        (-60, "早 60 天"),
        (61, "晚约 2 个月"),
        (-530, "早约 17 个月"),
        (550, "晚约 2 年"),
        (-15_015, "早约 41 年"),
    ],
)
def test_the_distance_is_told_in_days_months_or_years(days: int, words: str) -> None:
    assert off_in_words(days) == words
