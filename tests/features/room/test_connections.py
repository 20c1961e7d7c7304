"""Asking a room's server, which may be slow, gone, started anew, or mean ill."""

import threading
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from reader.features.room import connections as asking
from reader.features.room.address import parse_address
from reader.features.room.catalogue import RoomCatalogue
from reader.features.room.connections import RoomConnections, RoomError, RoomLost
from reader.features.room.engine import RoomEngine
from reader.features.room.reading_room import ReadingRoom
from reader.search.documents import SearchCancelled
from reader.search.query import parse_query
from tests import homes
from tests.features.room.clusters import empty_room, shared

pytestmark = pytest.mark.slow


class Words(NamedTuple):
    words: str


class Number(NamedTuple):
    number: int


@pytest.fixture
def connections() -> Iterator[RoomConnections]:
    made = RoomConnections(empty_room())
    yield made
    made.close()


def test_a_connection_that_was_ended_is_made_again(connections: RoomConnections) -> None:
    for _ in range(3):
        assert connections.rows(Number, "SELECT 1::int") == [(1,)]
        shared().run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'yuebao'"
        )


def test_a_room_of_a_later_version_is_refused_and_said(connections: RoomConnections) -> None:
    address = shared().room("later")
    shared().run("UPDATE yuebao.meta SET value = '99' WHERE key = 'version'", "later")
    later = RoomConnections(address)
    with pytest.raises(RoomError, match="更新版本的阅报建的"):
        RoomCatalogue(later).generation()
    later.close()


def test_a_server_that_is_not_there_is_lost_and_said() -> None:
    gone = RoomConnections(parse_address("postgresql:///rooms?host=/nowhere"))
    with pytest.raises(RoomLost, match="连不上阅览室"):
        gone.rows(Number, "SELECT 1")


def test_what_is_no_longer_wanted_is_cancelled_on_the_server(connections: RoomConnections) -> None:
    is_superseded = threading.Event()
    threading.Timer(0.1, is_superseded.set).start()
    with pytest.raises(SearchCancelled):
        connections.rows(Words, "SELECT pg_sleep(3600)::text", (), is_superseded.is_set)
    busy = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'yuebao' AND state = 'active'"
    assert shared().run(busy) == [(0,)]
    assert connections.rows(Number, "SELECT 1::int") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1::int",
        "SELECT NULL::text",
        "SELECT ARRAY['a']",
        """SELECT '{"a": 1}'::json""",
        "SELECT 'a'::text, 'b'::text",
        "SELECT 'a'::bytea",
        "SELECT now()",
    ],
)
def test_rows_of_other_types_are_no_answer(connections: RoomConnections, sql: str) -> None:
    with pytest.raises(RoomError, match="不是阅览室该答的"):
        connections.rows(Words, sql)


@pytest.mark.parametrize(
    ("sql", "most"),
    [
        ("SELECT generate_series(1, 1000000000000)::text", "MOST_ROWS"),
        ("SELECT repeat('x', 100000 + generate_series(1, 1000000000)::int)", "MOST_CHARACTERS"),
    ],
)
def test_an_endless_answer_ends(
    connections: RoomConnections, monkeypatch: pytest.MonkeyPatch, sql: str, most: str
) -> None:
    monkeypatch.setattr(asking, most, 5000)
    with pytest.raises(RoomError, match="答了太多"):
        connections.rows(Words, sql)
    assert connections.rows(Number, "SELECT 1::int") == [(1,)]


def test_what_the_server_says_steers_no_terminal(connections: RoomConnections) -> None:
    with pytest.raises(RoomError) as told:
        connections.rows(Words, "DO $$ BEGIN RAISE EXCEPTION E'\\x1b]0;甲\\x07'; END $$")
    assert "\x1b" not in str(told.value)


def test_a_reader_writes_nothing_even_where_it_might(connections: RoomConnections) -> None:
    with pytest.raises(RoomError):
        connections.rows(Words, "INSERT INTO newspaper VALUES ('假') RETURNING name")


HOSTILE = """
CREATE SCHEMA yuebao;
SET search_path = yuebao;
CREATE TABLE meta (key text, value text);
INSERT INTO meta VALUES ('generation', 'many'), ('identity', '');
CREATE TABLE newspaper (name bytea);
INSERT INTO newspaper VALUES ('x');
CREATE TABLE year (year int, articles bigint, is_counted boolean);
INSERT INTO year VALUES (195312, 1, false);
CREATE TABLE common_gram (year int, gram text, articles bigint, counts text);
INSERT INTO common_gram VALUES (2024, '甲', 1, '{'), (2024, '乙', 1, '{"months": [1]}');
CREATE FUNCTION grams(line text) RETURNS text[] LANGUAGE sql IMMUTABLE AS 'SELECT string_to_array(line, NULL)';
CREATE TABLE issue (id bigint, identity text, newspaper text, date text, month_day text, date_origin text,
    number text, article_count bigint, label text, newspaper_origin text);
INSERT INTO issue VALUES (1, 'x', '报', 'yesterday', NULL, 'told', 'many', 1, 'x', 'nobody');
CREATE TABLE article_text (id bigint, day int, place int, newspaper text, page text, page_label text, search text,
    beside bytea);
INSERT INTO article_text VALUES (-7, 99999999, 1, '报', NULL, NULL, '甲乙丙', '\\xff');
CREATE TABLE article (id bigint, issue_id bigint, day int, key text, kind text, page text, page_order bigint,
    kicker text, title text, lead text, names text, length bigint, record bytea);
INSERT INTO article VALUES (-7, 1, 99999999, 'k', 'poem', NULL, 1, NULL, 't', 'l', '[1]', 3, '\\x28b52ffd');
CREATE TABLE source (id bigint, path text, is_missing boolean, encoding text, masthead text, reading text,
    issue_id bigint, place int, head_printed bytea, head_search bytea);
INSERT INTO source VALUES (1, 'p', false, 'utf-8', '[]', NULL, 1, 1, '\\xff', '\\xe794b2ff');
CREATE TABLE appearance (source_id bigint, position int, article_id bigint, source_lines text);
INSERT INTO appearance VALUES (1, 1, -7, 'none');
CREATE TABLE stitch (first_id text, second_id text, confidence text, reasons text, is_told text, pair text,
    paragraph text, seam text)
"""


def test_a_room_full_of_nonsense_is_told_and_nothing_falls(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    homes.use(monkeypatch, tmp_path_factory.mktemp("home"))
    shared().run("CREATE DATABASE hostile")
    shared().run(HOSTILE, "hostile")
    room = ReadingRoom(shared().address("hostile"))
    engine = RoomEngine(room.address, RoomConnections(room.address))
    query = parse_query('"甲" /3 "丙"')
    for act in (
        room.generation,
        lambda: room.contents.issue(1),
        lambda: room.contents.articles(1),
        lambda: room.contents.article_row(-7),
        room.contents.newest_issue,
        room.contents.newspapers,
        lambda: room.articles.article(-7),
        lambda: room.searcher.hits([-7], query),
        lambda: room.searcher.mastheads_found(parse_query("甲")),
        lambda: room.searcher.search("报:报"),
        lambda: engine.matches(parse_query("-丁")),
        lambda: engine.page(query),
        lambda: list(engine.count(parse_query('"甲"'))),
        lambda: list(engine.count(parse_query('"乙"'))),
    ):
        with pytest.raises(RoomError):
            act()
    room.close()
    engine.close()
