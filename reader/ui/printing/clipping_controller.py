"""Clippings of what a pane shows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reader.export.forms import Style
from reader.export.pdf_file import article_file_name
from reader.i18n import say
from reader.library.clippings import Clipping, clipping_of
from reader.library.library import Library
from reader.newspaper.article import Article
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.page.page_pane import PagePane
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Handlers, LibraryFeature, Services

if TYPE_CHECKING:
    from reader.ui.printing.clipping_dialog import ClippingDialog


Picked = tuple[StoredArticle, Passage | None]


def picked(pane: ArticlePane | PagePane) -> Picked | None:
    """Return the article in which words are selected in a pane, with the passage; else the shown article with None.

    Return None if no article is shown.
    """
    if isinstance(pane, ArticlePane):
        passage = pane.page.selected_passage()
        stored = pane.selected_part() if passage else pane.article()
    else:
        passage, selection = pane.view.marks.selected_passage(), pane.view.marks.selection
        stored = pane.parts()[selection.article] if passage and selection else pane.article()
    return (stored, passage) if stored is not None else None


class ClippingController(LibraryFeature):
    """Opens the dialog of a clipping."""

    def __init__(
        self,
        services: Services,
        library: Library,
        window: Callable[[], QWidget],
        pane: Callable[[], ArticlePane | PagePane],
        style: Callable[[], Style],
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._window = window
        self._pane = pane
        self._style = style
        self._form = "paper"
        self._tasks = TaskQueue(self)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.dialog: ClippingDialog | None = None

    def handlers(self) -> Handlers:
        return {
            "clip": self.clip_active,
        }

    def finish(self) -> None:
        """Remove the temporary files made for drag and drop."""
        if self._folder is not None:
            self._folder.cleanup()

    def clip_active(self) -> None:
        """Clip the selected words in the active pane, or its article if none are selected."""
        found = picked(self._pane())
        if found is None:
            self._services.message(say("先选一篇文章。"))
        else:
            self.clip(*found)

    def clip_bookmark(self, bookmark: Bookmark) -> None:
        """Clip the passage of a bookmark, or its whole article if it has none."""
        self.clip(self._library.notebook.article_of(bookmark), bookmark.passage, bookmark.article)

    def clip(self, stored: StoredArticle, passage: Passage | None, kept: Article | None = None) -> None:
        """Open the dialog of a clipping; `kept` is the article as of marking the passage."""

        def read() -> tuple[Clipping, list[Bookmark]]:
            story = self._library.articles.chain(stored.id) or (stored,)
            bookmarks = self._library.notebook.as_printed(story)
            return clipping_of(story, passage, self._style(), kept), bookmarks

        self._tasks.run(read, partial(self._open, stored))

    def _open(self, stored: StoredArticle, read: tuple[Clipping, list[Bookmark]]) -> None:
        from reader.ui.printing.clipping_dialog import (
            ClippingDialog,  # rarely needed
            ClippingForm,
        )

        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="yuebao-")
        pane = self._pane()
        dialog = self.dialog = ClippingDialog(
            self._window(),
            self._services,
            read[0],
            article_file_name(stored),
            Path(self._folder.name),
            ClippingForm(self._form),
            pane.settings.style.face,
            read[1],
        )
        dialog.finished.connect(lambda _: self._close(dialog))
        dialog.open()

    def _close(self, dialog: ClippingDialog) -> None:
        self._form = dialog.form().value
        self.dialog = None
