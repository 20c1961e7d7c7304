"""Searching: what is typed, what is found, what is not."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from reader.export.timeline import TimelineSeries
from reader.features.concordance.ui.concordance_part import ConcordancePart
from reader.features.keyness.ui import KeynessPart
from reader.features.misread.missed import how
from reader.features.timeline.ui.timeline_part import TimelinePanel
from reader.features.timeline.ui.year_bars import YearBars
from reader.library.answers import Estimate
from reader.search.answering.ladder import Rung
from reader.ui.widgets.row_list import open_menu
from reader.ui.window.screenshot import await_that, search_and_wait, settle, type_query
from reader.ui.window.window import MainWindow
from tests.split_story import write_day
from tools.gallery.hands import do, on_sample, opened, scene, with_notes


@on_sample
def typing(window: MainWindow) -> None:
    type_query(window, "渡")


@on_sample
def search_without_the_open_article(window: MainWindow) -> None:
    search_and_wait(window, "祝水芹 日期:2024")
    await_that(window.controller.layout.results.header.hints.apart_button.isVisible)


@on_sample
def search_set_aside(window: MainWindow) -> None:
    search_and_wait(window, "祝水芹")
    window.controller.features.results.together.set_results_aside()


@on_sample
def search(window: MainWindow) -> None:
    search_and_wait(window, "祝水芹")
    window.controller.step_article(1)


@with_notes
def search_in_notes(window: MainWindow) -> None:
    search_and_wait(window, "雁桥 或 馆长")
    notes = window.controller.features.note_results
    await_that(notes.is_idle)
    window.controller.layout.results.header.hints.notes_chip.click()
    settle()


@with_notes
def search_found_in_notes_alone(window: MainWindow) -> None:
    search_and_wait(window, "外婆说过")
    await_that(window.controller.features.note_results.is_idle)


@on_sample
def search_several_selected(window: MainWindow) -> None:
    search_and_wait(window, "祝水芹")
    view = window.controller.layout.results.view
    window.controller.step_article(1)
    flag = QItemSelectionModel.SelectionFlag.Select
    view.selectionModel().select(view.model().index(1, 0), flag)
    menu = QMenu(view)
    view.menuOpening.emit(menu, view.currentIndex())
    open_menu(menu, view.currentIndex(), view.viewport().mapToGlobal(view.rect().center()))


@on_sample
def search_another_naming(window: MainWindow) -> None:
    search_and_wait(window, "何渡生")
    searching = window.controller.features.results.searching
    await_that(searching.is_idle)
    searching.open_rung(Rung.NAMING)
    await_that(searching.is_idle)
    settle()
    window.controller.step_article(1)


@on_sample
def search_filtered(window: MainWindow) -> None:
    search_and_wait(window, "渡口 日期:1987 版:1 -天气")
    window.controller.step_article(1)


@on_sample
def search_without_hits(window: MainWindow) -> None:
    search_and_wait(window, "祝永芹 日期:1987-06")


@on_sample
def concordance(window: MainWindow) -> None:
    list_places(window, "渡口")


@on_sample
def concordance_sorted(window: MainWindow) -> None:
    list_places(window, "渡口 或 码头")
    pane = window.controller.features.parts.of(ConcordancePart).pane
    pane.order_chip.set_key("r1")
    pane.order_chip.chosen.emit("r1")
    await_that(window.controller.features.parts.of(ConcordancePart).is_idle)


@on_sample
def concordance_in_groups(window: MainWindow) -> None:
    list_places(window, "渡口")
    pane = window.controller.features.parts.of(ConcordancePart).pane
    pane.group_chip.set_key("left")
    pane.group_chip.chosen.emit("left")
    await_that(window.controller.features.parts.of(ConcordancePart).is_idle)


@on_sample
def collocates(window: MainWindow) -> None:
    list_places(window, "渡口")
    places = window.controller.features.parts.of(ConcordancePart)
    window.controller.features.views.show("collocates")
    await_that(places.is_idle)


@on_sample
def collocates_while_counted(window: MainWindow) -> None:
    collocates(window)
    part = window.controller.features.parts.of(ConcordancePart)
    part.collocates.show_progress(2048, 100_000)


@on_sample
def keyness(window: MainWindow) -> None:
    search_and_wait(window, "渡口")
    do(window, "keyness")
    await_that(window.controller.features.parts.of(KeynessPart).is_idle)


@on_sample
def number_with_an_estimate(window: MainWindow) -> None:
    search_and_wait(window, "渡口")
    await_that(window.controller.features.results.searching.is_idle)
    header = window.controller.layout.results.header
    header.show_estimate(Estimate(44, 49, how(31_052, 493, (2285, 6))))
    header.hints.missed_button.click()


@on_sample
def concordance_while_counted(window: MainWindow) -> None:
    list_places(window, "渡口")
    pane = window.controller.features.parts.of(ConcordancePart).pane
    pane.begin()


@on_sample
def concordance_of_nothing(window: MainWindow) -> None:
    list_places(window, "祝永芹")


@on_sample
def concordance_without_search(window: MainWindow) -> None:
    do(window, "concordance")


def list_places(window: MainWindow, query: str) -> None:
    """Search, and list every place in place of the article."""
    search_and_wait(window, query)
    do(window, "concordance")
    await_that(window.controller.features.parts.of(ConcordancePart).is_idle)


@scene
def search_at_a_seam(folder: Path) -> Iterator[MainWindow]:
    write_day(folder / "旧报", 12)
    with opened(folder / "旧报") as window:
        search_and_wait(window, "碰扳手")
        await_that(window.controller.layout.results.view.model().rowCount)
        QTest.keyClick(window.controller.layout.search.line, Qt.Key.Key_Return)
        await_that(window.controller.layout.pane.has_hits)
        yield window


@on_sample
def search_over_time(window: MainWindow) -> None:
    """The share of two queries over time; of the years between nothing is held."""
    search_and_wait(window, "渡口")
    do(window, "timeline")
    panel = window.controller.layout.results.header.timeline
    assert isinstance(panel, TimelinePanel)
    panel.field.submitted.emit("图书馆")
    panel.measure_chip.set_key("articles")
    panel.measure_chip.chosen.emit("articles")
    await_that(lambda: len(lines(window)) == 2)


@on_sample
def search_over_time_of_one(window: MainWindow) -> None:
    """The months of a year, of some of which nothing is held."""
    search_and_wait(window, "渡口 日期:1987")
    do(window, "timeline")
    await_that(lambda: len(lines(window)) == 1)


def lines(window: MainWindow) -> tuple[TimelineSeries, ...]:
    years = window.controller.layout.results.header.years
    assert isinstance(years, YearBars)
    timeline = years.drawn.shown_timeline()
    return timeline.lines if timeline else ()
