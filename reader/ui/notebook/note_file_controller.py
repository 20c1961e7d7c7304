"""Exporting and importing bookmarks and notes; the dialogs of backups, removed bookmarks and earlier versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from reader.export.forms import NoteFormat, RecordFormat, Style
from reader.export.notes import KEPT_IN_SIGHT, file_name
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.storage.backups import Backup
from reader.storage.platform_folders import places
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.bookmark_list import BookmarkPane, BookmarkView
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    Rule,
    Wide,
    column_layout,
    fill_with_rules,
    new_menu,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog, ask, ask_for_file
from reader.ui.widgets.services import Feature, Services

if TYPE_CHECKING:
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_tables import Version


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


_ROWS = """
QListWidget { background: $list; color: $ink; outline: none; }
QListWidget::item { padding: 9px 10px; border-radius: 4px; }
QListWidget::item:selected { background: $sel; color: $ink; }
"""


class BackupList(Dialog):
    """The list of backups; opened with `open()`.

    Signals: `chosen` has the selected backup, for which the owner calls `show_planned` with what restoring it changes;
    `restoreWanted` has the backup to restore.
    """

    chosen = Signal(object)
    restoreWanted = Signal(object)

    def __init__(self, parent: QWidget, backups: Sequence[Backup]) -> None:
        super().__init__(parent, say("恢复备份"), "backupList", size=(560, 480), tint="list")
        self._backups = list(backups)
        self.list = QListWidget()
        self.list.setAccessibleName(say("备份，新的在前"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setFont(fonts.sans(13))
        theme.tint(self.list, "list")
        theme.ink(self.list, "ink")
        theme.style_sheet(self.list, _ROWS + theme.SLIM_BARS)
        for backup in self._backups:
            made = backup.made.astimezone()
            item = QListWidgetItem(say("{day} {time}", day=f"{made:%Y-%m-%d}", time=f"{made:%H:%M}"))
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._choose)
        self.changes = Label("", fonts.sans(13), "ink2", wraps=True)
        self.changes.setTextFormat(Qt.TextFormat.PlainText)
        self.changes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.changes.setContentsMargins(16, 12, 16, 12)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.restore_button = PushButton(say("恢复这一份"), primary=True, act=self._restore)
        self.restore_button.setEnabled(False)
        close = self.leave_button()
        self._lay_out(close)
        if self._backups:
            self.list.setCurrentRow(0)
        self.list.setFocus()

    def show_planned(self, backup: Backup, lines: Sequence[str], can_restore: bool) -> None:
        """Show what restoring the backup would change, unless another one was selected meanwhile."""
        if backup == self.current():
            self.changes.setText("\n".join(lines))
            self.restore_button.setEnabled(can_restore)

    def current(self) -> Backup | None:
        row = self.list.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _lay_out(self, close: PushButton) -> None:
        explanation = Label(
            say("恢复以后，备份之后加的收藏移到“最近删除”，改过的留作以前的写法；也可以撤销。"),
            fonts.sans(12),
            "ink3",
            wraps=True,
        )
        explanation.setContentsMargins(16, 12, 16, 12)
        self.list.setFixedWidth(180)
        middle = row_layout(self.list, Wide(self.changes), margins=(8, 0, 0, 0))
        buttons = row_layout(Wide(), close, self.restore_button, margins=(16, 8, 16, 10))
        fill_with_rules(self, [explanation], middle, buttons)

    def _choose(self, _: int) -> None:
        self.restore_button.setEnabled(False)
        if (backup := self.current()) is not None:
            self.changes.setText(say("正在比较…"))
            self.chosen.emit(backup)

    def _restore(self) -> None:
        if (backup := self.current()) is not None:
            self.restoreWanted.emit(backup)
            self.accept()


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
        if not backups:
            self._services.message(say("还没有备份。改动过收藏或批注以后会自动备份。"))
            return
        shown = BackupList(self._bookmark_pane.window(), backups)
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
