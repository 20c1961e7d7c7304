"""Opening a library on another thread: a stranger's folder may bring any number of notes, each of which is checked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reader.i18n import count, say
from reader.library.library import Library, LibraryError
from reader.storage.counted_rows import GivenUp, telling
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import PushButton
from reader.ui.widgets.labels import Label
from reader.ui.widgets.sole_task import Going, SoleTask

QUICK_SECONDS = 0.3
"""The time in which a library usually opens; only after that a window says what takes so long."""
_LOOK_MS = 40


class LibraryOpener(QObject):
    """Opens libraries for a window, one at a time; a later one takes the place of one that is still being opened.

    Signals: `taskWanted` as of `SoleTask`, once rows are counted; `errorOccurred` an exception that was not expected.
    """

    taskWanted = Signal(str, str, object)
    errorOccurred = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task = SoleTask(self)
        self._task.taskWanted.connect(self.taskWanted)
        self._task.errorOccurred.connect(self.errorOccurred)
        self.is_idle, self.cancel = self._task.is_idle, self._task.cancel

    def open(self, root: Path, show: Callable[[Library], None], fail: Callable[[Exception], None]) -> None:
        """Call `show` with the library, or `fail` with a LibraryError, also where opening it was given up."""
        self._task.run(partial(_opened, root), show, fail, (LibraryError,), partial(_in_words, root))


def opened_at_start(root: Path) -> Library:
    """Return a library before there is a window.

    Where it takes long, a small window says so; it can be given up there. Raises LibraryError, and SystemExit if that
    window is closed.
    """
    reached = [0]

    def tell(number: int) -> None:
        reached[0] = number

    going = Going(tell)
    thread = ThreadPoolExecutor(1, thread_name_prefix="opening")
    opening = thread.submit(_opened, root, going)
    thread.shutdown(wait=False)
    try:
        return opening.result(QUICK_SECONDS)
    except TimeoutError:
        if opening.done():
            raise  # its own
    notice = OpeningNotice(root, going)
    notice.wait_for(opening, lambda: reached[0])
    return opening.result()


class OpeningNotice(QWidget):
    """The window that stands until the first library is open, with a way to do without it."""

    def __init__(self, root: Path, going: Going) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._root, self._going, self._is_closed = root, going, False
        self.setObjectName("openingNotice")
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(say("阅报"))
        self.setFixedSize(560, 150)
        theme.tint(self, "window")
        self.words = Label("", fonts.sans(14), "ink")
        self.words.setWordWrap(True)
        self.leave_button = PushButton(say("不等了，先看样本"))
        self.leave_button.clicked.connect(going.end)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.addWidget(self.words, 1)
        column.addLayout(foot)

    def wait_for(self, opening: Future[Library], reached: Callable[[], int]) -> None:
        """Return when it is open, has failed or was given up. Raises SystemExit if the window was closed."""
        loop, clock = QEventLoop(), QTimer(self, interval=_LOOK_MS)

        def look() -> None:
            words = _in_words(self._root, reached())
            if words != self.words.text():
                self.words.setText(words)
                self.setAccessibleName(words)
            if opening.done():
                loop.quit()

        clock.timeout.connect(look)
        look()
        self.show()
        if not opening.done():
            clock.start()
            loop.exec()
        is_closed = self._is_closed
        clock.stop()
        self.hide()
        self.deleteLater()
        if is_closed:
            raise SystemExit(0)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._is_closed = True
        self._going.end()
        super().closeEvent(event)


def _opened(root: Path, going: Going) -> Library:
    """Return a library, opened on whichever thread this is. Raises LibraryError, also where it was given up."""

    def tell(number: int) -> None:
        if going.is_given_up():
            raise GivenUp
        going.tell(number)

    try:
        with telling(tell):
            return Library.open(root)
    except GivenUp as error:
        raise LibraryError(
            say(
                "没有打开“{name}”：书签和批注还没有核对完就停下了，都还在，下次打开时再核对。", name=root.name
            )
        ) from error


def _in_words(root: Path, number: int) -> str:
    checked = count(number, "核对里面的书签、批注和更正，已看 {n} 条") if number else ""
    opening = say("正在打开“{name}”…", name=root.name)
    return f"{opening}\n{checked}" if checked else opening
