"""What is not known is one row below the tree; its page leads to each thing, and offers what can be done with it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.features.unknown.ui import UnknownPart
from reader.library.doubts import Doubt, DoubtKind
from reader.ui.controllers.issue_dialogs import IssueDialog
from reader.ui.widgets.listing import ListingDialog
from reader.ui.window.window import MainWindow
from tests.features.unknown import doubtful_library
from tests.features.unknown.doubtful_library import KINDS
from tests.ui import a_window
from tests.ui.a_window import click

REMEDIES = {
    **dict.fromkeys(KINDS, "更正日期、报名…"),
    "unread": "查看清单",
    "unread-pages": "",
    "passed-over": "查看清单",
    "copies": "比较不同的字句…",
    "low-quality": "校对",
    "pictures": "识别…",
    "lost-marks": "",
    "other-correction": "看更正…",
    "set-apart": "",
}


def test_the_page_leads_to_each_thing_and_its_remedy(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, doubtful_library.write(tmp_path / "旧报"))
    part = window.controller.features.parts.of(UnknownPart)
    qtbot.waitUntil(lambda: part.row.isVisible() and part.is_idle())
    assert part.row_button.text() == f"待查 {len(KINDS)}"
    tree = window.controller.layout.tree
    at = tree.mapTo(window, QPoint())
    part.row.hide()
    QApplication.processEvents()
    assert tree.mapTo(window, QPoint()) == at, "its coming moves nothing"
    part.row.show()
    click(part.row_button)
    assert part.pane.isVisible()
    rows = {row.kind.value: row for row in part.pane.things.rows()}
    remedies = {kind: remedy[0] if (remedy := part.remedy([row])) else "" for kind, row in rows.items()}
    assert remedies == REMEDIES
    for kind in ("undated", "low-quality", "lost-marks"):
        part.pane.things.select(part.pane.things.key_of(rows[kind]))
        _do(part, 0)
        qtbot.waitUntil(lambda: not part.pane.isVisible())
        qtbot.waitUntil(partial(_shows, window, KINDS[kind]))
        part.open()
    part.pane.choose(DoubtKind.CONTRADICTING)
    assert [row.kind for row in part.pane.things.rows()] == ["contradicting"]
    _do(part, 1)
    dialog = window.findChild(IssueDialog)
    assert dialog is not None
    assert dialog.number.text() == "4173"
    dialog.reject()
    part.pane.choose(None)
    several = [row for kind, row in rows.items() if REMEDIES[kind] == REMEDIES["undated"]]
    together = part.remedy(several)
    assert together is not None
    together[1]()
    files = window.findChild(ListingDialog)
    assert files is not None
    listing, chosen = files.listing, {row.path for row in several}
    qtbot.waitUntil(lambda: {file.path for file in listing.rows()} == chosen)
    files.reject()
    assert part.remedy([rows["unread"], rows["undated"]]) is None, "of two kinds there is no one remedy"
    part.pane.choose(DoubtKind.INFERRED)
    qtbot.waitUntil(lambda: len(part.pane.things.rows()) == 2)
    assert {row.kind for row in part.pane.things.rows()} == {DoubtKind.INFERRED}
    assert part.step_back()
    assert not part.pane.isVisible()


def _do(part: UnknownPart, number: int) -> None:
    things = part.pane.things
    assert isinstance(things.current(), Doubt)
    assert things.do(things.row_acts[number])


def _shows(window: MainWindow, path: str) -> bool:
    stored = window.controller.layout.pane.article()
    return stored is not None and [each.path for each in stored.sources][:1] == [path]
