"""The command that draws every view and state of the window."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage


def draw(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.gallery", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_a_scene_is_drawn_in_each_theme_that_is_asked_for(tmp_path: Path) -> None:
    done = draw("--to", tmp_path, "--only", "keys", "--language", "en", "--theme", "paper", "--theme", "dark",
                "--size", "900x700", "--scale", 2)  # fmt: skip
    assert done.returncode == 0, done.stderr
    paper, dark = (QImage(str(tmp_path / f"keys-{theme}-en-900x700@2x.png")) for theme in ("paper", "dark"))
    assert (paper.width(), paper.height()) == (1800, 1400)
    assert paper.pixelColor(10, 10).lightness() > 200 > 60 > dark.pixelColor(10, 10).lightness()


def test_what_is_no_scene_is_an_error(tmp_path: Path) -> None:
    assert draw("--to", tmp_path, "--only", "nowhere").returncode == 2
