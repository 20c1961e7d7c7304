"""The pane for a list of names: entering or opening it, counting articles, sorting and saving the table."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from reader.export.forms import TableFormat
from reader.export.tables import Table
from reader.features.people import name_list
from reader.features.people.name_list import RUNGS_BELOW, GivenNames, NameCount, cells_of, heading
from reader.features.people.people import people_of
from reader.i18n import say
from reader.library.library import Library, LibraryError
from reader.library.read_share import what_is_read
from reader.search.documents import SearchCancelled
from reader.search.query import as_typed
from reader.storage.disk_errors import explain
from reader.storage.regular_file import write_whole
from reader.ui.frame import InsteadPane
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
    Wide,
    column_layout,
    row_layout,
    stacked,
)
from reader.ui.widgets.dialog import Files, ask_for_file, ask_to_open
from reader.ui.widgets.menus import DropChip
from reader.ui.widgets.row_list import RowFocus

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
AS_GIVEN = -1
"""The order of the list itself, instead of the number of a column."""
_FIRST_DAY = 2 + len(RUNGS_BELOW)
_EMPTY = (-1, "")
"""The sort key of a name without a value."""


class NameListModel(QAbstractTableModel):
    """The table of names, each with its counts once they are known."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = heading()
        self._names: list[str] = []
        self._counted: dict[str, NameCount] = {}
        self._order: list[str] = []
        self.sorted_by = (AS_GIVEN, Qt.SortOrder.AscendingOrder)

    def begin(self, names: Sequence[str]) -> None:
        """Replace the names; none is counted yet."""
        self.beginResetModel()
        self._names = list(names)
        self._counted = {}
        self._order = list(names)
        self.endResetModel()

    def add(self, counted: Sequence[NameCount]) -> None:
        self._counted.update((name_count.name, name_count) for name_count in counted)
        if self._order:
            last = self.index(len(self._order) - 1, len(self._heading) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def name(self, row: int) -> str:
        return self._order[row]

    def counted(self) -> list[NameCount]:
        """Return the counts known so far, in the order of the list."""
        return [self._counted[name] for name in self._names if name in self._counted]

    def exact(self) -> int:
        return len(self._counted)

    def whole(self) -> int:
        return sum(name_count.rungs is not None for name_count in self._counted.values())

    def rowCount(self, parent: Index = _TOP) -> int:
        if parent.isValid():
            return 0
        return len(self._order)

    def columnCount(self, parent: Index = _TOP) -> int:
        if parent.isValid():
            return 0
        return len(self._heading)

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
        is_number = 0 < column < _FIRST_DAY  # the articles that have it as it is written, and on each rung
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        name = self._order[index.row()]
        words = self._words(name, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        if column == 0:
            return wording.listed([words])
        return wording.listed([name, self._heading[column], words or say("没有")])

    def _words(self, name: str, column: int) -> str:
        """Return what stands in a column of a name: its number or day, “…” while that is not counted."""
        if column == 0:
            return name
        counted = self._counted.get(name)
        is_of_rung = 1 < column < _FIRST_DAY
        if counted is None or (is_of_rung and counted.rungs is None):
            return "…"
        cell = cells_of(counted)[column]
        if isinstance(cell, int):
            return f"{cell:,}"
        return cell

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or restore the order of the list; names without a value in the column come last."""
        self.sorted_by = column, order
        self.layoutAboutToBeChanged.emit()
        self._order = list(self._names)
        if column != AS_GIVEN:
            self._order.sort(key=partial(self._key, column), reverse=order is Qt.SortOrder.DescendingOrder)
            self._order.sort(key=lambda name: self._key(column, name) == _EMPTY)
        self.changePersistentIndexList(
            self.persistentIndexList(), [QModelIndex()] * len(self.persistentIndexList())
        )
        self.layoutChanged.emit()

    def _key(self, column: int, name: str) -> tuple[int, str]:
        counted = self._counted.get(name)
        cell: str | int = ""
        if column == 0:
            cell = name
        elif counted:
            cell = cells_of(counted)[column]
        if isinstance(cell, int):
            return cell, ""
        if cell:
            return (0, cell)
        return _EMPTY


SHOWN_EVERY_MS = 100
"""The interval between two updates of the table, in milliseconds."""


_TABLE = """
QTableView { background: $list; color: $ink; border: 1px solid $rule2; selection-background-color: $raised;
  selection-color: $ink; }
QTableView::item { padding: 0 10px; border-bottom: 1px solid $rule; }
QHeaderView { background: $window; }
QHeaderView::section { background: $window; color: $ink2; border: none; border-bottom: 1px solid $rule2;
  padding: 6px 10px; }
"""


_IN_FULL = (0, _FIRST_DAY, _FIRST_DAY + 1)
"""The columns that are never cut: the name, the first and the last day."""
_WIDTH_IN_FULL = 104
"""Their width in pixels."""
_HEADING = 40
_HEADING_SIDES = 24
"""The minimum height of the header, and the width of its padding with the sort indicator, in pixels."""


class _Table(QTableView):
    """The view of the table; `open_row` is called with the number of a row on Enter or a double-click."""

    def __init__(self, model: NameListModel, open_row: Callable[[int], object]) -> None:
        super().__init__()
        self._open_row = open_row
        self.setModel(model)
        self.setObjectName("nameTable")
        self.setAccessibleName(say("名单"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setSortIndicator(AS_GIVEN, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in _IN_FULL:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, _WIDTH_IN_FULL)
        wrapped = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextWordWrap.value
        header.setDefaultAlignment(Qt.AlignmentFlag(wrapped))
        header.sectionResized.connect(lambda *_: self._fit_heading())
        header.setHighlightSections(False)
        theme.slim(self)
        theme.style_sheet(self, _TABLE)
        RowFocus(self)
        self.doubleClicked.connect(lambda index: open_row(index.row()))

    def _fit_heading(self) -> None:
        """Give the header the height of the heading that takes most lines."""
        header = self.horizontalHeader()
        metrics = header.fontMetrics()
        highest = 0
        for column in range(self.model().columnCount()):
            words = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            space = QRect(0, 0, max(header.sectionSize(column) - _HEADING_SIDES, 1), 1000)
            words_rect = metrics.boundingRect(space, Qt.TextFlag.TextWordWrap.value, words)
            highest = max(highest, words_rect.height())
        header.setFixedHeight(max(_HEADING, highest + _HEADING_SIDES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open_row(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class NameListPane(InsteadPane):
    """Counts the articles of many names at once; `search` is called with the query for a name, as text."""

    _counted = Signal(object, object)

    def __init__(
        self, library: Library, search: Callable[[str], object], close: Callable[[], object]
    ) -> None:
        super().__init__()
        self._library = library
        self._search = search
        self._queue = TaskQueue(self)
        self._token = threading.Event()
        self._fresh: list[NameCount] = []
        self._loaded = ""
        """The text of the list as it was loaded from a file last."""
        self._analysed = 1.0
        """The share of the articles in which other namings are known."""
        self._passed = ""
        """The lines that were not taken for names, in words."""
        self._soon = QTimer(self, singleShot=True, interval=SHOWN_EVERY_MS)
        self._soon.timeout.connect(self._show_fresh)
        self._counted.connect(self._take)
        self.setObjectName("nameList")
        self.names = _made_field()
        self.open_button = PushButton(say("打开文件…"), "folder", act=self._ask_file)
        self.start_button = PushButton(say("开始查"), "search", primary=True, act=self.start)
        self.edit_button = LinkButton(say("换一份名单"), act=self.edit_names)
        self.stop_button = LinkButton(say("停下"), act=self.stop)
        columns = [(str(at), say("按{column}", column=words)) for at, words in enumerate(heading())]
        self.order_chip = DropChip(say("排序"), [("", say("按名单")), *columns])
        self.order_chip.chosen.connect(self._sort)
        self.model = NameListModel()
        self.table = _Table(self.model, self._open)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._show_order)
        self.save_button = PushButton(say("存成表格…"), act=self._ask_target)
        self.state = Label("", theme.sans(13), "ink2", wraps=True)
        self._stack = stacked(self._made_page_of_field(), self._made_page_of_table())
        body = QWidget()
        column_layout(Wide(self._stack), self.state, of=body, margins=(20, 16, 20, 14), spacing=8)
        self.lay_out(say("名单"), body, close=close)

    def _made_page_of_field(self) -> QWidget:
        page = QWidget()
        foot = row_layout(self.open_button, Wide(), self.start_button)
        column_layout(Wide(self.names), foot, of=page, spacing=10)
        return page

    def _made_page_of_table(self) -> QWidget:
        page = QWidget()
        head = row_layout(self.edit_button, Wide(), self.stop_button, self.order_chip)
        hint = Label(say("回车或双击一行，就去搜索那个名字。"), theme.sans(12), "ink3")
        foot = row_layout(Wide(hint), self.save_button)
        column_layout(head, Wide(self.table), foot, of=page, spacing=10)
        return page

    def face(self) -> QWidget:
        if self._stack.currentIndex() == 0:
            return self.names
        return self.table

    def take(self, text: str) -> None:
        """Count the names of a list that was pasted."""
        self.edit_names()
        self.names.setPlainText(text)
        self.start()

    # -- the list

    def edit_names(self) -> None:
        """Stop counting, and show the field of the list for editing."""
        self.stop()
        self._stack.setCurrentIndex(0)
        self.state.clear()
        self.names.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """Start counting, for each name in the field, the articles that have it."""
        text = self.names.toPlainText()
        if not text.strip():
            self.state.setText(say("名单是空的。"))
            return
        self._token.set()
        token = threading.Event()
        self._token = token
        people = people_of(self._library)

        def read() -> tuple[GivenNames, float]:
            return name_list.names_in(text), people.analysed()

        begin = partial(self._begin, token, text)
        self._queue.run(read, begin, partial(self._fail, token), (LibraryError,))

    def _begin(self, token: threading.Event, text: str, names_and_share: tuple[GivenNames, float]) -> None:
        if token is not self._token or token.is_set():
            return
        list_names, self._analysed = names_and_share
        if text != self._loaded:  # for a loaded file it is set already
            self._passed = name_list.passed_words(list_names)
        if not list_names.names:
            self.state.setText(wording.GAP.join(filter(None, [say("名单是空的。"), self._passed])))
            return
        self._fresh = []
        self.model.begin(list_names.names)
        self._stack.setCurrentIndex(1)
        self._tell()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.selectRow(0)

        count_all = partial(self._count, token, list_names.names)
        faults = (SearchCancelled, LibraryError)
        self._queue.run(count_all, lambda _: self._end(token), partial(self._fail, token), faults)

    def _count(self, token: threading.Event, names: Sequence[str]) -> None:
        """Count first as the names are written, then on the rungs below; on the thread of the queue."""
        for count_names in (name_list.exact_counts, name_list.counts):
            for name_count in count_names(self._library, names, token.is_set):
                if token.is_set():
                    raise SearchCancelled
                self._counted.emit(token, name_count)

    def stop(self) -> None:
        """Stop counting; the counts known so far stay."""
        if not self._token.is_set() and not self._queue.is_idle():
            self._token.set()
            self._soon.stop()  # else it would replace the message
            self._show_fresh()
            self._tell(say("停下了"))

    def finish(self) -> None:
        """Stop counting and finish the queue; to be called before the library is closed."""
        self._token.set()
        self._queue.finish()

    def is_idle(self) -> bool:
        return self._queue.is_idle() and not self._soon.isActive()

    def load(self, path: Path) -> None:
        self.edit_names()
        self._queue.run(
            partial(name_list.names_of_file, path),
            self._show_loaded,
            lambda error: self.state.setText(explain_of(error, path)),
            (LibraryError, OSError),
        )

    def _show_loaded(self, list_names: GivenNames) -> None:
        self._loaded = "\n".join(list_names.names)
        self._passed = name_list.passed_words(list_names)
        self.names.setPlainText(self._loaded)
        remarks = [name_list.names_words(list_names), list_names.remark]
        self.state.setText(wording.GAP.join(filter(None, remarks)))
        self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self, target: Path, *, replaces: bool) -> None:
        """Write the counts known so far to a file, in the order of the list: as XLSX for .xlsx, else as CSV."""
        counted = self.model.counted()

        def write() -> None:
            table = Table(name_list.heading(), name_list.NAMES, map(name_list.cells_of, counted))
            write_whole(target, TableFormat.of_file(target).writer(table), replaces=replaces)

        def tell(_: None) -> None:
            self.state.setText(say("已存为 {path}", path=target.name))

        def fail(error: Exception) -> None:
            self.state.setText(say("没有存上。{why}", why=explain_of(error, target)))

        self._queue.run(write, tell, fail, (OSError,))

    # -- private

    def _show_order(self, column: int, _: object) -> None:
        self.order_chip.set_key("" if column == AS_GIVEN else str(column))

    def _sort(self, key: str) -> None:
        column = int(key) if key else AS_GIVEN
        is_number = 0 < column < _FIRST_DAY
        if is_number:
            order = Qt.SortOrder.DescendingOrder
        else:
            order = Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(column, order)

    def _take(self, token: threading.Event, counted: NameCount) -> None:
        if token is self._token and not token.is_set():
            self._fresh.append(counted)
            if not self._soon.isActive():
                self._soon.start()

    def _show_fresh(self) -> None:
        fresh = self._fresh
        self._fresh = []
        self.model.add(fresh)
        self._tell()

    def _tell(self, stopped: str = "") -> None:
        total = self.model.rowCount()
        exact = self.model.exact()
        full_count = self.model.whole()
        is_done = full_count >= total
        words = say("查了 {n} / {total} 个名字", n=f"{exact:,}", total=f"{total:,}")
        of_rungs = say("别的写法 {n} / {total}", n=f"{full_count:,}", total=f"{total:,}")
        parts = [
            what_is_read(self._library.read.of_analysis(self._analysed)),
            words,
            "" if is_done or exact < total else of_rungs,
            stopped,
            self._passed,
        ]
        self.state.setText(wording.GAP.join(filter(None, parts)))
        self.stop_button.setVisible(not is_done and not stopped)
        self.save_button.setEnabled(exact > 0)

    def _end(self, token: threading.Event) -> None:
        if token is self._token:
            self._soon.stop()
            self._show_fresh()
            self.model.sort(*self.model.sorted_by)

    def _fail(self, token: threading.Event, error: Exception) -> None:
        if token is self._token and isinstance(error, LibraryError):
            token.set()
            self._tell(str(error))

    def _open(self, row: int) -> None:
        self._search(as_typed(name_list.query_of(self.model.name(row))))

    def _ask_file(self) -> None:
        kinds = ";;".join([say("名单 (*.csv *.txt *.tsv)"), say("所有文件 (*)")])
        chosen = ask_to_open(self, say("打开名单"), Files.NAMES, kinds)
        if chosen:
            self.load(chosen)

    def _ask_target(self) -> None:
        file = ask_for_file(
            self,
            say("存成表格"),
            Files.NAMES,
            f"{say('名单')}.csv",
            TableFormat.filters(),
            TableFormat.endings(),
        )
        if file:
            self.save(file.path, replaces=file.replaces)


def _made_field() -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(say("名单"))
    field.setPlaceholderText(
        say("把名单贴在这里，一行一个名字，或用“、”隔开；也可以打开一个文件（CSV 或每行一个名字）。")
    )
    field.setTabChangesFocus(True)
    field.setFont(theme.sans(14))
    theme.frame(field)
    theme.slim(field)
    return field


def explain_of(error: Exception, path: Path) -> str:
    if isinstance(error, OSError):
        return explain(error, path)
    return str(error)
