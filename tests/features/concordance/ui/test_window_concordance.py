"""Every place of a search in the window: a view in place of the results, sorted, opened at the place."""

import csv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.features.concordance.ui.concordance_pane import ConcordancePane
from reader.features.concordance.ui.concordance_part import ConcordancePart
from reader.search.answering.ladder import Rung
from reader.ui.widgets import text_painting
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, focused, headline, press, texts, type_text, view
from tests.ui.clipped import painted_words

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
    qtbot.waitUntil(lambda: window.controller.features.searching.text == text)
    qtbot.waitUntil(window.controller.features.results.searching.is_idle)


def part(window: MainWindow) -> ConcordancePart:
    return window.controller.features.parts.of(ConcordancePart)


def do(window: MainWindow, words: str) -> None:
    """Choose from the menu of the places."""
    next(each for each in pane(window).more_menu().actions() if each.text() == words).trigger()


def pane(window: MainWindow) -> ConcordancePane:
    return part(window).pane


def open_places(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_L, CTRL | SHIFT)
    qtbot.waitUntil(lambda: part(window).is_shown())
    qtbot.waitUntil(part(window).is_idle)


def rows(window: MainWindow, qtbot: QtBot) -> list[str]:
    qtbot.waitUntil(lambda: "还没读出来" not in texts(view(window, "concordanceList")))
    return texts(view(window, "concordanceList"))


def test_every_place_is_a_row_that_opens_the_article_there_and_the_list_is_left_again(
    window: MainWindow, qtbot: QtBot
) -> None:
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
    page = window.controller.layout.pane.page
    qtbot.waitUntil(lambda: page.marked.current_hit == 1)
    assert part(window).is_shown(), "the places stay beside the article"
    assert pane(window).view.currentIndex().row() == 4

    # back to the list by Esc, by its key, and by a click
    press(Qt.Key.Key_Escape)
    assert not part(window).is_shown()
    assert focused() is view(window, "resultList")
    assert headline(window) == "第3天的事"
    open_places(window, qtbot)
    press(Qt.Key.Key_L, CTRL | SHIFT)
    assert not part(window).is_shown()
    open_places(window, qtbot)
    window.controller.layout.results.header.views.segments.segments()[0].click()
    assert not part(window).is_shown()


def choose_groups(window: MainWindow, qtbot: QtBot, key: str) -> list[str]:
    pane(window).group_chip.set_key(key)
    pane(window).group_chip.chosen.emit(key)
    qtbot.waitUntil(part(window).is_idle)
    return texts(view(window, "concordanceGroups"))


def test_places_are_grouped_a_group_is_opened_and_they_are_sorted_and_follow_another_search(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "灯")
    open_places(window, qtbot)
    assert choose_groups(window, qtbot, "left") == ["“的”：3 处", "“修”：2 处"]
    assert pane(window).count.text() == "3 篇里 5 处，2 组"
    pane(window).groups.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane(window).model.rowCount() == 2)
    assert [row.split("【")[0][-1] for row in rows(window, qtbot)] == ["修", "修"]
    assert pane(window).count.text() == "3 篇里 5 处，其中这一组 2 处"
    assert "这一组 2 处" in pane(window).count._forms
    assert pane(window).all_groups_button.text() == "“修” · 各组"
    pane(window).all_groups_button.click()
    qtbot.waitUntil(lambda: pane(window).face() is pane(window).groups)
    assert choose_groups(window, qtbot, "year") == ["1987 年：5 处"]
    assert choose_groups(window, qtbot, "newspaper") == ["雁桥日报：5 处"]
    assert choose_groups(window, qtbot, "right")[0] == "“,”：1 处"
    pane(window).group_chip.set_key("none")
    pane(window).group_chip.chosen.emit("none")
    qtbot.waitUntil(lambda: pane(window).face() is pane(window).view)
    assert len(rows(window, qtbot)) == 5

    pane(window).order_chip.set_key("l1")
    pane(window).order_chip.chosen.emit("l1")
    qtbot.waitUntil(part(window).is_idle)
    assert [row.split("【")[0][-1] for row in rows(window, qtbot)] == ["修", "修", "的", "的", "的"]
    search(window, qtbot, "修灯")
    qtbot.waitUntil(lambda: pane(window).model.rowCount() == 2)
    assert pane(window).count.text() == "2 篇里 2 处"


def test_places_of_the_same_text_are_folded_in_one_column_until_a_person_unfolds_them(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "库"
    root.mkdir()
    for day, body in enumerate(
        ["那年秋天江边的灯还亮着，何渡生也在，大家都记得。"] * 2 + ["船头的灯坏了。"], 1
    ):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 第{day}天\n{body}\n"
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    search(window, qtbot, "灯")
    open_places(window, qtbot)
    assert len(rows(window, qtbot)) == 2
    label = pane(window).count
    assert label.text() == "3 篇里 3 处，同文的 1 处已折起"
    assert label.shown() == label.text()
    label.setFixedWidth(label.widths()[-1])
    assert label.shown() == "3 处，折起 1 处", "which is whole where there is little room"
    model = pane(window).model
    qtbot.waitUntil(lambda: [row.same for at in (0, 1) if (row := model.row(model.index(at)))] == [2, 1])
    drawn: list[tuple[str, float]] = []

    def draw(painter: QPainter, rect: QRectF, words: str, *rest: Any) -> None:
        drawn.append((words, rect.x()))

    with monkeypatch.context() as patched:
        patched.setattr(text_painting, "draw_words", draw)
        patched.setattr(text_painting, "draw_free", draw)
        pane(window).view.viewport().grab()
    assert "×2" in dict(drawn)
    assert len({x for words, x in drawn if words == "灯"}) == 1
    pane(window).fold_chip.click()
    qtbot.waitUntil(lambda: pane(window).model.rowCount() == 3)
    assert pane(window).count.text() == "3 篇里 3 处"


def test_what_is_listed_is_saved_with_a_citation_a_row(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(window, qtbot, "灯")
    open_places(window, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "灯"), ""))
    names = [action.text() for action in pane(window).more_menu().actions() if action.text()]
    assert names == ["存成 CSV…", "存成 XLSX…"]
    for suffix in (".csv", ".xlsx"):
        target = tmp_path / f"灯{suffix}"
        do(window, f"存成 {suffix[1:].upper()}…")
        qtbot.waitUntil(target.exists)
        qtbot.waitUntil(part(window).is_idle)
    _, *saved = csv.reader((tmp_path / "灯.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [(row[1], row[3], row[4]) for row in saved[:2]] == [("灯", "1987-06-01", "雁桥日报")] * 2
    assert "雁桥日报" in saved[0][8]
    assert len(saved) == 5
    with zipfile.ZipFile(tmp_path / "灯.xlsx") as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row>") == 6
    choose_groups(window, qtbot, "left")
    for suffix in (".csv", ".xlsx"):
        target = tmp_path / f"灯{suffix}"
        before = target.read_bytes()
        do(
            window, f"存成 {suffix[1:].upper()}…"
        )  # the name without its ending: what is there is not replaced
        qtbot.waitUntil(part(window).is_idle)
        assert target.read_bytes() == before
        part(window).save(target)
        qtbot.waitUntil(lambda: target.read_bytes() != before)  # noqa: B023
        qtbot.waitUntil(part(window).is_idle)


def test_what_stands_beside_is_listed_and_leads_to_places_that_have_both_or_that_there_is_none_is_told(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "灯")
    show_collocates(window)
    beside = part(window).collocates
    qtbot.waitUntil(lambda: beside.face() is beside.view)
    assert focused() is beside.view
    words = texts(view(window, "collocatesList"))
    beside.kind_chip.set_key("pairs")
    beside.kind_chip.chosen.emit("pairs")
    qtbot.waitUntil(lambda: texts(view(window, "collocatesList")) not in ([], words))
    listed = texts(view(window, "collocatesList"))
    assert listed[0].startswith("生修：旁边 ") or listed[0].startswith("何渡：旁边 ")
    beside.stop_chip.click()
    without = texts(view(window, "collocatesList"))
    assert [each for each in listed if each not in without], "pairs with stop words"
    beside.stop_chip.click()
    assert texts(view(window, "collocatesList")) == listed
    press(Qt.Key.Key_Escape)
    assert focused() is view(window, "resultList")
    show_collocates(window)
    assert texts(view(window, "collocatesList")) == listed, "what is counted is not counted again"
    unit = texts(view(window, "collocatesList"))[0].split("：")[0]
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.layout.search.line.text() == f"灯 /5 {unit}")
    assert part(window).is_shown()

    search(window, qtbot, "坏了")
    qtbot.waitUntil(lambda: pane(window).model.rowCount() == 2)
    beside.window_chip.set_key("2")
    show_collocates(window)
    qtbot.waitUntil(lambda: beside.listing.state.accessibleName() != "正在数……")


def show_collocates(window: MainWindow) -> None:
    window.controller.features.views.show("collocates")


def test_states_without_rows_are_told_and_other_rungs_offered(window: MainWindow, qtbot: QtBot) -> None:
    open_places(window, qtbot)
    assert pane(window).empty.accessibleName() == "先搜索，再看每一处"
    assert focused() is pane(window).empty
    assert window.controller.layout.search.line.text() == "*"
    search(window, qtbot, "没有的词")
    qtbot.waitUntil(lambda: pane(window).empty.accessibleName() == "没有找到")
    search(window, qtbot, "灯")
    qtbot.waitUntil(lambda: pane(window).model.rowCount() == 5)
    search(window, qtbot, "“燈籠”")
    qtbot.waitUntil(lambda: pane(window).face() is pane(window).empty)
    qtbot.waitUntil(lambda: bool(pane(window).empty.links()))
    way = pane(window).empty.links()[0]
    assert way.text() == "别的字形 1"
    way.click()
    qtbot.waitUntil(lambda: pane(window).face() is pane(window).view)
    assert rows(window, qtbot) == ["本报讯\u3000何渡生又修【灯笼】。"]
    assert window.controller.layout.results.opened_rung() is Rung.SHAPES


def test_of_several_newspapers_every_place_says_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("雁桥日报", "江城晚报"):
        (tmp_path / name).mkdir()
        text = f"{name}\n1987年6月1日\n第01版\n## 修灯\n本报讯　{name[:2]}的灯修好了。\n"
        (tmp_path / name / "19870601.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, tmp_path)
    search(window, qtbot, "灯修好")
    open_places(window, qtbot)
    assert len(rows(window, qtbot)) == 2
    model = pane(window).model
    spoken = [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]
    assert sorted(each.split()[0] for each in spoken) == ["江城晚报", "雁桥日报"]


def test_each_day_stands_whole_with_how_it_is_known_beside_its_newspaper(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for name, head in (("雁桥日报", "1987年6月1日\n"), ("江城晚报", "")):
        (tmp_path / name).mkdir()
        text = f"{name}\n{head}第01版\n## 修灯\n本报讯　{name[:2]}的灯修好了。\n"
        (tmp_path / name / "19870601.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, tmp_path)
    search(window, qtbot, "灯修好")
    open_places(window, qtbot)
    assert len(rows(window, qtbot)) == 2
    model = pane(window).model
    told = [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]
    assert sum("（据文件名）" in each for each in told) == 1
    with painted_words() as cut:
        pane(window).view.viewport().grab()
    assert cut == []


def test_the_selected_place_stays_selected_and_the_list_open_when_an_update_brings_more_and_another_text(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "灯")
    open_places(window, qtbot)
    before = rows(window, qtbot)
    press(Qt.Key.Key_Down, times=1)
    chosen = view(window, "concordanceList").currentIndex().data()
    assert chosen == before[1]
    root, article = window.controller.library.root, window.controller.reading.article
    assert article is not None
    assert article.article.title() not in ("第2天的事", "")
    (root / "19870531.txt").write_text(
        "雁桥日报\n1987年5月31日\n第01版\n## 前一天的事\n本报讯　先前的灯。\n", encoding="utf-8"
    )
    path = root / article.printing.path
    path.write_text(
        path.read_text(encoding="utf-8").replace("本报讯　", "本报讯　江面上，"), encoding="utf-8"
    )
    window.controller.sync.begin()
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: len(rows(window, qtbot)) == len(before) + 1)
    qtbot.waitUntil(part(window).is_idle)
    assert window.controller.reading.article != article
    assert part(window).is_shown()
    assert view(window, "concordanceList").currentIndex().data() == chosen
    assert rows(window, qtbot).index(chosen) == 2


def test_an_opened_group_stays_open_and_a_place_in_a_replaced_text_selected(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "灯")
    open_places(window, qtbot)
    choose_groups(window, qtbot, "left")
    pane(window).open_group("的")
    qtbot.waitUntil(part(window).is_idle)
    before = rows(window, qtbot)
    places = view(window, "concordanceList")
    places.setFocus()
    press(Qt.Key.Key_Down)
    path = window.controller.library.root / "19870603.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("也坏了", "也亮了"), encoding="utf-8")
    window.controller.sync.begin()
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: "亮" in "".join(rows(window, qtbot)[-1:]))
    qtbot.waitUntil(part(window).is_idle)
    assert len(rows(window, qtbot)) == len(before) == 3
    assert pane(window).all_groups_button.isVisible()
    assert places.currentIndex().row() == 1


def test_the_places_have_more_room_than_the_list_and_the_article_stands_beside_them(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "灯")
    layout = window.controller.layout
    before = layout.results.width()
    open_places(window, qtbot)
    assert layout.results.width() > before
    assert layout.pane.isVisible()
    assert layout.pane.width() >= layout.pane.minimumSizeHint().width()
    press(Qt.Key.Key_Escape)
    assert layout.results.width() == before
