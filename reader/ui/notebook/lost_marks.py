"""The dialog that offers a lost highlight the places it may have now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from reader.export.notes import doubt_in_words, in_context, quoted
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import Passage
from reader.ui.widgets import fonts
from reader.ui.widgets.controls import Label, PushButton, Wide
from reader.ui.widgets.dialog import Dialog, plain_list


class LostMarkDialog(Dialog):
    """Shows the words of a lost highlight and the likeliest places; Enter, or the number of a place, takes one.

    Signals: `taken` has the passage of the chosen place; `noteWanted` is emitted to open the note of the highlight.
    """

    taken = Signal(Passage)
    noteWanted = Signal()

    def __init__(self, parent: QWidget, bookmark: Bookmark, passages: Sequence[Passage]) -> None:
        super().__init__(parent, say("找不到了的标记"), "lostMark", size=(560, 380), tint="list")
        self._passages = list(passages)
        told = Label(doubt_in_words(bookmark), fonts.sans(13, 700), "warn", wraps=True)
        words = Label(say("“{words}”", words=quoted(bookmark)), fonts.serif(15), "ink", wraps=True)
        note = Label(bookmark.note, fonts.sans(13), "ink2", wraps=True)
        note.setVisible(bool(bookmark.note))
        advice = say("像在下面这些地方。选一处，标记和批注就移过去，也可以撤销；不选，这些字回来了它也回来。")
        if not passages:
            advice = say("这篇里没有像的地方。这些字回来了，它也回来。")
        self.list = plain_list(say("像的地方"))
        self.list.setWordWrap(True)
        self.list.addItems([f"{number}  {in_context(each)}" for number, each in enumerate(passages, 1)])
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(passages))
        self.list.itemDoubleClicked.connect(lambda _: self._take(self.list.currentRow()))
        self.take_button = PushButton(
            say("移到这里"), primary=True, act=lambda: self._take(self.list.currentRow())
        )
        self.take_button.setEnabled(bool(passages))
        note_button = PushButton(say("改批注") if bookmark.note else say("写批注"), act=self._write_note)
        buttons = (note_button, Wide(), self.leave_button(say("先留着")), self.take_button)
        explained = Label(advice, fonts.sans(12), "ink3", wraps=True)
        self.lay_out(told, words, note, explained, Wide(self.list), buttons=buttons)
        for number in range(len(passages)):
            QShortcut(QKeySequence(str(number + 1)), self, partial(self._take, number))
        (self.list if passages else note_button).setFocus()

    def _take(self, number: int) -> None:
        if 0 <= number < len(self._passages):
            self.taken.emit(self._passages[number])
            self.accept()

    def _write_note(self) -> None:
        self.noteWanted.emit()
        self.accept()
