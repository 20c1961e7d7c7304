"""Recognising the picture of a page: it is prepared, its parts are recognised, and the boxes are converted back."""

from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from reader.features.recognition import preparation
from reader.features.recognition.alto_page import RecognizedPage
from reader.features.recognition.recognizer import Direction, RecognizedLine, Recognizer
from reader.features.recognition.rules import rules_of, without_strokes
from reader.newspaper.line_place import Box, Corners, Slant

if TYPE_CHECKING:
    from reader.features.recognition.recognizer import Pixels


def recognized_page(
    recognizer: Recognizer,
    pixels: "Pixels",
    size: tuple[int, int],
    direction: Direction = Direction.AUTO,
    *,
    is_prepared: bool = True,
) -> RecognizedPage:
    """Recognise a page; `size` is the width and height of its picture, of which `pixels` may be a smaller copy.

    With `is_prepared`, the picture is first prepared by `preparation.parts_of`. Raises RecognitionError.
    """
    height, width = pixels.shape
    parts = preparation.parts_of(pixels) if is_prepared else [preparation.whole(pixels)]
    scale = size[0] / width, size[1] / height
    lines = [
        _moved(line, part, scale) for part in parts for line in recognizer.lines_of(part.pixels, direction)
    ]
    settings = "; ".join([f"direction: {direction}", *parts[0].what])
    rules = [_scaled(part.in_picture(rule), scale) for part in parts for rule in rules_of(part.pixels)]
    separators = without_strokes(rules, [line.box for line in lines])
    separators += [
        _scaled(part.in_picture((-1.0, 0.0, 1.0, float(part.pixels.shape[0]))), scale) for part in parts[1:]
    ]
    slant = parts[0].slant
    across, down = scale
    corners = slant.corners and cast(Corners, tuple((x * across, y * down) for x, y in slant.corners))
    return RecognizedPage(
        lines,
        *size,
        recognizer.name,
        settings,
        Slant((slant.size[0] * across, slant.size[1] * down), slant.tilt, corners),
        separators,
    )


def _moved(line: RecognizedLine, part: preparation.PagePart, scale: tuple[float, float]) -> RecognizedLine:
    characters = tuple(
        replace(each, box=_scaled(part.in_picture(each.box), scale)) for each in line.characters
    )
    return replace(line, characters=characters, box=_scaled(part.in_picture(line.box), scale))


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    return box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1]
