"""A second article beside the first: from everywhere, with everything of its own."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from reader import assets
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets.controls import IconButton, LinkButton
from reader.ui.window.columns import columns_with_second
from reader.ui.window.layout import WindowLayout
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press, tree_at_article, type_text, view


@pytest.fixture
def second(layout: WindowLayout) -> ArticlePane:
    return layout.second


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


def test_ctrl_enter_on_a_row_opens_it_beside_and_the_first_stays(
    window: MainWindow, layout: WindowLayout, second: ArticlePane
) -> None:
    open_second(layout)
    assert second.isVisible()
    assert title(second) == "3日一口井淘出三只木桶"
    assert second.position() == "第 2 篇，共 3 篇"
    assert headline(window) == "3日渡口的灯亮到后半夜"
    assert focused() is layout.issues.view


@pytest.mark.parametrize("name", ["issueList", "issueTree"])
def test_a_middle_click_opens_beside_and_chooses_nothing(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, name: str
) -> None:
    rows = tree_at_article(window) if name == "issueTree" else view(window, name)
    if name == "issueTree":
        below = rows.currentIndex().parent()
        place = rows.visualRect(rows.model().index(2, 0, below)).topLeft() + QPoint(60, 12)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    else:
        middle_click(rows, 2)
    assert title(second) == "3日瓦匠的女儿考上了船校"
    assert headline(window) == "3日渡口的灯亮到后半夜"
    assert rows.currentIndex().data().startswith(headline(window))


def test_a_result_opens_beside_with_its_hits(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("老船工")
    qtbot.waitUntil(lambda: layout.results.row_count() == 9)
    middle_click(layout.results.view, 1)
    qtbot.waitUntil(second.has_hits)
    assert second.page.hit_count() == 1
    assert not layout.pane.has_hits()


def test_a_note_opens_beside(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(layout.bookmarks.view.bookmarks()) == 1)
    press(Qt.Key.Key_J)
    press(a_window.BOOKMARKS, CTRL)
    middle_click(layout.bookmarks.view, 0)
    assert title(second) == "3日渡口的灯亮到后半夜"
    assert headline(window) == "3日一口井淘出三只木桶"
    click(next(b for b in second.findChildren(IconButton) if b.accessibleName().startswith("关上")))
    assert not second.isVisible()
    layout.bookmarks.view.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert title(second) == "3日渡口的灯亮到后半夜"


def test_a_link_of_the_calendar_opens_beside(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
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


def links(layout: WindowLayout, words: str) -> list[LinkButton]:
    found = layout.calendar.day_panel.findChildren(LinkButton)
    return [each for each in found if each.text() == words and each.isVisible()]


def test_the_article_itself_can_be_kept_while_one_goes_on(
    window: MainWindow, layout: WindowLayout, second: ArticlePane
) -> None:
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_J)
    assert title(second) == "3日渡口的灯亮到后半夜"
    assert headline(window) == "3日一口井淘出三只木桶"


def test_an_article_opens_beside_its_page(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    press(Qt.Key.Key_V)
    qtbot.waitUntil(layout.area.is_page_shown)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, CTRL)
    assert title(second) == "3日一口井淘出三只木桶"
    assert layout.page_pane.view.isVisible()


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
    other = layout.second.article()
    assert other is not None
    assert other.id == library.articles.jump_target(jumping)


# -- each for itself


def test_the_keys_are_for_the_pane_that_has_the_focus(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    open_second(layout)
    second.page.setFocus()
    press(Qt.Key.Key_J)
    assert title(second) == "3日瓦匠的女儿考上了船校"
    assert headline(window) == "3日渡口的灯亮到后半夜"
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(window.controller.library.notebook.bookmarks()) == 1)
    assert window.controller.library.notebook.bookmarks()[0].article.headline == "3日瓦匠的女儿考上了船校"
    press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "瓦匠的女儿考上了船校" in QApplication.clipboard().text()
    press(Qt.Key.Key_F, CTRL)
    type_text("老船工")
    qtbot.waitUntil(lambda: second.page.hit_count() == 1)
    assert not layout.pane.has_hits()
    layout.pane.page.setFocus()
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_P)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    assert title(second) == "3日瓦匠的女儿考上了船校"


def test_a_click_on_a_button_is_for_its_own_pane(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    open_second(layout)
    second.page.setFocus()
    star = next(b for b in layout.pane.findChildren(IconButton) if b.accessibleName().startswith("加书签"))
    click(star)
    qtbot.waitUntil(lambda: len(window.controller.library.notebook.bookmarks()) == 1)
    assert window.controller.library.notebook.bookmarks()[0].article.headline == headline(window)


def test_each_scrolls_for_itself_and_shows_its_own_lines(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
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


def test_words_marked_in_one_are_marked_in_the_other_if_it_is_the_same(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    second.page.setFocus()
    second.page.selectAll()
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: len(second.page.highlights()) == 1)
    assert len(layout.pane.page.highlights()) == 1


def test_both_are_set_in_the_same_style(
    window: MainWindow, layout: WindowLayout, second: ArticlePane
) -> None:
    open_second(layout)
    press(Qt.Key.Key_Plus, CTRL)
    assert second.style_of_page() == layout.pane.style_of_page()
    second.step_size(1)
    assert second.style_of_page() == layout.pane.style_of_page()


def test_one_sees_which_of_the_two_the_keys_are_for(
    window: MainWindow, layout: WindowLayout, second: ArticlePane
) -> None:
    open_second(layout)
    assert not layout.area.is_second_active()
    before = second.grab().toImage()
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F6)
    assert focused() is second.page
    assert layout.area.is_second_active()
    assert second.grab().toImage() != before


# -- closing, coming back


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_Escape, None), (Qt.Key.Key_W, CTRL)])
def test_esc_and_ctrl_w_close_it_and_the_focus_goes_to_the_first(
    window: MainWindow,
    layout: WindowLayout,
    second: ArticlePane,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier | None,
) -> None:
    open_second(layout)
    second.page.setFocus()
    press(key, modifier or Qt.KeyboardModifier.NoModifier)
    assert not second.isVisible()
    assert focused() is layout.pane.page
    assert window.isVisible()


def test_ctrl_w_without_a_second_article_closes_the_window(window: MainWindow) -> None:
    press(Qt.Key.Key_W, CTRL)
    assert not window.isVisible()


def test_one_comes_back_to_both(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot
) -> None:
    open_second(layout)
    window.close()
    again = a_window.open_on(qtbot, None)
    assert title(again.controller.layout.second) == "3日一口井淘出三只木桶"
    assert headline(again) == "3日渡口的灯亮到后半夜"
    again.controller.features.beside.close()
    again.close()
    last = a_window.open_on(qtbot, None)
    assert not last.controller.layout.second.isVisible()


def test_what_an_update_changes_is_shown_in_both(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, qtbot: QtBot, root: Path
) -> None:
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    file = root / "19870703.txt"
    file.write_text(
        file.read_text(encoding="utf-8").replace("3日第7段。", "3日改过的第七段。"), encoding="utf-8"
    )
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "改过的第七段" in second.page.toPlainText())
    qtbot.waitUntil(lambda: "改过的第七段" in layout.pane.page.toPlainText())


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


def test_they_come_back_when_one_is_closed(
    window: MainWindow, layout: WindowLayout, second: ArticlePane
) -> None:
    open_second(layout)
    assert not layout.tree.isVisible()
    assert layout.issues.isVisible()
    press(Qt.Key.Key_W, CTRL)
    assert layout.tree.isVisible()
    assert layout.issues.isVisible()


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
    window.controller.updating.refreshed.emit()
    assert title(second) == "3日瓦匠的女儿考上了船校"


@pytest.mark.parametrize("size", [(1440, 900), (1200, 800), (900, 700), (700, 500)])
def test_at_any_width_both_fit_in(
    window: MainWindow, layout: WindowLayout, second: ArticlePane, size: tuple[int, int]
) -> None:
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
