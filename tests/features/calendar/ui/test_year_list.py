"""The years of the calendar's sidebar: those with issues, and those without."""

import datetime as dt

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui import year_list
from reader.features.calendar.ui.year_list import EmptyYears, YearList, rows_of, spoken, title
from reader.newspaper.coverage import Coverage, HeldIssue
from reader.ui.widgets import text_painting, theme


def held(*days: dt.date) -> Coverage:
    return Coverage([HeldIssue(number, day, None) for number, day in enumerate(days, 1)])


@pytest.mark.parametrize(
    ("years", "rows"),
    [
        ((1987,), ["1987"]),
        ((1987, 1988), ["1987", "1988"]),
        ((1984, 1987), ["1984", "1985", "1986", "1987"]),
        ((1983, 1987), ["1983", "1984–1986", "1987"]),
        ((1946, 1987, 1989), ["1946", "1947–1986", "1987", "1988", "1989"]),
    ],
)
def test_a_few_years_without_issues_have_rows_and_many_have_one(
    years: tuple[int, ...], rows: list[str]
) -> None:
    papers = {"雁桥日报": held(*(dt.date(year, 6, 1) for year in years)), "散页": held()}
    assert list(map(title, rows_of(papers))) == ["雁桥日报", *rows]


def test_newspapers_stand_in_their_order() -> None:
    day = dt.date(1987, 6, 1)
    assert list(map(title, rows_of({"晚报": held(day), "日报": held(day)}))) == [
        "晚报",
        "1987",
        "日报",
        "1987",
    ]


@pytest.mark.parametrize(
    ("dated", "undated", "rows"),
    [
        ((1987,), {1987: 2}, ["1987年，1 期", "1987年，日子不详 2 期"]),
        ((1987,), {1985: 1}, ["1985年，日子不详 1 期", "1986", "1987年"]),
        ((), {1987: 3}, ["1987年，日子不详 3 期"]),
        ((1987, 1989), {1988: 1}, ["1987年", "1988年", "1988年，日子不详 1 期", "1989年"]),
        (
            (1970, 1990),
            {1980: 1},
            ["1970年", "1971–1979", "1980年", "1980年，日子不详 1 期", "1981–1989", "1990年"],
        ),
    ],
)
def test_issues_of_which_only_the_year_is_known_stand_below_it(
    dated: tuple[int, ...], undated: dict[int, int], rows: list[str]
) -> None:
    papers = {"雁桥日报": held(*(dt.date(year, 6, 1) for year in dated))}
    (_, *told) = map(spoken, rows_of(papers, {"雁桥日报": undated}))
    assert [words[: len(row)] for words, row in zip(told, rows, strict=True)] == rows


def test_rows_are_spoken_in_words() -> None:
    name, year = rows_of({"日报": held(*(dt.date(1987, 6, day) for day in (1, 2, 3)))})
    assert (spoken(name), spoken(year)) == ("日报", "1987年，3 期")
    assert spoken(EmptyYears(1947, 1986)) == "1947–1986，没有报纸"


@pytest.mark.parametrize("words", ["3 期", "45 issues so far"])
def test_the_bar_of_a_year_ends_before_its_words(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    bars: list[QRectF] = []
    monkeypatch.setattr(year_list, "extent", lambda _: (words, False))
    monkeypatch.setattr(year_list, "_paint_bar", lambda _painter, bar, *_, **__: bars.append(bar))
    years = YearList()
    qtbot.addWidget(years)
    years.years.set_rows(rows_of({"雁桥日报": held(dt.date(1987, 6, 1))}))
    years.resize(272, 200)
    years.grab()
    (bar,) = bars
    begins = years.viewport().width() - 14 - text_painting.width_of(words, theme.sans(12))
    assert 46 < bar.right() <= begins - 8
