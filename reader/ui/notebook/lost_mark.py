"""The dialog of a mark whose passage is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QWidget

from reader.export.notes import doubt_in_words, in_context, quoted
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import Passage
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    Wide,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Listing, RowAct, on_row

Place = tuple[int, Passage]
"""The number of a place, counted from 1, and its passage."""
# The maximum number of lines of a place, their pitch and the space around them, in pixels.
_LINES, _LINE, _AROUND = 12, 22, 18


class _Places(Listing[Place]):
    def __init__(self, take: Callable[[Place], object]) -> None:
        self._take = take
        super().__init__(say("像的地方"))

    def words(self, row: Place) -> str:
        number, passage = row
        return f"{number}  {in_context(passage)}"

    def height_of(self, row: Place, width: int) -> int:
        lines = text_painting.line_count(self.words(row), theme.sans(13), width - 32, _LINES)
        return _LINE * lines + _AROUND

    def paint_row(self, painter: QPainter, rect: QRectF, row: Place) -> None:
        top, words = rect.y() + _AROUND / 2, self.words(row)
        text_painting.draw_text(
            painter, rect.x(), top, rect.width(), words, theme.sans(13), "ink", _LINE, _LINES
        )

    def acts(self) -> Sequence[RowAct[Place]]:
        self.take = on_row(say("移到这里"), self._take, ENTER, DOUBLE_CLICK)
        return [self.take]


class LostMarkDialog(Dialog):
    """Shows the words of a lost highlight and the likeliest places; Enter, or the number of a place, takes one."""

    def __init__(
        self,
        parent: QWidget,
        bookmark: Bookmark,
        passages: Sequence[Passage],
        take: Callable[[Passage], object],
        write_note: Callable[[], object],
    ) -> None:
        """Make the dialog; `take` is called with the chosen passage, `write_note` opens the note of the highlight."""
        super().__init__(parent, say("找不到了的标记"), "lostMark", size=(560, 380), tint="list")
        self._take_passage = take
        doubt = Label(doubt_in_words(bookmark), theme.sans(13, 700), "warn", wraps=True)
        words = Label(say("“{words}”", words=quoted(bookmark)), theme.serif(15), "ink", wraps=True)
        note = Label(bookmark.note, theme.sans(13), "ink2", wraps=True)
        note.setVisible(bool(bookmark.note))
        advice = say("像在下面这些地方。选一处，标记和批注就移过去，也可以撤销；不选，这些字回来了它也回来。")
        if not passages:
            advice = say("这篇里没有像的地方。这些字回来了，它也回来。")
        self.listing = _Places(self._take)
        self.listing.setVisible(bool(passages))
        self.take_button = PushButton(say("移到这里"), primary=True)
        self.listing.button(self.listing.take, self.take_button)
        note_button = PushButton(
            say("改批注") if bookmark.note else say("写批注"), act=lambda: self.leave_for(write_note)
        )
        buttons = (note_button, Wide(), self.leave_button(say("先留着")), self.take_button)
        explained = Label(advice, theme.sans(12), "ink3", wraps=True)
        self.lay_out(doubt, words, note, explained, Wide(self.listing), buttons=buttons)
        places = list(enumerate(passages, 1))
        self.listing.show_rows(places)
        for place in places:
            QShortcut(QKeySequence(str(place[0])), self, partial(self._take, place))
        (self.listing.view if passages else note_button).setFocus()

    def _take(self, place: Place) -> None:
        self._take_passage(place[1])
        self.accept()
