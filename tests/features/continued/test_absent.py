"""Without the feature, nothing but the reader's word joins two articles of a day."""

import pytest

from reader import plugs
from reader.stitching.pairing import stitches
from tests.stitching.invented_story import a_day, first_part, second_part


@pytest.fixture(autouse=True)
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugs, "FEATURES", tuple(name for name in plugs.FEATURES if name != "continued"))


def test_jump_lines_join_nothing() -> None:
    assert stitches(a_day((first_part(), "1"), (second_part(), "4"))) == ()


def test_what_the_reader_says_is_done() -> None:
    day = a_day((first_part(), "1"), (second_part(), "4"))
    [found] = stitches(day, {(0, 1): True})
    assert (found.first_id, found.second_id, found.is_made, found.is_by_reader) == (0, 1, True, True)
    assert stitches(day, {(0, 1): False}) == ()
