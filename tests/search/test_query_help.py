"""The sheet that says how one asks: the same in the window, in the terminal's help and in the README, and true."""

import re
from pathlib import Path

import pytest

from reader.search.query import as_typed, help_lines, help_note, parse_query

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["zh", "en"])
def spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    for module in ("i18n", "search.query.editing", "newspaper.holdings"):
        monkeypatch.setattr(f"reader.{module}.language", lambda: request.param)
    return str(request.param)


def test_the_readme_has_it(spoken: str) -> None:
    readme = (ROOT / ("README.md" if spoken == "zh" else "README.en.md")).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", readme, re.MULTILINE)
    told = [(left.replace("\\|", "|"), right.replace("\\|", "|")) for left, right in rows]
    assert [row for row in told if row in help_lines()] == list(help_lines())
    assert help_note() in readme


def test_what_it_says_is_understood(spoken: str) -> None:
    for written, _ in help_lines():
        query = parse_query(written)
        assert query.root is not None
        assert query.remarks == ()
        assert as_typed(query) == " ".join(written.split())
