"""The panel of a day: how far the nearest issue is from it, and which days of other years are only estimated."""

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.calendar.ui.day_panel import CalendarActs, DayPanel, off_in_words
from reader.library.library import Library
from reader.newspaper.coverage import Coverage, HeldIssue
from reader.ui.widgets.controls import LinkButton


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, ""),
        (1, "晚 1 天"),
        (-60, "早 60 天"),
        (61, "晚约 2 个月"),
        (-530, "早约 17 个月"),
        (550, "晚约 2 年"),
        (-15_015, "早约 41 年"),
    ],
)
def test_the_distance_is_told_in_days_months_or_years(days: int, words: str) -> None:
    assert off_in_words(days) == words


def test_an_estimated_day_of_another_year_is_told_as_one(qtbot: QtBot, tmp_path: Path) -> None:
    acts = CalendarActs(*[do_nothing] * len(CalendarActs.__struct_fields__))
    panel = DayPanel(acts, do_nothing, do_nothing)
    qtbot.addWidget(panel)
    issues = [HeldIssue(1, dt.date(1985, 6, 9), 1), HeldIssue(2, dt.date(1986, 6, 9), 2, is_estimated=True)]
    with closing(Library.open(tmp_path)) as library:
        panel.show_day(library.contents, Coverage(issues), dt.date(1987, 6, 9))
    links = [link.text() for link in panel.findChildren(LinkButton)]
    assert links[:2] == ["1985年6月9日　周日", "[1986年6月9日]　周一"]
