"""The benchmark of the search measures what it says, on archives that are what they say."""

import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from reader.search.terms import search_text
from tests.benchmarks.bench_search import in_markdown
from tests.benchmarks.searching.archive import ARTICLES_AN_ISSUE, LAST_DAY, PLANTED, Archive, Vocabulary
from tests.benchmarks.searching.queries import COUNTED, classes
from tests.benchmarks.searching.shelf import Shelf
from tests.benchmarks.searching.steps import (
    FTS5,
    IN,
    OURS,
    Asked,
    Measure,
    ask_all,
    ask_in_memory,
    build_fts5,
    build_ours,
    count_all,
    others,
)
from tests.benchmarks.searching.table import Built, Results, Row, differences, rows

pytestmark = pytest.mark.slow

ARTICLES = 10 * ARTICLES_AN_ISSUE + 7


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Of the newest issues of an archive."""
    archive = Archive(4000)
    return [search_text(article) for part in islice(archive.issues(), 42) for article in part.articles]


def test_an_archive_is_the_same_every_time_and_any_of_its_issues_alone() -> None:
    archive = Archive(ARTICLES)
    issues = list(archive.issues())
    assert Archive(ARTICLES).issue(3) == archive.issue(3) == issues[3]
    assert Archive(ARTICLES, seed=2).issue(3) != issues[3]
    assert sum(len(part.articles) for part in issues) == ARTICLES
    assert [part.masthead.date for part in issues][::10] == [LAST_DAY, LAST_DAY - 10 * LAST_DAY.resolution]


@pytest.mark.parametrize(("share", "string"), PLANTED.items())
def test_strings_stand_in_their_share_of_the_articles(texts: list[str], share: str, string: str) -> None:
    holding = sum(string in text for text in texts)
    assert holding / len(texts) == pytest.approx(float(share[:-2]) / 100, rel=0.4)


def test_its_vocabulary_grows_as_heaps_law_has_it(texts: list[str]) -> None:
    vocabulary = Vocabulary.of(texts)
    few, *_, many = vocabulary.grown.values()
    assert 10 < many / few < 40  # of a hundred times the text
    assert 1.1 < vocabulary.of_a_text < 1.3


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("shelves"), ARTICLES)
    shelf.write()
    return shelf


@pytest.fixture(scope="module")
def results(shelf: Shelf) -> Results:
    clock = time.perf_counter
    built = {OURS: build_ours(shelf, clock, {}), FTS5: build_fts5(shelf, clock, {})}
    queries = classes(shelf.sample(200), ARTICLES, 3)
    beside = others(shelf, clock, queries)
    told = [
        *beside["asked"],
        *ask_all(shelf, clock, queries)["asked"],
        *count_all(shelf, clock, {kind: queries[kind] for kind in COUNTED})["asked"],
        *ask_in_memory(shelf, clock, queries)["asked"],
    ]
    written = shelf.written()
    assert written
    return Results(
        written,
        shelf.store_bytes(),
        Built(**built[OURS]),
        Built(**built[FTS5]),
        tuple(Asked(**each) for each in told),
        {"modules": 1, "by date": 2, "peak": 3},
        opened=1.0,
        first_page=2.0,
        is_cold=False,
        words_made=500.0,
        words_loaded=3.0,
        others={name: Built(**built) for name, built in beside["built"].items()},
    )


def test_all_engines_give_the_same_answers(results: Results) -> None:
    assert differences(results.asked) == []
    assert {each.engine for each in results.asked} == {OURS, FTS5, IN, *results.others}
    exact = {each.query: each.answer[0] for each in results.asked if each.measure == Measure.EXACT}
    assert exact[PLANTED["80 %"]] == pytest.approx(0.8 * ARTICLES, rel=0.1)


def test_another_answer_is_told() -> None:
    one = Asked(Measure.NEWEST, "name", "闻砚秋", OURS, 1.0, [1, 2])
    other = Asked(Measure.NEWEST, "name", "闻砚秋", FTS5, 1.0, [2])
    assert differences([one, one]) == []
    assert differences([one, other]) == ["first page, newest: 闻砚秋: FTS5 differs"]
    too_low = Asked(Measure.ESTIMATE, "name", "闻砚秋", OURS, 1.0, [1])
    exact = Asked(Measure.EXACT, "name", "闻砚秋", IN, 1.0, [2, []])
    assert differences([too_low, exact]) == ["estimate and years: 闻砚秋: ours differs"]


def test_every_number_that_was_asked_for_is_in_the_table(results: Results) -> None:
    bounded = [row.what for row in rows(results) if row.bound]
    assert len(bounded) == 10
    assert Row("text store", "0.45 × text", "≤ 0.5", True).mark() == "✓"
    assert Row("text store", "0.55 × text", "≤ 0.5", False).mark() == "✗"


def test_ours_alone_are_told_without_ratios(results: Results) -> None:
    alone = rows(replace(results, fts5=None))
    assert [row.what for row in alone] == [row.what for row in rows(results)]
    assert not any("FTS5" in row.value for row in alone)


def test_the_readme_gets_a_row_for_every_number_and_a_column_for_every_archive(results: Results) -> None:
    head, _, *lines = in_markdown([results, results]).split("\n")
    assert head == "|  | 0 万篇 | 0 万篇 |"
    assert len(lines) == len(rows(results))
    assert all(line.count("|") == 4 for line in lines)


def test_a_shelf_is_written_once(shelf: Shelf) -> None:
    written = shelf.written()
    assert written is not None
    assert Shelf(shelf.folder.parent, ARTICLES).written() == written
    assert Shelf(Path(shelf.folder), 1).written() is None
    lines = [line for file in shelf.lines.iterdir() for line in file.read_text("utf-8").split("\n") if line]
    assert len(lines) == ARTICLES
