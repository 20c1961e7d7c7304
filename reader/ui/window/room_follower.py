"""A reading room in the window: what its server has answered is shown as it comes; a lost one is told, and returns."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from reader.i18n import say
from reader.library.library import Library
from reader.search.engine import DateRange
from reader.search.index_warnings import years_in_words
from reader.ui.sync.progress_strip import ProgressStrip

TOGETHER_MS = 20
"""The delay after the first news, so that many answers are shown at once."""


class RoomFollower(QObject):
    """Has the thread of the window never wait for a room's server; does nothing for other libraries.

    Signals: `changed` when the room has other papers than before, `answered` when something came that was asked and
    could not be told at once, `returned` when the server is there again, or other years can be asked than before.
    """

    changed = Signal()
    answered = Signal()
    returned = Signal()
    _told = Signal()

    def __init__(self, library: Library, strip: ProgressStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._line = library.line
        self._strip = strip
        self._trouble = ""
        self._missing: tuple[DateRange, ...] = ()
        self._generation = 0
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._soon.timeout.connect(self._follow)
        self._told.connect(self._look_soon, Qt.ConnectionType.QueuedConnection)
        if self._line is not None:
            strip.retryClicked.connect(self._line.try_now)
            self._line.be_prompt(self._tell)
            QTimer.singleShot(0, self, self._begin)

    def connect_to(
        self, look: Callable[[], None], show: Callable[[], None], refresh: Callable[[], None]
    ) -> None:
        """Call these when the room has changed, has answered, has come back."""
        self.changed.connect(look)
        self.answered.connect(show)
        self.returned.connect(refresh)

    def finish(self) -> None:
        """Follow the room no more."""
        self._soon.stop()
        self._line = None

    def _begin(self) -> None:
        if self._line is not None and not self._generation and not self._trouble:
            self._strip.show_message(say("正在连接阅览室…"))

    def _tell(self) -> None:
        """Report news, on another thread."""
        with suppress(RuntimeError):  # the window was closed meanwhile
            self._told.emit()

    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _follow(self) -> None:
        if self._line is None:
            return
        was_lost, self._trouble = bool(self._trouble), self._line.trouble
        before, self._missing = self._missing, self._line.missing_dates
        if self._trouble:
            words = say("{trouble}会自己再连；打开过的照样能读。", trouble=self._trouble)
            self._strip.show_failed(words, has_list=False)
            return
        is_first = not self._generation
        is_changed = self._generation != self._line.known_generation
        self._generation = self._line.known_generation or 0
        is_other = was_lost or before != self._missing
        if self._missing and is_other:
            self._strip.show_failed(told_as_away(self._missing), has_list=False)
        elif is_other or (is_first and self._generation):
            self._strip.show_idle()
        if is_changed:
            self.changed.emit()
        elif is_other:
            self.returned.emit()
        self.answered.emit()


def told_as_away(missing: Sequence[DateRange]) -> str:
    """Return in words which years can't be asked."""
    return say("{years}所在的服务器没有应答，其余的年份照常。会自己再连。", years=years_in_words(missing))
