"""The bar on a highlight: its colours as swatches, its note, and its removal."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import MarkColor
from reader.ui.article.color_swatch import add_swatches
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import IconButton


class HighlightBar(QWidget):
    """A bar that closes by itself, as a menu does: on a choice, a click elsewhere, or Esc."""

    colorChosen = Signal(MarkColor)
    noteWanted = Signal()
    removeWanted = Signal()

    def __init__(self, parent: QWidget, bookmark: Bookmark) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("highlightBar")
        self.setAccessibleName(" ".join(bookmark.passage.exact.split())[:40] if bookmark.passage else "")
        theme.tint(self, "raised")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        self.swatches = add_swatches(row, self._choose)
        for swatch in self.swatches:
            swatch.set_current(bookmark.passage is not None and swatch.color is bookmark.passage.color)
        self.note_button = IconButton("note", say("改批注") if bookmark.note else say("写批注"))
        self.remove_button = IconButton("remove", say("删除标记"))
        self.note_button.clicked.connect(self.close)
        self.note_button.clicked.connect(self.noteWanted)
        self.remove_button.clicked.connect(self.close)
        self.remove_button.clicked.connect(self.removeWanted)
        row.addWidget(self.note_button)
        row.addWidget(self.remove_button)

    def open_below(self, place: QPoint) -> None:
        """Show the bar below a place of the screen, the first swatch with the focus."""
        size = self.sizeHint()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        bounds = screen.availableGeometry()
        left = min(max(place.x() - size.width() // 2, bounds.left()), bounds.right() - size.width())
        top = place.y() + 14
        if top + size.height() > bounds.bottom():
            top = place.y() - size.height() - 14
        self.move(left, top)
        self.show()
        self.swatches[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, color: MarkColor) -> None:
        self.close()
        self.colorChosen.emit(color)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 0, "raised", "rule2")
