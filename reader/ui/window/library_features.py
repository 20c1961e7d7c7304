"""The features of an open library that its first picture does not show, and the connections between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from reader.export.forms import Style
from reader.export.notes import NoteOrder
from reader.i18n import say
from reader.library.library import Library
from reader.ui.article.article_pane import ArticlePane
from reader.ui.check.check_part import CheckPart
from reader.ui.controllers.bookmark_display import BookmarkMarks, Highlights, NoteDrafts, NoteResults
from reader.ui.controllers.corrections import Corrections
from reader.ui.controllers.page_controller import PageController
from reader.ui.controllers.read_marking import ContinuedNotice, ReadMarking
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.controllers.results_controller import ResultsController
from reader.ui.controllers.set_views import SetViews
from reader.ui.controllers.side_by_side import SecondArticle
from reader.ui.desk import Desk, DeskWindow, Parts
from reader.ui.frame import Tab
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmark_rows import BookmarkActs
from reader.ui.page.page_pane import PagePane
from reader.ui.sync.sync_controller import NotesFollower, SyncPart
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.widgets.undo_stack import UndoStack
from reader.ui.window.library_kinds import KindPart
from reader.ui.window.row_menus import Copying, RowMenus, WordMenus


class ActivePane(Feature):
    """Finds the pane that is active, and the controllers that belong to it."""

    def __init__(
        self,
        services: Services,
        layout: WindowLayout,
        caret: QAction,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._layout = layout
        self._area = layout.area
        self._caret = caret

    def handlers(self) -> Handlers:
        return {
            "about_article": self._layout.pane.strip.about_button.click,
            "caret": self._switch_caret,
            "find": self._find,
            "next_hit": partial(self.step_hit, 1),
            "previous_hit": partial(self.step_hit, -1),
            "source_lines": self._switch_source,
            "copy_article": self._copy_article,
            "highlight": self._highlight,
            "note": self._write_note,
        }

    def _find(self) -> None:
        self.article_pane().hits.open_field()

    def _switch_source(self) -> None:
        self.article_pane().switch_source()

    def _copy_article(self) -> None:
        self._area.active_pane().copy_article()

    def _write_note(self) -> None:
        self.pane().calls.write_note()

    def pane(self) -> ArticlePane | PagePane:
        """Return the active pane: that of an article, or that of the page shown instead of the first article."""
        if self._is_page():
            return self._area.page
        return self._area.active_pane()

    def article_pane(self) -> ArticlePane:
        """Return the active article pane; if anything is shown instead of the article, show the article first."""
        self._layout.uncover()
        if self._area.is_instead_shown():
            self._area.show_instead(None)
            self._layout.show_wide(False)
        if self._is_page():
            self._area.page.calls.switch_page()
        return self._area.active_pane()

    def clear_hits(self) -> None:
        """Hide the matches in the active article; in the first article, also those in its page."""
        layout = self._layout
        is_second = self._area.is_second_active
        for pane in (layout.area.second,) if is_second else (layout.area.page, layout.pane):
            pane.clear_hits()

    def step_hit(self, by: Literal[-1, 1]) -> None:
        """Go to the next match in the active pane, or the one before."""
        pane = self.pane()
        if isinstance(pane, PagePane):
            pane.view.step_hit(by)
        else:
            pane.hits.step(by)

    def _highlight(self) -> None:
        if not self.pane().mark_selection():
            self._services.message(say("先选中要标记的字。"))

    def _switch_caret(self) -> None:
        page = self.article_pane().page
        page.set_caret_shown(not page.is_caret_shown())
        self._caret.setChecked(page.is_caret_shown())
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_page(self) -> bool:
        return self._area.is_page_shown() and not self._area.is_second_active


class LibraryFeatures(Desk):
    def __init__(
        self,
        services: Services,
        library: Library,
        layout: WindowLayout,
        reading: ReadingController,
        sync: SyncPart,
        kind_part: KindPart,
        window: DeskWindow,
        actions: Mapping[str, QAction],
        style: Style,
        repair: Callable[[], object],
        article_shown: Callable[[], object],
        parent: QObject,
    ) -> None:
        """Prepare the features; they become children of `parent`.

        `style` is that of citations; `repair` starts an update, because the index is damaged or lacks dates, and
        `article_shown` is called when another article is shown beside the first one.
        """
        self.services = services
        self.library = library
        self.window = window
        self.parent = parent
        self.frame = self._layout = layout
        self.reading = reading
        self.sync = sync
        self._kind_part = kind_part
        self._style = style
        self._repair = repair
        self._article_shown = article_shown
        self.actions = actions
        self._settings = window.settings.saved

    def make(self) -> Iterator[None]:
        _ = self._layout.area.second
        yield
        _ = self._layout.area.page
        yield
        self._make_search()
        yield
        self._make_notebook()
        yield
        services = self.services
        library = self.library
        layout = self._layout
        parent = self.parent
        self.second = SecondArticle(services, library, layout, self.bookmarks, self.searching.needles)
        layout.pane.calls.open_article = self.reading.open_article
        yield
        self._make_menus()
        yield
        of_text = (self.reading, self.second, self.bookmarks, self.undo, self.sync)
        self.corrections = Corrections(services, library, layout, *of_text, parent)
        yield
        self.active = ActivePane(self.services, self._layout, self.actions["caret"], self.parent)
        self.active_pane = self.active.pane
        self.second.changed.connect(self._article_shown)
        for anew in (self._kind_part.changed, self._kind_part.returned):
            anew.connect(self.bookmarks.read)
        self.following = NotesFollower(self.services, self.library, self.sync.begin_again, self.parent)
        self.parts = Parts(self)
        for pane in (self._layout.pane, self._layout.area.second):
            pane.calls.on_words = partial(self.parts.on_words, pane)
        yield from self.parts.make()
        self.check = CheckPart(self)
        self.show_decided = self.check.show_decided
        self.bookmarks.check = self.check.show_mark
        for issues in (self.corrections.issues, self.corrections.second_issues):
            issues.check_day = self.check.show_day

    def _make_search(self) -> None:
        services = self.services
        library = self.library
        layout = self._layout
        parent = self.parent
        pages = PageController(self.services, self.library, self.reading, layout.area)
        self.pages = pages
        layout.issues.calls.open_page = pages.open
        layout.pane.calls.switch_page = pages.switch
        layout.area.page.calls.close_hits = layout.pane.clear_hits
        second_calls = layout.area.second.calls
        second_calls.rescan = self.sync.begin
        second_calls.message = self.services.message
        self.results = ResultsController(
            services,
            library,
            layout,
            self.reading,
            self.actions,
            self._settings,
            self._show_search_help,
            self._repair,
            lambda article_id, needles: self.second.open(article_id, needles),
            parent,
        )
        self.searching = self.results.searching
        self.views = SetViews(
            services,
            library,
            layout,
            self.results,
            lambda feature, action: self.parts.set_face(feature, action),
            parent,
        )
        self.export = self.results.exporting

    def _show_search_help(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_help(self._layout.window(), is_on_search=True)

    def _make_notebook(self) -> None:
        services = self.services
        library = self.library
        layout = self._layout
        parent = self.parent
        self.undo = UndoStack(services, library.acts, parent)
        self.bookmark_marks = BookmarkMarks(services, library, layout, self.reading, self.undo, parent)
        self.bookmarks = self.bookmark_marks.bookmarks
        if self._settings.bookmark_order in set(NoteOrder):
            layout.bookmarks.set_order(NoteOrder(self._settings.bookmark_order))
        self.copy_and_drag = Copying(library, layout, self._style)
        self.citation_style = lambda: self.copy_and_drag.style
        self._marking = Highlights(layout.pane, self.bookmarks)
        self._page_marking = Highlights(layout.area.page, self.bookmarks)

    def _make_menus(self) -> None:
        services = self.services
        library = self.library
        layout = self._layout
        parent = self.parent
        self.marks = ReadMarking(services, library, layout, self.reading, self.undo, parent)
        ContinuedNotice(services, layout, self.reading, parent)
        second = self.second
        self.menus = RowMenus(
            self,
            layout,
            self.copy_and_drag,
            self.marks,
            lambda entries, stored: self.corrections.offer_for_row(entries, stored),
            self._kind_part.when_known,
        )
        WordMenus(self, layout, self.menus, self.actions)
        acts = BookmarkActs(
            self.bookmark_marks.open,
            second.open_bookmark,
            self.menus.offer_for_bookmark,
            self.export.copy_citations_of,
        )
        self.note_results = NoteResults(services, layout, self.results, self.bookmarks, acts, parent)
        show = partial(layout.show_tab, Tab.BOOKMARKS)
        layout.bookmarks.serve(self.bookmarks, acts, show)
        layout.pane.notes.giver_of = layout.area.second.notes.giver_of = library.giver_of
        layout.area.page.giver_of = library.giver_of
        for bookmarks in (layout.bookmarks, self.note_results):
            bookmarks.listing.model.giver_of = library.giver_of

        markings = (self._marking, self._page_marking, self.second.marking)
        self.notes = NoteDrafts(services, library, layout, self.bookmarks, self.reading, markings, parent)
