"""Painting of a newspaper page, on the screen and on paper: its folio, its rules, the lines of articles."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.export.article_text import PageBlockKind
from reader.ui.article.article_painting import paint_folio
from reader.ui.page.page_layout import BAND_GAP, PageLayout, Placed, PlacedBand
from reader.ui.page.page_typesetting import SetLine
from reader.ui.widgets import theme


def paint_page(painter: QPainter, layout: PageLayout, top: float, bottom: float) -> None:
    """Paint what stands between two heights of a page that is set."""
    seen = QRectF(0, top, layout.width, bottom - top)
    paint_folio(painter, layout.articles[0].blocks[0], 0, layout.width)
    for band in layout.bands_between(top, bottom):
        paint_rules(painter, layout, band)
        for placed in band.articles:
            paint_lines(painter, placed, seen)


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
                    _paint_line(painter, line, origin)


def _paint_line(painter: QPainter, line: SetLine, origin: QPointF) -> None:
    if line.kind is PageBlockKind.CAPTION:
        bar = line.box.translated(origin)
        painter.fillRect(QRectF(bar.x() - 10, bar.y() + 1, 2, bar.height()), theme.color("rule2"))
    painter.setPen(theme.color(line.token))
    line.line().draw(painter, origin)
