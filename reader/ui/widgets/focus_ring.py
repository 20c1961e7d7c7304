"""The ring around a view that has the focus."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from reader.ui.widgets import text_painting


class FocusRing(QWidget):
    """The focus ring of a view, painted over its contents while it has the focus; transparent for the mouse."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(view.hasFocus())
        for watched in (view, view.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and watched is self._view:
            self.setVisible(event.type() is QEvent.Type.FocusIn)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Resize, QEvent.Type.Show):
            self.setGeometry(self._view.viewport().geometry())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_focus(QPainter(self), QRectF(self.rect()))
