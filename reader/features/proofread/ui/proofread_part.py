"""Opening a page to proofread, keeping what the reader says of it, and having the articles follow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from reader import do_nothing
from reader.export.article_text import day_of_issue
from reader.features.proofread.page import Change, Doubt, ProofPage, Spot
from reader.features.proofread.proofreading import Offer, Proofreading, Queue, Scope
from reader.features.proofread.ui.proofread_view import Calls, ProofreadView
from reader.i18n import say
from reader.library.library import LibraryError
from reader.newspaper.facts import with_remark
from reader.newspaper.holdings import IssueRow, Proofread, StoredArticle
from reader.ui.desk import Desk, Part
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change as Changed
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.library.page_pictures import PagePicture
    from reader.pictures.picture_process import Pyramid

_PAUSE_MS = 5000
"""The pause after which what was kept is applied to the articles, in milliseconds."""
_MOST_RESULTS = 2000
"""The maximum number of results in which misreadings are looked for."""
_BARS = 53, 29
"""The heights of the bars above and below, which stay visible, with their rules."""


class PageLeft(Exception):
    """The page is not shown any more, so its lines need not be read again."""


def _leave_if(token: threading.Event) -> None:
    if token.is_set():
        raise PageLeft


def _titles(stored: StoredArticle) -> list[str]:
    """Return what a page is called, with how that is known, and without; without a page, as its article is."""
    label = stored.article.page
    if not label:
        return [stored.article.title()]
    return [wording.page(label, stored.page_fact), wording.page(label)]


class ProofreadPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._page_queue = TaskQueue(self)
        self._likely_queue = TaskQueue(self)
        self._offering = TaskQueue(self)
        self._cutting = TaskQueue(self)
        self._queue = Queue("")
        self._offers: dict[Doubt, Offer | None] = {}
        self._reading = TaskQueue(self)
        self._reading_token = threading.Event()
        self._is_read_again: PagePicture | None = None
        """The picture of which the lines are read again, or were."""
        self._page_shown: ProofPage | None = None
        self._token = threading.Event()
        self._is_pending = False
        self._acts = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._apply)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    @cached_property
    def proofreading(self) -> Proofreading:
        return Proofreading(self._library)

    @cached_property
    def view(self) -> ProofreadView:
        calls = Calls(
            self._keep,
            self._offer,
            self.desk.undo.undo,
            self.leave,
            self._load,
            self._open_article,
            self._find_elsewhere,
            self._follow,
            self._queues,
        )
        return ProofreadView(self.desk.frame, calls, *_BARS)

    def handlers(self) -> Handlers:
        return {"proofread": self.open, "misreadings": self._open_likely}

    def open(self) -> None:
        article_id = self._open_id()
        if article_id is not None:
            self._find(partial(self.proofreading.issue, article_id), article_id)

    # -- what is proofread

    def _open_id(self) -> int | None:
        """Return the article that is open here or in the reading pane; without one, say so."""
        stored = self._page_shown.articles[0] if self._page_shown else self.desk.reading.article
        if stored is None or not stored.id:
            self._services.message(say("先打开一期报纸。"))
            return None
        return stored.id

    def _queues(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            (say("这一期，各版依次"), self.open),
            (say("全库，最没把握的在先"), partial(self._find, self.proofreading.library)),
            (say("可能认错的字"), self._open_likely),
        ]

    def _open_likely(self) -> None:
        """Proofread likely misreadings: in the results if the query is a rung of misreadings, else in the issue."""
        from reader.search.answering.ladder import misread_in

        query = self.desk.searching.query
        library = self._library
        proofreading = self.proofreading
        if self._page_shown is None and self.desk.frame.are_results_shown() and misread_in(query):

            def find() -> Queue:
                ids = library.searcher.ids_on(query)[:_MOST_RESULTS]
                return proofreading.likely(ids, say("搜到的各处"), query)

        elif (article_id := self._open_id()) is not None:

            def find() -> Queue:
                issue = proofreading.issue_of(article_id)
                ids = [row.id for row in library.contents.articles(issue.id)]
                day = issue.day_as_told(day_of_issue(issue.date, issue.month_day, issue.label))
                return proofreading.likely(ids, day)

        else:
            return
        self._services.message(say("正在逐篇找可能认错的字…"))
        self._find(find)

    def _find(self, find: Callable[[], Queue], begin: int | None = None) -> None:
        """Find what is to be proofread, and show its first page, or that of the article `begin`."""
        self._likely_queue.drop()
        self._likely_queue.run(find, lambda queue: self._follow(queue, begin), self._fail, FAULTS)

    def _find_elsewhere(self, sign: str) -> None:
        self._likely_queue.run(
            partial(self.proofreading.library, sign), self.view.show_elsewhere, self._fail, FAULTS
        )

    def _follow(self, queue: Queue, begin: int | None = None) -> None:
        if queue.pages:
            self._queue = queue
            self.view.current = None
            self._load(begin or queue.pages[0][1])
            return
        words = say("没有存疑而没看过的字")
        if queue.scope is Scope.LIKELY:
            words = say("没有找到有旁证的错字")
        is_whole = queue.scope is Scope.ALL or self._library.same_texts.analysed() == 1
        self._services.message(
            words if is_whole else wording.GAP.join([words, say("各期还没有比完，以后可能还有")])
        )

    def leave(self) -> None:
        """Close the view; what was kept is applied, and the article is read again."""
        self._token.set()
        self._reading_token.set()
        self._is_read_again = None
        self._page_shown = None
        focused = QApplication.focusWidget()
        is_inside = focused is not None and self.view.isAncestorOf(focused)
        self.view.hide()
        self._apply()
        if is_inside:
            self.desk.frame.focus_reading()

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Leave when the focus moves out of the view, as into the search field: what is found there is below it."""
        if self._page_shown is None or now is None or now.window() is not self.view.window():
            return
        if now is not self.view and not self.view.isAncestorOf(now):
            self.leave()

    def refresh(self, change: Changed) -> None:
        """Read the page again, as its texts or what was said of them may have changed."""
        page = self._page_shown
        if page is not None:
            self._page_queue.run(
                partial(self.proofreading.article_now, page), self._load_again, self._fail, FAULTS
            )

    def finish(self) -> None:
        self._token.set()
        self._reading_token.set()
        if self._is_pending:
            self._apply()

    # -- the page

    def _load_again(self, article_id: int | None) -> None:
        if article_id is not None and self._page_shown is not None:
            self._load(article_id)

    def _load(self, article_id: int) -> None:
        proofreading = self.proofreading
        acts = self._acts

        def show(found: tuple[ProofPage, dict[Spot, str]]) -> None:
            if acts == self._acts or self._page_shown is None:
                self._show(*found)
            else:  # something was kept meanwhile
                self.refresh(Changed.PAPERS)

        self._page_queue.run(partial(proofreading.page, article_id), show, self._fail, FAULTS)

    def _show(self, page: ProofPage, read: dict[Spot, str]) -> None:
        page = self._queue.of(page)
        queue = self._queue
        before = self._page_shown
        self._offers = {}
        self._page_shown = page
        after = queue.after(page)
        is_new = before is None or before.articles[0].id != page.articles[0].id
        if is_new and after and queue.scope is not Scope.ALL and page.are_all_done(read):
            self._load(after[1])  # nothing is left to be asked here
            return
        picture = page.scan.picture if page.scan else None
        if before is None or before.scan is None or before.scan.picture != picture:
            self.view.strips.show(None, None)
            self.view.desk.snippet.setVisible(picture is not None)
            self._cut(page)
        if not self.view.isVisible():
            self.view.begin()
        stored = page.articles[0]
        next_page = None
        if after:
            next_page = (self._name_of(after[0]), after[1])
        self.view.show_page(page, read, _titles(stored), self._place_of(stored.issue), next_page)
        self._likely_queue.run(partial(self.proofreading.look, page), self._show_likely, self._fail, FAULTS)
        self._count_progress(stored.issue.id)
        self._read_again(page)
        if picture is None:
            self.view.desk.warn(say("找不到版面图：只列字，不放大。"))

    def _place_of(self, issue: IssueRow) -> str:
        """Return in words of which paper and day the page is, and what is proofread."""
        day = with_remark(day_of_issue(issue.date, issue.month_day, issue.label), issue.facts.day)
        newspaper = with_remark(issue.newspaper, issue.facts.title)
        return wording.GAP.join(dict.fromkeys(filter(None, [newspaper, day, self._queue.words])))

    def _name_of(self, page: str) -> str:
        """Return a page of the queue in words: in an issue its label, else its paper and day, too."""
        if self._queue.scope is Scope.ALL and page.isalnum():
            return wording.page(page)
        return page

    def _count_progress(self, issue_id: int) -> None:
        """Show how much of the issue, and of the library, is proofread."""
        contents = self._library.contents
        proofreading = self.proofreading

        def count_places() -> tuple[Proofread, Proofread]:
            ids = [row.id for row in contents.articles(issue_id)]
            return proofreading.progress(ids), proofreading.progress()

        def show(counts: tuple[Proofread, Proofread]) -> None:
            self.view.desk.show_progress(*counts)

        self._likely_queue.run(count_places, show, self._fail, FAULTS)

    def _read_again(self, page: ProofPage) -> None:
        """Have the lines of a page read again, once; then the page is shown with what they say."""
        scan = page.scan
        if scan is None or scan.picture == self._is_read_again:
            return
        self._is_read_again = scan.picture
        self._reading_token.set()
        token = threading.Event()
        self._reading_token = token
        proofreading = self.proofreading

        def begin(may_be_read: bool) -> None:
            if may_be_read:
                self._services.message(say("后台正把各行再认一遍；两遍一样的，就不再问了。"))
                self._reading.run(read, show, fail, (*FAULTS, PageLeft), token)

        def read() -> None:
            proofreading.read_again(page, partial(_leave_if, token))

        def show(_: None) -> None:
            if self._page_shown is not None:
                self.refresh(Changed.PAPERS)

        def fail(error: Exception) -> None:
            if not isinstance(error, PageLeft):
                self._services.message(say("没能再认一遍，照旧一处一处问。{why}", why=str(error)))

        self._reading.run(partial(proofreading.may_be_read_again, page), begin, do_nothing, FAULTS, token)

    def _show_likely(self, are_found: bool) -> None:
        if are_found:
            self.refresh(Changed.PAPERS)

    def _fail(self, error: Exception) -> None:
        self._services.message(str(error))

    def _cut(self, page: ProofPage) -> None:
        self._token.set()
        scan = page.scan
        if scan is None:
            return
        from reader.pictures.picture_process import PictureUnwanted

        token = threading.Event()
        self._token = token
        pictures = self._library.pictures

        def show(pyramid: Pyramid) -> None:
            self.view.strips.show(pyramid, scan.page)
            self.view.prepare()
            self.view.show_pictures()

        def fail(error: Exception) -> None:
            if isinstance(error, LibraryError):
                self._fail(error)
                self.view.desk.snippet.hide()

        self._cutting.run(
            partial(pictures.pyramid, scan.picture, token.is_set),
            show,
            fail,
            (LibraryError, PictureUnwanted),
            token,
        )

    def _offer(self, doubt: Doubt) -> Offer | None:
        """Return the candidates of a place; None while they are looked for."""
        page = self._page_shown
        if page is None or doubt in self._offers:
            return self._offers.get(doubt)
        self._offers[doubt] = None

        def show(offer: Offer) -> None:
            if page is self._page_shown:
                self._offers[doubt] = offer
                if doubt == self.view.current:
                    self.view.show_offer()

        self._offering.run(partial(self.proofreading.offer, page, doubt), show, do_nothing, FAULTS)
        return None

    def _open_article(self, article_id: int) -> None:
        self.leave()
        self.desk.reading.open_article(article_id)

    # -- what the reader says

    def _keep(self, changes: Sequence[Change], words: str) -> None:
        page = self._page_shown
        if page is None:
            return

        self._acts += 1
        place = self.view.current

        def done(_: object) -> None:
            self._is_pending = True
            self._pause.start(_PAUSE_MS if self._page_shown else 0)
            self.view.after_storing()

        self.desk.undo.act(
            words,
            partial(self.proofreading.keep, page, changes),
            done,
            lambda _: self._show_turned(page, place),
            self.view.not_stored,
        )

    def _show_turned(self, page: ProofPage, place: Doubt | None) -> None:
        """Show the page with the place that was undone or redone; if the view was left, an article of the page."""

        def show(article_id: int | None) -> None:
            if article_id is not None and self._page_shown is not None:
                self.view.current = place
                self._load(article_id)
            elif article_id is not None:
                self.desk.sync.look()
                self.desk.reading.open_article(article_id)

        self._page_queue.run(partial(self.proofreading.article_now, page), show, self._fail, FAULTS)

    def _apply(self) -> None:
        """Apply what was kept to articles and index, after the acts under way."""
        self._pause.stop()
        if not self._is_pending:
            return
        self._is_pending = False

        def applied(is_applied: bool) -> None:
            if not is_applied:
                self.desk.undo.notApplied.emit()
            elif self._page_shown is None:
                self.desk.sync.look()
            else:
                self.refresh(Changed.PAPERS)

        self.desk.undo.run(self.proofreading.apply, applied)
