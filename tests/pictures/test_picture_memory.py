"""The child that decodes pictures stays small, whatever a picture says of its size; what is shown of large ones."""

import json
import sys
from pathlib import Path

import pytest

from reader.own_process import Worker, worker_command
from tests.memory import taken_by
from tests.pictures import lying_pictures as lying

MOST_MB = 600

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="no other system tells what a child has taken"
)


def cut(tmp_path: Path, data: bytes) -> tuple[dict[str, object], int]:
    """What the child says of a picture ({} if it fell), and the most memory that it took, in MB."""
    (tmp_path / "picture").write_bytes(data)
    taken = taken_by(worker_command(Worker.PICTURE, str(tmp_path / "tiles.szi"), "0"), tmp_path / "picture")
    return (json.loads(taken.said) if taken.said else {}), taken.megabytes


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        lying.webp(16_383, 16_383, lossless=True),
        lying.webp(16_383, 16_383, lossless=False),
        lying.webp_canvas(22_000, 22_000),
        lying.jpeg_2000(22_000, 22_000, "RGB", in_tiles=False),
        lying.jpeg_2000(22_000, 22_000, "RGBA", in_tiles=False),
        lying.jpeg_2000(22_000, 22_000, "RGB", in_tiles=True),
        lying.jpeg_2000(12_000, 12_000, "L", in_tiles=False),
        lying.gif(22_000, 22_000),
        lying.gif(8_900, 8_900),
        lying.avif(7_000, 7_000),
    ],
    ids=[
        "webp lossless",
        "webp lossy",
        "webp canvas",
        "jp2",
        "jp2 rgba",
        "jp2 tiles",
        "jp2 grey",
        "gif",
        "gif less",
        "avif",
    ],
)
def test_a_picture_that_lies_about_its_size_takes_little_memory(tmp_path: Path, data: bytes) -> None:
    said, most = cut(tmp_path, data)
    assert most < MOST_MB
    assert said


@pytest.mark.slow
def test_a_large_webp_is_shown_at_half_its_size_or_less(tmp_path: Path) -> None:
    said, most = cut(tmp_path, bytes(lying.made("WEBP", side=8_000, lossless=True)))
    assert said == {"width": 4_000, "height": 4_000, "halvings": 1}
    assert most < MOST_MB


@pytest.mark.parametrize("side", [6_000, 8_000, 100_000])
def test_an_avif_that_is_too_large_is_told_to_be(tmp_path: Path, side: int) -> None:
    assert cut(tmp_path, lying.avif(side, side))[0] == {"refused": ["large", side * side // 1_000_000]}


@pytest.mark.slow
def test_an_avif_as_large_as_may_be_takes_little_memory(tmp_path: Path) -> None:
    said, most = cut(tmp_path, bytes(lying.made("AVIF", side=5_450, speed=10)))
    assert said == {"width": 5_450, "height": 5_450, "halvings": 0}
    assert most < MOST_MB


def test_a_gif_that_is_too_large_is_told_to_be(tmp_path: Path) -> None:
    assert cut(tmp_path, lying.gif(20_000, 20_000))[0] == {"refused": ["large", 400]}
