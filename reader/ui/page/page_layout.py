"""The layout of a newspaper page: bands of articles from top to bottom, typeset piece by piece.

Typeset bands never move; the height of the others is estimated, so that the range of the scroll bar hardly changes.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QRectF

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.language.scripts import Script
from reader.newspaper.article import CharacterReading
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.typesetting import FOLIO_HEIGHT, CorrectedCharacters, PageStyle, SetText
from reader.ui.page.page_plan import Extent, bands, estimated_height, ranks
from reader.ui.page.page_typesetting import ArticleSetter, SetArticle, grid_for, page_faces

# The margins above the articles, with the folio, and below them, in pixels.
TOP, BOTTOM = FOLIO_HEIGHT - 14, 56

BAND_GAP = 45
"""The space between two bands, with a hairline in its middle, in pixels."""


class PageArticle(Struct, frozen=True):
    """An article of the page, with its blocks, of which the first is the folio."""

    stored: StoredArticle
    blocks: tuple[PageBlock, ...]
    corrected: Mapping[tuple[int, int], CharacterReading] = {}
    """The corrected characters, by block and index in it."""

    def as_set(self, script: Script = Script.PRINTED) -> Sequence[SetText]:
        """Return the texts of the blocks as they are set in a script, with the corrections."""
        corrected = CorrectedCharacters(self.blocks, self.corrected)
        return [corrected.as_set(number, script) for number in range(len(self.blocks))]


class Placed(Struct, frozen=True):
    """A typeset article and its rectangle on the page; `number` counts the articles of the page from 0."""

    number: int
    box: QRectF
    article: SetArticle


class PlacedBand(Struct, frozen=True):
    top: float
    bottom: float
    articles: tuple[Placed, ...]


class PageLayout:
    """The layout of a page for a width in pixels: planned at once, then typeset by calls of `set_next`."""

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
        self._placed: list[PlacedBand] = []
        self._rest = [self._estimate(number) for number in range(len(self._plan))]

    @property
    def is_done(self) -> bool:
        return len(self._placed) == len(self._plan)

    @property
    def built(self) -> float:
        """The height down to which the page is typeset, in pixels."""
        return self._placed[-1].bottom if self._placed else TOP

    @property
    def height(self) -> float:
        """The height of the whole page in pixels, estimated for what is not typeset yet."""
        rest = self._rest[len(self._placed) :]
        return self.built + sum(rest) + BAND_GAP * len(rest) + BOTTOM

    def _setter(self, number: int, span: int) -> ArticleSetter:
        article = self.articles[number]
        as_set = article.as_set(self._script)
        self.is_as_printed = self.is_as_printed and as_set == article.as_set()
        return ArticleSetter(article.blocks, self._extents[number].rank, span, self.grid, self._faces, as_set)

    def set_next(self) -> None:
        """Typeset one more piece of an article, and place its band if that is now complete."""
        number = len(self._placed)
        spans, first = self._plan[number], self._firsts[number]
        if not self._setters:
            self._setters = [self._setter(at, span) for at, span in enumerate(spans, first)]
        setter = next((each for each in self._setters if not each.is_done), None)
        if setter is not None:
            setter.set_next()
        if all(each.is_done for each in self._setters):
            self._place(spans, first)

    def box(self, number: int) -> QRectF | None:
        placed = self.placed(number)
        return placed.box if placed else None

    def placed(self, number: int) -> Placed | None:
        """Return an article with its rectangle; None until it is typeset."""
        band = self._band(number)
        placed = self._placed[band] if 0 <= band < len(self._placed) else None
        return placed.articles[number - self._firsts[band]] if placed else None

    def top_of(self, number: int) -> float:
        """Return the y at which an article begins, estimated until it is typeset."""
        first, band = len(self._placed), self._band(number)
        return self._placed[band].top if band < first else self.built + sum(self._rest[first:band])

    def _band(self, number: int) -> int:
        return bisect_right(self._firsts, number) - 1

    def bands_between(self, top: float, bottom: float) -> Iterator[PlacedBand]:
        """Yield the bands between two y of the page, also one of which only the rule above it is in this range."""
        first = bisect_right(self._placed, top, key=lambda band: band.bottom + BAND_GAP)
        for band in self._placed[first:]:
            if band.top - BAND_GAP > bottom:
                return
            yield band

    def _place(self, spans: Sequence[int], first: int) -> None:
        top = self.built + (BAND_GAP if self._placed else 0)
        placed, column = [], 0
        done = [setter.finished() for setter in self._setters]
        bottom = top + max(article.height for article in done)
        for number, (span, article) in enumerate(zip(spans, done, strict=True), first):
            box = QRectF(self.grid.x(column), top, self.grid.width(span), bottom - top)
            placed.append(Placed(number, box, article))
            column += span
        self._placed.append(PlacedBand(top, bottom, tuple(placed)))
        self._setters = []

    def _estimate(self, number: int) -> float:
        first = self._firsts[number]
        lines = max(
            estimated_height(self._extents[at], span, self.grid.measure)
            for at, span in enumerate(self._plan[number], first)
        )
        return lines * self._faces.pitch


def extents_of(articles: Sequence[PageArticle], measure: int) -> list[Extent]:
    lengths, are_headed = [], []
    for article in articles:
        body = [block for block in article.blocks if _is_body(block)]
        lengths.append(sum(len(block.text) for block in body))
        are_headed.append(any(block.kind is PageBlockKind.HEADLINE for block in article.blocks))
    found = []
    for article, rank in zip(articles, ranks(lengths, are_headed), strict=True):
        blocks = article.blocks
        head = sum(len(block.text) for block in blocks if block.kind is PageBlockKind.HEADLINE)
        storeys = sum(block.kind in HEAD and block.kind is not PageBlockKind.HEADLINE for block in blocks)
        lines = sum(math.ceil((len(block.text) + 2) / measure) for block in blocks if _is_body(block))
        found.append(Extent(rank, head, storeys, lines))
    return found


def _is_body(block: PageBlock) -> bool:
    return block.kind not in HEAD and block.kind is not PageBlockKind.FOLIO
