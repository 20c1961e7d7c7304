"""Menus are short: each has at most eight entries, lists of the reader's own apart, and none is empty."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMenu

from reader import do_nothing
from reader.export.article_text import PageBlockKind
from reader.ui.controllers.line_menu import LineActs, fill_with_roles
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui.a_window import click

MOST_OF_MAIN = 7
MOST_OF_SET = 5
MOST = 8
LISTS = ("引文", "加进专题")
"""Menus that list what there is, however much."""


def entries(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def menus_in(menu: QMenu) -> dict[str, QMenu]:
    """The menu and those in it, by their names."""
    named = {"": menu}
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu) and action.isVisible():
            named[action.text()] = inner
    return named


def too_long(menu: QMenu) -> dict[str, list[str]]:
    menu.aboutToShow.emit()
    lengths = {name: entries(inner) for name, inner in menus_in(menu).items() if name not in LISTS}
    return {name: words for name, words in lengths.items() if not 0 < len(words) <= MOST}


@pytest.mark.parametrize("is_selected", [False, True])
def test_the_menu_of_an_article(window: MainWindow, layout: WindowLayout, is_selected: bool) -> None:
    if is_selected:
        cursor = layout.pane.page.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.movePosition(QTextCursor.MoveOperation.WordLeft, QTextCursor.MoveMode.KeepAnchor, 6)
        layout.pane.page.setTextCursor(cursor)
        assert layout.pane.page.selected_text().strip()
    assert too_long(layout.pane.more_menu()) == {}


def test_the_menu_of_a_row(window: MainWindow) -> None:
    menu = QMenu(window)
    window.controller.features.menus.offer_for_article(menu, 1, has_issue=True)
    assert too_long(menu) == {}


def test_the_menu_of_a_set(window: MainWindow, layout: WindowLayout) -> None:
    search_and_wait(window, "渡口")
    assert 0 < len(entries(layout.results.header.more_menu())) <= MOST_OF_SET


@pytest.mark.parametrize("kind", [PageBlockKind.HEADLINE, PageBlockKind.PARAGRAPH])
def test_what_a_line_is_is_ticked_among_its_roles_and_credits_are_apart(
    window: MainWindow, layout: WindowLayout, kind: PageBlockKind
) -> None:
    page = layout.pane.page
    menu = QMenu(window)
    page.menuOpening.emit(menu, next(block for block in page.blocks if block.kind is kind))
    menu.aboutToShow.emit()
    correct = menus_in(menu)["更正"]
    assert 0 < len(entries(correct)) <= MOST
    ticked = [action.text() for action in correct.actions() if action.isChecked()]
    assert ticked == [{PageBlockKind.HEADLINE: "这是标题", PageBlockKind.PARAGRAPH: "这是正文"}[kind]]
    credits_menu = menus_in(correct)["署名"]
    assert all(words.startswith("署名是") for words in entries(credits_menu))
    assert not [words for words in entries(menus_in(correct)["别的身份"]) if words.startswith("署名是")]


def test_who_took_a_picture_is_asked_for_in_the_menu_of_its_line(
    window: MainWindow, layout: WindowLayout
) -> None:
    page = layout.pane.page
    paragraph = next(block for block in page.blocks if block.kind is PageBlockKind.PARAGRAPH)
    asked = "署名是摄影…"
    for text, is_of_picture in (
        ("渡船靠岸。何苇/摄", True),
        ("（本报记者 何苇 摄影）", True),
        ("图为渡口夜景 供图：江城档案馆", True),
        ("摄影组昨天到渡口拍了一天，村里来看的人很多。", False),
        (paragraph.text, False),
    ):
        menu = QMenu(window)
        acts = LineActs(do_nothing, do_nothing, do_nothing)
        fill_with_roles(menu, text, PageBlockKind.PARAGRAPH, acts)
        assert (asked in entries(menu)) == is_of_picture, text
        assert len(entries(menu)) <= MOST - 1
        assert asked in entries(menus_in(menu)["署名"])


def test_the_main_menu(window: MainWindow, layout: WindowLayout) -> None:
    click(layout.top.menu_button)
    menu = window.findChild(QMenu, "mainMenu")
    assert menu is not None
    assert len(entries(menu)) <= MOST_OF_MAIN
    assert {
        name: len(entries(inner)) for name, inner in menus_in(menu).items() if len(entries(inner)) > MOST
    } == {}
    menu.close()


def test_the_menu_of_an_issue(window: MainWindow, layout: WindowLayout) -> None:
    issue = window.controller.library.contents.newest_issue()
    assert issue is not None
    menu = QMenu(window)
    layout.tree.calls.offer_issue(menu, issue)
    layout.tree.calls.offer_corrections(menu, issue)
    assert too_long(menu) == {}
