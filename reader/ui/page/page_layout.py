"""The layout of a newspaper page: bands of articles from top to bottom, typeset piece by piece.

Typeset bands never move; the height of the others is estimated, so that the range of the scroll bar hardly changes.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.export.article_text import HEAD, PageBlock, PageBlockKind, markable_texts
from reader.export.forms import Wording
from reader.export.readings import correction_in_words
from reader.language.scripts import Script
from reader.newspaper.article import CharacterReading
from reader.newspaper.holdings import Anchor, StoredArticle
from reader.newspaper.passage import Passage, QuoteSpan
from reader.ui.article import highlights
from reader.ui.article.highlights import Highlight, passage_between
from reader.ui.article.typesetting import FOLIO_HEIGHT, CorrectedCharacters, PageStyle, SetText
from reader.ui.page.page_plan import Extent, bands, estimated_height, ranks
from reader.ui.page.page_typesetting import ArticleSetter, SetArticle, SetLine, grid_for, page_faces
from reader.ui.widgets import text_painting, theme

# The margins above the articles, with the folio, and below them, in pixels.
TOP = FOLIO_HEIGHT - 14
BOTTOM = 56

BAND_GAP = 45
"""The space between two bands, with a hairline in its middle, in pixels."""


class PageArticle(Struct, frozen=True):
    stored: StoredArticle
    blocks: tuple[PageBlock, ...]
    corrected: Mapping[tuple[int, int], CharacterReading] = {}
    """The corrected characters, by block and index in it."""

    def as_set(self, script: Script = Script.PRINTED) -> Sequence[SetText]:
        corrected = CorrectedCharacters(self.blocks, self.corrected)
        return [corrected.as_set(number, script) for number in range(len(self.blocks))]


class ArticleOnPage(Struct, frozen=True):
    """A typeset article and its rectangle on the page; `number` counts the articles of the page from 0."""

    number: int
    box: QRectF
    article: SetArticle


class BandOnPage(Struct, frozen=True):
    top: float
    bottom: float
    articles: tuple[ArticleOnPage, ...]


class PageLayout:
    def __init__(self, articles: Sequence[PageArticle], width: float, style: PageStyle) -> None:
        self.articles = tuple(articles)
        self._script = style.script
        self.is_as_printed = True
        """Whether the text typeset so far is shown in the printed script."""
        self._faces = page_faces(style)
        self.grid = grid_for(width, self._faces.size)
        self.width = width
        self._extents = extents_of(articles, self.grid.measure)
        self._plan = bands(self._extents, self.grid.columns, self.grid.measure)
        self._firsts = [0]
        for spans in self._plan:
            self._firsts.append(self._firsts[-1] + len(spans))
        self._setters: list[ArticleSetter] = []
        self._bands: list[BandOnPage] = []
        self._rest: list[float] = []
        """The estimated height of each band, in pixels."""
        for first, spans in zip(self._firsts, self._plan, strict=False):
            heights = (
                estimated_height(self._extents[at], span, self.grid.measure)
                for at, span in enumerate(spans, first)
            )
            self._rest.append(max(heights) * self._faces.pitch)

    @property
    def is_done(self) -> bool:
        return len(self._bands) == len(self._plan)

    @property
    def built(self) -> float:
        """The height down to which the page is typeset, in pixels."""
        if self._bands:
            return self._bands[-1].bottom
        return TOP

    @property
    def height(self) -> float:
        """The height of the whole page in pixels, estimated for what is not typeset yet."""
        rest = self._rest[len(self._bands) :]
        return self.built + sum(rest) + BAND_GAP * len(rest) + BOTTOM

    def set_next(self) -> None:
        """Typeset one more piece of an article, and place its band if that is now complete."""
        number = len(self._bands)
        spans = self._plan[number]
        first = self._firsts[number]
        if not self._setters:
            for at, span in enumerate(spans, first):
                article = self.articles[at]
                rank = self._extents[at].rank
                as_set = article.as_set(self._script)
                self.is_as_printed = self.is_as_printed and as_set == article.as_set()
                setter = ArticleSetter(article.blocks, rank, span, self.grid, self._faces, as_set)
                self._setters.append(setter)
        unset = next((any_setter for any_setter in self._setters if not any_setter.is_done), None)
        if unset is not None:
            unset.set_next()
        if all(any_setter.is_done for any_setter in self._setters):
            self._place(spans, first)

    def box(self, number: int) -> QRectF | None:
        article_on_page = self.article_on_page(number)
        if article_on_page:
            return article_on_page.box
        return None

    def article_on_page(self, number: int) -> ArticleOnPage | None:
        """Return an article with its rectangle; None until it is typeset."""
        band = self._band(number)
        if 0 <= band < len(self._bands):
            article_on_page = self._bands[band]
        else:
            article_on_page = None
        if article_on_page:
            return article_on_page.articles[number - self._firsts[band]]
        return None

    def top_of(self, number: int) -> float:
        first = len(self._bands)
        band = self._band(number)
        if band < first:
            return self._bands[band].top
        return self.built + sum(self._rest[first:band])

    def _band(self, number: int) -> int:
        return bisect_right(self._firsts, number) - 1

    def bands_between(self, top: float, bottom: float) -> Iterator[BandOnPage]:
        """Yield the bands between two y of the page, also one of which only the rule above it is in this range."""
        first = bisect_right(self._bands, top, key=lambda band: band.bottom + BAND_GAP)
        for band in self._bands[first:]:
            if band.top - BAND_GAP > bottom:
                return
            yield band

    def _place(self, spans: Sequence[int], first: int) -> None:
        top = self.built + (BAND_GAP if self._bands else 0)
        article_on_page = []
        column = 0
        done = [setter.finished() for setter in self._setters]
        bottom = top + max(article.height for article in done)
        for number, (span, article) in enumerate(zip(spans, done, strict=True), first):
            box = QRectF(self.grid.x(column), top, self.grid.width(span), bottom - top)
            article_on_page.append(ArticleOnPage(number, box, article))
            column += span
        self._bands.append(BandOnPage(top, bottom, tuple(article_on_page)))
        self._setters = []


def extents_of(articles: Sequence[PageArticle], measure: int) -> list[Extent]:
    lengths = []
    are_headed = []
    for article in articles:
        body = [block for block in article.blocks if _is_body(block)]
        lengths.append(sum(len(block.text) for block in body))
        are_headed.append(any(block.kind is PageBlockKind.HEADLINE for block in article.blocks))
    extents = []
    for article, rank in zip(articles, ranks(lengths, are_headed), strict=True):
        blocks = article.blocks
        head = sum(len(block.text) for block in blocks if block.kind is PageBlockKind.HEADLINE)
        storeys = sum(block.kind in HEAD and block.kind is not PageBlockKind.HEADLINE for block in blocks)
        lines = sum(math.ceil((len(block.text) + 2) / measure) for block in blocks if _is_body(block))
        extents.append(Extent(rank, head, storeys, lines))
    return extents


def _is_body(block: PageBlock) -> bool:
    return block.kind not in HEAD and block.kind is not PageBlockKind.FOLIO


def paint_rules(painter: QPainter, layout: PageLayout, band: BandOnPage) -> None:
    if band.articles[0].number:
        line = QRectF(0, band.top - BAND_GAP // 2 - 1, layout.width, 1)
        painter.fillRect(line, theme.color("rule2"))
    for placed in band.articles[1:]:
        x = placed.box.left() - layout.grid.gutter / 2
        painter.fillRect(QRectF(round(x), band.top, 1, band.bottom - band.top), theme.color("rule"))


def paint_lines(painter: QPainter, placed: ArticleOnPage, seen: QRectF) -> None:
    origin = placed.box.topLeft()
    for leg in placed.article.legs:
        if origin.y() + leg.bottom >= seen.top() and origin.y() + leg.top <= seen.bottom():
            for line in leg.lines:
                if line.box.translated(origin).intersects(seen):
                    paint_line(painter, line, origin)


def paint_line(painter: QPainter, line: SetLine, origin: QPointF) -> None:
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

    def places(self, blocks: Sequence[PageBlock]) -> tuple[QuoteSpan, ...]:
        first, begin = self.begin
        last, stop = self.end
        texts = markable_texts(blocks)
        spans: list[QuoteSpan] = []
        for number in range(first, last + 1):
            start = begin if number == first else 0
            end = stop if number == last else len(texts[number])
            if start < end:
                spans.append(QuoteSpan(number, start, end))
        return tuple(spans)


class PageHit(Struct, frozen=True):
    article: int
    hit: QuoteSpan


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
        self.hits = tuple(hits)
        self.current_hit = -1
        self._hits_of = {}
        for number, hit in enumerate(self.hits):
            self._hits_of.setdefault(hit.article, []).append(number)

    def hit_heights(self) -> list[float]:
        """Return the position of each hit on the page, 0 to 1; the top of its article until that is typeset."""
        heights: list[float] = []
        for hit in self.hits:
            rects = self.rects_of(hit.article, (hit.hit,))
            top = rects[0].top() if rects else self.layout.top_of(hit.article)
            heights.append(top / self.layout.height)
        return heights

    def highlight_at(self, point: QPointF) -> PageHighlight | None:
        """Return the highlight at a point of the page, the last painted of several; None if there is none."""
        for highlight in reversed(self.highlights):
            if any(
                rect.contains(point) for rect in self.rects_of(highlight.article, highlight.highlight.places)
            ):
                return highlight
        return None

    def tip_at(self, number: int, point: QPointF) -> str | None:
        """Return the tool tip of the corrected character of an article at a point of the page; None for none."""
        if number >= 0:
            article = self.layout.articles[number]
        else:
            article = None
        for (block, at), reading in article.corrected.items() if article else ():
            rects = self.rects_of(number, (QuoteSpan(block, at, at + 1),))
            if article and any(rect.contains(point) for rect in rects):
                return correction_in_words(article.blocks[block].text[at], reading)
        return None

    def selected_text(self, wording: Wording = Wording.CORRECTED) -> str:
        return "\n".join(
            corrected.copied(span.text, span.start, span.end, wording) for corrected, span in self._selected()
        )

    def selected_notes(self) -> tuple[str, ...]:
        return tuple(
            note
            for corrected, span in self._selected()
            for note in corrected.notes(span.text, span.start, span.end)
        )

    def _selected(self) -> Iterator[tuple[CorrectedCharacters, QuoteSpan]]:
        if self.selection is not None:
            article = self.layout.articles[self.selection.article]
            corrected = CorrectedCharacters(article.blocks, article.corrected)
            yield from ((corrected, span) for span in self.selection.places(article.blocks))

    def selected_passage(self) -> Passage | None:
        selection = self.selection
        if selection:
            return passage_between(
                self.layout.articles[selection.article].blocks, selection.begin, selection.end
            )
        return None

    def paint_under(self, painter: QPainter, placed: ArticleOnPage) -> None:
        """Paint what is behind the words of an article: highlights, the selection, all hits except the current one."""
        for highlight in (*self.highlights, *([self.pending] if self.pending else [])):
            if highlight.article == placed.number:
                self._paint_highlight(painter, highlight)
        self._paint_note_of_article(painter, placed)
        if self.selection and self.selection.article == placed.number:
            for rect in self.selection_rects():
                painter.fillRect(rect, theme.color("soft"))
        for number in self._hits_of.get(placed.number, ()):
            if number != self.current_hit:
                for rect in self.rects_of(placed.number, (self.hits[number].hit,)):
                    text_painting.draw_hit(painter, rect, _type_size(rect), is_current=False)

    def paint_over(self, painter: QPainter, placed: ArticleOnPage) -> None:
        """Paint dotted lines below corrected characters, and the current hit over the words.

        The hit's background is painted over the words, then the words again in a colour that is readable on it.
        """
        for block, at in self.layout.articles[placed.number].corrected:
            for rect in self.rects_of(placed.number, (QuoteSpan(block, at, at + 1),)):
                text_painting.draw_dots(painter, rect, _type_size(rect))
        if self.current_hit < 0 or self.hits[self.current_hit].article != placed.number:
            return
        span = self.hits[self.current_hit].hit
        for line, part in placed.article.parts(span.text, span.start, span.end):
            rect = part.translated(placed.box.topLeft())
            text_painting.draw_hit(painter, rect, _type_size(rect), is_current=True)
            painter.save()
            painter.setClipRect(rect)
            painter.setPen(theme.color("hit_current_ink"))
            line.line().draw(painter, placed.box.topLeft())
            painter.restore()

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

    def _paint_note_of_article(self, painter: QPainter, placed: ArticleOnPage) -> None:
        anchor = self.layout.articles[placed.number].stored.anchor
        if anchor in self.noted:
            head = highlights.heads_of(self.layout.articles[placed.number].blocks, [anchor]).get(anchor, 0)
            rects = self.rects_of(placed.number, (QuoteSpan(head, 0, 1),))
            if rects:
                middle = placed.box.right() + min(self.layout.grid.gutter / 2, 11)
                highlights.paint_note_sign(painter, middle, rects[0], self.noted[anchor])

    def selection_rects(self) -> list[QRectF]:
        if self.selection is None:
            return []
        blocks = self.layout.articles[self.selection.article].blocks
        return self.rects_of(self.selection.article, self.selection.places(blocks))

    def rects_of(self, number: int, spans: Sequence[QuoteSpan]) -> list[QRectF]:
        """Return the rectangles of spans in the blocks of an article; [] until the article is typeset."""
        placed = self.layout.article_on_page(number)
        if placed is None:
            return []
        return [
            part.translated(placed.box.topLeft())
            for span in spans
            for _, part in placed.article.parts(span.text, span.start, span.end)
        ]


def _type_size(line: QRectF) -> float:
    return 0.63 * line.height()
