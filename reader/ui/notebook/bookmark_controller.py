"""The controller of bookmarks: they are stored before the star is shown, and every change can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.export.forms import NoteFormat, RecordFormat, Style
from reader.export.notes import KEPT_IN_SIGHT, records, written_out
from reader.export.readings import with_readings
from reader.export.records import written
from reader.i18n import count, say
from reader.library.acts import Turned
from reader.library.library import Library
from reader.newspaper.holdings import Anchor, Bookmark, StoredArticle
from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import FileChoice
from reader.ui.widgets.services import Change, Feature, Services
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.storage.backups import Backup
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_tables import Version


class BookmarkController(Feature):
    """Changes the reader's bookmarks on another thread. Signal: `changed` has all of them after every change."""

    changed = Signal(list)
    removedChanged = Signal(list)
    """Emitted with every `changed`, with the recently removed bookmarks, the last first."""
    added = Signal(Bookmark)
    placeWanted = Signal(list)
    """Emitted with the bookmarks that undoing or redoing has changed, to show them; [] if they are many."""
    importPlanned = Signal(object, object)
    """Emitted with the path of a file and what importing it would change (a `MergePlan`)."""
    backupsListed = Signal(list)
    restorePlanned = Signal(object, list, bool)
    """Emitted with a backup, what restoring it would change (a list of lines), and whether it would change anything."""
    versionsListed = Signal(str, list)
    """Emitted with the uuid of a bookmark and its earlier versions (a list of `Version`)."""
    writeFailed = Signal(object)
    """Emitted with a note (`NoteDraft`) that could not be stored, so that its editor opens again."""
    draftsFound = Signal(list)
    """Emitted with the unfinished notes (`NoteDraft`) of a window that ended while they were being written."""

    def __init__(self, services: Services, library: Library, undoing: UndoStack, parent: QObject) -> None:
        super().__init__(services, parent)
        self._library = library
        self._undoing = undoing
        self._tasks = TaskQueue(self, writes=True)
        self._lookup = TaskQueue(self)  # a queue of its own: waiting for a server must not delay storing
        self.bookmarks: list[Bookmark] = []
        """All bookmarks, as last read."""
        self._removed: list[Bookmark] = []
        self._is_finished = False

    def start(self) -> None:
        self.read()

    def refresh(self, change: Change) -> None:
        self.read()  # with every change: articles may have other ids in the catalogue

    def of(self, anchor: Anchor) -> Bookmark | None:
        """Return the bookmark of a whole article; None if it has none."""
        return next((each for each in self.bookmarks if each.anchor == anchor and each.passage is None), None)

    def by_uuid(self, uuid: str) -> Bookmark | None:
        return next((bookmark for bookmark in self.bookmarks if bookmark.uuid == uuid), None)

    def read(self, then: Callable[[], None] = lambda: None) -> None:
        """Read all bookmarks again; `then` is called after `changed` was emitted.

        The articles of bookmarks are then looked up in the library; if any is found, the bookmarks are read again.
        """

        def read() -> tuple[list[Bookmark], list[Bookmark]]:
            since = dt.datetime.now(dt.UTC) - KEPT_IN_SIGHT
            return self._library.notebook.bookmarks(), self._library.notebook.removed_bookmarks(since)

        def looked_up(is_any_found: bool) -> None:
            if is_any_found and not self._is_finished:
                self._tasks.run(read, self._take, self._services.error, FAULTS)

        def take(found: tuple[list[Bookmark], list[Bookmark]]) -> None:
            self._take(found)
            then()

        if not self._is_finished:
            self._tasks.run(read, take, self._services.error, FAULTS)
            self._lookup.run(self._library.notebook.look_for_articles, looked_up, None, FAULTS)

    def toggle(self, anchor: Anchor) -> None:
        """Remove the bookmark of a whole article, or add one; an article that is not in the library gets none."""
        known = self.of(anchor)
        if known is not None:
            self.remove(known)
        elif isinstance(anchor, int):
            self._add(lambda: self._library.notebook.bookmark(anchor))

    def mark(self, article_id: int, passage: Passage) -> None:
        """Highlight a passage of the article."""
        self._add(lambda: self._library.notebook.bookmark(article_id, passage=passage))

    def _add(self, add: Callable[[], Bookmark]) -> None:
        def words(bookmark: Bookmark) -> str:
            title = bookmark.article.title()
            return (
                say("在“{title}”里标记", title=title)
                if bookmark.passage
                else say("收藏“{title}”", title=title)
            )

        def done(bookmark: Bookmark) -> None:
            self.read()
            self.added.emit(bookmark)

        self._undoing.do(words, add, done, self._show)

    def color(self, bookmark: Bookmark, color: MarkColor) -> None:
        """Give a highlight another colour."""
        if bookmark.passage is not None and bookmark.passage.color is not color:
            passage, title = replace(bookmark.passage, color=color), bookmark.article.title()
            self._undoing.do(
                say("给“{title}”里的标记换颜色", title=title),
                lambda: self._library.notebook.color_passage(bookmark.uuid, passage),
                lambda _: self.read(),
                self._show,
            )

    def attach(self, bookmark: Bookmark, article_id: int) -> None:
        """Attach a bookmark, whose printing is uncertain, to the article that the reader has chosen for it."""
        self._tasks.run(
            lambda: self._library.notebook.attach(bookmark, article_id),
            lambda _: self.read(),
            self._services.error,
            FAULTS,
        )

    def color_of(self, uuid: str, color: MarkColor) -> None:
        """Give the highlight of a bookmark another colour; do nothing if it was removed meanwhile."""
        if (bookmark := self.by_uuid(uuid)) is not None:
            self.color(bookmark, color)

    def remove(self, bookmark: Bookmark) -> None:
        title, is_mark = bookmark.article.title(), bookmark.passage is not None

        def done(_: Bookmark) -> None:
            message = say("已删除“{title}”里的标记", title=title) if is_mark else ""
            self._services.message(message or say("已删除书签“{title}”", title=title), can_undo=True)
            self.read()

        self._undoing.do(
            say("删除“{title}”里的标记", title=title) if is_mark else say("删除书签“{title}”", title=title),
            lambda: self._library.notebook.remove_bookmark(bookmark.uuid),
            done,
            self._show,
        )

    def remove_all(self, uuids: list[str]) -> None:
        """Remove several bookmarks as one act, which is undone as a whole."""
        known = [bookmark for each in uuids if (bookmark := self.by_uuid(each)) is not None]
        if len(known) == 1:
            self.remove(known[0])
        elif known:
            number, known_uuids = len(known), [bookmark.uuid for bookmark in known]
            self._change_all(
                count(number, "删除 {n} 条书签"),
                lambda: self._library.notebook.remove_bookmarks(known_uuids),
                count(number, "已删除 {n} 条"),
            )

    def restore(self, uuids: list[str]) -> None:
        """Restore removed bookmarks."""
        self._change_all(
            count(len(uuids), "找回 {n} 条书签"),
            lambda: self._library.notebook.restore_bookmarks(uuids),
            count(len(uuids), "已找回 {n} 条"),
        )

    def _change_all(self, words: str, change: Callable[[], list[Bookmark]], message: str) -> None:
        def done(_: list[Bookmark]) -> None:
            self._services.message(message, can_undo=True)
            self.read()

        self._undoing.do(words, change, done, self._show_all)

    def export(
        self,
        file: FileChoice,
        bookmarks: list[Bookmark],
        form: NoteFormat | RecordFormat,
        style: Style,
        *,
        with_corrected: bool = False,
    ) -> None:
        """Write bookmarks to a file, as a document or as data.

        With `with_corrected`, corrected characters follow the printed ones in brackets.
        """
        notebook = self._library.notebook

        def article_of(bookmark: Bookmark) -> StoredArticle:
            stored = notebook.article_of(bookmark)
            return with_readings(stored) if with_corrected else stored

        if isinstance(form, NoteFormat):
            self._write(file, lambda: written_out(bookmarks, form, style, article_of))
        else:
            self._write(file, lambda: "".join(written(records(bookmarks, article_of), form, style)))

    def export_all(self, file: FileChoice) -> None:
        """Write all bookmarks and notes to a file that another library can import."""
        self._write(file, self._library.notebook.export_notes)

    def plan_import(self, path: Path) -> None:
        """Determine what importing a file would change, and emit `importPlanned`."""

        def done(plan: MergePlan) -> None:
            self.importPlanned.emit(path, plan)

        self._tasks.run(lambda: self._library.notebook.plan_import(path), done, self._services.error, FAULTS)

    def import_from(self, path: Path) -> None:
        """Import a file that `export_all` has written."""

        def done(plan: MergePlan) -> None:
            notes = count(len(plan.bookmarks), "读入了 {n} 条新的或更新的收藏与批注")
            corrections = count(len(plan.corrections), "{n} 条更正") if plan.corrections else ""
            unreadable = count(len(plan.unreadable), "{n} 条读不懂，原样另存了") if plan.unreadable else ""
            self._report_step(plan, wording.listed([notes, corrections, unreadable]))

        self._undoing.do(
            say("读入 {name}", name=path.name),
            lambda: self._library.notebook.import_notes(path),
            done,
            lambda _: self._show_all([]),
        )

    def list_backups(self) -> None:
        """Read the list of backups, and emit `backupsListed`."""
        self._tasks.run(
            self._library.user_data.backups, self.backupsListed.emit, self._services.error, FAULTS
        )

    def plan_restore(self, backup: Backup) -> None:
        """Determine what restoring a backup would change, and emit `restorePlanned`."""

        def done(plan: MergePlan) -> None:
            from reader.library import change_summary

            self.restorePlanned.emit(backup, change_summary.plan_in_words(plan), plan.size > 0)

        def failed(error: Exception) -> None:
            self.restorePlanned.emit(backup, [str(error)], False)

        self._tasks.run(lambda: self._library.user_data.plan_restore(backup), done, failed, FAULTS)

    def restore_backup(self, backup: Backup) -> None:
        """Restore all bookmarks and notes to their state in a backup."""

        def done(plan: MergePlan) -> None:
            self._report_step(plan, say("已恢复 {name} 的备份", name=backup.name))

        self._undoing.do(
            say("恢复 {name} 的备份", name=backup.name),
            lambda: self._library.notebook.restore_backup(backup),
            done,
            lambda _: self._show_all([]),
        )

    def list_versions(self, uuid: str) -> None:
        """Read the earlier versions of a bookmark, and emit `versionsListed`."""

        def done(versions: list[Version]) -> None:
            self.versionsListed.emit(uuid, versions)

        self._tasks.run(lambda: self._library.user_data.versions_of(uuid), done, self._services.error, FAULTS)

    def restore_version(self, version: Version) -> None:
        """Restore the note and tags of an earlier version of a bookmark."""

        def done(_: Bookmark) -> None:
            self._services.message(say("已换回以前的写法"), can_undo=True)
            self.read()

        self._undoing.do(
            say("换回“{title}”以前的写法", title=version.bookmark.article.title()),
            lambda: self._library.user_data.restore_version(version),
            done,
            self._show,
        )

    def _report_step(self, plan: MergePlan, message: str) -> None:
        self._services.message(message, can_undo=plan.size > 0)
        self.read()

    def _write(self, file: FileChoice, text: Callable[[], str]) -> None:
        def done(_: None) -> None:
            self._services.saved(say("已存为 {path}", path=file.path.name), file.path)

        def failed(error: Exception) -> None:
            why = explain(error, file.path) if isinstance(error, OSError) else str(error)
            self._services.message(say("没有存上。{why}", why=why))

        self._tasks.run(
            lambda: write_whole(file.path, text(), replaces=file.replaces), done, failed, (*FAULTS, OSError)
        )

    def write(self, draft: NoteDraft) -> None:
        """Store a note; its bookmark or highlight is added with it, or restored if it was removed meanwhile."""

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.writeFailed.emit(draft)

        self._undoing.do(
            lambda written: say("写“{title}”的批注", title=written.article.title()),
            lambda: self._library.notebook.write_note(draft),
            lambda _: self.read(),
            self._show,
            failed,
        )

    def keep_draft(self, draft: NoteDraft) -> None:
        """Store the text written so far as a draft; if that fails, it is still in the editor."""
        self._undoing.run(lambda: self._library.notebook.keep_draft(draft))

    def drop_draft(self, draft: NoteDraft) -> None:
        """Delete the stored draft of a note."""
        self._undoing.run(lambda: self._library.notebook.drop_draft(draft))

    def cancel(self, draft: NoteDraft, again: Callable[[NoteDraft], None]) -> None:
        """Discard a note that was being written; undoing that calls `again` to continue writing."""
        self._undoing.do(
            say("不存这条批注"),
            lambda: self._library.notebook.drop_draft(draft),
            lambda _: self._services.message(say("没有存这条批注"), can_undo=True),
            lambda _: again(draft),
            turn=lambda _: lambda: Turned(None),
        )

    def read_drafts(self) -> None:
        """Read the drafts of windows that ended while they were being written, and emit `draftsFound`."""
        self._tasks.run(self._library.notebook.drafts, self.draftsFound.emit)

    def marked(self, draft: NoteDraft) -> Bookmark | None:
        """Return the highlight of exactly the passage of a new note; None if it is not highlighted."""
        wanted = draft.passage.identity if draft.passage else None
        marks = (each for each in self.bookmarks if each.printing.is_same(draft.printing) and each.passage)
        return next((each for each in marks if each.passage and each.passage.identity == wanted), None)

    def removed_like(self, draft: NoteDraft) -> Bookmark | None:
        """Return a recently removed bookmark of the same article and passage; None if there is none.

        Storing the draft would restore that bookmark with its old note.
        """
        same = draft.passage.identity if draft.passage else None
        return next(
            (
                each
                for each in self._removed
                if each.printing.is_same(draft.printing)
                and (each.passage.identity if each.passage else None) == same
            ),
            None,
        )

    def _show(self, *bookmarks: Bookmark) -> None:
        self._show_all(bookmarks)

    def _show_all(self, bookmarks: Sequence[Bookmark]) -> None:
        """Read the bookmarks again after undoing or redoing, and show those that it has changed."""
        self.read(lambda: self.placeWanted.emit(list(bookmarks)))

    def finish(self) -> None:
        self._is_finished = True

    def _take(self, read: tuple[list[Bookmark], list[Bookmark]]) -> None:
        self.bookmarks, self._removed = read
        self.changed.emit(self.bookmarks)
        self.removedChanged.emit(self._removed)
