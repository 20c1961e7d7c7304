"""The corrections of an open library: those of the two panes."""

from __future__ import annotations

from PySide6.QtCore import QObject

from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_page import ArticleEntries
from reader.ui.controllers.correction_controller import (
    CharacterCorrections,
    CorrectionDisplay,
    IssueCorrections,
    LineCorrections,
)
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.controllers.side_by_side import SecondArticle
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets.services import Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack


class Corrections(LibraryFeature):
    """Corrections of lines, issues and characters; those named `…_beside` are of the second article."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        reading: ReadingController,
        second: SecondArticle,
        bookmarks: Bookmarks,
        undo: UndoStack,
        sync: SyncPart,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        own = (reading, bookmarks, undo, sync)
        display = CorrectionDisplay(services, library, frame, *own, self)
        self.lines = LineCorrections(display, frame.pane, display.open_unless_shown)
        self.lines_beside = LineCorrections(display, frame.area.second, second.open)
        self.issues = IssueCorrections(display, frame.pane)
        self.issues_beside = IssueCorrections(display, frame.area.second)
        self.characters = CharacterCorrections(display, frame.pane)
        self.characters_beside = CharacterCorrections(display, frame.area.second)
        undo.notApplied.connect(display.apply_later)
        calls = frame.issues.calls
        calls.offer_corrections = self.issues.offer_for
        calls.explain_date = self.issues.explain_date

    def handlers(self) -> Handlers:
        return {"correct_issue": self._correct_issue}

    def offer_for_row(self, entries: ArticleEntries, stored: StoredArticle) -> None:
        """Fill the corrections in the menu of an article's row: those of its headline and those of its issue."""
        self.lines.offer_for_row(entries, stored)
        if not stored.is_missing:
            self.issues.offer_for(entries.menu, stored.issue)

    def _correct_issue(self) -> None:
        is_second = self._frame.area.is_second_active
        (self.issues_beside if is_second else self.issues).open_dialog_of_page()
