"""A newspaper page on paper."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import PageArticle, PageLayout
from reader.ui.page.page_painting import paint_page
from reader.ui.widgets.printing import BOTTOM, SIDE, TOP, paint_foot


class PagePrintout:
    """A newspaper page, typeset on as many sheets as it needs."""

    def __init__(self, articles: Sequence[PageArticle], style: PageStyle, foot: str, paper: QSizeF) -> None:
        self._paper = paper
        self._foot = foot
        self._layout = PageLayout(articles, paper.width() - 2 * SIDE, style)
        while not self._layout.is_done:
            self._layout.set_next()
        self._cuts = [0.0, *self._layout.cuts(paper.height() - TOP - BOTTOM)]

    @property
    def count(self) -> int:
        return len(self._cuts) - 1

    def paint(self, painter: QPainter, number: int) -> None:
        top, bottom = self._cuts[number : number + 2]
        paint_foot(painter, self._paper, SIDE, self._layout.width, self._foot, number, self.count)
        painter.translate(SIDE, TOP - top)
        painter.setClipRect(QRectF(-SIDE, top, self._paper.width(), bottom - top))
        paint_page(painter, self._layout, top, bottom)
