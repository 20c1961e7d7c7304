"""One load at a time; what a load has locked goes with it, however it ends, and keeps nobody from reading."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.room import far_servers, loading, texts, watch
from reader.features.room.address import RoomAddress
from reader.features.room.answers import BoundedConnection
from reader.features.room.connections import LIBRARIAN, RoomConnections, RoomError, RoomLost, connect
from reader.features.room.engine import RoomEngine
from reader.features.room.loading import load, only_load
from reader.features.room.schema import make_years
from reader.library.library import Library
from reader.newspaper.holdings import Document
from reader.search.query import parse_query
from tests import corpus, homes
from tests.features.room.clusters import HELD, Cluster, empty_room, shared
from tests.features.room.spread import two_servers

pytestmark = pytest.mark.slow

FAR, HERE = 1990, 1991
ARTICLES = 2


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two days of a year that lies on the second server, and two of another."""
    folder = tmp_path_factory.mktemp("报")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        for day in (0, 1, 365, 366):
            name, text = corpus.an_issue(1, day, ARTICLES)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        with closing(Library.open(folder)) as opened:
            opened.sync()
            yield opened


def test_a_load_over_a_server_that_is_stuck_keeps_no_lock(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "FIRST_LOOK", 0.2)
    monkeypatch.setattr(far_servers, "LOOK_SECONDS", 1)
    monkeypatch.setattr(loading, "_LOOKS_MS", 100)
    monkeypatch.setattr(loading, "AT_ONCE", 1)
    with two_servers("stuck_load", (FAR, FAR)) as (address, second):
        with monkeypatch.context() as patch:
            _stick_at(second, dt.date(FAR, 1, 2), patch)
            with pytest.raises(RoomLost, match="1990 年所在的服务器没有应答"):
                load(library.local.catalogue.hand_over, "报", address)
        at_it = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY article_text %'"
        assert shared().run(at_it) == [(1,)]  # PostgreSQL can't end it
        soon(lambda: not shared().run(HELD, "stuck_load"))
        soon(lambda: shared().run(f"{at_it} AND backend_xid IS NOT NULL") == [(0,)])  # its rows are free
        loaded = load(library.local.catalogue.hand_over, "报", address)
        assert loaded.left_out == 1
        with closing(RoomEngine(address, RoomConnections(address))) as engine:
            assert len(engine) == 3 * ARTICLES
        second.resume()


def _stick_at(second: Cluster, day: dt.date, patch: pytest.MonkeyPatch) -> None:
    """Have the second server answer nothing any more when texts of a day come."""
    as_row = texts._row

    def row(document: Document) -> tuple[object, ...]:
        if document.date == day:
            second.pause()
        return as_row(document)

    patch.setattr(texts, "_row", row)


def soon(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


_KILLED = """
import os, sys, threading
from reader.features.room import loading
from reader.features.room.address import parse_address
from reader.features.room.connections import connect

loading._LOOKS_MS = 100
address = parse_address(sys.argv[1])
with loading.only_load(address), connect(address, is_reader=False) as connection:
    loading.end_with_the_client(connection)
    threading.Timer(0.2, os.kill, (os.getpid(), 9)).start()
    connection.execute("SELECT pg_sleep(600)")
"""
"""Dies while the server is at something that takes long."""


def test_the_lock_of_a_load_that_was_killed_is_free(library: Library) -> None:
    address = empty_room()
    words = [sys.executable, "-c", _KILLED, shared().typed("emptied")]
    killed = subprocess.run(words, env=os.environ | {"PYTHONPATH": str(Path.cwd())}, check=False)
    assert killed.returncode == -signal.SIGKILL
    soon(lambda: not shared().run(HELD, "emptied"))
    soon(lambda: not shared().run("SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'"))
    assert load(library.local.catalogue.hand_over, "报", address).days == 4


def test_a_load_that_has_lost_its_lock_ends(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    address = empty_room()
    monkeypatch.setattr(loading, "AT_ONCE", 1)
    put, calls = texts.put, []

    def lose(*words: object) -> None:
        calls.append(words)
        if len(calls) == 2:
            shared().run(f"SELECT pg_terminate_backend(pid) FROM ({HELD}) AS held", "emptied")
        put(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(texts, "put", lose)
    with pytest.raises(RoomLost):
        load(library.local.catalogue.hand_over, "报", address)
    assert len(calls) == 2
    assert load(library.local.catalogue.hand_over, "报", address).unchanged == 2


def test_two_do_not_load_at_once(library: Library) -> None:
    address = empty_room()
    with only_load(address), pytest.raises(RoomError, match="另有一处"):
        load(library.local.catalogue.hand_over, "报", address)


def as_librarian(address: RoomAddress) -> BoundedConnection:
    connection = connect(address, is_reader=False)
    connection.execute(f"SET ROLE {LIBRARIAN}")
    return connection


def test_nobody_who_reads_waits_for_a_load_that_makes_a_year() -> None:
    address = empty_room()
    with as_librarian(address) as librarian, librarian.transaction():
        make_years(librarian, {2031})
        with connect(address, is_reader=True) as reader:
            reader.execute("SET lock_timeout = '1s'")
            assert reader.execute("SELECT count(*) FROM article_text").fetchall() == [(0,)]


def test_a_year_that_is_made_is_like_the_others(library: Library) -> None:
    address = shared().room("made_year")
    load(library.local.catalogue.hand_over, "报", address)
    columns = (
        "SELECT attname, attnotnull, attcompression, attgenerated, attcollation FROM pg_attribute"
        " WHERE attrelid = 'yuebao.{}'::regclass AND attnum > 0 ORDER BY attnum"
    )
    made, whole = (
        shared().run(columns.format(table), "made_year") for table in ("article_text_1990", "article_text")
    )
    assert made == whole
    options = "SELECT reloptions FROM pg_class WHERE relname = 'article_text_1990'"
    assert shared().run(options, "made_year") == [(["toast_tuple_target=128"],)]
    indexes = "SELECT count(*) FROM pg_index WHERE indrelid = 'yuebao.{}'::regclass AND indisvalid"
    assert (
        len({shared().run(indexes.format(t), "made_year")[0] for t in ("article_text_1990", "article_text")})
        == 1
    )
    reader = shared().run(
        "SELECT has_table_privilege('yuebao_reader', 'yuebao.article_text_1990', 'SELECT')", "made_year"
    )
    assert reader == [(True,)]
    with closing(RoomEngine(address, RoomConnections(address))) as engine:
        assert engine.matches(parse_query("的")).size
