"""A dossier on sheets of paper, with its sources in footnotes."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.export.article_text import PageBlock, PageBlockKind
from reader.export.exported_files import About, Heading
from reader.features.dossiers.dossier_text import DossierPart, DossierText, Footnote, PartKind
from reader.ui.article import highlights
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import paint_line
from reader.ui.page.page_plan import Rank
from reader.ui.page.page_typesetting import ArticleSetter, Grid, Row, article_faces
from reader.ui.sheets import (
    BOTTOM,
    SIDE,
    LineOnSheet,
    Marked,
    PaperChoice,
    Printout,
    Sheet,
    as_figures,
    paint_foot,
    rects_of,
    saved_state,
)
from reader.ui.widgets import text_painting, theme

_TOP = 64
_SIZE = 15
_NOTE_SIZE = 12
_PARTS_GAP = 22
"""The space between two parts, in pixels."""
_BELOW_HEAD = 8
_QUOTE = 22
"""The indent of a clipping, with a bar in it, in pixels."""
_ABOVE_NOTES = 16
"""The space above the footnotes of a sheet, with a short rule in it, in pixels."""
_LINES_TOGETHER = 2
"""The minimum number of lines of a text below its headline, and of a footnote, at the foot of a sheet."""
_REFERENCE = 10
"""The size of the number that refers to a footnote, in pixels."""
_LINES_A_STEP = 2
_RUNNING_HEAD = 26
"""The y of the line at the head of a sheet, in pixels."""
# The share of a sheet that rows which keep together, and footnotes of an earlier sheet, take at most.
_MOST_TOGETHER = 0.4
_MOST_NOTES = 0.5


class _SetNote(Struct, frozen=True):
    """A typeset footnote and its number; the reference to it stands after a character of a block."""

    number: int
    footnote: Footnote
    rows: list[Row]
    setter: ArticleSetter


_Noted = Mapping[int, Sequence[_SetNote]]
"""Footnotes by the index of the row that refers to them."""


class _Sheet(Struct):
    """A sheet: its text, the lines after which numbers of footnotes stand, and what is at its head and foot."""

    text: Sheet = field(default_factory=Sheet)
    references: dict[int, dict[int, list[str]]] = field(default_factory=dict)
    """The numbers of footnotes, by the index of a line, and that of the character of its block which they follow."""
    notes: list[tuple[ArticleSetter, Row]] = field(default_factory=list)
    running_head: str = ""

    @property
    def notes_height(self) -> float:
        if not self.notes:
            return 0.0
        return _ABOVE_NOTES + _height([row for _, row in self.notes])


class DossierPrintout(Printout):
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
        self._running_head = ""
        self._pending: list[tuple[ArticleSetter, Row]] = []
        """The lines of footnotes that had no room on the sheet of their references."""
        self._marked: list[Marked] = []
        self._work = self._typeset()

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
        yield from self._place(0, title, self._setter(title), [])
        self._sheets[0].text.rules.append((QRectF(0, self._y + 8, self._grid.column, 1), "rule2"))
        self._y += _BELOW_HEAD
        for index, (part, numbered) in enumerate(self._text.numbered(), 1):
            notes = []
            for number, footnote in numbered:
                block = PageBlock(PageBlockKind.NOTICE, f"{number}　{footnote.words}")
                set_note = ArticleSetter([block], Rank.LEAD, 1, self._grid, self._note_faces)
                yield from _done(set_note)
                notes.append(_SetNote(number, footnote, set_note.body, set_note))
            yield from self._place(index, part, self._setter(part), notes)
            self.progress = index / (len(self._text.parts) + 1)
        while self._pending:
            self._begin_sheet()
        for sheet in self._sheets:
            self._place_notes(sheet)
            yield

    def _setter(self, part: DossierPart) -> ArticleSetter:
        if part.kind is PartKind.CLIPPING:
            grid = self._narrow
        else:
            grid = self._grid
        return ArticleSetter(part.blocks, Rank.LEAD, 1, grid, self._faces)

    def _place(
        self, index: int, part: DossierPart, setter: ArticleSetter, notes: Sequence[_SetNote]
    ) -> Iterator[None]:
        yield from _done(setter)
        rows = [*setter.head, *setter.body]
        head = len(setter.head)
        is_clipping = part.kind is PartKind.CLIPPING
        noted = _after_rows(rows, notes)
        if self._y > _TOP:
            self._y += _PARTS_GAP
        for first, end in undivided_ranges(rows, head, (self._bottom - _TOP) * _MOST_TOGETHER):
            cited = [note for at in range(first, end) for note in noted.get(at, ())]
            least = _height([row for note in cited for row in note.rows[:_LINES_TOGETHER]])
            needed = _height(rows[first:end]) + (_BELOW_HEAD if first < head < end else 0)
            if self._y > _TOP and (self._pending or self._y + needed > self._foot(least)):
                self._begin_sheet()
            if first == 0 and part.kind is PartKind.ARTICLE and notes:
                title = next(block.text for block in part.blocks if block.kind is PageBlockKind.HEADLINE)
                self._headings.append(Heading(title, len(self._sheets) - 1, self._y))
                self._running_head = title
            yield from self._set_rows(
                index, setter, range(first, end), QPointF(_QUOTE * is_clipping, 0), noted
            )
        for mark in part.marks:
            self._marked.append(Marked(index, highlights.Highlight("", mark.places, mark.color, ""), None))

    def _set_rows(
        self, index: int, setter: ArticleSetter, span: range, origin: QPointF, noted: _Noted
    ) -> Iterator[None]:
        rows = [*setter.head, *setter.body]
        head = len(setter.head)
        for at in span:
            if self._y > _TOP and at:
                self._y += rows[at].above + (_BELOW_HEAD if at == head else 0)
            self._add(index, setter, rows[at], origin)
            notes = noted.get(at, ())
            if notes:
                numbers: dict[int, list[str]] = {}
                for note in notes:
                    numbers.setdefault(note.footnote.at, []).append(str(note.number))
                sheet = self._sheets[-1]
                sheet.references[len(sheet.text.lines) - 1] = numbers
            if at % _LINES_A_STEP == 0:
                yield
        for at in span:
            for note in noted.get(at, ()):
                self._put_at_foot(note)

    def _add(self, index: int, setter: ArticleSetter, row: Row, origin: QPointF) -> None:
        leg = setter.place([row], [(0, 1)], self._y)
        self._sheets[-1].text.lines.append(LineOnSheet(index, leg.lines[0], origin))
        if origin.x():
            bar = QRectF(_QUOTE / 2 - 2, self._y, 2, leg.bottom - self._y)
            self._sheets[-1].text.rules.append((bar, "accent"))
        self._y = leg.bottom

    def _put_at_foot(self, note: _SetNote) -> None:
        """Put a footnote at the foot of the sheet; what of it has no room there goes on at that of the next."""
        for row in note.rows:
            if self._pending or self._y > self._foot(_height([row])):
                self._pending.append((note.setter, row))
            else:
                self._sheets[-1].notes.append((note.setter, row))

    def _foot(self, note: float) -> float:
        """Return the y down to which the sheet can be filled if it gets footnotes of another `note` pixels."""
        sheet = self._sheets[-1]
        return self._bottom - sheet.notes_height - note - (_ABOVE_NOTES if note and not sheet.notes else 0)

    def _begin_sheet(self) -> None:
        sheet = _Sheet(running_head=self._running_head)
        self._sheets.append(sheet)
        self._y = float(_TOP)
        room = (self._bottom - _TOP) * _MOST_NOTES
        while self._pending and sheet.notes_height < room:
            sheet.notes.append(self._pending.pop(0))

    def _place_notes(self, sheet: _Sheet) -> None:
        y = self._bottom - sheet.notes_height
        if sheet.notes:
            sheet.text.rules.append((QRectF(0, y + _ABOVE_NOTES / 2, 120, 1), "rule2"))
            y += _ABOVE_NOTES
        for setter, row in sheet.notes:
            leg = setter.place([row], [(0, 1)], y + row.above)
            sheet.text.lines.extend(LineOnSheet(-1, line, QPointF()) for line in leg.lines)
            y += _height([row])

    # -- painting

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        sheet = self._sheets[number]
        if sheet.running_head:
            line = QRectF(self._left, _RUNNING_HEAD, self._grid.column, 20)
            with as_figures(painter, True):
                text_painting.draw_free(painter, line, sheet.running_head, theme.sans(11), "ink3")
        with saved_state(painter):
            painter.translate(self._left, 0)
            for mark in self._marked:
                for box in rects_of(sheet.text, mark):
                    highlights.paint(painter, [box], mark.highlight.color, 0.63 * box.height())
            for rule, token in sheet.text.rules:
                painter.fillRect(rule, theme.color(token))
            for number_of_line, placed in enumerate(sheet.text.lines):
                paint_line(painter, placed.line, placed.origin)
                for at, numbers in sheet.references.get(number_of_line, {}).items():
                    _paint_reference(painter, placed, at, " ".join(numbers))
                if number_of_line % _LINES_A_STEP == 0:
                    yield
        paint_foot(painter, self.paper, self._left, self._text.name, number, self.count)


def _done(setter: ArticleSetter) -> Iterator[None]:
    while not setter.is_done:
        setter.set_next()
        yield


def _height(rows: Sequence[Row]) -> float:
    return sum(row.above + row.setting.line_height + row.below for row in rows)


def undivided_ranges(rows: Sequence[Row], head: int, tallest: float) -> Iterator[tuple[int, int]]:
    """Yield the ranges [first, end) of rows that stand on one sheet, as far as they are at most `tallest` pixels high.

    The `head` rows of a headline keep with the first lines of the text, a subhead with those below it, and no line of
    a paragraph stands alone at the foot or at the top of a sheet.
    """
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or _may_part(rows, at, head):
            if _height(rows[first:at]) <= tallest:
                yield first, at
            else:
                yield from ((row, row + 1) for row in range(first, at))
            first = at


def _may_part(rows: Sequence[Row], at: int, head: int) -> bool:
    """Return whether a sheet may begin with the row `at`."""
    if at == len(rows) - 1 or (head and at < head + _LINES_TOGETHER):
        return False
    before = rows[at - 1]
    row = rows[at]
    behind = rows[at + 1]
    if before.block != row.block:
        return before.kind is not PageBlockKind.SUBHEAD
    is_second = at < 2 or rows[at - 2].block != row.block
    return not is_second and behind.block == row.block


def _after_rows(rows: Sequence[Row], notes: Sequence[_SetNote]) -> dict[int, list[_SetNote]]:
    """Return the footnotes by the index of the row that has the character which they refer to."""
    notes_by_row: dict[int, list[_SetNote]] = {}
    for note in notes:
        at = max(
            (
                number
                for number, row in enumerate(rows)
                if row.block == note.footnote.block and (_begin(row) < note.footnote.at or not _begin(row))
            ),
            default=0,
        )
        notes_by_row.setdefault(at, []).append(note)
    return notes_by_row


def _begin(row: Row) -> int:
    """Return the index in its block of the first character of a row."""
    return row.start + row.as_set.character_at(row.layout.lineAt(row.number).textStart())


def _paint_reference(painter: QPainter, placed: LineOnSheet, at: int, numbers: str) -> None:
    """Paint the numbers of footnotes after the character `at` of a line's block, above what follows it."""
    line = placed.line
    box = placed.box
    before = line.parts(max(at - 1, 0), max(at, 1))
    if before:
        left = placed.origin.x() + before[-1].right()
    else:
        left = box.x()
    top = box.center().y() - 0.5 * line.layout.font().pixelSize() - 0.85 * _REFERENCE
    raised = QRectF(left + 1, top, 60, _REFERENCE)
    text_painting.draw_words(painter, raised, numbers, theme.sans(_REFERENCE), "accent")
