"""Undo and redo in the window: one stack over all features, in the order of doing; each step is named and shown."""

import datetime as dt
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import formats
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.features.saved_searches.ui import SavedPart
from reader.features.sources.ui import SourcesPart
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import ArticleRow
from reader.newspaper.passage import Passage
from reader.ui.controllers import read_marking
from reader.ui.frame import Tab
from reader.ui.window.actions import keys_by_purpose
from reader.ui.window.window import MainWindow
from tests.acts import state_of
from tests.library.test_sources import SEED
from tests.sources import files
from tests.sources.issues import an_issue, scan, told
from tests.ui.a_window import open_on, press, type_text

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads so long that an article counts as read."""
    for bound in ("LEAST", "MOST"):
        monkeypatch.setattr(read_marking, bound, float("inf"))


def settle(window: MainWindow, qtbot: QtBot) -> None:
    controller = window.controller
    for _ in range(2):
        qtbot.waitUntil(controller.features.undo.is_idle)
        qtbot.waitUntil(controller.features.bookmarks.tasks.is_idle)
        qtbot.waitUntil(controller.features.marks._tasks.is_idle)
        qtbot.waitUntil(controller.features.parts.of(DossiersPart).is_idle)
        qtbot.waitUntil(lambda: not controller.is_reading())


def undo(window: MainWindow, qtbot: QtBot) -> str:
    press(Qt.Key.Key_Z, CTRL)
    settle(window, qtbot)
    return window.toast.label.text()


def redo(window: MainWindow, qtbot: QtBot) -> str:
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    settle(window, qtbot)
    return window.toast.label.text()


def shown(window: MainWindow) -> str:
    stored = window.controller.layout.pane.article()
    assert stored is not None
    return stored.article.title()


def tab(window: MainWindow) -> str:
    return window.controller.layout.tab


def correct_the_date(window: MainWindow, qtbot: QtBot, day: dt.date) -> None:
    stored = window.controller.layout.pane.article()
    assert stored is not None
    claims = [Claim(CorrectionKind.DATE, date=day)]
    window.controller.features.corrections.issues.correct([stored.sources[0].path], claims)
    settle(window, qtbot)


def test_acts_of_several_features_are_undone_in_the_order_of_doing_and_redone(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.controller.layout.pane.page.setFocus()
    title, state = shown(window), state_of(window.controller.library)
    for key, held in ((Qt.Key.Key_B, None), (Qt.Key.Key_A, None), (Qt.Key.Key_M, CTRL)):
        press(key, held) if held else press(key)
        settle(window, qtbot)
    done = state_of(window.controller.library)
    assert undo(window, qtbot) == "已撤销：把 1 篇标为读过"
    assert undo(window, qtbot) == "已撤销：加进专题“我的专题”"
    assert undo(window, qtbot) == f"已撤销：收藏“{title}”"
    assert state_of(window.controller.library) == state
    assert undo(window, qtbot) == "没有可以撤销的。"
    assert redo(window, qtbot) == f"已重做：收藏“{title}”"
    assert redo(window, qtbot) == "已重做：加进专题“我的专题”"
    press(Qt.Key.Key_Y, CTRL)
    settle(window, qtbot)
    assert window.toast.label.text() == "已重做：把 1 篇标为读过"
    assert state_of(window.controller.library) == done
    assert redo(window, qtbot) == "没有可以重做的。"


def test_what_is_undone_is_shown_wherever_it_is(window: MainWindow, qtbot: QtBot) -> None:
    controller, layout = window.controller, window.controller.layout
    layout.pane.page.setFocus()
    title = shown(window)
    press(Qt.Key.Key_M, CTRL)
    settle(window, qtbot)
    assert window.toast.action_button.text() == "撤销"
    press(Qt.Key.Key_B)
    assert window.toast.isHidden(), "it offers the last act only"
    settle(window, qtbot)
    press(Qt.Key.Key_J)
    settle(window, qtbot)
    assert shown(window) != title
    undo(window, qtbot)
    assert shown(window) == title
    assert window.toast.action_button.text() == "重做"
    window.toast.action_button.click()
    settle(window, qtbot)
    assert window.toast.label.text().startswith("已重做：收藏")
    assert window.toast.action_button.text() == "撤销"
    press(Qt.Key.Key_A)
    settle(window, qtbot)
    layout.show_tab(Tab.PAPERS)
    undo(window, qtbot)
    assert tab(window) == "dossiers"
    redo(window, qtbot)
    chosen = controller.features.parts.of(DossiersPart).pane.listing.chosen()
    assert [entry.bookmark.article.title() for entry in chosen if entry.bookmark] == [title]

    layout.pane.page.setFocus()
    for key in (Qt.Key.Key_J, Qt.Key.Key_B):
        press(key)
        settle(window, qtbot)
    controller.features.bookmarks.remove(*controller.library.notebook.bookmarks())
    settle(window, qtbot)
    assert undo(window, qtbot) == "已撤销：删除 2 条收藏"
    assert tab(window) == Tab.BOOKMARKS
    assert layout.bookmarks.listing.current() is not None

    controller.features.results.enter_query("渡口")
    qtbot.waitUntil(controller.features.searching.is_idle)
    controller.features.parts.of(SavedPart).save()
    settle(window, qtbot)
    qtbot.waitUntil(controller.features.parts.of(SavedPart).is_idle)
    uuid = controller.features.parts.of(SavedPart).pane.model.rows()[0].uuid
    layout.show_tab(Tab.PAPERS)
    controller.features.parts.of(SavedPart).pane.model.acts.remove(uuid)
    settle(window, qtbot)
    assert undo(window, qtbot) == "已撤销：删除保存的搜索“渡口”"
    qtbot.waitUntil(controller.features.parts.of(SavedPart).is_idle)
    assert tab(window) == Tab.BOOKMARKS
    assert [row.name for row in controller.features.parts.of(SavedPart).pane.model.rows()] == ["渡口"]


def test_while_an_act_is_carried_out_undo_means_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, library = window.controller.layout, window.controller.library
    layout.pane.page.setFocus()
    press(Qt.Key.Key_M, CTRL)
    settle(window, qtbot)
    title, may_go_on = shown(window), threading.Event()
    bookmark = library.notebook.bookmark

    def slowly(article_id: int, passage: Passage | None = None) -> object:
        may_go_on.wait(120)
        return bookmark(article_id, passage=passage)

    monkeypatch.setattr(library.notebook, "bookmark", slowly)
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_Z, CTRL)
    assert not library.notebook.bookmarks()
    may_go_on.set()
    settle(window, qtbot)
    assert window.toast.label.text() == f"已撤销：收藏“{title}”"
    assert not library.notebook.bookmarks()
    assert len(library.read_marks.ids()) == 1


def test_what_can_not_be_undone_stays_to_be_and_what_another_window_has_changed_is_left_alone(
    window: MainWindow, qtbot: QtBot
) -> None:
    library = window.controller.library
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_B)
    settle(window, qtbot)
    path = library.user_data.path
    away = path.with_name("away.sqlite")
    path.rename(away)
    assert undo(window, qtbot).startswith("没有撤销：收藏")
    away.rename(path)
    assert undo(window, qtbot).startswith("已撤销：收藏")
    assert not library.notebook.bookmarks()
    press(Qt.Key.Key_B)
    settle(window, qtbot)
    (made,) = library.notebook.bookmarks()
    other = Library.open(library.root)
    other.user_data.edit_bookmark(made.uuid, "另一个窗口写的", ())
    other.close()
    words = undo(window, qtbot)
    assert words.startswith("没有撤销：收藏")
    assert "后来又改过" in words
    assert [each.note for each in library.notebook.bookmarks()] == ["另一个窗口写的"]
    assert undo(window, qtbot) == "没有可以撤销的。"


def test_the_choice_of_a_source_is_undone_and_redone(qtbot: QtBot, tmp_path: Path) -> None:
    issue = an_issue(SEED)[1:3]
    printed = told(issue, replace(scan(0.05), cut=0, joined=0, advertisement=0), "s")
    for name, data in (files.site(issue) | files.scans(printed)).items():
        path = tmp_path / "报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")
    window = open_on(qtbot, tmp_path / "报")
    layout, sources = window.controller.layout, window.controller.features.parts.of(SourcesPart)
    stored = layout.pane.article()
    assert stored is not None
    found = window.controller.library.sources.of(stored.id)
    assert found is not None
    first, second = (source.article.blocks for source in found.sources[:2])
    name = formats.name_of(found.sources[1].format)
    sources.open(2)
    qtbot.waitUntil(lambda: sources.dialog is not None)
    assert sources.bar is not None
    sources.bar.choose_button.click()
    for turn in (undo, redo, undo):
        settle(window, qtbot)
        stored = layout.pane.article()
        assert stored is not None
        assert stored.article.blocks == (first if turn is redo else second)
        assert turn(window, qtbot) == f"已{'重做' if turn is redo else '撤销'}：改为显示{name}"
    stored = layout.pane.article()
    assert stored is not None
    assert stored.article.blocks == first


def test_where_a_correction_gives_articles_other_ids_marks_stay_and_what_is_undone_is_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    library, pane, listed = (
        window.controller.library,
        window.controller.layout.pane,
        window.controller.layout.issues,
    )
    pane.page.setFocus()
    title = shown(window)
    for key, held in ((Qt.Key.Key_B, None), (Qt.Key.Key_M, CTRL)):
        press(key, held) if held else press(key)
        settle(window, qtbot)
    before = pane.article()
    correct_the_date(window, qtbot, dt.date(1986, 1, 2))
    after = pane.article()
    assert before is not None
    assert after is not None
    assert before.id != after.id
    assert pane.header.star_button.accessibleName() == "取消收藏 (B)"
    (row,) = (row for row in listed.model.rows() if isinstance(row, ArticleRow) and row.id == after.id)
    assert listed.model.marks.signs(row) == ["star-filled", "check"]

    window.controller.reading.open_newest()
    settle(window, qtbot)
    assert undo(window, qtbot).startswith("已撤销：更正“")
    issue, path = listed.issue_id(), before.sources[0].path
    assert issue is not None
    assert [each.path for each in library.derived.catalogue.files.files_of_issue(issue)] == [path]

    library.corrections.correct_issue([path], [Claim(CorrectionKind.DATE, date=dt.date(1987, 8, 1))])
    window.controller.sync.look()
    settle(window, qtbot)
    press(Qt.Key.Key_J)
    settle(window, qtbot)
    assert undo(window, qtbot) == "已撤销：把 1 篇标为读过"
    assert shown(window) == title


def test_a_text_that_is_being_typed_has_its_own_undo_and_redo(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_B)
    settle(window, qtbot)
    line = window.controller.layout.search.line
    line.setFocus()
    type_text("ab")
    for key, modifiers, text in (
        (Qt.Key.Key_Z, CTRL, ""),
        (Qt.Key.Key_Z, CTRL, ""),
        (Qt.Key.Key_Z, CTRL | SHIFT, "ab"),
        (Qt.Key.Key_Z, CTRL, ""),
        (Qt.Key.Key_Y, CTRL, "ab"),
    ):
        QTest.keyClick(line, key, modifiers)
        settle(window, qtbot)
        assert line.text() == text
        assert len(window.controller.library.notebook.bookmarks()) == 1
    window.controller.features.undo.undo()
    settle(window, qtbot)
    line.setFocus()
    for modifiers, key in ((CTRL | SHIFT, Qt.Key.Key_Z), (CTRL, Qt.Key.Key_Y)):
        QTest.keyClick(line, key, modifiers)
        settle(window, qtbot)
        assert not window.controller.library.notebook.bookmarks()
    layout = window.controller.layout  # X11 does not know Ctrl+Y as a key of text
    for focused, is_kept in ((layout.search.line, True), (layout.pane.page, False)):
        focused.setFocus()
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Y, CTRL)
        event.ignore()
        QApplication.sendEvent(focused, event)
        assert event.isAccepted() == is_kept


def test_redo_is_in_the_list_of_keys() -> None:
    assert ("重做", "Ctrl+Shift+Z  Ctrl+Y") in [row for _, rows in keys_by_purpose() for row in rows]


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(keys=st.lists(st.sampled_from("BUAJ"), min_size=1, max_size=5))
def test_undoing_all_gives_the_former_state_and_redoing_all_the_later_one(
    window: MainWindow, qtbot: QtBot, keys: list[str]
) -> None:
    library, undo = window.controller.library, window.controller.features.undo
    undo._done.clear()
    undo._undone.clear()
    window.controller.layout.pane.page.setFocus()
    before = state_of(library)
    for key in keys:
        press(getattr(Qt.Key, f"Key_{key}"))
        settle(window, qtbot)
    after = state_of(library)
    for turn, wanted in ((undo.undo, before), (undo.redo, after)):
        for _ in keys:
            turn()
            settle(window, qtbot)
        assert state_of(library) == wanted
