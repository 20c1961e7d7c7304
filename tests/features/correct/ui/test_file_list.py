"""Several files are told in one step which day's paper they are; what becomes of each is seen before."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.features.correct.ui import FileList
from reader.ui.widgets.listing import ListingDialog
from reader.ui.window.screenshot import await_reading
from tests.ui import a_window
from tests.ui.a_window import LONG

UNREAD = "散页.txt: 日期不详（名字里没有这样的日期，或不止一个）"


def listed(files: FileList) -> list[str]:
    await_reading()
    return [files.words(row) for row in files.rows() if not row.path.startswith("1987")]


def test_days_in_names_are_told_seen_before_and_undone_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    root = a_window.write_issues(tmp_path / "旧报", [dt.date(1987, 6, 1)])
    for name in ("870603.txt", "870604.txt", "散页.txt"):
        (root / name).write_text(f"# 船上失物招领{name}\n\n本报讯　{name}{LONG}\n", encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    window._actions["correct_files"].trigger()
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, ListingDialog))
    files = dialog.listing
    assert isinstance(files, FileList)
    qtbot.waitUntil(lambda: len(files.rows()) == 4)
    before = listed(files)
    files.by_name.setChecked(True)
    files.pattern.setText("YYMMDD")
    assert [each.partition(" → ")[2] for each in listed(files)] == [
        "1987-06-03",
        "1987-06-04",
        "",
    ]
    assert listed(files)[2] == UNREAD
    files.view.selectAll()
    files.do(files.row_acts[0])
    qtbot.waitUntil(lambda: [row.date for row in files.rows()].count(None) == 1)
    window._actions["undo"].trigger()
    qtbot.waitUntil(lambda: [row.date for row in files.rows()].count(None) == 3)
    files.by_name.setChecked(False)
    assert listed(files) == before
    files.pattern.setText("YYMM")
    files.by_name.setChecked(True)
    assert "样式里年、月、日" in files.message.text()
    dialog.close()


def test_the_pages_in_the_names_are_confirmed_by_one_act_and_undone_by_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    root = tmp_path / "旧报"
    root.mkdir()
    for name in ("雁桥日报-19870612-p1.txt", "雁桥日报-19870612-p2.txt", "散页.txt"):
        (root / name).write_text(f"# 船上失物招领{name}\n\n本报讯　{name}{LONG}\n", encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    window._actions["correct_files"].trigger()
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, ListingDialog))
    files = dialog.listing
    assert isinstance(files, FileList)

    def are_sure() -> list[bool]:
        return [fact.is_sure for row in files.rows() for fact in row.pages().values()]

    qtbot.waitUntil(lambda: len(files.rows()) == 3)
    assert are_sure() == [False, False]
    files.pages.setChecked(True)
    (act,) = files.row_acts
    assert act.words_of is not None
    assert act.words_of(files.chosen()) == "2 个都对"
    assert not files.date.isEnabled()
    files.do(act)
    qtbot.waitUntil(lambda: are_sure() == [True, True])
    assert not files.do(act), "nothing is left to be confirmed"
    window._actions["undo"].trigger()
    qtbot.waitUntil(lambda: are_sure() == [False, False])
    files.pages.setChecked(False)
    files.page.setText("第 8 版")
    (undated,) = (row for row in files.rows() if row.path == "散页.txt")
    assert files.words(undated).endswith("08版")
    dialog.close()
