"""Recognising the pictures of a library in a child process; finished pages are shown while it goes on."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QGuiApplication

from reader.i18n import say
from reader.library.answers import COMMAND, waiting_in_words
from reader.library.sync_events import RecognitionProgress, RecognitionReport
from reader.library.sync_process import Event, Failed
from reader.ui.desk import Desk, Part
from reader.ui.sync.progress_strip import LongWork, time_in_words
from reader.ui.sync.sync_controller import Child
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change

_SHOWN_EVERY_MS = 60_000
"""The interval between two syncs that read in the pages recognised so far, in milliseconds."""


class RecognitionPart(Part):
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
        self._since_rescan = QElapsedTimer()
        self._looking = TaskQueue(self)
        self.process = Child(
            self, self.handle, (RecognitionReport,), lambda _: say("识别中断了。识别好的页都留着。")
        )

    def refresh(self, change: Change) -> None:
        library = self._library
        is_folder = not (library.is_sample or library.is_in_one_file or library.is_elsewhere)
        is_possible = is_folder and not library.why_unchangeable() and not self.process.is_running()
        if change is Change.SCAN and not self._is_offered and is_possible:
            self._is_offered = True
            self._looking.run(self._waiting, self._offer)

    def _waiting(self) -> tuple[str, str]:
        """Return in words the pictures still to be recognised, "" for none, and what has to be installed first."""
        from reader.features.recognition.waiting import FoundWaiting

        waiting = FoundWaiting(self._library.folder)
        return waiting_in_words(waiting.look()), waiting.hint()

    def _offer(self, found: tuple[str, str]) -> None:
        words, hint = found
        if not words or self.process.is_running():
            return
        if hint:
            copy = partial(QGuiApplication.clipboard().setText, COMMAND)
            self._services.task(wording.listed([words, hint]), say("复制命令"), copy)
        else:
            self._services.task(say("{words}。", words=words), say("识别图片里的文字"), self.begin)

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
        self._services.step(words, say("接着识别"), lambda: self.begin(self._paths))

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

    def _progressed(self, now: RecognitionProgress) -> None:
        if not now.path:
            return
        self._shown = now
        self._show()
        if self._since_rescan.elapsed() > _SHOWN_EVERY_MS:
            self._since_rescan.restart()
            self._rescan()

    def _finish(self, report: RecognitionReport) -> None:
        self._strip.show_work(None)
        self._services.message(_in_words(report))
        self._rescan()

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
