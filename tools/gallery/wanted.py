"""What pictures are wanted: a scene in a theme and a size."""

from msgspec import Struct


class Picture(Struct, frozen=True):
    """What is to be drawn, and into which file."""

    scene: str
    theme: str
    size: tuple[int, int]
    target: str
