"""Placeholders for awaited results: a skeleton of grey rows, or the reason why there is no answer."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

from reader.i18n import say
from reader.ui.search.card_delegate import CARD
from reader.ui.search.result_model import SKELETON_MS
from reader.ui.widgets.state_panel import Skeleton, State, StatePanel


class AwaitedResults(QObject):
    """Adds a skeleton and a failure panel to the stack of the lists, and shows them if results are late or fail."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self.skeleton = Skeleton(CARD, 20)
        self.failure = StatePanel(State.EMPTY)
        for widget in (self.skeleton, self.failure):
            stack.addWidget(widget)
        self._timer = QTimer(self, singleShot=True, interval=SKELETON_MS)
        self._timer.timeout.connect(lambda: stack.setCurrentWidget(self.skeleton))

    def begin(self) -> None:
        """Wait for results: show the skeleton after `SKELETON_MS`."""
        self._timer.start()

    def end(self) -> None:
        """Stop waiting, because results have arrived."""
        self._timer.stop()

    def fail(self, why: str) -> None:
        """Show why there is no answer; do nothing if none is awaited."""
        if self._timer.isActive() or self._stack.currentWidget() is self.skeleton:
            self._timer.stop()
            self.failure.show_state(say("这次没有搜成"), why)
            self._stack.setCurrentWidget(self.failure)
