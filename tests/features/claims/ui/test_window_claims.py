"""Claims in the window: a text is pasted or dropped and checked; keys go through it, and write it with footnotes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.features.claims import ui
from reader.features.claims.ui import ClaimsPane, ClaimsPart, witness_rows
from reader.features.claims.weighing import Outcome
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.ui.widgets.dialog import FileChoice
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL


def opened(window: MainWindow) -> ClaimsPane:
    part = window.controller.features.parts.of(ClaimsPart)
    menu = QMenu()
    part.offer_on_list(menu, "渡口", [])
    (entry,) = menu.actions()
    assert entry.text() == "查证…"
    entry.trigger()
    return part.pane


def settle(pane: ClaimsPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(pane._part.checking.queue.is_idle)
    qtbot.waitUntil(pane._part.tasks.is_idle)
    qtbot.waitUntil(pane._part.quoting.is_idle)


SENTENCE = "1987年6月12日晚，西街粮库失火，烧毁仓房12间。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library with a page that tells of a fire."""
    folder = a_window.write_issues(tmp_path / "旧报")
    page = "白渡日报\n1987年6月13日\n\n西街失火\n\n昨晚西街粮库失火，烧毁仓房12间，无人伤亡。\n"
    (folder / "白渡.txt").write_text(page, encoding="utf-8")
    return folder


def test_a_pasted_text_is_checked_read_by_keys_and_its_witness_opened(
    window: MainWindow, qtbot: QtBot
) -> None:
    pane = opened(window)
    assert window.focusWidget() is pane.field
    pane.field.setPlainText(f"历史总是这样。{SENTENCE}")
    QTest.keyClick(pane.field, Qt.Key.Key_Return, CTRL)
    settle(pane, qtbot)
    rows = pane.lines.rows()
    assert [row.checked.outcome for row in rows] == [Outcome.NOTHING, Outcome.BORNE_OUT]
    assert window.focusWidget() is pane.lines.view
    QTest.keyClick(pane.lines.view, Qt.Key.Key_J)
    QTest.keyClick(pane.lines.view, Qt.Key.Key_J)
    current = pane.lines.current()
    assert current is not None
    assert current.number == 1
    settle(pane, qtbot)
    assert len(pane.witnesses.rows()) == len(rows[1].checked.witnesses)
    assert rows[1].has_note
    QTest.keyClick(pane.lines.view, Qt.Key.Key_Space)
    assert [row.has_note for row in pane.lines.rows()] == [False, False]
    QTest.keyClick(pane.lines.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not pane._part.is_shown())
    shown = window.controller.layout.pane
    witness = rows[1].checked.witnesses[0]
    qtbot.waitUntil(lambda: getattr(shown.article(), "id", 0) == witness.source.article_id)


def test_a_dropped_file_is_read_and_what_was_left_is_written_with_footnotes(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = opened(window)
    file = tmp_path / "志稿.md"
    file.write_bytes(f"# 志稿\n\n{SENTENCE}\n".encode("gb18030"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    assert pane.field.canInsertFromMimeData(mime)
    pane.field.insertFromMimeData(mime)
    qtbot.waitUntil(lambda: len(pane.lines.rows()) == 2)
    settle(pane, qtbot)
    assert "志稿\n" in pane.field.toPlainText()
    target = tmp_path / "查证.md"
    monkeypatch.setattr(ui, "ask_for_file", lambda *_: FileChoice(target, replaces=False))
    pane._export(".md")
    qtbot.waitUntil(target.exists)
    assert "[^1]: " in target.read_text(encoding="utf-8")
    assert file.exists()


def test_a_witness_goes_into_a_dossier_with_the_sentence_as_a_note(window: MainWindow, qtbot: QtBot) -> None:
    pane = opened(window)
    pane.field.setPlainText(SENTENCE)
    pane.check(pane.field)
    settle(pane, qtbot)
    (row,) = pane.lines.rows()
    first = witness_rows(window.controller.library, row.checked)[0]
    assert first.bookmark is not None
    assert first.bookmark.note.startswith(SENTENCE)
    assert first.bookmark.passage is not None
    assert first.bookmark.passage.exact in first.witness.words


def test_another_text_ends_the_checking_of_the_one_before(window: MainWindow, qtbot: QtBot) -> None:
    pane = opened(window)
    pane.field.setPlainText(SENTENCE * 60)
    pane.check(pane.field)
    pane.field.setPlainText("历史总是这样。")
    pane.check(pane.field)
    settle(pane, qtbot)
    assert [row.checked.outcome for row in pane.lines.rows()] == [Outcome.NOTHING]


def test_a_checked_text_is_kept_in_a_dossier_and_checked_again_from_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    dossiers = window.controller.features.parts.of(DossiersPart)
    dossier = dossiers.dossiers.add("志稿")
    dossiers.choose(dossier.uuid)
    qtbot.waitUntil(lambda: dossiers.pane.current() is not None)
    pane = opened(window)
    assert not pane.keep_chip.isEnabled()
    pane.take(SENTENCE)
    settle(pane, qtbot)
    pane.keep_chip.choices.aboutToShow.emit()
    (keep,) = pane.keep_chip.choices.actions()
    assert keep.text() == "加进专题"
    a_window.actions_of(pane.keep_chip.choices)[1].trigger()
    qtbot.waitUntil(lambda: [entry.text for entry in dossiers.dossiers.entries(dossier.uuid)] == [SENTENCE])

    pane.take("历史总是这样。")
    settle(pane, qtbot)
    qtbot.waitUntil(lambda: len(dossiers.pane.listing.rows()) == 1)
    menu = QMenu()
    dossiers.pane.fill_menu(menu, dossiers.pane.listing.rows())
    next(action for action in menu.actions() if action.text() == "查证这段话").trigger()
    settle(pane, qtbot)
    assert [row.checked.outcome for row in pane.lines.rows()] == [Outcome.BORNE_OUT]
