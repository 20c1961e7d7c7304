"""Recognising the pictures of a library in a child process, while the window goes on; what is finished is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QProcess, QTimer

from reader.i18n import count, say
from reader.library import sync_process
from reader.library.library import Library
from reader.own_process import was_replaced
from reader.storage.folder import FolderError
from reader.ui.sync.progress_strip import time_in_words
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Feature, Services

if TYPE_CHECKING:
    from reader.library.recognition import RecognitionReport

_SHOWN_EVERY_MS = 60_000
"""The interval of the syncs by which pages that were recognised meanwhile are read in."""
_CLOSING_MS = 3000


class RecognitionController(Feature):
    """Offers to recognise a folder of pictures without any text, starts the child, shows how far it is, and pauses it.

    `rescan` reads in what was recognised.
    """

    def __init__(
        self,
        services: Services,
        library: Library,
        rescan: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._rescan = rescan
        self._process: QProcess | None = None
        self._half_line = b""
        self._words = ""
        self._has_ended = self._is_paused = False
        self._since_rescan = QElapsedTimer()
        self._is_offered = False
        self._looking = TaskQueue(self)

    def refresh(self, change: Change) -> None:
        if change is Change.SCAN and not self._is_offered and self._process is None and self._is_possible():
            self._is_offered = True
            self._looking.run(self._pictures, self._offer)

    def _is_possible(self) -> bool:
        library = self._library
        is_folder = not (library.is_sample or library.is_in_one_file or library.is_elsewhere)
        return is_folder and not library.why_unchangeable()

    def _pictures(self) -> int:
        """Return the number of pictures of a library that has no article; 0 if it has any."""
        if self._library.contents.counts().articles:
            return 0
        try:
            from reader.pictures import page_files

            return len(self._library.folder.scan(page_files.is_picture).files)
        except FolderError:
            return 0

    def _offer(self, number: int) -> None:
        if number:
            words = count(number, "这个文件夹里有 {n} 张图片，还没有认成文字。")
            self._services.step(words, say("识别图片里的文字"), self.begin)

    def is_running(self) -> bool:
        return self._process is not None

    def begin(self) -> None:
        """Recognise the pictures of the library that have no text; what was recognised before is kept."""
        if self._process is not None:
            self.resume()
            return
        if was_replaced():
            self._services.message(wording.replaced())
            return
        from reader.library.recognition_process import child_command

        program, *arguments = child_command(self._library.root)
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._end)
        process.errorOccurred.connect(lambda error: self._end() if error is _NOT_STARTED else None)
        self._process, self._half_line = process, b""
        self._has_ended = self._is_paused = False
        self._since_rescan.start()
        self._show(say("在找要识别的图片……"))
        process.start(program, arguments)

    def pause(self) -> None:
        """Stop after the page in work."""
        self._order(sync_process.PAUSE)
        self._is_paused = True
        self._show(self._words)

    def resume(self) -> None:
        self._order(sync_process.RESUME)
        self._is_paused = False
        self._show(self._words)

    def finish(self) -> None:
        """End the child; the pages that are finished are kept, and the next time goes on from there."""
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect(self._end)
        process.readyReadStandardOutput.disconnect(self._read)
        process.closeWriteChannel()
        process.setParent(QCoreApplication.instance())
        process.finished.connect(process.deleteLater)
        QTimer.singleShot(_CLOSING_MS, process, process.kill)

    def _order(self, word: str) -> None:
        if self._process is not None:
            self._process.write(f"{word}\n".encode())

    def _show(self, words: str) -> None:
        self._words = words
        if self._is_paused:  # the page in work is still finished
            self._services.task(say("{words}（停着）", words=words), say("接着识别"), self.resume)
        else:
            self._services.task(words, say("暂停"), self.pause)

    def _read(self) -> None:
        from reader.library.recognition_process import from_line

        if self._process is None:
            return
        data = self._half_line + bytes(self._process.readAllStandardOutput().data())
        *lines, self._half_line = data.split(b"\n")
        for line in lines:
            self._report(from_line(line.decode("utf-8", "replace")))

    def _report(self, event: object) -> None:
        from reader.library.recognition import RecognitionProgress, RecognitionReport
        from reader.library.recognition_process import NotRecognized

        match event:
            case RecognitionProgress() if event.path:
                words = say("已识别 {done} / {total} 页", done=event.done, total=event.total)
                if event.seconds_left is not None:
                    words += say("，{time}", time=time_in_words(event.seconds_left))
                self._show(words)
                if self._since_rescan.elapsed() > _SHOWN_EVERY_MS:
                    self._since_rescan.restart()
                    self._rescan()
            case RecognitionReport():
                self._has_ended = True
                self._services.message(_in_words(event))
                self._rescan()
            case NotRecognized():
                self._has_ended = True
                self._services.message(event.message)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.deleteLater()
        if not self._has_ended:
            self._services.message(say("识别中断了。识别好的页都留着，再来一次会接着做。"))
            self._rescan()


_NOT_STARTED = QProcess.ProcessError.FailedToStart


def _in_words(report: "RecognitionReport") -> str:
    parts = [count(report.recognized, "识别了 {n} 页")]
    if report.kept:
        parts.append(count(report.kept, "以前识别好的 {n} 页"))
    if report.failed:
        first = report.failed[0]
        parts.append(count(len(report.failed), "没能识别的 {n} 页"))
        return (
            say("，").join(parts) + say("。") + say("{path}：{reason}", path=first.path, reason=first.message)
        )
    return say("，").join(parts) + say("。")
