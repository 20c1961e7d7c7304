"""The navigator of the hits in an article or on a whole page: the words searched for, the number, two arrows."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from typing import Literal

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from reader import do_nothing
from reader.i18n import say
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import IconButton, Label, LinkButton, plain, row_layout

_WIDEST_TERM = 160
"""The maximum width of the words searched for, in pixels."""
_FEW = 4
"""So many of their characters are shown where there is less room."""
# The space between two parts of the navigator, and the sum of those around number and arrows, in pixels.
_SPACING = 2
_AROUND = 32


def _with_space(width: float) -> float:
    """Return a width with the space beside it; of what is not there, none."""
    if not width:
        return 0
    return width + _SPACING


class HitNavigator(QWidget):
    def __init__(
        self,
        step: Callable[[Literal[-1, 1]], object],
        close: Callable[[], object],
        open_field: Callable[[], object] = do_nothing,
        find: Callable[[str], object] = do_nothing,
    ) -> None:
        super().__init__()
        self.setObjectName("hitNavigator")
        self.setAccessibleName(say("命中"))
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.term_button = LinkButton("", act=partial(open_field), token="ink", is_free=True)
        self.term_button.setAccessibleDescription(say("在本文中查找"))
        self.field = _Field(step, close)
        self.field.textChanged.connect(find)
        self._count = Label("", theme.sans(13), "ink2")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous = IconButton("up", say("上一处 (Shift+F3)"), 26, act=partial(step, -1))
        self._next = IconButton("down", say("下一处 (F3)"), 26, act=partial(step, 1))
        self._close = IconButton("close", say("清除高亮 (Esc)"), 26, act=partial(close))
        parts = (self.term_button, self.field, 8, self._count, 4, self._previous, self._next, self._close)
        row_layout(*parts, of=self, margins=(12, 0, 4, 0), spacing=2)
        self.hide()

    def set_term(self, term: str) -> None:
        """Show the words searched for, without the field; "" hides the navigator."""
        self.field.hide()
        self.term_button.setText(term)
        self.term_button.setToolTip(plain(say("{words}：改成在本文中查找 (Ctrl+F)", words=term)))
        self.term_button.show()
        self.setVisible(bool(term))

    def show_field(self, text: str) -> None:
        """Show the field of the search within the article, with `text` selected in it, without searching for it."""
        self.term_button.hide()
        with QSignalBlocker(self.field):
            self.field.setText(text)
        self.field.show()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def widths(self) -> Sequence[float]:
        """Return the widths in its forms, in pixels: with the term, with few characters of it, without, without ×."""
        if self.isHidden():
            return [0]
        steps = _AROUND + self._count.sizeHint().width() + 2 * self._next.width_with("")
        closing = self._close.width_with("") + _SPACING
        full_width, few, none = map(_with_space, self._terms())
        return [steps + closing + full_width, steps + closing + few, steps + closing + none, steps + none]

    def take(self, form: int) -> None:
        """Take one of its forms, counted from 0."""
        room = self._terms()[min(form, 2)]
        self.term_button.setFixedWidth(room)
        self.term_button.setVisible(room > 0 and not self.is_field_shown())
        self._close.setVisible(form < 3)

    def _terms(self) -> tuple[int, int, int]:
        """Return the widths of the words searched for, whole, cut and left out, or of their field, in pixels."""
        if not self.field.isHidden():
            return (self.field.sizeHint().width(),) * 3
        term = self.term_button
        few = ceil(text_painting.width_of(f"{term.text()[:_FEW]}…", term.font())) + term.around
        width = min(term.sizeHint().width(), _WIDEST_TERM)
        return width, min(width, few), 0

    def is_field_shown(self) -> bool:
        return not self.isHidden() and not self.field.isHidden()

    def set_count(self, current: int, total: int) -> None:
        """Show the number of the current hit, counted from 0 (-1: none), and the total."""
        self._count.setText(f"{current + 1} / {total}" if total else say("没有"))
        if total:
            spoken = say("第 {n} 处，共 {total} 处", n=current + 1, total=total)
        else:
            spoken = say("文中没有")
        self._count.setAccessibleName(spoken)
        elsewhere = say("这一篇里没有；在窗口上方的搜索框里可以找全部报纸。")
        self._count.setToolTip("" if total else plain(elsewhere))
        self._previous.setEnabled(total > 0)
        self._next.setEnabled(total > 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 7, "raised", "rule2")


class _Field(QLineEdit):
    def __init__(self, step: Callable[[Literal[-1, 1]], object], close: Callable[[], object]) -> None:
        super().__init__()
        self._step = step
        self._close = close
        self.setFrame(False)
        self.setFont(theme.sans(13))
        self.setPlaceholderText(say("在文中查找"))
        self.setAccessibleName(say("在文中查找"))
        self.hide()
        theme.tint(self, "raised")

    def sizeHint(self) -> QSize:
        return QSize(140, 26)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self._step(-1 if is_shifted else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
