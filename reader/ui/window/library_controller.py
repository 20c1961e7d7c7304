"""One library in the window: its widgets, the controllers of its features, and the connections between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from reader.export.forms import Style
from reader.i18n import say
from reader.language import scripts
from reader.language.scripts import Script
from reader.library.library import Library
from reader.library.sync_events import SyncReport
from reader.newspaper.holdings import StoredArticle
from reader.storage.settings import Settings
from reader.ui.article.style_panel import next_script, usual_size
from reader.ui.article.typesetting import PageStyle
from reader.ui.calendar.calendar_controller import CalendarController
from reader.ui.corrections.correction_display import CorrectionDisplay
from reader.ui.frame.frame import Tab
from reader.ui.issues.page_controller import PageController
from reader.ui.issues.read_marking import ContinuedNotice, ReadMarking
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.bookmark_display import BookmarkDisplay, DraftController
from reader.ui.notebook.dossier_controller import CollectingController
from reader.ui.notebook.highlight_controller import HighlightController
from reader.ui.notebook.note_file_controller import NoteFileController
from reader.ui.notebook.note_results import NoteResults
from reader.ui.people.people_controller import PeopleController
from reader.ui.picture.picture_controller import PictureController
from reader.ui.riffle.riffle_controller import RiffleController
from reader.ui.search.concordance_controller import ConcordanceController
from reader.ui.search.research_recorder import ResearchRecorder
from reader.ui.search.result_export import ResultExport
from reader.ui.search.results_controller import ResultsController
from reader.ui.search.saved_controller import SavedController
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.side_by_side.similar_controller import SimilarController
from reader.ui.side_by_side.sources_controller import SourcesController
from reader.ui.sync.recognition_controller import RecognitionController
from reader.ui.sync.sync_controller import NoteChanges, SyncController
from reader.ui.widgets.background_tasks import IdleTasks, TaskQueue, finish_all
from reader.ui.widgets.services import Change, Feature, Handlers, Services
from reader.ui.widgets.undo_stack import UndoStack
from reader.ui.window.active_reading import ActiveReading
from reader.ui.window.layout import WindowLayout
from reader.ui.window.row_menus import CopyAndDrag, RowMenus, WordMenus
from reader.ui.window.session import Opening, Session
from reader.ui.window.welcome import reason_for_no_articles
from reader.ui.window.wings import controller_class


class ViewActions(Feature):
    """Moves the focus between the parts of the layout, shows and hides them, and changes the style of the page."""

    def __init__(self, services: Services, layout: WindowLayout, parent: QObject) -> None:
        super().__init__(services, parent)
        self._layout = layout

    def handlers(self) -> Handlers:
        layout = self._layout
        return {
            "search": layout.search.begin,
            "next_pane": layout.focus_next_pane,
            "show_papers": lambda: self.show_tab(Tab.PAPERS),
            "show_calendar": lambda: self.show_tab(Tab.CALENDAR),
            "show_people": lambda: self.show_tab(Tab.PEOPLE),
            "show_bookmarks": lambda: self.show_tab(Tab.BOOKMARKS),
            "show_dossiers": lambda: self.show_tab(Tab.DOSSIERS),
            "toggle_sidebar": layout.toggle_sidebar,
            "toggle_list": layout.toggle_list,
            "larger": lambda: layout.pane.step_size(1),
            "smaller": lambda: layout.pane.step_size(-1),
            "script": lambda: self._set_style(next_script),
            "normal_size": lambda: self._set_style(usual_size),
        }

    def show_tab(self, tab: Tab) -> None:
        """Show a tab of the sidebar and give it the focus."""
        self._layout.show_tab(tab)
        self._layout.focus_sidebar()

    def _set_style(self, change: Callable[[PageStyle], PageStyle]) -> None:
        pane = self._layout.pane
        pane.set_style_of_page(change(pane.style_of_page()))


def share_style(layout: WindowLayout) -> None:
    """Give the page and the second article the style of the first; apply a style chosen in one pane to all."""
    first, second, page = layout.pane, layout.second, layout.page_pane

    def share() -> None:
        style = first.style_of_page()
        page.set_style_of_page(style)
        second.set_style_of_page(style)

    share()
    first.styleChanged.connect(share)
    second.styleChanged.connect(lambda: first.set_style_of_page(second.style_of_page()))
    page.styleChosen.connect(first.set_style_of_page)
    page.sizeStepWanted.connect(first.step_size)


SECONDS_BETWEEN_REPAIRS = 5.0
"""The minimum interval between two repairs, in seconds, so that a repair in vain is not repeated endlessly."""


class LibraryController(QObject):
    """Composes the widgets with the controllers of one library.

    Signal: `articleShown` is emitted when another article is on the page.
    """

    articleShown = Signal()
    _has_read = False  # whether an article was on the page before

    def __init__(
        self,
        services: Services,
        library: Library,
        actions: Mapping[str, QAction],
        settings: Settings,
        window: QObject,
    ) -> None:
        """Make the controllers and the widgets; `window` is the parent.

        The controllers are deleted in the order of their making, before the widgets, to which they still send signals.
        """
        super().__init__(window)
        self._services = services = services.for_library()
        self.library = library
        self.layout = WindowLayout(actions)
        self._actions = actions
        self._settings = settings
        self._repaired_at = -SECONDS_BETWEEN_REPAIRS
        layout = self.layout
        wing = controller_class(library)
        self.wing = wing(services, library, layout, actions, self)  # before the library is queried
        layout.tree.set_library(library.contents)
        layout.issues.set_library(library.contents)
        self.reading = ReadingController(services, library, layout.tree, layout.issues, layout.pane)
        self.pages = PageController(services, library, self.reading, layout.page_pane)
        self.results = ResultsController(services, library, layout, self.reading, actions, settings, self)
        self.searching = self.results.searching
        self.concordance = ConcordanceController(
            services, library, layout, self.reading, self.searching, self
        )
        self.undoing = UndoStack(services, library.acts, self)
        self.bookmarking = BookmarkController(services, library, self.undoing, self)
        self.bookmark_display = BookmarkDisplay(services, layout, self.reading, self.bookmarking, self)
        marking = HighlightController(layout.pane, self.bookmarking)
        page_marking = HighlightController(layout.page_pane, self.bookmarking)
        self.citation_style = style = Style.kept(settings.citation_style)
        self.updating = SyncController(services, library, layout.strip, self)
        self.recognition = RecognitionController(
            services, library, layout.strip, self.updating.begin_again, self
        )
        self.saved = SavedController(
            services, library, layout, self.results, self.undoing, self.updating, self
        )
        self.recording = ResearchRecorder(services, library, self.results, self.reading, self)
        self.note_files = NoteFileController(
            services, layout.bookmarks, self.bookmarking, style, self._with_corrected
        )
        self.copy_and_drag = CopyAndDrag(library, layout, style)
        self.export = ResultExport(services, library, layout, self.searching, style, self)
        self.beside = SecondArticle(services, library, layout, self.bookmarking, self.searching.needles)
        self.similar = SimilarController(services, library, layout, self.reading, self.beside, self)
        self.sources = SourcesController(services, library, layout, self.reading, self.undoing, self)
        self.pictures = PictureController(services, library, layout, self.reading, self.beside, self)
        self._connect_messages()
        markings = (marking, page_marking, self.beside.marking)
        self.notes = DraftController(
            services, library, layout, self.bookmarking, self.reading, markings, self
        )
        Opening(layout, self.reading, self.updating, lambda: self.session.come_back(), self)
        self.calendar = CalendarController(
            services, library, layout, self.reading, self.beside, self.results, self
        )
        self.riffling = RiffleController(services, library, layout, self.reading, self)
        self.corrections = CorrectionDisplay(
            services,
            library,
            layout,
            self.reading,
            self.beside,
            self.bookmarking,
            self.undoing,
            self.updating,
            self,
        )
        self.menus.rowOffered.connect(self.corrections.offer_for_row)
        self.people = PeopleController(
            services, library, layout, self.reading, self.results, self.undoing, self.updating, self
        )
        self.active = ActiveReading(
            services,
            layout,
            self.pages,
            self.beside,
            marking,
            page_marking,
            actions["caret"],
            self,
        )
        self.session = Session(
            services, library, layout, self.reading, self.beside, self.pictures, self.results, actions, self
        )
        self.view = ViewActions(services, layout, self)
        layout.pane.noteWanted.connect(marking.write_note)
        self._connect_reading()
        self._connect_pages()
        self._connect_beside()
        self._connect_results()
        self._connect_bookmarks()
        self.concordance.queryWanted.connect(self.results.enter_query)
        self.updating.refreshed.connect(self._refresh)
        self.updating.finished.connect(self._updated)
        self.session.restore_layout(settings)

    def handlers(self) -> Handlers:
        """Return the functions of the actions on the library, by the names of the actions."""
        return self._services.handlers() | {
            "next_article": lambda: self.step_article(1),
            "previous_article": lambda: self.step_article(-1),
        }

    # -- start and end

    def start(self) -> None:
        """Show the article last read, or the newest issue, and start the first sync."""
        tab = self.layout.tab
        if self.layout.pane.style_of_page().script is not Script.PRINTED:
            self._load_scripts()
        self._services.start()
        self.session.restore_places(self._settings)
        if tab is Tab.CALENDAR:
            self.view.show_tab(tab)
        self.layout.focus_reading()
        self.updating.begin()
        IdleTasks(self._prepare(), self)
        if words := self.library.user_data.complaint or self.library.words.where_notes_are:
            self._services.message(words)

    def _prepare(self) -> Iterator[None]:
        """Load modules and make widgets in advance, in steps."""
        self.searching.prepare()
        while not self.searching.is_idle():  # threads that import the same modules wait for each other
            yield
        self.saved.read()
        self._load_scripts()
        yield from self.layout.prepare()

    def _load_scripts(self) -> None:
        """Load the conversion tables of other scripts, so that texts in them are shown without delay."""
        TaskQueue(self).run(scripts.prepare, lambda _: None)

    def is_reading(self) -> bool:
        """Return whether an article or a page that was opened is still being read."""
        return not (self.reading.is_idle() and self.beside.is_idle() and self.pages.is_idle())

    def close(self, *, waits: bool = True) -> None:
        """Finish all features and close the library; what is queued to be written is written.

        The sync process is ended last; with `waits`, wait for its end.
        """
        self._services.finish()
        finish_all(self, self.layout)
        self.updating.close(waits=waits)  # last: writing may have started a sync
        self.library.close()

    def _with_corrected(self) -> bool:
        """Return whether copied and exported text marks the characters that a reader has corrected."""
        return self.layout.page_pane.copies_corrected

    def _connect_messages(self) -> None:
        self.marks = ReadMarking(self._services, self.library, self.layout, self.reading, self.undoing, self)
        ContinuedNotice(self._services, self.layout, self.reading, self)
        self.note_results = NoteResults(self._services, self.layout, self.results, self.bookmarking, self)
        parts = (self.reading, self.beside, self.results, self.bookmarking, self.copy_and_drag, self.marks)
        self.menus = RowMenus(self._services, self.library, self.layout, *parts, self.wing.when_known, self)
        self.menus.citationsWanted.connect(self.export.copy_citations)
        self.menus.exportWanted.connect(self.export.ask)
        self.menus.issueExportWanted.connect(self.export.ask_for_issue)
        for marks in (self.layout.pane.notes, self.layout.second.notes):
            marks.giver_of = self.library.giver_of
        self.layout.page_pane.giver_of = self.library.giver_of
        for rows in (self.layout.bookmarks.view.row_model, self.note_results.view.row_model):
            rows.giver_of = self.library.giver_of
        self.layout.bookmarks.citationsWanted.connect(self.export.copy_citations_of)
        WordMenus(self._services, self.layout, self.menus, self._actions, self)
        self.menus.queryWanted.connect(self.results.enter_query)
        self.note_results.menuOpening.connect(self.menus.offer_for_bookmark)
        self.note_results.opened.connect(self.bookmark_display.open)
        self.note_results.view.secondArticleWanted.connect(self.beside.open_bookmark)
        own = (self.reading, self.bookmarking, self.undoing, lambda: self.copy_and_drag.style)
        self.collecting = CollectingController(
            self._services, self.library, self.layout, lambda: self.active.pane(), *own, self
        )
        self.note_results.menuOpening.connect(self.collecting.offer_for_bookmark)
        self.menus.offered.connect(self.collecting.offer)
        self.menus.collectingWanted.connect(self.collecting.offer_for_articles)

    # -- reading

    def _connect_reading(self) -> None:
        self.reading.shown.connect(self._article_shown)
        self.reading.historyChanged.connect(self._enable)
        pane = self.layout.pane
        pane.previousWanted.connect(lambda: self._step_first(-1))
        pane.nextWanted.connect(lambda: self._step_first(1))
        for each in (pane, self.layout.second):
            each.source.rescanWanted.connect(self.updating.begin)
            each.articleCopied.connect(lambda: self._services.message(say("已复制全文")))
        self._enable()

    def _connect_pages(self) -> None:
        layout, pages = self.layout, self.pages
        self.pictures.rescanWanted.connect(lambda: self.updating.begin())
        pages.faceChanged.connect(layout.area.show_page)
        layout.tree.pageActivated.connect(pages.open)
        layout.issues.pageActivated.connect(pages.open)
        layout.pane.pageWanted.connect(pages.switch)
        share_style(layout)
        layout.page_pane.hitsClosed.connect(layout.pane.clear_hits)

    def _connect_beside(self) -> None:
        beside = self.beside
        beside.changed.connect(self.articleShown)
        beside.changed.connect(lambda: self.recording.look(self.layout.second.article()))

    def step_article(self, by: Literal[-1, 1]) -> None:
        """Go to the next or previous article of the results if they are shown, else of the issue.

        With the second article active, go to the article before or after it in its own issue.
        """
        if self.layout.area.is_second_active():
            self.beside.step(by)
        else:
            self._step_first(by)

    def _step_first(self, by: Literal[-1, 1]) -> None:
        if self.layout.are_results_shown():
            self.layout.results.step(by)
        else:
            self.reading.steps.step(by)

    def _article_shown(self, stored: StoredArticle | None) -> None:
        is_first, self._has_read = not self._has_read, stored is not None
        if stored is not None:
            if is_first and QApplication.focusWidget() in (self.layout, self.layout.issues.view):
                self.layout.focus_reading()
            self.layout.pane.set_bookmarked(self.bookmarking.of(stored.anchor) is not None)
            if self.layout.has_results():
                self.layout.results.show_article(stored.id)
        self.results.show_position()
        self._enable()
        self.articleShown.emit()

    def _enable(self) -> None:
        self._actions["back"].setEnabled(self.reading.can_go_back)
        self._actions["forward"].setEnabled(self.reading.can_go_forward)

    def _refresh(self) -> None:
        """Refresh all parts of the window after the library has changed."""
        self._show_welcome(False)
        self._services.refresh(Change.PAPERS)
        self.results.show_position()

    def _updated(self, report: SyncReport) -> None:
        """Refresh what a sync may have changed; show the welcome if there is no article."""
        self._services.refresh(Change.SCAN)
        if report.articles == 0:
            self.layout.welcome.show_words(reason_for_no_articles(report, self.library.name))
        self._show_welcome(report.articles == 0)

    def _show_welcome(self, is_shown: bool) -> None:
        if is_shown != self.layout.is_welcome_shown():
            self.layout.show_welcome(is_shown)
            self.layout.focus_reading()

    # -- searching

    def _connect_results(self) -> None:
        self.results.repairWanted.connect(self.repair)
        self.wing.changed.connect(self.updating.look)
        self.wing.answered.connect(self.reading.follow_answers)
        self.wing.returned.connect(self._refresh)
        for anew in (self.wing.changed, self.wing.returned):
            anew.connect(self.bookmarking.read)
        explain_date = self.corrections.issue_correcting.explain_date
        self.layout.calendarMade.connect(lambda calendar: calendar.dateReasonWanted.connect(explain_date))
        self.calendar.riffleWanted.connect(lambda: self.riffling.open())

    def repair(self) -> None:
        """Start a sync, which rebuilds damaged data, then search again; at most once in `SECONDS_BETWEEN_REPAIRS`."""
        now = time.monotonic()
        if now - self._repaired_at < SECONDS_BETWEEN_REPAIRS:
            return
        self._repaired_at = now
        self.updating.finished.connect(self._refresh, Qt.ConnectionType.SingleShotConnection)
        self.updating.begin()

    # -- bookmarks

    def _connect_bookmarks(self) -> None:
        self.sources.changed.connect(self._refresh)
        self.following = NoteChanges(self._services, self.library, self)
        self.following.updateWanted.connect(self.updating.begin_again)

    # -- keys

    def escape(self) -> None:
        """Go one step back: hide the matches, then leave the search, then go to the list.

        From the search field, leave the search at once.
        """
        layout = self.layout
        if layout.close_drawer() or (self.concordance.step_back() and not layout.search.line.hasFocus()):
            return
        if self.active.has_hits() and not layout.search.line.hasFocus():
            self.active.clear_hits()
            return
        if layout.area.is_second_active():
            self.beside.close()
            return
        if self.people.step_back():
            return
        if layout.are_results_shown() or self.searching.text:
            self.results.leave_search()
        layout.focus_list()
