"""The corrections of an open library: those of the two panes, their dialogs and lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_page import ArticleEntries
from reader.ui.corrections.correction_controller import (
    CharacterCorrections,
    IssueCorrections,
    LineCorrections,
)
from reader.ui.corrections.correction_display import CorrectionDisplay
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.search.searching import SearchFrame
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets.services import Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack


class Corrections(LibraryFeature):
    """Corrections of lines, issues and characters; those named `…_beside` are of the second article."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: SearchFrame,
        reading: ReadingController,
        second: SecondArticle,
        bookmarks: Bookmarks,
        undo: UndoStack,
        sync: SyncPart,
        offered: Sequence[QAction],
        parent: QObject,
    ) -> None:
        """Make the controllers; `offered` are the actions at the foot of the list of corrections."""
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._undo, self._sync, self._offered = undo, sync, offered
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
        return {
            "corrections": self._show_list,
            "correct_files": self._show_files,
            "correct_issue": self._correct_issue,
        }

    def offer_for_row(self, entries: ArticleEntries, stored: StoredArticle) -> None:
        """Fill the corrections in the menu of an article's row: those of its headline and those of its issue."""
        self.lines.offer_for_row(entries, stored)
        if not stored.is_missing:
            self.issues.offer_for(entries.menu, stored.issue)

    def _show_list(self) -> None:
        from reader.ui.corrections.correction_list import CorrectionList, open_corrections

        own = (self._library, self.lines, self.characters)
        open_corrections(
            self._frame.window(), CorrectionList(*own, self._reading.open_article, self._offered)
        )

    def _show_files(self) -> None:
        from reader.ui.corrections.file_list import FileList, open_files

        open_files(self._frame.window(), FileList(self._library, self.issues))

    def _correct_issue(self) -> None:
        is_second = self._frame.area.is_second_active
        (self.issues_beside if is_second else self.issues).open_dialog_of_page()
