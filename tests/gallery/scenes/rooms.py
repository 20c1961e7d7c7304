"""A reading room: asked for, one whose server is not there, and one of which some years are away."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from reader.library.reading_room import ReadingRoom
from reader.search.engine import DateRange
from reader.ui.window.room_dialog import RoomDialog
from reader.ui.window.room_follower import told_as_away
from reader.ui.window.screenshot import await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests.gallery.hands import do, on_sample, opened, scene


def _dialog() -> RoomDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, RoomDialog))


@on_sample
def room_asked_for(window: MainWindow) -> None:
    do(window, "open_room")
    _dialog().address.setText("postgresql://lan@archive.example/rooms")


@on_sample
def room_address_refused(window: MainWindow) -> None:
    do(window, "open_room")
    _dialog().address.setText("postgresql://lan:geheim@archive.example/rooms")
    _dialog().open_button.click()


@scene
def room_without_server(folder: Path) -> Iterator[MainWindow]:
    room = ReadingRoom.at("postgresql:///rooms?host=/nowhere")
    room.close()
    with opened(room.root, awaits_update=False) as window:
        await_that(lambda: "/nowhere" in window.controller.layout.strip.message())
        window.toast.dismiss()
        yield window


@on_sample
def room_without_some_years(window: MainWindow) -> None:
    search_and_wait(window, "祝水芹")
    away = (DateRange(dt.date(1950, 1, 1), dt.date(1979, 12, 31), is_away=True),)
    layout, searcher = window.controller.layout, window.controller.library.searcher
    results = searcher.search("祝水芹", limit=50, exact=True)
    layout.results.header.show_results(replace(results, missing_dates=away, total_is_exact=False))
    layout.strip.show_failed(told_as_away(away), has_list=False)
