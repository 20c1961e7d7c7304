"""A line of a chronicle is read out whole, stands taller where it has more to tell, and never runs out of its list."""

import datetime as dt

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from reader.features.chronicle.chronicles import StoredLine
from reader.features.chronicle.ui.line_list import LineRows
from reader.newspaper.decision import ChronicleLine
from tests.decisions import CHRONICLE_SOURCE

DAY = dt.date(1987, 6, 12)
LINE = ChronicleLine("", "", DAY, DAY, "stated", (CHRONICLE_SOURCE,))
ROW = StoredLine("a", LINE)
WIDE = 800
NARROW = 400


@pytest.fixture
def rows(qtbot: QtBot) -> LineRows:
    rows = LineRows("大事")
    qtbot.addWidget(rows)
    return rows


def picture(rows: LineRows, row: StoredLine, width: int) -> QImage:
    image = QImage(width, rows.height_of(row, width), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    rows.paint_row(painter, QRectF(image.rect()), row)
    painter.end()
    return image


def test_day_words_sources_and_note_are_read_out(rows: LineRows) -> None:
    words = rows.words(replace(ROW, note="一说十三日"))
    for part in ("1987-06-12", "渡口加开一班船。", "雁桥日报", "《渡口》", "一说十三日"):
        assert part in words
    assert words.index("1987-06-12") < words.index("渡口加开一班船。") < words.index("一说十三日")


def test_what_is_not_to_be_kept_says_so(rows: LineRows) -> None:
    assert "不留" not in rows.words(ROW)
    assert "不留" in rows.words(replace(ROW, line=replace(LINE, is_dropped=True)))


def test_a_line_is_known_by_its_uuid_whatever_it_says(rows: LineRows) -> None:
    assert rows.key_of(ROW) == rows.key_of(replace(ROW, line=replace(LINE, words="渡口加船")))
    assert rows.key_of(ROW) != rows.key_of(replace(ROW, uuid="b"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_line_with_more_to_tell_is_taller(rows: LineRows, width: int) -> None:
    height = rows.height_of(ROW, width)
    assert rows.height_of(replace(ROW, note="一说十三日"), width) > height
    assert rows.height_of(replace(ROW, line=replace(LINE, words="渡口添船。" * 40)), width) > height
    own_words = replace(ROW, line=replace(LINE, words="渡口加开一班船。"))
    assert rows.height_of(own_words, width) > height, "below a reader's words stand those of the paper"


def test_the_day_stands_above_the_words_where_there_is_no_room_beside_them(rows: LineRows) -> None:
    assert rows.height_of(ROW, NARROW) > rows.height_of(ROW, WIDE)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_kept_is_ticked_and_what_is_not_is_struck_out(rows: LineRows, width: int) -> None:
    kept = picture(rows, ROW, width)
    dropped = picture(rows, replace(ROW, line=replace(LINE, is_dropped=True)), width)
    middle_of_box = (3, 20)
    assert kept.pixelColor(*middle_of_box) != dropped.pixelColor(*middle_of_box)
    assert dropped.pixelColor(*middle_of_box) == QColor("white")
