"""Whether a page is in a script that its recogniser does not know: how sure that was, and what the lines then say.

Decided here for pages that are recognised by this program, and for files of others that state how sure they were.
"""

from collections.abc import Sequence

from msgspec import Struct

from reader.newspaper.line_place import Box

SURE_LETTER = 0.7
"""The minimum confidence of a letter that counts as read."""
# The minimum extent of lines that tell something, in squares as high as the line, and the minimum of their characters
# where they have no boxes.
_LEAST_EXTENT = 30.0
_LEAST_CHARACTERS = 40
_LEAST_FILLED = 0.4
"""The minimum share of the extent of lines that letters fill which were read, where the script is known.

What PP-OCR reads of Chinese, Japanese and Latin letters, also of Fraktur, fills .83 and more; of Greek .3, of Burmese,
Hebrew, Hindi and Russian next to nothing.
"""
_MOST_UNSURE = 0.5
"""The share of characters that were not read surely up to which a script counts as known.

Tesseract's Chinese data are unsure of .64 to 1 of the characters of other scripts, and of .37 in Vietnamese; what is
left of coarse Chinese pages is above that, too, if nothing can be read there.
"""


class LineAsRead(Struct, frozen=True):
    """What was read in a line, piece by piece, each with its confidence, 0 to 1.

    `box` is that of what is printed, None if only that of a column, or none, is known.
    A line in which something is printed, but nothing could be read, has no pieces.
    """

    pieces: Sequence[tuple[str, float]]
    box: Box | None = None

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)


def is_unknown_script(lines: Sequence[LineAsRead]) -> bool:
    """Return whether next to nothing of a page was read surely, and what was read makes no words."""
    if not (_is_hardly_filled(lines) or _is_unsure(lines)):
        return False
    from reader.language.running_text import makes_words  # loads the dictionary

    return not makes_words([_spaced(line) for line in lines])


def _is_hardly_filled(lines: Sequence[LineAsRead]) -> bool:
    extent = 0.0
    filled = 0.0
    for line in lines:
        if line.box is None:
            continue
        extent += _squares(line.box)
        for piece, confidence in line.pieces:
            if confidence >= SURE_LETTER:
                filled += _breadth_of_letters(piece)
    return extent >= _LEAST_EXTENT and filled < _LEAST_FILLED * extent


def _squares(box: Box) -> float:
    """Return how many times as long as thick a line is."""
    width = box[2] - box[0]
    height = box[3] - box[1]
    return max(width, height) / max(1.0, min(width, height))


def _breadth_of_letters(text: str) -> float:
    """Return how many squares the letters and digits of a text fill: those of Europe half of one each."""
    return sum(0.5 if sign < "\u2000" else 1.0 for sign in text if sign.isalnum())


def _is_unsure(lines: Sequence[LineAsRead]) -> bool:
    characters = 0
    unsure = 0
    for line in lines:
        for piece, confidence in line.pieces:
            characters += len(piece)
            if confidence < SURE_LETTER:
                unsure += len(piece)
    return characters >= _LEAST_CHARACTERS and unsure > _MOST_UNSURE * characters


def _spaced(line: LineAsRead) -> str:
    """Return a line with spaces between pieces of several letters, which are words."""
    return "".join(f"{piece} " if len(piece) > 1 else piece for piece, _ in line.pieces)
