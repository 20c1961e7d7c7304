"""A PDF file as something to paint on: shapes as with any painter, lines of text with the characters they stand for.

Qt's own writer of PDF says of each glyph the first character of the typeface that is drawn by it: of 日 the Kangxi
radical ⽇, and of a character beyond the basic plane nothing at all.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

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

from reader.export.pdf_file import POINTS, PdfFile
from reader.export.pdf_font import UNITS, Outline, Segment, outline_of
from reader.ui.widgets.text_painting import TextDevice

_PER_INCH = 96
_BOLD = 600
_EMBOLDENED = 0.03
"""The width of the stroke around glyphs of a typeface that has no bold, in em."""

_Metric = QPaintDevice.PaintDeviceMetric
_FontKey = tuple[str, str, int]


class PdfDevice(TextDevice):
    """Adds sheets to a file, one after another. Clips are not followed."""

    def __init__(self, file: PdfFile) -> None:
        super().__init__()
        self._file = file
        self._size = QSizeF(794, 1123)
        self._operators: list[str] = []
        self._engine = _Engine(self._operators)
        self._fonts: dict[_FontKey, QRawFont] = {}
        self._outlines: dict[tuple[_FontKey, int], Outline] = {}
        self._is_figure = False

    def begin_sheet(self, size: QSizeF) -> QPainter:
        """Return the painter of a new sheet of a size in logical pixels."""
        self._size = size
        self._operators.append(f"{POINTS} 0 0 {-POINTS} 0 {size.height() * POINTS:.3f} cm")
        return QPainter(self)

    def end_sheet(self) -> None:
        """Add the sheet, whose painter has ended, to the file."""
        content = "\n".join(self._operators).encode("ascii")
        self._operators.clear()
        self._file.add_sheet(self._size.width(), self._size.height(), content)

    @contextmanager
    def as_figures(self) -> Iterator[None]:
        """Within the block draw words as shapes: no text that comes out of the file."""
        self._is_figure = True
        try:
            yield
        finally:
            self._is_figure = False

    def add_line(self, transform: QTransform, layout: QTextLayout, line: QTextLine, color: QColor) -> None:
        scale = transform.m22()
        self._operators.append(f"{_color(color)} rg")
        if self._is_figure:
            self._operators.extend(_drawn(transform, line))
            return
        for font, size, is_thin, start, codes in self._segments(layout, line):
            at = transform.map(start)
            mode = f"2 Tr {_color(color)} RG {size * scale * _EMBOLDENED:.3f} w" if is_thin else "0 Tr"
            words = "".join(f"{code:04X}" for code in codes)
            self._operators.append(
                f"BT {mode} /F{font} {size * scale:.3f} Tf 1 0 0 -1 {at.x():.3f} {at.y():.3f} Tm <{words}> Tj ET"
            )

    def _segments(
        self, layout: QTextLayout, line: QTextLine
    ) -> Iterator[tuple[int, float, bool, QPointF, list[int]]]:
        """Yield what is set in one font and size: its number, the size, whether it lacks bold, the place, the codes."""
        text = layout.text().encode("utf-16-le", "surrogatepass")
        end = line.textStart() + line.textLength()
        clusters = _clusters(layout, line)
        last: tuple[int, float, bool, float] | None = None
        start, codes = QPointF(), list[int]()
        for cluster, following in pairwise([*clusters, None]):
            assert cluster is not None
            index, place, raw, glyphs = cluster
            key, size = (raw.familyName(), raw.styleName(), raw.weight()), raw.pixelSize()
            width = raw.advancesForGlyphIndexes([glyphs[-1][0]])[0].x() if glyphs else 0.0
            advance = (following[1].x() - place.x()) if following else width
            words = text[2 * index : 2 * (following[0] if following else end)].decode("utf-16-le", "replace")
            outline = self._composed(key, raw, glyphs)
            number, font = self._file.font()
            code = font.code(outline, words, round(advance / size * UNITS))
            is_thin = layout.font().weight() >= _BOLD > raw.weight()
            if last != (number, size, is_thin, place.y()):
                if last is not None:
                    yield last[0], last[1], last[2], start, codes
                last, start, codes = (number, size, is_thin, place.y()), place, []
            codes.append(code)
        if last is not None:
            yield last[0], last[1], last[2], start, codes

    def _composed(self, key: _FontKey, raw: QRawFont, glyphs: Sequence[tuple[int, float, float]]) -> Outline:
        """Return the outlines of glyphs at their distances, in pixels, as one."""
        if len(glyphs) == 1 and glyphs[0][1:] == (0, 0):
            glyph = glyphs[0][0]
            known = self._outlines.get((key, glyph))
            if known is None:
                known = self._outlines[key, glyph] = outline_of(_segments_of(self._path(key, raw, glyph)))
            return known
        whole, em = QPainterPath(), UNITS / raw.pixelSize()
        for glyph, x, y in glyphs:
            whole.addPath(self._path(key, raw, glyph).translated(x * em, y * em))
        return outline_of(_segments_of(whole))

    def _path(self, key: _FontKey, raw: QRawFont, glyph: int) -> QPainterPath:
        """Return the path of a glyph in units of the em."""
        large = self._fonts.get(key)
        if large is None:
            large = self._fonts[key] = QRawFont(raw)
            large.setPixelSize(UNITS)
        return large.pathForGlyph(glyph)

    # -- Qt's side

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        width, height = round(self._size.width()), round(self._size.height())
        return {
            _Metric.PdmWidth: width,
            _Metric.PdmHeight: height,
            _Metric.PdmWidthMM: round(width / _PER_INCH * 25.4),
            _Metric.PdmHeightMM: round(height / _PER_INCH * 25.4),
            _Metric.PdmNumColors: 1 << 24,
            _Metric.PdmDepth: 32,
            _Metric.PdmDevicePixelRatio: 1,
            _Metric.PdmDevicePixelRatioScaled: int(self.devicePixelRatioFScale()),
        }.get(metric, _PER_INCH)


_Cluster = tuple[int, QPointF, QRawFont, list[tuple[int, float, float]]]
"""The unit of the text at which it begins, its place, and its glyphs with their distances from that."""


def _clusters(layout: QTextLayout, line: QTextLine) -> list[_Cluster]:
    """Return the glyphs of a line from the left to the right, those together that stand for the same characters."""
    found: list[_Cluster] = []
    for run in line.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        raw = run.rawFont()
        for glyph, place, index in zip(run.glyphIndexes(), run.positions(), run.stringIndexes(), strict=True):
            found.append((index, place, raw, [(glyph, 0.0, 0.0)]))
    if all(before[0] < after[0] for before, after in pairwise(found)):
        return found
    return _clusters_one_by_one(layout, line)


def _clusters_one_by_one(layout: QTextLayout, line: QTextLine) -> list[_Cluster]:
    """Return the same where several glyphs stand for a character, or several typefaces were needed.

    Of a text in several typefaces Qt 6.11 does not tell which characters the glyphs of a run stand for.
    """
    found: list[_Cluster] = []
    at, end = line.textStart(), line.textStart() + line.textLength()
    while at < end:
        following = max(min(layout.nextCursorPosition(at), end), at + 1)
        glyphs = [
            (run.rawFont(), glyph, place)
            for run in line.glyphRuns(at, following - at)
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True)
        ]
        if glyphs:
            raw, first, place = glyphs[0]
            is_ligature = bool(found) and found[-1][1] == place and found[-1][3][0][0] == first
            if not is_ligature:
                apart = [(glyph, there.x() - place.x(), there.y() - place.y()) for _, glyph, there in glyphs]
                found.append((at, place, raw, apart))
        at = following
    return found


def _drawn(transform: QTransform, line: QTextLine) -> Iterator[str]:
    """Yield the glyphs of a line as filled paths."""
    for run in line.glyphRuns(-1, -1):
        raw = run.rawFont()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            path = raw.pathForGlyph(glyph).translated(place)
            if not path.isEmpty():
                yield f"{' '.join(_path_operators(transform.map(path)))} f"


def _elements(path: QPainterPath) -> Iterator[tuple[int, float, float]]:
    """Yield the elements of a path: 0 moves, 1 is a line, 2 begins a curve, 3 goes on with it.

    They are read off the path's serial form, which takes a tenth of the time of asking for each.
    """
    data = QByteArray()
    stream = QDataStream(data, QIODevice.OpenModeFlag.WriteOnly)
    stream << path
    raw = data.data()
    (count,) = struct.unpack_from(">i", raw)
    yield from struct.iter_unpack(">idd", raw[4 : 4 + 20 * count])


def _segments_of(path: QPainterPath) -> Iterator[Segment]:
    """Yield the pieces of a path, y upwards."""
    curve: list[int] = []
    for kind, x, y in _elements(path):
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


class _Engine(QPaintEngine):
    """Writes shapes as operators of a content stream."""

    def __init__(self, operators: list[str]) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._operators = operators
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
        is_filled = is_filled and self._brush.style() is not Qt.BrushStyle.NoBrush
        is_stroked = self._pen.style() is not Qt.PenStyle.NoPen
        if not (is_filled or is_stroked):
            return
        parts = ["q"]
        if is_filled:
            parts.append(f"{_color(self._brush.color())} rg")
        if is_stroked:
            scale = 1.0 if self._pen.isCosmetic() else self._transform.m11()
            width = (self._pen.widthF() or 1.0) * scale
            dashes = " ".join(f"{each * width:.2f}" for each in self._pen.dashPattern())
            parts.append(f"{_color(self._pen.color())} RG {width:.3f} w [{dashes}] 0 d")
        parts.extend(_path_operators(self._transform.map(path)))
        paint = "B" if is_filled and is_stroked else "f" if is_filled else "S"
        is_even = path.fillRule() is Qt.FillRule.OddEvenFill
        self._operators.append(" ".join((*parts, paint + ("*" if is_filled and is_even else ""), "Q")))


def _path_operators(path: QPainterPath) -> Iterator[str]:
    curve: list[str] = []
    for kind, x, y in _elements(path):
        at = f"{x:.2f} {y:.2f}"
        if kind < 2:
            yield f"{at} {'ml'[kind]}"
        else:
            curve.append(at)
            if len(curve) == 3:
                yield f"{' '.join(curve)} c"
                curve.clear()
