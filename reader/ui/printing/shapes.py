"""Receiving the shapes that a QPainter draws, for paint devices that write them to a file."""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPen,
    QPolygonF,
    QTextLine,
    QTransform,
)

BOLD = 600
"""The minimum weight of a font that counts as bold."""
EMBOLDENED = 0.03
"""The width of the stroke that simulates bold for a typeface without it, in em."""
_PER_INCH = 96
_Metric = QPaintDevice.PaintDeviceMetric


@dataclass(frozen=True, slots=True)
class Shape:
    """A path that is filled, stroked, or both; coordinates and lengths are in units of the device."""

    path: QPainterPath
    fill: QColor | None = None
    stroke: QColor | None = None
    width: float = 0.0
    dashes: Sequence[float] = ()


class ShapeEngine(QPaintEngine):
    """A paint engine that calls `write` with each shape drawn."""

    def __init__(self, write: Callable[[Shape], None]) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._write_shape = write
        self._transform = QTransform()
        self._pen = QPen()
        self._brush = QBrush()

    def begin(self, _device: QPaintDevice) -> bool:
        self._transform = QTransform()
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        flag = QPaintEngine.DirtyFlag
        if state.state() & flag.DirtyTransform:
            self._transform = QTransform(state.transform())
        if state.state() & flag.DirtyPen:
            self._pen = QPen(state.pen())
        if state.state() & flag.DirtyBrush:
            self._brush = QBrush(state.brush())

    def drawRects(self, rects: Sequence[QRectF]) -> None:  # type: ignore[override]
        for rect in rects:
            path = QPainterPath()
            path.addRect(QRectF(rect))
            self.drawPath(path)

    def drawLines(self, lines: Sequence[QLineF]) -> None:  # type: ignore[override]
        for each in lines:
            line = QLineF(each)
            path = QPainterPath(line.p1())
            path.lineTo(line.p2())
            self._write(path, is_filled=False)

    def drawPolygon(self, points: Sequence[QPointF], mode: QPaintEngine.PolygonDrawMode) -> None:  # type: ignore[override]
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(point) for point in points]))
        is_line = mode is QPaintEngine.PolygonDrawMode.PolylineMode
        if not is_line:
            path.closeSubpath()
        self._write(path, is_filled=not is_line)

    def drawPath(self, path: QPainterPath) -> None:
        self._write(path, is_filled=True)

    def drawPixmap(self, *_: object) -> None:
        raise NotImplementedError("no pictures on paper")

    def drawTextItem(self, *_: object) -> None:
        raise NotImplementedError("text is drawn by text_painting.draw_line")

    def _write(self, path: QPainterPath, *, is_filled: bool) -> None:
        fill = self._brush.color() if is_filled and self._brush.style() is not Qt.BrushStyle.NoBrush else None
        if self._pen.style() is Qt.PenStyle.NoPen:
            if fill is not None:
                self._write_shape(Shape(self._transform.map(path), fill))
            return
        width = (self._pen.widthF() or 1.0) * (1.0 if self._pen.isCosmetic() else self._transform.m11())
        dashes = [each * width for each in self._pen.dashPattern()]
        self._write_shape(Shape(self._transform.map(path), fill, self._pen.color(), width, dashes))


def glyphs_of(transform: QTransform, line: QTextLine) -> Iterator[QPainterPath]:
    """Yield the outlines of the glyphs of a line, in coordinates of the device; without empty ones."""
    for run in line.glyphRuns(-1, -1):
        raw = run.rawFont()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            path = raw.pathForGlyph(glyph).translated(place)
            if not path.isEmpty():
                yield transform.map(path)


def elements(path: QPainterPath) -> Iterator[tuple[int, float, float]]:
    """Yield the elements of a path, as kind, x and y; the kinds are those of `QPainterPath.ElementType`.

    (0: move, 1: line, 2: curve, 3: further point of a curve.) They are read from the path's serialized form, which
    takes a tenth of the time of calling `elementAt` for each.
    """
    data = QByteArray()
    stream = QDataStream(data, QIODevice.OpenModeFlag.WriteOnly)
    stream << path
    raw = data.data()
    (count,) = struct.unpack_from(">i", raw)
    yield from struct.iter_unpack(">idd", raw[4 : 4 + 20 * count])


def metric_of(device: QPaintDevice, size: QSizeF, metric: QPaintDevice.PaintDeviceMetric) -> int:
    """Return a metric of a paint device whose size is given in logical pixels of 1/96 inch."""
    width, height = round(size.width()), round(size.height())
    return {
        _Metric.PdmWidth: width,
        _Metric.PdmHeight: height,
        _Metric.PdmWidthMM: round(width / _PER_INCH * 25.4),
        _Metric.PdmHeightMM: round(height / _PER_INCH * 25.4),
        _Metric.PdmNumColors: 1 << 24,
        _Metric.PdmDepth: 32,
        _Metric.PdmDevicePixelRatio: 1,
        _Metric.PdmDevicePixelRatioScaled: int(device.devicePixelRatioFScale()),
    }.get(metric, _PER_INCH)
