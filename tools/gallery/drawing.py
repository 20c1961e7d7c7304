"""Draws the pictures that are asked for on standard input; the themes of a scene one after the other, in one window."""

import itertools
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from reader import app
from reader.storage import settings
from reader.storage.settings import Settings
from reader.ui.widgets import theme
from reader.ui.window.screenshot import seen, settle
from reader.ui.window.window import MainWindow
from tools.gallery.scenes import SCENES
from tools.gallery.wanted import Picture


def main() -> int:
    """Draws what it can; 1 when that was not all. What this machine can't be brought to is told and left out."""
    _application = QApplication(sys.argv[:1])
    wanted = [Picture(**told) for told in json.load(sys.stdin)]
    failed = 0
    for (scene, size), pictures in itertools.groupby(wanted, lambda each: (each.scene, tuple(each.size))):
        try:
            draw(scene, (size[0], size[1]), list(pictures))
        except pytest.skip.Exception as why:
            print(f"{scene}: {why}")
        except Exception as error:
            print(f"{scene}: {error!r}", file=sys.stderr)
            failed = 1
    return failed


def draw(scene: str, size: tuple[int, int], pictures: Sequence[Picture]) -> None:
    """Raises whatever keeps the window from coming into its state, and OSError."""
    with (
        tempfile.TemporaryDirectory() as folder,
        shown(scene, size, pictures[0].theme, Path(folder)) as window,
    ):
        for picture in pictures:
            if theme.current().name != picture.theme:
                theme.use(picture.theme)
            settle()
            if not seen(window).save(picture.target, "PNG"):
                raise OSError(picture.target)


def geometry(size: tuple[int, int]) -> str:
    """The place of a window of this size, as the settings have it."""
    window = QWidget()
    window.resize(*size)
    return bytes(window.saveGeometry().toBase64().data()).decode()


@contextmanager
def shown(scene: str, size: tuple[int, int], wears: str, folder: Path) -> Iterator[MainWindow]:
    """The window in the state of a scene; a person left it in this size and theme, also on a smaller screen."""
    settings.save(Settings(theme=wears, geometry=geometry(size)))
    open_window = app.open_window

    def opened(root: Path | None) -> QWidget:
        window = open_window(root)
        window.resize(*size)
        return window

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(app, "open_window", opened)
        with SCENES[scene](folder) as window:
            settle()
            yield window


if __name__ == "__main__":
    sys.exit(main())
