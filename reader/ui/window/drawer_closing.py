"""Closing the drawer of a narrow window when a row in it is chosen or the page beneath gets the focus."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from reader.ui.widgets.row_list import RowList
from reader.ui.window.list_column import ListColumn
from reader.ui.window.sidebar import Sidebar


class DrawerClosing(QObject):
    """Calls `close` when a row is clicked or activated, or the focus moves beneath; the arrow keys don't close it."""

    def __init__(
        self,
        close: Callable[[], object],
        sidebar: Sidebar,
        listing: ListColumn,
        beneath: Callable[[], list[QWidget]],
        parent: QObject,
    ) -> None:
        """Make the feature; `beneath` returns the widgets under the drawer."""
        super().__init__(parent)
        self._close = close
        self._beneath = beneath
        self._follow(listing.issues.view)
        listing.resultsMade.connect(lambda results: self._follow(results.view))
        tree = sidebar.tree
        for chosen in (tree.clicked, tree.chooser.entered):
            chosen.connect(lambda index: tree.model().hasChildren(index) or close())
        tree.pageActivated.connect(close)
        sidebar.bookmarks.bookmarkActivated.connect(close)
        sidebar.years.yearChosen.connect(close)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def _follow(self, view: RowList) -> None:
        view.clicked.connect(self._close)
        view.chooser.entered.connect(self._close)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and any(widget.isAncestorOf(new) for widget in self._beneath()):
            self._close()
