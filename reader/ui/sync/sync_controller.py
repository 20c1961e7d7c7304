"""Starting syncs in a child process, showing their progress, and refreshing the window when data has changed."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from reader import do_nothing
from reader.i18n import count, say
from reader.library import sync_process
from reader.library.contents import Counts
from reader.library.derived_data import note_stopped
from reader.library.library import Library
from reader.library.sync_events import Progress, SyncReport
from reader.library.sync_process import (
    Analysed,
    Cancelled,
    CatalogueGrown,
    Event,
    Failed,
    MissingFilesQuestion,
)
from reader.own_process import was_replaced
from reader.ui.article.article_header import OpeningProgress, headline_of
from reader.ui.sync.progress_strip import ProgressStrip
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services

if TYPE_CHECKING:
    from reader.storage.user_repair import Followed

CLOSING_MS = 3000


class Child(QObject):
    def __init__(
        self,
        parent: QObject | None,
        handle: Callable[[Event], object],
        last: tuple[type[Event], ...],
        broken: Callable[[str], str],
    ) -> None:
        """Make it without a child.

        Args:
            parent: the owner.
            handle: called with each event; one of the kinds `last` is the last one of a child, also `Failed`, which is
                made here if the child could not be started, or ended without a last event.
            last: the kinds of last events.
            broken: returns the message of that `Failed`, for what the system said.
        """
        super().__init__(parent)
        self.handle = handle
        self._last = (*last, Failed)
        self._broken = broken
        self._process: QProcess | None = None
        self._half_line = b""
        self._has_ended = True

    def is_running(self) -> bool:
        return not self._has_ended

    def run(self, command: Callable[[], Sequence[str]]) -> None:
        if was_replaced():  # the child would be another version, and might write what this one can't read
            self._report(Failed(wording.replaced()))
            return
        program, *arguments = command()
        process = QProcess(self)
        # standard output has the events, one a line, so messages of libraries must not get in between
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fault)
        self._process = process
        self._half_line = b""
        self._has_ended = False
        process.start(program, arguments)

    def close(self, *, waits: bool) -> None:
        """End the child; what it has stored stays, and the next one continues from there.

        With `waits`, return when it has ended; else return at once, and the child is killed if it takes too long.
        """
        process = self._process
        self._process = None
        self._has_ended = True
        if process is None:
            return
        # this is no failure, and `_end` would report one
        process.finished.disconnect(self._end)
        process.closeWriteChannel()
        if not waits:
            # it outlives this object, which is deleted with its window or library
            process.setParent(QCoreApplication.instance())
            process.finished.connect(process.deleteLater)
            QTimer.singleShot(CLOSING_MS, process, process.kill)
        elif not process.waitForFinished(CLOSING_MS):
            process.kill()
            process.waitForFinished(CLOSING_MS)

    def order(self, word: str) -> None:
        """Tell the child to pause, to resume or to end (`PAUSE`, `RESUME`, `CANCEL` of its module)."""
        if self._process is not None:
            self._process.write(f"{word}\n".encode())

    def _read(self) -> None:
        if self._process is None:
            return
        data = self._half_line + bytes(self._process.readAllStandardOutput().data())
        # what arrives may end within a line; the rest of it comes next time
        *lines, self._half_line = data.split(b"\n")
        for line in lines:
            self._report(sync_process.from_line(line.decode("utf-8", "replace")))

    def _report(self, event: sync_process.Event | None) -> None:
        if event is not None:
            self._has_ended = self._has_ended or isinstance(event, self._last)
            self.handle(event)

    def _end(self) -> None:
        process = self._process
        self._process = None
        if process is None:
            return
        if not self._has_ended:
            error_text = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            # the last line of a traceback has the error
            self._report(Failed(self._broken(error_text.splitlines()[-1] if error_text else "?")))
        process.deleteLater()

    def _fault(self, error: QProcess.ProcessError) -> None:
        # a child that never ran emits no `finished`
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            process = self._process
            self._process = None
            self._report(Failed(self._broken(process.errorString())))
            process.deleteLater()


class SyncChild(Child):
    """Runs at most one sync of a library at a time, in a child process.

    Every start ends in exactly one last event. The child goes on afterwards with what may wait until everything can be
    searched; another start ends it first.
    """

    def __init__(
        self, root: Path, parent: QObject | None = None, handle: Callable[[Event], object] = do_nothing
    ) -> None:
        super().__init__(
            parent,
            handle,
            (SyncReport, MissingFilesQuestion, Cancelled),
            lambda reason: say("更新中断了：{reason}", reason=reason),
        )
        self._root = root
        self.is_analysing = False
        """Whether it has reported, and now derives what may wait from the articles."""
        self._next: Callable[[], object] | None = None
        """Starts the next sync, when the old child has ended; None for no next sync."""

    def start(self, *, accept_missing: bool = False, by_names: bool = False) -> None:
        if self.is_running():
            return
        if self._process is not None:
            self._has_ended = False
            # the child has reported its result and still tidies up: `_end` starts the next one when it has
            # ended
            self._next = partial(self.start, accept_missing=accept_missing, by_names=by_names)
            self._process.closeWriteChannel()
            QTimer.singleShot(CLOSING_MS, self._process, self._process.kill)
            return
        self.run(partial(sync_process.command, self._root, accept_missing=accept_missing, by_names=by_names))

    def close(self, *, waits: bool) -> None:
        self._next = None
        super().close(waits=waits)

    def _report(self, event: Event | None) -> None:
        if event is not None:
            self.is_analysing = isinstance(event, SyncReport)
        super()._report(event)

    def _end(self) -> None:
        self.is_analysing = False
        if self._next is None or self._process is None:
            super()._end()
            return
        self._process.deleteLater()
        start = self._next
        self._process = None
        self._next = None
        self._has_ended = True
        start()


COUNT_SECONDS = 0.04
"""The interval between two updates of the number of files while they are counted."""


class FirstSync(QObject):
    """The progress of the first sync of an empty library: counts its files, then follows the sync.

    Signal: `changed` has the `OpeningProgress`; None when articles can be read, or when the sync ended without any.
    """

    changed = Signal(object)
    _counted = Signal(int)

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._progress: OpeningProgress | None = None
        self.is_closed = False
        self._tasks = TaskQueue(self)
        self._counted.connect(self._show_count)

    def begin(self) -> None:
        if self._progress is None:
            self._show(OpeningProgress(self._library.name))
            self._tasks.run(self._count, do_nothing)

    def follow(self, progress: Progress) -> None:
        if self._progress is not None and progress.path:
            self._show(self._progress.with_progress(progress))

    def end(self) -> None:
        """Emit None: articles can be read, or the sync has ended without any."""
        if self._progress is not None:
            self._progress = None
            self.changed.emit(None)

    def _count(self) -> None:
        from reader import formats
        from reader.storage.folder import FolderError

        reported_at = 0.0

        def report(number: int) -> None:
            nonlocal reported_at
            if self.is_closed or self._progress is None:
                raise FolderError  # stops counting
            if time.monotonic() - reported_at > COUNT_SECONDS:
                reported_at = time.monotonic()
                self._counted.emit(number)

        try:
            scan = self._library.folder.scan(formats.is_issue_path, report)
        except FolderError:
            return  # the sync reports the error
        self._counted.emit(len(scan.files))

    def _show_count(self, number: int) -> None:
        if self._progress is not None:
            self._show(replace(self._progress, found=number))

    def _show(self, progress: OpeningProgress) -> None:
        self._progress = progress
        self.changed.emit(progress)


ACTIVATION_SECONDS = 60.0
"""The minimum interval between two syncs that start because the window was activated."""
# The delay after files were stored before the window is refreshed, so that several batches are shown together. It grows
# by as much with every refresh during a sync, up to the longest: a refresh takes processor time from the reader.
REFRESH_MS = 1000
LONGEST_REFRESH_MS = 5000
POLL_MS = 2000
"""The interval between two checks whether another process has changed the catalogue."""
HEADLINE_SECONDS = 0.6
"""The minimum time for which a headline is shown in the strip."""
DONE_MS = 6000
"""The time for which the result of a sync is shown."""
BUSY_MS = 10_000
"""The delay before another attempt when another process is syncing the library."""


class SyncPart(LibraryFeature):
    """Starts syncs and shows them in the strip.

    Signals: `refreshed` when the catalogue has changed, `finished` with the report of a sync.
    """

    refreshed = Signal()
    finished = Signal(SyncReport)

    def __init__(
        self,
        services: Services,
        library: Library,
        strip: ProgressStrip,
        parent: QObject,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(services, library, parent)
        self._strip = strip
        self._now = now
        self._begun: float | None = None
        self._generation = library.generation()
        self._is_paused = False
        self._is_closed = False
        self._is_asked = False
        self._update_shown = ""
        self._links = 0
        self._tasks = TaskQueue(self)
        self.process = SyncChild(library.root, self, self.handle)
        strip.calls.pause = self._pause
        strip.calls.resume = self._resume
        strip.calls.cancel = partial(self.process.order, sync_process.CANCEL)
        strip.calls.retry = self.begin
        strip.calls.answer = self._answered
        self._refreshes = 0
        """The number of refreshes since the last sync began."""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._polling = QTimer(self, interval=POLL_MS)
        self._polling.timeout.connect(self._poll)
        self._polling.start()
        self._idle_timer = QTimer(self, singleShot=True, interval=DONE_MS)
        self._idle_timer.timeout.connect(strip.show_idle)
        self._again = QTimer(self, singleShot=True, interval=BUSY_MS)
        self._again.timeout.connect(self.begin_again)
        counts = library.contents.counts()
        self._is_empty = not counts.articles
        # negative, so that the first headline is shown at once
        self._headline = ""
        self._headline_at = -HEADLINE_SECONDS
        self.first = FirstSync(library, self)
        if not library.contents.is_unanswered:
            strip.read = library.read
            strip.show_counts(counts)

    def handlers(self) -> Handlers:
        return {
            "rescan": self._begin_asked,
        }

    def handle(self, event: Event) -> None:
        match event:
            case Progress():
                self._progressed(event)
            case CatalogueGrown():
                self._look_soon()
            case SyncReport():
                self._finish(event)
            case Analysed():
                self.look()
            case MissingFilesQuestion():
                self._confirm(event)
            case Failed():
                self._fail(event)
            case Cancelled():
                self.first.end()
                self.look()
                self._tell_stopped(True)
                self._strip.show_message(say("已取消；读入的部分可搜，按 F5 接着读。"))
                self._idle_timer.start()

    def _begin_asked(self) -> None:
        """Start a sync that a person has asked for, and that says so if nothing has changed."""
        self._is_asked = True
        self.begin()

    def begin(self, *, accept_missing: bool = False, by_names: bool = False) -> None:
        """Start a sync, unless one is running, the library is not synced by this program, or it was closed."""
        self._begun = self._now()
        if self._is_closed or self.process.is_running() or not self._library.wants_sync():
            return
        self._is_paused = False
        self._refreshes = 0
        self._idle_timer.stop()
        if self._is_empty:
            self._strip.show_running(0, 0)
            self.first.begin()
        self.process.start(accept_missing=accept_missing, by_names=by_names)

    def has_ended(self) -> bool:
        return self._begun is not None and not (self.process.is_running() or self.process.is_analysing)

    def begin_again(self) -> None:
        """Start a sync now or, if one is running, after it: that one may have scanned the folder too early."""
        if self.process.is_running():
            self._again.start()
        else:
            self.begin()

    def is_coming(self) -> bool:
        """Return whether a sync is running, or begins by itself in a moment."""
        return self.process.is_running() or self._again.isActive()

    def follow(self, is_applied: bool) -> None:
        if is_applied:
            self._services.refresh(Change.PAPERS)
        else:
            self.begin_again()

    def come_to_front(self) -> None:
        """Start a sync because the window was activated, unless one began within the last minute.

        None is started either while the last one still derives what may wait: some of it would begin anew each time.
        In a large library, a file that was edited in place is found at opening and by F5 (`sync.MANY_FILES`).
        """
        is_lately = self._begun is not None and self._now() - self._begun <= ACTIVATION_SECONDS
        if not is_lately and not self.process.is_analysing:
            self.begin(by_names=True)

    def look(self) -> None:
        """Emit `refreshed` if the catalogue was changed since the last call, by the child or by another process."""
        self._take(self._library.generation())

    def _poll(self) -> None:
        """Do as `look`, but read the generation on another thread: the disk may be slow.

        While the child runs, which alone can change the catalogue then, that is done later.
        """
        if self.process.is_running() or self.process.is_analysing:
            self._look_soon()
        elif self._tasks.is_idle():
            self._tasks.run(self._library.generation, self._take)

    def _take(self, generation: int) -> None:
        if generation != self._generation:
            self._generation = generation
            self._refreshes += 1
            self._look_at_read()
            self._tasks.run(self._library.contents.counts, self._show_counts)
            self.refreshed.emit()

    def _look_at_read(self) -> None:
        self._strip.read = self._library.look_at_read()

    def _tell_stopped(self, is_stopped: bool) -> None:
        """Tell this and other windows that the sync stands still, or goes on: their numbers say so."""
        if not self._library.read.is_whole:
            note_stopped(self._library.local.lock, is_stopped)
            self._look_at_read()
            self.refreshed.emit()

    def finish(self) -> None:
        self.first.is_closed = True

    def close(self, *, waits: bool) -> None:
        """End the child and start no other one; with `waits`, return when it has ended."""
        self._is_closed = True
        self.process.close(waits=waits)

    def _show_counts(self, counts: Counts) -> None:
        was_empty = self._is_empty
        self._is_empty = not counts.articles
        if not self._is_empty:
            self.first.end()
        self._strip.show_counts(counts)
        if self._is_empty and not was_empty:  # the cache was deleted
            self.begin()

    def _progressed(self, progress: Progress) -> None:
        if progress.update != self._update_shown:
            self._update_shown = progress.update
            self._services.message(progress.update)
        if not self._is_paused:
            self._idle_timer.stop()
            self._strip.show_running(
                progress.done,
                progress.total,
                progress.path,
                progress.before,
                self._running_headline(progress),
                progress.share,
            )
            self.first.follow(progress)

    def _running_headline(self, progress: Progress) -> str:
        if not progress.path:
            return ""
        if (now := self._now()) - self._headline_at >= HEADLINE_SECONDS:
            self._headline = headline_of(progress)
            self._headline_at = now
        return self._headline

    def _look_soon(self) -> None:
        """Call `look` soon: at once while the library is empty, else after `REFRESH_MS` or, in a long sync, later."""
        if not self._soon.isActive():
            later = min(REFRESH_MS * (1 + self._refreshes), LONGEST_REFRESH_MS)
            self._soon.start(0 if self._is_empty else later)

    def _finish(self, report: SyncReport) -> None:
        self.first.end()
        self._is_empty = not report.articles
        self.look()
        damaged = count(len(report.damaged) + report.more_damaged, "{n} 个文件有无法解码的字节，写作 �")
        news = [_found_in_words(report), self._links_in_words(report), damaged if report.damaged else ""]
        message = wording.listed(news)
        if report.failed and (message or self._is_asked):
            failed = count(len(report.failed) + report.more_failed, "{n} 个文件无法读取")
            self._strip.show_failed(wording.listed([message, failed]))
            self._idle_timer.start()
        elif message:
            self._strip.show_done(message, has_list=bool(report.left_out))
            self._idle_timer.start()
        elif self._is_asked:
            self._strip.show_done(say("没有变化"))
            self._idle_timer.start()
        else:
            self._strip.show_idle()
        self._is_asked = False
        self.finished.emit(report)

    def _links_in_words(self, report: SyncReport) -> str:
        """Return the message that links were not followed; "" without any, and if it was shown before."""
        before = self._links
        self._links = len(report.led_out) + report.more_led_out
        is_news = self._links not in (0, before)
        if is_news:
            return count(self._links, "{n} 个指向外面的链接未读取")
        return ""

    def _confirm(self, question: MissingFilesQuestion) -> None:
        self.first.end()
        self._strip.show_question(
            say(
                "{known} 个文件里有 {lost} 个不见了。是磁盘没有接上吗？",
                known=question.known,
                lost=question.lost,
            ),
            say("确实移走了，保留文字"),
            say("先不更新"),
        )

    def _answered(self, goes_on: bool) -> None:
        if goes_on:
            self.begin(accept_missing=True)
        else:
            self._strip.show_idle()

    def _fail(self, failed: Failed) -> None:
        self.first.end()
        self.look()
        if failed.is_busy:
            self._strip.show_message(failed.message)
            self._idle_timer.start()
            self._again.start()
        else:
            self._tell_stopped(True)
            self._strip.show_failed(failed.message, has_list=False)

    def _pause(self) -> None:
        self._is_paused = True
        self.process.order(sync_process.PAUSE)
        self._strip.show_paused()
        self._tell_stopped(True)

    def _resume(self) -> None:
        self._is_paused = False
        self.process.order(sync_process.RESUME)
        self._tell_stopped(False)


def _copies_in_words(report: SyncReport) -> str:
    """Return in words that files have the text of others, and which is shown; "" if there are none."""
    if not report.copies:
        return ""
    copy = report.copies[0]
    number = len(report.copies) + report.more_copies
    if number == 1:
        return copy.in_words()
    return count(number, "{n} 个文件是别的文件的副本，或是同一版，都合成一份")


def _found_in_words(report: SyncReport) -> str:
    parts: list[str] = []
    if report.added:
        parts.append(count(report.added, "新增 {n} 个文件"))
    if report.changed:
        parts.append(count(report.changed, "{n} 个文件有改动"))
    if report.renamed:
        parts.append(count(report.renamed, "{n} 个文件改了名"))
    if report.added and report.unopened:
        parts.append(count(report.unopened, "{n} 个文件没有读"))
    if report.added or report.changed:
        parts.append(_copies_in_words(report))
    if report.added:
        for what, number in report.left_out.items():
            parts.append(say("{n} 个{what}不含文章", n=number, what=what))
    return wording.listed([*parts, report.mended or ""])


LOOK_MS = 3000
"""The polling interval, in milliseconds; a change is merged once two polls in a row find it the same."""


class NotesFollower(LibraryFeature):
    """Follows changes of a library's user data by other windows, machines and programs.

    `sync` applies decisions on the text of the papers that have arrived.
    """

    def __init__(
        self, services: Services, library: Library, sync: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(services, library, parent)
        self._sync = sync
        self._tasks = TaskQueue(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._tasks.run(self._library.show_decided, do_nothing)
        self._timer.start()

    def look(self) -> None:
        """Poll now, unless a poll is still running: the disk may be slow or disconnected."""
        if self._tasks.is_idle():
            self._tasks.run(self._library.follow_notes, self._take)

    def _take(self, followed: "Followed") -> None:
        if followed.is_changed:
            self._services.refresh(Change.NOTES)
        if followed.message:
            self._services.message(followed.message)
        if followed.on_text:
            self._sync()
