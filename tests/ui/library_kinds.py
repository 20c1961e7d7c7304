"""What a kind of library has in a window, by its own type."""

from reader.features.packs import PLUG
from reader.features.packs.ui import PackActions, PackController
from reader.features.room.ui import RoomController
from reader.ui.window.window import MainWindow


def packs_of(window: MainWindow) -> PackActions:
    kind = PLUG.library
    assert kind is not None
    actions = window.library_kinds.of(kind)
    assert isinstance(actions, PackActions)
    return actions


def pack_of(window: MainWindow) -> PackController:
    assert isinstance(window.controller.kind_part, PackController)
    return window.controller.kind_part


def room_of(window: MainWindow) -> RoomController:
    assert isinstance(window.controller.kind_part, RoomController)
    return window.controller.kind_part
