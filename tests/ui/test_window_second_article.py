"""A second article beside the first: from everywhere, with everything of its own."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from reader import assets
from reader.ui.article.article_pane import ArticlePane
from reader.ui.layout.columns import columns_with_second
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.controls import IconButton, LinkButton
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press, tree_at_article, type_text, view


@pytest.fixture
def second(layout: WindowLayout) -> ArticlePane:
    return layout.area.second


def title(pane: ArticlePane) -> str:
    await_reading()
    stored = pane.article()
    return stored.article.title() if stored else ""


def middle_click(rows: QAbstractItemView, row: int) -> None:
    index = rows.model().index(row, 0)
    place = rows.visualRect(index).topLeft() + QPoint(60, 12)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.MiddleButton, pos=place)


def enter_issue_list(layout: WindowLayout, down: int = 0) -> None:
    """Goes down the list without opening anything."""
    layout.issues.view.setFocus()
    with layout.issues.view.chooser.quietly():
        layout.issues.view.setCurrentIndex(layout.issues.view.model().index(down, 0))


def open_second(layout: WindowLayout) -> None:
    """The second article of the newest issue, beside the first."""
    enter_issue_list(layout, 1)
    press(Qt.Key.Key_Return, CTRL)


# -- opening


def test_articles_open_beside_from_the_list_the_tree_and_the_page_and_the_first_stays(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    open_second(layout)
    assert second.isVisible()
    assert title(second) == "3日一口井淘出三只木桶"
    assert second.header.position() == "第 2 篇，共 3 篇"
    assert focused() is layout.issues.view
    assert not layout.area.is_second_active
    assert not layout.tree.isVisible(), "it gives way to two articles"
    assert layout.issues.isVisible()
    before = second.grab().toImage()
    press(Qt.Key.Key_F6, times=2)
    assert focused() is second.page
    assert layout.area.is_second_active
    assert second.grab().toImage() != before, "one sees which of the two the keys are for"
    press(Qt.Key.Key_W, CTRL)
    assert not second.isVisible()
    assert focused() is layout.pane.page
    assert layout.tree.isVisible()
    assert layout.issues.isVisible()
    for name in ("issueList", "issueTree"):
        rows = tree_at_article(window) if name == "issueTree" else view(window, name)
        chosen = rows.currentIndex()
        index = rows.model().index(2, 0, chosen.parent())
        place = rows.visualRect(index).topLeft() + QPoint(60, 12)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.MiddleButton, pos=place)
        assert title(second) == "3日瓦匠的女儿考上了船校"
        assert headline(window) == "3日渡口的灯亮到后半夜"
        assert rows.currentIndex() == chosen
        second.page.setFocus()
        press(Qt.Key.Key_Escape)
        assert not second.isVisible()
        assert focused() is layout.pane.page
    press(Qt.Key.Key_V)
    qtbot.waitUntil(layout.area.is_page_shown)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, CTRL)
    assert title(second) == "3日一口井淘出三只木桶"
    assert layout.area.page.view.isVisible()


def test_a_result_a_note_and_a_link_of_the_calendar_open_beside(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(layout.bookmarks.listing.rows()) == 1)
    press(Qt.Key.Key_J)
    press(a_window.BOOKMARKS, CTRL)
    middle_click(layout.bookmarks.listing.view, 0)
    assert title(second) == "3日渡口的灯亮到后半夜"
    assert headline(window) == "3日一口井淘出三只木桶"
    click(next(b for b in second.findChildren(IconButton) if b.accessibleName().startswith("关上")))
    assert not second.isVisible()
    layout.bookmarks.listing.view.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert title(second) == "3日渡口的灯亮到后半夜"

    press(Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: bool(links(layout, "3日瓦匠的女儿考上了船校")))
    (link,) = links(layout, "3日瓦匠的女儿考上了船校")
    QTest.mouseClick(link, Qt.MouseButton.MiddleButton)
    assert second.isVisible()
    assert title(second) == "3日瓦匠的女儿考上了船校"
    press(Qt.Key.Key_2, CTRL)
    (link,) = links(layout, "3日一口井淘出三只木桶")
    link.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert title(second) == "3日一口井淘出三只木桶"

    press(Qt.Key.Key_K, CTRL)
    type_text("老船工")
    qtbot.waitUntil(lambda: layout.results.row_count() == 9)
    middle_click(layout.results.view, 1)
    qtbot.waitUntil(second.has_hits)
    assert len(second.page.marked) == 1
    assert not layout.pane.has_hits()


def links(layout: WindowLayout, words: str) -> list[LinkButton]:
    found = layout.findChildren(LinkButton)
    return [each for each in found if each.text() == words and each.isVisible()]


def test_a_jump_line_opens_the_other_part_beside(qtbot: QtBot) -> None:
    window = a_window.open_on(qtbot, assets.sample_library())
    layout, library = window.controller.layout, window.controller.library
    jumping = next(
        row.id
        for issue in library.contents.issues("雁桥日报", 1987, 6)
        for row in library.contents.articles(issue.id)
        if (stored := library.articles.article(row.id))
        and stored.article.jump_to
        and library.articles.jump_target(row.id)
    )
    window.controller.reading.open_article(jumping)
    await_reading()
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    await_reading()
    other = layout.area.second.article()
    assert other is not None
    assert other.id == library.articles.jump_target(jumping)


# -- each for itself


def test_the_keys_and_buttons_are_for_their_own_pane(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    notebook = window.controller.library.notebook
    open_second(layout)
    second.page.setFocus()
    press(Qt.Key.Key_J)
    assert title(second) == "3日瓦匠的女儿考上了船校"
    assert headline(window) == "3日渡口的灯亮到后半夜"
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(notebook.bookmarks()) == 1)
    assert notebook.bookmarks()[0].article.headline == "3日瓦匠的女儿考上了船校"
    press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "瓦匠的女儿考上了船校" in QApplication.clipboard().text()
    press(Qt.Key.Key_F, CTRL)
    type_text("老船工")
    qtbot.waitUntil(lambda: len(second.page.marked) == 1)
    assert not layout.pane.has_hits()
    second.page.setFocus()
    star = next(b for b in layout.pane.findChildren(IconButton) if b.accessibleName().startswith("加入收藏"))
    click(star)
    qtbot.waitUntil(lambda: len(notebook.bookmarks()) == 2)
    assert headline(window) in [each.article.headline for each in notebook.bookmarks()]
    layout.pane.page.setFocus()
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_P)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    assert title(second) == "3日瓦匠的女儿考上了船校"


def test_one_article_in_both_is_scrolled_apart_and_marked_set_and_updated_alike(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot, root: Path
) -> None:
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    second.page.setFocus()
    press(Qt.Key.Key_Space)
    assert second.page.verticalScrollBar().value() > 0
    assert layout.pane.page.verticalScrollBar().value() == 0
    press(Qt.Key.Key_U, CTRL)
    qtbot.waitUntil(lambda: bool(second.source.text.toPlainText()))
    assert not layout.pane.source.isVisible()
    press(Qt.Key.Key_U, CTRL)
    second.page.selectAll()
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: len(second.page.marks.highlights) == 1)
    assert len(layout.pane.page.marks.highlights) == 1
    press(Qt.Key.Key_Plus, CTRL)
    assert second.page.filler.style == layout.pane.page.filler.style
    second.settings.step_size(1)
    assert second.page.filler.style == layout.pane.page.filler.style
    file = root / "19870703.txt"
    file.write_text(
        file.read_text(encoding="utf-8").replace("3日第7段。", "3日改过的第七段。"), encoding="utf-8"
    )
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "改过的第七段" in second.page.toPlainText())
    qtbot.waitUntil(lambda: "改过的第七段" in layout.pane.page.toPlainText())
    layout.pane.page.setFocus()
    press(Qt.Key.Key_J)
    assert title(second) == "3日渡口的灯亮到后半夜"
    assert headline(window) == "3日一口井淘出三只木桶"


# -- closing, coming back


def test_ctrl_w_without_a_second_article_closes_the_window(window: MainWindow) -> None:
    press(Qt.Key.Key_W, CTRL)
    assert not window.isVisible()


def test_one_comes_back_to_both(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    open_second(layout)
    window.close()
    again = a_window.open_on(qtbot, None)
    assert title(again.controller.layout.area.second) == "3日一口井淘出三只木桶"
    assert headline(again) == "3日渡口的灯亮到后半夜"
    again.controller.features.second.close()
    again.close()
    last = a_window.open_on(qtbot, None)
    assert not last.controller.layout.area.second.isVisible()


# -- room for two


@pytest.mark.parametrize(
    ("room", "sidebar", "listed", "is_from_sidebar", "expected"),
    [
        (1900, 272, 360, False, (True, True)),
        (1440, 272, 360, False, (False, True)),
        (1440, 272, 360, True, (True, False)),
        (1132, 0, 272, False, (False, True)),
        (852, 0, 272, False, (False, False)),
        (852, 272, 0, True, (False, False)),
        (652, 0, 0, False, (False, False)),
        (1440, 392, 0, False, (True, False)),
    ],
)
def test_the_columns_give_way_to_two_articles(
    room: int, sidebar: int, listed: int, is_from_sidebar: bool, expected: tuple[bool, bool]
) -> None:
    assert columns_with_second(room, sidebar, listed, is_from_sidebar=is_from_sidebar) == expected


def test_in_a_narrow_window_no_drawer_is_left_over_the_two(
    window: MainWindow, layout: WindowLayout, second: ArticlePane
) -> None:
    window.resize(700, 600)
    QApplication.processEvents()
    press(Qt.Key.Key_L, CTRL)
    assert layout.issues.view.isVisible()
    middle_click(layout.issues.view, 1)
    assert title(second) == "3日一口井淘出三只木桶"
    assert not layout.issues.view.isVisible()
    press(Qt.Key.Key_W, CTRL)
    assert not second.isVisible()
    assert not layout.issues.view.isVisible()


def test_an_article_that_is_opened_beside_as_the_catalogue_changes_stays_open(
    window: MainWindow, layout: WindowLayout, second: ArticlePane
) -> None:
    open_second(layout)
    assert title(second) == "3日一口井淘出三只木桶"
    enter_issue_list(layout, 2)
    QTest.keyClick(layout.issues.view, Qt.Key.Key_Return, CTRL)  # not `press`, which waits until it is read
    window.controller.sync.refreshed.emit()
    assert title(second) == "3日瓦匠的女儿考上了船校"


def test_at_any_width_both_fit_in(window: MainWindow, layout: WindowLayout, second: ArticlePane) -> None:
    for size in ((1440, 900), (1200, 800), (900, 700), (700, 500)):
        window.resize(*size)
        QApplication.processEvents()
        layout.pane.page.setFocus()
        press(Qt.Key.Key_Return, CTRL)
        QApplication.processEvents()
        assert (window.width(), window.height()) == size
        for button in (*layout.pane.findChildren(IconButton), *second.findChildren(IconButton)):
            if button.isVisible():
                corner = button.mapTo(window, button.rect().bottomRight())
                assert window.rect().contains(corner), button.accessibleName()
        first, other = (pane.mapTo(window, QPoint(0, 0)) for pane in (layout.pane, second))
        assert (first.y() == other.y()) is (size[0] >= 900)
        press(Qt.Key.Key_W, CTRL)
        assert not second.isVisible()
