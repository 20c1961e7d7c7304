"""What was read has a quiet mark, and an issue goes on where one had stopped in it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.newspaper.holdings import ArticleRow
from reader.ui.controllers.read_marking import LEAST, TICK_MS, ReadWatch
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, actions_of, click, headline, links, press, tree_at_article, view

FIRST, SECOND, THIRD = "3日渡口的灯亮到后半夜", "3日一口井淘出三只木桶", "3日瓦匠的女儿考上了船校"


def marked(window: MainWindow) -> list[str]:
    """The articles of the listed issue that are marked as read."""
    model = window.controller.layout.issues.model
    return [row.title for row in model.rows() if isinstance(row, ArticleRow) and row.id in model.marks.read]


def spoken(window: MainWindow, name: str, title: str) -> str:
    """What a screen reader says of the row of an article."""
    shown = tree_at_article(window) if name == "issueTree" else view(window, name)
    index = shown.currentIndex()
    assert index.data() == title
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def wait_and_look(window: MainWindow, seconds: float) -> None:
    """Lets the watch of the first pane look as often as it does in some seconds."""
    watch = window.controller.layout.pane.findChild(ReadWatch)
    assert isinstance(watch, ReadWatch)
    for _ in range(round(seconds * 1000 / TICK_MS)):
        watch.look()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.undo.is_idle)
    qtbot.waitUntil(window.controller.features.marks._tasks.is_idle)


# -- read and unread


def test_what_was_in_view_as_long_as_reading_takes_is_marked_and_a_glance_is_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_2, CTRL)  # the calendar: what is behind it is not being read
    wait_and_look(window, 120)
    settle(window, qtbot)
    assert marked(window) == []
    press(Qt.Key.Key_2, CTRL)
    press(Qt.Key.Key_1, CTRL)
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_K)
    wait_and_look(window, 120)  # a long article is not read before its end was seen
    settle(window, qtbot)
    assert marked(window) == []
    press(Qt.Key.Key_J)
    wait_and_look(window, LEAST - 1)
    settle(window, qtbot)
    assert marked(window) == []
    press(Qt.Key.Key_J)
    wait_and_look(window, 20)
    settle(window, qtbot)
    assert marked(window) == [THIRD]
    assert "，读过，" in spoken(window, "issueList", THIRD)
    assert "读过" in spoken(window, "issueTree", THIRD)
    assert not window.toast.isVisible()
    press(Qt.Key.Key_K, times=2)
    assert headline(window) == FIRST
    wait_and_look(window, 120)
    bar = window.controller.layout.pane.page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(bar.maximum())
    wait_and_look(window, 1)
    settle(window, qtbot)
    assert marked(window) == [FIRST, THIRD]


def offered(menu: QMenu) -> dict[str, QAction]:
    return {each.text().split("\t")[0]: each for each in actions_of(menu) if each.text()}


def test_articles_and_issues_are_marked_and_unmarked_by_keys_and_menus_and_undone(
    window: MainWindow, qtbot: QtBot, root: Path
) -> None:
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: marked(window) == [SECOND])
    assert window.toast.label.text() == "已标为读过"
    press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: marked(window) == [])
    wait_and_look(window, 120)  # a person has decided: staying changes nothing
    settle(window, qtbot)
    assert marked(window) == []
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: marked(window) == [SECOND])
    press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: marked(window) == [])
    press(Qt.Key.Key_K)
    press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: marked(window) == [FIRST])
    press(Qt.Key.Key_A, CTRL | SHIFT)
    qtbot.waitUntil(lambda: marked(window) == [FIRST, SECOND, THIRD])
    assert window.toast.label.text() == "这一期又有 2 篇标为读过"
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: marked(window) == [FIRST])
    for _ in range(2):
        press(Qt.Key.Key_A, CTRL | SHIFT)
        settle(window, qtbot)
        settle(window, qtbot)
    qtbot.waitUntil(lambda: marked(window) == [])
    issues, tree = window.controller.layout.issues, window.controller.layout.tree
    menu = QMenu()
    issues.view.menuOpening.emit(menu, issues.model.index(1, 0))
    offered(menu)["标为读过"].trigger()
    qtbot.waitUntil(lambda: marked(window) == [SECOND])
    menu = QMenu()
    issues.view.menuOpening.emit(menu, issues.model.index(1, 0))
    assert "标为未读" in offered(menu)
    menu = QMenu()
    entry = tree.current_entry()
    assert entry is not None
    assert entry.issue is not None
    tree.calls.offer_issue(menu, entry.issue)
    next(each for each in menu.actions() if each.text() == "整期标为未读").trigger()
    qtbot.waitUntil(lambda: marked(window) == [])
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: marked(window) == [FIRST])
    window.close()
    again = a_window.open_on(qtbot, root)
    assert marked(again) == [FIRST]


# -- where one stopped


def stopped_bar(window: MainWindow) -> str:
    bar = window.controller.layout.issues.stopped
    return "" if bar.isHidden() else bar.accessibleName()


def test_an_issue_goes_on_where_one_stopped_says_so_and_leads_to_its_first_article(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_P)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    assert stopped_bar(window) == ""
    press(Qt.Key.Key_N)
    assert headline(window) == SECOND
    assert stopped_bar(window) == "接着上次停下的地方：第 2 篇。"
    (link,) = links(window.controller.layout.issues.stopped)
    click(link)
    assert headline(window) == FIRST
    assert stopped_bar(window) == ""
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_J, times=3)
    assert headline(window) == FIRST, "along the articles one begins at the first of the next issue"
    assert stopped_bar(window) == ""
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_L, CTRL)
    press(Qt.Key.Key_N)
    assert headline(window) == SECOND
    assert "第 2 篇" in window.toast.label.text(), "where the list is hidden"
    click(window.toast.action_button)
    assert headline(window) == FIRST


def test_the_place_within_an_article_is_found_again_in_another_window(
    window: MainWindow, qtbot: QtBot, root: Path
) -> None:
    bar = window.controller.layout.pane.page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(bar.maximum() // 2)
    down = window.controller.layout.pane.scroll_fraction()
    assert down > 0.1
    press(Qt.Key.Key_P)
    window.close()
    again = a_window.open_on(qtbot, root)
    assert headline(again) == "12日渡口的灯亮到后半夜"
    assert stopped_bar(again) == ""
    press(Qt.Key.Key_N)
    assert headline(again) == FIRST
    qtbot.waitUntil(lambda: abs(again.controller.layout.pane.scroll_fraction() - down) < 0.02)
    assert stopped_bar(again) == "接着上次停下的地方：第 1 篇。"
