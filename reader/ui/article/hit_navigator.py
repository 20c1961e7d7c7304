"""The hit navigator: the number of the current hit, buttons for the others, and the search within an article."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from reader.i18n import say
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.controls import IconButton
from reader.ui.widgets.labels import Label
from reader.ui.widgets.plain_text import plain


class HitNavigator(QWidget):
    """The navigator in the header of an article, 32 px high.

    Signals: `stepWanted` has 1 (next) or -1 (previous), `edited` the text searched for; `closed` asks to hide the hits.
    """

    stepWanted = Signal(int)
    closed = Signal()
    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hitNavigator")
        self.setAccessibleName(say("命中"))
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._term = Label("", fonts.sans(13, 700))
        self._term.setMaximumWidth(160)
        self._field = _Field()
        self._field.textChanged.connect(self.edited)
        self._field.stepWanted.connect(self.stepWanted)
        self._field.closed.connect(self.closed)
        self._count = Label("", fonts.sans(13), "ink2")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous = IconButton("up", say("上一处 (Shift+F3)"), 26)
        self._next = IconButton("down", say("下一处 (F3)"), 26)
        self._close = IconButton("close", say("清除高亮 (Esc)"), 26)
        self._previous.clicked.connect(lambda: self.stepWanted.emit(-1))
        self._next.clicked.connect(lambda: self.stepWanted.emit(1))
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(2)
        for widget in (self._term, self._field):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._count)
        row.addSpacing(4)
        for button in (self._previous, self._next, self._close):
            row.addWidget(button)
        self.hide()

    def set_term(self, term: str) -> None:
        """Show the words searched for, without the field; "" hides the navigator."""
        self._field.hide()
        self._term.setText(term)
        self._term.setToolTip(plain(term))
        self._term.show()
        self.setVisible(bool(term))

    def show_field(self, text: str) -> None:
        """Show the field of the search within the article, with `text` selected in it."""
        self._term.hide()
        self._field.setText(text)
        self._field.show()
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def is_field_shown(self) -> bool:
        return not self.isHidden() and not self._field.isHidden()

    def text(self) -> str:
        return self._field.text()

    def set_count(self, current: int, total: int) -> None:
        """Show the number of the current hit, counted from 0 (-1: none), and the total."""
        self._count.setText(f"{current + 1} / {total}" if total else say("没有"))
        self._count.setFixedWidth(round(text_painting.width_of(self._count.text(), self._count.font())) + 4)
        spoken = say("第 {n} 处，共 {total} 处", n=current + 1, total=total) if total else say("文中没有")
        self._count.setAccessibleName(spoken)
        self._previous.setEnabled(total > 0)
        self._next.setEnabled(total > 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 7, "raised", "rule2")


class _Field(QLineEdit):
    stepWanted = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrame(False)
        self.setFont(fonts.sans(13))
        self.setPlaceholderText(say("在文中查找"))
        self.setAccessibleName(say("在文中查找"))
        self.hide()
        theme.tint(self, "raised")

    def sizeHint(self) -> QSize:
        return QSize(140, 26)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.stepWanted.emit(-1 if is_shifted else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
