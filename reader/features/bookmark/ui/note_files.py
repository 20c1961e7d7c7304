"""What becomes of all bookmarks and notes: they are exported, imported, backed up; removed ones come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from reader.export.forms import NoteFormat, RecordFormat, bookmark_formats
from reader.export.notes import file_name, records, written_out
from reader.export.records import written
from reader.i18n import count, say
from reader.newspaper.holdings import Bookmark
from reader.plugs import Slot
from reader.ui.desk import Desk, Part
from reader.ui.notebook.bookmark_list import NoteCalls
from reader.ui.widgets import wording
from reader.ui.widgets.controls import new_menu
from reader.ui.widgets.dialog import Files, ask, ask_for_file, ask_to_open
from reader.ui.widgets.menus import offered
from reader.ui.widgets.services import FileContent
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_tables import Version


class NoteFiles(Part):
    """Asks for files and confirmation, and opens the dialogs of the notebook."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._bookmarks = desk.bookmarks
        self._window = desk.frame.window
        self._pane = desk.frame.bookmarks
        self._pane.take_calls(
            NoteCalls(self._offer, self._offer_on, self.show_removed, self.show_tags, self.show_versions)
        )

    def _offer(self, menu: QMenu) -> None:
        chosen = self._pane.listing.chosen()
        listed = self._pane.listing.rows()
        if len(chosen) > 1:
            self._add_exports(menu, count(len(chosen), "导出选中的 {n} 条"), chosen)
        self._add_exports(menu, count(len(listed), "导出列出的 {n} 条"), listed)
        menu.addSeparator()
        menu.addAction(say("导出全部收藏与批注…"), self.export_all)
        menu.addAction(say("导入收藏与批注…"), self.import_some)
        menu.addActions(offered(self.desk.actions, Slot.NOTES))
        menu.addAction(say("备份与恢复…"), self.show_backups)
        tags = menu.addAction(say("标签…"), self.show_tags)
        tags.setEnabled(any(bookmark.tags for bookmark in self._bookmarks.bookmarks))
        menu.addSeparator()
        removed = menu.addAction(say("最近删除…"), self.show_removed)
        removed.setEnabled(bool(self._bookmarks.removed))

    def _offer_on(self, menu: QMenu, chosen: Sequence[Bookmark]) -> None:
        if len(chosen) == 1:
            menu.addAction(say("以前的版本…"), partial(self.show_versions, chosen[0]))
            menu.addSeparator()
        self._add_exports(menu, count(len(chosen), "导出选中的 {n} 条"), chosen)

    def _add_exports(self, menu: QMenu, title: str, bookmarks: Sequence[Bookmark]) -> None:
        exports = menu.addMenu(title)
        exports.setAccessibleName(title)
        exports.setEnabled(bool(bookmarks))
        for form in bookmark_formats():
            name = say("{form}…", form=form.label)
            exports.addAction(name, partial(self.export, bookmarks, form))

    def export(self, bookmarks: Sequence[Bookmark], form: NoteFormat | RecordFormat) -> None:
        article_of = self._library.notebook.article_of
        style = self.desk.citation_style()
        wording = self.desk.frame.pane.settings.wording
        name = file_name(bookmarks, form.suffix)
        if isinstance(form, NoteFormat):
            self._write(
                say("导出收藏与批注"),
                name,
                partial(written_out, bookmarks, form, style, article_of, wording),
            )
        else:
            # it imports the query, without which a window opens
            from reader.library.article_values import values_of

            entries = records(bookmarks, article_of, values_of)
            self._write(say("导出收藏与批注"), name, partial(written, entries, form, style, wording=wording))

    def export_all(self) -> None:
        name = say("阅报资料") + ".json"
        kind = say("阅报资料 (*.json)")
        self._write(say("导出全部收藏与批注"), name, self._library.notebook.export_notes, kind)

    def _write(self, title: str, name: str, content: Callable[[], FileContent], kind: str = "") -> None:
        ending = Path(name).suffix
        file = ask_for_file(self._window(), title, Files.NOTES, name, kind or f"*{ending}", [ending])
        if file:
            self._services.write_file(self._bookmarks.tasks, file.path, content, replaces=file.replaces)

    def import_some(self) -> None:
        """Ask for a file that `export_all` has written, and import it."""
        path = ask_to_open(self._window(), say("导入收藏与批注"), Files.NOTES, say("阅报资料 (*.json)"))
        if path is None:
            return
        notebook = self._library.notebook

        def planned(plan: MergePlan) -> None:
            from reader.library import change_summary

            if not (plan.replaced or plan.removed):
                self._import(path)
                return
            ask(
                self._window(),
                "importPlan",
                say("导入 {name}？", name=path.name),
                "\n".join(change_summary.plan_in_words(plan)),
                [(say("导入"), partial(self._import, path))],
            )

        plan_import = partial(notebook.plan_import, path)
        self._bookmarks.tasks.run(plan_import, planned, self._services.error, FAULTS)

    def _import(self, path: Path) -> None:
        def entries(plan: MergePlan) -> str:
            from reader.library import change_summary

            if plan.unreadable:
                unreadable = count(len(plan.unreadable), "{n} 条无法解析，原样另存了")
            else:
                unreadable = ""
            if plan.size:
                changes = say("读入了：{changes}", changes=change_summary.changes_in_words(plan))
            else:
                changes = change_summary.nothing_differs()
            return wording.listed([changes, unreadable, plan.remark])

        words = say("导入 {name}", name=path.name)
        self._bookmarks.merge(words, partial(self._library.notebook.import_notes, path), entries)

    def show_backups(self) -> None:
        from reader.features.bookmark.ui.note_dialogs import BackupDialog

        BackupDialog(self._window(), self._services, self._library, self._bookmarks).open()

    def show_tags(self) -> None:
        from reader.features.bookmark.ui.note_dialogs import TagDialog

        TagDialog(self._window(), self._bookmarks, self._pane.show_tag).open()

    def show_removed(self) -> None:
        from reader.features.bookmark.ui.note_dialogs import RemovedDialog

        if self._bookmarks.removed:
            RemovedDialog(self._window(), self._bookmarks).open()
        else:
            self._services.message(say("三十天里没有删除过收藏和批注。"))

    def show_versions(self, bookmark: Bookmark) -> None:
        from reader.library import change_summary

        def show(versions: list[Version]) -> None:
            self._bookmarks.read()  # it may have been marked as replaced
            if not versions:
                self._services.message(say("这一条没有以前的版本。"))
                return
            menu = new_menu(self._window(), say("以前的版本"))
            menu.setObjectName("versions")
            for version in versions:
                day = f"{version.bookmark.modified.astimezone():%Y-%m-%d %H:%M}"
                words = f"{day}  {change_summary.version_in_words(version.bookmark)}"
                menu.addAction(words.replace("&", "&&"), partial(self._bookmarks.restore_version, version))
            menu.popup(QCursor.pos())

        look = partial(self._library.user_data.look_at_versions, bookmark.uuid)
        self._bookmarks.tasks.run(look, show, self._services.error, FAULTS)
