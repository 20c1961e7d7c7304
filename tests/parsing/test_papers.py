"""Given an annotated paper of another kind (`tests/gold/papers`), when it is parsed, then it is read as well as it ever
was: the floors may only rise (`python -m tools.benchmarks.bench_parse --raise-floors`)."""

import datetime as dt
from statistics import fmean

import pytest

from reader.language.dates.calendar import weekday_of
from reader.parsing import parse
from tests.papers import Paper, floors, in_columns, papers, without_datelines
from tests.parsing.laws import broken_laws
from tools.typesetter.lines import Role
from tools.typesetter.scoring import mean, score
from tools.typesetter.truth import squash

PAPERS = papers()
KEYS = [paper.key for paper in PAPERS]


@pytest.mark.parametrize("paper", PAPERS, ids=KEYS)
def test_a_paper_is_read_as_well_as_it_ever_was(paper: Paper) -> None:
    assert mean([score(paper.truth, parse(paper.source), paper.source.lines)]) >= floors()[paper.key]


@pytest.mark.parametrize(("width", "least"), [(12, 0.87), (17, 0.89), (24, 0.89)])
def test_papers_are_read_in_printed_lines(width: int, least: float) -> None:
    """By the mean of where articles start and of their headlines."""
    reached = [
        score(other.truth, parse(other.source), other.source.lines)
        for other in (in_columns(paper, width) for paper in PAPERS)
    ]
    assert fmean(row[name] for row in reached for name in ("start", "headline")) >= least


def test_papers_are_read_without_datelines() -> None:
    reached = [
        score(other.truth, parse(other.source), other.source.lines)
        for other in map(without_datelines, PAPERS)
    ]
    assert fmean(row["start"] for row in reached) >= 0.89


@pytest.mark.parametrize("paper", PAPERS, ids=KEYS)
def test_a_paper_in_printed_lines_keeps_the_laws(paper: Paper) -> None:
    for other in (in_columns(paper, 12), in_columns(paper, 20, headings_too=True), without_datelines(paper)):
        assert broken_laws(other.source, parse(other.source)) == []


@pytest.mark.parametrize("paper", PAPERS, ids=KEYS)
def test_a_paper_keeps_the_laws(paper: Paper) -> None:
    assert broken_laws(paper.source, parse(paper.source)) == []


@pytest.mark.parametrize("paper", PAPERS, ids=KEYS)
def test_the_annotation_of_a_paper_is_whole(paper: Paper) -> None:
    truth, lines = paper.truth, paper.source.lines
    printed = [number for number, line in enumerate(lines, 1) if line.strip()]
    roles = [line for article in truth.articles for lines in article.roles.values() for line in lines]
    assert sorted([*truth.furniture, *(truth.masthead.lines if truth.masthead else ()), *roles]) == printed
    for article in truth.articles:
        text = squash("".join(lines[number - 1] for number in sorted(article.lines())))
        assert all(
            name in text.replace("&nbsp;", "") for name in (*article.reporters, *article.correspondents)
        )
        paragraphs = {*article.roles.get(Role.PARAGRAPH, ()), *article.roles.get(Role.JUMP, ())}
        assert {line for join in article.joins for line in join} <= paragraphs
    if truth.masthead and truth.masthead.weekday:
        assert weekday_of(dt.date.fromisoformat(truth.masthead.date)) == truth.masthead.weekday


def test_half_of_the_papers_are_held_out() -> None:
    assert len(PAPERS) >= 14
    assert abs(2 * sum(paper.is_held_out for paper in PAPERS) - len(PAPERS)) <= 1
    assert set(floors()) == set(KEYS)
