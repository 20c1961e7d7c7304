"""The dialog with all tags: showing the notes of one, renaming it, and merging several into one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from reader.export.notes import tags_of
from reader.i18n import count, say
from reader.newspaper.holdings import Bookmark
from reader.ui.notebook.tag_field import tag_from
from reader.ui.widgets.controls import PushButton, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog, ask_text, plain_list


class TagList(Dialog):
    """The list of all tags, the most used first; opened with `open()`.

    Signals: `tagChosen` has the tag whose notes are to be shown; `changeWanted` has a list of tags and the one that
    takes their place.
    """

    tagChosen = Signal(str)
    changeWanted = Signal(list, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, say("标签"), "tagList", size=(420, 480), tint="list")
        self.list = plain_list(say("全部标签，用得多的在前"))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.itemActivated.connect(lambda _: self._choose())
        self.show_button = PushButton(say("看它的书签"), primary=True, act=self._choose)
        self.rename_button = PushButton(say("改名…"), act=self._rename)
        self.merge_button = PushButton(say("合并…"), act=self._rename)
        buttons = row_layout(
            self.rename_button,
            self.merge_button,
            Wide(),
            self.leave_button(),
            self.show_button,
            margins=(16, 8, 16, 10),
        )
        fill_with_rules(self, [], row_layout(Wide(self.list), margins=(8, 8, 8, 8)), buttons)
        self.list.setFocus()

    def show_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show the tags of these bookmarks with their numbers; those selected before stay selected."""
        before = set(self._selected())
        self.list.clear()
        for tag, number in tags_of(bookmarks):
            item = QListWidgetItem(say("{tag}　{n}", tag=tag, n=number))
            item.setData(Qt.ItemDataRole.UserRole, tag)
            self.list.addItem(item)
            item.setSelected(tag in before)
        if not self.list.selectedItems():
            self.list.setCurrentRow(0)
        self._enable()

    def _selected(self) -> list[str]:
        chosen = [str(item.data(Qt.ItemDataRole.UserRole)) for item in self.list.selectedItems()]
        return sorted(chosen, key=self._order().index)

    def _order(self) -> list[str]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items]

    def _enable(self) -> None:
        number = len(self.list.selectedItems())
        self.show_button.setEnabled(number == 1)
        self.rename_button.setEnabled(number == 1)
        self.merge_button.setEnabled(number > 1)

    def _choose(self) -> None:
        if len(chosen := self._selected()) == 1:
            self.tagChosen.emit(chosen[0])
            self.accept()

    def _rename(self) -> None:
        """Ask for the name that takes the place of the selected tags."""
        if not (chosen := self._selected()):
            return
        is_one = len(chosen) == 1

        def change(text: str) -> None:
            if (to := tag_from(text)) and chosen != [to]:
                self.changeWanted.emit(chosen, to)

        ask_text(
            self,
            say("标签“{tag}”改名为", tag=chosen[0])
            if is_one
            else count(len(chosen), "{n} 个标签合并为一个，叫"),
            say("已有这个名字的，就并到一起。Ctrl+Z 一步撤销。"),
            chosen[0],
            (say("改名") if is_one else say("合并"), change),
        )
