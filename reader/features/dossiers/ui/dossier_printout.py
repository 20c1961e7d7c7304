"""A dossier on sheets of paper, with its sources in footnotes."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.export.article_text import PageBlock, PageBlockKind
from reader.export.pdf_file import About, Heading
from reader.features.dossiers.dossier_text import DossierPart, DossierText, PartKind
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import paint_line
from reader.ui.page.page_plan import Rank
from reader.ui.page.page_typesetting import ArticleSetter, Grid, Row, article_faces
from reader.ui.printing.sheets import BOTTOM, SIDE, PaperChoice, PlacedLine, paint_foot, saved_state
from reader.ui.widgets import text_painting, theme

_TOP = 64
_SIZE, _NOTE_SIZE = 15, 12
_PARTS_GAP = 22
"""The space between two parts, in pixels."""
_BELOW_HEAD = 8
_QUOTE = 22
"""The indent of a clipping, with a bar in it, in pixels."""
_ABOVE_NOTES = 16
"""The space above the footnotes of a sheet, with a short rule in it, in pixels."""
_LINES_TOGETHER = 2
"""The minimum number of lines of a text below its headline at the foot of a sheet."""
_REFERENCE = 10
"""The size of the number that refers to a footnote, in pixels."""
_LINES_A_STEP = 2


class _SetPart(Struct, frozen=True):
    """A typeset part; `notes` is its footnote with `number`, None if it has none."""

    part: DossierPart
    number: int
    setter: ArticleSetter
    notes: ArticleSetter | None

    @property
    def rows(self) -> list[Row]:
        return [*self.setter.head, *self.setter.body]


class _Sheet(Struct):
    """A sheet: its lines in reading order, each with the number of a footnote (0 for none), rules, and footnotes."""

    lines: list[tuple[PlacedLine, int]] = field(default_factory=list)
    rules: list[tuple[QRectF, str]] = field(default_factory=list)
    notes: list[ArticleSetter] = field(default_factory=list)
    notes_height: float = 0.0


class DossierPrintout:
    colors = "white"

    def __init__(self, text: DossierText) -> None:
        self._text = text
        self.paper = PaperChoice().sheets()[0]
        style = PageStyle(size=_SIZE, leading=1.7)
        width = min(40.0 * style.size, self.paper.width() - 2 * SIDE)
        self._left = (self.paper.width() - width) / 2
        self._bottom = self.paper.height() - BOTTOM
        self._grid = Grid(1, width, 0, int(width / style.size))
        self._narrow = Grid(1, width - 2 * _QUOTE, 0, int((width - 2 * _QUOTE) / style.size))
        self._faces = article_faces(style)
        self._note_faces = article_faces(PageStyle(size=_NOTE_SIZE, leading=1.5))
        self._sheets = [_Sheet()]
        self._y = float(_TOP)
        self._headings: list[Heading] = []
        self._set = 0
        self.is_done = False
        self._work = self._typeset()

    @property
    def progress(self) -> float:
        return self._set / (len(self._text.parts) + 1)

    def set_next(self) -> None:
        next(self._work, None)

    @property
    def count(self) -> int:
        return len(self._sheets)

    def headings(self) -> Sequence[Heading]:
        return self._headings

    def about(self) -> About:
        return About(self._text.name)

    # -- typesetting

    def _typeset(self) -> Iterator[None]:
        title = DossierPart(PartKind.ARTICLE, (PageBlock(PageBlockKind.HEADLINE, self._text.name),))
        for part, number in ((title, 0), *self._text.numbered()):
            grid = self._narrow if part.kind is PartKind.CLIPPING else self._grid
            setter = ArticleSetter(part.blocks, Rank.LEAD, 1, grid, self._faces)
            yield from _done(setter)
            notes = None
            if number:
                note = PageBlock(PageBlockKind.NOTICE, f"{number}　{part.footnote}")
                notes = ArticleSetter([note], Rank.LEAD, 1, self._grid, self._note_faces)
                yield from _done(notes)
            yield from self._place(_SetPart(part, number, setter, notes))
            self._set += 1
        for sheet in self._sheets:
            self._place_notes(sheet)
            yield
        self.is_done = True

    def _place(self, placed: _SetPart) -> Iterator[None]:
        rows, is_clipping = placed.rows, placed.part.kind is PartKind.CLIPPING
        cited = _last_row_of(rows, placed.part.cited) if placed.number else -1
        note = _height(placed.notes.body) if placed.notes else 0.0
        if self._y > _TOP:
            self._y += _PARTS_GAP
        together = len(placed.setter.head) + _LINES_TOGETHER if placed.setter.head else 1
        least = _height(rows[:together]) + (note if cited < together else 0)
        if self._y > _TOP and self._y + least > self._foot(note):
            self._begin_sheet()
        if placed.number and placed.setter.head:
            title = placed.part.blocks[placed.part.cited].text
            self._headings.append(Heading(title, len(self._sheets) - 1, self._y))
        origin = QPointF(_QUOTE if is_clipping else 0, 0)
        for number, row in enumerate(rows):
            here = note if number == cited else 0.0
            if self._y > _TOP and self._y + row.above + row.setting.line_height > self._foot(here):
                self._begin_sheet()
            if self._y > _TOP and number:
                self._y += row.above + (_BELOW_HEAD if number == len(placed.setter.head) else 0)
            sheet = self._sheets[-1]
            leg = placed.setter.place([row], [(0, 1)], self._y)
            sheet.lines.append((PlacedLine(0, leg.lines[0], origin), placed.number if number == cited else 0))
            if is_clipping:
                bar = QRectF(_QUOTE / 2 - 2, self._y, 2, leg.bottom - self._y)
                sheet.rules.append((bar, "accent"))
            self._y = leg.bottom
            if number == cited and placed.notes is not None:
                sheet.notes_height += note + (0 if sheet.notes else _ABOVE_NOTES)
                sheet.notes.append(placed.notes)
            if number % _LINES_A_STEP == 0:
                yield

    def _foot(self, note: float) -> float:
        """Return the y down to which the sheet can be filled if it gets another footnote, `note` pixels high."""
        sheet = self._sheets[-1]
        return self._bottom - sheet.notes_height - note - (_ABOVE_NOTES if note and not sheet.notes else 0)

    def _begin_sheet(self) -> None:
        self._sheets.append(_Sheet())
        self._y = float(_TOP)

    def _place_notes(self, sheet: _Sheet) -> None:
        y = self._bottom - sheet.notes_height
        if sheet.notes:
            sheet.rules.append((QRectF(0, y + _ABOVE_NOTES / 2, 120, 1), "rule2"))
            y += _ABOVE_NOTES
        for setter in sheet.notes:
            leg = setter.place(setter.body, [(0, len(setter.body))], y)
            sheet.lines.extend((PlacedLine(0, line, QPointF()), 0) for line in leg.lines)
            y += _height(setter.body)

    # -- painting

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        sheet = self._sheets[number]
        with saved_state(painter):
            painter.translate(self._left, 0)
            for rule, token in sheet.rules:
                painter.fillRect(rule, theme.color(token))
            for at, (placed, reference) in enumerate(sheet.lines):
                paint_line(painter, placed.line, placed.origin)
                if reference:
                    _paint_reference(painter, placed, reference)
                if at % _LINES_A_STEP == 0:
                    yield
        side = self._left
        paint_foot(painter, self.paper, side, self._text.name, number, self.count)


def _done(setter: ArticleSetter) -> Iterator[None]:
    while not setter.is_done:
        setter.set_next()
        yield


def _height(rows: Sequence[Row]) -> float:
    return sum(row.above + row.setting.line_height + row.below for row in rows)


def _last_row_of(rows: Sequence[Row], block: int) -> int:
    return max((number for number, row in enumerate(rows) if row.block == block), default=-1)


def _paint_reference(painter: QPainter, placed: PlacedLine, number: int) -> None:
    """Paint the number of a footnote after a line, as a superscript."""
    line, box = placed.line, placed.box
    left = box.x() + line.line().naturalTextWidth() + 1
    raised = QRectF(left, box.center().y() - 0.62 * line.layout.font().pixelSize(), 40, _REFERENCE)
    text_painting.draw_words(painter, raised, str(number), theme.sans(_REFERENCE), "accent")
