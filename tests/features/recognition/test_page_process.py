"""A page that takes too much memory, or ends its child, is refused with a reason, and the next one is read."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from reader.features.recognition import memory_limit, rapid
from reader.features.recognition.page_process import PageChild
from reader.features.recognition.recognizer import RecognitionError, RecognitionOptions
from reader.pictures.picture_process import GreyPage

is_installed = pytest.mark.skipif(not rapid.is_there(), reason="没有装 yuebao-reader[ocr]")


@pytest.fixture
def child() -> Iterator[PageChild]:
    with PageChild("rapidocr", 1) as child:
        yield child


@is_installed
def test_after_a_page_that_failed_the_next_one_is_read_by_another_child(
    child: PageChild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "300.pixels"
    np.full((1, 9_000), 230, np.uint8).tofile(path)
    blank, absent = GreyPage(str(path), 1, 9_000, 9_000, 1), GreyPage(str(path) + "x", 1, 9_000, 9_000, 1)
    assert list(child(blank, RecognitionOptions()).lines) == []
    with pytest.raises(RecognitionError, match="出错"):
        child(absent, RecognitionOptions())
    assert list(child(blank, RecognitionOptions()).lines) == []
    with monkeypatch.context() as patch:
        patch.setattr(memory_limit, "MOST_RESIDENT", 1)
        patch.setattr(memory_limit, "resident", lambda _: 2)
        np.full((700, 900), 230, np.uint8).tofile(path)
        with pytest.raises(RecognitionError, match="内存"):
            child(GreyPage(str(path), 700, 900, 900, 700), RecognitionOptions())


def test_the_resident_memory_of_a_process_is_told() -> None:
    is_told = sys.platform != "win32"
    assert (memory_limit.resident(os.getpid()) > 1 << 20) == is_told
    assert memory_limit.resident(2**22 + 1) == 0


@is_installed
@pytest.mark.parametrize(
    "shape", [(60, 1_600), (1, 60_000), (20_000, 1), (20, 2_000), (5_000, 100), (1_245, 1_760)]
)
def test_the_detector_is_given_pictures_that_it_does_not_enlarge_much(shape: tuple[int, int]) -> None:
    pixels = np.full(shape, 230, np.uint8)
    pieces = list(rapid._pieces(pixels))
    assert sum(piece.size for piece, _ in pieces) == pixels.size
    for piece, _ in pieces:
        small = rapid._as_wide_as_enlarged(np.repeat(piece[:, :, None], 3, axis=2))
        enlarged = max(1.0, 736 / min(small.shape[:2]))
        assert small.shape[0] * small.shape[1] * enlarged**2 < 3_100_000
