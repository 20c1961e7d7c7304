"""A reading room: asked for, and one whose server is not there."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from reader.library.reading_room import ReadingRoom
from reader.ui.window.room_dialog import RoomDialog
from reader.ui.window.screenshot import await_that
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
