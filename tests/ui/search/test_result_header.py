"""Above an answer: what was understood, what else to try, filters, numbers, years; each filter is an edit."""

import datetime as dt
from collections.abc import Mapping

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.timeline.ui.time_scale import BarRange
from reader.features.timeline.ui.year_bars import YearBars
from reader.library.answers import Estimate, NoEstimate
from reader.library.article_set import LeftOutUnknown
from reader.library.read_share import ReadSoFar
from reader.library.searcher import Results
from reader.search.documents import DateRange
from reader.search.query import Period, Query, Unknown, as_typed, parse_query, understood_as
from reader.ui.search.result_header import ResultActs, ResultHeader
from tests.ui.a_window import chips_of
from tests.ui.search.noting import Noted, noting


def results(
    asked: str,
    by_month: Mapping[int, int] | None = None,
    by_page: Mapping[str, int] | None = None,
    by_newspaper: Mapping[str, int] | None = None,
    suggestions: tuple[str, ...] = (),
    is_exact: bool = True,
) -> Results:
    query = parse_query(asked)
    return Results(
        query,
        understood_as(query),
        ids=(1, 2),
        total=1204,
        total_is_exact=is_exact,
        by_month=by_month or {},
        by_page=by_page or {},
        by_newspaper=by_newspaper or {},
        missing_dates=(),
        suggestions=suggestions,
        seconds=0.04,
    )


@pytest.fixture
def acts() -> tuple[ResultActs, Noted]:
    return noting(ResultActs)


@pytest.fixture
def noted(acts: tuple[ResultActs, Noted]) -> Noted:
    return acts[1]


@pytest.fixture
def header(qtbot: QtBot, acts: tuple[ResultActs, Noted], made: list[str]) -> ResultHeader:
    header = ResultHeader(replace(acts[0], ask=lambda query: made.append(as_typed(query))))
    qtbot.addWidget(header)
    header.resize(492, 260)
    with qtbot.waitActive(header):
        header.show()
    return header


@pytest.fixture
def made() -> list[str]:
    """What a person would have typed for each edit."""
    return []


class Layouts(QObject):
    """Counts how often a widget is laid out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.number = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.number += event.type() is QEvent.Type.LayoutRequest
        return False


def answered(header: ResultHeader, found: Results) -> None:
    """Shows an answer as the window does: asked, its first page, its number once it is counted, its rungs."""
    header.begin_search(found.query)
    header.show_results(found)
    header.show_numbers(found)
    header.show_rungs(())
    QApplication.processEvents()


@pytest.mark.parametrize("width", range(240, 300, 20))
def test_the_number_is_told_whole_in_a_narrow_column_while_the_library_is_read(
    header: ResultHeader, width: int
) -> None:
    header.setFixedWidth(width)
    header.show_read(ReadSoFar(0.07, is_whole=False))
    header.show_results(results("渡口"))
    QApplication.processEvents()
    assert header.count.shown() in {"目前 1,204 篇", "1,204 篇"}


def test_it_is_laid_out_once_an_answer_and_only_if_a_number_changed(header: ResultHeader) -> None:
    by_month = {1984 * 12: 3, 1987 * 12: 9}
    answered(header, results("渡口", by_month=by_month))
    layouts = Layouts(header)
    answered(header, results("渡口", by_month=by_month))
    assert layouts.number == 0
    answered(header, replace(results("渡口", by_month=by_month), total=1203))
    assert layouts.number == 1


def test_the_years_are_laid_out_anew_only_if_they_changed(header: ResultHeader) -> None:
    by_month = {1984 * 12: 3, 1987 * 12: 9}
    answered(header, results("渡口", by_month=by_month))
    redrawn: list[None] = []
    assert isinstance(header.years, YearBars)
    header.show_view("timeline")
    header.years.redrawn.connect(lambda: redrawn.append(None))
    answered(header, results("渡口", by_month=by_month))
    assert len(redrawn) == 0
    answered(header, results("渡口", by_month={**by_month, 1988 * 12: 1}))
    assert len(redrawn) == 1


def test_the_line_of_hints_keeps_its_height_until_the_rungs_are_known(header: ResultHeader) -> None:
    answered(header, results("渡口"))
    header.hints.put(header.hints.apart_button, True)
    header.begin_search(parse_query("灯"))
    header.hints.put(header.hints.apart_button, False)
    assert header.hints.isVisible()
    header.show_rungs(())
    assert not header.hints.isVisible()


def filters(header: ResultHeader) -> dict[str, list[QAction]]:
    """What the filters offer, by the words of their menus or the headings above them."""
    menu = header.filter_button.choices
    menu.aboutToShow.emit()
    found: dict[str, list[QAction]] = {}
    for action in menu.actions():
        if isinstance(inside := action.menu(), QMenu):
            found[action.text()] = inside.actions()
        elif action.isSeparator():
            group = found[action.text()] = []
        else:
            group.append(action)
    return found


def choices(header: ResultHeader, name: str) -> dict[str, str]:
    """What a filter offers, with what stands behind it."""
    texts = [action.text().partition("\t") for action in filters(header)[name]]
    return {text: behind for text, _, behind in texts if text}


def choose(header: ResultHeader, name: str, words: str) -> None:
    actions = filters(header)[name]
    next(action for action in actions if action.text().split("\t")[0] == words).trigger()


def test_a_number_that_is_not_known_exactly_says_so(header: ResultHeader) -> None:
    header.show_results(results("渡口", is_exact=False))
    assert header.count.text() == "约 1,204 篇"
    header.show_numbers(results("渡口"))
    assert header.count.text() == "1,204 篇"


def test_what_was_passed_over_is_told(header: ResultHeader) -> None:
    header.show_query(parse_query("谁是张威？"))
    assert header.remarks.isVisible()
    assert header.remarks.text().startswith("“谁是张威？”里末尾的问号已忽略")
    header.show_query(parse_query("张威"))
    assert not header.remarks.isVisible()


def test_what_can_not_be_searched_for_the_moment_is_told(header: ResultHeader) -> None:
    found = results("渡口")
    header.show_results(found)
    assert not header.remarks.isVisible()
    gaps = (DateRange(dt.date(1987, 6, 12), dt.date(1987, 6, 14)), DateRange(None, None))
    header.show_results(replace(found, missing_dates=gaps))
    assert header.remarks.isVisible()
    assert "1987-06-12 至 1987-06-14，日期不详" in header.remarks.text()
    header.show_results(found)
    assert not header.remarks.isVisible()


def hints(header: ResultHeader) -> list[str]:
    return [each.text() for each in header.hints.offers]


def test_other_readings_are_a_click_away(header: ResultHeader, noted: Noted) -> None:
    header.show_results(results("甲、乙", suggestions=("甲 乙", "甲 或 乙")))
    assert hints(header) == ["也可搜索 甲 乙", "也可搜索 甲 或 乙"]
    QTest.mouseClick(header.hints.offers[1], Qt.MouseButton.LeftButton)
    assert noted == [("enter_query", "甲 或 乙")]
    header.show_results(results("甲"))
    assert header.hints.isHidden()


def test_what_does_not_fit_in_the_line_of_hints_is_in_its_menu(
    qtbot: QtBot, header: ResultHeader, noted: Noted
) -> None:
    header.resize(300, 260)
    header.show_results(results("甲、乙", suggestions=("甲 乙", "甲 或 乙")))
    header.hints.offer_of_feature("people", "人物：江舟", do_nothing)
    header.hints.show_notes(2)
    first, *others = header.hints.offers
    assert hints(header) == ["人物：江舟", "笔记 2", "也可搜索 甲 乙", "也可搜索 甲 或 乙"]
    assert first.isVisible()
    qtbot.waitUntil(header.hints.more.isVisible)
    header.hints.more.choices.aboutToShow.emit()
    inside = header.hints.more.choices.actions()
    hidden = [each.text() for each in others if not each.isVisible()]
    assert [action.text() for action in inside] == hidden
    inside[-1].trigger()
    assert noted == [("enter_query", "甲 或 乙")]


def test_pages_are_chosen_by_their_counts(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_page={"10": 3, "2": 40, "A4": 5, "3": 1, "": 9}))
    assert choices(header, "版面：全部") == {
        "全部": "",
        "02版": "40 篇",
        "03版": "1 篇",
        "10版": "3 篇",
        "A04版": "5 篇",
        "不明": "9 篇",
    }
    choose(header, "版面：全部", "A04版")
    header.show_results(results("渡口 版:A4", by_page={"A4": 5}))
    choose(header, "版面", "全部")
    assert made == ["渡口 版:A4", "渡口"]


def test_newspapers_are_chosen_where_there_are_several(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_newspaper={"雁桥日报": 7}))
    assert "报纸" not in filters(header)
    header.show_results(results("渡口", by_newspaper={"雁桥日报": 7, "柳川 & 晚报": 2}))
    assert choices(header, "报纸") == {"全部": "", "雁桥日报": "7 篇", "柳川 && 晚报": "2 篇"}
    choose(header, "报纸", "柳川 && 晚报")
    assert made == ['渡口 报:"柳川 & 晚报"']


def test_the_field_of_all_strings_is_chosen(header: ResultHeader, made: list[str]) -> None:
    header.show_query(parse_query("渡口 -标题:灯 版:1"))
    choose(header, "在哪里找", "署名")
    header.show_query(parse_query("记者:渡口 -记者:灯 版:1"))
    assert [each.text() for each in filters(header)["在哪里找"] if each.isChecked()] == ["署名"]
    header.show_query(parse_query("版:1"))
    assert "在哪里找" not in filters(header)
    assert made == ["记者:渡口 -记者:灯 版:1"]


def test_years_are_chosen_without_the_bars_too(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_month={1984 * 12: 3, 1987 * 12: 9, 0: 1}))
    assert header.timeline.isHidden()
    assert choices(header, "年份") == {"全部": "", "1987": "9 篇", "1984": "3 篇", "日期不明": "1 篇"}
    choose(header, "年份", "1984")
    assert made == ["渡口 日期:1984"]


@pytest.mark.parametrize("asked", ["渡口 版:1", "渡口 报:晚报", "渡口 日期:1987", "标题:渡口"])
def test_a_dot_says_that_a_filter_is_set(header: ResultHeader, asked: str) -> None:
    header.show_query(parse_query("渡口"))
    assert header.filter_button.accessibleDescription() == ""
    header.show_query(parse_query(asked))
    assert header.filter_button.accessibleDescription() == "已设"


def test_at_most_six_controls_stand_above_the_first_result(header: ResultHeader) -> None:
    header.show_results(results("渡口", by_month={1984 * 12: 3, 1987 * 12: 9}))
    header.hints.offer_of_feature("people", "人物：渡口", do_nothing)
    controls = [each for each in header.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    segments = header.views.segments.segments()  # one stop of Tab
    stops = [each for each in controls if each not in segments or each is segments[0]]
    assert len([each for each in stops if each.isVisible()]) <= 6


def test_years_take_the_place_of_what_dates_were_asked_for(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_month={1984 * 12: 3, 1987 * 12: 9, 0: 1}))
    header.years.chosen.emit(Period(dt.date(1984, 1, 1), dt.date(1986, 12, 31)))
    header.show_results(results("渡口 日期:1987-06", by_month={1987 * 12 + 5: 2}))
    header.years.chosen.emit(None)
    assert made == ["渡口 日期:1984..1986", "渡口"]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("渡口", None),
        ("渡口 日期:1984..1986", BarRange(1984, 1986)),
        ("渡口 日期:1985..1986", BarRange(1985 * 12, 1986 * 12 + 11)),
        ("渡口 日期:1987-06", BarRange(1987 * 12 + 5, 1987 * 12 + 5)),
        ("渡口 日期:1986..", BarRange(1986, 1991)),
        ("渡口 日期:..1986", BarRange(1984, 1986)),
        ("渡口 日期:1999..", BarRange(1999 * 12, 1999 * 12)),
    ],
)
def test_the_brush_lies_over_the_years_asked_for(
    header: ResultHeader, asked: str, wanted: BarRange | None
) -> None:
    """Those of all years are told apart: the answer itself has those asked for only."""
    header.show_view("timeline")
    header.show_results(results(asked, by_month={1985 * 12: 2}))
    header.show_months({1984 * 12: 3, 1987 * 12: 9, 1991 * 12: 1})
    assert isinstance(header.years, YearBars)
    assert header.years.drawn.scale.chosen == wanted
    assert header.years.isVisible()


def test_years_are_laid_out_only_where_they_are_looked_at(header: ResultHeader) -> None:
    assert isinstance(header.years, YearBars)
    header.show_results(results("渡口", by_month={1984 * 12: 3, 1987 * 12: 9}))
    assert not header.years.isVisible()
    assert header.years.drawn.scale.span is None
    header.show_view("timeline")
    assert header.years.isVisible()
    assert header.years.drawn.scale.span == BarRange(1984, 1987)
    header.show_view("")
    assert not header.years.isVisible()


def test_cleared_it_asks_for_nothing(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_month={1984 * 12: 3, 1987 * 12: 9}, suggestions=("灯",)))
    header.clear()
    assert (header.count.text(), chips_of(header).chips(), header.years.isVisible()) == ("", [], False)
    assert header._query == Query()


def test_how_many_may_have_been_missed_stands_beside_the_number(header: ResultHeader) -> None:
    header.show_results(results("何渡生"))
    assert not header.hints.missed_button.isVisible()
    header.show_estimate(Estimate(1250, 1300, "估计的办法"))
    assert header.hints.missed_button.isVisible()
    assert header.hints.missed_button.text() == "约有 1,250–1,300 篇"
    assert header.hints.missed_button.toolTip() == "估计的办法"
    assert header.hints.how.isHidden()
    header.hints.missed_button.setFocus()
    QTest.keyClick(header.hints.missed_button, Qt.Key.Key_Space)
    assert header.hints.how.isVisible()
    assert header.hints.how.text() == "估计的办法"
    QTest.keyClick(header.hints.missed_button, Qt.Key.Key_Space)
    assert header.hints.how.isHidden()
    header.show_numbers(results("何渡生"))
    assert header.hints.missed_button.isVisible()
    header.show_results(results("渡口"))
    assert not header.hints.missed_button.isVisible()
    for low, high in [(1204, 1204), (1204, 1300), (1205, 1206), (1210, 1240), (1300, 2000)]:
        header.show_estimate(Estimate(low, high, "估计的办法"))
        assert not header.hints.missed_button.isVisible()
    header.show_estimate(None)
    assert not header.hints.missed_button.isVisible()
    header.show_estimate(NoEstimate.QUERY)
    assert not header.hints.missed_button.isVisible()
    assert NoEstimate.QUERY.sentence in header.count.toolTip()


def test_a_paper_with_several_editions_a_day_is_narrowed_to_one(
    header: ResultHeader, made: list[str]
) -> None:
    header.show_results(replace(results("渡口"), by_edition={"": 1200, "晚刊": 3, "号外": 1}))
    assert choices(header, "版次") == {
        "全部": "",
        "晚刊": "3 篇",
        "号外": "1 篇",
        "平常的一版": "1,200 篇",
    }
    choose(header, "版次", "晚刊")
    assert made == ["渡口 版次:晚刊"]
    header.show_results(replace(results("渡口 版次:晚刊"), by_edition={"晚刊": 3}))
    choose(header, "版次", "全部")
    assert made[1:] == ["渡口"]
    header.show_results(results("渡口"))
    assert "版次" not in filters(header)


# -- what is not known


@pytest.mark.parametrize(
    ("name", "counted", "unknown"),
    [
        ("版面", {"by_page": {"1": 700, "A2": 500, "": 4}}, "不明"),
        ("报纸", {"by_newspaper": {"雁桥日报": 1200, "": 4}}, "不明"),
        ("年份", {"by_month": {1987 * 12 + 5: 1200, 0: 4}}, "日期不明"),
    ],
)
def test_the_numbers_of_a_filter_add_up_to_all(
    header: ResultHeader, name: str, counted: dict[str, dict[str, int]], unknown: str
) -> None:
    header.show_results(results("渡口", **counted))  # type: ignore[arg-type]
    offered = choices(header, name)
    numbers = [int(number.removesuffix(" 篇").replace(",", "")) for number in offered.values() if number]
    assert sum(numbers) == 1204
    assert offered[unknown] == "4 篇"


def test_papers_of_an_unknown_day_are_a_choice_of_the_years(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_month={1987 * 12 + 5: 1200, 0: 4}))
    choose(header, "年份", "日期不明")
    assert made == ["渡口 日期:不明"]
    header.show_query(parse_query("渡口 日期:不明"))
    assert [action.text().split("\t")[0] for action in filters(header)["年份"] if action.isChecked()] == [
        "日期不明"
    ]


def test_what_a_query_leaves_out_is_a_click_away(header: ResultHeader, noted: Noted) -> None:
    header.show_results(results("渡口 日期:2003"))
    assert "另有 4 篇日期不明" not in hints(header)
    undated = LeftOutUnknown(Unknown.DAY, 4, "渡口 日期:不明")
    unpaged = LeftOutUnknown(Unknown.PAGE, 2, "渡口 日期:2003 版:不明")
    header.hints.show_left_out([undated, unpaged])
    assert {"另有 4 篇日期不明", "另有 2 篇版面不明"} <= {*hints(header)}
    header.hints.unknown_buttons[Unknown.PAGE].click()
    header.hints.unknown_buttons[Unknown.DAY].click()
    assert noted == [("enter_query", unpaged.typed), ("enter_query", undated.typed)]
    header.hints.show_left_out([undated])
    assert "另有 2 篇版面不明" not in hints(header)
    header.show_results(results("渡口"))
    assert "另有 4 篇日期不明" not in hints(header)


@pytest.mark.parametrize(
    ("name", "counted", "query"),
    [
        ("版面", {"by_page": {"1": 700, "A2": 500, "": 4}}, "渡口 版:不明"),
        ("报纸", {"by_newspaper": {"雁桥日报": 1200, "": 4}}, "渡口 报:不明"),
    ],
)
def test_articles_without_a_page_or_a_newspaper_are_a_choice(
    header: ResultHeader, made: list[str], name: str, counted: dict[str, dict[str, int]], query: str
) -> None:
    header.show_results(results("渡口", **counted))  # type: ignore[arg-type]
    choose(header, name, "不明")
    assert made == [query]
    header.show_query(parse_query(query))
    assert [action.text().split("\t")[0] for action in filters(header)[name] if action.isChecked()] == [
        "不明"
    ]
