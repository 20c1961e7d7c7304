import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from reader.library.search_hits import SeamHit, SearchHit
from reader.library.searcher import Results
from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import Rule, fact_by
from reader.newspaper.holdings import ArticleRow, IssueRow
from reader.newspaper.issue import DateOrigin, TitleOrigin
from reader.search.answering.snippets import Snippet
from reader.search.documents import Order
from reader.search.query import Query, parse_query
from reader.ui.search.result_header import ResultActs
from reader.ui.search.result_list import CARD, CardDelegate, ResultPane
from reader.ui.search.result_model import SKELETON_MS, RowLabel, card_of
from reader.ui.widgets.text_painting import cut_to
from tests.ui.search.noting import Noted, noting

PRINTED_PAGE = json.dumps(fact_by(Rule.PAGE_LINE, "2").as_json())
ISSUE = IssueRow(
    1,
    "雁桥日报",
    dt.date(1987, 6, 12),
    None,
    DateOrigin.PRINTED,
    4181,
    38,
    "19870612.txt",
    TitleOrigin.PRINTED,
)


def results(ids: Iterable[int], total: int | None = None, exact: bool = True) -> Results:
    ids = tuple(ids)
    return Results(
        parse_query("渡口"),
        "渡口",
        ids,
        len(ids) if total is None else total,
        exact,
        {1987: len(ids)},
        {"2": len(ids)},
        {"雁桥日报": len(ids)},
        (),
        (),
        0.04,
    )


def hit(article_id: int) -> SearchHit:
    title = f"渡口的灯 {article_id}"
    row = ArticleRow(
        article_id,
        f"k{article_id}",
        1,
        ArticleKind.ARTICLE,
        "2",
        None,
        title,
        "",
        (),
        100,
        stored_page=PRINTED_PAGE,
    )
    return SearchHit(row, title, ISSUE, "19870612.txt", Snippet("昨夜渡口起了大雾。", ((2, 4),), 12))


@pytest.fixture
def acts() -> tuple[ResultActs, Noted]:
    return noting(ResultActs)


@pytest.fixture
def noted(acts: tuple[ResultActs, Noted]) -> Noted:
    return acts[1]


@pytest.fixture
def pane(qtbot: QtBot, acts: tuple[ResultActs, Noted]) -> ResultPane:
    """A list whose rows nobody brings."""
    return made(qtbot, acts[0])


def made(qtbot: QtBot, acts: ResultActs) -> ResultPane:
    pane = ResultPane(acts)
    qtbot.addWidget(pane)
    pane.resize(492, 700)
    with qtbot.waitActive(pane):
        pane.show()
    return pane


def wanted(noted: Noted) -> list[int]:
    """The ids of the rows the list asked for."""
    return [i for each in noted if each[0] == "want_rows" for i in cast(Sequence[int], each[1])]


@pytest.fixture
def answering(qtbot: QtBot, acts: tuple[ResultActs, Noted]) -> ResultPane:
    """A list whose rows are brought as soon as they are wanted."""

    def bring(ids: Sequence[int]) -> None:
        brought.model.set_hits([hit(i) for i in ids])

    brought = made(qtbot, replace(acts[0], want_rows=bring))
    return brought


def text(pane: ResultPane, row: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
    return str(pane.view.model().index(row, 0).data(role))


def header(pane: ResultPane) -> list[str]:
    return [label.text() for label in (pane.header.count,) if label.isVisible()]


def test_only_rows_in_sight_are_asked_for(qtbot: QtBot, pane: ResultPane, noted: Noted) -> None:
    pane.show_results(results(range(50), total=9000), "渡口")
    qtbot.waitUntil(lambda: len(wanted(noted)) > 0)
    assert wanted(noted)[0] == 0
    assert 5 <= len(wanted(noted)) <= 7
    pane.view.verticalScrollBar().setValue(20 * 116)
    qtbot.waitUntil(lambda: 20 in wanted(noted))
    assert len(wanted(noted)) <= 14
    assert len(set(wanted(noted))) == len(wanted(noted)), "no row is asked for twice"


def test_a_card_tells_date_headline_and_snippet(qtbot: QtBot, answering: ResultPane) -> None:
    answering.show_results(results([7]), "渡口")
    qtbot.waitUntil(lambda: "灯 7" in text(answering, 0))
    assert text(answering, 0) == "1987-06-12 周五 02版\n渡口的灯 7\n昨夜渡口起了大雾。"
    assert text(answering, 0, Qt.ItemDataRole.AccessibleTextRole) == (
        "1987-06-12 周五 02版，渡口的灯 7，12 处，昨夜渡口起了大雾。"
    )


def test_a_row_out_of_sight_comes_when_its_words_are_asked_for(qtbot: QtBot, answering: ResultPane) -> None:
    answering.show_results(results(range(50)), "渡口")
    assert text(answering, 40) == "正在加载……"
    qtbot.waitUntil(lambda: "灯 40" in text(answering, 40))


def test_more_ids_are_asked_for_before_the_end_is_reached(
    qtbot: QtBot, answering: ResultPane, noted: Noted
) -> None:
    answering.show_results(results(range(50), total=120), "渡口")
    bar = answering.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 4000)
    assert noted == []
    bar.setValue(bar.maximum() - 900)
    bar.setValue(bar.maximum() - 800)
    assert noted == [("want_page", 50, 0)], "once"
    answering.add_page(50, results(range(50, 100), total=120))
    answering.add_page(50, results(range(50, 100), total=120))
    assert answering.view.model().rowCount() == 100
    bar.setValue(bar.maximum())
    answering.add_page(100, results(range(100, 118), total=118))
    bar.setValue(bar.maximum())
    assert noted == [("want_page", 50, 0), ("want_page", 100, 0)]
    assert header(answering)[0] == "118 篇"


def test_a_bound_that_was_too_high_ends_with_an_empty_page(
    qtbot: QtBot, answering: ResultPane, noted: Noted
) -> None:
    answering.show_results(results(range(50), total=60, exact=False), "渡口")
    assert header(answering)[0] == "约 60 篇"
    bar = answering.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 4000)
    bar.setValue(bar.maximum())
    answering.add_page(50, results([], total=50))
    bar.setValue(0)
    bar.setValue(bar.maximum())
    assert (noted, header(answering)[0]) == ([("want_page", 50, 0)], "50 篇")


def test_a_click_the_arrow_keys_and_steps_choose(answering: ResultPane, noted: Noted) -> None:
    answering.show_results(results([5, 6, 7]), "渡口")
    place = answering.view.visualRect(answering.view.model().index(0, 0)).center()
    QTest.mouseClick(answering.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(answering.view, Qt.Key.Key_Down)
    assert answering.step(1)
    assert not answering.step(1)
    assert noted == [("open_article", each) for each in (5, 6, 7)]
    assert answering.position() == (3, 3)


def test_the_same_answer_again_moves_nothing(qtbot: QtBot, answering: ResultPane) -> None:
    answering.show_results(results(range(50), total=100), "渡口")
    answering.add_page(50, results(range(50, 100), total=100))
    answering.show_article(70)
    before = answering.view.verticalScrollBar().value()
    answering.show_results(results(range(50), total=100), "渡口")
    assert (answering.article_id(), answering.view.model().rowCount()) == (70, 100)
    assert answering.view.verticalScrollBar().value() == before


def test_the_same_question_keeps_the_selected_article(answering: ResultPane, noted: Noted) -> None:
    answering.show_results(results([5, 6, 7]), "渡口")
    answering.show_article(6)
    answering.show_results(results([4, 5, 6, 7]), "渡口")
    assert (answering.article_id(), noted) == (6, [])
    answering.show_results(results([6, 7]), "长堤")
    assert answering.article_id() is None


def test_the_same_question_keeps_the_article_at_the_top_in_its_place_and_another_order_does_not(
    answering: ResultPane,
) -> None:
    bar = answering.view.verticalScrollBar()
    answering.show_results(results(range(1, 50)), "渡口")
    answering.view.executeDelayedItemsLayout()
    bar.setValue(20 * CARD + 7)
    answering.show_results(results([90, *range(1, 50)]), "渡口")
    assert bar.value() == 21 * CARD + 7
    answering.header.order_chip.set_key(Order.OLDEST)
    answering.show_results(results([91, 90, *range(1, 50)]), "渡口")
    assert bar.value() == 0


PRINTINGS = {5: frozenset({5, 6}), 6: frozenset({5, 6})}
"""Two articles that are printings of one text."""


def test_printings_of_one_text_share_a_row_that_the_arrow_keys_unfold(
    qtbot: QtBot, answering: ResultPane
) -> None:
    answering.show_results(results([7]), "渡口")
    assert not answering.header.fold_action.isVisible()
    answering.show_results(replace(results([5, 6, 7]), folds=PRINTINGS), "长堤")
    assert answering.header.fold_action.isVisible()
    answering.show_article(5)
    counts = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(answering.view, key)
        counts.append(answering.view.model().rowCount())
    assert counts == [3, 3, 2, 2]


def test_the_labels_of_a_card_are_in_full_where_there_is_room_and_say_what_a_click_does(
    qtbot: QtBot, answering: ResultPane
) -> None:
    answering.show_results(replace(results([5, 6]), folds=PRINTINGS), "长堤")
    qtbot.waitUntil(lambda: "灯 5" in text(answering, 0))
    view, first = answering.view, answering.view.model().index(0, 0)
    delegate = view.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    delegate.places_tip = "逐处列出 (Ctrl+Shift+L)"

    def labels() -> list[RowLabel | None]:
        """Return the label at each pixel of the first card's upper line."""
        return [delegate.label_at(first, QPoint(x, 20)) for x in range(view.viewport().width())]

    said = []
    for label in (None, *RowLabel):
        place = QPoint(labels().index(label), 20)
        wanted = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
        QApplication.sendEvent(view.viewport(), wanted)
        said.append(QToolTip.text())
    assert said == ["", "逐处列出 (Ctrl+Shift+L)", "展开同文；按住 Shift 点，各条都展开"]
    in_full = labels().count(RowLabel.FOLD)
    answering.resize(220, 700)
    view.executeDelayedItemsLayout()
    assert labels().count(RowLabel.FOLD) < in_full - 20


def test_what_the_same_question_does_not_find_any_more_is_not_listed(answering: ResultPane) -> None:
    answering.show_results(results([7, 6, 5]), "渡口")
    answering.show_results(results([7, 6]), "渡口")
    assert answering.view.model().rowCount() == 2


def test_rows_of_another_answer_are_passed_over(qtbot: QtBot, pane: ResultPane, noted: Noted) -> None:
    pane.show_results(results([5]), "渡口")
    qtbot.waitUntil(lambda: wanted(noted) == [5])
    pane.show_results(results([6]), "长堤")
    pane.model.set_hits([hit(5)])
    qtbot.waitUntil(lambda: wanted(noted) == [5, 6])
    pane.model.set_hits([hit(6)])
    assert "灯 6" in text(pane, 0)


def test_the_order_stands_in_the_header(pane: ResultPane, noted: Noted) -> None:
    pane.show_results(results([5, 6], total=156), "渡口")
    assert header(pane) == ["156 篇"]
    pane.header.order_chip.choices.actions()[1].trigger()
    pane.header.order_chip.set_key(Order.OLDEST)
    assert [each for each in noted if each[0] != "want_rows"] == [("choose_order", Order.NEWEST)]
    assert pane.order() is Order.OLDEST


def test_what_is_known_exactly_is_not_made_worse_by_a_page_that_came_later(answering: ResultPane) -> None:
    answering.show_results(results(range(50), total=120, exact=False), "渡口")
    answering.show_article(7)
    answering.show_numbers(results([], total=110))
    assert answering.position() == (8, 110)
    answering.add_page(50, results(range(50, 100), total=120, exact=False))
    assert header(answering)[0] == "110 篇"
    assert answering.row_count() == 100
    answering.show_results(results(range(50), total=130, exact=False), "长堤")
    assert header(answering)[0] == "约 130 篇"


def test_nothing_found_offers_something_else(pane: ResultPane, noted: Noted) -> None:
    pane.show_results(replace(results([]), suggestions=("闻砚秋", "砚秋")), "闻砚湫", 301482)
    assert pane.empty.isVisible()
    assert pane.empty.accessibleName() == "没有找到“闻砚湫”"
    assert pane.empty.accessibleDescription() == "已查 301,482 篇的标题与正文。"
    for link in (pane.empty.links()[0], pane.empty.links()[-1]):
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert noted == [("enter_query", "闻砚秋"), ("show_help",)]
    pane.show_results(results([]), "砚" * 3000, 9)
    assert pane.empty.accessibleName() == f"没有找到“{'砚' * 20}…{'砚' * 20}”"


def test_each_thing_to_try_says_what_it_does(pane: ResultPane) -> None:
    tips = ("渡口", "渡口 闻砚秋 日期:1987-06", "渡口 闻砚湫")
    found = replace(results([]), query=parse_query("渡口 闻砚湫 日期:1987-06"), suggestions=tips)
    pane.show_results(found, "渡口 闻砚湫 日期:1987-06")
    assert [way.accessibleName() for way in pane.empty.links()] == [
        "您要找的是不是 渡口 闻砚秋 日期:1987-06",
        "放宽日期 渡口 闻砚湫",
        "少用些词 渡口",
        "怎样搜索",
    ]


def test_where_nothing_else_is_found_it_says_what_one_may_try(pane: ResultPane) -> None:
    step = "试试少写几个词、放宽日期，或换一种写法。"
    pane.show_results(replace(results([]), next_step=step), "闻砚湫")
    assert pane.empty.accessibleDescription() == "试试少写几个词、放宽日期，或换一种写法。"


def test_a_search_that_fails_says_why_in_the_place_of_its_results(qtbot: QtBot, pane: ResultPane) -> None:
    pane.begin_search("渡口", parse_query("渡口"))
    qtbot.waitUntil(pane.skeleton.isVisible)
    pane.fail("读不到资料包。")
    assert pane.failure.isVisible()
    assert pane.failure.accessibleDescription() == "读不到资料包。"
    pane.begin_search("渡口", parse_query("渡口"))
    pane.show_results(results([5]), "渡口")
    pane.fail("数到一半断了。")
    assert pane.view.isVisible(), "what was found stays"


def test_grey_rows_come_only_after_a_while(qtbot: QtBot, pane: ResultPane) -> None:
    pane.begin_search("渡口", parse_query("渡口"))
    assert not pane.skeleton.isVisible()
    qtbot.waitUntil(pane.skeleton.isVisible)
    pane.show_results(results([5]), "渡口")
    assert pane.view.isVisible()
    pane.begin_search("长堤", parse_query("长堤"))
    pane.show_results(results([6]), "长堤")
    qtbot.wait(SKELETON_MS + 50)
    assert pane.view.isVisible()
    pane.begin_search("长堤", parse_query("长堤"))
    qtbot.wait(SKELETON_MS + 50)
    assert pane.view.isVisible(), "the same question, as after a sync"


def test_cleared_it_holds_nothing(pane: ResultPane) -> None:
    pane.show_results(results([5]), "渡口")
    pane.clear()
    assert (pane.view.model().rowCount(), pane.position(), pane.article_id()) == (0, (0, 0), None)


def seam(first: int, second: int) -> SeamHit:
    return SeamHit(
        hit(first).article,
        replace(hit(second).article, page="4"),
        None,
        f"渡口的钟 {first}",
        ISSUE,
        "19870612.txt",
        Snippet("他不肯碰扳手，说钟有钟的脾气。", ((4, 6),), 1),
    )


def rows(pane: ResultPane) -> list[str]:
    """What each row says first: the title of an article, “跨版” and the title of a seam."""
    lines = [text(pane, row).split("\n") for row in range(pane.view.model().rowCount())]
    return [("跨版 " if "跨版" in line[0] else "") + line[min(1, len(line) - 1)] for line in lines]


def test_seams_are_rows_of_their_own_behind_the_last_article(qtbot: QtBot, answering: ResultPane) -> None:
    answering.show_results(results([7]), "扳手")
    answering.set_others([seam(1, 2)], [], Query())
    qtbot.waitUntil(lambda: "灯 7" in text(answering, 0))
    assert rows(answering) == ["渡口的灯 7", "跨版 渡口的钟 1"]
    assert text(answering, 1).split("\n")[0] == "1987-06-12 周五 跨版：02版 → 04版"
    assert header(answering)[0] == "1 篇", "articles are counted, and nothing else"
    assert answering.header.hints.seams_button.text() == "另有 1 处跨版"


def test_where_no_article_is_found_a_seam_is_all_the_same(qtbot: QtBot, answering: ResultPane) -> None:
    answering.show_results(results([]), "扳手")
    assert answering.empty.isVisible()
    answering.set_others([seam(1, 2)], [], Query())
    assert answering.view.isVisible()
    assert rows(answering) == ["跨版 渡口的钟 1"]
    assert header(answering)[0] == "1 处跨版"
    answering.show_results(replace(results([]), suggestions=("扳子",)), "扳手")
    assert answering.view.isVisible()
    answering.set_others([], [], Query())
    assert answering.empty.isVisible()


def test_seams_wait_for_the_end_of_the_articles_or_lead_them(qtbot: QtBot, answering: ResultPane) -> None:
    answering.show_results(results(range(50), total=52), "扳手")
    answering.set_others([seam(1, 2), seam(3, 4)], [], Query())
    assert answering.view.model().rowCount() == 50
    QTest.mouseClick(answering.header.hints.seams_button, Qt.MouseButton.LeftButton)
    assert rows(answering)[:2] == ["跨版 渡口的钟 1", "跨版 渡口的钟 3"]
    assert answering.view.model().rowCount() == 52
    QTest.mouseClick(answering.header.hints.seams_button, Qt.MouseButton.LeftButton)
    answering.add_page(50, results([50, 51], total=52))
    assert answering.view.model().rowCount() == 54
    assert rows(answering)[-2:] == ["跨版 渡口的钟 1", "跨版 渡口的钟 3"]


def test_a_chosen_seam_tells_its_two_articles_and_stays_chosen(answering: ResultPane, noted: Noted) -> None:
    answering.show_results(results([1, 2]), "扳手")
    answering.set_others([seam(1, 2)], [], Query())
    answering.show_article(2)
    answering.step(1)
    assert noted == [("open_seam", 1, 2)]
    answering.show_article(1)
    assert (answering.article_id(), answering.position()) == (1, (0, 2))
    assert answering.view.currentIndex().row() == 2
    answering.step(-1)
    assert answering.position() == (2, 2)


def test_the_middle_button_opens_a_seam_at_its_first_article_beside_the_page(
    answering: ResultPane, noted: Noted
) -> None:
    answering.show_results(results([7]), "扳手")
    answering.set_others([seam(1, 2)], [], Query())
    for row in (0, 1):
        place = answering.view.visualRect(answering.view.model().index(row, 0)).center()
        QTest.mouseClick(answering.view.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    assert noted == [("open_second", 7), ("open_second", 1)]


def test_another_question_has_other_seams(qtbot: QtBot, answering: ResultPane) -> None:
    answering.show_results(results([1]), "扳手")
    answering.set_others([seam(1, 2)], [], Query())
    answering.show_results(results([5]), "长堤")
    assert answering.view.model().rowCount() == 1
    assert not answering.header.hints.seams_button.isVisible()


@pytest.mark.parametrize(
    ("characters", "shown"),
    [(60, "昨夜渡口起了大雾，老人守着一盏灯，灯下补网。"), (12, "…守着一盏灯，灯下补网。")],
)
def test_a_first_mark_too_far_behind_moves_into_sight(characters: int, shown: str) -> None:
    text, marks = cut_to("昨夜渡口起了大雾，老人守着一盏灯，灯下补网。", ((15, 16),), characters)
    assert text == shown
    assert [text[a:b] for a, b in marks] == ["灯"]


@pytest.mark.parametrize(
    ("issue", "page", "said"),
    [
        (ISSUE, "2", "1987-06-12　周五　02版"),
        (replace(ISSUE, date=None, month_day="02-01"), None, "2月1日 年份不详"),
        (replace(ISSUE, date=None), "A4", "19870612.txt　A04版"),
    ],
)
def test_when_and_where(issue: IssueRow, page: str | None, said: str) -> None:
    found = hit(1)
    found = replace(found, issue=issue, article=replace(found.article, page=page))
    assert card_of(found).where == said
    assert card_of(found, names_newspaper=True).where == f"雁桥日报　{said}"
