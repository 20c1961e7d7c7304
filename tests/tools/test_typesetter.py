"""The typesetter's own laws: what it says of a file is true of the file."""

import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from msgspec.structs import replace

from reader import formats
from tools.typesetter import STYLES, Generated, Style, generate
from tools.typesetter.lines import Role
from tools.typesetter.scoring import COUNTS, MEASURES, SHARES, score
from tools.typesetter.truth import Truth, echo, squash

pytestmark = pytest.mark.slow

NOISES = (0.0, 0.01, 0.03)
SEEDS = range(4)

each_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)


@cache
def _issues(style: Style) -> list[Generated]:
    return [generate(style, seed, noise) for noise in NOISES for seed in SEEDS]


@each_style
def test_every_line_that_is_not_blank_has_exactly_one_role(style: Style) -> None:
    for issue in _issues(style):
        truth = issue.truth
        roles = Counter(truth.furniture)
        roles.update(truth.masthead.lines if truth.masthead else ())
        for article in truth.articles:
            for lines in article.roles.values():
                roles.update(lines)
        assert set(roles.values()) == {1}
        assert set(roles) == {n for n, line in enumerate(issue.source().lines, 1) if line.strip()}


@each_style
def test_joins_are_halves_of_one_article_with_no_other_text_between(style: Style) -> None:
    for issue in _issues(style):
        for article in issue.truth.articles:
            text = sorted(article.roles.get(Role.PARAGRAPH, ()) + article.roles.get(Role.JUMP, ()))
            following = dict(pairwise(text))
            assert all(following[first] == second for first, second in article.joins)


@each_style
def test_a_name_that_is_credited_stands_in_its_article(style: Style) -> None:
    for issue in _issues(style):
        lines = issue.source().lines
        for article in issue.truth.articles:
            printed = "".join(squash(lines[n - 1]) for n in sorted(article.lines()))
            assert all(
                name in printed for name in (*article.reporters, *article.correspondents, *article.other)
            )


@each_style
def test_an_echo_of_the_truth_scores_full_marks(style: Style) -> None:
    for issue in _issues(style):
        source = issue.source()
        scores = score(issue.truth, echo(issue.truth, source), source.lines)
        assert set(scores) == set(MEASURES)
        assert {name: scores[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0)
        assert {name: scores[name] for name in SHARES} == dict.fromkeys(SHARES, 1.0)


def test_an_issue_is_the_same_in_another_process() -> None:
    told = "from tools.typesetter import *; print(ascii([generate(style, 9, 0.03) for style in STYLES]))"
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    process = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == ascii([generate(style, 9, 0.03) for style in STYLES])


@each_style
def test_noise_changes_about_as_many_characters_as_it_says(style: Style) -> None:
    clean, noisy = generate(style, 2), generate(style, 2, 0.03)
    assert noisy.text != clean.text
    lost = Counter(squash(clean.text)) - Counter(squash(noisy.text))
    assert 0.005 < lost.total() / len(squash(clean.text)) < 0.06
    assert len(noisy.truth.articles) == len(clean.truth.articles)


@each_style
def test_a_file_is_read_back_as_it_was_set(style: Style) -> None:
    issue = generate(style, 3, 0.01)
    assert formats.decode(issue.data(), issue.name).lines == issue.source().lines


def test_truth_goes_through_the_gold_schema_unchanged() -> None:
    for style in STYLES:
        truth = generate(style, 5, 0.03).truth
        assert Truth.from_json(json.loads(json.dumps(truth.to_json()))) == truth


def test_a_worse_telling_scores_less() -> None:
    issue = generate(STYLES[0], 1)
    part = echo(issue.truth, issue.source())
    empty = tuple(replace(article, headline=None, blocks=(), source_lines=()) for article in part.articles)
    scores = score(issue.truth, replace(part, articles=empty), issue.source().lines)
    assert scores["lost"] > 10
    assert scores["headline"] == scores["start"] == scores["exact"] == 0
