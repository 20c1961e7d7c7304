"""A part of a picture between four corners, as a rectangle that runs from left to right."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels


def straightened(pixels: "Pixels", corners: "NDArray[np.float32]", width: int, height: int) -> "Pixels":
    """Return what a picture has between four corners, in so many pixels; beyond its edges, these are repeated.

    `corners` are points (x, y), the top left one first, clockwise.
    """
    import cv2

    straight = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    part = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(corners, straight),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(part, np.uint8)
