"""A room's reader reads, and does nothing else that PostgreSQL lets be taken away; what stays stops no load."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from reader.features.room import connections as asking
from reader.features.room import rights
from reader.features.room.address import RoomAddress
from reader.features.room.checking import state_of
from reader.features.room.connections import LIBRARIAN, RoomError, connect
from reader.features.room.loading import load, only_load
from reader.features.room.reading_room import ReadingRoom
from reader.features.room.schema import create_room
from reader.library.library import Library
from tests import corpus, homes
from tests.features.room.clusters import HELD, Cluster, cluster, programs

pytestmark = pytest.mark.slow

ROOM = "rooms"


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A server with the logins of a reader, a librarian, and one who owns the database and is no superuser."""
    with cluster() as made:
        made.run("CREATE ROLE owen LOGIN CREATEROLE CREATEDB")
        made.room(ROOM)
        made.run("CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.secret (x int)", ROOM)
        made.run("CREATE EXTENSION postgres_fdw", ROOM)
        made.run(
            "CREATE ROLE lan LOGIN IN ROLE yuebao_reader; CREATE ROLE kai LOGIN IN ROLE yuebao_librarian"
        )
        yield made


@pytest.fixture
def room(server: Cluster) -> RoomAddress:
    return server.address(ROOM)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("报")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        corpus.write_library(folder, 3, articles=2)
        with closing(Library.open(folder)) as opened:
            opened.sync()
            yield opened


def reader(server: Cluster, database: str = ROOM) -> psycopg.Connection[object]:
    return psycopg.connect(server.typed(database, "lan"), autocommit=True)


REFUSED = [
    "CREATE TABLE mine (x int)",
    "CREATE TABLE yuebao.mine (x int)",
    "CREATE TABLE public.mine (x int)",
    "CREATE TEMPORARY TABLE mine (x int)",
    "CREATE TEMPORARY SEQUENCE mine",
    "CREATE TEMPORARY VIEW mine AS SELECT 1",
    "SELECT 1 AS one INTO TEMPORARY mine",
    "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "CREATE EXTENSION pgcrypto",
    "CREATE PUBLICATION mine",
    "CREATE DATABASE mine",
    "CREATE ROLE mine",
    "INSERT INTO yuebao.meta VALUES ('a', 'b')",
    "UPDATE yuebao.year SET articles = 0",
    "DELETE FROM yuebao.issue",
    "TRUNCATE yuebao.article",
    "DROP TABLE yuebao.article",
    "DROP SCHEMA yuebao CASCADE",
    "CREATE TRIGGER mine AFTER INSERT ON yuebao.issue EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "COMMENT ON TABLE yuebao.issue IS 'mine'",
    "SELECT nextval('yuebao.article_id')",
    "SELECT setval('yuebao.article_id', 1)",
    "SELECT * FROM yuebao.meta FOR UPDATE",
    "SELECT * FROM yuebao.meta FOR KEY SHARE",
    "SELECT * FROM yuebao.loading",
    "SELECT lo_create(0)",
    "SELECT lo_creat(-1)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_put(1, 0, 'x')",
    "SELECT lo_unlink(1)",
    "SELECT lo_export(1, '/tmp/yuebao-large')",
    "SELECT lo_open(1, 131072)",
    "SELECT pg_notify('x', 'y')",
    "SELECT pg_advisory_lock(hashtext('yuebao load'))",
    "SELECT pg_advisory_xact_lock_shared(1)",
    "SELECT pg_try_advisory_lock(1, 2)",
    "SELECT pg_logical_emit_message(false, 'a', 'b')",
    "COPY yuebao.meta TO PROGRAM 'cat'",
    "COPY yuebao.meta TO '/tmp/yuebao-meta'",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "COPY yuebao.meta FROM PROGRAM 'cat'",
    "COPY yuebao.meta FROM STDIN",
    "CREATE EXTENSION dblink",
    "CREATE SERVER mine FOREIGN DATA WRAPPER postgres_fdw",
    "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "SELECT * FROM elsewhere.secret",
    "SELECT pg_read_binary_file('PG_VERSION')",
    "SELECT pg_stat_file('PG_VERSION')",
    "SELECT pg_switch_wal()",
    "SELECT pg_create_restore_point('mine')",
    "SELECT pg_replication_origin_create('mine')",
    "SELECT pg_create_physical_replication_slot('mine', true)",
    "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
    "SELECT pg_stat_reset()",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    "SELECT umoptions FROM pg_user_mapping",
    "SELECT subconninfo FROM pg_subscription",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT data FROM pg_largeobject",
    "GRANT yuebao_librarian TO lan",
    "GRANT lan TO yuebao_librarian",
    "SET ROLE yuebao_librarian",
    "SET SESSION AUTHORIZATION postgres",
    "SET temp_file_limit = -1",
    "ALTER ROLE lan IN DATABASE rooms SET temp_file_limit = -1",
    "ALTER ROLE lan CONNECTION LIMIT -1",
    "ALTER DATABASE rooms RESET ALL",
    "ALTER SYSTEM SET statement_timeout = 0",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
    "SELECT pg_reload_conf()",
    "CHECKPOINT",
    "REINDEX TABLE yuebao.article",
    "ALTER TABLE yuebao.meta OWNER TO lan",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_a_reader_is_refused(server: Cluster, sql: str) -> None:
    with reader(server) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(sql)


@pytest.mark.parametrize(
    "mode", ["ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "EXCLUSIVE"]
)
def test_a_reader_locks_no_table_against_others(server: Cluster, mode: str) -> None:
    with reader(server) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(f"BEGIN; LOCK TABLE yuebao.meta IN {mode} MODE")


def test_a_reader_can_not_lock_what_a_load_locks(server: Cluster) -> None:
    with reader(server) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(f"BEGIN; LOCK TABLE {rights.LOCK} IN ACCESS SHARE MODE")


def test_what_is_dropped_or_vacuumed_by_a_reader_is_still_there(server: Cluster) -> None:
    with reader(server) as connection:
        connection.execute("DROP OWNED BY yuebao_reader")
        connection.execute("DROP OWNED BY lan")
        connection.execute("VACUUM")
        assert connection.execute("SELECT count(*) FROM yuebao.meta").fetchall() == [(3,)]


def test_a_readers_login_has_times_and_a_share_of_disk_and_connections(
    server: Cluster, room: RoomAddress
) -> None:
    """Also a login that was made after the room; that of who loads is left as it was."""
    names = ("statement_timeout", "idle_in_transaction_session_timeout", "temp_file_limit")
    told = {}
    assert rights.brought(room) == ()
    for user in ("lan", "kai"):
        with psycopg.connect(server.typed(ROOM, user), autocommit=True) as connection:
            told[user] = [connection.execute(f"SHOW {name}").fetchall() for name in names]
    assert told["lan"] == [[("1min",)], [("10min",)], [("2GB",)]]
    assert told["kai"] == [[("0",)], [("0",)], [("-1",)]]
    own = "SELECT rolconfig FROM pg_roles WHERE rolname = 'yuebao_reader'"
    assert server.run(own) == [(["statement_timeout=1min"],)]
    limits = "SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname IN ('lan', 'kai') ORDER BY 1"
    assert server.run(limits) == [("kai", -1), ("lan", 30)]


def test_temporary_files_of_a_reader_end_at_the_limit(server: Cluster) -> None:
    server.run(f"ALTER DATABASE {ROOM} SET temp_file_limit = '1MB'", ROOM)
    with reader(server) as connection, pytest.raises(errors.ConfigurationLimitExceeded):
        connection.execute(
            "BEGIN; DECLARE held CURSOR WITH HOLD FOR SELECT repeat('x', 100) FROM generate_series(1, 1000000);"
            " COMMIT"
        )
    server.run(f"ALTER DATABASE {ROOM} SET temp_file_limit = '2GB'", ROOM)


def test_what_postgresql_lets_nobody_forbid(server: Cluster) -> None:
    """These are told in docs/reading-room.md; none of them stops a load, as the next test shows."""
    told = (Path(__file__).parents[3] / "docs" / "reading-room.md").read_text(encoding="utf-8")
    with reader(server) as connection:
        connection.execute("NOTIFY loading, 'x'")
        connection.execute("LISTEN loading")
        connection.execute("SET statement_timeout = 0")
        connection.execute("SELECT pg_export_snapshot()")
    assert [name for name in ("NOTIFY", "LISTEN", "SET statement_timeout") if f"`{name}`" not in told] == []


def test_what_readers_do_and_no_right_forbids_stops_no_load(
    server: Cluster, room: RoomAddress, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The years of the library are new, and every table is locked, read and held by readers meanwhile."""
    monkeypatch.setitem(asking._OF_LIBRARIANS, "lock_timeout", "2000")
    tables = [
        str(name)
        for (name,) in server.run(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind IN ('r', 'p')"
            " AND has_table_privilege('lan', c.oid, 'SELECT')",
            ROOM,
        )
    ]
    assert {"pg_class", "yuebao.article_text"} <= {*tables}
    with ExitStack() as stack:
        for _ in range(3):
            each = stack.enter_context(closing(reader(server)))
            each.execute("SET statement_timeout = 0")
            each.execute("SET idle_in_transaction_session_timeout = 0")
            each.execute("LISTEN loading")
            each.execute("NOTIFY loading, 'x'")
            each.execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
            for name in tables:
                each.execute(f"LOCK TABLE {name} IN ACCESS SHARE MODE")
            each.execute("DECLARE held CURSOR FOR SELECT * FROM yuebao.article_text")
            each.execute("FETCH held")
        assert load(library.local.catalogue.hand_over, "报", room).days == 3
        assert load(library.local.catalogue.hand_over, "报", room).unchanged == 3
    assert state_of(room).problems == ()


def test_the_lock_of_a_load_holds_back_neither_vacuum_nor_readers(server: Cluster, room: RoomAddress) -> None:
    with only_load(room) as assure:
        assure()
        old = "SELECT pid FROM pg_stat_activity WHERE backend_xmin IS NOT NULL OR backend_xid IS NOT NULL"
        ((holder,),) = server.run(HELD, ROOM)
        assert (holder,) not in server.run(old, ROOM)
        with psycopg.connect(server.typed(ROOM), autocommit=True) as anybody:
            anybody.execute("SET lock_timeout = '2s'")
            anybody.execute("VACUUM ANALYZE")
        with reader(server) as connection:
            assert connection.execute("SELECT count(*) FROM yuebao.meta").fetchall() == [(5,)]
    assert server.run(HELD, ROOM) == []


# -- rooms that an earlier version has made


def made_earlier(server: Cluster, name: str, owner: str = "postgres") -> RoomAddress:
    """Make a room as it was made before readers' rights were looked after."""
    server.run(f"CREATE DATABASE {name} OWNER {owner}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rights, "bring", lambda connection: None)
        create_room(server.address(name, owner))
    with reader(server, name) as connection:
        connection.execute("CREATE TEMPORARY TABLE mine (x int)")
        connection.execute("SELECT lo_create(0), pg_advisory_lock(1)")
    return server.address(name, owner)


def assert_narrow(server: Cluster, name: str) -> None:
    with reader(server, name) as connection:
        for sql in (
            "CREATE TEMPORARY TABLE mine (x int)",
            "SELECT lo_create(0)",
            "SELECT pg_advisory_lock(1)",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql)
        assert connection.execute("SHOW statement_timeout").fetchall() == [("1min",)]
        # version, library, key, and the form and the stitching of the texts once there are any
        assert connection.execute("SELECT count(*) FROM yuebao.meta").fetchall() in ([(3,)], [(5,)])


@pytest.mark.parametrize("way", ["create", "add", "check"])
def test_an_earlier_room_gets_the_rights_of_today(server: Cluster, library: Library, way: str) -> None:
    address = made_earlier(server, f"earlier_{way}")
    match way:
        case "create":
            assert not create_room(address)
        case "add":
            load(library.local.catalogue.hand_over, "报", address)
        case "check":
            assert (state_of(address).problems, state_of(address).rights) == ((), ())
    assert_narrow(server, f"earlier_{way}")


def test_an_earlier_room_is_read_before_its_owner_has_come(
    server: Cluster, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes.use(monkeypatch, tmp_path)
    made_earlier(server, "earlier_read")
    with closing(ReadingRoom(server.address("earlier_read", "lan"))) as room:
        assert room.contents.counts().articles == 0
        assert room.searcher.search("渡口").total == 0
    assert state_of(server.address("earlier_read", "lan")).rights == ()  # told to those who can do something


def test_a_librarian_alone_loads_an_earlier_room(server: Cluster, library: Library) -> None:
    made_earlier(server, "earlier_kai")
    as_kai = server.address("earlier_kai", "kai")
    assert load(library.local.catalogue.hand_over, "报", as_kai).days == 3
    assert "临时表" in "".join(state_of(as_kai).rights)


def test_what_an_owner_can_not_take_a_superuser_does_by_the_script(server: Cluster) -> None:
    with connect(server.address(), is_reader=False) as connection:
        connection.execute(f"GRANT {LIBRARIAN} TO owen")
    address = made_earlier(server, "of_owen", "owen")
    ((told,),) = (state_of(address).rights,)
    assert ("大对象" in told, "临时表" in told) == (True, False)
    assert "reader room rights | sudo -u postgres psql of_owen" in told
    with reader(server, "of_owen") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("CREATE TEMPORARY TABLE mine (x int)")
    psql = [str(programs() / "psql"), "-v", "ON_ERROR_STOP=1", "-q", "-X", "-d", server.typed("of_owen")]
    done = subprocess.run(psql, input=rights.script(), text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert_narrow(server, "of_owen")
    assert state_of(address).rights == ()


def test_rights_given_by_hand_are_taken_back(server: Cluster, room: RoomAddress) -> None:
    server.run(
        "GRANT INSERT ON yuebao.meta TO yuebao_reader; GRANT USAGE ON SEQUENCE yuebao.article_id TO PUBLIC;"
        " REVOKE SELECT ON yuebao.issue FROM yuebao_reader; GRANT SELECT ON yuebao.loading TO PUBLIC;"
        " GRANT CREATE ON SCHEMA public TO PUBLIC",
        ROOM,
    )
    assert rights.brought(room) == ()
    with reader(server) as connection:
        for sql in ("INSERT INTO yuebao.meta VALUES ('a', 'b')", "SELECT nextval('yuebao.article_id')"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql)
        connection.execute("SELECT FROM yuebao.issue")


def test_a_schema_that_is_no_room_gets_nothing(server: Cluster) -> None:
    server.run("CREATE DATABASE others")
    server.run("CREATE SCHEMA yuebao; CREATE TABLE yuebao.meta (mine int)", "others")
    before = server.run("SELECT datacl FROM pg_database WHERE datname = 'others'")
    with pytest.raises(RoomError, match="却不是阅览室"):
        create_room(server.address("others"))
    assert server.run(
        "SELECT relname FROM pg_class WHERE relnamespace = 'yuebao'::regnamespace", "others"
    ) == [("meta",)]
    assert server.run("SELECT datacl FROM pg_database WHERE datname = 'others'") == before
