"""Lists whose rows are pieces of text below each other, each row as high as its words are long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct
from PySide6.QtCore import (
    QRectF,
)
from PySide6.QtGui import QFont, QPainter

from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.listing import Listing

T = TypeVar("T")


class Piece(Struct, frozen=True):
    """Words of a row, in at most so many `lines`; on a single line they may be of any length.

    Words `aside` are at the right of the first line, `marks` the spans with the background of hits.
    """

    words: str
    font: QFont
    token: str = "ink"
    lines: int = 1
    line_height: int = 20
    marks: text_painting.Marks = ()
    aside: str = ""


class PiecedListing(Listing[T]):
    """A list whose rows are pieces of text below each other, each of its own height."""

    padding = 6
    """The space above and below the pieces of a row, in pixels."""

    def pieces(self, row: T) -> Iterable[Piece]:
        raise NotImplementedError

    def height_of(self, row: T, width: int) -> int:
        return height_of(self.pieces(row), width - 2 * self.margin) + 2 * self.padding

    def paint_row(self, painter: QPainter, rect: QRectF, row: T) -> None:
        paint_pieces(painter, rect.x(), rect.y() + self.padding, rect.width(), self.pieces(row))


def height_of(pieces: Iterable[Piece], width: float) -> int:
    """Return the height of pieces below each other, in pixels; those without words take none."""
    return sum(
        piece.line_height * (text_painting.line_count(piece.words, piece.font, width, piece.lines))
        for piece in pieces
    )


def paint_pieces(painter: QPainter, x: float, y: float, width: float, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        if piece.lines > 1 and piece.words:
            y = text_painting.draw_text(
                painter,
                x,
                y,
                width,
                piece.words,
                piece.font,
                piece.token,
                piece.line_height,
                piece.lines,
                piece.marks,
            )
        elif piece.words:
            line = QRectF(x, y, width, piece.line_height)
            right = text_painting.RIGHT
            half = line.adjusted(width / 2, 0, 0, 0)
            aside_width = text_painting.draw_free(painter, half, piece.aside, theme.sans(12), "ink3", right)
            text_painting.draw_free(
                painter, line.adjusted(0, 0, -aside_width - 12, 0), piece.words, piece.font, piece.token
            )
            y += piece.line_height


class ReasonedListing(PiecedListing[T]):
    """A list of things with reasons: a row has the thing and, below it, its reason, whole."""

    def first_line(self, row: T) -> tuple[str, QFont]:
        """Return what a row begins with, in its font; it may be of any length."""
        raise NotImplementedError

    def aside(self, row: T) -> str:
        """Return what stands at the right of the first line, of any length."""
        return ""

    def reason(self, row: T) -> str:
        raise NotImplementedError

    def pieces(self, row: T) -> Iterable[Piece]:
        words, font = self.first_line(row)
        return Piece(words, font, aside=self.aside(row)), Piece(self.reason(row), theme.sans(12), "ink2", 4)
