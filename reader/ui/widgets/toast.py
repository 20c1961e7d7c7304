"""The toast: a short message at the foot of the window, with a way to undo what it reports."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from reader.i18n import say
from reader.ui.widgets import fonts, icons, text_painting
from reader.ui.widgets.controls import Label, plain

SECONDS = 8
_HEIGHT = 44
_AROUND = 24
"""The space above and below the words where they take several lines, in pixels."""
_WIDEST = 720
"""The greatest width, in pixels: longer words take several lines."""
_ABOVE = 44
"""The distance from the window's foot, which keeps the toast above the status strip, in pixels."""


class Toast(QWidget):
    """Lies over the foot of its parent, as high as its words need, until its time is over.

    The clock is stopped under the pointer and under the focus. Signals: `actionTaken` when its action (撤销 by default)
    was chosen, `closed` when it goes by itself or is dismissed.
    """

    actionTaken = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._stays = False
        self._words = Label("", fonts.sans(13), "toast_ink")
        self._words.setWordWrap(True)
        self.action_button = _Action()
        self.close_button = _Action("close", say("关闭"))
        self.action_button.clicked.connect(self._act)
        self.close_button.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 10, 0)
        row.setSpacing(10)
        row.addWidget(self._words, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)
        self.clock = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self.clock.timeout.connect(self.dismiss)
        for widget in (self.action_button, self.close_button):
            widget.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def show_words(self, words: str, action: str = "", *, stays: bool = False) -> None:
        """Show a message for eight seconds, or until it is answered, with the label of what can be done about it."""
        self._stays = stays
        self._words.setText(words)
        self.action_button.setText(action)
        self.action_button.setVisible(action != "")
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._run_on()

    def words(self) -> str:
        return self._words.text()

    def dismiss(self) -> None:
        if not self.isHidden():
            self.clock.stop()
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._ground:
            if event.type() == QEvent.Type.Resize:
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

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 7, "toast", None)

    def _act(self) -> None:
        self.clock.stop()
        self.hide()
        self.actionTaken.emit()

    def _run_on(self) -> None:
        """Start the time anew once neither pointer nor focus is here."""
        buttons = (self.action_button, self.close_button)
        if self._stays or self.underMouse() or any(button.hasFocus() for button in buttons):
            self.clock.stop()
        else:
            self.clock.start()

    def _place(self) -> None:
        ground = self._ground
        action = 0 if self.action_button.isHidden() else self.action_button.sizeHint().width() + 10
        lines_of_words = self._words.text().split("\n")
        longest = max(text_painting.width_of(line, self._words.font()) for line in lines_of_words)
        width = max(240, min(round(longest) + action + 80, ground.width() - 32, _WIDEST))
        lines = self._words.heightForWidth(width - action - 80)
        height = max(_HEIGHT, lines + _AROUND)
        self.setFixedSize(width, height)
        self.move((ground.width() - width) // 2, ground.height() - height - _ABOVE)


class _Action(QPushButton):
    """A button of words or an icon on the dark ground of the toast."""

    def __init__(self, icon: str = "", words: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(words)
        self.setToolTip(plain(words))
        self.setFont(fonts.sans(13, 700))
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
            icons.draw(painter, self._icon, "toast_ink", rect.center().x() - 9, rect.center().y() - 9, 18)
        else:
            font = self.font()
            font.setUnderline(self.underMouse())
            text_painting.draw_words(painter, rect, self.text(), font, "toast_accent", text_painting.CENTER)
        if self.hasFocus():
            text_painting.draw_box(painter, rect, 4, None, "toast_accent")
            text_painting.draw_box(painter, rect.adjusted(1, 1, -1, -1), 4, None, "toast_accent")
