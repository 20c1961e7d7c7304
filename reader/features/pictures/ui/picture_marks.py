"""The marks painted over the picture of a page: the outlines of its articles, the hits of the search."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from reader.ui.widgets import theme

MOST_HITS = 2000
"""The maximum number of hits that are boxed on a page."""
_EDGE = 2.5
"""The width of the outline of the current article, in pixels."""


class Outline(Struct, frozen=True):
    """An article on the picture: its id, its title, and its shape in pixels of the picture."""

    id: int
    title: str
    shape: QPainterPath


def shape_of(rects: Sequence[QRectF], padding: float, polygon: QPolygonF | None = None) -> QPainterPath:
    """Return the outline around rectangles, each enlarged by `padding` pixels and joined where they touch.

    A polygon, if given, is part of the outline.
    """
    shape = QPainterPath()
    shape.setFillRule(Qt.FillRule.WindingFill)
    for rect in rects:
        shape.addRect(rect.adjusted(-padding, -padding, padding, padding))
    if polygon is not None:
        around = QPainterPath()
        around.addPolygon(polygon)
        around.closeSubpath()
        shape = shape.united(around)
    return shape.simplified()


class PictureMarks:
    """The marks of one picture, in its pixels.

    Their colours are those of the light theme in every theme, because the pictured paper is light.
    """

    def __init__(self) -> None:
        self.outlines: tuple[Outline, ...] = ()
        self.current: int | None = None
        """The id of the current article; None if it is not on the picture."""
        self.pointed: int | None = None
        """The id of the article under the mouse; None for none."""
        self.hits: tuple[QRectF, ...] = ()
        self.current_hit: tuple[QRectF, ...] = ()

    def article_at(self, point: QPointF) -> Outline | None:
        """Return the article at a point of the picture, of several that with the smallest outline; None for none."""
        outlines = [outline for outline in self.outlines if outline.shape.contains(point)]
        return min(outlines, key=lambda near_outline: _area(near_outline.shape), default=None)

    def paint(self, painter: QPainter, visible: QRectF) -> None:
        """Paint the marks in the visible rectangle; the painter is scaled to pixels of the picture."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_hits(painter, visible)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for outline in sorted(
            self.outlines, key=lambda any_outline: any_outline.id == self.current
        ):  # the lit one last
            if not outline.shape.intersects(visible):
                continue
            if outline.id == self.current:
                painter.setPen(_pen("accent", _EDGE))
            elif outline.id == self.pointed:
                fill = _color("accent")
                fill.setAlpha(18)
                painter.fillPath(outline.shape, fill)
                painter.setPen(_pen("accent", 1.5))
            else:
                painter.setPen(_pen("bar", 1.0))
            painter.drawPath(outline.shape)

    def _paint_hits(self, painter: QPainter, visible: QRectF) -> None:
        """Paint the hits like a text marker: multiplied, so that black print stays black."""
        for rects, token, width in ((self.hits, "hit", 1.0), (self.current_hit, "hit_current", 2.0)):
            seen = [rect for rect in rects if rect.intersects(visible)]
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            for rect in seen:
                painter.fillRect(rect, _color(token))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setPen(_pen("hit_edge", width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects(seen)


def _area(shape: QPainterPath) -> float:
    box = shape.boundingRect()
    return box.width() * box.height()


def _color(token: str) -> QColor:
    return QColor(theme.themes()[theme.DEFAULT].colors[token])


def _pen(token: str, width: float) -> QPen:
    pen = QPen(_color(token), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
