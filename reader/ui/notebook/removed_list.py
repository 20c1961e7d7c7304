"""The dialog of bookmarks that were removed lately and can be restored."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reader.export.notes import KEPT_IN_SIGHT
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.ui.notebook.bookmark_rows import BookmarkView
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import PushButton
from reader.ui.widgets.labels import Label, Rule


class RemovedList(QDialog):
    """The list of removed bookmarks.

    Signals: `restoreWanted` has the uuids of those to be restored; the list changes when `show_removed` is called.
    """

    restoreWanted = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("removedList")
        self.setWindowTitle(say("最近删除"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.tint(self, "list")
        self.resize(520, 560)
        explanation = Label(
            say(
                "这里有 {days} 天内删除的。更早的也没有抹去：reader bookmark list --removed",
                days=KEPT_IN_SIGHT.days,
            ),
            fonts.sans(12),
            "ink3",
        )
        explanation.setWordWrap(True)
        explanation.setContentsMargins(16, 12, 16, 12)
        self.view = BookmarkView(say("最近删除"), "list")
        self.view.chooser.entered.connect(lambda _: self._restore(self.view.chosen()))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.restore_button = PushButton(say("找回选中的"), primary=True)
        self.all_button = PushButton(say("全部找回"))
        close = PushButton(say("关闭"))
        self.restore_button.clicked.connect(lambda: self._restore(self.view.chosen()))
        self.all_button.clicked.connect(lambda: self._restore(self.view.bookmarks()))
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 10)
        buttons.addWidget(self.all_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.restore_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (explanation, Rule()):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(Rule())
        column.addLayout(buttons)
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
