"""The child process that syncs, its messages turned into signals."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from reader.i18n import say
from reader.library import sync_process
from reader.library.sync_events import Progress, SyncReport
from reader.library.sync_process import Cancelled, CatalogueGrown, Failed, MissingFilesQuestion
from reader.own_process import was_replaced
from reader.ui.widgets import wording

CLOSING_MS = 3000


class SyncChild(QObject):
    """Runs at most one sync of a library at a time, in a child process.

    Every start ends in exactly one of `finished`, `confirmationNeeded`, `failed`, `cancelled`. After that the child may
    tidy up for a while; another start ends it first.
    """

    progressed = Signal(Progress)
    stored = Signal()
    finished = Signal(SyncReport)
    confirmationNeeded = Signal(MissingFilesQuestion)
    failed = Signal(Failed)
    cancelled = Signal()

    def __init__(self, root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self._process: QProcess | None = None
        self._half_line = b""
        self._has_ended = True
        self._next: bool | None = None
        """`accept_missing` of a sync that waits for the child before it to end."""

    def is_running(self) -> bool:
        return not self._has_ended

    def start(self, *, accept_missing: bool = False) -> None:
        """Start a sync; nothing while one is running."""
        if self.is_running():
            return
        self._has_ended = False
        if self._process is not None:
            self._next = accept_missing
            self._process.closeWriteChannel()
            QTimer.singleShot(CLOSING_MS, self._process, self._process.kill)
            return
        if was_replaced():  # the child would be of a version that may write what this one can't read
            self._has_ended = True
            self.failed.emit(Failed(wording.replaced()))
            return
        program, *arguments = sync_process.command(self._root, accept_missing=accept_missing)
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fault)
        self._process, self._half_line = process, b""
        process.start(program, arguments)

    def pause(self) -> None:
        self._order(sync_process.PAUSE)

    def resume(self) -> None:
        self._order(sync_process.RESUME)

    def cancel(self) -> None:
        self._order(sync_process.CANCEL)

    def close(self, *, waits: bool) -> None:
        """End the child, whatever it is doing: what it stored stays, and the next sync continues from there.

        With `waits` return when it has ended; else it is asked to end, and ends while the window goes on.
        """
        process, self._process = self._process, None
        self._has_ended, self._next = True, None
        if process is None:
            return
        process.finished.disconnect(self._end)
        process.closeWriteChannel()
        if not waits:
            process.setParent(QCoreApplication.instance())
            process.finished.connect(process.deleteLater)
            QTimer.singleShot(CLOSING_MS, process, process.kill)
        elif not process.waitForFinished(CLOSING_MS):
            process.kill()
            process.waitForFinished(CLOSING_MS)

    def _order(self, word: str) -> None:
        if self._process is not None:
            self._process.write(f"{word}\n".encode())

    def _read(self) -> None:
        if self._process is None:
            return
        data = self._half_line + bytes(self._process.readAllStandardOutput().data())
        *lines, self._half_line = data.split(b"\n")
        for line in lines:
            self._report(sync_process.from_line(line.decode("utf-8", "replace")))

    def _report(self, event: sync_process.Event | None) -> None:
        match event:
            case Progress():
                self.progressed.emit(event)
            case CatalogueGrown():
                self.stored.emit()
            case SyncReport():
                self._has_ended = True
                self.finished.emit(event)
            case MissingFilesQuestion():
                self._has_ended = True
                self.confirmationNeeded.emit(event)
            case Failed():
                self._has_ended = True
                self.failed.emit(event)
            case Cancelled():
                self._has_ended = True
                self.cancelled.emit()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if self._next is not None:
            accept_missing, self._next = self._next, None
            self._has_ended = True
            self.start(accept_missing=accept_missing)
        elif not self._has_ended:
            said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            self._has_ended = True
            self.failed.emit(
                Failed(say("更新中断了：{reason}", reason=said.splitlines()[-1] if said else "?"))
            )
        process.deleteLater()

    def _fault(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            process, self._process = self._process, None
            self._has_ended = True
            self.failed.emit(Failed(say("更新没能启动：{reason}", reason=process.errorString())))
            process.deleteLater()
