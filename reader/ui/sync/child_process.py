"""A child process that works on the library: it reports events and takes orders, one a line, as `sync_process` does."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from reader.library import sync_process
from reader.library.sync_process import Failed
from reader.own_process import was_replaced
from reader.ui.widgets import wording

CLOSING_MS = 3000


class Child(QObject):
    """Runs at most one child at a time; a subclass handles its events in `_report`, and sets `_has_ended` on the
    last.

    Signal: `failed` if it could not be started, or ended without a last event.
    """

    failed = Signal(Failed)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._half_line = b""
        self._has_ended = True

    def is_running(self) -> bool:
        return not self._has_ended

    def run(self, command: Callable[[], Sequence[str]]) -> None:
        """Start a child with the program and the arguments that `command` returns."""
        if was_replaced():  # the child would be another version, and might write what this one can't read
            self._has_ended = True
            self.failed.emit(Failed(wording.replaced()))
            return
        program, *arguments = command()
        process = QProcess(self)
        # standard output has the events, one a line, so messages of libraries must not get in between
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fault)
        self._process, self._half_line, self._has_ended = process, b"", False
        process.start(program, arguments)

    def pause(self) -> None:
        self._order(sync_process.PAUSE)

    def resume(self) -> None:
        self._order(sync_process.RESUME)

    def cancel(self) -> None:
        self._order(sync_process.CANCEL)

    def close(self, *, waits: bool) -> None:
        """End the child; what it has stored stays, and the next one continues from there.

        With `waits`, return when it has ended; else return at once, and the child is killed if it takes too long.
        """
        process, self._process = self._process, None
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

    def _order(self, word: str) -> None:
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
        """Handle an event; None stands for a line that is not an event."""
        raise NotImplementedError

    def _broken(self, reason: str) -> str:
        """Return the message for a child that did not start, or that ended without a last event."""
        raise NotImplementedError

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if not self._has_ended:
            said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            self._has_ended = True
            # the last line of a traceback has the error
            self.failed.emit(Failed(self._broken(said.splitlines()[-1] if said else "?")))
        process.deleteLater()

    def _fault(self, error: QProcess.ProcessError) -> None:
        # a child that never ran emits no `finished`
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            process, self._process = self._process, None
            self._has_ended = True
            self.failed.emit(Failed(self._broken(process.errorString())))
            process.deleteLater()
