"""What the program took for something else is corrected where one reads it, seen at once, and undone by one key."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from reader.library.derived_data import only_writer
from reader.newspaper.article import BlockKind, Role
from reader.newspaper.holdings import StoredArticle
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, HEADLINES, actions_of, headline, press

DAY = "3日"
WELL = f"{DAY}{HEADLINES[1]}"
TILER = f"{DAY}{HEADLINES[2]}"


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    """At the second of three articles."""
    window = a_window.open_on(qtbot, root)
    window.controller.reading.step(1)
    await_reading()
    qtbot.waitUntil(lambda: headline(window) == WELL)
    return window


def shown(window: MainWindow) -> StoredArticle:
    await_reading()
    stored = window.controller.reading.article
    assert stored is not None
    return stored


def headlines(window: MainWindow) -> list[str]:
    return [row.title for row in window.controller.library.contents.articles(shown(window).issue.id)]


def menu_on(window: MainWindow, words: str) -> QMenu:
    """The menu that the right button opens on these words."""
    page = window.controller.layout.pane.page
    cursor = page.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionStart() + 1)
    place = page.cursorRect(cursor).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, page.viewport().mapToGlobal(QPoint(place))
    )
    QApplication.sendEvent(page.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, words: str) -> None:
    """Chooses what can be told, from the menu in the menu."""
    inner = next(action.menu() for action in menu.actions() if action.text().startswith("更正"))
    assert isinstance(inner, QMenu)
    next(action for action in a_window.actions_of(inner) if action.text() == words).trigger()
    menu.close()


def toast(window: MainWindow) -> str:
    return window.toast.label.text()


def test_who_took_two_pictures_is_proposed_once(qtbot: QtBot, tmp_path: Path) -> None:
    pictures = "渡船靠岸（何苇　摄）\n\n江上有雾，渡船停了半日。\n\n图为渡口新修的石阶。何苇摄"
    root = a_window.write_issues(tmp_path / "旧报", a_window.DAYS[:1], more=f"\n\n{pictures}")
    window = a_window.open_on(qtbot, root)
    who = [credit.names for credit in shown(window).article.credits if credit.role is Role.PHOTOGRAPHER]
    assert who == [("何苇",), ("何苇",)]
    choose(menu_on(window, "渡船靠岸"), "署名是摄影…")
    dialog = a_window.asked(window)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "何苇"
    a_window.answer(dialog, "取消", "")


def test_who_wrote_it_is_asked_and_a_paragraph_is_told_to_be_a_subhead(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = window.controller.layout.pane
    pane.page.setTextCursor(pane.page.document().find("第1段"))
    more = pane.more_menu()
    assert f"更正“{DAY}第1段。江上有雾，渡…”" in [each.text() for each in actions_of(more)]
    more.deleteLater()
    choose(menu_on(window, "本报讯"), "署名是记者…")
    dialog = a_window.asked(window)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "闻小树"
    a_window.answer(dialog, "更正", "闻小澍、何渡生")
    qtbot.waitUntil(lambda: shown(window).article.credits[0].names == ("闻小澍", "何渡生"))
    qtbot.waitUntil(lambda: toast(window) == "已更正：署名：记者 闻小澍 何渡生")
    choose(menu_on(window, "第1段"), "这是小标题")
    qtbot.waitUntil(lambda: toast(window) == "已更正：这是小标题")
    assert BlockKind.SUBHEAD in [block.kind for block in shown(window).article.blocks]
    assert headline(window) == WELL
    window.controller.reading.step(-1)
    await_reading()
    choose(menu_on(window, HEADLINES[0]), "与上一篇是同一篇")
    qtbot.waitUntil(lambda: "第一篇" in toast(window))
    assert len(headlines(window)) == 3


def test_two_articles_are_one_or_another_starts_here_and_undo_brings_back_what_was(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    before, whole = headlines(window), shown(window).article
    choose(menu_on(window, WELL), "与上一篇是同一篇")
    qtbot.waitUntil(lambda: len(headlines(window)) == 2)
    qtbot.waitUntil(lambda: headline(window) == f"{DAY}{HEADLINES[0]}")
    assert "已更正" in toast(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: headlines(window) == before)
    qtbot.waitUntil(lambda: shown(window).article == whole)
    assert window.controller.library.corrections.known() == []
    assert len(list(root.glob("*.txt"))) == 3
    qtbot.waitUntil(lambda: headline(window) == WELL)
    choose(menu_on(window, "第1段"), "这里开始另一篇")
    qtbot.waitUntil(lambda: len(headlines(window)) == 4)
    qtbot.waitUntil(lambda: shown(window).article.blocks[0].text.startswith(f"{DAY}第1段"))
    window.toast.action_button.click()
    qtbot.waitUntil(lambda: len(headlines(window)) == 3)
    qtbot.waitUntil(lambda: headline(window) == WELL)


def test_while_another_program_updates_it_is_noted_and_applied_later(
    qtbot: QtBot, window: MainWindow
) -> None:
    library = window.controller.library
    with only_writer(library.local.lock):
        choose(menu_on(window, "第1段"), "这里开始另一篇")
        qtbot.waitUntil(lambda: "更新之后生效" in toast(window))
        a_window.settle(qtbot, window)
        assert len(headlines(window)) == 3
    window.controller.sync.begin()
    qtbot.waitUntil(lambda: len(headlines(window)) == 4)


def test_nothing_is_offered_for_a_file_that_has_gone(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    gone = next(path for path in root.glob("*.txt") if path.name == shown(window).sources[0].path)
    gone.unlink()
    window.controller.sync.begin(accept_missing=True)
    qtbot.waitUntil(lambda: window.controller.library.contents.counts().missing_files == 1)
    window.controller.reading.open_article(shown(window).id)
    await_reading()
    menu = menu_on(window, "第1段")
    (correct,) = [action for action in menu.actions() if action.text() == "更正"]
    assert not correct.isEnabled()
    menu.close()


def test_where_another_day_starts_is_asked_until_it_is_a_day(qtbot: QtBot, window: MainWindow) -> None:
    before = shown(window).issue.date
    assert before is not None
    choose(menu_on(window, WELL), "这里开始另一天的报…")
    a_window.answer(a_window.asked(window), "更正", "不知道")
    dialog = a_window.asked(window)
    assert any("“不知道”不是日期" in label.text() for label in dialog.findChildren(QLabel))
    a_window.answer(dialog, "更正", "4月9日")
    other = before.replace(month=4, day=9)
    qtbot.waitUntil(lambda: toast(window) == f"已更正：从这里起是 {other} 的报")
    qtbot.waitUntil(lambda: shown(window).issue.date == other)
    assert headlines(window) == [WELL, TILER]
    assert headline(window) == WELL
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shown(window).issue.date == before)
    assert len(headlines(window)) == 3
