"""The printed lines of a page, each with its recognised text below its picture, character below character.

The pictures are cut out of the tiles of the page's on another thread.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from reader.features.proofread.page import Doubt, ProofPage, Read, shown_in
from reader.features.proofread.printed_line import Cell, Line
from reader.formats.page_boxes import Box, PageBoxes
from reader.i18n import say
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue, load_picture_readers
from reader.ui.widgets.picture_tiles import image_of, read_tile

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid, Tile

_AROUND = 0.15
"""What is shown around a line, as a share of the height of its characters."""
# The maximum numbers of lines, and of tiles, in memory.
_MOST = 64
_MOST_TILES = 32
_MOST_PIXELS = 1_000_000
"""The maximum size of the picture of a line; that of a larger one, such as a whole page, is reduced."""


class Strip:
    """The picture of a line with what is around it, and where its characters are in it."""

    def __init__(self, image: QImage, origin: QPointF, across: float, down: float) -> None:
        self.image = image
        self._origin = origin
        self._across = across
        self._down = down

    def rect_of(self, box: Box) -> QRectF:
        """Return the rectangle of a box of the page in the picture."""
        return _scaled(box, self._across, self._down).translated(-self._origin)


class Strips(QObject):
    """The strips of one page; `arrived` is called when one that was asked for is there."""

    def __init__(self, parent: QObject, arrived: Callable[[], object]) -> None:
        super().__init__(parent)
        self._arrived = arrived
        load_picture_readers()
        self._tasks = TaskQueue(self)
        self._known: OrderedDict[Line, Strip] = OrderedDict()
        self._requested: set[Line] = set()
        self._tiles: OrderedDict[Tile, QImage] = OrderedDict()
        self._cut: Callable[[Line], Strip] | None = None

    def show(self, pyramid: Pyramid | None, page: PageBoxes | None) -> None:
        """Begin with another page; without a picture there are no strips."""
        self._tasks.drop()
        self._known.clear()
        self._requested.clear()
        tiles: OrderedDict[Tile, QImage] = OrderedDict()
        self._tiles = tiles
        self._cut = None
        if pyramid is not None and page is not None:
            self._cut = partial(_strip_of, pyramid=pyramid, page=page, tiles=tiles, lock=threading.Lock())

    def of(self, line: Line) -> Strip | None:
        """Return the strip of a line; None until it is cut."""
        cut = self._cut
        if line not in self._known and line not in self._requested and cut is not None:
            self._requested.add(line)
            self._tasks.run(partial(cut, line), partial(self._take, line))
        return self._known.get(line)

    def is_idle(self) -> bool:
        return self._tasks.is_idle()

    def _take(self, line: Line, strip: Strip) -> None:
        self._requested.discard(line)
        self._known[line] = strip
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        self._arrived()


def _scaled(box: Box, across: float, down: float) -> QRectF:
    return QRectF(QPointF(box.left * across, box.top * down), QPointF(box.right * across, box.bottom * down))


def _strip_of(
    line: Line, pyramid: Pyramid, page: PageBoxes, tiles: OrderedDict[Tile, QImage], lock: threading.Lock
) -> Strip:
    level = pyramid.levels
    is_too_large = True
    while is_too_large:
        level -= 1
        width, height = pyramid.size_at(level)
        if page.width:
            across = width / page.width
        else:
            across = height / (page.height or height)
        down = height / page.height if page.height else across
        box = _scaled(line.box, across, down)
        margin = _AROUND * min(box.width(), box.height())
        rect = box.adjusted(-margin, -margin, margin, margin).toAlignedRect() & QRect(0, 0, width, height)
        is_too_large = level > 0 and rect.width() * rect.height() > _MOST_PIXELS

    def tile_image(tile: Tile) -> QImage | None:
        """Return the image of a tile, of which the last ones are in memory."""
        with lock:
            image = tiles.get(tile)
            if image is None:
                image = read_tile(pyramid, tile)
            if image is not None:
                tiles[tile] = image
            if len(tiles) > _MOST_TILES:
                tiles.popitem(last=False)
        return image

    image = image_of(rect, level, tile_image)
    return Strip(image, QPointF(rect.topLeft()), across, down)


# The heights of a pair, of its strip, of the print in the strip, of its text, and of the space above, in pixels.
PITCH = 94
STRIP = 42
PRINT = 34
_TEXT = 30
_TOP = 6
_MARGIN = 24
_NUMBER = 44
_DOT = 1.2
_APART = 4.0


def mark_on_picture() -> QColor:
    """Return the colour of marks on a picture of a page, whose paper is light in every theme."""
    return QColor(theme.themes()[theme.DEFAULT].colors["accent"])


def draw_dots(painter: QPainter, left: float, right: float, y: float, token: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    number = max(1, int((right - left) / _APART))
    begin = (left + right - (number - 1) * _APART) / 2
    for at in range(number):
        painter.drawEllipse(QPointF(begin + at * _APART, y), _DOT, _DOT)


def dots_of(page: ProofPage, doubt: Doubt, read: Read) -> str:
    """Return the colour of the dots below a place: in doubt, changed, or looked at and right."""
    if not page.is_done(doubt, read):
        return "warn"
    if any(shown_in(cell, read) != cell.sign for cell in page.cells(doubt)):
        return "accent"
    return "ink3"


def spans_of(line: Line, height: float, width: float) -> list[tuple[float, float]]:
    """Return where the characters of a line are, from left to right, if it is drawn in this height and width.

    Characters of a vertical line, and those on no picture, are set side by side; they may need more than the width. So
    are those whose boxes are no order in which they could be read, along their line.
    """
    size = line.box.right - line.box.left, line.box.bottom - line.box.top
    if line.is_vertical or not min(size) > 0:
        pitch = height if line.is_vertical else 0.7 * height
        return [(at * pitch, (at + 1) * pitch) for at in range(len(line.cells))]
    scale = min(height / size[1], width / size[0])
    if not _run_rightward(line.cells):
        pitch = size[0] * scale / len(line.cells)
        return [(at * pitch, (at + 1) * pitch) for at in range(len(line.cells))]
    left = line.box.left
    return [((cell.box.left - left) * scale, (cell.box.right - left) * scale) for cell in line.cells]


_MOST_SHARED = 0.5
"""The maximum share of a character's width that the next one may cover."""


def _run_rightward(cells: Sequence[Cell]) -> bool:
    """Return whether the boxes of characters stand beside each other, in the order of the text."""
    for before, after in pairwise(cells):
        width = min(before.box.right - before.box.left, after.box.right - after.box.left)
        shared = before.box.right - after.box.left
        if after.box.left <= before.box.left or shared > _MOST_SHARED * width:
            return False
    return all(cell.box.right > cell.box.left for cell in cells)


class Row(Struct, frozen=True):
    """The characters [start, end) of a line, from left to right: all, or as many of a vertical line as fit."""

    line: int
    start: int
    end: int
    spans: tuple[tuple[float, float], ...]


def rows_of(page: ProofPage, numbers: Sequence[int], width: float) -> list[Row]:
    rows = []
    for number in numbers:
        spans = spans_of(page.lines[number], PRINT, width)
        start = 0
        for end in range(1, len(spans) + 1):
            if end == len(spans) or spans[end][1] - spans[start][0] > width + 1:
                row_spans = tuple((a - spans[start][0], b - spans[start][0]) for a, b in spans[start:end])
                rows.append(Row(number, start, end, row_spans))
                start = end
    return rows


class ProofLines(QAbstractScrollArea):
    """The lines of the page around the current place, which stays at the same height; a click chooses a place."""

    def __init__(self, strips: Strips, choose: Callable[[Doubt], object]) -> None:
        super().__init__()
        self._strips = strips
        self._choose = choose
        self._page: ProofPage | None = None
        self._read: Read = {}
        self._current: Doubt | None = None
        self._rows: Sequence[Row] = ()
        self._laid_out = 0, False, 0
        self.only_doubtful = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.slim(self)
        theme.tint(self.viewport(), "paper")
        self.verticalScrollBar().setSingleStep(PITCH // 2)

    def show_page(self, page: ProofPage, read: Read, current: Doubt | None) -> None:
        self._page = page
        self._read = read
        self._current = current
        self._lay_out()
        if current is not None:
            at = next((n for n, row in enumerate(self._rows) if self._has(row, current)), 0)
            self.verticalScrollBar().setValue(round(at * PITCH - 0.28 * self.viewport().height()))
            self.setAccessibleName(say("识别的行：{text}", text=page.text_of(current.line, read)))
        self.viewport().update()

    @staticmethod
    def _has(row: Row, doubt: Doubt) -> bool:
        return row.line == doubt.line and row.start <= doubt.start < row.end

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        page = self._page
        height = self.viewport().height()
        key = id(page), self.only_doubtful, self.viewport().width()
        if page is not None and key != self._laid_out:
            self._laid_out = key
            doubtful = {doubt.line for doubt in page.doubts}
            line_numbers = [at for at in range(len(page.lines)) if not self.only_doubtful or at in doubtful]
            self._rows = rows_of(page, line_numbers, self.viewport().width() - 2 * _MARGIN - _NUMBER)
        self.verticalScrollBar().setPageStep(height)
        self.verticalScrollBar().setRange(0, max(0, len(self._rows) * PITCH + 20 - height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        page = self._page
        at = int((place.y() + self.verticalScrollBar().value()) // PITCH)
        for row in self._rows[at : at + 1]:
            for number, (left, right) in enumerate(row.spans, row.start):
                if page is not None and left <= place.x() - _MARGIN - _NUMBER < right:
                    doubt = page.place_at(row.line, number)
                    if doubt is not None:
                        self._choose(doubt)

    def paintEvent(self, event: QPaintEvent) -> None:
        page = self._page
        if page is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scroll = self.verticalScrollBar().value()
        height = self.viewport().height()
        for at in range(max(0, scroll // PITCH), min(len(self._rows), (scroll + height) // PITCH + 1)):
            self._paint_row(painter, page, self._rows[at], at * PITCH - scroll)

    def _paint_row(self, painter: QPainter, page: ProofPage, row: Row, top: float) -> None:
        line = page.lines[row.line]
        current = self._current
        is_current = current is not None and self._has(row, current)
        if is_current:
            painter.fillRect(QRectF(0, top, self.viewport().width(), PITCH), theme.color("raised"))
            painter.fillRect(QRectF(0, top, 3, PITCH), theme.color("accent"))
        if not row.start:
            label = QRectF(0, top + _TOP, _MARGIN + _NUMBER - 14, STRIP)
            number = str(row.line + 1)
            text_painting.draw_words(painter, label, number, theme.sans(12), "ink3", text_painting.RIGHT)
        left = _MARGIN + _NUMBER
        y = top + _TOP + STRIP + 4
        strip = self._strips.of(line)
        if strip is not None:
            cells = line.cells[row.start : row.end]
            draw_strip(painter, strip, line, cells, row.spans, QPointF(left, top + _TOP), STRIP)
        size = min(22, max(9, round(0.92 * median(b - a for a, b in row.spans))))
        dots = self._dots_in(page, row)
        for at, (begin, end) in enumerate(row.spans, row.start):
            rect = QRectF(left + begin, y, end - begin, _TEXT)
            ink = "ink" if is_current else "ink2"
            font = theme.serif(size, 400)
            if is_current and current is not None and current.start <= at < current.end:
                ink = "hit_current_ink"
                font = theme.serif(size, 700)
                painter.setPen(QPen(mark_on_picture(), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                if strip is not None:
                    painter.drawRoundedRect(QRectF(rect.x(), top + _TOP, rect.width(), STRIP), 3, 3)
                text_painting.draw_box(painter, rect.adjusted(1, 0, -1, 0), 3, "hit_current", None)
            wide = rect.adjusted(-size, 0, size, 0)
            sign = shown_in(line.cells[at], self._read)
            text_painting.draw_free(painter, wide, sign, font, ink, text_painting.CENTER)
            if at in dots:
                draw_dots(painter, rect.left() + 2, rect.right() - 2, rect.bottom(), dots[at])

    def _dots_in(self, page: ProofPage, row: Row) -> dict[int, str]:
        """Return the colours of the dots below the characters of a row: at places in doubt, and where changed."""
        dots: dict[int, str] = {}
        for at, cell in enumerate(page.lines[row.line].cells[row.start : row.end], row.start):
            if shown_in(cell, self._read) != cell.sign:
                dots[at] = "accent"
        for doubt in page.doubts:
            if doubt.line == row.line:
                dots.update(dict.fromkeys(range(doubt.start, doubt.end), dots_of(page, doubt, self._read)))
        return dots


def draw_strip(
    painter: QPainter,
    strip: Strip,
    line: Line,
    cells: Sequence[Cell],
    spans: Sequence[tuple[float, float]],
    origin: QPointF,
    height: float,
) -> None:
    """Draw the picture of a line such that its `cells` are where `spans` are; dimmed in a dark theme.

    The characters of a vertical line are drawn upright, side by side, so that they are read with the text below.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(0.84 if theme.current().is_dark else 1.0)
    middle = origin.y() + height / 2
    if line.is_vertical:
        for cell, (begin, end) in zip(cells, spans, strict=True):
            source = strip.rect_of(cell.box)
            wide = end - begin
            tall = min(height, wide * source.height() / max(source.width(), 1))
            painter.drawImage(QRectF(origin.x() + begin, middle - tall / 2, wide, tall), strip.image, source)
    elif spans:
        line_rect = strip.rect_of(line.box)
        scale = max(end for _, end in spans) / line_rect.width()
        picture = QRectF(strip.image.rect())
        size = picture.width() * scale, min(height, picture.height() * scale)
        target = QRectF(origin.x() - line_rect.x() * scale, middle - size[1] / 2, *size)
        picture_height = size[1] / scale
        painter.drawImage(
            target,
            strip.image,
            QRectF(0, line_rect.center().y() - picture_height / 2, picture.width(), picture_height),
        )
    painter.restore()
