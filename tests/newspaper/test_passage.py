"""A marked passage as JSON: read back as it was, or refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.passage import MarkColor, Passage, passage_from_json, passage_to_json

PASSAGES = st.builds(Passage, st.text(min_size=1), st.text(), st.text(), st.sampled_from(MarkColor))
JSON = passage_to_json(Passage("老渡口", "", "", MarkColor.YELLOW))


@given(PASSAGES)
def test_what_is_written_is_read_back(passage: Passage) -> None:
    assert passage_from_json(passage_to_json(passage)) == passage


@pytest.mark.parametrize(
    "other",
    [{"exact": ""}, {"exact": 1}, {"prefix": None}, {"suffix": ["x"]}, {"color": "pink"}, {"color": None}],
)
def test_anything_else_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"exact, prefix, suffix|MarkColor"):
        passage_from_json(JSON | other)
