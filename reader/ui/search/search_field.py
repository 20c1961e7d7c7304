"""The search field: one line for every query."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from shiboken6 import isValid

from reader.i18n import say
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import IconButton

PAUSE = 40
"""The pause in typing after which a query is emitted, in milliseconds; that of a key after a longer rest, at once."""

_AROUND_WORDS = 8
"""The padding of a line edit, left and right of its text together, in pixels."""
_RIGHT = 4
"""The margin of a field right of its line, unless its hint stands there, in pixels."""


class _Line(QLineEdit):
    """A line edit that knows whether an input method is composing in it."""

    composed = Signal()

    def __init__(self, field: QWidget) -> None:
        """Make the line; `field` shows whether it has the focus."""
        super().__init__()
        self._field = field
        self.is_composing = False
        """Whether an input method has a preedit text."""
        self.setFrame(False)
        theme.style_sheet(self, "background: transparent; border: none; padding: 0")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self.composed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if isValid(self._field):  # a line that is deleted with its field loses the focus last
            self._field.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_composing = False
        if isValid(self._field):  # a line that is deleted with its field loses the focus last
            self._field.update()


class QueryField(QWidget):
    """A framed line edit with a magnifying glass, a hint, and a button that clears it.

    Signals: `queryEdited` when typing pauses, never with uncommitted pinyin; `submitted` on Enter; `rewritten` when the
    text is replaced without typing; `leftDownwards` when the arrow key leads to the results.
    """

    queryEdited = Signal(str)
    submitted = Signal(str)
    rewritten = Signal()
    leftDownwards = Signal()

    def __init__(self, name: str, placeholder: str, hint: str = "", height: int = 34) -> None:
        """Make the field.

        Args:
            name: The accessible name, also shown if even the placeholder does not fit.
            placeholder: Shown while the field is empty.
            hint: Shown at the right while the field is empty, if it fits; for instance the shortcut of the field.
            height: The height in pixels.
        """
        super().__init__()
        self._hint = hint
        self._is_hint_shown = bool(hint)
        self._placeholders = (placeholder, name)
        self._emitted = ""
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = _Line(self)
        self.line.setFont(theme.sans(14 if height > 30 else 13))
        self.line.setAccessibleName(name)
        self.setFocusProxy(self.line)
        self.clear_button = IconButton("close", say("清除"), 26 if height > 30 else 22, act=self._clear)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(36 if height > 30 else 32, 0, _RIGHT, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.line, 1)
        self._row.addWidget(self.clear_button)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._emit_query)
        self._rest = QTimer(self, singleShot=True, interval=PAUSE)
        self.line.textChanged.connect(self._wait_for_pause)
        self.line.composed.connect(self._wait_for_pause)
        self.line.textChanged.connect(self._arrange)
        self._arrange()

    def characters_before_cursor(self) -> int:
        units = self.line.text().encode("utf-16-le", "surrogatepass")[: 2 * self.line.cursorPosition()]
        return len(units.decode("utf-16-le", "surrogatepass"))

    def set_text(self, text: str) -> None:
        self._pause.stop()
        self._emitted = text
        if text != self.line.text():
            self.line.setText(text)
        self.rewritten.emit()

    def rewrite(self, text: str, begin: int = 0, length: int = 0) -> None:
        """Replace the text as typing would, so that it can be undone, without a signal.

        Preedit text of an input method is committed first. With a `length`, that part is selected and the line focused.
        """
        if self.line.is_composing:
            # or the input method would insert its text into the new one later
            QGuiApplication.inputMethod().commit()
        if text != self.line.text():
            self.line.selectAll()
            # unlike `setText`, this keeps the undo history of the line
            self.line.insert(text)
        self._pause.stop()
        self._emitted = text
        self.rewritten.emit()
        if length:
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.line.setSelection(
                text_painting.units(text[:begin]), text_painting.units(text[begin : begin + length])
            )

    def begin(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def least_width(self, typed: str = "") -> int:
        """Return the width at which the name stands whole in the empty field, and `typed` beside the button that
        clears it, in pixels.
        """
        font = self.line.font()
        name = ceil(text_painting.width_of(self._placeholders[-1], font))
        text = (
            ceil(text_painting.width_of(typed, font))
            + self._row.spacing()
            + self.clear_button.sizeHint().width()
        )
        return self._row.contentsMargins().left() + _AROUND_WORDS + max(name, text) + _RIGHT

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.line.is_composing:
            self._pause.stop()
            self._emitted = self.line.text()
            self.submitted.emit(self._emitted)
        elif event.key() == Qt.Key.Key_Down:
            self.leftDownwards.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        text_painting.draw_box(painter, rect, 7, "raised", "rule2")
        side = 18 if self.height() > 30 else 16
        theme.draw_icon(painter, "search", "ink3", 10, (self.height() - side) / 2, side)
        if self._is_hint_shown:
            font = theme.sans(12)
            width = text_painting.width_of(self._hint, font) + 14
            key = QRectF(rect.right() - width - 7, rect.center().y() - 10, width, 20)
            text_painting.draw_box(painter, key, 3, None, "rule")
            text_painting.draw_words(painter, key, self._hint, font, "ink3", text_painting.CENTER)
        if self.line.hasFocus():
            text_painting.draw_focus(painter, rect, 6)

    def _clear(self) -> None:
        self.line.clear()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._emit_query()

    def _wait_for_pause(self) -> None:
        self._pause.start(PAUSE if self._rest.isActive() else 0)
        self._rest.start()

    def _emit_query(self) -> None:
        text = self.line.text()
        if not self.line.is_composing and text != self._emitted:
            self._emitted = text
            self.queryEdited.emit(text)

    def is_emitted(self) -> bool:
        """Return whether `queryEdited` was emitted for the present text of the field."""
        return self._emitted == self.line.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Show the placeholder, the hint and the button that clears the field as far as there is space for them."""
        is_empty = not self.line.text()
        placeholder, has_space_for_hint = self._placeholder_that_fits()
        self.line.setPlaceholderText(placeholder)
        self._is_hint_shown = bool(self._hint) and has_space_for_hint and is_empty
        margins = self._row.contentsMargins()
        margins.setRight(self._hint_width() if self._is_hint_shown else _RIGHT)
        self._row.setContentsMargins(margins)
        self.clear_button.setVisible(not is_empty)
        self._row.activate()  # else the line has its former width until the next turn of the event loop
        self.update()

    def _placeholder_that_fits(self) -> tuple[str, bool]:
        """Return the longer placeholder that fits, and whether the hint fits beside it; the words matter more."""
        space = self._space_for_words()
        with_hint = space - self._hint_width()
        without_hint = space - _RIGHT
        longest, shortest = self._placeholders
        needed = text_painting.width_of(longest, self.line.font())
        if needed <= with_hint:
            return longest, True
        if needed <= without_hint:
            return longest, False
        return shortest, text_painting.width_of(shortest, self.line.font()) <= with_hint

    def _space_for_words(self) -> int:
        """Return the width right of the magnifying glass that no button takes, in pixels."""
        buttons_width = 0
        for button in self.findChildren(IconButton):
            if button is not self.clear_button and not button.isHidden():
                buttons_width += button.width() + self._row.spacing()
        return self.width() - self._row.contentsMargins().left() - buttons_width - _AROUND_WORDS

    def _hint_width(self) -> int:
        """Return the margin right of the line in which the hint stands, in pixels."""
        if not self._hint:
            return _RIGHT
        return round(text_painting.width_of(self._hint, theme.sans(12))) + 24


class SearchField(QueryField):
    def __init__(self) -> None:
        keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
        super().__init__(say("搜索"), say("搜索人名、词语、日期，如“1987年6月 板车”"), keys)
        self.line.setObjectName("searchField")
        self.setMaximumWidth(640)
        self.help_button = IconButton("help", say("怎样搜索"), 26, "ink3")
        self._row.addWidget(self.help_button)

    def add_button(self, button: IconButton) -> None:
        button.setVisible(bool(self.line.text().strip()))
        self.line.textChanged.connect(lambda text: button.setVisible(bool(text.strip())))
        self._row.insertWidget(self._row.indexOf(self.help_button), button)
