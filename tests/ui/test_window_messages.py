"""What the window says leads on: to the citation, the file, what was read in, the files that could not be read."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QTableWidget
from pytestqt.qtbot import QtBot

from reader.features.bookmark.ui.note_files import NoteFiles
from reader.features.importing.ui import ImportingPart
from reader.storage import platform_folders
from reader.ui.controllers import searching
from reader.ui.widgets import outside
from reader.ui.widgets.controls import PushButton
from reader.ui.window import dialogs
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, click, headline, issue_text, press, settle, type_text
from tools.gallery.hands import do


@pytest.fixture
def shown_files(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were to be shown in a file manager."""
    found: list[Path] = []
    for module in (outside, dialogs):
        monkeypatch.setattr(module, "show_in_folder", found.append)
    return found


def test_a_citation_that_was_copied_is_shown(window: MainWindow) -> None:
    press(Qt.Key.Key_C, CTRL | SHIFT)
    copied = QApplication.clipboard().text()
    assert "3日渡口的灯亮到后半夜[N]. 雁桥日报, 1987-07-03." in copied
    assert window.toast.isVisible()
    assert copied in window.toast.label.text()
    assert window.toast.height() > 44
    assert window.rect().contains(window.toast.geometry())


def test_from_the_message_about_a_file_or_an_import_one_gets_to_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown_files: list[Path]
) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("老船工")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(window.controller.layout.are_results_shown)
    for name, number in (("存下1.csv", 1), ("存下2.json", 2)):
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))  # noqa: B023
        if number == 1:
            do(window, "export")
        else:
            window.controller.features.parts.of(NoteFiles).export_all()
        qtbot.waitUntil(lambda: window.toast.label.text().startswith(f"已存为 {name}"))  # noqa: B023
        assert window.toast.action_button.text() == "显示文件"
        click(window.toast.action_button)
        assert shown_files.pop().exists()
        assert shown_files == []

    old = tmp_path / "19870501.txt"
    old.write_text(issue_text(dt.date(1987, 5, 1), 3980), encoding="utf-8")
    window.controller.features.parts.of(ImportingPart).import_files([old])
    qtbot.waitUntil(lambda: window.toast.action_button.text() == "看新读入的" and window.toast.isVisible())
    assert window.toast.label.text() == "已导入 1 个文件，已读入"
    click(window.toast.action_button)
    assert headline(window) == "1日渡口的灯亮到后半夜"
    assert window.controller.reading.article is not None
    assert window.controller.reading.article.issue.date == dt.date(1987, 5, 1)
    assert not window.controller.layout.are_results_shown()


def test_settings_that_could_not_be_saved_are_told_with_their_file(window: MainWindow) -> None:
    """A folder stands where their file should: a file that another program holds is told by the same sentence."""
    file = platform_folders.places().settings
    file.unlink(missing_ok=True)
    file.mkdir()
    window.settings.save_now()
    assert window.toast.label.text() == f"设置没有存上。{file} 是文件夹，不是文件。"
    file.rmdir()
    window.settings.save_now()
    assert file.is_file()


# -- files that could not be read


@pytest.fixture
def with_bad_files(qtbot: QtBot, root: Path) -> MainWindow:
    (root / "坏了.txt").write_bytes(bytes(range(256)) * 40)
    (root / "也坏了.txt").write_bytes(b"\0" * 4096)
    return a_window.open_on(qtbot, root)


def failure_list(window: MainWindow) -> QDialog:
    click(window.controller.layout.strip.failures_button)
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    return dialog


def button(dialog: QDialog, words: str) -> PushButton:
    (found,) = [each for each in dialog.findChildren(PushButton) if each.text() == words]
    return found


def test_unread_files_are_listed_copied_shown_and_read_when_they_were_mended(
    with_bad_files: MainWindow, qtbot: QtBot, root: Path, shown_files: list[Path]
) -> None:
    window = with_bad_files
    dialog = failure_list(window)
    click(button(dialog, "复制清单"))
    lines = QApplication.clipboard().text().splitlines()
    assert sorted(line.split("\t")[0] for line in lines) == ["也坏了.txt", "坏了.txt"]
    assert all(line.split("\t")[1] for line in lines)

    table = dialog.findChild(QTableWidget)
    assert isinstance(table, QTableWidget)
    table.setCurrentCell(1, 0)
    click(button(dialog, "显示文件"))
    item = table.item(1, 0)
    assert item is not None
    assert shown_files == [root / item.text()]

    (root / "坏了.txt").write_text(issue_text(dt.date(1987, 5, 1), 3980), encoding="utf-8")
    click(button(dialog, "再试一次"))
    settle(qtbot, window)
    assert window.toast.label.text() == "还有 1 个文件无法读取"
    assert window.toast.action_button.text() == "看清单"
    (root / "也坏了.txt").unlink()
    click(window.toast.action_button)
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    click(button(dialog, "再试一次"))
    settle(qtbot, window)
    assert window.toast.label.text() == "所有文件都读入了。"
    await_reading()


# -- what waits for an answer


def test_no_page_moves_when_a_question_comes(window: MainWindow, qtbot: QtBot) -> None:
    area = window.controller.layout.area
    window.resize(1000, 480)
    bar = area.first.page.verticalScrollBar()
    bar.setValue(bar.maximum())
    at, text = bar.value(), area.first.page.cursorForPosition(QPoint(200, 60)).position()
    window.services.ask("找不到文件夹。", "再试一次", lambda: None)
    qtbot.wait(50)
    assert area.questions.isVisible()
    assert window.toast.isHidden()
    assert (bar.value(), area.first.page.cursorForPosition(QPoint(200, 60)).position()) == (at, text)


def test_a_search_that_breaks_off_says_so_where_its_results_would_stand(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[BaseException] = []
    fault = RuntimeError("of a feature")

    def break_off(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(searching, "report_fault", reported.append)
    monkeypatch.setattr(type(window.controller.library.searcher), "search", break_off)
    press(Qt.Key.Key_K, CTRL)
    type_text("渡口")
    results = window.controller.layout.results
    qtbot.waitUntil(lambda: bool(reported))
    qtbot.waitUntil(results.failure.isVisible)
    assert not results.skeleton.isVisible()
    assert reported[0] is fault
