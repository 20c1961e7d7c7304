"""The strip of a page's picture beside a doubt: cut from a level that is wide enough, less high than half its pane."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader import never
from reader.library.derived_data import Derived
from reader.library.doubt_evidence import PictureStrip
from reader.library.page_pictures import PagePicture, PagePictures
from reader.pictures.picture_process import Pyramid
from reader.storage.folder import LibraryFolder
from reader.ui.check.picture_strip import StripView, cut
from reader.workers.picture_worker import ABOUT, TILE

WIDTH, HEIGHT, LEVELS = 4000, 2000, 4
"""The levels are 500, 1000, 2000 and 4000 pixels wide."""
GREYS = (40, 90, 140, 190)
"""The grey of each level."""
PAGE = PagePicture("1.jpg")


class OnePicture(PagePictures, kw_only=True):
    """The pictures of a library with one page, whose tiles are made already."""

    pyramid_of_page: Pyramid

    def pyramid(self, picture: PagePicture, is_unwanted: Callable[[], bool] = never) -> Pyramid:
        assert picture == PAGE
        return self.pyramid_of_page


def write_tiles(path: Path, width: int, height: int, levels: int) -> Path:
    """Write the first tile of each level, in the grey of that level."""
    with zipfile.ZipFile(path, "w") as tiles:
        tiles.writestr(ABOUT, json.dumps({"width": width, "height": height}))
        for level in range(levels):
            written = io.BytesIO()
            Image.new("L", (TILE, TILE), GREYS[level]).save(written, "JPEG")
            tiles.writestr(f"tiles/{level}/0_0.jpg", written.getvalue())
    return path


def pictures_of(pyramid: Pyramid) -> PagePictures:
    return OnePicture(cast(LibraryFolder, None), cast(Derived, None), pyramid_of_page=pyramid)


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[PagePictures]:
    with closing(Pyramid(write_tiles(tmp_path / "page", WIDTH, HEIGHT, LEVELS))) as pyramid:
        yield pictures_of(pyramid)


def grey(image: QImage, x: int = 0, y: int = 0) -> int:
    return image.pixelColor(x, y).red()


def test_a_strip_is_cut_from_the_first_level_that_is_wide_enough(pictures: PagePictures) -> None:
    image = cut(pictures, PictureStrip(PAGE, 0, 0.2), never)
    assert (image.width(), image.height()) == (2000, 200)
    assert grey(image) == pytest.approx(GREYS[2], abs=3)


@pytest.mark.parametrize(
    ("width", "levels", "taken"),
    [(600, 1, 600), (1100, 2, 1100), (1200, 2, 1200), (2400, 2, 1200), (2398, 2, 2398)],
)
def test_of_a_small_picture_the_widest_level_is_taken(
    tmp_path: Path, width: int, levels: int, taken: int
) -> None:
    with closing(Pyramid(write_tiles(tmp_path / "page", width, 1000, levels))) as pyramid:
        assert cut(pictures_of(pyramid), PictureStrip(PAGE, 0, 0.1), never).width() == taken


@pytest.mark.parametrize(
    ("top", "bottom", "height"), [(0.0, 1.0, 1000), (0.25, 0.5, 250), (0.1, 0.1004, 1), (0.5, 0.5, 1)]
)
def test_it_is_as_high_as_its_share_of_the_page(
    pictures: PagePictures, top: float, bottom: float, height: int
) -> None:
    """One of no height is a line, as an image has at least one."""
    assert cut(pictures, PictureStrip(PAGE, top, bottom), never).height() == height


def test_what_is_seen_is_what_stands_there_and_lost_tiles_stay_white(pictures: PagePictures) -> None:
    """Only the upper left tile can be read."""
    image = cut(pictures, PictureStrip(PAGE, 0.2, 0.8), never)
    below = TILE - 200
    assert grey(image, 0, below - 2) == pytest.approx(GREYS[2], abs=3)
    assert [grey(image, 0, below + 1), grey(image, TILE + 1, 0)] == [255, 255]


# -- how high it is shown


@pytest.fixture
def strip(qtbot: QtBot) -> StripView:
    view = StripView()
    qtbot.addWidget(view)
    return view


def image_of(width: int, height: int) -> QImage:
    return QImage(width, height, QImage.Format.Format_RGB32)


def test_without_an_image_it_is_hidden_and_has_no_height(strip: StripView) -> None:
    assert strip.isHidden()
    assert not strip.has_image()
    assert strip.heightForWidth(500) == 0
    strip.show_image(None)
    assert strip.isHidden()


def in_pane(qtbot: QtBot, height: int) -> tuple[QWidget, StripView]:
    """A strip, and the pane that holds it."""
    pane = QWidget()
    qtbot.addWidget(pane)
    pane.resize(648, height)
    strip = StripView()
    strip.setParent(pane)
    return pane, strip


def test_it_is_as_wide_as_there_is_room_beside_its_margins(qtbot: QtBot) -> None:
    _pane, strip = in_pane(qtbot, 4000)
    strip.show_image(image_of(1200, 300))
    assert not strip.isHidden()
    assert strip.has_image()
    assert strip.hasHeightForWidth()
    assert [strip.heightForWidth(width) for width in (648, 1248)] == [174, 324]
    strip.show_image(None)
    assert strip.isHidden()
    assert strip.heightForWidth(648) == 0


@pytest.mark.parametrize(("room", "height"), [(1000, 474), (100, 69), (4000, 624)])
def test_a_high_one_takes_less_than_half_of_the_pane(qtbot: QtBot, room: int, height: int) -> None:
    _pane, strip = in_pane(qtbot, room)
    strip.show_image(image_of(1000, 1000))
    assert strip.heightForWidth(648) == height


def test_it_is_drawn_inside_its_margins(strip: StripView) -> None:
    image = image_of(100, 50)
    image.fill(0xFF204060)
    strip.show_image(image)
    strip.resize(248, 124)
    drawn = strip.grab().toImage()
    for x, y, is_image in ((24, 24, True), (222, 122, True), (10, 60, False), (100, 20, False)):
        assert (drawn.pixelColor(x, y).name() == "#204060") == is_image
