import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.flow_layout import FlowLayout


def box(qtbot: QtBot, widths: list[int]) -> tuple[QWidget, FlowLayout, list[QWidget]]:
    ground, layout = QWidget(), FlowLayout(gap=6)
    qtbot.addWidget(ground)
    ground.setLayout(layout)
    things = []
    for width in widths:
        thing = QWidget()
        thing.setFixedSize(width, 24)
        layout.addWidget(thing)
        things.append(thing)
    layout.setContentsMargins(0, 0, 0, 0)
    return ground, layout, things


@pytest.mark.parametrize(("width", "height"), [(400, 24), (112, 54), (50, 84)])
def test_things_take_the_lines_they_need(qtbot: QtBot, width: int, height: int) -> None:
    ground, layout, things = box(qtbot, [50, 50, 50])
    assert layout.heightForWidth(width) == height
    ground.resize(width, height)
    ground.show()
    assert max(thing.geometry().bottom() for thing in things) == height - 1
    assert max(thing.geometry().right() for thing in things) < width


def test_what_is_taken_out_is_gone(qtbot: QtBot) -> None:
    ground, layout, _ = box(qtbot, [50, 50])
    layout.clear()
    assert (layout.count(), layout.heightForWidth(100)) == (0, 0)
    assert ground.findChildren(QWidget) == [] or all(w.isHidden() for w in ground.findChildren(QWidget))


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    ground, layout, things = box(qtbot, [50, 50, 50])
    things[1].hide()
    assert layout.heightForWidth(106) == 24
    ground.resize(106, 24)
    ground.show()
    assert [thing.x() for thing in (things[0], things[2])] == [0, 56]
