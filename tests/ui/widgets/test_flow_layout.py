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


def laid_out(
    qtbot: QtBot, width: int, *sizes: tuple[int, int], apart: int | None = None
) -> list[tuple[int, int]]:
    """The places of widgets of these sizes."""
    window = QWidget()
    qtbot.addWidget(window)
    flow = FlowLayout(10, apart)
    widgets = [QWidget() for _ in sizes]
    for widget, size in zip(widgets, sizes, strict=True):
        widget.setFixedSize(*size)
        flow.addWidget(widget)
    window.setLayout(flow)
    window.resize(width, 200)
    window.show()
    return [(widget.x(), widget.y()) for widget in widgets]


def test_those_apart_stand_at_the_right_end_of_one_line(qtbot: QtBot) -> None:
    sizes = ((50, 20), (40, 20), (30, 20))
    assert laid_out(qtbot, 300, *sizes) == [(0, 0), (60, 0), (110, 0)]
    assert laid_out(qtbot, 300, *sizes, apart=1) == [(0, 0), (220, 0), (270, 0)]


def test_what_does_not_fit_begins_another_line_at_the_left(qtbot: QtBot) -> None:
    sizes = ((50, 20), (40, 20), (30, 20))
    assert laid_out(qtbot, 110, *sizes, apart=1) == [(0, 0), (60, 0), (0, 30)]


def test_widgets_of_a_line_are_centred_in_its_height(qtbot: QtBot) -> None:
    assert laid_out(qtbot, 110, (50, 10), (40, 24), (90, 20)) == [(0, 7), (60, 0), (0, 34)]
