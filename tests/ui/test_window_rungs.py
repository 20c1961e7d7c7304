"""Below an exact answer stand further rungs: each is told with its number, and opened by a click."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.ui.widgets.controls import Chip
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, chips_of, click, headline, press, texts, type_text, view

BODIES = ["何渡生修灯。", "何渡生又修灯。", "灯是何渡牛修的。", "那年陳師傅也在。", "陈师傅走了。"]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    root = tmp_path / "库"
    root.mkdir()
    for day, body in enumerate(BODIES, 1):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 修灯第{day}天\n本报讯　{body}\n"
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    return a_window.open_on(qtbot, root)


def rungs(window: MainWindow) -> list[Chip]:
    hints = window.controller.layout.results.header.hints
    return [each for each in hints.offers if isinstance(each, Chip)]


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.set_text("")
    type_text(text)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) > 0)
    qtbot.waitUntil(window.controller.features.results.searching.is_idle)


def days_found(window: MainWindow) -> list[str]:
    return sorted(
        line for card in texts(view(window, "resultList")) for line in card.split("\n") if "修灯第" in line
    )


def test_a_rung_is_told_with_its_number_and_opened_by_a_click(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "何渡生")
    qtbot.waitUntil(lambda: [chip.text() for chip in rungs(window)] == ["可能认错一个字 1"])
    assert not rungs(window)[0].isChecked()
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第1天", "修灯第2天"])
    click(rungs(window)[0])
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第3天"])
    assert [chip.text() for chip in rungs(window)] == ["各种字形", "可能认错一个字 1"]
    assert [chip.isChecked() for chip in rungs(window)] == [False, True]
    results = window.controller.layout.results
    assert results.header.count.text() == "1 篇"
    assert window.controller.layout.search.line.text() == "何渡生"
    a_window.click_row(results.view, results.model.index(0, 0))
    qtbot.waitUntil(lambda: headline(window) == "修灯第3天")
    assert "何渡牛" in window.controller.features.results.searching.needles()
    click(rungs(window)[0])
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第1天", "修灯第2天"])
    assert [chip.isChecked() for chip in rungs(window)] == [False]
    click(rungs(window)[-1])
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第3天"])
    click(rungs(window)[-1])  # once more leads back
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第1天", "修灯第2天"])
    click(rungs(window)[0])
    search(window, qtbot, "“陈师傅”")  # another search closes the rungs of the one before
    qtbot.waitUntil(lambda: [chip.text() for chip in rungs(window)] == ["别的字形 1"])
    assert rungs(window)[0].toolTip() == "陳師傅"
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第5天"])
    assert not rungs(window)[0].isChecked()
    search(window, qtbot, "修灯")
    qtbot.waitUntil(lambda: rungs(window) == [])


def test_a_persons_other_naming_tells_its_tie_and_is_marked_where_it_holds(
    qtbot: QtBot, tmp_path: Path
) -> None:
    root = tmp_path / "库"
    root.mkdir()
    bodies = ["陈先生不在。", "陈先生不在。雁桥市副市长陈海涛说，灯要修。陈先生上了船。", "陈市长修灯。"]
    for day, body in enumerate(bodies, 1):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 修灯第{day}天\n本报讯　{body}\n"
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    search(window, qtbot, "陈海涛")
    qtbot.waitUntil(lambda: [chip.text() for chip in rungs(window)] == ["另一种称呼 2"])
    click(rungs(window)[0])
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第2天", "修灯第3天"])
    results = window.controller.layout.results
    assert results.header.count.text() == "2 篇"
    cards = texts(view(window, "resultList"))
    assert [card.split("\n")[-1] for card in cards] == ["同篇有陈海涛", "此时任副市长的陈姓只见陈海涛"]
    spoken = results.model.data(results.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "同篇有陈海涛" in str(spoken)
    a_window.click_row(results.view, results.model.index(0, 0))
    qtbot.waitUntil(lambda: headline(window) == "修灯第2天")
    page = window.controller.layout.pane.page
    qtbot.waitUntil(lambda: len(page.marked) == 1)
    a_window.click_row(results.view, results.model.index(1, 0))
    qtbot.waitUntil(lambda: headline(window) == "修灯第3天")
    qtbot.waitUntil(lambda: len(page.marked) == 1)


def test_an_opened_rung_stays_open_in_another_order_and_after_an_update(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    search(window, qtbot, "“陈师傅”")
    qtbot.waitUntil(lambda: len(rungs(window)) == 1)
    click(rungs(window)[0])
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第4天"])
    window.controller.layout.results.header.order_chip.chosen.emit("oldest")
    qtbot.waitUntil(window.controller.features.results.searching.is_idle)
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第4天"])
    assert [chip.isChecked() for chip in rungs(window)] == [False, True]
    text = "雁桥日报\n1987年6月9日\n第01版\n## 修灯第9天\n本报讯　又是陳師傅。\n"
    (tmp_path / "库" / "19870609.txt").write_text(text, encoding="utf-8")
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第4天", "修灯第9天"])
    assert [chip.isChecked() for chip in rungs(window)] == [False, True]
    click(rungs(window)[0])
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第5天"])


def chips(window: MainWindow) -> list[str]:
    return [chip.text() for chip in chips_of(window.controller.layout.results.header).chips()]


def test_simplified_and_traditional_are_found_together_unless_a_person_wants_them_as_printed(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "陈师傅")
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第4天", "修灯第5天"])
    header = window.controller.layout.results.header
    assert header.shapes_action.isChecked()
    assert header.count.text() == "2 篇"
    assert {"陈师傅", "陳師傅"} <= set(window.controller.features.results.searching.needles())
    qtbot.waitUntil(lambda: chips(window) == ["陈师傅 ＋1 种字形"])
    assert rungs(window) == []
    forms = {action.text(): action for action in chips_of(header).menu_of(0).actions()}
    assert {"“陈师傅”\t1 篇", "“陳師傅”\t1 篇", "只找照原样印着的"} <= set(forms)
    forms["“陳師傅”\t1 篇"].trigger()
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第4天"])
    assert chips(window) == ["“陳師傅”"]
    assert window.controller.layout.search.line.text() == '"陳師傅"'
    search(window, qtbot, "陈师傅")
    header.shapes_action.trigger()
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第5天"])
    assert window.controller.layout.search.line.text() == "陈师傅"
    qtbot.waitUntil(lambda: [chip.text() for chip in rungs(window)] == ["别的字形 1"])
    header.shapes_action.trigger()
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第4天", "修灯第5天"])
    search(window, qtbot, "“陈师傅”")
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第5天"])
    qtbot.waitUntil(lambda: [chip.text() for chip in rungs(window)] == ["别的字形 1"])
    menu = chips_of(header).menu_of(0)
    next(action for action in menu.actions() if action.text() == "各种字形一起找").trigger()
    qtbot.waitUntil(lambda: days_found(window) == ["修灯第4天", "修灯第5天"])
    assert window.controller.layout.search.line.text() == "陈师傅"
    window.controller.features.results.set_all_shapes(False)
    window.close()
    again = a_window.open_on(qtbot, None)
    search(again, qtbot, "陳師傅")
    qtbot.waitUntil(lambda: days_found(again) == ["修灯第4天"])
    assert not again.controller.layout.results.header.shapes_action.isChecked()
