"""The protocol of a recognizer, and the characters and lines that it returns."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct

from reader.features.recognition.orientation import Orientation
from reader.newspaper.line_place import Box, LineOnPicture, LineReading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """The pixels of a picture in grey, by row and column, 0 (black) to 255."""


class Direction(StrEnum):
    """The direction of the lines of a page; with AUTO, it is decided for each region by its shape."""

    AUTO = "auto"
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class RecognitionOptions(Struct, frozen=True):
    """How pages are recognised.

    The pages of a PDF are rendered at `dots` per inch. With `is_again`, pages recognised before are recognised once
    more; with `is_prepared`, pictures are straightened first.
    """

    direction: Direction = Direction.AUTO
    dots: int = 300
    is_again: bool = False
    is_prepared: bool = True


class RecognizedCharacter(Struct, frozen=True):
    """A character, its box in the picture, and the confidence of the recognizer, 0 to 1."""

    text: str
    box: Box
    confidence: float


class RecognizedLine(Struct, frozen=True):
    """The characters of a line, from left to right, or from top to bottom if `is_vertical`.

    It has none where the recognizer found a line, but could hardly read any of it.
    """

    characters: tuple[RecognizedCharacter, ...]
    box: Box
    is_vertical: bool = False

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)


class RecognitionError(Exception):
    """A page can't be recognised; the message, for the user, says why and what to do."""


class Recognizer(Protocol):
    """Recognises the lines of a picture, without network access."""

    @property
    def name(self) -> str:
        """The name and version of the recognizer, as they are stored with the text."""

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        """Return the lines of a picture, in any order. Raises RecognitionError."""


@runtime_checkable
class ReadsLines(Protocol):
    """A recognizer that can read lines of which it is told where they are."""

    def readings_of(self, pixels: "Pixels", lines: Sequence[LineOnPicture]) -> list[LineReading]:
        """Return what each of these lines says. Raises RecognitionError."""


@runtime_checkable
class TellsOrientation(Protocol):
    """A recognizer that can tell how a page lies in its picture."""

    def orientation_of(self, pixels: "Pixels") -> Orientation:
        """Return how the page lies in a picture. Raises RecognitionError."""
