"""A bar above a list that says something about it, with what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import LINK_PADDING, LinkButton
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.labels import Label
from reader.ui.widgets.state_panel import Way


class NoticeBar(QWidget):
    """The bar, hidden until it has something to say; `chosen` has the key of the link that was clicked."""

    chosen = Signal(str)

    def __init__(self, margin: int) -> None:
        """`margin` is the distance of the words from the list's left edge, in pixels."""
        super().__init__()
        self._words = Label("", fonts.sans(12), "ink2")
        self._words.setWordWrap(True)
        self._words.setContentsMargins(LINK_PADDING, 0, 0, 0)
        self._links = QWidget()
        self._links.setLayout(FlowLayout())
        column = QVBoxLayout(self)
        column.setContentsMargins(margin - LINK_PADDING, 6, margin - LINK_PADDING, 6)
        column.setSpacing(0)
        column.addWidget(self._words)
        column.addWidget(self._links)
        self.hide()

    def show_notice(self, words: str, ways: Sequence[Way] = ()) -> None:
        """Show words (may be "") and links; the bar is hidden where there are neither."""
        flow = self._links.layout()
        assert isinstance(flow, FlowLayout)
        flow.clear()
        for way in ways:
            link = LinkButton(way.words, way.is_quiet, px=12)
            link.setAccessibleDescription(words)
            link.clicked.connect(lambda _=False, key=way.key: self.chosen.emit(key))
            flow.addWidget(link)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._links.setVisible(bool(ways))
        self.setAccessibleName(words)
        self.setVisible(bool(words or ways))

    def words(self) -> str:
        """Return what is said; "" while nothing is."""
        return "" if self.isHidden() else self._words.text()

    def links(self) -> list[LinkButton]:
        return [] if self.isHidden() else [one for one in self.findChildren(LinkButton) if not one.isHidden()]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("soft"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("rule"))
