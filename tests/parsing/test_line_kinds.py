"""A line is tested only for the kinds whose characters it has: no kind has a line without them."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import assets, formats
from reader.parsing.line_kinds import CLOSED_HEADINGS, FURNITURE, SHORT_LINES, Kinds
from tests.papers import papers
from tools.typesetter import STYLES, generate

KINDS = (SHORT_LINES, CLOSED_HEADINGS, FURNITURE)
LONGEST = 80
SAMPLE = sorted(
    path for path in assets.sample_library().rglob("*") if path.is_file() and formats.is_issue_file(path)
)


@cache
def printed_lines() -> list[str]:
    """The lines of the sample, of annotated papers and of an invented issue of each style."""
    lines = {line for paper in papers() for line in paper.source.lines}
    lines |= {line for path in SAMPLE for line in formats.read(path, path.name).lines}
    lines |= {line for style in STYLES for line in generate(style, 1, 0.02).text.splitlines()}
    return sorted(filter(bool, (line.strip("# ")[:LONGEST].strip() for line in lines)))


@cache
def printed_signs() -> str:
    return "".join(sorted(set("".join(printed_lines()))))


def tried(kinds: Kinds, line: str) -> set[str]:
    return {kind.feature for kind in kinds.all if kind.holds(line)}


@pytest.mark.parametrize("kinds", KINDS)
def test_printed_lines(kinds: Kinds) -> None:
    for line in printed_lines():
        assert kinds.of(line) == tried(kinds, line), line


@given(st.sampled_from(KINDS), st.deferred(lambda: st.sampled_from(printed_lines())), st.data())
def test_misread_lines(kinds: Kinds, line: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(line)))
    inside = data.draw(st.text(st.sampled_from(printed_signs()), max_size=3))
    changed = (line[:at] + inside + line[at + data.draw(st.integers(0, 2)) :]).strip()
    if changed:
        assert kinds.of(changed) == tried(kinds, changed)


@given(st.sampled_from(KINDS), st.text(min_size=1, max_size=20).map(str.strip).filter(bool))
def test_any_text(kinds: Kinds, line: str) -> None:
    assert kinds.of(line) == tried(kinds, line)
