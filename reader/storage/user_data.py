"""The user's data: bookmarks with their notes and tags. Precious: on the disk before anybody is told so.

Every row has a UUID and a time, a deletion is a tombstone: two copies merge as a union in which the later change of
a row wins.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.later import Later
from reader.messages import say
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage, passage_from_json, passage_to_json
from reader.newspaper.record import article_from_json, article_to_json
from reader.storage import correction_table
from reader.storage.correction_table import CorrectionTable
from reader.storage.faults import Fault, fault_of
from reader.storage.user_file import UserDataError as UserDataError
from reader.storage.user_file import UserFile, time_of_change

if TYPE_CHECKING:
    from reader.storage import archive as archives
    from reader.storage.archive import Archive, Taken
else:
    archives = Later("reader.storage.archive")


_FIRST_COLUMNS = (
    "uuid, key, newspaper, date, month_day, number, page, path, article, note, tags, created, modified"
)
_COLUMNS = f"{_FIRST_COLUMNS}, passage, deleted"
_MODIFIED = 12


class UserData:
    """What a person has added to a library. Every call is one transaction, and raises UserDataError."""

    def __init__(
        self, folder: Path, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    ) -> None:
        self._file = UserFile(folder, now)
        self._open = self._file.opened
        self._now = now
        self.corrections = CorrectionTable(self._file, now)
        self.complaint: str | None = None
        """What was wrong with a file when it was last looked at, in words for the reader."""

    @property
    def folder(self) -> Path:
        return self._file.folder

    @property
    def path(self) -> Path:
        return self._file.path

    def library_uuid(self) -> str:
        """Tells this library from any other, wherever its folder is copied; made on first use."""
        asked = "SELECT value FROM meta WHERE key = 'library'"
        with self._open() as connection:
            found = connection.execute(asked).fetchone()
        if found is None:
            with self._open(writing=True) as connection:
                connection.execute("INSERT OR IGNORE INTO meta VALUES ('library', ?)", (str(uuid.uuid4()),))
                found = connection.execute(asked).fetchone()
        return str(found[0])

    def bookmarks(self) -> list[Bookmark]:
        """All that are not removed, the newest first."""
        with self._open() as connection:
            return _found(connection, "deleted IS NULL ORDER BY created DESC, uuid")

    def removed_bookmarks(self) -> list[Bookmark]:
        """Those that are removed, the last removed first."""
        with self._open() as connection:
            return _found(connection, "deleted IS NOT NULL ORDER BY deleted DESC, uuid")

    def bookmarks_of(self, key: str) -> list[Bookmark]:
        """Those of the article and of passages of it, the oldest first."""
        with self._open() as connection:
            return _found(connection, "key = ? AND deleted IS NULL ORDER BY created, uuid", key)

    def bookmark_of(self, key: str) -> Bookmark | None:
        """That of the whole article."""
        return next((bookmark for bookmark in self.bookmarks_of(key) if bookmark.passage is None), None)

    def add_bookmark(
        self, stored: StoredArticle, note: str, tags: Sequence[str], passage: Passage | None = None
    ) -> Bookmark:
        """Bookmarks the article as it is now, or a passage of it. One that was removed before comes back, with its
        note and tags."""
        key, now = stored.article.key, self._now().astimezone(dt.UTC)
        with self._open(writing=True) as connection:
            of_article = _found(connection, "key = ? ORDER BY deleted IS NOT NULL, created, uuid", key)
            known = next((each for each in of_article if _words(each.passage) == _words(passage)), None)
            if known is not None:
                now = time_of_change(connection, "bookmark", [known.uuid], now)
                kept_tags = (*known.tags, *tags)
                connection.execute(
                    "UPDATE bookmark SET deleted = NULL, note = ?, tags = ?, passage = ?, modified = ?"
                    " WHERE uuid = ?",
                    (note or known.note, _tags(kept_tags), _written(passage), _time(now), known.uuid),
                )
                return _known(connection, known.uuid)
            issue = stored.issue
            made = Bookmark(
                uuid=str(uuid.uuid4()),
                key=key,
                newspaper=issue.newspaper,
                date=issue.date,
                month_day=issue.month_day,
                number=issue.number,
                page=stored.article.page,
                path=stored.sources[0].path if stored.sources else "",
                article=stored.article,
                note=note,
                tags=tuple(dict.fromkeys(tags)),
                created=now,
                modified=now,
                passage=passage,
            )
            _put(connection, [_row(made)])
            return made

    def edit_bookmark(self, bookmark_uuid: str, note: str, tags: Sequence[str]) -> Bookmark:
        return self._change(bookmark_uuid, {"note": note, "tags": _tags(tags)})

    def color_passage(self, bookmark_uuid: str, passage: Passage) -> Bookmark:
        """Gives a highlight the colour of `passage`."""
        return self._change(bookmark_uuid, {"passage": _written(passage)})

    def remove_bookmark(self, bookmark_uuid: str) -> Bookmark:
        """Leaves a tombstone; `restore_bookmark` brings everything back."""
        return self.remove_bookmarks([bookmark_uuid])[0]

    def remove_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        """All of them, or none."""
        return self._change_all(uuids, {"deleted": self._time()})

    def restore_bookmark(self, bookmark_uuid: str) -> Bookmark:
        return self.restore_bookmarks([bookmark_uuid])[0]

    def restore_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        """All of them, or none."""
        return self._change_all(uuids, {"deleted": None})

    def anchor_again(self, moves: Mapping[str, str]) -> None:
        """Bookmarks (by UUID) follow their articles to new keys, the old ones stay as aliases; all of them, or none.

        That is no change of theirs: another machine will find the same by itself.
        """
        if not moves:
            return
        with self._open(writing=True) as connection:
            for bookmark_uuid, new in moves.items():
                connection.execute(
                    "INSERT OR REPLACE INTO alias SELECT key, ?, ? FROM bookmark WHERE uuid = ? AND key != ?",
                    (new, self._time(), bookmark_uuid, new),
                )
                connection.execute("UPDATE bookmark SET key = ? WHERE uuid = ?", (new, bookmark_uuid))
                connection.execute("DELETE FROM alias WHERE old_key = ?", (new,))

    def follow_keys(self, moves: Mapping[str, str]) -> None:
        """Keys that have become others: the old ones are aliases, and bookmarks follow. No change of theirs, either."""
        new = {old: key for old, key in moves.items() if self.resolve(old) != key}
        if not new:
            return
        with self._open(writing=True) as connection:
            for old, key in new.items():
                connection.execute("INSERT OR REPLACE INTO alias VALUES (?, ?, ?)", (old, key, self._time()))
                connection.execute("UPDATE bookmark SET key = ? WHERE key = ?", (key, old))
                connection.execute("DELETE FROM alias WHERE old_key = ?", (key,))

    def resolve(self, key: str) -> str:
        """The key that `key` has become."""
        with self._open() as connection:
            aliases = dict(connection.execute("SELECT old_key, new_key FROM alias").fetchall())
        seen = {key}
        while key in aliases and aliases[key] not in seen:
            key = aliases[key]
            seen.add(key)
        return key

    def everything(self) -> Archive:
        """All that was ever told, with what was removed or undone."""
        with self._open() as connection:
            return archives.Archive(
                bookmarks=tuple(_found(connection, "TRUE ORDER BY created, uuid")),
                corrections=tuple(correction_table.corrections_in(connection)),
                aliases=tuple(
                    archives.Alias(old, new, dt.datetime.fromisoformat(modified))
                    for old, new, modified in connection.execute(
                        "SELECT old_key, new_key, modified FROM alias ORDER BY old_key"
                    )
                ),
            )

    def take(self, archive: Archive) -> Taken:
        """Takes in what another library had; the later change of a row wins. All of it, or nothing."""
        aliases = [(alias.old_key, alias.new_key, _time(alias.modified)) for alias in archive.aliases]
        with self._open(writing=True) as connection:
            corrections = correction_table.take_into(connection, archive.corrections)
            return archives.Taken(
                bookmarks=self._take_rows(connection, [_row(each) for each in archive.bookmarks], aliases),
                corrections=len(corrections),
            )

    def merge(self, other: Path) -> int:
        """Takes in what another copy of the file has; the later change of a row wins. How many rows came or changed.

        Raises UserDataError when `other` can't be read; it is never written to. Of a damaged file, what can be read
        is taken.
        """
        try:
            with closing(
                sqlite3.connect(f"{other.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
            ) as source:
                corrections: list[Any] = []
                if correction_table.is_in(source):
                    corrections += _readable(source, "correction", correction_table.COLUMNS)
                taken = self._take(
                    list(_readable(source, "bookmark", _columns_of(source))),
                    list(_readable(source, "alias", "old_key, new_key, modified")),
                    list(_readable(source, "meta", "key, value")),
                )
                return taken + len(self.corrections.take(correction_table.corrections_of(corrections)))
        except sqlite3.Error as error:
            raise UserDataError(say("读不出书签文件 {path}：{reason}", path=other, reason=error)) from error

    def _take(self, bookmarks: Sequence[Any], aliases: Sequence[Any], meta: Iterable[Any]) -> int:
        with self._open(writing=True) as connection:
            uuids = [value for key, value in meta if key == "library"]
            connection.executemany("INSERT OR IGNORE INTO meta VALUES ('library', ?)", [(u,) for u in uuids])
            return self._take_rows(connection, bookmarks, aliases)

    def _take_rows(
        self, connection: sqlite3.Connection, bookmarks: Sequence[Any], aliases: Sequence[Any]
    ) -> int:
        known = dict(connection.execute("SELECT uuid, modified FROM bookmark").fetchall())
        newer = [row for row in bookmarks if row[0] not in known or row[_MODIFIED] > known[row[0]]]
        _put(connection, newer)
        connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?, ?)", aliases)
        self._join_equals(connection)
        return len(newer)

    def _join_equals(self, connection: sqlite3.Connection) -> None:
        """An article, or a passage, that was bookmarked on two machines has one bookmark afterwards, the older, with
        all the words."""
        rows = _found(
            connection,
            "deleted IS NULL AND (key, article) IN (SELECT key, article FROM bookmark WHERE deleted IS NULL"
            " GROUP BY key, article HAVING count(*) > 1) ORDER BY created, uuid",
        )
        equals: dict[tuple[str, str | None], list[Bookmark]] = {}
        for bookmark in rows:
            equals.setdefault((bookmark.key, _words(bookmark.passage)), []).append(bookmark)
        for first, *others in (each for each in equals.values() if len(each) > 1):
            uuids = [each.uuid for each in (first, *others)]
            now = _time(time_of_change(connection, "bookmark", uuids, self._now()))
            notes = dict.fromkeys(b.note for b in (first, *others) if b.note)
            tags = dict.fromkeys(tag for b in (first, *others) for tag in b.tags)
            connection.execute(
                "UPDATE bookmark SET note = ?, tags = ?, modified = ? WHERE uuid = ?",
                ("\n".join(notes), _tags(tags), now, first.uuid),
            )
            connection.executemany(
                "UPDATE bookmark SET deleted = ?, modified = ? WHERE uuid = ?",
                [(now, now, other.uuid) for other in others],
            )

    def make_whole(self, *elsewhere: Path) -> None:
        """To be called when a library is opened: mends the file, and merges what stands beside it (what a sync client
        left as conflict copies, what could be saved of a damaged file) and the copies given, where they exist.

        A copy is read once: its size and time are remembered. What goes wrong with one is left as a `complaint`.
        """
        try:
            self.complaint = self._file.set_damaged_aside()
            remains = self._file.remains()
            beside = sorted(
                path for path in self.folder.glob("*.sqlite") if path not in (self.path, *remains)
            )
            for copy in (*remains, *beside, *(path for path in elsewhere if path.is_file())):
                self._merge_once(copy, is_damaged=copy in remains)
        except (UserDataError, OSError) as error:
            self.complaint = str(error)

    def _merge_once(self, copy: Path, *, is_damaged: bool) -> None:
        status = copy.stat()
        mark = (f"merged {copy}", f"{status.st_size} {status.st_mtime_ns}")
        with self._open() as connection:
            if connection.execute("SELECT 1 FROM meta WHERE key = ? AND value = ?", mark).fetchone():
                return
        try:
            self.merge(copy)
        except UserDataError as error:
            if isinstance(error.__cause__, sqlite3.Error) and fault_of(error.__cause__) is not Fault.OTHER:
                raise  # it may be read another time
            if not is_damaged:
                self.complaint = str(error)
        with self._open(writing=True) as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", mark)

    def back_up(self) -> Path | None:
        """One a day; None when today's is up to date."""
        return self._file.back_up()

    def _change(self, bookmark_uuid: str, values: Mapping[str, str | None]) -> Bookmark:
        return self._change_all([bookmark_uuid], values)[0]

    def _change_all(self, uuids: Sequence[str], values: Mapping[str, str | None]) -> list[Bookmark]:
        names = ", ".join(f"{name} = ?" for name in values)
        with self._open(writing=True) as connection:
            now = _time(time_of_change(connection, "bookmark", uuids, self._now()))
            changed = connection.executemany(
                f"UPDATE bookmark SET {names}, modified = ? WHERE uuid = ?",
                [(*values.values(), now, each) for each in uuids],
            )
            if changed.rowcount < len(uuids):
                raise UserDataError(say("没有这条书签，它可能已在另一个窗口里变动。"))
            return [_known(connection, each) for each in uuids]

    def _time(self) -> str:
        return _time(self._now())


def _readable(source: sqlite3.Connection, table: str, columns: str) -> Iterator[Any]:
    """The rows of a table; of a damaged file, those that can be read. Raises sqlite3.Error where there are none."""
    try:
        yield from source.execute(f"SELECT {columns} FROM {table}").fetchall()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        (last,) = source.execute(f"SELECT max(rowid) FROM {table}").fetchone()
        for row_id in range(1, (last or 0) + 1):
            try:
                yield from source.execute(
                    f"SELECT {columns} FROM {table} WHERE rowid = ?", (row_id,)
                ).fetchall()
            except sqlite3.DatabaseError:
                continue


def _columns_of(connection: sqlite3.Connection) -> str:
    """What is read of a bookmark; a file of an earlier version, not yet written to, knows no passages."""
    names = [row[1] for row in connection.execute("PRAGMA table_info(bookmark)")]
    return f"{_FIRST_COLUMNS}, {'passage' if 'passage' in names else 'NULL AS passage'}, deleted"


def _found(connection: sqlite3.Connection, where: str, *values: str) -> list[Bookmark]:
    asked = f"SELECT {_columns_of(connection)} FROM bookmark WHERE {where}"
    return [_bookmark(row) for row in connection.execute(asked, values).fetchall()]


def _put(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Writes rows of `_COLUMNS`, in the place of those with the same UUIDs."""
    marks = ", ".join("?" * 15)
    connection.executemany(f"INSERT OR REPLACE INTO bookmark ({_COLUMNS}) VALUES ({marks})", rows)


def _words(passage: Passage | None) -> str | None:
    """What tells one passage of an article from another: not its colour."""
    return None if passage is None else "\n\n".join((passage.before, passage.exact, passage.after))


def _written(passage: Passage | None) -> str | None:
    return None if passage is None else json.dumps(passage_to_json(passage), ensure_ascii=False)


def _tags(tags: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(tags)), ensure_ascii=False)


def _time(time: dt.datetime) -> str:
    """As it is written: times that are compared as texts."""
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _known(connection: sqlite3.Connection, bookmark_uuid: str) -> Bookmark:
    (bookmark,) = _found(connection, "uuid = ?", bookmark_uuid)
    return bookmark


def _row(bookmark: Bookmark) -> tuple[object, ...]:
    return (
        bookmark.uuid,
        bookmark.key,
        bookmark.newspaper,
        bookmark.date.isoformat() if bookmark.date else None,
        bookmark.month_day,
        bookmark.number,
        bookmark.page,
        bookmark.path,
        json.dumps(article_to_json(bookmark.article), ensure_ascii=False),
        bookmark.note,
        _tags(bookmark.tags),
        _time(bookmark.created),
        _time(bookmark.modified),
        _written(bookmark.passage),
        _time(bookmark.deleted) if bookmark.deleted else None,
    )


def _bookmark(row: Sequence[str]) -> Bookmark:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
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
        passage=passage_from_json(json.loads(values["passage"])) if values["passage"] else None,
        deleted=dt.datetime.fromisoformat(values["deleted"]) if values["deleted"] else None,
    )
