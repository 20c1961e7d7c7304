"""Read marks of articles, set after reading time or by hand, and the notice that an issue is continued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer

from reader.i18n import count, say
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.printing import Printing
from reader.ui.article.article_pane import ArticlePane
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Feature, Handlers, LibraryFeature, Services
from reader.ui.widgets.state_panel import PanelLink
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

PACE = 15.0
"""A skimming reader's speed, in characters per second; reading takes longer."""
LEAST = 3.0
MOST = 60.0
"""The upper bound of the time after which an article counts as read, in seconds; `LEAST` is the lower one."""


class ReadingTime(Struct, frozen=True):
    """The time for which the text of an article was in view, in seconds, and whether its end was."""

    seconds: float = 0.0
    has_seen_end: bool = False

    def after(self, seconds: float, *, sees_end: bool) -> ReadingTime:
        return ReadingTime(self.seconds + seconds, self.has_seen_end or sees_end)

    def is_enough_for(self, characters: int) -> bool:
        return self.has_seen_end and self.seconds >= min(MOST, max(LEAST, characters / PACE))


TICK_MS = 500
_END = 60
"""The end of a text counts as seen if at most this many pixels are below the view, where the page is empty."""


class ReadWatch(QObject):
    """Watches a pane, and calls `read` with the ids of its articles when they were in view long enough to be read."""

    def __init__(self, pane: ArticlePane, read: Callable[[list[int]], object]) -> None:
        super().__init__(pane)
        self._pane = pane
        self._read = read
        self._ids: list[int] = []
        self._time = ReadingTime()
        self._is_done = False
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def suspend(self) -> None:
        """Do not report the articles on the page any more, because the user has set their marks."""
        self._restart()
        self._is_done = True

    def look(self) -> None:
        if self._ids != self._shown():
            self._restart()
        is_in_view = self._pane.isVisible() and self._pane.isActiveWindow()
        if self._is_done or not self._ids or not is_in_view:
            return
        self._time = self._time.after(TICK_MS / 1000, sees_end=self._sees_end())
        characters = sum(len(block.text) for part in self._pane.parts() for block in part.article.blocks)
        if self._time.is_enough_for(characters):
            self._is_done = True
            self._read(self._ids)

    def _restart(self) -> None:
        self._ids = self._shown()
        self._time = ReadingTime()
        self._is_done = False

    def _shown(self) -> list[int]:
        return [part.id for part in self._pane.parts() if part.id]

    def _sees_end(self) -> bool:
        bar = self._pane.page.verticalScrollBar()
        portions = self._pane.portion_bar
        is_last = portions.isHidden() or not portions.next_button.isEnabled()
        return is_last and bar.value() >= bar.maximum() - _END


class ReadMarking(LibraryFeature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        reading: ReadingController,
        undo: UndoStack,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._undo = undo
        self._read: frozenset[int] = frozenset()
        self._tasks = TaskQueue(self, writes=True)
        self._watches = [ReadWatch(pane, self._mark_quietly) for pane in (frame.pane, frame.area.second)]

    def handlers(self) -> Handlers:
        return {
            "read_article": self.switch,
            "read_issue": self.switch_issue,
        }

    def start(self) -> None:
        self.read()

    def refresh(self, change: Change) -> None:
        self.read()  # with every change: articles may have other ids in the catalogue

    def read(self) -> None:
        self._tasks.run(self._library.read_marks.ids, self._show, self._services.error, FAULTS)
        self._tasks.run(
            self._proofread,
            lambda ids: self._frame.mark_articles(proofread=ids),
            self._services.error,
            FAULTS,
        )

    def is_read(self, article_id: int) -> bool:
        """Return whether the article is marked as read; False while the marks are still being read."""
        return article_id in self._read

    def switch(self) -> None:
        pane = self._frame.area.active_pane()
        stored = pane.article()
        if stored is not None and stored.id:
            self.mark(pane.parts(), is_read=not self.is_read(stored.id))

    def mark(self, parts: Sequence[StoredArticle], *, is_read: bool) -> None:
        words = say("已标为读过") if is_read else say("已标为未读")
        show = partial(self._show_article, parts[0].printing)
        ids = [part.id for part in parts]
        self._mark(ids, is_read, lambda _: words, show)

    def switch_issue(self) -> None:
        """Mark all articles of the listed issue as read; if they all are, as unread."""
        issue_id = self._frame.issues.issue_id()
        if issue_id is not None:
            rows = self._library.contents.articles(issue_id)
            if self._reading.awaited.awaits(self.switch_issue):
                return
            self.mark_issue(issue_id, is_read=not all(self.is_read(row.id) for row in rows))

    def mark_issue(self, issue_id: int, *, is_read: bool) -> None:
        ids = [row.id for row in self._library.contents.articles(issue_id)]
        if self._reading.awaited.awaits(partial(self.mark_issue, issue_id, is_read=is_read)):
            return

        def words(number: int) -> str:
            if not number:
                if is_read:
                    return say("这一期本来就全是读过的")
                return say("这一期本来就没有读过的")
            if is_read:
                return count(number, "这一期又有 {n} 篇标为读过")
            return count(number, "这一期有 {n} 篇标为未读")

        self._mark(ids, is_read, words, partial(self._show_issue, issue_id))

    def _mark_quietly(self, ids: Sequence[int]) -> None:
        marks = self._library.read_marks
        self._tasks.run(
            partial(marks.mark, ids, is_read=True), self._read_if_any, self._services.error, FAULTS
        )

    def _mark(
        self, ids: Sequence[int], is_read: bool, words: Callable[[int], str], show: Callable[[], None]
    ) -> None:
        marks = self._library.read_marks
        for watch in self._watches:
            watch.suspend()

        def done(marked: list[int]) -> None:
            self._read_if_any(marked)
            self._services.message(words(len(marked)), can_undo=bool(marked))

        def turned(_: list[int]) -> None:
            self.read()
            show()

        def named(marked: list[int]) -> str:
            n = len(marked)
            if is_read:
                return count(n, "把 {n} 篇标为读过")
            return count(n, "把 {n} 篇标为未读")

        self._undo.act(named, partial(marks.mark, ids, is_read=is_read), done, turned)

    def _show_issue(self, issue_id: int) -> None:
        """List an issue whose marks were changed by undoing or redoing, unless it is visible already."""
        frame = self._frame
        if frame.issues.issue_id() != issue_id or not frame.issues.isVisibleTo(frame):
            self._reading.open_issue(issue_id)

    def _show_article(self, printing: Printing) -> None:
        """Open an article whose mark was changed by undoing or redoing, unless it is visible already or is gone."""
        if not any(pane.notes.shows(printing) for pane in self._frame.shown_panes()):
            article_id = self._library.articles.printings.article_of(printing)
            if article_id is not None:
                self._reading.open_article(article_id)

    def _read_if_any(self, marked: list[int]) -> None:
        if marked:
            self.read()

    def _show(self, ids: frozenset[int]) -> None:
        self._read = ids
        self._frame.mark_articles(read=ids)

    def _proofread(self) -> frozenset[int]:
        if self._library.words.why_no_characters:
            return frozenset()
        return self._library.local.catalogue.readings.proofread_whole()


class ContinuedNotice(Feature):
    """Says above the list that an issue is continued where reading stopped, with a link to its first article."""

    def __init__(
        self, services: Services, frame: WindowLayout, reading: ReadingController, parent: QObject
    ) -> None:
        super().__init__(services, parent)
        self._frame = frame
        self._reading = reading
        self._bar = frame.issues.stopped
        self._issue_id = 0
        self._article_id: int | None = None
        """The article that the notice is about; None until it is on the page."""
        self._bar.chosen.connect(lambda _: reading.open_first(self._issue_id))
        reading.continued = self._show
        reading.shown.connect(self._leave)

    def _show(self, issue_id: int, at: int) -> None:
        self._issue_id = issue_id
        self._article_id = None
        words = say("接着上次停下的地方：第 {at} 篇。", at=at)
        link = say("从第一篇读起")
        if self._frame.is_list_shown():
            self._bar.show_notice(words, [PanelLink("first", link)])
        else:
            self._services.step(words, link, partial(self._reading.open_first, issue_id))

    def _leave(self, stored: StoredArticle | None) -> None:
        shown_id = stored.id if stored else 0
        if self._article_id is None:
            self._article_id = shown_id
        elif self._article_id != shown_id:
            self._bar.show_notice("")
