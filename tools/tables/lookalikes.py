"""Characters that look alike, by comparing their pictures.

    uv run python -m tools.tables.lookalikes [FONT FILE …]

Writes `resources/wordlists/lookalikes.txt` and `less_alike.txt`; takes about three minutes and 4 GB. The characters of
GB 2312 and of the first level of Big5 are drawn in the `TYPEFACES`, of which the last may be given as a file. Of each
picture the directions of its strokes are counted cell by cell (N. Dalal, B. Triggs: Histograms of oriented gradients,
CVPR 2005); two characters are as alike as their counts correlate, on average over the typefaces:

- as wholes (未/末);
- in one half, where the other is another (晴/情): their right, left, upper or lower part;
- one of them as part of the other (州/洲): made narrower or lower, against that part.

Behind these stand those whose blurred pictures correlate most, as on a bad print. What is alike by both together, but
less, is in `less_alike.txt`.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from reader import assets
from tools.tables.common_characters import common_characters

TYPEFACES = ("Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UMing CN")
"""Debian's fonts-noto-cjk and fonts-arphic-uming."""
# How alike two characters have to be as wholes, in one half, or as part of each other.
WHOLE, HALF, PART = 0.55, 0.75, 0.65
MOST = 24
"""Others of one character by their strokes, at most."""
BLURRED = 16
"""Others of one character by their blurred pictures."""
LESS_ALIKE = 96
"""Others of one character in both files together."""
STROKES_WEIGH = 0.5
"""Beside the blurred pictures, where both tell which are less alike."""

_SIDE, _PIXELS, _CELLS, _DIRECTIONS = 48, 40, 12, 6
_SHARE = 0.64
"""Of a character's width or height, where it is part of another."""
# How far a picture is blurred, in pixels, and each how many of its pixels are compared.
_BLUR, _EVERY = 1.2, 2
_AT_ONCE = 800
_HEAD = """\
# Characters in common use, each with those that look like it{less}, the likest first: OCR takes one for the other.
# Written by `python -m tools.tables.lookalikes`, which compares their pictures in {typefaces}:
# change nothing here.
"""

Pictures = NDArray[np.float32]
"""One a character, `_SIDE` by `_SIDE`, 0 to 255."""
Strokes = NDArray[np.float32]
"""One a character: directions by rows by columns."""
Likeness = NDArray[np.float32]
"""Of each character (row) to each (column)."""

_HALVES: dict[str, tuple[slice, slice]] = {
    "right": (slice(None), slice(5, None)),
    "left": (slice(None), slice(0, 7)),
    "upper": (slice(0, 7), slice(None)),
    "lower": (slice(5, None), slice(None)),
}


def lookalikes(typefaces: tuple[str, ...] = TYPEFACES) -> tuple[str, str]:
    """Return the texts of `lookalikes.txt` and of `less_alike.txt`."""
    characters = common_characters()
    alike = np.zeros((len(characters), len(characters)), np.float32)
    drawn = [_drawn(characters, typeface) for typeface in typefaces]
    strokes = [_strokes(pictures) for pictures in drawn]
    _raise(alike, [_likeness(each, each) / WHOLE for each in strokes])
    for name, half in _HALVES.items():
        cut = [each[..., *half] for each in strokes]
        parts = [_strokes(_made_part(pictures, name))[..., *half] for pictures in drawn]
        _raise(alike, [_likeness(each, each) / HALF for each in cut])
        _raise(alike, [_likeness(one, other) / PART for one, other in zip(cut, parts, strict=True)])
    alike = np.maximum(alike, alike.T)
    np.fill_diagonal(alike, 0)
    blurred = [_blurred(pictures, _BLUR)[:, ::_EVERY, ::_EVERY] for pictures in drawn]
    as_pictures = sum((_likeness(each, each) for each in blurred), np.zeros_like(alike))
    np.fill_diagonal(as_pictures, -1)
    rows = list(_rows(characters, alike, as_pictures))
    both = as_pictures / len(typefaces) + STROKES_WEIGH * alike
    np.fill_diagonal(both, -1)
    return (
        _file("", typefaces, rows),
        _file(" less than those of lookalikes.txt", typefaces, _less_alike(characters, rows, both)),
    )


def _file(less: str, typefaces: tuple[str, ...], rows: Iterable[str]) -> str:
    return _HEAD.format(less=less, typefaces=", ".join(typefaces)) + "".join(f"{row}\n" for row in rows)


def _raise(alike: Likeness, likenesses: Sequence[Likeness]) -> None:
    """Make every likeness at least the mean of those given."""
    np.maximum(alike, sum(likenesses[1:], likenesses[0]) / len(likenesses), out=alike)


def _rows(characters: str, alike: Likeness, as_pictures: Likeness) -> Iterator[str]:
    for character, strokes, pictures in zip(characters, alike, as_pictures, strict=True):
        likest = [other for other in np.argsort(-strokes, kind="stable")[:MOST] if strokes[other] >= 1]
        others = dict.fromkeys((*likest, *np.argsort(-pictures, kind="stable")[:BLURRED]))
        yield character + "".join(characters[other] for other in others)


def _less_alike(characters: str, rows: Sequence[str], both: Likeness) -> Iterator[str]:
    for row, likeness in zip(rows, both, strict=True):
        likest = (characters[other] for other in np.argsort(-likeness, kind="stable")[:LESS_ALIKE])
        further = [other for other in likest if other not in row]
        yield row[0] + "".join(further[: LESS_ALIKE + 1 - len(row)])


def _drawn(characters: str, typeface: str) -> Pictures:
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QColor, QFont, QFontInfo, QImage, QPainter

    font = QFont(typeface)
    font.setPixelSize(_PIXELS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if QFontInfo(font).family() != typeface:
        sys.exit(f"no typeface {typeface}: give its file")
    pictures = np.zeros((len(characters), _SIDE, _SIDE), np.float32)
    for number, character in enumerate(characters):
        image = QImage(_SIDE, _SIDE, QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        painter.setFont(font)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(QRect(0, 0, _SIDE, _SIDE), Qt.AlignmentFlag.AlignCenter, character)
        painter.end()
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(_SIDE, image.bytesPerLine())
        pictures[number] = rows[:, :_SIDE]
    return pictures


def _strokes(pictures: Pictures) -> Strokes:
    """Return how much of each direction there is in each cell."""
    return np.concatenate(
        [_strokes_of(pictures[at : at + _AT_ONCE]) for at in range(0, len(pictures), _AT_ONCE)]
    )


def _strokes_of(pictures: Pictures) -> Strokes:
    smooth = _blurred(pictures, 0.8)
    across, down = np.zeros_like(smooth), np.zeros_like(smooth)
    across[:, :, 1:-1] = smooth[:, :, 2:] - smooth[:, :, :-2]
    down[:, 1:-1, :] = smooth[:, 2:, :] - smooth[:, :-2, :]
    strength = np.hypot(across, down)
    direction = np.mod(np.arctan2(down, across), np.pi) * _DIRECTIONS / np.pi
    nearest = np.floor(direction)
    share = direction - nearest
    cell = _SIDE // _CELLS
    counts = np.empty((len(pictures), _DIRECTIONS, _CELLS, _CELLS), np.float32)
    for each in range(_DIRECTIONS):
        is_here, is_next = nearest % _DIRECTIONS == each, (nearest + 1) % _DIRECTIONS == each
        here = _blurred((strength * (is_here * (1 - share) + is_next * share)).astype(np.float32), 1.5)
        counts[:, each] = here.reshape(-1, _CELLS, cell, _CELLS, cell).mean((2, 4))
    return np.sqrt(counts)


def _blurred(pictures: Pictures, sigma: float) -> Pictures:
    reach = int(3 * sigma + 1)
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    weights = (weights / weights.sum()).astype(np.float32)
    for axis in (1, 2):
        padded = np.pad(pictures, [(reach, reach) if each == axis else (0, 0) for each in range(3)])
        take: Callable[[int], Pictures] = partial(_shifted, padded, axis)
        pictures = sum((weight * take(by) for by, weight in enumerate(weights)), np.zeros_like(pictures))
    return pictures


def _shifted(padded: Pictures, axis: int, by: int) -> Pictures:
    shifted: Pictures = padded[:, by : by + _SIDE] if axis == 1 else padded[:, :, by : by + _SIDE]
    return shifted


def _made_part(pictures: Pictures, half: str) -> Pictures:
    """Return the characters as they are where they are part of another: narrower on one side, or lower."""
    length, margin = int(_SIDE * _SHARE), 3
    sampled = np.linspace(margin, _SIDE - margin - 1, length)
    at = np.floor(sampled).astype(int)
    share = (sampled - at).astype(np.float32)
    place = (
        slice(_SIDE - margin - length, _SIDE - margin)
        if half in ("right", "lower")
        else slice(margin, margin + length)
    )
    made = np.zeros_like(pictures)
    if half in ("right", "left"):
        made[:, :, place] = pictures[:, :, at] * (1 - share) + pictures[:, :, at + 1] * share
    else:
        made[:, place] = pictures[:, at] * (1 - share)[:, None] + pictures[:, at + 1] * share[:, None]
    return made


def _likeness(some: Strokes, others: Strokes) -> Likeness:
    """Return how what is special to each of some characters correlates with what is of each of the others."""
    one, other = some.reshape(len(some), -1), others.reshape(len(others), -1)
    usual = one.mean(0)
    return _normed(one - usual) @ _normed(other - usual).T


def _normed(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    normed: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return normed


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    application = QGuiApplication([])
    for file in sys.argv[1:]:
        QFontDatabase.addApplicationFont(file)
    for name, text in zip(("lookalikes", "less_alike"), lookalikes(), strict=True):
        assets.resource(f"wordlists/{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    del application


if __name__ == "__main__":
    main()
