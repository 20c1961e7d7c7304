"""Pictures of the printed lines of a page, cut out of its tiles on another thread."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from reader.features.proofread.page import Line
from reader.formats.page_boxes import Box, PageBoxes
from reader.ui.widgets.background_tasks import TaskQueue
from reader.workers.picture_worker import TILE

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid, Tile

_MARGIN = 0.15
"""What is shown around a line, as a share of the height of its characters."""
# The maximum numbers of lines, and of tiles, in memory.
_MOST, _MOST_TILES = 64, 32


class Strip:
    """The picture of a line with what is around it, and where its characters are in it."""

    def __init__(self, image: QImage, origin: QPointF, across: float, down: float) -> None:
        self.image, self._origin, self._across, self._down = image, origin, across, down

    def rect_of(self, box: Box) -> QRectF:
        """Return the rectangle of a box of the page in the picture."""
        return _scaled(box, self._across, self._down).translated(-self._origin)


class Strips(QObject):
    """The strips of one page; `arrived` is called when one that was asked for is there."""

    def __init__(self, parent: QObject, arrived: Callable[[], object]) -> None:
        super().__init__(parent)
        self._arrived, self._tasks = arrived, TaskQueue(self)
        self._known: OrderedDict[Line, Strip] = OrderedDict()
        self._asked: set[Line] = set()
        self._tiles: OrderedDict[Tile, QImage] = OrderedDict()
        self._cut: Callable[[Line], Strip] | None = None

    def show(self, pyramid: Pyramid | None, page: PageBoxes | None) -> None:
        """Begin with another page; without a picture there are no strips."""
        self._tasks.drop()
        self._known.clear()
        self._asked.clear()
        tiles = self._tiles = OrderedDict()
        self._cut = None
        if pyramid is not None and page is not None:
            lock = threading.Lock()
            self._cut = lambda line: _strip_of(line, pyramid, page, tiles, lock)

    def of(self, line: Line) -> Strip | None:
        """Return the strip of a line; None until it is cut."""
        cut = self._cut
        if line not in self._known and line not in self._asked and cut is not None:
            self._asked.add(line)
            self._tasks.run(lambda: cut(line), lambda strip: self._take(line, strip))
        return self._known.get(line)

    def is_idle(self) -> bool:
        return self._tasks.is_idle()

    def _take(self, line: Line, strip: Strip) -> None:
        self._asked.discard(line)
        self._known[line] = strip
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        self._arrived()


def _scaled(box: Box, across: float, down: float) -> QRectF:
    return QRectF(QPointF(box.left * across, box.top * down), QPointF(box.right * across, box.bottom * down))


def _strip_of(
    line: Line, pyramid: Pyramid, page: PageBoxes, tiles: OrderedDict[Tile, QImage], lock: threading.Lock
) -> Strip:
    from reader.pictures.picture_process import PyramidDamaged, Tile

    width, height = pyramid.about.width, pyramid.about.height
    across = width / page.width if page.width else height / (page.height or height)
    down = height / page.height if page.height else across
    box = _scaled(line.box, across, down)
    margin = _MARGIN * min(box.width(), box.height())
    rect = box.adjusted(-margin, -margin, margin, margin).toAlignedRect() & QRect(0, 0, width, height)
    image = QImage(max(rect.width(), 1), max(rect.height(), 1), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter, level = QPainter(image), pyramid.levels - 1
    for row in range(rect.top() // TILE, rect.bottom() // TILE + 1):
        for column in range(rect.left() // TILE, rect.right() // TILE + 1):
            tile = Tile(level, column, row)
            with lock:
                found = tiles.get(tile)
                if found is None:
                    try:
                        found = tiles[tile] = QImage.fromData(pyramid.read(tile))
                    except PyramidDamaged:
                        continue
                if len(tiles) > _MOST_TILES:
                    tiles.popitem(last=False)
            painter.drawImage(QPointF(column * TILE - rect.left(), row * TILE - rect.top()), found)
    painter.end()
    return Strip(image, QPointF(rect.topLeft()), across, down)
