"""The list of a query's collocates, the most certain first."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRectF, QStringListModel, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from reader.i18n import say
from reader.search.concordance.collocates import Collocate, Collocates
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.controls import (
    DropChip,
    Label,
    LinkButton,
    Rule,
    Wide,
    column_layout,
    plain,
    row_layout,
    stacked,
)
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.widgets.state_panel import State, StatePanel

ROW = 30
PAIRS, WORDS = "pairs", "words"
WINDOWS = ("2", "5", "10", "20")
MOST = 500
"""The maximum number of rows."""
_NUMBER = 84
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Delegate(RowDelegate[QAbstractItemModel]):
    """Paints a collocate: the unit, its count beside the query and in total, and the two measures."""

    margin = 20
    height = ROW

    def __init__(self, view: RowList) -> None:
        super().__init__(view, view.model())
        self.found: Sequence[Collocate] = ()

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        each = self.found[index.row()]
        inside = rect.adjusted(self.margin, 0, -self.margin, 0)
        text_painting.draw_words(painter, inside, each.unit, fonts.serif(15), "ink")
        for words in reversed(_numbers(each)):
            text_painting.draw_words(painter, inside, words, fonts.sans(12), "ink2", _RIGHT)
            inside.setWidth(max(0.0, inside.width() - _NUMBER))


def _numbers(each: Collocate) -> tuple[str, ...]:
    return (
        f"{each.beside:,}",
        f"{each.total:,}",
        f"{each.log_likelihood:,.1f}",
        f"{each.log_dice:.2f}",
    )


class CollocatesView(QWidget):
    """The list (`view`, objectName `collocatesList`) below the choice of unit and window.

    Signals: `chosen` has the unit of a row, `changed` that another unit or window was chosen, `closed` asks for the
    places.
    """

    chosen = Signal(str)
    changed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.tint(self, "list")
        self.setAccessibleName(say("旁边常见的字词"))
        self.back_button = LinkButton(say("回到各处"), px=12, act=self.closed)
        self.kind_chip = DropChip(
            say("数什么"), [(WORDS, say("词（结巴分词切的）")), (PAIRS, say("相邻两字"))]
        )
        self.kind_chip.chosen.connect(self.changed)
        self.window_chip = DropChip(
            say("左右几个字"), [(each, say("左右 {n} 个字", n=each)) for each in WINDOWS]
        )
        self.window_chip.set_key("5")
        self.window_chip.chosen.connect(self.changed)
        self.told = Label("", fonts.sans(12), "ink3", wraps=True)
        self._model = QStringListModel()
        self.view = RowList(self._model, follows=False)
        self.view.setObjectName("collocatesList")
        self.view.setAccessibleName(say("旁边常见的字词"))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._delegate = _Delegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.chooser.chosen.connect(self._choose)
        self.state = StatePanel(State.EMPTY)
        self.state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = stacked(self.view, self.state)
        head = row_layout(
            self.back_button, self.kind_chip, self.window_chip, Wide(), margins=(20, 8, 12, 4), spacing=8
        )
        told = row_layout(self.told, margins=(20, 0, 20, 4))
        words = say("G²：多肯定不是碰巧，10.83 起很肯定；logDice：多相属，最高 14")
        meaning = Label(words, fonts.sans(12), "ink3", wraps=True)
        meaning.setContentsMargins(20, 0, 20, 4)
        column_layout(head, told, meaning, self._headings(), Rule(), Wide(self._stack), of=self, spacing=0)

    def face(self) -> QWidget:
        """Return the widget that takes the focus: the rows, or the panel in place of them."""
        return self._stack.currentWidget() or self.view

    def by_words(self) -> bool:
        return self.kind_chip.key == WORDS

    def reach(self) -> int:
        """Return the window: the number of characters counted on either side."""
        return int(self.window_chip.key)

    def show_progress(self, done: int, total: int) -> None:
        """Show how many articles of the total have been read."""
        self.told.setText("")
        body = say("要读全库：{done} / {total} 篇", done=f"{done:,}", total=f"{total:,}")
        self._show_state(say("正在数……"), body)

    def show_failure(self, why: str) -> None:
        """Show why no collocates were counted."""
        self._show_state(say("没有读出来"), why)

    def show_found(self, collocates: Collocates) -> None:
        """Show the collocates."""
        found = collocates.found[:MOST]
        if not found:
            self._show_state(say("没有特别常见的"), say("旁边的字词，别处也一样常见，或者只见过一次。"))
            return
        told = say("{n} 处，左右各 {window} 个字之内：", n=f"{collocates.places:,}", window=self.reach())
        hint = say("词是结巴分词切的，不是报上分的。") if self.by_words() else ""
        self.told.setText(told.rstrip("：:") + say("；选一个，就搜两者相近的地方。") + hint)
        self._delegate.found = found
        with self.view.chooser.quietly():
            self._model.setStringList([self._words_of(each) for each in found])
            self.view.setCurrentIndex(self._model.index(0))
        self.view.scrollToTop()
        self._show(self.view)

    def _headings(self) -> QWidget:
        names = {
            say("旁边"): say("在找到的左右几次"),
            say("全部"): say("在整个资料库里几次"),
            "G²": say("对数似然比（Dunning 1993）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一"),
            "logDice": say(
                "logDice（Rychlý 2008）：有多相属，与资料库大小无关；14 是形影不离，低 1 是弱一半"
            ),
        }
        row = QWidget()
        line = row_layout(Wide(), of=row, margins=(20, 0, 28, 4), spacing=0)
        for name, meaning in names.items():
            label = Label(name, fonts.sans(12), "ink3")
            label.setToolTip(plain(meaning))
            label.setAccessibleDescription(meaning)
            label.setFixedWidth(_NUMBER)
            label.setAlignment(_RIGHT)
            line.addWidget(label)
        return row

    def _words_of(self, each: Collocate) -> str:
        beside, total, likelihood, dice = _numbers(each)
        return say(
            "{unit}：旁边 {beside} 次，全部 {total} 次，G² {likelihood}，logDice {dice}",
            unit=each.unit,
            beside=beside,
            total=total,
            likelihood=likelihood,
            dice=dice,
        )

    def _show_state(self, title: str, body: str) -> None:
        self.state.show_state(title, body)
        self._show(self.state)

    def _show(self, face: QWidget) -> None:
        had_focus = self.face().hasFocus()
        self._stack.setCurrentWidget(face)
        if had_focus:
            face.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._delegate.found[index.row()].unit)
