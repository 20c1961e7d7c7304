"""The pane with the lines of the file that an article was parsed from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from reader.i18n import say
from reader.language.forms import in_place
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import (
    LINK_PADDING,
    FocusRing,
    IconButton,
    Label,
    LinkButton,
    Rule,
    Wide,
    column_layout,
    row_layout,
    stacked,
)
from reader.ui.widgets.state_panel import PanelLink, State, StatePanel, at_top

if TYPE_CHECKING:
    from reader.library.source_excerpt import Excerpt, ExcerptLine

WIDTH = 340
HEIGHT = 240
_LEAST_HEIGHT = 130
"""The minimum height of the pane below the page, in pixels."""
_FREE = 16_777_215
_ABOVE_LIT = 0.3
"""The share of the view's height above the highlighted lines."""


class _Lines(QTextBrowser):
    """The view of the lines; the blocks of the document numbered in `lit` are highlighted, with a bar before them."""

    def __init__(self) -> None:
        super().__init__()
        self.lit: list[int] = []

    def go_to_lit(self) -> None:
        """Scroll so that the first lit line is in the upper part of the view, with some lines before it."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if self.lit:
            room = self.viewport().height()
            boxes = [self._box_of(number) for number in self.lit]
            height = boxes[-1].bottom() - boxes[0].top()
            above = max(0.0, min(room * _ABOVE_LIT, room - height))
            self.verticalScrollBar().setValue(round(boxes[0].top() - above))

    def _box_of(self, number: int) -> QRectF:
        """Return the rectangle of a block in the document."""
        document = self.document()
        return document.documentLayout().blockBoundingRect(document.findBlockByNumber(number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.lit:
            self.go_to_lit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        scrolled = self.verticalScrollBar().value()
        for number in self.lit:
            box = self._box_of(number)
            ground = QRectF(0, box.top() - scrolled, self.viewport().width(), box.height())
            painter.fillRect(ground, theme.color("sel"))
            ground.setWidth(3)
            painter.fillRect(ground, theme.color("accent"))
        painter.end()
        super().paintEvent(event)


class SourcePane(QWidget):
    """The lines of a file, right of the page or below it.

    Signals: `openWanted` to open the file in an editor, `rescanWanted` to look for a missing file again; `closed` when
    the pane was closed; `linesWanted` has the id of an article and a text of it whose lines are requested.
    """

    openWanted = Signal()
    rescanWanted = Signal()
    closed = Signal()
    linesWanted = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        theme.tint(self, "list")
        self.set_below(False)
        self.setAccessibleName(say("原文的行"))
        self._excerpt: Excerpt | None = None
        self._wanted: tuple[int, str] | None = None
        self._words = ""
        self.can_rescan = True
        """Whether another scan may find a missing file."""
        self._title = Label("", fonts.sans(13, 700))
        close = IconButton("close", say("关闭 (Ctrl+U)"), 28, act=self.closed)
        head = QWidget()
        head.setFixedHeight(40)
        row_layout(Wide(self._title), close, of=head, margins=(16, 0, 8, 0))
        self.text = _Lines()
        FocusRing(self.text)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self.text)
        self.text.setAccessibleName(say("原文的行"))
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.tint(self.text, "list")
        self.absent = StatePanel(State.MISSING)
        self.absent.chosen.connect(lambda _: self.rescanWanted.emit())
        self._stack = stacked(self.text, at_top(self.absent))
        self._remarks = Label("", fonts.sans(12), "ink3", wraps=True)
        self._open = LinkButton(say("用编辑器打开文件"), act=self.openWanted)
        self._remarks.setContentsMargins(LINK_PADDING, 0, 0, 0)
        foot = column_layout(self._remarks, self._open, margins=(16 - LINK_PADDING, 8, 10, 10))
        self._foot = QWidget()
        self._foot.setLayout(foot)
        column_layout(head, Rule(), Wide(self._stack), Rule(), self._foot, of=self, spacing=0)
        theme.signals.changed.connect(self._write)

    def show_excerpt(self, excerpt: Excerpt) -> None:
        self._excerpt, self._words = excerpt, ""
        self._write()

    def show_words(self, words: str) -> None:
        """Show a message instead of lines."""
        self._excerpt, self._words = None, words
        self._write()

    def reset_request(self) -> None:
        """Let the next `follow` request its lines even if it is for the same text."""
        self._wanted = None

    def follow(self, article_id: int, text: str) -> None:
        """Request the lines of a text of an article, if the pane is shown and did not request the same last."""
        if not self.isHidden() and (article_id, text) != self._wanted:
            self._wanted = article_id, text
            self.linesWanted.emit(article_id, text)

    def set_below(self, is_below: bool, height: int = 3 * HEIGHT) -> None:
        """Set the size for a place below the page (two fifths of `height` pixels, within bounds), or right of it."""
        if is_below:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_FREE)
            self.setFixedHeight(max(_LEAST_HEIGHT, min(HEIGHT, round(height * 0.4))))
        else:
            self.setMinimumHeight(0)
            self.setMaximumHeight(_FREE)
            self.setFixedWidth(WIDTH)

    def message(self) -> str:
        """Return the remarks on the lines, or why there are none."""
        return self._remarks.text() if self._excerpt else self._words

    def _write(self) -> None:
        excerpt = self._excerpt
        self.text.lit = []  # lines have no valid place while a scroll bar appears during the writing
        self.text.clear()
        self._title.setText(excerpt.path.rsplit("/", 1)[-1] if excerpt else say("原文"))
        self._foot.setVisible(excerpt is not None)
        self._stack.setCurrentIndex(0 if excerpt else 1)
        if excerpt:
            self._remarks.setText(_remarks_on(excerpt))
        else:
            links = [PanelLink("rescan", say("更新"))] if self.can_rescan else []
            self.absent.show_state(say("没有原文可对照"), self._words, links)
        cursor = self.text.textCursor()
        lines = excerpt.lines if excerpt else ()
        form = QTextBlockFormat()
        form.setLineHeight(22, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setLeftMargin(8)
        form.setRightMargin(8)
        form.setBottomMargin(4)
        cursor.beginEditBlock()
        for number, line in enumerate(lines):
            if number:
                cursor.insertBlock(form)
            else:
                cursor.setBlockFormat(form)
            _insert(cursor, line)
        cursor.endEditBlock()
        from reader.library.source_excerpt import LineRelation

        self.text.lit = [place for place, line in enumerate(lines) if line.standing is LineRelation.IN]
        self.text.go_to_lit()


def _remarks_on(excerpt: Excerpt) -> str:
    from reader.library.source_excerpt import LineRelation

    parts = [
        say("文件在收录之后变过，行号可能对不上；按 F5 更新后再看。") if excerpt.has_changed else "",
        say("这段由 {n} 处拼成。", n=excerpt.joined) if excerpt.joined > 1 else "",
        say("划去的字符没有收进正文。") if any(line.dropped for line in excerpt.lines) else "",
        say("下面有点的字，识别时没有把握。") if any(line.faint for line in excerpt.lines) else "",
        say("灰色的行归了别处。")
        if any(line.standing is LineRelation.ASIDE for line in excerpt.lines)
        else "",
    ]
    return "".join(parts).strip() or say("正文与原文一字不差。")


def _insert(cursor: QTextCursor, line: ExcerptLine) -> None:
    from reader.library.source_excerpt import LineRelation

    if line.standing is LineRelation.SKIPPED:
        cursor.insertText("……", _format("ink3"))
        return
    text = in_place(line.text)
    cursor.insertText(f"{line.number}　", _format("ink3", 12))
    token = "ink" if line.standing is LineRelation.IN else "ink3"
    edges = {0, len(text), *(edge for span in (*line.dropped, *line.faint) for edge in span)}
    for start, end in pairwise(sorted(edges)):
        form, words = _format(token), text[start:end]
        if _is_within(start, line.dropped):
            form = _format("warn")
            form.setFontStrikeOut(True)
            form.setBackground(theme.color("soft"))
            words = words.replace(" ", "\N{OPEN BOX}")
        if _is_within(start, line.faint):
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            form.setUnderlineColor(theme.color("warn"))
        cursor.insertText(words, form)


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _format(token: str, px: int = 14) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(fonts.sans(px))
    form.setForeground(theme.color(token))
    return form
