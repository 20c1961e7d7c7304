"""The results of a search, written into a file from the window."""

import csv
import json
import threading
from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from reader.export.records import RecordFormat
from reader.ui.window import result_export
from reader.ui.window.layout import WindowLayout
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, SHIFT, press
from tests.ui.test_window_search import ask


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> mock.Mock:
    chosen = mock.Mock(return_value=(str(tmp_path / "结果.csv"), "CSV (*.csv)"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return chosen


def export(qtbot: QtBot, window: MainWindow) -> None:
    press(Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(window.controller.export.is_idle)


def test_all_results_are_written_in_the_order_that_is_shown(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    ask(qtbot, window, "老船工")
    export(qtbot, window)
    with (tmp_path / "结果.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == 9
    rows = [window.controller.library.contents.article_row(each) for each in layout.results.model.ids()]
    assert [row["编号"] for row in found] == [row.key for row in rows if row]
    assert "9 篇" in window.toast.words()
    assert "老船工" in dialog.call_args.args[2]


def test_a_name_without_an_ending_gets_that_of_the_kind_and_replaces_nothing(
    window: MainWindow, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    (tmp_path / "结果.ris").write_text("别人的", encoding="utf-8")
    dialog.return_value = (str(tmp_path / "结果"), "RIS (*.ris)")
    ask(qtbot, window, "老船工")
    export(qtbot, window)
    assert (tmp_path / "结果.ris").read_text(encoding="utf-8") == "别人的"
    assert "已经有了" in window.toast.words()


def test_without_a_search_one_is_told_to_search(window: MainWindow, qtbot: QtBot, dialog: mock.Mock) -> None:
    export(qtbot, window)
    assert window.toast.words() == "先搜索，再导出结果。"
    assert not dialog.called


def test_a_cancelled_export_writes_no_file(
    window: MainWindow,
    qtbot: QtBot,
    dialog: mock.Mock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(result_export, "TOLD_EVERY", -1.0)
    ask(qtbot, window, "老船工")
    searcher, goes_on = window.controller.library.searcher, threading.Event()
    records = searcher.records

    def slowly(*asked: object) -> object:
        for record in records(*asked):  # type: ignore[arg-type]
            yield record
            goes_on.wait(10)

    monkeypatch.setattr(searcher, "records", slowly)
    press(Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(lambda: window.toast.action_button.text() == "取消")
    window.toast.action_button.click()
    goes_on.set()
    qtbot.waitUntil(window.controller.export.is_idle)
    assert "没有导出" in window.toast.words()
    assert not list(tmp_path.glob("*.csv"))
    assert not list(tmp_path.glob(".*.part"))


def test_the_menu_above_the_results_exports_too(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    dialog.return_value = (str(tmp_path / "结果.json"), "")
    ask(qtbot, window, "老船工")
    menu: QMenu = layout.results.header.more_menu()
    next(action for action in menu.actions() if action.text() == "导出结果…").trigger()
    qtbot.waitUntil(window.controller.export.is_idle)
    assert len(json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))) == 9


@pytest.mark.parametrize("form", [RecordFormat.CSV, RecordFormat.BIBTEX])
def test_bookmarks_are_exported_as_data(
    window: MainWindow,
    layout: WindowLayout,
    qtbot: QtBot,
    dialog: mock.Mock,
    tmp_path: Path,
    form: RecordFormat,
) -> None:
    target = tmp_path / f"收藏{form.suffix}"
    dialog.return_value = (str(target), "")
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: bool(window.controller.bookmarking.all()))
    layout.bookmarks.exportWanted.emit(window.controller.bookmarking.all(), form.value)
    qtbot.waitUntil(target.exists)
    assert window.controller.bookmarking.all()[0].article.title() in target.read_text(encoding="utf-8")
