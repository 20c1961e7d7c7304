"""The sidebar: saved searches above the issues, the calendar's years, people, bookmarks, dossiers, each under a tab."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reader.i18n import say
from reader.ui.calendar.year_list import YearList
from reader.ui.frame.frame import Tab
from reader.ui.issues.issue_tree import IssueTree
from reader.ui.notebook.bookmark_list import BookmarkPane
from reader.ui.notebook.dossier_list import DossierPane
from reader.ui.people.people_pane import PeoplePane
from reader.ui.search.saved_list import SavedPane
from reader.ui.widgets import theme
from reader.ui.widgets.controls import SegmentedControl
from reader.ui.widgets.labels import Rule


class Sidebar(QWidget):
    """The tabs of the sidebar and the view of the current one. Signal: `tabChosen` when another tab was clicked."""

    tabChosen = Signal(Tab)

    def __init__(self) -> None:
        super().__init__()
        self.saved = SavedPane(say("存下的搜索"), say("搜索的名字"))
        self.saved.view.setObjectName("savedSearches")
        self.tree = IssueTree()
        self.years = YearList()
        self.people = PeoplePane()
        self.bookmarks = BookmarkPane()
        self.dossiers = DossierPane()
        self.tab = Tab.PAPERS
        theme.tint(self, "sidebar")
        words = [say("报纸"), say("日历"), say("人物"), say("书签"), say("专题")]
        icons = ["newspaper", "calendar", "person", "bookmark", "dossier"]
        self._tabs = SegmentedControl(say("侧栏"), words, icons)
        self._tabs.chosen.connect(lambda number: self.tabChosen.emit(list(Tab)[number]))
        self._stack = QStackedWidget()
        papers = QWidget()
        below = QVBoxLayout(papers)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.saved)
        below.addWidget(self.tree, 1)
        for pane in (papers, self.years, self.people, self.bookmarks, self.dossiers):
            self._stack.addWidget(pane)
        tabs = QWidget()
        tabs.setFixedHeight(44)
        row = QHBoxLayout(tabs)
        row.setContentsMargins(8, 6, 8, 6)
        row.addWidget(self._tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tabs)
        column.addWidget(Rule())
        column.addWidget(self._stack, 1)

    def set_tab(self, tab: Tab) -> None:
        """Bring a tab to the front."""
        self.tab = tab
        self._tabs.set_current(list(Tab).index(tab))
        self._stack.setCurrentIndex(list(Tab).index(tab))

    def view(self) -> QWidget:
        """Return the widget of the current tab that takes the focus: its view, or a button if that is empty."""
        views = {
            Tab.PAPERS: self.tree,
            Tab.CALENDAR: self.years,
            Tab.PEOPLE: self.people.face(),
            Tab.BOOKMARKS: self.bookmarks.face(),
            Tab.DOSSIERS: self.dossiers.face(),
        }
        return views[self.tab]
