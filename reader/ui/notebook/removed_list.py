"""The dialog of bookmarks that were removed recently, to restore them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reader.export.notes import KEPT_IN_SIGHT
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.ui.notebook.bookmark_rows import BookmarkList
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets import fonts
from reader.ui.widgets.controls import Label, PushButton, Rule, Wide, column_layout, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.listing import ENTER, RowAct, on_rows


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
        self._bookmarks = bookmarks
        self.listing = _Removed(bookmarks)
        self.restore_button = PushButton(say("找回选中的"), primary=True)
        self.listing.button(self.listing.restore, self.restore_button)
        self.all_button = PushButton(say("全部找回"), act=lambda: bookmarks.restore(self.listing.rows()))
        buttons = (self.all_button, Wide(), self.leave_button(), self.restore_button)
        foot = row_layout(*buttons, margins=(16, 8, 16, 10))
        column_layout(explanation, Rule(), Wide(self.listing), Rule(), foot, of=self, spacing=0)
        self.listing.view.setFocus()
        bookmarks.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.listing.show_rows(self._bookmarks.removed)
        if not self._bookmarks.removed:
            self.accept()
