"""Pictures cut into tiles by a child process, and kept in the cache."""

import os
import sys
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reader.pictures import picture_process
from reader.pictures.picture_process import (
    PictureCache,
    PictureError,
    PictureUnwanted,
    Pyramid,
    PyramidDamaged,
    Tile,
    grey_page,
)
from reader.workers import picture_worker as worker
from tests.pictures import some_pictures
from tests.pictures.some_pictures import SIZE


@pytest.fixture
def cache(tmp_path: Path) -> PictureCache:
    return PictureCache(tmp_path / "cache")


def cut(cache: PictureCache, path: Path, page: int = 0) -> Pyramid:
    with path.open("rb") as file:
        return cache.pyramid(file.fileno(), page)


def image_of(data: bytes) -> Image.Image:
    from io import BytesIO

    image = Image.open(BytesIO(data))
    image.load()
    return image.convert("L")


def is_right(pyramid: Pyramid) -> bool:
    """White at its left, black at its right, at every level."""
    sides = []
    for level in range(pyramid.levels):
        columns, _ = pyramid.grid_at(level)
        left, right = (image_of(pyramid.read(Tile(level, column, 0))) for column in (0, columns - 1))
        sides.append((left.getpixel((20, 20)) > 230, right.getpixel((right.width - 20, 20)) < 60))  # type: ignore[operator]
    return set(sides) == {(True, True)}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("1.jpg", {}),
        ("1.png", {"mode": "L"}),
        ("1.tif", {"compression": "tiff_lzw"}),
        ("1.tif", {"mode": "1", "compression": "group4"}),
        ("1.webp", {}),
        ("1.gif", {}),
        ("1.avif", {"speed": 10}),
        ("1.jp2", {}),
        ("1.jp2", {"mode": "L", "tile_size": (256, 256)}),
        ("1.jp2", {"mode": "CMYK"}),
        ("1.j2k", {"mode": "CMYK"}),
        ("1.jp2", {"mode": "RGBA"}),
        ("1.j2k", {"mode": "RGBA"}),
        ("1.jpg", {"mode": "CMYK"}),
        ("1.jpg", {"progressive": True}),
        ("1.jpg", {"progressive": True, "mode": "L"}),
        ("1.jpg", {"progressive": True, "mode": "CMYK"}),
        ("1.png", {"mode": "RGBA"}),
    ],
)
def test_a_picture_is_cut_at_full_size_and_halved_until_it_is_one_tile(
    cache: PictureCache, tmp_path: Path, name: str, options: dict[str, object]
) -> None:
    with cut(cache, some_pictures.write(tmp_path / name, **options)) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == SIZE
        assert [pyramid.grid_at(level) for level in range(pyramid.levels)] == [(1, 1), (2, 1), (3, 2)]
        assert [pyramid.size_at(level) for level in range(3)] == [(325, 175), (650, 350), (1300, 700)]
        assert is_right(pyramid)


def _named_by_profile(jp2: bytes, colours: bytes) -> bytes:
    """A JPEG 2000 whose colours are named by an ICC profile (of which here is the head alone) and not by a number."""
    at = jp2.index(b"colr") - 4
    profile = bytes(16) + colours + bytes(108)
    box = b"colr\2\0\0" + profile
    return _with_box(jp2, at, len(box) + 4, box)


def _with_box(jp2: bytes, at: int, length: int, box: bytes) -> bytes:
    """The file with the box at `at` replaced by another, and the length of the header around it as it is then."""
    former = int.from_bytes(jp2[at : at + 4], "big")
    header = jp2.index(b"jp2h") - 4
    header_length = int.from_bytes(jp2[header : header + 4], "big") + length - former
    changed = jp2[:at] + length.to_bytes(4, "big") + box + jp2[at + former :]
    return changed[:header] + header_length.to_bytes(4, "big") + changed[header + 4 :]


@pytest.mark.parametrize("name", ["1.jp2", "1.j2k"])
def test_what_is_transparent_in_a_jpeg_2000_lets_white_through(
    cache: PictureCache, tmp_path: Path, name: str
) -> None:
    black = Image.new("RGBA", SIZE)
    black.putalpha(some_pictures.picture().convert("L").point(lambda value: 255 - value))
    black.save(tmp_path / name)
    with cut(cache, tmp_path / name) as pyramid:
        assert is_right(pyramid)


@pytest.mark.parametrize(("colours", "grey"), [(b"CMYK", 0), (b"RGB ", 255)])
def test_the_colours_of_a_jpeg_2000_are_those_that_its_profile_names(
    cache: PictureCache, tmp_path: Path, colours: bytes, grey: int
) -> None:
    """All of three inks is black, and all of three colours is white."""
    path = tmp_path / "1.jp2"
    Image.new("RGBA", SIZE, (255, 255, 255, 0)).save(path)
    path.write_bytes(_named_by_profile(path.read_bytes(), colours))
    with cut(cache, path) as pyramid:
        assert image_of(pyramid.read(Tile(0, 0, 0))).getpixel((20, 20)) == grey


HEIC = Path(__file__).with_name("half.heic")
"""A picture as `some_pictures` makes them, as phones write it."""


def test_a_photo_of_a_phone_is_cut(cache: PictureCache) -> None:
    pytest.importorskip("pi_heif", reason="the extra `heic` is not installed")
    with cut(cache, HEIC) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == SIZE
        assert is_right(pyramid)


def test_without_its_decoder_it_is_told_how_to_get_it(
    cache: PictureCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_process, "worker_command", _without("pi_heif"))
    with pytest.raises(PictureError, match="heic"):
        cut(cache, HEIC)


def _without(package: str) -> Callable[..., list[str]]:
    """The command of the picture child, which has no such package."""
    source = f"""
import sys
sys.modules[{package!r}] = None
from reader.workers import picture_worker
picture_worker.main()
"""
    return lambda _, *words: [sys.executable, "-c", source, *words]


def test_a_page_of_a_pdf_is_drawn(cache: PictureCache, tmp_path: Path) -> None:
    pages = [some_pictures.picture(size=(200, 100)), some_pictures.picture(size=(100, 300))]
    pages[0].save(tmp_path / "1.pdf", save_all=True, append_images=pages[1:], resolution=72)
    with cut(cache, tmp_path / "1.pdf", 1) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == (417, 1250)  # at 300 dots an inch
    with pytest.raises(PictureError, match="第 3 页"):
        cut(cache, tmp_path / "1.pdf", 2)
    pages[0].save(tmp_path / "2.pdf")
    with cut(cache, tmp_path / "2.pdf", 7) as pyramid:  # the only page is the page
        assert pyramid.about.width > pyramid.about.height


def test_a_page_of_a_tiff_is_cut(cache: PictureCache, tmp_path: Path) -> None:
    pages = [some_pictures.picture(size=(200, 100)), some_pictures.picture(size=(100, 300))]
    pages[0].save(tmp_path / "1.tif", save_all=True, append_images=pages[1:], compression="jpeg")
    with cut(cache, tmp_path / "1.tif", 1) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == (100, 300)
        assert is_right(pyramid)
    with pytest.raises(PictureError, match="第 3 页"):
        cut(cache, tmp_path / "1.tif", 2)
    pages[0].save(tmp_path / "2.tif")
    with cut(cache, tmp_path / "2.tif", 7) as pyramid:  # the only page is the page
        assert (pyramid.about.width, pyramid.about.height) == (200, 100)


def test_a_progressive_jpeg_that_would_take_too_much_memory_is_refused_before_it_is_decoded(
    cache: PictureCache, tmp_path: Path
) -> None:
    def sized(side: int, subsampling: int) -> Path:
        path = some_pictures.write(tmp_path / "1.jpg", progressive=True, subsampling=subsampling)
        data = path.read_bytes()
        frame = data.index(b"\xff\xc2") + 5
        path.write_bytes(data[:frame] + 2 * side.to_bytes(2, "big") + data[frame + 4 :])
        return path

    with pytest.raises(PictureError, match="81 百万像素，又是渐进式"):
        cut(cache, sized(9000, subsampling=0))  # 81 million pixels with three samples each
    with pytest.raises(PictureError, match="121 百万像素，又是渐进式"):
        cut(cache, sized(11_000, subsampling=2))
    with pytest.raises(PictureError, match="85 百万像素，又是渐进式"):
        cut(cache, sized(9200, subsampling=1))


def test_the_ending_does_not_matter(cache: PictureCache, tmp_path: Path) -> None:
    path = some_pictures.write(tmp_path / "1.jpg").rename(tmp_path / "1.png")
    with cut(cache, path) as pyramid:
        assert is_right(pyramid)


def test_a_photo_that_was_turned_stands_upright(cache: PictureCache, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with cut(cache, some_pictures.write(tmp_path / "1.jpg", exif=exif)) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == (SIZE[1], SIZE[0])


@pytest.mark.parametrize("name", ["1.jpg", "1.png", "1.tif", "1.gif"])
def test_of_a_picture_that_is_cut_off_there_is_what_is_there(
    cache: PictureCache, tmp_path: Path, name: str
) -> None:
    path = some_pictures.write(tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with cut(cache, path) as pyramid:
        assert pyramid.about.is_damaged
        assert (pyramid.about.width, pyramid.about.height) == SIZE


@pytest.mark.parametrize("name", ["1.jpg", "1.png", "1.tif", "1.jp2", "1.j2k"])
@pytest.mark.parametrize("size", [(SIZE[0], 4000), (4000, 4000)])
def test_a_picture_with_less_in_it_than_its_header_says_is_told_to_be_damaged(
    cache: PictureCache, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    with cut(cache, some_pictures.write_lying(tmp_path / name, *size)) as pyramid:
        assert pyramid.about.is_damaged
        assert (pyramid.about.width, pyramid.about.height) == size


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("1.jp2", {}),
        ("1.jp2", {"tile_size": (256, 256)}),
        ("1.j2k", {"tile_size": (200, 300), "offset": (30, 40), "tile_offset": (10, 20)}),
        ("1.jpg", {"progressive": True}),
        ("1.jpg", {"mode": "CMYK"}),
    ],
)
def test_a_whole_picture_is_not_told_to_be_damaged(
    cache: PictureCache, tmp_path: Path, name: str, options: dict[str, object]
) -> None:
    with cut(cache, some_pictures.write(tmp_path / name, **options)) as pyramid:
        assert not pyramid.about.is_damaged


def test_a_jpeg_with_stray_bytes_between_its_parts_is_as_whole_as_its_picture(
    cache: PictureCache, tmp_path: Path
) -> None:
    path = some_pictures.write(tmp_path / "1.jpg")
    data = path.read_bytes()
    end = 4 + int.from_bytes(data[4:6], "big")
    stray = data[:end] + bytes(3) + data[end:]
    path.write_bytes(stray)
    with cut(cache, path) as pyramid:
        assert not pyramid.about.is_damaged
    path.write_bytes(stray[: len(stray) // 2])
    with cut(cache, path) as pyramid:
        assert pyramid.about.is_damaged


PIXELS = bytes(range(90)) * 70


@pytest.mark.parametrize(
    ("stream", "packing", "is_damaged"),
    [
        (zlib.compress(PIXELS), "FlateDecode", False),
        (zlib.compress(bytes(90 * 70)), "FlateDecode", False),
        (PIXELS[:400], "FlateDecode", True),
        (b"", "FlateDecode", True),
        (PIXELS, "DCTDecode", True),
        (PIXELS, "JPXDecode", True),
    ],
)
def test_a_page_of_a_pdf_of_whose_picture_nothing_could_be_decoded_is_told_to_be_damaged(
    cache: PictureCache, tmp_path: Path, stream: bytes, packing: str, is_damaged: bool
) -> None:
    path = tmp_path / "1.pdf"
    path.write_bytes(some_pictures.pdf_of_picture(stream, packing))
    with cut(cache, path) as pyramid:
        assert pyramid.about.is_damaged is is_damaged


def test_a_tiff_of_floating_point_numbers_is_not_black(tmp_path: Path) -> None:
    path = tmp_path / "1.tif"
    Image.fromarray(np.full((300, 200), 0.8, np.float32)).save(path)
    with path.open("rb") as file, grey_page(file.fileno(), 0, tmp_path, 300) as grey:
        assert abs(float(grey.pixels().mean()) - 204) < 4


@pytest.mark.parametrize("name", ["1.jpg", "1.png", "1.tif", "1.webp", "1.jp2"])
def test_a_picture_that_is_broken_in_its_middle_is_shown_or_told(
    cache: PictureCache, tmp_path: Path, name: str
) -> None:
    path = some_pictures.write(tmp_path / name)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = bytes(range(40))
    path.write_bytes(data)
    with suppress(PictureError), cut(cache, path) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == SIZE
        assert pyramid.read(Tile(2, 0, 0))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "内容却不是"),
        (b"no picture", "内容却不是"),
        (b"\xff\xd8\xff\xe0 and then nothing", "打不开"),
        (b"II*\0\x08\0\0\0\xff\xff" + b"\x01" * 600, "打不开"),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 600, "打不开"),
        (b"%PDF-1.7 and then nothing", "打不开"),
        (some_pictures.png_header(65_535, 65_535), "4295 百万像素"),
    ],
)
def test_what_can_not_be_shown_is_told(cache: PictureCache, tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "1.jpg").write_bytes(data)
    with pytest.raises(PictureError, match=words):
        cut(cache, tmp_path / "1.jpg")
    assert not list((tmp_path / "cache").iterdir())


def test_a_child_that_falls_is_told_too(
    cache: PictureCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "falls.py").write_text("import os; os.abort()")
    monkeypatch.setattr(
        picture_process, "worker_command", lambda *_: [sys.executable, str(tmp_path / "falls.py")]
    )
    with pytest.raises(PictureError, match="打不开"):
        cut(cache, some_pictures.write(tmp_path / "1.jpg"))


def test_a_picture_that_is_no_longer_wanted_is_given_up(
    cache: PictureCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hangs.py").write_text("import time; time.sleep(100)")
    monkeypatch.setattr(
        picture_process, "worker_command", lambda *_: [sys.executable, str(tmp_path / "hangs.py")]
    )
    unwanted = threading.Event()
    unwanted.set()
    with some_pictures.write(tmp_path / "1.jpg").open("rb") as file, pytest.raises(PictureUnwanted):
        cache.pyramid(file.fileno(), 0, unwanted.is_set)


def test_a_picture_is_cut_once_until_it_changes(
    cache: PictureCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = some_pictures.write(tmp_path / "1.jpg")
    cut(cache, path).close()
    with monkeypatch.context() as patch:
        patch.setattr(picture_process, "cut", None)
        cut(cache, path).close()
    some_pictures.picture(size=(300, 300)).save(path)
    with cut(cache, path) as pyramid:
        assert (pyramid.about.width, pyramid.levels) == (300, 1)


def test_a_damaged_file_of_the_cache_is_made_again(cache: PictureCache, tmp_path: Path) -> None:
    path = some_pictures.write(tmp_path / "1.jpg")
    cut(cache, path).close()
    (tiles,) = (tmp_path / "cache").iterdir()
    tiles.write_bytes(tiles.read_bytes()[:-2000])
    with pytest.raises(PyramidDamaged):
        Pyramid(tiles)
    with cut(cache, path) as pyramid:
        assert is_right(pyramid)


def test_the_ones_looked_at_longest_ago_go(tmp_path: Path) -> None:
    cut(PictureCache(tmp_path / "cache"), some_pictures.write(tmp_path / "1.jpg")).close()
    (first,) = (tmp_path / "cache").iterdir()
    size = first.stat().st_size
    cache = PictureCache(tmp_path / "cache", most_bytes=3 * size)
    (tmp_path / "cache" / "old.szi").write_bytes(bytes(2 * size))
    os.utime(tmp_path / "cache" / "old.szi", (1, 1))
    cut(cache, some_pictures.write(tmp_path / "2.jpg", quality=50)).close()
    left = {each.name for each in (tmp_path / "cache").iterdir()}
    assert first.name in left
    assert "old.szi" not in left


def test_an_installation_that_nothing_can_be_added_to_names_no_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "pip install" in picture_process._reason(worker.NO_HEIC, 0)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "pip" not in picture_process._reason(worker.NO_HEIC, 0)
    assert "JPEG" in picture_process._reason(worker.NO_HEIC, 0)
