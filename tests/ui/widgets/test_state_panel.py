import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.ui.widgets.state_panel import PanelLink, Skeleton, State, StatePanel

LINKS = [
    PanelLink("name", "闻砚秋（186 篇）", "您要找的是不是"),
    PanelLink("dates", "1976–1994 全部年份", is_quiet=True),
]


@pytest.mark.parametrize("state", State)
def test_it_says_what_is_wrong_and_offers_ways_out(qtbot: QtBot, state: State) -> None:
    panel = StatePanel(state)
    qtbot.addWidget(panel)
    panel.show_state("没有找到“闻砚湫”", "已查 301,482 篇。", LINKS)
    panel.show()
    assert (panel.accessibleName(), panel.accessibleDescription()) == (
        "没有找到“闻砚湫”",
        "已查 301,482 篇。",
    )
    assert panel.links()[0].accessibleName() == "您要找的是不是 闻砚秋（186 篇）"
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.mouseClick(panel.links()[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["dates"]


def test_it_can_say_something_else(qtbot: QtBot) -> None:
    panel = StatePanel(State.EMPTY)
    qtbot.addWidget(panel)
    panel.show_state("没有找到“闻砚湫”", "已查 301,482 篇。", LINKS)
    panel.show_state("还没有书签")
    assert panel.accessibleName() == "还没有书签"
    assert panel.links() == []


def test_grey_rows_are_drawn_in_the_rule_s_colour(qtbot: QtBot) -> None:
    skeleton = Skeleton(116, 20)
    qtbot.addWidget(skeleton)
    skeleton.resize(400, 240)
    assert not skeleton.grab().isNull()
    assert skeleton.sizeHint().height() == 464
