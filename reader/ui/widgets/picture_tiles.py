"""A part of the picture of a page, put together from its tiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter

from reader.workers.picture_worker import TILE

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid, Tile

_WHITE = 0xFFFFFFFF


def image_of(rect: QRect, level: int, tile_image: Callable[[Tile], QImage | None]) -> QImage:
    """Return the part of a level that is in a rectangle; a tile of which there is no image stays white."""
    from reader.pictures.picture_process import Tile

    image = QImage(max(rect.width(), 1), max(rect.height(), 1), QImage.Format.Format_RGB32)
    image.fill(_WHITE)
    painter = QPainter(image)
    for row in range(rect.top() // TILE, rect.bottom() // TILE + 1):
        for column in range(rect.left() // TILE, rect.right() // TILE + 1):
            picture = tile_image(Tile(level, column, row))
            if picture is not None:
                painter.drawImage(QPointF(column * TILE - rect.left(), row * TILE - rect.top()), picture)
    painter.end()
    return image


def read_tile(pyramid: Pyramid, tile: Tile) -> QImage | None:
    """Return the image of a tile; None if it can't be read."""
    from reader.pictures.picture_process import PyramidDamaged

    try:
        return QImage.fromData(pyramid.read(tile))
    except PyramidDamaged:
        return None
