"""Every place of a search in the window: listed in place of the article, sorted, opened at the place."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.ui.search.concordance_pane import ConcordancePane
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, focused, headline, press, texts, type_text, view

BODIES = ["江边的灯，何渡生修灯。", "何渡生又修灯笼。", "船头的灯坏了。\n\n船尾的灯也坏了。"]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    root = tmp_path / "库"
    root.mkdir()
    for day, body in enumerate(BODIES, 1):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 第{day}天的事\n本报讯　{body}\n"
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    return a_window.open_on(qtbot, root)


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.set_text("")
    type_text(text)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.searching.text == text)
    qtbot.waitUntil(window.controller.results.searching.is_idle)


def pane(window: MainWindow) -> ConcordancePane:
    return window.controller.layout.area.concordance()[0]


def open_places(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    qtbot.waitUntil(lambda: window.controller.layout.area.is_concordance_shown())
    qtbot.waitUntil(window.controller.concordance.is_idle)


def rows(window: MainWindow, qtbot: QtBot) -> list[str]:
    qtbot.waitUntil(lambda: "还没读出来" not in texts(view(window, "concordanceList")))
    return texts(view(window, "concordanceList"))


def test_every_place_is_a_row_and_opens_the_article_there(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "灯")
    open_places(window, qtbot)
    assert rows(window, qtbot) == [
        "本报讯\u3000江边的【灯】，何渡生修灯。",
        "本报讯\u3000江边的灯，何渡生修【灯】。",
        "本报讯\u3000何渡生又修【灯】笼。",
        "本报讯\u3000船头的【灯】坏了。",
        "船尾的【灯】也坏了。",
    ]
    assert pane(window).count.text() == "3 篇里 5 处"
    assert focused() is pane(window).view
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: headline(window) == "第3天的事")
    qtbot.waitUntil(lambda: not window.controller.layout.area.is_concordance_shown())
    page = window.controller.layout.pane.page
    qtbot.waitUntil(lambda: page.current_hit() == 1)
    open_places(window, qtbot)
    assert pane(window).view.currentIndex().row() == 4


def test_places_are_sorted_and_follow_another_search(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "灯")
    open_places(window, qtbot)
    pane(window).order_chip.set_key("l1")
    pane(window).order_chip.chosen.emit("l1")
    qtbot.waitUntil(window.controller.concordance.is_idle)
    assert [row.split("【")[0][-1] for row in rows(window, qtbot)] == ["修", "修", "的", "的", "的"]
    search(window, qtbot, "修灯")
    qtbot.waitUntil(lambda: pane(window).model.rowCount() == 2)
    assert pane(window).count.text() == "2 篇里 2 处"


def test_states_without_rows_are_told(window: MainWindow, qtbot: QtBot) -> None:
    open_places(window, qtbot)
    assert pane(window).empty.accessibleName() == "先搜索，再看每一处"
    assert focused() is pane(window).empty
    search(window, qtbot, "没有的词")
    qtbot.waitUntil(lambda: pane(window).empty.accessibleName() == "没有找到")
    search(window, qtbot, "灯")
    qtbot.waitUntil(lambda: pane(window).model.rowCount() == 5)
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.line.clear()
    qtbot.waitUntil(lambda: pane(window).empty.accessibleName() == "先搜索，再看每一处")


def test_escape_leads_back_to_the_article(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "灯")
    shown = headline(window)
    open_places(window, qtbot)
    press(Qt.Key.Key_Escape)
    assert not window.controller.layout.area.is_concordance_shown()
    assert focused() is window.controller.layout.pane.page
    assert headline(window) == shown
    open_places(window, qtbot)
    press(Qt.Key.Key_L, CTRL | SHIFT)
    assert not window.controller.layout.area.is_concordance_shown()


def test_another_article_takes_the_place_of_the_list(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "灯")
    qtbot.waitUntil(lambda: bool(headline(window)))
    open_places(window, qtbot)
    window.controller.step_article(1)
    qtbot.waitUntil(lambda: not window.controller.layout.area.is_concordance_shown())
