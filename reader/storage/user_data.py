"""The user's data: bookmarks with notes and tags, corrections, and other decisions.

Precious: written to the disk before success is reported.

Every record has a UUID and a tick (`logical_clock`), and a deletion is a tombstone: two copies merge as a union in
which the later change of a record wins, and the other text is kept as an earlier version.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from reader import always, never
from reader.i18n import say
from reader.newspaper.article import Article
from reader.newspaper.decision import Decision
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.logical_clock import order_of
from reader.newspaper.passage import Passage
from reader.storage import record_tables
from reader.storage.act_recording import Change, Recording, recording
from reader.storage.mirror import Mirror, OwnMachine
from reader.storage.record_tables import CorrectionTable
from reader.storage.user_file import UserDataError as UserDataError
from reader.storage.user_file import UserFile, is_by_full_disk
from reader.storage.user_schema import next_moment

if TYPE_CHECKING:
    from reader.storage.backups import Backups
    from reader.storage.printing_table import PrintingTable
    from reader.storage.record_tables import DecisionTable
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_records import Records
    from reader.storage.user_tables import Step, Undone, UserTables, Version

_Result = TypeVar("_Result")


class UserData:
    """What a person has added to a library. Every change is one transaction. Methods raise UserDataError."""

    def __init__(
        self,
        folder: Path,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        machine: OwnMachine | None = None,
    ) -> None:
        self.file = UserFile(folder, lambda: self.now())
        self._open = self.file.opened
        self.whole = self.file.whole
        self.commit = self.file.commit
        self.keeping_open = self.file.keeping_open
        self.let_go = self.file.let_go
        self.writing = partial(self.file.opened, writing=True)
        self._clock = now
        self.machine = machine or OwnMachine.of(folder)
        self.file.keeper = self.mirror = Mirror(self.file, self.machine, self.now)
        self.corrections = CorrectionTable(self.file, self.now)
        self.complaint: str | None = None
        """Messages for the reader about faults found in a file when it was last checked."""
        self.found_disk_full = False
        """Whether something could not be written because the disk is full."""
        self.unapplied: str | None = None
        """A message on why the last decisions could not be applied to the articles; None if they were, or a sync of
        another process does it."""

    @cached_property
    def printings(self) -> PrintingTable:
        from reader.storage.printing_table import PrintingTable

        return PrintingTable(self.file, self.now)

    @cached_property
    def decisions(self) -> DecisionTable:
        from reader.storage.record_tables import DecisionTable

        return DecisionTable(self.file, self.now)

    @cached_property
    def backups(self) -> Backups:
        from reader.storage.backups import Backups

        return Backups(self.file, self.now)

    def now(self) -> dt.datetime:
        return self._clock().astimezone(dt.UTC)

    @property
    def folder(self) -> Path:
        return self.file.folder

    @property
    def path(self) -> Path:
        return self.file.path

    def complain_of(self, error: UserDataError | OSError) -> None:
        """Store the message of an error, which ends nothing: what it left undone is done later."""
        self.complaint = str(error)
        self.note_full_disk(error)

    def note_full_disk(self, error: UserDataError | OSError) -> None:
        self.found_disk_full |= is_by_full_disk(error, self.path)

    def library_uuid(self) -> str:
        """Return the library's UUID, which it keeps wherever its folder is copied; created on first use."""
        sql = "SELECT value FROM meta WHERE key = 'library'"
        with self._open() as connection:
            row = connection.execute(sql).fetchone()
        if row is None:
            with self._open(writing=True) as connection:
                connection.execute("INSERT OR IGNORE INTO meta VALUES ('library', ?)", (str(uuid.uuid4()),))
                row = connection.execute(sql).fetchone()
        return str(row[0])

    def stated_uuid(self) -> str | None:
        """Return the library's UUID as the file states it, even if a later version has written it."""
        from reader.storage import foreign_records

        return foreign_records.library_of_file(self.path)

    def bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks that are not removed, the newest first."""
        with self._open() as connection:
            return record_tables.bookmarks_in(connection, "deleted IS NULL ORDER BY created DESC, uuid")

    def removed_bookmarks(self) -> list[Bookmark]:
        with self._open() as connection:
            return sorted(
                record_tables.bookmarks_in(connection, "deleted IS NOT NULL"), key=order_of, reverse=True
            )

    def all_bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks, removed ones included."""
        with self._open() as connection:
            return record_tables.bookmarks_in(
                connection, "TRUE ORDER BY deleted IS NOT NULL, created DESC, uuid"
            )

    def bookmarks_with_key(self, key: str) -> list[Bookmark]:
        """Return the bookmarks of all printings of a text and of passages of it, the oldest first."""
        with self._open() as connection:
            return record_tables.bookmarks_in(
                connection, "key = ? AND deleted IS NULL ORDER BY created, uuid", key
            )

    def add_bookmark(
        self,
        stored: StoredArticle,
        note: str,
        tags: Sequence[str],
        passage: Passage | None = None,
        is_on_it: Callable[[Bookmark], bool] | None = None,
    ) -> Bookmark:
        """Bookmark the article as it is now, or a passage of it.

        One that was removed before is restored with its note and tags. A note that takes the place of another leaves
        that as an earlier version. `is_on_it` returns whether a bookmark with its key is on this article; by default,
        those on the same printing are.
        """
        printing = stored.printing
        is_on_it = is_on_it or (lambda bookmark: bookmark.printing.name == printing.name)
        with self._open(writing=True) as connection:
            stored_bookmark = next(
                (
                    any_bookmark
                    for any_bookmark in record_tables.bookmarks_in(
                        connection, "key = ? ORDER BY deleted IS NOT NULL, created, uuid", printing.key
                    )
                    if _identity(any_bookmark.passage) == _identity(passage) and is_on_it(any_bookmark)
                ),
                None,
            )
            uuids = [] if stored_bookmark is None else [stored_bookmark.uuid]
            tick, now = next_moment(connection, "bookmark", uuids, self.now())
            if stored_bookmark is not None:
                again = replace(
                    stored_bookmark,
                    deleted=None,
                    note=note or stored_bookmark.note,
                    tags=tuple(dict.fromkeys((*stored_bookmark.tags, *tags))),
                    passage=passage,
                )
                if again == stored_bookmark:
                    return stored_bookmark
                again = replace(again, modified=now, tick=tick)
                if stored_bookmark.note not in ("", again.note):
                    self._tables(connection).keep_versions([stored_bookmark], now)
                record_tables.put(connection, [again])
                return again
            added_bookmark = replace(
                new_bookmark(stored, now, tick), note=note, tags=tuple(dict.fromkeys(tags)), passage=passage
            )
            record_tables.put(connection, [added_bookmark])
            return added_bookmark

    def edit_bookmark(
        self, bookmark_uuid: str, note: str, tags: Sequence[str], began: str | None = None
    ) -> Bookmark:
        """Replace note and tags. A removed bookmark is restored: otherwise nobody would see the change.

        A note that is neither the new one nor `began`, with which the change was begun, is kept as a version.
        """

        def is_unseen(bookmark: Bookmark) -> bool:
            return began is not None and bookmark.note not in ("", began, note)

        def edited(bookmark: Bookmark, _: dt.datetime) -> Bookmark:
            return replace(bookmark, note=note, tags=tuple(dict.fromkeys(tags)), deleted=None)

        return self._change([bookmark_uuid], edited, is_unseen)[0]

    def change_tags(self, tags: Collection[str], to: str) -> list[Bookmark]:
        """Put the tag `to` in the place of these tags, on all bookmarks that have one, as a step that can be undone.

        Return the changed bookmarks.
        """
        from reader.storage.user_merge import Change, MergePlan

        replaced_tags = set(tags) - {to}
        with self._open(writing=True) as connection:
            tagged_bookmarks = [
                bookmark
                for bookmark in record_tables.bookmarks_in(
                    connection, "deleted IS NULL ORDER BY created, uuid"
                )
                if replaced_tags & set(bookmark.tags)
            ]
            if not tagged_bookmarks:
                return []
            tick, now = next_moment(
                connection,
                "bookmark",
                [tagged_bookmark.uuid for tagged_bookmark in tagged_bookmarks],
                self.now(),
            )
            changes = []
            for tagged_bookmark in tagged_bookmarks:
                new_names = dict.fromkeys(replaced_tags, to)
                after = dict.fromkeys(new_names.get(tag, tag) for tag in tagged_bookmark.tags)
                changes.append(
                    Change(
                        tagged_bookmark, replace(tagged_bookmark, tags=tuple(after), modified=now, tick=tick)
                    )
                )
            record_tables.put(connection, [any_change.after for any_change in changes])
            plan = MergePlan(bookmarks=tuple(changes))
            self._tables(connection).note_step(plan, "tags", f"{' + '.join(tags)} → {to}", self.now())
        return [change.after for change in changes]

    def color_passage(self, bookmark_uuid: str, passage: Passage) -> Bookmark:
        """Set the colour of a highlight to that of `passage`."""

        def colored(bookmark: Bookmark, _now: dt.datetime) -> Bookmark:
            return replace(bookmark, passage=passage)

        return self._change([bookmark_uuid], colored)[0]

    def move_passage(self, bookmark_uuid: str, passage: Passage, article: Article) -> Bookmark:
        """Move a highlight to other words of its article as it is now; the former words are kept as a version."""
        printed_article = replace(article, readings=())

        def moved(bookmark: Bookmark, _now: dt.datetime) -> Bookmark:
            return replace(bookmark, passage=passage, article=printed_article)

        return self._change([bookmark_uuid], moved, is_kept=always)[0]

    def remove_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        """Remove bookmarks, leaving tombstones; `restore_bookmarks` restores everything."""
        return self._change(uuids, _removed)

    def restore_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        return self._change(uuids, _restored)

    # -- all of it at once

    def records(self) -> Records:
        """Return all records, including removed and undone ones, and those that can't be read."""
        with self._open() as connection:
            return self._tables(connection).records()

    def plan(self, theirs: Records) -> MergePlan:
        """Return what `merge_records` would change."""
        with self._open() as connection:
            return self._tables(connection).plan(theirs)

    def merge_records(
        self,
        theirs: Records | Callable[[Records], Records],
        origin: str | None = None,
        library: str | None = None,
        *,
        is_own: bool = False,
    ) -> MergePlan:
        """Merge all records of another library, or none; the later change of a record wins. Return what was done.

        If `theirs` depends on the records that are here, it is a function of them, called inside the write.
        With the name of its `origin`, the merge is a step that can be undone. A file without a library's UUID gets
        `library`. Unless they are this machine's own, what they replace is noted until somebody looks at it.
        """
        with self._open(writing=True) as connection:
            tables = self._tables(connection)
            plan = tables.plan(theirs(tables.records()) if callable(theirs) else theirs)
            tables.write(plan, self.now())
            if origin is not None and plan.size:
                tables.note_step(plan, "import", origin, self.now())
            if library is not None:
                connection.execute("INSERT OR IGNORE INTO meta VALUES ('library', ?)", (library,))
        if not is_own:
            self.machine.note_merge(plan)
        return plan

    def merge(self, other: Path) -> MergePlan:
        """Merge another copy of the file, one of this machine's own. Return what was done.

        Raises UserDataError if `other` can't be read; it is never written to. Of a damaged file, what can be read is
        merged.
        """
        from reader.storage import foreign_records

        theirs = foreign_records.records_of_file(other, is_own=True)
        return self.merge_records(theirs.records, library=theirs.library, is_own=True)

    # -- steps that can be undone

    def act(
        self, command: str, work: Callable[[], _Result], words: str | Callable[[_Result], str]
    ) -> _Result:
        """Return the result of `work`; what it writes is a step, which `command` can undo.

        `words` are those of the step, or a function that returns them for the result.
        """
        from reader.storage.user_merge import Change, MergePlan

        done = Recording()
        with recording(done), self.whole():
            result = work()
            if isinstance(words, str):
                step_words = words
            else:
                step_words = words(result)
            changes = tuple(
                Change(record.before, record.after)
                for record in done.changes().records
                if isinstance(record.after, Decision) and isinstance(record.before, Decision | None)
            )
            with self._open(writing=True) as connection:
                plan = MergePlan(decisions=changes)
                self._tables(connection).note_step(plan, command, step_words, self.now())
        return result

    def last_step(self, *kinds: str) -> Step | None:
        """Return the last step of these kinds that is not undone; without any, the last change of many records."""
        from reader.storage import user_tables

        with self._open() as connection:
            return user_tables.last_step(connection, kinds or ("import", "restore", "tags"))

    def undo_step(self, step: Step) -> Undone:
        """Restore every record to its state before the step, except those changed since."""
        from reader.storage import user_tables

        with self._open(writing=True) as connection:
            return user_tables.undo_step(connection, step, self.now())

    # -- earlier versions

    def versions_of(self, bookmark_uuid: str) -> list[Version]:
        """Return the text that was overridden when copies were merged, the latest version first."""
        from reader.storage import user_tables

        with self._open() as connection:
            return user_tables.versions_of(connection, bookmark_uuid)

    def look_at_versions(self, bookmark_uuid: str) -> list[Version]:
        """Return `versions_of` a bookmark to be shown: what a merge has replaced of it is looked at now."""
        versions = self.versions_of(bookmark_uuid)
        self.machine.forget_replaced(bookmark_uuid)
        return versions

    def replaced(self) -> list[Version]:
        """Return the latest former words of each bookmark that a merge has replaced and nobody has looked at since."""
        versions = [self.versions_of(uuid) for uuid in sorted(self.machine.replaced())]
        return [former[0] for former in versions if former]

    def replaced_decisions(self) -> list[Change[Decision]]:
        """Return the decisions whose words a merge has replaced and nobody has looked at: as they were, and are."""
        from reader.storage.user_merge import uuid_aside

        uuids = self.machine.replaced()
        if not uuids or not self.path.exists():
            return []
        decisions = self.decisions.all(with_undone=True)
        in_force = [decision for decision in decisions if decision.uuid in uuids and not decision.undone]
        changes = []
        for now in in_force:
            aside = [
                decision
                for decision in decisions
                if decision.undone and decision.uuid == uuid_aside(now.uuid, decision.content.own_words)
            ]
            if aside:
                changes.append(Change(max(aside, key=order_of), now))
        return changes

    def bring_back(self, change: Change[Decision]) -> Decision:
        """Give a decision its former words; the present ones are put aside in turn."""
        from reader.storage.user_merge import texts_put_aside

        before = change.before
        now = change.after
        if before is None:
            return now
        words = {name: getattr(before.content, name) for name in now.content.written}
        with self._open(writing=True) as connection:
            tick, time = next_moment(connection, "decision", [now.uuid], self.now())
            brought = replace(now, content=replace(now.content, **words), modified=time, tick=tick)
            record_tables.put(connection, [brought, *texts_put_aside([(now, brought)])])
        self.machine.forget_replaced(now.uuid)
        return brought

    def restore_latest(self, bookmark_uuid: str) -> Bookmark:
        """Give a bookmark the words that were replaced last, as `restore_version` does; UserDataError without any."""
        versions = self.look_at_versions(bookmark_uuid)
        if not versions:
            raise UserDataError(say("这一条没有以前的版本。"))
        return self.restore_version(versions[0])

    def restore_version(self, version: Version) -> Bookmark:
        """Give the bookmark the text of the version; its present text is kept as a version in turn."""
        from reader.storage import user_tables

        with self._open(writing=True) as connection:
            now = record_tables.bookmark_of(connection, version.bookmark.uuid)
            at = next_moment(connection, "bookmark", [now.uuid], self.now())
            brought = user_tables.with_text_of(now, version, at)
            self._tables(connection).keep_versions([now], self.now())
            connection.execute("DELETE FROM version WHERE id = ?", (version.id,))
            record_tables.put(connection, [brought])
        return brought

    def _tables(self, connection: sqlite3.Connection) -> UserTables:
        from reader.storage import user_tables

        return user_tables.UserTables(connection, self.path.name)

    def _change(
        self,
        uuids: Sequence[str],
        change: Callable[[Bookmark, dt.datetime], Bookmark],
        is_kept: Callable[[Bookmark], bool] = never,
    ) -> list[Bookmark]:
        """Change these bookmarks, all or none; the former text of those for which `is_kept` is true is kept as a
        version. One that stays as it was keeps its time, too.
        """
        with self._open(writing=True) as connection:
            tick, now = next_moment(connection, "bookmark", uuids, self.now())
            bookmarks = [record_tables.bookmark_of(connection, bookmark_uuid) for bookmark_uuid in uuids]
            kept_bookmarks = [bookmark for bookmark in bookmarks if is_kept(bookmark)]
            if kept_bookmarks:
                self._tables(connection).keep_versions(kept_bookmarks, self.now())
            after = [change(bookmark, now) for bookmark in bookmarks]
            changed = []
            for was, become in zip(bookmarks, after, strict=True):
                if become == was:
                    changed.append(was)
                else:
                    changed.append(replace(become, modified=now, tick=tick))
            record_tables.put(connection, [become for become in changed if become not in bookmarks])
        return changed


def new_bookmark(stored: StoredArticle, now: dt.datetime, tick: int) -> Bookmark:
    """Return a bookmark of the article as it is now, without note and tags."""
    printing = stored.printing
    return Bookmark(
        uuid=str(uuid.uuid4()),
        key=printing.key,
        newspaper=printing.newspaper,
        date=printing.date,
        month_day=stored.issue.month_day,
        number=stored.issue.number,
        page=printing.page,
        path=printing.path,
        article=replace(stored.article, readings=()),
        note="",
        tags=(),
        created=now,
        modified=now,
        file=printing.file,
        tick=tick,
    )


def _removed(bookmark: Bookmark, now: dt.datetime) -> Bookmark:
    return replace(bookmark, deleted=now)


def _restored(bookmark: Bookmark, _now: dt.datetime) -> Bookmark:
    return replace(bookmark, deleted=None)


def _identity(passage: Passage | None) -> str | None:
    if passage is None:
        return None
    return passage.identity
