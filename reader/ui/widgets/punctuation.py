"""Room between characters: full-width marks close up, half-width ones and Latin words get air beside Han characters;
an opening mark that begins a line is put into the margin with its empty half.

Qt sets every full-width mark as wide as a Han character, of which half is empty. All of this is letter spacing and
single characters in the narrow form of the typeface (OpenType's `halt`): the text itself stays as it was printed. What
a face has not, or has elsewhere (a comma in the middle, as in Taiwan's faces; quotation marks of Latin ones), stays as
it is.
"""

from collections.abc import Collection, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from reader.language.forms import HAN
from reader.language.patterns import pattern

CLOSING = "，。、；：！？）》」』”’】〉］〕"
OPENING = "（《「『“‘【〈［〔"
# a bracket is literal at the beginning of a class and at its end
_HALF_WIDE, _HALF_OPENING = "],;:!?)", "(["
# that each `HAN` takes a millisecond to compile is felt when a window opens
_SPACED = pattern(
    f"(?P<tight>[{CLOSING}](?=[{_HALF_WIDE}.{OPENING}{CLOSING}])|[{OPENING}](?=[{OPENING}]))"
    f"|[{_HALF_WIDE}](?=[{OPENING}])|[{_HALF_WIDE}A-Za-z0-9](?=[{HAN}])"
    f"|(?<=[{HAN}])[{_HALF_WIDE}](?=[A-Za-z0-9])|[{HAN}](?=[A-Za-z0-9{_HALF_OPENING}])"
)
# Letter spacing, in em.
_TIGHT, _HALF, _AIR = -0.5, 0.3, 0.14

_HALT = "halt"


def spaced_runs(text: str, half_empty: Collection[str] = CLOSING + OPENING) -> Iterator[tuple[str, float]]:
    """Yield `text` in runs, each with the letter spacing of its characters in em.

    `half_empty` are the marks that the face draws in one half of their width (`half_empty_marks`).
    """
    done = 0
    for found in _SPACED.finditer(text):
        mark, following = found[0], text[found.end()]
        if found["tight"] and (mark if mark in CLOSING else following) not in half_empty:
            continue
        if found.start() > done:
            yield text[done : found.start()], 0.0
        yield mark, _TIGHT if found["tight"] else _beside(mark, following, half_empty)
        done = found.end()
    if done < len(text):
        yield text[done:], 0.0


def _beside(mark: str, following: str, half_empty: Collection[str]) -> float:
    """Return the air between a character and the one that follows, which may bring half an em of its own."""
    is_half_wide = mark in _HALF_WIDE or following in _HALF_OPENING
    return _HALF if is_half_wide and following not in half_empty else _AIR


def space(form: QTextCharFormat, spacing: float, size: int) -> None:
    """Give a format a letter spacing in em of `size` pixels."""
    if spacing:
        form.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        form.setFontLetterSpacing(spacing * size)


_known: dict[str, frozenset[str]] = {}


def half_empty_marks(font: QFont) -> frozenset[str]:
    """Return the marks as wide as a Han character with their ink in one half: closing ones left, opening ones right.

    Only these can be closed up; others would touch what stands beside them.
    """
    if (key := font.key()) not in _known:
        metrics, size = _metrics(font), font.pixelSize()
        wide = [mark for mark in CLOSING + OPENING if metrics.horizontalAdvance(mark) >= 0.9 * size]
        inks = {mark: metrics.tightBoundingRect(mark) for mark in wide}
        _known[key] = frozenset(
            mark
            for mark, ink in inks.items()
            if (ink.left() >= 0.45 * size if mark in OPENING else ink.right() <= 0.55 * size)
        )
    return _known[key]


def _metrics(font: QFont) -> QFontMetricsF:
    """Return the metrics of a font without its letter spacing."""
    face = QFont(font)
    face.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0)
    return QFontMetricsF(face)


def hang_of(font: QFont, mark: str) -> float:
    """Return how far a line that begins with a mark ("" for an empty line) is put to the left, in pixels.

    Half an em for an opening mark whose left half is empty, so that the line begins where the others do; else 0.
    """
    return font.pixelSize() / 2 if mark and mark in OPENING and mark in half_empty_marks(font) else 0.0


def narrowed(form: QTextCharFormat) -> QTextCharFormat | None:
    """Return the format of an opening mark without its empty half; None if it has that, or the face no such form.

    Before 6.11 Qt keeps no features in a format: there, too, the mark stays as it is.
    """
    narrow, font = QTextCharFormat(form), form.font()
    wide = font.key()
    font.setFeature(QFont.Tag(_HALT), 1)
    narrow.setFont(font)
    if wide not in _narrows:
        kept = narrow.font()
        advance = _metrics(kept).horizontalAdvance("（")
        _narrows[wide] = kept.key() != wide and advance <= 0.6 * kept.pixelSize()
    return narrow if _narrows[wide] else None


_narrows: dict[str, bool] = {}
"""Of fonts, by their keys, whether they have a narrow form of marks, and are not in it already."""


_OPENINGS = frozenset(OPENING)


class LineStarts:
    """Puts lines that begin with an opening mark half an em to the left, block by block of a document that may grow.

    The first line of a block hangs by its indent. In every other one the mark is set in its narrow form, from above
    down, as each moves what is below it; with that a mark may fit at the end of the line before, where it stays.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._done = 0
        self._column = 0.0
        self._wide: dict[int, list[tuple[int, QTextCharFormat]]] = {}
        """Of each block the positions of its narrow marks, and their formats before."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do in the blocks that are there so far."""
        return self._done == self._document.blockCount()

    def set_next(self) -> None:
        for position, form in self._wide.pop(self._done, ()):
            self._at(position).setCharFormat(form)
        block = self._document.findBlockByNumber(self._done)
        is_centred = block.blockFormat().alignment() & Qt.AlignmentFlag.AlignHCenter
        if not is_centred and not _OPENINGS.isdisjoint(block.text()):
            self._wide[self._done] = [*self._narrowed(block)]
        self._done += 1

    def set_all(self) -> None:
        while not self.is_done:
            self.set_next()

    def begin_again(self) -> None:
        """Begin again from above if the column has another width than before."""
        form = self._document.rootFrame().frameFormat()
        column = self._document.textWidth() - form.leftMargin() - form.rightMargin()
        if column != self._column:
            self._column, self._done = column, 0

    def _narrowed(self, block: QTextBlock) -> Iterator[tuple[int, QTextCharFormat]]:
        """Narrow the marks in a block; yield their positions in the document and their formats before."""
        layout, lay_out = block.layout(), self._document.documentLayout().blockBoundingRect
        lay_out(block)
        line = 1
        while line < layout.lineCount():
            position = block.position() + layout.lineAt(line).textStart()
            if (form := self._narrowed_at(position)) is not None:
                lay_out(block)
                yield position, form
            else:
                line += 1

    def _narrowed_at(self, position: int) -> QTextCharFormat | None:
        """Narrow the mark at a position and return its format before; None if there is none to narrow."""
        before, mark = map(self._document.characterAt, (position - 1, position))
        if mark not in _OPENINGS or before in _OPENINGS:  # which reaches into the empty half of this one
            return None
        cursor = self._at(position)
        form = cursor.charFormat()
        narrow = narrowed(form) if hang_of(form.font(), mark) else None
        if narrow is not None:
            cursor.setCharFormat(narrow)
        return form if narrow is not None else None

    def _at(self, position: int) -> QTextCursor:
        """Return a cursor with the character at a position selected."""
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        return cursor
