"""Where the lines of an article begin: opening marks, whose left half is empty, are put into the margin with it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from reader.ui.widgets.punctuation import OPENING, hang_of, narrowed

_OPENING = frozenset(OPENING)


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
        if not is_centred and not _OPENING.isdisjoint(block.text()):
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
        if mark not in _OPENING or before in _OPENING:  # which reaches into the empty half of this one
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
