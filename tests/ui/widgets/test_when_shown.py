"""What a hidden part of the window is asked for waits until it is shown."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.when_shown import WhenShown

SHOWN = "shown"
HIDDEN = "hidden"


def steps(widget: QWidget, act: Callable[[], object], *names: str) -> None:
    for name in names:
        if name == SHOWN:
            widget.show()
        elif name == HIDDEN:
            widget.hide()
        else:
            act()


def test_it_is_done_at_once_where_it_is_seen_and_else_once_when_it_is(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    done: list[bool] = []
    late = WhenShown(widget, lambda: done.append(widget.isVisible()))
    steps(widget, late.do, "asked", "asked")
    assert done == []
    steps(widget, late.do, SHOWN)
    assert done == [True]
    steps(widget, late.do, HIDDEN, SHOWN)
    assert done == [True]
    steps(widget, late.do, "asked", "asked")
    assert done == [True] * 3
    steps(widget, late.do, HIDDEN, "asked", SHOWN)
    assert done == [True] * 4
