"""A picture is straightened, levelled and parted before it is recognised, and boxes lead back to it as it was."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from reader.features.recognition.page_recognition import recognized_page
from reader.features.recognition.preparation import parts_of
from reader.newspaper.line_place import Slant, projection
from tests import rotation
from tests.features.recognition.block_pages import PAGE, BlockRecognizer, drawn


def page(width: int = 1200, height: int = 1600) -> NDArray[np.uint8]:
    """Lines of small blocks, with margins."""
    pixels = np.full((height, width), 240, np.uint8)
    for top in range(120, height - 140, 40):
        for left in range(100, width - 120, 24):
            pixels[top : top + 18, left : left + 18] = 20
    return pixels


def tilted(pixels: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    turned = Image.fromarray(pixels).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=240)
    return np.asarray(turned)


@pytest.mark.parametrize("degrees", [-5.0, -1.3, 0.6, 2.0, 4.4])
@pytest.mark.parametrize("is_vertical", rotation.in_turn([False, True]))
def test_a_tilted_page_is_made_level(degrees: float, is_vertical: bool) -> None:
    pixels = page()
    (part,) = parts_of(tilted(np.ascontiguousarray(pixels.T) if is_vertical else pixels, degrees))
    assert part.slant.tilt == pytest.approx(degrees, abs=0.15)
    assert part.what == (f"tilt: {part.slant.tilt:.1f}",)


def test_a_level_page_stays_as_it_is() -> None:
    pixels = page()
    (part,) = parts_of(pixels)
    assert part.pixels is pixels
    assert part.in_picture((1.0, 2.0, 3.0, 4.0)) == pytest.approx((1.0, 2.0, 3.0, 4.0))


def test_a_mark_of_the_straightened_page_lies_where_it_is_in_the_picture() -> None:
    pixels = page()
    pixels[100:1500, 300:330] = 240
    pixels[700:720, 305:325] = 0
    picture = tilted(pixels, 3.0)
    (part,) = parts_of(picture)
    down, across = np.nonzero(part.pixels[690:730, 300:330] < 60)
    box = part.in_picture((300 + across.min(), 690 + down.min(), 301 + across.max(), 691 + down.max()))
    middle = picture[round((box[1] + box[3]) / 2), round((box[0] + box[2]) / 2)]
    assert middle < 60


def test_uneven_light_is_levelled_and_even_light_is_not_touched() -> None:
    light = np.linspace(0.5, 1.0, 1200)[None, :]
    (part,) = parts_of((page() * light).astype(np.uint8))
    assert part.what == ("light: levelled",)
    paper = np.percentile(part.pixels[:, :100], 90), np.percentile(part.pixels[:, -100:], 90)
    assert paper[0] == pytest.approx(paper[1], abs=12)


def test_a_page_on_a_dark_table_is_cropped_and_seen_from_above() -> None:
    corners = ((150.0, 90.0), (1300.0, 140.0), (1420.0, 1780.0), (60.0, 1700.0))
    slant = Slant((1200.0, 1600.0), 0.0, corners)
    matrix = np.linalg.inv(projection(corners, slant.size))
    photo = Image.fromarray(page()).transform(
        (1500, 1900), Image.Transform.PERSPECTIVE, (matrix / matrix[2, 2]).ravel()[:8].tolist(),
        Image.Resampling.BICUBIC, fillcolor=50,
    )  # fmt: skip
    (part,) = parts_of(np.asarray(photo))
    assert part.what[0] == "page: cropped and flattened"
    assert part.slant.corners is not None
    assert np.array(part.slant.corners) == pytest.approx(np.array(corners), abs=12)
    height, width = part.pixels.shape
    box = part.in_picture((100 / 1200 * width, 120 / 1600 * height, 118 / 1200 * width, 138 / 1600 * height))
    assert box == pytest.approx(slant.in_picture((100, 120, 118, 138)), abs=12)


def test_a_dark_picture_on_a_page_is_no_table() -> None:
    pixels = page()
    pixels[100:900, 100:900] = 40
    (part,) = parts_of(pixels)
    assert part.slant.corners is None


def test_a_double_page_is_parted_in_its_middle() -> None:
    left, right = parts_of(np.hstack([page(), page()]))
    assert right.left == pytest.approx(1200, abs=90)
    assert left.what == right.what == ("double page: parted",)
    assert right.in_picture((0.0, 0.0, 10.0, 10.0))[0] == pytest.approx(right.left)


def test_a_wide_page_with_a_headline_over_its_middle_is_one_page() -> None:
    pixels = np.hstack([page(), page()])
    pixels[40:100, 800:1600] = 20
    assert len(parts_of(pixels)) == 1


def test_an_empty_picture_and_one_of_a_pixel_are_pages() -> None:
    for shape in ((1, 1), (3, 5_000), (1000, 1000)):
        assert len(parts_of(np.full(shape, 255, np.uint8))) == 1


def test_boxes_are_those_of_the_picture_of_which_a_smaller_copy_was_read() -> None:
    pixels = drawn(PAGE)
    small = recognized_page(BlockRecognizer(), pixels, (2400, 2 * len(pixels)), is_prepared=False)
    same = recognized_page(BlockRecognizer(), pixels, (1200, len(pixels)), is_prepared=False)
    assert [line.text for line in small.lines] == list(PAGE)
    assert small.lines[1].characters[3].box == tuple(2 * each for each in same.lines[1].characters[3].box)
