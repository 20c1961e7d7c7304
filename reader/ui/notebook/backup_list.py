"""The dialog with the backups of the reader's notes: what restoring one would change, making and deleting one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.library.change_summary import backup_in_words
from reader.storage.backups import Backup
from reader.ui.widgets import fonts
from reader.ui.widgets.controls import Label, PushButton, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog, ask, plain_list


class BackupList(Dialog):
    """The list of backups; opened with `open()`.

    Signals: `chosen` has the selected backup, for which the owner calls `show_planned` with what restoring it changes;
    `restoreWanted` and `removeWanted` have the backup to restore or delete; on `makeWanted` the owner makes another.
    """

    chosen = Signal(object)
    restoreWanted = Signal(object)
    removeWanted = Signal(object)
    makeWanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, say("备份"), "backupList", size=(640, 480), tint="list")
        self._backups: list[Backup] = []
        self.list = plain_list(say("备份，新的在前"))
        self.list.currentRowChanged.connect(self._choose)
        self.changes = Label("", fonts.sans(13), "ink2", wraps=True)
        self.changes.setTextFormat(Qt.TextFormat.PlainText)
        self.changes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.changes.setContentsMargins(16, 12, 16, 12)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.make_button = PushButton(say("现在备份"), act=self.makeWanted)
        self.remove_button = PushButton(say("删掉这一份…"), act=self._remove)
        self.restore_button = PushButton(say("恢复这一份"), primary=True, act=self._restore)
        self._lay_out(self.leave_button())
        self.list.setFocus()

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show these backups, and select the newest."""
        self._backups = list(backups)
        self.list.clear()
        self.list.addItems([backup_in_words(backup) for backup in self._backups])
        self.list.setCurrentRow(0)
        self.remove_button.setEnabled(bool(self._backups))
        if not self._backups:
            self.restore_button.setEnabled(False)
            self.changes.setText(say("还没有备份。改动过收藏或批注以后会自动备份。"))

    def show_planned(self, backup: Backup, lines: Sequence[str], can_restore: bool) -> None:
        """Show what restoring the backup would change, unless another one was selected meanwhile."""
        if backup == self.current():
            self.changes.setText("\n".join([say("恢复它，会这样："), "", *lines] if can_restore else lines))
            self.restore_button.setEnabled(can_restore)

    def current(self) -> Backup | None:
        row = self.list.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _lay_out(self, close: PushButton) -> None:
        explanation = Label(
            say(
                "您做的备份一直留着；自动的最多留六十份，近来的和每小时、每天、每星期、每月的第一份。"
                "恢复以后，备份之后加的收藏移到“最近删除”，改过的留作以前的写法；也可以撤销。"
            ),
            fonts.sans(12),
            "ink3",
            wraps=True,
        )
        explanation.setContentsMargins(16, 12, 16, 12)
        self.list.setFixedWidth(270)
        middle = row_layout(self.list, Wide(self.changes), margins=(8, 0, 0, 0))
        buttons = row_layout(
            self.make_button, self.remove_button, Wide(), close, self.restore_button, margins=(16, 8, 16, 10)
        )
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

    def _remove(self) -> None:
        if (backup := self.current()) is not None:
            ask(
                self,
                "removeBackup",
                say("删掉 {what} 的备份？", what=backup_in_words(backup)),
                say("删掉以后找不回来。"),
                [(say("删掉"), lambda: self.removeWanted.emit(backup))],
            )
