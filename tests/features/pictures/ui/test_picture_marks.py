"""What a point of a picture means, and where its marks are painted."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF
from pytestqt.qtbot import QtBot

from reader.features.pictures.ui.picture_marks import Outline, PictureMarks, shape_of

WHITE = QColor("white")


def outline(number: int, *rects: tuple[float, float, float, float]) -> Outline:
    return Outline(number, "", shape_of([QRectF(*rect) for rect in rects], 0))


def painted(marks: PictureMarks, visible: QRectF | None = None) -> QImage:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    marks.paint(painter, visible or QRectF(0, 0, 100, 100))
    painter.end()
    return image


def is_white(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y) == WHITE


@pytest.mark.parametrize(("point", "number"), [((50, 50), 2), ((5, 5), 1), ((95, 5), None), ((75, 75), 3)])
def test_a_point_is_of_the_smallest_article_around_it(
    qtbot: QtBot, point: tuple[float, float], number: int | None
) -> None:
    marks = PictureMarks()
    marks.outlines = (outline(1, (0, 0, 90, 90)), outline(2, (40, 40, 20, 20)), outline(3, (70, 70, 30, 30)))
    found = marks.article_at(QPointF(*point))
    assert (found and found.id) == number


def test_rectangles_that_touch_have_one_outline_around_them(qtbot: QtBot) -> None:
    apart = shape_of([QRectF(0, 0, 10, 10), QRectF(14, 0, 10, 10)], 0)
    assert len(apart.toSubpathPolygons()) == 2
    joined = shape_of([QRectF(0, 0, 10, 10), QRectF(14, 0, 10, 10)], 3)
    assert len(joined.toSubpathPolygons()) == 1
    assert joined.boundingRect() == QRectF(-3, -3, 30, 16)
    assert joined.contains(QPointF(12, 5)), "where they lie over each other, too"


@pytest.mark.parametrize("step", [1, -1])
def test_a_polygon_is_part_of_the_outline_in_whichever_direction_it_is_told(qtbot: QtBot, step: int) -> None:
    corners = [QPointF(40, 0), QPointF(60, 0), QPointF(50, 20)]
    shape = shape_of([QRectF(0, 0, 10, 10), QRectF(45, 5, 10, 5)], 0, QPolygonF(corners[::step]))
    assert shape.contains(QPointF(50, 10))
    assert shape.contains(QPointF(50, 7)), "where a rectangle lies over it, too"
    assert not shape.contains(QPointF(42, 18))
    assert shape.contains(QPointF(5, 5))


def test_hits_are_marked_where_they_are_and_black_print_stays_black(qtbot: QtBot) -> None:
    marks = PictureMarks()
    marks.hits = (QRectF(10, 10, 20, 20),)
    marks.current_hit = (QRectF(60, 60, 20, 20),)
    image = painted(marks)
    assert not is_white(image, 20, 20)
    assert not is_white(image, 70, 70)
    assert image.pixelColor(20, 20) != image.pixelColor(70, 70)
    assert is_white(image, 45, 45)
    black = QImage(100, 100, QImage.Format.Format_RGB32)
    black.fill(QColor("black"))
    painter = QPainter(black)
    marks.paint(painter, QRectF(0, 0, 100, 100))
    painter.end()
    assert black.pixelColor(20, 20) == QColor("black")


def test_what_is_not_seen_is_not_painted(qtbot: QtBot) -> None:
    marks = PictureMarks()
    marks.hits = (QRectF(10, 10, 20, 20),)
    marks.outlines = (outline(1, (10, 10, 20, 20)),)
    assert is_white(painted(marks, QRectF(50, 50, 50, 50)), 20, 20)


def test_the_article_under_the_mouse_is_filled_and_the_current_one_is_drawn_over_others(qtbot: QtBot) -> None:
    marks = PictureMarks()
    marks.outlines = (outline(1, (10, 10, 50, 50)), outline(2, (10, 10, 80, 80)))
    plain = painted(marks)
    assert is_white(plain, 30, 30)
    marks.pointed = 1
    assert not is_white(painted(marks), 30, 30)
    marks.pointed = None
    marks.current = 1
    lit = painted(marks)
    assert is_white(lit, 30, 30)
    assert lit.pixelColor(10, 30) != plain.pixelColor(10, 30)
    marks.outlines = marks.outlines[::-1]
    assert painted(marks) == lit, "whatever their order"
