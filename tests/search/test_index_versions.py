"""A new version of the program builds its index anew while the old one answers."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.search.answering import index_versions
from reader.search.answering.index_versions import opened
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order
from reader.search.query import parse_query
from tests.search.library_of_texts import TextTable, a_document

OPEN = ["index-1-c0"] if sys.platform == "win32" else []
"""The folder of version 1 while a window has it open: nothing that is open can be deleted on Windows."""
QUERY = parse_query("雁桥春灌")
DOCUMENTS = [a_document(id, f"2024-01-{id:02}", body=["雁桥春灌"]) for id in range(1, 21)]


@pytest.fixture(autouse=True)
def _version_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_versions, "VERSION", 1)


@pytest.fixture
def texts(tmp_path: Path) -> TextTable:
    texts = TextTable(tmp_path / "texts.sqlite")
    texts.put(DOCUMENTS)
    return texts


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache"


@pytest.fixture
def of_version_1(cache: Path, texts: TextTable) -> Iterator[WhooshEngine]:
    """All of the documents, as a window has it open."""
    engine = opened(cache, "c0", texts)
    engine.update(DOCUMENTS)
    engine.note_complete()
    yield engine
    engine.close()


def folders(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir())


def test_the_old_index_answers_until_the_new_one_is_complete(
    cache: Path, texts: TextTable, of_version_1: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_versions, "VERSION", 3)
    window, sync = opened(cache, "c0", texts), opened(cache, "c0", texts)
    everything = tuple(range(20, 0, -1))

    def answers(engine: WhooshEngine) -> tuple[object, ...]:
        *_, counted = engine.count(QUERY)
        found = engine.search(QUERY)
        assert (counted.total, counted.by_year) == (found.total, found.by_year)
        return engine.page(QUERY), found.ids, engine.page(QUERY, Order.OLDEST)[::-1]

    assert (len(sync), sync.ids().tolist()) == (0, [])
    for engine in (window, sync):
        assert answers(engine) == (everything,) * 3
    sync.update(DOCUMENTS[10:])
    assert answers(window) == (everything,) * 3
    assert folders(cache) == ["index-1-c0", "index-3-c0"]
    sync.update(DOCUMENTS[:10])
    sync.note_complete()
    assert folders(cache) == [*OPEN, "index-3-c0"]
    for engine in (window, sync):
        assert answers(engine) == (everything,) * 3
        assert engine.check() == []
        assert not engine.tidy()
        assert engine.older is None
    of_version_1.close()
    sync.note_complete()
    assert folders(cache) == ["index-3-c0"]
    window.close()
    sync.close()


def test_without_an_old_one_what_is_there_is_found_at_once(cache: Path, texts: TextTable) -> None:
    engine = opened(cache, "c0", texts)
    engine.update(DOCUMENTS[18:])
    assert engine.page(QUERY) == (20, 19)


@pytest.mark.usefixtures("of_version_1")
@pytest.mark.parametrize("damage", ["current.json", "manifest"])
def test_an_old_one_that_can_not_be_read_is_passed_over(
    cache: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    next((cache / "index-1-c0").glob(f"{damage}*")).write_bytes(b"{")
    monkeypatch.setattr(index_versions, "VERSION", 2)
    assert opened(cache, "c0", texts).page(QUERY) == ()


def test_the_index_of_another_catalogue_is_never_asked_and_goes_when_this_one_is_complete(
    cache: Path, texts: TextTable, of_version_1: WhooshEngine
) -> None:
    (cache / "index").mkdir()
    (cache / "notes").mkdir()
    other = opened(cache, "c1", texts)
    assert other.page(QUERY) == ()
    other.update(DOCUMENTS[:1])
    assert other.page(QUERY) == (1,)
    other.note_complete()
    assert folders(cache) == [*OPEN, "index-1-c1", "notes"]
    of_version_1.close()
    other.note_complete()
    assert folders(cache) == ["index-1-c1", "notes"]


def test_indexes_are_thrown_away_one_or_all(cache: Path, texts: TextTable) -> None:
    for identity in ("c0", "c1", "c2"):
        opened(cache, identity, texts).update(DOCUMENTS)
    index_versions.throw_away(cache, "c0")
    assert folders(cache) == ["index-1-c1", "index-1-c2"]
    (cache / "indexes.txt").touch()
    index_versions.throw_away(cache)
    assert folders(cache) == ["indexes.txt"]
