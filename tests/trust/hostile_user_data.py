"""Folders of user data as somebody might make them who means ill, or whom bad luck has struck.

Each shape is given a `.reader/` folder with one good bookmark and a folder outside that nothing may touch.
"""

import os
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

Shape = Callable[[Path, Path], None]

SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")

KEEPING: dict[str, Shape] = {}
"""After which the good bookmark is still there."""
LOSING: dict[str, Shape] = {}
"""In which nothing is left of it."""


def keeping(shape: Shape) -> Shape:
    KEEPING[shape.__name__] = shape
    return shape


def losing(shape: Shape) -> Shape:
    LOSING[shape.__name__] = shape
    return shape


def run(own: Path, *statements: str, name: str = "user.sqlite") -> None:
    with closing(sqlite3.connect(own / name)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


def copied_row(**values: str) -> str:
    """A statement that makes a second bookmark like the first, with other values (SQL)."""
    names = [
        "uuid",
        "key",
        "newspaper",
        "date",
        "month_day",
        "number",
        "page",
        "path",
        "article",
        "note",
        "tags",
        "created",
        "modified",
        "passage",
        "deleted",
    ]
    values.setdefault("uuid", "'3f1c9a52-0000-4000-8000-000000000001'")
    chosen = ", ".join(values.get(name, name) for name in names)
    return f"INSERT INTO bookmark ({', '.join(names)}) SELECT {chosen} FROM bookmark LIMIT 1"


# -- what stands in the place of our tables


@keeping
def a_view_without_an_end(own: Path, _: Path) -> None:
    run(
        own,
        "ALTER TABLE bookmark RENAME TO kept",
        f"CREATE VIEW bookmark AS SELECT i AS uuid, i AS key FROM ({ENDLESS})",
    )
    run(own, "DROP VIEW bookmark", "ALTER TABLE kept RENAME TO bookmark")
    run(own, f"CREATE VIEW more AS {ENDLESS}")


@losing
def only_a_view_without_an_end(own: Path, _: Path) -> None:
    run(own, "DROP TABLE bookmark", f"CREATE VIEW bookmark AS SELECT i AS uuid FROM ({ENDLESS})")


@keeping
def meta_is_a_view_without_an_end(own: Path, _: Path) -> None:
    run(own, "DROP TABLE meta", f"CREATE VIEW meta AS SELECT 'library' AS key, i AS value FROM ({ENDLESS})")


@keeping
def a_trigger_that_deletes_what_is_saved(own: Path, _: Path) -> None:
    run(
        own, "CREATE TRIGGER t AFTER INSERT ON bookmark BEGIN DELETE FROM bookmark WHERE uuid = new.uuid; END"
    )


@keeping
def a_trigger_that_undoes_what_is_changed(own: Path, _: Path) -> None:
    run(
        own,
        "CREATE TRIGGER t AFTER UPDATE ON bookmark BEGIN "
        "UPDATE bookmark SET note = old.note WHERE uuid = new.uuid; END",
    )


@keeping
def a_trigger_without_an_end(own: Path, _: Path) -> None:
    run(
        own,
        f"CREATE TRIGGER t BEFORE INSERT ON bookmark BEGIN SELECT count(*) FROM ({ENDLESS}); END",
    )


@keeping
def an_index_on_an_expression(own: Path, _: Path) -> None:
    run(own, "CREATE INDEX i ON bookmark (length(hex(zeroblob(10000))))")


@keeping
def a_unique_index_that_refuses(own: Path, _: Path) -> None:
    run(own, "CREATE UNIQUE INDEX i ON bookmark (newspaper)")


@keeping
def a_computed_column(own: Path, _: Path) -> None:
    run(own, "ALTER TABLE bookmark ADD COLUMN more TEXT AS (hex(zeroblob(100000000)))")


@keeping
def another_column(own: Path, _: Path) -> None:
    run(own, "ALTER TABLE bookmark ADD COLUMN mood TEXT")


@keeping
def another_table(own: Path, _: Path) -> None:
    run(own, "CREATE TABLE readings (at TEXT, what TEXT)")


@keeping
def a_virtual_table(own: Path, _: Path) -> None:
    run(own, "CREATE VIRTUAL TABLE more USING fts5(words)")


@losing
def bookmark_is_a_virtual_table(own: Path, _: Path) -> None:
    run(own, "DROP TABLE bookmark", "CREATE VIRTUAL TABLE bookmark USING fts5(uuid, key)")


@keeping
def no_meta(own: Path, _: Path) -> None:
    run(own, "DROP TABLE meta")


@keeping
def no_aliases_and_no_corrections(own: Path, _: Path) -> None:
    run(own, "DROP TABLE alias", "DROP TABLE correction")


@losing
def no_tables_at_all(own: Path, _: Path) -> None:
    for table in ("bookmark", "alias", "correction", "meta"):
        run(own, f"DROP TABLE {table}")


@keeping
def no_column_for_passages(own: Path, _: Path) -> None:
    run(own, "ALTER TABLE bookmark DROP COLUMN passage")


@keeping
def no_column_for_tags_and_paths(own: Path, _: Path) -> None:
    run(own, "ALTER TABLE bookmark DROP COLUMN tags", "ALTER TABLE bookmark DROP COLUMN path")


@keeping
def no_column_for_times(own: Path, _: Path) -> None:
    run(own, "ALTER TABLE bookmark DROP COLUMN created", "ALTER TABLE bookmark DROP COLUMN modified")


@keeping
def version_0(own: Path, _: Path) -> None:
    run(own, "PRAGMA user_version = 0")


@keeping
def version_1(own: Path, _: Path) -> None:
    run(own, "PRAGMA user_version = 1")


@keeping
def a_version_below_nothing(own: Path, _: Path) -> None:
    run(own, "PRAGMA user_version = -7")


@keeping
def dumped_and_read_again(own: Path, _: Path) -> None:
    with closing(sqlite3.connect(own / "user.sqlite")) as connection:
        script = "\n".join(connection.iterdump())
    (own / "user.sqlite").unlink()
    with closing(sqlite3.connect(own / "user.sqlite")) as connection:
        connection.executescript(script)


@keeping
def a_table_without_row_ids(own: Path, _: Path) -> None:
    with closing(sqlite3.connect(own / "user.sqlite")) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'bookmark'").fetchone()
        connection.executescript(
            f"ALTER TABLE bookmark RENAME TO kept; {sql}, WITHOUT ROWID;"
            "INSERT INTO bookmark SELECT * FROM kept; DROP TABLE kept;"
        )


@keeping
def written_with_a_log(own: Path, _: Path) -> None:
    run(own, "PRAGMA journal_mode = WAL", "PRAGMA user_version = 3")


@keeping
def a_schema_that_can_not_be_read(own: Path, _: Path) -> None:
    run(
        own,
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
        " VALUES ('table', 'x', 'x', 0, 'CREATE TABLE nonsense(((')",
    )


@keeping
def an_index_that_tells_something_else(own: Path, _: Path) -> None:
    run(
        own,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage ="
        " (SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_alias_1')"
        " WHERE name = 'bookmark_by_key'",
    )


@losing
def a_tree_that_goes_in_circles(own: Path, _: Path) -> None:
    """The table's root page says that all its children are itself."""
    path = own / "user.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'bookmark'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    page = bytearray(size)
    cells = 300
    page[0] = 5
    page[3:5] = cells.to_bytes(2, "big")
    page[8:12] = root.to_bytes(4, "big")
    for at in range(cells):
        place = size - 5 * (at + 1)
        page[5:7] = place.to_bytes(2, "big")
        page[12 + 2 * at : 14 + 2 * at] = place.to_bytes(2, "big")
        page[place : place + 5] = root.to_bytes(4, "big") + bytes([at % 127 + 1])
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = page
    path.write_bytes(content)


# -- what is no file of ours


@losing
def an_empty_file(own: Path, _: Path) -> None:
    (own / "user.sqlite").write_bytes(b"")


@losing
def a_picture(own: Path, _: Path) -> None:
    (own / "user.sqlite").write_bytes(b"\xff\xd8\xff\xe0" + bytes(5000))


@losing
def only_the_header(own: Path, _: Path) -> None:
    (own / "user.sqlite").write_bytes((own / "user.sqlite").read_bytes()[:100])


@losing
def half_of_it(own: Path, _: Path) -> None:
    content = (own / "user.sqlite").read_bytes()
    (own / "user.sqlite").write_bytes(content[: len(content) // 2])


@losing
def a_folder(own: Path, _: Path) -> None:
    (own / "user.sqlite").unlink()
    (own / "user.sqlite").mkdir()


@losing
def a_pipe(own: Path, _: Path) -> None:
    (own / "user.sqlite").unlink()
    os.mkfifo(own / "user.sqlite")


@losing
def a_socket(own: Path, _: Path) -> None:
    (own / "user.sqlite").unlink()
    here = Path.cwd()
    os.chdir(own)  # names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("user.sqlite")
    finally:
        os.chdir(here)


@losing
def a_link_to_a_text_outside(own: Path, outside: Path) -> None:
    (own / "user.sqlite").unlink()
    (own / "user.sqlite").symlink_to(outside / "thesis.docx")


@losing
def a_link_to_user_data_outside(own: Path, outside: Path) -> None:
    (own / "user.sqlite").rename(outside / "user.sqlite")
    (own / "user.sqlite").symlink_to(outside / "user.sqlite")


@losing
def a_link_to_nothing(own: Path, outside: Path) -> None:
    (own / "user.sqlite").unlink()
    (own / "user.sqlite").symlink_to(outside / "made-by-nobody.sqlite")


# -- what stands beside it


def super_journal(journal: Path, target: str) -> None:
    """A journal that is hot, of no pages, and names another file in the place of a super-journal."""
    name = target.encode()
    header = bytes.fromhex("d9d505f920a163d7") + bytes(4) + bytes(4) + (1).to_bytes(4, "big")
    header += (512).to_bytes(4, "big") + (4096).to_bytes(4, "big")
    record = (4).to_bytes(4, "big") + name + len(name).to_bytes(4, "big")
    record += (sum(name) & 0xFFFFFFFF).to_bytes(4, "big") + SUPER_JOURNAL
    journal.write_bytes(header.ljust(512, b"\0") + record)


@keeping
def a_journal_that_names_a_file_outside(own: Path, outside: Path) -> None:
    super_journal(own / "user.sqlite-journal", str(outside / "thesis.docx"))


@keeping
def a_journal_that_names_a_file_of_the_library(own: Path, _: Path) -> None:
    super_journal(own / "user.sqlite-journal", "1990/03/19900305.txt")


@keeping
def a_journal_of_nonsense(own: Path, _: Path) -> None:
    (own / "user.sqlite-journal").write_bytes(b"nonsense" * 1000)


@keeping
def a_journal_that_is_a_link(own: Path, outside: Path) -> None:
    (own / "user.sqlite-journal").symlink_to(outside / "thesis.docx")


@keeping
def a_journal_that_is_a_folder(own: Path, _: Path) -> None:
    (own / "user.sqlite-journal").mkdir()


@keeping
def a_journal_that_is_a_pipe(own: Path, _: Path) -> None:
    os.mkfifo(own / "user.sqlite-journal")


@keeping
def a_log_that_is_a_link(own: Path, outside: Path) -> None:
    (own / "user.sqlite-wal").symlink_to(outside / "thesis.docx")


@keeping
def a_log_of_nonsense(own: Path, _: Path) -> None:
    (own / "user.sqlite-wal").write_bytes(b"nonsense" * 1000)


@keeping
def a_map_that_is_a_link(own: Path, outside: Path) -> None:
    run(own, "PRAGMA journal_mode = WAL")
    (own / "user.sqlite-shm").symlink_to(outside / "thesis.docx")


@keeping
def backups_that_are_a_link(own: Path, outside: Path) -> None:
    remove_backups(own)
    (own / "backups").symlink_to(outside)


@keeping
def backups_that_are_a_file(own: Path, _: Path) -> None:
    remove_backups(own)
    (own / "backups").write_bytes(b"")


@keeping
def a_backup_that_is_a_link(own: Path, outside: Path) -> None:
    (own / "backups").mkdir(exist_ok=True)
    (own / "backups" / "user-20200101.sqlite").symlink_to(outside / "thesis.docx")


@keeping
def a_backup_that_is_a_pipe(own: Path, _: Path) -> None:
    (own / "backups").mkdir(exist_ok=True)
    os.mkfifo(own / "backups" / "user-20200101-0000.sqlite")


@losing
def a_damaged_file_and_a_backup_that_names_a_file_outside(own: Path, outside: Path) -> None:
    (own / "user.sqlite").write_bytes(b"nothing")
    remove_backups(own)
    (own / "backups").mkdir()
    run(own / "backups", "CREATE TABLE bookmark (uuid)", name="user-20200101.sqlite")
    super_journal(own / "backups" / "user-20200101.sqlite-journal", str(outside / "thesis.docx"))


def remove_backups(own: Path) -> None:
    if (own / "backups").is_dir():
        for each in (own / "backups").iterdir():
            each.unlink()
        (own / "backups").rmdir()


# -- records


def record(name: str, **values: str) -> None:
    """A second bookmark that does not fit, among those of the file, and the same in a conflict copy."""

    def among(own: Path, _: Path) -> None:
        run(own, copied_row(**values))

    def beside(own: Path, _: Path) -> None:
        copy = own / "user (conflicted copy).sqlite"
        copy.write_bytes((own / "user.sqlite").read_bytes())
        run(own, copied_row(**values), name=copy.name)

    KEEPING[f"a_record_{name}"] = among
    KEEPING[f"a_record_{name}_in_a_conflict_copy"] = beside


record("with_half_an_article", article="'{'")
record("with_an_article_of_depth", article="'" + "[" * 50_000 + "'")
record("with_an_article_of_another_kind", article='replace(article, \'"kind": "\', \'"kind": "rumour \')')
record(
    "with_lines_without_an_end",
    article="replace(article, '\"source_lines\": [[', '\"source_lines\": [[9, 99999999999], [')",
)
record("of_a_day_that_is_none", date="'2024-02-30'")
record("of_a_month_that_is_none", month_day="'13-45'")
record("with_tags_that_are_none", tags="'{}'")
record("with_a_passage_that_is_none", passage="'[1]'")
record("at_the_end_of_time", modified="'9999-12-31T23:59:59.999999+00:00'", deleted="NULL")
record("made_yesterday", created="'yesterday'")
record("without_a_zone", modified="'2024-01-01T00:00:00'")
record("of_a_year_before_all", created="'0001-01-01T00:00:00+14:00'")
record("that_is_no_text", note="CAST(x'ff00fe' AS TEXT)")
record("with_a_name_for_an_id", uuid="'../../thesis'")
record("of_a_path_outside", path="'../../thesis.docx'")


@keeping
def a_conflict_copy_that_is_a_view(own: Path, _: Path) -> None:
    run(own, f"CREATE VIEW bookmark AS SELECT i AS uuid, i AS article FROM ({ENDLESS})", name="b.sqlite")


@keeping
def a_conflict_copy_that_is_a_pipe(own: Path, _: Path) -> None:
    os.mkfifo(own / "b.sqlite")


@keeping
def a_conflict_copy_that_is_a_link(own: Path, outside: Path) -> None:
    (own / "b.sqlite").symlink_to(outside / "thesis.docx")


@keeping
def a_conflict_copy_with_a_journal_that_names_a_file_outside(own: Path, outside: Path) -> None:
    (own / "b.sqlite").write_bytes((own / "user.sqlite").read_bytes())
    super_journal(own / "b.sqlite-journal", str(outside / "thesis.docx"))


@keeping
def a_conflict_copy_of_nonsense(own: Path, _: Path) -> None:
    (own / "b.sqlite").write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)


@keeping
def a_library_with_a_strange_name(own: Path, _: Path) -> None:
    run(own, "UPDATE meta SET value = '../../../x' WHERE key = 'library'")


@keeping
def aliases_in_a_circle(own: Path, _: Path) -> None:
    run(own, "INSERT INTO alias VALUES ('a', 'b', ''), ('b', 'a', '')")


@keeping
def a_step_that_is_none(own: Path, _: Path) -> None:
    run(own, "INSERT INTO step VALUES ('x', 'import', 'y', 'never', NULL)")


@keeping
def a_version_that_is_none(own: Path, _: Path) -> None:
    run(own, "INSERT INTO version SELECT 'x', uuid, '{', 'never' FROM bookmark")
