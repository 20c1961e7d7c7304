"""Two texts side by side, and how they differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from reader.comparison.differences import (
    Difference,
    DifferingPart,
    TextChange,
    as_marked_text,
    change_in_words,
    left_out_and_added,
)
from reader.export.article_text import source_line
from reader.i18n import count, say
from reader.language.forms import in_place, without_controls
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.about_article import where_printed
from reader.ui.article.page_geometry import LineStarts
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    PushButton,
    Rule,
    Wide,
    column_layout,
    plain,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.focus_ring import FocusRing
from reader.ui.widgets.text_painting import half_empty_marks, hang_of, space, spaced_runs

_UNDERLINES = {
    TextChange.SHAPE: QTextCharFormat.UnderlineStyle.DotLine,
    TextChange.LOOKALIKE: QTextCharFormat.UnderlineStyle.WaveUnderline,
    TextChange.OTHER: QTextCharFormat.UnderlineStyle.SingleUnderline,
    TextChange.LEFT_OUT: QTextCharFormat.UnderlineStyle.DashUnderline,
    TextChange.ADDED: QTextCharFormat.UnderlineStyle.DashUnderline,
}
"""A different underline for each change, for readers who can't tell the colours apart."""


class _Text(QTextBrowser):
    """The view of one of the two texts, read-only, with text that can be copied."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(16)
        theme.slim(self)
        theme.tint(self, "paper")
        FocusRing(self)
        self.line_starts = LineStarts(self.document())

    def set_line_starts(self) -> None:
        self.line_starts.begin_again()
        self.line_starts.set_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_line_starts()

    def show_place(self, begin: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(begin)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        place = QTextEdit.ExtraSelection()
        place.cursor = cursor
        place.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        place.format.setBackground(theme.color("hit_current"))
        place.format.setForeground(theme.color("hit_current_ink"))
        self.setExtraSelections([place])


class DifferenceDialog(Dialog):
    """Shows two texts side by side; F3 and Shift+F3 step through their differences."""

    def __init__(
        self,
        parent: QWidget,
        difference: Difference,
        head: QWidget | None = None,
        origin: Callable[[StoredArticle], str] = where_printed,
    ) -> None:
        super().__init__(parent, say("两处刊登的比较"), "differenceDialog", tint="list")
        self.resize(min(1040, max(640, parent.width() - 120)), min(680, max(420, parent.height() - 120)))
        self._difference = difference
        self._origin = origin
        self._changed = [part for part in difference.parts if part.change is not TextChange.SAME]
        self._at = -1
        self._is_scrolling = False
        self.texts = (self._made_text(difference.one), self._made_text(difference.other))
        self.count = Label(self._counted(), theme.sans(12), "ink2")
        self.place = Label("", theme.sans(12), "ink3")
        step_back = partial(self.step, -1)
        step_on = partial(self.step, 1)
        self.previous_button = IconButton("up", say("上一处不同 (Shift+F3)"), 28, act=step_back)
        self.next_button = IconButton("down", say("下一处不同 (F3)"), 28, act=step_on)
        self.copy_button = PushButton(say("复制比较"), act=self.copy)
        close = self.leave_button()
        QShortcut(QKeySequence("F3"), self, step_on)
        QShortcut(QKeySequence("Shift+F3"), self, step_back)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(bool(self._changed))
        self._arrange(close, head)
        for text in self.texts:
            text.verticalScrollBar().valueChanged.connect(lambda _=0, side=text: self._scroll_along(side))
        theme.signals.changed.connect(self._write)
        self._write()
        self.texts[0].setFocus()

    def _made_text(self, stored: StoredArticle) -> _Text:
        return _Text(wording.listed([self._origin(stored), stored.article.title()]))

    def copy(self) -> None:
        difference = self._difference
        marked = as_marked_text(difference.text, difference.other_text, difference.parts)
        sources = "\n".join(map(source_line, (difference.one, difference.other)))
        QGuiApplication.clipboard().setText(without_controls(f"{marked}\n\n{sources}"))
        self.place.setText(say("已复制比较"))
        self.place.show()

    def step(self, by: Literal[-1, 1] | int) -> None:
        if not self._changed:
            return
        if self._at >= 0 or by > 0:
            self._at = (self._at + by) % len(self._changed)
        else:
            self._at = len(self._changed) - 1
        part = self._changed[self._at]
        self._is_scrolling = True
        difference = self._difference
        for text, words, begin, end in (
            (self.texts[0], difference.text, part.begin, part.end),
            (self.texts[1], difference.other_text, part.other_begin, part.other_end),
        ):
            text.show_place(text_painting.units(words[:begin]), text_painting.units(words[:end]))
        self._is_scrolling = False
        at = say("第 {at} 处，共 {total} 处", at=self._at + 1, total=len(self._changed))
        self.place.setText(wording.GAP.join([at, change_in_words(part.change)]))
        self.place.show()

    def current(self) -> DifferingPart | None:
        """Return the current difference; None before the first step."""
        if self._at >= 0:
            return self._changed[self._at]
        return None

    def _counted(self) -> str:
        if not self._changed:
            return say("两处逐字相同")
        alike = sum(part.change is TextChange.LOOKALIKE for part in self._changed)
        words = count(len(self._changed), "{n} 处不同")
        if alike:
            words = say("{all}，其中形近的字 {n} 处", all=words, n=alike)
        difference = self._difference
        cut, added = left_out_and_added(difference.text, difference.other_text, difference.parts)
        if cut or added:
            return say("{all}；右边少 {cut} 字，多 {added} 字", all=words, cut=cut, added=added)
        return words

    def _arrange(self, close: QWidget, head: QWidget | None) -> None:
        difference = self._difference
        left = _side(self.texts[0], difference.one, self._origin(difference.one))
        right = _side(self.texts[1], difference.other, self._origin(difference.other))
        sides = row_layout(Wide(left), Rule(upright=True), Wide(right), spacing=0)
        status = column_layout(self.count, self.place, spacing=2)
        self.place.hide()
        steps = (self.previous_button, self.next_button)
        foot = row_layout(*steps, Wide(status), self.copy_button, close, margins=(16, 6, 12, 8), spacing=10)
        above = () if head is None else (head, Rule())
        column_layout(*above, Wide(sides), Rule(), foot, of=self, spacing=0)

    def _write(self) -> None:
        difference = self._difference
        parts = difference.parts
        _fill(self.texts[0], difference.text, [(part.change, part.begin, part.end) for part in parts])
        _fill(
            self.texts[1],
            difference.other_text,
            [(part.change, part.other_begin, part.other_end) for part in parts],
        )

    def _scroll_along(self, moved: _Text) -> None:
        if self._is_scrolling:
            return
        self._is_scrolling = True
        bar = moved.verticalScrollBar()
        down = bar.value() / bar.maximum() if bar.maximum() else 0.0
        for text in self.texts:
            if text is not moved:
                text.verticalScrollBar().setValue(round(down * text.verticalScrollBar().maximum()))
        self._is_scrolling = False


def _side(text: _Text, stored: StoredArticle, where: str) -> QVBoxLayout:
    title = Label(stored.article.title(), theme.serif(15, 700), is_free=True)
    head = column_layout(Label(where, theme.sans(12), "ink2"), title, margins=(16, 10, 16, 8), spacing=2)
    return column_layout(head, Rule(), Wide(text), spacing=0)


_SIZE = 15
"""The size of the type of compared texts, in pixels."""


def _fill(text: _Text, words: str, parts: list[tuple[TextChange, int, int]]) -> None:
    font = theme.serif(_SIZE)
    marks = half_empty_marks(font)
    usual = QTextCharFormat()
    usual.setFont(font)
    usual.setForeground(theme.color("ink"))
    spaced = QTextBlockFormat()
    spaced.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    text.clear()
    cursor = QTextCursor(text.document())
    cursor.beginEditBlock()
    for change, begin, end in parts:
        form = QTextCharFormat(usual)
        if change is not TextChange.SAME:
            form.setBackground(theme.color("soft"))
            form.setUnderlineStyle(_UNDERLINES[change])
            form.setUnderlineColor(theme.color("accent"))
            form.setToolTip(plain(change_in_words(change)))
        for run, spacing in spaced_runs(words[begin : end + 1], marks):  # the room depends on what follows
            set_in = QTextCharFormat(form)
            space(set_in, spacing, _SIZE)
            cursor.insertText(in_place(run[: end - begin]), set_in)
            begin += len(run)
    block = text.document().begin()
    while block.isValid():
        spaced.setTextIndent(2 * _SIZE - hang_of(font, block.text()[:1]))
        QTextCursor(block).setBlockFormat(spaced)
        block = block.next()
    cursor.endEditBlock()
    text.line_starts = LineStarts(text.document())
    text.set_line_starts()
    text.moveCursor(QTextCursor.MoveOperation.Start)
