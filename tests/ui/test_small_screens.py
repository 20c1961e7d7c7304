"""On a screen of 900×640 or 1024×640, in both languages, no dialog and no menu is larger than the screen, its words
stand whole, and each field has words beside it that name it.

No dialog is listed: a walk opens what there is. What it does not come to is known by the source, and opened by a scene.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from reader.ui.window import screenshot
from reader.ui.window.screenshot import above
from tests.ui.dialog_sites import Site, noted_sites, sites
from tests.ui.dialog_walk import Walk, without_others
from tools.gallery import drawing, hands

SCREENS = ((900, 640), (1024, 640))
SCENES: dict[Site, str] = {}
"""What the walk can't come to, as it needs a library in another state, and the scene of the gallery with it."""


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0)
    without_others(monkeypatch)


@pytest.mark.parametrize(
    ("language", "size"),
    [("zh", SCREENS[0]), ("en", SCREENS[0])],
)
def test_whatever_a_walk_opens_is_on_the_screen(
    language: str, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: language)
    with hands.opened(hands.copy_of_sample(tmp_path)) as window, noted_sites() as noted:
        hands.read_with_notes(window)
        window.resize(*size)
        walk = Walk(window, QSize(*size))
        walk.go()
    assert walk.faults == []
    assert sites() - noted - SCENES.keys() == set()


@pytest.mark.parametrize("scene", sorted(set(SCENES.values())))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_scene_shows_is_on_the_screen(
    scene: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: language)
    (tmp_path / "scene").mkdir()
    with noted_sites() as noted, drawing.shown(scene, SCREENS[0], "paper", tmp_path / "scene") as window:
        assert above(window), "the scene has a dialog or a menu"
        walk = Walk(window, QSize(*SCREENS[0]))
        walk.look(scene)
    assert walk.faults == []
    assert {site for site, name in SCENES.items() if name == scene} <= noted
