"""The table of a list of names: a row a name, filled as the names are counted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from reader.i18n import say
from reader.library.name_list import RUNGS_BELOW, NameCount, cells_of, heading
from reader.ui.widgets import wording

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
AS_GIVEN = -1
"""The order of the list itself, in place of a column."""
_FIRST_DAY = 2 + len(RUNGS_BELOW)


class NameListModel(QAbstractTableModel):
    """Names in some order, each with its counts once they are known."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = heading()
        self._names: list[str] = []
        self._counted: dict[str, NameCount] = {}
        self._order: list[str] = []
        self._sorted_by = (AS_GIVEN, Qt.SortOrder.AscendingOrder)

    def begin(self, names: Sequence[str]) -> None:
        """Show other names, none of them counted."""
        self.beginResetModel()
        self._names, self._counted = list(names), {}
        self._order = list(names)
        self.endResetModel()

    def add(self, counted: Sequence[NameCount]) -> None:
        """Show the counts of some names."""
        self._counted.update((each.name, each) for each in counted)
        if self._order:
            last = self.index(len(self._order) - 1, len(self._heading) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def name(self, row: int) -> str:
        return self._order[row]

    def counted(self) -> list[NameCount]:
        """Return the names that have been counted, in the order of the list."""
        return [self._counted[name] for name in self._names if name in self._counted]

    def exact(self) -> int:
        """Return of how many names the exact counts are known."""
        return len(self._counted)

    def whole(self) -> int:
        """Return of how many names all counts are known."""
        return sum(each.rungs is not None for each in self._counted.values())

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._heading)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heading[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = index.column()
        is_number = 0 < column < _FIRST_DAY
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        name = self._order[index.row()]
        counted = self._counted.get(name)
        if column > 0 and (counted is None or (counted.rungs is None and 1 < column < _FIRST_DAY)):
            words = "…"
        elif counted is None:
            words = name
        else:
            cell = cells_of(counted)[column]
            words = f"{cell:,}" if isinstance(cell, int) else cell
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        return wording.listed(
            [name if column else "", self._heading[column] if column else "", words or say("没有")]
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or put the names in the order of the list again; those not counted yet come last."""
        self._sorted_by = column, order
        self.layoutAboutToBeChanged.emit()
        self._order = list(self._names)
        if column != AS_GIVEN:
            self._order.sort(key=self._key_of(column), reverse=order is Qt.SortOrder.DescendingOrder)
            self._order.sort(key=lambda name: self._is_empty(name, column))
        self.changePersistentIndexList(
            self.persistentIndexList(), [QModelIndex()] * len(self.persistentIndexList())
        )
        self.layoutChanged.emit()

    def sort_again(self) -> None:
        """Sort what has come since."""
        self.sort(*self._sorted_by)

    def _key_of(self, column: int) -> Callable[[str], tuple[int, str]]:
        def key(name: str) -> tuple[int, str]:
            counted = self._counted.get(name)
            cell = cells_of(counted)[column] if counted else ""
            return (cell, "") if isinstance(cell, int) else (0, cell)

        return (lambda name: (0, name)) if column == 0 else key

    def _is_empty(self, name: str, column: int) -> bool:
        counted = self._counted.get(name)
        return column > 0 and (counted is None or cells_of(counted)[column] == "")
