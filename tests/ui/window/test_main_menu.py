"""The menu behind ⋯: flat, under headings, with what is used often."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.ui.window.actions import specs
from reader.ui.window.settings_window import SettingsWindow
from reader.ui.window.window import MainMenu, MainWindow
from tests.ui.a_window import click


def opened(window: MainWindow) -> MainMenu:
    click(window.controller.layout.top.menu_button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, MainMenu)
    return menu


def test_it_has_groups_under_headings_and_no_menus_within_menus_but_the_recent_libraries(
    window: MainWindow,
) -> None:
    menu = opened(window)
    words = [each.text() for each in menu.actions() if not each.isSeparator()]
    assert words[0] == "所有操作…"
    headings = [each.text() for each in menu.actions() if each.isSeparator()]
    assert headings == ["文件", "前往", "文章", "视图", "帮助"]
    assert [each.text() for each in menu.actions() if each.menu()] == ["最近打开"]
    assert {each.words for each in specs() if each.at_hand} <= set(words)
    assert {"打开生日那天的报纸…", "按年翻阅"} <= set(words)
    assert menu.sizeHint().height() <= 560
    assert QGuiApplication.primaryScreen().availableGeometry().contains(menu.geometry().topLeft())


def test_what_is_not_in_it_is_in_the_list_that_it_begins_with(window: MainWindow) -> None:
    menu = opened(window)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is menu.actions()[0]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert window.palette_of_actions.isVisible()
    assert window.palette_of_actions.model.rowCount() == len(specs()) - 2


def test_the_keys_lead_past_the_headings_to_the_settings(window: MainWindow) -> None:
    menu = opened(window)
    for _ in range(30):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        active = menu.activeAction()
        assert active is not None
        assert active.isEnabled()
        if active.objectName() == "settings":
            break
    QTest.keyClick(menu, Qt.Key.Key_Return)
    shown = window.findChild(SettingsWindow)
    assert isinstance(shown, SettingsWindow)
    assert shown.isVisible()
