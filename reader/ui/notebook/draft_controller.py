"""Unfinished notes in the panes of the window: stored when it closes, offered again after a crash."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.note_draft import NoteDraft
from reader.ui.frame.frame import Tab
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.highlight_controller import HighlightController
from reader.ui.notebook.notebook_frame import NotebookFrame
from reader.ui.widgets.services import Feature, Services

_BEGINNING = 12
"""The number of characters of a note quoted in a message."""


class DraftController(Feature):
    """Connects the note editors of the panes with the storage of notes."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: NotebookFrame,
        bookmarking: BookmarkController,
        reading: ReadingController,
        markings: Sequence[HighlightController],
        parent: QObject,
    ) -> None:
        """Connect the pane of bookmarks and those of `markings`, the first of which is that of the first article."""
        super().__init__(services, parent)
        self._library = library
        self._frame = frame
        self._bookmark_pane = bookmark_pane = frame.bookmarks
        self._bookmarking = bookmarking
        self._reading = reading
        self._markings = markings
        bookmark_pane.editorOpened.connect(self._show_list)
        bookmark_pane.colorWanted.connect(bookmarking.color_of)
        bookmark_pane.noteSaved.connect(bookmarking.write)
        bookmark_pane.noteDrafted.connect(bookmarking.keep_draft)
        bookmark_pane.noteCancelled.connect(self._cancel_in_list)
        bookmarking.writeFailed.connect(bookmark_pane.try_again)
        bookmarking.draftsFound.connect(self._offer)
        once = Qt.ConnectionType.SingleShotConnection
        reading.shown.connect(lambda _: bookmarking.read_drafts(), once)

    def finish(self) -> None:
        """Store the unfinished notes of all editors."""
        self._bookmark_pane.finish()
        for marking in self._markings:
            marking.writing.finish()

    def _show_list(self) -> None:
        if not self._bookmark_pane.isVisible():
            self._frame.show_tab(Tab.BOOKMARKS)

    def _cancel_in_list(self, draft: NoteDraft, is_written: bool) -> None:
        if is_written:
            self._bookmarking.cancel(draft, self._bookmark_pane.write_on)
        else:
            self._bookmarking.drop_draft(draft)

    def _offer(self, drafts: list[NoteDraft]) -> None:
        """Reopen the unfinished notes on the article shown; offer the last of the others in a message."""
        others = self._markings[0].writing.wait_for(drafts)
        if others:
            draft = others[0]
            words = " ".join(draft.note.split())
            begun = words[:_BEGINNING] + ("…" if len(words) > _BEGINNING else "")
            message = say("上次有一条批注没写完：“{words}”", words=begun)
            self._services.task(message, say("接着写"), partial(self._go_on, draft))

    def _go_on(self, draft: NoteDraft) -> None:
        article_id = self._library.articles.printings.article_of(draft.printing)
        if article_id is not None:
            self._markings[0].writing.go_on(draft)
            self._reading.open_article(article_id)
        else:
            self._bookmark_pane.write_on(draft)
