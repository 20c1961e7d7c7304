"""What a wing hands over is there, and to ask for it loads nothing of what it leads to."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from reader.cli.commands import program_parser
from reader.cli.options import Arguments
from reader.library.wings import Wing, is_address, name_and_address_of, wing_named, wing_of, wings
from reader.packs.ui import pack_controller
from reader.plugs import load
from reader.room.ui import room_controller
from reader.ui.window.actions import specs
from reader.ui.window.wings import WingActions, WingController, WingWindow

WINDOWS: tuple[WingWindow, ...] = pack_controller, room_controller
"""For mypy, which does not see into modules that are imported by their names."""

LOOKED_AT = """
import sys
from pathlib import Path
from reader.library.wings import is_address, wing_named, wing_of, wings
asked = [each.actions() for each in wings()], wing_of(Path("/nowhere")), wing_named("x"), is_address("x")
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""
NOT_LOADED = (
    "psycopg",
    "keyring",
    "apsw",
    "nacl",
    "PySide6",
    "platformdirs",
    "reader.library.library",
)


def test_to_ask_a_wing_loads_nothing() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOOKED_AT, *NOT_LOADED], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == []


@pytest.mark.parametrize("wing", wings(), ids=lambda wing: wing.command.name)
def test_what_a_wing_names_is_there(wing: Wing) -> None:
    assert issubclass(load(wing.command.struct), Arguments)
    window = import_module(wing.window)
    assert window in WINDOWS
    assert issubclass(window.ACTIONS, WingActions)
    assert issubclass(window.CONTROLLER, WingController)
    parts = [action for action in program_parser("zh")._actions if action.dest == "command"]
    commands = list(parts[0].choices or ())
    between = commands[commands.index("export") + 1 : commands.index(wing.command.name)]
    assert set(between) <= {each.command.name for each in wings()}


def test_the_actions_of_wings_are_among_the_others_under_names_of_their_own() -> None:
    names = [spec.name for spec in specs()]
    assert {action.name for wing in wings() for action in wing.actions()} <= set(names)
    assert len(names) == len(set(names))


def test_a_file_is_of_the_wing_of_its_ending(tmp_path: Path) -> None:
    packs, rooms = wings()
    for name, wing in (("旧报.yuebao", packs), ("旧报.YUEBAO", packs), ("县馆.yuebao-room", rooms)):
        assert wing_of(tmp_path / name) is wing
        assert wing_named(name) is wing
        assert not is_address(name)
    assert wing_named("postgresql://archive.example/rooms") is rooms
    assert is_address("postgresql://archive.example/rooms")
    for name in ("旧报.txt", "旧报", "yuebao:article/x"):
        assert wing_of(tmp_path / name) is None
        assert wing_named(name) is None


def test_a_folder_of_files_is_of_none_whatever_it_is_called(tmp_path: Path) -> None:
    for name in ("旧报.yuebao", "rooms/旧报"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "address.txt").write_text("渡口\n一口井\n", encoding="utf-8")
        assert wing_of(folder) is None
        assert name_and_address_of(folder) is None
