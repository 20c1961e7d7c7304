"""An article or a story on paper: set as on the screen, notes in the margin, the folio on every sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from reader.export.article_text import HEAD, PageBlock
from reader.export.pdf_file import Heading
from reader.newspaper.holdings import Bookmark
from reader.ui.article.article_painting import FOLIO_HEIGHT, paint_folio
from reader.ui.article.highlights import highlights_on
from reader.ui.article.typesetting import BELOW_HEAD, PageStyle, scaled
from reader.ui.page.page_faces import article_faces
from reader.ui.page.page_plan import Rank
from reader.ui.page.page_typesetting import ArticleSetter, Grid
from reader.ui.printing.margin_notes import MarginNote, MarginNotes
from reader.ui.printing.sheet_flow import SheetFlow, notes_on_whole, numbered, painted, rects_of
from reader.ui.printing.sheets import BOTTOM, SIDE, TOP, PaperChoice, as_figures, kept, paint_foot

_NOTES, _NOTES_GAP = 156, 20
"""The width of the notes in the margin, and their distance from the text, in pixels."""


@dataclass(frozen=True, slots=True)
class ArticleOnPaper:
    """An article or a story to be printed; `foot` stands at the foot of each sheet."""

    blocks: Sequence[PageBlock]
    title: str
    foot: str
    style: PageStyle
    bookmarks: Sequence[Bookmark] = ()


class ArticlePrintout:
    """An article or a story, typeset for paper."""

    colors = "white"

    def __init__(self, article: ArticleOnPaper, choice: PaperChoice) -> None:
        self._article = article
        self._paper = choice.sheets()[0]
        self._bookmarks = article.bookmarks if choice.has_notes else ()
        noted = any(bookmark.note for bookmark in self._bookmarks)
        room = self._paper.width() - 2 * SIDE - (_NOTES + _NOTES_GAP if noted else 0)
        style = article.style
        self._column = min(float(style.size * style.measure), room)
        taken = self._column + (_NOTES + _NOTES_GAP if noted else 0)
        self._left = (self._paper.width() - taken) / 2
        self._faces = article_faces(style)
        grid = Grid(1, self._column, 0, max(int(self._column / style.size), 1))
        self._top, self._bottom = TOP + FOLIO_HEIGHT, self._paper.height() - BOTTOM
        self._flow = SheetFlow(grid, self._top, self._bottom)
        self._setter = ArticleSetter(article.blocks, Rank.LEAD, 1, grid, self._faces)
        self._marked = numbered([(0, each) for each in highlights_on(article.blocks, self._bookmarks)])
        self._notes: MarginNotes | None = None
        self._work = self._typeset()

    @property
    def is_done(self) -> bool:
        return self._notes is not None

    @property
    def progress(self) -> float:
        return 1.0 if self.is_done else self._setter.progress

    def set_next(self) -> None:
        next(self._work, None)

    def _typeset(self) -> Iterator[None]:
        while not self._setter.is_done:
            self._setter.set_next()
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
                places = (
                    (sheet, rects[0].center().y() - 9)
                    for sheet, content in enumerate(self._flow.sheets)
                    if (rects := rects_of(content, marked))
                )
                sheet, y = next(places, (0, self._top))
                yield MarginNote(marked.note_number, marked.highlight.note, sheet, y)

    @property
    def count(self) -> int:
        return max(len(self._flow.sheets), len(self._notes.sheets) if self._notes else 0)

    @property
    def paper(self) -> QSizeF:
        return self._paper

    def headings(self) -> Sequence[Heading]:
        return [Heading(self._article.title, 0, TOP)]

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        with kept(painter):
            painter.translate(self._left, TOP)
            with as_figures(painter, number > 0):
                paint_folio(painter, self._article.blocks[0], 0, self._paper.width() - 2 * self._left)
            painter.translate(0, -TOP)
            if number < len(self._flow.sheets):
                sheet = self._flow.sheets[number]
                marks = [(marked, rects_of(sheet, marked)) for marked in self._marked]
                yield from painted(painter, sheet, marks)
            if self._notes is not None:
                self._notes.paint(painter, number, self._column + _NOTES_GAP)
        paint_foot(painter, self._paper, self._left, self._article.foot, number, self.count)
