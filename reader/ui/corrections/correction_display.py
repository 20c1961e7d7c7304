"""Showing the result of a correction: the article and the issue to which the corrected lines belong now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.library.library import Library
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.search.searching import SearchFrame
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets.services import LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.library.corrections import CorrectionOutcome, IssueCorrectionOutcome


class CorrectionDisplay(LibraryFeature):
    """Shows articles and issues after a correction; the corrections of the panes are its children."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: SearchFrame,
        reading: ReadingController,
        bookmarks: Bookmarks,
        undo: UndoStack,
        sync: SyncPart,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self.services, self.library, self.undo = services, library, undo
        self._frame = frame
        self._reading = reading
        self._bookmarks = bookmarks
        self._sync = sync

    def show_applied(self, is_applied: bool) -> None:
        """Refresh what is shown after a correction; one that is not applied yet goes to `apply_later`."""
        if is_applied:
            self._sync.look()
        else:
            self.apply_later()

    def apply_later(self) -> None:
        """Have the next update apply the corrections; if this library never will, show a message with the reason."""
        if words := self._library.words.why_text_stays:
            self._services.message(words)
        else:
            self._sync.begin_again()

    def show_article(self, made: CorrectionOutcome, open_article: Callable[[int], None]) -> None:
        """Show the article of the corrected line in its pane."""
        self._bookmarks.read()
        self.show_applied(made.is_applied)
        if made.is_applied and made.article_id is not None and not made.correction.claim.kind.is_of_story:
            open_article(made.article_id)

    def open_unless_shown(self, article_id: int) -> None:
        """Open an article in the first pane, unless it is the one shown there."""
        shown = self._reading.article
        if shown is None or shown.id != article_id:
            self._reading.open_article(article_id)

    def show_issue(self, made: IssueCorrectionOutcome) -> None:
        """Show the corrected issue; if its id is gone, open the issue that replaced it."""
        self.show_applied(made.is_applied)
        listed = self._frame.issues.issue_id() if made.is_applied else None
        if listed is not None and self._library.contents.issue(listed) is None and made.issue_id is not None:
            self._reading.open_issue(made.issue_id)

    def show_turned(self, article_id: int | None) -> None:
        """Open the article whose correction was undone or redone, unless a pane shows it already."""
        shown = {part.id for pane in self._frame.shown_panes() for part in pane.parts()}
        if article_id is not None and article_id not in shown:
            self._reading.open_article(article_id)

    def show_turned_issue(self, issue_id: int | None) -> None:
        if issue_id is not None and self._frame.issues.issue_id() != issue_id:
            self._reading.open_issue(issue_id)

    def read_again(self) -> None:
        """Read library and bookmarks, after corrections were taken back or imported."""
        self._sync.look()
        self._bookmarks.read()
