"""The features of an open library that its first picture does not show, and the connections between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from reader.export.notes import NoteOrder
from reader.storage.settings import Settings
from reader.ui.calendar.calendar_controller import CalendarController
from reader.ui.corrections.corrections import Corrections
from reader.ui.desk import Desk
from reader.ui.issues.page_controller import PageController
from reader.ui.issues.read_marking import ContinuedNotice, ReadMarking
from reader.ui.notebook.bookmark_controller import BookmarkController, NoteFileController
from reader.ui.notebook.bookmark_display import (
    BookmarkDisplay,
    DraftController,
    HighlightController,
    NoteResults,
)
from reader.ui.notebook.dossier_controller import CollectingController
from reader.ui.people.people_controller import PeopleController
from reader.ui.picture.picture_controller import PictureController
from reader.ui.search.research_log import ResearchRecorder
from reader.ui.search.results_controller import Elsewhere, ResultsController
from reader.ui.search.saved_controller import SavedController
from reader.ui.side_by_side.second_article import SecondArticle, SimilarController, SourcesController
from reader.ui.sync.recognition_controller import RecognitionController
from reader.ui.sync.sync_controller import NoteChanges
from reader.ui.widgets.services import Services
from reader.ui.widgets.undo_stack import UndoStack
from reader.ui.window.active_reading import ActiveReading
from reader.ui.window.parts import Parts
from reader.ui.window.row_menus import CopyAndDrag, RowMenus, WordMenus

if TYPE_CHECKING:
    from reader.ui.window.library_controller import LibraryController


class LibraryFeatures:
    """Features and their widgets; `make` makes them."""

    def __init__(
        self,
        services: Services,
        controller: LibraryController,
        actions: Mapping[str, QAction],
        settings: Settings,
    ) -> None:
        """Prepare the features; they become children of the controller.

        They are deleted in the order of their making, before the widgets, to which they still send signals.
        """
        self._services = services
        self._controller = controller
        self._library = controller.library
        self._layout = controller.layout
        self._actions = actions
        self._settings = settings

    def make(self) -> Iterator[None]:
        """Make the features and connect them, some in each step."""
        _ = self._layout.second
        yield
        _ = self._layout.page_pane
        yield
        self._make_pages()
        yield
        self._make_search()
        yield
        self._make_notebook()
        yield
        self._make_sync()
        yield
        self._make_side_pane()
        yield
        self._make_menus()
        yield
        self._make_calendar()
        yield
        self._make_corrections_and_people()
        yield
        self._make_active()
        self._connect()
        own = (self._controller.reading, self.results, self._controller)
        self.parts = Parts(Desk(self._services, self._library, self._layout, *own))

    def _make_pages(self) -> None:
        controller, layout = self._controller, self._layout
        self.pages = pages = PageController(self._services, self._library, controller.reading, layout.area)
        layout.issues.calls.open_page = pages.open
        layout.pane.calls.switch_page = pages.switch
        layout.page_pane.calls.close_hits = layout.pane.clear_hits
        controller.connect_source(layout.second)

    def _make_search(self) -> None:
        services, library, layout, controller = self._services, self._library, self._layout, self._controller
        reading = controller.reading
        elsewhere = Elsewhere(
            self._show_search_help,
            controller.repair,
            lambda article_id, needles: self.beside.open(article_id, needles),
        )
        self.results = ResultsController(
            services, library, layout, reading, self._actions, self._settings, elsewhere, controller
        )
        self.searching, self.export = self.results.searching, self.results.exporting

    def _show_search_help(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_help(self._layout.window(), is_on_search=True)

    def _make_notebook(self) -> None:
        services, library, layout, controller = self._services, self._library, self._layout, self._controller
        self.undoing = UndoStack(services, library.acts, controller)
        self.bookmarking = BookmarkController(services, library, self.undoing, controller)
        if self._settings.bookmark_order in set(NoteOrder):
            layout.bookmarks.set_order(NoteOrder(self._settings.bookmark_order))
        self.bookmark_display = BookmarkDisplay(
            services, layout, controller.reading, self.bookmarking, controller
        )
        self._marking = HighlightController(layout.pane, self.bookmarking)
        self._page_marking = HighlightController(layout.page_pane, self.bookmarking)

    def _make_sync(self) -> None:
        services, library, layout, controller = self._services, self._library, self._layout, self._controller
        updating, style = controller.updating, controller.citation_style
        self.recognition = RecognitionController(
            services, library, layout.strip, updating.begin_again, controller
        )
        self.saved = SavedController(
            services, library, layout, self.results, self.undoing, updating, controller
        )
        self.recording = ResearchRecorder(services, library, self.results, controller.reading, controller)
        self.note_files = NoteFileController(
            services, layout.bookmarks, self.bookmarking, style, lambda: layout.settings.wording
        )
        self.copy_and_drag = CopyAndDrag(library, layout, style)

    def _make_side_pane(self) -> None:
        services, library, layout, controller = self._services, self._library, self._layout, self._controller
        reading = controller.reading
        self.beside = SecondArticle(services, library, layout, self.bookmarking, self.searching.needles)
        self.similar = SimilarController(services, library, layout, reading, self.beside, controller)
        own = (reading, self.undoing, controller.show_changes)
        self.sources = SourcesController(services, library, layout, *own, controller)
        self.pictures = PictureController(
            services, library, layout, reading, self.beside, controller.updating.begin, controller
        )

    def _make_menus(self) -> None:
        services, library, layout, controller = self._services, self._library, self._layout, self._controller
        self.marks = ReadMarking(services, library, layout, controller.reading, self.undoing, controller)
        ContinuedNotice(services, layout, controller.reading, controller)
        self.note_results = NoteResults(services, layout, self.results, self.bookmarking, controller)
        self.menus = RowMenus(
            services,
            library,
            layout,
            controller.reading,
            self.beside,
            self.results,
            self.bookmarking,
            self.copy_and_drag,
            self.marks,
            self.export,
            lambda: self.collecting,
            lambda entries, stored: self.corrections.offer_for_row(entries, stored),
            controller.kind_part.when_known,
            controller,
        )
        layout.pane.notes.giver_of = layout.second.notes.giver_of = library.giver_of
        layout.page_pane.giver_of = layout.dossiers.giver_of = library.giver_of
        for rows in (layout.bookmarks.view.row_model, self.note_results.view.row_model):
            rows.giver_of = library.giver_of
        layout.bookmarks.citationsWanted.connect(self.export.copy_citations_of)
        WordMenus(services, layout, self.menus, self._actions, controller)
        self.note_results.menuOpening.connect(self.menus.offer_for_bookmark)
        self.note_results.opened.connect(self.bookmark_display.open)
        self.note_results.view.secondArticleWanted.connect(self.beside.open_bookmark)
        own = (controller.reading, self.bookmarking, self.undoing, lambda: self.copy_and_drag.style)
        self.collecting = CollectingController(
            services, library, layout, lambda: self.active.pane(), *own, controller
        )
        self.note_results.menuOpening.connect(self.collecting.offer_for_bookmark)

    def _make_calendar(self) -> None:
        services, library, layout, controller = self._services, self._library, self._layout, self._controller
        reading = controller.reading
        markings = (self._marking, self._page_marking, self.beside.marking)
        self.notes = DraftController(
            services, library, layout, self.bookmarking, reading, markings, controller
        )
        self.calendar = CalendarController(
            services,
            library,
            layout,
            reading,
            self.beside,
            self.results,
            lambda issue: self.corrections.issues.explain_date(issue),
            controller,
        )

    def _make_corrections_and_people(self) -> None:
        services, library, layout, controller = self._services, self._library, self._layout, self._controller
        own = (controller.reading, self.beside, self.bookmarking, self.undoing, controller.updating)
        self.corrections = Corrections(services, library, layout, *own, controller)
        of_people = (controller.reading, self.results, self.undoing, controller.updating)
        self.people = PeopleController(services, library, layout, *of_people, controller)

    def _make_active(self) -> None:
        panes = (self.pages, self.beside, self._marking, self._page_marking)
        self.active = ActiveReading(
            self._services, self._layout, *panes, self._actions["caret"], self._controller
        )

    def _connect(self) -> None:
        controller, layout = self._controller, self._layout
        self.beside.changed.connect(controller.article_shown)
        self.beside.changed.connect(lambda: self.recording.look(layout.second.article()))
        for anew in (controller.kind_part.changed, controller.kind_part.returned):
            anew.connect(self.bookmarking.read)
        self.following = NoteChanges(self._services, self._library, controller)
        self.following.updateWanted.connect(controller.updating.begin_again)
