"""A row of several pieces is as high as its words need at its width, and what is empty takes no room."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from reader.ui.widgets import theme
from reader.ui.widgets.pieced_listing import Piece, PiecedListing, ReasonedListing, height_of, paint_pieces

LONG = "渡口加开一班船，两岸的人都来看。" * 8
WIDTH = 300


class Found(PiecedListing[str]):
    """Words with a line of remarks below them."""

    def pieces(self, row: str) -> Iterable[Piece]:
        return Piece(row, theme.serif(16), lines=5, line_height=26), Piece("附记", theme.sans(12))


class Doubts(ReasonedListing[str]):
    """Each doubt with its reason."""

    def first_line(self, row: str) -> tuple[str, QFont]:
        return row, theme.serif(16)

    def reason(self, row: str) -> str:
        return f"因为{row}"


@pytest.fixture
def found(qtbot: QtBot) -> Found:
    found = Found("找到的")
    qtbot.addWidget(found)
    return found


def inked_rows(pieces: Iterable[Piece], width: int = WIDTH) -> set[int]:
    """Return the rows of pixels in which the pieces have ink."""
    image = QImage(width, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_pieces(painter, 0, 0, width, pieces)
    painter.end()
    white = QColor("white").rgb()
    return {y for y in range(300) if any(image.pixel(x, y) != white for x in range(width))}


def test_pieces_stand_below_each_other_and_what_has_no_words_takes_no_room(found: Found) -> None:
    one = Piece("渡口", theme.sans(12))
    assert height_of([one], WIDTH) == 20
    assert height_of([one, Piece("", theme.sans(12)), one], WIDTH) == 40
    rows = inked_rows([one, Piece("", theme.sans(12)), one])
    assert rows & set(range(20))
    assert rows & set(range(20, 40))
    assert not rows & set(range(40, 300))


def test_long_words_are_broken_into_as_many_lines_as_they_may_have(found: Found) -> None:
    heights = [height_of([Piece(LONG, theme.sans(12), lines=lines)], WIDTH) for lines in (1, 2, 3)]
    assert heights == [20, 40, 60]
    assert height_of([Piece("渡口", theme.sans(12), lines=3)], WIDTH) == 20


def test_what_stands_aside_takes_its_room_from_the_line(found: Found) -> None:
    beside = inked_rows([Piece("渡口", theme.sans(12), aside="三处")])
    assert beside <= set(range(20))
    assert beside


def test_a_row_is_as_high_as_its_pieces_with_space_above_and_below(found: Found) -> None:
    inside = WIDTH - 2 * found.margin
    assert found.height_of("渡口", WIDTH) == 26 + 20 + 2 * found.padding
    assert found.height_of(LONG, WIDTH) == height_of(found.pieces(LONG), inside) + 2 * found.padding
    assert found.height_of(LONG, 2 * WIDTH) < found.height_of(LONG, WIDTH)


def test_the_pieces_of_a_row_begin_below_its_space(found: Found) -> None:
    image = QImage(WIDTH, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    found.padding = 40
    found.paint_row(painter, QRectF(0, 0, WIDTH, 100), "渡口")
    painter.end()
    for y in range(40):
        assert {image.pixel(x, y) for x in range(WIDTH)} == {QColor("white").rgb()}


def test_a_reason_stands_whole_below_what_it_is_the_reason_for(qtbot: QtBot) -> None:
    doubts = Doubts("存疑")
    qtbot.addWidget(doubts)
    first, reason = doubts.pieces("日期不详")
    assert (first.words, first.aside, first.lines) == ("日期不详", "", 1)
    assert (reason.words, reason.lines) == ("因为日期不详", 4)
