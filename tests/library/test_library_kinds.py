"""What a kind of library names is there, and to ask for it loads nothing of what it leads to."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from reader.cli.commands import program_parser
from reader.cli.options import Arguments
from reader.features.packs import ui as packs_ui
from reader.features.room import ui as room_ui
from reader.plugs import (
    Plug,
    is_address,
    library_kind_named,
    library_kind_of,
    library_kinds,
    load,
    name_and_address_of,
    plugs_with_libraries,
)
from reader.ui.window.actions import specs
from reader.ui.window.library_kinds import KindActions, KindPart

WINDOWS: tuple[tuple[type[KindActions], type[KindPart]], ...] = (
    (packs_ui.ACTIONS, packs_ui.PART),
    (room_ui.ACTIONS, room_ui.PART),
)
"""For mypy, which does not see into modules that are imported by their names."""

LOOKED_AT = """
import sys
from pathlib import Path
from reader.plugs import is_address, library_kind_named, library_kind_of
from reader.plugs import plugs_with_libraries
asked = [each.actions() for each in plugs_with_libraries()], library_kind_of(Path("/nowhere"))
named = library_kind_named("x"), is_address("x")
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


def test_to_ask_a_kind_loads_nothing() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOOKED_AT, *NOT_LOADED], capture_output=True, encoding="utf-8", check=True
    )
    assert said.stdout.split() == []


@pytest.mark.parametrize("plug", plugs_with_libraries(), ids=lambda plug: plug.name)
def test_what_a_kind_names_is_there(plug: Plug) -> None:
    assert plug.library is not None
    window = import_module(plug.library.window)
    assert callable(load(plug.library.open))
    assert (window.ACTIONS, window.PART) in WINDOWS
    assert issubclass(window.ACTIONS, KindActions)
    assert issubclass(window.PART, KindPart)
    parts = [action for action in program_parser("zh")._actions if action.dest == "command"]
    commands = list(parts[0].choices or ())
    (own,) = plug.commands
    assert issubclass(load(own.struct), Arguments)
    between = commands[commands.index("export") + 1 : commands.index(own.name)]
    assert set(between) <= {each.name for other in plugs_with_libraries() for each in other.commands}


def test_the_actions_of_kinds_are_among_the_others_under_names_of_their_own() -> None:
    names = [spec.name for spec in specs()]
    of_kinds = [action for plug in plugs_with_libraries() for action in plug.actions()]
    assert {action.name for action in of_kinds if not action.is_former} <= set(names)
    assert {action.name for action in of_kinds if action.is_former}.isdisjoint(names)
    assert len(names) == len(set(names))


def test_a_file_is_of_the_kind_of_its_ending(tmp_path: Path) -> None:
    packs, rooms = library_kinds()
    for name, kind in (("旧报.yuebao", packs), ("旧报.YUEBAO", packs), ("县馆.yuebao-room", rooms)):
        assert library_kind_of(tmp_path / name) is kind
        assert library_kind_named(name) is kind
        assert not is_address(name)
    assert library_kind_named("postgresql://archive.example/rooms") is rooms
    assert is_address("postgresql://archive.example/rooms")
    for name in ("旧报.txt", "旧报", "yuebao:article/x"):
        assert library_kind_of(tmp_path / name) is None
        assert library_kind_named(name) is None


def test_a_folder_of_files_is_of_none_whatever_it_is_called(tmp_path: Path) -> None:
    for name in ("旧报.yuebao", "rooms/旧报"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "address.txt").write_text("渡口\n一口井\n", encoding="utf-8")
        assert library_kind_of(folder) is None
        assert name_and_address_of(folder) is None
