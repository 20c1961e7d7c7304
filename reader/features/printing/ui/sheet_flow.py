"""Rows that flow over the sheets of a printout, and how these are painted with what is marked."""

from collections.abc import Generator, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from reader.newspaper.holdings import Bookmark
from reader.ui.article import highlights
from reader.ui.article.highlights import Highlight
from reader.ui.page.page_layout import paint_line
from reader.ui.page.page_typesetting import ArticleSetter, Grid, Row, balanced, columns_of
from reader.ui.sheets import LineOnSheet, Marked, Sheet
from reader.ui.widgets import theme

BAND_GAP = 33
"""The space between two bands, with a hairline in its middle, in pixels."""
_LINES_TOGETHER = 3
"""The minimum number of lines of a text below its head at the foot of a sheet."""
_LINES_A_STEP = 2


class SheetFlow:
    """Places bands of articles on sheets, from `top` to `bottom` (pixels), then on the next sheet."""

    def __init__(self, grid: Grid, top: float, bottom: float) -> None:
        self.grid = grid
        self.sheets = [Sheet()]
        self._top = top
        self._bottom = bottom
        self.end = top
        """The y down to which the last sheet is filled, in pixels."""
        self._articles = 0

    def add_band(
        self, setters: Sequence[ArticleSetter], spans: Sequence[int], pitch: float, below_head: float
    ) -> Iterator[None]:
        """Place a band of typeset articles, a sheet for each step of the iterator.

        Args:
            setters: Those of the articles, from left to right.
            spans: The number of columns of each article.
            pitch: The pitch of the lines of the body, in pixels.
            below_head: The space between a head and its text, in pixels.
        """
        if self.end > self._top:
            least = max(_least_height(setter, pitch, below_head) for setter in setters)
            if self.end + BAND_GAP + least > self._bottom:
                self.sheets.append(Sheet())
                self.end = self._top
            else:
                rule = QRectF(0, self.end + BAND_GAP // 2, self.grid.width(self.grid.columns), 1)
                self.sheets[-1].rules.append((rule, "rule2"))
                self.end += BAND_GAP
        first = len(self.sheets) - 1
        begin = self.end
        ends = []
        column = 0
        for setter, span in zip(setters, spans, strict=True):
            end = yield from self._place(setter, column, span, first, begin, below_head)
            ends.append(end)
            column += span
        self._rule_between(spans, first, begin, max(ends))
        last, self.end = max(ends)
        assert last == len(self.sheets) - 1

    def _rule_between(self, spans: Sequence[int], first: int, begin: float, end: tuple[int, float]) -> None:
        column = 0
        for span in spans[:-1]:
            column += span
            x = round(self.grid.x(column) - self.grid.gutter / 2)
            for number in range(first, end[0] + 1):
                top = begin if number == first else self._top
                bottom = end[1] if number == end[0] else self._bottom
                self.sheets[number].rules.append((QRectF(x, top, 1, bottom - top), "rule"))

    def _place(
        self, setter: ArticleSetter, column: int, span: int, number: int, y: float, below_head: float
    ) -> Generator[None, None, tuple[int, float]]:
        """Place an article from `y` of sheet `number` on; return the number of the sheet and the y at which it ends."""
        origin = QPointF(self.grid.x(column), 0)
        article = self._articles
        self._articles = self._articles + 1

        def put(rows: Sequence[Row], columns: Sequence[tuple[int, int]]) -> float:
            while len(self.sheets) <= number:
                self.sheets.append(Sheet())
            leg = setter.place(rows, columns, y)
            self.sheets[number].lines.extend(LineOnSheet(article, line, origin) for line in leg.lines)
            return leg.bottom

        for rows, count in ((setter.head, 1), (setter.body, span)):
            rest: Sequence[Row] = rows
            while rest:
                columns = columns_of(rest, max(self._bottom - y, 1.0), count)
                if columns[-1][1] == len(rest):
                    columns = balanced(rest, count)
                y = put(rest, columns)
                rest = rest[columns[-1][1] :]
                if rest:
                    number = number + 1
                    y = self._top
                yield
            if rows is setter.head and rows and setter.body:
                y += below_head
        return number, y


def _least_height(setter: ArticleSetter, pitch: float, below_head: float) -> float:
    """Return the height of the head of an article and the first lines of its text, in pixels."""
    head = sum(row.above + row.setting.line_height + row.below for row in setter.head)
    lines = min(len(setter.body), _LINES_TOGETHER)
    return head + below_head + lines * pitch


def numbered(pairs: Sequence[tuple[int, Highlight]]) -> list[Marked]:
    ordered = sorted(pairs, key=lambda pair: (pair[0], pair[1].places[0].text, pair[1].places[0].start))
    marked: list[Marked] = []
    count = 0
    for article, highlight in ordered:
        count += bool(highlight.note)
        marked.append(Marked(article, highlight, count if highlight.note else None))
    return marked


def notes_on_whole(bookmarks: Sequence[Bookmark]) -> list[str]:
    return [bookmark.note for bookmark in bookmarks if bookmark.note and not bookmark.passage]


def painted(
    painter: QPainter, sheet: Sheet, marks: Sequence[tuple[Marked, Sequence[QRectF]]]
) -> Iterator[None]:
    """Paint a sheet: backgrounds of highlights, rules, then a few lines for each step of the iterator."""
    for marked, rects in marks:
        for rect in rects:
            highlights.paint(painter, [rect], marked.highlight.color, 0.63 * rect.height())
        yield
    for rule, token in sheet.rules:
        painter.fillRect(rule, theme.color(token))
    for number, placed in enumerate(sheet.lines):
        paint_line(painter, placed.line, placed.origin)
        if number % _LINES_A_STEP == 0:
            yield
    for marked, rects in marks:
        if marked.note_number is not None and rects:
            paint_number(painter, marked.note_number, rects[-1])


def paint_number(painter: QPainter, number: int, rect: QRectF) -> None:
    """Paint the number of a note above the end of its passage, as a shape that is not part of the text."""
    font = theme.sans(max(7, round(rect.height() * 0.36)), 700)
    path = QPainterPath()
    path.addText(rect.right() - 1, rect.center().y() - rect.height() * 0.31, font, str(number))
    painter.fillPath(path, theme.color("accent"))
