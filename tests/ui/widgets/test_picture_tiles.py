"""A part of a picture is put together of its tiles, each at its place; what can't be read stays white."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from reader.pictures.picture_process import Tile
from reader.ui.widgets.picture_tiles import image_of
from reader.workers.picture_worker import TILE

COLORS = {(0, 0): "red", (0, 1): "green", (1, 0): "blue", (1, 1): "yellow"}


def tile_image(tile: Tile) -> QImage | None:
    name = COLORS.get((tile.row, tile.column))
    if name is None or tile.level != 2:
        return None
    image = QImage(TILE, TILE, QImage.Format.Format_RGB32)
    image.fill(QColor(name))
    return image


@pytest.mark.parametrize("left", [0, TILE - 3, TILE])
@pytest.mark.parametrize("top", [0, TILE - 3, TILE])
def test_each_pixel_is_that_of_its_tile(qtbot: QtBot, left: int, top: int) -> None:
    image = image_of(QRect(left, top, 6, 6), 2, tile_image)
    assert (image.width(), image.height()) == (6, 6)
    for y in range(6):
        for x in range(6):
            place = ((top + y) // TILE, (left + x) // TILE)
            assert image.pixelColor(x, y) == QColor(COLORS[place])


def test_a_tile_without_an_image_is_white_and_only_tiles_in_the_rectangle_are_asked_for(qtbot: QtBot) -> None:
    asked = []

    def none(tile: Tile) -> None:
        asked.append((tile.level, tile.column, tile.row))

    image = image_of(QRect(TILE, 0, TILE, TILE), 1, none)
    assert asked == [(1, 1, 0)]
    assert image.pixelColor(0, 0) == QColor("white")


def test_an_empty_rectangle_has_an_image_that_can_be_painted(qtbot: QtBot) -> None:
    assert not image_of(QRect(0, 0, 0, 0), 2, tile_image).isNull()
