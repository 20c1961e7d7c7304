import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.newspaper.issue import TitleOrigin
from reader.ui.issues.issue_list import IssuePane
from reader.ui.issues.issue_tree import IssueCalls
from reader.ui.issues.tree_entries import ArticleMarks
from reader.ui.widgets.controls import Label
from tests.ui.invented_library import InventedLibrary

JUNE_12 = dt.date(1987, 6, 12)


@pytest.fixture
def shelf() -> InventedLibrary:
    """Three days of a daily; the issue in the middle is 2, its articles 200 to 203."""
    shelf = InventedLibrary()
    for day in (11, 12, 13):
        shelf.add(JUNE_12.replace(day=day))
    return shelf


@pytest.fixture
def pane(qtbot: QtBot, shelf: InventedLibrary) -> IssuePane:
    pane = IssuePane(IssueCalls())
    qtbot.addWidget(pane)
    pane.resize(360, 700)
    pane.set_library(shelf)
    with qtbot.waitActive(pane):
        pane.show()
    pane.view.clearFocus()
    pane.show_issue(2)
    return pane


def shown(pane: IssuePane, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> list[str]:
    model = pane.view.model()
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def header(pane: IssuePane) -> str:
    return pane._number.text()


def heights(pane: IssuePane) -> list[int]:
    model = pane.view.model()
    return [pane.view.visualRect(model.index(row, 0)).height() for row in range(model.rowCount())]


def click(pane: IssuePane, row: int) -> None:
    place = pane.view.visualRect(pane.view.model().index(row, 0)).center()
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_articles_stand_under_their_pages(pane: IssuePane) -> None:
    assert shown(pane) == [
        "01版",
        "渡口的灯亮到后半夜",
        "三十里长堤一日合龙",
        "02版",
        "图书馆搬进老粮仓",
        "版面不详",
        "晚稻长势喜人",
    ]
    assert heights(pane) == [44, 84, 84, 44, 84, 44, 84]


def test_the_header_names_the_newspaper_where_there_are_several(
    pane: IssuePane, shelf: InventedLibrary
) -> None:
    assert "雁桥日报" not in header(pane)
    shelf.add(JUNE_12, newspaper="雁桥晚报")
    pane.resize(480, 700)
    pane.show_issue(2)
    assert header(pane) == "雁桥日报　第4002期　4 篇"


@pytest.mark.parametrize(("width", "said"), [(360, "第4002期　4 篇"), (300, "4 篇"), (260, "")])
def test_where_room_is_short_the_header_leaves_out_whole_words(
    pane: IssuePane, shelf: InventedLibrary, width: int, said: str
) -> None:
    shelf.add(JUNE_12, newspaper="雁桥晚报")
    pane.resize(width, 700)
    pane.show_issue(2)
    assert header(pane) == said
    assert "06-12" in pane.day_button.text() or "6月12日" in pane.day_button.text()


def test_no_headings_where_no_page_is_known(pane: IssuePane, shelf: InventedLibrary) -> None:
    pane.show_issue(shelf.add(JUNE_12, pages=(None, None)))
    assert shown(pane) == ["渡口的灯亮到后半夜", "三十里长堤一日合龙"]


def test_a_narrow_list_leaves_the_lead_out(pane: IssuePane) -> None:
    pane.resize(272, 700)
    pane.view.executeDelayedItemsLayout()
    assert heights(pane) == [44, 62, 62, 44, 62, 44, 62]


def test_rows_are_spoken_in_words(pane: IssuePane) -> None:
    pane.show_marks(ArticleMarks(frozenset({200}), proofread=frozenset({200})))
    assert shown(pane, Qt.ItemDataRole.ToolTipRole)[1] == "渡口的灯亮到后半夜，有收藏，校对过"
    spoken = shown(pane, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken[0] == "01版，2 篇"
    assert spoken[1].startswith("渡口的灯亮到后半夜，01版，闻小树，1,126字，有收藏，校对过，昨夜江上")
    assert pane.accessibleName() == "1987年6月12日，星期五，第4002期，4 篇"


@pytest.fixture
def chosen(pane: IssuePane) -> list[int]:
    """The articles that were chosen."""
    articles: list[int] = []
    pane.calls.open_article = articles.append
    return articles


def test_a_click_chooses_an_article_and_a_heading_nothing(pane: IssuePane, chosen: list[int]) -> None:
    click(pane, 2)
    assert chosen == [201]
    click(pane, 3)
    assert chosen == [201]


def test_the_arrow_keys_pass_over_headings(pane: IssuePane, chosen: list[int]) -> None:
    pane.show_article(2, 200)
    pane.view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(pane.view, key)
    assert chosen == [201, 202, 201, 201]


def test_steps_go_from_article_to_article_and_end_at_the_ends(pane: IssuePane, chosen: list[int]) -> None:
    assert [pane.view.step(1) for _ in range(5)] == [True, True, True, True, False]
    assert pane.position() == (4, 4)
    assert [pane.view.step(-1) for _ in range(4)] == [True, True, True, False]
    assert chosen == [200, 201, 202, 203, 202, 201, 200]


def test_what_the_program_selects_nobody_has_chosen(pane: IssuePane, chosen: list[int]) -> None:
    pane.show_article(3, 302)
    assert chosen == []
    assert (pane.issue_id(), pane.article_id(), pane.position()) == (3, 302, (3, 4))


def test_the_buttons_ask_for_the_issues_beside(pane: IssuePane) -> None:
    steps: list[int] = []
    pane.calls.step_issue = steps.append
    pane.previous_button.click()
    pane.next_button.click()
    assert steps == [-1, 1]
    pane.show_issue(1)
    assert (pane.previous_button.isEnabled(), pane.next_button.isEnabled()) == (False, True)


def test_a_sync_keeps_the_selection_and_the_place(
    pane: IssuePane, shelf: InventedLibrary, chosen: list[int]
) -> None:
    pane.resize(360, 300)
    pane.show_article(2, 203)
    pane.view.verticalScrollBar().setValue(120)
    shelf.drop_article(200)
    pane.refresh()
    assert chosen == []
    assert len(shown(pane)) == 6
    assert pane.article_id() == 203
    assert pane.view.verticalScrollBar().value() == 120


def test_an_issue_that_has_gone_can_still_be_seen(pane: IssuePane, shelf: InventedLibrary) -> None:
    shelf.remove(2)
    pane.refresh()
    assert "渡口的灯亮到后半夜" in shown(pane)


def test_tabbing_into_the_list_opens_nothing(pane: IssuePane, chosen: list[int]) -> None:
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert chosen == []
    assert pane.article_id() == 200


def test_another_library_begins_empty(pane: IssuePane) -> None:
    pane.set_library(None)
    pane.refresh()
    assert shown(pane) == []
    assert pane.issue_id() is None


def test_the_focus_of_the_keyboard_shows_and_that_of_the_mouse_does_not(pane: IssuePane) -> None:
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert pane.view.chooser.is_by_keys
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 80))
    assert not pane.view.chooser.is_by_keys


def test_the_header_says_that_the_name_is_estimated_and_by_what(
    pane: IssuePane, shelf: InventedLibrary
) -> None:
    pane.show_issue(shelf.add(JUNE_12, name_origin=TitleOrigin.FOLDER))
    (header,) = (label for label in pane.findChildren(Label) if "报纸名据文件夹推定" in label.text())
    assert header.toolTip() == "报纸名据文件夹推定"
