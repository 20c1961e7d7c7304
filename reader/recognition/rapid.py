"""Recognition by RapidOCR and the models that its package brings along, on the CPU, without the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from reader.i18n import say
from reader.newspaper.line_place import Box
from reader.recognition.recognizer import (
    Direction,
    RecognitionError,
    RecognizedCharacter,
    RecognizedLine,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reader.recognition.recognizer import Pixels

_DETECTED_SIDE = 1760
"""The longer side, in pixels, of the picture in which lines are looked for; they are read in the picture as it is."""
_MOST_LINES = 5_000
_TALL = 1.5
"""The least height of a vertical line, as a multiple of its width."""
_LEAST_CERTAINTY = 0.5
"""Lines of a lower mean confidence are taken for pictures."""


def is_there() -> bool:
    """Return whether the package and what it needs are installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def _refuse(*_: object) -> None:
    """Take the place of the package's downloads."""
    raise RecognitionError(say("识别的部件不完整，少了模型。请重装 yuebao-reader[ocr]。"))


class RapidRecognizer:
    """Finds lines in a small copy of the picture, and reads them in the picture as it is, in `threads` threads."""

    def __init__(self, threads: int) -> None:
        import rapidocr
        from rapidocr.utils.download_file import DownloadFile

        DownloadFile._make_http_request = _refuse
        try:
            self._engine = rapidocr.RapidOCR(
                params={
                    "Global.log_level": "critical",
                    "Global.use_vertical_padding": False,
                    "Global.return_word_box": True,
                    "Det.max_candidates": _MOST_LINES,
                    "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                }
            )
        except RecognitionError:
            raise
        except Exception as error:
            raise RecognitionError(say("识别的部件坏了：{reason}。请重装。", reason=error)) from error
        self.name = f"RapidOCR {version('rapidocr')}"

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        """Return the lines of a picture."""
        import numpy as np
        from rapidocr.main import RapidOCRError

        try:
            regions = self._regions(pixels)
        except RapidOCRError:  # there are none
            return []
        crops, places = [], []
        for corners in regions:
            crop, place = _crop(pixels, corners, direction)
            if crop.size:
                crops.append(np.repeat(crop[:, :, None], 3, axis=2))
                places.append(place)
        if not crops:
            return []
        read = self._engine.recognize_txt(crops)
        lines = []
        for text, word, place in zip(read.txts or (), read.word_results, places, strict=True):
            characters = tuple(_characters(text, word, place))
            if (
                characters
                and sum(each.confidence for each in characters) / len(characters) >= _LEAST_CERTAINTY
            ):
                lines.append(RecognizedLine(characters, place.box, place.is_vertical))
        return lines

    def _regions(self, pixels: "Pixels") -> "NDArray[np.float32]":
        """Return the corners of the lines, clockwise from the upper left one. Raises RapidOCRError if none is found."""
        import cv2
        import numpy as np

        height, width = pixels.shape
        scale = min(1.0, _DETECTED_SIDE / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2BGR)
        _, found = self._engine.detect_and_crop(small, {})
        return np.asarray(found.boxes, np.float32) * np.array([width / size[0], height / size[1]], np.float32)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a crop was cut out: the corners, clockwise from the upper left one."""

    corners: "NDArray[np.float32]"
    is_vertical: bool = False

    @property
    def box(self) -> Box:
        """The box around the corners."""
        left, top = self.corners.min(axis=0).tolist()
        right, bottom = self.corners.max(axis=0).tolist()
        return left, top, right, bottom

    def between(self, begin: float, end: float) -> Box:
        """Return the box of a part of the line, whose ends are shares of the crop's width."""
        first, second, third, fourth = self.corners
        if self.is_vertical:
            first, second, third, fourth = second, third, fourth, first
        points = [
            first + (second - first) * begin,
            first + (second - first) * end,
            fourth + (third - fourth) * begin,
            fourth + (third - fourth) * end,
        ]
        across, down = [float(each[0]) for each in points], [float(each[1]) for each in points]
        return min(across), min(down), max(across), max(down)


def _crop(pixels: "Pixels", corners: "NDArray[np.float32]", direction: Direction) -> "tuple[Pixels, _Place]":
    """Return a line as a picture from left to right, and its place."""
    import cv2
    import numpy as np

    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = max(1, int(max(sides[0], sides[2]))), max(1, int(max(sides[1], sides[3])))
    straight = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    crop = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(corners, straight),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if direction is Direction.HORIZONTAL or height < _TALL * width:
        return crop, _Place(corners)
    return np.ascontiguousarray(np.rot90(crop)), _Place(corners, is_vertical=True)


def _characters(text: str, word: Any, place: _Place) -> Iterator[RecognizedCharacter]:
    """Yield the characters of a line; `word` has the columns of those that are no white space."""
    columns = [column for each in word.word_cols for column in each]
    centres = [(column + 0.5) / word.line_txt_len for column in columns]
    printed = [
        (sign, certainty) for sign, certainty in zip(text, word.confs, strict=True) if not sign.isspace()
    ]
    for number, ((sign, certainty), centre) in enumerate(zip(printed, centres, strict=True)):
        before = centres[number - 1] if number else None
        after = centres[number + 1] if number + 1 < len(centres) else None
        half = min((after or 2.0) - centre, centre - (before if before is not None else -1.0)) / 2
        begin = (before + centre) / 2 if before is not None else centre - half
        end = (centre + after) / 2 if after is not None else centre + half
        yield RecognizedCharacter(sign, place.between(max(begin, 0.0), min(end, 1.0)), certainty)
