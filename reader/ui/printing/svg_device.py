"""An SVG picture as something to paint on: words as outlines, which look alike whatever typefaces are installed."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QPaintDevice,
    QPaintEngine,
    QPainterPath,
    QTextLayout,
    QTextLine,
    QTransform,
)

from reader.language.control_characters import without_controls
from reader.ui.printing.shapes import BOLD, EMBOLDENED, Shape, ShapeEngine, elements, glyphs_of, metric_of
from reader.ui.widgets.text_painting import TextDevice


class SvgDevice(TextDevice):
    """One picture of a size in logical pixels, on a ground of a colour. Clips are not followed."""

    def __init__(self, size: QSizeF, ground: QColor) -> None:
        super().__init__()
        self._size = size
        self._parts = [f'<rect width="100%" height="100%" fill="{ground.name()}"/>']
        self._engine = ShapeEngine(lambda shape: self._parts.append(_element(shape)))

    def add_line(self, transform: QTransform, layout: QTextLayout, line: QTextLine, color: QColor) -> None:
        whole = QPainterPath()
        whole.setFillRule(Qt.FillRule.WindingFill)
        for glyph in glyphs_of(transform, line):
            whole.addPath(glyph)
        if whole.isEmpty():
            return
        runs = line.glyphRuns(-1, -1)
        is_thin = layout.font().weight() >= BOLD > runs[0].rawFont().weight()
        width = runs[0].rawFont().pixelSize() * transform.m22() * EMBOLDENED
        self._parts.append(_element(Shape(whole, color, color if is_thin else None, width)))

    def finished(self, title: str, words: str) -> bytes:
        """Return the file, with its title and its words for whoever can't see it."""
        width, height = round(self._size.width()), round(self._size.height())
        told = (
            f"<{name}>{escape(without_controls(text))}</{name}>"
            for name, text in (("title", title), ("desc", words))
        )
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}">'
        )
        lines = ('<?xml version="1.0" encoding="UTF-8"?>', head, *told, *self._parts, "</svg>")
        return ("\n".join(lines) + "\n").encode()

    # -- Qt's side

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return metric_of(self, self._size, metric)


def _element(shape: Shape) -> str:
    said = [f'<path d="{"".join(_steps(shape.path))}"']
    said.append(f'fill="{shape.fill.name()}"' if shape.fill is not None else 'fill="none"')
    if shape.fill is not None and shape.path.fillRule() is Qt.FillRule.OddEvenFill:
        said.append('fill-rule="evenodd"')
    if shape.stroke is not None:
        said.append(f'stroke="{shape.stroke.name()}" stroke-width="{shape.width:.2f}"')
    if shape.dashes:
        said.append(f'stroke-dasharray="{" ".join(f"{each:.2f}" for each in shape.dashes)}"')
    return " ".join(said) + "/>"


def _steps(path: QPainterPath) -> Iterator[str]:
    for kind, x, y in elements(path):
        yield f"{'MLC '[kind]}{x:.2f} {y:.2f}"
