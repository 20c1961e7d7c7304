"""A panel over the window, as a menu is."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui.widgets import text_painting, theme


class Popup(QWidget):
    """A panel over the window that closes on Esc or a click elsewhere, as a menu does."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(name)
        theme.tint(self, "raised")

    def open_at(self, place: QPoint, first: QWidget) -> None:
        """Show it once below a position of the screen, or above it, with the focus on the widget `first`."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size = self.sizeHint()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        bounds = screen.availableGeometry()
        left = min(max(place.x() - size.width() // 2, bounds.left()), bounds.right() - size.width())
        top = place.y() + 14
        if top + size.height() > bounds.bottom():
            top = place.y() - size.height() - 14
        self.move(left, top)
        self.show()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave_for(self, act: Callable[[], object], *_: object) -> None:
        """Close the panel, then do what was chosen in it."""
        self.close()
        act()

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 0, "raised", "rule2")
