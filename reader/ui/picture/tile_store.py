"""The tiles of a picture in memory: decoded on another thread, the wanted ones first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from reader.ui.widgets.background_tasks import TaskQueue

if TYPE_CHECKING:
    from reader.pictures.pyramid import Pyramid, Tile

MOST_TILES = 128
"""That are kept, of 1 MB each: more than a screen shows."""
_AT_ONCE = 4
"""Tiles that are decoded before it is asked again which are wanted."""


class TileStore(QObject):
    """Reads the tiles of one picture after the other."""

    arrived = Signal()
    """Some of the wanted tiles have come."""
    broken = Signal()
    """A tile could not be read: the file is damaged, or was deleted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = TaskQueue(self)
        self._pyramid: Pyramid | None = None
        self._images: OrderedDict[Tile, QImage] = OrderedDict()
        self._wanted: list[Tile] = []
        self._is_reading = False

    def set_pyramid(self, pyramid: Pyramid | None) -> None:
        """Read the tiles of another picture; that before is closed."""
        if (before := self._pyramid) is not None:
            self._tasks.run(before.close, lambda _: None)
        self._pyramid = pyramid
        self._images.clear()
        self._wanted = []

    def image(self, tile: Tile) -> QImage | None:
        """Return a tile, if it is there."""
        image = self._images.get(tile)
        if image is not None:
            self._images.move_to_end(tile)
        return image

    def want(self, tiles: Sequence[Tile]) -> None:
        """Read these tiles in this order, and no others any more."""
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
        from reader.pictures.pyramid import PyramidDamaged

        tiles, self._wanted = self._wanted[:_AT_ONCE], self._wanted[_AT_ONCE:]
        self._is_reading = True

        def read() -> list[tuple[Tile, QImage]]:
            return [(tile, _decoded(pyramid.read(tile))) for tile in tiles]

        def show(images: list[tuple[Tile, QImage]]) -> None:
            self._is_reading = False
            if pyramid is self._pyramid:
                self._images.update(images)
                while len(self._images) > MOST_TILES:
                    self._images.popitem(last=False)
                self.arrived.emit()
            self._read()

        def fail(_error: Exception) -> None:
            self._is_reading = False
            if pyramid is self._pyramid:
                self._wanted = []
                self.broken.emit()

        self._tasks.run(read, show, fail, (PyramidDamaged,))


def _decoded(data: bytes) -> QImage:
    """Return a tile in the form in which it is painted fastest."""
    return QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)
