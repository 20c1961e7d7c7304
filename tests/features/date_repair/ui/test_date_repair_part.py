"""The day of an issue: suggested by its neighbours above the page, taken by one click, told in a dialog, undone."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.features.date_repair.ui import DateRepairPart
from reader.library.derived_data import only_writer
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin
from reader.ui.controllers.issue_dialogs import IssueDialog
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, LONG, actions_of, press, row_names

JUNE = [dt.date(1987, 6, day) for day in (1, 2, 3, 5, 6)]
LOOSE = "散页.txt"
CHOSEN = "这一期的日期、期号、报纸名不对…"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Five issues of June 1987, and one whose day its number tells, the 4th, but not its weekday."""
    folder = a_window.write_issues(tmp_path / "旧报", JUNE)
    (folder / LOOSE).write_text(
        f"雁桥日报\n星期一 第4004期\n\n# 船上失物招领\n\n本报讯　{LONG}\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    """At the issue without a date."""
    window = a_window.open_on(qtbot, root)
    (undated,) = window.controller.library.contents.undated_issues("雁桥日报")
    window.controller.reading.open_issue(undated.id)
    await_reading()
    window.controller.reading.open_article(window.controller.library.contents.articles(undated.id)[0].id)
    await_reading()
    return window


def shown(window: MainWindow) -> IssueRow:
    await_reading()
    stored = window.controller.reading.article
    assert stored is not None
    return stored.issue


def bar(window: MainWindow) -> list[str]:
    suggestions = window.controller.layout.pane.suggestions
    return row_names(suggestions) if suggestions.isVisible() else []


def dialog_of(window: MainWindow) -> IssueDialog:
    dialog = window.findChild(IssueDialog)
    assert isinstance(dialog, IssueDialog)
    assert dialog.isVisible()
    return dialog


def test_a_suggestion_is_taken_by_one_click_and_undone_by_one_key(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    qtbot.waitUntil(lambda: bool(bar(window)))
    assert bar(window) == ["日期不详；应是 1987年6月4日（第4003期是 1987年6月3日，第4005期是 1987年6月5日）"]
    window.controller.layout.pane.suggestions.findChildren(LinkButton)[0].click()
    qtbot.waitUntil(lambda: shown(window).date == dt.date(1987, 6, 4))
    qtbot.waitUntil(lambda: bar(window) == [])
    assert shown(window).date_origin is DateOrigin.CORRECTED
    assert window.controller.layout.issues.issue_id() == shown(window).id
    assert "1987-06-04" in window.toast.label.text()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shown(window).date is None)
    qtbot.waitUntil(lambda: bool(bar(window)))
    assert (root / LOOSE).read_text(encoding="utf-8").startswith("雁桥日报\n星期一 第4004期")


def test_where_all_is_well_nothing_is_suggested_and_what_is_left_aside_does_not_come_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    part, undated = window.controller.features.parts.of(DateRepairPart), shown(window)
    qtbot.waitUntil(lambda: bool(bar(window)))
    window.controller.reading.open_newest()
    await_reading()
    assert bar(window) == []
    qtbot.waitUntil(part.is_idle)
    assert bar(window) == []
    window.controller.reading.open_article(window.controller.library.contents.articles(undated.id)[0].id)
    await_reading()
    qtbot.waitUntil(lambda: bool(bar(window)))
    window.controller.layout.pane.suggestions.close_button.click()
    assert bar(window) == []
    part.first.known = None
    part.first.look()
    qtbot.waitUntil(part.is_idle)
    assert bar(window) == []


def test_a_person_says_what_day_it_is_from_the_tree_the_page_or_by_a_command(
    qtbot: QtBot, window: MainWindow
) -> None:
    undated = shown(window)
    more = window.controller.layout.pane.more_menu()
    assert CHOSEN in [action.text() for action in actions_of(more)]
    more.deleteLater()
    tree = window.controller.layout.tree
    issue = window.controller.library.contents.issues("雁桥日报", 1987, 6)[0]
    tree.show_issue(issue.id)
    place = tree.visualRect(tree.currentIndex()).center()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, place, tree.viewport().mapToGlobal(place))
        QApplication.sendEvent(tree.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (action,) = [action for action in menu.actions() if action.text() == CHOSEN]
        action.trigger()
        menu.close()
        dialog = dialog_of(window)
        assert dialog.date.text() == "1987-06-01"
        dialog.reject()
        qtbot.waitUntil(lambda: window.findChild(IssueDialog) is None)
    window.controller.reading.open_article(window.controller.library.contents.articles(undated.id)[0].id)
    await_reading()
    window._actions["correct_issue"].trigger()
    dialog = dialog_of(window)
    dialog.date.setText("1987年6月7日")
    dialog.title.setText("雁桥晚报")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: shown(window).date == dt.date(1987, 6, 7))
    assert shown(window).newspaper == "雁桥晚报"
    assert window.toast.label.text() == "已更正：这一期是 1987-06-07 的；这是《雁桥晚报》"
    window.toast.action_button.click()
    qtbot.waitUntil(lambda: shown(window).newspaper == "雁桥日报")
    assert window.controller.library.corrections.known() == []


def test_of_a_file_that_is_gone_nothing_can_be_told(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    (root / LOOSE).unlink()
    window.controller.sync.begin(accept_missing=True)
    qtbot.waitUntil(lambda: window.controller.library.contents.counts().missing_files == 1)
    window._actions["correct_issue"].trigger()
    assert "无从更正" in window.toast.label.text()


def test_while_another_program_updates_it_is_noted(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: bool(bar(window)))
    with only_writer(window.controller.library.local.lock):
        window.controller.layout.pane.suggestions.findChildren(LinkButton)[0].click()
        qtbot.waitUntil(lambda: "更新之后生效" in window.toast.label.text())
        a_window.settle(qtbot, window)
    window.controller.sync.begin()
    qtbot.waitUntil(lambda: shown(window).date == dt.date(1987, 6, 4))


def test_beside_another_article_it_is_suggested_and_told_just_the_same(
    qtbot: QtBot, window: MainWindow
) -> None:
    undated = shown(window)
    controller = window.controller
    article_id = controller.library.contents.articles(undated.id)[0].id
    suggestions = controller.layout.area.second.suggestions
    for _ in range(2):  # closed and opened again it is suggested again
        controller.features.second.open(article_id)
        await_reading()
        qtbot.waitUntil(suggestions.isVisible)
        controller.features.second.close()
    controller.reading.open_newest()
    await_reading()
    controller.features.second.open(article_id)
    await_reading()
    qtbot.waitUntil(suggestions.isVisible)
    assert bar(window) == []
    controller.layout.area.second.page.setFocus()
    window._actions["correct_issue"].trigger()
    dialog = dialog_of(window)
    assert dialog.date.text() == ""
    dialog.reject()
    suggestions.findChildren(LinkButton)[0].click()
    qtbot.waitUntil(lambda: not suggestions.isVisible())
    await_reading()
    stored = controller.layout.area.second.article()
    assert stored is not None
    assert stored.issue.date == dt.date(1987, 6, 4)
