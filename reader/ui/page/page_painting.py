"""Painting of a newspaper page, on the screen and on paper: its folio, its rules, the lines of articles."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.export.article_text import PageBlockKind
from reader.ui.page.page_layout import BAND_GAP, PageLayout, Placed, PlacedBand
from reader.ui.page.page_typesetting import SetLine
from reader.ui.widgets import text_painting, theme


def paint_rules(painter: QPainter, layout: PageLayout, band: PlacedBand) -> None:
    """Paint the rule above a band, and those between its articles."""
    if band.articles[0].number:
        line = QRectF(0, band.top - BAND_GAP // 2 - 1, layout.width, 1)
        painter.fillRect(line, theme.color("rule2"))
    for placed in band.articles[1:]:
        x = placed.box.left() - layout.grid.gutter / 2
        painter.fillRect(QRectF(round(x), band.top, 1, band.bottom - band.top), theme.color("rule"))


def paint_lines(painter: QPainter, placed: Placed, seen: QRectF) -> None:
    """Paint the lines of an article that lie in `seen`."""
    origin = placed.box.topLeft()
    for leg in placed.article.legs:
        if origin.y() + leg.bottom >= seen.top() and origin.y() + leg.top <= seen.bottom():
            for line in leg.lines:
                if line.box.translated(origin).intersects(seen):
                    paint_line(painter, line, origin)


def paint_line(painter: QPainter, line: SetLine, origin: QPointF) -> None:
    """Paint a line of an article that stands at `origin`."""
    if line.kind is PageBlockKind.CAPTION:
        bar = line.box.translated(origin)
        painter.fillRect(QRectF(bar.x() - 10, bar.y() + 1, 2, bar.height()), theme.color("rule2"))
    text_painting.draw_line(painter, line.layout, line.number, origin, line.token)
