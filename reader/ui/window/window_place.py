"""The place and size of the window: it fits on the screen with its frame."""

from PySide6.QtCore import QByteArray, QEvent, QMargins, QObject, QRect, QSize, QTimer
from PySide6.QtWidgets import QWidget

USUAL = QSize(1440, 900)
_LIKELY_FRAME = QMargins(4, 40, 4, 4)
"""The usual frame of window managers; the actual one is known shortly after the window is shown."""
_LOOKS, _LOOK_MS = 8, 125
"""The number of checks of the frame after the window was shown, and their interval in milliseconds."""


def fitted(frame: QRect, available: QRect) -> QRect:
    """Return the rectangle of a window with its frame, reduced to the available size and moved inside it."""
    size = frame.size().boundedTo(available.size())
    left = min(max(frame.left(), available.left()), available.left() + available.width() - size.width())
    top = min(max(frame.top(), available.top()), available.top() + available.height() - size.height())
    return QRect(left, top, size.width(), size.height())


class WindowPlace(QObject):
    """Gives a window its stored place, or the first one, and moves it onto the screen when its frame is known."""

    def __init__(self, window: QWidget, geometry: str) -> None:
        """Place the window; `geometry` is the Base64 of `QWidget.saveGeometry`, "" for a first window."""
        super().__init__(window)
        self._window = window
        self._looks_left = _LOOKS
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        if not (geometry and window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            inside = window.screen().availableGeometry().marginsRemoved(_LIKELY_FRAME)
            size = USUAL.boundedTo(inside.size())
            window.setGeometry(
                QRect(inside.center() - QRect(0, 0, size.width(), size.height()).center(), size)
            )
        self._size = window.size()
        """The size last set here; if it differs, somebody else has resized the window, which is then left alone."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and self._looks_left == _LOOKS:
            self._look()
            self._timer.start()
        return False

    def _look(self) -> None:
        window = self._window
        self._looks_left -= 1
        if self._looks_left <= 0 or window.size() != self._size:
            self._timer.stop()
            return
        if not (window.isMaximized() or window.isFullScreen() or window.isMinimized()):
            fit_in(window)
            self._size = window.size()


def fit_in(window: QWidget) -> None:
    """Resize and move a window so that it fits on the screen with its frame."""
    frame, inner = window.frameGeometry(), window.geometry()
    place = fitted(frame, window.screen().availableGeometry())
    if place != frame:
        around = QMargins(
            inner.left() - frame.left(),
            inner.top() - frame.top(),
            frame.right() - inner.right(),
            frame.bottom() - inner.bottom(),
        )
        window.setGeometry(place.marginsRemoved(around))
