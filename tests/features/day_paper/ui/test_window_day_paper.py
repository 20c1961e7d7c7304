"""The paper of a day in the window: asked for by keys, by the calendar, and before there is a library."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.day_paper.ui import DayPaperDialog
from reader.ui.frame import Tab
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, click, headline, press, type_text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """雁桥日报 of 5 June, 12 June and 3 July 1987; 江城晚报 of 12 June 1987."""
    folder = a_window.write_issues(tmp_path / "旧报")
    other = a_window.issue_text(dt.date(1987, 6, 12), 712, "晚报在此。").replace("雁桥日报", "江城晚报")
    (folder / "晚报.txt").write_text(other.replace("CN 00-0000", "CN 00-0001"), encoding="utf-8")
    return folder


def ask(qtbot: QtBot, window: MainWindow) -> DayPaperDialog:
    press(Qt.Key.Key_D, CTRL | SHIFT)
    return asked(qtbot, window)


def asked(qtbot: QtBot, window: MainWindow) -> DayPaperDialog:
    qtbot.waitUntil(lambda: bool(shown(window)))
    (dialog,) = shown(window)
    qtbot.waitUntil(lambda: dialog._papers is not None)
    return dialog


def shown(window: MainWindow) -> list[DayPaperDialog]:
    return [each for each in window.findChildren(DayPaperDialog) if each.isVisible()]


def rows(dialog: DayPaperDialog) -> list[str]:
    return a_window.texts(dialog.listing.view)


def test_a_day_that_is_asked_for_is_opened_or_the_nearest_to_it(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ask(qtbot, window)
    type_text("哪天都行")
    assert dialog.words.text().startswith("没看懂“哪天都行”是哪天。")
    assert not dialog.open_button.isEnabled()
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    press(Qt.Key.Key_Escape)
    assert not shown(window)

    # by its lunar name
    a_window.come_back(qtbot, window)
    dialog = ask(qtbot, window)
    type_text("丁卯年五月初十")
    assert dialog.words.text() == "1987年6月5日，星期五，丁卯年五月初十。"
    assert rows(dialog) == ["雁桥日报　1987年6月5日　第4005期"]
    press(Qt.Key.Key_Return)
    assert headline(window).startswith("5日")
    assert not window.toast.isVisible()

    # of several papers one is chosen
    a_window.come_back(qtbot, window)
    dialog = ask(qtbot, window)
    type_text("1987-6-12")
    titles = [row.split("　")[0] for row in rows(dialog)]
    assert sorted(titles) == ["江城晚报", "雁桥日报"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert headline(window).startswith("12日")
    stored = window.controller.reading.article
    assert stored is not None
    assert stored.issue.newspaper == titles[1]

    # none is held of this day
    a_window.come_back(qtbot, window)
    press(Qt.Key.Key_2, CTRL)
    click(window.controller.features.parts.of(CalendarPart).pane.button("paper_of_day"))
    dialog = asked(qtbot, window)
    type_text("1987-6-30")
    assert dialog.words.text().endswith("这里没有这天的报，最近的是：")
    assert rows(dialog)[0] == "雁桥日报　1987年7月3日　第4003期　晚 3 天"
    press(Qt.Key.Key_Return)
    assert headline(window).startswith("3日")
    assert window.controller.layout.tab == Tab.PAPERS
    assert window.toast.label.text() == "1987年6月30日没有报，打开的是最近的1987年7月3日（晚 3 天）。"


def test_on_the_welcome_page_the_day_waits_for_the_folder_that_is_opened(
    qtbot: QtBot, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "空").mkdir()
    window = a_window.open_on(qtbot, tmp_path / "空")
    qtbot.waitUntil(window.controller.layout.is_welcome_shown)
    (link,) = window.controller.layout.welcome.findChildren(LinkButton)
    assert link.text() == "打开生日那天的报纸…"
    click(link)
    dialog = asked(qtbot, window)
    type_text("1987-6-5")
    assert dialog.words.text() == "这里还没有报纸。打开报纸文件夹以后，就找这一天。"
    assert not dialog.open_button.isVisible() or not dialog.open_button.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(root))
    click(dialog.folder_button)
    a_window.settle(qtbot, window)
    found = asked(qtbot, window)
    assert rows(found) == ["雁桥日报　1987年6月5日　第4005期"]
    QTest.keyClick(found.field.line, Qt.Key.Key_Return)
    assert headline(window).startswith("5日")
