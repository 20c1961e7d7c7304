"""Misreadings of a library are measured when it is synced, and tell how many articles a query misses."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reader.features.misread import measuring, rates
from reader.features.misread.answers import FoundMisread
from reader.features.misread.measuring import MEASURED
from reader.library.answers import NoEstimate
from reader.library.library import Library
from reader.search.noisy_channel import USUAL_RATE
from tests import homes
from tests.search.made_up_texts import MadeUp, made_up, misread
from tests.terminal import Terminal

ARTICLES = 240


@cache
def written() -> MadeUp:
    return made_up(5, ARTICLES, 40)


def write_issue(root: Path, day: int, bodies: list[str]) -> None:
    lines = [f"雁桥日报\n1987年6月{day}日\n第01版"]
    lines += [f"## 第{day}天的事{number}\n本报讯　{body}" for number, body in enumerate(bodies)]
    (root / f"198706{day:02}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(scope="module")
def root(home: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("库")
    texts = list(misread(written().texts, 0.05, 6))
    for day in range(10):
        write_issue(root, day + 1, texts[day::10])
    return root


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    library = Library.open(root)
    library.sync()
    yield library
    library.close()


def truth(made: MadeUp, name: str) -> int:
    return sum(name in text for text in made.texts)


def test_most_intervals_hold_what_would_have_been_found(library: Library) -> None:
    searcher = library.searcher
    held = 0
    for name in written().names:
        results = searcher.search(name, exact=True)
        told = searcher.estimate(results.query, results)
        if isinstance(told, NoEstimate):
            assert (results.total, told) == (0, NoEstimate.NOTHING_FOUND)
        held += isinstance(told, NoEstimate) or told.low <= truth(written(), name) <= told.high
    assert held >= 0.9 * len(written().names)


def test_it_is_said_beside_the_number_in_the_terminal(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    terminal = Terminal(tmp_path_factory.mktemp("home"))
    name = max(written().names, key=lambda name: truth(written(), name) * len(name))
    told = terminal.run("search", name, "--library", root, "--json", "--limit", "1").json()
    low, high = told["estimate"]["low"], told["estimate"]["high"]
    assert told["total"] <= low < high
    assert "四字词" in told["estimate"]["how"]
    out = terminal.run("search", name, "--library", root, "--limit", "1").out
    assert f"约有 {low}–{high} 篇" in out
    told = terminal.run("search", f"{name} -渡", "--library", root, "--json").json()
    assert ("estimate" in told, told["no_estimate"]) == (False, NoEstimate.QUERY)
    why = NoEstimate.QUERY.sentence
    assert why in terminal.run("search", f"{name} -渡", "--library", root, "--rungs").out


def test_it_is_measured_again_only_when_the_library_has_grown(root: Path, library: Library) -> None:
    catalogue = library.derived.catalogue
    kept = catalogue.stored_value(MEASURED)
    assert kept is not None
    assert not measuring.Measuring(catalogue).left()
    write_issue(root, 11, list(written().texts[:10]))
    library.sync()
    assert catalogue.stored_value(MEASURED) == kept
    write_issue(root, 12, [text[::-1] for text in written().texts[:40]])
    library.sync()
    assert catalogue.stored_value(MEASURED) not in (kept, None)
    assert not measuring.Measuring(catalogue).left()


def test_of_a_small_library_the_rate_is_known_and_no_interval_is_said(home: None, tmp_path: Path) -> None:
    write_issue(tmp_path, 1, list(misread(written().texts[:20], 0.1, 7)))
    library = Library.open(tmp_path)
    library.sync()
    assert 0.07 < FoundMisread(library.derived).rate() < 0.15
    results = library.searcher.search(written().names[0], exact=True)
    assert library.searcher.estimate(results.query, results) is NoEstimate.FEW_MEASURED
    library.close()


def test_what_was_measured_in_another_way_tells_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = library.derived.catalogue
    assert FoundMisread(library.derived).rate() != USUAL_RATE
    monkeypatch.setattr(rates, "VERSION", rates.VERSION + 1)
    assert measuring.Measuring(catalogue).left()
    assert FoundMisread(library.derived).rate() == USUAL_RATE
    results = library.searcher.search(written().names[0], exact=True)
    assert library.searcher.estimate(results.query, results) is NoEstimate.FEW_MEASURED
