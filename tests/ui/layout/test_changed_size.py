"""When the window changes its size, each part is given its size once, and painted once."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.issues.issue_tree import IssueCalls, IssueTree
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.window import MainWindow


class EventCount(QObject):
    """How often a widget was resized and painted since it was last left in peace."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.numbers: Counter[QEvent.Type] = Counter()
        widget.installEventFilter(self)

    def begin(self) -> None:
        """Count from now on, once nothing comes any more of what was before."""
        self.settle()
        self.numbers.clear()

    def settle(self) -> None:
        """Process events until a round brings none, however slow the machine is."""
        before = None
        while before != self.numbers:
            before = Counter(self.numbers)
            QTest.qWait(50)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.numbers[event.type()] += 1
        return False


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((1440, 900), (1500, 950)),
        ((1440, 900), (1000, 760)),
        ((1000, 760), (1440, 900)),
        ((700, 600), (720, 650)),
    ],
    ids=["wide", "to the rail", "from the rail", "narrow"],
)
def test_the_article_is_laid_out_once(
    window: MainWindow, layout: WindowLayout, before: tuple[int, int], after: tuple[int, int]
) -> None:
    article = EventCount(layout.pane.page)
    window.resize(*before)
    article.begin()
    window.resize(*after)
    article.settle()
    assert article.numbers[QEvent.Type.Resize] == 1


def test_the_tree_is_painted_once(qtbot: QtBot) -> None:
    tree = IssueTree(IssueCalls())
    qtbot.addWidget(tree)
    tree.resize(200, 300)
    events = EventCount(tree.viewport())
    tree.show()
    qtbot.waitUntil(lambda: events.numbers[QEvent.Type.Paint] > 0)
    events.begin()
    tree.resize(240, 320)
    qtbot.waitUntil(lambda: events.numbers[QEvent.Type.Paint] > 0)
    events.settle()
    assert events.numbers[QEvent.Type.Paint] == 1
