"""The menu behind ⋯: libraries, what no pane shows, the program; at most seven entries, and each menu fits a screen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.ui.controllers.preferences import SettingsWindow
from reader.ui.window.window import MainWindow
from tests.ui.a_window import click


def opened(window: MainWindow) -> QMenu:
    click(window.controller.layout.top.menu_button)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "mainMenu"
    return menu


def words(menu: QMenu) -> list[str]:
    return [each.text() for each in menu.actions() if not each.isSeparator()]


def menu_of(menu: QMenu, entry: str) -> QMenu:
    (found,) = [each.menu() for each in menu.actions() if each.text() == entry]
    assert isinstance(found, QMenu)
    found.aboutToShow.emit()
    return found


MOST, LOWEST_SCREEN = 7, 640


def menus_in(menu: QMenu) -> list[QMenu]:
    """Return a menu and all menus in it."""
    inside = [each.menu() for each in menu.actions()]
    return [menu, *(found for each in inside if isinstance(each, QMenu) for found in menus_in(each))]


def test_it_has_seven_entries_and_all_its_menus_fit_a_low_screen(window: MainWindow) -> None:
    menu = opened(window)
    assert len(words(menu)) <= MOST
    for each in menus_in(menu):
        each.aboutToShow.emit()
        assert each.sizeHint().height() <= LOWEST_SCREEN, each.title()
    assert QGuiApplication.primaryScreen().availableGeometry().contains(menu.geometry().topLeft())


def test_it_is_made_when_it_opens_and_is_gone_when_it_has_closed(window: MainWindow, qtbot: QtBot) -> None:
    assert window.findChildren(QMenu, "mainMenu") == []
    opened(window).close()
    qtbot.waitUntil(lambda: window.findChildren(QMenu, "mainMenu") == [])


def test_packs_rooms_the_log_and_an_update_are_found_by_mouse(window: MainWindow) -> None:
    menu = opened(window)
    assert "更新" in words(menu)
    assert "打开…" in words(menu)
    of_library = words(menu_of(menu, "这个资料库"))
    assert {"研究日志…", "把资料库打包送人…", "导出结果或全文…"} <= set(of_library)


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
