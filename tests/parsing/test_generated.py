"""Laws of parsing held on generated issues of every style: whatever the noise, no line is lost, none stands twice."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from tests import rotation
from tests.laws import examples
from tools.typesetter import STYLES, Style, generate
from tools.typesetter.noise import misread
from tools.typesetter.scoring import score


def _lines(part: IssuePart) -> list[int]:
    spans = [
        *part.masthead.source_lines,
        *(span for article in part.articles for span in article.source_lines),
    ]
    return [line for first, last in spans for line in range(first, last + 1)]


def _keeps_every_line(source: SourceText) -> IssuePart:
    part = parse(source)
    placed = _lines(part)
    assert len(placed) == len(set(placed))
    assert {n for n, line in enumerate(source.lines, 1) if line.strip()} <= set(placed)
    for article in part.articles:
        own = {line for first, last in article.source_lines for line in range(first, last + 1)}
        for block in article.blocks:
            assert all(line in own for first, last in block.source_lines for line in range(first, last + 1))
    return part


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("noise", rotation.in_turn([0.0, 0.03, 0.2]))
def test_every_line_stands_in_one_place(style: Style, noise: float) -> None:
    for seed in range(3):
        issue = generate(style, seed, noise)
        scores = score(issue.truth, _keeps_every_line(issue.source()), issue.source().lines)
        assert scores["lost"] == scores["double"] == 0


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(STYLES), st.integers(0, 10_000), st.floats(0, 0.3), st.randoms(use_true_random=False))
def test_lines_cut_out_doubled_and_shuffled_are_all_kept(
    style: Style, seed: int, noise: float, rng: random.Random
) -> None:
    lines = list(generate(style, seed, noise).source().lines)
    for _ in range(rng.randrange(6)):
        at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(3):
            case 0 if len(lines) > 1:
                del lines[at]
                to %= len(lines)
            case 1:
                lines.insert(to, lines[at % len(lines)])
            case _:
                lines[at % len(lines)], lines[to] = (
                    lines[to],
                    "".join(misread(rng, c) for c in lines[at % len(lines)]),
                )
    _keeps_every_line(SourceText("任意.txt", "utf-8", tuple(lines)))


def test_the_same_text_parses_the_same() -> None:
    source = generate(STYLES[0], 4, 0.03).source()
    assert parse(source) == parse(source)


@pytest.mark.parametrize(
    "style", [style for style in STYLES if not style.held_out], ids=lambda style: style.name
)
def test_a_stray_mark_of_a_heading_hides_no_other_article(style: Style) -> None:
    issue = generate(style, 0, 0.0)
    source = issue.source()
    if any(line.startswith("#") for line in source.lines):
        return
    at = next(
        n for n, line in enumerate(source.lines) if n > len(source.lines) // 2 and 0 < len(line.strip()) < 25
    )
    lines = [*source.lines[:at], f"# {source.lines[at].strip()}", *source.lines[at + 1 :]]
    before = score(issue.truth, parse(source), source.lines)
    after = score(issue.truth, parse(replace(source, lines=tuple(lines))), lines)
    articles = len(issue.truth.articles)
    assert after["headline"] >= before["headline"] - 1.01 / articles
    assert after["exact"] >= before["exact"] - 2.01 / articles
