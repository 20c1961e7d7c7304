"""The results of a search, written into a file from the window."""

import csv
import json
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from reader.export.forms import RecordFormat
from reader.export.timeline import TimelineSeries
from reader.features.bookmark.ui.note_files import NoteFiles
from reader.features.timeline.ui.timeline_part import TimelinePanel
from reader.features.timeline.ui.year_bars import YearBars
from reader.newspaper.holdings import Bookmark
from reader.ui.controllers import result_export
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, SHIFT, headline, press
from tests.ui.test_window_search import ask


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> mock.Mock:
    chosen = mock.Mock(return_value=(str(tmp_path / "结果.csv"), "CSV (*.csv)"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return chosen


def export(qtbot: QtBot, window: MainWindow) -> None:
    press(Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(window.controller.features.export.is_idle)


def select_rows(layout: WindowLayout, *rows: int) -> None:
    """Clicks on rows, from the second on with Ctrl held."""
    view = layout.results.view
    for number, row in enumerate(rows):
        QTest.mouseClick(
            view.viewport(),
            Qt.MouseButton.LeftButton,
            CTRL if number else Qt.KeyboardModifier.NoModifier,
            view.visualRect(view.model().index(row, 0)).center(),
        )


def exports_of(layout: WindowLayout) -> QMenu:
    """Return the menu of what is exported in the menu of the results."""
    menus = [action.menu() for action in layout.results.header.more_menu().actions()]
    (menu,) = (menu for menu in menus if isinstance(menu, QMenu))
    return menu


def shown_lines(layout: WindowLayout) -> tuple[TimelineSeries, ...]:
    years = layout.results.header.years
    assert isinstance(years, YearBars)
    timeline = years.drawn.shown_timeline()
    return timeline.lines if timeline else ()


def test_results_are_written_as_they_are_shown_all_or_those_selected(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    ask(qtbot, window, "老船工")
    export(qtbot, window)
    with (tmp_path / "结果.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == 9
    rows = [
        window.controller.library.contents.article_row(each) for each in layout.results.model.folding.found
    ]
    assert [row["编号"] for row in found] == [row.key for row in rows if row]
    assert "9 篇" in window.toast.label.text()
    assert "老船工" in dialog.call_args.args[2]

    # a name without an ending gets that of the kind, and replaces nothing
    (tmp_path / "结果.ris").write_text("别人的", encoding="utf-8")
    dialog.return_value = (str(tmp_path / "结果"), "RIS (*.ris)")
    export(qtbot, window)
    assert (tmp_path / "结果.ris").read_text(encoding="utf-8") == "别人的"
    assert "已经有了" in window.toast.label.text()

    dialog.return_value = (str(tmp_path / "结果.json"), "")
    menu = exports_of(layout)
    next(action for action in menu.actions() if action.text() == "导出结果…").trigger()
    qtbot.waitUntil(window.controller.features.export.is_idle)
    assert len(json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))) == 9

    target = tmp_path / "选中.txt"
    dialog.return_value = (str(target), f"{RecordFormat.GB2025.label} (*.txt)")
    select_rows(layout, 0, 2)
    chosen = layout.results.chosen_articles()
    assert chosen == [layout.results.model.folding.found[row] for row in (0, 2)]
    window.controller.features.export.ask(chosen)
    qtbot.waitUntil(window.controller.features.export.is_idle)
    titles = [window.controller.library.contents.article_row(each) for each in chosen]
    lines = target.read_text(encoding="utf-8").splitlines()
    assert [line[:4] for line in lines] == ["[1] ", "[2] "]
    assert all(row and row.title in line for row, line in zip(titles, lines, strict=True))
    assert all("，1987-" in line for line in lines)
    assert window.toast.action_button.text() == "显示文件"


def test_rows_are_selected_without_being_opened_and_their_citations_copied(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "老船工")
    select_rows(layout, 0)
    opened = headline(window)
    select_rows(layout, 0, 1)
    menu = QMenu()
    qtbot.addWidget(menu)
    layout.results.view.menuOpening.emit(menu, layout.results.view.currentIndex())
    assert [action.text() for action in menu.actions()][:2] == ["复制 2 条引文", "导出选中的 2 篇…"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(window.controller.features.export.is_idle)
    assert QApplication.clipboard().text().count("[N]") == 2
    assert window.toast.label.text() == "已复制 2 条引文"
    press(Qt.Key.Key_Down, SHIFT)
    assert len(layout.results.chosen_articles()) == 3
    assert headline(window) == opened
    press(Qt.Key.Key_Down)
    assert headline(window) != opened


def has_titles(target: Path, bookmarks: Sequence[Bookmark]) -> bool:
    written = target.read_text(encoding="utf-8")
    return all(each.article.title() in written for each in bookmarks)


def test_without_a_search_texts_of_the_library_are_written_and_bookmarks_as_data_and_citations(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    dialog.return_value = ("", "")
    export(qtbot, window)
    assert dialog.call_args.args[1] == "导出全文"
    assert window.controller.library.name in dialog.call_args.args[2]

    notebook, bookmarks = window.controller.library.notebook, window.controller.features.bookmarks
    first, second = window.controller.library.searcher.search("老船工").ids[:2]
    kept = [notebook.bookmark(first), notebook.bookmark(second)]
    kept.append(notebook.bookmark(first, passage=notebook.quote(first, "老船工说")))
    bookmarks.read()
    qtbot.waitUntil(lambda: len(bookmarks.bookmarks) == len(kept))
    for form in (RecordFormat.CSV, RecordFormat.BIBTEX):
        target = tmp_path / f"收藏{form.suffix}"
        dialog.return_value = (str(target), "")
        window.controller.features.parts.of(NoteFiles).export(bookmarks.bookmarks, form)
        qtbot.waitUntil(window.controller.features.export.is_idle)
        qtbot.waitUntil(target.exists)
        qtbot.waitUntil(partial(has_titles, target, kept))
    layout.bookmarks.acts.copy_citations(kept)
    qtbot.waitUntil(window.controller.features.export.is_idle)
    assert QApplication.clipboard().text().count("[N]") == 2, "each article once"


def test_the_line_over_time_is_compared_saved_and_narrows_the_search(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, dialog: mock.Mock, tmp_path: Path
) -> None:
    ask(qtbot, window, "老船工")
    header = layout.results.header
    bars, panel = header.years, header.timeline
    assert isinstance(bars, YearBars)
    assert isinstance(panel, TimelinePanel)
    window._actions["timeline"].trigger()
    qtbot.waitUntil(lambda: bars.drawn.shown_timeline() is not None)
    for suffix in (".csv", ".png", ".svg"):
        target = tmp_path / f"线{suffix}"
        dialog.return_value = (str(target), "")
        menu = panel.export_chip.choices
        next(action for action in menu.actions() if action.text().lower() == f"{suffix[1:]}…").trigger()
        qtbot.waitUntil(target.exists)
        qtbot.waitUntil(window.controller.features.export.is_idle)
        if suffix == ".csv":
            with target.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            assert [(row["时间"], row["老船工：篇数"]) for row in rows] == [
                ("1987-06", "6"),
                ("1987-07", "3"),
            ]
        else:
            assert QImage(str(target)).width() == (2000 if suffix == ".png" else 1000)

    place = bars.bar(1987 * 12 + 6).center().toPoint()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: layout.results.row_count() == 3)
    assert layout.search.line.text() == "老船工 日期:1987-07"
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: layout.results.row_count() == 9)
    assert layout.search.line.text() == "老船工"

    panel.field.submitted.emit("船校")
    qtbot.waitUntil(lambda: [line.total for line in shown_lines(layout)] == [9, 3])
    press(Qt.Key.Key_Escape)  # the view, then the marks on the page, as everywhere
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert not layout.are_results_shown()
    assert panel.queries == ["船校"], "set aside with the results, not lost"


def test_a_cancelled_export_writes_no_file(
    window: MainWindow,
    qtbot: QtBot,
    dialog: mock.Mock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(result_export, "REPORTED_EVERY", -1.0)
    ask(qtbot, window, "老船工")
    searcher, goes_on = window.controller.library.searcher, threading.Event()
    records = searcher.records

    def slowly(*asked: object, **more: object) -> object:
        for record in records(*asked, **more):  # type: ignore[arg-type]
            yield record
            goes_on.wait(120)

    monkeypatch.setattr(searcher, "records", slowly)
    press(Qt.Key.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(lambda: window.toast.action_button.text() == "取消")
    window.toast.action_button.click()
    goes_on.set()
    qtbot.waitUntil(window.controller.features.export.is_idle)
    assert "没有导出" in window.toast.label.text()
    assert not list(tmp_path.glob("*.csv"))
    assert not list(tmp_path.glob(".*.part"))
