"""A printed line of a page that is proofread, character by character."""

from __future__ import annotations

from msgspec import Struct

from reader.formats.page_boxes import Box
from reader.library.character_places import CharacterPlace
from reader.library.printed_places import is_tall
from reader.newspaper.line_place import SmallInk


class Cell(Struct, frozen=True):
    """A recognised character of a printed line, with its box on the page.

    `place` is its place in the article with the index `article` of the page; None if it is in none. `has_space` is
    whether there is a space before it in the line.
    """

    sign: str
    box: Box
    certainty: float
    article: int = -1
    place: CharacterPlace | None = None
    has_space: bool = False
    others: tuple[str, ...] = ()
    """What the recogniser would also read here, for each of its other readings of the word."""
    again: str | None = None
    """What stands here as the line was read again; None if it was not."""
    certainty_again: float = 0.0
    """How certain that was."""


class Line(Struct, frozen=True):
    """A printed line of the page."""

    box: Box
    cells: tuple[Cell, ...]
    ink: tuple[SmallInk, ...] | None = None
    """The small pieces of ink in its picture; None if it was not looked for."""

    @property
    def is_vertical(self) -> bool:
        return len(self.cells) > 1 and is_tall(self.box)

    @property
    def recognised(self) -> str:
        return "".join(cell.sign for cell in self.cells)
