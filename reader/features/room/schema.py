"""The tables of a room, and the privileges on them.

Searches read `article_text`, which is partitioned by year. The reader's role may select; the librarian's role owns the
tables. The other tables have the local catalogue's issues, files and articles, under ids of the room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg import errors

from reader.features.room import rights
from reader.features.room.address import RoomAddress
from reader.features.room.answers import BoundedConnection, few, rows, run
from reader.features.room.connections import (
    LIBRARIAN,
    READER,
    SCHEMA,
    RoomError,
    connect,
    look_at_encoding,
    reporting_errors,
)
from reader.features.room.sides import make_tables
from reader.features.room.watch import SOON_SECONDS, Watch
from reader.i18n import say
from reader.language.forms import without_controls

VERSION = 2

TABLES = """
CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE holding (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);
CREATE TABLE day_stamp (
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    day text NOT NULL,
    stamp bytea NOT NULL,
    PRIMARY KEY (holding_id, day)
);
CREATE TABLE issue (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identity text NOT NULL UNIQUE,
    newspaper text NOT NULL,
    date text COLLATE "C",
    month_day text COLLATE "C",
    date_origin text,
    number bigint,
    label text COLLATE "C" NOT NULL,
    article_count bigint NOT NULL DEFAULT 0,
    newspaper_origin text,
    edition text
);
CREATE INDEX ON issue (newspaper, date, label, id);
CREATE INDEX ON issue (date);
CREATE TABLE source (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    issue_id bigint NOT NULL REFERENCES issue,
    path text COLLATE "C" NOT NULL,
    is_missing boolean NOT NULL,
    encoding text NOT NULL,
    masthead text NOT NULL,
    reading text,
    format text NOT NULL,
    corrections text NOT NULL,
    place bigint NOT NULL,
    head_printed bytea,
    head_search bytea,
    UNIQUE (holding_id, path)
);
CREATE INDEX ON source (issue_id);
CREATE TABLE article (
    id bigint PRIMARY KEY,
    issue_id bigint NOT NULL REFERENCES issue,
    day int NOT NULL,
    key text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    kind text NOT NULL,
    page text,
    page_order bigint NOT NULL,
    kicker text,
    title text NOT NULL,
    lead text NOT NULL,
    names text NOT NULL,
    length bigint NOT NULL,
    record bytea NOT NULL,
    UNIQUE (issue_id, key, digest)
);
CREATE INDEX ON article (key);
CREATE SEQUENCE article_id AS bigint MAXVALUE 4294967295;
CREATE TABLE appearance (
    source_id bigint NOT NULL REFERENCES source ON DELETE CASCADE,
    position int NOT NULL,
    article_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    source_lines text NOT NULL,
    is_other boolean NOT NULL,
    PRIMARY KEY (source_id, position, article_id)
);
CREATE INDEX ON appearance (article_id);
CREATE TABLE form (
    source_id bigint NOT NULL REFERENCES source ON DELETE CASCADE,
    position int NOT NULL,
    key text COLLATE "C" NOT NULL,
    record bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    beside bytea,
    PRIMARY KEY (source_id, position)
);
CREATE INDEX ON form (key);
CREATE TABLE stitch (
    first_id bigint PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    second_id bigint NOT NULL UNIQUE REFERENCES article ON DELETE CASCADE,
    confidence float8 NOT NULL,
    reasons text NOT NULL,
    is_told boolean NOT NULL,
    pair text,
    paragraph text,
    seam int
);
CREATE INDEX ON stitch (pair) WHERE pair IS NOT NULL;
CREATE TABLE year (
    year int PRIMARY KEY,
    articles bigint NOT NULL,
    is_counted boolean NOT NULL DEFAULT false
);
CREATE TABLE common_gram (
    year int NOT NULL,
    gram text COLLATE "C" NOT NULL,
    articles bigint NOT NULL,
    counts text NOT NULL,
    PRIMARY KEY (gram, year)
);
CREATE INDEX ON common_gram (year);
CREATE TABLE newspaper (name text PRIMARY KEY);
CREATE TABLE article_text (
    id bigint NOT NULL,
    day int NOT NULL,
    place int NOT NULL,
    newspaper text NOT NULL,
    page text,
    page_label text,
    search text COLLATE "C" NOT NULL,
    beside bytea,
    blank text GENERATED ALWAYS AS (repeat(' ', 2000)) STORED
) PARTITION BY RANGE (day);
CREATE INDEX article_text_by_day ON article_text (day DESC, place, id);
CREATE INDEX article_text_by_id ON article_text (id);
CREATE FUNCTION grams(line text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_to_array(line, NULL)
        || string_to_array(regexp_replace(line, '(..)', '\\1' || chr(10), 'g'), chr(10))
        || string_to_array(regexp_replace(substr(line, 2), '(..)', '\\1' || chr(10), 'g'), chr(10))
$$;
CREATE INDEX article_text_by_gram ON article_text USING gin (grams(search));
CREATE INDEX article_text_by_headline ON article_text USING gin (grams(split_part(search, chr(10), 1)))
"""
"""`article_text.day` is `day_numbers.day_number`: year × 512 + month × 32 + day, 0 for undated; `place` is the place of
the page in the issue. `form` has the text of an article in a file, where another file's is shown. For `beside` see
`texts`. `day_stamp` tells in which state days of a holding (a folder) were loaded.

`grams` returns the characters of a text and its pairs of neighbours, which are stored in the indexes alone. It consists
of PostgreSQL's own functions, so that the planner can inline it, and push it down to another server.

`blank` makes every row larger than 2 KB, above which PostgreSQL moves texts to the TOAST table, and compresses to a few
bytes itself. So a page has eighty of the rows that are counted, and not five."""

_NARROW = "toast_tuple_target = 128"
_COPIED = "GENERATED INCLUDING STORAGE INCLUDING COMPRESSION"
"""What a partition copies from `article_text` besides columns; indexes are made when it is attached."""
_PACKED = "ALTER TABLE article_text ALTER search SET COMPRESSION lz4, ALTER blank SET COMPRESSION lz4"
_META = "INSERT INTO meta VALUES ('version', %s), ('generation', '1'), ('identity', md5(random()::text))"


def create(connection: BoundedConnection) -> bool:
    """Create a room in a database that has none; return whether it was created. Raises psycopg.Error.

    The user has to be allowed to create roles, where the room's roles do not exist yet.
    """
    try:
        is_made = _create(connection)
    except (errors.UniqueViolation, errors.DuplicateSchema, errors.DuplicateObject):
        is_made = _create(connection)  # another was at it at the same moment
    if is_made:
        rights.bring(connection)
    return is_made


def _create(connection: BoundedConnection) -> bool:
    with connection.transaction():
        for role in (LIBRARIAN, READER):
            if not few(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                run(connection, f"CREATE ROLE {role} NOLOGIN")
        is_made = not few(connection, "SELECT 1 FROM pg_namespace WHERE nspname = %s", SCHEMA)
        if not few(connection, "SELECT 1 WHERE pg_has_role(%s, 'MEMBER')", LIBRARIAN):
            run(connection, f"GRANT {LIBRARIAN} TO CURRENT_USER")
        if is_made:
            run(connection, f"CREATE SCHEMA {SCHEMA} AUTHORIZATION {LIBRARIAN}")
            run(connection, f"SET LOCAL ROLE {LIBRARIAN}")
            for statement in TABLES.split(";"):
                run(connection, statement)
            make_tables(connection)
            if few(
                connection,
                "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)",
            ):
                run(connection, _PACKED)
            run(connection, _META, str(VERSION))
            run(connection, f"GRANT USAGE ON SCHEMA {SCHEMA} TO {READER}")
            run(connection, f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {READER}")
            run(connection, f"ALTER DEFAULT PRIVILEGES IN SCHEMA {SCHEMA} GRANT SELECT ON TABLES TO {READER}")
    return is_made


def make_years(connection: BoundedConnection, years: set[int]) -> None:
    """Create the partitions of these years, within a transaction; readers and writers of others do not wait for it."""
    stored_years = {row[0] for row in rows(connection, tuple[int], "SELECT year FROM year")}
    for year in sorted(years - stored_years):
        first, beyond = (year << 9, (year + 1) << 9) if year else (0, 1 << 9)
        table = texts_of(year)
        run(connection, f"CREATE TABLE {table} (LIKE article_text INCLUDING {_COPIED}) WITH ({_NARROW})")
        attached = f"ATTACH PARTITION {table} FOR VALUES FROM ({first}) TO ({beyond})"
        run(connection, f"ALTER TABLE article_text {attached}")
        run(connection, "INSERT INTO year VALUES (%s, 0)", year)


def texts_of(year: int) -> str:
    return f"article_text_{year:04}"


def create_room(address: RoomAddress) -> bool:
    """Make a room in a database that has none; return whether it was made.

    Raises RoomError, also where there is something that this version can't read as a room.
    """
    with (
        reporting_errors(address),
        connect(address, is_reader=False) as connection,
        Watch(connection, seconds=SOON_SECONDS),
    ):
        look_at_encoding(connection)
        is_made = create(connection)
        if is_made:
            return is_made
        try:
            version = version_of(connection)
        except (errors.UndefinedTable, errors.UndefinedColumn) as error:
            raise RoomError(
                say(
                    "{room} 里已有一个叫 yuebao 的 schema，却不是阅览室，没有动它。请另选一个数据库。",
                    room=address.shown,
                )
            ) from error
        look_at_version(address, version)
        owner = f"SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = '{SCHEMA}'"
        if few(connection, owner) != [(LIBRARIAN,)]:
            raise RoomError(
                say(
                    "{room} 的表不归 {role}，像是恢复时没有先建角色。请照 docs/reading-room.md 再恢复一次。",
                    room=address.shown,
                    role=LIBRARIAN,
                )
            )
        rights.bring(connection)
        return False


_LONGEST_NAME = 63
_MOST_DIGITS = 18


def number_in(text: str, otherwise: int) -> int:
    """Return the number in a text from a room's `meta`; `otherwise` if it is not one that a load can have stored."""
    if text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    return otherwise


def version_of(connection: BoundedConnection) -> str:
    """Return the version of the room's tables as stored there; "" if none is. Raises psycopg.Error."""
    version_rows = few(connection, "SELECT value FROM meta WHERE key = 'version'")
    if len(version_rows) == 1 and len(version_rows[0]) == 1:
        return str(version_rows[0][0])
    return ""


def look_at_version(address: RoomAddress, version: str) -> None:
    """Raise RoomError if the room's tables are not of the version that this program reads."""
    if version == str(VERSION):
        return
    if number_in(version, VERSION + version.isdecimal()) > VERSION:
        raise RoomError(say("{room} 要更新的阅报才能看。请更新阅报。", room=address.shown))
    raise RoomError(
        say(
            "{room} 是较早的阅报建的，这一版看不了。请它的管理员照 docs/reading-room.md 重建。",
            room=address.shown,
        )
    )


def explained(
    error: RoomError, address: RoomAddress, ask: Callable[[type[Any], str, Sequence[object]], list[Any]]
) -> RoomError:
    """Return the error to raise for a room whose tables can't be read: a missing privilege, if that is the cause,
    else `error`.

    `ask` is `RoomConnections.rows`.
    """
    if not isinstance(error.__cause__, psycopg.ProgrammingError):
        return error  # asking such a server once more would take as long again
    try:
        rows = ask(tuple[str, bool], "SELECT current_user::text, has_schema_privilege('yuebao', 'USAGE')", ())
    except RoomError:  # there is no such schema
        return error
    if not rows or rows[0][1]:
        return error
    user = without_controls(rows[0][0][:_LONGEST_NAME])
    return RoomError(
        say(
            "{room} 不让用户 {user} 看。请管理员运行：GRANT {role} TO {user}",
            room=address.shown,
            user=user,
            role=READER,
        )
    )
