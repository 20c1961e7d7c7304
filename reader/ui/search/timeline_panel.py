"""The bars over the results with their controls: the measure, the compared queries, and a field for more of them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reader.export.timeline import MOST_LINES, Measure, Timeline, in_words, legend, name_of
from reader.i18n import say
from reader.ui.search import line_painting
from reader.ui.search.search_field import QueryField
from reader.ui.search.year_bars import YearBars
from reader.ui.widgets import fonts, icons, text_painting
from reader.ui.widgets.controls import DropChip, LinkButton
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.labels import Label
from reader.ui.widgets.plain_text import plain

_LONGEST = 12
"""The maximum number of characters of a query in the legend."""


class TimelinePanel(QWidget):
    """The bars of the results (`bars`). Signal: `compared` has the queries to compare with, as typed."""

    compared = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.bars = YearBars()
        self._compared: list[str] = []
        self.measure_chip = DropChip(say("画什么"), [(each.value, name_of(each)) for each in Measure])
        self.measure_chip.chosen.connect(lambda key: self.bars.show_measure(Measure(key)))
        self.compare_button = LinkButton(say("比较…"), px=12)
        self.compare_button.clicked.connect(self._begin_comparing)
        self.field = QueryField(say("与什么比较"), say("再画一个词，如“板车”"), "", 28)
        self.field.submitted.connect(self._compare)
        self.field.line.installEventFilter(self)
        self.field.setFixedWidth(200)
        self.field.hide()
        self.highest = Label("", fonts.sans(12), "ink3")
        self.highest.setFixedHeight(24)
        self.bars.redrawn.connect(self._show_highest)
        self._legend = QWidget()
        self._legend.setLayout(FlowLayout())
        row, flow = QWidget(), FlowLayout()
        row.setLayout(flow)
        for widget in (self.measure_chip, self.compare_button, self.field, self.highest):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (row, self._legend, self.bars):
            column.addWidget(part)
        self._show_legend(None)

    def compared_with(self) -> Sequence[str]:
        """Return the queries compared with that of the results."""
        return tuple(self._compared)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lines by month, that of the results first; None while they are not known."""
        self.bars.show_timeline(timeline)
        self._show_legend(timeline)

    def clear(self) -> None:
        """Remove the compared queries and the lines."""
        self._compared = []
        self.field.hide()
        self.show_timeline(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else Esc would leave the search
            return True
        if is_escape and event.type() == QEvent.Type.KeyPress:
            self._end_comparing()
            return True
        return False

    def _begin_comparing(self) -> None:
        self.compare_button.hide()
        self.field.show()
        self.field.begin()

    def _end_comparing(self) -> None:
        self.field.set_text("")
        self.field.hide()
        self.compare_button.setVisible(len(self._compared) < MOST_LINES - 1)
        (self.compare_button if self.compare_button.isVisibleTo(self) else self.bars).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _compare(self, text: str) -> None:
        text = " ".join(text.split())
        if text and text not in self._compared:
            self._compared.append(text)
            self.compared.emit(list(self._compared))
        self._end_comparing()

    def _take_away(self, number: int) -> None:
        del self._compared[number - 1]
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)
        self.compared.emit(list(self._compared))
        self.compare_button.show()

    def _show_highest(self) -> None:
        """Show the value of the highest bar, which is the scale of all."""
        measure = self.bars.measure()
        self.highest.setText(say("最高 {value}", value=in_words(self.bars.most, measure)))

    def _show_legend(self, timeline: Timeline | None) -> None:
        flow = self._legend.layout()
        assert isinstance(flow, FlowLayout)
        flow.clear()
        lines = timeline.lines if timeline and len(timeline.lines) > 1 else ()
        for number, line in enumerate(lines):
            chip = _LegendChip(number, legend(line))
            if number:
                chip.clicked.connect(partial(self._take_away, number))
            flow.addWidget(chip)
        self._legend.setVisible(bool(lines))
        self.measure_chip.setEnabled(timeline is not None)


class _LegendChip(QPushButton):
    """A line's mark and name; a click removes the line, unless it is that of the results."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words if len(words) <= 2 * _LONGEST else words[:_LONGEST] + "…" + words[-_LONGEST:])
        self._number = number
        told = say("不再比较 {query}", query=words) if number else words
        self.setAccessibleName(told)
        self.setToolTip(plain(told))
        self.setFont(fonts.sans(12))
        self.setEnabled(number > 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        closing = 18 if self._number else 0
        return QSize(round(text_painting.width_of(self.text(), self.font())) + 46 + closing, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self._number and self.underMouse():
            text_painting.draw_box(painter, rect, 4, "hover", None)
        middle = rect.center().y()
        line_painting.draw_run(painter, self._number, [QPointF(6, middle), QPointF(30, middle)])
        words = rect.adjusted(38, 0, -4, 0)
        text_painting.draw_words(painter, words, self.text(), self.font(), "ink2")
        if self._number:
            icons.draw(painter, "close", "ink3", rect.right() - 18, middle - 7, 14)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)
