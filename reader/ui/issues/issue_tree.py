"""The tree of a library: newspaper ▸ year ▸ month ▸ issue ▸ page ▸ article, read as far as it is opened.

`children_of` decides what stands below what; `TreeModel` keeps what was read so far and brings it up to date
without closing anything; `IssueTree` is the view.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from reader.i18n import say
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin
from reader.ui.issues.tree_entries import (
    Key,
    NodeKind,
    Rows,
    TreeEntry,
    TreeSource,
    count_of,
    issue_words,
    read_rows,
    words_of,
)
from reader.ui.issues.tree_model import Index, TreeModel
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.row_activation import RowActivation


class _Delegate(QStyledItemDelegate):
    """Rows of 28 px, 38 for a newspaper: words at the left, a count or a star at the right."""

    def __init__(self, tree: "IssueTree") -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = self._tree.tree_model.entry(index)
        return QSize(100, 38 if entry and entry.kind is NodeKind.NEWSPAPER else 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._tree.tree_model.entry(index)
        if entry is None:
            return
        rect = QRectF(option.rect).adjusted(11, 0, -12, 0)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if self._tree.tree_model.is_bookmarked(entry):
            icons.draw(painter, "star-filled", "accent", rect.right() - 15, rect.center().y() - 7.5, 15)
            rect.setRight(rect.right() - 22)
        elif number := count_of(entry):
            taken = text_painting.draw_words(
                painter, rect, number, fonts.sans(12), "ink3", text_painting.RIGHT
            )
            rect.setRight(rect.right() - taken - 8)
        if entry.kind is NodeKind.ISSUE and entry.issue:
            self._paint_issue(painter, rect, entry.issue, is_selected)
            return
        font = {NodeKind.NEWSPAPER: fonts.serif(15, 700), NodeKind.YEAR: fonts.sans(13, 700)}
        token = "ink2" if entry.kind is NodeKind.ARTICLE and not is_selected else "ink"
        text_painting.draw_words(painter, rect, words_of(entry), font.get(entry.kind, fonts.sans(13)), token)

    def _paint_issue(self, painter: QPainter, rect: QRectF, issue: IssueRow, is_selected: bool) -> None:
        first, *others = issue_words(issue)
        behind = wording.GAP.join(filter(None, others))
        font = fonts.sans(13)
        column = text_painting.width_of(say("{day}日", day="00"), font) if issue.date else 0
        x = max(column, text_painting.draw_words(painter, rect, first, font, "ink")) + 8
        small = fonts.sans(12)
        token = "ink2" if is_selected else "ink3"
        x += text_painting.draw_words(painter, rect.adjusted(x, 0, 0, 0), behind, small, token) + 8
        if issue.date_origin is DateOrigin.INFERRED and x < rect.width():
            text_painting.draw_words(painter, rect.adjusted(x, 0, 0, 0), say("推定"), small, "warn")


class IssueTree(QTreeView):
    """The tree in the sidebar. Signals tell what a person chose, by click, Enter or the arrow keys."""

    issueActivated = Signal(int)
    articleActivated = Signal(int)
    articleAside = Signal(int)
    pageActivated = Signal(int, object)
    """A page was clicked or entered: of which issue (its id), and its label or None."""
    menuOpening = Signal(QMenu, object)
    """A menu is about to open on an issue (an `IssueRow`), or on something in it; without an action it stays shut."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("issueTree")
        self.setAccessibleName(say("报纸目录"))
        self.tree_model = TreeModel()
        self._shelf: TreeSource | None = None
        self._sought: tuple[Sequence[Key], ...] = ()
        self._way: list[QPersistentModelIndex] = []
        self.setModel(self.tree_model)
        self.setItemDelegate(_Delegate(self))
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

    def set_library(self, shelf: TreeSource | None) -> None:
        """Shows a library from the start, everything closed."""
        self._shelf = shelf
        self.tree_model.set_shelf(shelf)
        self._settle_heights()

    def refresh(self) -> None:
        """Follows the library after a sync: what was open, selected and in sight stays so."""
        if self._shelf is not None and not self.tree_model.is_current():
            self.take(read_rows(self._shelf, self.opened()))

    def opened(self) -> frozenset[Key]:
        """What `take` wants to know the rows of."""
        return self.tree_model.opened(self._stays_open())

    def take(self, rows: Rows) -> None:
        """As `refresh`, from what was read meanwhile."""
        scroll = self.verticalScrollBar().value()
        with self.chooser.quietly():
            if self.tree_model.has_other_levels(rows):
                self._begin_anew()
            else:
                self.tree_model.take(rows, self._stays_open())
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scroll)
        if self._sought:
            self._seek(*self._sought)

    def _stays_open(self) -> Callable[[QModelIndex], bool]:
        above = {index.internalId() for index in self._indexes_above(self.currentIndex())}
        return lambda index: index.internalId() in above or self.isExpanded(index)

    def _begin_anew(self) -> None:
        """Opens in other levels what is open in these."""
        opened, current = self._open_paths(), self._path(self.currentIndex())
        self.set_library(self._shelf)
        for path in opened:
            self.setExpanded(self.tree_model.find(path), True)
        self.setCurrentIndex(self.tree_model.find(current) if current else QModelIndex())

    def set_bookmarked(self, keys: frozenset[str]) -> None:
        """The keys of the articles that carry a star."""
        self.tree_model.set_bookmarked(keys)
        self.viewport().update()

    def show_issue(self, issue_id: int) -> None:
        """Opens the way to an issue and selects it; tells nobody. An unknown issue changes nothing."""
        issue = self._shelf.issue(issue_id) if self._shelf else None
        if issue:
            self._seek(_path_to(issue))

    def show_article(self, article_id: int) -> None:
        """Opens the way to an article and selects it; tells nobody. An unknown article changes nothing."""
        row = self._shelf.article_row(article_id) if self._shelf else None
        issue = self._shelf.issue(row.issue_id) if self._shelf and row else None
        if row is None or issue is None:
            return
        way, paper = _path_to(issue), issue.newspaper
        page = TreeEntry(NodeKind.PAGE, paper, issue=issue, page=row.page).key
        article = TreeEntry(NodeKind.ARTICLE, paper, issue=issue, page=row.page, article=row).key
        self._seek([*way, page, article], [*way, article])

    def current_entry(self) -> TreeEntry | None:
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
        """All that a tree does but “*”, which would open all of 20,000 issues."""
        if event.key() != Qt.Key.Key_Asterisk:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_keys else self.indexAt(event.pos())
        entry = self.tree_model.entry(index)
        if entry is None or entry.issue is None:
            return
        menu = QMenu(self)
        menu.setAccessibleName(index.data(Qt.ItemDataRole.AccessibleTextRole))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menuOpening.emit(menu, entry.issue)
        if menu.isEmpty():
            menu.deleteLater()
            return
        below = self.visualRect(index).bottomLeft() if is_by_keys else event.pos()
        menu.popup(self.viewport().mapToGlobal(below))

    def _seek(self, *paths: Sequence[Key]) -> None:
        """Shows the first of them that leads to a row; where the tree is behind the library, as soon as it follows."""
        found = next(
            (index for path in paths if (index := self.tree_model.find(path)).isValid()), QModelIndex()
        )
        self._sought = () if found.isValid() or self.tree_model.is_current() else paths
        self._show(found)

    def _show(self, index: QModelIndex) -> None:
        if index.isValid() and index != self.currentIndex():
            self._go_on_from_way_to(index)
            self.chooser.select(index)
            self.scrollTo(index)

    def _go_on_from_way_to(self, index: QModelIndex) -> None:
        """Closes what had only been opened on the way to the row before: of a long list of results the tree would keep
        every month open, and be long to lay out.
        """
        above = self._indexes_above(index)
        ids = {each.internalId() for each in above}
        way = [each for each in self._way if each.isValid()]
        self._way = [each for each in way if each.internalId() in ids]
        self._way += [QPersistentModelIndex(each) for each in above if not self.isExpanded(each)]
        for each in way:
            if each.internalId() not in ids:
                self.collapse(each)

    def _choose(self, index: QModelIndex) -> None:
        self._way = []  # who goes on in the tree finds open what was
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
        """The style would paint its own selection over ours."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Highlight, QColor(0, 0, 0, 0))
        self.setPalette(palette)

    def _settle_heights(self) -> None:
        """Rows of one height are laid out without asking for each; only newspapers are higher."""
        self.setUniformRowHeights(not self.tree_model.has_newspapers())

    def _indexes_above(self, index: QModelIndex) -> list[QModelIndex]:
        above = []
        while (index := index.parent()).isValid():
            above.append(index)
        return above

    def _path(self, index: QModelIndex) -> list[Key]:
        indexes = [*reversed(self._indexes_above(index)), index]
        path = [entry.key for one in indexes if (entry := self.tree_model.entry(one))]
        entry = self.tree_model.entry(index)
        if entry and not self.tree_model.has_newspapers():
            path.insert(0, TreeEntry(NodeKind.NEWSPAPER, entry.newspaper).key)
        return path

    def _open_paths(self) -> list[list[Key]]:
        """Of all rows that are open, the outer ones first."""
        found: list[list[Key]] = []

        def look(parent: QModelIndex) -> None:
            for row in range(self.tree_model.rowCount(parent)):
                index = self.tree_model.index(row, 0, parent)
                if self.isExpanded(index):
                    found.append(self._path(index))
                    look(index)

        look(QModelIndex())
        return found


def _path_to(issue: IssueRow) -> list[Key]:
    paper = issue.newspaper
    way = [TreeEntry(NodeKind.NEWSPAPER, paper)]
    if issue.date:
        year, month = issue.date.year, issue.date.month
        way += [TreeEntry(NodeKind.YEAR, paper, year), TreeEntry(NodeKind.MONTH, paper, year, month)]
        way.append(TreeEntry(NodeKind.ISSUE, paper, year, month, issue))
    else:
        way += [TreeEntry(NodeKind.UNDATED, paper), TreeEntry(NodeKind.ISSUE, paper, issue=issue)]
    return [entry.key for entry in way]
