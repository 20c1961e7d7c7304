"""The dialogs that list removed bookmarks and backups, to restore them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from reader.export.notes import KEPT_IN_SIGHT
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.storage.backups import Backup
from reader.ui.notebook.bookmark_rows import BookmarkView
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    Rule,
    Wide,
    column_layout,
    fill_with_rules,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog


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
        self.all_button = PushButton(say("全部找回"), act=lambda: self._restore(self.view.bookmarks()))
        close = self.leave_button()
        self.restore_button.clicked.connect(lambda: self._restore(self.view.chosen()))
        buttons = row_layout(self.all_button, Wide(), close, self.restore_button, margins=(16, 8, 16, 10))
        column_layout(explanation, Rule(), Wide(self.view), Rule(), buttons, of=self, spacing=0)
        self.view.setFocus()

    def show_removed(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show the bookmarks that can be restored, the last removed first; without any the dialog closes."""
        self.view.show_bookmarks(bookmarks)
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
