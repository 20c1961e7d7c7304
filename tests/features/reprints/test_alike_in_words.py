"""How alike two printings of a text are, in words that are true of both of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.comparison.differences import as_marked_text, differences
from reader.features.reprints.reprint import WHOLE_SHARE, Reprint


@pytest.mark.parametrize(
    ("share", "whole_share", "likeness", "words"),
    [
        (1.0, 1.0, 1.0, "100% 相同"),
        (0.98, 0.98, 0.98, "98% 相同"),
        (1.0, 0.91, 1.0, "91% 相同"),  # the same text, of which one has a sentence less
        (0.9999, 0.9999, 0.9999, "99.9% 相同"),
        (1.0, 0.3, 1.0, "短的一篇全在长的一篇里，占它的 30%"),
        (0.72, 0.2, 1.0, "短的一篇有 72% 在长的一篇里，占它的 20%"),
    ],
)
def test_what_is_told(share: float, whole_share: float, likeness: float, words: str) -> None:
    assert Reprint(1, 2, share, whole_share, likeness).alike() == words


SHARE = st.floats(0.01, 1, exclude_max=True)


@given(SHARE, SHARE, st.floats(0.6, 1))
def test_law_nothing_less_than_all_is_a_hundred_percent(one: float, other: float, likeness: float) -> None:
    whole_share, share = sorted((one, other))
    told = Reprint(1, 2, share, whole_share, likeness).alike()
    assert "100%" not in told
    assert ("相同" in told) == (whole_share >= WHOLE_SHARE)
    assert float(re.findall(r"([0-9.]+)%", told)[-1]) <= 100 * whole_share + 0.5


@given(st.text("渡口的船。说說", max_size=20), st.text("渡口的船。说說", max_size=20))
def test_law_both_texts_are_read_out_of_the_marked_one(one: str, other: str) -> None:
    marked = as_marked_text(one, other, differences(one, other))
    parts = re.compile(r"\[-(.*?)-\]|\[\+(.*?)\+\]|\[(.*?)→(.*?)\]", re.DOTALL)
    assert parts.sub(lambda part: (part[1] or "") + (part[3] or ""), marked) == one
    assert parts.sub(lambda part: (part[2] or "") + (part[4] or ""), marked) == other
