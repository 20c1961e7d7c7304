"""The libraries that were open before: told with what they held, in a dialog and on the welcome page."""

import datetime as dt
import shutil
import sys
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from reader import assets
from reader.storage import settings
from reader.storage.settings import LibrarySeen, Settings
from reader.ui.layout.recent_libraries import (
    Presence,
    RecentLibrary,
    opened_in_words,
    presence_of,
)
from reader.ui.layout.recent_list import OpenDialog, RecentList
from reader.ui.widgets import dialog as dialog_module
from reader.ui.widgets.row_list import RowList
from reader.ui.window.window import MainWindow
from tests.corpus import write_library
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, button_in, click, links, press
from tests.ui.noticing import noticed

TODAY = dt.date(2026, 2, 9)
SEEN = LibrarySeen("2026-02-08T12:00:00+00:00", 2, 124)


def test_what_one_held_is_told_in_a_line() -> None:
    known = RecentLibrary(Path("/盘/旧报"), SEEN, Presence.THERE)
    assert known.holdings(TODAY) == "2 种报纸　124 期　昨天打开过"
    assert (known.name, known.place(), known.trouble()) == ("旧报", str(Path("/盘")), "")
    assert RecentLibrary(Path("/旧报"), None, Presence.THERE).holdings(TODAY) == ""
    assert RecentLibrary(Path.home() / "旧报", None, Presence.THERE).place() == "~"


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        ("2026-02-09T12:00:00+00:00", "今天打开过"),
        ("2027-01-01T12:00:00+00:00", "今天打开过"),
        ("2025-12-31T12:00:00+00:00", "2025年12月31日打开过"),
        ("9999-12-31T23:59:59-20:00", ""),
        ("junk", ""),
    ],
)
def test_when_it_was_opened_is_told_as_one_says_it(opened: str, words: str) -> None:
    assert opened_in_words(opened, TODAY) == words


def test_a_folder_that_is_gone_is_no_disk_that_is_away(tmp_path: Path) -> None:
    assert presence_of(tmp_path) is Presence.THERE
    assert presence_of(tmp_path / "gone") is Presence.GONE
    assert presence_of(tmp_path / "disk" / "旧报") is Presence.AWAY
    assert presence_of(Path("/\0")) is not Presence.THERE


def test_a_folder_that_another_system_has_written_is_not_known_to_be_gone() -> None:
    elsewhere = Path("/旧报" if sys.platform == "win32" else "C:\\旧报")
    assert presence_of(elsewhere) is Presence.AWAY


def keep(*roots: Path) -> None:
    seen = {str(root): SEEN for root in roots}
    settings.save(Settings(recent=tuple(map(str, roots)), libraries_seen=seen))


@pytest.fixture
def others(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Three that were open before: one is there, one is gone, the disk of one is not there."""
    there = a_window.write_issues(tmp_path / "晚报", a_window.DAYS[:1])
    return there, tmp_path / "不在了", tmp_path / "没接上的盘" / "周报"


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path, others: tuple[Path, ...]) -> MainWindow:
    keep(*others, assets.sample_library())
    (tmp_path / "空的").mkdir()
    return a_window.open_on(qtbot, tmp_path / "空的")


def recent_list(window: MainWindow) -> RecentList:
    found = window.controller.layout.welcome.recent_list
    assert found is not None
    return found


def listed(window: MainWindow, qtbot: QtBot) -> RowList:
    found = recent_list(window).view
    qtbot.waitUntil(
        lambda: spoken(found)[1].count("，") > spoken(found)[0].count("，")
    )  # the disk has answered
    return found


def spoken(view: RowList) -> list[str]:
    model = view.model()
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())
    ]


def test_the_welcome_page_tells_them_and_which_can_not_be_opened(
    empty: MainWindow, qtbot: QtBot, others: tuple[Path, ...]
) -> None:
    view = listed(empty, qtbot)
    there, gone, away = spoken(view)
    assert view.isVisible()
    assert there.startswith("晚报，2 种报纸，124 期，2026年2月8日打开过")
    assert "文件夹已不在那里" in gone
    assert "磁盘没有接上" in away
    empty.resize(900, 480)
    qtbot.waitUntil(lambda: not view.isVisible())  # the page has room for its own words first
    empty.resize(900, 700)
    qtbot.waitUntil(lambda: view.isVisible() and view.verticalScrollBar().maximum() == 0)
    shutil.rmtree(others[0])
    QApplication.sendEvent(recent_list(empty), QEvent(QEvent.Type.WindowActivate))
    qtbot.waitUntil(lambda: "文件夹已不在那里" in spoken(view)[0])
    view.setFocus()
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Delete)
    assert not view.isVisible()


def test_one_is_taken_off_the_list_and_put_back_and_by_keys_one_is_opened_and_says_what_it_holds(
    empty: MainWindow, qtbot: QtBot, others: tuple[Path, ...]
) -> None:
    view = listed(empty, qtbot)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [each.name for each in empty.recent.libraries()] == ["不在了", "周报"]
    assert others[0].is_dir()
    assert str(others[0]) not in empty.settings.now().recent
    click(empty.toast.action_button)
    assert [each.name for each in empty.recent.libraries()] == ["晚报", "不在了", "周报"]
    view.setFocus()
    press(Qt.Key.Key_Return)
    a_window.settle(qtbot, empty)
    assert empty.windowTitle() == "晚报 — 阅报"
    root = str(empty.controller.library.root)
    qtbot.waitUntil(lambda: empty.settings.now().libraries_seen[root].issues == 1)
    assert "空的" in [each.name for each in empty.recent.libraries()]


def test_one_that_is_gone_says_so_stays_and_can_be_tried_again(
    empty: MainWindow, qtbot: QtBot, others: tuple[Path, ...]
) -> None:
    view = listed(empty, qtbot)
    view.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    question = empty.controller.layout.area.questions
    qtbot.waitUntil(lambda: "不在了" in question.label.text())
    assert view.model().rowCount() == 3
    shutil.copytree(others[0], others[1])
    click(question.answer_button)
    a_window.settle(qtbot, empty)
    assert empty.windowTitle() == "不在了 — 阅报"


@pytest.mark.parametrize("modifiers", [CTRL, CTRL | SHIFT])
def test_they_are_a_key_away_in_the_dialog_that_opens_anything_else_too(
    qtbot: QtBot, root: Path, others: tuple[Path, ...], modifiers: Qt.KeyboardModifier
) -> None:
    keep(*others)
    window = a_window.open_on(qtbot, root)
    press(Qt.Key.Key_O, modifiers)
    dialog = window.findChild(OpenDialog)
    assert isinstance(dialog, OpenDialog)
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.listing.view.hasFocus)
    menu = QMenu()
    dialog.listing.view.menuOpening.emit(menu, dialog.listing.view.model().index(0, 0))
    assert [each.text().split("\t")[0] for each in menu.actions() if each.text()] == [
        "打开",
        "在文件管理器中打开文件夹",
        "从这里去掉（文件夹不动）",
    ]
    buttons = [each.text() for each in dialog.findChildren(QPushButton)]
    assert {"文件夹…", "打开别人给的资料包…", "打开阅览室…", "核对证据…", "样本《雁桥日报》"} <= {*buttons}
    press(Qt.Key.Key_Return)
    a_window.settle(qtbot, window)
    assert window.windowTitle() == "晚报 — 阅报"
    assert window.findChild(OpenDialog) is None


def test_a_folder_is_chosen_by_the_first_button_and_the_dialog_is_gone(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, others: tuple[Path, ...]
) -> None:
    asked: list[str] = []

    def choose(_parent: object, title: str, *_: object) -> None:
        asked.append(title)

    monkeypatch.setattr(dialog_module, "ask_for_folder", choose)
    press(Qt.Key.Key_O, CTRL)
    dialog = window.findChild(OpenDialog)
    assert isinstance(dialog, OpenDialog)
    click(button_in(dialog, "文件夹…"))
    assert asked == ["打开报纸文件夹"]
    assert not dialog.isVisible()


def test_where_none_was_opened_before_the_first_button_has_the_focus(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(Qt.Key.Key_O, CTRL)
    dialog = window.findChild(OpenDialog)
    assert isinstance(dialog, OpenDialog)
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "文件夹…"
    dialog.reject()


def test_what_is_no_longer_recent_is_forgotten_in_the_settings(window: MainWindow, root: Path) -> None:
    before = structs.replace(window.settings.saved, libraries_seen={"/long ago": SEEN})
    window.settings.saved = before
    assert set(window.settings.now().libraries_seen) == {str(root)}


def test_the_sample_shows_the_way_to_a_folder_of_one_s_own_and_no_other_library_does(
    qtbot: QtBot, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = a_window.open_on(qtbot, None)
    bar = window.controller.layout.issues.own_folder
    assert "样本" in bar.accessibleName()
    (link,) = links(bar)
    assert link.isVisible()
    assert link.text().startswith("打开自己的报纸文件夹")
    monkeypatch.setattr("reader.ui.widgets.dialog.QFileDialog.getExistingDirectory", lambda *_: str(root))
    link.setFocus()
    press(Qt.Key.Key_Space)
    a_window.settle(qtbot, window)
    assert window.windowTitle() == "旧报 — 阅报"
    assert not window.controller.layout.issues.own_folder.isVisible()


def named(window: MainWindow, name: str) -> None:
    """Has a person name the library."""
    window._actions["name_library"].trigger()
    dialog = window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText(name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_library_is_called_as_its_reader_named_it(qtbot: QtBot, tmp_path: Path) -> None:
    write_library(tmp_path / "lib", 2, articles=2)
    window = a_window.open_on(qtbot, tmp_path / "lib")
    named(window, "外婆家的旧报")
    assert window.windowTitle() == "外婆家的旧报 — 阅报"
    root = str(window.controller.library.root)
    qtbot.waitUntil(lambda: window.settings.now().libraries_seen[root].name == "外婆家的旧报")
    assert RecentLibrary(Path(root), window.settings.now().libraries_seen[root], Presence.THERE).name == (
        "外婆家的旧报"
    )


def test_a_name_that_can_not_be_kept_is_not_taken_and_the_window_says_why(
    qtbot: QtBot, tmp_path: Path
) -> None:
    write_library(tmp_path / "lib", 2, articles=2)
    window = a_window.open_on(qtbot, tmp_path / "lib")
    told = noticed(window.services)
    window.controller.library.user_data.path.write_bytes(b"rubbish")
    named(window, "外婆家的旧报")
    assert ["损坏" in notice.words for notice in told] == [True]
    assert window.windowTitle() == "lib — 阅报"
