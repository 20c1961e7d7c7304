"""The issue tree in the sidebar: the view of newspapers, years, months, issues, pages and articles."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QStyleOptionViewItem, QTreeView

from reader.i18n import say
from reader.ui.issues.tree_delegate import TreeDelegate
from reader.ui.issues.tree_entries import (
    Key,
    NodeKind,
    Rows,
    TreeEntry,
    TreeSource,
    path_to_issue,
    paths_to_article,
    read_rows,
)
from reader.ui.issues.tree_model import Index, TreeModel
from reader.ui.widgets import icons, text_painting, theme
from reader.ui.widgets.row_activation import RowActivation
from reader.ui.widgets.row_list import open_menu


class IssueTree(QTreeView):
    """The tree in the sidebar.

    Its signals report what was chosen by click, Enter or the arrow keys; `articleAside` an article that is to be
    opened beside the first.
    """

    issueActivated = Signal(int)
    articleActivated = Signal(int)
    articleAside = Signal(int)
    pageActivated = Signal(int, object)
    """A page was clicked or entered: the id of its issue, and the page's label or None."""
    rowMenuOpening = Signal(QMenu, object)
    """The same menu, with the entry (`TreeEntry`) of the row itself; emitted first."""
    menuOpening = Signal(QMenu, object)
    """A menu is about to open on an issue (an `IssueRow`) or something in it; it opens if it is given an action."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("issueTree")
        self.setAccessibleName(say("报纸目录"))
        self.tree_model = TreeModel()
        self._source: TreeSource | None = None
        self._pending: tuple[Sequence[Key], ...] = ()
        """The paths to a row that the library has and the tree has not read yet."""
        self._opened_on_way: list[QPersistentModelIndex] = []
        """The rows that were opened only because the current row was shown, not by a person."""
        self.setModel(self.tree_model)
        self.setItemDelegate(TreeDelegate(self.tree_model, self))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setIndentation(13)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(28)
        theme.tint(self, "sidebar")
        self._hide_highlight()
        theme.signals.changed.connect(self._hide_highlight)
        self.chooser = RowActivation(self)
        self.chooser.chosen.connect(self._choose)
        self.chooser.aside.connect(self._choose_aside)
        self.chooser.entered.connect(self._toggle_branch)
        self.clicked.connect(self._toggle_branch)
        self.doubleClicked.connect(self._toggle_issue)

    def set_library(self, source: TreeSource | None) -> None:
        """Show a library from the start, everything closed."""
        self._source = source
        self.tree_model.set_source(source)
        self._settle_heights()

    def refresh(self) -> None:
        """Read the tree again if the library has changed; what was open, selected and visible stays so."""
        if self._source is not None and not self.tree_model.is_current():
            self.take(read_rows(self._source, self.opened()))

    def opened(self) -> frozenset[Key]:
        """Return the keys of the open rows, which `read_rows` needs for a snapshot that `take` shows."""
        return self.tree_model.opened(self._stays_open())

    def take(self, rows: Rows) -> None:
        """Show a snapshot that was read on another thread; else as `refresh`."""
        scroll = self.verticalScrollBar().value()
        with self.chooser.quietly():
            if self.tree_model.has_other_levels(rows):
                self._begin_anew()
            else:
                self.tree_model.take(rows, self._stays_open())
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scroll)
        if self._pending:
            self._seek(*self._pending)

    def _stays_open(self) -> Callable[[QModelIndex], bool]:
        above = {index.internalId() for index in self._indexes_above(self.currentIndex())}
        return lambda index: index.internalId() in above or self.isExpanded(index)

    def _begin_anew(self) -> None:
        """Read the library anew in other levels, and open what was open in these."""
        opened, current = self._open_paths(), self._path(self.currentIndex())
        self.set_library(self._source)
        for path in opened:
            self.setExpanded(self.tree_model.find(path), True)
        self.setCurrentIndex(self.tree_model.find(current) if current else QModelIndex())

    def set_bookmarked(self, whole: frozenset[int], noted: frozenset[int] = frozenset()) -> None:
        """Set the articles that are marked with a star, and those with a note."""
        self.tree_model.set_bookmarked(whole, noted)
        self.viewport().update()

    def set_read(self, ids: frozenset[int]) -> None:
        """Set the keys of the articles that were read."""
        self.tree_model.set_read(ids)
        self.viewport().update()

    def show_issue(self, issue_id: int) -> None:
        """Open the path to an issue and select it without a signal. An unknown issue changes nothing."""
        issue = self._source.issue(issue_id) if self._source else None
        if issue:
            self._seek(path_to_issue(issue))

    def show_article(self, article_id: int) -> None:
        """Open the path to an article and select it without a signal. An unknown article changes nothing."""
        row = self._source.article_row(article_id) if self._source else None
        issue = self._source.issue(row.issue_id) if self._source and row else None
        if row is not None and issue is not None:
            self._seek(*paths_to_article(issue, row))

    def current_entry(self) -> TreeEntry | None:
        """Return the entry of the current row."""
        return self.tree_model.entry(self.currentIndex())

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = QRectF(0, option.rect.y(), self.viewport().width(), option.rect.height())
        if self.selectionModel().isSelected(index):
            painter.fillRect(row, theme.color("sel"))
            painter.fillRect(QRectF(0, row.y(), 3, row.height()), theme.color("accent"))
        super().drawRow(painter, option, index)
        if self.chooser.is_by_keys and self.hasFocus() and index == self.currentIndex():
            text_painting.draw_focus(painter, row)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if self.tree_model.hasChildren(index):
            name = "down" if self.isExpanded(index) else "forward"
            icons.draw(painter, name, "ink3", rect.right() - 7, rect.center().y() - 6, 13)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of a tree view except “*”, which would open all of 20,000 issues."""
        if event.key() != Qt.Key.Key_Asterisk:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_keys else self.indexAt(event.pos())
        entry = self.tree_model.entry(index)
        if entry is None or entry.issue is None:
            return
        menu = QMenu(self)
        self.rowMenuOpening.emit(menu, entry)
        self.menuOpening.emit(menu, entry.issue)
        below = self.visualRect(index).bottomLeft() if is_by_keys else event.pos()
        open_menu(menu, index, self.viewport().mapToGlobal(below))

    def _seek(self, *paths: Sequence[Key]) -> None:
        """Show the row at the end of the first path that leads to one.

        Where none does because the tree is behind the library, the next `take` tries again.
        """
        found = next(
            (index for path in paths if (index := self.tree_model.find(path)).isValid()), QModelIndex()
        )
        self._pending = () if found.isValid() or self.tree_model.is_current() else paths
        self._show(found)

    def _show(self, index: QModelIndex) -> None:
        if index.isValid() and index != self.currentIndex():
            self._close_way_to_row_before(index)
            self.chooser.select(index)
            self.scrollTo(index)

    def _close_way_to_row_before(self, index: QModelIndex) -> None:
        """Close the rows that were only opened to show the row before `index`, and are not above this one.

        Otherwise every month that a long list of results leads through would stay open, and slow the layout down.
        """
        above = self._indexes_above(index)
        ids = {parent.internalId() for parent in above}
        way = [parent for parent in self._opened_on_way if parent.isValid()]
        self._opened_on_way = [parent for parent in way if parent.internalId() in ids]
        self._opened_on_way += [
            QPersistentModelIndex(parent) for parent in above if not self.isExpanded(parent)
        ]
        for parent in way:
            if parent.internalId() not in ids:
                self.collapse(parent)

    def _choose(self, index: QModelIndex) -> None:
        self._opened_on_way = []  # the reader may go on from here by hand: these rows stay open
        entry = self.tree_model.entry(index)
        if entry and entry.kind is NodeKind.ISSUE and entry.issue:
            self.issueActivated.emit(entry.issue.id)
        elif entry and entry.article:
            self.articleActivated.emit(entry.article.id)

    def _choose_aside(self, index: QModelIndex) -> None:
        entry = self.tree_model.entry(index)
        if entry and entry.article:
            self.articleAside.emit(entry.article.id)

    def _toggle_branch(self, index: QModelIndex) -> None:
        entry = self.tree_model.entry(index)
        if entry and entry.kind is NodeKind.PAGE and entry.issue:
            self.setExpanded(index, True)
            self.pageActivated.emit(entry.issue.id, entry.page)
        elif entry and entry.kind not in (NodeKind.ISSUE, NodeKind.ARTICLE):
            self.setExpanded(index, not self.isExpanded(index))

    def _toggle_issue(self, index: QModelIndex) -> None:
        entry = self.tree_model.entry(index)
        if entry and entry.kind is NodeKind.ISSUE:
            self.setExpanded(index, not self.isExpanded(index))

    def _hide_highlight(self) -> None:
        """Make the style's own selection transparent; `drawRow` paints ours."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Highlight, QColor(0, 0, 0, 0))
        self.setPalette(palette)

    def _settle_heights(self) -> None:
        """Let Qt lay rows of one height out without measuring each; only newspapers are higher."""
        self.setUniformRowHeights(not self.tree_model.has_newspapers())

    def _indexes_above(self, index: QModelIndex) -> list[QModelIndex]:
        """Return the rows above an index, the nearest first."""
        above = []
        while (index := index.parent()).isValid():
            above.append(index)
        return above

    def _path(self, index: QModelIndex) -> list[Key]:
        """Return the keys of the rows from the newspaper, shown or not, down to an index."""
        indexes = [*reversed(self._indexes_above(index)), index]
        path = [entry.key for row in indexes if (entry := self.tree_model.entry(row))]
        entry = self.tree_model.entry(index)
        if entry and not self.tree_model.has_newspapers():
            path.insert(0, TreeEntry(NodeKind.NEWSPAPER, entry.newspaper).key)
        return path

    def _open_paths(self) -> list[list[Key]]:
        """Return the paths of all open rows, the outer ones first."""
        found: list[list[Key]] = []

        def look(parent: QModelIndex) -> None:
            for row in range(self.tree_model.rowCount(parent)):
                index = self.tree_model.index(row, 0, parent)
                if self.isExpanded(index):
                    found.append(self._path(index))
                    look(index)

        look(QModelIndex())
        return found
