"""In the window what is searched for is compared with the rest, and a word leads to its places."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.features.keyness import ui as keyness_ui
from reader.features.keyness.keyness import Keyness, KeyWord
from reader.features.keyness.ui import KeynessPane, KeynessPart
from reader.ui.widgets import text_painting
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui import a_window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = a_window.open_on(qtbot, a_window.write_issues(tmp_path / "旧报"))
    window.resize(1200, 768)
    return window


def opened(qtbot: QtBot, window: MainWindow, query: str) -> KeynessPane:
    search_and_wait(window, query)
    window.controller.features.actions["keyness"].trigger()
    pane = window.controller.features.parts.of(KeynessPart).pane
    qtbot.waitUntil(lambda: bool(pane.lead.text()))
    return pane


def test_a_search_is_counted_at_once_and_a_word_leads_to_its_places(qtbot: QtBot, window: MainWindow) -> None:
    pane = opened(qtbot, window, "标题:渡口")
    part = window.controller.features.parts.of(KeynessPart)
    assert pane.lead.text().startswith("这边 3 篇，")
    pane.listing.select("渡口")
    assert all(row.is_more for row in pane.listing.rows())
    QTest.keyClick(pane.listing.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not part.is_shown())
    searching = window.controller.features.results.searching
    qtbot.waitUntil(lambda: searching.text == '标题:渡口 "渡口"')
    window.controller.features.actions["keyness"].trigger()
    qtbot.waitUntil(lambda: bool(pane.listing.rows()))
    pane.direction.segments()[1].click()
    assert not any(row.is_more for row in pane.listing.rows())


def test_the_articles_to_compare_with_are_typed(qtbot: QtBot, window: MainWindow) -> None:
    pane = opened(qtbot, window, "日期:1987-06")
    pane.there.setText("日期:1987-07")
    QTest.keyClick(pane.there, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.lead.text().startswith("这边 6 篇，"))
    assert "另一边 3 篇" in pane.lead.text()
    pane.there.setText("没有这样的字")
    QTest.keyClick(pane.there, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.lead.text() == "另一边没有文章，没有可比的。")
    assert not pane.export.isEnabled()


def test_words_that_stand_together_are_counted_when_they_are_looked_at(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = opened(qtbot, window, "渡口")
    words = [row.word for row in pane.listing.rows()]
    assert pane.listing.form.headings()[-2:] == ("DP", "D")
    assert not [*window.controller.library.derived.cache.rglob("*.ngrams")]
    pane.direction.segments()[2].click()
    qtbot.waitUntil(lambda: pane.listing.form.headings()[0] == "次数" and pane.export.isEnabled())
    assert all(len(row.numbers) == 5 for row in pane.listing.rows())
    assert len([*window.controller.library.derived.cache.rglob("*.ngrams")]) == 1
    pane.direction.segments()[0].click()
    assert [row.word for row in pane.listing.rows()] == words


@pytest.mark.parametrize(("width", "columns"), [(760, 8), (700, 6), (500, 5), (380, 3), (200, 2)])
def test_in_a_narrow_window_there_are_fewer_columns(width: int, columns: int) -> None:
    assert len(keyness_ui._OF_WORDS.columns(width)) == columns


def test_the_headings_follow_the_columns_when_the_rows_become_narrower(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = opened(qtbot, window, "标题:渡口")
    viewport = pane.listing.view.viewport()
    qtbot.waitUntil(lambda: viewport.width() == pane.listing.width())
    drawn: list[tuple[str, float]] = []
    painted_anew: list[None] = []

    def draw(painter: QPainter, rect: QRectF, words: str, *rest: object) -> float:
        drawn.append((words, rect.right()))
        return 0.0

    monkeypatch.setattr(text_painting, "draw_words", draw)
    monkeypatch.setattr(pane.heads, "update", lambda: painted_anew.append(None))
    viewport.resize(viewport.width() - 40, viewport.height())  # as by a scroll bar, which comes with the rows
    assert painted_anew
    pane.heads.grab()
    viewport.grab()
    edges = dict(drawn)
    assert edges["G²"] == edges[pane.listing.rows()[0].numbers[4]]


def test_only_the_words_that_are_listed_are_put_into_words_and_all_are_exported() -> None:
    """A large archive has tens of thousands, whose numbers in words take megabytes."""
    words = tuple(KeyWord(f"词{at}", at, 1, 3, 1, 9000.0 - at, 1.0, at % 3 > 0) for at in range(3000))
    counted = keyness_ui._of_words(Keyness(words, (9, 9), (9, 9), (9, 9), 0))
    more = [row.word for row in counted.rows if row.is_more]
    less = [row.word for row in counted.rows if not row.is_more]
    assert more == [word.word for word in words if word.is_more][: keyness_ui.MOST]
    assert less == [word.word for word in words if not word.is_more][: keyness_ui.MOST]
    assert len(list(counted.table().rows)) == len(words)
