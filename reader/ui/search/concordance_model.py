"""The model of a concordance: the numbers of places, whose texts are read when their rows are painted."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal

from reader.i18n import say
from reader.library.concordance import ConcordanceRow
from reader.search.concordance.place_table import Numbers
from reader.ui.widgets import wording

_MOST_KEPT = 4000
"""The maximum number of rows whose texts are cached."""

Index = QModelIndex | QPersistentModelIndex


class ConcordanceModel(QStringListModel):
    """The places in the order shown; `rowsWanted` (numbers of places) is answered with `set_rows`.

    The strings of the list are empty: it only counts the rows, in C++. A view calls `rowCount` for every row that it
    lays out, which takes a second in Python for a hundred thousand rows.
    """

    rowsWanted = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.names_newspapers = False
        """Whether each row names its newspaper, because there are several."""
        self._numbers = np.empty(0, np.int64)
        self._rows: dict[int, ConcordanceRow] = {}
        self._wanted: dict[int, None] = {}
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index)
        if row is None:
            return say("还没读出来")
        shown = row.context
        words = f"{shown.left}【{shown.node}】{shown.right}"
        return f"{self.source(row)} {words}" if role == Qt.ItemDataRole.AccessibleTextRole else words

    def source(self, row: ConcordanceRow) -> str:
        """Return the day of a place's issue in words, after its newspaper if there are several."""
        newspaper = row.stored.issue.newspaper if self.names_newspapers else ""
        return wording.GAP.join(filter(None, [newspaper, day_of(row)]))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row(self, index: Index) -> ConcordanceRow | None:
        """Return the content of a row; if it is not read yet, request it and return None."""
        number = int(self._numbers[index.row()])
        row = self._rows.get(number)
        if row is None:
            self._wanted[number] = None
            self._asking.start()
        return row

    def begin(self) -> None:
        """Remove all rows."""
        self._rows.clear()
        self.set_numbers(np.empty(0, np.int64))

    def goes_on(self, numbers: Numbers) -> bool:
        """Return whether `numbers` begins with the places shown."""
        return np.array_equal(numbers[: len(self._numbers)], self._numbers)

    def set_numbers(self, numbers: Numbers) -> None:
        """Show these places; the model is reset."""
        self._wanted.clear()
        self.setStringList([])
        self._numbers = numbers
        self.insertRows(0, len(numbers))

    def set_rows(self, rows: Sequence[ConcordanceRow]) -> None:
        """Set the content of the requested rows."""
        if len(self._rows) > _MOST_KEPT:
            self._rows.clear()
        self._rows.update((row.number, row) for row in rows)
        self._repaint()

    def forget_rows(self) -> None:
        """Discard the content of all rows, so that they are read again: more is known of them."""
        self._rows.clear()
        self._repaint()

    def _repaint(self) -> None:
        if len(self._numbers):
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1))

    def _ask(self) -> None:
        wanted, self._wanted = list(self._wanted), {}
        self.rowsWanted.emit(wanted)


def day_of(row: ConcordanceRow) -> str:
    """Return the day of a place's issue in words."""
    date = row.stored.issue.date
    return wording.short_day(date) if date else say("日期不详")
