"""The number of corrections is that of the rows of their list; in a library without characters its rules are none."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from reader.features.correct.decided import number_of_corrections


@pytest.mark.parametrize(("why_no_characters", "number"), [("", 5), ("阅览室里没有", 3)])
def test_corrections_and_rules_are_counted_together(why_no_characters: str, number: int) -> None:
    library: Any = SimpleNamespace(
        user_data=SimpleNamespace(corrections=SimpleNamespace(all=lambda: [1, 2, 3])),
        words=SimpleNamespace(why_no_characters=why_no_characters),
        characters=SimpleNamespace(rules=lambda: [1, 2]),
    )
    assert number_of_corrections(cast(Any, library)) == number
