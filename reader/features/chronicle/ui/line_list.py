"""Lines of a chronicle as rows: the day, the words of the papers, the sources."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from reader.features.chronicle.chronicles import StoredLine
from reader.features.chronicle.drafting import basis_in_words, text_of
from reader.i18n import say
from reader.newspaper.decision import ChronicleLine
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.pieced_listing import Piece, height_of, paint_pieces

_DAY_WIDTH = 190
BOX = 16
"""The size of the box of a line that is to be kept, in pixels."""
PADDING = 12
_LEAST_BESIDE = 480
"""In a narrower list the day of a line stands above its words, in pixels."""
_BELOW_BOX = BOX + 10
_DAY_WORDS = _DAY_WIDTH - BOX - 38
"""The width of the words of a day, between the box and the rule, in pixels."""


class LineRows(Listing[StoredLine]):
    """Lines of a chronicle; what is not to be kept stays in its place, struck out."""

    def words(self, row: StoredLine) -> str:
        retained = "" if row.line.is_retained else say("不留")
        return wording.listed(
            [
                row.day,
                text_of(row.line),
                retained,
                basis_in_words(row.line),
                *row.sources,
                row.note,
            ]
        )

    def key_of(self, row: StoredLine) -> object:
        return row.uuid

    def height_of(self, row: StoredLine, width: int) -> int:
        inside = width - 2 * self.margin
        if inside < _LEAST_BESIDE:
            beside_box = inside - _BELOW_BOX
            return 2 * PADDING + height_of(_of_day(row), beside_box) + height_of(_of_line(row), beside_box)
        days = height_of(_of_day(row), _DAY_WORDS)
        return 2 * PADDING + max(height_of(_of_line(row), inside - _DAY_WIDTH), days)

    def paint_row(self, painter: QPainter, rect: QRectF, row: StoredLine) -> None:
        line = row.line
        y = rect.y() + PADDING
        box = QRectF(rect.x(), y + 5, BOX, BOX)
        text_painting.draw_box(painter, box, 3, None, "ink3")
        if line.is_retained:
            text_painting.draw_box(painter, box, 3, "accent", "ink3")
            theme.draw_icon(painter, "check", "on_accent", box.x(), box.y(), BOX)
        if rect.width() < _LEAST_BESIDE:
            left = rect.x() + _BELOW_BOX
            beside_box = rect.width() - _BELOW_BOX
            paint_pieces(painter, left, y, beside_box, _of_day(row))
            y += height_of(_of_day(row), round(beside_box))
            paint_pieces(painter, left, y, beside_box, _of_line(row))
            return
        paint_pieces(painter, rect.x() + BOX + 10, y, _DAY_WORDS, _of_day(row))
        x = rect.x() + _DAY_WIDTH
        painter.fillRect(QRectF(x - 16, rect.y(), 1, rect.height()), theme.color("rule"))
        dot = QRectF(x - 20, y + 9, 9, 9)
        text_painting.draw_box(painter, dot, 4.5, "paper", _accent(line))
        paint_pieces(painter, x, y, rect.width() - _DAY_WIDTH, _of_line(row))


_LINE_BREAK = "\u2028"


def _ink(line: ChronicleLine) -> str:
    if line.is_retained:
        return "ink"
    return "ink3"


def _accent(line: ChronicleLine) -> str:
    if line.is_retained:
        return "accent"
    return "ink3"


def _of_line(row: StoredLine) -> Iterator[Piece]:
    """Yield the words of a line and what stands below them: the paper's words, the sources, accounts that differ."""
    line = row.line
    small = theme.sans(12)
    font = QFont(theme.serif(17))
    font.setStrikeOut(not line.is_retained)
    yield Piece(text_of(line).replace("\n", _LINE_BREAK), font, _ink(line), 8, 27)
    if line.words:
        yield Piece(say("报上的原话：{words}", words=line.sources[0].words), small, "ink2", 8)
    sources = "　│　".join(row.sources)
    yield Piece(sources, small, _accent(line), 6)
    if row.note:
        yield Piece(row.note, theme.sans(12, 700), "warn", 3)


def _of_day(row: StoredLine) -> Iterator[Piece]:
    line = row.line
    yield Piece(row.day, theme.sans(14, 700), _ink(line), 2, 27)
    if line.first and line.first == line.last:
        weekday = wording.short_weekday(line.first)
    else:
        weekday = ""
    yield Piece(weekday, theme.sans(12), "ink2", 2)
    yield Piece(basis_in_words(line), theme.sans(12), "ink2", 3)
    if not line.is_retained:
        yield Piece(say("（不留）"), theme.sans(12), "ink2", 2)
