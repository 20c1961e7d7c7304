"""Exporting and importing bookmarks and notes; the dialogs of backups, removed bookmarks and earlier versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog

from reader.export.forms import NoteFormat, RecordFormat, Style
from reader.export.notes import file_name
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.storage.platform_folders import places
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.bookmark_list import BookmarkPane
from reader.ui.widgets import question
from reader.ui.widgets.controls import new_menu
from reader.ui.widgets.file_choice import ask_for_file
from reader.ui.widgets.services import Feature, Services

if TYPE_CHECKING:
    from reader.storage.backups import Backup
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_tables import Version
    from reader.ui.notebook.backup_list import RemovedList


class NoteFileController(Feature):
    """Asks for files and confirmation, and calls the bookmark controller; `style` is that of exported citations."""

    def __init__(
        self,
        services: Services,
        bookmark_pane: BookmarkPane,
        bookmarking: BookmarkController,
        style: Style,
        with_corrected: Callable[[], bool],
    ) -> None:
        """Connect a pane; `with_corrected` returns whether corrected characters follow the printed ones in brackets."""
        super().__init__(services, bookmark_pane)
        self._bookmark_pane = bookmark_pane
        self._bookmarking = bookmarking
        self.style = style
        self._with_corrected = with_corrected
        self._removed: Sequence[Bookmark] = ()
        self._list: RemovedList | None = None
        bookmark_pane.exportWanted.connect(self._export)
        bookmark_pane.archiveWanted.connect(self.export_all)
        bookmark_pane.importWanted.connect(self.import_some)
        bookmark_pane.removedWanted.connect(self.show_removed)
        bookmark_pane.backupsWanted.connect(bookmarking.list_backups)
        bookmark_pane.versionsWanted.connect(bookmarking.list_versions)
        bookmarking.importPlanned.connect(self._import_planned)
        bookmarking.backupsListed.connect(self.show_backups)
        bookmarking.versionsListed.connect(self.show_versions)
        bookmarking.removedChanged.connect(self._set_removed)

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
        from reader.ui.notebook import backup_list

        if not backups:
            self._services.message(say("还没有备份。改动过收藏或批注以后会自动备份。"))
            return
        shown = backup_list.BackupList(self._bookmark_pane.window(), backups)
        shown.chosen.connect(self._bookmarking.plan_restore)
        shown.restoreWanted.connect(self._bookmarking.restore_backup)
        self._bookmarking.restorePlanned.connect(shown.show_planned)
        shown.finished.connect(lambda: self._bookmark_pane.window().activateWindow())
        shown.open()
        self._bookmarking.plan_restore(backups[0])

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
        question.ask(
            self._bookmark_pane.window(),
            "importPlan",
            say("读入 {name}？", name=path.name),
            "\n".join(change_summary.plan_in_words(plan)),
            [(say("读入"), lambda: self._bookmarking.import_from(path))],
        )

    def show_removed(self) -> None:
        from reader.ui.notebook import backup_list

        if not self._removed:
            self._services.message(say("三十天里没有删除过书签和批注。"))
            return
        if self._list is not None:
            return
        self._list = backup_list.RemovedList(self._bookmark_pane.window())
        self._list.restoreWanted.connect(self._bookmarking.restore)
        self._list.finished.connect(self._forget_list)
        self._list.show_removed(self._removed)
        self._list.open()

    def _export(self, bookmarks: list[Bookmark], form: str) -> None:
        format = NoteFormat(form) if form in set(NoteFormat) else RecordFormat(form)
        name, ending = file_name(bookmarks, format.suffix), format.suffix
        window = self._bookmark_pane.window()
        if file := ask_for_file(window, say("导出收藏与批注"), name, f"*{ending}", [ending]):
            self._bookmarking.export(
                file, bookmarks, format, self.style, with_corrected=self._with_corrected()
            )

    def _set_removed(self, bookmarks: list[Bookmark]) -> None:
        self._removed = bookmarks
        self._bookmark_pane.set_removed(len(bookmarks))
        if self._list is not None:
            self._list.show_removed(bookmarks)

    def _forget_list(self) -> None:
        self._list = None
        self._bookmark_pane.window().activateWindow()
