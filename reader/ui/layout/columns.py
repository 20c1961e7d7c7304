"""The columns of the window and the top bar: their widgets, their widths, and which of them fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from reader import do_nothing
from reader.i18n import say
from reader.ui.frame import TWO_PANES, CardPane, Place, Tab, place_by_face, places
from reader.ui.issues.issue_list import IssuePane
from reader.ui.issues.issue_tree import IssueCalls, IssueTree
from reader.ui.search.search_field import SearchField
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import (
    IconButton,
    Rule,
    SegmentedControl,
    Wide,
    column_layout,
    row_layout,
    stacked,
)
from reader.ui.widgets.menus import action_button

if TYPE_CHECKING:
    from reader.ui.notebook.bookmark_list import BookmarkPane
    from reader.ui.search.result_list import ResultPane


_Pane = TypeVar("_Pane", bound=QWidget)
WIDE = 1200
MEDIUM = 900


class Column(Struct, frozen=True):
    """The minimum, initial and maximum width of a column, in pixels."""

    minimum: int
    initial: int
    maximum: int


SIDEBAR = "sidebar"
VIEW = "view"

COLUMNS = {
    SIDEBAR: Column(220, 272, 360),
    "issue": Column(272, 360, 480),
    "results": Column(320, 492, 640),
    VIEW: Column(320, 640, 1100),
    "card": Column(320, 420, 560),
}


NARROW_LIST = Column(240, 272, 400)


_SPARE = 120
"""Sidebar and list stay visible with two articles only if these get their minimum width and this many pixels more."""


MIN_COLUMN = 200
"""The minimum to which the width of a column can be limited, in pixels."""


def columns_with_second(width: int, sidebar: int, listed: int, *, is_from_sidebar: bool) -> tuple[bool, bool]:
    """Return whether sidebar and list stay visible when a second article is opened.

    If they do not both fit, the one from which it was opened stays, or none if that does not fit either.

    Args:
        width: The width that all columns share, in pixels.
        sidebar: The width of the sidebar; 0: it is not shown.
        listed: The width of the list; 0: it is not shown.
        is_from_sidebar: Whether the article was opened from the sidebar.
    """
    if width - sidebar - listed >= TWO_PANES + _SPARE:
        return sidebar > 0, listed > 0
    is_sidebar = sidebar > 0 and (is_from_sidebar or not listed)
    stays = sidebar if is_sidebar else listed
    fits = stays > 0 and width - stays >= TWO_PANES
    return fits and is_sidebar, fits and not is_sidebar


class WantedColumns:
    """Whether sidebar and list are wanted: as the reader chose, and as the width of the window leaves room for them.

    What takes their room gives it back when it leaves.
    """

    def __init__(self) -> None:
        self.sidebar = True
        self.list = True
        self.sidebar_when_wide = True
        """The choice in a window of at least `WIDE` pixels, which outlives a narrower one."""
        self._before_second = (True, True)
        self._before_wide: tuple[bool, bool] | None = None
        """Which of sidebar and list are shown again after what is shown as wide as the window."""
        self._was_wide: bool | None = None

    def restore(self, is_sidebar: bool, width: int) -> None:
        """Restore the choice; in a window of less than `WIDE` pixels the sidebar stays hidden at first."""
        self.sidebar_when_wide = is_sidebar
        self.sidebar = is_sidebar and width >= WIDE

    def choose_sidebar(self, is_wanted: bool, width: int) -> None:
        self.sidebar = is_wanted
        if width >= WIDE:
            self.sidebar_when_wide = is_wanted

    def choose_list(self, is_wanted: bool, width: int) -> None:
        """Want the list, which replaces the sidebar in a window with the rail, or not."""
        self.list = is_wanted
        if is_wanted and width < WIDE:
            self.sidebar = False

    def choose_none(self) -> None:
        self.sidebar = False
        self.list = False

    def uncover(self, width: int) -> None:
        """Let what is uncovered be seen: in a window with the rail, the sidebar would lie over it."""
        self.sidebar = self.sidebar and width >= WIDE

    def follow_width(self, width: int) -> None:
        """Follow the width of the window; only when it crosses `WIDE`, so that a choice made since then is kept."""
        is_wide = width >= WIDE
        if self._was_wide is not None and is_wide != self._was_wide:
            self.sidebar = is_wide and self.sidebar_when_wide
        self._was_wide = is_wide

    def fold(self, is_narrow: bool) -> None:
        """Move into the drawer, closed: one that opened by itself would cover the page; or move out of it."""
        self.list = not is_narrow
        self.sidebar = self.sidebar and not is_narrow

    def stay_beside(self, is_sidebar: bool, is_list: bool) -> None:
        """Keep of the columns what stays beside a second article."""
        self._before_second = (self.sidebar, self.list)
        self.sidebar = is_sidebar
        self.list = is_list

    def come_back_beside(self) -> None:
        self.sidebar, self.list = self._before_second

    def leave_width(self) -> None:
        """Leave the room of the list to what is shown as wide as the window."""
        self._before_wide = self._before_wide or (self.sidebar, self.list)
        self.list = False

    def take_width_back(self, *, is_narrow: bool) -> None:
        """Show again what `leave_width` has hidden; not in the drawer, which opens only when it is asked to."""
        if self._before_wide is None:
            return
        is_sidebar, is_list = self._before_wide
        self._before_wide = None
        if not is_narrow:
            self.sidebar |= is_sidebar
            self.list |= is_list

    def forget_width(self) -> None:
        """Have nothing shown again: what is listed now is looked at, beside what was as wide as the window."""
        self._before_wide = None


class ListColumn(QStackedWidget):
    """The stack of the issue's articles, the results and a card.

    Signal: `resultsMade` has the list of results when it is made.
    """

    resultsMade = Signal(object)

    def __init__(self, calls: IssueCalls, make_results: Callable[[], ResultPane]) -> None:
        super().__init__()
        self._make_results = make_results
        self.issues = IssuePane(calls)
        self._results: ResultPane | None = None
        self._below: QWidget = self.issues
        """The widget to show again when the card is closed."""
        self.addWidget(self.issues)

    @property
    def results(self) -> ResultPane:
        """The list of results, made on first use, since a window begins with reading."""
        if self._results is None:
            self._results = self._make_results()
            self.addWidget(self._results)
            self.resultsMade.emit(self._results)
        return self._results

    def put_card(self, card: CardPane) -> None:
        """Take a card in, which is deleted with the column, also if it was never shown."""
        if self.indexOf(card) < 0:
            self.addWidget(card)

    def show_card(self, card: CardPane | None) -> None:
        if card is not None and self.card() is not card:
            if self.card() is None:
                self._below = self.currentWidget() or self.issues
            self.put_card(card)
            self.setCurrentWidget(card)
        elif card is None and self.card() is not None:
            self.setCurrentWidget(self._below)

    def card(self) -> CardPane | None:
        """Return the card that is shown, if any."""
        widget = self.currentWidget()
        if isinstance(widget, CardPane):
            return widget
        return None

    def has_results(self) -> bool:
        return self._results is not None

    def follow_window(self) -> None:
        """Fit what depends on the width of the window, and not on that of the list alone."""
        if self._results is not None:
            self._results.header.views.follow_window()

    def are_results_shown(self) -> bool:
        return self._results is not None and self.currentWidget() is self._results

    def view(self) -> QWidget:
        """Return the view of the list that is shown, which takes the focus."""
        card = self.card()
        if card is not None:
            return card.face()
        if self.are_results_shown():
            return self.results.focused_face()
        return self.issues.view

    def name(self) -> str:
        """Return the name under which the width of the list that is shown is stored."""
        if self.card() is not None:
            return "card"
        if self.are_results_shown() and self.results.is_view_chosen:
            return VIEW
        if self.are_results_shown():
            return "results"
        return "issue"


class Sidebar(QWidget):
    """The places of the sidebar, and the view of the current face of one; all but the tree is made on first use."""

    def __init__(
        self, calls: IssueCalls, show_tab: Callable[[str], object], entered: Callable[[], object]
    ) -> None:
        """Make the sidebar; `show_tab` shows a face that was clicked, `entered` is called when a row was chosen."""
        super().__init__()
        self._entered = entered
        self._show_tab = show_tab
        self.tree = IssueTree(calls)
        self.tab: str = Tab.PAPERS
        """The face that is shown."""
        theme.tint(self, "sidebar")
        self._places = [*places().values()]
        self._place_of = place_by_face()
        self._faces_left = {place.name: next(iter(place.faces)) for place in self._places}
        """The face of each place that was shown last."""
        words = [place.words for place in self._places]
        icons = [place.icon for place in self._places]
        self._tabs = SegmentedControl(say("侧栏"), words, self._show_place_at, icons)
        self._stack = stacked(self.tree)
        self._made: dict[str, QWidget] = {Tab.PAPERS: self.tree}
        self._views: dict[str, Callable[[], QWidget]] = {}
        self._faces: dict[str, SegmentedControl] = {}
        """The controls that choose a face, by the names of the places that have several."""
        self._above: dict[QWidget, str] = {}
        """The panes above the faces of a place, and the name of that."""
        self.above: list[QWidget] = []
        """The views of these panes."""
        head = QWidget()
        head.setFixedHeight(44)
        row_layout(self._tabs, of=head, margins=(4, 2, 4, 2))
        self._heading = column_layout(margins=(4, 2, 4, 2), spacing=0)
        self._over = column_layout(spacing=0)
        column_layout(head, Rule(), self._heading, self._over, Wide(self._stack), of=self, spacing=0)

    @property
    def place(self) -> str:
        """The name of the place of the face that is shown."""
        return self._place_of[self.tab]

    def face_of(self, place: str) -> str:
        """Return the face of a place that was shown last."""
        return self._faces_left[place]

    def first_face(self, place: str) -> str:
        return self._faces_of(place)[0]

    def next_face(self) -> str:
        """Return the face after the one that is shown, in the same place; after the last, the first."""
        faces = self._faces_of(self.place)
        return faces[(faces.index(self.tab) + 1) % len(faces)]

    def _faces_of(self, place: str) -> list[str]:
        return next([*shown_place.faces] for shown_place in self._places if shown_place.name == place)

    def _show_place_at(self, number: int) -> None:
        self._show_tab(self._faces_left[self._places[number].name])

    def _put(self, tab: str, pane: _Pane) -> _Pane:
        self._made[tab] = pane
        self._stack.addWidget(pane)
        return pane

    def put_above(self, place: str, pane: QWidget, view: QWidget) -> None:
        """Add a pane above the faces of a place; its `view` takes the focus."""
        shell = QWidget()
        column_layout(pane, of=shell)
        self._above[shell] = place
        self._over.addWidget(shell)
        self.above.append(view)
        shell.setVisible(place == self.place)

    def put_in_tab(self, tab: str, pane: QWidget, view: Callable[[], QWidget]) -> None:
        """Fill a face with a pane; `view` returns its widget that takes the focus."""
        self._views[tab] = view
        self._put(tab, pane)
        if self.tab == tab:
            self._stack.setCurrentWidget(pane)

    @cached_property
    def bookmarks(self) -> BookmarkPane:
        from reader.ui.notebook.bookmark_list import BookmarkPane

        bookmarks = self._put(Tab.BOOKMARKS, BookmarkPane())
        bookmarks.entered.connect(self._entered)
        return bookmarks

    def set_tab(self, tab: str) -> None:
        self.tab = tab
        self._faces_left[self.place] = tab
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._stack.isAncestorOf(focused)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would look for another pane meanwhile
        self._show_place()
        if tab == Tab.BOOKMARKS:
            pane: QWidget = self.bookmarks
        else:
            pane = self._made.get(tab, self.tree)  # until the feature has filled its face
        self._stack.setCurrentWidget(pane)
        if had_focus:
            self.view().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_place(self) -> None:
        """Show which place and which of its faces is the current one, and what stands above it."""
        names = [place.name for place in self._places]
        place = self._places[names.index(self.place)]
        self._tabs.set_current(names.index(place.name))
        if len(place.faces) > 1 and place.name not in self._faces:
            self._faces[place.name] = self._made_control(place)
        for name, control in self._faces.items():
            control.setVisible(name == place.name)
        if place.name in self._faces:
            self._faces[place.name].set_current([*place.faces].index(self.tab))
        for shell, name in self._above.items():
            shell.setVisible(name == place.name)

    def _made_control(self, place: Place) -> SegmentedControl:
        faces = [*place.faces]
        control = SegmentedControl(
            place.words, [*place.faces.values()], lambda number: self._show_tab(faces[number])
        )
        self._heading.addWidget(control)
        return control

    def view(self) -> QWidget:
        if self.tab in self._views:
            return self._views[self.tab]()
        if self.tab == Tab.BOOKMARKS:
            return self.bookmarks.face()
        return self.tree


class Wordmark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(112, 32)
        self.setAccessibleName(say("阅报"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text_painting.draw_seal(painter, QRectF(0, 3, 26, 26))
        font = QFont(theme.serif(18, 700))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 2)
        text_painting.draw_words(painter, QRectF(36, 0, 76, 32), "阅报", font, "ink")


class TopBar(QWidget):
    """The bar with the seal, back and forward, the search field, the theme and the menu."""

    def __init__(self, search: SearchField, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        theme.tint(self, "window")
        self.setFixedHeight(52)
        self._row = row_layout(of=self, margins=(16, 0, 12, 0), spacing=4)
        self.search = search
        self.open_menu: Callable[[], object] = do_nothing
        self.open_file: Callable[[], object] = do_nothing
        self.switch_theme: Callable[[], object] = do_nothing
        self.menu_button = IconButton("more", say("菜单"), act=lambda: self.open_menu())
        self.open_button = IconButton(
            "folder", say("打开文件：报纸，或阅报自己的文件"), act=lambda: self.open_file()
        )
        self.theme_button = IconButton("moon", say("深浅主题"), act=lambda: self.switch_theme())
        self._side_button = action_button("sidebar", actions["toggle_sidebar"])
        self._back = action_button("back", actions["back"])
        self._forward = action_button("forward", actions["forward"])
        self._gap = QWidget()
        self._row.addWidget(Wordmark())
        self._row.addWidget(self._gap)
        for button in (self._side_button, self._back, self._forward):
            self._row.addWidget(button)
        self._row.addSpacing(14)
        self._row.addWidget(search, 100)
        self._row.addStretch(1)
        self._row.addSpacing(8)
        self._row.addWidget(self.open_button)
        self._row.addWidget(self.theme_button)
        self._row.addWidget(self.menu_button)
        self._follow_theme()
        theme.signals.changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self.theme_button.set_icon("sun" if theme.current().is_dark else "moon")

    def set_bare(self, is_bare: bool) -> None:
        """Hide the search field and the buttons left of it, as on the welcome page."""
        for widget in (self.search, self._side_button, self._back, self._forward, self.open_button):
            widget.setVisible(not is_bare)

    def align_search(self, sidebar_width: int) -> None:
        """Align the search field 10 px right of the sidebar's edge, if it fits."""
        used = 16 + 112 + 3 * 36 + 14 + 4
        self._gap.setFixedWidth(max(sidebar_width + 10 - used, 0))


class Rail(QWidget):
    """The places of the sidebar as icons in a narrow window, and the button that shows the list."""

    def __init__(self, list_button: IconButton, choose: Callable[[str], object]) -> None:
        """Make the rail; `choose` is called with the place whose icon was clicked."""
        super().__init__()
        theme.tint(self, "sidebar")
        self.setFixedWidth(48)
        column = column_layout(of=self, margins=(6, 10, 6, 10), spacing=6)
        self._place = "papers"
        self._buttons: dict[str, tuple[IconButton, str]] = {}
        for place in places().values():
            button = IconButton(place.icon, place.words, 36, act=partial(choose, place.name))
            self._buttons[place.name] = button, place.icon
            column.addWidget(button)
        column.addWidget(Rule())
        column.addWidget(list_button)
        column.addStretch(1)

    def set_current(self, place: str) -> None:
        self._place = place
        for name, (button, icon) in self._buttons.items():
            button.set_icon(icon, "accent" if name == place else "ink2")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        button, _ = self._buttons[self._place]
        QPainter(self).fillRect(0, button.y(), 3, button.height(), theme.color("accent"))
