"""A paint device that writes a PDF file, in which lines of text keep their characters.

Qt's own PDF writer maps a glyph to the first character of the typeface that has it: 日 becomes the Kangxi radical
⽇, and characters beyond the basic plane are lost.
"""

import struct
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from msgspec import Struct
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRawFont,
    QTextLayout,
    QTextLine,
    QTransform,
)

from reader.features.printing.pdf_file import POINTS, UNITS, Outline, PdfFile, Segment, outline_of
from reader.ui.widgets.text_painting import TextDevice

BOLD = 600
"""The minimum weight of a font that counts as bold."""
EMBOLDENED = 0.03
"""The width of the stroke that simulates bold for a typeface without it, in em."""
_PER_INCH = 96
_Metric = QPaintDevice.PaintDeviceMetric


class Shape(Struct, frozen=True):
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
        for segment in lines:
            line = QLineF(segment)
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
        if is_filled and self._brush.style() is not Qt.BrushStyle.NoBrush:
            fill = self._brush.color()
        else:
            fill = None
        if self._pen.style() is Qt.PenStyle.NoPen:
            if fill is not None:
                self._write_shape(Shape(self._transform.map(path), fill))
            return
        width = (self._pen.widthF() or 1.0) * (1.0 if self._pen.isCosmetic() else self._transform.m11())
        dashes = [dash * width for dash in self._pen.dashPattern()]
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
    width = round(size.width())
    height = round(size.height())
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


_FontKey = tuple[str, str, int]


class PdfDevice(TextDevice):
    """Adds sheets to a PDF file, one after another. Clipping is not supported."""

    def __init__(self, file: PdfFile) -> None:
        super().__init__()
        self._file = file
        self._size = QSizeF(794, 1123)
        self._operators: list[str] = []
        self._engine = ShapeEngine(lambda shape: self._operators.append(_operator(shape)))
        self._fonts: dict[_FontKey, QRawFont] = {}
        self._outlines: dict[tuple[_FontKey, int], Outline] = {}
        self._is_figure = False

    def begin_sheet(self, size: QSizeF) -> QPainter:
        """Return the painter of a new sheet of a size in logical pixels."""
        self._size = size
        # PDF has its origin at the lower left and points as unit; from here on it is as in Qt
        self._operators.append(f"{POINTS} 0 0 {-POINTS} 0 {size.height() * POINTS:.3f} cm")
        return QPainter(self)

    def end_sheet(self) -> None:
        """Add the sheet, whose painter has ended, to the file."""
        content = "\n".join(self._operators).encode("ascii")
        self._operators.clear()
        self._file.add_sheet(self._size.width(), self._size.height(), content)

    @contextmanager
    def as_figures(self) -> Iterator[None]:
        """Within the block, words are drawn as shapes, and are not part of the file's text."""
        self._is_figure = True
        try:
            yield
        finally:
            self._is_figure = False

    def add_line(self, transform: QTransform, layout: QTextLayout, line: QTextLine, color: QColor) -> None:
        scale = transform.m22()
        self._operators.append(f"{_color(color)} rg")
        if self._is_figure:
            self._operators.extend(
                f"{' '.join(_path_operators(path))} f" for path in glyphs_of(transform, line)
            )
            return
        for font, size, is_thin, start, codes in self._segments(layout, line):
            at = transform.map(start)
            # mode 2 fills and strokes: the stroke simulates the missing bold face
            if is_thin:
                mode = f"2 Tr {_color(color)} RG {size * scale * EMBOLDENED:.3f} w"
            else:
                mode = "0 Tr"
            words = "".join(f"{code:04X}" for code in codes)
            self._operators.append(
                # the negative scale undoes the flipped y axis for the glyphs
                f"BT {mode} /F{font} {size * scale:.3f} Tf 1 0 0 -1 {at.x():.3f} {at.y():.3f} Tm <{words}> Tj ET"
            )

    def _segments(
        self, layout: QTextLayout, line: QTextLine
    ) -> Iterator[tuple[int, float, bool, QPointF, list[int]]]:
        """Yield the segments of a line in one font and size.

        Each is the number of the font in the file, the size in pixels, whether bold has to be simulated, the position
        in the layout, and the codes of the glyphs. They go from left to right also where the words go from right to
        left: that is what programs expect which copy text from PDF files (ISO 32000-1, 14.8.2.3.3).
        """
        text = layout.text().encode("utf-16-le", "surrogatepass")
        end = line.textStart() + line.textLength()
        clusters = _clusters(layout, line)
        ends = [*(cluster[0] for cluster in clusters), end][1:]
        words_of = {
            cluster[0]: text[2 * cluster[0] : 2 * stop].decode("utf-16-le", "replace")
            for cluster, stop in zip(clusters, ends, strict=True)
        }
        clusters.sort(key=lambda cluster: cluster[1].x())
        last: tuple[int, float, bool, float] | None = None
        start = QPointF()
        codes = list[int]()
        for cluster, following in pairwise([*clusters, None]):
            assert cluster is not None
            index, place, raw, glyphs = cluster
            key = (raw.familyName(), raw.styleName(), raw.weight())
            size = raw.pixelSize()
            if glyphs:
                width = raw.advancesForGlyphIndexes([glyphs[-1][0]])[0].x()
            else:
                width = 0.0
            # the distance to the next glyph, with letter spacing and justification in it, so that no gap
            # looks like a space
            if following:
                advance = following[1].x() - place.x()
            else:
                advance = width
            outline = self._composed(key, raw, glyphs)
            number, font = self._file.font()
            words = words_of[index]
            # a ligature from right to left would be copied backwards: each of its characters is a glyph
            is_from_right = bool(words) and unicodedata.bidirectional(words[0]) in ("R", "AL")
            characters = words[::-1] if is_from_right else [words]
            share = round(advance / size * UNITS / len(characters))
            shapes = [outline, *[_NO_INK] * (len(characters) - 1)]
            glyph_codes = [font.code(*glyph, share) for glyph in zip(shapes, characters, strict=True)]
            is_thin = layout.font().weight() >= BOLD > raw.weight()
            if last != (number, size, is_thin, place.y()):
                if last is not None:
                    yield last[0], last[1], last[2], start, codes
                last = (number, size, is_thin, place.y())
                start = place
                codes = []
            codes += glyph_codes
        if last is not None:
            yield last[0], last[1], last[2], start, codes

    def _composed(self, key: _FontKey, raw: QRawFont, glyphs: Sequence[tuple[int, float, float]]) -> Outline:
        """Return the outlines of glyphs, each at its offset in pixels, as one outline."""
        if len(glyphs) == 1 and glyphs[0][1:] == (0, 0):
            glyph = glyphs[0][0]
            outline = self._outlines.get((key, glyph))
            if outline is None:
                outline = outline_of(_segments_of(self._path(key, raw, glyph)))
                self._outlines[key, glyph] = outline
            return outline
        path = QPainterPath()
        em = UNITS / raw.pixelSize()
        for glyph, x, y in glyphs:
            path.addPath(self._path(key, raw, glyph).translated(x * em, y * em))
        return outline_of(_segments_of(path))

    def _path(self, key: _FontKey, raw: QRawFont, glyph: int) -> QPainterPath:
        """Return the path of a glyph, with `UNITS` to the em."""
        large = self._fonts.get(key)
        if large is None:
            large = QRawFont(raw)
            self._fonts[key] = large
            # at the size of the file's units, so that outlines are exact when rounded
            large.setPixelSize(UNITS)
        return large.pathForGlyph(glyph)

    # -- QPaintDevice

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return metric_of(self, self._size, metric)


_NO_INK = outline_of(())


_Cluster = tuple[int, QPointF, QRawFont, list[tuple[int, float, float]]]
"""The UTF-16 index at which it begins, its position, its font, and its glyphs with their offsets from the position."""


def _clusters(layout: QTextLayout, line: QTextLine) -> list[_Cluster]:
    """Return the glyphs of a line in the order of the text, grouped by the characters that they represent."""
    clusters: list[_Cluster] = []
    for run in line.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        raw = run.rawFont()
        for glyph, place, index in zip(run.glyphIndexes(), run.positions(), run.stringIndexes(), strict=True):
            clusters.append((index, place, raw, [(glyph, 0.0, 0.0)]))
    # each glyph stands for characters of its own; else the indexes can't be trusted
    if all(before[0] < after[0] for before, after in pairwise(clusters)):
        return clusters
    return _clusters_one_by_one(layout, line)


def _clusters_one_by_one(layout: QTextLayout, line: QTextLine) -> list[_Cluster]:
    """Do as `_clusters` for a line with several glyphs for a character or with several typefaces.

    For text in several typefaces, Qt 6.11 does not return which characters the glyphs of a run represent.
    """
    clusters: list[_Cluster] = []
    at = line.textStart()
    end = line.textStart() + line.textLength()
    while at < end:
        following = max(min(layout.nextCursorPosition(at), end), at + 1)
        glyphs = [
            (run.rawFont(), glyph, place)
            for run in line.glyphRuns(at, following - at)
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True)
        ]
        if glyphs:
            raw, first, place = glyphs[0]
            is_ligature = bool(clusters) and clusters[-1][1] == place and clusters[-1][3][0][0] == first
            if not is_ligature:
                apart = [
                    (glyph, glyph_place.x() - place.x(), glyph_place.y() - place.y())
                    for _, glyph, glyph_place in glyphs
                ]
                clusters.append((at, place, raw, apart))
        at = following
    return clusters


def _segments_of(path: QPainterPath) -> Iterator[Segment]:
    """Yield the segments of a path, with the y axis upwards."""
    curve: list[int] = []
    for kind, x, y in elements(path):
        if kind == 0:
            yield round(x), -round(y)
        elif kind == 1:
            yield round(x), -round(y), 1
        else:
            curve += (round(x), -round(y))
            if len(curve) == 6:
                yield tuple(curve)
                curve.clear()


def _color(color: QColor) -> str:
    return f"{color.redF():.3f} {color.greenF():.3f} {color.blueF():.3f}"


def _operator(shape: Shape) -> str:
    parts = ["q"]
    if shape.fill is not None:
        parts.append(f"{_color(shape.fill)} rg")
    if shape.stroke is not None:
        dashes = " ".join(f"{dash:.2f}" for dash in shape.dashes)
        parts.append(f"{_color(shape.stroke)} RG {shape.width:.3f} w [{dashes}] 0 d")
    parts.extend(_path_operators(shape.path))
    if shape.fill is None:
        paint = "S"
    elif shape.stroke is None:
        paint = "f"
    else:
        paint = "B"
    is_even = shape.path.fillRule() is Qt.FillRule.OddEvenFill
    return " ".join((*parts, paint + ("*" if shape.fill is not None and is_even else ""), "Q"))


def _path_operators(path: QPainterPath) -> Iterator[str]:
    curve: list[str] = []
    for kind, x, y in elements(path):
        at = f"{x:.2f} {y:.2f}"
        if kind < 2:
            yield f"{at} {'ml'[kind]}"
        else:
            curve.append(at)
            if len(curve) == 3:
                yield f"{' '.join(curve)} c"
                curve.clear()
