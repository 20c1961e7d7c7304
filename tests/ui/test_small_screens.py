"""On a screen of 900×640 or 1024×640, in both languages, no dialog and no menu is larger than the screen, its words
stand whole, each field has words beside it, and nothing is said twice.

No dialog is listed: a walk opens what there is. To what it does not come, by the source, an opener or a scene leads; a
dialog that nothing leads to turns this red.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from reader.ui.window import screenshot
from tests import rotation
from tests.ui.dialog_openers import OPENERS
from tests.ui.dialog_sites import Site, noted_sites, sites
from tests.ui.dialog_walk import Walk, without_others
from tools.gallery import drawing, hands

NARROW = (900, 640)
WIDER = (1024, 640)
WAYS = [
    pytest.param(language, size, id=f"{language}-{size[0]}")
    for language, size in [("zh", NARROW), ("en", WIDER), ("en", NARROW), ("zh", WIDER)]
]
"""Each day both languages are tried at one of the sizes, one in a quick run and the other in a slow one."""
SCENES: dict[str, Site] = {
    "given-pack-told": ("features/packs/ui.py", "show_about"),
    "room-wants-password": ("features/room/ui.py", "RoomPassword.ask"),
}
"""Scenes of the gallery with a dialog that needs a library of another kind, and where it is made."""
OF_TWO_MACHINES: set[Site] = {
    ("features/bookmark/ui/note_files.py", "NoteFiles.import_some.<locals>.planned")
}
"""A question of words alone, which asks about notes that were changed on two machines."""


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0)
    without_others(monkeypatch)


@pytest.mark.parametrize(("language", "size"), rotation.in_both_turns(WAYS, days=2))
def test_whatever_opens_is_on_the_screen(
    language: str, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: language)
    with hands.opened(hands.copy_of_sample(tmp_path)) as window, noted_sites() as noted:
        hands.read_with_notes(window)
        window.resize(*size)
        walk = Walk(window, QSize(*size))
        walk.go()
        for opener in OPENERS:
            opener(window, tmp_path)
            walk.look(opener.__name__)
    assert walk.faults == []
    assert sites() - noted == {*SCENES.values(), *OF_TWO_MACHINES}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_scene_shows_is_on_the_screen(
    scene: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: language)
    (tmp_path / "scene").mkdir()
    with noted_sites() as noted, drawing.shown(scene, NARROW, "paper", tmp_path / "scene") as window:
        walk = Walk(window, QSize(*NARROW))
        walk.look(scene)
    assert walk.faults == []
    assert SCENES[scene] in noted or scene.startswith("room")
