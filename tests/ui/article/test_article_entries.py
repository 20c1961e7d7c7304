"""The menu of an article has one set of entries, however often it is asked for; what none has filled can't be used."""

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.ui.article.article_entries import entries_of, fill, known_entries


def test_a_menu_has_its_entries_once(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    assert known_entries(menu) is None
    entries = entries_of(menu)
    assert entries_of(menu) is entries
    assert known_entries(menu) is entries
    assert known_entries(entries.more) is None, "a menu inside it is another one"


def test_an_entry_that_none_has_filled_is_disabled(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    entries = entries_of(menu)
    assert [entry.isEnabled() for entry in (entries.copy, entries.cite, entries.mark)] == [False] * 3
    done: list[str] = []
    fill(entries.cite, "引", lambda: done.append("引"))
    assert (entries.cite.text(), entries.cite.isEnabled()) == ("引", True)
    entries.cite.trigger()
    assert done == ["引"]


def test_a_menu_without_entries_is_left_out_until_it_has_some(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    entries = entries_of(menu)
    submenus = (entries.correct, entries.open, entries.paper, entries.more)
    entries.open.addAction("文件")
    menu.aboutToShow.emit()
    assert [submenu.menuAction().isVisible() for submenu in submenus] == [False, True, False, False]
    entries.open.clear()
    entries.more.addAction("更多")
    menu.aboutToShow.emit()
    assert [submenu.menuAction().isVisible() for submenu in submenus] == [False, False, False, True]
    assert all(submenu.accessibleName() for submenu in submenus)
