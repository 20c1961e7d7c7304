"""Above an answer: what was understood, what else to try, filters, numbers, years; each filter is an edit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.library.searcher import Results
from reader.search.answering.missed import Estimate
from reader.search.engine import DateRange
from reader.search.query import Period, Query, as_typed, parse_query, understood_as
from reader.ui.search.result_header import ResultHeader
from reader.ui.search.year_bars import BarRange
from reader.ui.widgets.controls import Chip, MenuChip


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
def header(qtbot: QtBot) -> ResultHeader:
    header = ResultHeader()
    qtbot.addWidget(header)
    header.resize(492, 260)
    with qtbot.waitActive(header):
        header.show()
    return header


@pytest.fixture
def made(header: ResultHeader) -> list[str]:
    """What a person would have typed for each edit."""
    queries: list[str] = []
    header.edited.connect(lambda query: queries.append(as_typed(query)))
    return queries


def choices(chip: MenuChip) -> dict[str, str]:
    """What the menu of a chip offers, with what stands behind it."""
    chip.choice_menu().aboutToShow.emit()
    texts = [action.text().partition("\t") for action in chip.choice_menu().actions()]
    return {text: behind for text, _, behind in texts if text}


def choose(chip: MenuChip, words: str) -> None:
    actions = chip.choice_menu().actions()
    next(action for action in actions if action.text().split("\t")[0] == words).trigger()


def test_a_number_that_is_not_known_exactly_says_so(header: ResultHeader) -> None:
    header.show_results(results("渡口", is_exact=False))
    assert header.count.text() == "约 1,204 篇"
    header.show_numbers(results("渡口"))
    assert (header.count.text(), header.seconds.text()) == ("1,204 篇", "用时 0.04 秒")


def test_what_was_passed_over_is_told(header: ResultHeader) -> None:
    header.show_query(parse_query("谁是张威？"))
    assert header.remarks.isVisible()
    assert header.remarks.text().startswith("“谁是张威？”里末尾的问号没有算进去")
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


def readings(header: ResultHeader) -> list[Chip]:
    chips = header.findChildren(Chip)
    return [chip for chip in chips if chip.isVisible() and chip is not header.shapes_chip]


def test_other_readings_are_a_click_away(qtbot: QtBot, header: ResultHeader) -> None:
    header.show_results(results("甲、乙", suggestions=("甲 乙", "甲 或 乙")))
    first, second = readings(header)
    with qtbot.waitSignal(header.suggestionChosen) as chosen:
        QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert (first.text(), chosen.args) == ("甲 乙", ["甲 或 乙"])
    header.show_results(results("甲"))
    assert not readings(header)


def test_pages_are_chosen_by_their_counts(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_page={"10": 3, "2": 40, "A4": 5, "": 9}))
    assert choices(header.page_chip) == {"全部版": "", "02版": "40 篇", "10版": "3 篇", "A04版": "5 篇"}
    choose(header.page_chip, "A04版")
    header.show_results(results("渡口 版:A4", by_page={"A4": 5}))
    assert header.page_chip.text() == "A04版"
    choices(header.page_chip)
    choose(header.page_chip, "全部版")
    assert made == ["渡口 版:A4", "渡口"]


def test_newspapers_are_chosen_where_there_are_several(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_newspaper={"雁桥日报": 7}))
    assert not header.newspaper_chip.isVisible()
    header.show_results(results("渡口", by_newspaper={"雁桥日报": 7, "柳川 & 晚报": 2}))
    assert choices(header.newspaper_chip) == {"全部报纸": "", "雁桥日报": "7 篇", "柳川 && 晚报": "2 篇"}
    choose(header.newspaper_chip, "柳川 && 晚报")
    assert made == ['渡口 报:"柳川 & 晚报"']


def test_the_field_of_all_strings_is_chosen(header: ResultHeader, made: list[str]) -> None:
    header.show_query(parse_query("渡口 -标题:灯 版:1"))
    assert header.field_chip.text() == "标题与正文"
    choose(header.field_chip, "署名")
    header.show_query(parse_query("记者:渡口 -记者:灯 版:1"))
    assert header.field_chip.text() == "署名"
    header.show_query(parse_query("版:1"))
    assert not header.field_chip.isVisible()
    assert made == ["记者:渡口 -记者:灯 版:1"]


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
    header.show_results(results(asked, by_month={1985 * 12: 2}))
    header.show_months({1984 * 12: 3, 1987 * 12: 9, 1991 * 12: 1})
    assert header.years.wanted() == wanted
    assert header.years.isVisible()


def test_a_low_pane_has_no_room_for_years(header: ResultHeader) -> None:
    header.show_results(results("渡口", by_month={1984 * 12: 3, 1987 * 12: 9}))
    header.set_pane_height(400)
    assert not header.years.isVisible()
    header.set_pane_height(700)
    assert header.years.isVisible()


def test_cleared_it_asks_for_nothing(header: ResultHeader, made: list[str]) -> None:
    header.show_results(results("渡口", by_month={1984 * 12: 3, 1987 * 12: 9}, suggestions=("灯",)))
    header.clear()
    assert (header.count.text(), header.chips.chips(), header.years.isVisible()) == ("", [], False)
    assert header._query == Query()


def test_how_many_may_have_been_missed_stands_beside_the_number(header: ResultHeader) -> None:
    header.show_results(results("何渡生"))
    assert not header.missed_button.isVisible()
    header.show_estimate(Estimate(1210, 1300, "估计的办法"))
    assert header.missed_button.isVisible()
    assert header.missed_button.text() == "约有 1,210–1,300 篇"
    assert header.missed_button.toolTip() == "估计的办法"
    assert header.how.isHidden()
    header.missed_button.setFocus()
    QTest.keyClick(header.missed_button, Qt.Key.Key_Space)
    assert header.how.isVisible()
    assert header.how.text() == "估计的办法"
    QTest.keyClick(header.missed_button, Qt.Key.Key_Space)
    assert header.how.isHidden()
    header.show_numbers(results("何渡生"))
    assert header.missed_button.isVisible()
    header.show_results(results("渡口"))
    assert not header.missed_button.isVisible()
    header.show_estimate(Estimate(1204, 1204, "估计的办法"))
    assert not header.missed_button.isVisible()
    header.show_estimate(None)
    assert not header.missed_button.isVisible()


def test_the_menu_of_results_never_stands_on_a_line_alone(qtbot: QtBot) -> None:
    header = ResultHeader()
    qtbot.addWidget(header)
    header.show_results(results("渡口"))
    header.fold_chip.show()
    header.show()

    def are_in_line() -> bool:
        order, more = header.order_chip, header.more_button
        middles = [each.mapTo(header, each.rect().center()).y() for each in (order, more)]
        return abs(middles[0] - middles[1]) <= 1

    for width in range(300, 520, 20):
        header.resize(width, 300)
        qtbot.waitUntil(are_in_line)
