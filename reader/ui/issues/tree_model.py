"""The item model of the issue tree: rows are read as they are opened, and updated without closing any."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from reader.ui.issues.tree_entries import Key, NodeKind, Rows, TreeEntry, TreeSource, children_of
from reader.ui.issues.tree_wording import spoken, words_of
from reader.ui.widgets.drag_data import MimeDataMaker, draggable, no_data
from reader.ui.widgets.plain_text import plain

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole
_TOP = QModelIndex()
_BRANCH = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_ARTICLE = draggable(_BRANCH) | Qt.ItemFlag.ItemNeverHasChildren
"""Qt asks for the flags of every open row each time it lays the tree out, so they are computed once."""


@dataclass(slots=True, eq=False)
class _Node:
    """A row that has been read: `number` is its internal id in Qt; `children` is None until they are read."""

    number: int
    entry: TreeEntry | None
    parent: "_Node | None" = None
    place: int = 0
    children: "list[_Node] | None" = field(default=None)


class TreeModel(QAbstractItemModel):
    """The rows of the tree, read from a `TreeSource` when the row above them is opened."""

    def __init__(self) -> None:
        super().__init__()
        self._source: TreeSource | None = None
        self._generation = -1
        self._root = _Node(0, None)
        self._nodes: dict[int, _Node] = {}
        self._next_number = 1
        self._bookmarked: frozenset[int] = frozenset()
        self._noted: frozenset[int] = frozenset()
        self._read: frozenset[int] = frozenset()
        self.mime_data_of: MimeDataMaker = no_data

    def set_source(self, source: TreeSource | None) -> None:
        """Reset the model to the top level of a library, or to nothing."""
        self.beginResetModel()
        self._source = source
        self._nodes.clear()
        self._root = _Node(0, None)
        self._generation = source.generation() if source else -1
        self._root.children = self._nodes_for(self._root, children_of(source, None)) if source else []
        self.endResetModel()

    def set_bookmarked(self, whole: frozenset[int], noted: frozenset[int] = frozenset()) -> None:
        """Set the keys of the articles that have a bookmark, and of those with a note; the view has to repaint."""
        self._bookmarked, self._noted = whole, noted

    def set_read(self, ids: frozenset[int]) -> None:
        """Set the keys of the articles that were read; the view has to repaint."""
        self._read = ids

    def is_read(self, entry: TreeEntry) -> bool:
        return entry.article is not None and entry.article.id in self._read

    def is_bookmarked(self, entry: TreeEntry) -> bool:
        return entry.article is not None and entry.article.id in self._bookmarked

    def is_noted(self, entry: TreeEntry) -> bool:
        return entry.article is not None and entry.article.id in self._noted

    def has_newspapers(self) -> bool:
        """Return whether newspapers form the top level."""
        top = self._root.children
        return bool(top and top[0].entry and top[0].entry.kind is NodeKind.NEWSPAPER)

    def entry(self, index: Index) -> TreeEntry | None:
        return self._node(index).entry

    def find(self, path: Sequence[Key]) -> QModelIndex:
        """Return the row at the end of a path of keys, reading the rows along it.

        The first key may be that of a newspaper whose level is hidden. The index is invalid where there is no such row.
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
        """Return whether the library has not changed since it was read."""
        return self._source is None or self._source.generation() == self._generation

    def opened(self, is_open: Callable[[QModelIndex], bool]) -> frozenset[Key]:
        """Return the keys of the rows whose children are read and which `is_open`."""
        read = (node for node in self._nodes.values() if node.children is not None)
        return frozenset(node.entry.key for node in read if node.entry and is_open(self._index(node)))

    def has_other_levels(self, rows: Rows) -> bool:
        """Return whether `rows` have newspapers at the top where the model has none, or the other way round."""
        return self.has_newspapers() != any(entry.kind is NodeKind.NEWSPAPER for entry in rows.below[None])

    def take(self, rows: Rows, is_open: Callable[[QModelIndex], bool]) -> None:
        """Update the model to `rows`, which must have the same levels; rows that stay keep their index.

        The children of rows that are not open are dropped, to be read again. An older snapshot is ignored.
        """
        if self._source is not None and rows.generation >= self._generation:
            self._generation = rows.generation
            self._renew(self._root, rows, is_open)

    # -- QAbstractItemModel

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
            return spoken(
                entry,
                is_bookmarked=self.is_bookmarked(entry),
                is_noted=self.is_noted(entry),
                is_read=self.is_read(entry),
            )
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
        return self.mime_data_of([entry.article.id for entry in entries if entry and entry.article])

    # -- nodes

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
        if node.children is not None or self._source is None:
            return
        entries = children_of(self._source, node.entry)
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
        """Make the children of a node those in `rows`, then those of its open children.

        What was opened after the snapshot had been taken is read now.
        """
        assert node.children is not None
        assert self._source is not None
        fresh = rows.below.get(node.entry.key if node.entry else None)
        if fresh is None:
            fresh = children_of(self._source, node.entry)
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
        """Remove the children that are gone, and those that have changed places."""
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
        """Insert the new children, neighbours in one step."""
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
    """Set the places of the nodes from `first` on."""
    for place in range(first, len(nodes)):
        nodes[place].place = place
