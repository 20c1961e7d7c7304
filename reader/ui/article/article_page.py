"""The page of an article: the typeset text, the painting under it, its selection and its links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext

from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
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
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser

from reader.export.article_text import PageBlock, PageBlockKind
from reader.export.forms import Wording
from reader.export.readings import with_note_lines
from reader.i18n import say
from reader.language.forms import without_controls
from reader.newspaper.article import CharacterReading
from reader.newspaper.passage import MarkColor, Passage, QuoteSpan
from reader.ui.article.highlights import Highlight, MarginNote, MarginNotes, passage_between
from reader.ui.article.page_geometry import (
    BEGINNING,
    HIT_AT,
    HighlightMarks,
    HitTicks,
    LineStarts,
    PageHits,
    ScrollPosition,
    TextPlace,
    character_at,
    line_rect,
    place_after,
    position_near,
    span_rects,
    step,
)
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.typesetting import (
    BLOCK_PROPERTY,
    FOLIO_HEIGHT,
    JUMP,
    TIE,
    DocumentFiller,
    PageStyle,
    TypesetPage,
    paint_folio,
    paint_under,
)
from reader.ui.article.unit_selection import SelectionBar, UnitSelection
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.application import announce
from reader.ui.widgets.background_tasks import SLICE, work_for
from reader.ui.widgets.row_list import comes_by_keys

_SIDE = 36
"""The minimum margin on either side of the column, in pixels."""

# The margins above the text, where the folio is, and below it, in pixels.
_ABOVE = FOLIO_HEIGHT
_BELOW = 56
_ANNOUNCED = 20
"""So many characters on each side of the beginning of a hit are announced when it is gone to."""

_BLOCK_AT = 0.1
"""The position in the view of a block that is scrolled to, as a share of the view's height."""

_AT_ONCE = 6000
"""The number of characters set before the page is shown; the rest is set in slices from the event loop."""


class SetPage(QTextBrowser):
    """A view of blocks that are set piece by piece; what is in view stays there in another style, width or theme."""

    arranged = Signal()
    """Emitted when the text was scrolled, set again or has another width."""

    def __init__(self, settings: ReadingSettings) -> None:
        super().__init__()
        self.settings = settings
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # room for the ticks between the text and the scroll bar
        self.setViewportMargins(0, 0, HitTicks.WIDTH, 0)
        self.blocks: tuple[PageBlock, ...] = ()
        """The blocks of the page, the folio first; () for an empty page."""
        self._corrected: dict[tuple[int, int], CharacterReading] = {}
        self.filler = DocumentFiller(QTextDocument(self), (), settings.style, 1)
        self._line_starts = LineStarts(self.filler.document)
        self.setDocument(self.filler.document)
        self._scroll = ScrollPosition(self, self.filler, _AT_ONCE / 2, _ABOVE)
        self.marked = PageHits(self.filler)
        self.marks = HighlightMarks(self.filler)
        self._ticks = HitTicks(self.marked.hit_heights, lambda: self.marked.current_hit, self)
        self._timer = QTimer(self)
        # a slice whenever the event loop has nothing else to do
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._set_slice)
        # who scrolls while the page is still being set does not want to be taken back
        self.verticalScrollBar().actionTriggered.connect(self._scroll.cancel_goal)
        settings.styleChanged.connect(self._set_again)
        theme.signals.changed.connect(self._apply_theme)

    def is_as_printed(self) -> bool:
        return self.filler.is_as_printed

    def _set_again(self) -> None:
        with self.staying():
            self._set_page()

    def scroll_fraction(self) -> float:
        """Return the share of the text above the view, 0 to 1: it means the same place at any size and width."""
        if self.filler.total:
            return self.first_position_in_view() / self.filler.total
        return 0.0

    def restore_scroll(self, fraction: float) -> None:
        self._scroll.go(TextPlace(round(min(max(fraction, 0.0), 1.0) * self.filler.total)))

    def _scroll_by(self, pages: int) -> None:
        """Scroll by a number of views, each reduced by two lines, so that the last lines read stay visible."""
        self._scroll.cancel_goal()
        bar = self.verticalScrollBar()
        bar.setValue(
            bar.value()
            + pages
            * (self.viewport().height() - round(2 * self.filler.style.size * self.filler.style.leading))
        )

    def first_position_in_view(self) -> int:
        return self._scroll.at_top(self._left()).position

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Within the block the page is set again, also with another text; what is in view and selected stays so."""
        last = self.filler
        blocks = self.blocks
        cursor = self.textCursor()
        goal = self._scroll.place(self._left())
        ends = (cursor.anchor(), cursor.position(), goal.position)
        if last.pieces:
            places = [last.place_of(end) for end in ends]
        else:
            places = []
        yield
        if places and self.blocks and self.filler is not last:
            places = [place_after(place, blocks, self.blocks) for place in places]
            anchor, position, top = (self.filler.position_of(*place) for place in places)
            if 0 < max(anchor, position) <= self.filler.built:
                cursor = QTextCursor(self.filler.document)
                cursor.setPosition(anchor)
                cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
                self.setTextCursor(cursor)
            goal = replace(goal, position=top if goal.position else 0)
        self._scroll.go(goal)
        self.arranged.emit()

    def _set_page(self) -> None:
        self._timer.stop()
        self.setExtraSelections([])
        last = self.filler
        style = self.settings.style
        self.filler = DocumentFiller(
            QTextDocument(self), self.blocks, style, self._column(style), self._corrected
        )
        self._line_starts = LineStarts(self.filler.document)
        self._scroll.filler = self.filler
        self.marked.set_filler(self.filler)
        self.marks.filler = self.filler
        self._ticks.forget()
        while not self.filler.is_done and self.filler.built < _AT_ONCE:
            self.filler.set_next()
        # A document for every page: clearing one whose lines are still being laid out crashes in Qt 6.11.
        self.setDocument(self.filler.document)
        last.document.deleteLater()
        self._set_margins()
        self._line_starts.set_all()
        if not self.filler.is_done:
            self._timer.start()
        self.setExtraSelections(self.marked.ink_of_current())

    def _set_slice(self) -> None:
        with self.staying() if self.filler.is_done else nullcontext():
            work_for(self.filler, SLICE)
            work_for(self._line_starts, SLICE)
        if self.filler.is_done and self._line_starts.is_done:
            self._timer.stop()
            self._ticks.forget()
        if not self.extraSelections():
            self.setExtraSelections(self.marked.ink_of_current())
        self._scroll.scroll_if_ready()
        self.arranged.emit()

    def _set_margins(self) -> None:
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        form.setTopMargin(_ABOVE)
        form.setBottomMargin(_BELOW)
        form.setLeftMargin(self._left())
        form.setRightMargin(max(0.0, self.viewport().width() - self._left() - self._column()))
        # setting a format lays out the whole document again, also one that is the same
        if form != frame.frameFormat():
            frame.setFrameFormat(form)
        self._line_starts.begin_again()

    def _column(self, style: PageStyle | None = None) -> float:
        style = style or self.filler.style
        return max(1.0, min(style.size * style.measure, self._width() - 2 * _SIDE))

    def _left(self) -> float:
        return (self._width() - self._column()) / 2

    def _width(self) -> float:
        """Return the width in which the column is centred, in pixels.

        It leaves out the scroll bar, shown or not, so that short and long articles have the text in the same place.
        """
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self.staying():
            super().resizeEvent(event)
            self._ticks.place_right_of(self.viewport().geometry())
            if self.filler.breaks_otherwise(self._column()):
                self._set_page()
            else:
                self._set_margins()
                work_for(self._line_starts, SLICE)
                if not self._line_starts.is_done:
                    self._timer.start()
                self._ticks.forget()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._scroll.cancel_goal()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.settings.step_size(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _apply_theme(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, theme.color("paper"))
        palette.setColor(QPalette.ColorRole.Window, theme.color("paper"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
        palette.setColor(QPalette.ColorRole.Highlight, theme.color("soft"))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("ink"))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # a widget with a style sheet does not inherit it
        self._set_again()

    def top_of_view(self) -> int:
        return self.verticalScrollBar().value()

    def _visible(self) -> tuple[int, int]:
        return self.top_of_view(), self.top_of_view() + self.viewport().height()

    def positions_in_view(self) -> tuple[int, int]:
        """Return the first position in view minus 1000, and the last one.

        The margin of 1000 characters includes a hit or highlight that begins above the view and ends in it.
        """
        top, bottom = self._visible()
        first = position_near(self.document(), QPointF(0, top))
        return first - 1000, position_near(self.document(), QPointF(self.viewport().width(), bottom))


class ArticlePage(SetPage):
    currentHitChanged = Signal()
    menuOpening = Signal(QMenu, object)
    """Emitted before a menu opens on a `PageBlock`, or None; slots may add actions."""

    def __init__(self, settings: ReadingSettings, calls: PaneCalls) -> None:
        super().__init__(settings)
        self.calls = calls
        self.setObjectName("articlePane")
        self.setAccessibleName(say("文章正文"))
        # `_follow` handles the links; Qt would try to load their addresses
        self.setOpenLinks(False)
        # dropped files are for the window behind the page
        self.setAcceptDrops(False)
        self._has_ring = False
        self._pressed_link = ""
        """The link on which the left button is held: words are not selected from there."""
        self.copied: Callable[[str], str] = str
        self.selection_bar = SelectionBar(
            self.viewport(), calls, self.selected_text, self.copy, self.mark_selection
        )
        self.selectionChanged.connect(self._hide_selection_bar)
        self.unit_selection = UnitSelection(self, self, calls)
        self.notes = MarginNotes(self, self, calls)
        self.arranged.connect(self.notes.place)
        self.anchorClicked.connect(self._follow)
        self._apply_theme()

    # ---- content

    def show_blocks(
        self,
        blocks: Sequence[PageBlock],
        corrected: Mapping[tuple[int, int], CharacterReading] | None = None,
        names: Sequence[str] = (),
    ) -> None:
        """Show a page from its beginning, without hits.

        `corrected` as for `DocumentFiller`; `names` are names known to be in the text.
        """
        self.unit_selection.known_names = names
        is_set = self._is_set(tuple(blocks), dict(corrected or {}))
        self.blocks = tuple(blocks)
        self._corrected = dict(corrected or {})
        self.marked.set_hits(())
        self.marks.highlights = ()
        self.marks.pending = None
        self.marks.faint = ()
        self.notes.set_notes(())
        self._scroll.go(BEGINNING)  # places in the last text mean nothing in this one
        if is_set:
            self._show_unmarked()
        else:
            self._set_page()
        self._scroll.go(BEGINNING)
        self.arranged.emit()

    def _is_set(
        self, blocks: tuple[PageBlock, ...], corrected: Mapping[tuple[int, int], CharacterReading]
    ) -> bool:
        """Return whether the document holds these blocks as they would be set again."""
        if not self.filler.is_done or self.filler.style != self.settings.style:
            return False
        if blocks != self.blocks or corrected != self._corrected:
            return False
        return not self.filler.breaks_otherwise(self._column())

    def _show_unmarked(self) -> None:
        self.setTextCursor(QTextCursor(self.filler.document))
        self._ticks.forget()
        self.setExtraSelections(self.marked.ink_of_current())

    def show_block(self, number: int) -> None:
        self._scroll.go(TextPlace(self.filler.position_of(number, 0), share=_BLOCK_AT))

    def toPlainText(self) -> str:
        """Return the text of the page, a line for each block, complete even while the page is still being set."""
        return "\n".join(block.text for block in self.blocks if block.kind is not PageBlockKind.FOLIO)

    def block_of(self, cursor: QTextCursor) -> PageBlock | None:
        """Return the block of a text cursor; None beyond the last block."""
        number = cursor.block().blockFormat().intProperty(BLOCK_PROPERTY)
        if number < len(self.blocks):
            return self.blocks[number]
        return None

    # ---- scrolling to places

    def set_caret_shown(self, is_shown: bool) -> None:
        """Show or hide the caret; while it is shown, the arrow keys move it and select with Shift, else they scroll."""
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

    def set_hits(self, hits: Sequence[QuoteSpan], current: int = 0, *, keeps_view: bool = False) -> None:
        """Mark the hits and scroll to number `current`, unless it `keeps_view` as -1 does, which is none."""
        self.marked.set_hits(hits)
        self._ticks.forget()
        self._make_current(min(current, len(hits) - 1), keeps_view=keeps_view)

    def step_hit(self, by: int) -> None:
        if len(self.marked):
            self._make_current(number := step(self.marked.current_hit, by, len(self.marked)))
            block = self.document().findBlock(at := self.marked.start_of(number))
            begin = at - block.position()
            announce(self, block.text()[max(begin - _ANNOUNCED, 0) : begin + _ANNOUNCED])

    def show_first_hit_from(self, position: int) -> None:
        """Show the first hit at or after a position of the document, or the first of all."""
        if len(self.marked):
            self._make_current(self.marked.first_from(position))

    def _make_current(self, number: int, *, keeps_view: bool = False) -> None:
        self.marked.current_hit = number
        if number >= 0 and not keeps_view:
            self._scroll.go(TextPlace(self.marked.start_of(number), share=HIT_AT))
        self.setExtraSelections(self.marked.ink_of_current())
        self.viewport().update()
        self._ticks.update()
        self.currentHitChanged.emit()

    # ---- highlights

    def set_highlights(self, highlights: Sequence[Highlight], notes: Sequence[MarginNote] = ()) -> None:
        self.marks.highlights = tuple(highlights)
        self.notes.set_notes(notes)
        self.viewport().update()

    def show_faint(self, places: Sequence[QuoteSpan]) -> None:
        """Show the characters of which an OCR program was not certain with dots below."""
        self.marks.faint = tuple(places)
        self.viewport().update()

    def show_pending(self, highlight: Highlight | None) -> None:
        self.marks.pending = highlight
        self.viewport().update()

    def rects_of(self, places: Sequence[QuoteSpan]) -> list[QRectF]:
        """Return the rectangles of spans of the blocks in the view; [] until they are set."""
        return [rect.translated(0, -self.top_of_view()) for rect in self.marks.rects_of(places)]

    def margin(self) -> QRectF:
        left = self._left() + self._column()
        return QRectF(left, 0, max(0.0, self.viewport().width() - left), self.viewport().height())

    def line_of(self, place: QuoteSpan, visible: tuple[int, int]) -> QRectF | None:
        """Return the line in which a span begins, in document coordinates.

        Return None if the span is not among the `visible` positions, for which the layout is done.
        """
        position = self.filler.position_of(place.text, place.start)
        is_visible = visible[0] <= position <= min(visible[1], self.filler.built)
        if is_visible:
            return line_rect(self.document(), position)
        return None

    def show_place(self, place: QuoteSpan) -> None:
        self._scroll.go(TextPlace(self.filler.position_of(place.text, place.start), share=HIT_AT))

    def show_highlight(self, uuid: str) -> None:
        start = self.marks.start_of(uuid)
        if start is not None:
            self._scroll.go(TextPlace(start, share=HIT_AT))

    def selected_passage(self) -> Passage | None:
        cursor = self.textCursor()
        if not cursor.hasSelection() or not self.filler.pieces:
            return None
        begin = self.filler.place_of(cursor.selectionStart())
        return passage_between(self.blocks, begin, self.filler.place_of(cursor.selectionEnd()))

    def mark_selection(self, color: MarkColor = MarkColor.YELLOW, with_note: bool = False) -> bool:
        """Request a highlight of the selected words; return False without a selection."""
        passage = self.selected_passage()
        if passage is not None:
            self.selection_bar.hide()
            self.calls.mark(replace(passage, color=color), with_note)
        return passage is not None

    def selected_places(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return block and character of both ends of the selection, or of the character at the text cursor."""
        if not self.filler.pieces:
            return None
        cursor = self.textCursor()
        begin, end = (self.filler.place_of(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        return begin, (end if begin != end else (begin[0], begin[1] + 1))

    def clear_selection(self) -> None:
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left:
            self._pressed_link = self.anchorAt(event.position().toPoint())
        else:
            self._pressed_link = ""
        if not self._pressed_link and not self.unit_selection.press(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        is_link = bool(self.anchorAt(event.position().toPoint()))
        if not is_link and not self.unit_selection.press(event, 2):
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._pressed_link and not self.unit_selection.move(event):
            super().mouseMoveEvent(event)

    def position_of(self, place: tuple[int, int]) -> int:
        return self.filler.position_of(*place)

    def position_under(self, point: QPointF) -> int:
        return character_at(self.document(), point + QPointF(0, self.top_of_view()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link = self._pressed_link
        if link:
            self._pressed_link = ""
            if self.anchorAt(event.position().toPoint()) == link:
                self._follow(QUrl(link))
            return
        if self.unit_selection.release(event):
            self.show_selection_bar()
            return
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.MiddleButton:
            if self.anchorAt(event.position().toPoint()).startswith(JUMP):
                self.calls.open_jump_second()
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self.textCursor().hasSelection():
            self.show_selection_bar()
        elif self._activate_corrected(self.position_under(event.position())):
            pass
        elif (uuid := self.marks.at(event.position() + QPointF(0, self.top_of_view()))) is not None:
            self.calls.open_highlight(uuid, event.globalPosition().toPoint())

    def _activate_corrected(self, position: int) -> bool:
        """Open the corrected character at a position of the document; return False if it is none."""
        if self.filler.pieces:
            place = self.filler.place_of(position)
        else:
            place = (0, 0)
        if place not in self._corrected:
            return False
        rects = span_rects(self.document(), position, position + 1)
        if not rects:
            return False
        at = rects[0].translated(0, -self.top_of_view()).center().toPoint()
        self.calls.open_corrected(self._corrected[place], place, self.viewport().mapToGlobal(at))
        return True

    def show_selection_bar(self) -> None:
        """Show the selection bar above the selected words, or below them."""
        cursor = self.textCursor()
        rects = span_rects(self.document(), cursor.selectionStart(), cursor.selectionEnd())
        if rects and self.selected_passage() is not None:
            selection_rect = rects[0].united(rects[-1]).translated(0, -self.top_of_view())
            self.selection_bar.show_near(selection_rect.toAlignedRect())

    def _hide_selection_bar(self) -> None:
        if not self.textCursor().hasSelection():
            self.selection_bar.hide()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.selection_bar.hide()
        self.arranged.emit()
        if self._has_ring:  # scrolling moves pixels, and with them parts of the focus ring
            self.viewport().update()

    # ---- keys, links, the clipboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._activate_corrected(
            self.textCursor().selectionStart()
        ):
            event.accept()
        elif event.key() == Qt.Key.Key_Space:
            self._scroll_by(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not self.is_caret_shown():
            self.calls.scroll_to(0.0 if event.key() == Qt.Key.Key_Home else 1.0)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from reader.ui.article.article_entries import known_entries  # the first picture has no menu

        menu = QMenu(self)
        menu.setAccessibleName(say("文章正文"))
        is_pointed = event.reason() is QContextMenuEvent.Reason.Mouse
        if is_pointed:
            cursor = self.cursorForPosition(event.pos())
        else:
            cursor = self.textCursor()
        position = cursor.position()
        self.menuOpening.emit(menu, self.block_of(cursor))
        entries = known_entries(menu)
        if entries is not None:
            for words, act in self.calls.on_words(position):
                entries.more.addAction(words, act)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = comes_by_keys(event)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        super().focusOutEvent(event)
        self.viewport().update()

    def _follow(self, url: QUrl) -> None:
        if url.toString().startswith(JUMP):
            self.calls.open_jump()
        elif url.toString().startswith(TIE):
            block = int(url.toString().removeprefix(TIE))
            cursor = QTextCursor(self.document())
            cursor.setPosition(self.filler.position_of(block, 0))
            at = self.cursorRect(cursor).bottomLeft()
            self.calls.open_tie(self.blocks[block], self.viewport().mapToGlobal(at))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selected words as plain text, passed through the function of `set_copied`."""
        data = QMimeData()
        copied = self.copied(self.selected_text(self.settings.wording))
        data.setText(without_controls(with_note_lines(copied, self.copied_notes())))
        return data

    def selected_text(self, wording: Wording = Wording.CORRECTED) -> str:
        cursor = self.textCursor()
        return self.filler.text_between(cursor.selectionStart(), cursor.selectionEnd(), wording)

    def copied_notes(self) -> tuple[str, ...]:
        cursor = self.textCursor()
        notes = self.filler.notes_between(cursor.selectionStart(), cursor.selectionEnd())
        if self.settings.wording is Wording.WITH_NOTES:
            return notes
        return ()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -self.top_of_view())
        if self.blocks:
            page = TypesetPage(self.document(), self.blocks, self.filler.style, self._left(), self._column())
            # all this is painted first, so that Qt paints the text over it
            paint_folio(painter, self.blocks[0], page.left, page.width)
            paint_under(painter, page, *self._visible())
            visible = self.positions_in_view()
            self.marks.paint(painter, visible, self.filler.style.size)
            self.marked.paint(painter, visible, self.filler.style.size)
        painter.end()
        super().paintEvent(event)
        if self._has_ring:
            text_painting.draw_focus(QPainter(self.viewport()), QRectF(self.viewport().rect()))
