"""Claims in the window: a view in which a text is checked; keys go through it, and write it with footnotes."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.claims import witnesses
from reader.features.claims.footnotes import choices_in
from reader.features.claims.ui import claims_part
from reader.features.claims.ui.claims_face import ClaimsFace
from reader.features.claims.ui.claims_part import ClaimsPart
from reader.features.claims.ui.witness_list import witness_rows
from reader.features.claims.weighing import Outcome
from reader.features.dossiers.dossiers import DossierRow
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.ui.desk import OwnText
from reader.ui.widgets.dialog import FileChoice
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, view

SENTENCE = "1987年6月12日晚，西街粮库失火，烧毁仓房12间。"
OPINION = "历史总是这样。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library with a page that tells of a fire."""
    folder = a_window.write_issues(tmp_path / "旧报")
    page = "白渡日报\n1987年6月13日\n\n西街失火\n\n昨晚西街粮库失火，烧毁仓房12间，无人伤亡。\n"
    (folder / "白渡.txt").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture
def part(window: MainWindow) -> ClaimsPart:
    return window.controller.features.parts.of(ClaimsPart)


@pytest.fixture
def dossiers(window: MainWindow) -> DossiersPart:
    return window.controller.features.parts.of(DossiersPart)


def opened(window: MainWindow, part: ClaimsPart) -> ClaimsFace:
    window._actions["claims"].trigger()
    assert window.controller.features.views.is_shown(part.face)
    return part.face


def settle(part: ClaimsPart, qtbot: QtBot) -> None:
    qtbot.waitUntil(part.tasks.is_idle)
    qtbot.waitUntil(part.desk.undo.is_idle)
    qtbot.waitUntil(part.tasks.is_idle)
    qtbot.waitUntil(part.checking.queue.is_idle)
    qtbot.waitUntil(part.quoting.is_idle)


def outcomes(face: ClaimsFace) -> list[Outcome]:
    return [row.checked.outcome for row in face.lines.rows()]


def written_in(dossiers: DossiersPart, qtbot: QtBot, *texts: str) -> DossierRow:
    """Return a dossier with these notes, which is chosen."""
    row = dossiers.dossiers.add("志稿")
    for text in texts:
        dossiers.dossiers.add_note(row.uuid, text)
    dossiers.choose(row.uuid)
    qtbot.waitUntil(lambda: dossiers.pane.current() is not None)
    qtbot.waitUntil(lambda: len(dossiers.pane.listing.rows()) == len(texts))
    return row


def show_dossier(part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot) -> ClaimsFace:
    """Choose “查证…” in the menu of the chosen dossier."""
    menu = dossiers.pane.more_menu()
    next(action for action in a_window.actions_of(menu) if action.text() == "查证…").trigger()
    settle(part, qtbot)
    return part.face


def test_a_pasted_text_is_checked_read_by_keys_and_its_witness_opened_beside_it(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot
) -> None:
    face = opened(window, part)
    assert window.focusWidget() is face.field
    face.field.setPlainText(f"{OPINION}{SENTENCE}")
    QTest.keyClick(face.field, Qt.Key.Key_Return, CTRL)
    settle(part, qtbot)
    rows = face.lines.rows()
    assert outcomes(face) == [Outcome.NOTHING, Outcome.BORNE_OUT]
    assert not face.is_writing()
    assert window.focusWidget() is face.lines.view
    QTest.keyClick(face.lines.view, Qt.Key.Key_J)
    QTest.keyClick(face.lines.view, Qt.Key.Key_J)
    current = face.lines.current()
    assert current is not None
    assert current.number == 1
    settle(part, qtbot)
    assert len(face.witnesses.rows()) == len(rows[1].checked.witnesses)
    assert rows[1].has_note
    QTest.keyClick(face.lines.view, Qt.Key.Key_Space)
    assert [row.has_note for row in face.lines.rows()] == [False, False]
    QTest.keyClick(face.lines.view, Qt.Key.Key_Return)
    shown = window.controller.layout.pane
    witness = rows[1].checked.witnesses[0]
    qtbot.waitUntil(lambda: getattr(shown.article(), "id", 0) == witness.source.article_id)
    assert window.controller.features.views.is_shown(face)


def test_esc_leads_from_the_field_to_the_list(window: MainWindow, part: ClaimsPart) -> None:
    face = opened(window, part)
    QTest.keyClick(face.field, Qt.Key.Key_Escape)
    assert window.controller.features.views.action == ""
    assert window.focusWidget() is view(window, "resultList")


def test_a_dropped_file_is_read_and_what_was_left_is_written_with_footnotes(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = opened(window, part)
    file = tmp_path / "志稿.md"
    file.write_bytes(f"# 志稿\n\n{SENTENCE}\n".encode("gb18030"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    assert face.field.canInsertFromMimeData(mime)
    face.field.insertFromMimeData(mime)
    qtbot.waitUntil(lambda: len(face.lines.rows()) == 2)
    settle(part, qtbot)
    assert "志稿\n" in face.field.toPlainText()
    target = tmp_path / "查证.md"
    monkeypatch.setattr(claims_part, "ask_for_file", lambda *_: FileChoice(target, replaces=False))
    part._export(".md")
    qtbot.waitUntil(target.exists)
    assert "[^1]: " in target.read_text(encoding="utf-8")
    assert file.exists()


def test_a_witness_goes_into_a_dossier_with_the_sentence_as_a_note(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot
) -> None:
    face = opened(window, part)
    part.take(SENTENCE)
    settle(part, qtbot)
    (row,) = face.lines.rows()
    first = witness_rows(window.controller.library, row.checked)[0]
    assert first.bookmark is not None
    assert first.bookmark.note.startswith(SENTENCE)
    assert first.bookmark.passage is not None
    assert first.bookmark.passage.exact in first.witness.words


def test_another_text_ends_the_checking_of_the_one_before(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot
) -> None:
    face = opened(window, part)
    part.take(SENTENCE * 60)
    part.take(OPINION)
    settle(part, qtbot)
    assert outcomes(face) == [Outcome.NOTHING]


def test_the_field_for_another_text_stays_while_the_checking_of_the_former_one_ends(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot
) -> None:
    face = opened(window, part)
    part.take(SENTENCE * 60)
    face.write_another()
    settle(part, qtbot)
    assert face.is_writing()


def test_a_file_is_written_whatever_is_checked_meanwhile(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, part)
    part.take(SENTENCE)
    settle(part, qtbot)
    target = tmp_path / "查证.md"
    monkeypatch.setattr(claims_part, "ask_for_file", lambda *_: FileChoice(target, replaces=False))
    gate = Event()
    part.tasks.run(gate.wait, do_nothing)
    part._export(".md")
    part.take(OPINION)
    gate.set()
    settle(part, qtbot)
    qtbot.waitUntil(part.writing.is_idle)
    assert "[^1]: " in target.read_text(encoding="utf-8")


def test_what_was_given_up_is_said_and_goes_on_where_it_ended(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = opened(window, part)
    checked: list[str] = []
    check = witnesses.Checker.checked

    def cancelled_at_third(checker: witnesses.Checker, sentence: object) -> object:
        row = check(checker, sentence)  # type: ignore[arg-type]
        checked.append(row.sentence.text)
        if len(checked) == 3:
            part.checking.cancel()
        return row

    monkeypatch.setattr(witnesses.Checker, "checked", cancelled_at_third)
    part.take(SENTENCE * 5)
    settle(part, qtbot)
    assert len(face.lines.rows()) == 3
    assert "没有查完" in face.lead.text()
    assert not face.export_chip.isVisible()
    face.go_on_button.click()
    settle(part, qtbot)
    assert outcomes(face) == [Outcome.BORNE_OUT] * 5
    assert len(checked) == 5
    assert "没有查完" not in face.lead.text()
    assert face.export_chip.isVisible()


def test_what_changes_in_the_library_meanwhile_ends_no_checking_and_is_seen_the_next_time(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot, root: Path
) -> None:
    face = opened(window, part)
    library = window.controller.library
    part.take(SENTENCE * 40)
    page = "白渡日报\n1987年6月15日\n\n河街闹市\n\n昨日河街开市，到货船12艘。\n"
    (root / "河街.txt").write_text(page, encoding="utf-8")
    library.sync()
    part._read_asked()
    settle(part, qtbot)
    assert outcomes(face) == [Outcome.BORNE_OUT] * 40
    part.take("1987年6月14日，河街开市，到货船12艘。")
    settle(part, qtbot)
    assert outcomes(face) == [Outcome.BORNE_OUT]


@pytest.mark.parametrize(
    ("text", "said"), [("", "文字是空的"), (" \n\u3000\n", "文字是空的"), (OPINION, "无可查的")]
)
def test_of_a_text_with_nothing_to_check_the_reason_is_said(
    window: MainWindow, part: ClaimsPart, qtbot: QtBot, text: str, said: str
) -> None:
    face = opened(window, part)
    part.take(text)
    settle(part, qtbot)
    assert said in face.lead.text()


# -- a dossier


def test_what_is_written_in_a_dossier_is_checked_when_it_is_looked_at_and_not_again(
    window: MainWindow,
    part: ClaimsPart,
    dossiers: DossiersPart,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs: list[str] = []
    check = witnesses.check

    def counted(library: object, text: str, *more: object) -> object:
        runs.append(text)
        return check(library, text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(claims_part, "check", counted)
    written_in(dossiers, qtbot, SENTENCE, OPINION)
    dossiers.list_articles()
    settle(part, qtbot)
    assert runs == []
    face = opened(window, part)
    settle(part, qtbot)
    assert outcomes(face) == [Outcome.BORNE_OUT, Outcome.NOTHING]
    assert "志稿" in face.lead.text()
    window._actions["claims"].trigger()
    window._actions["claims"].trigger()
    settle(part, qtbot)
    assert len(runs) == 1
    search_and_wait(window, "渡口")
    assert face.is_writing()


def test_the_menu_of_a_dossier_leads_there(part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot) -> None:
    written_in(dossiers, qtbot, SENTENCE)
    face = show_dossier(part, dossiers, qtbot)
    assert outcomes(face) == [Outcome.BORNE_OUT]
    assert part.desk.searching.text == "专题:志稿"


def test_in_a_dossier_without_a_text_there_is_a_field_for_one(
    part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot
) -> None:
    written_in(dossiers, qtbot)
    face = show_dossier(part, dossiers, qtbot)
    assert face.is_writing()
    assert "还没有自己写的话" in face.lead.text()


def test_a_footnote_that_is_chosen_is_kept_in_the_dossier_and_undone(
    part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot
) -> None:
    row = written_in(dossiers, qtbot, f"{SENTENCE}1990年7月，渡口新建灯塔一座。")
    decisions = part.desk.library.user_data.decisions
    face = show_dossier(part, dossiers, qtbot)
    former = [line.has_note for line in face.lines.rows()]
    assert former == [True, True], "what is not found has one, too"
    for number in (0, 1, 1):
        face.lines.select(number)
        QTest.keyClick(face.lines.view, Qt.Key.Key_Space)
        settle(part, qtbot)
    assert [line.has_note for line in face.lines.rows()] == [False, True]
    assert [*choices_in(decisions, row.uuid).values()] == [False, True]
    part.take(OPINION)
    settle(part, qtbot)
    face = show_dossier(part, dossiers, qtbot)
    settle(part, qtbot)
    assert [line.has_note for line in face.lines.rows()] == [False, True]
    for _ in range(3):
        part.desk.undo.undo()
        settle(part, qtbot)
    assert choices_in(decisions, row.uuid) == {}
    assert [line.has_note for line in face.lines.rows()] == former


def test_another_search_ends_the_checking_of_a_dossier(
    window: MainWindow, part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot
) -> None:
    written_in(dossiers, qtbot, SENTENCE * 60)
    dossiers.list_articles()
    face = opened(window, part)
    qtbot.waitUntil(lambda: not part.checking.queue.is_idle())
    search_and_wait(window, "渡口")
    settle(part, qtbot)
    assert face.is_writing()
    assert len(part._rows) < 60


def test_for_a_dossier_that_does_not_exist_no_text_of_another_is_shown(
    window: MainWindow, part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot
) -> None:
    written_in(dossiers, qtbot, SENTENCE)
    face = show_dossier(part, dossiers, qtbot)
    assert not face.is_writing()
    search_and_wait(window, "专题:无此")
    settle(part, qtbot)
    assert face.is_writing()
    assert "没有叫“无此”的专题" in window.toast.label.text()


def test_a_choice_that_is_stored_late_is_none_for_the_text_that_is_shown_by_then(
    part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot
) -> None:
    written_in(dossiers, qtbot, SENTENCE)
    face = show_dossier(part, dossiers, qtbot)
    part.turn(face.lines.rows()[0])
    part.take(SENTENCE)
    settle(part, qtbot)
    assert [line.has_note for line in face.lines.rows()] == [True]


def test_a_checked_text_is_kept_in_a_dossier_with_what_was_chosen_and_checked_again_from_there(
    window: MainWindow, part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot
) -> None:
    dossier = written_in(dossiers, qtbot)
    decisions = window.controller.library.user_data.decisions
    face = opened(window, part)
    part.take(SENTENCE)
    assert not face.keep_chip.isVisible()
    settle(part, qtbot)
    face.lines.select(0)
    QTest.keyClick(face.lines.view, Qt.Key.Key_Space)
    face.keep_chip.choices.aboutToShow.emit()
    (keep,) = face.keep_chip.choices.actions()
    assert keep.text() == "加进专题"
    a_window.actions_of(face.keep_chip.choices)[1].trigger()
    qtbot.waitUntil(lambda: [entry.text for entry in dossiers.dossiers.entries(dossier.uuid)] == [SENTENCE])
    settle(part, qtbot)
    assert choices_in(decisions, dossier.uuid) == {SENTENCE: False}
    assert not face.keep_chip.isVisible()
    QTest.keyClick(face.lines.view, Qt.Key.Key_Space)
    settle(part, qtbot)
    assert choices_in(decisions, dossier.uuid) == {SENTENCE: True}

    part.take(OPINION)
    settle(part, qtbot)
    qtbot.waitUntil(lambda: len(dossiers.pane.listing.rows()) == 1)
    menu = QMenu()
    dossiers.pane.fill_menu(menu, dossiers.pane.listing.rows())
    next(action for action in menu.actions() if action.text() == "查证这段话").trigger()
    settle(part, qtbot)
    assert outcomes(face) == [Outcome.BORNE_OUT]
    part.desk.undo.undo()
    part.desk.undo.undo()
    settle(part, qtbot)
    assert dossiers.dossiers.entries(dossier.uuid) == []
    assert choices_in(decisions, dossier.uuid) == {}


def test_a_drafted_line_is_checked_beside_a_dossier_that_stays_as_it_is(
    part: ClaimsPart, dossiers: DossiersPart, qtbot: QtBot
) -> None:
    row = written_in(dossiers, qtbot, OPINION)
    show_dossier(part, dossiers, qtbot)
    part.check(OwnText(SENTENCE))
    settle(part, qtbot)
    assert outcomes(part.face) == [Outcome.BORNE_OUT]
    assert [entry.text for entry in dossiers.dossiers.entries(row.uuid)] == [OPINION]
