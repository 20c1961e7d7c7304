"""The marks on a newspaper page: hits, highlights, the selection; their rectangles and their painting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.export.article_text import PageBlock, PageBlockKind, markable_texts
from reader.newspaper.holdings import Anchor
from reader.newspaper.passage import Passage, QuoteSpan
from reader.ui.article import highlights
from reader.ui.article.highlights import Highlight, passage_between
from reader.ui.article.page_geometry import HitSpan
from reader.ui.page.page_layout import BAND_GAP, PageLayout, Placed, PlacedBand
from reader.ui.page.page_typesetting import SetLine
from reader.ui.widgets import text_painting, theme


def paint_rules(painter: QPainter, layout: PageLayout, band: PlacedBand) -> None:
    if band.articles[0].number:
        line = QRectF(0, band.top - BAND_GAP // 2 - 1, layout.width, 1)
        painter.fillRect(line, theme.color("rule2"))
    for placed in band.articles[1:]:
        x = placed.box.left() - layout.grid.gutter / 2
        painter.fillRect(QRectF(round(x), band.top, 1, band.bottom - band.top), theme.color("rule"))


def paint_lines(painter: QPainter, placed: Placed, seen: QRectF) -> None:
    """Paint the lines of an article that intersect `seen`, a rectangle of the page."""
    origin = placed.box.topLeft()
    for leg in placed.article.legs:
        if origin.y() + leg.bottom >= seen.top() and origin.y() + leg.top <= seen.bottom():
            for line in leg.lines:
                if line.box.translated(origin).intersects(seen):
                    paint_line(painter, line, origin)


def paint_line(painter: QPainter, line: SetLine, origin: QPointF) -> None:
    """Paint a line of an article whose upper left corner is at `origin`."""
    if line.kind is PageBlockKind.CAPTION:
        bar = line.box.translated(origin)
        painter.fillRect(QRectF(bar.x() - 10, bar.y() + 1, 2, bar.height()), theme.color("rule2"))
    text_painting.draw_line(painter, line.layout, line.number, origin, line.token)


Spot = tuple[int, int]
"""A position in the text of an article: the number of a block, and the index of a character in it."""


class PageSelection(Struct, frozen=True):
    """The selected words between two spots of article number `article`; `begin` is before `end`."""

    article: int
    begin: Spot
    end: Spot

    @classmethod
    def between(cls, article: int, one: Spot, other: Spot) -> PageSelection:
        return cls(article, min(one, other), max(one, other))

    def places(self, blocks: Sequence[PageBlock]) -> tuple[QuoteSpan, ...]:
        (first, start), (last, stop) = self.begin, self.end
        texts = markable_texts(blocks)
        spans = [
            QuoteSpan(n, start if n == first else 0, stop if n == last else len(texts[n]))
            for n in range(first, last + 1)
        ]
        return tuple(span for span in spans if span.start < span.end)

    def passage(self, blocks: Sequence[PageBlock]) -> Passage | None:
        return passage_between(blocks, self.begin, self.end)


class PageHit(Struct, frozen=True):
    article: int
    hit: HitSpan

    @property
    def span(self) -> QuoteSpan:
        return QuoteSpan(self.hit.block, self.hit.start, self.hit.end)


class PageHighlight(Struct, frozen=True):
    article: int
    highlight: Highlight


class PageMarks:
    """The marks on a page, in coordinates of its `layout` (pixels); `current_hit` counts from 0, -1 for none."""

    def __init__(self, layout: PageLayout) -> None:
        self.layout = layout
        self.highlights: tuple[PageHighlight, ...] = ()
        self.pending: PageHighlight | None = None
        """The passage of a note that is being written and not yet stored; None for none."""
        self.noted: Mapping[Anchor, str] = {}
        """Who gave the notes on whole articles, by the articles' anchors; "" for the reader's own."""
        self.selection: PageSelection | None = None
        self.hits: tuple[PageHit, ...] = ()
        self.current_hit = -1
        self._hits_of: dict[int, list[int]] = {}

    def set_hits(self, hits: Sequence[PageHit]) -> None:
        self.hits, self.current_hit = tuple(hits), -1
        self._hits_of = {}
        for number, hit in enumerate(self.hits):
            self._hits_of.setdefault(hit.article, []).append(number)

    def current_hit_rects(self, article: int) -> list[QRectF]:
        """Return the rectangles of the current hit if it is in this article and the article is typeset; else []."""
        hit = self.hits[self.current_hit] if self.current_hit >= 0 else None
        return self.rects_of(article, (hit.span,)) if hit and hit.article == article else []

    def hit_heights(self) -> list[float]:
        """Return the position of each hit on the page, 0 to 1; the top of its article until that is typeset."""
        tops = (self.rects_of(each.article, (each.span,))[:1] for each in self.hits)
        return [
            (rects[0].top() if rects else self.layout.top_of(each.article)) / self.layout.height
            for each, rects in zip(self.hits, tops, strict=True)
        ]

    def highlight_at(self, point: QPointF) -> PageHighlight | None:
        """Return the highlight at a point of the page, the last painted of several; None if there is none."""
        for each in reversed(self.highlights):
            if any(rect.contains(point) for rect in self.rects_of(each.article, each.highlight.places)):
                return each
        return None

    def selection_rect(self) -> QRectF:
        rects = self._selection_rects()
        return rects[0].united(rects[-1]) if rects else QRectF()

    def paint_under(self, painter: QPainter, placed: Placed) -> None:
        """Paint what is behind the words of an article: highlights, the selection, all hits except the current one."""
        for each in (*self.highlights, *([self.pending] if self.pending else [])):
            if each.article == placed.number:
                self._paint_highlight(painter, each)
        self._paint_note_of_article(painter, placed)
        if self.selection and self.selection.article == placed.number:
            for rect in self._selection_rects():
                painter.fillRect(rect, theme.color("soft"))
        for number in self._hits_of.get(placed.number, ()):
            if number != self.current_hit:
                for rect in self.rects_of(placed.number, (self.hits[number].span,)):
                    text_painting.draw_hit(painter, rect, _type_size(rect), is_current=False)

    def paint_over(self, painter: QPainter, placed: Placed) -> None:
        """Paint dotted lines below corrected characters, and the current hit over the words.

        The hit's background is painted over the words, then the words again in a colour that is readable on it.
        """
        self._paint_corrected(painter, placed)
        if self.current_hit < 0 or self.hits[self.current_hit].article != placed.number:
            return
        span = self.hits[self.current_hit].span
        for line, part in placed.article.parts(span.text, span.start, span.end):
            rect = part.translated(placed.box.topLeft())
            text_painting.draw_hit(painter, rect, _type_size(rect), is_current=True)
            painter.save()
            painter.setClipRect(rect)
            painter.setPen(theme.color("hit_current_ink"))
            line.line().draw(painter, placed.box.topLeft())
            painter.restore()

    def _paint_corrected(self, painter: QPainter, placed: Placed) -> None:
        for block, at in self.layout.articles[placed.number].corrected:
            for rect in self.rects_of(placed.number, (QuoteSpan(block, at, at + 1),)):
                text_painting.draw_dots(painter, rect, _type_size(rect))

    def _paint_highlight(self, painter: QPainter, marked: PageHighlight) -> None:
        rects = self.rects_of(marked.article, marked.highlight.places)
        for rect in rects:
            highlights.paint(
                painter,
                [rect],
                marked.highlight.color,
                _type_size(rect),
                has_note=bool(marked.highlight.note),
                giver=marked.highlight.giver,
            )
        if rects and marked.highlight.note:
            grid = self.layout.grid
            end = (
                grid.x(int((rects[0].left() + grid.gutter / 2) // (grid.column + grid.gutter))) + grid.column
            )
            highlights.paint_note_sign(painter, end + grid.gutter / 2, rects[0], marked.highlight.giver)

    def _paint_note_of_article(self, painter: QPainter, placed: Placed) -> None:
        """Paint the seal of a note on a whole article, in the gutter right of its headline."""
        anchor = self.layout.articles[placed.number].stored.anchor
        if anchor in self.noted:
            head = highlights.heads_of(self.layout.articles[placed.number].blocks, [anchor]).get(anchor, 0)
            if rects := self.rects_of(placed.number, (QuoteSpan(head, 0, 1),)):
                middle = placed.box.right() + min(self.layout.grid.gutter / 2, 11)
                highlights.paint_note_sign(painter, middle, rects[0], self.noted[anchor])

    def _selection_rects(self) -> list[QRectF]:
        if self.selection is None:
            return []
        blocks = self.layout.articles[self.selection.article].blocks
        return self.rects_of(self.selection.article, self.selection.places(blocks))

    def rects_of(self, number: int, spans: Sequence[QuoteSpan]) -> list[QRectF]:
        """Return the rectangles of spans in the blocks of an article; [] until the article is typeset."""
        placed = self.layout.placed(number)
        if placed is None:
            return []
        return [
            part.translated(placed.box.topLeft())
            for span in spans
            for _, part in placed.article.parts(span.text, span.start, span.end)
        ]


def _type_size(line: QRectF) -> float:
    """Return the approximate type size of a line, in pixels, from its height."""
    return 0.63 * line.height()
