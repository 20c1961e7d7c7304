"""The bar at the top of the window, and the rail that stands for the sidebar in a narrow one."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reader.i18n import say
from reader.ui.frame.frame import Tab
from reader.ui.search.search_field import SearchField
from reader.ui.widgets import theme
from reader.ui.widgets.controls import IconButton
from reader.ui.widgets.labels import Rule, Wordmark


class TopBar(QWidget):
    """The bar with the seal, back and forward, the search field, the theme and the menu."""

    def __init__(self, search: SearchField, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        theme.tint(self, "window")
        self.setFixedHeight(52)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 12, 0)
        self._row.setSpacing(4)
        self.search = search
        self.menu_button = IconButton("more", say("菜单"))
        self.theme_button = IconButton("moon", say("深浅主题"))
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
        self._row.addWidget(self.theme_button)
        self._row.addWidget(self.menu_button)
        self._follow_theme()
        theme.signals.changed.connect(self._follow_theme)

    def set_bare(self, is_bare: bool) -> None:
        """Hide the search field and the buttons beside it, as on the welcome page."""
        for widget in (self.search, self._side_button, self._back, self._forward):
            widget.setVisible(not is_bare)

    def line_up(self, sidebar_width: int) -> None:
        """Align the search field 10 px right of the sidebar's edge, where it fits."""
        used = 16 + 112 + 3 * 36 + 14 + 4
        self._gap.setFixedWidth(max(sidebar_width + 10 - used, 0))

    def _follow_theme(self) -> None:
        self.theme_button.set_icon("sun" if theme.current().is_dark else "moon")


def action_button(icon: str, action: QAction, size: int = 32) -> IconButton:
    """Return an icon button that triggers an action, and is enabled when it is."""
    keys = action.shortcut().toString()
    button = IconButton(icon, f"{action.text()} ({keys})" if keys else action.text(), size)
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    button.setEnabled(action.isEnabled())
    return button


class Rail(QWidget):
    """The sidebar's tabs as icons in a narrow window, and the button that shows the list."""

    chosen = Signal(str)

    def __init__(self, list_button: IconButton) -> None:
        super().__init__()
        theme.tint(self, "sidebar")
        self.setFixedWidth(48)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 10, 6, 10)
        column.setSpacing(6)
        self._tab = Tab.PAPERS
        self._buttons: dict[Tab, tuple[IconButton, str]] = {}
        for tab, icon, words in (
            (Tab.PAPERS, "newspaper", say("报纸")),
            (Tab.CALENDAR, "calendar", say("日历")),
            (Tab.PEOPLE, "person", say("人物")),
            (Tab.BOOKMARKS, "bookmark", say("书签")),
            (Tab.DOSSIERS, "dossier", say("专题")),
        ):
            button = IconButton(icon, words, 36)
            button.clicked.connect(lambda _=False, tab=tab: self.chosen.emit(tab.value))
            self._buttons[tab] = button, icon
            column.addWidget(button)
        column.addWidget(Rule())
        column.addWidget(list_button)
        column.addStretch(1)

    def set_current(self, tab: Tab) -> None:
        self._tab = tab
        for name, (button, icon) in self._buttons.items():
            button.set_icon(icon, "accent" if name is tab else "ink2")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        button, _ = self._buttons[self._tab]
        QPainter(self).fillRect(0, button.y(), 3, button.height(), theme.color("accent"))
