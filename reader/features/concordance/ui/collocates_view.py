"""The collocates of the query in the window: a list with their numbers, and what is counted."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.features.concordance.collocates import Collocate, Collocates, numbers_of
from reader.i18n import say
from reader.library.read_share import (
    WHOLE,
    ReadSoFar,
    all_so_far,
    none_so_far,
)
from reader.search.answering.dispersion import spread_in_words
from reader.ui.frame import SetFace
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import (
    Chip,
    Label,
    LinkButton,
    Rule,
    Wide,
    column_layout,
    plain,
    row_layout,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.listing import Listing, Nothing
from reader.ui.widgets.menus import DropChip

COLLOCATE_ROW = 30
PAIRS = "pairs"
WORDS = "words"
WINDOWS = ("2", "5", "10", "20")
MOST = 500
"""The maximum number of rows."""
# The widths of a column of numbers, where there is room for all and at least, and of a unit at least, in pixels.
_NUMBER = 84
_LEAST_NUMBER = 64
_LEAST_UNIT = 80
_COLUMNS = 6
_RIGHT = 28
"""The space right of the last heading: that of a row, and the scroll bar, in pixels."""
_NUMBER_AT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def columns_in(width: float) -> tuple[int, float]:
    """Return how many columns of numbers stand beside the units in so many pixels, the last left out first, and the
    width of each.
    """
    room = max(0.0, width - _LEAST_UNIT)
    count = min(_COLUMNS, int(room // _LEAST_NUMBER))
    return count, min(_NUMBER, room / max(count, 1))


class _CollocateList(Listing[Collocate]):
    """The collocates: each its unit, its count beside the query and in total, and the two measures."""

    row_height = COLLOCATE_ROW
    margin = 20
    said: Nothing | None = None
    """What is said in place of the rows."""

    def nothing(self) -> Nothing | None:
        return self.said

    def words(self, row: Collocate) -> str:
        beside, total, likelihood, dice, dp, evenness = numbers_of(row)
        return say(
            "{unit}：旁边 {beside} 次，全部 {total} 次，G² {likelihood}，logDice {dice}，DP {dp}，D {evenness}",
            unit=row.unit,
            beside=beside,
            total=total,
            likelihood=likelihood,
            dice=dice,
            dp=dp,
            evenness=evenness,
        )

    def tip(self, row: Collocate) -> str:
        """Return all numbers in words where there is no room for some of the columns."""
        count, _ = columns_in(self.view.width() - self.margin - _RIGHT)
        return plain(self.words(row)) if count < _COLUMNS else ""

    def paint_row(self, painter: QPainter, rect: QRectF, row: Collocate) -> None:
        count, width = columns_in(self.view.width() - self.margin - _RIGHT)  # as many as there are headings
        for words in reversed(numbers_of(row)[:count]):
            text_painting.draw_words(painter, rect, words, theme.sans(12), "ink2", _NUMBER_AT)
            rect.setWidth(rect.width() - width)
        text_painting.draw_free(painter, rect, row.unit, theme.serif(15), "ink")


class CollocatesView(SetFace):
    def __init__(
        self,
        count: Callable[[], object],
        choose: Callable[[str], object],
        save: Callable[[], object],
        stop: Callable[[], object],
    ) -> None:
        """Make the list; `count` fills it, also after another choice, `choose` is called with the unit of a row, `save`
        asks for a file and writes what is listed, `stop` gives up counting.
        """
        super().__init__()
        self._count = count
        self._stop = stop
        theme.tint(self, "list")
        self.setAccessibleName(say("旁边常见的字词"))
        self.kind_chip = DropChip(
            say("数什么"), [(WORDS, say("词（结巴分词切的）")), (PAIRS, say("相邻两字"))]
        )
        self.kind_chip.chosen.connect(lambda _: count())
        self.window_chip = DropChip(
            say("左右几个字"), [(each, say("左右 {n} 个字", n=each)) for each in WINDOWS]
        )
        self.window_chip.set_key("5")
        self.window_chip.chosen.connect(lambda _: count())
        self.stop_chip = Chip(say("不列虚词"), act=self._show_counted)
        self.stop_chip.setToolTip(plain(say("“的”“了”“我们”这样到处都有的词，和带着它们的相邻两字")))
        self._counted: Collocates | None = None
        self.so_far = WHOLE
        self.listing = _CollocateList(say("旁边常见的字词"))
        self.view = self.listing.view
        self.view.setObjectName("collocatesList")
        self.view.setUniformItemSizes(True)
        self.view.chooser.chosen.connect(lambda index: choose(self.listing.model.row(index).unit))
        self.listing.state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chips = (self.kind_chip, self.window_chip, self.stop_chip)
        above = QWidget()
        flow = FlowLayout(8)
        above.setLayout(flow)
        for widget in chips:
            flow.addWidget(widget)
        self.export = LinkButton(say("导出表格…"), px=12, act=save)
        head = row_layout(Wide(above), self.export, margins=(20, 8, 20, 4))
        self._meaning = Label("", theme.sans(12), "ink3", wraps=True)
        self._meaning.setContentsMargins(20, 0, 20, 4)
        self._explain(WHOLE)
        column_layout(head, self._meaning, self._headings(), Rule(), Wide(self.listing), of=self, spacing=0)

    def read(self) -> None:
        self._count()

    def leave(self) -> None:
        self._stop()

    def face(self) -> QWidget:
        return self.listing.currentWidget() or self.view

    def by_words(self) -> bool:
        return self.kind_chip.key == WORDS

    def kind(self) -> str:
        """Return the name of what is counted, as tables have it."""
        if self.by_words():
            return "word"
        return "pair"

    def reach(self) -> int:
        return int(self.window_chip.key)

    def show_progress(self, done: int, total: int) -> None:
        self._counted = None
        body = say("要读全库：{done} / {total} 篇", done=f"{done:,}", total=f"{total:,}")
        self._show((), say("正在数……"), body)

    def show_no_query(self) -> None:
        self._counted = None
        body = say("在上面的搜索框里写要找的字，这里就列出它旁边常见的字词。")
        self._show((), say("先搜索，再看旁边的字词"), body)

    def show_failure(self, why: str) -> None:
        self._counted = None
        self._show((), say("没有读出来"), why)

    def _explain(self, read: ReadSoFar) -> None:
        of_units = say("G²：多肯定不是碰巧，10.83 起很肯定；logDice：多相属，最高 14")
        words = say("；").join([of_units, spread_in_words()])
        counted = [all_so_far(read), say("选一个，就搜两者相近的地方。"), words]
        self._meaning.setText("\n".join(filter(None, counted)))

    def show_found(self, collocates: Collocates) -> None:
        self._counted = collocates
        self._show_counted()

    def listed(self) -> Collocates | None:
        """Return what was counted, without what is not to be listed; None before."""
        if self._counted is not None and self.stop_chip.isChecked():
            return self._counted.without_stop_words()
        return self._counted

    def _show_counted(self) -> None:
        collocates = self.listed()
        if collocates is None:
            return
        read = self.so_far.of_analysis(collocates.analysed)
        self._explain(read)
        nothing = none_so_far(read, say("没有特别常见的"))
        body = say("旁边的字词，别处也一样常见，或者只见过一次。")
        self._show(collocates.found[:MOST], nothing, body)

    def _show(self, found: Sequence[Collocate], title: str, body: str) -> None:
        """Show collocates or, if there are none, what is said in place of them."""
        had_focus = self.face().hasFocus()
        self.listing.said = Nothing(title, body)
        self.listing.show_rows(found)
        self.export.setEnabled(bool(found))
        if had_focus:
            self.face().setFocus(Qt.FocusReason.OtherFocusReason)

    def _headings(self) -> QWidget:
        names = {
            say("旁边"): say("在找到的左右几次"),
            say("全部"): say("在整个资料库里几次"),
            "G²": say("对数似然比（Dunning 1993）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一"),
            "logDice": say(
                "logDice（Rychlý 2008）：有多相属，与资料库大小无关；14 是形影不离，低 1 是弱一半"
            ),
            "DP": say("Gries 2008：在有这些地方的各期里，0 是各期旁边都有，近 1 是只在少数几期"),
            "D": say("Juilland 1970：在有这些地方的各期里，1 是各期旁边都有，0 是只在一期；只有一期时没有"),
        }
        return _Headings(names)


class _Headings(QWidget):
    """The names of the columns of numbers, above them, with what they mean."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._labels = []
        for name, meaning in meanings.items():
            label = Label(name, theme.sans(12), "ink3")
            label.setParent(self)
            label.setToolTip(plain(meaning))
            label.setAccessibleDescription(meaning)
            label.setAlignment(_NUMBER_AT)
            self._labels.append(label)
        self.setFixedHeight(max(label.sizeHint().height() for label in self._labels) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = _CollocateList.margin
        right = self.width() - _RIGHT
        count, width = columns_in(right - left)
        for number, label in enumerate(self._labels):
            label.setVisible(number < count)
            end = round(right - (count - 1 - number) * width)
            label.setGeometry(round(end - width), 0, round(width), self.height() - 4)
