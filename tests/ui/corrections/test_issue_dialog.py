"""What day an issue is of is written as one likes to write it; what is not understood can't be told."""

import datetime as dt

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.issue_dating.suggestions import DateReason, EvidenceKind, Suggestion
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin
from reader.ui.corrections.correction_list import IssueDialog
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


def opened(parent: QWidget, issue: IssueRow = UNDATED, *paths: str, path: str = "") -> IssueDialog:
    dialog = IssueDialog(parent, issue, paths or ("散页.txt",), path)
    dialog.open()
    return dialog


@pytest.mark.parametrize(
    "written", ["1987-6-3", "1987年6月3日", "１９８７.６.３", "3 June 1987", "丁卯年五月初八"]
)
def test_a_day_is_understood_and_told_back(qtbot: QtBot, parent: QWidget, written: str) -> None:
    dialog = opened(parent)
    dialog.date.setText(written)
    assert dialog.understood.text() == "1987年6月3日　周三　丁卯年五月初八"
    with qtbot.waitSignal(dialog.correctionWanted) as told:
        dialog.save_button.click()
    assert told.args == [[DAY], ("散页.txt",)]


@pytest.mark.parametrize("written", ["1987-6-31", "1987年6月", "明清", "6"])
def test_what_is_no_day_is_said_and_not_told(parent: QWidget, written: str) -> None:
    dialog = opened(parent)
    dialog.date.setText(written)
    assert dialog.understood.text() == "不认得这个日期。"
    assert not dialog.save_button.isEnabled()


def test_a_day_without_a_year_is_near_the_one_suggested(parent: QWidget) -> None:
    near = Suggestion(CorrectionKind.DATE, (DateReason(EvidenceKind.FOLDER),), date=dt.date(1987, 6, 30))
    dialog = IssueDialog(parent, UNDATED, ["散页.txt"], suggestion=near)
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


def test_of_several_files_one_alone_can_be_told(qtbot: QtBot, parent: QWidget) -> None:
    dialog = opened(parent, ISSUE, "甲.txt", "乙.txt", path="乙.txt")
    dialog.date.setText("1987-6-3")
    with qtbot.waitSignal(dialog.correctionWanted) as told:
        dialog._emit_correction()
    assert told.args == [[DAY], ("甲.txt", "乙.txt")]
    dialog.only_this_file.setChecked(True)
    with qtbot.waitSignal(dialog.correctionWanted) as told:
        dialog.accept()
    assert told.args == [[DAY], ("乙.txt",)]
    assert opened(parent, ISSUE, "甲.txt").only_this_file.isHidden()


def test_every_field_has_a_name(parent: QWidget) -> None:
    dialog = opened(parent)
    fields = (dialog.date, dialog.number, dialog.title)
    assert [field.accessibleName() for field in fields] == ["日期", "期号", "报名"]
