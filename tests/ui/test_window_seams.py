"""A story over two pages in the window: found at its seam, read as one, taken apart and joined by who reads it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.export.article_text import PageBlockKind
from reader.library.search_hits import SeamHit
from reader.search.documents import Order
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.split_story import DOUBTFUL, write_day
from tests.ui import a_window
from tests.ui.a_window import CTRL, actions_of, headline, press, texts
from tests.ui.controllers.test_correction_controller import menu_on
from tests.ui.test_window_search import ask

STORY = "渡口添了两口大钟，老街从此不误点"


def open_on(qtbot: QtBot, tmp_path: Path, **written: str) -> MainWindow:
    """At the first article of the day, whichever of its files was read first."""
    write_day(tmp_path / "旧报", 12, **written)
    window = a_window.open_on(qtbot, tmp_path / "旧报")
    window.controller.reading.open_newest()
    await_reading()
    return window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return open_on(qtbot, tmp_path)


@pytest.fixture
def doubting(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Where the second half has neither its headline nor its jump line."""
    return open_on(qtbot, tmp_path, second=DOUBTFUL)


def kinds(window: MainWindow) -> list[PageBlockKind]:
    return [block.kind for block in window.controller.layout.pane.page.blocks]


def choose(window: MainWindow, place: str, words: str) -> None:
    """Chooses from the menu on some words of the page."""
    menu = menu_on(window, place)
    next(action for action in actions_of(menu) if action.text() == words).trigger()
    menu.close()


def on_page(window: MainWindow, words: str) -> QPoint:
    """The place of some words on the page, which is scrolled to them."""
    page = window.controller.layout.pane.page
    cursor = page.document().find(words)
    cursor.setPosition(cursor.selectionStart() + 1)
    page.setTextCursor(cursor)
    page.ensureCursorVisible()
    return page.cursorRect(cursor).center()


def click_on(window: MainWindow, words: str) -> QMenu:
    """Clicks on a link of the page; returns the popover that it opens."""
    viewport = window.controller.layout.pane.page.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=on_page(window, words))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def current_hit(window: MainWindow) -> str:
    page = window.controller.layout.pane.page
    hit = page.marked.hits[page.marked.current_hit]
    return page.blocks[hit.text].text[hit.start : hit.end]


def test_what_two_pages_have_only_together_opens_at_their_seam(qtbot: QtBot, window: MainWindow) -> None:
    press(Qt.Key.Key_K, CTRL)
    a_window.type_text("碰扳手")
    press(Qt.Key.Key_Return)  # at once
    qtbot.waitUntil(lambda: window.controller.layout.pane.has_hits())
    assert current_hit(window) == "碰扳手"
    (row,) = texts(window.controller.layout.results.view)
    assert row.split("\n")[:2] == ["1987-06-12 周五 跨版：01版 → 04版", STORY]
    assert headline(window) == STORY
    assert PageBlockKind.SEAM in kinds(window)
    press(Qt.Key.Key_Escape, times=2)
    ask(qtbot, window, "碰扳手")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: headline(window) == STORY)
    qtbot.waitUntil(lambda: window.controller.layout.pane.has_hits())
    assert current_hit(window) == "碰扳手"


@pytest.mark.parametrize("query", ["碰扳手", "碰扳手 或 本报讯"], ids=["alone", "below articles"])
def test_an_opened_seam_stays_selected_and_marked_when_its_query_is_asked_again(
    qtbot: QtBot, tmp_path: Path, query: str
) -> None:
    """As after a sync, or to suggest other queries since no article has the words by itself."""
    a_window.write_issues(tmp_path / "旧报")
    window = open_on(qtbot, tmp_path)
    layout, results = window.controller.layout, window.controller.features.results
    results.enter_query(query)
    qtbot.waitUntil(results.searching.is_idle)
    layout.results.view.setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    assert headline(window) == STORY
    marked = layout.pane.page.marked
    for order in (Order.OLDEST, Order.NEWEST):
        results.set_order(order)
        qtbot.waitUntil(results.searching.is_idle)
        shown = layout.results.model.shown_at(layout.results.view.currentIndex())
        assert isinstance(shown, SeamHit)
        assert layout.pane.has_hits()
        assert layout.pane.page.marked == marked


def test_a_seam_tells_why_and_is_taken_apart_and_joined_and_corrected_in_its_parts(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert headline(window) == STORY
    menu = click_on(window, "上面有一段跨版")
    assert [action.text() for action in menu.actions()] == ["因为两头都有转版的话", "不是同一篇"]
    assert not menu.actions()[0].isEnabled()
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: PageBlockKind.SEAM not in kinds(window))
    qtbot.waitUntil(lambda: "不是同一篇" in window.toast.label.text())
    assert headline(window) == STORY
    assert PageBlockKind.JUMP in kinds(window), "it leads on as it was printed"
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: PageBlockKind.SEAM in kinds(window))
    assert window.controller.library.corrections.known() == []
    menu = menu_on(window, "碰扳手")
    offered = [action.text() for action in actions_of(menu) if action.text().startswith("更正“")]
    assert offered == ["更正“船厂的钳工罗阿满修了四十…”", "更正“手，说钟有钟的脾气，碰错…”"]
    leads = next(action for action in actions_of(menu) if action.text() == offered[1])
    inner = leads.menu()
    assert isinstance(inner, QMenu)
    next(action for action in actions_of(inner) if action.text() == "这是小标题").trigger()
    menu.close()
    qtbot.waitUntil(lambda: PageBlockKind.SUBHEAD in kinds(window))
    (known,) = window.controller.library.corrections.known()
    assert known.correction.anchor.path == "19870612-04.txt"


def test_a_part_that_may_belong_to_it_is_offered_and_joined(qtbot: QtBot, doubting: MainWindow) -> None:
    menu = click_on(doubting, "下文可能在")
    why, *choices = [action.text() for action in menu.actions()]
    assert "；" not in why
    assert choices == ["打开那一篇", "接在一起", "不是同一篇"]
    menu.close()
    page = doubting.controller.layout.pane.page
    assert page.blocks[-1].text == "—— 下文可能在 04版：石板坡的钟声 ——"
    choose(doubting, "下文可能在", "接在一起")
    qtbot.waitUntil(lambda: PageBlockKind.SEAM in kinds(doubting))
    assert PageBlockKind.OFFER not in kinds(doubting)
    assert "碰扳手，说钟有钟的脾气" in page.toPlainText()


def test_an_offer_has_lines_beside_it_is_never_selected_and_leads_to_the_other_part_and_its_way_back(
    qtbot: QtBot, doubting: MainWindow
) -> None:
    page = doubting.controller.layout.pane.page
    place = on_page(doubting, "下文可能在")
    QTest.mousePress(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(page.viewport(), place - QPoint(0, 60))
    QTest.mouseRelease(page.viewport(), Qt.MouseButton.LeftButton, pos=place - QPoint(0, 60))
    QTest.mouseDClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not page.textCursor().hasSelection()
    assert QApplication.activePopupWidget() is None
    page.selectAll()
    page.copy()
    assert "下文可能在" not in QApplication.clipboard().text()
    pane = doubting.controller.layout.pane
    pane.page.setTextCursor(page.document().find("下文可能在"))
    pane.switch_source()
    qtbot.waitUntil(lambda: bool(pane.source.text.toPlainText()))
    choose(doubting, "下文可能在", "打开那一篇")
    assert headline(doubting) == "石板坡的钟声"
    blocks = doubting.controller.layout.pane.page.blocks
    offer = next(block for block in blocks if block.kind is PageBlockKind.OFFER)
    assert offer.text == f"—— 前文可能在 01版：{STORY} ——"
    choose(doubting, "前文可能在", "不是同一篇")
    qtbot.waitUntil(lambda: PageBlockKind.OFFER not in kinds(doubting))


def test_a_part_that_comes_while_one_reads_is_joined(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_on(qtbot, tmp_path, second="旧库房\n\n旧库房今天拆了。\n")
    assert PageBlockKind.SEAM not in kinds(window)
    write_day(tmp_path / "旧报", 12)
    window.controller.sync.begin()
    qtbot.waitUntil(lambda: PageBlockKind.SEAM in kinds(window))
