"""A room holds what a folder's library holds: loaded as often as one likes, cut off anywhere, by who may."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from reader.features.misread.measuring import MEASURED
from reader.features.misread.rates import misreadings_from_json
from reader.features.room import loading
from reader.features.room.address import RoomAddress
from reader.features.room.checking import state_of
from reader.features.room.connections import RoomConnections, RoomError, connect
from reader.features.room.engine import RoomEngine
from reader.features.room.loading import Loaded, analyze, load, note
from reader.features.room.reading_room import ReadingRoom
from reader.library import sync
from reader.library.library import Library
from reader.newspaper.holdings import Document
from reader.search.query import parse_query
from tests import corpus, homes
from tests.features.room.clusters import HELD, empty_room, shared
from tests.features.room.test_people import assert_same_people
from tests.search.library_of_texts import a_document
from tests.shelf import issues_of, keys_found, strings_of, tree_of
from tests.split_story import write_day

pytestmark = pytest.mark.slow

ISSUES, ARTICLES = 6, 3


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


def write_papers(folder: Path) -> Path:
    corpus.write_library(folder, ISSUES, articles=ARTICLES)
    (folder / "散页.txt").write_text("没有报头的一页\n\n谁也不知道是哪一天的。\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that no test changes."""
    opened = Library.open(write_papers(tmp_path_factory.mktemp("报")))
    opened.sync()
    yield opened
    opened.close()


@pytest.fixture
def own_library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(write_papers(tmp_path / "报"))
    opened.sync()
    yield opened
    opened.close()


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    opened = ReadingRoom(empty_room())
    yield opened
    opened.close()


def put(library: Library, room: ReadingRoom) -> Loaded:
    return load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address)


def assert_same(room: ReadingRoom, library: Library) -> None:
    assert tree_of(room) == tree_of(library)
    assert room.contents.counts().articles == library.contents.counts().articles
    for mine, theirs in zip(issues_of(room), issues_of(library), strict=True):
        assert room.derived.catalogue.files.files_of_issue(
            mine.id
        ) == library.derived.catalogue.files.files_of_issue(theirs.id)
        for step in (-1, 1):
            beside = [
                of.contents.adjacent_issue(issue.id, step) for of, issue in ((room, mine), (library, theirs))
            ]
            assert len({each and (each.date, each.label) for each in beside}) == 1
    for newspaper in library.contents.newspapers():
        held = [of.derived.catalogue.tree.dated_issues(newspaper.title) for of in (room, library)]
        assert [row[1:] for row in held[0]] == [row[1:] for row in held[1]]
    for string in strings_of(library, 12):
        assert keys_found(room, string) == keys_found(library, string)


def test_a_room_shows_and_finds_what_the_library_does(library: Library, room: ReadingRoom) -> None:
    loaded = put(library, room)
    assert loaded.articles == library.contents.counts().articles
    assert_same(room, library)
    assert state_of(room.address).problems == ()


def test_loading_again_changes_nothing(library: Library, room: ReadingRoom) -> None:
    first = put(library, room)
    ids = room.derived.catalogue.generation()
    assert put(library, room) == Loaded(0, first.days, 0, 0)
    assert room.derived.catalogue.generation() == ids


def test_a_room_holds_the_same_whatever_the_sync_was(
    tmp_path: Path, library: Library, room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "MANY_BYTES", 0)
    with closing(Library.open(write_papers(tmp_path / "报"))) as by_children:
        by_children.sync(workers=2)
        put(by_children, room)
    assert_same(room, library)
    assert_same_people(room, library)


def test_what_changes_in_the_folder_changes_in_the_room(own_library: Library, room: ReadingRoom) -> None:
    library, root = own_library, own_library.root
    put(library, room)
    files = sorted(root.rglob("1990*.txt"))
    files[0].write_text(
        files[0].read_text(encoding="utf-8") + "\n又添了一行谁也没写过的字。\n", encoding="utf-8"
    )
    files[1].unlink()
    (root / "散页.txt").unlink()
    library.sync(accept_missing=True)
    library.forget_missing([])
    library.forget_missing([each.path for each in library.missing_files()])
    loaded = put(library, room)
    assert (loaded.days, loaded.removed) == (1, 2)
    assert_same(room, library)
    assert state_of(room.address).problems == ()


def test_a_story_over_two_pages_is_one_in_the_room(tmp_path: Path, room: ReadingRoom) -> None:
    write_day(tmp_path / "转版", 12)
    library = Library.open(tmp_path / "转版")
    library.sync()
    put(library, room)

    def stories(of: Library) -> list[list[str]]:
        ids = of.searcher.search("的", limit=100).ids
        return sorted([part.article.key for part in of.articles.chain(each)] for each in ids)

    assert stories(room) == stories(library)
    assert any(len(story) > 1 for story in stories(room))
    assert_same(room, library)
    library.close()


def test_two_folders_are_one_library(tmp_path: Path, own_library: Library, room: ReadingRoom) -> None:
    library = own_library
    corpus.write_library(tmp_path / "报" / "补", 3, seed=9, articles=2)
    corpus.write_library(tmp_path / "别的" / "补", 3, seed=9, articles=2)
    other = Library.open(tmp_path / "别的")
    other.sync()
    put(library, room)
    put(other, room)
    library.sync()  # has both from here on
    for each in (library, other):
        for string in strings_of(each, 5):
            assert keys_found(room, string) == keys_found(library, string)
    assert [(row.date, row.article_count) for row in issues_of(room)] == [
        (row.date, row.article_count) for row in issues_of(library)
    ]
    other.close()


_LOADER = """
import os, pathlib, sys
from reader.library.library import Library
from reader.features.room import loading, texts
from reader.features.room.address import parse_address

calls, put = [], texts.put
def die_at_the_third(*values):
    calls.append(values)
    if len(calls) == 3:
        os.kill(os.getpid(), 9)
    put(*values)

texts.put = die_at_the_third
loading.AT_ONCE = 1
library = Library.open(pathlib.Path(sys.argv[1]))
loading.load(library.local.catalogue.hand_over, library.user_data.library_uuid(), parse_address(sys.argv[2]))
"""
"""Loads a day in a transaction, and dies when articles of the third are there, and their texts are not."""


def test_a_load_that_was_killed_goes_on_where_it_was(library: Library, room: ReadingRoom) -> None:
    words = [sys.executable, "-c", _LOADER, str(library.root), shared().typed("emptied")]
    killed = subprocess.run(words, env=os.environ | {"PYTHONPATH": "."}, check=False)
    assert killed.returncode == -signal.SIGKILL
    _await_end_of_sessions(room.address)
    kept = room.contents.counts().articles
    assert kept == 2 * ARTICLES
    assert state_of(room.address).problems == ()
    loaded = put(library, room)
    assert loaded.unchanged == 2
    assert loaded.articles == library.contents.counts().articles - kept
    assert_same(room, library)
    assert_same_people(room, library)


def test_what_a_load_that_was_killed_has_not_counted_the_next_one_counts(
    library: Library, room: ReadingRoom
) -> None:
    put(library, room)
    shared().run("UPDATE yuebao.year SET is_counted = false", "emptied")
    assert put(library, room).days == 0
    assert shared().run("SELECT DISTINCT is_counted FROM yuebao.year", "emptied") == [(True,)]


def _await_end_of_sessions(address: RoomAddress) -> None:
    """Wait until the server has noticed that the loader is gone."""
    end = time.monotonic() + 120
    while shared().run(HELD, "emptied") and time.monotonic() < end:
        time.sleep(0.01)


class TestRoles:
    @pytest.fixture
    def users(self, room: ReadingRoom) -> tuple[str, str]:
        shared().run(
            "DROP ROLE IF EXISTS kai; DROP ROLE IF EXISTS lan;"
            " CREATE ROLE kai LOGIN IN ROLE yuebao_librarian; CREATE ROLE lan LOGIN IN ROLE yuebao_reader"
        )
        return "kai", "lan"

    def test_a_librarian_loads_and_a_reader_reads(self, library: Library, users: tuple[str, str]) -> None:
        librarian, reader = users
        load(library.local.catalogue.hand_over, "报", shared().address("emptied", librarian))
        as_reader = ReadingRoom(shared().address("emptied", reader))
        assert_same(as_reader, library)
        assert not state_of(as_reader.address).may_load
        as_reader.close()

    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM article_text",
            "UPDATE issue SET label = ''",
            "INSERT INTO newspaper VALUES ('假')",
            "DROP TABLE article_text",
            "CREATE TABLE yuebao.mine (x int)",
            "SET ROLE yuebao_librarian",
        ],
    )
    def test_a_reader_changes_nothing(self, users: tuple[str, str], sql: str) -> None:
        _, reader = users
        address = shared().address("emptied", reader)
        for is_reader in (True, False):
            with connect(address, is_reader=is_reader) as connection, pytest.raises(psycopg.Error):
                connection.execute(sql)

    def test_a_reader_who_loads_is_told(self, library: Library, users: tuple[str, str]) -> None:
        with pytest.raises(RoomError, match="权限"):
            load(library.local.catalogue.hand_over, "报", shared().address("emptied", users[1]))


def test_a_database_without_a_room_is_told() -> None:
    engine = RoomEngine(shared().address(), RoomConnections(shared().address()))
    with pytest.raises(RoomError, match="reader room create"):
        len(engine)


def analyzed(room: ReadingRoom) -> set[tuple[str, object]]:
    """Return the tables of texts that were ever analysed, and when that was last."""
    with connect(room.address, is_reader=False) as connection:
        sql = (
            "SELECT relname, last_analyze FROM pg_stat_user_tables WHERE relname ~ '^article_text_19|^year$'"
        )
        return {(str(name), when) for name, when in connection.execute(sql) if when is not None}


@pytest.mark.parametrize("step", ["analyze", "count_common"])
def test_what_a_load_that_was_cut_off_at_its_end_has_left_the_next_one_does(
    own_library: Library, room: ReadingRoom, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """No day has changed meanwhile."""

    def cut_off(*words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, step, cut_off)
        with pytest.raises(KeyboardInterrupt):
            put(own_library, room)
    before = analyzed(room)
    assert put(own_library, room).days == 0
    ((year,),) = shared().run("SELECT year FROM yuebao.year WHERE articles > 0 AND year > 0", "emptied")
    assert f"article_text_{year}" in {name for name, _ in analyzed(room) - before}
    waiting = loading.SORTED.replace("current_schema()", "'yuebao'")
    assert {*shared().run(waiting, "emptied")} == {(0,)}
    after = analyzed(room)
    put(own_library, room)
    assert analyzed(room) == after


def test_a_load_brings_up_to_date_the_statistics_of_the_years_it_changed(room: ReadingRoom) -> None:
    engine = RoomEngine(room.address, RoomConnections(room.address))
    engine.update([a_document(1, "1988-01-01"), a_document(2, "1989-01-01")])
    before = analyzed(room)
    with connect(room.address, is_reader=False) as connection:
        analyze(connection, [1988])
    assert {name for name, _ in analyzed(room) - before} == {"article_text_1988", "year"}
    engine.close()


def test_texts_that_postgresql_can_not_store_are_found_and_come_back(room: ReadingRoom) -> None:
    text = "甲\0乙\ud83c丙\n\n\n丁"
    engine = RoomEngine(room.address, RoomConnections(room.address))
    engine.update([Document(1, "报", None, None, text)])
    for typed, found in (
        ('"甲"', [1]),
        ('"丙"', [1]),
        ('"甲乙"', []),
        ('"\ufdd0"', []),
        ('"乙\ud83c丙"', [1]),
    ):
        assert engine.matches(parse_query(typed)).tolist() == found
    engine.close()


def test_what_is_misread_is_measured_in_the_room_as_in_the_folder(
    library: Library, room: ReadingRoom
) -> None:
    catalogue, query = room.derived.catalogue, parse_query("的")
    assert catalogue.stored_value(MEASURED) is None
    put(library, room)
    loading.measure(room.address)
    measured = [json.loads(of.stored_value(MEASURED) or "") for of in (catalogue, library.derived.catalogue)]
    assert len({(*told[:2], misreadings_from_json(told[2]).total) for told in measured}) == 1
    told = [of.searcher.estimate(query, of.searcher.search(query, exact=True)) for of in (room, library)]
    assert told[0] == told[1]


@pytest.mark.parametrize("nonsense", ["", "[2, 18]", '[2, 18, "{}"]', '["2", 18, "{}"]'])
def test_what_nobody_has_measured_is_refused(room: ReadingRoom, nonsense: str) -> None:
    note(room.address, MEASURED, nonsense)
    with pytest.raises(RoomError, match="不是阅览室该答的"):
        room.derived.catalogue.stored_value(MEASURED)
