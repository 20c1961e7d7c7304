"""Recognition by Tesseract, if the program and its Chinese data are installed."""

import html
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from reader.features.recognition.recognizer import (
    Direction,
    RecognitionError,
    RecognizedCharacter,
    RecognizedLine,
)
from reader.i18n import say
from reader.newspaper.line_place import hull

if TYPE_CHECKING:
    from reader.features.recognition.recognizer import Pixels

_CHINESE = ("chi_sim", "chi_tra")
_MOST_SECONDS = 600
_LINE = re.compile(r"class='ocr_(?:line|header|textfloat|caption)'")
_CHARACTER = re.compile(
    r"class='ocrx_cinfo' title='x_bboxes (\d+) (\d+) (\d+) (\d+); x_conf ([\d.]+)'>([^<]+)<"
)


@cache
def program() -> str | None:
    """Return the path of the program; None if the program or its Chinese data are missing."""
    path = shutil.which("tesseract")
    if path and _languages(path):
        return path
    return None


@cache
def _languages(path: str) -> Sequence[str]:
    """Return the names of the installed Chinese data, including those for vertical lines."""
    try:
        printed = subprocess.run([path, "--list-langs"], capture_output=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    names = printed.decode("utf-8", "replace").split()
    languages = []
    for name in _CHINESE:
        for data_name in (name, f"{name}_vert"):
            if data_name in names:
                languages.append(data_name)
    return languages


class TesseractRecognizer:
    """Runs the program once for each picture."""

    def __init__(self, path: str, threads: int) -> None:
        self._path = path
        self._threads = threads
        printed = subprocess.run([path, "--version"], capture_output=True, timeout=20, check=False).stdout
        self.name = (printed.decode("utf-8", "replace").splitlines() or ["tesseract"])[0]

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        height, width = pixels.shape
        picture = b"P5 %d %d 255\n" % (width, height) + pixels.tobytes()
        try:
            done = subprocess.run(
                [
                    self._path,
                    "stdin",
                    "stdout",
                    "-l",
                    self._data(direction),
                    "-c",
                    "hocr_char_boxes=1",
                    "hocr",
                ],
                input=picture,
                capture_output=True,
                timeout=_MOST_SECONDS,
                env={**os.environ, "OMP_THREAD_LIMIT": str(self._threads)},
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RecognitionError(say("tesseract 没有识别出来：{reason}", reason=error)) from error
        if done.returncode:
            reason = done.stderr.decode("utf-8", "replace").strip()[:200]
            raise RecognitionError(say("tesseract 没有识别出来：{reason}", reason=reason))
        return list(_lines(done.stdout.decode("utf-8", "replace")))

    def _data(self, direction: Direction) -> str:
        names = _languages(self._path)
        of_columns = [name for name in names if name.endswith("_vert")]
        of_rows = [name for name in names if not name.endswith("_vert")]
        match direction:
            case Direction.VERTICAL:
                return "+".join(of_columns or of_rows)
            case Direction.HORIZONTAL:
                return "+".join(of_rows or of_columns)
        return "+".join(names)


def _lines(hocr: str) -> Iterator[RecognizedLine]:
    """Yield the lines of the program's output, which is hOCR."""
    for part in _LINE.split(hocr)[1:]:
        characters = tuple(
            RecognizedCharacter(
                html.unescape(text), (float(left), float(top), float(right), float(bottom)), float(sure) / 100
            )
            for left, top, right, bottom, sure, text in _CHARACTER.findall(part)
            if text.strip()
        )
        if characters:
            box = hull([character.box for character in characters])
            is_tall = box[3] - box[1] > box[2] - box[0]
            yield RecognizedLine(characters, box, is_vertical=len(characters) > 1 and is_tall)
