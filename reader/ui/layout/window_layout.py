"""The layout of the window: top bar, sidebar, list, article and strip; in a narrow window a rail and a drawer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from reader import do_nothing
from reader.i18n import say
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.frame import CardPane, ReadingArea, Tab
from reader.ui.issues.issue_tree import IssueCalls
from reader.ui.layout.columns import (
    COLUMNS,
    MEDIUM,
    MIN_COLUMN,
    NARROW_LIST,
    SIDEBAR,
    VIEW,
    WIDE,
    Column,
    ListColumn,
    Rail,
    Sidebar,
    TopBar,
    WantedColumns,
    columns_with_second,
)
from reader.ui.layout.welcome import Welcome
from reader.ui.search.search_field import SearchField
from reader.ui.sync.progress_strip import ProgressStrip
from reader.ui.widgets import theme
from reader.ui.widgets.controls import Rule, row_layout, stacked
from reader.ui.widgets.menus import action_button
from reader.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from reader.ui.notebook.bookmark_list import BookmarkPane
    from reader.ui.page.page_pane import PagePane
    from reader.ui.search.result_list import ResultPane


_VISIBLE_PAGE = 56
"""The minimum width of the page that stays visible right of the drawer, in pixels."""


class Drawer(QWidget):
    """A panel over the left part of its parent, as high as the parent, with columns in a narrow window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(say("侧栏"))
        theme.tint(self, "list")
        self._row = row_layout(Rule(upright=True, token="rule2"), of=self, spacing=0)
        self.hide()

    def take(self, *columns: QWidget) -> None:
        """Move columns into the drawer, side by side; inserting one into a splitter moves it out again."""
        for column in columns:
            self._row.insertWidget(self._row.count() - 1, column)

    def open(self, left: int, width: int) -> None:
        """Show the drawer, at most `width` px wide, `left` px from the left edge of the parent."""
        parent = self.parentWidget()
        assert parent is not None
        space = parent.width() - left
        self.setGeometry(left, 0, min(width, space - _VISIBLE_PAGE) + 1, parent.height())
        self.show()
        self.raise_()


class ColumnSplitter(QSplitter):
    """The splitter of the columns; `widths` are the widths last set with its handles, by the names in `COLUMNS`."""

    def __init__(self, sidebar: Sidebar, listing: ListColumn, area: ReadingArea) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._list = listing
        self._area = area
        self.covers: list[QWidget] = []
        """What a feature shows over list and page."""
        self._width_beside_rail = NARROW_LIST.initial
        """The width last given to the list in a window with the rail."""
        self.widths = {name: column.initial for name, column in COLUMNS.items()}
        self.arrange: Callable[[], object] = do_nothing
        """Gives the columns their widths."""
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for widget in (sidebar, listing):
            self.addWidget(widget)
        self._add_growing(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the widths that they are to have, not first those that a splitter gives: for these, the text
        would be laid out once more.
        """
        self.arrange()

    def share(self, widths: Sequence[int]) -> None:
        """Give the columns their widths. A column shown or hidden since then has its handle shown or hidden first, for
        which Qt would give the widths once more.
        """
        is_first = True
        for number in range(self.count()):
            column = self.widget(number)
            is_hidden = column is not None and column.isHidden()
            self.handle(number).setHidden(is_first or is_hidden)
            is_first = is_first and is_hidden
        self.setSizes(widths)

    def share_beside(self, columns: Sequence[int], rest: int, *, is_covered: bool) -> None:
        """Give the columns their widths, and the rest to the reading area, or to what covers it.

        Shown before it has its width, it would lay out its text for none, and then once more.
        """
        area: list[QWidget] = [self._area]
        if is_covered:
            hidden = area
            panes = self.covers
            sizes = [*columns, 0, rest]
        else:
            hidden = self.covers
            panes = area
            sizes = [*columns, rest, 0]
        for pane in hidden:
            pane.hide()
        self.share(sizes)
        for pane in panes:
            if pane.isHidden():
                pane.resize(rest, self.height())
            pane.show()

    def limits_of_list(self, is_roomy: bool) -> Column:
        """Return the limits of the list; a view has the room that the article leaves it in any window."""
        if is_roomy or self._list.name() == VIEW:
            return COLUMNS[self._list.name()]
        return NARROW_LIST

    def width_of_list(self, is_wide: bool) -> int:
        if is_wide or self._list.name() == VIEW:
            return self.widths[self._list.name()]
        return self._width_beside_rail

    def remember_widths(self, is_wide: bool) -> int:
        """Keep the widths that were set with the handles; return that of the sidebar, 0 if it is hidden."""
        left, middle, *_ = self.sizes()
        if left:
            self.widths[SIDEBAR] = left
        if middle and (is_wide or self._list.name() == VIEW):
            self.widths[self._list.name()] = middle
        elif middle:
            self._width_beside_rail = middle
        return left

    def add_cover(self, cover: QWidget) -> None:
        cover.hide()
        self.covers.append(cover)
        self._add_growing(cover)

    def _add_growing(self, pane: QWidget) -> None:
        """Add the reading area, or what covers it: it takes what a larger window adds."""
        self.addWidget(pane)
        self.setStretchFactor(self.indexOf(pane), 1)


class _Cover(Struct, frozen=True):
    """The tab that shows a pane in place of list and page, and what moves the focus into it."""

    tab: str
    focus: Callable[[], object]


class WindowLayout(QWidget):
    """The widgets of the window in their places; the width and the reader's choices decide which are visible.

    Signals: `tabShown` when a tab of the sidebar comes to the front; `resultsMade` has the list of results when it is
    made.
    """

    tabShown = Signal(str)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self._actions = actions
        calls = IssueCalls()
        self._sidebar = Sidebar(calls, self.show_tab, self.close_drawer)
        self.tree = self._sidebar.tree
        self._cover: _Cover | None = None
        self.make_results: Callable[[], ResultPane]
        self._list = ListColumn(calls, lambda: self.make_results())
        self.issues = self._list.issues
        self.resultsMade = self._list.resultsMade
        self.has_results = self._list.has_results
        self.are_results_shown = self._list.are_results_shown
        self.settings = ReadingSettings()
        self.pane = ArticlePane(self.settings)
        self.area = ReadingArea(self.pane)
        self.strip = ProgressStrip()
        self.welcome = Welcome()
        self.take_files = self.welcome.take_files
        self.search = SearchField()
        self.top = TopBar(self.search, actions)
        self.put_above = self._sidebar.put_above
        self.put_in_tab = self._sidebar.put_in_tab
        self._rail = Rail(action_button("list", actions["toggle_list"], 36), self._choose_on_rail)
        self._splitter = ColumnSplitter(self._sidebar, self._list, self.area)
        self._splitter.arrange = self._arrange_where_they_are
        self.widths = self._splitter.widths
        self._splitter.splitterMoved.connect(self._remember_widths)
        middle = QWidget()
        self._drawer = Drawer(middle)
        self._is_narrow = False
        self._close_drawer_when_chosen()
        self._body = stacked(middle, self.welcome)
        self._frame = (self.top, Rule(), Rule(), self.strip)
        self._stack_parts(middle)
        self.columns = WantedColumns()
        self.is_page_alone = False
        self._set_tab(Tab.PAPERS)
        self.resize(self.sizeHint())  # else widgets would be hidden before the window has its width
        self.arrange()

    def _stack_parts(self, middle: QWidget) -> None:
        """Put the parts above each other, and in the `middle` the rail left of the columns."""
        row = QHBoxLayout(middle)
        column = QVBoxLayout(self)
        for box in (row, column):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._splitter, 1)
        for part in (*self._frame[:2], self._body, *self._frame[2:]):
            column.addWidget(part, 1 if part is self._body else 0)

    def _close_drawer_when_chosen(self) -> None:
        """Close the drawer when something in it is chosen, or the focus moves behind it."""
        self._close_drawer_from(self.issues.view)
        self.resultsMade.connect(lambda results: self._close_drawer_from(results.view))
        for chosen in (self.tree.clicked, self.tree.chooser.entered):
            chosen.connect(lambda index: self.tree.model().hasChildren(index) or self.close_drawer())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._close_drawer_behind)

    # -- panes that are made on first use

    @property
    def bookmarks(self) -> BookmarkPane:
        return self._sidebar.bookmarks

    # -- visibility

    @property
    def tab(self) -> str:
        return self._sidebar.tab

    def put_over(self, tab: str, pane: QWidget, focus: Callable[[], object]) -> None:
        """Show a pane in place of list and page while a tab is shown; `focus` moves the focus into it."""
        self._cover = _Cover(tab, focus)
        self._splitter.add_cover(pane)
        self.arrange()

    @property
    def results(self) -> ResultPane:
        return self._list.results

    def restore(self, tab: str, sidebar_wanted: bool) -> None:
        """Restore the state of the sidebar; in a window of less than `WIDE` pixels it stays hidden at first."""
        self._set_tab(tab)
        self.columns.restore(sidebar_wanted, self.width())
        self.arrange()

    def show_tab(self, tab: str) -> None:
        """Show a face of the sidebar, in its place."""
        self._set_tab(tab)
        self._want_sidebar(True)

    def show_place(self, name: str) -> None:
        """Show the first face of a place, also instead of one that covers the page; from the place itself, the next."""
        sidebar = self._sidebar
        if sidebar.place != name or not self.is_sidebar_shown() or self.is_covered():
            self.show_tab(sidebar.first_face(name))
        elif self._is_focus_in_sidebar():
            self.show_tab(sidebar.next_face())

    def _is_focus_in_sidebar(self) -> bool:
        focused = self.focusWidget()
        return focused is not None and self._sidebar.isAncestorOf(focused)

    def is_covered(self) -> bool:
        return self._cover is not None and self._cover.tab == self.tab

    def uncover(self) -> None:
        """Show list and page instead of what covers them; do nothing if nothing does."""
        if self.is_covered():
            focused = self.focusWidget()
            self._set_tab(Tab.PAPERS)
            self.columns.uncover(self.width())
            self.arrange()
            if focused is not None and not focused.isVisibleTo(self):
                self.focus_reading()  # Qt would give it to the first button

    def show_page_alone(self, is_alone: bool) -> None:
        """Show the page without anything else, or restore everything."""
        self.is_page_alone = is_alone
        for part in self._frame:
            part.setVisible(not is_alone)
        self.area.show_alone(is_alone)
        if is_alone:
            self.uncover()
            self.area.first_view().setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrange()

    def toggle_sidebar(self) -> None:
        """Show the sidebar, or hide it; in the drawer it takes the focus, which would act on what it lies over."""
        self._want_sidebar(not self.columns.sidebar)
        if self._is_narrow and self.columns.sidebar and not self.is_covered():
            self.focus_sidebar()

    def toggle_list(self) -> None:
        """Show the list, also instead of what covers it, or hide it."""
        is_shown = self._list.isVisibleTo(self)
        self.uncover()
        self.columns.choose_list(not is_shown, self.width())
        self.arrange()
        if self._is_narrow:
            self.focus_list()

    def close_drawer(self) -> bool:
        was_open = self._is_narrow and self._drawer.isVisibleTo(self)
        if was_open:
            self.columns.choose_none()
            self.arrange()
        return was_open

    def step_back_from_sidebar(self) -> bool:
        """Show the list again in whose place the sidebar stands, if the focus is in this; return whether it was."""
        focused = self.focusWidget()
        is_in_sidebar = focused is not None and self._sidebar.isAncestorOf(focused)
        is_in_place_of_list = MEDIUM <= self.width() < WIDE and not self.is_covered()
        if not (is_in_sidebar and is_in_place_of_list and self.is_sidebar_shown()):
            return False
        self.columns.choose_list(True, self.width())
        self.arrange()
        self.focus_list()
        return True

    def _close_drawer_from(self, view: RowList) -> None:
        """Close the drawer when a row is clicked or entered; choosing rows with the arrow keys does not close it."""
        view.clicked.connect(self.close_drawer)
        view.chooser.entered.connect(self.close_drawer)

    def _close_drawer_behind(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Close the drawer when the focus moves to a widget behind it."""
        if new is not None and any(cover.isAncestorOf(new) for cover in self.behind_drawer()):
            self.close_drawer()

    def behind_drawer(self) -> list[QWidget]:
        """Return what the drawer lies over while it is open: Tab stays in front of it."""
        if self._is_narrow and self._drawer.isVisibleTo(self):
            return [self.area, *self._splitter.covers]
        return []

    def focus_behind_drawer(self) -> None:
        if not self._focus_cover():
            self.area.first_view().setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_cover(self) -> bool:
        """Move the focus into what covers list and page; return whether anything does."""
        if self._cover is None or self._cover.tab != self.tab:
            return False
        self._cover.focus()
        return True

    def show_results(self, are_shown: bool) -> None:
        """Show the results of the search instead of the issue's articles, or the articles again."""
        self._list.setCurrentWidget(self.results if are_shown else self.issues)
        self._show_list(are_shown)

    def put_card(self, card: CardPane) -> None:
        """Take in a pane that may be shown instead of the list."""
        self._list.put_card(card)

    def show_card(self, card: CardPane | None) -> None:
        """Show a pane instead of the list, or the list again."""
        self._list.show_card(card)
        self._show_list(card is not None)

    def show_card_of_tab(self, tab: str, card: CardPane) -> None:
        """Show a face of the sidebar, and a pane instead of the list; where one of the two fits, the pane.

        The columns are arranged once: one that is hidden in between loses the focus.
        """
        self._set_tab(tab)
        self.columns.choose_sidebar(True, self.width())
        self.show_card(card)

    def is_card_shown(self, card: CardPane | None = None) -> bool:
        """Return whether a card is shown instead of the list, or this one."""
        shown = self._list.card()
        return shown is not None if card is None else shown is card

    def step_back_from_card(self) -> bool:
        """Go one step back in the pane shown instead of the list; return whether there is one."""
        card = self._list.card()
        if card is not None:
            card.step_back()
        return card is not None

    def _show_list(self, is_list_wanted: bool) -> None:
        if is_list_wanted:
            self.columns.forget_width()
            self.uncover()
            self.columns.choose_list(True, self.width())
        self.arrange()

    def show_second(self, is_shown: bool) -> None:
        """Show the second article right of the first, or hide it; columns that do not fit are hidden."""
        if is_shown:
            self.uncover()  # the second article may be shown behind it
        if is_shown != self.area.is_second_shown():
            self.show_side_pane(self.area.second, is_shown)

    def show_side_pane(self, pane: QWidget, is_shown: bool) -> None:
        """Show or hide a pane right of the first article; columns that do not fit are hidden, and restored later."""
        if is_shown and not self.area.has_side_pane():
            self.uncover()
            focused = self.focusWidget()
            room = self.width()
            list_width = self._splitter.width_of_list(self.width() >= WIDE)
            if self.width() < WIDE:
                room -= self._rail.width()
            if not self._list.isVisibleTo(self):
                list_width = 0
            stays = columns_with_second(
                room,
                self.widths[SIDEBAR] if self._sidebar.isVisibleTo(self) else 0,
                list_width,
                is_from_sidebar=focused is not None and self._sidebar.isAncestorOf(focused),
            )
            self.columns.stay_beside(*stays)
        elif not is_shown and not self._is_narrow:
            self.columns.come_back_beside()
        self.arrange()
        self.area.show_side_pane(pane, is_shown)

    def show_wide(self, is_wide: bool) -> None:
        """Hide the list for what is shown instead of the article, or show again what was hidden for it."""
        if is_wide:
            self.columns.leave_width()
        else:
            self.columns.take_width_back(is_narrow=self._is_narrow)
        self.arrange()

    def show_welcome(self, is_shown: bool) -> None:
        self._body.setCurrentIndex(1 if is_shown else 0)
        self.top.set_bare(is_shown)
        if not is_shown:
            self.arrange()

    def shown_panes(self) -> list[ArticlePane | PagePane]:
        return [pane for pane in self.area.panes() if pane.isVisibleTo(self)]

    def is_sidebar_shown(self) -> bool:
        return self._sidebar.isVisibleTo(self)

    def is_list_shown(self) -> bool:
        """Return whether the middle column is shown, whatever it lists."""
        return self._list.isVisibleTo(self)

    def mark_articles(self, **ids: frozenset[int]) -> None:
        """Show which articles have certain marks (fields of `ArticleMarks`); the other marks stay."""
        marks = replace(self.issues.model.marks, **ids)
        self.issues.show_marks(marks)
        self.tree.tree_model.marks = marks
        self.tree.viewport().update()

    def is_welcome_shown(self) -> bool:
        return self._body.currentIndex() == 1

    def panes(self) -> list[QWidget]:
        """Return the visible panes that can take the focus, from left to right, the search field first."""
        column = self._sidebar
        sidebar = (*column.above, column.view())
        lists = self.search, *sidebar, self._list.view()
        if self.area.is_second_shown():
            second = self.area.second.page
        else:
            second = None
        pages = self.area.first_view(), second, self.area.picture_view(), *self._splitter.covers
        return [pane for pane in (*lists, *pages) if pane is not None and pane.isVisible()]

    def focus_next_pane(self, *, is_next: bool = True) -> None:
        """Move the focus to the pane that is read after the focused one, or before it; after the last, to the first."""
        from reader.ui.widgets import tab_ring

        pane = tab_ring.neighbour(self, is_next, self.panes())
        if pane in self._splitter.covers:
            self._focus_cover()
        elif pane is not None:
            pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_focus(self, hidden: QWidget) -> bool:
        """Move the focus from a widget that was hidden to the nearest pane, where letters act as they did.

        Return whether there is one. The ring of Tab is not walked, as the tabs of the sidebar hide and show panes.
        """
        panes = [pane for pane in self.panes() if pane is not self.search]
        around = hidden.parentWidget()
        while around is not None:
            for pane in panes:
                if around.isAncestorOf(pane):
                    pane.setFocus(Qt.FocusReason.TabFocusReason)
                    return True
            around = around.parentWidget()
        return False

    def focus_reading(self) -> None:
        """Move the focus to the page; without an article, to the list; on the welcome page, to its button."""
        if self.is_welcome_shown():
            self.welcome.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.pane.article() is not None:
            self.area.first_view().setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._list.isVisibleTo(self):
            self.focus_list(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_list(self, reason: Qt.FocusReason = Qt.FocusReason.ShortcutFocusReason) -> None:
        if self._list.isVisibleTo(self):
            self._list.view().setFocus(reason)
        else:
            self.focus_behind_drawer()

    def focus_sidebar(self, reason: Qt.FocusReason = Qt.FocusReason.ShortcutFocusReason) -> None:
        if not self._focus_cover():
            self._sidebar.view().setFocus(reason)

    # -- arrangement

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
        self._list.follow_window()

    def sizeHint(self) -> QSize:
        return QSize(1440, 900)

    def _set_tab(self, tab: str) -> None:
        self._sidebar.set_tab(tab)
        self._rail.set_current(self._sidebar.place)
        self.tabShown.emit(tab)

    def _want_sidebar(self, is_wanted: bool) -> None:
        self.columns.choose_sidebar(is_wanted, self.width())
        self.arrange()

    def _choose_on_rail(self, place: str) -> None:
        if self.columns.sidebar and self._sidebar.place == place:
            self.toggle_sidebar()
        else:
            self.show_tab(self._sidebar.face_of(place))
            self.focus_sidebar(Qt.FocusReason.MouseFocusReason)

    def arrange(self) -> None:
        """Give the columns the room that they need now."""
        is_wide = self.width() >= WIDE
        self.columns.follow_width(self.width())
        if (self.width() < MEDIUM) == self._is_narrow:
            self._lay_out(is_wide)
            return
        focused = self.focusWidget()
        was_inside = focused is not None and any(
            column.isAncestorOf(focused) for column in (self._sidebar, self._list)
        )
        self._is_narrow = not self._is_narrow
        self.columns.fold(self._is_narrow)
        if self._is_narrow:
            self._drawer.take(self._sidebar, self._list)
        else:
            self._splitter.insertWidget(0, self._sidebar)
            self._splitter.insertWidget(1, self._list)
        self._lay_out(is_wide)
        if was_inside and focused is not None:
            if focused.isVisibleTo(self):
                focused.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.focus_behind_drawer()

    def _arrange_where_they_are(self) -> None:
        """Arrange the columns, but leave it to `resizeEvent` to move them into the drawer or out of it."""
        if (self.width() < MEDIUM) == self._is_narrow:
            self.arrange()

    def _lay_out(self, is_wide: bool) -> None:
        is_covered = self.is_covered()
        rail = self.width() < WIDE
        sidebar = self.columns.sidebar
        # in a window with the rail, the sidebar replaces the list
        listed = self.columns.list and not is_covered and not (rail and sidebar)
        if self.is_page_alone:
            rail = False
            sidebar = False
            listed = False
        self._show_rail(rail)
        self._show_columns(sidebar, listed)
        list_limits = self._splitter.limits_of_list(is_wide or self._is_narrow)
        for widget, limits in ((self._sidebar, COLUMNS[SIDEBAR]), (self._list, list_limits)):
            widget.setMinimumWidth(limits.minimum)
            widget.setMaximumWidth(limits.maximum)
        if self._is_narrow:
            self._splitter.share_beside([], 1, is_covered=is_covered)
            self.top.align_search(0)
            if sidebar or listed:
                self._drawer.open(
                    self._rail.width(),
                    self.widths[SIDEBAR] if sidebar else self.widths[self._list.name()],
                )
            return
        if not is_wide:  # the page takes its width first
            space = self.width() - self._rail.width() - self.area.minimumSizeHint().width() - 2
            for widget in (self._sidebar, self._list):
                widget.setMinimumWidth(min(widget.minimumWidth(), max(space, MIN_COLUMN)))
                widget.setMaximumWidth(min(widget.maximumWidth(), max(space, MIN_COLUMN)))
        left = self.widths[SIDEBAR] if sidebar else 0
        middle = self._splitter.width_of_list(is_wide) if listed else 0
        handles = [sidebar, listed].count(True) * self._splitter.handleWidth()
        rest = max(self._splitter.width() - left - middle - handles, 1)
        self._splitter.share_beside([left, middle], rest, is_covered=is_covered)
        self.top.align_search(left if is_wide and sidebar else 0)

    def _show_columns(self, is_sidebar: bool, is_list: bool) -> None:
        """Show or hide sidebar and list, and the drawer, if they are in it."""
        if is_list:
            self._list.show()
        if is_sidebar:
            self._sidebar.show()
        self._drawer.setVisible(self._is_narrow and (is_sidebar or is_list))
        if not is_sidebar:
            self._hide_column(self._sidebar)
        if not is_list:
            self._hide_column(self._list)

    def _hide_column(self, column: QWidget) -> None:
        """Hide sidebar or list. A focus in it goes where it is wanted, since Qt would move it to any button.

        Where the list takes the place of the sidebar, to the list; in the drawer also from the list to the sidebar:
        behind the drawer, it would close that.
        """
        focused = column.focusWidget()
        if focused is not None and focused.hasFocus():
            if self.width() < WIDE and self._list.isVisibleTo(self) and column is self._sidebar:
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.focus_list(Qt.FocusReason.OtherFocusReason)
            elif self._is_narrow and self._sidebar.isVisibleTo(self) and column is self._list:
                self._sidebar.setFocus(Qt.FocusReason.OtherFocusReason)
                self._sidebar.view().setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.focus_behind_drawer()
        column.hide()

    def _show_rail(self, is_shown: bool) -> None:
        """Show or hide the rail, and give the splitter its width at once, which is shared next."""
        self._rail.setVisible(is_shown)
        row = self._splitter.parentWidget()
        layout = row.layout() if row is not None else None
        if layout is not None:
            layout.activate()

    def _remember_widths(self) -> None:
        if not self._is_narrow:
            is_wide = self.width() >= WIDE
            left = self._splitter.remember_widths(is_wide)
            self.top.align_search(left if is_wide else 0)
