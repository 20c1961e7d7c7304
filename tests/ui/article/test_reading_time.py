"""An article counts as read when its end was in view, and its text as long as a skimming reader needs."""

import pytest

from reader.ui.controllers.read_marking import LEAST, MOST, PACE, ReadingTime


@pytest.mark.parametrize(
    ("seconds", "sees_end", "characters", "is_read"),
    [
        (LEAST, True, 1, True),
        (LEAST - 0.5, True, 1, False),
        (600, False, 1, False),
        (20, True, round(20 * PACE), True),
        (19, True, round(20 * PACE), False),
        (MOST, True, 10**6, True),
    ],
)
def test_a_glance_is_no_reading(seconds: float, sees_end: bool, characters: int, is_read: bool) -> None:
    assert ReadingTime().after(seconds, sees_end=sees_end).is_enough_for(characters) is is_read


def test_the_end_may_have_been_seen_earlier() -> None:
    time = ReadingTime().after(1, sees_end=True).after(LEAST, sees_end=False)
    assert time.is_enough_for(1)
