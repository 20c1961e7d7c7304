"""The page of an article: the text as it is set, what is painted under it, its hits and its links."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser, QTextEdit

from reader.export.article_text import PageBlock, PageBlockKind
from reader.i18n import say
from reader.language.control_characters import without_controls
from reader.newspaper.passage import MarkColor, Passage
from reader.ui.article.article_painting import FOLIO_HEIGHT, Sheet, paint_folio, paint_under
from reader.ui.article.highlights import LEAST_MARGIN, Highlight, paint_note_sign, passage_between
from reader.ui.article.highlights import paint as paint_highlight
from reader.ui.article.hit_positions import HIT_AT, HitSpan, step
from reader.ui.article.hit_ticks import HitTicks
from reader.ui.article.selection_bar import SelectionBar
from reader.ui.article.typesetting import BLOCK_PROPERTY, JUMP, TIE, DocumentFiller, PageStyle
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.sliced_work import SLICE, set_for

_SIDE = 36
"""The narrowest margin on either side of the column."""

_ABOVE, _BELOW = FOLIO_HEIGHT, 56
"""Room for the folio, and under the last line."""

_BLOCK_AT = 0.1
"""How far down the view a block is shown that was gone to."""

_AT_ONCE = 6000
"""So many characters are set before the page is shown; a longer text goes on between events."""

_EXACT_TICKS, _EXACT_HITS = 30_000, 1000
"""In a longer text, and of more hits, the ticks stand where the share of the text says: exact heights would take too
long."""


@dataclass(frozen=True, slots=True)
class _Goal:
    """Where to scroll as soon as it is set: `position` of the document at `share` of the view's height, `ratio` of
    its line above that.
    """

    position: int
    ratio: float
    share: float


class ArticlePage(QTextBrowser):
    """Shows the blocks of a page; everything about the article around it is the pane's."""

    jumpActivated = Signal()
    jumpAside = Signal()
    """A jump line was clicked with the middle button."""
    sizeStepWanted = Signal(int)
    currentHitChanged = Signal()
    passageMarked = Signal(Passage, bool)
    """The words that are selected shall be marked; and whether a note shall be written on them."""
    highlightActivated = Signal(str, QPoint)
    """A highlight was clicked, and where on the screen."""
    menuOpening = Signal(QMenu, object)
    """A menu about to open on a `PageBlock`, or None: others may add to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("articlePane")
        self.setAccessibleName(say("文章正文"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, HitTicks.WIDTH, 0)
        self._blocks: tuple[PageBlock, ...] = ()
        self._style = PageStyle()
        self._setter = DocumentFiller(QTextDocument(self), (), self._style, 1)
        self.setDocument(self._setter.document)
        self._goal: _Goal | None = None
        self._reached = (0, _Goal(0, 0, 0))
        self._hits: tuple[HitSpan, ...] = ()
        self._spans: list[tuple[int, int]] = []
        self._current = -1
        self._has_ring = False
        self._highlights: tuple[Highlight, ...] = ()
        self._copied: Callable[[str], str] = str
        self._selection_bar = SelectionBar(self.viewport())
        self._selection_bar.colorChosen.connect(self.mark_selection)
        self._selection_bar.noteWanted.connect(lambda: self.mark_selection(with_note=True))
        self._selection_bar.copyWanted.connect(self.copy)
        self.selectionChanged.connect(self._hide_selection_bar)
        self._ticks = HitTicks(self, self)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._set_slice)
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().actionTriggered.connect(self._forget_goal)
        theme.signals.changed.connect(self._dress)
        self._dress()

    # ---- what is shown

    def show_blocks(self, blocks: Sequence[PageBlock]) -> None:
        """Sets a page from its beginning, without hits."""
        self._blocks = tuple(blocks)
        self._hits, self._spans, self._current = (), [], -1
        self._highlights = ()
        self._set_page(_Goal(0, 0, 0), keeps_cursor=False)

    def show_position(self, position: int) -> None:
        """Scrolls to where a position of the document begins, as `first_position_in_view` tells it."""
        self._go(_Goal(position, 0, 0))

    def show_block(self, number: int) -> None:
        """Scrolls to where a page block begins."""
        self._go(_Goal(self._setter.position_of(number, 0), 0, _BLOCK_AT))

    def toPlainText(self) -> str:
        """The text of the page, a line for each block, complete even while the page is still being set."""
        return "\n".join(block.text for block in self._blocks if block.kind is not PageBlockKind.FOLIO)

    def blocks(self) -> tuple[PageBlock, ...]:
        """What is shown, the folio first; empty where nothing is."""
        return self._blocks

    def block_here(self) -> PageBlock | None:
        """What the text cursor stands in: where one has clicked last, the first block at the beginning."""
        return self.block_of(self.textCursor())

    def block_of(self, cursor: QTextCursor) -> PageBlock | None:
        """What a text cursor stands in."""
        number = cursor.block().blockFormat().intProperty(BLOCK_PROPERTY)
        return self._blocks[number] if number < len(self._blocks) else None

    def style_of_page(self) -> PageStyle:
        return self._style

    def set_style_of_page(self, style: PageStyle) -> None:
        """Sets the page anew; what was at the top of the view stays there."""
        if style != self._style:
            place = self._place()
            self._style = style
            self._set_page(place)

    # ---- where one is

    def scroll_fraction(self) -> float:
        """How much of the text lies above the view, 0 to 1: the same place at any size and width."""
        return self._at_top().position / self._setter.total if self._setter.total else 0.0

    def restore_scroll(self, fraction: float) -> None:
        self._go(_Goal(round(min(max(fraction, 0.0), 1.0) * self._setter.total), 0, 0))

    def page_down(self) -> None:
        self._scroll_by(1)

    def page_up(self) -> None:
        self._scroll_by(-1)

    def _scroll_by(self, pages: int) -> None:
        """A view further, less the two lines that tell where one was."""
        self._forget_goal()
        bar = self.verticalScrollBar()
        bar.setValue(
            bar.value()
            + pages * (self.viewport().height() - round(2 * self._style.size * self._style.leading))
        )

    def set_caret_shown(self, is_shown: bool) -> None:
        """With the caret the arrow keys go from character to character, and select with Shift; else they scroll."""
        by_keys = Qt.TextInteractionFlag.TextSelectableByKeyboard
        flags = self.textInteractionFlags()
        self.setTextInteractionFlags(flags | by_keys if is_shown else flags & ~by_keys)
        if is_shown and self.textCursor().position() == 0:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self.first_position_in_view())
            self.setTextCursor(cursor)

    def is_caret_shown(self) -> bool:
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)

    # ---- hits

    def set_hits(self, hits: Sequence[HitSpan], current: int = 0) -> None:
        """Marks the hits, and shows the one numbered `current` (-1: none, the view stays)."""
        self._hits = tuple(hits)
        self._spans = self._hit_spans()
        self._ticks.forget()
        self._current = -1
        self._make_current(current if self._hits else -1)

    def hit_count(self) -> int:
        return len(self._hits)

    def current_hit(self) -> int:
        """The number of the current hit from 0, -1 without one."""
        return self._current

    def step_hit(self, by: int) -> None:
        """To the next hit (1) or the one before (-1), around the end."""
        if self._hits:
            self._make_current(step(self._current, by, len(self._hits)))

    def first_position_in_view(self) -> int:
        """Where the document's first visible line begins."""
        return self._at_top().position

    def show_first_hit_from(self, position: int) -> None:
        """Shows the first hit from a position of the document on, or the first of all."""
        if self._hits:
            at = bisect_left(self._spans, (position, 0))
            self._make_current(at if at < len(self._spans) else 0)

    def _make_current(self, number: int) -> None:
        self._current = number
        if number >= 0:
            self._go(_Goal(self._spans[number][0], 0, HIT_AT))
        self._colour_current()
        self.viewport().update()
        self._ticks.update()
        self.currentHitChanged.emit()

    def _hit_spans(self) -> list[tuple[int, int]]:
        position_of = self._setter.position_of
        return [(position_of(hit.block, hit.start), position_of(hit.block, hit.end)) for hit in self._hits]

    def _colour_current(self) -> None:
        """The ground of a hit is painted; only Qt itself can give its characters another colour."""
        selections = []
        if self._current >= 0 and self._spans[self._current][1] <= self._setter.built:
            start, end = self._spans[self._current]
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format.setForeground(theme.color("hit_current_ink"))
            selections.append(selection)
        self.setExtraSelections(selections)

    # ---- highlights by hand

    def set_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Shows the marked passages of the page."""
        self._highlights = tuple(highlights)
        self.viewport().update()

    def highlights(self) -> tuple[Highlight, ...]:
        return self._highlights

    def show_highlight(self, uuid: str) -> None:
        """Scrolls to a marked passage, if it is on the page."""
        for highlight in self._highlights:
            if highlight.uuid == uuid:
                first = highlight.places[0]
                self._go(_Goal(self._setter.position_of(first.text, first.start), 0, HIT_AT))

    def selected_passage(self) -> Passage | None:
        """The words that are selected, with their surroundings."""
        cursor = self.textCursor()
        if not cursor.hasSelection() or not self._setter.pieces:
            return None
        begin = self._setter.place_of(cursor.selectionStart())
        return passage_between(self._blocks, begin, self._setter.place_of(cursor.selectionEnd()))

    def mark_selection(self, color: MarkColor = MarkColor.YELLOW, *, with_note: bool = False) -> bool:
        """Asks for the selected words to be marked; False where none are."""
        passage = self.selected_passage()
        if passage is not None:
            self._selection_bar.hide()
            self.passageMarked.emit(replace(passage, color=color), with_note)
        return passage is not None

    def clear_selection(self) -> None:
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.MiddleButton:
            if self.anchorAt(event.position().toPoint()).startswith(JUMP):
                self.jumpAside.emit()
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self.textCursor().hasSelection():
            self._show_selection_bar()
        elif (uuid := self._highlight_at(event.position())) is not None:
            self.highlightActivated.emit(uuid, event.globalPosition().toPoint())

    def _highlight_at(self, place: QPointF) -> str | None:
        at = place + QPointF(0, self.verticalScrollBar().value())
        for highlight in reversed(self._highlights):
            if any(rect.contains(at) for rect in self._rects_of(highlight)):
                return highlight.uuid
        return None

    def _rects_of(self, highlight: Highlight) -> list[QRectF]:
        position_of = self._setter.position_of
        return [
            rect
            for place in highlight.places
            for rect in self._rects(position_of(place.text, place.start), position_of(place.text, place.end))
        ]

    def _show_selection_bar(self) -> None:
        cursor = self.textCursor()
        rects = self._rects(cursor.selectionStart(), cursor.selectionEnd())
        if rects and self.selected_passage() is not None:
            whole = rects[0].united(rects[-1]).translated(0, -self.verticalScrollBar().value())
            self._selection_bar.show_beside(whole.toAlignedRect())

    def _hide_selection_bar(self) -> None:
        if not self.textCursor().hasSelection():
            self._selection_bar.hide()

    # ---- setting

    def _set_page(self, goal: _Goal, *, keeps_cursor: bool = True) -> None:
        self._timer.stop()
        self.setExtraSelections([])
        last, before = self._setter.document, self.textCursor()
        anchor, position = (before.anchor(), before.position()) if keeps_cursor else (0, 0)
        self._setter = DocumentFiller(QTextDocument(self), self._blocks, self._style, self._column())
        self._spans = self._hit_spans()
        self._ticks.forget()
        while not self._setter.is_done and self._setter.built < _AT_ONCE:
            self._setter.set_next()
        # A document of its own for every page: clearing one whose lines are still being laid out crashes in Qt 6.11.
        self.setDocument(self._setter.document)
        last.deleteLater()
        if 0 < max(anchor, position) <= self._setter.built:
            cursor = QTextCursor(self._setter.document)
            cursor.setPosition(anchor)
            cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        self._set_margins()
        if not self._setter.is_done:
            self._timer.start()
        self._colour_current()
        self._go(goal)

    def _set_slice(self) -> None:
        set_for(self._setter, SLICE)
        if self._setter.is_done:
            self._timer.stop()
            self._ticks.forget()
        if not self.extraSelections():
            self._colour_current()
        self._approach()

    def _set_margins(self) -> None:
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        form.setTopMargin(_ABOVE)
        form.setBottomMargin(_BELOW)
        form.setLeftMargin(self._left())
        form.setRightMargin(max(0.0, self.viewport().width() - self._left() - self._column()))
        if form != frame.frameFormat():
            frame.setFrameFormat(form)

    def _column(self) -> float:
        return max(1.0, min(self._style.size * self._style.measure, self._width() - 2 * _SIDE))

    def _left(self) -> float:
        return (self._width() - self._column()) / 2

    def _width(self) -> float:
        """The view and the strip of ticks: the column stands in the middle of both."""
        return self.viewport().width() + HitTicks.WIDTH

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self._place()
        super().resizeEvent(event)
        self._ticks.lie_beside(self.viewport().geometry())
        if self._setter.breaks_otherwise(self._column()):
            self._set_page(place)
        else:
            self._set_margins()
            self._ticks.forget()
            self._go(place)

    # ---- scrolling

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._selection_bar.hide()
        if self._has_ring:  # what Qt only moves would take lines of the ring along
            self.viewport().update()

    def _go(self, goal: _Goal) -> None:
        self._goal = goal
        self._approach()

    def _forget_goal(self) -> None:
        self._goal = None

    def _approach(self) -> None:
        """Scrolls to the goal if the page is set as far as a view below it."""
        goal = self._goal
        if goal is None or not (self._setter.is_done or goal.position < self._setter.built - _AT_ONCE / 2):
            return
        top = 0.0
        if goal.position:
            line = self._line_rect(goal.position)
            self._lay_out_to(line.bottom() + self.viewport().height())
            top = line.top() + goal.ratio * line.height() - goal.share * self.viewport().height()
        self.verticalScrollBar().setValue(round(top))
        self._goal, self._reached = None, (self.verticalScrollBar().value(), goal)

    def _lay_out_to(self, height: float) -> None:
        """Qt lays a long document out as far as it is asked for, and scrolls no further."""
        self.document().documentLayout().hitTest(QPointF(0, height), Qt.HitTestAccuracy.FuzzyHit)

    def _place(self) -> _Goal:
        """Where one is: what was gone to, as long as nobody has scrolled since; else what stands at the top.

        The first is exact, and right also while Qt is still laying out what a new width has moved.
        """
        if self._goal:
            return self._goal
        value, goal = self._reached
        return goal if value == self.verticalScrollBar().value() else self._at_top()

    def _at_top(self) -> _Goal:
        """The line at the top of the view, and how much of it is above."""
        value, goal = self._reached
        if self._goal or value == self.verticalScrollBar().value():
            goal = self._goal or goal
            if goal.share == 0:
                return goal
        top = self.verticalScrollBar().value()
        if top < _ABOVE or not self._setter.built:
            return _Goal(0, 0, 0)
        position = (
            self.document()
            .documentLayout()
            .hitTest(
                QPointF(self._left() + 1, top),
                Qt.HitTestAccuracy.FuzzyHit,
            )
        )
        line = self._line_rect(position)
        return _Goal(position, max(0.0, min(1.0, (top - line.top()) / max(1.0, line.height()))), 0)

    def _line_rect(self, position: int) -> QRectF:
        """The line that a position of the document stands in."""
        block = self.document().findBlock(position)
        top_left = self.document().documentLayout().blockBoundingRect(block).topLeft()
        line = block.layout().lineForTextPosition(position - block.position())
        return (
            line.rect().translated(top_left) if line.isValid() else QRectF(top_left.x(), top_left.y(), 0, 0)
        )

    # ---- keys, links, the clipboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._scroll_by(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._forget_goal()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sizeStepWanted.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(say("文章正文"))
        menu.addAction(say("复制") + "\tCtrl+C", self.copy).setEnabled(bool(self.selected_text()))
        menu.addAction(say("全选") + "\tCtrl+A", self.selectAll)
        is_pointed = event.reason() is QContextMenuEvent.Reason.Mouse
        block = self.block_of(self.cursorForPosition(event.pos())) if is_pointed else self.block_here()
        self._pop_up(menu, block, event.globalPos())

    def _pop_up(self, menu: QMenu, block: PageBlock | None, at: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menuOpening.emit(menu, block)
        menu.popup(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who came by keyboard sees where the keyboard is; who clicked knows."""
        self._has_ring = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        super().focusOutEvent(event)
        self.viewport().update()

    def _follow(self, url: QUrl) -> None:
        if url.toString().startswith(JUMP):
            self.jumpActivated.emit()
        elif url.toString().startswith(TIE):
            self._pop_up(QMenu(self), self._blocks[int(url.toString().removeprefix(TIE))], QCursor.pos())

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected words without typeface, spacing and breaks within a paragraph; where they are from, if that is
        wanted.
        """
        data = QMimeData()
        data.setText(without_controls(self._copied(self.selected_text())))
        return data

    def set_copied(self, copied: Callable[[str], str]) -> None:
        """`copied` says what words become when they are copied."""
        self._copied = copied

    def selected_text(self) -> str:
        """The selected words, a line for each block; "" where nothing is selected."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        parts: list[str] = []
        for piece in self._setter.pieces if start < end else ():
            if max(start, piece.position) < min(end, piece.end):
                parts += ["\n"] * (piece.start == 0 and bool(parts)) + [piece.between(start, end)]
        return "".join(parts)

    # ---- painting

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, theme.color("paper"))
        palette.setColor(QPalette.ColorRole.Window, theme.color("paper"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("soft"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("ink"))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # under a style sheet it keeps its own
        self._set_page(self._place())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -self.verticalScrollBar().value())
        if self._blocks:
            sheet = self._sheet()
            paint_folio(painter, self._blocks[0], sheet.left, sheet.width)
            paint_under(painter, sheet, *self._visible())
            self._paint_highlights(painter)
            self._paint_hits(painter)
        painter.end()
        super().paintEvent(event)
        if self._has_ring:
            text_painting.draw_focus(QPainter(self.viewport()), QRectF(self.viewport().rect()))

    def _sheet(self) -> Sheet:
        return Sheet(self.document(), self._blocks, self._style, self._left(), self._column())

    def _visible(self) -> tuple[float, float]:
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def _paint_highlights(self, painter: QPainter) -> None:
        first, last = self._positions_in_view()
        for highlight in self._highlights:
            begin, end = highlight.places[0], highlight.places[-1]
            position_of = self._setter.position_of
            if position_of(begin.text, begin.start) > last or position_of(end.text, end.end) < first:
                continue
            rects = self._rects_of(highlight)
            paint_highlight(painter, rects, highlight.color, self._style.size)
            if rects and highlight.note and self._left() >= LEAST_MARGIN:
                paint_note_sign(painter, self._left() + self._column() + 23, rects[0])

    def _positions_in_view(self) -> tuple[int, int]:
        """From which position of the document to which it is seen, with some to spare."""
        layout = self.document().documentLayout()
        top, bottom = self._visible()
        first = layout.hitTest(QPointF(0, top), Qt.HitTestAccuracy.FuzzyHit) - 1000
        last = layout.hitTest(QPointF(self.viewport().width(), bottom), Qt.HitTestAccuracy.FuzzyHit)
        return first, last

    def _paint_hits(self, painter: QPainter) -> None:
        if not self._spans:
            return
        first, last = self._positions_in_view()
        for number in range(bisect_left(self._spans, (first, 0)), bisect_right(self._spans, (last, last))):
            for rect in self._rects(*self._spans[number]):
                text_painting.draw_hit(painter, rect, self._style.size, is_current=number == self._current)

    def _rects(self, start: int, end: int) -> list[QRectF]:
        """Where a span of the document stands, a rectangle for each of its lines."""
        rects = []
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            origin = self.document().documentLayout().blockBoundingRect(block).topLeft()
            first, last = max(0, start - block.position()), min(block.length() - 1, end - block.position())
            line = block.layout().lineForTextPosition(first)
            for number in range(
                max(0, line.lineNumber()) if line.isValid() else 0, block.layout().lineCount()
            ):
                line = block.layout().lineAt(number)
                if line.textStart() >= last:
                    break
                a, b = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
                if a < b:
                    x0, x1 = text_painting.x_of(line, a), text_painting.x_of(line, b)
                    rects.append(QRectF(origin.x() + x0, origin.y() + line.y(), x1 - x0, line.height()))
            block = block.next()
        return rects

    # ---- ticks

    def tick_heights(self) -> list[float]:
        """Where each hit stands in the whole page, 0 to 1."""
        is_much = self._setter.total > _EXACT_TICKS or len(self._spans) > _EXACT_HITS
        if not self._setter.is_done or is_much:
            return [start / max(1, self._setter.total) for start, _ in self._spans]
        height = max(1.0, self.document().size().height())
        return [self._line_rect(start).top() / height for start, _ in self._spans]
