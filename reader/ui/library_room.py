"""One library in the window: its widgets in their rooms, and what goes on between them."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication

from reader import citation
from reader.later import Later
from reader.library import Library, Results
from reader.messages import say
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.notebook import NoteOrder
from reader.search.engine import DateRange, Order
from reader.storage.settings import Settings
from reader.sync_report import SyncReport
from reader.ui.article_pane import ArticlePane
from reader.ui.article_setting import PageStyle
from reader.ui.beside import Beside
from reader.ui.bookmarking import Bookmarking
from reader.ui.completing import Completing
from reader.ui.correcting import Correcting
from reader.ui.fonts import Face
from reader.ui.history import Place
from reader.ui.issue_correcting import IssueCorrecting
from reader.ui.leisure import Leisure
from reader.ui.marking import Marking
from reader.ui.note_files import NoteFiles
from reader.ui.operations import Lane
from reader.ui.page_pane import PagePane
from reader.ui.page_reading import PageReading
from reader.ui.reading import Reading
from reader.ui.rooms import Rooms, Tab
from reader.ui.search_controller import SearchController
from reader.ui.taking_out import TakingOut
from reader.ui.updating import Updating
from reader.ui.year_list import Row, rows_of

if TYPE_CHECKING:
    from reader.corrections import Corrected, IssueCorrected
    from reader.coverage import Coverage
    from reader.finding import SeamHit
    from reader.newspaper.correction import Correction
    from reader.search import query as queries
    from reader.storage.masthead_table import KnownMasthead
    from reader.ui.calendar_pane import CalendarPane
    from reader.ui.result_list import ResultPane
else:
    queries = Later("reader.search.query")

MENDED_APART_SECONDS = 5.0

CALENDAR_MS = 150
"""The calendar is read again so long after it has come to the front."""


class LibraryRoom(QObject):
    """Composes the widgets with the controllers of one library; `told` has words for the toast, and whether what
    they tell of can be undone; `broke` an exception that nobody had planned for."""

    told = Signal(str, bool)
    broke = Signal(object)
    articleShown = Signal()

    def __init__(self, library: Library, actions: Mapping[str, QAction], kept: Settings) -> None:
        super().__init__()
        self.library = library
        self.rooms = Rooms(actions)
        self._actions = actions
        self._kept = kept
        self._results: Results | None = None
        self._enters_results = False
        self._leisure: Leisure | None = None
        self._missing_before: tuple[DateRange, ...] = ()
        """What an update was begun for; once, should it not succeed."""
        self._mended_at = -MENDED_APART_SECONDS
        self._lane = Lane(self)
        self._lane.broke.connect(self.broke)
        rooms = self.rooms
        rooms.tree.set_library(library)
        rooms.issues.set_library(library)
        self.reading = Reading(library, rooms.tree, rooms.issues, rooms.pane)
        self.pages = PageReading(library, self.reading, rooms.page_pane)
        self.searching = SearchController(library, self)
        self.completing = Completing(library, rooms.search, rooms, kept.searches)
        self.bookmarking = Bookmarking(library, self)
        self.bookmarking.changed.connect(rooms.bookmarks.set_bookmarks)
        self.marking = Marking(rooms.pane, rooms.bookmarks, self.bookmarking)
        self.page_marking = Marking(rooms.page_pane, rooms.bookmarks, self.bookmarking)
        style = citation.Style(kept.citation_style) if kept.citation_style in set(citation.Style) else None
        self.note_files = NoteFiles(rooms.bookmarks, self.bookmarking, style or citation.Style.GB2015)
        self.correcting = Correcting(library, rooms.pane, self.bookmarking, self)
        self.issue_correcting = IssueCorrecting(library, rooms.pane, self.bookmarking, self)
        self.taking_out = TakingOut(library, rooms, style or citation.Style.GB2015)
        self.beside = Beside(library, rooms, self.bookmarking, lambda: self.searching.text)
        self.updating = Updating(library, rooms.strip, self)
        self._connect_reading()
        self._connect_pages()
        self._connect_beside()
        self._connect_search()
        self._connect_bookmarks()
        self._connect_corrections()
        self._connect_calendar()
        self.updating.refreshed.connect(self._refresh)
        self.updating.finished.connect(self._updated)
        self.updating.broke.connect(self.broke)
        self._restore(kept)

    # -- beginning and end

    def start(self) -> None:
        """Goes to where one had read, or to the newest issue, and begins to follow the folder."""
        tab = self.rooms.tab
        self.bookmarking.read()
        key, down = self._kept.places_read.get(str(self.library.root), ("", 0.0))
        if not (key and self.reading.open_place(Place(key, down=down, is_page=self._kept.whole_page))):
            self.reading.open_newest()
        key, down = self._kept.places_beside.get(str(self.library.root), ("", 0.0))
        if key:
            self.beside.open_place(Place(key, down=down))
        if tab is Tab.CALENDAR:
            self.show_tab(tab)
        self.rooms.focus_reading()
        self.updating.begin()
        self._leisure = Leisure(self._prepare(), self)
        if self.library.keeps_notes_elsewhere:
            told = say("“{name}”不能写入：书签与批注存在本机，不在这个文件夹里。", name=self.library.name)
            self.told.emit(told, False)

    def _prepare(self) -> Iterator[None]:
        """What is made ahead, in pieces."""
        self.searching.prepare()
        while not self.searching.is_idle():  # who loads the same on two threads waits for the other
            yield
        yield from self.rooms.prepare()

    def close(self, *, waits: bool = True) -> None:
        """Ends the child (`waits`: until it has ended) and the threads; the library is closed."""
        if self._leisure is not None:
            self._leisure.stop()
        self.updating.close(waits=waits)
        self.searching.finish()
        self.completing.finish()
        self.bookmarking.finish()
        self.correcting.finish()
        self.reading.finish()
        self.pages.finish()
        self.beside.finish()
        self.issue_correcting.finish()
        self._calendar_soon.stop()
        self._lane.finish()
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
        widths = self.rooms.widths
        style = self.rooms.pane.style_of_page()
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
            sidebar_shown=self.rooms.sidebar_wanted_when_wide,
            sidebar_tab=self.rooms.tab.value,
            search_order=self._order().value,
            bookmark_order=self.rooms.bookmarks.order().value,
            whole_page=self.reading.is_page,
            copies_source=self.rooms.pane.copies_source(),
            searches=self.completing.recent(),
        )

    def _restore(self, kept: Settings) -> None:
        rooms = self.rooms
        rooms.widths |= {
            "papers": kept.sidebar_width,
            "issue": kept.list_width,
            "results": kept.results_width,
        }
        face = Face(kept.face) if kept.face in set(Face) else Face.SONG
        rooms.pane.set_style_of_page(PageStyle(kept.body_size, kept.measure, kept.leading, face))
        self._actions["copy_source"].setChecked(kept.copies_source)
        self.set_copies_source(kept.copies_source)
        if kept.bookmark_order in set(NoteOrder):
            rooms.bookmarks.set_order(NoteOrder(kept.bookmark_order))
        rooms.restore(
            Tab(kept.sidebar_tab) if kept.sidebar_tab in set(Tab) else Tab.PAPERS, kept.sidebar_shown
        )

    def set_copies_source(self, is_wanted: bool) -> None:
        """Whether words that are copied take along where they are from."""
        for pane in (self.rooms.pane, self.rooms.second, self.rooms.page_pane):
            pane.set_copies_source(is_wanted)

    # -- reading

    def _connect_reading(self) -> None:
        self.reading.shown.connect(self._article_shown)
        self.reading.broke.connect(self.broke)
        self.reading.missed.connect(lambda words: self.told.emit(words, False))
        self.reading.historyChanged.connect(self._enable)
        pane = self.rooms.pane
        pane.previousWanted.connect(lambda: self._step_first(-1))
        pane.nextWanted.connect(lambda: self._step_first(1))
        pane.broke.connect(self.broke)
        pane.noteWanted.connect(self.marking.write_note)
        for each in (pane, self.rooms.second):
            each.bookmarkToggled.connect(partial(self._toggle_bookmark, each))
            each.citeWanted.connect(partial(self._cite, each))
            each.menuOpening.connect(lambda menu, _: menu.addAction(self._actions["copy_source"]))
            each.source.rescanWanted.connect(self.updating.begin)
            each.articleCopied.connect(lambda: self.told.emit(say("已复制全文"), False))
        self._enable()

    def _connect_pages(self) -> None:
        rooms, pages = self.rooms, self.pages
        pages.faceChanged.connect(rooms.area.show_page)
        pages.missed.connect(lambda words: self.told.emit(words, False))
        rooms.tree.pageActivated.connect(pages.open)
        rooms.issues.pageActivated.connect(pages.open)
        rooms.pane.pageWanted.connect(pages.switch)
        self._share_style()
        rooms.pane.styleChanged.connect(self._share_style)
        rooms.page_pane.styleChosen.connect(rooms.pane.set_style_of_page)
        rooms.page_pane.sizeStepWanted.connect(
            lambda step: rooms.pane.zoom_in() if step > 0 else rooms.pane.zoom_out()
        )
        rooms.page_pane.hitsClosed.connect(rooms.pane.clear_hits)
        for broken in (pages.broke, rooms.page_pane.broke):
            broken.connect(self.broke)

    def _connect_beside(self) -> None:
        rooms, beside = self.rooms, self.beside
        beside.changed.connect(self.articleShown)
        beside.missed.connect(lambda words: self.told.emit(words, False))
        beside.broke.connect(self.broke)
        rooms.second.styleChanged.connect(lambda: rooms.pane.set_style_of_page(rooms.second.style_of_page()))

    def marking_here(self) -> Marking:
        """Of what the keys are for."""
        if self.rooms.area.is_second_active():
            return self.beside.marking
        return self.page_marking if self.rooms.area.is_page_shown() else self.marking

    def issue_correcting_here(self) -> IssueCorrecting:
        """Of the article that the keys are for."""
        return self.beside.issue_correcting if self.rooms.area.is_second_active() else self.issue_correcting

    def _share_style(self) -> None:
        """All that is read is set as the first article is."""
        style = self.rooms.pane.style_of_page()
        self.rooms.page_pane.set_style_of_page(style)
        self.rooms.second.set_style_of_page(style)

    def article_alone(self) -> ArticlePane:
        """The pane that the keys are for; an article is brought out from its page."""
        area = self.rooms.area
        if area.is_page_shown() and not area.is_second_active():
            self.pages.switch()
        return area.active_pane()

    def has_hits(self) -> bool:
        """Whether there is something in what is read that Esc puts away first."""
        return self.seen().has_hits()

    def seen(self) -> ArticlePane | PagePane:
        """What the keys are for: an article, or the page in its place."""
        area = self.rooms.area
        return area.page if area.is_page_shown() and not area.is_second_active() else area.active_pane()

    def step_hit(self, by: Literal[-1, 1]) -> None:
        """To the next match, or the one before, in what is read."""
        seen = self.seen()
        (seen.view if isinstance(seen, PagePane) else seen).step_hit(by)

    def step_article(self, by: Literal[-1, 1]) -> None:
        """Along the results while they are shown, else along the issue; beside, along its own issue."""
        if self.rooms.area.is_second_active():
            self.beside.step(by)
        else:
            self._step_first(by)

    def _step_first(self, by: Literal[-1, 1]) -> None:
        if self.rooms.are_results_shown():
            self.rooms.results.step(by)
        else:
            self.reading.step(by)

    def cite(self, style: str) -> None:
        """Copies the citation of the article that the keys are for."""
        self._cite(self.rooms.area.active_pane(), style)

    def _cite(self, pane: ArticlePane, style: str) -> None:
        stored = pane.article()
        if stored is not None:
            QGuiApplication.clipboard().setText(citation.cite(stored, citation.Style(style)))
            self.told.emit(say("已复制引文（{style}）", style=citation.Style(style).label), False)

    def _article_shown(self, stored: StoredArticle | None) -> None:
        if stored is not None:
            self.rooms.pane.set_bookmarked(self.bookmarking.of(stored.article.key) is not None)
            if self.rooms.has_results():
                self.rooms.results.show_article(stored.id)
        self.issue_correcting.look()
        self._show_position()
        self._enable()
        self.articleShown.emit()

    def _show_position(self) -> None:
        """Where the article stands in the list that J and K go along."""
        stored = self.reading.article
        if stored is None:
            return
        if not self.rooms.are_results_shown():
            self.rooms.pane.set_position(self.reading.position())
            return
        results = self.rooms.results
        at, total = results.position()
        is_here = results.article_id() == stored.id
        words = say("第 {at} 条，共 {total} 条", at=at, total=f"{total:,}") if is_here and at else ""
        is_at_seam = is_here and not at
        self.rooms.pane.set_position(
            words, has_previous=at > 1 or is_at_seam, has_next=at < total or is_at_seam
        )

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
        self._follow_calendar(self.rooms.tab)
        if was_empty and QApplication.focusWidget() in (self.rooms, self.rooms.issues.view):
            self.rooms.focus_reading()
        self._show_position()
        if self.searching.text:
            results = self.rooms.results
            self.searching.ask(self.searching.text, results.order(), at_least=results.row_count())

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
            self.rooms.welcome.show_words(told)
        self._show_welcome(report.articles == 0)

    def _show_welcome(self, is_shown: bool) -> None:
        if is_shown != self.rooms.is_welcome_shown():
            self.rooms.show_welcome(is_shown)
            self.rooms.focus_reading()

    # -- searching

    def _connect_search(self) -> None:
        field, searching = self.rooms.search, self.searching
        field.queryEdited.connect(self.search)
        field.submitted.connect(self._submit)
        field.leftDownwards.connect(self._enter_results)
        self.completing.asked.connect(self._ask_completed)
        self.completing.broke.connect(self.broke)
        field.help_button.clicked.connect(self._actions["search_help"].trigger)
        searching.answered.connect(self._show_results)
        searching.counted.connect(self._show_numbers)
        searching.seams_came.connect(self._show_seams)
        searching.mastheads_came.connect(self._show_mastheads)
        searching.failed.connect(self._mend_search)
        searching.broke.connect(self.broke)
        self.rooms.resultsMade.connect(self._connect_results)

    def _connect_results(self, results: ResultPane) -> None:
        field, searching = self.rooms.search, self.searching
        results.set_order(self._kept_order())
        results.orderChosen.connect(lambda order: searching.ask(searching.text, Order(order)))
        results.suggestionChosen.connect(self.ask)
        results.edited.connect(lambda query: self.ask(queries.as_typed(query)))
        results.header.chips.rewriteWanted.connect(field.rewrite)
        results.header.chips.leftUpwards.connect(field.begin)
        results.helpWanted.connect(self._actions["search_help"].trigger)
        results.articleActivated.connect(self._open_result)
        results.seamActivated.connect(
            lambda first, second: self.reading.open_article(first, searching.text, seam=second)
        )
        results.issueActivated.connect(self._open_with_first_article)
        results.pageWanted.connect(searching.want_page)
        results.rowsWanted.connect(self._want_rows)
        searching.months_came.connect(results.header.show_months)
        searching.page_came.connect(results.add_page)
        searching.rows_came.connect(results.set_hits)

    def _kept_order(self) -> Order:
        kept = self._kept.search_order
        return Order(kept) if kept in set(Order) else Order.RELEVANCE

    def _order(self) -> Order:
        return self.rooms.results.order() if self.rooms.has_results() else self._kept_order()

    def _mend_search(self, why: str) -> None:
        self.told.emit(why, False)
        self.mend()

    def mend(self) -> None:
        """The next update makes what is damaged anew; then the question is asked again. What can't be mended so is not
        tried again and again."""
        now = time.monotonic()
        if now - self._mended_at < MENDED_APART_SECONDS:
            return
        self._mended_at = now
        self.updating.finished.connect(self._refresh, Qt.ConnectionType.SingleShotConnection)
        self.updating.begin()

    def ask(self, text: str) -> None:
        """Asks a question as if it had been typed."""
        self.completing.dismiss()
        self.rooms.search.rewrite(text)
        self.search(text)

    def _ask_completed(self, text: str, goes_on: bool) -> None:
        """What was suggested is asked; with a space behind it where one goes on typing, else as by Enter."""
        if goes_on:
            self.ask(text + " ")
        else:
            self.rooms.search.rewrite(text)
            self._submit(text)

    def _open_result(self, article_id: int) -> None:
        self.completing.remember(self.searching.text)
        self.reading.open_article(article_id, self.searching.text)

    def search(self, text: str) -> None:
        """Shows the answer in place of the issue's articles; an empty question brings these back."""
        if not text.strip():
            self.leave_search()
            return
        self._results, self._enters_results = None, False
        self.rooms.results.begin_search(text, self.library.understand(text))
        self.rooms.show_results(True)
        self.searching.ask(text, self.rooms.results.order())

    def leave_search(self) -> None:
        """Back to the issue's articles; the article on the page stays."""
        self.searching.stop()
        self.completing.dismiss()
        self._enters_results = False
        self._results = None
        self.rooms.search.set_text("")
        if self.rooms.has_results():
            self.rooms.results.clear()
        self.rooms.show_results(False)
        self.rooms.pane.clear_hits()
        self.rooms.page_pane.clear_hits()
        self._show_position()

    def _submit(self, text: str) -> None:
        """Enter leads to the first result, as soon as it is known."""
        self.completing.dismiss()
        self.completing.remember(text)
        if text != self.searching.text:
            self.search(text)
        self._enters_results = self._results is None
        if not self._enters_results:
            self._enter_results()

    def _enter_results(self) -> None:
        """Into the list of results: to the one that was read last, else to the first, which is opened."""
        self._enters_results = False
        results, stored = self.rooms.results, self.reading.article
        if results.is_empty() or not self.rooms.are_results_shown():
            return
        chosen = results.article_id()
        if chosen is None and not results.is_masthead_chosen():
            results.step(1)
        elif chosen is not None and (stored is None or stored.id != chosen):
            self.reading.open_article(chosen, self.searching.text)
        results.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_results(self, results: Results) -> None:
        self._results = results
        self.rooms.results.show_results(results, self.searching.text, self.library.counts().articles)
        if results.ids:
            self._enter_if_wanted()
        self._show_position()
        if results.missing_dates not in ((), self._missing_before):
            self.mend()
        self._missing_before = results.missing_dates

    def _show_seams(self, seams: list[SeamHit]) -> None:
        self.rooms.results.set_seams(seams)

    def _show_mastheads(self, heads: list[KnownMasthead], query: queries.Query) -> None:
        self.rooms.results.set_mastheads(heads, query)
        self._enter_if_wanted()

    def _enter_if_wanted(self) -> None:
        if self._enters_results and self.rooms.search.text() == self.searching.text:
            self._enter_results()

    def _show_numbers(self, counted: Results) -> None:
        self.rooms.results.show_numbers(counted)
        self._show_position()

    def _want_rows(self, ids: list[int]) -> None:
        if self._results is not None:
            self.searching.want_rows(ids, self._results.query)

    # -- bookmarks

    def _connect_bookmarks(self) -> None:
        bookmarking, shelf = self.bookmarking, self.rooms.bookmarks
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
        self._toggle_bookmark(self.rooms.area.active_pane())

    def _toggle_bookmark(self, pane: ArticlePane) -> None:
        stored = pane.article()
        if stored is not None:
            self.bookmarking.toggle(stored.id, stored.article.key)

    def _open_bookmark(self, uuid: str) -> None:
        if (bookmark := self.rooms.bookmarks.current()) is not None and bookmark.uuid == uuid:
            self.reading.open_bookmark(bookmark)
            self.rooms.pane.show_passage(uuid)

    def _show_bookmarks(self, bookmarks: list[Bookmark]) -> None:
        keys = frozenset(bookmark.key for bookmark in bookmarks if bookmark.passage is None)
        self.rooms.tree.set_bookmarked(keys)
        self.rooms.issues.set_bookmarked(keys)
        stored = self.reading.article
        if stored is not None:
            self.rooms.pane.set_bookmarked(stored.article.key in keys)

    # -- corrections

    def _connect_corrections(self) -> None:
        for correcting, opens in (
            (self.correcting, self.reading.open_article),
            (self.beside.correcting, self.beside.open),
        ):
            correcting.told.connect(self.told)
            correcting.failed.connect(lambda words: self.told.emit(words, False))
            correcting.broke.connect(self.broke)
            correcting.openWanted.connect(opens)
        self.correcting.corrected.connect(self._corrected)
        self.beside.correcting.corrected.connect(self._corrected_beside)
        for issues in (self.issue_correcting, self.beside.issue_correcting):
            issues.told.connect(self.told)
            issues.failed.connect(lambda words: self.told.emit(words, False))
            issues.broke.connect(self.broke)
            issues.corrected.connect(self._issue_corrected)
        self.rooms.tree.menuOpening.connect(self.issue_correcting.offer_for)

    def _corrected(self, made: Corrected) -> None:
        """Shows the article that the corrected line stands in now; what could not be applied waits for an update."""
        self.bookmarking.read()
        if not made.is_applied:
            self.updating.begin_again()
            return
        self.updating.look()
        if made.correction.claim.kind.is_of_story:
            return
        stored = self.reading.article
        if made.article_id is not None and (stored is None or stored.id != made.article_id):
            self.reading.open_article(made.article_id)

    def _corrected_beside(self, made: Corrected) -> None:
        """As `_corrected`, of an article in the second pane."""
        self.bookmarking.read()
        if not made.is_applied:
            self.updating.begin_again()
            return
        self.updating.look()
        if made.article_id is not None and not made.correction.claim.kind.is_of_story:
            self.beside.open(made.article_id)

    def _issue_corrected(self, made: IssueCorrected) -> None:
        """Follows an issue to where it stands now."""
        if not made.is_applied:
            self.updating.begin_again()
            return
        self.updating.look()
        listed = self.rooms.issues.issue_id()
        if listed is not None and self.library.issue(listed) is None and made.issue_id is not None:
            self.reading.open_issue(made.issue_id)

    def correction_undone(self, correction: Correction) -> None:
        """A correction was undone in the list of all: that can be undone in its turn."""
        told: list[Corrected] = []
        self.bookmarking.push_undo(
            lambda: told.append(self.library.corrections.redo(correction.uuid)),
            lambda: self._corrected(told[-1]),
        )
        self.updating.look()
        self.bookmarking.read()

    # -- the calendar

    def _connect_calendar(self) -> None:
        rooms = self.rooms
        self._calendar_generation = -1
        self._calendar_soon = QTimer(self, singleShot=True)
        self._calendar_soon.timeout.connect(self._read_calendar)
        rooms.calendarMade.connect(self._connect_new_calendar)
        self.reading.opened.connect(rooms.leave_calendar)
        rooms.tabShown.connect(self._follow_calendar)

    def _connect_new_calendar(self, calendar: CalendarPane) -> None:
        self.rooms.years.yearChosen.connect(calendar.show_year)
        calendar.yearShown.connect(self.rooms.years.select)
        calendar.issueActivated.connect(self._open_from_calendar)
        calendar.articleActivated.connect(self.reading.open_article)
        calendar.missed.connect(lambda words: self.told.emit(words, False))
        calendar.articleAside.connect(self.beside.open)

    def _follow_calendar(self, tab: str) -> None:
        """What the calendar shows is read when it is first seen, and when the catalogue has changed; then what it shows
        is painted first."""
        if tab == Tab.CALENDAR:
            self._calendar_soon.start(0 if self._calendar_generation < 0 else CALENDAR_MS)

    def _read_calendar(self) -> None:
        generation = self.library.generation()
        if self.rooms.tab is not Tab.CALENDAR or generation == self._calendar_generation:
            return
        self._calendar_generation = generation

        def read() -> tuple[dict[str, Coverage], list[Row]]:
            papers = {row.title: self.library.coverage(row.title) for row in self.library.newspapers()}
            return papers, rows_of(papers)

        def show(known: tuple[dict[str, Coverage], list[Row]]) -> None:
            papers, rows = known
            self.rooms.years.show_years(rows)
            self.rooms.calendar.show_papers(self.library, papers)

        self._lane.run(read, show)

    def _open_from_calendar(self, issue_id: int) -> None:
        self._open_with_first_article(issue_id)
        self.rooms.leave_calendar()

    def _open_with_first_article(self, issue_id: int) -> None:
        self.reading.open_issue(issue_id)
        if rows := self.library.articles(issue_id):
            self.reading.open_article(rows[0].id)

    def go_to_date(self) -> None:
        """To the calendar's field in which a date is named."""
        self.rooms.show_tab(Tab.CALENDAR)
        self.rooms.calendar.date_field.begin()

    # -- keys

    def escape(self) -> None:
        """One step back out: marks, then the search, then the list. From the search field, the search at once."""
        rooms = self.rooms
        if rooms.close_drawer():
            return
        if self.has_hits() and not rooms.search.line.hasFocus():
            for each in (rooms.second,) if rooms.area.is_second_active() else (rooms.page_pane, rooms.pane):
                each.clear_hits()
            return
        if rooms.area.is_second_active():
            self.beside.close()
            return
        if rooms.are_results_shown():
            self.leave_search()
        rooms.focus_list()

    def show_tab(self, tab: Tab) -> None:
        """Shows a tab of the sidebar and goes there."""
        self.rooms.show_tab(tab)
        self.rooms.focus_sidebar()

    def focus_next_pane(self) -> None:
        panes = self.rooms.panes()
        focused = QApplication.focusWidget()
        here = [
            i for i, pane in enumerate(panes) if focused and (pane is focused or pane.isAncestorOf(focused))
        ]
        if panes:
            panes[(here[0] + 1) % len(panes) if here else 0].setFocus(Qt.FocusReason.ShortcutFocusReason)
