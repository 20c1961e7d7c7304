"""Clicks on the text of a newspaper page: one opens the article, two on a name the person's card."""

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from reader.library.library import LibraryError
from reader.ui.page.mouse_selection import MouseSelection
from reader.ui.page.page_selection import Spot
from reader.ui.page.page_view import PageView
from reader.ui.widgets.background_tasks import TaskQueue


class PageClicks(QObject):
    """Tells one click from two.

    Only a click on a name waits whether a second one follows; any other opens its article at once.
    """

    articleChosen = Signal(int)
    """An article (its id) was clicked."""
    personWanted = Signal(str)
    """A person's name was double-clicked."""
    errorOccurred = Signal(object)

    def __init__(self, view: PageView, selecting: MouseSelection) -> None:
        super().__init__(view)
        self._view = view
        self._selecting = selecting
        self.name_at: Callable[[str, int], str | None] | None = None
        """Returns the name around a character of a text, None where there is none; it is called on another thread."""
        self._asked = 0
        """The number of the last click; answers to earlier ones are dropped."""
        self._article = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(lambda: self.articleChosen.emit(self._article))
        self._tasks = TaskQueue(self)
        self._tasks.errorOccurred.connect(self.errorOccurred)
        view.clicked.connect(self._click)
        view.articlesShown.connect(self.forget)
        selecting.textDoubleClicked.connect(self._double_click)

    def forget(self) -> None:
        """Wait no longer for a second click, and open nothing."""
        self._asked += 1
        self._timer.stop()

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and not self._timer.isActive()

    def _click(self, index: QModelIndex) -> None:
        article = self._view.articles()[index.row()].stored.id
        spot, clicked_at = self._selecting.clicked_text(), time.monotonic()

        def done(name: str | None) -> None:
            if name is None:
                self.articleChosen.emit(article)
            else:
                since = round((time.monotonic() - clicked_at) * 1000)
                self._article = article
                self._timer.start(max(0, QApplication.styleHints().mouseDoubleClickInterval() - since))

        self._ask(*(spot or (-1, (0, 0))), done)

    def _double_click(self, number: int, block: int, at: int) -> None:
        article = self._view.articles()[number].stored.id

        def done(name: str | None) -> None:
            if name is None:
                self.articleChosen.emit(article)
            else:
                self.personWanted.emit(name)

        self._ask(number, (block, at), done)

    def _ask(self, number: int, spot: Spot, done: Callable[[str | None], None]) -> None:
        """Look for the name at a spot of an article, of none at -1, and give up what was asked before."""
        self.forget()
        asked, name_at, (block, at) = self._asked, self.name_at, spot
        if name_at is None or number < 0:
            done(None)
            return
        text = self._view.articles()[number].blocks[block].text

        def answered(name: str | None) -> None:
            if asked == self._asked:
                done(name)

        self._tasks.run(
            lambda: name_at(text, at), answered, lambda _: answered(None), expected=(LibraryError,)
        )
