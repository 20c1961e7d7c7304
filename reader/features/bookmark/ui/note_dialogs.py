"""The dialogs of the notebook: backups, bookmarks removed recently, and all tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from reader.export.notes import KEPT_IN_SIGHT, tags_of
from reader.i18n import count, say
from reader.library import change_summary
from reader.library.change_summary import backup_in_words
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark
from reader.storage.backups import Backup, BackupKind
from reader.storage.user_merge import MergePlan
from reader.ui.notebook.bookmark_editor import tag_from
from reader.ui.notebook.bookmark_rows import BookmarkList
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import while_open
from reader.ui.widgets.controls import (
    PushButton,
    Wide,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog, ask, ask_text, long_text
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Heading, Listing, Nothing, RowAct, on_row, on_rows
from reader.ui.widgets.services import Services
from reader.ui.widgets.undo_stack import FAULTS


class _Backups(Listing[Backup]):
    """The backups, the newest first and chosen whenever they are read."""

    def __init__(self, dialog: BackupDialog, library: Library) -> None:
        self._dialog = dialog
        self._user_data = library.user_data
        super().__init__(say("备份，新的在前"))

    def read_rows(self) -> Sequence[Backup]:
        return self._user_data.backups.all()

    def show_rows(self, rows: Sequence[Backup | Heading]) -> None:
        super().show_rows(rows)
        if rows:
            self.view.setCurrentIndex(self.model.index(0, 0))
        else:
            self._dialog.changes.setPlainText(say("还没有备份。改动过收藏或批注以后会自动备份。"))

    def words(self, row: Backup) -> str:
        return backup_in_words(row)

    def acts(self) -> Sequence[RowAct[Backup]]:
        self.restore = on_row(say("恢复这一份"), self._dialog.restore, when=self._dialog.can_restore)
        self.remove = on_row(say("删除这一份…"), self._dialog.remove)
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
        self.changes = long_text(say("恢复它，会这样："), theme.sans(13), token="ink2")
        self.listing = _Backups(self, library)
        self.listing.tell = services.message
        self.make_button = PushButton(say("现在备份"), act=self._make)
        self.remove_button = PushButton(say("删除这一份…"))
        self.restore_button = PushButton(say("恢复这一份"), primary=True)
        self.listing.button(self.listing.remove, self.remove_button)
        self.listing.button(self.listing.restore, self.restore_button)
        self._lay_out(self.leave_button())
        self.listing.view.setFocus()
        self.listing.read()

    def _lay_out(self, close: PushButton) -> None:
        explanation = say(
            "您做的备份一直留着；自动的最多留六十份，近来的和每小时、每天、每星期、每月的第一份。"
            "恢复以后，备份之后加的收藏移到“最近删除”，改过的留作以前的版本；也可以撤销。"
        )
        self.listing.setFixedWidth(270)
        middle = row_layout(self.listing, Wide(self.changes), margins=(8, 0, 0, 0))
        buttons = (self.make_button, self.remove_button, Wide(), close, self.restore_button)
        self.lay_out_list(explanation, middle, *buttons)

    def done(self, result: int) -> None:
        self.listing.tasks.finish()
        super().done(result)

    def compare(self, backup: Backup | None) -> None:
        if backup == self._compared:
            return
        self._compared = backup
        self._differs = False
        if backup is None:
            return

        def show(plan: MergePlan) -> None:
            self._show_compared(backup, change_summary.plan_in_words(plan), plan.size > 0)

        def fail(error: Exception) -> None:
            self._show_compared(backup, [str(error)], differs=False)

        self.changes.setPlainText(say("正在比较…"))
        plan_restore = partial(self._library.user_data.backups.plan_restore, backup)
        self.listing.tasks.run(plan_restore, show, fail, FAULTS)

    def _show_compared(self, backup: Backup, lines: Sequence[str], differs: bool) -> None:
        if backup == self._compared:
            self._differs = differs
            self.changes.setPlainText("\n".join([say("恢复它，会这样："), "", *lines] if differs else lines))
            self.listing.follow_choice()

    def can_restore(self, backup: Backup) -> bool:
        return self._differs and backup == self._compared

    def restore(self, backup: Backup) -> None:
        def summary(plan: MergePlan) -> str:
            changes = change_summary.changes_in_words(plan)
            done = say("已恢复 {name} 的备份。{changes}", name=backup.name, changes=changes)
            if plan.size:
                return done
            return changes

        words = say("恢复 {name} 的备份", name=backup.name)
        notebook = self._library.notebook
        self._bookmarks.merge(words, partial(notebook.restore_backup, backup), summary)
        self.accept()

    def remove(self, backup: Backup) -> None:
        ask(
            self,
            "removeBackup",
            say("删除 {what} 的备份？", what=backup_in_words(backup)),
            say("删除后无法恢复。"),
            [(say("删除"), partial(self._delete, backup))],
        )

    def _make(self) -> None:
        def made(backup: Backup | None) -> None:
            self._services.message(
                say("已备份，会一直留着") if backup else say("还没有收藏、批注、更正，没有什么可备份。")
            )
            again(backup)

        again = while_open(self, lambda _: self.listing.read())
        make = partial(self._library.user_data.backups.make, BackupKind.MADE)
        self._bookmarks.tasks.run(make, made, self._services.error, FAULTS)

    def _delete(self, backup: Backup) -> None:
        again = while_open(self, lambda _: self.listing.read())
        remove = partial(self._library.user_data.backups.remove, backup)
        self._bookmarks.tasks.run(remove, again, self._services.error, FAULTS)


class _Removed(BookmarkList):
    def __init__(self, bookmarks: Bookmarks) -> None:
        self._bookmarks = bookmarks
        super().__init__(say("最近删除"), "list")

    def acts(self) -> Sequence[RowAct[Bookmark]]:
        self.restore = on_rows(say("找回选中的"), self._bookmarks.restore, ENTER)
        return [self.restore]


class RemovedDialog(Dialog):
    """The list of removed bookmarks; it closes when there is none left."""

    def __init__(self, parent: QWidget, bookmarks: Bookmarks) -> None:
        super().__init__(parent, say("最近删除"), "removedList", size=(520, 560), tint="list")
        explanation = say(
            "这里有 {days} 天内删除的。更早的也没有抹去：reader bookmark list --removed",
            days=KEPT_IN_SIGHT.days,
        )
        self._bookmarks = bookmarks
        self.listing = _Removed(bookmarks)
        self.restore_button = PushButton(say("找回选中的"), primary=True)
        self.listing.button(self.listing.restore, self.restore_button)
        self.all_button = PushButton(say("全部找回"), act=lambda: bookmarks.restore(self.listing.rows()))
        buttons = (self.all_button, Wide(), self.leave_button(), self.restore_button)
        self.lay_out_list(explanation, self.listing, *buttons)
        self.listing.view.setFocus()
        bookmarks.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.listing.show_rows(self._bookmarks.removed)
        if not self._bookmarks.removed:
            self.accept()


Tag = tuple[str, int]
"""A tag, and the number of bookmarks that have it."""


class _Tags(Listing[Tag]):
    def __init__(self, dialog: TagDialog, bookmarks: Bookmarks) -> None:
        self._dialog = dialog
        self._bookmarks = bookmarks
        super().__init__(say("全部标签，用得多的在前"), takes_several=True)

    def read_rows(self) -> Sequence[Tag]:
        return tags_of(self._bookmarks.bookmarks)

    def nothing(self) -> Nothing:
        return Nothing(say("还没有标签"), say("写批注时，在“加标签”里写一个，回车；用过的都列在这里。"))

    def words(self, row: Tag) -> str:
        return say("{tag}　{n}", tag=row[0], n=row[1])

    def key_of(self, row: Tag) -> str:
        return row[0]

    def acts(self) -> Sequence[RowAct[Tag]]:
        return [
            on_row(say("看它的收藏"), self._dialog.show_tag, ENTER, DOUBLE_CLICK),
            on_row(say("改名…"), self._dialog.rename),
            on_rows(say("合并…"), self._dialog.join, when=lambda rows: len(rows) > 1),
        ]


class TagDialog(Dialog):
    def __init__(self, parent: QWidget, bookmarks: Bookmarks, show: Callable[[str], object]) -> None:
        super().__init__(parent, say("标签"), "tagList", size=(420, 480), tint="list")
        self._bookmarks = bookmarks
        self._show = show
        self.listing = _Tags(self, bookmarks)
        buttons = [PushButton(act.words, primary=not at) for at, act in enumerate(self.listing.row_acts)]
        for act, button in zip(self.listing.row_acts, buttons, strict=True):
            self.listing.button(act, button)
        self.show_button, self.rename_button, self.merge_button = buttons
        foot = (self.rename_button, self.merge_button, Wide(), self.leave_button(), self.show_button)
        middle = row_layout(Wide(self.listing), margins=(8, 8, 8, 8))
        self.lay_out_list("", middle, *foot)
        self.listing.view.setFocus()
        bookmarks.changed.connect(self.listing.read)
        self.listing.read()

    def done(self, result: int) -> None:
        self.listing.tasks.finish()
        super().done(result)

    def show_tag(self, tag: Tag) -> None:
        self._show(tag[0])
        self.accept()

    def rename(self, tag: Tag) -> None:
        self._change([tag], say("标签“{tag}”改名为", tag=tag[0]), say("改名"))

    def join(self, tags: Sequence[Tag]) -> None:
        self._change(tags, count(len(tags), "{n} 个标签合并为一个，叫"), say("合并"))

    def _change(self, tags: Sequence[Tag], title: str, act: str) -> None:
        """Ask for the name that tags get."""
        names = [name for name, _ in tags]

        def change(text: str) -> None:
            to = tag_from(text)
            if to and names != [to]:
                self._bookmarks.change_tags(names, to)

        explanation = say("已有这个名字的，就并到一起。Ctrl+Z 一步撤销。")
        ask_text(self, title, explanation, names[0], (act, change))
