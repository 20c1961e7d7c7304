"""A list of names in the window: pasted or opened, counted as rows come, sorted, saved, opened as a search."""

import csv
import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reader.features.people import name_list
from reader.features.people.name_list import NameCount
from reader.features.people.ui.name_list_pane import NameListPane
from reader.features.people.ui.people_part import PeoplePart
from reader.search.documents import SearchCancelled
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, click, press, view


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> NameListPane:
    press(Qt.Key.Key_M, CTRL | SHIFT)
    found = window.findChild(NameListPane, "nameList")
    assert isinstance(found, NameListPane)
    assert found.isVisible()
    qtbot.waitUntil(found.isVisible)
    return found


def rows(dialog: NameListPane) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def counted(dialog: NameListPane, qtbot: QtBot, text: str) -> list[list[str]]:
    dialog.names.setPlainText(text)
    dialog.start()
    qtbot.waitUntil(dialog.is_idle)
    return rows(dialog)


def test_every_name_is_a_row_with_its_counts_sorted_by_any_column_and_opened_as_a_search(
    window: MainWindow, dialog: NameListPane, qtbot: QtBot
) -> None:
    dialog.names.setPlainText(" \n\n")
    dialog.start()
    assert dialog.state.text() == "名单是空的。"
    found = counted(dialog, qtbot, "姓名,住处\n闻小树,雁桥\n没有的人,渡口\n聞小樹,雁桥")
    assert found == [
        ["闻小树", "9", "0", "0", "0", "0", "1987-06-05", "1987-07-03", ""],
        ["没有的人", "0", "0", "0", "0", "0", "", "", ""],
        ["聞小樹", "0", "9", "0", "0", "0", "", "", ""],
    ]
    assert dialog.state.text() == "查了 3 / 3 个名字　没有收：标题 1（第 1 行）"
    assert not dialog.stop_button.isVisible()
    spoken = dialog.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "闻小树，照原样印着，9"
    counted(dialog, qtbot, "没有的人\n老船工\n闻小树")
    dialog.order_chip.chosen.emit("1")
    assert [row[0] for row in rows(dialog)] == ["老船工", "闻小树", "没有的人"]
    dialog.order_chip.chosen.emit("0")
    assert [row[0] for row in rows(dialog)] == ["没有的人", "老船工", "闻小树"]
    dialog.order_chip.chosen.emit("6")
    assert rows(dialog)[-1][0] == "没有的人"
    assert dialog.order_chip.key == "6"
    dialog.order_chip.chosen.emit("")
    assert [row[0] for row in rows(dialog)] == ["没有的人", "老船工", "闻小树"]
    assert dialog.order_chip.key == ""
    dialog.table.selectRow(2)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.features.searching.text == '"闻小树"')
    qtbot.waitUntil(lambda: view(window, "resultList").model().rowCount() == 9)


def test_a_file_is_opened_in_its_encoding_and_the_table_is_saved_over_nothing(
    dialog: NameListPane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "名单.txt"
    path.write_bytes("闻小树\r\n祝水芹\r\n闻小树\r\n王淑兰\r\n李建国".encode("gb18030"))
    dialog.load(path)
    qtbot.waitUntil(dialog.is_idle)
    assert dialog.names.toPlainText() == "闻小树\n祝水芹\n王淑兰\n李建国"
    assert (
        dialog.state.text()
        == "读到 4 个名字。没有收：重复 1（第 3 行）　名单.txt 不是 UTF-8，像是 gb18030，按它读的。"
    )
    dialog.load(tmp_path / "不在.txt")
    qtbot.waitUntil(dialog.is_idle)
    assert "不在.txt" in dialog.state.text()
    counted(dialog, qtbot, "=1+1\n闻小树")
    dialog.order_chip.chosen.emit("1")
    assert rows(dialog)[0][0] == "闻小树"  # the saved table keeps the order of the list
    for name in ("名单.csv", "名单.xlsx"):
        dialog.save(tmp_path / name, replaces=False)
        qtbot.waitUntil((tmp_path / name).exists)
        qtbot.waitUntil(dialog.is_idle)
    data = (tmp_path / "名单.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    saved = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row[0] for row in saved] == ["姓名", "'=1+1", "闻小树"]
    with zipfile.ZipFile(tmp_path / "名单.xlsx") as book:
        assert "闻小树" in book.read("xl/worksheets/sheet1.xml").decode()
    (tmp_path / "名单.csv").write_text("别的", encoding="utf-8")
    dialog.save(tmp_path / "没有的文件夹" / "名单.csv", replaces=False)
    qtbot.waitUntil(lambda: dialog.state.text().startswith("没有存上"))
    chosen = (str(tmp_path / "名单"), "CSV 表格 (*.csv)")  # the ending comes after the dialog has asked
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    click(dialog.save_button)
    qtbot.waitUntil(lambda: "没有盖掉它" in dialog.state.text())
    assert (tmp_path / "名单.csv").read_text(encoding="utf-8") == "别的"


def test_counting_can_be_stopped_and_what_was_counted_stays(
    dialog: NameListPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = name_list.exact_counts

    def slowly(*given: Any) -> Iterator[NameCount]:
        for each in count(*given):
            time.sleep(0.05)
            yield each

    monkeypatch.setattr(name_list, "exact_counts", slowly)
    dialog.names.setPlainText("\n".join(["闻小树", *(f"某甲{n}" for n in range(400))]))
    dialog.start()
    qtbot.waitUntil(lambda: dialog.model.index(0, 1).data() == "9")
    a_window.click(dialog.stop_button)
    qtbot.waitUntil(dialog.is_idle)
    assert "停下了" in dialog.state.text()
    assert rows(dialog)[0][1] == "9"
    assert rows(dialog)[-1][1] == "…"
    assert dialog.save_button.isEnabled()


@pytest.mark.slow
def test_five_hundred_names_leave_the_window_free(dialog: NameListPane, qtbot: QtBot) -> None:
    dialog.names.setPlainText("\n".join(["闻小树", *(f"张某{n}" for n in range(499))]))
    dialog.start()
    steps = {dialog.model.whole()}
    while not dialog.is_idle():
        QApplication.processEvents()
        steps.add(dialog.model.whole())
    assert dialog.model.rowCount() == dialog.model.exact() == dialog.model.whole() == 500
    assert len(steps) > 4  # rows came as they were counted


def test_the_exact_counts_are_there_before_the_others(
    dialog: NameListPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*given: Any) -> Iterator[NameCount]:
        raise SearchCancelled
        yield

    monkeypatch.setattr(name_list, "counts", never)
    assert [row[:3] for row in counted(dialog, qtbot, "闻小树、没有的人\n老船工")] == [
        ["闻小树", "9", "…"],
        ["没有的人", "0", "…"],
        ["老船工", rows(dialog)[2][1], "…"],
    ]
    assert "别的写法 0 / 3" in dialog.state.text()


def test_a_list_that_is_pasted_into_the_search_of_people_is_counted_and_esc_brings_the_article_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_3, CTRL)
    part = window.controller.features.parts.of(PeoplePart)
    field = part.pane.filter.line
    field.setFocus()
    QGuiApplication.clipboard().setText("闻小树\n没有的人\n")
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pane = window.findChild(NameListPane, "nameList")
    assert isinstance(pane, NameListPane)
    qtbot.waitUntil(lambda: pane.isVisible() and pane.model.rowCount() == 2)
    qtbot.waitUntil(pane.is_idle)
    assert [row[:2] for row in rows(pane)] == [["闻小树", "9"], ["没有的人", "0"]]
    assert field.text() == ""
    QTest.keyClick(pane.table, Qt.Key.Key_Escape)
    assert not pane.isVisible()
    assert window.controller.layout.pane.page.isVisible()
