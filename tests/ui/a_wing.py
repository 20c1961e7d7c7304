"""What a wing has in a window, by its own type."""

from reader.packs import wing as packs
from reader.packs.ui.pack_controller import PackActions, PackController
from reader.room.ui.room_controller import RoomController
from reader.ui.window.window import MainWindow


def packs_of(window: MainWindow) -> PackActions:
    actions = window.wings.made_for(packs.WING)
    assert isinstance(actions, PackActions)
    return actions


def pack_of(window: MainWindow) -> PackController:
    assert isinstance(window.controller.wing, PackController)
    return window.controller.wing


def room_of(window: MainWindow) -> RoomController:
    assert isinstance(window.controller.wing, RoomController)
    return window.controller.wing
