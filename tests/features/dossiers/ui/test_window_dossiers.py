"""Dossiers in the window: filled while reading, arranged by keys and by dragging, written in, undone, exported."""

import io
from pathlib import Path
from threading import Event

import docx
import pytest
from msgspec import structs
from PySide6.QtCore import QMimeData, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from reader.features.dossiers.dossier_text import DossierFormat
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.dossiers.ui import dossier_pane
from reader.features.dossiers.ui.dossier_pane import ENTRIES, DossierPane, NoteField
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.ui.article.article_page import ArticlePage
from reader.ui.widgets.row_list import ARTICLES, dragged_ids
from reader.ui.window.window import MainWindow
from tests.held_by_another import held
from tests.ui.a_window import CTRL, SHIFT, click_row, focused, headline, press, texts, type_text, view
from tests.ui.printing import read_back

WORDS = "老船工说"
DOSSIERS = Qt.Key.Key_5


def the_part(window: MainWindow) -> DossiersPart:
    return window.controller.features.parts.of(DossiersPart)


@pytest.fixture
def page(window: MainWindow) -> ArticlePage:
    page = window.controller.layout.pane.page
    page.setFocus()
    return page


@pytest.fixture
def pane(window: MainWindow) -> DossierPane:
    return the_part(window).pane


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.undo.is_idle)
    qtbot.waitUntil(window.controller.features.bookmarks.tasks.is_idle)
    qtbot.waitUntil(the_part(window).is_idle)


def select(page: ArticlePage, words: str) -> None:
    found = page.document().find(words)
    assert found.hasSelection(), words
    page.setTextCursor(found)


def entries(window: MainWindow) -> list[str]:
    """The last line of each: the title's source, the clipped words, or what is written."""
    return [text.split("\n")[0] for text in texts(view(window, "dossierEntries"))]


def filled(window: MainWindow, qtbot: QtBot) -> None:
    """An article, a note, a clipping, without the hands."""
    dossiers = dossiers_of(window.controller.library)
    stored = window.controller.reading.article
    assert stored is not None
    uuid = dossiers.add("渡口").uuid
    dossiers.add_articles(uuid, [(stored.id, None)])
    dossiers.add_note(uuid, "灯是谁点的？")
    dossiers.add_articles(uuid, [(stored.id, window.controller.library.notebook.quote(stored.id, WORDS))])
    the_part(window).read()
    settle(window, qtbot)


def test_an_article_and_words_are_added_by_a_key_and_undone(
    window: MainWindow, qtbot: QtBot, page: ArticlePage
) -> None:
    press(Qt.Key.Key_A)
    settle(window, qtbot)
    assert "已加进专题“我的专题”" in window.toast.label.text()
    assert "原来就有" not in window.toast.label.text()
    press(Qt.Key.Key_A)
    settle(window, qtbot)
    assert "1 条原来就有" in window.toast.label.text()
    press(Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    select(page, WORDS)
    press(Qt.Key.Key_A)
    settle(window, qtbot)
    assert "原来就有" not in window.toast.label.text(), "words of an article are not the article"
    rows = texts(view(window, "dossierEntries"))
    assert [row.split("\n")[-1] for row in rows][1] == WORDS
    assert rows[0].startswith(headline(window))
    press(Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert len(entries(window)) == 1
    press(Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert dossiers_of(window.controller.library).all() == []


def test_an_empty_tab_gives_the_focus_to_what_can_be_done_and_a_new_one_is_named_in_its_place(
    window: MainWindow, qtbot: QtBot, pane: DossierPane
) -> None:
    for key, focus in ((Qt.Key.Key_4, "导出、导入、最近删除"), (Qt.Key.Key_5, "新专题")):
        press(key, CTRL)
        assert focused().accessibleName() == focus
        assert focused() is not pane.new_button
    pane.new_button.click()
    qtbot.waitUntil(lambda: isinstance(focused(), QLineEdit) and focused().accessibleName() == "专题的名字")
    type_text("渡口")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(view(window, "dossierNames")) == ["渡口 0"])
    assert pane.listing.state.isVisible()


def test_a_note_is_written_in_its_place_and_again_and_what_is_cancelled_was_never_there(
    window: MainWindow, qtbot: QtBot, page: ArticlePage, pane: DossierPane
) -> None:
    filled(window, qtbot)
    press(Qt.Key.Key_N, CTRL | SHIFT)
    qtbot.waitUntil(lambda: isinstance(focused(), NoteField))
    type_text("末了，再问一次。")
    press(Qt.Key.Key_Return, CTRL)
    settle(window, qtbot)
    assert entries(window)[-1] == "末了，再问一次。"
    pane.listing.select(pane.listing.rows()[1].uuid)
    pane.listing.view.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(focused(), NoteField))
    type_text("是船工。")
    press(Qt.Key.Key_Return, CTRL)
    settle(window, qtbot)
    assert entries(window)[1] == "是船工。"
    press(Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert entries(window)[1] == "灯是谁点的？"

    before = entries(window)
    press(Qt.Key.Key_N, CTRL | SHIFT)
    qtbot.waitUntil(lambda: isinstance(focused(), NoteField))
    type_text("不要的")
    press(Qt.Key.Key_Escape)
    settle(window, qtbot)
    assert entries(window) == before
    uuid = pane.listing.rows()[1].uuid
    pane.listing.write_in(uuid)
    type_text("也不要")
    pane.acts.keep_draft(uuid, "也不要")  # as after a pause
    press(Qt.Key.Key_Escape)
    settle(window, qtbot)
    assert entries(window) == before
    assert dossiers_of(window.controller.library).entries(pane.dossiers[0].uuid)[1].text == "灯是谁点的？"


def test_what_is_being_written_outlives_a_sudden_end(
    window: MainWindow, qtbot: QtBot, page: ArticlePage, pane: DossierPane
) -> None:
    filled(window, qtbot)
    uuid = pane.listing.rows()[1].uuid
    pane.listing.write_in(uuid)
    pane.acts.keep_draft(uuid, "写到一半")
    the_part(window).read()
    settle(window, qtbot)
    assert isinstance(focused(), NoteField)
    assert dossiers_of(window.controller.library).entries(pane.dossiers[0].uuid)[1].text == "写到一半"


def test_a_note_that_is_opened_and_not_changed_is_not_written_again(
    window: MainWindow, qtbot: QtBot, pane: DossierPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another window has written of it meanwhile would be lost."""
    monkeypatch.setattr(dossier_pane, "_DRAFT_MS", 0)
    kept: list[str] = []
    filled(window, qtbot)
    pane.listing.model.acts = structs.replace(pane.acts, keep_draft=lambda _, text: kept.append(text))
    pane.listing.write_in(pane.listing.rows()[1].uuid)
    (clock,) = focused().findChildren(QTimer)
    qtbot.waitUntil(lambda: not clock.isActive())
    assert kept == []
    type_text("还有一句")
    qtbot.waitUntil(lambda: kept != [])
    assert "还有一句" in kept[-1]


def test_what_is_added_after_the_first_dossier_was_read_and_before_it_is_shown_is_shown(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller, dossiers = the_part(window), dossiers_of(window.controller.library)
    uuid, was_read = dossiers.add("渡口").uuid, Event()
    state_of = controller._state

    def state(wanted: str) -> object:
        found = state_of(wanted)
        was_read.set()
        return found

    monkeypatch.setattr(controller, "_state", state)
    controller.read()
    assert was_read.wait(120)
    dossiers.add_note(uuid, "灯是谁点的？")
    controller.read()
    settle(window, qtbot)
    assert entries(window) == ["灯是谁点的？"]


def test_entries_are_moved_by_keys_and_by_dragging_removed_and_put_back(
    window: MainWindow, qtbot: QtBot, page: ArticlePage, pane: DossierPane
) -> None:
    filled(window, qtbot)
    title, note, _ = entries(window)
    press(DOSSIERS, CTRL)
    pane.listing.select(pane.listing.rows()[1].uuid)
    press(Qt.Key.Key_Up, CTRL)
    settle(window, qtbot)
    assert entries(window)[0] == note
    for _ in range(3):
        press(Qt.Key.Key_Down, CTRL)
        settle(window, qtbot)
    assert entries(window)[2] == note
    press(Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert entries(window) == [title, note, title]
    press(DOSSIERS, CTRL)
    before = entries(window)
    pane.listing.select(pane.listing.rows()[0].uuid)
    press(Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert entries(window) == before[1:]
    back = next(action for action in pane.more_menu().actions() if action.text() == "找回").menu()
    assert isinstance(back, QMenu)
    back.actions()[0].trigger()
    settle(window, qtbot)
    assert entries(window) == before
    pane.acts.remove_dossier(pane.dossiers[0].uuid)
    settle(window, qtbot)
    assert entries(window) == []
    press(Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    assert entries(window) == before

    model = pane.listing.model
    dragged = model.mimeData([model.index(2, 0)])
    assert dragged.text() == WORDS
    assert not model.dropMimeData(dragged, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    settle(window, qtbot)
    assert texts(view(window, "dossierEntries"))[0].endswith(WORDS)
    foreign = QMimeData()
    foreign.setData(ENTRIES, b'[1, ["x"]]')
    model.dropMimeData(foreign, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert the_part(window).is_idle()

    listed = window.controller.layout.issues.view.model()
    rows = [listed.index(row, 0) for row in range(listed.rowCount())]
    data = next(
        mime
        for row in reversed(rows)
        if (mime := listed.mimeData([row])) is not None and dragged_ids(mime, ARTICLES)
    )
    pane.listing.model.dropMimeData(data, Qt.DropAction.CopyAction, 0, 0, QModelIndex())
    settle(window, qtbot)
    assert len(entries(window)) == 4
    added = pane.listing.rows()[0].bookmark
    assert added is not None
    assert [added.article_id] == dragged_ids(data, ARTICLES)


def test_a_click_opens_the_article_with_the_clipped_words_marked(
    window: MainWindow, qtbot: QtBot, page: ArticlePage, pane: DossierPane
) -> None:
    filled(window, qtbot)
    title = headline(window)
    press(Qt.Key.Key_J)
    assert headline(window) != title
    press(DOSSIERS, CTRL)
    rows = view(window, "dossierEntries")
    click_row(rows, rows.model().index(2, 0))
    assert headline(window) == title
    qtbot.waitUntil(window.controller.layout.pane.has_hits)


def test_it_is_exported_beside_the_window(
    window: MainWindow, qtbot: QtBot, pane: DossierPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(window, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "渡口"), ""))
    written: dict[DossierFormat, bytes] = {}
    for form in DossierFormat:
        target = tmp_path / f"渡口{form.suffix}"
        pane.acts.export(form)
        qtbot.waitUntil(lambda: f"已存为 {target.name}" in window.toast.label.text())  # noqa: B023
        settle(window, qtbot)
        written[form] = target.read_bytes()
    assert f"> {WORDS}[^2]" in written[DossierFormat.MARKDOWN].decode()
    assert docx.Document(io.BytesIO(written[DossierFormat.DOCX])).paragraphs[-1].text == WORDS
    assert "灯是谁点的？" in "".join(read_back.sheets(written[DossierFormat.PDF]))


@pytest.mark.parametrize("form", DossierFormat)
def test_over_a_file_that_another_program_holds_nothing_is_written_until_it_lets_go(
    window: MainWindow,
    qtbot: QtBot,
    pane: DossierPane,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: DossierFormat,
) -> None:
    filled(window, qtbot)
    target = tmp_path / f"渡口{form.suffix}"
    target.write_bytes(b"mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with held(target):
        pane.acts.export(form)
        qtbot.waitUntil(lambda: "另一个程序正占用" in window.toast.label.text())
        settle(window, qtbot)
    assert target.read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [target.name]
    pane.acts.export(form)
    qtbot.waitUntil(lambda: f"已存为 {target.name}" in window.toast.label.text())
    assert target.read_bytes() != b"mine"
