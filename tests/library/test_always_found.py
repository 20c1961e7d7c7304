"""An article is in the search before, while and after a correction is applied: nobody sees it in between."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.search.answering import whoosh_engine
from reader.search.index.gram_writer import GramWriter
from tests import homes
from tests.ui import synced_once

PAGE = """雁桥日报
1987年6月12日 星期五

渡口加开一班船

本报讯（记者 尤嘉木）渡口从今天起加开一班船，票价不变，首班船提前到五点二十分开出。

逢集日另加两班，月票照旧；带自行车的乘客请走下游的跳板。
"""
NAME = "19870612.txt"
WORDS = ("跳板", '"带自行车的乘客请走下游的跳板"', "渡口 月票")
"""Decided by the index alone; verified in the text; of two words."""
STARTS = Claim(CorrectionKind.STARTS)
SUBHEAD = Claim(CorrectionKind.ROLE, CorrectedRole.SUBHEAD)
FARES_LINE = 8


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    folder = tmp_path / "旧报"
    folder.mkdir()
    (folder / NAME).write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


@pytest.fixture
def other(root: Path, library: Library) -> Iterator[Library]:
    """Another window on the same library, which only reads."""
    with closing(Library.open(root)) as opened:
        yield opened


def number(library: Library, query: str) -> int:
    results = library.searcher.search(query, limit=5, with_suggestions=False)
    assert len(library.searcher.hits(results.ids, results.query)) == results.total
    return results.total


def at_publication(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> list[int]:
    """Call `act` when the catalogue has the new articles, and the index still the old ones."""
    calls: list[int] = []
    commit = GramWriter.commit

    def calling(writer: GramWriter, *arguments: object) -> None:
        if writer._removed:
            act()
            calls.append(len(writer._removed))
        commit(writer, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(GramWriter, "commit", calling)
    return calls


@pytest.mark.parametrize("query", WORDS)
def test_who_searches_between_catalogue_and_index_waits_for_the_index(
    library: Library, other: Library, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[int] = []
    began = threading.Event()
    monkeypatch.setattr(whoosh_engine, "_PUBLISHED_WITHIN", 60.0)

    def search() -> None:
        began.set()
        numbers.append(number(other, query))

    searching = threading.Thread(target=search)

    def begin() -> None:
        searching.start()
        began.wait()
        searching.join(0.3)
        assert numbers == []  # it waits

    calls = at_publication(monkeypatch, begin)
    assert number(other, query) == 1
    library.corrections.correct_line(NAME, FARES_LINE, SUBHEAD)
    searching.join()
    assert len(calls) == 1
    assert numbers == [1]
    assert number(other, query) == 1


def test_what_is_published_is_written_before_the_catalogue_changes(
    library: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[tuple[int, int]] = []
    waited = GramWriter.wait

    def noting(writer: GramWriter) -> None:
        waited(writer)
        states.append((number(other, "跳板"), other.generation() == before))

    before = other.generation()
    monkeypatch.setattr(GramWriter, "wait", noting)
    library.corrections.correct_line(NAME, FARES_LINE, STARTS)
    assert states == [(1, True)]
    assert other.generation() != before


def test_after_an_update_that_was_killed_nobody_waits_twice(
    library: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        pass

    def killed(writer: GramWriter, *arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(GramWriter, "commit", killed)
        with pytest.raises(Killed):
            library.corrections.correct_line(NAME, FARES_LINE, SUBHEAD)
    waits: list[float] = []
    monkeypatch.setattr(whoosh_engine, "_PUBLISHED_WITHIN", 0.02)
    monkeypatch.setattr(time, "sleep", waits.append)
    other.searcher.search("跳板", limit=5, with_suggestions=False)
    assert waits
    waits.clear()
    other.searcher.search("船工", limit=5, with_suggestions=False)
    other.searcher.search("月票", limit=5, with_suggestions=False)
    assert waits == []
    library.sync()
    assert number(other, "跳板") == 1
