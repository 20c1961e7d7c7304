"""A fixed walk through a window, by its keys; each step is waited for until the window is at rest."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.ui.widgets.background_tasks import BETWEEN_MS, FIRST_MS, TaskQueue
from reader.ui.window.window import MainWindow

_WAIT_MS = 50
_MOST_WAITS = 600
_QUERIES = ("渡口", '"雁桥" -灯', "没有的词", "记者:闻 船")
_CTRL = Qt.KeyboardModifier.ControlModifier
_SIZES = ((1000, 760), (700, 500), (1440, 900))


class FixedWalk:
    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._layout = window.controller.layout
        window.resize(1440, 900)

    def search(self) -> None:
        """Search four times, and go through what is found."""
        for query in _QUERIES:
            self._layout.search.begin()
            line = self._layout.search.line
            line.setText(query)
            line.textEdited.emit(query)
            QTest.qWait(2 * _WAIT_MS)
            self.wait_for(self.is_settled)
            self._layout.results.view.setFocus()
            for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_F3, Qt.Key.Key_F3):
                self._press(key)
        while self._layout.are_results_shown():
            self._press(Qt.Key.Key_Escape)

    def read(self) -> None:
        """Read ten articles, mark two of them, and take the marks back."""
        self._layout.pane.page.setFocus()
        for _ in range(10):
            self._press(Qt.Key.Key_J)
        for _ in range(2):
            self._press(Qt.Key.Key_B)
            self._press(Qt.Key.Key_K)
            self._press(Qt.Key.Key_B)

    def look_around(self) -> None:
        """Change tabs, show the whole page, and resize the window."""
        for _ in range(3):
            for tab in (Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_1):
                self._press(tab, _CTRL)
            self._layout.pane.page.setFocus()
            self._press(Qt.Key.Key_V)
            self._press(Qt.Key.Key_V)
        for width, height in _SIZES:
            self._window.resize(width, height)
            self.wait_for(self.is_settled)

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._window.focusWidget() or self._window, key, modifier)
        self.wait_for(self.is_settled)

    def is_filled(self) -> bool:
        return self._layout.tree.model().rowCount() > 0

    def is_settled(self) -> bool:
        """Return whether the window has nothing to do by itself: no task, no step of idle work, no sync."""
        controller = self._window.controller
        queues = [queue for top in QApplication.topLevelWidgets() for queue in top.findChildren(TaskQueue)]
        steps = [
            timer
            for timer in (*controller.findChildren(QTimer), *self._window.findChildren(QTimer))
            if timer.interval() in (0, BETWEEN_MS, FIRST_MS)
        ]
        is_working = any(not queue.is_idle() for queue in queues) or any(timer.isActive() for timer in steps)
        return not (is_working or controller.is_reading() or controller.sync.process.is_running())

    def wait_for(self, is_there: Callable[[], bool]) -> None:
        """Wait until it is so twice in a row: what ends may begin something else."""
        times = 0
        for _ in range(_MOST_WAITS):
            QTest.qWait(_WAIT_MS)
            times = times + 1 if is_there() else 0
            if times == 2:
                return
        raise TimeoutError(is_there.__name__)
