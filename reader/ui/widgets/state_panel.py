"""The panel of an empty pane: why there is nothing to show, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reader.ui.widgets import fonts, icons, text_painting, theme
from reader.ui.widgets.controls import LINK_PADDING, LinkButton
from reader.ui.widgets.labels import Label


class State(Enum):
    """Why there is nothing: EMPTY is centred; MISSING has a warning beside it; FAILED a vermilion bar."""

    EMPTY = auto()
    MISSING = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done: `key` is emitted when it is chosen; `lead` stands before the words."""

    key: str
    words: str
    lead: str = ""
    is_quiet: bool = False


class StatePanel(QWidget):
    """The panel; `chosen` has the key of the way out that a person took."""

    chosen = Signal(str)

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        title_font = fonts.sans(14, 700) if state is State.FAILED else fonts.serif(18, 700)
        self._title = _wrapped(Label("", title_font), state)
        self._body = _wrapped(Label("", fonts.sans(13), "ink2"), state)
        self._ways = QWidget()
        self.column = QVBoxLayout(self)
        left = {State.EMPTY: 24, State.MISSING: 58 - LINK_PADDING, State.FAILED: 20 - LINK_PADDING}[state]
        self.column.setContentsMargins(left, 20, 24, 16)
        self.column.setSpacing(6)
        self.column.addWidget(self._title)
        self.column.addWidget(self._body)
        self.column.addWidget(self._ways)
        if state is State.EMPTY:
            self.column.addStretch(1)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_state(self, title: str, body: str = "", ways: Sequence[Way] = ()) -> None:
        """Show another state."""
        self._title.setText(title)
        self._body.setText(body)
        self._body.setVisible(bool(body))
        self.setAccessibleName(title)
        self.setAccessibleDescription(body)
        fresh = self._grid(ways) if self._state is State.EMPTY else self._line(ways)
        self.column.replaceWidget(self._ways, fresh)
        self._ways.deleteLater()
        self._ways.hide()
        self._ways = fresh

    def ways(self) -> list[LinkButton]:
        return self._ways.findChildren(LinkButton)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._state is State.FAILED:
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme.color("accent"))
        elif self._state is State.MISSING:
            icons.draw(painter, "warning", "warn", 24, 22, 24)

    def _grid(self, ways: Sequence[Way]) -> QWidget:
        """Return the grid of ways: leads left of the middle, links right of it; all centred where none has a lead."""
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 10, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 42)
        grid.setColumnStretch(1, 58)
        for row, way in enumerate(ways):
            if not any(other.lead for other in ways):
                grid.addWidget(self._link(way), row, 0, 1, 2, Qt.AlignmentFlag.AlignHCenter)
                continue
            lead = Label(way.lead, fonts.sans(13), "ink3")
            grid.addWidget(lead, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._link(way), row, 1, Qt.AlignmentFlag.AlignLeft)
        return box

    def _line(self, ways: Sequence[Way]) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(12)
        for way in ways:
            line.addWidget(self._link(way))
        line.addStretch(1)
        return box

    def _link(self, way: Way) -> LinkButton:
        link = LinkButton(way.words, way.is_quiet)
        link.setAccessibleName(f"{way.lead} {way.words}".strip())
        link.clicked.connect(lambda: self.chosen.emit(way.key))
        return link


class Skeleton(QWidget):
    """Grey bars in the place of rows that are loading; `pitch` is the height of a row."""

    def __init__(self, pitch: int, margin: int) -> None:
        super().__init__()
        self._pitch = pitch
        self._margin = margin

    def sizeHint(self) -> QSize:
        return QSize(200, 4 * self._pitch)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for row in range(self.height() // self._pitch + 1):
            draw_skeleton(painter, QRectF(0, row * self._pitch, self.width(), self._pitch), self._margin)


def draw_skeleton(painter: QPainter, rect: QRectF, margin: int) -> None:
    """Draw a row that is loading."""
    width = rect.width() - 2 * margin
    for part, height, top in ((0.62, 14, 14), (0.9, 10, 42), (0.34, 10, 62)):
        bar = QRectF(rect.x() + margin, rect.y() + top, width * part, height)
        text_painting.draw_box(painter, bar, 3, "rule", None)


def _wrapped(label: Label, state: State) -> Label:
    label.setWordWrap(True)
    if state is State.EMPTY:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    else:
        label.setContentsMargins(LINK_PADDING, 0, 0, 0)
    return label
