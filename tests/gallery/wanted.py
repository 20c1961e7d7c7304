"""What pictures are wanted: a scene in a theme and a size."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn, and into which file."""

    scene: str
    theme: str
    size: tuple[int, int]
    target: str
