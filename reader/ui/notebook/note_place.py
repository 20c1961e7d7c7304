"""Where the editor of a note lies over a page: in the margin beside the words, or below them, never on them."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize

LEAST_IN_MARGIN = 220
"""A margin narrower than this many pixels has no space for the editor."""

_WIDEST = 340
_EDGE = 6
"""The distance from the edges of the page and from the words, in pixels."""


def place_of_editor(words: Sequence[QRectF], room: QRectF, page: QSize, size: QSize) -> QRect:
    """Return the rectangle of the editor, all of it on the page.

    Args:
        words: The lines that the note is about, from the top; none where they are out of sight.
        room: The margin right of the text.
        page: The size of the page.
        size: What the editor wants; in the margin it is as wide as that.
    """
    height = min(size.height(), page.height() - 2 * _EDGE)
    lowest = page.height() - height - _EDGE
    if room.width() >= LEAST_IN_MARGIN:
        top = words[0].top() - _EDGE if words else _EDGE
        width = min(int(room.width()) - 16, _WIDEST)
        return QRect(int(room.left()) + 10, _within(top, lowest), width, height)
    width = min(size.width(), page.width() - 2 * _EDGE)
    left = page.width() - width - _EDGE
    top = words[-1].bottom() + _EDGE if words else _EDGE
    if words and top > lowest and words[0].top() - height - _EDGE >= _EDGE:
        top = words[0].top() - height - _EDGE
    return QRect(left, _within(top, lowest), width, height)


def _within(top: float, lowest: int) -> int:
    return max(_EDGE, min(round(top), lowest))
