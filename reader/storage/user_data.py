"""The user's data: bookmarks with their notes and tags. Precious: on the disk before anybody is told so.

One SQLite file with a rollback journal and `synchronous=FULL`, never WAL, so that it may lie on a network drive
or in a folder that is copied between machines. Every row has a UUID and a time, a deletion is a tombstone: two
copies merge as a union in which the later change of a row wins.
"""

import dataclasses
import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from reader.messages import say
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.record import article_from_json, article_to_json
from reader.storage.folder import place_without_replacing

SCHEMA_VERSION = 1
BACKUPS_KEPT = 30

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS bookmark (
    uuid TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    newspaper TEXT NOT NULL,
    date TEXT,
    month_day TEXT,
    number INTEGER,
    page TEXT,
    path TEXT NOT NULL,
    article TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    deleted TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS bookmark_by_key ON bookmark (key);
CREATE TABLE IF NOT EXISTS alias (
    old_key TEXT PRIMARY KEY,
    new_key TEXT NOT NULL,
    modified TEXT NOT NULL
) STRICT;
"""
_COLUMNS = "uuid, key, newspaper, date, month_day, number, page, path, article, note, tags, created, modified"


class UserDataError(Exception):
    """It could not be read or written; nothing was changed. The message says why and what to do."""


class UserData:
    """The file `user.sqlite` in `folder`, which is made when it is first written to.

    Every call opens the file, does its work in one transaction, and closes it: nothing of it is held while
    the program waits, so that a drive may be taken away and a folder copied at any time.
    """

    def __init__(
        self, folder: Path, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    ) -> None:
        self.folder = folder
        self.path = folder / "user.sqlite"
        self._now = now
        self.complaint: str | None = None
        """What had to be mended when the file was last opened, in words for the reader."""

    def library_uuid(self) -> str:
        """Tells this library from any other, wherever its folder is copied; made on first use."""
        with self._open() as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()
            if found is None:
                found = (str(uuid.uuid4()),)
                connection.execute("INSERT INTO meta VALUES ('library', ?)", found)
        return str(found[0])

    def bookmarks(self) -> list[Bookmark]:
        """All that are not removed, the newest first."""
        with self._open() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM bookmark WHERE deleted IS NULL ORDER BY created DESC, uuid"
            ).fetchall()
        return [_bookmark(row) for row in rows]

    def removed_bookmarks(self) -> list[Bookmark]:
        """Those that are removed, the last removed first."""
        with self._open() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM bookmark WHERE deleted IS NOT NULL ORDER BY deleted DESC, uuid"
            ).fetchall()
        return [_bookmark(row) for row in rows]

    def bookmark_of(self, key: str) -> Bookmark | None:
        with self._open() as connection:
            return _one(connection, "key = ? AND deleted IS NULL", key)

    def add_bookmark(self, stored: StoredArticle, note: str, tags: Sequence[str]) -> Bookmark:
        """Bookmarks the article as it is now. One that was removed before comes back, with its note and tags."""
        key, now = stored.article.key, self._time()
        with self._open(writing=True) as connection:
            known = _one(connection, "key = ?", key)
            if known is not None:
                kept_tags = tuple(dict.fromkeys((*known.tags, *tags)))
                connection.execute(
                    "UPDATE bookmark SET deleted = NULL, note = ?, tags = ?, modified = ? WHERE uuid = ?",
                    (note or known.note, json.dumps(kept_tags, ensure_ascii=False), now, known.uuid),
                )
                return _known(connection, known.uuid)
            issue = stored.issue
            row = (
                str(uuid.uuid4()),
                key,
                issue.newspaper,
                issue.date.isoformat() if issue.date else None,
                issue.month_day,
                issue.number,
                stored.article.page,
                stored.sources[0].path if stored.sources else "",
                json.dumps(article_to_json(stored.article), ensure_ascii=False),
                note,
                json.dumps(list(dict.fromkeys(tags)), ensure_ascii=False),
                now,
                now,
            )
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO bookmark ({_COLUMNS}) VALUES ({marks})", row)
            return _known(connection, row[0])

    def edit_bookmark(self, bookmark_uuid: str, note: str, tags: Sequence[str]) -> Bookmark:
        return self._change(
            bookmark_uuid,
            {"note": note, "tags": json.dumps(list(dict.fromkeys(tags)), ensure_ascii=False)},
        )

    def remove_bookmark(self, bookmark_uuid: str) -> Bookmark:
        """Leaves a tombstone; `restore_bookmark` brings everything back."""
        return self._change(bookmark_uuid, {"deleted": self._time()})

    def restore_bookmark(self, bookmark_uuid: str) -> Bookmark:
        return self._change(bookmark_uuid, {"deleted": None})

    def anchor_again(self, moves: Mapping[str, str]) -> None:
        """Bookmarks follow their articles from old keys to new ones, which stay as aliases; all of them, or none."""
        if not moves:
            return
        now = self._time()
        with self._open(writing=True) as connection:
            for old, new in moves.items():
                connection.execute("UPDATE bookmark SET key = ?, modified = ? WHERE key = ?", (new, now, old))
                connection.execute("INSERT OR REPLACE INTO alias VALUES (?, ?, ?)", (old, new, now))
                connection.execute("DELETE FROM alias WHERE old_key = ?", (new,))

    def resolve(self, key: str) -> str:
        """The key that `key` has become."""
        with self._open() as connection:
            aliases = dict(connection.execute("SELECT old_key, new_key FROM alias").fetchall())
        seen = {key}
        while key in aliases and aliases[key] not in seen:
            key = aliases[key]
            seen.add(key)
        return key

    def merge(self, other: Path) -> int:
        """Takes in what another copy of the file has; the later change of a row wins. How many rows came or changed.

        Raises UserDataError when `other` is no such file; it is only read.
        """
        try:
            with closing(sqlite3.connect(f"{other.resolve().as_uri()}?mode=ro", uri=True)) as source:
                bookmarks = source.execute(f"SELECT {_COLUMNS}, deleted FROM bookmark").fetchall()
                aliases = source.execute("SELECT old_key, new_key, modified FROM alias").fetchall()
        except sqlite3.Error as error:
            raise UserDataError(say("读不出书签文件 {path}：{reason}", path=other, reason=error)) from error
        with self._open() as connection:
            known = dict(connection.execute("SELECT uuid, modified FROM bookmark").fetchall())
            newer = [row for row in bookmarks if row[0] not in known or row[12] > known[row[0]]]
            if not newer and not aliases:
                return 0
            marks = ", ".join("?" * 14)
            connection.executemany(
                f"INSERT OR REPLACE INTO bookmark ({_COLUMNS}, deleted) VALUES ({marks})", newer
            )
            connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?, ?)", aliases)
        return len(newer)

    def merge_other_copies(self, *elsewhere: Path) -> None:
        """Merges what a sync client left as conflict copies beside the file, and the copies given, where they exist.

        A copy is read once: its name, size and time are remembered.
        """
        beside = (
            sorted(p for p in self.folder.glob("*.sqlite") if p != self.path) if self.folder.is_dir() else []
        )
        for copy in (*beside, *(p for p in elsewhere if p.is_file())):
            if ".damaged-" in copy.name:
                continue
            status = copy.stat()
            mark = (f"merged {copy}", f"{status.st_size} {status.st_mtime_ns}")
            with self._open() as connection:
                seen = connection.execute("SELECT 1 FROM meta WHERE key = ? AND value = ?", mark).fetchone()
            if seen is None:
                try:
                    self.merge(copy)
                except UserDataError as error:
                    self.complaint = str(error)
                with self._open() as connection:
                    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", mark)

    def back_up(self) -> Path | None:
        """Copies the file into `backups/`, once a day, and keeps the newest thirty; None when today's is there."""
        target = self.folder / "backups" / f"user-{self._now():%Y%m%d}.sqlite"
        if target.exists() or not self.path.exists():
            return None
        part = target.with_suffix(".part")
        try:
            target.parent.mkdir(exist_ok=True)
            with self._open() as connection, closing(sqlite3.connect(part)) as copy:
                connection.execute("COMMIT")
                connection.backup(copy)
                connection.execute("BEGIN")
            part.replace(target)
            for old in sorted(target.parent.glob("user-*.sqlite"))[:-BACKUPS_KEPT]:
                old.unlink()
        except (OSError, sqlite3.Error) as error:
            part.unlink(missing_ok=True)
            raise UserDataError(say("没能备份书签：{reason}", reason=error)) from error
        return target

    def _change(self, bookmark_uuid: str, values: Mapping[str, str | None]) -> Bookmark:
        names = ", ".join(f"{name} = ?" for name in values)
        with self._open(writing=True) as connection:
            changed = connection.execute(
                f"UPDATE bookmark SET {names}, modified = ? WHERE uuid = ?",
                (*values.values(), self._time(), bookmark_uuid),
            )
            if not changed.rowcount:
                raise UserDataError(say("没有这条书签，它可能已在另一个窗口里变动。"))
            return _known(connection, bookmark_uuid)

    def _time(self) -> str:
        return self._now().astimezone(dt.UTC).isoformat(timespec="microseconds")

    @contextmanager
    def _open(self, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction, committed and closed at the end; UserDataError in place of SQLite's own."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as connection:
                connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise UserDataError(_explain(self.path, error)) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserDataError(say("书签存不进 {path}：{reason}", path=self.path, reason=reason)) from error

    def _connect(self) -> sqlite3.Connection:
        if not self.path.exists():
            self._make()
        elif self.path.stat().st_size == 0:
            self._set_aside()
            return self._connect()
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("PRAGMA synchronous = FULL")
            if version > SCHEMA_VERSION:
                raise sqlite3.OperationalError(say("它是由更新版本的阅报写的，请先升级阅报"))
            if version < SCHEMA_VERSION:
                connection.executescript(_SCHEMA + f"PRAGMA user_version = {SCHEMA_VERSION};")
        except sqlite3.OperationalError:
            connection.close()
            raise
        except sqlite3.DatabaseError:
            connection.close()
            self._set_aside()
            return self._connect()
        return connection

    def _make(self) -> None:
        part = self.path.with_name(f"user-{uuid.uuid4()}.part")
        try:
            with closing(sqlite3.connect(part)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                connection.executescript(_SCHEMA + f"PRAGMA user_version = {SCHEMA_VERSION};")
            place_without_replacing(part, self.path)
        except FileExistsError:
            return
        except sqlite3.Error:
            part.unlink(missing_ok=True)
            raise

    def _set_aside(self) -> None:
        """A file that is no database any more is kept under another name, and the newest backup takes its place."""
        aside = self.path.with_name(f"user.damaged-{self._now():%Y%m%d-%H%M%S}.sqlite")
        self.path.replace(aside)
        for backup in sorted((self.folder / "backups").glob("user-*.sqlite"), reverse=True):
            if _is_sound(backup):
                with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(self.path)) as copy:
                    source.backup(copy)
                self.complaint = say(
                    "书签文件损坏，已改名为 {aside} 保留，并恢复了 {backup} 的备份。",
                    aside=aside.name,
                    backup=backup.name,
                )
                return
        self.complaint = say("书签文件损坏，已改名为 {aside} 保留；没有找到备份。", aside=aside.name)


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _explain(path: Path, error: sqlite3.DatabaseError) -> str:
    text = str(error)
    if "full" in text:
        return say("磁盘满了，书签没有存上。请腾出空间后再试。")
    if "readonly" in text or "unable to open" in text:
        return say("{path} 不能写入，书签没有存上。请检查文件夹的权限。", path=path)
    if "locked" in text:
        return say("另一个程序正占用书签文件 {path}，请稍后再试。", path=path)
    return say("书签文件 {path} 出了问题：{reason}", path=path, reason=text)


def _one(connection: sqlite3.Connection, where: str, value: str) -> Bookmark | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM bookmark WHERE {where} ORDER BY deleted IS NOT NULL, created, uuid LIMIT 1",
        (value,),
    ).fetchone()
    return None if row is None else _bookmark(row)


def _known(connection: sqlite3.Connection, bookmark_uuid: str) -> Bookmark:
    bookmark = _one(connection, "uuid = ?", bookmark_uuid)
    assert bookmark is not None
    return bookmark


def _bookmark(row: Sequence[str]) -> Bookmark:
    values = dict(zip((name.strip() for name in _COLUMNS.split(",")), row, strict=True))
    return Bookmark(
        uuid=values["uuid"],
        key=values["key"],
        newspaper=values["newspaper"],
        date=dt.date.fromisoformat(values["date"]) if values["date"] else None,
        month_day=values["month_day"],
        number=int(values["number"]) if values["number"] is not None else None,
        page=values["page"],
        path=values["path"],
        article=article_from_json(json.loads(values["article"])),
        note=values["note"],
        tags=tuple(json.loads(values["tags"])),
        created=dt.datetime.fromisoformat(values["created"]),
        modified=dt.datetime.fromisoformat(values["modified"]),
    )


def with_orphans(bookmarks: Sequence[Bookmark], held: Callable[[str], bool]) -> list[Bookmark]:
    """The bookmarks, those marked as orphans whose key `held` does not know."""
    return [dataclasses.replace(b, is_orphan=not held(b.key)) for b in bookmarks]
