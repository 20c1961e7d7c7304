"""Words that are not cut off: a part of a window that has no room for all its words leaves some out."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_pane import CalendarPane
from reader.features.calendar.ui.day_panel import CalendarActs, absence_words
from reader.features.calendar.ui.month_table import Place
from reader.features.calendar.ui.year_list import YearList
from reader.features.people.ui.people_part import OneLineDialog
from reader.features.printing.ui.printing_part import PrintDialog
from reader.library.contents import Contents
from reader.newspaper.coverage import Coverage, HeldIssue
from reader.newspaper.holdings import ArticleRow
from reader.ui.widgets import text_painting
from reader.ui.widgets.controls import Label, LinkButton
from reader.ui.widgets.dialog import AROUND_DIALOG, Dialog
from reader.ui.window import dialogs
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, press

DAYS = [dt.date(2024, 2, day) for day in (4, 9, 14, 25, 29)]
WIDTHS = range(900, 1500, 60)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: "en")


def cut(label: Label | LinkButton) -> bool:
    if not label.isVisible():
        return False
    if isinstance(label, Label) and label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return text_painting.width_of(label.text(), label.font()) > label.contentsRect().width()


@pytest.mark.parametrize("in_english", [True, False])
def test_below_an_article_its_newspaper_day_and_page_are_whole_and_its_number_where_there_is_room(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_english: bool
) -> None:
    if in_english:
        monkeypatch.setattr("reader.i18n.language", lambda: "en")
    folder = a_window.write_issues(tmp_path / "旧报" / "很深的文件夹" / "一九八七年" / "各期")
    for file in folder.iterdir():
        file.write_text(file.read_text("utf-8").replace("\n\n#", "\n第01版\n\n#", 1), encoding="utf-8")
    window = a_window.open_on(qtbot, tmp_path / "旧报")
    press(Qt.Key.Key_Return, CTRL)  # beside itself: each has half the room
    qtbot.waitUntil(window.controller.layout.area.is_second_shown)
    seen = set()
    for width in WIDTHS:
        window.resize(width, 700)
        QApplication.processEvents()
        strip = window.controller.layout.pane.strip
        strip.set_summary("another twelve printings")
        issue = strip.findChildren(Label)[0]
        assert not cut(issue), (width, issue.text())
        seen.add(issue.text().count("4003"))
    assert seen == ({0, 1} if in_english else {1})


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("hits", [None, dict.fromkeys(DAYS, 11)])
def test_the_calendars_head_and_days_say_whole_words(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, hits: dict[dt.date, int] | None
) -> None:
    held = Coverage([HeldIssue(n, day, 17_496 + n) for n, day in enumerate(DAYS)])
    years, acts = YearList(), CalendarActs(*[print] * len(CalendarActs.__struct_fields__))
    pane = CalendarPane(years, acts)
    for widget in (years, pane):
        qtbot.addWidget(widget)
    pane.show()
    pane.show_papers(NoSource(), {"雁桥日报": held})
    pane.go_to_place(Place("雁桥日报", DAYS[1]))
    pane.show_hits("雁桥", {"雁桥日报": hits} if hits else None)
    pane.header.scale.segments()[1].click()
    painted: list[str] = []
    elide = text_painting.elide

    def noted(text: str, *rest: object) -> str:
        painted.append(text)
        return elide(text, *rest)  # type: ignore[arg-type]

    for width in WIDTHS[2:]:
        pane.resize(width - 270, 700)
        QApplication.processEvents()
        assert not any(map(cut, (pane.header.title, pane.header.tally))), (width, pane.header.tally.text())
        monkeypatch.setattr(text_painting, "elide", noted)
        pane._month_table.grab()
        monkeypatch.setattr(text_painting, "elide", elide)
    assert [words for words in painted if any(map(str.isdecimal, words))] == []


class NoSource(Contents):
    """A library whose issues are not there any more."""

    def __init__(self) -> None: ...

    def issue(self, issue_id: int) -> None:
        return None

    def articles(self, issue_id: int) -> list[ArticleRow]:
        return []


@pytest.mark.usefixtures("english")
def test_the_choices_beside_a_preview_are_whole(qtbot: QtBot, window: MainWindow) -> None:
    window._actions["print"].trigger()
    dialog = window.findChild(PrintDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.preview.count() > 0 and dialog.preview.job.is_idle())
    for segment in dialog.orientations.segments():
        font = segment.font()
        font.setBold(segment.isChecked())
        assert text_painting.width_of(segment.text(), font) <= segment.width()
    dialog.reject()


@pytest.mark.usefixtures("english")
def test_a_question_has_the_height_that_its_words_need(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    words = "“何渡生与他从前在渡口上用过的许多别的名字”与下面的名字是同一个人，今后只列那一个。随时可以撤销。"
    dialog = OneLineDialog(parent, "合并", words, ("列在哪个名字下", "如：陈明"), ("合并", lambda _: None))
    dialog.show()
    QApplication.processEvents()
    assert not any(map(cut, dialog.findChildren(Label)))


@pytest.mark.usefixtures("english")
def test_a_dialog_is_not_larger_than_its_window(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 640)
    assert Dialog(parent, "大事记", size=(1080, 700)).size() == parent.size() - AROUND_DIALOG
    assert Dialog(parent, "标签", size=(480, 420)).size() == QSize(480, 420)


@pytest.mark.usefixtures("english")
def test_rows_of_a_table_are_as_high_as_their_words(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs.show_help(parent, is_on_search=True)
    qtbot.waitExposed(dialog)
    table = next(each for each in dialog.findChildren(QTableWidget) if each.isVisible())
    for row in range(table.rowCount()):
        item = table.item(row, 1)
        assert item is not None
        room = QRect(0, 0, table.columnWidth(1) - 6, 1000)
        metrics = QFontMetrics(item.font())
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
        assert needed.height() <= table.rowHeight(row), item.text()


@pytest.mark.usefixtures("english")
def test_a_gap_says_days_and_numbers_apart() -> None:
    held = Coverage([HeldIssue(1, dt.date(1987, 6, 5), 4005), HeldIssue(2, dt.date(1987, 6, 12), 4012)])
    assert "5 June 1987 (no. 4005)" in absence_words(held, dt.date(1987, 6, 8))
