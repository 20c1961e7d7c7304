"""The command that draws every view and state of the window."""

import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QImage

_SEEN, _DIFFER = 32, 200
"""By how much a pixel's lightness has to differ to be seen, and how many may, as typefaces are not drawn alike by every
version of their library."""


def draw(*words: object) -> int:
    from tools.gallery.__main__ import main  # here, for it takes half a second

    return main([*map(str, words)])


@pytest.mark.slow
def test_a_scene_is_drawn_in_each_theme_that_is_asked_for(tmp_path: Path) -> None:
    code = draw("--to", tmp_path, "--only", "keys", "--language", "en", "--theme", "paper", "--theme", "dark",
                "--size", "900x700", "--scale", 2)  # fmt: skip
    assert code == 0
    paper, dark = (QImage(str(tmp_path / f"keys-{theme}-en-900x700@2x.png")) for theme in ("paper", "dark"))
    assert (paper.width(), paper.height()) == (1800, 1400)
    assert paper.pixelColor(10, 10).lightness() > 200 > 60 > dark.pixelColor(10, 10).lightness()


def test_what_is_no_scene_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        draw("--to", tmp_path, "--only", "nowhere")
    assert ended.value.code == 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="drawn on Linux")
def test_the_pictures_of_the_readme_show_the_window_as_it_is(tmp_path: Path) -> None:
    from tools.gallery.__main__ import OF_README, README, draw_readme

    assert draw_readme(tmp_path) == 0
    old = []
    for name in README:
        with Image.open(tmp_path / f"{name}.png") as now, Image.open(OF_README / f"{name}.png") as shown:
            apart = ImageChops.difference(now.convert("RGB"), shown.convert("RGB")).convert("L")
        if apart.size != (1440, 900) or sum(apart.histogram()[_SEEN:]) > _DIFFER:
            old.append(name)
    assert not old, "the window has changed: python -m tools.gallery --readme, and look at them"
