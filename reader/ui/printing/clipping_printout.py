"""A clipping typeset as pictures: like a cutting from the paper, or as cards for messengers."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPainter

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.export.pdf_file import Heading
from reader.library.clippings import Clipping
from reader.newspaper.holdings import Bookmark
from reader.ui.article.highlights import highlights_on
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_plan import Rank
from reader.ui.page.page_typesetting import ArticleSetter, Grid, Row, article_faces
from reader.ui.printing.sheets import Marked, SheetFlow, painted, rects_of, saved_state
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.fonts import Face

MOST_PICTURES = 24
"""The maximum number of pictures of a clipping."""


class ClippingForm(StrEnum):
    """PAPER is as narrow as a column and as high as its text, CARD three to four with large type."""

    PAPER = "paper"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class _Measures:
    """The measures of a form in logical pixels; `height` is that of a card, or the maximum of a paper clipping."""

    size: int
    column: int
    side: int
    top: int
    foot: int
    height: int
    leading: float


_MEASURES = {
    ClippingForm.PAPER: _Measures(17, 24 * 17, 44, 118, 58, 1440, 1.76),
    ClippingForm.CARD: _Measures(24, 18 * 24, 54, 112, 84, 720, 1.7),
}
_BELOW_HEAD = 26
_CITATION, _CITATION_PITCH = 11, 17
_NUMBER = 48
"""The space right of the citation for the number of the picture, in pixels."""


class ClippingPrintout:
    """A clipping, typeset for one picture, or for several if it does not fit; a `Printout`."""

    def __init__(
        self,
        clipping: Clipping,
        form: ClippingForm,
        colors: str,
        face: Face = Face.SONG,
        bookmarks: Sequence[Bookmark] = (),
    ) -> None:
        """Make the printout; `colors` is the name of a theme, the highlights among `bookmarks` are drawn."""
        self._clipping = clipping
        self._form = form
        self.colors = colors
        self._measures = measures = _MEASURES[form]
        style = PageStyle(size=measures.size, leading=measures.leading, face=face)
        self._faces = article_faces(style)
        self._grid = Grid(1, measures.column, 0, measures.column // measures.size)
        self._setter = ArticleSetter(clipping.blocks, Rank.LEAD, 1, self._grid, self._faces)
        found = highlights_on(clipping.blocks, [each for each in bookmarks if each.passage])
        self._marked = [Marked(0, highlight, None) for highlight in found]
        self._citation = self._set_citation() if form is ClippingForm.PAPER else ()
        self._foot = measures.foot + len(self._citation) * _CITATION_PITCH
        self._height = float(measures.height)
        self._flow = self._new_flow()
        self.is_done = False
        self._work = self._typeset()

    @property
    def progress(self) -> float:
        return self._setter.progress

    def set_next(self) -> None:
        next(self._work, None)

    @property
    def count(self) -> int:
        return len(self._flow.sheets)

    @property
    def paper(self) -> QSizeF:
        return QSizeF(self._measures.column + 2 * self._measures.side, round(self._height))

    def headings(self) -> Sequence[Heading]:
        return [Heading(self._clipping.title, 0, 0)]

    def _new_flow(self) -> SheetFlow:
        return SheetFlow(self._grid, self._measures.top, self._height - self._foot)

    def _typeset(self) -> Iterator[None]:
        while not self._setter.is_done:
            self._setter.set_next()
            yield
        yield from self._fill()
        if self._form is ClippingForm.PAPER:
            yield from self._fit()
        first = self._flow.sheets[0]
        head = [placed.box.bottom() for placed in first.lines if placed.line.kind in HEAD]
        if head and len(head) < len(first.lines):
            first.rules.append((QRectF(0, head[-1] + _BELOW_HEAD / 2 - 3, 32, 2), "accent"))
        self.is_done = True

    def _fill(self) -> Iterator[None]:
        self._flow = self._new_flow()
        yield from self._flow.add_band([self._setter], [1], self._faces.pitch, _BELOW_HEAD)

    def _fit(self) -> Iterator[None]:
        """Reduce the height to that of the text; of several pictures, make the heights about equal."""
        around, count = self._measures.top + self._foot, self.count
        if count > 1:
            full = self._height - around
            taken = (count - 1) * full + self._flow.end - self._measures.top
            self._height = min(around + math.ceil(taken / count) + 2 * self._faces.pitch, self._height)
            yield from self._fill()
        else:
            self._height = self._flow.end + self._foot

    # -- painting

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        measures, sheet = self._measures, self._flow.sheets[number]
        with saved_state(painter):
            painter.fillRect(QRectF(0, 0, self.paper.width(), self.paper.height()), theme.color("paper"))
            painter.translate(measures.side, 0)
            if self._form is ClippingForm.PAPER:
                self._paint_masthead(painter)
            else:
                self._paint_line_of_card(painter)
            yield
            marks = [(marked, rects_of(sheet, marked)) for marked in self._marked]
            yield from painted(painter, sheet, marks)
            self._paint_foot(painter, number)

    def _paint_masthead(self, painter: QPainter) -> None:
        """Paint the newspaper's name, centred, with date and page below it."""
        newspaper, _, date = self._clipping.folio.parts
        page = self._clipping.folio.text.removeprefix(newspaper).removesuffix(date).strip("　")
        width = self._measures.column
        text_painting.draw_double_rule(painter, 0, 26, width)
        name = QRectF(0, 34, width, 42)
        centre, title = text_painting.CENTER, newspaper or self._clipping.source
        text_painting.draw_words(painter, name, title, _spaced(26), "ink", centre)
        painter.fillRect(QRectF(0, 78, width, 1), theme.color("press"))
        line = QRectF(0, 79, width, 24)
        text_painting.draw_words(painter, line, date, fonts.sans(12), "ink2")
        text_painting.draw_words(painter, line, page, fonts.sans(12), "ink2", text_painting.RIGHT)

    def _paint_line_of_card(self, painter: QPainter) -> None:
        """Paint the newspaper's name and the date on one line, as above an article."""
        newspaper, _, date = self._clipping.folio.parts
        width = self._measures.column
        text_painting.draw_double_rule(painter, 0, 40, width)
        line = QRectF(0, 48, width, 40)
        taken = text_painting.draw_words(painter, line, date, fonts.sans(15), "ink2", text_painting.RIGHT)
        text_painting.draw_words(painter, line.adjusted(0, 0, -taken - 12, 0), newspaper, _spaced(19), "ink")
        painter.fillRect(QRectF(0, 88, width, 1), theme.color("press"))

    def _paint_foot(self, painter: QPainter, sheet: int) -> None:
        """Paint the source at the foot, and the number of the picture if there are several."""
        width, bottom = self._measures.column, self.paper.height()
        at = f"{sheet + 1} / {self.count}" if self.count > 1 else ""
        top = bottom - self._foot + 20
        painter.fillRect(QRectF(0, top, width, 1), theme.color("rule"))
        if self._form is ClippingForm.CARD:
            line = QRectF(0, top + 6, width, 28)
            taken = text_painting.draw_words(painter, line, at, fonts.sans(14), "ink3", text_painting.RIGHT)
            source = line.adjusted(0, 0, -taken - 12, 0)
            text_painting.draw_words(painter, source, self._clipping.source, fonts.sans(14), "ink3")
            return
        line = QRectF(0, top + 8, width, _CITATION_PITCH)
        text_painting.draw_words(painter, line, at, _small(), "ink3", text_painting.RIGHT)
        for number, row in enumerate(self._citation):
            origin = QPointF(0, top + 8 + number * _CITATION_PITCH)
            text_painting.draw_line(painter, row.layout, row.number, origin, "ink3")

    def _set_citation(self) -> Sequence[Row]:
        """Return the citation, broken into lines."""
        block = PageBlock(PageBlockKind.BYLINE, self._clipping.citation)
        width = float(self._measures.column - _NUMBER)
        faces = article_faces(PageStyle(size=_CITATION + 4))
        setter = ArticleSetter([block], Rank.LEAD, 1, Grid(1, width, 0, int(width / _CITATION)), faces)
        while not setter.is_done:
            setter.set_next()
        for row in setter.head:
            row.layout.lineAt(row.number).setPosition(QPointF())
        return setter.head


def _small() -> QFont:
    return fonts.sans(_CITATION)


def _spaced(px: int) -> QFont:
    font = fonts.serif(px, 700)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 114)
    return font
