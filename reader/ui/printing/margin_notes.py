"""Notes in the margin of sheets: each beside its passage, below the note before it, or on the next sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from reader.language.control_characters import in_place
from reader.ui.widgets import fonts, text_painting

_SIZE, _PITCH, _GAP = 11, 17, 8
"""The size of the notes' type, the pitch of their lines, the space between two, in pixels."""


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A note that is to stand beside a height of a sheet; `number` is None for one on the whole article."""

    number: int | None
    words: str
    sheet: int
    y: float

    @property
    def printed(self) -> str:
        """The note as it is printed, on one line for each of its paragraphs."""
        lead = "※ " if self.number is None else f"{self.number} "
        return lead + self.words.strip()


class MarginNotes:
    """Notes as lines at their heights; a line stands lower than wished where there is no room, never higher."""

    def __init__(self, notes: Sequence[MarginNote], width: float, top: float, bottom: float) -> None:
        self.sheets: list[list[tuple[QTextLayout, int, float]]] = [[]]
        self._sheet, self._y = 0, top
        for note in notes:
            if note.sheet > self._sheet:
                self._go_on(note.sheet, top)
            self._y = max(self._y, note.y) if note.sheet == self._sheet else self._y
            for layout in _laid_out(note.printed, width):
                for number in range(layout.lineCount()):
                    if self._y + _PITCH > bottom:
                        self._go_on(self._sheet + 1, top)
                    self.sheets[self._sheet].append((layout, number, self._y))
                    self._y += _PITCH
            self._y += _GAP

    def _go_on(self, sheet: int, top: float) -> None:
        self._sheet, self._y = sheet, top
        while len(self.sheets) <= sheet:
            self.sheets.append([])

    def paint(self, painter: QPainter, sheet: int, left: float) -> None:
        """Paint the lines of a sheet, from `left` on."""
        for layout, number, y in self.sheets[sheet] if sheet < len(self.sheets) else ():
            text_painting.draw_line(
                painter, layout, number, QPointF(left, y - layout.lineAt(number).y()), "ink2"
            )


def _laid_out(words: str, width: float) -> list[QTextLayout]:
    """Return the paragraphs of a note, broken into lines."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    font = fonts.sans(_SIZE)
    above = (_PITCH - QFontMetricsF(font).height()) / 2
    found = []
    for paragraph in words.splitlines():
        layout = QTextLayout(in_place(paragraph), font)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, above))
        layout.endLayout()
        found.append(layout)
    return found
