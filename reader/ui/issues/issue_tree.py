"""The issue tree in the sidebar, with newspapers, years, months, issues and articles: model and view."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from reader import do_nothing
from reader.i18n import say
from reader.newspaper.holdings import IssueRow
from reader.ui.issues.tree_entries import (
    QUIET,
    ArticleMarks,
    Key,
    NodeKind,
    Rows,
    RowWords,
    Source,
    TreeEntry,
    children_of,
    path_to_issue,
    row_words,
    spoken,
    words_of,
)
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import plain
from reader.ui.widgets.row_list import MimeDataMaker, RowActivation, draggable, no_data, open_menu

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_BRANCH = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_HEADING = Qt.ItemFlag.ItemNeverHasChildren
_ARTICLE = draggable(_BRANCH) | Qt.ItemFlag.ItemNeverHasChildren
"""Qt calls `flags` for every open row each time it lays out the tree, so they are constants."""


class IssueCalls(Struct):
    """What the tree and the list of articles ask for; whoever does it sets the function. Articles are given by ids."""

    open_article: Callable[[int], object] = do_nothing
    open_second: Callable[[int], object] = do_nothing
    open_page: Callable[[int, str | None], object] = do_nothing
    """Open a page of an issue (its id); None is that of the articles whose page is not known."""
    step_issue: Callable[[Literal[-1, 1]], object] = do_nothing
    explain_date: Callable[[IssueRow], object] = do_nothing
    """Tell what an inferred date rests on."""
    offer_article: Callable[[QMenu, int], object] = do_nothing
    """Add what can be done with an article to its menu, as the next ones do for an issue."""
    offer_issue: Callable[[QMenu, IssueRow], object] = do_nothing
    offer_corrections: Callable[[QMenu, IssueRow], object] = do_nothing
    offer_days: Callable[[QMenu, TreeEntry], object] = do_nothing
    """Add what can be done with a newspaper, a year, a month, or the issues without a day."""


class _Node(Struct, eq=False):
    """A row that has been read: `number` is its internal id in Qt; `children` is None until they are read."""

    number: int
    entry: TreeEntry | None
    parent: "_Node | None" = None
    place: int = 0
    children: "list[_Node] | None" = None
    row: RowWords | None = None
    """What was painted last."""


class TreeModel(QAbstractItemModel):
    def __init__(self) -> None:
        super().__init__()
        self._source: Source | None = None
        self._generation = -1
        self.has_newspapers = False
        """Whether newspapers are the top level, as there are several."""
        self._root = _Node(0, None)
        self._nodes: dict[int, _Node] = {}
        self._next_number = 1
        self.marks = ArticleMarks()
        self.mime_data_of: MimeDataMaker = no_data

    def set_source(self, source: Source | None) -> None:
        """Reset the model to the top level of a library; None empties it."""
        self.beginResetModel()
        self._source = source
        self._nodes.clear()
        self._root = _Node(0, None)
        self._generation = source.generation() if source else -1
        top = children_of(source, None) if source else []
        self.has_newspapers = bool(top) and top[0].kind is NodeKind.NEWSPAPER
        self._root.children = self._nodes_for(self._root, top)
        self.endResetModel()

    def titles(self) -> list[str]:
        """Return the titles of the newspapers, "" for an unknown one; [] if they are not the top level."""
        top = [node.entry for node in self._root.children or ()]
        return [entry.newspaper for entry in top if entry and entry.kind is NodeKind.NEWSPAPER]

    def entry(self, index: Index) -> TreeEntry | None:
        return self._node(index).entry

    def row_words(self, index: Index) -> RowWords | None:
        """Return what is painted in a row, put into words once for each day and state of the row."""
        node = self._node(index)
        if node.entry is None:
            return None
        today = dt.date.today()
        if node.row is None or node.row.entry is not node.entry or node.row.day != today:
            node.row = row_words(node.entry, today)
        return node.row

    def find(self, path: Sequence[Key], source: Source | None = None) -> QModelIndex:
        """Return the row at the end of a path of keys, reading the rows along it from `source`; None for the library.

        Levels that are left out are skipped. The index is invalid if there is no such row.
        """
        node = self._root
        for key in path:
            if node.children is None:
                self._load(node, source)
            below = next((n for n in node.children or () if n.entry and n.entry.key == key), None)
            if below is None and key[0] not in (NodeKind.NEWSPAPER, NodeKind.YEAR, NodeKind.MONTH):
                return QModelIndex()
            node = below or node
        return self._index(node)

    def is_current(self) -> bool:
        return self._source is None or self._source.generation() == self._generation

    def opened(self, is_open: Callable[[QModelIndex], bool]) -> frozenset[Key]:
        """Return the keys of the rows whose children are read and for which `is_open` returns True."""
        read = (node for node in self._nodes.values() if node.children is not None)
        return frozenset(node.entry.key for node in read if node.entry and is_open(self._index(node)))

    def take(self, rows: Rows, is_open: Callable[[QModelIndex], bool]) -> None:
        """Update the model to a snapshot, which must have the same levels; rows that stay keep their persistent index.

        The children of rows that are not open are removed, and read again later. An older snapshot is ignored.
        """
        if self._source is not None and rows.generation >= self._generation:
            self._generation = rows.generation
            self._update(self._root, rows, is_open)

    # -- QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = _TOP) -> QModelIndex:
        children = self._node(parent).children or ()
        if column == 0 and 0 <= row < len(children):
            return self._index(children[row])
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self._node(index).parent
        if above:
            return self._index(above)
        return QModelIndex()

    def rowCount(self, parent: Index = _TOP) -> int:
        return len(self._node(parent).children or ())

    def columnCount(self, parent: Index = _TOP) -> int:
        return 1

    def hasChildren(self, parent: Index = _TOP) -> bool:
        node = self._node(parent)
        if node.children is not None:
            return bool(node.children)
        return bool(node.entry and node.entry.count)

    def canFetchMore(self, parent: Index) -> bool:
        node = self._node(parent)
        return node.children is None and bool(node.entry and node.entry.count)

    def fetchMore(self, parent: Index) -> None:
        self._load(self._node(parent))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._node(index).entry
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry, self.marks)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(spoken(entry, self.marks))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self._node(index).entry
        if entry is None:
            return Qt.ItemFlag.NoItemFlags
        is_leaf = entry.heading or entry.kind is NodeKind.UNREAD
        if entry.article:
            return _ARTICLE
        if is_leaf:
            return _HEADING
        return _BRANCH

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        entries = [self._node(index).entry for index in indexes]
        return self.mime_data_of([entry.article.id for entry in entries if entry and entry.article])

    # -- nodes

    def _node(self, index: Index) -> _Node:
        if index.isValid():
            return self._nodes.get(index.internalId(), self._root)
        return self._root

    def _index(self, node: _Node) -> QModelIndex:
        if node.entry:
            return self.createIndex(node.place, 0, node.number)
        return QModelIndex()

    def _nodes_for(self, parent: _Node, entries: Sequence[TreeEntry], first: int = 0) -> list[_Node]:
        nodes = []
        for place, entry in enumerate(entries, first):
            node = _Node(self._next_number, entry, parent, place)
            self._nodes[node.number] = node
            self._next_number += 1
            nodes.append(node)
        return nodes

    def _load(self, node: _Node, source: Source | None = None) -> None:
        source = source or self._source
        if node.children is not None or source is None:
            return
        entries = children_of(source, node.entry)
        node.children = []
        if entries:
            self._insert(node, 0, entries)

    def _insert(self, node: _Node, place: int, entries: Sequence[TreeEntry]) -> None:
        assert node.children is not None
        self.beginInsertRows(self._index(node), place, place + len(entries) - 1)
        node.children[place:place] = self._nodes_for(node, entries, place)
        _number(node.children, place + len(entries))
        self.endInsertRows()

    def _remove(self, node: _Node, first: int, last: int) -> None:
        assert node.children is not None
        self.beginRemoveRows(self._index(node), first, last)
        for child in node.children[first : last + 1]:
            self._forget(child)
        del node.children[first : last + 1]
        _number(node.children, first)
        self.endRemoveRows()

    def _forget(self, node: _Node) -> None:
        del self._nodes[node.number]
        for child in node.children or ():
            self._forget(child)

    def _update(self, node: _Node, rows: Rows, is_open: Callable[[QModelIndex], bool]) -> None:
        """Update the children of a node to those in `rows`, recursively for open children.

        The children of rows that were expanded after the snapshot was taken are read now.
        """
        assert node.children is not None
        assert self._source is not None
        fresh = rows.below.get(node.entry.key if node.entry else None)
        if fresh is None:
            fresh = children_of(self._source, node.entry)
        keys = [entry.key for entry in fresh]
        if [child.entry.key for child in node.children if child.entry] != keys:
            self._keep_in_order(node, keys)
            self._fill_gaps(node, fresh)
        for child, entry in zip(node.children, fresh, strict=True):
            if child.entry != entry:
                child.entry = entry
                self.dataChanged.emit(self._index(child), self._index(child))
            if child.children is None:
                continue
            if is_open(self._index(child)):
                self._update(child, rows, is_open)
            else:
                if child.children:
                    self._remove(child, 0, len(child.children) - 1)
                child.children = None

    def _keep_in_order(self, node: _Node, keys: Sequence[Key]) -> None:
        assert node.children is not None
        places = {key: place for place, key in enumerate(keys)}
        lowest = len(keys)
        for child in reversed(list(node.children)):
            if child.entry:
                place = places.get(child.entry.key, lowest)
            else:
                place = lowest
            if place < lowest:
                lowest = place
            else:
                self._remove(node, child.place, child.place)

    def _fill_gaps(self, node: _Node, fresh: Sequence[TreeEntry]) -> None:
        assert node.children is not None
        old_keys = {child.entry.key for child in node.children if child.entry}
        place = 0
        while place < len(fresh):
            end = place
            while end < len(fresh) and fresh[end].key not in old_keys:
                end += 1
            if end > place:
                self._insert(node, place, fresh[place:end])
            place = end + 1


def _number(nodes: Sequence[_Node], first: int) -> None:
    for place in range(first, len(nodes)):
        nodes[place].place = place


class TreeDelegate(QStyledItemDelegate):
    """Paints rows of 28 px, 38 for a newspaper: words at the left, a count or signs of notes and marks at the right."""

    def __init__(self, model: TreeModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._weekdays = 0.0
        """The width of the column of weekdays in pixels, so that the numbers after them are aligned; 0 until needed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = self._model.entry(index)
        return QSize(100, 38 if entry and entry.kind is NodeKind.NEWSPAPER else 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row_words(index)
        if row is None:
            return
        entry = row.entry
        rect = QRectF(option.rect).adjusted(11, 0, -12, 0)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        signs = self._model.marks.signs(entry.article)
        for icon in signs:
            token, side = ("ink3", 14) if icon in QUIET else ("accent", 15)
            theme.draw_icon(painter, icon, token, rect.right() - side, rect.center().y() - side / 2, side)
            rect.setRight(rect.right() - side - 6)
        if not signs and row.count:
            room = rect.adjusted(_width_before_count(row), 0, 0, 0)
            width = text_painting.draw_words(
                painter, room, (row.count, ""), theme.sans(12), "ink3", text_painting.RIGHT
            )
            if width:
                rect.setRight(rect.right() - width - 8)
        if entry.kind is NodeKind.ISSUE and entry.issue:
            x = self._paint_issue(painter, rect, row, is_selected)
            _paint_estimate(painter, rect.adjusted(x, 0, 0, 0), row.estimate)
            return
        token = "ink" if is_selected else _TOKENS.get(entry.kind, "ink")
        draw = text_painting.draw_free if entry.kind in _FREE else text_painting.draw_words
        x = draw(painter, rect, row.words[0], _font_of(entry.kind), token)
        if entry.kind is NodeKind.UNREAD:
            text_painting.draw_hatch(
                painter, QRectF(rect.x() + x + 12, rect.y() + 9, rect.width() - x - 12, 10)
            )
        _paint_estimate(painter, rect.adjusted(x + 8, 0, 0, 0), row.estimate)

    def _paint_issue(self, painter: QPainter, rect: QRectF, row: RowWords, is_selected: bool) -> float:
        first, weekday, number = row.words
        font = theme.sans(13)
        if row.entry.issue and row.entry.issue.date:
            column = text_painting.width_of(say("{day}日", day="00"), font)
        else:
            column = 0
        x = max(column, text_painting.draw_words(painter, rect, first, font, "ink")) + 8
        small = theme.sans(12)
        token = "ink2" if is_selected else "ink3"
        mark = text_painting.width_of(row.estimate, small) + 8  # which is worth more than what follows
        self._weekdays = self._weekdays or _width_of_weekdays()
        if weekday and x + self._weekdays + mark <= rect.width():
            text_painting.draw_words(painter, rect.adjusted(x, 0, 0, 0), weekday, small, token)
            x += self._weekdays
        room = rect.adjusted(x, 0, -mark, 0)
        width = text_painting.draw_words(painter, room, (number, ""), small, token)
        return x + width + 8


_TOKENS = {NodeKind.ARTICLE: "ink2", NodeKind.PAGE: "ink3", NodeKind.UNREAD: "ink3"}
"""The colours of the words of rows that are not selected; others are in ink."""
_FREE = (NodeKind.ARTICLE, NodeKind.NEWSPAPER)
"""The rows whose words may be of any length, and are elided."""


def _font_of(kind: NodeKind) -> QFont:
    if kind is NodeKind.NEWSPAPER:
        return theme.serif(15, 700)
    if kind is NodeKind.YEAR:
        return theme.sans(13, 700)
    if kind is NodeKind.PAGE:
        return theme.sans(12)
    return theme.sans(13)


def _width_before_count(row: RowWords) -> float:
    """Return the pixels that a count leaves to the words of its row: those of a heading are worth more than it."""
    kind = row.entry.kind
    if kind is NodeKind.ISSUE or kind in _FREE:
        return 0
    return text_painting.width_of(row.words[0], _font_of(kind)) + 8


def _paint_estimate(painter: QPainter, rect: QRectF, mark: str) -> None:
    if mark and rect.width() > 0:
        text_painting.draw_words(painter, rect, mark, theme.sans(12), "warn")


def _width_of_weekdays() -> float:
    font = theme.sans(12)
    days = (wording.short_weekday(dt.date(2024, 1, day)) for day in range(1, 8))
    return max(text_painting.width_of(day + wording.GAP, font) for day in days)


class IssueTree(QTreeView):
    issueActivated = Signal(int)
    """Emitted with the id of the issue that was chosen by click, Enter or arrow keys."""

    def __init__(self, calls: IssueCalls) -> None:
        super().__init__()
        self.calls = calls
        self.setObjectName("issueTree")
        self.setAccessibleName(say("报纸目录"))
        self.tree_model = TreeModel()
        self._source: Source | None = None
        self._pending: Sequence[Key] = ()
        """The path to a row that the library has and the tree has not read yet."""
        self._auto_expanded: list[QPersistentModelIndex] = []
        """The rows that were expanded only to show the current row, not by the user."""
        self.setModel(self.tree_model)
        self.setItemDelegate(TreeDelegate(self.tree_model, self))
        self.setHeaderHidden(True)
        # The column is as wide as the view, which is painted when its width changes: Qt would paint it once more.
        self.header().sectionResized.disconnect()
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
        self.chooser.middleClicked.connect(self._open_second)
        self.chooser.entered.connect(self._toggle_branch)
        self.clicked.connect(self._toggle_branch)
        self.doubleClicked.connect(self._toggle_issue)

    def set_library(self, source: Source | None) -> None:
        self._source = source
        self.tree_model.set_source(source)
        # lets Qt lay out rows without measuring each; only those of newspapers are higher
        self.setUniformRowHeights(not self.tree_model.has_newspapers)

    def opened(self) -> frozenset[Key]:
        """Return the keys of the open rows, with which `read_rows` reads a snapshot for `take`."""
        return self.tree_model.opened(self._stays_open())

    def take(self, rows: Rows) -> None:
        current = self.current_entry()
        scroll = self.verticalScrollBar().value()
        with self.chooser.quietly():
            if self.tree_model.has_newspapers != any(
                entry.kind is NodeKind.NEWSPAPER for entry in rows.below[None]
            ):
                self._rebuild()
            else:
                self.tree_model.take(rows, self._stays_open())
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scroll)
        after = self.current_entry()
        if self._pending:
            self._seek(self._pending)
        elif (
            current and current.issue and (after is None or after.key != current.key)
        ):  # its month came or went
            path = path_to_issue(current.issue)
            self._seek(path if current.kind is NodeKind.ISSUE else [*path, current.key])

    def _stays_open(self) -> Callable[[QModelIndex], bool]:
        above = {index.internalId() for index in self._indexes_above(self.currentIndex())}
        return lambda index: index.internalId() in above or self.isExpanded(index)

    def _rebuild(self) -> None:
        opened = self._open_paths()
        current = self._path(self.currentIndex())
        self.set_library(self._source)
        for path in opened:
            self.setExpanded(self.tree_model.find(path), True)
        self.setCurrentIndex(self.tree_model.find(current) if current else QModelIndex())

    def show_issue(self, issue_id: int) -> None:
        """Expand the path to an issue and select it without emitting a signal. An unknown issue changes nothing."""
        if self._source:
            issue = self._source.issue(issue_id)
        else:
            issue = None
        if issue:
            self._seek(path_to_issue(issue))

    def show_article(
        self, article_id: int, source: Source | None = None, *, opens_issue: bool = True
    ) -> None:
        """Expand the path to an article and select it without emitting a signal. An unknown article changes nothing.

        Without `opens_issue`, an issue that is not expanded is selected instead. Rows are read from `source`; None for
        the library.
        """
        source = source or self._source
        row = source.article_row(article_id) if source else None
        if source and row:
            issue = source.issue(row.issue_id)
        else:
            issue = None
        if row is not None and issue is not None:
            path = path_to_issue(issue)
            if opens_issue or self.isExpanded(self.tree_model.find(path, source)):
                leaf = TreeEntry(NodeKind.ARTICLE, issue.newspaper, issue=issue, article=row)
                path = [*path_to_issue(issue), leaf.key]
            self._seek(path, source)

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
            theme.draw_icon(painter, name, "ink3", rect.right() - 7, rect.center().y() - 6, 13)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of a tree view except “*”, which would expand up to 20,000 issues."""
        if event.key() != Qt.Key.Key_Asterisk:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        if is_by_keys:
            index = self.currentIndex()
        else:
            index = self.indexAt(event.pos())
        entry = self.tree_model.entry(index)
        if entry is None or entry.kind is NodeKind.UNREAD:
            return
        menu = QMenu(self)
        self._offer(menu, entry)
        if is_by_keys:
            below = self.visualRect(index).bottomLeft()
        else:
            below = event.pos()
        open_menu(menu, index, self.viewport().mapToGlobal(below))

    def _offer(self, menu: QMenu, entry: TreeEntry) -> None:
        if entry.issue is None:
            self.calls.offer_days(menu, entry)
            return
        if entry.article is not None:
            self.calls.offer_article(menu, entry.article.id)
        else:
            self.calls.offer_issue(menu, entry.issue)
        self.calls.offer_corrections(menu, entry.issue)

    def _seek(self, path: Sequence[Key], source: Source | None = None) -> None:
        """Show the row at the end of a path."""
        index = self.tree_model.find(path, source)
        if index.isValid() or self.tree_model.is_current():
            self._pending = ()
        else:
            self._pending = path
        if index.isValid() and index != self.currentIndex():
            self._collapse_others(index)
            self.chooser.select(index)
            self.scrollTo(index)

    def _collapse_others(self, index: QModelIndex) -> None:
        """Collapse the rows that were expanded to show the previous current row and are not above `index`.

        Otherwise every month through which one steps with a list of results would stay open, and slow down the layout.
        """
        above = self._indexes_above(index)
        ids = {parent.internalId() for parent in above}
        way = [parent for parent in self._auto_expanded if parent.isValid()]
        self._auto_expanded = [parent for parent in way if parent.internalId() in ids]
        self._auto_expanded += [
            QPersistentModelIndex(parent) for parent in above if not self.isExpanded(parent)
        ]
        for parent in way:
            if parent.internalId() not in ids:
                self.collapse(parent)

    def _choose(self, index: QModelIndex) -> None:
        self._auto_expanded = []  # the user is in these rows now: they stay open
        entry = self.tree_model.entry(index)
        if entry and entry.kind is NodeKind.ISSUE and entry.issue:
            self.issueActivated.emit(entry.issue.id)
        elif entry and entry.article:
            self.calls.open_article(entry.article.id)

    def _open_second(self, index: QModelIndex) -> None:
        entry = self.tree_model.entry(index)
        if entry and entry.article:
            self.calls.open_second(entry.article.id)

    def _toggle_branch(self, index: QModelIndex) -> None:
        entry = self.tree_model.entry(index)
        if entry and entry.heading and entry.issue:
            self.calls.open_page(entry.issue.id, entry.heading.page)
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

    def _indexes_above(self, index: QModelIndex) -> list[QModelIndex]:
        above = []
        while (index := index.parent()).isValid():
            above.append(index)
        return above

    def _path(self, index: QModelIndex) -> list[Key]:
        path: list[Key] = []
        for row in (*reversed(self._indexes_above(index)), index):
            row_entry = self.tree_model.entry(row)
            if row_entry:
                path.append(row_entry.key)
        entry = self.tree_model.entry(index)
        if entry and not self.tree_model.has_newspapers:
            path.insert(0, TreeEntry(NodeKind.NEWSPAPER, entry.newspaper).key)
        return path

    def _open_paths(self) -> list[list[Key]]:
        paths: list[list[Key]] = []

        def look(parent: QModelIndex) -> None:
            for row in range(self.tree_model.rowCount(parent)):
                index = self.tree_model.index(row, 0, parent)
                if self.isExpanded(index):
                    paths.append(self._path(index))
                    look(index)

        look(QModelIndex())
        return paths
