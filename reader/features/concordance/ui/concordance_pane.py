"""The concordance: every place of the query in a row, with the match in the middle."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import ceil

import numpy as np
from msgspec import Struct
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRectF, QSize, QStringListModel, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyleOptionViewItem, QWidget

from reader.export.article_text import day_in_figures
from reader.export.forms import TableFormat
from reader.features.concordance.concordance import ConcordanceRow
from reader.features.concordance.place_table import MOST_PLACES, Group, Grouping, Numbers, Sort
from reader.i18n import say
from reader.library.read_share import (
    WHOLE,
    ReadSoFar,
    lead_and_number,
    none_so_far,
    so_far,
    unread_in_words,
    years_in_words,
)
from reader.search.answering.ladder import Rung, rung_words
from reader.ui.frame import SetFace
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    Chip,
    Label,
    LinkButton,
    MoreButton,
    Rule,
    Wide,
    column_layout,
    new_menu,
    plain,
    row_layout,
    stacked,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.menus import DropChip
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.widgets.state_panel import PanelLink, Skeleton, State, StatePanel

_MOST_KEPT = 4000
"""The maximum number of rows whose texts are cached."""


class ConcordanceModel(QStringListModel):
    """The places in the order shown; `read_rows` is called with numbers of places, and answered by `set_rows`.

    The strings of the list are empty: it only counts the rows, in C++. A view calls `rowCount` for every row that it
    lays out, which takes a second in Python for a hundred thousand rows.
    """

    def __init__(self, read_rows: Callable[[list[int]], object]) -> None:
        super().__init__()
        self._read_rows = read_rows
        self.names_newspapers = False
        """Whether each row names its newspaper, because there are several."""
        self.newspaper_width = 0
        """The width of the longest newspaper of the rows read, in pixels; 0 if no row names one."""
        self.day_width = _DAY
        """The width of the longest day of the rows read, with how it is known, in pixels."""
        self.numbers: Numbers = np.empty(0, np.int64)
        """The numbers of the places, row by row."""
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
        context = row.context
        words = f"{context.left}【{context.node}】{context.right}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.source(row)} {words}"
        return words

    def source(self, row: ConcordanceRow) -> str:
        """Return the day of a place's issue in words, after its newspaper if there are several."""
        return wording.GAP.join(filter(None, [self.newspaper(row), self.day(row)]))

    def newspaper(self, row: ConcordanceRow) -> str:
        """Return the newspaper of a place if there are several, or ""."""
        if self.names_newspapers:
            return row.stored.issue.newspaper_as_told
        return ""

    def day(self, row: ConcordanceRow) -> str:
        """Return the day of a place's issue in words, with how it is known."""
        issue = row.stored.issue
        if issue.date is None:
            return issue.day_as_told(day_in_figures(issue))
        return issue.day_as_told(wording.short_day(issue.date))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row(self, index: Index) -> ConcordanceRow | None:
        """Return the content of a row; if it is not read yet, request it and return None."""
        number = int(self.numbers[index.row()])
        row = self._rows.get(number)
        if row is None:
            self._wanted[number] = None
            self._asking.start()
        return row

    def begin(self) -> None:
        self._rows.clear()
        self.newspaper_width = 0
        self.day_width = _DAY
        self.set_numbers(np.empty(0, np.int64))

    def set_numbers(self, numbers: Numbers) -> None:
        self._wanted.clear()
        self.setStringList([])
        self.numbers = numbers
        self.insertRows(0, len(numbers))

    def set_rows(self, rows: Sequence[ConcordanceRow]) -> None:
        if len(self._rows) > _MOST_KEPT:
            self._rows.clear()
        self._rows.update((row.number, row) for row in rows)
        self._make_room(rows)
        self._repaint()

    def _make_room(self, rows: Sequence[ConcordanceRow]) -> None:
        """Widen the columns of newspaper and day, which all rows share, to what these rows tell."""
        newspapers = {self.newspaper(row) for row in rows} - {""}
        days = {self.day(row) for row in rows}
        self.newspaper_width = max([self.newspaper_width, *map(_width, newspapers)])
        self.day_width = max([self.day_width, *map(_width, days)])

    def forget_rows(self) -> None:
        """Discard the content of all rows, so that they are read again: more is known of them."""
        self._rows.clear()
        self._repaint()

    def _repaint(self) -> None:
        if len(self.numbers):
            self.dataChanged.emit(self.index(0), self.index(len(self.numbers) - 1))

    def _ask(self) -> None:
        row_numbers = list(self._wanted)
        self._wanted = {}
        self._read_rows(row_numbers)


ROW = 36
_HIGH_ROW = 58
_LEAST_LINE = 760
"""In a narrower list the day stands above the words, which have the whole width then, in pixels."""
_SIZE = 14
"""The size of the characters in pixels: of 40 on either side of a match, in a window of the usual width."""
WIDTH = 60
"""The number of characters read on either side of a match; as many are shown as fit."""
# The least width of the day, the space behind newspaper and day, and the width of the number of places with the same
# text, in pixels.
_DAY = 88
_BEHIND = 8
_SAME = 44
_MOST_NEWSPAPER = 4
"""A newspaper, whose name may be of any length, takes at most one part of so many of the row."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Delegate(RowDelegate[ConcordanceModel]):
    """Paints a place: the day, the left context up to the middle, the match, the right context."""

    margin = 20

    def row_height(self) -> int:
        if self._view.width() < _LEAST_LINE:
            return _HIGH_ROW
        return ROW

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._view.viewport().width(), self.row_height())

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        if row is None:
            return
        inside = rect.adjusted(self.margin, 0, -self.margin, 0)
        same = f"×{row.same}" if row.same > 1 else ""
        if self.row_height() == ROW:
            text_painting.draw_words(painter, inside, same, theme.sans(12), "ink3", _RIGHT)
            source = self._paint_source(painter, inside, row)
            # of all rows, so that the matches stand in one column
            self._paint_context(painter, inside.adjusted(source, 0, -_SAME, 0), row)
            return
        above = QRectF(inside.x(), inside.y() + 6, inside.width(), 20)
        text_painting.draw_words(painter, above, same, theme.sans(12), "ink3", _RIGHT)
        self._paint_source(painter, above.adjusted(0, 0, -_SAME, 0), row)
        self._paint_context(painter, QRectF(inside.x(), inside.y() + 26, inside.width(), 26), row)

    def _paint_source(self, painter: QPainter, inside: QRectF, row: ConcordanceRow) -> float:
        """Paint newspaper and day at the beginning of a line, and return their width."""
        newspaper_width = min(self._model.newspaper_width, inside.width() // _MOST_NEWSPAPER)
        newspaper = QRectF(inside.x(), inside.y(), newspaper_width, inside.height())
        text_painting.draw_free(painter, newspaper, self._model.newspaper(row), theme.sans(12), "ink2")
        before_day = newspaper_width + _BEHIND if newspaper_width else 0
        day = QRectF(inside.x() + before_day, inside.y(), self._model.day_width, inside.height())
        text_painting.draw_words(painter, day, self._model.day(row), theme.sans(12), "ink2")
        return before_day + self._model.day_width + _BEHIND

    def _paint_context(self, painter: QPainter, inside: QRectF, row: ConcordanceRow) -> None:
        context = row.context
        font = theme.serif(_SIZE)
        bold = theme.serif(_SIZE, 700)
        node_width = text_painting.width_of(context.node, bold)
        begin = max(inside.x(), inside.center().x() - node_width / 2)
        node = QRectF(begin, inside.y(), min(node_width + 1, inside.right() - begin), inside.height())
        left = QRectF(inside.x(), inside.y(), max(0.0, begin - inside.x() - 4), inside.height())
        right = QRectF(node.right() + 3, inside.y(), inside.right() - node.right() - 3, inside.height())
        text_painting.draw_free(painter, left, _end_fitting(context.left, left.width()), font, "ink", _RIGHT)
        text_painting.draw_free(painter, node, context.node, bold, "accent")
        text_painting.draw_free(painter, right, context.right, font, "ink")


def _width(words: str) -> int:
    return ceil(text_painting.width_of(words, theme.sans(12)))


class _GroupDelegate(RowDelegate[QAbstractItemModel]):
    margin = 20
    height = ROW

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        inside = rect.adjusted(self.margin, 0, -self.margin, 0)
        text_painting.draw_free(painter, inside, str(index.data()), theme.serif(15), "ink")


def _end_fitting(text: str, width: float) -> str:
    """Return as much of the end of a text as fits, with “…” before it if it is cut."""
    font = theme.serif(_SIZE)
    if text_painting.width_of(text, font) <= width:
        return text
    fitting = text_painting.elide(text[::-1], font, width)
    return fitting[::-1]


def sort_words(sort: Sort) -> str:
    return {
        Sort.DATE: say("按日期"),
        Sort.L1: say("按左边一个字"),
        Sort.L2: say("按左边两个字"),
        Sort.L3: say("按左边三个字"),
        Sort.R1: say("按右边一个字"),
        Sort.R2: say("按右边两个字"),
        Sort.R3: say("按右边三个字"),
    }[sort]


def grouping_words(grouping: Grouping) -> str:
    return {
        Grouping.NONE: say("不分组"),
        Grouping.YEAR: say("按年分组"),
        Grouping.NEWSPAPER: say("按报分组"),
        Grouping.LEFT: say("按左邻分组"),
        Grouping.RIGHT: say("按右邻分组"),
    }[grouping]


def group_words(grouping: Grouping, key: str) -> str:
    match grouping:
        case Grouping.YEAR if key:
            return say("{year} 年", year=key)
        case Grouping.YEAR:
            return say("日期不详")
        case Grouping.NEWSPAPER:
            return wording.newspaper(key)
        case _ if key:
            return say("“{key}”", key=key)
        case _:
            return say("（到头了）")


class UnreadBox(QWidget):
    """The hatched box at the end of the places that names the years not read yet; hidden once all is read."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(64)
        self._words: Sequence[str] = ()
        self.hide()

    def show_read(self, read: ReadSoFar) -> None:
        years = years_in_words(read)
        if years:
            short = say("{years}还没读到", years=years)
        else:
            short = say("还有文件没读到")
        self._words = [say("{unread}：新读到的按日期插入，您看着的这一行不动", unread=short), short]
        self.setAccessibleName(self._words[0])
        self.setToolTip(plain(self._words[0]))
        self.setVisible(not read.is_whole)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(20, 10, -20, -10)
        font = theme.sans(12)
        text_painting.draw_hatch(painter, box)
        words = text_painting.fitting(self._words, font, box.width() - 48) or self._words[-1]
        inside = QRectF(0, 0, min(text_painting.width_of(words, font) + 24, box.width()), 24)
        inside.moveCenter(box.center())
        painter.fillRect(inside, theme.color("list"))
        text_painting.draw_words(painter, inside, words, font, "ink3", text_painting.CENTER)


class PlaceActs(Struct, frozen=True, kw_only=True):
    open: Callable[[ConcordanceRow], object]
    read_rows: Callable[[list[int]], object]
    sort: Callable[[], object]
    save: Callable[[str], object]
    """Writes the rows or groups into a file with this suffix."""
    read: Callable[[], object]
    open_rung: Callable[[Rung], object]


class ConcordancePane(SetFace):
    """The rows (`view`, objectName `concordanceList`) with their number and their order."""

    def __init__(self, acts: PlaceActs) -> None:
        super().__init__()
        self._acts = acts
        theme.tint(self, "list")
        self.setAccessibleName(say("逐处"))
        self.count = Label("", theme.sans(13), "ink2")
        self.order_chip = DropChip(say("排序"), [(sort.value, sort_words(sort)) for sort in Sort])
        self.order_chip.chosen.connect(self._sort)
        self.group_chip = DropChip(say("分组"), [(each.value, grouping_words(each)) for each in Grouping])
        self.group_chip.chosen.connect(self._regroup)
        self.fold_chip = Chip(say("折起同文"), act=acts.sort)
        self.fold_chip.setToolTip(plain(say("左右相同的文字只列最早的一处")))
        self.fold_chip.setChecked(True)
        self.all_groups_button = LinkButton("", px=12, act=self._leave_group)
        self.all_groups_button.setVisible(False)
        self.more_button = MoreButton(say("逐处列出的更多操作"), 24, self.more_menu)
        self._group: str | None = None
        self._shown_groups: Sequence[Group] = ()
        self.model = ConcordanceModel(acts.read_rows)
        self.view = RowList(self.model, follows=False)
        self.view.setObjectName("concordanceList")
        self.view.setAccessibleName(say("逐处"))
        self._delegate = _Delegate(self.view, self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.chooser.chosen.connect(self._choose)
        self._group_model = QStringListModel()
        self.groups = RowList(self._group_model, follows=False)
        self.groups.setObjectName("concordanceGroups")
        self.groups.setAccessibleName(say("各组"))
        self.groups.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.groups.setItemDelegate(_GroupDelegate(self.groups, self.groups.model()))
        self.groups.setUniformItemSizes(True)
        self.groups.chooser.chosen.connect(self._open_chosen_group)
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(lambda key: acts.open_rung(Rung(key)))
        self._finds_nothing = False
        self._read = WHOLE
        self.unread = UnreadBox()
        self._skeleton = Skeleton(ROW * 2, 20)
        self._stack = stacked(self.view, self.groups, self.empty, self._skeleton)
        self._skeleton.setAccessibleName(say("正在数……"))
        for widget in (self.empty, self._skeleton):
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrange()

    def _arrange(self) -> None:
        chips = QWidget()
        flow = FlowLayout(8, apart=1)
        chips.setLayout(flow)
        for widget in (
            self.count,
            self.all_groups_button,
            self.fold_chip,
            self.group_chip,
            self.order_chip,
        ):
            flow.addWidget(widget)
        head = row_layout(Wide(chips), margins=(20, 8, 12, 8), spacing=8)
        head.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignTop)
        parts = (head, Rule(), Wide(self._stack), self.unread)
        column_layout(*parts, of=self, margins=(0, 0, 0, 0), spacing=0)

    def face(self) -> QWidget:
        return self._stack.currentWidget() or self.view

    def read(self) -> None:
        self._acts.read()

    def sort(self) -> Sort:
        return Sort(self.order_chip.key)

    def grouping(self) -> Grouping:
        return Grouping(self.group_chip.key)

    def within(self) -> tuple[Grouping, str] | None:
        """Return the grouping and the key of the group whose places are shown; None unless it is a single group."""
        if self._group is None:
            return None
        return (self.grouping(), self._group)

    def listed_groups(self) -> Sequence[Group] | None:
        if self.face() is self.groups:
            return self._shown_groups
        return None

    def _sort(self, _: str) -> None:
        self._acts.sort()

    def _regroup(self, _: str) -> None:
        self.open_group(None)

    def _leave_group(self) -> None:
        self.open_group(None)

    def _open_chosen_group(self, index: QModelIndex) -> None:
        self.open_group(self._shown_groups[index.row()].key)

    def open_group(self, key: str | None) -> None:
        """Show the places of a group; None for all groups, or for all places if there are no groups."""
        self._group = key
        self.all_groups_button.setVisible(key is not None)
        if key is not None:
            self.all_groups_button.setText(say("{group} · 各组", group=group_words(self.grouping(), key)))
            self.all_groups_button.updateGeometry()
        self._acts.sort()

    def more_menu(self) -> QMenu:
        menu = new_menu(self, self.more_button.accessibleName())
        for form in TableFormat:
            menu.addAction(
                say("存成 {name}", name=f"{form.value.upper()}…"), partial(self._acts.save, form.suffix)
            )
        for action in menu.actions():
            action.setEnabled(self.face() in (self.view, self.groups))
        return menu

    def show_read(self, read: ReadSoFar) -> None:
        """Say of the numbers shown next from how much of the library they are, and name the unread years at the end."""
        self._read = read
        self.unread.show_read(read)

    def begin(self, *, is_same: bool = False) -> None:
        """Show that the places of a query are being read; if it `is_same` as before, an opened group stays open."""
        if not is_same:
            self._group = None
        self.all_groups_button.setVisible(self._group is not None)
        self.model.begin()
        self.count.setText(say("正在数……"))
        self._show(self._skeleton)

    def show_no_query(self) -> None:
        self._show_empty(
            say("先搜索，再看每一处"), say("在上面的搜索框里写要找的，这里就逐处列出，找到的字居中。")
        )

    def show_failure(self, why: str) -> None:
        self._show_empty(say("没有读出来"), why)

    def show_progress(self, numbers: Numbers | None, places: int) -> None:
        if numbers is not None:
            self._show_rows(numbers)
        self.count.setText(so_far(self._read, say("正在数……已有 {n} 处", n=f"{places:,}")))

    def show_places(self, numbers: Numbers, places: int, articles: int, *, is_full: bool) -> None:
        if not len(numbers):
            self._show_nothing_found({})
            return
        self._show_rows(numbers)
        counted = so_far(self._read, say("{articles} 篇里 {n} 处", articles=f"{articles:,}", n=f"{places:,}"))
        short = ""
        repeated = places - len(numbers)
        if is_full:
            short = say("多于 {n} 处，只列出较早的", n=f"{MOST_PLACES:,}")
            counted += say("；多于 {n} 处，只列出较早的", n=f"{MOST_PLACES:,}")
        elif self._group is not None:
            short = say("这一组 {n} 处", n=f"{len(numbers):,}")
            counted = say("{told}，其中这一组 {n} 处", told=counted, n=f"{len(numbers):,}")
        elif repeated:
            short = say("{n} 处，折起 {folded} 处", n=f"{places:,}", folded=f"{repeated:,}")
            counted += say("，同文的 {n} 处已折起", n=f"{repeated:,}")
        if short:
            self.count.set_forms([counted, *self._in_short(short)])
        else:
            self.count.setText(counted)

    def _in_short(self, number: str) -> tuple[str, str]:
        """Return a number with how much is read, and where there is no room for that, that it is so far."""
        lead, words = lead_and_number(self._read, number)
        return lead + words, words

    def show_groups(self, groups: Sequence[Group], places: int, articles: int) -> None:
        by = self.grouping()
        self._shown_groups = groups
        with self.groups.chooser.quietly():
            self._group_model.setStringList(
                [
                    say("{group}：{n} 处", group=group_words(by, group.key), n=f"{group.count:,}")
                    for group in groups
                ]
            )
            self.groups.setCurrentIndex(self._group_model.index(0))
        counted = so_far(self._read, say("{articles} 篇里 {n} 处", articles=f"{articles:,}", n=f"{places:,}"))
        short = say("{n} 处，{groups} 组", n=f"{places:,}", groups=f"{len(groups):,}")
        fullest = counted + say("，{n} 组", n=f"{len(groups):,}")
        self.count.set_forms([fullest, *self._in_short(short)])
        self._show(self.groups)

    def _show_rows(self, numbers: Numbers) -> None:
        bar = self.view.verticalScrollBar()
        row = 0
        scrolled = 0
        only_adds = np.array_equal(numbers[: len(self.model.numbers)], self.model.numbers)
        if only_adds:
            row = max(0, self.view.currentIndex().row())
            scrolled = bar.value()
        if not only_adds or len(numbers) > self.model.rowCount():
            with self.view.chooser.quietly():
                self.model.set_numbers(numbers)
                self.view.setCurrentIndex(self.model.index(row))
            self.view.executeDelayedItemsLayout()
            bar.setValue(scrolled)
        self._show(self.view)

    def select(self, number: int, row: int) -> None:
        """Select a place without a signal, or row number `row` if it is not listed."""
        rows = np.flatnonzero(self.model.numbers == number)
        if len(rows):
            row = int(rows[0])
        self.view.chooser.select(self.model.index(row))

    def under_the_eye(self) -> tuple[int, int]:
        """Return the selected row, or the topmost if that is out of sight, and how far below the view's top it is, in
        pixels; -1 for the row if no rows are shown.
        """
        if self._stack.currentWidget() is not self.view or not self.model.rowCount():
            return -1, 0
        scrolled = self.view.verticalScrollBar().value()
        row = self.view.currentIndex().row()
        height = self._delegate.row_height()
        if row < 0 or not -height < row * height - scrolled < self.view.viewport().height():
            row = scrolled // height
        return row, row * height - scrolled

    def keep_at(self, number: int, below: int) -> None:
        """Scroll so that a place is so far below the top of the view, in pixels, if it is listed."""
        rows = np.flatnonzero(self.model.numbers == number)
        if len(rows):
            self.view.executeDelayedItemsLayout()
            self.view.verticalScrollBar().setValue(int(rows[0]) * self._delegate.row_height() - below)

    def _show(self, face: QWidget) -> None:
        had_focus = self.face().hasFocus()
        self._stack.setCurrentWidget(face)
        if had_focus:
            face.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_nothing_found(self, rungs: Mapping[Rung, int]) -> None:
        links = [PanelLink(rung, f"{rung_words(rung)} {n:,}") for rung, n in rungs.items()]
        title = say("没有找到")
        body = say("资料库的文章里没有这样的地方。报头和跨版处不在这里列。")
        if not links:
            body += "\n" + say("试试少写几个词、放宽日期，或换一种写法。")
        if not self._read.is_whole:
            title = say("目前没有可列的")
            body = unread_in_words(self._read) + say("读到时逐处列在这里。")
        self._show_empty(title, body, links)
        self.count.setText(none_so_far(self._read, ""))
        self._finds_nothing = True

    def offer(self, rungs: Mapping[Rung, int]) -> None:
        """Offer these rungs of the query, each with its number of articles, because no place was found."""
        if self._finds_nothing and self.face() is self.empty:
            self._show_nothing_found(rungs)

    def _show_empty(self, title: str, body: str, links: Sequence[PanelLink] = ()) -> None:
        self._finds_nothing = False
        self.model.begin()
        self.count.setText("")
        self.empty.show_state(title, body, links)
        self._show(self.empty)

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            self._acts.open(row)
