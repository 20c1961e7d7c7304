"""The list of recent libraries, on the welcome page and in a dialog of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from reader.i18n import say
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import Label, PushButton, Wide, fill_with_rules, plain, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.row_list import Index, RowDelegate, RowList, RowModel
from reader.ui.widgets.state_panel import Placeholder
from reader.ui.window.outside import show_in_folder
from reader.ui.window.recent_libraries import Presence, RecentLibraries, RecentLibrary

ROW = 58
"""The height of a row, in pixels."""
_TOP = QModelIndex()


class _Model(RowModel[RecentLibrary]):
    def words(self, row: RecentLibrary) -> str:
        return row.name

    def spoken(self, row: RecentLibrary) -> str:
        held = row.holdings(dt.date.today()).split(wording.GAP)
        return wording.listed([row.name, *held, row.trouble(), row.place()])

    def tip(self, row: RecentLibrary) -> str:
        return plain(str(row.root))


class _Delegate(RowDelegate[_Model]):
    """Paints the name and the content of a library, and below them its folder, or why it can't be opened."""

    height = ROW

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        library = self._model.row(index)
        line = QRectF(rect.x() + self.margin, rect.y() + 7, rect.width() - 2 * self.margin, 22)
        held = library.holdings(dt.date.today())
        taken = text_painting.draw_words(painter, line, held, theme.sans(12), "ink3", text_painting.RIGHT)
        name = line.adjusted(0, 0, -taken - 12, 0)
        trouble = library.trouble()
        token = "ink2" if trouble else "ink"
        text_painting.draw_free(painter, name, library.name, theme.serif(15, 700), token)
        line.translate(0, 23)
        if trouble:
            theme.draw_icon(painter, "warning", "warn", line.x(), line.center().y() - 8, 16)
            line.setLeft(line.x() + 22)
        words = wording.GAP.join(filter(None, [trouble, library.place()]))
        text_painting.draw_free(painter, line, words, theme.sans(12), "warn" if trouble else "ink3")


class RecentList(RowList):
    """The list of recent libraries; Enter or a click opens one, Delete removes it from the list."""

    def __init__(
        self, recent: RecentLibraries, is_listed: Callable[[RecentLibrary], bool] = lambda _: True
    ) -> None:
        self._libraries = _Model()
        super().__init__(self._libraries, follows=False)
        self._recent = recent
        self._is_listed = is_listed
        self.setObjectName("recentLibraries")
        self.setAccessibleName(say("最近打开的资料库"))
        self.setItemDelegate(_Delegate(self, self._libraries))
        self.chooser.chosen.connect(lambda _: self.open_current())
        self.menuOpening.connect(self._offer)
        recent.changed.connect(self.show_recent)
        self.show_recent()
        recent.look()

    def show_recent(self) -> None:
        """Show the libraries; the current row stays at the same position."""
        row = self.currentIndex().row()
        self._libraries.set_rows(list(filter(self._is_listed, self._recent.libraries())))
        if row >= 0:
            last = self._libraries.rowCount() - 1
            self.chooser.select(self._libraries.index(min(row, last), 0))

    def open_current(self) -> None:
        if self.currentIndex().isValid():
            self._recent.libraryWanted.emit(self._root(self.currentIndex()))

    def remove_current(self) -> None:
        if self.currentIndex().isValid():
            self._recent.remove(self._root(self.currentIndex()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_current()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Check the folders again when the window is activated: a disk may have been connected."""
        if event.type() is QEvent.Type.WindowActivate and self.isVisible():
            self._recent.look()
        return super().event(event)

    def _root(self, index: Index) -> Path:
        return self._libraries.row(index).root

    def _offer(self, menu: QMenu, index: QModelIndex) -> None:
        library = self._libraries.row(index)
        menu.addAction(say("打开"), lambda: self._recent.libraryWanted.emit(library.root))
        if library.presence is Presence.THERE and not library.is_elsewhere:
            menu.addAction(say("在文件管理器中打开文件夹"), lambda: show_in_folder(library.root))
        menu.addSeparator()
        menu.addAction(say("从这里去掉（文件夹不动）") + "\tDel", lambda: self._recent.remove(library.root))


class RecentDialog(Dialog):
    def __init__(self, parent: QWidget, recent: RecentLibraries) -> None:
        super().__init__(parent, say("最近打开的资料库"), "recentDialog", size=(600, 460), tint="list")
        explanation = Label(
            say("去掉的只是这里的一行；文件夹、书签和批注都不动。找不到的留在这里，接上磁盘再打开。"),
            theme.sans(12),
            "ink3",
            wraps=True,
        )
        self.view = RecentList(recent)
        self._placeholder = Placeholder(self.view)
        self.open_button = PushButton(say("打开"), primary=True, act=self.view.open_current)
        self.remove_button = PushButton(say("从这里去掉"), act=self.view.remove_current)
        recent.libraryWanted.connect(self.accept)
        recent.changed.connect(self._enable)
        head = row_layout(explanation, margins=(16, 12, 16, 12))
        buttons = (self.remove_button, Wide(), self.leave_button(), self.open_button)
        foot = row_layout(*buttons, margins=(16, 8, 16, 10))
        fill_with_rules(self, [head], self.view, foot)
        self._enable()
        self.view.setFocus()

    def _enable(self) -> None:
        has_any = self.view.model().rowCount() > 0
        self._placeholder.show_words("" if has_any else say("还没有别的资料库"))
        for button in (self.open_button, self.remove_button):
            button.setEnabled(has_any)
