"""Recognition by RapidOCR with the models of its package, on the CPU and without network access.

Detected lines that extend over several columns are cut at the gutters: strips without ink along several lines.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from reader.features.recognition.memory_limit import without_gaps
from reader.features.recognition.orientation import Orientation, orientation_of
from reader.features.recognition.recognizer import (
    Direction,
    RecognitionError,
    RecognizedCharacter,
    RecognizedLine,
)
from reader.features.recognition.small_ink import small_ink
from reader.features.recognition.straightening import straightened
from reader.features.recognition.upright_lines import ReadSign, UprightLine, upright_lines
from reader.i18n import say
from reader.newspaper.line_place import Box, LineOnPicture, LineReading, SmallInk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels

# The minimum length of a line that is cut, as a multiple of its thickness; its maximum thickness, as a multiple of the
# median thickness.
_LEAST_LENGTH = 5.0
_THICKEST = 1.6
# The minimum width of a gutter without and with a rule within, and the length along which it is empty, as multiples of
# a line's thickness.
_WIDTH = 0.53
_RULED = 0.3
_ALONG = 6.0
# The width next to a gutter that is looked at, as a multiple of a line's thickness; the minimum share of its rows that
# have ink.
_BESIDE = 2.0
_TEXT = 0.5
# The maximum share of ink in an empty column of pixels; the minimum share in one of a rule.
_EMPTY = 0.02
_RULE = 0.9
# How far from a gutter other lines are cut at it, as a multiple of a line's thickness; how many lines must show it.
_NEAR = 60.0
_LEAST_ALIKE = 2


class _Line(Struct, frozen=True, eq=False):
    """A line in its direction: its corners, its ends, the edges along it, and whether it may be cut."""

    corners: "NDArray[np.float32]"
    is_vertical: bool
    begin: int
    end: int
    near: float
    far: float

    @property
    def thick(self) -> float:
        return self.far - self.near


def parted(small: "Pixels", corners: "NDArray[np.float32]") -> "list[NDArray[np.float32]]":
    """Return the corners of lines (four points each, clockwise from the upper left one, in `small`), those of lines
    over several columns cut; the lines of the picture are level.
    """
    dark, light = np.percentile(small, (2, 80))
    ink = small < (dark + light) / 2
    lines = [_line(corner) for corner in corners]
    thickness = median(line.thick for line in lines)
    parts: list[NDArray[np.float32]] = []
    for is_vertical in (False, True):
        turned = ink.T if is_vertical else ink
        direction_lines = [line for line in lines if line.is_vertical == is_vertical]
        long = [
            line
            for line in direction_lines
            if line.end - line.begin > _LEAST_LENGTH * line.thick and line.thick < _THICKEST * thickness
        ]
        gutters = [(line, *gutter) for line in long for gutter in _runs(_gutters(turned, line))]
        for line in direction_lines:
            places = [
                (before, after)
                for other, before, after in gutters
                if abs(other.near - line.near) < _NEAR * thickness
            ]
            parts += _parts(line, list(_cuts(turned, line, places)) if line in long else ())
    return parts


def _line(corners: "NDArray[np.float32]") -> _Line:
    left, top = corners.min(axis=0).tolist()
    right, bottom = corners.max(axis=0).tolist()
    if bottom - top > right - left:
        return _Line(corners, True, int(top), int(bottom), left, right)
    return _Line(corners, False, int(left), int(right), top, bottom)


def _gutters(ink: "NDArray[np.bool_]", line: _Line) -> "NDArray[np.bool_]":
    """Return for each place along the page whether the line shows a gutter there: one along which it is the first, the
    middle or the last line.
    """
    along = round(_ALONG * line.thick)
    gutters = np.zeros(ink.shape[1], bool)
    for share in (0.0, 0.5, 1.0):
        first = max(0, round(line.near - share * (along - line.thick)))
        window = ink[first : first + along, line.begin : line.end]
        if len(window) < 0.8 * along:
            continue
        of_columns = window.mean(axis=0)
        for before, after in _runs((of_columns < _EMPTY) | (of_columns > _RULE)):
            ruled = int((of_columns[before:after] > _RULE).sum())
            least = _RULED if ruled else _WIDTH
            if after - before < least * line.thick or ruled > 0.4 * (after - before):
                continue
            side_width = round(_BESIDE * line.thick)
            sides = window[:, max(0, before - side_width) : before], window[:, after : after + side_width]
            if all(side.size and float(side.any(axis=1).mean()) > _TEXT for side in sides):
                gutters[line.begin + before : line.begin + after] = True
    return gutters


def _cuts(ink: "NDArray[np.bool_]", line: _Line, gutters: Sequence[tuple[int, int]]) -> Iterator[float]:
    """Yield the places, as shares of its length, at which a line is cut: its gaps that are in gutters."""
    of_columns = ink[max(0, round(line.near)) : round(line.far), line.begin : line.end].mean(axis=0)
    has_ink = np.asarray((of_columns > 0) & (of_columns < _RULE))
    for before, after in _runs(~has_ink):
        if before and after < len(has_ink) and after - before >= _RULED * line.thick:
            middle = line.begin + (before + after) / 2
            if sum(begin <= middle < end for begin, end in gutters) >= _LEAST_ALIKE:
                yield (before + after) / 2 / len(has_ink)


def _runs(flags: "NDArray[np.bool_]") -> Iterator[tuple[int, int]]:
    """Yield the ranges [begin, end) of flags that are set."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _parts(line: _Line, cuts: Sequence[float]) -> "Iterator[NDArray[np.float32]]":
    first, second, third, fourth = line.corners
    for begin, end in zip([0.0, *cuts], [*cuts, 1.0], strict=True):
        if line.is_vertical:
            left = fourth - first
            right = third - second
            yield np.array(
                [first + begin * left, second + begin * right, second + end * right, first + end * left]
            )
        else:
            upper = second - first
            lower = third - fourth
            yield np.array(
                [first + begin * upper, first + end * upper, fourth + end * lower, fourth + begin * lower]
            )


_DETECTED_SIDE = 1760
"""The maximum of the longer side of the picture in which lines are detected, in pixels; they are read at full size."""
# The minimum of the shorter side that the detector enlarges pictures to, in pixels; the maximum length of a picture
# that is left to that, as a multiple of its width: longer ones are cut into pieces. The minimum side of one with text.
_LEAST_SIDE = 736
_LONGEST = 4
_LEAST = 8
_EMPTIEST = 0.15
"""The share of a piece at its end in which it is cut, where there is the least ink."""
_TALLEST = 256
"""The maximum thickness of the picture of a line, in pixels: the recognizer reads it reduced to 48."""
# The number of lines that are read at once; the maximum of their length together, in thicknesses of a line. The memory
# for them grows with that.
_AT_ONCE = 6
_LENGTH_AT_ONCE = 60.0
_MOST_LINES = 5_000
_TALL = 1.5
"""The minimum height of a vertical line, as a multiple of its width."""
# The minimum mean confidence of a line; the characters of one below it, which is probably a part of a picture, are
# dropped. Below the second, a vertical line is read once more.
_LEAST_CERTAINTY = 0.5
_DOUBTFUL = 0.8
_WIDEST = 1.25
"""The maximum width of a character, as a multiple of the median distance between the characters of its line."""


def is_there() -> bool:
    """Return whether the package and those that it needs are installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def _refuse(*_: object) -> None:
    """Raise RecognitionError: this replaces the package's downloading of models."""
    raise RecognitionError(say("识别的部件不完整，少了模型。请重装 yuebao-reader[ocr]。"))


class RapidRecognizer:
    """Detects lines in a small copy of the picture, and reads them at full size, with `threads` threads."""

    def __init__(self, threads: int) -> None:
        import cv2
        import rapidocr
        from rapidocr.utils.download_file import DownloadFile

        DownloadFile._make_http_request = _refuse
        cv2.setNumThreads(threads)
        try:
            self._engine = rapidocr.RapidOCR(
                params={
                    "Global.log_level": "critical",
                    "Global.use_vertical_padding": False,
                    "Global.return_word_box": True,
                    "Det.max_candidates": _MOST_LINES,
                    "Rec.rec_img_shape": [3, 48, 96],  # shorter pieces are padded to the width
                    "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                }
            )
            self._detect = self._engine._load_det_model()
        except (RecognitionError, MemoryError):
            raise
        except Exception as error:
            raise RecognitionError(say("识别的部件坏了：{reason}。请重装。", reason=error)) from error
        self._looked_at: tuple[Pixels, list[NDArray[np.float32]]] | None = None
        """The last picture of which it was told how the page lies, and the corners of its lines."""
        self.name = f"RapidOCR {version('rapidocr')}"

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        """Return the lines of a picture; [] if none is found."""
        crops = []
        places = []
        regions = self._regions(pixels)
        if self._looked_at is not None and self._looked_at[0] is pixels:
            regions = iter(self._looked_at[1])
        self._looked_at = None
        for corners in regions:
            crop, place = _crop(pixels, corners, direction)
            if crop.size:
                crops.append(crop)
                places.append(place)
        lines = []
        for place, signs in zip(places, self._signs_of(crops, places), strict=True):
            characters: tuple[RecognizedCharacter, ...] = ()
            if _certainty(signs) >= _LEAST_CERTAINTY:
                characters = tuple(_with_boxes(signs, place))
            lines.append(RecognizedLine(characters, place.box, place.is_vertical))
        return lines

    def _signs_of(self, crops: "Sequence[Pixels]", places: "Sequence[_Place]") -> list[Sequence[ReadSign]]:
        """Return the characters of each line; a vertical one is read upright, and if that is doubtful, as it lies."""
        lying = [at for at, place in enumerate(places) if place.is_vertical]
        upright: dict[int, UprightLine] = {}
        pictures = list(crops)
        for at, line in zip(lying, upright_lines([crops[at] for at in lying]), strict=True):
            if line:
                upright[at] = line
                pictures[at] = line.pixels
        signs = self._read(pictures)
        for at, line in upright.items():
            signs[at] = line.in_line(signs[at])
        doubtful = [at for at in upright if _certainty(signs[at]) < _DOUBTFUL]
        if doubtful:
            lying_signs = self._read([crops[at] for at in doubtful])
            for at, second_reading in zip(doubtful, lying_signs, strict=True):
                signs[at] = max(signs[at], second_reading, key=_certainty)
        return signs

    def readings_of(self, pixels: "Pixels", lines: Sequence[LineOnPicture]) -> list[LineReading]:
        """Return what lines say of which the corners are known; vertical ones are read upright."""
        crops = [_crop_of_line(pixels, line) for line in lines]
        lying = [at for at, line in enumerate(lines) if line.is_vertical and crops[at].size]
        upright = upright_lines([crops[at] for at in lying])
        for at, column in zip(lying, upright, strict=True):
            if column is not None:
                crops[at] = column.pixels
        readable = [at for at, crop in enumerate(crops) if crop.size]
        signs = dict(zip(readable, self._read([crops[at] for at in readable]), strict=True))
        for at, column in zip(lying, upright, strict=True):
            if column is not None:
                signs[at] = column.in_line(signs[at])
        return [_reading(signs.get(at, ()), small_ink(pixels, line)) for at, line in enumerate(lines)]

    def orientation_of(self, pixels: "Pixels") -> Orientation:
        """Return how the page lies in a picture; where its lines are is kept until these are read."""
        lines = []
        self._looked_at = pixels, [*self._regions(pixels)]
        for corners in self._looked_at[1]:
            crop, place = _crop(pixels, corners, Direction.AUTO)
            if crop.size:
                lines.append(np.ascontiguousarray(np.rot90(crop, -1)) if place.is_vertical else crop)
        return orientation_of(lines, self._readings)

    def _readings(self, lines: "Sequence[Pixels]") -> list[tuple[str, float]]:
        """Return the text of each picture of a line and its mean confidence; tall ones are read from top to bottom."""
        tall = [at for at, line in enumerate(lines) if line.shape[0] > line.shape[1]]
        upright = upright_lines([np.ascontiguousarray(np.rot90(lines[at])) for at in tall])
        pictures = dict(enumerate(lines))
        for at, line in zip(tall, upright, strict=True):
            if line is None:
                del pictures[at]
            else:
                pictures[at] = line.pixels
        signs = dict(zip(pictures, self._read([*pictures.values()]), strict=True))
        readings = []
        for at in range(len(lines)):
            line_signs = signs.get(at, ())
            text = "".join(sign.text for sign in line_signs)
            readings.append((text, _certainty(line_signs)))
        return readings

    def _read(self, crops: "Sequence[Pixels]") -> list[Sequence[ReadSign]]:
        """Return the characters read in each picture of a line, spaces included."""
        import numpy as np

        sign_lists: list[Sequence[ReadSign]] = [()] * len(crops)
        lengths = [crop.shape[1] / crop.shape[0] for crop in crops]
        waiting = sorted(range(len(crops)), key=lengths.__getitem__)
        while waiting:
            most = next(
                n
                for n in range(min(_AT_ONCE, len(waiting)), 0, -1)
                if n == 1 or n * lengths[waiting[n - 1]] <= _LENGTH_AT_ONCE
            )
            chosen = waiting[:most]
            waiting = waiting[most:]
            read = self._engine.recognize_txt([np.repeat(crops[at][:, :, None], 3, axis=2) for at in chosen])
            for at, text, word in zip(chosen, read.txts or (), read.word_results, strict=True):
                sign_lists[at] = list(_signs(text, word))
        return sign_lists

    def _regions(self, pixels: "Pixels") -> "Iterator[NDArray[np.float32]]":
        """Yield the corners of the lines, clockwise from the upper left one, an array of four points for each line."""
        import numpy as np

        if min(pixels.shape) >= _LEAST:
            for piece, offset in _pieces(pixels):
                yield from self._detected(piece) + np.array(offset, np.float32)

    def _detected(self, pixels: "Pixels") -> "NDArray[np.float32]":
        import cv2
        import numpy as np

        height, width = pixels.shape
        scale = min(1.0, _DETECTED_SIDE / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2BGR)
        with without_gaps():
            boxes = self._detect(_as_wide_as_enlarged(small)).boxes
        if boxes is None:
            return np.empty((0, 4, 2), np.float32)
        inside = np.minimum(np.asarray(boxes, np.float32), np.array(size, np.float32))
        corners = parted(small[:, :, 0], inside[(np.ptp(inside, axis=1) > 1).all(axis=1)])
        scales = np.array([width / size[0], height / size[1]], np.float32)
        return np.array(corners, np.float32).reshape(-1, 4, 2) * scales


def _pieces(pixels: "Pixels") -> "Iterator[tuple[Pixels, tuple[int, int]]]":
    """Yield a picture in pieces that are not too long for their width, each with its left and upper edge."""
    import numpy as np

    is_wide = pixels.shape[1] > pixels.shape[0]
    lying = pixels if is_wide else pixels.T
    width, length = lying.shape
    most = max(_DETECTED_SIDE, _LONGEST * width)
    begin = 0
    while begin < length:
        end = begin + most
        if end < length:  # the lightest place among the last ones
            first = end - round(_EMPTIEST * most)
            end = first + int(np.argmax(lying[:, first:end].mean(axis=0)))
        piece = lying[:, begin:end]
        yield (piece, (begin, 0)) if is_wide else (np.ascontiguousarray(piece.T), (0, begin))
        begin = end


def _as_wide_as_enlarged(small: "NDArray[np.uint8]") -> "NDArray[np.uint8]":
    """Return a very long picture with so much paper beside it that the detector does not enlarge it."""
    import cv2
    import numpy as np

    height, width = small.shape[:2]
    if max(height, width) <= _LONGEST * min(height, width):
        return small
    paper = float(np.median(small))
    down = max(0, _LEAST_SIDE - height)
    across = max(0, _LEAST_SIDE - width)
    padded = cv2.copyMakeBorder(small, 0, down, 0, across, cv2.BORDER_CONSTANT, value=(paper, paper, paper))
    return np.asarray(padded, np.uint8)


class _Place(Struct, frozen=True):
    """The corners of a line in the picture from which it was cut, clockwise from the upper left one."""

    corners: "NDArray[np.float32]"
    is_vertical: bool = False

    @property
    def box(self) -> Box:
        left, top = self.corners.min(axis=0).tolist()
        right, bottom = self.corners.max(axis=0).tolist()
        return left, top, right, bottom

    def between(self, begin: float, end: float) -> Box:
        """Return the box in the picture of a part of the line; `begin` and `end` are shares of the line's
        length, 0 to 1.
        """
        first, second, third, fourth = self.corners
        if self.is_vertical:
            first, second, third, fourth = second, third, fourth, first
        points = [
            first + (second - first) * begin,
            first + (second - first) * end,
            fourth + (third - fourth) * begin,
            fourth + (third - fourth) * end,
        ]
        across = [float(point[0]) for point in points]
        down = [float(corner[1]) for corner in points]
        return min(across), min(down), max(across), max(down)


def _crop(pixels: "Pixels", corners: "NDArray[np.float32]", direction: Direction) -> "tuple[Pixels, _Place]":
    """Cut a line out of a picture; return it as a picture that runs from left to right, and its place."""
    import numpy as np

    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width = max(1, int(max(sides[0], sides[2])))
    height = max(1, int(max(sides[1], sides[3])))
    thickness = min(width, height)
    if thickness > _TALLEST:
        width, height = (max(1, side * _TALLEST // thickness) for side in (width, height))
    crop = straightened(pixels, corners, width, height)
    if direction is Direction.HORIZONTAL or height < _TALL * width:
        return crop, _Place(corners)
    return np.ascontiguousarray(np.rot90(crop)), _Place(corners, is_vertical=True)


_AROUND = 0.06
"""What is read around a line of which the corners are told, as a share of its thickness."""


def _crop_of_line(pixels: "Pixels", line: LineOnPicture) -> "Pixels":
    """Cut a line out of a picture, running from left to right; a vertical one lies on its side."""
    corners = np.array(line.corners, np.float32)
    middle = corners.mean(axis=0)
    sides = np.ptp(corners, axis=0)
    thickness = float(min(sides))
    if thickness < 2:
        return np.empty((0, 0), np.uint8)
    corners = middle + (corners - middle) * (1 + 2 * _AROUND * thickness / np.maximum(sides, 1.0))
    if line.is_vertical:
        return _crop(pixels, corners.astype(np.float32), Direction.AUTO)[0]
    return _crop(pixels, corners.astype(np.float32), Direction.HORIZONTAL)[0]


def _reading(signs: Sequence[ReadSign], ink: tuple[SmallInk, ...]) -> LineReading:
    """Return the characters of a line without the spaces between them."""
    inked = [sign for sign in signs if not sign.text.isspace()]
    confidences = [round(sign.confidence, 3) for sign in inked]
    return LineReading("".join(sign.text for sign in inked), tuple(confidences), ink)


def _signs(text: str, word: Any) -> Iterator[ReadSign]:
    """Yield the characters of a line; `word` is the package's result, with the columns of all but white space."""
    columns = iter(list(chain.from_iterable(word.word_cols)))
    middle = 0.0
    for sign, certainty in zip(text, word.confs, strict=False):  # an empty text has a confidence, too
        if not sign.isspace():
            middle = (next(columns) + 0.5) / word.line_txt_len
        yield ReadSign(sign, middle, certainty)


def _certainty(signs: Sequence[ReadSign]) -> float:
    """Return the mean confidence of a line; 0 if nothing was read."""
    if signs:
        return sum(sign.confidence for sign in signs) / len(signs)
    return 0.0


def _with_boxes(signs: Sequence[ReadSign], place: _Place) -> Iterator[RecognizedCharacter]:
    """Yield the characters with their boxes; each ends halfway to its neighbour, unless a space is between them."""
    middles = sorted({sign.middle for sign in signs})
    steps = [after - before for before, after in pairwise(middles)]
    widest = _WIDEST * median(steps) if steps else 2.0
    for sign in signs:
        at = bisect_left(middles, sign.middle)
        before = sign.middle - middles[at - 1] if at else widest
        if at + 1 < len(middles):
            after = middles[at + 1] - sign.middle
        else:
            after = widest
        back = min(before, widest)
        ahead = min(after, widest)
        box = place.between(max(sign.middle - back / 2, 0.0), min(sign.middle + ahead / 2, 1.0))
        yield RecognizedCharacter(sign.text, box, sign.confidence)
