"""What can be printed: an article with its story, a newspaper page; how they are typeset for paper."""

import math
from collections.abc import Generator, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from reader.export.article_text import HEAD, PageBlock, PageBlockKind, page_blocks
from reader.export.citation import cite
from reader.export.exported_files import About, Heading
from reader.export.forms import Style
from reader.features.printing.pdf_file import (
    about_article,
    about_page,
    article_file_name,
    page_file_name,
    page_title,
)
from reader.features.printing.ui import print_job
from reader.features.printing.ui.sheet_flow import SheetFlow, notes_on_whole, numbered, painted
from reader.i18n import say
from reader.language.forms import in_place
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark, IssueRow, StoredArticle
from reader.ui.article.highlights import highlights_on
from reader.ui.article.typesetting import BELOW_HEAD, FOLIO_HEIGHT, PageStyle, paint_folio, scaled
from reader.ui.page.page_layout import PageArticle, extents_of
from reader.ui.page.page_plan import Rank, bands
from reader.ui.page.page_typesetting import ArticleSetter, Grid, article_faces, grid_for, page_faces
from reader.ui.sheets import (
    BOTTOM,
    SIDE,
    TOP,
    Marked,
    Orientation,
    PaperChoice,
    PaperSize,
    Printout,
    as_figures,
    paint_foot,
    rects_of,
    saved_state,
)
from reader.ui.widgets import text_painting, theme

# The margins of a sheet, in logical pixels.
_SIDE = 48
_TOP = 20
_BOTTOM = 58
_MOST_COLUMNS = 6
_BODY = 13
"""The size at which the body is typeset before the whole page is scaled, in pixels."""
_LEADING = 1.42
"""The pitch of lines as a multiple of the size, smaller than on the screen."""
# The scales at which the body has 6 points, the minimum to be legible, and 11.5 points, the maximum on A4.
_MIN_SCALE = 6.0 / 9.75
_MAX_SCALE = 11.5 / 9.75
_A4_DIAGONAL = math.hypot(793.7, 1122.5)
_TRIES = 5
_FIRST_GUESS = 0.98
_CLOSE_ENOUGH = 1.03
_FULL = 0.72
"""If a single sheet is filled less than this, the other orientation is tried, too."""


class PageOnPaper(Struct, frozen=True):
    """A newspaper page to print; `foot` is printed at the foot of each sheet."""

    articles: Sequence[PageArticle]
    title: str
    foot: str
    style: PageStyle
    bookmarks: Sequence[Bookmark] = ()


class _Fit(Struct, frozen=True):
    """A page typeset at a scale; `end` is the filled share of the last sheet, 0 to 1."""

    paper: QSizeF
    scale: float
    flow: SheetFlow
    end: float

    @property
    def count(self) -> int:
        return len(self.flow.sheets)


class PagePrintout(Printout):
    """A newspaper page, typeset on one sheet if it is legible so, else on as few sheets as possible.

    The type is as large as this number of sheets allows. Notes are printed after the last article.
    """

    def __init__(self, page: PageOnPaper, choice: PaperChoice) -> None:
        self._page = page
        self._bookmarks = page.bookmarks if choice.has_notes else ()
        pairs = []
        for number, article in enumerate(page.articles):
            bookmarks = self._of(article)
            if bookmarks:
                pairs += [(number, highlight) for highlight in highlights_on(article.blocks, bookmarks)]
        self._marked = numbered(pairs)
        self._articles = [*page.articles, *self._notes()]
        self._best: _Fit | None = None
        self._work = self._fitted(choice.sheets())

    @property
    def _fit(self) -> _Fit:
        assert self._best is not None
        return self._best

    @property
    def count(self) -> int:
        return self._fit.count

    def headings(self) -> Sequence[Heading]:
        fit = self._fit
        tops = dict[int, Heading]()
        for number, sheet in enumerate(fit.flow.sheets):
            for placed in sheet.lines:
                if placed.article < len(self._page.articles) and placed.article not in tops:
                    title = self._page.articles[placed.article].stored.article.title()
                    tops[placed.article] = Heading(title, number, _TOP + placed.box.top() * fit.scale)
        return [tops[article] for article in sorted(tops)]

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        fit = self._fit
        sheet = fit.flow.sheets[number]
        with saved_state(painter):
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
            self.progress = number / len(papers)
            # one well filled sheet can't be improved by turning the paper
            if number and self._best and self._best.count == 1 and self._best.end >= _FULL:
                break
            yield from self._fitted_to(paper, 1 / len(papers))

    def _fitted_to(self, paper: QSizeF, share: float) -> Iterator[None]:
        """Find the largest scale at which the page needs as few sheets as at the smallest scale."""
        begun = self.progress
        best = yield from self._set(paper, _MIN_SCALE)
        # the limit is for A4; on larger paper the type may be larger in proportion
        most = _MAX_SCALE * math.hypot(paper.width(), paper.height()) / _A4_DIAGONAL
        low = _MIN_SCALE
        high = most
        # The filled area grows with the square of the scale, which gives a good first guess.
        filled = (best.count - 1 + max(best.end, 0.05)) / best.count
        scale = min(_MIN_SCALE * _FIRST_GUESS / math.sqrt(filled), most)
        for number in range(_TRIES):
            self.progress = begun + share * (number + 1) / (_TRIES + 1)
            fit = yield from self._set(paper, scale)
            # the scale that fits is the lower bound, one that needs more sheets the upper one
            if fit.count <= best.count:
                best = fit
                low = scale
            else:
                high = scale
            if low == most or high / low < _CLOSE_ENOUGH:
                break
            # as long as no scale was too large, grow; then bisect, by the geometric mean as it is a ratio
            if high == most:
                scale = min(low * 1.06, most)
            else:
                scale = math.sqrt(low * high)
        if self._best is None or self._rank(best) < self._rank(self._best):
            self._best = best
            self.paper = best.paper

    @staticmethod
    def _rank(fit: _Fit) -> tuple[int, float]:
        # The other orientation is preferred only if it needs fewer sheets, or allows noticeably larger type.
        return fit.count, -round(fit.scale, 1)

    def _set(self, paper: QSizeF, scale: float) -> Generator[None, None, _Fit]:
        width = (paper.width() - 2 * _SIDE) / scale
        height = (paper.height() - _TOP - _BOTTOM) / scale
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
        return [bookmark for bookmark in self._bookmarks if bookmark.anchor == article.stored.anchor]

    def _notes(self) -> Iterator[PageArticle]:
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


# The type size of notes, the pitch of their lines, and the space between two notes, in pixels.
_SIZE = 11
_PITCH = 17
_GAP = 8


class MarginNote(Struct, frozen=True):
    """A note to print in the margin, from the height `y` of a sheet; `number` is None for one on the whole article."""

    number: int | None
    words: str
    sheet: int
    y: float


class MarginNotes:
    """The lines of notes in the margins of sheets; a note that would overlap the one above is placed lower."""

    def __init__(self, notes: Sequence[MarginNote], width: float, top: float, bottom: float) -> None:
        self.sheets: list[list[tuple[QTextLayout, int, float]]] = [[]]
        self._sheet = 0
        self._y = top
        for note in notes:
            if note.sheet > self._sheet:
                self._go_on(note.sheet, top)
            # at its line, or below the note before it; notes of an earlier sheet continue where the last
            # one ended
            if note.sheet == self._sheet:
                self._y = max(self._y, note.y)
            lead = "※ " if note.number is None else f"{note.number} "
            for layout in _laid_out(lead + note.words.strip(), width):
                for number in range(layout.lineCount()):
                    if self._y + _PITCH > bottom:
                        self._go_on(self._sheet + 1, top)
                    self.sheets[self._sheet].append((layout, number, self._y))
                    self._y += _PITCH
            self._y += _GAP

    def _go_on(self, sheet: int, top: float) -> None:
        self._sheet = sheet
        self._y = top
        while len(self.sheets) <= sheet:
            self.sheets.append([])

    def paint(self, painter: QPainter, sheet: int, left: float) -> None:
        """Paint the notes of a sheet, with their left edge at the x `left`."""
        for layout, number, y in self.sheets[sheet] if sheet < len(self.sheets) else ():
            text_painting.draw_line(
                painter, layout, number, QPointF(left, y - layout.lineAt(number).y()), "ink2"
            )


def _laid_out(words: str, width: float) -> list[QTextLayout]:
    """Return the paragraphs of a note, broken into lines of `width` pixels."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    font = theme.sans(_SIZE)
    above = (_PITCH - QFontMetricsF(font).height()) / 2
    layouts = []
    for paragraph in words.splitlines():
        layout = QTextLayout(in_place(paragraph), font)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, above))
        layout.endLayout()
        layouts.append(layout)
    return layouts


# The width of the notes in the margin, and their distance from the text, in pixels.
_NOTES = 156
_NOTES_GAP = 20


class ArticleOnPaper(Struct, frozen=True):
    blocks: Sequence[PageBlock]
    title: str
    foot: str
    style: PageStyle
    bookmarks: Sequence[Bookmark] = ()


class ArticlePrintout(Printout):
    """An article or a story, typeset for paper with notes in the margin."""

    def __init__(self, article: ArticleOnPaper, choice: PaperChoice) -> None:
        self._article = article
        self.paper = choice.sheets()[0]
        if choice.has_notes:
            self._bookmarks = article.bookmarks
        else:
            self._bookmarks = ()
        noted = any(bookmark.note for bookmark in self._bookmarks)
        space = self.paper.width() - 2 * SIDE - (_NOTES + _NOTES_GAP if noted else 0)
        style = article.style
        self._column = min(float(style.size * style.measure), space)
        used_width = self._column + (_NOTES + _NOTES_GAP if noted else 0)
        self._left = (self.paper.width() - used_width) / 2
        self._faces = article_faces(style)
        grid = Grid(1, self._column, 0, max(int(self._column / style.size), 1))
        self._top = TOP + FOLIO_HEIGHT
        self._bottom = self.paper.height() - BOTTOM
        self._flow = SheetFlow(grid, self._top, self._bottom)
        self._setter = ArticleSetter(article.blocks, Rank.LEAD, 1, grid, self._faces)
        highlights = highlights_on(article.blocks, self._bookmarks)
        self._marked = numbered([(0, highlight) for highlight in highlights])
        self._notes: MarginNotes | None = None
        self._work = self._typeset()

    def _typeset(self) -> Iterator[None]:
        while not self._setter.is_done:
            self._setter.set_next()
            self.progress = self._setter.progress
            yield
        style = self._article.style
        below = scaled(BELOW_HEAD, style.size)
        yield from self._flow.add_band([self._setter], [1], self._faces.pitch, below)
        first = self._flow.sheets[0]
        head = [placed.box.bottom() for placed in first.lines if placed.line.kind in HEAD]
        if head and len(head) < len(first.lines):
            first.rules.append((QRectF(0, head[-1] + scaled(12, style.size), 32, 2), "accent"))
        self._notes = MarginNotes(list(self._margin_notes()), _NOTES, self._top, self._bottom)

    def _margin_notes(self) -> Iterator[MarginNote]:
        for words in notes_on_whole(self._bookmarks):
            yield MarginNote(None, words, 0, self._top)
        for marked in self._marked:
            if marked.note_number is not None:
                sheet, y = self._place_of(marked)
                yield MarginNote(marked.note_number, marked.highlight.note, sheet, y)

    def _place_of(self, marked: Marked) -> tuple[int, float]:
        """Return the sheet and the height at which a passage begins; the first sheet's top if it is on none."""
        for number, sheet in enumerate(self._flow.sheets):
            rects = rects_of(sheet, marked)
            if rects:
                return number, rects[0].center().y() - 9
        return 0, self._top

    @property
    def count(self) -> int:
        return max(len(self._flow.sheets), len(self._notes.sheets) if self._notes else 0)

    def headings(self) -> Sequence[Heading]:
        return [Heading(self._article.title, 0, TOP)]

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        with saved_state(painter):
            painter.translate(self._left, TOP)
            with as_figures(painter, number > 0):
                paint_folio(painter, self._article.blocks[0], 0, self.paper.width() - 2 * self._left)
            painter.translate(0, -TOP)
            if number < len(self._flow.sheets):
                sheet = self._flow.sheets[number]
                marks = [(marked, rects_of(sheet, marked)) for marked in self._marked]
                yield from painted(painter, sheet, marks)
            if self._notes is not None:
                self._notes.paint(painter, number, self._column + _NOTES_GAP)
        paint_foot(painter, self.paper, self._left, self._article.foot, number, self.count)


USUAL_STYLE = PageStyle()


class OnPaper(Struct, frozen=True):
    """Something to print, with the metadata of a PDF file; `file_name` is proposed for it, without an ending."""

    content: ArticleOnPaper | PageOnPaper
    about: About
    file_name: str

    def printout(self, choice: PaperChoice) -> Printout:
        if isinstance(self.content, ArticleOnPaper):
            return ArticlePrintout(self.content, choice)
        return PagePrintout(self.content, choice)


def article_on_paper(library: Library, parts: Sequence[StoredArticle], style: PageStyle) -> OnPaper:
    opened = parts[0]
    content = ArticleOnPaper(
        page_blocks(*parts),
        opened.article.title(),
        cite(opened, Style.GB2015),
        style,
        _bookmarks(library, parts),
    )
    return OnPaper(content, about_article(parts), article_file_name(opened))


def page_on_paper(
    library: Library,
    issue: IssueRow,
    label: str | None,
    articles: Sequence[StoredArticle],
    style: PageStyle,
) -> OnPaper:
    """Return a newspaper page for printing, with the whole text of its articles."""
    title = page_title(issue, label, articles)
    content = PageOnPaper(
        [PageArticle(stored, page_blocks(stored)) for stored in articles],
        title,
        title,
        style,
        _bookmarks(library, articles),
    )
    return OnPaper(content, about_page(issue, label, articles), page_file_name(issue, label))


def page_of_article(library: Library, parts: Sequence[StoredArticle], style: PageStyle) -> OnPaper:
    issue = parts[0].issue
    label = parts[0].article.page
    rows = [row for row in library.contents.articles(issue.id) if row.page == label]
    read = (library.articles.article(row.id) for row in rows)
    return page_on_paper(library, issue, label, [stored for stored in read if stored] or parts[:1], style)


def _bookmarks(library: Library, articles: Sequence[StoredArticle]) -> list[Bookmark]:
    """Return the highlights of articles, with the words that are printed, and the bookmarks with a note."""
    return [
        bookmark for bookmark in library.notebook.as_printed(articles) if bookmark.passage or bookmark.note
    ]


def pdf_of_articles(
    library: Library,
    parts: Sequence[StoredArticle],
    *,
    is_whole_page: bool,
    paper: str,
    orientation: str,
    has_notes: bool,
) -> bytes:
    choice = PaperChoice(PaperSize(paper), Orientation(orientation), has_notes)
    if is_whole_page:
        printed = page_of_article(library, parts, USUAL_STYLE)
    else:
        printed = article_on_paper(library, parts, USUAL_STYLE)
    return print_job.pdf(printed.printout(choice), printed.about)
