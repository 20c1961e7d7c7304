"""An article or a story on paper: set as on the screen, notes in the margin, the folio on every sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from reader.export.article_text import HEAD, PageBlock
from reader.export.pdf_file import Heading
from reader.language.control_characters import in_place
from reader.newspaper.holdings import Bookmark
from reader.ui.article.article_painting import FOLIO_HEIGHT, paint_folio
from reader.ui.article.highlights import highlights_on
from reader.ui.article.typesetting import BELOW_HEAD, PageStyle, scaled
from reader.ui.page.page_faces import article_faces
from reader.ui.page.page_plan import Rank
from reader.ui.page.page_typesetting import ArticleSetter, Grid
from reader.ui.printing.sheet_flow import SheetFlow, notes_on_whole, numbered, painted, rects_of
from reader.ui.printing.sheets import BOTTOM, SIDE, TOP, PaperChoice, as_figures, kept, paint_foot
from reader.ui.widgets import fonts, text_painting

_SIZE, _PITCH, _GAP = 11, 17, 8
"""The size of the notes' type, the pitch of their lines, the space between two, in pixels."""


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A note that is to stand beside a height of a sheet; `number` is None for one on the whole article."""

    number: int | None
    words: str
    sheet: int
    y: float

    @property
    def printed(self) -> str:
        """The note as it is printed, on one line for each of its paragraphs."""
        lead = "※ " if self.number is None else f"{self.number} "
        return lead + self.words.strip()


class MarginNotes:
    """Notes as lines at their heights; a line stands lower than wished where there is no room, never higher."""

    def __init__(self, notes: Sequence[MarginNote], width: float, top: float, bottom: float) -> None:
        self.sheets: list[list[tuple[QTextLayout, int, float]]] = [[]]
        self._sheet, self._y = 0, top
        for note in notes:
            if note.sheet > self._sheet:
                self._go_on(note.sheet, top)
            self._y = max(self._y, note.y) if note.sheet == self._sheet else self._y
            for layout in _laid_out(note.printed, width):
                for number in range(layout.lineCount()):
                    if self._y + _PITCH > bottom:
                        self._go_on(self._sheet + 1, top)
                    self.sheets[self._sheet].append((layout, number, self._y))
                    self._y += _PITCH
            self._y += _GAP

    def _go_on(self, sheet: int, top: float) -> None:
        self._sheet, self._y = sheet, top
        while len(self.sheets) <= sheet:
            self.sheets.append([])

    def paint(self, painter: QPainter, sheet: int, left: float) -> None:
        """Paint the lines of a sheet, from `left` on."""
        for layout, number, y in self.sheets[sheet] if sheet < len(self.sheets) else ():
            text_painting.draw_line(
                painter, layout, number, QPointF(left, y - layout.lineAt(number).y()), "ink2"
            )


def _laid_out(words: str, width: float) -> list[QTextLayout]:
    """Return the paragraphs of a note, broken into lines."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    font = fonts.sans(_SIZE)
    above = (_PITCH - QFontMetricsF(font).height()) / 2
    found = []
    for paragraph in words.splitlines():
        layout = QTextLayout(in_place(paragraph), font)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, above))
        layout.endLayout()
        found.append(layout)
    return found


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
