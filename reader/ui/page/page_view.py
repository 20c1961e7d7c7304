"""The view of a newspaper page: a list view whose rows are the articles, painted at their positions on the page.

As rows of a list, articles can be reached by keys, chosen with Enter and read by screen readers.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QToolTip

from reader import do_nothing
from reader.i18n import say
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.page_geometry import HIT_AT, HitTicks, step
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.typesetting import paint_folio
from reader.ui.page.page_layout import (
    ArticleOnPage,
    PageArticle,
    PageHighlight,
    PageHit,
    PageLayout,
    PageMarks,
    PageSelection,
    Spot,
    paint_lines,
    paint_rules,
)
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import SLICE, work_for
from reader.ui.widgets.controls import plain
from reader.ui.widgets.row_list import Index, RowActivation, RowModel, drag, draggable, open_menu
from reader.ui.widgets.when_shown import WhenShown

_TOP = QModelIndex()


class PageModel(RowModel[PageArticle]):
    def words(self, row: PageArticle) -> str:
        return row.stored.article.title()

    def spoken(self, row: PageArticle) -> str:
        return _spoken(row)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return draggable(super().flags(index))

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.mime_data_of([self.row(index).stored.id for index in indexes])


def _spoken(article: PageArticle) -> str:
    title = article.stored.article.title()
    blocks = zip(article.blocks[1:], article.as_set()[1:], strict=True)
    return wording.listed([title, *(as_set.text for block, as_set in blocks if block.text != title)])


_SIDE = 32
"""The minimum margin on either side of the page, in pixels."""
_MAX_WIDTH = 1240
"""The maximum width of the page, in pixels: on a wider one headlines are too long to read at a glance."""
_AT_ONCE = 0.01
"""The time for which the page is typeset before it is shown, in seconds."""
_ARTICLE_AT = 0.06
"""The position in the view of an article that is scrolled to, as a share of the view's height."""
_BAR_DISTANCE = 12
"""The distance from the text to the bar left of the current article, in pixels."""


class _Place(Struct, frozen=True):
    """A scroll position: `ratio` (0 to 1) of the height of article number `article` is above the view.

    With None, the beginning of the article or the current hit in it is in view.
    """

    article: int
    ratio: float | None = None


class PageView(QListView):
    arranged = Signal()
    """Emitted when the page was scrolled, typeset further or has another width."""

    def __init__(self, settings: ReadingSettings, calls: PaneCalls) -> None:
        super().__init__()
        self._settings = settings
        self._calls = calls
        self.copy: Callable[[], object] = do_nothing
        self.hit_changed: Callable[[], object] = do_nothing
        self.selection_cleared: Callable[[], object] = do_nothing
        self.setObjectName("pageView")
        self.setAccessibleName(say("整版"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(48)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setViewportMargins(0, 0, HitTicks.WIDTH, 0)
        # for the cursor, which changes over an article without a button pressed
        self.viewport().setMouseTracking(True)
        theme.tint(self, "paper")
        self.row_model = PageModel()
        self.setModel(self.row_model)
        self._layout = PageLayout((), 1, settings.style)
        self._goal: _Place | None = None
        self.marks = PageMarks(self._layout)
        self._ticks = HitTicks(self.marks.hit_heights, lambda: self.marks.current_hit, self)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._set_slice)
        self._go_on = WhenShown(self, self._set_rest)
        self.chooser = RowActivation(self, follows=False)
        self.verticalScrollBar().actionTriggered.connect(self._forget_goal)
        settings.styleChanged.connect(self._set_again)
        theme.signals.changed.connect(self.viewport().update)

    # -- content

    def show_articles(self, articles: Sequence[PageArticle]) -> None:
        self.row_model.set_rows(tuple(articles))
        self._goal = None
        self.marks.highlights = ()
        self.select(None)
        self.set_hits(())
        self.marks.pending = None
        self._set_page()
        self.verticalScrollBar().setValue(0)

    def articles(self) -> tuple[PageArticle, ...]:
        return tuple(self.row_model.rows())

    def make_current(self, article_id: int) -> None:
        """Make an article the current one without emitting a signal, and scroll to it if no part of it is in view."""
        numbers = [
            n for n, page_article in enumerate(self.articles()) if page_article.stored.id == article_id
        ]
        if numbers:
            index = self.row_model.index(numbers[0], 0)
        else:
            index = QModelIndex()
        self.chooser.select(index)
        if numbers and not self.visualRect(index).intersects(self.viewport().rect()):
            self.go(_Place(numbers[0]))
        self.viewport().update()

    def is_as_printed(self) -> bool:
        return self._layout.is_as_printed

    def _set_again(self) -> None:
        place = self.place()
        self._set_page()
        self.go(place)

    def step(self, by: int) -> bool:
        """Go to the next article of the page (1) or the previous one (-1); return False if there is none."""
        at = self.currentIndex().row() + by
        if not 0 <= at < self.row_model.rowCount():
            return False
        self._go_to_article(at)
        return True

    def is_set(self) -> bool:
        return self._layout.is_done

    # -- hits

    def set_hits(self, hits: Sequence[PageHit], current: int = -1, *, keeps_view: bool = False) -> None:
        """Mark the hits and scroll to number `current`, unless it `keeps_view` as -1 does, which is none."""
        self.marks.set_hits(hits)
        self._ticks.forget()
        self._make_hit_current(min(current, len(hits) - 1), keeps_view=keeps_view)

    def step_hit(self, by: int) -> None:
        """Go to the next hit (1) or the previous one (-1), cyclically."""
        if self.marks.hits:
            self._make_hit_current(step(self.marks.current_hit, by, len(self.marks.hits)))

    def _make_hit_current(self, number: int, *, keeps_view: bool = False) -> None:
        self.marks.current_hit = number
        if number >= 0 and not keeps_view:
            self.go(_Place(self.marks.hits[number].article))
        self.viewport().update()
        self._ticks.update()
        self.hit_changed()

    # -- highlights and the selection

    def show_pending(self, pending: PageHighlight | None) -> None:
        """Show the passage of a note that is being written and not yet stored; None for no passage."""
        self.marks.pending = pending
        self.viewport().update()

    def rects_of(self, number: int, spans: Sequence[QuoteSpan]) -> list[QRectF]:
        return [self._on_viewport(rect) for rect in self.marks.rects_of(number, spans)]

    def select(self, selection: PageSelection | None) -> None:
        self.marks.selection = selection
        self.viewport().update()
        if selection is None:
            self.selection_cleared()

    def selected_rect(self) -> QRect:
        rects = self.marks.selection_rects()
        if rects:
            return self._on_viewport(rects[0].united(rects[-1])).toAlignedRect()
        return QRect()

    def spot_under(self, point: QPoint) -> tuple[int, Spot] | None:
        """Return the number of the article and the spot in its text at a point of the view; None if not on text."""
        number = self.indexAt(point).row()
        place = self.on_page(point)
        placed = self._layout.article_on_page(number)
        at = place - placed.box.topLeft() if placed else place
        line = placed.article.nearest(at) if placed else None
        if (
            line is None
            or not line.box.contains(at)
            or at.x() > line.box.left() + line.line().naturalTextWidth()
        ):
            return None
        return number, (line.block, line.character_at(at.x()))

    def spot_near(self, number: int, point: QPoint) -> Spot:
        placed = self._layout.article_on_page(number)
        if placed:
            at = self.on_page(point) - placed.box.topLeft()
        else:
            at = QPointF()
        line = placed.article.nearest(at) if placed else None
        if line:
            return (line.block, line.character_at(at.x()))
        return (0, 0)

    # -- typesetting

    def _set_page(self) -> None:
        self._timer.stop()
        self._layout = self.marks.layout = PageLayout(self.articles(), self._width(), self._settings.style)
        self._set_for(_AT_ONCE)
        self._go_on.do()

    def _set_rest(self) -> None:
        if not self._layout.is_done:
            self._timer.start()

    def _set_slice(self) -> None:
        if not self.isVisible():
            self._timer.stop()
            self._go_on.do()
            return
        self._set_for(SLICE)
        if self._layout.is_done:
            self._timer.stop()
        if self._goal is not None:
            self.go(self._goal)

    def _set_for(self, seconds: float) -> None:
        work_for(self._layout, seconds)
        self._ticks.forget()
        self.updateGeometries()
        self.viewport().update()
        self.arranged.emit()

    def _width(self) -> float:
        return float(max(1, min(self._full_width() - 2 * _SIDE, _MAX_WIDTH)))

    def _left(self) -> float:
        return (self._full_width() - self._layout.width) / 2

    def _full_width(self) -> int:
        """Return the width in which the page is centred, in pixels: without the scroll bar, shown or not."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, round(self._layout.height) - self.viewport().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ticks.place_right_of(self.viewport().geometry())
        if self._width() != self._layout.width:
            self._set_again()
        else:
            self.updateGeometries()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Scroll to the current article if the focus comes by Tab and no part of it is in view."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            current = self.currentIndex()
            if current.isValid() and not self.visualRect(current).intersects(self.viewport().rect()):
                self.scrollTo(current)

    # -- scroll position

    def go(self, place: _Place) -> None:
        """Scroll to a place as soon as its article is typeset; not if an article or hit to show is in view already."""
        box = self._layout.box(place.article)
        self._goal = place if box is None else None
        if box is None:
            return
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        top = bar.value()
        hit = self.marks.current_hit
        # a stored place is restored exactly; an article or hit is scrolled to only if it is not in view
        if place.ratio is not None:
            bar.setValue(round(box.top() + place.ratio * box.height()))
        elif hit >= 0 and self.marks.hits[hit].article == place.article:
            rects = self.marks.rects_of(place.article, (self.marks.hits[hit].hit,))
            if rects and not top <= rects[0].top() <= rects[0].bottom() <= top + height:
                bar.setValue(round(rects[0].top() - HIT_AT * height))
        elif not (top <= box.top() and (box.bottom() <= top + height or box.top() <= top + height / 2)):
            bar.setValue(round(box.top() - _ARTICLE_AT * height))

    def _forget_goal(self) -> None:
        self._goal = None

    def place(self) -> _Place:
        """Return the place being scrolled to, else the first article in view with the share of it above the view."""
        top = self.verticalScrollBar().value()
        band = next(self._layout.bands_between(top, top + self.viewport().height()), None)
        if self._goal is not None or band is None or not top:
            return self._goal or _Place(0)
        first = band.articles[0]
        return _Place(first.number, (top - first.box.top()) / max(first.box.height(), 1.0))

    def _scroll_by(self, pages: int) -> None:
        self._forget_goal()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * (self.viewport().height() - 2 * bar.singleStep()))

    def _go_to_article(self, number: int) -> None:
        self.chooser.select(self.row_model.index(number, 0))
        self.go(_Place(number))
        self.viewport().update()
        self._calls.make_current(self.articles()[number].stored.id)

    # -- QAbstractItemView

    def visualRect(self, index: Index) -> QRect:
        if index.isValid():
            box = self._layout.box(index.row())
        else:
            box = None
        if box is not None:
            return self._on_viewport(box).toAlignedRect()
        return QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        place = self.on_page(point)
        for band in self._layout.bands_between(place.y(), place.y()):
            for placed in band.articles:
                # the bar left of the current article belongs to it
                if placed.box.adjusted(-_BAR_DISTANCE, 0, _BAR_DISTANCE, 0).contains(place):
                    return self.row_model.index(placed.number, 0)
        return QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if index.isValid():
            self.go(_Place(index.row()))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        return self.currentIndex()

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: object) -> None:
        """Do nothing: articles are not selected by a rectangle."""

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        last = self.row_model.rowCount() - 1
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif not is_plain or last < 0:
            event.ignore()
        elif key == Qt.Key.Key_Space:
            self._scroll_by(-1 if is_shifted else 1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._scroll_by(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
            self.step(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to_article(0 if key == Qt.Key.Key_Home else last)
            if key == Qt.Key.Key_End:
                self.go(_Place(last, 1.0))
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        if is_by_keys:
            index = self.currentIndex()
        else:
            index = self.indexAt(event.pos())
        if index.isValid():
            menu = QMenu(self)
            self._calls.offer(menu, index.row())
            corner = self.visualRect(index).intersected(self.viewport().rect()).topLeft()
            open_menu(menu, index, self.viewport().mapToGlobal(corner if is_by_keys else event.pos()))

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the article with a label of its title: Qt's picture of the row would hide the drop target."""
        index = self.currentIndex()
        if index.isValid():
            drag(self, self.row_model.mimeData([index]), self.articles()[index.row()].stored.article.title())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._forget_goal()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._settings.step_size(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_over = self.indexAt(event.position().toPoint()).isValid()
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor
        )

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            words = self.marks.tip_at(self.indexAt(event.pos()).row(), self.on_page(event.pos()))
            # an empty text hides the tool tip of another character
            QToolTip.showText(event.globalPos(), plain(words) if words else "", self.viewport())
            return True
        return super().viewportEvent(event)

    # -- painting

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self.arranged.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        articles = self.articles()
        if not articles:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.verticalScrollBar().value()
        painter.translate(self._left(), -top)
        seen = QRectF(event.rect()).translated(-self._left(), top)
        paint_folio(painter, articles[0].blocks[0], 0, self._layout.width)
        for band in self._layout.bands_between(seen.top(), seen.bottom()):
            paint_rules(painter, self._layout, band)
            for placed in band.articles:
                self._paint_article(painter, placed, seen)

    def _paint_article(self, painter: QPainter, placed: ArticleOnPage, seen: QRectF) -> None:
        origin = placed.box.topLeft()
        if placed.number == self.currentIndex().row():
            if placed.article.legs:
                head = placed.article.legs[0]
            else:
                head = None
            bar = QRectF(-_BAR_DISTANCE, 2, 3, (head.bottom if head else placed.box.height()) - 2)
            painter.fillRect(bar.translated(origin), theme.color("accent"))
            if self.hasFocus() and self.chooser.is_by_keys:
                text_painting.draw_focus(painter, placed.box.adjusted(-8, -8, 8, 8), 4)
        self.marks.paint_under(painter, placed)
        paint_lines(painter, placed, seen)
        self.marks.paint_over(painter, placed)

    def _on_viewport(self, box: QRectF) -> QRectF:
        return box.translated(self._left(), -self.verticalScrollBar().value())

    def on_page(self, point: QPoint) -> QPointF:
        return QPointF(point) + QPointF(-self._left(), self.verticalScrollBar().value())
