"""Looking up words of the page in the dictionaries of a folder that the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from reader.i18n import say
from reader.language import words
from reader.language.text_units import word_at
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.page.page_pane import PagePane
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services

if TYPE_CHECKING:
    from reader.dictionaries.shelf import Answer, Shelf
    from reader.ui.dictionary.lookup_card import LookupCard

_LONGEST = 60
"""The maximum number of characters of a selection that are looked up."""


class DictionaryDesk(Feature):
    """Opens the card of a word, and searches the dictionaries on another thread.

    Signals: `folderWanted` asks to choose a folder of dictionaries.
    """

    folderWanted = Signal()
    _reading = Signal(str)

    def __init__(self, services: Services, window: QWidget, folder: Callable[[], str]) -> None:
        """Make the feature; `folder` returns the present folder of the dictionaries, "" for none."""
        super().__init__(services, window)
        self._window = window
        self._folder = folder
        self._shelf: tuple[str, Shelf] | None = None
        self._card: LookupCard | None = None
        self._queue = TaskQueue(self)
        self._reading.connect(self._show_reading)

    def finish(self) -> None:
        """Give up what is being made ready."""
        if self._shelf is not None:
            self._shelf[1].stop()

    def is_idle(self) -> bool:
        return self._queue.is_idle()

    def watch(self, page: ArticlePage) -> None:
        """Connect a page's request to look up a word."""
        page.lookUpWanted.connect(lambda position: self.look_up(page, position))

    def look_up_in(self, pane: ArticlePane | PagePane) -> None:
        """Look up a word in a pane: of an article as `look_up` does, of a whole page the selected words."""
        if isinstance(pane, ArticlePane):
            self.look_up(pane.page)
            return
        view = pane.view
        place = view.selected_rect()
        if place.isEmpty():
            place = QRect(view.viewport().rect().center(), QSize(1, 1))
        self._open(view, place, " ".join(view.selected_text().split())[:_LONGEST])

    def look_up(self, page: ArticlePage, position: int | None = None) -> None:
        """Open the card of the selected words, else of the word at `position`, None for the text cursor's."""
        cursor = page.textCursor()
        selected = " ".join(page.selected_text().split())
        if selected:
            self._open(page, _place_of(page, cursor), selected[:_LONGEST])
            return
        if position is not None:
            cursor.setPosition(position)
        if not page.blocks():
            self._open(page, _place_of(page, cursor), "")
            return
        block, at = page.block_place(cursor.position())
        text, names = page.blocks()[block].text, page.unit_selection.known_names

        def cut() -> str:
            words.prepare()
            start, end = word_at(text, min(at, max(0, len(text) - 1)), names) if text else (0, 0)
            return text[start:end].strip()

        self._queue.run(cut, lambda word: self._open(page, _place_of(page, cursor), word))

    def _open(self, view: QAbstractScrollArea, place: QRect, word: str) -> None:
        """Open the card of a word beside a rectangle of a view; with no word, an empty card."""
        from reader.ui.dictionary.lookup_card import LookupCard

        if self._card is not None:
            self._card.close()
        self._card = card = LookupCard(self._window)
        card.closed.connect(partial(self._forget, card))
        card.wordWanted.connect(self._ask)
        card.folderWanted.connect(self.folderWanted)
        if word:
            card.look_up(word)
        elif self._folder():
            card.show_words(say("把光标放在一个词上，或在上面写一个。"))
        else:
            card.show_no_folder()
        card.open_beside(QRect(view.viewport().mapTo(self._window, place.topLeft()), place.size()))

    def _forget(self, card: LookupCard) -> None:
        if self._card is card:
            self._card = None

    def _ask(self, word: str) -> None:
        folder, card = self._folder(), self._card
        if card is None:
            return
        if not folder:
            card.show_no_folder()
            return
        shelf = self._shelf_of(folder)

        def answer() -> tuple[Answer, str]:
            from reader.ui.dictionary.lookup_card import html_of

            found = shelf.look_up(word, self._reading.emit)
            return found, html_of(found)

        def show(found: tuple[Answer, str]) -> None:
            if self._card is not None:
                self._card.show_answer(*found)

        def fail(error: Exception) -> None:
            assert isinstance(error, OSError)
            if self._card is not None:
                self._card.show_words(say("词典文件夹打不开：{why}", why=explain(error, Path(folder))))

        self._queue.run(answer, show, fail, (OSError,))

    def _shelf_of(self, folder: str) -> Shelf:
        from reader.dictionaries.shelf import Shelf

        if self._shelf is None or self._shelf[0] != folder:
            self._shelf = folder, Shelf(Path(folder), places().cache / "dictionaries")
        return self._shelf[1]

    def _show_reading(self, title: str) -> None:
        if self._card is not None:
            self._card.show_reading(title)


def _place_of(page: ArticlePage, cursor: QTextCursor) -> QRect:
    """Return the rectangle of the left edge of the selection, from its first line to its last."""
    first, last = QTextCursor(cursor), QTextCursor(cursor)
    first.setPosition(cursor.selectionStart())
    last.setPosition(cursor.selectionEnd())
    begin, end = page.cursorRect(first), page.cursorRect(last)
    return QRect(begin.left(), begin.top(), 1, end.bottom() - begin.top())
