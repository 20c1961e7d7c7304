"""A library that is given away in one file, and one that was given."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from reader.library.library import Library
from reader.library.packing_up import GivenNotes, PackChoice
from reader.ui.window.pack_dialog import PackDialog
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tests.gallery.hands import STORY, copy_of_sample, do, opened, read, scene, with_notes


def _given(folder: Path) -> Path:
    """A pack of the sample, soundly made by somebody else."""
    from tests import packs

    root = copy_of_sample(folder)
    library = Library.open(root)
    library.sync()
    own = folder / "own.yuebao"
    library.packing.pack(own, PackChoice("雁桥镇图书馆"))
    library.close()
    return packs.forge(folder / "雁桥日报.yuebao", *packs.contents(own))


@with_notes
def packing_up(window: MainWindow) -> None:
    do(window, "pack_library")
    await_that(window.packs.is_idle)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, PackDialog))
    dialog.giver.setText("雁桥镇图书馆")
    dialog.boxes[GivenNotes.BOOKMARKS].setChecked(True)


@scene
def given_pack(folder: Path) -> Iterator[MainWindow]:
    with opened(_given(folder)) as window:
        read(window, STORY)
        yield window


@scene
def given_pack_told(folder: Path) -> Iterator[MainWindow]:
    with opened(_given(folder)) as window:
        read(window, STORY)
        do(window, "about_pack")
        yield window


@scene
def given_pack_refuses(folder: Path) -> Iterator[MainWindow]:
    with opened(_given(folder)) as window:
        read(window, STORY)
        do(window, "import_files")
        yield window


@scene
def given_pack_spoilt(folder: Path) -> Iterator[MainWindow]:
    pack = _given(folder)
    pack.write_bytes(pack.read_bytes()[:-100])
    with opened(folder / "雁桥日报") as window:
        read(window, STORY)
        window.open_library(pack)
        yield window
