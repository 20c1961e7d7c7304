"""The dialogs that show two texts of an article side by side, with their differences marked: printings, or sources."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from reader import formats
from reader.comparison.differences import DifferingPart, TextChange, as_marked_text, change_in_words
from reader.export.article_text import source_line
from reader.i18n import count, say
from reader.language.forms import in_place, without_controls
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.about_article import where_printed
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    Chip,
    FocusRing,
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

if TYPE_CHECKING:
    from reader.comparison.differences import Difference
    from reader.library.sources import ArticleSources

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
        self.texts = tuple(
            _Text(wording.listed([origin(stored), stored.article.title()]))
            for stored in (difference.one, difference.other)
        )
        self.count = Label(self._counted(), theme.sans(12), "ink2")
        self.place = Label("", theme.sans(12), "ink3")
        self.previous_button = IconButton("up", say("上一处不同 (Shift+F3)"), 28, act=lambda: self.step(-1))
        self.next_button = IconButton("down", say("下一处不同 (F3)"), 28, act=lambda: self.step(1))
        self.copy_button = PushButton(say("复制比较"), act=self.copy)
        close = self.leave_button()
        for key, by in ((QKeySequence("F3"), 1), (QKeySequence("Shift+F3"), -1)):
            QShortcut(key, self, lambda to=by: self.step(to))
        for button in (self.previous_button, self.next_button):
            button.setEnabled(bool(self._changed))
        self._arrange(close, head)
        for text in self.texts:
            text.verticalScrollBar().valueChanged.connect(lambda _=0, of=text: self._scroll_along(of))
        theme.signals.changed.connect(self._write)
        self._write()
        self.texts[0].setFocus()

    def copy(self) -> None:
        of = self._difference
        marked = as_marked_text(of.text, of.other_text, of.parts)
        sources = "\n".join(map(source_line, (of.one, of.other)))
        QGuiApplication.clipboard().setText(without_controls(f"{marked}\n\n{sources}"))
        self.place.setText(say("已复制比较"))
        self.place.show()

    def step(self, by: Literal[-1, 1] | int) -> None:
        if not self._changed:
            return
        self._at = (self._at + by) % len(self._changed) if self._at >= 0 or by > 0 else len(self._changed) - 1
        part = self._changed[self._at]
        self._is_scrolling = True
        of = self._difference
        for text, words, begin, end in (
            (self.texts[0], of.text, part.begin, part.end),
            (self.texts[1], of.other_text, part.other_begin, part.other_end),
        ):
            text.show_place(text_painting.units(words[:begin]), text_painting.units(words[:end]))
        self._is_scrolling = False
        at = say("第 {at} 处，共 {total} 处", at=self._at + 1, total=len(self._changed))
        self.place.setText(wording.GAP.join([at, change_in_words(part.change)]))
        self.place.show()

    def current(self) -> DifferingPart | None:
        """Return the current difference; None before the first step."""
        return self._changed[self._at] if self._at >= 0 else None

    def _counted(self) -> str:
        if not self._changed:
            return say("两处逐字相同")
        alike = sum(part.change is TextChange.LOOKALIKE for part in self._changed)
        words = count(len(self._changed), "{n} 处不同")
        return say("{all}，其中形近的字 {n} 处", all=words, n=alike) if alike else words

    def _arrange(self, close: QWidget, head: QWidget | None) -> None:
        stored = (self._difference.one, self._difference.other)
        left, right = (
            Wide(_side(text, each, self._origin(each))) for text, each in zip(self.texts, stored, strict=True)
        )
        sides = row_layout(left, Rule(upright=True), right, spacing=0)
        status = column_layout(self.count, self.place, spacing=2)
        self.place.hide()
        steps = (self.previous_button, self.next_button)
        foot = row_layout(*steps, Wide(status), self.copy_button, close, margins=(16, 6, 12, 8), spacing=10)
        above = () if head is None else (head, Rule())
        column_layout(*above, Wide(sides), Rule(), foot, of=self, spacing=0)

    def _write(self) -> None:
        of = self._difference
        parts = of.parts
        _fill(self.texts[0], of.text, [(part.change, part.begin, part.end) for part in parts])
        _fill(
            self.texts[1], of.other_text, [(part.change, part.other_begin, part.other_end) for part in parts]
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
    title = Label(stored.article.title(), theme.serif(15, 700))
    head = column_layout(Label(where, theme.sans(12), "ink2"), title, margins=(16, 10, 16, 8), spacing=2)
    return column_layout(head, Rule(), Wide(text), spacing=0)


def _fill(text: _Text, words: str, parts: list[tuple[TextChange, int, int]]) -> None:
    usual = QTextCharFormat()
    usual.setFont(theme.serif(15))
    usual.setForeground(theme.color("ink"))
    spaced = QTextBlockFormat()
    spaced.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    text.clear()
    cursor = QTextCursor(text.document())
    cursor.setBlockFormat(spaced)
    for change, begin, end in parts:
        form = QTextCharFormat(usual)
        if change is not TextChange.SAME:
            form.setBackground(theme.color("soft"))
            form.setUnderlineStyle(_UNDERLINES[change])
            form.setUnderlineColor(theme.color("accent"))
            form.setToolTip(plain(change_in_words(change)))
        cursor.insertText(in_place(words[begin:end]), form)
    text.moveCursor(QTextCursor.MoveOperation.Start)


class Choice(Enum):
    HERE = auto()
    """The compared one, for this article."""
    IN_ISSUE = auto()
    """Its format, for the whole issue."""
    NONE = auto()
    """The program's choice again."""


class SourcesBar(QWidget):
    def __init__(
        self,
        sources: ArticleSources,
        number: int,
        compare: Callable[[int], object],
        choose: Callable[[Choice], object],
    ) -> None:
        """Make the bar; `compare` is called with the number of the source to compare, from 2."""
        super().__init__()
        shown = sources.sources[0]
        why = Label(
            say(
                "左边是显示的：{format}。{reason}。",
                format=formats.name_of(shown.format),
                reason=sources.reason,
            ),
            theme.sans(12),
            "ink2",
            wraps=True,
        )
        self.chips: list[Chip] = []
        for other, source in enumerate(sources.sources[1:], 2):
            short = formats.name_of(source.format).split("（")[0].split(" (")[0]
            chip = Chip(short, act=lambda _=False, to=other: compare(to))
            chip.setChecked(other == number)
            self.chips.append(chip)
        self.choose_button = PushButton(say("这一篇显示右边的"), act=lambda: choose(Choice.HERE))
        self.issue_button = PushButton(say("整期显示右边的"), act=lambda: choose(Choice.IN_ISSUE))
        self.default_button = PushButton(say("收回所选"), act=lambda: choose(Choice.NONE))
        self.default_button.setToolTip(say("由程序取最好的一种"))
        self.default_button.setVisible(sources.is_chosen)
        buttons = (self.choose_button, self.issue_button, self.default_button)
        row = row_layout(*self.chips, Wide(), *buttons, spacing=8)
        column_layout(why, row, of=self, margins=(16, 10, 12, 8), spacing=6)
        theme.tint(self, "list")


class SourcesDialog(DifferenceDialog):
    def __init__(self, parent: QWidget, difference: Difference, bar: SourcesBar) -> None:
        super().__init__(parent, difference, head=bar, origin=_where_from)
        self.setObjectName("sourcesDialog")
        self.setWindowTitle(say("这一篇的几种来源"))
        self.bar = bar


def _where_from(stored: StoredArticle) -> str:
    row = stored.sources[0]
    name = formats.name_of(row.reading.format if row.reading else "text")
    return wording.GAP.join([name, row.path.rsplit("/", 1)[-1]])
