"""A line of text on a page of a PDF file."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray


class PdfLine(Struct):
    """A line of text, with its box on the (rotated) page; `size` is the size of its characters.

    `boxes` are those of its characters without spaces, an array for each piece of the line, on the page as printed.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    boxes: list[NDArray[np.float64]]

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2
