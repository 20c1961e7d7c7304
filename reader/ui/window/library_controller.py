"""One library in the window: its widgets, the controllers of its features, and the connections between them."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from importlib import import_module
from inspect import GEN_RUNNING, getgeneratorstate
from threading import Thread
from typing import TYPE_CHECKING, Literal

from msgspec import structs
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from reader import do_nothing
from reader.export.forms import Style
from reader.i18n import say
from reader.language import scripts
from reader.language.scripts import Script
from reader.library.library import Library
from reader.library.sync_events import SyncReport
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.printing import Printing, link_to, stored_printing
from reader.own_process import give_freed_memory_back, share_arenas
from reader.plugs import Held, load, plugs
from reader.storage.settings import LibrarySeen, Settings
from reader.ui.article.article_header import OpeningProgress
from reader.ui.article.typesetting import PageStyle, next_script
from reader.ui.controllers.reading_controller import (
    BY_ITSELF,
    ReadingController,
    ReadingPosition,
    StoppedPlaces,
)
from reader.ui.frame import Tab, place_by_face, places
from reader.ui.layout.columns import SIDEBAR
from reader.ui.layout.welcome import reason_for_no_articles
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets.background_tasks import (
    TaskQueue,
    do_when_idle,
    finish_all,
    garbage,
    threads,
)
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services
from reader.ui.widgets.state_panel import NoticeBar, PanelLink, Placeholder
from reader.ui.window.actions import Actions
from reader.ui.window.library_kinds import part_class

if TYPE_CHECKING:
    from reader.ui.desk import Desk, DeskWindow
    from reader.ui.window.library_features import LibraryFeatures


def offer_own_folder(bar: NoticeBar, choose_folder: Callable[[], object], key: str) -> None:
    """Show a notice above the sample's articles with what asks for the reader's own folder, and its key."""
    bar.show_notice(
        say("这是自带的样本，可以随便翻、随便试。"),
        [PanelLink("open", say("打开自己的报纸文件夹…（{key}）", key=key))],
    )
    bar.chosen.connect(lambda _: choose_folder())


_NOWHERE = ("", 0.0)


class Session(LibraryFeature):
    """Restores the layout and the reading positions from the settings, and writes them back.

    Until there is something to read, it shows the progress of the first sync; then it shows the newest issue.
    """

    def __init__(
        self,
        services: Services,
        library: Library,
        layout: WindowLayout,
        reading: ReadingController,
        sync: SyncPart,
        features: Callable[[], Desk],
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._root = str(library.root)
        self._opened = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self._layout = layout
        self._reading = reading
        self._features = features
        self._missed = _NOWHERE, _NOWHERE
        """The stored places of the first and the second article that are not open yet.

        Their articles may be missing from the catalogue until the sync has read their files again.
        """
        self._is_first_sync = False
        self._placeholders = Placeholder(layout.tree), Placeholder(layout.issues.view)
        sync.first.changed.connect(self._show_progress)
        sync.finished.connect(self._end_sync)

    def _show_progress(self, progress: OpeningProgress | None) -> None:
        """Show the progress of the first sync."""
        self._is_first_sync = self._is_first_sync or progress is not None
        self._layout.pane.empty.show_progress(progress)
        in_tree = say("读到的年份和期会列在这里。")
        in_list = say("读到的第一期会自己打开。")
        for place, words in zip(self._placeholders, (in_tree, in_list), strict=True):
            place.show_words("" if progress is None else words)

    def _end_sync(self) -> None:
        """Reopen the stored places, if only the cache was new, or show the newest issue after the first sync.

        An article that is just being opened counts as the reader's choice.
        """
        was_first = self._is_first_sync
        self._is_first_sync = False

        def go_on() -> None:
            if not self.come_back() and was_first:
                self._reading.follow_newest()

        self._reading.after_reading(go_on)

    def restore_layout(self, settings: Settings) -> None:
        """Restore the widths, the style of the page, the order of bookmarks and the tab of the sidebar."""
        self._missed = (
            settings.places_read.get(self._root, _NOWHERE),
            settings.places_beside.get(self._root, _NOWHERE),
        )
        layout = self._layout
        layout.widths |= {
            SIDEBAR: settings.sidebar_width,
            "issue": settings.list_width,
            "results": settings.results_width,
        }
        layout.settings.restore(settings.declared)
        if settings.sidebar_tab in place_by_face():
            tab = settings.sidebar_tab
        else:
            tab = Tab.PAPERS
        contents = self._library.contents
        if contents.newest_issue() is None and not contents.is_unanswered:  # newly read articles appear there
            tab = Tab.PAPERS
        layout.restore(tab, settings.sidebar_shown)

    def wants_features(self, settings: Settings) -> bool:
        return (
            settings.whole_page
            or settings.page_picture
            or self._missed[1] != _NOWHERE
            or self._root in settings.search_shown
            or self._layout.tab != Tab.PAPERS
        )

    def restore_places(self, settings: Settings) -> None:
        self._reading.stopped = StoppedPlaces(settings.places_stopped)
        if not self.come_back(is_page=settings.whole_page):
            self._reading.open_newest(BY_ITSELF)
        is_free = self._missed[1] == _NOWHERE
        # else nothing is restored there, and to ask for the features would make them before the first picture
        if self.wants_features(settings) and is_free and not self._features().second.is_open():
            for part in self._features().parts.made.values():
                part.restore_shown(settings)
        query = settings.search_shown.get(self._root)
        if query:
            self._features().results.enter_query(query)

    def come_back(self, *, is_page: bool | None = None) -> bool:
        """Open the stored places that are not open yet, if the library has their articles by now.

        An article that the user has opened meanwhile is not replaced. Return whether the first article is opened.
        """
        (name, down), second_place = self._missed
        if is_page is None:
            is_shown_whole = self._reading.is_page
        else:
            is_shown_whole = is_page
        if self._reading.is_untouched():
            printing = self._present(name)
        else:
            printing = None
        if printing is not None:
            self._reading.restore(ReadingPosition(printing, down=down, is_page=is_shown_whole))
            name = ""
        if second_place != _NOWHERE:
            other = self._present(second_place[0])
        else:
            other = None
        if other is not None and not self._features().second.is_open():
            self._features().second.open_place(ReadingPosition(other, down=second_place[1]))
            second_place = _NOWHERE
        self._missed = (name, down) if name else _NOWHERE, second_place
        return printing is not None

    def _present(self, name: str) -> Printing | None:
        printing = stored_printing(name)
        if printing is not None and self._library.articles.may_have(printing):
            return printing
        return None

    def settings(self, before: Settings) -> Settings:
        places_read = dict(before.places_read)
        is_waited_for = self._missed[0] != _NOWHERE and self._reading.is_untouched()
        # while the article of the last time has not been read in yet, its stored place must not be replaced
        place = self._reading.place()
        if place is not None and not is_waited_for:
            places_read[self._root] = (link_to(place.printing), place.down)
        places_beside = dict(before.places_beside)
        second_pane = self._features().second
        # likewise for the second article, which may still be missing or being read
        if self._missed[1] == _NOWHERE and second_pane.is_idle():
            places_beside.pop(self._root, None)
        place = second_pane.place()
        if place is not None:
            places_beside[self._root] = (link_to(place.printing), place.down)
        layout = self._layout
        search_shown = {
            root: query_text for root, query_text in before.search_shown.items() if root != self._root
        }
        if layout.are_results_shown():
            search_shown[self._root] = self._features().searching.text
        now = before
        for part in self._features().parts.made.values():
            now = part.with_shown(now)
        return structs.replace(
            now,
            places_read=places_read,
            places_beside=places_beside,
            search_shown=search_shown,
            places_stopped=self._reading.stopped_places().places,
            libraries_seen=self._libraries_seen(before),
            sidebar_width=layout.widths[SIDEBAR],
            list_width=layout.widths["issue"],
            results_width=layout.widths["results"],
            sidebar_shown=layout.columns.sidebar_when_wide,
            sidebar_tab=str(layout.tab),
            whole_page=self._reading.is_page,
        )

    def _libraries_seen(self, before: Settings) -> dict[str, LibrarySeen]:
        seen = {
            root: library_seen
            for root, library_seen in before.libraries_seen.items()
            if root in before.recent
        }
        counts = self._layout.strip.counts
        if counts is not None:
            seen[self._root] = LibrarySeen(self._opened, counts.newspapers, counts.issues, self._library.name)
        return seen


_WAIT_SECONDS = 0.002


def _import_features() -> None:
    """Import the modules of the features; run on a thread, so that the window stays responsive meanwhile."""
    share_arenas()  # before the many threads of searching
    import_module("reader.library.corrections")
    import_module("reader.ui.window.library_features")
    for plug in plugs():
        if plug.follows:
            load(plug.part)


SECONDS_BETWEEN_REPAIRS = 5.0
"""The minimum interval between two repairs, in seconds, so that a repair in vain is not repeated endlessly."""


FEATURES_MS = 30
"""The time from the first article on the page to when features begin to be made, in milliseconds; a picture is shown by
then.
"""


SCRIPTS_OFFERED_MS = 60_000
"""The time for which the tables of all scripts are kept once one may be chosen, in milliseconds."""


def _keep_tables(script: Script) -> None:
    if scripts.keep_only(script):
        give_freed_memory_back()


_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.InputMethod,
    )
)


class LibraryController(QObject):
    _has_read = False  # whether an article was on the page before
    _is_started = False

    def __init__(
        self,
        services: Services,
        library: Library,
        actions: Actions,
        settings: Settings,
        for_features: Callable[[], DeskWindow],
        article_shown: Callable[[LibraryController], object],
        completed: Callable[[LibraryController], object],
        window: QObject,
    ) -> None:
        """Make the controllers and the widgets; `window` is the parent.

        `for_features` returns what features may ask of the window; `article_shown` is called when another article is on
        the page, `completed` when all features are made. The controllers are deleted in the order of
        their making, before the widgets, to which they still send signals.
        """
        super().__init__(window)
        services = services.for_library()
        self._services = services
        self.library = library
        threads.take_turns = not library.is_elsewhere
        self.layout = WindowLayout(actions)
        self._places = [*places()]
        self._faces = [*place_by_face()]
        self._tell_shown = partial(article_shown, self)
        self._completed = completed
        self._actions = actions
        self._for_features = for_features
        self._settings = settings
        self._repaired_at = -SECONDS_BETWEEN_REPAIRS
        layout = self.layout
        self.kind_part = part_class(library)(
            services, library, layout, actions, self
        )  # before the library is queried
        layout.tree.set_library(library.contents)
        layout.issues.set_library(library.contents)
        self.reading = ReadingController(services, library, layout.tree, layout.issues, layout.pane)
        self.sync = SyncPart(services, library, layout.strip, self)
        self.session = Session(
            services, library, layout, self.reading, self.sync, lambda: self.features, self
        )
        self.citation_style = Style.of_settings(settings.citation_style)
        self._scripts = TaskQueue(self)
        self._scripts_offered = QTimer(self, singleShot=True, interval=SCRIPTS_OFFERED_MS)
        self._connect()
        self._enable()
        self._features: LibraryFeatures | None = None
        self._are_made = False
        self._steps = self._while_untouched(self._make_features())
        self.session.restore_layout(settings)

    def _connect(self) -> None:
        """Connect what the widgets ask for, and what the library, its sync and the page tell, with what does it."""
        layout = self.layout
        calls = layout.pane.calls
        calls.step = self._step_first
        calls.go_on = self._go_on
        calls.rescan = self.sync.begin
        calls.message = self._services.message
        layout.strip.calls.retry = self._try_again
        layout.pane.header.size_button.clicked.connect(self._offer_scripts)
        layout.settings.styleChanged.connect(self._load_chosen_script)
        self._scripts_offered.timeout.connect(self._load_chosen_script)
        self.reading.shown.connect(self._article_shown)
        self.kind_part.changed.connect(self.sync.look)
        self.kind_part.answered.connect(self.reading.follow_answers)
        self.kind_part.returned.connect(self.show_changes)
        self.sync.refreshed.connect(self.show_changes)
        self.sync.finished.connect(self._updated)

    def handlers(self) -> Handlers:
        self.complete()
        layout = self.layout
        settings = self.layout.settings
        of_sidebar: dict[str, Callable[[], object]] = {}
        for face in self._faces:
            of_sidebar[f"show_{face}"] = partial(self.show_tab, face)
        for place in self._places:
            of_sidebar[f"show_{place}"] = partial(self._show_place, place)
        return self._services.handlers() | {
            **of_sidebar,
            "next_article": partial(self.step_article, 1),
            "previous_article": partial(self.step_article, -1),
            "search": layout.search.begin,
            "next_pane": layout.focus_next_pane,
            "previous_pane": partial(layout.focus_next_pane, is_next=False),
            "toggle_sidebar": layout.toggle_sidebar,
            "toggle_list": layout.toggle_list,
            "text_size": self._open_style_panel,
            "larger": partial(settings.step_size, 1),
            "smaller": partial(settings.step_size, -1),
            "script": self._choose_next_script,
            "normal_size": self._set_normal_size,
        }

    def _choose_next_script(self) -> None:
        settings = self.layout.settings
        settings.set_style(next_script(settings.style))

    def _open_style_panel(self) -> None:
        layout = self.layout
        page = layout.area.page
        if page.isVisible():
            page.open_style_panel()
        else:
            layout.pane.open_style_panel()

    def _set_normal_size(self) -> None:
        settings = self.layout.settings
        settings.set_style(structs.replace(settings.style, size=PageStyle().size))

    def show_tab(self, tab: str) -> None:
        self.layout.show_tab(tab)
        self.layout.focus_sidebar()

    def _show_place(self, name: str) -> None:
        self.layout.show_place(name)
        self.layout.focus_sidebar()

    def held(self) -> Held:
        """Return the settings that are part of the state of this library's widgets and features."""
        from reader.export.notes import NoteOrder

        bookmarks = self.layout.bookmarks

        def note_order() -> str:
            return bookmarks.order().value

        def set_note_order(value: str) -> None:
            bookmarks.set_order(NoteOrder(value))

        def citation_style() -> str:
            return self.citation_style.value

        return {
            **self.layout.settings.held(),
            **self.features.results.held(),
            "bookmark_order": (note_order, set_note_order),
            "citation_style": (citation_style, self._cite_in),
        }

    def held_by_parts(self) -> Held:
        return {
            name: accessors
            for part in self.features.parts.made.values()
            for name, accessors in part.settings().items()
        }

    def _cite_in(self, style: str) -> None:
        self.citation_style = Style(style)
        features = self.features
        for part in (features.copy_and_drag, features.export):
            part.style = self.citation_style

    # -- start and end

    def start(self) -> None:
        """Show the article last read, or the newest issue, and start the first sync."""
        if self.session.wants_features(self._settings):
            self.complete()
        if self.layout.settings.style.script is not Script.PRINTED:
            self._load_chosen_script()
        self._services.start()
        self._is_started = True
        self.session.restore_places(self._settings)
        if self.layout.is_covered():
            self.show_tab(self.layout.tab)
        self.layout.focus_reading()
        self.sync.begin()
        self.reading.after_reading(lambda: do_when_idle(self._steps, self, FEATURES_MS, 0))
        do_when_idle(self._prepare(), self)
        words = self.library.user_data.complaint or self.library.words.where_notes_are
        if words:
            self._services.message(words)

    def _while_untouched(self, steps: Iterator[None]) -> Generator[None]:
        """Yield after each step, and take the others at once when something is touched."""
        application = QApplication.instance()
        assert application is not None
        for _ in steps:
            # not within a step, where nobody can touch anything: it makes thousands of events
            application.installEventFilter(self)
            yield
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.complete()
        return False

    def _make_features(self) -> Iterator[None]:
        """Import and make the features that the first picture does not show; each step ends with a yield."""
        imports = Thread(target=_import_features, daemon=True)
        imports.start()
        while imports.is_alive():
            imports.join(_WAIT_SECONDS)
            yield
        from reader.ui.window.library_features import LibraryFeatures

        self._actions.complete()
        self._features = LibraryFeatures(
            self._services,
            self.library,
            self.layout,
            self.reading,
            self.sync,
            self.kind_part,
            self._for_features(),
            self._actions,
            self.citation_style,
            self.repair,
            self._tell_shown,
            self,
        )
        yield from self._features.make()
        yield
        self._are_made = True
        self._completed(self)
        if self._is_started:
            self._services.start()
            stored = self.layout.pane.article()
            if stored is not None:
                self.reading.shown.emit(stored)

    def complete(self) -> None:
        for _ in self._steps:
            pass

    @property
    def features(self) -> LibraryFeatures:
        """Return the features that the first picture does not show; they are made first if they are not yet.

        All are made at once, because their signals are connected only when the last one is made.
        """
        if getgeneratorstate(self._steps) != GEN_RUNNING:
            self.complete()
        assert self._features is not None
        return self._features

    def _prepare(self) -> Iterator[None]:
        while not self._are_made:
            yield
        self.features.searching.prepare()
        while (
            not self.features.searching.is_idle()
        ):  # threads that import the same modules wait for each other
            yield
        self.features.window.settings.say_failures()
        if not self.layout.has_results():
            _ = self.layout.results
            yield
        for part in [*self.features.parts.made.values()]:
            yield from part.prepare()
        garbage.keep_what_stays()

    def _load_chosen_script(self) -> None:
        """Load the conversion tables of the script that is chosen, and free those of others: they take 44 MB."""
        self._scripts.run(partial(_keep_tables, self.layout.settings.style.script), do_nothing)

    def _offer_scripts(self) -> None:
        """Load the conversion tables of all scripts, one of which may be chosen; what is not is freed a while later."""
        self._scripts.run(scripts.prepare, do_nothing)
        self._scripts_offered.start()

    def is_reading(self) -> bool:
        return not (
            self.reading.is_idle() and self.features.second.is_idle() and self.features.pages.is_idle()
        )

    def close(self, *, waits: bool = True) -> None:
        """Finish all features and close the library; what is queued to be written is written."""
        self._steps.close()
        self._services.finish()
        finish_all(self, self.layout)
        self.sync.close(waits=waits)  # last: writing may have started a sync
        self.library.close()
        garbage.let_go()

    # -- reading

    def step_article(self, by: Literal[-1, 1]) -> None:
        """Go to the next or previous article of the results if they are shown, else of the issue."""
        if self.layout.area.is_second_active:
            self.features.second.step(by)
        else:
            self._step_first(by)

    def _step_first(self, by: Literal[-1, 1]) -> None:
        if self.layout.are_results_shown():
            self._step_result(by)
        else:
            self.reading.step(by)

    def _step_result(self, by: Literal[-1, 1]) -> bool:
        is_there = self.layout.results.step(by)
        if not is_there:
            self._services.message(say("结果里没有下一篇了。") if by > 0 else say("结果里没有上一篇了。"))
        return is_there

    def _go_on(self, by: Literal[-1, 1]) -> bool:
        """Open the next article of the search, whose results may be set aside; return whether there is one."""
        if self.layout.has_results():
            results = self.layout.results
        else:
            results = None
        is_search = results is not None and results.face() is results.view
        return is_search and bool(self.features.searching.text) and self._step_result(by)

    def _article_shown(self, stored: StoredArticle | None) -> None:
        is_first = not self._has_read
        self._has_read = stored is not None
        if stored is not None:
            if is_first and QApplication.focusWidget() in (self.layout, self.layout.issues.view):
                self.layout.focus_reading()
            if self.layout.has_results():
                self.layout.results.show_article(stored.id)
        if self._are_made:
            self.features.results.show_position()
        self._enable()
        self._tell_shown()

    def _enable(self) -> None:
        self._actions["back"].setEnabled(self.reading.can_go_back)
        self._actions["forward"].setEnabled(self.reading.history.at + 1 < len(self.reading.history.places))

    def _try_again(self) -> None:
        self.kind_part.try_again()
        self.sync.begin()

    def show_changes(self) -> None:
        """Refresh all parts of the window after the library has changed."""
        self._show_welcome(False)
        self._services.refresh(Change.PAPERS)
        if self._are_made:
            self.features.results.show_position()

    def _updated(self, report: SyncReport) -> None:
        """Refresh what a sync may have changed; show the welcome if there is no article."""
        self._services.refresh(Change.SCAN)
        if report.articles == 0:
            self.layout.welcome.show_words(reason_for_no_articles(report, self.library.name))
        self._show_welcome(report.articles == 0 and not self.layout.area.is_instead_shown())

    def _show_welcome(self, is_shown: bool) -> None:
        if is_shown != self.layout.is_welcome_shown():
            self.layout.show_welcome(is_shown)
            self.layout.focus_reading()

    # -- searching

    def repair(self) -> None:
        """Start a sync, which rebuilds damaged data, then search again; at most once in `SECONDS_BETWEEN_REPAIRS`."""
        now = time.monotonic()
        if now - self._repaired_at < SECONDS_BETWEEN_REPAIRS:
            return
        self._repaired_at = now
        self.sync.finished.connect(self.show_changes, Qt.ConnectionType.SingleShotConnection)
        self.sync.begin()

    # -- keys

    def escape(self) -> None:
        """Go one step back: hide the matches, go to the results, then set them aside for the list of the issue.

        From the search field, go to the results at once. Nothing of the search is lost: only an empty field ends it.
        """
        layout = self.layout
        parts = *self.features.parts.made.values(), self.features.check
        if layout.close_drawer() or (
            (self.features.views.step_back() or any(part.step_back() for part in parts))
            and not layout.search.line.hasFocus()
        ):
            return
        if layout.is_covered() and not layout.search.line.hasFocus():
            layout.uncover()
            return
        if layout.step_back_from_sidebar():
            return
        if self.features.active.pane().has_hits() and not layout.search.line.hasFocus():
            self.features.active.clear_hits()
            return
        if layout.area.is_second_active:
            self.features.second.close()
            return
        if self.layout.step_back_from_card():
            return
        focused = QApplication.focusWidget()
        if layout.are_results_shown() and (
            layout.results.is_empty() or (focused is not None and layout.results.isAncestorOf(focused))
        ):
            self.features.results.together.set_results_aside()
        layout.focus_list()
