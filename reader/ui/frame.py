"""The parts of the window that features use: the panes for reading and what replaces them, and the tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from reader.i18n import later, say
from reader.plugs import Action, Face, faces_of_features
from reader.ui.article.article_header import MIN_WIDTH
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets import theme
from reader.ui.widgets.controls import (
    Act,
    IconButton,
    Label,
    Part,
    Rule,
    Wide,
    column_layout,
    pane_header,
    row_layout,
    stacked,
)
from reader.ui.widgets.state_panel import QuestionBar

if TYPE_CHECKING:
    from reader.ui.page.page_pane import PagePane

TWO_PANES = 2 * MIN_WIDTH + 1
"""The minimum width for two articles side by side, in pixels; in a narrower area they are stacked."""


class ReadingArea(QSplitter):
    """Shows one article or two panes; of two articles, a line marks the active one, which had the focus last."""

    def __init__(self, first: ArticlePane) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.first = first
        self.is_second_active = False
        self._is_alone = False
        self._instead: dict[QWidget, Callable[[], QWidget]] = {}
        """The panes that can replace article and page, with functions that return their views."""
        self._picture: tuple[QWidget, QWidget] | None = None
        """The pane of the picture, and its view."""
        self._before: QWidget = first
        self._face = stacked(first)
        self.questions = QuestionBar(self.first_view)
        self._read = QWidget()
        column_layout(Wide(self._face), self.questions, of=self._read, spacing=0)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(self._read)
        self._lines = [_ActiveLine(self._face)]
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    @cached_property
    def page(self) -> PagePane:
        """The newspaper page that is shown instead of the first article, made on first use."""
        from reader.ui.page.page_pane import PagePane

        page = PagePane(self.first.settings)
        page.show_alone(self._is_alone)
        self._face.insertWidget(1, page)
        return page

    @cached_property
    def second(self) -> ArticlePane:
        second = ArticlePane(self.first.settings)
        second.make_second()
        second.show_alone(self._is_alone)
        second.hide()
        self.insertWidget(1, second)
        self._read.lower()  # again the first child, so that searches for a widget find it first
        self._lines.append(_ActiveLine(second))
        return second

    def panes(self) -> list[ArticlePane | PagePane]:
        return [self.first, *(vars(self)[name] for name in ("second", "page") if name in vars(self))]

    # -- the first article, or its page

    def show_page(self, is_shown: bool) -> None:
        if is_shown == self.is_page_shown():
            return
        focused = self.focusWidget()
        is_inside = focused is not None and self._face.isAncestorOf(focused)
        self._face.setCurrentWidget(self.page if is_shown else self.first)
        if is_inside:
            self.first_view().setFocus(Qt.FocusReason.OtherFocusReason)

    def is_page_shown(self) -> bool:
        return "page" in vars(self) and self._face.currentWidget() is self.page

    def first_view(self) -> QWidget:
        """Return the visible view: that of the article, of the newspaper page, or of the pane shown instead."""
        for pane, view in self._instead.items():
            if self.is_instead_shown(pane):
                return view()
        if self.is_page_shown():
            return self.page.view
        return self.first.page

    def show_alone(self, is_alone: bool) -> None:
        self._is_alone = is_alone
        for pane in self.panes():
            pane.show_alone(is_alone)

    # -- a pane instead of both

    def put_instead(self, pane: QWidget, view: Callable[[], QWidget]) -> None:
        self._instead[pane] = view
        self._face.addWidget(pane)

    def show_instead(self, pane: QWidget | None) -> None:
        """Show one of these panes, or with None again what was shown before."""
        if pane is None and not self.is_instead_shown():
            return
        if pane is not None and not self.is_instead_shown():
            if self.is_page_shown():
                self._before = self.page
            else:
                self._before = self.first
        self._face.setCurrentWidget(pane or self._before)

    def is_instead_shown(self, pane: QWidget | None = None) -> bool:
        """Return whether this pane, or any of these, is shown in place of article and page."""
        shown_pane = self._face.currentWidget()
        if pane is None:
            return shown_pane in self._instead
        return shown_pane is pane

    # -- the side pane: the second article, or the picture

    def show_side_pane(self, pane: QWidget, is_shown: bool) -> None:
        focused = self.focusWidget()
        was_inside = focused is not None and pane.isAncestorOf(focused)
        for side_pane in self._side_panes():
            side_pane.setVisible(is_shown and side_pane is pane)
        self._arrange()
        if is_shown:
            self._share()
        elif was_inside:
            self.first_view().setFocus(Qt.FocusReason.OtherFocusReason)
        self._make_active(False)

    def has_side_pane(self) -> bool:
        return self.is_second_shown() or self.is_picture_shown()

    def put_picture(self, pane: QWidget, view: QWidget) -> None:
        self._picture = pane, view
        pane.hide()
        self.addWidget(pane)

    def is_picture_shown(self) -> bool:
        return self._picture is not None and not self._picture[0].isHidden()

    def picture_view(self) -> QWidget | None:
        if self._picture is not None and self.is_picture_shown():
            return self._picture[1]
        return None

    def is_second_shown(self) -> bool:
        return "second" in vars(self) and not self.second.isHidden()

    def active_pane(self) -> ArticlePane:
        if self.is_second_active:
            return self.second
        return self.first

    # -- private

    def minimumSizeHint(self) -> QSize:
        """Return the minimum size of one article: a second can be stacked below it."""
        return self.first.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_wide = self.width() >= TWO_PANES
        if is_wide:
            orientation = Qt.Orientation.Horizontal
        else:
            orientation = Qt.Orientation.Vertical
        if orientation is not self.orientation():
            self.setOrientation(orientation)
            self._share()

    def _share(self) -> None:
        if self.orientation() is Qt.Orientation.Horizontal:
            space = self.width()
        else:
            space = self.height()
        sizes: list[int] = []
        for pane in (self._read, *self._side_panes()):
            sizes.append(0 if pane.isHidden() else space // 2)
        self.setSizes(sizes)

    def _side_panes(self) -> list[QWidget]:
        second = [self.second] if "second" in vars(self) else []
        return [*second, *([self._picture[0]] if self._picture else [])]

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Make the focused pane active, the first if the focus is in the lists; menus and dialogs are ignored."""
        layout = self.parentWidget()
        if now is None or layout is None or not layout.isAncestorOf(now):
            return
        self._make_active(self.is_second_shown() and self.second.isAncestorOf(now))

    def _make_active(self, is_second: bool) -> None:
        self.is_second_active = is_second
        for line, is_active in zip(self._lines, (not is_second, is_second), strict=False):
            line.setVisible(is_active and self.is_second_shown())


class _ActiveLine(QWidget):
    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self.setFixedHeight(2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setFixedWidth(watched.width())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("accent"))


class Tab(StrEnum):
    """The faces of the sidebar that are always there; one of a feature has the name of that."""

    PAPERS = "papers"
    BOOKMARKS = "bookmarks"
    CHECK = "check"


class Place(Struct, frozen=True):
    """A place of the sidebar, with its faces: the words of each by its name, in their order."""

    name: str
    words: str
    icon: str
    faces: Mapping[str, str]
    action: Action
    """Shows the place; its name is `show_` and that of the place."""


CORE_FACES = (
    Face(Tab.PAPERS, "papers", later("按年月"), "目录 各期 papers issues tree months"),
    Face(
        Tab.BOOKMARKS,
        "notes",
        later("收藏夹"),
        "书签 标记 批注 导出 导入 备份 恢复 最近删除 bookmarks marks export import backup removed",
    ),
    Face(
        Tab.CHECK,
        "check",
        later("核对"),
        "待核 待查 已定 更正一览 惯例 改过的人物 不详 不合 读不了 副本 把握低 找不到 unknown undated unread lost copies"
        " corrections habits decided review"
        " 批量 多个文件 错字 待识别 扫描 several files misreadings OCR recognise pictures",
    ),
)


def places() -> dict[str, Place]:
    """Return the places of the sidebar by name, in their order; one without a face is not there."""
    all_faces = (*CORE_FACES, *faces_of_features())
    all_places = (
        _place("papers", say("报纸"), "Ctrl+1", "newspaper", all_faces),
        _place("people", say("人物"), "Ctrl+3", "person", all_faces),
        _place("notes", say("笔记"), "Ctrl+4", "note", all_faces),
        _place("check", say("核对"), "Ctrl+6", "check", all_faces),
    )
    return {place.name: place for place in all_places if place.faces}


def _place(name: str, words: str, key: str, icon: str, all_faces: Sequence[Face]) -> Place:
    own_faces = [face for face in all_faces if face.place == name]
    keywords = " ".join(f"{face.words()} {face.keywords}" for face in own_faces)
    action = Action(f"show_{name}", words, (key,), say("窗口"), keywords, icon=icon, leaves_page=True)
    return Place(name, words, icon, {face.name: face.words() for face in own_faces}, action)


def place_by_face() -> dict[str, str]:
    """Return the names of the places of the sidebar by the names of their faces."""
    return {face: place.name for place in places().values() for face in place.faces}


class InsteadPane(QWidget):
    """A pane that is shown in place of article and page until it is closed."""

    def face(self) -> QWidget:
        """Return the widget that takes the focus."""
        return self

    def lay_out(
        self, title: str, body: QWidget, *above: Part, tools: Sequence[QWidget] = (), close: Act
    ) -> Label:
        """Lay out a head with a title, `tools` and a button that closes the pane, what is `above` the body, the body.

        Returns the label beside the title.
        """
        theme.tint(self, "paper")
        self.setAccessibleName(title)
        side_label = Label("", theme.sans(13), "ink2", is_free=True)
        head = pane_header(title, side_label, [*tools, IconButton("close", say("回到文章"), act=close)])
        header: list[Part] = []
        if above:
            header = [column_layout(*above, margins=(16, 10, 16, 10), spacing=8), Rule()]
        column_layout(head, Rule(), *header, Wide(body), of=self, spacing=0)
        return side_label


class SetFace(QWidget):
    """A view of the articles that something is asked of, which takes the place of their list."""

    def face(self) -> QWidget:
        """Return the widget that takes the focus."""
        return self

    def read(self) -> None:
        """Show what is asked for now; called when it comes to be seen, and while it is seen, when that changes."""

    def leave(self) -> None:
        """Stop what is under way, as another view is shown."""

    def step_back(self) -> bool:
        """Go one step back inside the view, as Esc does; return False if there is none."""
        return False

    def lay_out(self, body: QWidget, *above: Part, tools: Sequence[QWidget] = ()) -> Label:
        """Lay out a label with a tool beside it or several below, what is `above` the body, and the body.

        Returns the label.
        """
        theme.tint(self, "list")
        lead = Label("", theme.sans(13), "ink2", wraps=True)
        if len(tools) > 1:
            first: list[Part] = [lead, row_layout(*tools, Wide(), spacing=16)]
        else:
            first = [row_layout(Wide(lead), *tools, spacing=8)]
        head = column_layout(*first, *above, margins=(20, 8, 12, 8), spacing=8)
        column_layout(head, Rule(), Wide(body), of=self, spacing=0)
        return lead


class FoldingSplitter(QSplitter):
    """Panes side by side, or below each other where there is no room for that, each with its share of the room."""

    def __init__(self, shares: Mapping[QWidget, int], least: int) -> None:
        """Make it; the panes are side by side from a width of `least` pixels on."""
        super().__init__()
        self._least = least
        self.setChildrenCollapsible(False)
        for at, (pane, share) in enumerate(shares.items()):
            self.addWidget(pane)
            self.setStretchFactor(at, share)
        self.setSizes([100 * share for share in shares.values()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= self._least
        self.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)


class CardPane(QWidget):
    """A pane that is shown in place of the list of articles, until it is closed."""

    def face(self) -> QWidget:
        return self

    def step_back(self) -> None:
        """Go one step back, as Esc does; the first step closes the pane."""
