"""Showing the result of a correction: the article and the issue to which the corrected lines belong now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reader.export.article_text import day_of_issue
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_menu import ArticleEntries
from reader.ui.corrections.correction_controller import (
    CharacterController,
    CorrectionController,
    IssueCorrectionController,
)
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.search.search_frame import SearchFrame
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.library.characters import CharacterOutcome
    from reader.library.corrections import CorrectionOutcome, IssueCorrectionOutcome
    from reader.search.query import Query


class CorrectionDisplay(LibraryFeature):
    """Shows articles and issues after a correction.

    `correcting` and `issue_correcting` are the controllers of the first article, those `_beside` of the second.
    """

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: SearchFrame,
        reading: ReadingController,
        beside: SecondArticle,
        bookmarking: BookmarkController,
        undoing: UndoStack,
        updating: SyncController,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._beside = beside
        self._bookmarking = bookmarking
        self._updating = updating
        self.correcting = CorrectionController(services, library, frame.pane, undoing, self)
        self.correcting_beside = CorrectionController(services, library, frame.second, undoing, self)
        self.issue_correcting = IssueCorrectionController(services, library, frame.pane, undoing, self)
        self.issue_correcting_beside = IssueCorrectionController(
            services, library, frame.second, undoing, self
        )
        self.characters = CharacterController(services, library, frame.pane, undoing, self)
        self.characters_beside = CharacterController(services, library, frame.second, undoing, self)
        undoing.notApplied.connect(self._apply_later)
        self._connect()

    def handlers(self) -> Handlers:
        return {
            "correct_character": lambda: self.active_characters().ask(),
            "correct_issue": lambda: self.active_issue_correcting().open_dialog_of_page(),
        }

    def _connect(self) -> None:
        for correcting, opens in (
            (self.correcting, self._reading.open_article),
            (self.correcting_beside, self._beside.open),
        ):
            correcting.openWanted.connect(opens)
            correcting.turned.connect(self._show_turned)
        for deciding in (self.characters, self.characters_beside):
            deciding.turned.connect(self._show_turned)
            deciding.decided.connect(self._character_decided)
            deciding.openWanted.connect(
                lambda article_id, form: self._reading.open_article(article_id, (form,))
            )
        self.correcting.corrected.connect(self._corrected)
        self.correcting.takenBack.connect(lambda _: self._refresh())
        self.correcting.imported.connect(lambda _: self._refresh())
        self.correcting_beside.corrected.connect(self._corrected_beside)
        for issues in (self.issue_correcting, self.issue_correcting_beside):
            issues.corrected.connect(self._issue_corrected)
            issues.turned.connect(self._show_turned_issue)
        calls = self._frame.issues.calls
        calls.offer_corrections = self.issue_correcting.offer_for
        calls.explain_date = self.issue_correcting.explain_date
        self._reading.shown.connect(self.issue_correcting.look)
        self._beside.changed.connect(self.issue_correcting_beside.look)

    def offer_for_row(self, entries: ArticleEntries, stored: StoredArticle) -> None:
        """Fill the corrections in the menu of an article's row: those of its headline and those of its issue."""
        self.correcting.offer_for_row(entries, stored)
        if not stored.is_missing:
            self.issue_correcting.offer_for(entries.menu, stored.issue)

    def refresh(self, change: Change) -> None:
        """Look for suggestions if the catalogue has changed."""
        if change is Change.PAPERS:
            self.issue_correcting.look()

    def active_characters(self) -> CharacterController:
        """Return the controller of character corrections for the active article."""
        return self.characters_beside if self._frame.area.is_second_active else self.characters

    def active_issue_correcting(self) -> IssueCorrectionController:
        """Return the controller of issue corrections for the active article."""
        is_second = self._frame.area.is_second_active
        return self.issue_correcting_beside if is_second else self.issue_correcting

    def _character_decided(self, made: CharacterOutcome) -> None:
        """Refresh the article after a decision on its characters; a decision not applied yet goes to `_apply_later`."""
        if made.is_applied:
            self._updating.look()
        else:
            self._apply_later()

    def _apply_later(self) -> None:
        """Have the next update apply the corrections; if this library never will, show a message with the reason."""
        if words := self._library.words.why_text_stays:
            self._services.message(words)
        else:
            self._updating.begin_again()

    def show_misreadings(self, window: QWidget, query: Query) -> None:
        """List possible misreadings: in the results if `query` is a rung of misreadings, else in the issue."""
        from reader.search.answering.ladder import misread_in
        from reader.ui.corrections import misreading_list

        stored = self._reading.article
        contents = self._library.contents
        if self._frame.are_results_shown() and misread_in(query):
            words = say("搜到的各处")
            scope = misreading_list.Scope(words, lambda: self._library.searcher.ids_on(query), query)
        elif stored is not None:
            issue = stored.issue
            scope = misreading_list.Scope(
                day_of_issue(issue.date, issue.month_day, issue.label),
                lambda: [row.id for row in contents.articles(issue.id)],
            )
        else:
            self._services.message(say("先打开一期报纸。"))
            return
        dialog = misreading_list.MisreadingList(window, self._library, self.characters, scope)
        dialog.openWanted.connect(lambda article_id, form: self._reading.open_article(article_id, (form,)))
        dialog.open()

    def _corrected(self, made: CorrectionOutcome) -> None:
        """Show the article of the corrected line; a correction not applied yet goes to `_apply_later`."""
        wanted, shown = self._to_show(made), self._reading.article
        if wanted is not None and (shown is None or shown.id != wanted):
            self._reading.open_article(wanted)

    def _corrected_beside(self, made: CorrectionOutcome) -> None:
        """Show the article of the corrected line in the second pane, otherwise like `_corrected`."""
        if (wanted := self._to_show(made)) is not None:
            self._beside.open(wanted)

    def _to_show(self, made: CorrectionOutcome) -> int | None:
        """Read bookmarks and library after a correction; return the id of the article to show, None for none."""
        self._bookmarking.read()
        if not made.is_applied:
            self._apply_later()
            return None
        self._updating.look()
        return None if made.correction.claim.kind.is_of_story else made.article_id

    def _issue_corrected(self, made: IssueCorrectionOutcome) -> None:
        """Show the corrected issue; if its id is gone, open the issue that replaced it."""
        if not made.is_applied:
            self._apply_later()
            return
        self._updating.look()
        listed = self._frame.issues.issue_id()
        if listed is not None and self._library.contents.issue(listed) is None and made.issue_id is not None:
            self._reading.open_issue(made.issue_id)

    def _show_turned(self, made: CharacterOutcome | CorrectionOutcome) -> None:
        """Open the article whose correction was undone or redone, unless a pane shows it already."""
        shown = {part.id for pane in self._frame.shown_panes() for part in pane.parts()}
        if made.article_id is not None and made.article_id not in shown:
            self._reading.open_article(made.article_id)

    def _show_turned_issue(self, made: IssueCorrectionOutcome) -> None:
        if made.issue_id is not None and self._frame.issues.issue_id() != made.issue_id:
            self._reading.open_issue(made.issue_id)

    def _refresh(self) -> None:
        self._updating.look()
        self._bookmarking.read()
