"""The list of recent libraries, on the welcome page and in a dialog of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader import always, assets
from reader.i18n import say
from reader.ui.layout.recent_libraries import Presence, RecentLibraries, RecentLibrary
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import Label, PushButton, Rule, Wide, column_layout, plain, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.listing import CHOICE, Listing, RowAct, on_row
from reader.ui.widgets.outside import show_in_folder
from reader.ui.widgets.state_panel import Placeholder

ROW = 58
"""The height of a row, in pixels."""


def _has_folder(row: RecentLibrary) -> bool:
    return row.presence is Presence.THERE and not row.is_elsewhere


def _show_folder(row: RecentLibrary) -> None:
    show_in_folder(row.root)


class RecentList(Listing[RecentLibrary]):
    """The list of recent libraries, each with its name, its content, and its folder or why it can't be opened."""

    row_height = ROW

    def __init__(
        self,
        recent: RecentLibraries,
        name: str,
        tint: str = "list",
        *,
        is_listed: Callable[[RecentLibrary], bool] = always,
    ) -> None:
        super().__init__(name, tint, begins_at_first=False)
        self._recent = recent
        self._is_listed = is_listed
        recent.changed.connect(self.show_recent)
        self.show_recent()
        recent.look()

    def show_recent(self) -> None:
        """Show the libraries; the current row stays at the same position."""
        place = self.view.currentIndex().row()
        self.show_rows([row for row in self._recent.libraries() if self._is_listed(row)])
        if place >= 0:
            last = self.model.rowCount() - 1
            self.view.chooser.select(self.model.index(min(place, last), 0))

    def acts(self) -> Sequence[RowAct[RecentLibrary]]:
        return [
            on_row(say("打开"), self._open, CHOICE),
            on_row(say("在文件管理器中打开文件夹"), _show_folder, when=_has_folder, is_menu_only=True),
            on_row(say("从这里去掉（文件夹不动）") + "\tDel", self._remove, "Del", begins_group=True),
        ]

    def _open(self, row: RecentLibrary) -> None:
        self._recent.libraryWanted.emit(row.root)

    def _remove(self, row: RecentLibrary) -> None:
        self._recent.remove(row.root)

    def event(self, event: QEvent) -> bool:
        """Check the folders again when the window is activated: a disk may have been connected."""
        if event.type() is QEvent.Type.WindowActivate and self.isVisible():
            self._recent.look()
        return super().event(event)

    def words(self, row: RecentLibrary) -> str:
        return row.name

    def spoken(self, row: RecentLibrary) -> str:
        holdings = row.holdings(dt.date.today()).split(wording.GAP)
        return wording.listed([row.name, *holdings, row.trouble(), row.place()])

    def tip(self, row: RecentLibrary) -> str:
        return plain(str(row.root))

    def paint_row(self, painter: QPainter, rect: QRectF, row: RecentLibrary) -> None:
        line = QRectF(rect.x(), rect.y() + 7, rect.width(), 22)
        holdings = row.holdings(dt.date.today())
        words_width = text_painting.draw_words(
            painter, line, holdings, theme.sans(12), "ink3", text_painting.RIGHT
        )
        name = line.adjusted(0, 0, -words_width - 12, 0)
        trouble = row.trouble()
        text_painting.draw_free(painter, name, row.name, theme.serif(15, 700), "ink2" if trouble else "ink")
        line.translate(0, 23)
        if trouble:
            theme.draw_icon(painter, "warning", "warn", line.x(), line.center().y() - 8, 16)
            line.setLeft(line.x() + 22)
        words = wording.GAP.join(filter(None, [trouble, row.place()]))
        text_painting.draw_free(painter, line, words, theme.sans(12), "warn" if trouble else "ink3")


class OpenDialog(Dialog):
    """Opens something else: one of the recent libraries, or what a button asks for."""

    def __init__(
        self,
        parent: QWidget,
        recent: RecentLibraries,
        choose_folder: Callable[[], object],
        ways: Sequence[tuple[str, Callable[[], object]]],
    ) -> None:
        """Make the dialog; `ways` are those besides a folder, each in words and with what asks for it."""
        super().__init__(parent, say("打开"), "openDialog", size=(640, 500), tint="list")
        explanation = say(
            "最近打开的在下面。去掉的只是这里的一行；文件夹、收藏和批注都不动。找不到的留在这里，接上磁盘再打开。"
        )
        self.listing = RecentList(recent, say("最近打开的资料库"))
        self._placeholder = Placeholder(self.listing.view)
        opens, _, removes = self.listing.row_acts
        open_button = self.listing.button(opens, PushButton(opens.words, primary=True))
        remove_button = self.listing.button(removes, PushButton(say("从这里去掉")))
        recent.libraryWanted.connect(self.accept)
        recent.changed.connect(self._tell)
        open_sample = partial(recent.libraryWanted.emit, assets.sample_library())
        folder_button = PushButton(say("文件夹…"), act=partial(self._choose, choose_folder))
        flow = FlowLayout(gap=8)
        flow.addWidget(folder_button)
        for words, act in ways:
            flow.addWidget(PushButton(words, act=partial(self._choose, act)))
        flow.addWidget(PushButton(say("样本《雁桥日报》"), act=open_sample))
        flow.setContentsMargins(16, 12, 16, 12)
        lead = row_layout(Label(explanation, theme.sans(12), "ink3", wraps=True), margins=(16, 12, 16, 12))
        body = column_layout(flow, Rule(), lead, Wide(self.listing), spacing=0)
        self.lay_out_list("", body, remove_button, Wide(), self.leave_button(), open_button)
        self._tell()
        if self.listing.rows():
            self.listing.view.setFocus()
        else:
            folder_button.setFocus()

    def _choose(self, act: Callable[[], object]) -> None:
        self.accept()
        act()

    def _tell(self) -> None:
        self._placeholder.show_words("" if self.listing.rows() else say("还没有别的资料库"))
