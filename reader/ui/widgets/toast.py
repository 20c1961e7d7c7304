"""The toast: a short message over the foot of a pane, with a button, for instance to undo what it reports."""

import weakref
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from reader.i18n import say
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.application import announce
from reader.ui.widgets.controls import Label, Wide, do_at_click, plain, row_layout

SECONDS = 8
_HEIGHT = 44
_AROUND = 24
"""The sum of the spaces above and below words of several lines, in pixels."""
_MIN_WIDTH = 240
_MAX_WIDTH = 720
"""The minimum and the maximum width, in pixels; longer words are wrapped."""
_BESIDE_WORDS = 80
"""The width of the close button and of the spaces left and right of the words, in pixels."""
_SIDE = 16
"""The least space between the toast and the sides of its parent, in pixels."""
_MARGIN = 24
"""The space between the toast and the foot of its pane, in pixels."""
_ASIDE = 8
"""The space between the toast and the focused row, in pixels."""


class Toast(QWidget):
    """A message over a pane of its parent, hidden after some seconds; nothing below it moves.

    Its clock is stopped while the pointer is over it or it has the focus. It does not cover the focused row of a list:
    the list scrolls, and where it can't, the toast stands above the row.
    """

    def __init__(self, parent: QWidget, act: Callable[[], object], pane: Callable[[], QWidget]) -> None:
        """Make the toast, hidden; `act` is what its button does, `pane` tells over what it lies when it is shown."""
        super().__init__(parent)
        self._act = act
        self._pane = pane
        self._over = weakref.ref(parent)
        """The pane over which it lies; weak, as the pane may be of a library that is closed meanwhile."""
        self._stays = False
        self.label = Label("", theme.sans(13), "toast_ink", wraps=True)
        self.action_button = _Action(self._take_action)
        self.close_button = _Action(self.dismiss, "close", say("关闭"))
        buttons = (self.action_button, self.close_button)
        row_layout(Wide(self.label), *buttons, of=self, margins=(18, 0, 10, 0), spacing=10)
        self.clock = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self.clock.timeout.connect(self.dismiss)
        for widget in (self.action_button, self.close_button):
            widget.installEventFilter(self)
        self.hide()

    def show_words(self, words: str, action: str = "", *, stays: bool = False) -> None:
        """Show a message with a button labelled `action`, for eight seconds or, if it `stays`, until it is closed."""
        self._stays = stays
        self.label.setText(words)
        self.action_button.setText(action)
        self.action_button.setVisible(action != "")
        self.setAccessibleName(words)
        self._watch(False)
        self._over = weakref.ref(self._pane())
        self._watch(True)
        self._place()  # first, so that it is not under the pointer meanwhile
        self.show()
        self.raise_()
        self._run_on()
        announce(self, words)

    def dismiss(self) -> None:
        if not self.isHidden():
            self.clock.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._watched():
            if event.type() in (QEvent.Type.Resize, QEvent.Type.KeyRelease):
                self._place()
        elif event.type() == QEvent.Type.FocusIn:
            self.clock.stop()
        elif event.type() == QEvent.Type.FocusOut and not self.isHidden():
            self._run_on()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self.clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.isHidden():
            self._run_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if self.isHidden():  # else its window is hidden
            self._watch(False)

    def _watched(self) -> list[QWidget]:
        widgets = self.parentWidget(), self._over()
        return [widget for widget in widgets if widget is not None and isValid(widget)]

    def _watch(self, is_on: bool) -> None:
        for widget in self._watched():
            if is_on:
                widget.installEventFilter(self)
            else:
                widget.removeEventFilter(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 7, "toast", None)

    def _take_action(self) -> None:
        self.clock.stop()
        self.hide()
        self._act()

    def _run_on(self) -> None:
        """Restart the clock, unless the toast stays, is under the pointer or has the focus."""
        buttons = (self.action_button, self.close_button)
        if self._stays or self.underMouse() or any(button.hasFocus() for button in buttons):
            self.clock.stop()
        else:
            self.clock.start()

    def _place(self) -> None:
        """Give the toast the size of its words, and move it over the foot of its pane."""
        parent = self.parentWidget()
        assert parent is not None
        self._fit_words(parent.width() - 2 * _SIDE)
        pane = self._pane_in(parent)
        centred = pane.x() + (pane.width() - self.width()) // 2
        rightmost = parent.width() - self.width() - _SIDE
        top = pane.bottom() + 1 - _MARGIN - self.height()
        self.move(min(max(centred, _SIDE), rightmost), max(top, 0))
        self._uncover_row(parent)

    def _fit_words(self, space: int) -> None:
        """Take the width that the longest line needs, within the limits and `space`, and the height of all lines."""
        beside_words = _BESIDE_WORDS
        if not self.action_button.isHidden():
            beside_words += self.action_button.sizeHint().width() + 10
        lines = self.label.text().split("\n")
        longest = max(text_painting.width_of(line, self.label.font()) for line in lines)
        width = max(_MIN_WIDTH, min(round(longest) + beside_words, space, _MAX_WIDTH))
        height = self.label.heightForWidth(width - beside_words)
        self.setFixedSize(width, max(_HEIGHT, height + _AROUND))

    def _pane_in(self, parent: QWidget) -> QRect:
        """Return where in the parent the pane lies; all of the parent if the pane is closed or hidden."""
        pane = self._over()
        if pane is None or not isValid(pane) or not pane.isVisible():
            return parent.rect()
        return QRect(pane.mapTo(parent, QPoint()), pane.size())

    def _uncover_row(self, parent: QWidget) -> None:
        view = QApplication.focusWidget()
        if not isinstance(view, QAbstractItemView) or not parent.isAncestorOf(view):
            return
        space = self.geometry().adjusted(0, -_ASIDE, 0, _ASIDE)
        row = _current_row(view, parent)
        if row.intersects(space):
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + row.bottom() + 1 - space.top())
            row = _current_row(view, parent)
            if row.intersects(space):
                self.move(self.x(), max(row.top() - _ASIDE - self.height(), 0))


def _current_row(view: QAbstractItemView, parent: QWidget) -> QRect:
    row = view.visualRect(view.currentIndex())
    return QRect(view.viewport().mapTo(parent, row.topLeft()), row.size())


class _Action(QPushButton):
    """A button of words or an icon on the dark background of the toast."""

    def __init__(self, act: Callable[[], object], icon: str = "", words: str = "") -> None:
        super().__init__()
        do_at_click(self, act)
        self._icon = icon
        self.setAccessibleName(words)
        self.setToolTip(plain(words))
        self.setFont(theme.sans(13, 700))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(30)
        if icon:
            self.setFixedWidth(30)
        else:
            self.setMinimumWidth(44)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._icon:
            theme.draw_icon(
                painter, self._icon, "toast_ink", rect.center().x() - 9, rect.center().y() - 9, 18
            )
        else:
            font = self.font()
            font.setUnderline(self.underMouse())
            text_painting.draw_words(painter, rect, self.text(), font, "toast_accent", text_painting.CENTER)
        if self.hasFocus():
            text_painting.draw_box(painter, rect, 4, None, "toast_accent")
            text_painting.draw_box(painter, rect.adjusted(1, 1, -1, -1), 4, None, "toast_accent")
