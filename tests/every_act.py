"""Whatever a window can do by an action's name, done once a round and closed again, between searching and reading."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from reader.ui.window.window import MainWindow
from tests.counted_walk import FixedWalk

NOT_DONE = frozenset(
    (
        *("close", "close_beside", "new_window", "open_link", "reveal_folder", "print", "rescan"),
        *("forget_password", "forget_searches", "name_library", "proofread"),
        *("correct_files", "correct_issue", "correct_character"),
        *("add_to_dossier", "write_in_dossier", "save_search"),
    )
)
"""What asks the system, leaves the window, changes the library, or adds to what the reader keeps."""
_QUERIES = ("渡口", '"雁桥" -灯', "没有的词", "的")
_SIZES = ((1000, 760), (700, 500), (1440, 900))
_LOOKS_EVERY_MS = 30
_STEP_MS = 5
_MOST_STEPS = 4000
_MOST_ESCAPES = 20


class EveryAct:
    """Does everything that a window can do, in the same order each round, and waits until it is at rest."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._walk = FixedWalk(window)
        self._watchdog = QTimer(interval=_LOOKS_EVERY_MS)
        self._watchdog.timeout.connect(close_modal)
        self._watchdog.start()

    def names(self) -> list[str]:
        return sorted(self._window.handlers().keys() - NOT_DONE)

    def do_round(self) -> None:
        for name in self.names():
            self.do(self._window.handlers()[name])
        for query in _QUERIES:
            self.do(partial(self._search, query))
        self.do(self._window.handlers()["newest_issue"])
        self._window.controller.layout.pane.page.setFocus()
        for _ in range(5):
            self._press(Qt.Key.Key_J)
        for size in _SIZES:
            self.do(partial(self._window.resize, *size))

    def do(self, act: Callable[[], object]) -> None:
        act()
        self.rest()
        self.tidy()
        self.rest()

    def tidy(self) -> None:
        """Close what an act has opened."""
        for widget in QApplication.topLevelWidgets():
            if widget is not self._window and widget.isVisible():
                widget.close()
        for _ in range(4):
            QTest.keyClick(self._window.focusWidget() or self._window, Qt.Key.Key_Escape)
        if self._window.isFullScreen():
            self._window.showNormal()

    def rest(self) -> None:
        """Let the window come to rest: nothing is at work, three times in a row."""
        times = 0
        for _ in range(_MOST_STEPS):
            pause(_STEP_MS)
            times = times + 1 if self._walk.is_settled() else 0
            if times == 3:
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                return
        raise TimeoutError("the window has not come to rest")

    def _search(self, query: str) -> None:
        # an act may have left the window to a dialog: keys are pressed in the window that is active
        self._window.activateWindow()
        pause(_STEP_MS)
        layout = self._window.controller.layout
        layout.search.begin()
        layout.search.line.setText(query)
        layout.search.line.textEdited.emit(query)
        pause(50)
        self.rest()
        layout.results.view.setFocus()
        self._press(Qt.Key.Key_Down)
        for _ in range(_MOST_ESCAPES):
            if not layout.are_results_shown():
                return
            self._press(Qt.Key.Key_Escape)
        raise TimeoutError("Esc does not leave the results")

    def _press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._window.focusWidget() or self._window, key)
        self.rest()


def pause(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def close_modal() -> None:
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QDialog):
        modal.reject()
    elif modal is not None:
        modal.close()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
