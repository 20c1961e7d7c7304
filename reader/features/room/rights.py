"""The privileges of a room's readers: to read and nothing else, as far as PostgreSQL allows to revoke the rest.

Each command that makes, loads, serves or checks a room updates the privileges that its user may change: the librarian
those on tables, the owner those on the database, a superuser those on PostgreSQL's own functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import LiteralString, NamedTuple

from psycopg import errors

from reader.features.room.address import RoomAddress
from reader.features.room.answers import BoundedConnection, one, run
from reader.features.room.connections import LIBRARIAN, READER, SCHEMA, connect, reporting_errors
from reader.features.room.watch import SOON_SECONDS, Watch
from reader.i18n import say
from reader.language.forms import without_controls

LOCK = f"{SCHEMA}.loading"
"""The view that a load locks. Readers have no privilege on it, and so can't lock it; a view is not vacuumed."""
_LONGEST = 200

_FUNCTIONS = f"""SELECT p.oid FROM pg_proc p WHERE pronamespace = 'pg_catalog'::regnamespace
    AND (proname ~ '^(lo_|pg_(try_)?advisory_)'
    OR proname IN ('loread', 'lowrite', 'pg_notify', 'pg_logical_emit_message'))
    AND has_function_privilege('{READER}', p.oid, 'EXECUTE')"""
"""PostgreSQL's functions that readers may call to do more than read: for large objects, locks by number, notices, and
messages in the write-ahead log."""
_MAKING = f"""SELECT nspname FROM pg_namespace n WHERE nspname !~ '^pg_(toast|temp)'
    AND has_schema_privilege('{READER}', n.oid, 'CREATE')"""
_WRITING = f"""SELECT c.oid::regclass::text FROM pg_class c WHERE relnamespace NOT IN
    (SELECT oid FROM pg_namespace WHERE nspname ~ '^(pg_|information_schema$)') AND CASE
    WHEN relkind = 'S' THEN has_sequence_privilege('{READER}', c.oid, 'USAGE, SELECT, UPDATE')
    WHEN relkind IN ('r', 'p', 'f', 'v', 'm')
    THEN has_table_privilege('{READER}', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') END"""
_HIDDEN = f"""SELECT FROM pg_class c WHERE relnamespace = to_regnamespace('{SCHEMA}')
    AND relkind IN ('r', 'p', 'f') AND NOT has_table_privilege('{READER}', c.oid, 'SELECT')"""
_LOGINS = f"""SELECT rolname FROM pg_roles r WHERE rolcanlogin AND rolconnlimit = -1
    AND pg_has_role(r.oid, '{READER}', 'MEMBER') AND NOT pg_has_role(r.oid, '{LIBRARIAN}', 'MEMBER')"""
_LOADERS = (
    f"""SELECT rolname FROM pg_roles r WHERE rolcanlogin AND pg_has_role(r.oid, '{LIBRARIAN}', 'MEMBER')"""
)
_SET = """EXISTS (SELECT FROM pg_db_role_setting WHERE setrole = {role} AND array_to_string(setconfig, ' ') ~ '{name}='
    AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))"""

_OF_LIBRARIAN = f"""DO $$ BEGIN
    IF to_regclass('{LOCK}') IS NULL THEN
        CREATE VIEW {LOCK} AS SELECT 'locked while somebody loads' AS what;
    END IF;
    REVOKE CREATE ON SCHEMA {SCHEMA} FROM PUBLIC, {READER};
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA {SCHEMA} FROM PUBLIC, {READER};
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA {SCHEMA} FROM PUBLIC, {READER};
    GRANT USAGE ON SCHEMA {SCHEMA} TO {READER};
    GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {READER};
    REVOKE ALL ON {LOCK} FROM PUBLIC, {READER};
END $$"""
_OF_OWNER = f"""DO $$ DECLARE room text := current_database(); one text; BEGIN
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC, {READER}', room);
    FOR one IN {_MAKING} LOOP
        EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, {READER}', one);
    END LOOP;
    IF NOT {_SET.format(role=0, name="statement_timeout")} THEN
        EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''1min''', room);
        EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = ''10min''', room);
    END IF;
    FOR one IN {_LOADERS} AND NOT {_SET.format(role="r.oid", name="statement_timeout")} LOOP
        BEGIN
            EXECUTE format('ALTER ROLE %I IN DATABASE %I SET statement_timeout = 0', one, room);
            EXECUTE format('ALTER ROLE %I IN DATABASE %I SET idle_in_transaction_session_timeout = 0', one, room);
        EXCEPTION WHEN insufficient_privilege THEN NULL;
        END;
    END LOOP;
END $$"""
"""Timeouts are settings of the database, because members of a role don't inherit its settings. Loading has none."""
_OF_ROLES = f"""DO $$ DECLARE one text; BEGIN
    ALTER ROLE {READER} SET statement_timeout = '1min';
    FOR one IN {_LOGINS} LOOP
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT %s', one,
            greatest(current_setting('max_connections')::int - 10, 1));
    END LOOP;
END $$"""
"""A reader's login may use all connections but ten, which are left for loading."""
_OF_SUPERUSER = f"""DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT format('%s', f.oid::regprocedure) FROM ({_FUNCTIONS}) f LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC, {READER}', one);
    END LOOP;
    IF NOT {_SET.format(role=0, name="temp_file_limit")} THEN
        EXECUTE format('ALTER DATABASE %I SET temp_file_limit = ''2GB''', current_database());
    END IF;
    FOR one IN {_LOADERS} AND NOT {_SET.format(role="r.oid", name="temp_file_limit")} LOOP
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET temp_file_limit = -1', one, current_database());
    END LOOP;
END $$"""
"""Limits a session's temporary files (for sorts and cursors); readers can't raise that limit."""


class _Rights(NamedTuple):
    """The privileges of the current user, and those of readers that have to be corrected."""

    is_librarian: bool
    is_owner: bool
    may_make_roles: bool
    is_superuser: bool
    must_mend_table_rights: bool
    """Whether the lock view is missing, or readers can't read a table, or can do more than read one."""
    is_temporary: bool
    is_untimed: bool
    is_unlimited: bool
    """Whether a reader's session may fill the disk with temporary files."""
    is_loader_timed: bool
    """Whether a role that loads has the timeouts of readers."""
    is_login_unlimited: bool
    """Whether a reader's login may use all connections, or has no timeouts."""
    functions: int
    making: str
    """The schemas in which readers may create objects."""
    writing: str
    """The tables and sequences that readers may write."""


_RIGHTS = f"""SELECT pg_has_role('{LIBRARIAN}', 'MEMBER'),
    (SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()),
    (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user),
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
    to_regclass('{LOCK}') IS NULL OR coalesce(has_table_privilege('{READER}', to_regclass('{LOCK}'), 'SELECT'), true)
        OR EXISTS ({_HIDDEN}),
    has_database_privilege('{READER}', current_database(), 'CREATE, TEMPORARY'),
    NOT {_SET.format(role=0, name="statement_timeout")},
    NOT {_SET.format(role=0, name="temp_file_limit")},
    EXISTS ({_LOADERS} AND NOT {_SET.format(role="r.oid", name="statement_timeout")}),
    EXISTS ({_LOGINS}) OR EXISTS (SELECT FROM pg_roles WHERE rolname = '{READER}' AND rolconfig IS NULL),
    (SELECT count(*) FROM ({_FUNCTIONS}) AS found),
    coalesce((SELECT string_agg(nspname, ', ' ORDER BY nspname) FROM ({_MAKING}) AS found), ''),
    coalesce((SELECT string_agg(oid, ', ' ORDER BY oid) FROM ({_WRITING}) AS found), '')"""


def bring(connection: BoundedConnection) -> None:
    """Update the privileges of a room's readers, as far as the current user may. Raises psycopg.Error."""
    rights = _rights(connection)
    is_writing = bool(rights.making or rights.writing)
    is_of_database = rights.is_temporary or rights.is_untimed or rights.is_loader_timed or bool(rights.making)
    is_of_server = rights.is_unlimited or rights.is_loader_timed or rights.functions > 0
    if rights.is_librarian and (rights.must_mend_table_rights or is_writing):
        _change(connection, f"SET LOCAL ROLE {LIBRARIAN}", _OF_LIBRARIAN)
    if rights.is_owner and is_of_database:
        _change(connection, _OF_OWNER)
    if rights.may_make_roles and rights.is_login_unlimited:
        _change(connection, _OF_ROLES)
    if rights.is_superuser and is_of_server:
        _change(connection, _OF_SUPERUSER)


def _change(connection: BoundedConnection, *statements: LiteralString) -> None:
    """Run statements in a transaction of their own; what is refused or done by another at the moment is left out."""
    with suppress(*_LEFT), connection.transaction():
        for statement in statements:
            run(connection, statement)


_LEFT = (
    errors.InsufficientPrivilege,
    errors.ReadOnlySqlTransaction,
    errors.InternalError_,  # "tuple concurrently updated": another does it at this moment
    errors.UniqueViolation,
    errors.DuplicateTable,
)


def brought(address: RoomAddress) -> tuple[str, ...]:
    """Update the privileges; return a sentence on what readers may still do beyond reading, none if nothing.

    Raises RoomError.
    """
    with (
        reporting_errors(address),
        connect(address, is_reader=False) as connection,
        Watch(connection, seconds=SOON_SECONDS),
    ):
        bring(connection)
        rights = _rights(connection)
    things = list(_things_allowed(rights))
    if not things:
        return ()
    database = dict(address.parts).get("dbname") or "DATABASE"
    sentence = say(
        "读者除了读，还能{things}。要收回，请 PostgreSQL 的管理员运行：{command}",
        things=say("、").join(things),
        command=f"reader room rights | sudo -u postgres psql {database}",
    )
    return (sentence,)


def _things_allowed(rights: _Rights) -> Iterator[str]:
    """Yield in words what readers may do beyond reading."""
    if rights.is_temporary:
        yield say("建临时表")
    if rights.making:
        yield say("在 {names} 里建东西", names=_shown(rights.making))
    if rights.writing:
        yield say("改动 {names}", names=_shown(rights.writing))
    if rights.functions:
        yield say("建大对象、按号码占锁、发通知")
    if rights.is_untimed:
        yield say("让一句查询没有时限")
    if rights.is_unlimited:
        yield say("用临时文件占满磁盘")


def script() -> str:
    """Return SQL that revokes all that can be revoked from readers, to be run by a superuser in the room's database."""
    of_librarian = f"SET ROLE {LIBRARIAN};\n{_OF_LIBRARIAN};\nRESET ROLE"
    return ";\n".join((of_librarian, _OF_OWNER, _OF_ROLES, _OF_SUPERUSER)) + ";\n"


def _rights(connection: BoundedConnection) -> _Rights:
    return one(connection, _Rights, _RIGHTS)


def _shown(names: str) -> str:
    return without_controls(names[:_LONGEST])
