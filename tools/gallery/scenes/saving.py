"""Saved searches, what is new in them, and the research log."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from reader.features.research_log.log_file import LogEntry, LogKind, log_of
from reader.features.research_log.ui import ResearchLogPart
from reader.features.saved_searches.saved_searches import searches_of
from reader.features.saved_searches.ui import SavedPart
from reader.library.library import Library
from reader.newspaper.decision import SavedSearch
from reader.search.documents import Order
from reader.ui.widgets.named_list import NamedRow
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tools.gallery.hands import STORY, copy_of_sample, do, opened, read, scene

LATER = "1987/06/19870614.txt"
"""An issue of the sample that comes after the searches were saved."""


def with_saved(folder: Path) -> Iterator[MainWindow]:
    """A library in which searches were saved before an issue came."""
    root = copy_of_sample(folder)
    later = (root / LATER).read_bytes()
    (root / LATER).unlink()
    library = Library.open(root)
    library.sync()
    for name, query in (
        ("渡口", "渡口"),
        ("图书馆的事", "图书馆"),
        ("外婆的名字", "祝水芹"),
        ("天气", "天气"),
    ):
        searches_of(library).add(name, query, Order.NEWEST)
    library.user_data.decisions.add(SavedSearch("河东旧报上的", "报:河东旧报 渡口"))
    library.close()
    (root / LATER).write_bytes(later)
    with opened(root) as window:
        read(window, STORY)
        window.controller.features.parts.of(SavedPart).read()
        await_that(window.controller.features.parts.of(SavedPart).is_idle)
        yield window


def newest(window: MainWindow) -> NamedRow:
    rows = window.controller.features.parts.of(SavedPart).pane.model.rows()
    return max(rows, key=lambda row: row.new)


@scene
def saved_searches(folder: Path) -> Iterator[MainWindow]:
    yield from with_saved(folder)


@scene
def saved_search_open(folder: Path) -> Iterator[MainWindow]:
    for window in with_saved(folder):
        window.controller.features.parts.of(SavedPart).open(newest(window).uuid)
        await_that(window.controller.features.parts.of(SavedPart).is_idle)
        await_that(window.controller.features.searching.is_idle)
        window.controller.step_article(1)
        yield window


@scene
def saved_search_new_only(folder: Path) -> Iterator[MainWindow]:
    for window in with_saved(folder):
        window.controller.features.parts.of(SavedPart).open(newest(window).uuid)
        await_that(window.controller.features.parts.of(SavedPart).is_idle)
        await_that(window.controller.features.searching.is_idle)
        window.controller.layout.results.header.hints.fresh_chip.click()
        await_that(window.controller.features.searching.is_idle)
        window.controller.step_article(1)
        yield window


@scene
def saved_search_being_named(folder: Path) -> Iterator[MainWindow]:
    for window in with_saved(folder):
        pane = window.controller.features.parts.of(SavedPart).pane
        pane.edit(pane.model.rows()[0].uuid)
        yield window


@scene
def saved_searches_while_counted(folder: Path) -> Iterator[MainWindow]:
    for window in with_saved(folder):
        pane = window.controller.features.parts.of(SavedPart).pane
        pane.show_rows([NamedRow(row.uuid, row.name, row.about) for row in pane.model.rows()])
        yield window


@scene
def saved_searches_in_a_narrow_window(folder: Path) -> Iterator[MainWindow]:
    for window in with_saved(folder):
        window.resize(min(window.width(), 800), window.height())
        window.controller.layout.toggle_sidebar()
        yield window


def show_log(window: MainWindow) -> None:
    do(window, "research_log")
    await_that(window.controller.features.parts.of(ResearchLogPart).is_idle)


@scene
def research_log(folder: Path) -> Iterator[MainWindow]:
    for window in with_saved(folder):
        log = log_of(window.controller.library)
        log.clear()
        log.turn(on=True)
        begun = dt.datetime(2026, 3, 5, 9, 30).astimezone()
        cited = "邵静. 一夜之间有了新家[N]. 雁桥日报, 1987-06-12(02)."
        log.add(
            LogEntry(begun, LogKind.QUERY, "渡口 日期:1987", 14),
            LogEntry(begun + dt.timedelta(minutes=3), LogKind.ARTICLE, cited, key="k7qfz2m4yd3xw6ta"),
            LogEntry(begun + dt.timedelta(days=1), LogKind.QUERY, "祝水芹", 6),
        )
        show_log(window)
        yield window
        log.clear()
        log.turn(on=False)


@scene
def research_log_empty(folder: Path) -> Iterator[MainWindow]:
    for window in with_saved(folder):
        show_log(window)
        yield window
