"""The recognizer of the extra `ocr` reads real type, tells where each character is, and never asks the network."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from reader.features.recognition import rapid
from reader.features.recognition.page_recognition import recognized_page
from reader.features.recognition.recognizer import (
    Direction,
    ReadsLines,
    RecognitionError,
    RecognizedLine,
    Recognizer,
)
from reader.features.recognition.upright_lines import ReadSign
from reader.newspaper.line_place import LineOnPicture
from reader.own_process import command
from tests.features.recognition import printed_pages
from tests.features.recognition.printed_pages import Printed

if TYPE_CHECKING:
    from reader.features.recognition.recognizer import Pixels

pytestmark = pytest.mark.skipif(
    not rapid.is_there(), reason="没有装 yuebao-reader[ocr]，识别真的版面的测试不做"
)


class ReadOnce(rapid.RapidRecognizer):
    """Reads a picture that several tests ask about once."""

    def __init__(self) -> None:
        super().__init__(1)
        self._lines: dict[tuple[bytes, Direction], list[RecognizedLine]] = {}

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        picture = pixels.tobytes(), direction
        if picture not in self._lines:
            self._lines[picture] = super().lines_of(pixels, direction)
        return self._lines[picture]


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return ReadOnce()


def share_wrong(recognizer: Recognizer, printed: Printed) -> float:
    page = recognized_page(recognizer, printed.pixels, printed.page.size)
    return printed.share_wrong(page.lines)


def test_clean_pages_are_read(recognizer: Recognizer) -> None:
    assert share_wrong(recognizer, printed_pages.horizontal()) <= 0.01


@pytest.mark.slow
def test_worn_pages_are_read(recognizer: Recognizer) -> None:
    assert share_wrong(recognizer, printed_pages.horizontal().worn()) <= 0.03


def test_vertical_pages_are_read_with_their_punctuation(recognizer: Recognizer) -> None:
    assert share_wrong(recognizer, printed_pages.vertical()) <= 0.02
    assert (
        share_wrong(recognizer, printed_pages.vertical().at_150().worn(tilt=-0.8, noise=10, blur=0.5)) <= 0.02
    )


@pytest.mark.parametrize("is_vertical", [False, True])
def test_each_character_has_a_box_with_its_ink_and_a_confidence(
    recognizer: Recognizer, is_vertical: bool
) -> None:
    printed = printed_pages.vertical() if is_vertical else printed_pages.horizontal()
    lines = recognizer.lines_of(printed.pixels, Direction.AUTO)
    ink = printed.pixels < 128
    characters = [(line, each) for line in lines for each in line.characters]
    assert len(characters) >= 0.95 * sum(map(len, printed.lines))
    inked = []
    for line, each in characters:
        assert 0 < each.confidence <= 1
        left, top, right, bottom = map(round, each.box)
        assert line.is_vertical is is_vertical
        inked.append(ink[top:bottom, left:right].any())
        size = (bottom - top) if is_vertical else (right - left)
        assert size < 2.6 * (right - left if is_vertical else bottom - top)
    assert sum(inked) >= 0.98 * len(inked)


@pytest.mark.parametrize("is_vertical", [False, True])
def test_lines_of_which_the_places_are_told_are_read_again(recognizer: Recognizer, is_vertical: bool) -> None:
    printed = printed_pages.vertical() if is_vertical else printed_pages.horizontal()
    lines = recognizer.lines_of(printed.pixels, Direction.AUTO)
    places = [_place_of(line) for line in lines]
    assert isinstance(recognizer, ReadsLines)
    readings = recognizer.readings_of(printed.pixels, places)
    likenesses = [
        Levenshtein.normalized_similarity(line.text, reading.text)
        for line, reading in zip(lines, readings, strict=True)
    ]
    assert sum(likenesses) > 0.97 * len(lines)
    assert all(len(reading.text) == len(reading.confidences) for reading in readings)
    (nothing,) = recognizer.readings_of(printed.pixels, [LineOnPicture(((5, 5), (5, 5), (5, 5), (5, 5)))])
    assert nothing.text == ""


def _place_of(line: RecognizedLine) -> LineOnPicture:
    left, top, right, bottom = line.box
    return LineOnPicture(((left, top), (right, top), (right, bottom), (left, bottom)), line.is_vertical)


def test_what_is_no_text_is_none(recognizer: Recognizer) -> None:
    assert recognizer.lines_of(np.full((900, 1200), 230, np.uint8), Direction.AUTO) == []
    assert recognizer.lines_of(np.zeros((1, 1), np.uint8), Direction.AUTO) == []
    noise = np.random.default_rng(3).integers(0, 255, (600, 800), np.uint8)
    assert sum(len(line.text) for line in recognizer.lines_of(noise, Direction.AUTO)) < 5


def test_a_line_in_which_nothing_is_read_has_no_characters(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an empty line, the package tells one certainty and no character."""
    printed = printed_pages.horizontal(printed_pages.TEXT[:40])
    assert isinstance(recognizer, rapid.RapidRecognizer)
    read = recognizer._engine.recognize_txt(
        [np.full((48, 96, 3), 255, np.uint8), np.repeat(printed.pixels[100:200, 100:900, None], 3, axis=2)]
    )
    assert (read.txts[0], len(read.word_results[0].confs)) == ("", 1)
    monkeypatch.setattr(recognizer._engine, "recognize_txt", lambda _: read)
    monkeypatch.setattr(
        recognizer, "_regions", lambda _: np.array([[[0, 0], [90, 0], [90, 40], [0, 40]]] * 2, np.float32)
    )
    lines = recognizer.lines_of(printed.pixels, Direction.AUTO)
    assert [bool(line.characters) for line in lines] == [False, True]


def test_models_that_are_missing_are_not_fetched(recognizer: Recognizer, tmp_path: Path) -> None:
    from rapidocr.utils.download_file import DownloadFile, DownloadFileInput
    from rapidocr.utils.log import logger

    wanted = DownloadFileInput("https://localhost/model.onnx", tmp_path / "model.onnx", logger)
    with pytest.raises(RecognitionError, match="重装"):
        DownloadFile.run(wanted)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_no_socket_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    printed = printed_pages.horizontal(printed_pages.TEXT[:40])
    assert rapid.RapidRecognizer(1).lines_of(printed.pixels, Direction.AUTO)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("unshare"), reason="没有网络命名空间")
def test_the_command_does_its_work_where_there_is_no_network(tmp_path: Path) -> None:
    alone = ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("这里不让用网络命名空间")
    printed_pages.horizontal(printed_pages.TEXT[:90]).page.save(tmp_path / "1987-06-12.png")
    ran = subprocess.run(
        [*alone, *command("recognize", str(tmp_path))],
        capture_output=True,
        env=os.environ | {"READER_LANGUAGE": "zh"},
        check=False,
    )
    assert (ran.returncode, ran.stderr.decode()) == (0, "")
    assert "识别了 1 页" in ran.stdout.decode()


def test_characters_in_a_row_share_the_length_of_their_line() -> None:
    level = rapid._Place(np.array([[10, 5], [110, 5], [110, 25], [10, 25]], np.float32))
    signs = [ReadSign(text, (at + 0.5) / 4, 0.9) for at, text in enumerate("渡口的灯")]
    boxes = [each.box for each in rapid._with_boxes(signs, level)]
    assert boxes == [(10 + 25 * at, 5, 35 + 25 * at, 25) for at in range(4)]


def test_a_slanted_line_as_a_whole_is_within_its_corners() -> None:
    slanted = rapid._Place(np.array([[10, 5], [110, 15], [120, 35], [7, 25]], np.float32))
    assert slanted.between(0, 1) == slanted.box == (7, 5, 120, 35)
