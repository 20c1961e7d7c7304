"""Recognising the pictures of a library in a child process; finished pages are shown while it goes on."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer

from reader.i18n import later, say
from reader.library.answers import waiting_in_words, wordless_among
from reader.library.sync_events import RecognitionProgress, RecognitionReport
from reader.library.sync_process import Event, Failed
from reader.ui.desk import Desk, InsteadPart
from reader.ui.sync.progress_strip import LongWork, time_in_words
from reader.ui.sync.sync_controller import Child
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Handlers

if TYPE_CHECKING:
    from reader.features.recognition.ui.waiting_pane import Waiting, WaitingPane

_SHOWN_EVERY_MS = 60_000
"""The interval between two syncs that read in the pages recognised so far, in milliseconds."""


_NOTHING_WAITS = later("没有等着识别的图片。")
_PAUSE = 50
"""After a sync, pictures are looked for again when so many times as long has passed as that took."""


class RecognitionPart(InsteadPart["WaitingPane"]):
    """Offers to recognise pictures without a text, runs the child, and shows its progress in the strip."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._strip = desk.frame.strip
        self._rescan = desk.sync.begin_again
        """Starts the sync that reads in the recognised pages."""
        self._paths: list[str] = []
        """The paths to recognise, in the library; those chosen last come first, "." stands for all."""
        self._shown = RecognitionProgress(0, 0, "")
        self._is_paused = self._is_offered = False
        self._since_rescan, self._looked = QElapsedTimer(), QElapsedTimer()
        self._took = 0
        self._found: Waiting | None = None
        self._is_wanted = False
        self._looking = TaskQueue(self)
        self.process = Child(
            self, self.handle, (RecognitionReport,), lambda _: say("识别中断了。识别好的页都留着。")
        )

    def handlers(self) -> Handlers:
        return {"waiting_pictures": self._open_looked}

    def _open_looked(self) -> None:
        if self._may_wait():
            self._is_wanted = True
            self.look()
        else:
            self._services.message(_NOTHING_WAITS())

    def _may_wait(self) -> bool:
        library = self._library
        is_folder = not (library.is_sample or library.is_in_one_file or library.is_elsewhere)
        return is_folder and not library.why_unchangeable()

    def refresh(self, change: Change) -> None:
        if change is not Change.SCAN or not self._may_wait():
            return
        if self._is_offered and not self.is_shown():
            return  # they are in the list of what is not known, and looked for again when their page is opened
        if not self._looked.isValid() or self._looked.elapsed() > _PAUSE * self._took:
            self.look()

    def look(self) -> None:
        self._looked.start()
        self._looking.run(self._waiting, self._show_waiting)

    def _waiting(self) -> "Waiting":
        from reader.features.recognition.pace import seconds_a_page
        from reader.features.recognition.ui.waiting_pane import Waiting
        from reader.features.recognition.waiting import FoundWaiting

        waiting = FoundWaiting(self._library.folder)
        contents = self._library.contents
        pictures = waiting.look(wordless_among(contents.failures()))
        return Waiting(pictures, waiting.hint(), seconds_a_page(), not contents.counts().articles)

    def _show_waiting(self, found: "Waiting") -> None:
        self._took, self._found = self._looked.elapsed(), found
        self._fill()
        is_wanted, self._is_wanted = self._is_wanted, False
        if not found.pictures:
            self.close()
            if is_wanted:
                self._services.message(_NOTHING_WAITS())
        elif is_wanted:
            self._is_offered = True
            self.open()
        elif not self._is_offered and not self.process.is_running():
            self._is_offered = True
            if found.is_alone:
                self.open()
            else:
                words = say("{words}。", words=waiting_in_words(found.pictures))
                self._services.ask(words, say("看看是哪些"), self.open)

    def make_pane(self) -> "WaitingPane":
        from reader.features.recognition.ui.waiting_pane import WaitingPane

        return WaitingPane(self.begin, self.look, self.close)

    def _fill(self) -> None:
        if "pane" in vars(self) and self._found is not None:
            self.pane.show_waiting(self._found, is_running=self.process.is_running())

    def open(self) -> None:
        """Show the page on the pictures that wait, also where the library has no article yet."""
        super().open()
        self._fill()

    def close(self) -> bool:
        """Close the page; `waiting_pictures` opens it again."""
        was_shown = super().close()
        if was_shown and self._found is not None and self._found.is_alone:
            self.desk.frame.show_welcome(True)
        return was_shown

    def follow_reading(self) -> None:
        super().close()

    def imported(self, wordless: Sequence[str]) -> None:
        self.begin(wordless)

    def begin(self, chosen: Sequence[str] = (".",)) -> None:
        """Recognise the pictures at these paths before those of earlier calls; "." stands for all without a
        text.

        Finished pages are kept; the page in work is started again later.
        """
        before = self._paths if self.process.is_running() else []
        self.process.close(waits=False)
        self._paths = list(dict.fromkeys([*chosen, *before]))
        self._shown, self._is_paused = RecognitionProgress(0, 0, ""), False
        self._since_rescan.start()
        self._show()
        from reader.features.recognition.recognition_process import child_command

        self.process.run(lambda: child_command(self._library.root, self._paths))
        self._fill()

    def finish(self) -> None:
        """End the child; finished pages are kept, and the next run continues after them."""
        self.process.close(waits=False)

    def _turn(self) -> None:
        (self.process.resume if self._is_paused else self.process.pause)()
        self._is_paused = not self._is_paused
        self._show()

    def _end(self, words: str) -> None:
        self.process.close(waits=False)
        self._strip.show_work(None)
        self._rescan()
        self._services.ask(words, say("接着识别"), lambda: self.begin(self._paths))

    def _show(self) -> None:
        now = self._shown
        words = say("在找要识别的图片")
        if now.total:
            words = say("识别图片：第 {page} 页，共 {total} 页", page=now.done + 1, total=now.total)
        time = time_in_words(now.seconds_left) if now.seconds_left is not None else ""
        words = wording.listed([words, say("已暂停") if self._is_paused else time])
        cancel = partial(self._end, say("停下了。识别好的页都留着。"))
        self._strip.show_work(LongWork(words, now.done, now.total, self._turn, cancel, self._is_paused))

    def handle(self, event: Event) -> None:
        match event:
            case RecognitionProgress():
                self._progressed(event)
            case RecognitionReport():
                self._finish(event)
            case Failed():
                self._fail(event)
        if not isinstance(event, RecognitionProgress) and self._looked.isValid():
            self.look()

    def _progressed(self, now: RecognitionProgress) -> None:
        if not now.path:
            return
        self._shown = now
        self._show()
        if self._since_rescan.elapsed() > _SHOWN_EVERY_MS:
            self._since_rescan.restart()
            self._rescan()

    def _finish(self, report: RecognitionReport) -> None:
        from reader.features.recognition.recognition_process import MOST_NAMED

        self._strip.show_work(None)
        self._services.message(_in_words(report))
        self._rescan()
        if rest := self._paths[MOST_NAMED:]:
            self._paths = []
            self.begin(rest)

    def _fail(self, failed: Failed) -> None:
        if self._shown.total:
            self._end(failed.message)
        else:
            self._strip.show_work(None)
            self._services.message(failed.message)


def _in_words(report: RecognitionReport) -> str:
    words = report.in_words()
    if not report.failed:
        return say("{words}。", words=words)
    first = report.failed[0]
    return words + say("。") + say("{path}：{reason}", path=first.path, reason=first.message)
