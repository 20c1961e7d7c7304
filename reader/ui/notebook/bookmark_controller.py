"""The controller of bookmarks: they are on the disk before the star is shown, and every change can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.export.citation import Style
from reader.export.notes import KEPT_IN_SIGHT, NoteFormat, records, written_out
from reader.export.readings import with_readings
from reader.export.records import RecordFormat, written
from reader.i18n import count, say
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain
from reader.storage.user_data import UserDataError
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue

if TYPE_CHECKING:
    from reader.storage.backups import Backup
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_undo import Version


FAULTS = (UserDataError, LibraryError)


class BookmarkController(QObject):
    """Changes the reader's bookmarks on another thread; `changed` has all of them after every change."""

    changed = Signal(list)
    removedChanged = Signal(list)
    """The bookmarks removed lately, the last first; emitted with every `changed`."""
    added = Signal(Bookmark)
    messageWanted = Signal(str, bool)
    """A message, and whether what it reports can be undone."""
    fileSaved = Signal(str, object)
    """A message, and the file that was written."""
    failed = Signal(str)
    importPlanned = Signal(object, object)
    """A file (its path) and what importing it would change (`MergePlan`)."""
    backupsListed = Signal(list)
    restorePlanned = Signal(object, list, bool)
    """A backup, what restoring it would change in lines of words, and whether that is anything."""
    versionsListed = Signal(str, list)
    """The earlier versions (`Version`) of a bookmark (its uuid)."""
    writeFailed = Signal(object)
    """A note (`NoteDraft`) that could not be stored and must not be lost."""
    draftsFound = Signal(list)
    """The notes (`NoteDraft`) that were being written when their window ended."""
    errorOccurred = Signal(object)

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = TaskQueue(self, writes=True)
        self._looking = TaskQueue(
            self
        )  # what waits for the server of a reading room keeps nothing from being stored
        for queue in (self._tasks, self._looking):
            queue.errorOccurred.connect(self.errorOccurred)
        self._bookmarks: list[Bookmark] = []
        self._removed: list[Bookmark] = []
        self._is_finished = False
        self._undo: list[tuple[Callable[[], object], Callable[[], None]]] = []

    def all(self) -> list[Bookmark]:
        """Return all bookmarks as they were read last."""
        return self._bookmarks

    def of(self, key: str) -> Bookmark | None:
        """Return the bookmark of a whole article by its key; None where it has none."""
        return next((each for each in self._bookmarks if each.key == key and each.passage is None), None)

    def by_uuid(self, uuid: str) -> Bookmark | None:
        return next((bookmark for bookmark in self._bookmarks if bookmark.uuid == uuid), None)

    def read(self) -> None:
        """Read all bookmarks again."""

        def read() -> tuple[list[Bookmark], list[Bookmark]]:
            since = dt.datetime.now(dt.UTC) - KEPT_IN_SIGHT
            return self._library.notebook.bookmarks(), self._library.notebook.removed_bookmarks(since)

        def looked(is_news: bool) -> None:
            if is_news and not self._is_finished:
                self._tasks.run(read, self._take, self._fail, FAULTS)

        if not self._is_finished:
            self._tasks.run(read, self._take, self._fail, FAULTS)
            self._looking.run(self._library.notebook.look_for_articles, looked, None, FAULTS)

    def toggle(self, article_id: int, key: str) -> None:
        """Add a bookmark to the article, or remove it."""
        known = self.of(key)
        if known is not None:
            self.remove(known)
            return

        def done(bookmark: Bookmark) -> None:
            self.read()
            self.added.emit(bookmark)

        self._tasks.run(lambda: self._library.notebook.bookmark(article_id), done, self._fail, FAULTS)

    def mark(self, article_id: int, passage: Passage) -> None:
        """Highlight a passage of the article."""

        def done(bookmark: Bookmark) -> None:
            self.push_undo(lambda: self._library.notebook.remove_bookmark(bookmark.uuid), self.read)
            self.read()
            self.added.emit(bookmark)

        self._tasks.run(
            lambda: self._library.notebook.bookmark(article_id, passage=passage), done, self._fail, FAULTS
        )

    def color(self, bookmark: Bookmark, color: MarkColor) -> None:
        """Give a highlight another colour."""
        before = bookmark.passage
        if before is None or before.color is color:
            return

        def done(_: Bookmark) -> None:
            self.push_undo(lambda: self._library.notebook.color_passage(bookmark.uuid, before), self.read)
            self.read()

        passage = replace(before, color=color)
        self._tasks.run(
            lambda: self._library.notebook.color_passage(bookmark.uuid, passage), done, self._fail, FAULTS
        )

    def color_of(self, uuid: str, color: MarkColor) -> None:
        """Give the highlight of a bookmark another colour; nothing where there is none any more."""
        if (bookmark := self.by_uuid(uuid)) is not None:
            self.color(bookmark, color)

    def remove(self, bookmark: Bookmark) -> None:
        def done(_: Bookmark) -> None:
            self.push_undo(lambda: self._library.notebook.restore_bookmark(bookmark.uuid), self.read)
            title = bookmark.article.title()
            message = say("已删除“{title}”里的标记", title=title) if bookmark.passage else ""
            self.messageWanted.emit(message or say("已删除书签“{title}”", title=title), True)
            self.read()

        self._tasks.run(
            lambda: self._library.notebook.remove_bookmark(bookmark.uuid), done, self._fail, FAULTS
        )

    def remove_all(self, uuids: list[str]) -> None:
        """Remove several bookmarks in one step, which is also undone in one."""
        known = [bookmark for each in uuids if (bookmark := self.by_uuid(each)) is not None]
        if len(known) == 1:
            self.remove(known[0])
        elif known:
            known_uuids = [bookmark.uuid for bookmark in known]

            def done(_: object) -> None:
                self.push_undo(lambda: self._library.notebook.restore_bookmarks(known_uuids), self.read)
                self.messageWanted.emit(count(len(known_uuids), "已删除 {n} 条"), True)
                self.read()

            self._tasks.run(
                lambda: self._library.notebook.remove_bookmarks(known_uuids), done, self._fail, FAULTS
            )

    def restore(self, uuids: list[str]) -> None:
        """Restore removed bookmarks."""

        def done(_: object) -> None:
            self.push_undo(lambda: self._library.notebook.remove_bookmarks(uuids), self.read)
            self.messageWanted.emit(count(len(uuids), "已找回 {n} 条"), True)
            self.read()

        self._tasks.run(lambda: self._library.notebook.restore_bookmarks(uuids), done, self._fail, FAULTS)

    def export(
        self,
        target: Path,
        bookmarks: list[Bookmark],
        form: NoteFormat | RecordFormat,
        style: Style,
        *,
        tells_corrected: bool = False,
    ) -> None:
        """Write bookmarks as a document, or as data, into a file; one that exists is replaced.

        `tells_corrected`: whether citations tell the characters that a reader has corrected.
        """
        notebook = self._library.notebook

        def article_of(bookmark: Bookmark) -> StoredArticle:
            stored = notebook.article_of(bookmark)
            return with_readings(stored) if tells_corrected else stored

        if isinstance(form, NoteFormat):
            self._write(target, lambda: written_out(bookmarks, form, style, article_of))
        else:
            self._write(target, lambda: "".join(written(records(bookmarks, article_of), form, style)))

    def export_all(self, target: Path) -> None:
        """Write all bookmarks and notes into a file that another library can import."""
        self._write(target, self._library.notebook.export_notes)

    def plan_import(self, path: Path) -> None:
        """Find out what importing a file would change, for `importPlanned`."""

        def done(plan: MergePlan) -> None:
            self.importPlanned.emit(path, plan)

        self._tasks.run(lambda: self._library.notebook.plan_import(path), done, self._fail, FAULTS)

    def import_from(self, path: Path) -> None:
        """Import a file that `export_all` has written."""

        def done(plan: MergePlan) -> None:
            notes = count(len(plan.bookmarks), "读入了 {n} 条新的或更新的收藏与批注")
            corrections = count(len(plan.corrections), "{n} 条更正") if plan.corrections else ""
            unreadable = count(len(plan.unreadable), "{n} 条读不懂，原样另存了") if plan.unreadable else ""
            self._report_step(plan, wording.listed([notes, corrections, unreadable]))

        self._tasks.run(lambda: self._library.notebook.import_notes(path), done, self._fail, FAULTS)

    def list_backups(self) -> None:
        """List the backups, for `backupsListed`."""
        self._tasks.run(self._library.user_data.backups, self.backupsListed.emit, self._fail, FAULTS)

    def plan_restore(self, backup: Backup) -> None:
        """Find out what restoring a backup would change, for `restorePlanned`."""

        def done(plan: MergePlan) -> None:
            from reader.library import change_summary

            self.restorePlanned.emit(backup, change_summary.plan_in_words(plan), plan.size > 0)

        def failed(error: Exception) -> None:
            self.restorePlanned.emit(backup, [str(error)], False)

        self._tasks.run(lambda: self._library.user_data.plan_restore(backup), done, failed, FAULTS)

    def restore_backup(self, backup: Backup) -> None:
        """Restore all bookmarks and notes as they are in a backup."""

        def done(plan: MergePlan) -> None:
            self._report_step(plan, say("已恢复 {name} 的备份", name=backup.name))

        self._tasks.run(lambda: self._library.notebook.restore_backup(backup), done, self._fail, FAULTS)

    def list_versions(self, uuid: str) -> None:
        """List the earlier versions of a bookmark, for `versionsListed`."""

        def done(versions: list[Version]) -> None:
            self.versionsListed.emit(uuid, versions)

        self._tasks.run(lambda: self._library.user_data.versions_of(uuid), done, self._fail, FAULTS)

    def bring_back(self, version: Version) -> None:
        """Give a bookmark the note and tags of an earlier version."""
        known = self.by_uuid(version.bookmark.uuid)

        def done(_: Bookmark) -> None:
            if known is not None:
                self.push_undo(
                    lambda: self._library.notebook.edit_bookmark(known.uuid, known.note, known.tags),
                    self.read,
                )
            self.messageWanted.emit(say("已换回以前的写法"), known is not None)
            self.read()

        self._tasks.run(lambda: self._library.user_data.restore_version(version), done, self._fail, FAULTS)

    def _report_step(self, plan: MergePlan, message: str) -> None:
        if plan.size:
            self.push_undo(self._library.notebook.undo_last_step, self.read)
        self.messageWanted.emit(message, plan.size > 0)
        self.read()

    def _write(self, target: Path, text: Callable[[], str]) -> None:
        def done(_: None) -> None:
            self.fileSaved.emit(say("已存为 {path}", path=target.name), target)

        def failed(error: Exception) -> None:
            why = explain(error, target) if isinstance(error, OSError) else str(error)
            self.failed.emit(say("没有存上。{why}", why=why))

        self._tasks.run(lambda: write_whole(target, text(), replaces=True), done, failed, (*FAULTS, OSError))

    def write(self, draft: NoteDraft) -> None:
        """Store a note; its bookmark or highlight is made with it, or restored if it was removed meanwhile."""
        known = self.by_uuid(draft.bookmark)

        def done(written: Bookmark) -> None:
            if known is not None:
                self.push_undo(
                    lambda: self._library.notebook.edit_bookmark(written.uuid, known.note, known.tags),
                    self.read,
                )
            else:
                self.push_undo(lambda: self._library.notebook.remove_bookmark(written.uuid), self.read)
            self.read()

        def failed(error: Exception) -> None:
            self._fail(error)
            self.writeFailed.emit(draft)

        self._tasks.run(lambda: self._library.notebook.write_note(draft), done, failed, FAULTS)

    def keep_draft(self, draft: NoteDraft) -> None:
        """Keep what is written so far; where the disk takes nothing the words stay in the editor."""
        self._tasks.run(
            lambda: self._library.notebook.keep_draft(draft), lambda _: None, lambda _: None, FAULTS
        )

    def drop_draft(self, draft: NoteDraft) -> None:
        """Forget what was kept of a note."""
        self._tasks.run(lambda: self._library.notebook.drop_draft(draft), lambda _: None)

    def cancel(self, draft: NoteDraft, again: Callable[[NoteDraft], None]) -> None:
        """Drop a note that was being written; undone, it is written on by `again`."""
        self.drop_draft(draft)
        self.push_undo(lambda: None, lambda: again(draft))
        self.messageWanted.emit(say("没有存这条批注"), True)

    def read_drafts(self) -> None:
        """Look for notes that were being written when their window ended, for `draftsFound`."""
        self._tasks.run(self._library.notebook.drafts, self.draftsFound.emit)

    def marked(self, draft: NoteDraft) -> Bookmark | None:
        """Return the highlight of just the words that a new note is about; None if they are not marked."""
        wanted = draft.passage.identity if draft.passage else None
        marks = (each for each in self._bookmarks if each.key == draft.key and each.passage)
        return next((each for each in marks if each.passage and each.passage.identity == wanted), None)

    def removed_like(self, draft: NoteDraft) -> Bookmark | None:
        """Return the bookmark of the same article and words that was removed lately, whose note would come back."""
        same = draft.passage.identity if draft.passage else None
        return next(
            (
                each
                for each in self._removed
                if each.key == draft.key and (each.passage.identity if each.passage else None) == same
            ),
            None,
        )

    def push_undo(self, back: Callable[[], object], after: Callable[[], None]) -> None:
        """Add a step that can be undone: `back` is called on another thread, then `after` on the window's."""
        self._undo.append((back, after))

    def undo(self) -> None:
        """Undo the last removal, edit or correction."""
        if not self._undo:
            self.messageWanted.emit(say("没有可以撤销的。"), False)
            return
        back, after = self._undo.pop()

        def failed(error: Exception) -> None:
            self._undo.append((back, after))
            self._fail(error)

        self._tasks.run(back, lambda _: after(), failed, FAULTS)

    def finish(self) -> None:
        self._is_finished = True

    def _take(self, read: tuple[list[Bookmark], list[Bookmark]]) -> None:
        self._bookmarks, self._removed = read
        self.changed.emit(self._bookmarks)
        self.removedChanged.emit(self._removed)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(str(error))
