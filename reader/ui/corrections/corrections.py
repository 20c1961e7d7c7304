"""The corrections of an open library: those of the two panes, their dialogs and lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from reader.export.article_text import day_of_issue
from reader.i18n import say
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
from reader.ui.search.search_controller import SearchController, SearchFrame
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack

_Kind = TypeVar("_Kind", CharacterCorrections, IssueCorrections)


class Corrections(LibraryFeature):
    """Corrections of lines, issues and characters; those named `…_beside` are of the second article."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: SearchFrame,
        reading: ReadingController,
        beside: SecondArticle,
        bookmarking: Bookmarks,
        undoing: UndoStack,
        updating: SyncController,
        searching: SearchController,
        offered: Sequence[QAction],
        parent: QObject,
    ) -> None:
        """Make the controllers; `offered` are the actions at the foot of the list of corrections."""
        super().__init__(services, library, parent)
        self._frame, self._searching = frame, searching
        self._reading = reading
        self._undo, self._sync, self._offered = undoing, updating, offered
        own = (reading, bookmarking, undoing, updating)
        display = CorrectionDisplay(services, library, frame, *own, self)
        self.lines = LineCorrections(display, frame.pane, display.open_unless_shown)
        self.lines_beside = LineCorrections(display, frame.second, beside.open)
        self.issues = IssueCorrections(display, frame.pane)
        self.issues_beside = IssueCorrections(display, frame.second)
        self.characters = CharacterCorrections(display, frame.pane, self._list_places)
        self.characters_beside = CharacterCorrections(display, frame.second, self._list_places)
        undoing.notApplied.connect(display.apply_later)
        calls = frame.issues.calls
        calls.offer_corrections = self.issues.offer_for
        calls.explain_date = self.issues.explain_date
        reading.shown.connect(self.issues.look)
        beside.changed.connect(self.issues_beside.look)

    def handlers(self) -> Handlers:
        return {
            "corrections": self._show_list,
            "misreadings": self._show_misreadings,
            "correct_character": lambda: self._active(self.characters, self.characters_beside).ask(),
            "correct_files": self._show_files,
            "correct_issue": lambda: self._active(self.issues, self.issues_beside).open_dialog_of_page(),
        }

    def refresh(self, change: Change) -> None:
        """Look for suggestions if the catalogue has changed."""
        if change is Change.PAPERS:
            self.issues.look()

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

    def _show_misreadings(self) -> None:
        """List possible misreadings: in the results if the query is a rung of misreadings, else in the issue."""
        from reader.search.answering.ladder import misread_in
        from reader.ui.corrections.misreading_list import MisreadingList, Scope, open_misreadings

        stored, query = self._reading.article, self._searching.query
        contents = self._library.contents
        if self._frame.are_results_shown() and misread_in(query):
            scope = Scope(say("搜到的各处"), lambda: self._library.searcher.ids_on(query), query)
        elif stored is not None:
            issue = stored.issue
            scope = Scope(
                day_of_issue(issue.date, issue.month_day, issue.label),
                lambda: [row.id for row in contents.articles(issue.id)],
            )
        else:
            self._services.message(say("先打开一期报纸。"))
            return
        own = (self._library, self.characters)
        open_misreadings(self._frame.window(), MisreadingList(*own, scope, self._reading.open_article))

    def _list_places(self, printed: str, read_as: str) -> None:
        from reader.ui.corrections.misreading_list import PlaceList, open_places

        own = (self._library, self.characters)
        places = PlaceList(*own, (printed, read_as), self._reading.open_article)
        open_places(self._frame.window(), places)

    def _active(self, first: _Kind, beside: _Kind) -> _Kind:
        return beside if self._frame.area.is_second_active else first
