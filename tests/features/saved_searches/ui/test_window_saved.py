"""Saved searches in the window: saved, named, counted after a sync, opened with what is new marked, removed, undone."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from reader.features.saved_searches.saved_searches import SavedCount, searches_of
from reader.features.saved_searches.ui import SavedPart
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.decision import SavedSearch
from reader.search.documents import Order
from reader.storage.platform_folders import places
from reader.ui.frame import Tab
from reader.ui.widgets.named_list import NamedPane
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, click, focused, headline, press, texts, type_text, view


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.set_text("")
    type_text(text)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.features.searching.text == text)
    qtbot.waitUntil(window.controller.features.searching.is_idle)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.parts.of(SavedPart).is_idle)
    qtbot.waitUntil(window.controller.features.searching.is_idle)


def pane(window: MainWindow) -> NamedPane:
    return window.controller.features.parts.of(SavedPart).pane


def rows(window: MainWindow) -> list[str]:
    return texts(view(window, "savedSearches"))


def save(window: MainWindow, qtbot: QtBot, name: str = "") -> None:
    """By the keys; the name that stands over the row is taken, or another one written."""
    press(Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: isinstance(focused(), QLineEdit) and focused().parent() is not None)
    qtbot.waitUntil(lambda: focused().accessibleName() == "搜索的名字")
    if name:
        type_text(name)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused().accessibleName() != "搜索的名字")
    settle(window, qtbot)


def grow(window: MainWindow, qtbot: QtBot, root: Path, day: int = 10) -> None:
    a_window.write_issues(root, [dt.date(1987, 7, day)])
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: rows(window)[0].split()[-1] not in ("…",))
    settle(window, qtbot)


def open_first(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.layout.show_tab(Tab.BOOKMARKS)
    saved = view(window, "savedSearches")
    a_window.click_row(saved, saved.model().index(0, 0))
    settle(window, qtbot)
    qtbot.waitUntil(lambda: "正在加载……" not in texts(view(window, "resultList")))


def titles(window: MainWindow) -> list[str]:
    """Of the rows that are read."""
    return [text.split("\n")[1] for text in texts(view(window, "resultList")) if "\n" in text]


def fresh(window: MainWindow) -> list[str]:
    found = texts(view(window, "resultList"))
    return [text.split("\n")[1] for text in found if text.startswith("新 ")]


def test_a_search_is_saved_by_keys_and_the_button_and_named_over_its_row(
    window: MainWindow, qtbot: QtBot
) -> None:
    button = window.controller.features.parts.of(SavedPart).button
    press(Qt.Key.Key_S, CTRL | SHIFT)
    assert "先搜索" in window.toast.label.text()
    assert rows(window) == []
    assert pane(window).isHidden()
    assert button.isHidden()
    search(window, qtbot, "船校")
    assert button.isVisible()
    click(button)
    qtbot.waitUntil(lambda: rows(window) == ["船校 3"])
    settle(window, qtbot)
    assert "已保存“船校”" in window.toast.label.text()
    assert window.toast.action_button.text() == "撤销"
    search(window, qtbot, "渡船")
    save(window, qtbot, "江上的船")
    assert rows(window) == ["江上的船 9", "船校 3"]
    assert searches_of(window.controller.library).named("江上的船").query == "渡船"  # type: ignore[union-attr]
    press(Qt.Key.Key_S, CTRL | SHIFT)
    settle(window, qtbot)
    assert "已经存过，叫“江上的船”" in window.toast.label.text()
    assert len(rows(window)) == 2
    pane(window).model.acts.rename(pane(window).model.rows()[0].uuid, "船校")
    settle(window, qtbot)
    assert "已有一个搜索叫“船校”" in window.toast.label.text()
    assert [row.split()[0] for row in rows(window)] == ["江上的船", "船校"]


def test_a_sync_brings_the_numbers_and_opening_marks_what_is_new(
    window: MainWindow, qtbot: QtBot, root: Path
) -> None:
    search(window, qtbot, "船校")
    save(window, qtbot)
    grow(window, qtbot, root)
    assert rows(window) == ["船校 新 1 4"]
    accessible = view(window, "savedSearches").model().index(0, 0)
    assert accessible.data(Qt.ItemDataRole.AccessibleTextRole) == "船校，4 篇，新 1"
    press(Qt.Key.Key_Escape)
    open_first(window, qtbot)
    assert window.controller.layout.search.line.text() == "船校"
    assert fresh(window) == ["10日瓦匠的女儿考上了船校"]
    assert rows(window) == ["船校 4"]
    chip = window.controller.layout.results.header.hints.fresh_chip
    assert (chip.isVisible(), chip.text()) == (True, "只看新的 1")
    click(chip)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: len(titles(window)) == 1)
    assert titles(window) == ["10日瓦匠的女儿考上了船校"]
    click(chip)
    qtbot.waitUntil(lambda: len(titles(window)) == 4)
    open_first(window, qtbot)
    assert fresh(window) == []
    assert chip.isHidden()
    grow(window, qtbot, root, 17)
    open_first(window, qtbot)
    assert fresh(window) == ["17日瓦匠的女儿考上了船校"]
    grow(window, qtbot, root, 24)
    qtbot.waitUntil(lambda: len(titles(window)) == 6)
    qtbot.waitUntil(lambda: fresh(window) == ["17日瓦匠的女儿考上了船校"])
    assert rows(window) == ["船校 新 1 6"]
    search(window, qtbot, "木桶")
    assert fresh(window) == []
    assert chip.isHidden()
    assert not view(window, "savedSearches").currentIndex().isValid()


def test_order_and_switch_hold_as_long_as_it_is_open(window: MainWindow, qtbot: QtBot) -> None:
    searches_of(window.controller.library).add("旧的在前", "船校", Order.OLDEST, all_shapes=False)
    window.controller.features.parts.of(SavedPart).read()
    settle(window, qtbot)
    open_first(window, qtbot)
    results = window.controller.features.results
    assert [title.split("日")[0] for title in titles(window)] == ["5", "12", "3"]
    assert not results.searching.has_all_shapes
    assert not window.controller.layout.results.header.shapes_action.isChecked()
    settings = window.settings.now()
    assert (settings.search_order, settings.as_printed) == ("relevance", False)
    search(window, qtbot, "木桶")
    assert results.order() is Order.RELEVANCE
    assert results.searching.has_all_shapes


def test_a_row_stays_selected_while_its_name_is_written(window: MainWindow, qtbot: QtBot) -> None:
    for words in ("船校", "木桶"):
        search(window, qtbot, words)
        save(window, qtbot)
    saved, other = view(window, "savedSearches"), searches_of(window.controller.library).named("木桶")
    assert other is not None
    a_window.click_row(saved, saved.model().index(1, 0))
    settle(window, qtbot)
    saved.setFocus()
    press(Qt.Key.Key_F2)
    type_text("考学")
    pane(window).select(other.uuid)
    assert saved.currentIndex().row() == 1
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "考学 3" in rows(window))


def test_it_is_opened_renamed_and_removed_by_keys_and_menu_and_each_is_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "船校")
    save(window, qtbot)
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Escape)
    saved = view(window, "savedSearches")
    for _ in range(8):
        if focused() is saved:
            break
        press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.controller.features.searching.text == "船校"
    saved.setFocus()
    press(Qt.Key.Key_F2)
    type_text("考学")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows(window) == ["考学 3"])
    settle(window, qtbot)
    QTest.keyClick(saved, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: rows(window) == [])
    assert pane(window).isHidden()
    assert "已删除保存的搜索“考学”" in window.toast.label.text()
    assert window.toast.action_button.text() == "撤销"
    window.controller.layout.show_tab(Tab.BOOKMARKS)
    window.controller.features.undo.undo()
    qtbot.waitUntil(lambda: rows(window) == ["考学 3"])
    settle(window, qtbot)
    assert pane(window).isVisible()
    assert saved.currentIndex().row() == 0
    window.controller.features.undo.undo()
    qtbot.waitUntil(lambda: rows(window) == ["船校 3"])
    settle(window, qtbot)
    menu = QMenu(window)
    pane(window).view.menuOpening.emit(menu, saved.model().index(0, 0))
    assert [action.text() for action in menu.actions()] == ["打开", "改名\tF2", "删除\tDelete"]
    menu.actions()[2].trigger()
    qtbot.waitUntil(lambda: rows(window) == [])


def test_another_window_and_a_deleted_cache_tell_the_same(
    window: MainWindow, qtbot: QtBot, root: Path
) -> None:
    search(window, qtbot, "船校")
    save(window, qtbot)
    window.close()
    shutil.rmtree(places().cache)
    a_window.write_issues(root, [dt.date(1987, 7, 10)])
    again = a_window.open_on(qtbot, root)
    qtbot.waitUntil(lambda: rows(again) == ["船校 新 1 4"])
    other = Library.open(root)
    saved = searches_of(other).named("船校")
    assert saved is not None
    assert searches_of(other).look(saved).count == SavedCount(4, 1)
    other.close()
    again.controller.features.parts.of(SavedPart).read()
    qtbot.waitUntil(lambda: rows(again) == ["船校 4"])


def test_what_can_find_nothing_says_why_and_a_number_follows_a_corrected_date(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "1987年6月")
    save(window, qtbot)
    before = int(rows(window)[0].split()[-1])
    stored = window.controller.layout.pane.article()
    assert stored is not None
    claims = [Claim(CorrectionKind.DATE, date=dt.date(1988, 1, 1))]
    window.controller.features.corrections.issues.correct([stored.sources[0].path], claims)
    qtbot.waitUntil(lambda: int(rows(window)[0].split()[-1]) < before)
    settle(window, qtbot)
    window.controller.library.user_data.decisions.add(SavedSearch("旧的", "报:河东旧报 船"))
    window.controller.features.parts.of(SavedPart).read()
    settle(window, qtbot)
    index = (
        view(window, "savedSearches").model().index([row.split()[0] for row in rows(window)].index("旧的"), 0)
    )
    assert "河东旧报" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "河东旧报" in index.data(Qt.ItemDataRole.ToolTipRole)
    saved = view(window, "savedSearches")
    a_window.click_row(saved, index)
    settle(window, qtbot)
    assert "没有名叫“河东旧报”的报纸" in window.toast.label.text()


def test_typing_on_while_it_is_looked_at_leaves_it_new(
    window: MainWindow, qtbot: QtBot, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(window, qtbot, "船校")
    save(window, qtbot)
    grow(window, qtbot, root)
    uuid = pane(window).model.rows()[0].uuid
    window.controller.features.parts.of(SavedPart).open(uuid)
    window.controller.features.results.enter_query("木桶")
    settle(window, qtbot)
    saved = searches_of(window.controller.library)
    counts = {each.name: count.new for each, count in saved.counts()}
    assert counts["船校"] in (0, 1)  # 0: it was quicker
    assert window.controller.layout.results.header.hints.fresh_chip.isHidden()
    assert headline(window) is not None
