"""Whole articles written out from the window: an issue, what was found, the library."""

import threading
import zipfile
from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from reader.library.articles import Articles
from reader.ui.controllers import result_export
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.window import MainWindow
from tests.ui.test_window_export import exports_of
from tests.ui.test_window_search import ask

MARKDOWN = "Markdown 文件夹，一篇一个文件"


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> mock.Mock:
    chosen = mock.Mock(return_value=(str(tmp_path / "报纸"), "EPUB 电子书 (*.epub)"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return chosen


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.export.is_idle)


def trigger(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_an_issue_what_was_found_and_the_library_are_written_and_never_put_over_another(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    issue = window.controller.library.contents.newest_issue()
    assert issue is not None
    menu = QMenu(window)
    window.controller.features.menus._offer_for_issue(menu, issue)
    trigger(menu, "导出全文…")
    settled(window, qtbot)
    with zipfile.ZipFile(tmp_path / "报纸.epub") as book:
        assert sum(name.startswith("book/a") for name in book.namelist()) == issue.article_count
    (tmp_path / "报纸.epub").unlink()

    ask(qtbot, window, "老船工")
    trigger(exports_of(layout), "导出全文…")
    settled(window, qtbot)
    with zipfile.ZipFile(tmp_path / "报纸.epub") as book:
        assert sum(name.startswith("book/a") for name in book.namelist()) == 9
    assert "老船工" in dialog.call_args.args[2]
    window.controller.features.results.leave_search()

    dialog.return_value = (str(tmp_path / "全部.epub"), MARKDOWN)
    window._actions["export"].trigger()
    settled(window, qtbot)
    assert window.toast.label.text().startswith("已存为 全部，共 ")
    total = window.controller.library.contents.counts().articles
    assert len(list((tmp_path / "全部").rglob("*.md"))) == total
    window._actions["export"].trigger()
    settled(window, qtbot)
    assert "已经有了" in window.toast.label.text()


def test_an_ending_that_is_not_served_is_asked_about_again_and_a_missing_one_is_added(
    window: MainWindow, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    for kind, name in (("EPUB 电子书 (*.epub)", "全部.epub"), (MARKDOWN, "全部")):
        dialog.side_effect = [(str(tmp_path / "全部.docx"), kind), (str(tmp_path / "全部"), kind)]
        window._actions["export"].trigger()
        settled(window, qtbot)
        assert ".docx" in dialog.call_args.args[1]
        assert (tmp_path / name).exists()
    assert not (tmp_path / "全部.docx").exists()


def test_what_is_cancelled_leaves_nothing(
    window: MainWindow, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_export, "REPORTED_EVERY", -1.0)
    read, goes_on, asked = Articles.article, threading.Event(), []

    def slowly(articles: Articles, article_id: int) -> object:
        asked.append(article_id)
        if len(asked) > 1:
            goes_on.wait(120)
        return read(articles, article_id)

    monkeypatch.setattr(Articles, "article", slowly)
    dialog.return_value = (str(tmp_path / "全部"), MARKDOWN)
    window._actions["export"].trigger()
    qtbot.waitUntil(lambda: window.toast.action_button.text() == "取消")
    window.toast.action_button.click()
    goes_on.set()
    settled(window, qtbot)
    assert "没有导出" in window.toast.label.text()
    assert [path for path in tmp_path.iterdir() if "全部" in path.name or path.suffix == ".part"] == []
