"""Painting the tiles of a picture at any scale: sharp as soon as they are there, and until then coarser ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from reader.ui.picture.tile_store import TileStore
from reader.ui.widgets import theme
from reader.workers.picture_worker import TILE

if TYPE_CHECKING:
    from reader.pictures.pyramid import Pyramid, Tile

_SLICE_S = 0.006
"""The time for which tiles are scaled well in one painting; the others wait for the next."""


class TilePainter:
    """Paints the tiles of one picture, and tells the store which are wanted."""

    def __init__(self, store: TileStore) -> None:
        self._store = store
        self._pyramid: Pyramid | None = None
        self._scale = 0.0
        self._scaled: dict[Tile, QPixmap] = {}
        """The tiles as they are at that scale, in pixels of the screen."""

    def set_pyramid(self, pyramid: Pyramid | None) -> None:
        self._pyramid = pyramid
        self._scaled = {}

    def paint(self, painter: QPainter, origin: QPointF, scale: float, ratio: float, view: QRectF) -> bool:
        """Paint what of the picture is in the view; return whether some of it has to be painted better.

        Args:
            painter: It paints in logical pixels of the view.
            origin: Where the upper left corner of the picture stands in the view.
            scale: Logical pixels for a pixel of the picture.
            ratio: Pixels of the screen for a logical pixel.
            view: What is seen of the view.
        """
        pyramid = self._pyramid
        if pyramid is None:
            return False
        if scale * ratio != self._scale:
            self._scale, self._scaled = scale * ratio, {}
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
            if by > 1 or time.perf_counter() < end or tile in self._scaled:
                is_drawn = self._paint_well(painter, tile, box, target, by)
            else:
                is_drawn, is_rough = False, True
            if not is_drawn:
                self._paint_coarser(painter, pyramid, tile, target)
        self._scaled = {tile: self._scaled[tile] for tile in tiles if tile in self._scaled}
        return is_rough

    def _paint_well(self, painter: QPainter, tile: Tile, box: QRect, target: QRectF, by: float) -> bool:
        """Paint a tile scaled smoothly, if it is there."""
        if (scaled := self._scaled.get(tile)) is not None:
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
        self._scaled[tile] = scaled = QPixmap.fromImage(image)
        painter.drawPixmap(target, scaled, QRectF(scaled.rect()))
        return True

    def _paint_coarser(self, painter: QPainter, pyramid: Pyramid, tile: Tile, target: QRectF) -> None:
        """Paint in the place of a tile what there is of it at full or half size, or smaller; else a ground."""
        from reader.pictures.pyramid import Tile

        for up in range(tile.level + 1):
            above = Tile(tile.level - up, tile.column >> up, tile.row >> up)
            image = self._store.image(above)
            if image is not None:
                width, height = pyramid.size_at(tile.level)
                left, top = tile.column * TILE, tile.row * TILE
                part = QRectF(left, top, min(TILE, width - left), min(TILE, height - top))
                by = 1 / (1 << up)
                source = QRectF(part.x() * by, part.y() * by, part.width() * by, part.height() * by)
                painter.drawImage(target, image, source.translated(-above.column * TILE, -above.row * TILE))
                return
        painter.fillRect(target, theme.color("rule"))


def level_for(pyramid: Pyramid, scale: float) -> int:
    """Return the coarsest level that has a pixel for every pixel of the screen."""
    level = pyramid.levels - 1
    while level > 0 and scale * (1 << (pyramid.levels - level)) <= 1.001:
        level -= 1
    return level


def tiles_in(pyramid: Pyramid, level: int, part: QRectF, by: float) -> Iterator[Tile]:
    """Yield the tiles of a level that are seen in a part of the picture, the middle ones first.

    `by` is how large a pixel of the level is, in the unit of the part.
    """
    from reader.pictures.pyramid import Tile

    columns, rows = pyramid.grid_at(level)
    step = TILE * by
    left, right = max(int(part.left() // step), 0), min(int(part.right() // step), columns - 1)
    top, bottom = max(int(part.top() // step), 0), min(int(part.bottom() // step), rows - 1)
    middle = ((left + right) / 2, (top + bottom) / 2)
    places = [(column, row) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    places.sort(key=lambda place: abs(place[0] - middle[0]) + abs(place[1] - middle[1]))
    for column, row in places:
        yield Tile(level, column, row)


def _box_of(pyramid: Pyramid, tile: Tile, by: float) -> QRect:
    """Return where a tile stands in the picture, in whole pixels of the screen, so that no seam is seen."""
    width, height = pyramid.size_at(tile.level)
    left, top = tile.column * TILE, tile.row * TILE
    x, y = round(left * by), round(top * by)
    right, bottom = round(min(left + TILE, width) * by), round(min(top + TILE, height) * by)
    return QRect(x, y, max(right - x, 1), max(bottom - y, 1))
