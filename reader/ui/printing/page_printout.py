"""A newspaper page on paper: on one sheet where it can be read on one, else on as few as hold it.

The type is as large as the sheets allow, so that none of them stays half empty. Notes stand below the last article.
"""

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter

from reader.export.article_text import PageBlock, PageBlockKind
from reader.export.pdf_file import Heading
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.ui.article.article_painting import FOLIO_HEIGHT, paint_folio
from reader.ui.article.highlights import Highlight, highlights_on
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_faces import page_faces
from reader.ui.page.page_layout import PageArticle, extents_of
from reader.ui.page.page_plan import bands
from reader.ui.page.page_typesetting import ArticleSetter, grid_for
from reader.ui.printing.sheet_flow import SheetFlow, notes_on_whole, numbered, painted, rects_of
from reader.ui.printing.sheets import PaperChoice, as_figures, kept, paint_foot

_SIDE, _TOP, _BOTTOM = 48, 20, 58
"""The margins of a sheet, in logical pixels."""
_MOST_COLUMNS = 6
_BODY = 13
"""The size at which the body is set before the whole is scaled, in pixels."""
_LEADING = 1.42
"""The pitch of lines in times the size: on paper they stand closer than on the screen."""
_LEAST, _MOST = 6.0 / 9.75, 11.5 / 9.75
"""The scale at which the body has 6 points, which can just be read, and 11.5, the most on A4."""
_A4_DIAGONAL = math.hypot(793.7, 1122.5)
_TRIES = 5
_FIRST_GUESS = 0.98
_CLOSE_ENOUGH = 1.03
_FULL = 0.72
"""A lone sheet that is filled less than this may be better turned."""


@dataclass(frozen=True, slots=True)
class PageOnPaper:
    """A newspaper page to be printed; `foot` stands at the foot of each sheet."""

    articles: Sequence[PageArticle]
    title: str
    foot: str
    style: PageStyle
    bookmarks: Sequence[Bookmark] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """A page set at a scale; `end` is how much of the last sheet is filled, 0 to 1."""

    paper: QSizeF
    scale: float
    flow: SheetFlow
    end: float

    @property
    def count(self) -> int:
        return len(self.flow.sheets)


class PagePrintout:
    """A newspaper page, fitted to sheets."""

    colors = "white"

    def __init__(self, page: PageOnPaper, choice: PaperChoice) -> None:
        self._page = page
        self._bookmarks = page.bookmarks if choice.has_notes else ()
        found = [
            (number, highlight)
            for number, each in enumerate(page.articles)
            if (mine := self._of(each))
            for highlight in highlights_on(each.blocks, mine)
        ]
        self._marked = numbered(found)
        self._articles = [*page.articles, *self._notes(found)]
        self._best: _Fit | None = None
        self._is_done = False
        self._progress = 0.0
        self._work = self._fitted(choice.sheets())

    @property
    def is_done(self) -> bool:
        return self._is_done

    @property
    def progress(self) -> float:
        return 1.0 if self._is_done else self._progress

    def set_next(self) -> None:
        try:
            next(self._work)
        except StopIteration:
            self._is_done = True

    @property
    def _fit(self) -> _Fit:
        assert self._best is not None
        return self._best

    @property
    def count(self) -> int:
        return self._fit.count

    @property
    def paper(self) -> QSizeF:
        return self._fit.paper

    def headings(self) -> Sequence[Heading]:
        fit, tops = self._fit, dict[int, Heading]()
        for number, sheet in enumerate(fit.flow.sheets):
            for placed in sheet.lines:
                if placed.article < len(self._page.articles) and placed.article not in tops:
                    title = self._page.articles[placed.article].stored.article.title()
                    tops[placed.article] = Heading(title, number, _TOP + placed.box.top() * fit.scale)
        return [tops[article] for article in sorted(tops)]

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        fit = self._fit
        sheet = fit.flow.sheets[number]
        with kept(painter):
            painter.translate(_SIDE, _TOP)
            painter.scale(fit.scale, fit.scale)
            with as_figures(painter, number > 0):
                width = (fit.paper.width() - 2 * _SIDE) / fit.scale
                paint_folio(painter, self._page.articles[0].blocks[0], 0, width)
            marks = [(marked, rects_of(sheet, marked)) for marked in self._marked]
            yield from painted(painter, sheet, marks)
        paint_foot(painter, fit.paper, _SIDE, self._page.foot, number, fit.count)

    # -- fitting

    def _fitted(self, papers: Sequence[QSizeF]) -> Iterator[None]:
        """Find the best fit: the fewest sheets, then the largest type, then the preferred paper."""
        for number, paper in enumerate(papers):
            self._progress = number / len(papers)
            if number and self._best and self._best.count == 1 and self._best.end >= _FULL:
                break
            yield from self._fitted_to(paper, 1 / len(papers))

    def _fitted_to(self, paper: QSizeF, share: float) -> Iterator[None]:
        """Find the largest type in which the page takes as few sheets as in the least."""
        begun = self._progress
        best = yield from self._set(paper, _LEAST)
        most = _MOST * math.hypot(paper.width(), paper.height()) / _A4_DIAGONAL
        low, high = _LEAST, most
        # What is set grows with the square of the scale: so the first guess is a good one.
        filled = (best.count - 1 + max(best.end, 0.05)) / best.count
        scale = min(_LEAST * _FIRST_GUESS / math.sqrt(filled), most)
        for number in range(_TRIES):
            self._progress = begun + share * (number + 1) / (_TRIES + 1)
            fit = yield from self._set(paper, scale)
            if fit.count <= best.count:
                best, low = fit, scale
            else:
                high = scale
            if low == most or high / low < _CLOSE_ENOUGH:
                break
            scale = min(low * 1.06, most) if high == most else math.sqrt(low * high)
        if self._best is None or self._rank(best) < self._rank(self._best):
            self._best = best

    @staticmethod
    def _rank(fit: _Fit) -> tuple[int, float]:
        # A turned sheet is worth it where it takes a sheet less, or type that is larger by more than a trifle.
        return fit.count, -round(fit.scale, 1)

    def _set(self, paper: QSizeF, scale: float) -> Generator[None, None, _Fit]:
        """Set the page on a paper at a scale."""
        width, height = (paper.width() - 2 * _SIDE) / scale, (paper.height() - _TOP - _BOTTOM) / scale
        faces = page_faces(replace(self._page.style, size=_BODY + 2), _LEADING, below=0)
        grid = grid_for(width, faces.size, _MOST_COLUMNS)
        top = float(FOLIO_HEIGHT - 14)
        flow = SheetFlow(grid, top, height)
        extents = extents_of(self._articles, grid.measure)
        plan = bands(extents, grid.columns, grid.measure)
        yield
        first = 0
        for spans in plan:
            setters = [
                ArticleSetter(self._articles[at].blocks, extents[at].rank, span, grid, faces)
                for at, span in enumerate(spans, first)
            ]
            for setter in setters:
                while not setter.is_done:
                    setter.set_next()
                    yield
            yield from flow.add_band(setters, spans, faces.pitch, faces.pitch * 0.35)
            yield
            first += len(spans)
        return _Fit(paper, scale, flow, (flow.end - top) / (height - top))

    def _of(self, article: PageArticle) -> list[Bookmark]:
        return [each for each in self._bookmarks if each.anchor == article.stored.anchor]

    def _notes(self, found: Sequence[tuple[int, Highlight]]) -> Iterator[PageArticle]:
        """Yield the notes as one more article, if there are any."""
        blocks = [PageBlock(PageBlockKind.FOLIO, ""), PageBlock(PageBlockKind.HEADLINE, say("批注"))]
        for article in self._page.articles:
            for words in notes_on_whole(self._of(article)):
                title = article.stored.article.title()
                blocks.append(PageBlock(PageBlockKind.NOTICE, f"※ {title}　{_on_one_line(words)}"))
        for marked in self._marked:
            if marked.note_number is not None:
                words = _on_one_line(marked.highlight.note)
                blocks.append(PageBlock(PageBlockKind.NOTICE, f"{marked.note_number} {words}"))
        if len(blocks) > 2:
            yield PageArticle(self._page.articles[0].stored, tuple(blocks))


def _on_one_line(words: str) -> str:
    return "　".join(words.split("\n"))
