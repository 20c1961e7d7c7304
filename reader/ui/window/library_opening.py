"""Opening a library on another thread: checking the notes of a folder from elsewhere may take long."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.library import Library, LibraryError
from reader.storage.record_tables import GivenUp, reporting_rows
from reader.storage.system_paths import folder_name
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle, report_fault
from reader.ui.widgets.controls import Label, PushButton, Wide, column_layout

OpenLibrary = Callable[[Path, Callable[[], None] | None], object]
QUICK_MS = 300
"""The time in which a library usually opens; progress is shown only after it."""


class LibraryOpener(QObject):
    """Opens libraries, one at a time; opening another one cancels the one that is being opened."""

    def __init__(
        self,
        parent: QObject,
        show: Callable[[str, str, Callable[[], object]], object],
        unexpected: Callable[[BaseException], None] = report_fault,
    ) -> None:
        """Make the opener; the arguments as for `ExclusiveTask`, but `show` is called only after `QUICK_MS`."""
        super().__init__(parent)
        self._show = show
        self._task = ExclusiveTask(self, self._show_if_slow, unexpected)
        self.is_idle = self._task.queue.is_idle
        self.cancel = self._task.cancel
        self.wait = self._task.queue.wait
        self._root = Path()
        self._slow = QTimer(self, singleShot=True, interval=QUICK_MS)
        self._slow.timeout.connect(self._show_opening)

    def open(self, root: Path, show: Callable[[Library], None], fail: Callable[[Exception], None]) -> None:
        """Call `show` with the library, or `fail` with a LibraryError, also if opening it was cancelled."""
        self._root = root
        self._task.run(partial(_opened, root), show, fail, (LibraryError,), partial(_in_words, root))
        self._slow.start()

    def _show_opening(self) -> None:
        if not self.is_idle():
            self._show(_in_words(self._root), say("取消"), self.cancel)

    def _show_if_slow(self, words: str, button: str, act: Callable[[], object]) -> None:
        if not self._slow.isActive():
            self._show(words, button, act)


def opened_at_start(root: Path) -> Library:
    """Return a library before there is a window, running an event loop; show a small window if it takes long.

    Raises LibraryError if it can't be opened or the user cancels it, SystemExit if the user closes the small window.
    """
    ended: list[Library | BaseException] = []
    notices: list[OpeningNotice] = []
    loop = QEventLoop()

    def end(what: Library | BaseException) -> None:
        ended.append(what)
        loop.quit()

    def show(words: str, *_: object) -> None:
        if not notices:
            notices.append(OpeningNotice(opener.cancel, loop.quit))
        notices[0].show_words(words)

    opener = LibraryOpener(loop, show, end)
    opener.open(root, end, end)
    opener.wait(QUICK_MS / 1000)
    if not ended:
        loop.exec()
    for notice in notices:
        notice.hide()
        notice.deleteLater()
    loop.deleteLater()
    if not ended:
        opener.cancel()
        raise SystemExit(0)
    if isinstance(ended[0], BaseException):
        raise ended[0]
    return ended[0]


class OpeningNotice(QWidget):
    """The small window with the progress of opening the first library, with a button to open the sample instead."""

    def __init__(self, leave: Callable[[], object], close: Callable[[], object]) -> None:
        """Make the window, hidden; `leave` is called by its button, `close` when the window is closed."""
        super().__init__(None, Qt.WindowType.Window)
        self._close = close
        self.setObjectName("openingNotice")
        # it is closed before the main window is shown, which must not end the program
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(say("阅报"))
        self.setFixedSize(560, 150)
        theme.tint(self, "window")
        self.words = Label("", theme.sans(14), "ink", wraps=True)
        self.leave_button = PushButton(say("不等了，先看样本"), act=leave)
        column = column_layout(Wide(self.words), of=self, margins=(28, 24, 28, 20))
        column.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignRight)

    def show_words(self, words: str) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._close()


def _opened(root: Path, task: TaskHandle) -> Library:
    """Return a library, opened on the current thread. Raises LibraryError, also if `task` was cancelled."""

    def report(number: int) -> None:
        if task.is_cancelled():
            raise GivenUp
        task.report(number)

    try:
        with reporting_rows(report):
            library = Library.open(root)
        if task.is_cancelled():
            library.close()
            raise GivenUp(library.user_data.complaint or "")
    except GivenUp as error:
        reason = say("没有打开“{name}”：中途停下了，里面什么也没有少。", name=folder_name(root))
        raise LibraryError("\n".join(filter(None, (reason, str(error))))) from error
    return library


def _in_words(root: Path, rows: int = 0) -> str:
    opening = say("正在打开“{name}”…", name=folder_name(root))
    if not rows:
        return opening
    return f"{opening}\n{count(rows, '正在核对里面的收藏、批注和更正：已看 {n} 行，有的要看几遍')}"
