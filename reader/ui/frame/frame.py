"""What a feature knows of the window: its panes for reading, and what it can be asked to show."""

from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from reader.ui.article.article_pane import ArticlePane
from reader.ui.frame.reading_area import ReadingArea
from reader.ui.page.page_pane import PagePane


class Tab(StrEnum):
    """The tabs of the sidebar, in the order of their shortcuts."""

    PAPERS = "papers"
    CALENDAR = "calendar"
    PEOPLE = "people"
    BOOKMARKS = "bookmarks"
    DOSSIERS = "dossiers"


class Frame(Protocol):
    """The window around a feature. A feature with panes of its own there says so in a protocol that extends this one.

    Signal: `tabShown` when a tab of the sidebar comes to the front.
    """

    pane: ArticlePane
    page_pane: PagePane
    second: ArticlePane
    area: ReadingArea

    @property
    def tabShown(self) -> SignalInstance: ...

    @property
    def tab(self) -> Tab: ...

    def widget(self) -> QWidget:
        """Return the widget with all panes, over which something may lie."""

    def window(self) -> QWidget: ...

    def shown_panes(self) -> list[ArticlePane | PagePane]:
        """Return the panes for reading that are shown."""

    def show_tab(self, tab: Tab) -> None: ...

    def leave_calendar(self) -> None: ...

    def close_drawer(self) -> bool: ...

    def show_second(self, is_shown: bool) -> None: ...

    def show_beside(self, pane: QWidget, is_shown: bool) -> None: ...

    def focus_reading(self) -> None: ...

    def focus_list(self, reason: Qt.FocusReason = ...) -> None: ...

    def focus_sidebar(self, reason: Qt.FocusReason = ...) -> None: ...
