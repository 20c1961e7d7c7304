"""One library in the window: its widgets in their layout, and what goes on between them."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication

from reader.export import citation
from reader.export.notes import NoteOrder
from reader.i18n import say
from reader.library.library import Library
from reader.library.sync_events import SyncReport
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.storage.settings import Settings
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.typesetting import PageStyle
from reader.ui.corrections.issue_correction_controller import IssueCorrectionController
from reader.ui.issues.navigation_history import ReadingPosition
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.highlight_controller import HighlightController
from reader.ui.notebook.note_file_controller import NoteFileController
from reader.ui.page.page_controller import PageController
from reader.ui.page.page_pane import PagePane
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.fonts import Face
from reader.ui.widgets.idle_tasks import IdleTasks
from reader.ui.window.calendar_controller import CalendarController
from reader.ui.window.copy_and_drag import CopyAndDrag
from reader.ui.window.correction_follower import CorrectionFollower
from reader.ui.window.layout import WindowLayout
from reader.ui.window.results_controller import ResultsController
from reader.ui.window.second_article import SecondArticle
from reader.ui.window.top_bar import Tab

if TYPE_CHECKING:
    pass

MENDED_APART_SECONDS = 5.0

CALENDAR_MS = 150
"""The calendar is read again so long after it has come to the front."""


class LibraryController(QObject):
    """Composes the widgets with the controllers of one library; `told` has words for the toast, and whether what
    they tell of can be undone; `broke` an exception that nobody had planned for.
    """

    told = Signal(str, bool)
    broke = Signal(object)
    articleShown = Signal()

    def __init__(self, library: Library, actions: Mapping[str, QAction], kept: Settings) -> None:
        super().__init__()
        self.library = library
        self.layout = WindowLayout(actions)
        self._actions = actions
        self._kept = kept
        self._idle_tasks: IdleTasks | None = None
        self._mended_at = -MENDED_APART_SECONDS
        layout = self.layout
        layout.tree.set_library(library.contents)
        layout.issues.set_library(library.contents)
        self.reading = ReadingController(library, layout.tree, layout.issues, layout.pane)
        self.pages = PageController(library, self.reading, layout.page_pane)
        self.results = ResultsController(library, layout, self.reading, actions, kept, self)
        self.searching = self.results.searching
        self.bookmarking = BookmarkController(library, self)
        self.bookmarking.changed.connect(layout.bookmarks.set_bookmarks)
        self.marking = HighlightController(layout.pane, layout.bookmarks, self.bookmarking)
        self.page_marking = HighlightController(layout.page_pane, layout.bookmarks, self.bookmarking)
        style = citation.Style(kept.citation_style) if kept.citation_style in set(citation.Style) else None
        self.note_files = NoteFileController(
            layout.bookmarks, self.bookmarking, style or citation.Style.GB2015
        )
        self.copy_and_drag = CopyAndDrag(library, layout, style or citation.Style.GB2015)
        self.beside = SecondArticle(library, layout, self.bookmarking, lambda: self.searching.text)
        self.updating = SyncController(library, layout.strip, self)
        self.calendar = CalendarController(library, layout, self.reading, self.beside, self)
        self.corrections = CorrectionFollower(
            library, layout, self.reading, self.beside, self.bookmarking, self.updating, self
        )
        self.issue_correcting = self.corrections.issue_correcting
        self._connect_reading()
        self._connect_pages()
        self._connect_beside()
        self._connect_results()
        self._connect_bookmarks()
        for part in (self.calendar, self.corrections):
            part.told.connect(self.told)
            part.broke.connect(self.broke)
        self.updating.refreshed.connect(self._refresh)
        self.updating.finished.connect(self._updated)
        self.updating.broke.connect(self.broke)
        self._restore(kept)

    # -- beginning and end

    def start(self) -> None:
        """Goes to where one had read, or to the newest issue, and begins to follow the folder."""
        tab = self.layout.tab
        self.bookmarking.read()
        key, down = self._kept.places_read.get(str(self.library.root), ("", 0.0))
        if not (
            key and self.reading.open_place(ReadingPosition(key, down=down, is_page=self._kept.whole_page))
        ):
            self.reading.open_newest()
        key, down = self._kept.places_beside.get(str(self.library.root), ("", 0.0))
        if key:
            self.beside.open_place(ReadingPosition(key, down=down))
        if tab is Tab.CALENDAR:
            self.show_tab(tab)
        self.layout.focus_reading()
        self.updating.begin()
        self._idle_tasks = IdleTasks(self._prepare(), self)
        if self.library.keeps_notes_elsewhere:
            told = say("“{name}”不能写入：书签与批注存在本机，不在这个文件夹里。", name=self.library.name)
            self.told.emit(told, False)

    def _prepare(self) -> Iterator[None]:
        """What is made ahead, in pieces."""
        self.searching.prepare()
        while not self.searching.is_idle():  # who loads the same on two threads waits for the other
            yield
        yield from self.layout.prepare()

    def close(self, *, waits: bool = True) -> None:
        """Ends the child (`waits`: until it has ended) and the threads; the library is closed."""
        if self._idle_tasks is not None:
            self._idle_tasks.stop()
        self.updating.close(waits=waits)
        self.results.finish()
        self.bookmarking.finish()
        self.reading.finish()
        self.pages.finish()
        self.beside.finish()
        self.corrections.finish()
        self.calendar.finish()
        self.library.close()

    def settings(self, before: Settings) -> Settings:
        """`before`, with what the window has become."""
        place = self.reading.place()
        read = dict(before.places_read)
        if place is not None:
            read[str(self.library.root)] = (place.key, place.down)
        read_beside = dict(before.places_beside)
        read_beside.pop(str(self.library.root), None)
        if (place := self.beside.place()) is not None:
            read_beside[str(self.library.root)] = (place.key, place.down)
        widths = self.layout.widths
        style = self.layout.pane.style_of_page()
        return dataclasses.replace(
            before,
            places_read=read,
            places_beside=read_beside,
            body_size=style.size,
            measure=style.measure,
            leading=style.leading,
            face=style.face.value,
            sidebar_width=widths["papers"],
            list_width=widths["issue"],
            results_width=widths["results"],
            sidebar_shown=self.layout.sidebar_wanted_when_wide,
            sidebar_tab=self.layout.tab.value,
            search_order=self.results.order().value,
            bookmark_order=self.layout.bookmarks.order().value,
            whole_page=self.reading.is_page,
            copies_source=self.layout.pane.copies_source(),
            searches=self.results.completing.recent(),
        )

    def _restore(self, kept: Settings) -> None:
        layout = self.layout
        layout.widths |= {
            "papers": kept.sidebar_width,
            "issue": kept.list_width,
            "results": kept.results_width,
        }
        face = Face(kept.face) if kept.face in set(Face) else Face.SONG
        layout.pane.set_style_of_page(PageStyle(kept.body_size, kept.measure, kept.leading, face))
        self._actions["copy_source"].setChecked(kept.copies_source)
        self.set_copies_source(kept.copies_source)
        if kept.bookmark_order in set(NoteOrder):
            layout.bookmarks.set_order(NoteOrder(kept.bookmark_order))
        layout.restore(
            Tab(kept.sidebar_tab) if kept.sidebar_tab in set(Tab) else Tab.PAPERS, kept.sidebar_shown
        )

    def set_copies_source(self, is_wanted: bool) -> None:
        """Whether words that are copied take along where they are from."""
        for pane in (self.layout.pane, self.layout.second, self.layout.page_pane):
            pane.set_copies_source(is_wanted)

    # -- reading

    def _connect_reading(self) -> None:
        self.reading.shown.connect(self._article_shown)
        self.reading.broke.connect(self.broke)
        self.reading.missed.connect(lambda words: self.told.emit(words, False))
        self.reading.historyChanged.connect(self._enable)
        pane = self.layout.pane
        pane.previousWanted.connect(lambda: self._step_first(-1))
        pane.nextWanted.connect(lambda: self._step_first(1))
        pane.broke.connect(self.broke)
        pane.noteWanted.connect(self.marking.write_note)
        for each in (pane, self.layout.second):
            each.bookmarkToggled.connect(partial(self._toggle_bookmark, each))
            each.citeWanted.connect(partial(self._cite, each))
            each.menuOpening.connect(lambda menu, _: menu.addAction(self._actions["copy_source"]))
            each.source.rescanWanted.connect(self.updating.begin)
            each.articleCopied.connect(lambda: self.told.emit(say("已复制全文"), False))
        self._enable()

    def _connect_pages(self) -> None:
        layout, pages = self.layout, self.pages
        pages.faceChanged.connect(layout.area.show_page)
        pages.missed.connect(lambda words: self.told.emit(words, False))
        layout.tree.pageActivated.connect(pages.open)
        layout.issues.pageActivated.connect(pages.open)
        layout.pane.pageWanted.connect(pages.switch)
        self._share_style()
        layout.pane.styleChanged.connect(self._share_style)
        layout.page_pane.styleChosen.connect(layout.pane.set_style_of_page)
        layout.page_pane.sizeStepWanted.connect(
            lambda step: layout.pane.zoom_in() if step > 0 else layout.pane.zoom_out()
        )
        layout.page_pane.hitsClosed.connect(layout.pane.clear_hits)
        for broken in (pages.broke, layout.page_pane.broke):
            broken.connect(self.broke)

    def _connect_beside(self) -> None:
        layout, beside = self.layout, self.beside
        beside.changed.connect(self.articleShown)
        beside.missed.connect(lambda words: self.told.emit(words, False))
        beside.broke.connect(self.broke)
        layout.second.styleChanged.connect(
            lambda: layout.pane.set_style_of_page(layout.second.style_of_page())
        )

    def marking_here(self) -> HighlightController:
        """Of what the keys are for."""
        if self.layout.area.is_second_active():
            return self.beside.marking
        return self.page_marking if self.layout.area.is_page_shown() else self.marking

    def issue_correcting_here(self) -> IssueCorrectionController:
        """Of the article that the keys are for."""
        return self.beside.issue_correcting if self.layout.area.is_second_active() else self.issue_correcting

    def _share_style(self) -> None:
        """All that is read is set as the first article is."""
        style = self.layout.pane.style_of_page()
        self.layout.page_pane.set_style_of_page(style)
        self.layout.second.set_style_of_page(style)

    def article_alone(self) -> ArticlePane:
        """The pane that the keys are for; an article is brought out from its page."""
        area = self.layout.area
        if area.is_page_shown() and not area.is_second_active():
            self.pages.switch()
        return area.active_pane()

    def has_hits(self) -> bool:
        """Whether there is something in what is read that Esc puts away first."""
        return self.seen().has_hits()

    def seen(self) -> ArticlePane | PagePane:
        """What the keys are for: an article, or the page in its place."""
        area = self.layout.area
        return area.page if area.is_page_shown() and not area.is_second_active() else area.active_pane()

    def step_hit(self, by: Literal[-1, 1]) -> None:
        """To the next match, or the one before, in what is read."""
        seen = self.seen()
        (seen.view if isinstance(seen, PagePane) else seen).step_hit(by)

    def step_article(self, by: Literal[-1, 1]) -> None:
        """Along the results while they are shown, else along the issue; beside, along its own issue."""
        if self.layout.area.is_second_active():
            self.beside.step(by)
        else:
            self._step_first(by)

    def _step_first(self, by: Literal[-1, 1]) -> None:
        if self.layout.are_results_shown():
            self.layout.results.step(by)
        else:
            self.reading.step(by)

    def cite(self, style: str) -> None:
        """Copies the citation of the article that the keys are for."""
        self._cite(self.layout.area.active_pane(), style)

    def _cite(self, pane: ArticlePane, style: str) -> None:
        stored = pane.article()
        if stored is not None:
            QGuiApplication.clipboard().setText(citation.cite(stored, citation.Style(style)))
            self.told.emit(say("已复制引文（{style}）", style=citation.Style(style).label), False)

    def _article_shown(self, stored: StoredArticle | None) -> None:
        if stored is not None:
            self.layout.pane.set_bookmarked(self.bookmarking.of(stored.article.key) is not None)
            if self.layout.has_results():
                self.layout.results.show_article(stored.id)
        self.issue_correcting.look()
        self._show_position()
        self._enable()
        self.articleShown.emit()

    def _enable(self) -> None:
        self._actions["back"].setEnabled(self.reading.can_go_back)
        self._actions["forward"].setEnabled(self.reading.can_go_forward)

    def _refresh(self) -> None:
        self._show_welcome(False)
        was_empty = self.reading.article is None
        self.reading.refresh()
        self.pages.refresh()
        self.beside.refresh()
        self.issue_correcting.look()
        self.calendar.follow(self.layout.tab)
        if was_empty and QApplication.focusWidget() in (self.layout, self.layout.issues.view):
            self.layout.focus_reading()
        self._show_position()
        self.results.ask_again()

    def _updated(self, report: SyncReport) -> None:
        """A sync has ended: bookmarks may have moved; of a folder without any article there is something to say."""
        self.bookmarking.read()
        if report.articles == 0:
            name = self.library.name
            if report.passed_over:
                told = say("“{name}”里的文件都不是 .txt 或 .md，没有可读的报纸。", name=name)
            elif report.led_out:
                told = say("“{name}”里只有指向外面的链接，没有跟随。请直接打开它们指向的文件夹。", name=name)
            elif report.failed:
                told = say("“{name}”里的文件一个也没能读入，原因见下面的清单。", name=name)
            else:
                told = say("“{name}”还是空的。把报纸文件拖进来，或另开一个文件夹。", name=name)
            self.layout.welcome.show_words(told)
        self._show_welcome(report.articles == 0)

    def _show_welcome(self, is_shown: bool) -> None:
        if is_shown != self.layout.is_welcome_shown():
            self.layout.show_welcome(is_shown)
            self.layout.focus_reading()

    # -- searching

    def _connect_results(self) -> None:
        self.results.told.connect(self.told)
        self.results.broke.connect(self.broke)
        self.results.mendWanted.connect(self.mend)
        self.results.positionChanged.connect(self._show_position)

    def mend(self) -> None:
        """The next update makes what is damaged anew; then the question is asked again. What can't be mended so is not
        tried again and again.
        """
        now = time.monotonic()
        if now - self._mended_at < MENDED_APART_SECONDS:
            return
        self._mended_at = now
        self.updating.finished.connect(self._refresh, Qt.ConnectionType.SingleShotConnection)
        self.updating.begin()

    def _show_position(self) -> None:
        """Where the article stands in the list that J and K go along."""
        stored = self.reading.article
        if stored is None:
            return
        if not self.layout.are_results_shown():
            self.layout.pane.set_position(self.reading.position())
            return
        results = self.layout.results
        at, total = results.position()
        is_here = results.article_id() == stored.id
        words = say("第 {at} 条，共 {total} 条", at=at, total=f"{total:,}") if is_here and at else ""
        is_at_seam = is_here and not at
        self.layout.pane.set_position(
            words, has_previous=at > 1 or is_at_seam, has_next=at < total or is_at_seam
        )

    # -- bookmarks

    def _connect_bookmarks(self) -> None:
        bookmarking, shelf = self.bookmarking, self.layout.bookmarks
        bookmarking.changed.connect(self._show_bookmarks)
        bookmarking.told.connect(self.told)
        bookmarking.failed.connect(lambda words: self.told.emit(words, False))
        bookmarking.broke.connect(self.broke)
        bookmarking.editFailed.connect(shelf.edit)
        shelf.bookmarkActivated.connect(self._open_bookmark)
        shelf.removeRequested.connect(bookmarking.remove_all)
        shelf.edited.connect(bookmarking.edit)

    def toggle_bookmark(self) -> None:
        """Of the article that the keys are for."""
        self._toggle_bookmark(self.layout.area.active_pane())

    def _toggle_bookmark(self, pane: ArticlePane) -> None:
        stored = pane.article()
        if stored is not None:
            self.bookmarking.toggle(stored.id, stored.article.key)

    def _open_bookmark(self, uuid: str) -> None:
        if (bookmark := self.layout.bookmarks.current()) is not None and bookmark.uuid == uuid:
            self.reading.open_bookmark(bookmark)
            self.layout.pane.show_passage(uuid)

    def _show_bookmarks(self, bookmarks: list[Bookmark]) -> None:
        keys = frozenset(bookmark.key for bookmark in bookmarks if bookmark.passage is None)
        self.layout.tree.set_bookmarked(keys)
        self.layout.issues.set_bookmarked(keys)
        stored = self.reading.article
        if stored is not None:
            self.layout.pane.set_bookmarked(stored.article.key in keys)

    # -- keys

    def escape(self) -> None:
        """One step back out: marks, then the search, then the list. From the search field, the search at once."""
        layout = self.layout
        if layout.close_drawer():
            return
        if self.has_hits() and not layout.search.line.hasFocus():
            for each in (
                (layout.second,) if layout.area.is_second_active() else (layout.page_pane, layout.pane)
            ):
                each.clear_hits()
            return
        if layout.area.is_second_active():
            self.beside.close()
            return
        if layout.are_results_shown():
            self.results.leave_search()
        layout.focus_list()

    def show_tab(self, tab: Tab) -> None:
        """Shows a tab of the sidebar and goes there."""
        self.layout.show_tab(tab)
        self.layout.focus_sidebar()

    def focus_next_pane(self) -> None:
        panes = self.layout.panes()
        focused = QApplication.focusWidget()
        here = [
            i for i, pane in enumerate(panes) if focused and (pane is focused or pane.isAncestorOf(focused))
        ]
        if panes:
            panes[(here[0] + 1) % len(panes) if here else 0].setFocus(Qt.FocusReason.ShortcutFocusReason)
