"""A list whose rows are read a page at a time, when they are painted."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal

from reader.i18n import say

PAGE = 100
"""The number of rows that are read at once."""
_MOST_KEPT = 40
"""Pages that are kept."""

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class PagedModel(QStringListModel, Generic[Row]):
    """Rows in an order that is known elsewhere; `pagesWanted` (numbers of pages) is answered with `set_page`.

    The strings of the list are empty: it only counts the rows, in C++, as views want it.
    """

    pagesWanted = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[int, Sequence[Row]] = {}
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def words(self, row: Row) -> str:
        """Return a row as it is shown, in words."""
        raise NotImplementedError

    def spoken(self, row: Row) -> str:
        """Return a row for a screen reader."""
        raise NotImplementedError

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index)
        if row is None:
            return say("还没读出来")
        return self.spoken(row) if role == Qt.ItemDataRole.AccessibleTextRole else self.words(row)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row(self, index: Index) -> Row | None:
        """Return a row; None, and ask for it, where it is not there yet."""
        number, at = divmod(index.row(), PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._wanted[number] = None
                self._asking.start()
            return None
        return page[at] if at < len(page) else None

    def known_rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows that have been read, each with its number."""
        for number, page in self._pages.items():
            for at, row in enumerate(page):
                yield number * PAGE + at, row

    def begin(self, first: Sequence[Row], total: int) -> None:
        """Show other rows, the first page of which is there."""
        self._wanted.clear()
        self._asked = {0}
        self._pages = {0: first}
        self.setStringList([])
        self.insertRows(0, total)

    def set_page(self, number: int, rows: Sequence[Row]) -> None:
        """Set what the wanted rows show."""
        if len(self._pages) > _MOST_KEPT:
            self._pages.clear()
            self._asked.clear()
        self._pages[number] = rows
        self._asked.add(number)
        first, last = number * PAGE, min((number + 1) * PAGE, self.rowCount()) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _ask(self) -> None:
        wanted, self._wanted = list(self._wanted), {}
        self._asked.update(wanted)
        self.pagesWanted.emit(wanted)
