"""What day an issue is of is written as one likes to write it; what is not understood can't be told."""

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.library.answers import Repair
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin
from reader.ui.controllers.issue_dialogs import IssueDialog
from tests.invented_article import STORED

ISSUE = replace(STORED.issue, date=dt.date(1987, 6, 12), date_origin=DateOrigin.PRINTED, number=4181)
UNDATED = replace(ISSUE, date=None, month_day=None, date_origin=None, number=None, label="散页.txt")
DAY = Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 3))


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


Told = list[tuple[tuple[str, ...], list[Claim]]]
"""The files that are corrected, and the claims."""


def opened(
    parent: QWidget, issue: IssueRow = UNDATED, *paths: str, path: str = "", told: Told | None = None
) -> IssueDialog:
    def correct(paths: Sequence[str], claims: Sequence[Claim]) -> None:
        if told is not None:
            told.append((tuple(paths), list(claims)))

    dialog = IssueDialog(parent, issue, paths or ("散页.txt",), correct, path)
    dialog.open()
    return dialog


@pytest.mark.parametrize(
    "written", ["1987-6-3", "1987年6月3日", "１９８７.６.３", "3 June 1987", "丁卯年五月初八"]
)
def test_a_day_is_understood_and_told_back(parent: QWidget, written: str) -> None:
    told: Told = []
    dialog = opened(parent, told=told)
    dialog.date.setText(written)
    assert dialog.understood.text() == "1987年6月3日　周三　丁卯年五月初八"
    dialog.save_button.click()
    assert told == [(("散页.txt",), [DAY])]


@pytest.mark.parametrize("written", ["1987-6-31", "1987年6月", "明清", "6"])
def test_what_is_no_day_is_said_and_not_told(parent: QWidget, written: str) -> None:
    dialog = opened(parent)
    dialog.date.setText(written)
    assert dialog.understood.text() == "不认得这个日期。"
    assert not dialog.save_button.isEnabled()


def test_a_day_without_a_year_is_near_the_one_suggested(parent: QWidget) -> None:
    near = Repair("", None, is_sure=False, date=dt.date(1987, 6, 30), number=None, as_json={})
    dialog = IssueDialog(parent, UNDATED, ["散页.txt"], lambda *_: None, suggestion=near)
    assert (dialog.date.text(), dialog.date.selectedText()) == ("1987-06-30", "1987-06-30")
    assert dialog.claims() == [Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 30))]
    dialog.date.setText("6月3日")
    assert dialog.claims() == [DAY]


def test_only_what_differs_is_told(parent: QWidget) -> None:
    dialog = opened(parent, ISSUE)
    assert dialog.claims() == []
    assert not dialog.save_button.isEnabled()
    dialog.number.setText("4182")
    dialog.title.setText("《江城日报》")
    assert dialog.claims() == [
        Claim(CorrectionKind.NUMBER, number=4182),
        Claim(CorrectionKind.TITLE, title="江城日报"),
    ]


def test_an_inferred_day_can_be_told_to_be_the_right_one(parent: QWidget) -> None:
    dialog = opened(parent, replace(ISSUE, date_origin=DateOrigin.INFERRED))
    assert dialog.claims() == [Claim(CorrectionKind.DATE, date=ISSUE.date)]


@pytest.mark.parametrize(
    ("number", "title"), [("零", ""), ("四千期", ""), ("999999999", ""), ("", "报" * 41)]
)
def test_what_is_no_number_and_no_title_is_not_told(parent: QWidget, number: str, title: str) -> None:
    dialog = opened(parent)
    dialog.number.setText(number)
    dialog.title.setText(title)
    assert not dialog.save_button.isEnabled()


@pytest.mark.parametrize(("is_only_one", "corrected"), [(False, ("甲.txt", "乙.txt")), (True, ("乙.txt",))])
def test_of_several_files_one_alone_can_be_told(
    parent: QWidget, is_only_one: bool, corrected: tuple[str, ...]
) -> None:
    told: Told = []
    dialog = opened(parent, ISSUE, "甲.txt", "乙.txt", path="乙.txt", told=told)
    dialog.date.setText("1987-6-3")
    dialog.only_this_file.setChecked(is_only_one)
    dialog.save_button.click()
    assert told == [(corrected, [DAY])]
    assert opened(parent, ISSUE, "甲.txt").only_this_file.isHidden()


def test_every_field_has_a_name(parent: QWidget) -> None:
    dialog = opened(parent)
    fields = (dialog.date, dialog.number, dialog.title)
    assert [field.accessibleName() for field in fields] == ["日期", "期号", "报纸名"]
