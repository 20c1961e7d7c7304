"""Selecting words, sentences and paragraphs with the mouse, and the bar of actions for the selected words."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from reader.export import article_text
from reader.export.article_text import PageBlock
from reader.i18n import say
from reader.language.forms import without_controls
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import MarkColor
from reader.ui.article.highlights import add_swatches
from reader.ui.article.pane_calls import PaneCalls
from reader.ui.article.typesetting import DocumentFiller
from reader.ui.widgets import text_painting
from reader.ui.widgets.controls import IconButton, row_layout
from reader.ui.widgets.menus import action_button

_HEIGHT = 40


class SelectionBar(QWidget):
    """The bar of actions over the selected words; the page hides it when the selection is cleared."""

    def __init__(
        self,
        viewport: QWidget,
        calls: PaneCalls,
        words: Callable[[], str],
        copy: Callable[[], object],
        mark: Callable[[MarkColor, bool], object],
    ) -> None:
        """Make the bar; `words` returns the selected words, `mark` marks them, with True to write a note on them."""
        super().__init__(viewport)
        self._viewport = viewport
        self.setAccessibleName(say("所选文字"))
        self.setFixedHeight(_HEIGHT)
        self._calls = calls
        self._has_all = False
        row = row_layout(of=self, margins=(6, 4, 6, 4), spacing=2)
        self._row = row

        def mark_in(color: MarkColor) -> None:
            mark(color, False)

        def search() -> None:
            calls.search(words())

        add_swatches(row, mark_in)
        note = partial(mark, MarkColor.YELLOW, True)
        row.addWidget(IconButton("note", say("给所选写批注 (M)"), act=note))
        row.addWidget(IconButton("copy", say("拷贝所选 (Ctrl+C)"), act=partial(copy)))
        row.addWidget(IconButton("search", say("搜索所选"), act=search))
        self.hide()

    def show_near(self, selected: QRect) -> None:
        """Show the bar above the selection (a rectangle of the viewport), or below it if there is no space above."""
        if not self._has_all:
            self._has_all = True
            for action in self._calls.on_selection:
                self._row.addWidget(action_button(action.data().icon, action))
        size = self.sizeHint()
        left = min(
            max(selected.center().x() - size.width() // 2, 4), self._viewport.width() - size.width() - 4
        )
        above = selected.top() - _HEIGHT - 8
        if above >= 4:
            top = above
        else:
            top = min(selected.bottom() + 8, self._viewport.height() - _HEIGHT - 4)
        self.setGeometry(QRect(QPoint(left, top), QSize(size.width(), _HEIGHT)))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(
            QPainter(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, "raised", "rule2"
        )


class _Unit(IntEnum):
    """The unit that is selected by a number of clicks at one place; the value is that number."""

    WORD = 2
    SENTENCE = 3
    PARAGRAPH = 4


class PageText(Protocol):
    blocks: tuple[PageBlock, ...]
    filler: DocumentFiller

    def position_of(self, place: tuple[int, int]) -> int: ...

    def position_under(self, point: QPointF) -> int: ...


class UnitSelection(QObject):
    """Selects units of the text of a page; moving with the button held extends the selection by units.

    The dictionary is loaded on another thread, so that the first double-click never waits for it; until it is loaded, a
    double-click selects one character.
    """

    def __init__(self, page: QTextEdit, text: PageText, calls: PaneCalls) -> None:
        super().__init__(page)
        self._page = page
        self._text = text
        self._calls = calls
        self._clicks = 0
        self._clicked_at = 0.0
        self._clicked = QPointF()
        self._unit: _Unit | None = None
        self._first = (0, 0)
        """The document positions of the beginning and end of the clicked unit."""
        self._is_held = False
        self.known_names: Sequence[str] = ()
        """Names known to be in the text, for instance of those who signed it."""

    def press(self, event: QMouseEvent, clicks: int = 1) -> bool:
        """Handle a press of a button, or a double-click (2 `clicks`); return whether it has selected a unit."""
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() is not Qt.MouseButton.LeftButton or not is_plain or not self._text.blocks:
            self._clicks = 0
            return False
        if self._clicks >= _Unit.WORD and self._follows(event):
            clicks = self._clicks + 1
        # Qt has no event for a third or fourth click, which come as presses; a fifth counts as the first
        self._clicks = clicks if clicks <= _Unit.PARAGRAPH else 1
        self._clicked_at = time.monotonic()
        self._clicked = event.position()
        if self._clicks >= _Unit.WORD:
            self._unit = _Unit(self._clicks)
        else:
            self._unit = None
        self._is_held = self._unit is not None
        if self._unit is None:
            return False
        self._page.setFocus(Qt.FocusReason.MouseFocusReason)
        position = self._text.position_under(event.position())
        self._first = self._unit_at(position)
        self._set(*self._first)
        if self._unit is _Unit.WORD:
            block, at = self._text.filler.place_of(position)
            self._calls.open_person_at(self._text.blocks[block].text, at, False)
        return True

    def move(self, event: QMouseEvent) -> bool:
        if not (self._is_held and event.buttons() & Qt.MouseButton.LeftButton):
            return False
        start, end = self._unit_at(self._text.position_under(event.position()))
        first, last = self._first
        if start < first:
            self._set(last, start)
        else:
            self._set(first, max(end, last))
        return True

    def release(self, event: QMouseEvent) -> bool:
        was_held = self._is_held and event.button() is Qt.MouseButton.LeftButton
        self._is_held = self._is_held and not was_held
        return was_held

    def _follows(self, event: QMouseEvent) -> bool:
        is_near = (event.position() - self._clicked).manhattanLength() <= QApplication.startDragDistance()
        interval = QApplication.styleHints().mouseDoubleClickInterval() / 1000
        return is_near and time.monotonic() - self._clicked_at <= interval

    def _set(self, anchor: int, position: int) -> None:
        cursor = QTextCursor(self._page.document())
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self._page.setTextCursor(cursor)

    def _unit_at(self, position: int) -> tuple[int, int]:
        from reader.language.text_units import sentence_at, word_at

        block, at = self._text.filler.place_of(position)
        text = self._text.blocks[block].text
        if self._unit is _Unit.PARAGRAPH:
            start = 0
            end = len(text)
        elif self._unit is _Unit.SENTENCE:
            start, end = sentence_at(text, at)
        else:
            start, end = word_at(text, at, self.known_names)
        return self._text.position_of((block, start)), self._text.position_of((block, end))


_MIN_QUOTED = 12
"""A copied text of fewer characters is probably a name or a word to look up, and gets no line with its source."""


def with_source(words: str, stored: StoredArticle) -> str:
    """Return words without control characters, with a line of their source if they are long enough to be quoted."""
    if len(words) < _MIN_QUOTED:
        return without_controls(words)
    return without_controls(f"{words}\n{article_text.source_line(stored)}")
