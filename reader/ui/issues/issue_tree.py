"""The tree of a library: newspaper ▸ year ▸ month ▸ issue ▸ page ▸ article, read as far as it is opened.

`children_of` decides what stands below what; `TreeModel` keeps what was read so far and brings it up to date
without closing anything; `IssueTree` is the view.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

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
from reader.newspaper.holdings import ArticleRow, IssueRow, NewspaperRow, PageRow, PeriodRow
from reader.newspaper.issue import DateOrigin
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.drag_data import HandOut, draggable, nothing
from reader.ui.widgets.plain_text import plain
from reader.ui.widgets.row_activation import RowActivation

Index = QModelIndex | QPersistentModelIndex
Key = tuple[object, ...]
_TOP = QModelIndex()
ENTRY_ROLE = Qt.ItemDataRole.UserRole


_BRANCH = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_ARTICLE = draggable(_BRANCH) | Qt.ItemFlag.ItemNeverHasChildren
"""What can be done with a row; Qt asks it of every row that is open each time it lays the tree out."""


class TreeSource(Protocol):
    """What the tree asks of a library."""

    def newspapers(self) -> list[NewspaperRow]: ...
    def years(self, newspaper: str) -> list[PeriodRow]: ...
    def months(self, newspaper: str, year: int) -> list[PeriodRow]: ...
    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]: ...
    def undated_issues(self, newspaper: str) -> list[IssueRow]: ...
    def pages(self, issue_id: int) -> list[PageRow]: ...
    def articles(self, issue_id: int) -> list[ArticleRow]: ...
    def issue(self, issue_id: int) -> IssueRow | None: ...
    def article_row(self, article_id: int) -> ArticleRow | None: ...
    def generation(self) -> int: ...


class NodeKind(StrEnum):
    NEWSPAPER = "newspaper"
    YEAR = "year"
    MONTH = "month"
    UNDATED = "undated"
    ISSUE = "issue"
    PAGE = "page"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What a row of the tree stands for; `count` is of the issues below it, for an issue and a page of the articles."""

    kind: NodeKind
    newspaper: str = ""
    year: int = 0
    month: int = 0
    issue: IssueRow | None = None
    page: str | None = None
    article: ArticleRow | None = None
    count: int = 0
    undated_count: int = 0

    @property
    def key(self) -> Key:
        """The same for the same thing, whatever has become of its counts."""
        issue = self.issue.id if self.issue else 0
        article = self.article.id if self.article else 0
        return (self.kind, self.newspaper, self.year, self.month, issue, self.page, article)


def children_of(shelf: TreeSource, entry: TreeEntry | None) -> list[TreeEntry]:
    """The rows below an entry, in order; below None those of the top: newspapers, or all of the only one."""
    if entry is None:
        papers = [
            TreeEntry(NodeKind.NEWSPAPER, row.title, count=row.issue_count, undated_count=row.undated_count)
            for row in shelf.newspapers()
        ]
        return children_of(shelf, papers[0]) if len(papers) == 1 else papers
    paper = entry.newspaper
    match entry.kind:
        case NodeKind.NEWSPAPER:
            years = [
                TreeEntry(NodeKind.YEAR, paper, row.number, count=row.issue_count)
                for row in shelf.years(paper)
            ]
            undated = entry.undated_count
            return [*years, TreeEntry(NodeKind.UNDATED, paper, count=undated)] if undated else years
        case NodeKind.YEAR:
            return [
                TreeEntry(NodeKind.MONTH, paper, entry.year, row.number, count=row.issue_count)
                for row in shelf.months(paper, entry.year)
            ]
        case NodeKind.MONTH:
            rows = shelf.issues(paper, entry.year, entry.month)
            return [
                TreeEntry(NodeKind.ISSUE, paper, entry.year, entry.month, row, count=row.article_count)
                for row in rows
            ]
        case NodeKind.UNDATED:
            return [
                TreeEntry(NodeKind.ISSUE, paper, issue=row, count=row.article_count)
                for row in shelf.undated_issues(paper)
            ]
        case NodeKind.ISSUE | NodeKind.PAGE if entry.issue:
            return _below_issue(shelf, entry, entry.issue)
    return []


def _below_issue(shelf: TreeSource, entry: TreeEntry, issue: IssueRow) -> list[TreeEntry]:
    if entry.kind is NodeKind.ISSUE:
        pages = shelf.pages(issue.id)
        if any(row.page for row in pages):
            return [
                TreeEntry(NodeKind.PAGE, entry.newspaper, issue=issue, page=row.page, count=row.article_count)
                for row in pages
            ]
    return [
        TreeEntry(NodeKind.ARTICLE, entry.newspaper, issue=issue, page=article.page, article=article)
        for article in shelf.articles(issue.id)
        if entry.kind is NodeKind.ISSUE or article.page == entry.page
    ]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the library has below the entries that are open, by their keys, below None at the top; as it was at its
    `generation`.
    """

    generation: int
    below: Mapping[Key | None, list[TreeEntry]]


def read_rows(shelf: TreeSource, opened: Collection[Key]) -> Rows:
    """The rows of the top, and those below all that is open."""
    generation = shelf.generation()
    below: dict[Key | None, list[TreeEntry]] = {}

    def read(entry: TreeEntry | None) -> None:
        below[entry.key if entry else None] = entries = children_of(shelf, entry)
        for each in entries:
            if each.key in opened:
                read(each)

    read(None)
    return Rows(generation, below)


def words_of(entry: TreeEntry) -> str:
    """What a row says."""
    match entry.kind:
        case NodeKind.NEWSPAPER:
            return entry.newspaper or say("报名不详")
        case NodeKind.YEAR:
            return str(entry.year)
        case NodeKind.MONTH:
            return wording.month(entry.month)
        case NodeKind.UNDATED:
            return say("日期不详")
        case NodeKind.PAGE:
            return wording.page(entry.page)
        case NodeKind.ISSUE if entry.issue:
            return " ".join(filter(None, issue_words(entry.issue)))
    return entry.article.title if entry.article else ""


def issue_words(issue: IssueRow) -> tuple[str, str, str]:
    """An issue in its month: day, weekday, number ("" for what is not known); or what is known of an undated one."""
    number = wording.issue_number(issue.number) if issue.number else ""
    if issue.date is None:
        return wording.issue_day(None, issue.month_day, issue.label), "", number
    return say("{day}日", day=issue.date.day), wording.short_weekday(issue.date), number


def count_of(entry: TreeEntry) -> str:
    if entry.kind is NodeKind.ARTICLE:
        return ""
    return (
        wording.articles(entry.count)
        if entry.kind in (NodeKind.ISSUE, NodeKind.PAGE)
        else wording.issues(entry.count)
    )


def spoken(entry: TreeEntry, is_bookmarked: bool = False) -> str:
    """A row in full, for those who hear it."""
    if entry.kind is NodeKind.ISSUE and entry.issue:
        return wording.issue_in_full(entry.issue)
    if entry.kind is NodeKind.YEAR:
        return wording.listed([say("{year}年", year=entry.year), count_of(entry)])
    return wording.listed([words_of(entry), count_of(entry), say("有书签") if is_bookmarked else ""])


@dataclass(slots=True, eq=False)
class _Node:
    """A row that was read: `number` names it to Qt; `children` is None until it is opened."""

    number: int
    entry: TreeEntry | None
    parent: "_Node | None" = None
    place: int = 0
    children: "list[_Node] | None" = field(default=None)


class TreeModel(QAbstractItemModel):
    """The rows of the tree, each read when the one above it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self._shelf: TreeSource | None = None
        self._generation = -1
        self._root = _Node(0, None)
        self._nodes: dict[int, _Node] = {}
        self._next_number = 1
        self._bookmarked: frozenset[str] = frozenset()
        self.hand_out: HandOut = nothing

    def set_shelf(self, shelf: TreeSource | None) -> None:
        self.beginResetModel()
        self._shelf = shelf
        self._nodes.clear()
        self._root = _Node(0, None)
        self._generation = shelf.generation() if shelf else -1
        self._root.children = self._nodes_for(self._root, children_of(shelf, None)) if shelf else []
        self.endResetModel()

    def set_bookmarked(self, keys: frozenset[str]) -> None:
        self._bookmarked = keys

    def is_bookmarked(self, entry: TreeEntry) -> bool:
        return entry.article is not None and entry.article.key in self._bookmarked

    def has_newspapers(self) -> bool:
        """Whether newspapers form the topmost level."""
        top = self._root.children
        return bool(top and top[0].entry and top[0].entry.kind is NodeKind.NEWSPAPER)

    def entry(self, index: Index) -> TreeEntry | None:
        return self._node(index).entry

    def find(self, path: Sequence[Key]) -> QModelIndex:
        """The row reached by the keys of the rows above it and its own, which are read on the way.

        The first key may be that of a newspaper whose level is hidden. Invalid where there is no such row.
        """
        node = self._root
        for place, key in enumerate(path):
            if node.children is None:
                self._load(node)
            below = next((n for n in node.children or () if n.entry and n.entry.key == key), None)
            if below is None and place > 0:
                return QModelIndex()
            node = below or node
        return self._index(node)

    def is_current(self) -> bool:
        """Whether the library is still as it was when it was read."""
        return self._shelf is None or self._shelf.generation() == self._generation

    def opened(self, is_open: Callable[[QModelIndex], bool]) -> frozenset[Key]:
        """The keys of what is read and open."""
        read = (node for node in self._nodes.values() if node.children is not None)
        return frozenset(node.entry.key for node in read if node.entry and is_open(self._index(node)))

    def has_other_levels(self, rows: Rows) -> bool:
        """Whether newspapers would have to become the topmost level, or be it no more."""
        return self.has_newspapers() != any(entry.kind is NodeKind.NEWSPAPER for entry in rows.below[None])

    def take(self, rows: Rows, is_open: Callable[[QModelIndex], bool]) -> None:
        """Becomes like `rows`, of the same levels; what is closed is forgotten. Rows that stay keep their index."""
        if self._shelf is not None and rows.generation >= self._generation:
            self._generation = rows.generation
            self._renew(self._root, rows, is_open)

    # -- Qt's questions

    def index(self, row: int, column: int, parent: Index = _TOP) -> QModelIndex:
        children = self._node(parent).children or ()
        return self._index(children[row]) if column == 0 and 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self._node(index).parent
        return self._index(above) if above else QModelIndex()

    def rowCount(self, parent: Index = _TOP) -> int:
        return len(self._node(parent).children or ())

    def columnCount(self, parent: Index = _TOP) -> int:
        return 1

    def hasChildren(self, parent: Index = _TOP) -> bool:
        node = self._node(parent)
        return bool(node.children) if node.children is not None else bool(node.entry and node.entry.count)

    def canFetchMore(self, parent: Index) -> bool:
        node = self._node(parent)
        return node.children is None and bool(node.entry and node.entry.count)

    def fetchMore(self, parent: Index) -> None:
        self._load(self._node(parent))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._node(index).entry
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry, self.is_bookmarked(entry))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(spoken(entry))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self._node(index).entry
        if entry is None:
            return Qt.ItemFlag.NoItemFlags
        return _BRANCH if entry.article is None else _ARTICLE

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        entries = [self._node(index).entry for index in indexes]
        return self.hand_out([entry.article.id for entry in entries if entry and entry.article])

    # -- what is read

    def _node(self, index: Index) -> _Node:
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def _index(self, node: _Node) -> QModelIndex:
        return self.createIndex(node.place, 0, node.number) if node.entry else QModelIndex()

    def _nodes_for(self, parent: _Node, entries: Sequence[TreeEntry], first: int = 0) -> list[_Node]:
        nodes = []
        for place, entry in enumerate(entries, first):
            node = _Node(self._next_number, entry, parent, place)
            self._nodes[node.number] = node
            self._next_number += 1
            nodes.append(node)
        return nodes

    def _load(self, node: _Node) -> None:
        if node.children is not None or self._shelf is None:
            return
        entries = children_of(self._shelf, node.entry)
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

    def _renew(self, node: _Node, rows: Rows, is_open: Callable[[QModelIndex], bool]) -> None:
        """Makes the children of a node those that `rows` have, then looks at what is open below. What was opened after
        they had been read is read now.
        """
        assert node.children is not None
        assert self._shelf is not None
        fresh = rows.below.get(node.entry.key if node.entry else None)
        if fresh is None:
            fresh = children_of(self._shelf, node.entry)
        wanted = [entry.key for entry in fresh]
        if [child.entry.key for child in node.children if child.entry] != wanted:
            self._keep_in_order(node, wanted)
            self._fill_gaps(node, fresh)
        for child, entry in zip(node.children, fresh, strict=True):
            if child.entry != entry:
                child.entry = entry
                self.dataChanged.emit(self._index(child), self._index(child))
            if child.children is None:
                continue
            if is_open(self._index(child)):
                self._renew(child, rows, is_open)
            else:
                if child.children:
                    self._remove(child, 0, len(child.children) - 1)
                child.children = None

    def _keep_in_order(self, node: _Node, wanted: Sequence[Key]) -> None:
        """Removes the children that are no more, and those that have changed places."""
        assert node.children is not None
        places = {key: place for place, key in enumerate(wanted)}
        lowest = len(wanted)
        for child in reversed(list(node.children)):
            place = places.get(child.entry.key, lowest) if child.entry else lowest
            if place < lowest:
                lowest = place
            else:
                self._remove(node, child.place, child.place)

    def _fill_gaps(self, node: _Node, fresh: Sequence[TreeEntry]) -> None:
        """Inserts what is new, neighbours together."""
        assert node.children is not None
        held = {child.entry.key for child in node.children if child.entry}
        place = 0
        while place < len(fresh):
            end = place
            while end < len(fresh) and fresh[end].key not in held:
                end += 1
            if end > place:
                self._insert(node, place, fresh[place:end])
            place = end + 1


def _number(nodes: Sequence[_Node], first: int) -> None:
    for place in range(first, len(nodes)):
        nodes[place].place = place


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
