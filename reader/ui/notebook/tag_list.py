"""The dialog with all tags: showing the notes of one, renaming it, and merging several into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from reader.export.notes import tags_of
from reader.i18n import count, say
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.notebook.tag_field import tag_from
from reader.ui.widgets.controls import PushButton, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog, ask_text
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Listing, RowAct, on_row, on_rows

Tag = tuple[str, int]
"""A tag, and the number of bookmarks that have it."""


class _Tags(Listing[Tag]):
    def __init__(self, dialog: TagDialog, bookmarks: Bookmarks) -> None:
        self._dialog, self._bookmarks = dialog, bookmarks
        super().__init__(say("全部标签，用得多的在前"), takes_several=True)

    def read_rows(self) -> Sequence[Tag]:
        return tags_of(self._bookmarks.bookmarks)

    def words(self, row: Tag) -> str:
        return say("{tag}　{n}", tag=row[0], n=row[1])

    def key_of(self, row: Tag) -> str:
        return row[0]

    def acts(self) -> Sequence[RowAct[Tag]]:
        rename = self._dialog.rename
        return [
            on_row(say("看它的书签"), self._dialog.show_tag, ENTER, DOUBLE_CLICK),
            on_rows(say("改名…"), rename, when=lambda rows: len(rows) == 1),
            on_rows(say("合并…"), rename, when=lambda rows: len(rows) > 1),
        ]


class TagDialog(Dialog):
    def __init__(self, parent: QWidget, bookmarks: Bookmarks, show: Callable[[str], object]) -> None:
        """Make the dialog; `show` shows the bookmarks with a tag."""
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
        fill_with_rules(self, [], middle, row_layout(*foot, margins=(16, 8, 16, 10)))
        self.listing.view.setFocus()
        bookmarks.changed.connect(self.listing.read)
        self.listing.read()

    def done(self, result: int) -> None:
        self.listing.tasks.finish()
        super().done(result)

    def show_tag(self, tag: Tag) -> None:
        self._show(tag[0])
        self.accept()

    def rename(self, tags: Sequence[Tag]) -> None:
        """Ask for the name that takes the place of these tags."""
        names = [name for name, _ in tags]

        def change(text: str) -> None:
            if (to := tag_from(text)) and names != [to]:
                self._bookmarks.change_tags(names, to)

        is_one = len(names) == 1
        ask_text(
            self,
            say("标签“{tag}”改名为", tag=names[0])
            if is_one
            else count(len(names), "{n} 个标签合并为一个，叫"),
            say("已有这个名字的，就并到一起。Ctrl+Z 一步撤销。"),
            names[0],
            (say("改名") if is_one else say("合并"), change),
        )
