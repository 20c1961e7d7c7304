"""The pictures of lines: whatever box a file tells of a line, its picture takes little memory."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.features.proofread.printed_line import Cell, Line
from reader.features.proofread.ui.proof_lines import Strip, Strips
from reader.formats.page_boxes import Box, PageBoxes
from reader.pictures.picture_process import PictureCache, Pyramid

WIDTH = 2400
HEIGHT = 3600
PAGE = PageBoxes(None, WIDTH, HEIGHT, ())
MOST = 1_000_000


@pytest.fixture
def pyramid(tmp_path: Path) -> Pyramid:
    """A page that is dark below its middle."""
    picture = Image.new("L", (WIDTH, HEIGHT), 250)
    picture.paste(10, (0, HEIGHT // 2, WIDTH, HEIGHT))
    picture.save(tmp_path / "1.png")
    with (tmp_path / "1.png").open("rb") as file:
        return PictureCache(tmp_path / "cache").pyramid(file.fileno(), 0)


def cut(pyramid: Pyramid, line: Line, qtbot: QtBot) -> Strip:
    arrived: list[bool] = []
    owner = QObject()
    strips = Strips(owner, lambda: arrived.append(True))
    strips.show(pyramid, PAGE)
    strips.of(line)
    qtbot.waitUntil(lambda: bool(arrived))
    strip = strips.of(line)
    assert strip is not None
    return strip


@pytest.mark.parametrize(
    "box",
    [
        Box(0, 0, WIDTH, HEIGHT),
        Box(0, 1200, WIDTH, 2400),
        Box(300, 0, 1500, HEIGHT),
        Box(-5000, -5000, 9000, 9000),
    ],
    ids=["the page", "a broad band", "a broad column", "more than the page"],
)
def test_the_picture_of_a_line_as_large_as_a_page_is_reduced(
    pyramid: Pyramid, box: Box, qtbot: QtBot
) -> None:
    upper = Box(1000, 1300, 1040, 1340)
    lower = Box(1000, 1900, 1040, 1940)
    strip = cut(pyramid, Line(box, (Cell("渡", upper, 1.0), Cell("口", lower, 1.0))), qtbot)
    assert strip.image.width() * strip.image.height() <= MOST
    light = strip.rect_of(upper).center().toPoint()
    dark = strip.rect_of(lower).center().toPoint()
    assert strip.image.pixelColor(light).lightness() > 200
    assert strip.image.pixelColor(dark).lightness() < 60


def test_the_picture_of_an_ordinary_line_is_as_it_was_scanned(pyramid: Pyramid, qtbot: QtBot) -> None:
    box = Box(100, 1000, 2300, 1060)
    strip = cut(pyramid, Line(box, (Cell("渡", box, 1.0),)), qtbot)
    assert strip.rect_of(box).width() == 2200
    assert strip.rect_of(box).height() == 60
