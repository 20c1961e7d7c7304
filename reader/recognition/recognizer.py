"""What a recognizer gives for the picture of a page, and the `Recognizer` protocol."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from reader.newspaper.line_place import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """The pixels of a picture in grey, by row and column, 0 (black) to 255."""


class Direction(StrEnum):
    """How the lines of a page run: as each region shows, or as a person says."""

    AUTO = "auto"
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True, slots=True)
class RecognizedCharacter:
    """A character, where it is printed, and how certain the recognizer is of it, 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class RecognizedLine:
    """A line, from left to right, or from top to bottom if it `is_vertical`. It has at least one character."""

    characters: tuple[RecognizedCharacter, ...]
    box: Box
    is_vertical: bool = False

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join(each.text for each in self.characters)


class RecognitionError(Exception):
    """A page can't be recognised; the message says why, and what the user can do."""


class Recognizer(Protocol):
    """Recognises the lines of a picture. It never uses the network."""

    @property
    def name(self) -> str:
        """The name and the version of the program that recognises, as it is kept with the text."""

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        """Return the lines of a picture, in any order. Raises RecognitionError."""
