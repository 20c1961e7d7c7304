"""The view of a picture: panning by mouse, wheel and keys, zooming by these and by pinch gestures; its tiles."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QGestureEvent,
    QPinchGesture,
    QToolTip,
    QWidget,
)

from reader import do_nothing
from reader.features.pictures.ui.picture_marks import Outline, PictureMarks
from reader.i18n import say
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue, do_soon, load_picture_readers
from reader.ui.widgets.controls import plain
from reader.ui.widgets.row_list import comes_by_keys
from reader.workers.picture_worker import TILE

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid, Tile

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid, Tile


_SLICE_S = 0.006
"""The time for smooth scaling of tiles in one paint event; the others are scaled in the next one, in seconds."""


class TilePainter:
    """Paints the tiles of one picture, and requests those that are missing from the store."""

    def __init__(self, store: TileStore) -> None:
        self._store = store
        self._pyramid: Pyramid | None = None
        self._scale = 0.0
        self._scaled: dict[Tile, QPixmap] = {}
        """The tiles scaled to `_scale`, in pixels of the screen."""

    def set_pyramid(self, pyramid: Pyramid | None) -> None:
        self._pyramid = pyramid
        self._scaled = {}

    def paint(self, painter: QPainter, origin: QPointF, scale: float, ratio: float, view: QRectF) -> bool:
        """Paint what is visible of the picture; return whether some tiles have to be painted again, smoothly scaled."""
        pyramid = self._pyramid
        if pyramid is None:
            return False
        if scale * ratio != self._scale:
            # tiles scaled for another zoom are of no use
            self._scale = scale * ratio
            self._scaled = {}
        level = level_for(pyramid, self._scale)
        by = self._scale * (1 << (pyramid.levels - 1 - level))
        painter.translate(origin)
        tiles = list(tiles_in(pyramid, level, QRectF(view.translated(-origin)), by / ratio))
        self._store.want(tiles)
        end = time.perf_counter() + _SLICE_S
        is_rough = False
        for tile in tiles:
            box = _box_of(pyramid, tile, by)
            target = QRectF(box.x() / ratio, box.y() / ratio, box.width() / ratio, box.height() / ratio)
            # enlarging is done by the painter, and fast; only reducing smoothly takes long
            if by > 1 or time.perf_counter() < end or tile in self._scaled:
                is_drawn = self._paint_well(painter, tile, box, target, by)
            else:
                is_drawn = False
                is_rough = True
            if not is_drawn:
                self._paint_coarser(painter, pyramid, tile, target)
        # only visible ones are kept
        self._scaled = {tile: self._scaled[tile] for tile in tiles if tile in self._scaled}
        return is_rough

    def _paint_well(self, painter: QPainter, tile: Tile, box: QRect, target: QRectF, by: float) -> bool:
        """Paint a tile scaled smoothly; return False if it is not loaded."""
        scaled = self._scaled.get(tile)
        if scaled is not None:
            painter.drawPixmap(target, scaled, QRectF(scaled.rect()))
            return True
        image = self._store.image(tile)
        if image is None:
            return False
        if by > 1:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, image, QRectF(image.rect()))
            return True
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(QSize(box.width(), box.height()), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        scaled = QPixmap.fromImage(image)
        self._scaled[tile] = scaled
        painter.drawPixmap(target, scaled, QRectF(scaled.rect()))
        return True

    def _paint_coarser(self, painter: QPainter, pyramid: Pyramid, tile: Tile, target: QRectF) -> None:
        """Paint a tile unscaled, or its part of a loaded coarser tile; without any, a plain background."""
        from reader.pictures.picture_process import Tile

        # the finest loaded tile above this one, up to the whole picture in one tile
        for up in range(tile.level + 1):
            above = Tile(tile.level - up, tile.column >> up, tile.row >> up)
            image = self._store.image(above)
            if image is not None:
                width, height = pyramid.size_at(tile.level)
                left = tile.column * TILE
                top = tile.row * TILE
                part = QRectF(left, top, min(TILE, width - left), min(TILE, height - top))
                by = 1 / (1 << up)
                source = QRectF(part.x() * by, part.y() * by, part.width() * by, part.height() * by)
                painter.drawImage(target, image, source.translated(-above.column * TILE, -above.row * TILE))
                return
        painter.fillRect(target, theme.color("rule"))


def level_for(pyramid: Pyramid, scale: float) -> int:
    level = pyramid.levels - 1
    while level > 0 and scale * (1 << (pyramid.levels - level)) <= 1.001:
        level -= 1
    return level


def tiles_in(pyramid: Pyramid, level: int, part: QRectF, by: float) -> Iterator[Tile]:
    """Yield the tiles of a level that are visible in a part of the picture, the middle ones first.

    `by` is the size of a pixel of the level, in the unit of `part`.
    """
    from reader.pictures.picture_process import Tile

    columns, rows = pyramid.grid_at(level)
    step = TILE * by
    left = max(int(part.left() // step), 0)
    right = min(int(part.right() // step), columns - 1)
    top = max(int(part.top() // step), 0)
    bottom = min(int(part.bottom() // step), rows - 1)
    middle = ((left + right) / 2, (top + bottom) / 2)
    places = [(column, row) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    places.sort(key=lambda place: abs(place[0] - middle[0]) + abs(place[1] - middle[1]))
    for column, row in places:
        yield Tile(level, column, row)


def _box_of(pyramid: Pyramid, tile: Tile, by: float) -> QRect:
    """Return the rectangle of a tile in the picture, in whole pixels of the screen, so that no seam is visible."""
    width, height = pyramid.size_at(tile.level)
    left = tile.column * TILE
    top = tile.row * TILE
    x = round(left * by)
    y = round(top * by)
    right = round(min(left + TILE, width) * by)
    bottom = round(min(top + TILE, height) * by)
    return QRect(x, y, max(right - x, 1), max(bottom - y, 1))


MOST_TILES = 128
"""The maximum number of tiles in memory, of 1 MB each: more than a screen shows."""
_AT_ONCE = 4
"""The number of tiles decoded in one task; then the requested tiles may have changed."""


class TileStore(QObject):
    """Loads the tiles of a picture on another thread, and caches them."""

    def __init__(self, parent: QObject, arrived: Callable[[], object], broken: Callable[[], object]) -> None:
        """Make the store.

        `arrived` is called when some of the requested tiles are loaded, `broken` when one could not be read: the cached
        file is damaged, or was deleted.
        """
        super().__init__(parent)
        self._arrived = arrived
        self.broken = broken
        load_picture_readers()
        self._tasks = TaskQueue(self)
        self._pyramid: Pyramid | None = None
        self._images: OrderedDict[Tile, QImage] = OrderedDict()
        self._wanted: list[Tile] = []
        self._is_reading = False

    def set_pyramid(self, pyramid: Pyramid | None) -> None:
        """Set another picture, None for none; the one before is closed."""
        before = self._pyramid
        if before is not None:
            self._tasks.run(before.close, do_nothing)
        self._pyramid = pyramid
        self._images.clear()
        self._wanted = []

    def image(self, tile: Tile) -> QImage | None:
        image = self._images.get(tile)
        if image is not None:
            self._images.move_to_end(tile)
        return image

    def want(self, tiles: Sequence[Tile]) -> None:
        self._wanted = [tile for tile in tiles if tile not in self._images]
        self._read()

    def is_idle(self) -> bool:
        return not self._wanted and not self._is_reading

    def finish(self) -> None:
        self._wanted = []
        self._tasks.finish()
        if self._pyramid is not None:
            self._pyramid.close()
            self._pyramid = None

    def _read(self) -> None:
        pyramid = self._pyramid
        if self._is_reading or not self._wanted or pyramid is None:
            return
        from reader.pictures.picture_process import PyramidDamaged

        tiles = self._wanted[:_AT_ONCE]
        self._wanted = self._wanted[_AT_ONCE:]
        self._is_reading = True

        def read() -> list[tuple[Tile, QImage]]:
            return [(tile, _decoded(pyramid.read(tile))) for tile in tiles]

        def show(images: list[tuple[Tile, QImage]]) -> None:
            self._is_reading = False
            if pyramid is self._pyramid:
                self._images.update(images)
                while len(self._images) > MOST_TILES:
                    self._images.popitem(last=False)
                self._arrived()
            self._read()

        def fail(_error: Exception) -> None:
            self._is_reading = False
            if pyramid is self._pyramid:
                self._wanted = []
                self.broken()

        self._tasks.run(read, show, fail, (PyramidDamaged,))


def _decoded(data: bytes) -> QImage:
    return QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)


STEP = 1.25
"""The factor of one zoom step."""
LARGEST = 4.0
"""The maximum scale, in logical pixels for a pixel of the picture."""
_WHEEL_STEP = 120
_ARROW = 64
"""The distance by which an arrow key scrolls, in pixels."""
PLACE_AT = 0.42
"""The position in the view of a place that is brought into view, as a share of the view's height."""
_MARGIN = 0.12
"""The minimum distance of such a place from the left and right edges, as a share of the view's width."""


class Fit(Enum):
    """Whether the whole page or its width is fitted to the view; FREE for a scale chosen by zooming."""

    PAGE = auto()
    WIDTH = auto()
    FREE = auto()


class PictureView(QAbstractScrollArea):
    """Shows a picture and the marks on it; places are points in pixels of the picture."""

    def __init__(
        self,
        open_article: Callable[[int, QPointF], object],
        zoomed: Callable[[], object],
        broken: Callable[[], object],
    ) -> None:
        super().__init__()
        self._open_article = open_article
        self._zoomed = zoomed
        self.moved: Callable[[], object] = do_nothing
        """Called when the user has scrolled or zoomed the picture."""
        self.setObjectName("pagePicture")
        self.setAccessibleName(say("版面图"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        theme.slim(self)
        theme.tint(self, "list")
        corner = QWidget()
        theme.tint(corner, "list")
        self.setCornerWidget(corner)
        self.store = TileStore(self, self.viewport().update, broken)
        self.marks = PictureMarks()
        self._tiles = TilePainter(self.store)
        self.picture_size = (0, 0)
        """Width and height of the picture, in its pixels; (0, 0) if none is shown."""
        self.scale = 1.0
        """The number of logical pixels for a pixel of the picture."""
        self.fit = Fit.PAGE
        self._pressed: QPoint | None = None
        self._last: QPoint | None = None
        self._has_ring = False
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setSingleStep(_ARROW)
            # the signal comes before the bar has its new value
            bar.actionTriggered.connect(lambda _: do_soon(self.moved, self))

    # ---- content

    def show_pyramid(self, pyramid: Pyramid | None) -> None:
        """Show another picture, None for none; the fit, or the width and scroll position chosen before, stay."""
        before = self.picture_size
        width = self.scale * self.picture_size[0]
        self.store.set_pyramid(pyramid)
        self._tiles.set_pyramid(pyramid)
        self.clear_marks()
        if pyramid:
            self.picture_size = (pyramid.about.width, pyramid.about.height)
        else:
            self.picture_size = (0, 0)
        if pyramid and before[0] and self.fit is Fit.FREE:
            self.scale = width / self.picture_size[0]
        self._arrange()
        self._zoomed()

    def clear_marks(self) -> None:
        self.marks = PictureMarks()
        self.viewport().update()

    def set_outlines(self, outlines: Sequence[Outline], current: int | None) -> None:
        self.marks.outlines = tuple(outlines)
        self.marks.current = current
        self.marks.pointed = None
        titles = {outline.id: outline.title for outline in outlines}
        if outlines:
            words = say("画出了 {n} 篇文章的位置。", n=len(outlines))
        else:
            words = ""
        if current in titles:
            words += say("正在读的是《{title}》。", title=titles[current])
        self.setAccessibleDescription(words.strip())
        self.viewport().update()

    def set_hits(self, hits: Sequence[QRectF], current: Sequence[QRectF] = ()) -> None:
        """Box the hits of the search; `current` are the rectangles of the current hit."""
        self.marks.hits = tuple(hits)
        self.marks.current_hit = tuple(current)
        self.viewport().update()

    # ---- scale and place

    def set_fit(self, fit: Fit) -> None:
        centre = self.centre()
        self.fit = fit
        self._arrange()
        if fit is Fit.WIDTH:
            self.bring_into_view(QRectF(centre, centre))
        self._zoomed()
        self.moved()

    def zoom(self, by: float, at: QPointF | None = None) -> None:
        if not self.picture_size[0]:
            return
        if at is not None:
            point = at
        else:
            point = QPointF(self.viewport().rect().center())
        place = self.place_at(point)
        self.fit = Fit.FREE
        self.scale = min(
            # never smaller than the whole page; a small picture fitted to the view may already exceed
            # `LARGEST`
            max(self.scale * by, self._scale_of(Fit.PAGE)),
            max(LARGEST, self._scale_of(Fit.PAGE)),
        )
        self._arrange()
        self._scroll_to(place * self.scale - point)
        self._zoomed()
        self.moved()

    def place_at(self, point: QPointF) -> QPointF:
        return (point - self._origin()) / self.scale

    def centre(self) -> QPointF:
        """Return the place of the picture in the middle of the view's width, at `PLACE_AT` of its height."""
        return self.place_at(QPointF(self.viewport().width() / 2, self.viewport().height() * PLACE_AT))

    def bring_into_view(self, rect: QRectF) -> None:
        """Scroll a rectangle to `PLACE_AT` of the view's height, and horizontally only as far as needed."""
        view = self.viewport()
        left, right = (x * self.scale for x in (rect.left(), rect.right()))
        x = float(self.horizontalScrollBar().value())
        margin = _MARGIN * view.width()
        if right - left > view.width() - 2 * margin or left - margin < x:
            x = left - margin
        elif right + margin > x + view.width():
            x = right + margin - view.width()
        self._scroll_to(QPointF(x, rect.center().y() * self.scale - PLACE_AT * view.height()))

    def _scroll_to(self, corner: QPointF) -> None:
        self.horizontalScrollBar().setValue(round(corner.x()))
        self.verticalScrollBar().setValue(round(corner.y()))

    def _origin(self) -> QPointF:
        view = self.viewport().size()
        width, height = (side * self.scale for side in self.picture_size)
        return QPointF(
            max(0, round((view.width() - width) / 2)) - self.horizontalScrollBar().value(),
            max(0, round((view.height() - height) / 2)) - self.verticalScrollBar().value(),
        )

    def _scale_of(self, fit: Fit) -> float:
        width, height = (max(side, 1) for side in self.picture_size)
        # the size without scroll bars: else a bar that appears would change the scale, and disappear again
        view = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        if fit is Fit.WIDTH:
            return max(view.width() - bar, 1) / width
        return min(max(view.width(), 1) / width, max(view.height(), 1) / height)

    def _arrange(self) -> None:
        if self.fit is not Fit.FREE:
            self.scale = self._scale_of(self.fit)
        for bar, side, space in (
            (self.horizontalScrollBar(), self.picture_size[0], self.maximumViewportSize().width()),
            (self.verticalScrollBar(), self.picture_size[1], self.maximumViewportSize().height()),
        ):
            over = round(side * self.scale) - space
            # one pixel too many is rounding, and no reason for a scroll bar
            bar.setRange(0, max(0, over if over > 1 else 0))
            bar.setPageStep(space)
        # a scroll bar that is shown now takes space from the other direction
        for bar, side, space in (
            (self.horizontalScrollBar(), self.picture_size[0], self.viewport().width()),
            (self.verticalScrollBar(), self.picture_size[1], self.viewport().height()),
        ):
            if bar.maximum():
                bar.setMaximum(max(0, round(side * self.scale) - space))
        self.viewport().update()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        view = QRectF(self.viewport().rect())
        if self.picture_size[0]:
            origin = self._origin()
            if self._tiles.paint(painter, origin, self.scale, self.devicePixelRatioF(), view):
                # the other tiles are scaled in the next paint event, so that none takes longer than
                # `_SLICE_S`
                do_soon(self.viewport().update, self.viewport())
            painter.scale(self.scale, self.scale)
            visible = QRectF(self.place_at(view.topLeft()), self.place_at(view.bottomRight()))
            self.marks.paint(painter, visible)
            painter.resetTransform()
        if self._has_ring:
            text_painting.draw_focus(painter, view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        centre = self.centre()
        super().resizeEvent(event)
        self._arrange()
        if self.fit is not Fit.PAGE and self.picture_size[0]:
            self._scroll_to(
                centre * self.scale - QPointF(event.size().width() / 2, event.size().height() * PLACE_AT)
            )
        self._zoomed()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    # ---- mouse and gestures

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._last = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._last is None or self._pressed is None:
            self._point_at(event)
            return
        far = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self.viewport().cursor().shape() is Qt.CursorShape.ClosedHandCursor:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            by = self._last - point
            self._last = point
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + by.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + by.y())
            self.moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._last is None:
            return
        was_dragged = self.viewport().cursor().shape() is Qt.CursorShape.ClosedHandCursor
        self._pressed = None
        self._last = None
        self.viewport().unsetCursor()
        if not was_dragged:
            self._activate(self.place_at(event.position()))

    def _activate(self, place: QPointF) -> None:
        outline = self.marks.article_at(place)
        if outline is not None:
            self._open_article(outline.id, place)

    def _point_at(self, event: QMouseEvent) -> None:
        outline = self.marks.article_at(self.place_at(event.position()))
        pointed = outline.id if outline else None
        if pointed == self.marks.pointed:
            return
        self.marks.pointed = pointed
        if outline is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            QToolTip.showText(event.globalPosition().toPoint(), plain(outline.title), self.viewport())
        else:
            self.viewport().unsetCursor()
            QToolTip.hideText()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y() or event.angleDelta().x()
            self.zoom(STEP ** (turned / _WHEEL_STEP), event.position())
            event.accept()
            return
        if modifiers & Qt.KeyboardModifier.ShiftModifier and not event.angleDelta().x():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(event.angleDelta().y() / _WHEEL_STEP * 3 * bar.singleStep()))
            event.accept()
        else:
            super().wheelEvent(event)
        self.moved()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = self.viewport().mapFromGlobal(pinch.hotSpot())
                self.zoom(pinch.scaleFactor(), at)
                event.accept(pinch)
                return True
        if isinstance(event, QNativeGestureEvent) and (
            event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), event.position())
            return True
        if event.type() is QEvent.Type.Leave and self.marks.pointed is not None:
            self.marks.pointed = None
            self.viewport().update()
        return super().viewportEvent(event)

    # ---- keys and the focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / STEP)
            case Qt.Key.Key_0:
                self.set_fit(Fit.PAGE)
            case Qt.Key.Key_9:
                self.set_fit(Fit.WIDTH)
            case Qt.Key.Key_1:
                self.zoom(1 / (self.scale * self.devicePixelRatioF()))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._activate(self.centre())
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                bar = self.verticalScrollBar()
                bar.setValue(0 if event.key() == Qt.Key.Key_Home else bar.maximum())
                self.moved()
            case Qt.Key.Key_Space:
                bar = self.verticalScrollBar()
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                bar.setValue(bar.value() + (-1 if back else 1) * round(0.9 * bar.pageStep()))
                self.moved()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = comes_by_keys(event)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = False
        super().focusOutEvent(event)
        self.viewport().update()
