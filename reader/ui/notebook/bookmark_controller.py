"""The reader's bookmarks and notes: changing them on another thread, exporting, importing, restoring them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.export.forms import NoteFormat, RecordFormat, Style, Wording
from reader.export.notes import KEPT_IN_SIGHT, file_name, records, written_out
from reader.export.records import written
from reader.i18n import count, say
from reader.library.acts import Turned
from reader.library.library import Library
from reader.newspaper.holdings import Anchor, Bookmark
from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.backups import Backup
from reader.storage.platform_folders import places
from reader.ui.notebook.bookmark_list import BookmarkPane, BookmarkView
from reader.ui.widgets import fonts, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    Rule,
    Wide,
    column_layout,
    new_menu,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog, FileChoice, ask, ask_for_file
from reader.ui.widgets.services import Change, Feature, LibraryFeature, Services
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.library.mark_places import MarkPlace
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_tables import Version
    from reader.ui.notebook.backup_list import BackupList


class BookmarkController(LibraryFeature):
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
    placesFound = Signal(Bookmark, list)
    """Emitted with a lost highlight and the passages that it may be now, the likeliest first."""
    writeFailed = Signal(object)
    """Emitted with a note (`NoteDraft`) that could not be stored, so that its editor opens again."""
    unreadable = Signal(str)
    """Emitted with the reason why the bookmarks can't be read."""
    draftsFound = Signal(list)
    """Emitted with the unfinished notes (`NoteDraft`) of a window that ended while they were being written."""

    def __init__(self, services: Services, library: Library, undoing: UndoStack, parent: QObject) -> None:
        super().__init__(services, library, parent)
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

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.unreadable.emit(str(error))

        def looked_up(is_any_found: bool) -> None:
            if is_any_found and not self._is_finished:
                self._tasks.run(read, self._take, failed, FAULTS)

        def take(found: tuple[list[Bookmark], list[Bookmark]]) -> None:
            self._take(found)
            then()

        if not self._is_finished:
            self._tasks.run(read, take, failed, FAULTS)
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

        self._undoing.act(words, add, done, self._show)

    def color(self, bookmark: Bookmark, color: MarkColor) -> None:
        """Give a highlight another colour."""
        if bookmark.passage is not None and bookmark.passage.color is not color:
            passage, title = replace(bookmark.passage, color=color), bookmark.article.title()
            self._undoing.act(
                say("给“{title}”里的标记换颜色", title=title),
                lambda: self._library.notebook.color_passage(bookmark.uuid, passage),
                lambda _: self.read(),
                self._show,
            )

    def find_places(self, bookmark: Bookmark) -> None:
        """Look for the places that a lost highlight may have now, and emit `placesFound`."""

        def found(likeliest: list[tuple[Passage, list[MarkPlace]]]) -> None:
            self.placesFound.emit(bookmark, [passage for passage, _ in likeliest])

        self._tasks.run(
            lambda: self._library.notebook.likeliest(bookmark), found, self._services.error, FAULTS
        )

    def move(self, bookmark: Bookmark, passage: Passage) -> None:
        """Move a lost highlight to one of the places found."""
        self._undoing.act(
            say("移动“{title}”里的标记", title=bookmark.article.title()),
            lambda: self._library.notebook.move_passage(bookmark, passage),
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

        self._undoing.act(
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

        self._undoing.act(words, change, done, self._show_all)

    def export(
        self,
        file: FileChoice,
        bookmarks: list[Bookmark],
        form: NoteFormat | RecordFormat,
        style: Style,
        wording: Wording,
    ) -> None:
        """Write bookmarks to a file, as a document or as data; `wording` says which characters they have."""
        article_of = self._library.notebook.article_of
        if isinstance(form, NoteFormat):
            self._write(file, lambda: written_out(bookmarks, form, style, article_of, wording))
        else:
            told = records(bookmarks, article_of)
            self._write(file, lambda: "".join(written(told, form, style, wording=wording)))

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
            from reader.library import change_summary

            unreadable = count(len(plan.unreadable), "{n} 条读不懂，原样另存了") if plan.unreadable else ""
            told = [say("读入了：{changes}", changes=change_summary.changes_in_words(plan)), unreadable]
            self._report_step(plan, wording.listed(told) if plan.size else change_summary.nothing_differs())

        self._undoing.act(
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

    def make_backup(self) -> None:
        """Make a backup that stays until the reader removes it, and list all."""

        def done(made: Backup | None) -> None:
            self._services.message(
                say("已备份，会一直留着") if made else say("还没有收藏、批注、更正，没有什么可备份。")
            )
            if made:
                self.list_backups()

        self._tasks.run(self._library.user_data.make_backup, done, self._services.error, FAULTS)

    def remove_backup(self, backup: Backup) -> None:
        """Delete a backup for good, and list the others."""
        self._tasks.run(
            lambda: self._library.user_data.remove_backup(backup),
            lambda _: self.list_backups(),
            self._services.error,
            FAULTS,
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
            from reader.library import change_summary

            changes = change_summary.changes_in_words(plan)
            told = say("已恢复 {name} 的备份。{changes}", name=backup.name, changes=changes)
            self._report_step(plan, told if plan.size else changes)

        self._undoing.act(
            say("恢复 {name} 的备份", name=backup.name),
            lambda: self._library.notebook.restore_backup(backup),
            done,
            lambda _: self._show_all([]),
        )

    def change_tags(self, tags: list[str], to: str) -> None:
        """Rename a tag, or merge several, on all bookmarks as one act."""
        words = say("标签“{tags}”改为“{to}”", tags=say("、").join(tags), to=to)
        self._change_all(words, lambda: self._library.notebook.change_tags(tags, to), words)

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

        self._undoing.act(
            say("换回“{title}”以前的写法", title=version.bookmark.article.title()),
            lambda: self._library.user_data.restore_version(version),
            done,
            self._show,
        )

    def _report_step(self, plan: MergePlan, message: str) -> None:
        self._services.message(message, can_undo=plan.size > 0)
        self.read()

    def _write(self, file: FileChoice, text: Callable[[], str]) -> None:
        self._services.write_file(self._tasks, file.path, text, replaces=file.replaces)

    def write(self, draft: NoteDraft) -> None:
        """Store a note; its bookmark or highlight is added with it, or restored if it was removed meanwhile."""

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.writeFailed.emit(draft)

        self._undoing.act(
            lambda written: say("写“{title}”的批注", title=written.article.title()),
            lambda: self._library.notebook.write_note(draft),
            lambda _: self.read(),
            self._show,
            failed,
        )

    def followed(self, draft: NoteDraft) -> NoteDraft:
        """Return a draft on its article as it is now; unchanged if a server does not say."""
        with suppress(*FAULTS):
            draft = self._library.notebook.followed(draft)
        return draft

    def keep_draft(self, draft: NoteDraft) -> None:
        """Store the text written so far as a draft; if that fails, it is still in the editor."""
        self._undoing.run(lambda: self._library.notebook.keep_draft(draft))

    def drop_draft(self, draft: NoteDraft) -> None:
        """Delete the stored draft of a note."""
        self._undoing.run(lambda: self._library.notebook.drop_draft(draft))

    def cancel(self, draft: NoteDraft, again: Callable[[NoteDraft], None]) -> None:
        """Discard a note that was being written; undoing that calls `again` to continue writing."""
        self._undoing.act(
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
        return _like(draft, self.bookmarks)

    def removed_like(self, draft: NoteDraft) -> Bookmark | None:
        """Return a recently removed bookmark of the same article and passage; None if there is none.

        Storing the draft would restore that bookmark with its old note.
        """
        return _like(draft, self._removed)

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


def _like(draft: NoteDraft, bookmarks: Sequence[Bookmark]) -> Bookmark | None:
    """Return the first bookmark on the article and the passage of a draft; None if there is none."""
    of_article = (each for each in bookmarks if each.printing.is_same(draft.printing))
    wanted = draft.passage and draft.passage.identity
    return next((each for each in of_article if (each.passage and each.passage.identity) == wanted), None)


class RemovedList(Dialog):
    """The list of removed bookmarks.

    Signal: `restoreWanted` has the uuids of those to restore; the owner then calls `show_removed` with the new list.
    """

    restoreWanted = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, say("最近删除"), "removedList", size=(520, 560), tint="list")
        explanation = Label(
            say(
                "这里有 {days} 天内删除的。更早的也没有抹去：reader bookmark list --removed",
                days=KEPT_IN_SIGHT.days,
            ),
            fonts.sans(12),
            "ink3",
            wraps=True,
        )
        explanation.setContentsMargins(16, 12, 16, 12)
        self.view = BookmarkView(say("最近删除"), "list")
        self.view.chooser.entered.connect(lambda _: self._restore(self.view.chosen()))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.restore_button = PushButton(say("找回选中的"), primary=True)
        self.all_button = PushButton(say("全部找回"), act=lambda: self._restore(self.view.row_model.rows()))
        close = self.leave_button()
        self.restore_button.clicked.connect(lambda: self._restore(self.view.chosen()))
        buttons = row_layout(self.all_button, Wide(), close, self.restore_button, margins=(16, 8, 16, 10))
        column_layout(explanation, Rule(), Wide(self.view), Rule(), buttons, of=self, spacing=0)
        self.view.setFocus()

    def show_removed(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show the bookmarks that can be restored, the last removed first; without any the dialog closes."""
        self.view.replace_rows(bookmarks)
        self._enable()
        if not bookmarks:
            self.accept()

    def _restore(self, bookmarks: Sequence[Bookmark]) -> None:
        if bookmarks:
            self.restoreWanted.emit([bookmark.uuid for bookmark in bookmarks])

    def _enable(self) -> None:
        self.restore_button.setEnabled(bool(self.view.chosen()))


class NoteFileController(Feature):
    """Asks for files and confirmation, and calls the bookmark controller; `style` is that of exported citations."""

    def __init__(
        self,
        services: Services,
        bookmark_pane: BookmarkPane,
        bookmarking: BookmarkController,
        style: Style,
        wording: Callable[[], Wording],
    ) -> None:
        """Connect a pane; `wording` returns which characters exported text has."""
        super().__init__(services, bookmark_pane)
        self._bookmark_pane = bookmark_pane
        self._bookmarking = bookmarking
        self.style = style
        self._wording = wording
        self._removed: Sequence[Bookmark] = ()
        self._list: RemovedList | None = None
        self._backups: BackupList | None = None
        bookmark_pane.exportWanted.connect(self._export)
        bookmark_pane.archiveWanted.connect(self.export_all)
        bookmark_pane.importWanted.connect(self.import_some)
        bookmark_pane.removedWanted.connect(self.show_removed)
        bookmark_pane.backupsWanted.connect(bookmarking.list_backups)
        bookmark_pane.tagsWanted.connect(self.show_tags)
        bookmark_pane.versionsWanted.connect(bookmarking.list_versions)
        bookmarking.placesFound.connect(self._offer_places)
        bookmarking.unreadable.connect(bookmark_pane.show_trouble)
        bookmarking.importPlanned.connect(self._import_planned)
        bookmarking.backupsListed.connect(self.show_backups)
        bookmarking.versionsListed.connect(self.show_versions)
        bookmarking.removedChanged.connect(self._set_removed)

    def _offer_places(self, bookmark: Bookmark, passages: list[Passage]) -> None:
        from reader.ui.notebook.lost_marks import LostMarkDialog

        dialog = LostMarkDialog(self._bookmark_pane.window(), bookmark, passages)
        dialog.taken.connect(partial(self._bookmarking.move, bookmark))
        dialog.noteWanted.connect(partial(self._bookmark_pane.edit, bookmark.uuid))
        dialog.open()

    def export_all(self) -> None:
        name = say("阅报资料") + ".json"
        kind = say("阅报资料 (*.json)")
        if file := ask_for_file(
            self._bookmark_pane.window(), say("导出全部收藏与批注"), name, kind, [".json"]
        ):
            self._bookmarking.export_all(file)

    def import_some(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._bookmark_pane.window(),
            say("导入收藏与批注"),
            str(places().documents),
            say("阅报资料 (*.json)"),
        )
        if chosen:
            self._bookmarking.plan_import(Path(chosen))

    def show_backups(self, backups: list[Backup]) -> None:
        """Show the backups in the dialog, which is opened if it is not open."""
        from reader.ui.notebook.backup_list import BackupList

        if self._backups is None:
            shown = self._backups = BackupList(self._bookmark_pane.window())
            shown.chosen.connect(self._bookmarking.plan_restore)
            shown.restoreWanted.connect(self._bookmarking.restore_backup)
            shown.removeWanted.connect(self._bookmarking.remove_backup)
            shown.makeWanted.connect(self._bookmarking.make_backup)
            self._bookmarking.restorePlanned.connect(shown.show_planned)
            shown.finished.connect(self._forget_backups)
            shown.open()
        self._backups.show_backups(backups)

    def show_tags(self) -> None:
        """Show all tags in a dialog, in which they are renamed and merged."""
        from reader.ui.notebook.tag_list import TagList

        shown = TagList(self._bookmark_pane.window())
        shown.show_bookmarks(self._bookmarking.bookmarks)
        shown.tagChosen.connect(self._bookmark_pane.show_tag)
        shown.changeWanted.connect(self._bookmarking.change_tags)
        self._bookmarking.changed.connect(shown.show_bookmarks)
        shown.open()

    def show_versions(self, uuid: str, versions: list[Version]) -> None:
        """Show a menu of the earlier versions of a bookmark."""
        from reader.library import change_summary

        if not versions:
            self._services.message(say("这一条没有以前的写法。"))
            return
        menu = new_menu(self._bookmark_pane, say("以前的写法"))
        menu.setObjectName("versions")
        for version in versions:
            day = f"{version.bookmark.modified.astimezone():%Y-%m-%d %H:%M}"
            words = change_summary.version_in_words(version.bookmark)
            menu.addAction(
                f"{day}  {words}".replace("&", "&&"), partial(self._bookmarking.restore_version, version)
            )
        menu.popup(QCursor.pos())

    def _import_planned(self, path: Path, plan: MergePlan) -> None:
        """Ask before an import that replaces or removes the reader's own notes; carry out any other at once."""
        from reader.library import change_summary

        if not (plan.replaced or plan.removed):
            self._bookmarking.import_from(path)
            return
        ask(
            self._bookmark_pane.window(),
            "importPlan",
            say("读入 {name}？", name=path.name),
            "\n".join(change_summary.plan_in_words(plan)),
            [(say("读入"), lambda: self._bookmarking.import_from(path))],
        )

    def show_removed(self) -> None:
        if not self._removed:
            self._services.message(say("三十天里没有删除过书签和批注。"))
            return
        if self._list is not None:
            return
        self._list = RemovedList(self._bookmark_pane.window())
        self._list.restoreWanted.connect(self._bookmarking.restore)
        self._list.finished.connect(self._forget_list)
        self._list.show_removed(self._removed)
        self._list.open()

    def _export(self, bookmarks: list[Bookmark], form: str) -> None:
        format = NoteFormat(form) if form in set(NoteFormat) else RecordFormat(form)
        name, ending = file_name(bookmarks, format.suffix), format.suffix
        window = self._bookmark_pane.window()
        if file := ask_for_file(window, say("导出收藏与批注"), name, f"*{ending}", [ending]):
            self._bookmarking.export(file, bookmarks, format, self.style, self._wording())

    def _set_removed(self, bookmarks: list[Bookmark]) -> None:
        self._removed = bookmarks
        self._bookmark_pane.set_removed(len(bookmarks))
        if self._list is not None:
            self._list.show_removed(bookmarks)

    def _forget_backups(self) -> None:
        self._backups = None
        self._bookmark_pane.window().activateWindow()

    def _forget_list(self) -> None:
        self._list = None
        self._bookmark_pane.window().activateWindow()
