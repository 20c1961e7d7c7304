"""The dialog of backups: what restoring one would change, making and deleting one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.library import change_summary
from reader.library.change_summary import backup_in_words
from reader.library.library import Library
from reader.storage.backups import Backup
from reader.storage.user_merge import MergePlan
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets import fonts
from reader.ui.widgets.background_tasks import while_open
from reader.ui.widgets.controls import Label, PushButton, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog, ask
from reader.ui.widgets.listing import Heading, Listing, RowAct, on_row
from reader.ui.widgets.services import Services
from reader.ui.widgets.undo_stack import FAULTS


class _Backups(Listing[Backup]):
    """The backups, the newest first and chosen whenever they are read."""

    def __init__(self, dialog: BackupDialog, library: Library) -> None:
        self._dialog, self._user_data = dialog, library.user_data
        super().__init__(say("备份，新的在前"))

    def read_rows(self) -> Sequence[Backup]:
        return self._user_data.backups()

    def show_rows(self, rows: Sequence[Backup | Heading]) -> None:
        super().show_rows(rows)
        if rows:
            self.view.setCurrentIndex(self.model.index(0, 0))
        else:
            self._dialog.changes.setText(say("还没有备份。改动过收藏或批注以后会自动备份。"))

    def words(self, row: Backup) -> str:
        return backup_in_words(row)

    def acts(self) -> Sequence[RowAct[Backup]]:
        self.restore = on_row(say("恢复这一份"), self._dialog.restore, when=self._dialog.can_restore)
        self.remove = on_row(say("删掉这一份…"), self._dialog.remove)
        return [self.restore, self.remove]

    def follow_choice(self) -> None:
        self._dialog.compare(self.current())
        super().follow_choice()


class BackupDialog(Dialog):
    """The list of backups, and beside it what restoring the chosen one would change."""

    def __init__(self, parent: QWidget, services: Services, library: Library, bookmarks: Bookmarks) -> None:
        super().__init__(parent, say("备份"), "backupList", size=(640, 480), tint="list")
        self._services = services
        self._library = library
        self._bookmarks = bookmarks
        self._compared: Backup | None = None
        self._differs = False
        self.changes = Label("", fonts.sans(13), "ink2", wraps=True)
        self.changes.setTextFormat(Qt.TextFormat.PlainText)
        self.changes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.changes.setContentsMargins(16, 12, 16, 12)
        self.changes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.listing = _Backups(self, library)
        self.listing.tell = services.message
        self.make_button = PushButton(say("现在备份"), act=self._make)
        self.remove_button = PushButton(say("删掉这一份…"))
        self.restore_button = PushButton(say("恢复这一份"), primary=True)
        self.listing.button(self.listing.remove, self.remove_button)
        self.listing.button(self.listing.restore, self.restore_button)
        self._lay_out(self.leave_button())
        self.listing.view.setFocus()
        self.listing.read()

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
        self.listing.setFixedWidth(270)
        middle = row_layout(self.listing, Wide(self.changes), margins=(8, 0, 0, 0))
        buttons = row_layout(
            self.make_button, self.remove_button, Wide(), close, self.restore_button, margins=(16, 8, 16, 10)
        )
        fill_with_rules(self, [explanation], middle, buttons)

    def done(self, result: int) -> None:
        self.listing.tasks.finish()
        super().done(result)

    def compare(self, backup: Backup | None) -> None:
        if backup is not None and backup != self._compared:
            self.changes.setText(say("正在比较…"))
            user_data = self._library.user_data
            self.listing.tasks.run(
                lambda: user_data.plan_restore(backup),
                lambda plan: self._show_compared(backup, change_summary.plan_in_words(plan), plan.size > 0),
                lambda error: self._show_compared(backup, [str(error)], differs=False),
                FAULTS,
            )
        self._compared, self._differs = backup, self._differs and backup == self._compared

    def _show_compared(self, backup: Backup, lines: Sequence[str], differs: bool) -> None:
        if backup == self._compared:
            self._differs = differs
            self.changes.setText("\n".join([say("恢复它，会这样："), "", *lines] if differs else lines))
            self.listing.follow_choice()

    def can_restore(self, backup: Backup) -> bool:
        return self._differs and backup == self._compared

    def restore(self, backup: Backup) -> None:
        def told(plan: MergePlan) -> str:
            changes = change_summary.changes_in_words(plan)
            done = say("已恢复 {name} 的备份。{changes}", name=backup.name, changes=changes)
            return done if plan.size else changes

        words, notebook = say("恢复 {name} 的备份", name=backup.name), self._library.notebook
        self._bookmarks.merge(words, lambda: notebook.restore_backup(backup), told)
        self.accept()

    def remove(self, backup: Backup) -> None:
        ask(
            self,
            "removeBackup",
            say("删掉 {what} 的备份？", what=backup_in_words(backup)),
            say("删掉以后找不回来。"),
            [(say("删掉"), lambda: self._delete(backup))],
        )

    def _make(self) -> None:
        """Make a backup that stays until the reader removes it."""

        def made(backup: Backup | None) -> None:
            self._services.message(
                say("已备份，会一直留着") if backup else say("还没有收藏、批注、更正，没有什么可备份。")
            )
            again(backup)

        again = while_open(self, lambda _: self.listing.read())
        self._bookmarks.tasks.run(self._library.user_data.make_backup, made, self._services.error, FAULTS)

    def _delete(self, backup: Backup) -> None:
        user_data, again = self._library.user_data, while_open(self, lambda _: self.listing.read())
        self._bookmarks.tasks.run(
            lambda: user_data.remove_backup(backup), again, self._services.error, FAULTS
        )
