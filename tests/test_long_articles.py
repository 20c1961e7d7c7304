"""An article as long as no newspaper's: it is found, counted and read as any other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.articles import LONG
from reader.library.library import Library
from reader.search.query import parse_query
from tests import homes
from tests.shelf import keys_found

SENTENCE = "何渡生说，这条河他走了四十年。"
TIMES = 2 * LONG // len(SENTENCE)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    folder = tmp_path / "报"
    folder.mkdir()
    (folder / "20240301.txt").write_text(SENTENCE * TIMES + "末班灯船靠岸。", encoding="utf-8")
    (folder / "20240302.txt").write_text("本报讯（记者 周岱青）渡口加开一班船。", encoding="utf-8")
    opened = Library.open(folder)
    opened.sync()
    yield opened
    opened.close()


def test_its_matches_are_counted_and_a_window_of_them_is_shown(library: Library) -> None:
    query = parse_query("四十年")
    (hit,) = library.searcher.hits(library.searcher.search("四十年").ids, query)
    assert hit.snippet.matches == TIMES
    assert "四十年" in hit.snippet.text


def test_its_last_words_are_found(library: Library) -> None:
    assert len(keys_found(library, "末班灯船靠岸")) == 1
    (hit,) = library.searcher.hits(library.searcher.search("灯船").ids, parse_query("灯船"))
    assert "末班灯船" in hit.snippet.text


def test_it_is_read_once_and_then_at_hand(library: Library) -> None:
    (long,) = library.searcher.search("灯船").ids
    assert library.articles.article(long) is library.articles.article(long)
