"""A library that is given away in one file, and one that was given."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from PySide6.QtWidgets import QApplication

from reader.features.misread.ui.misreading_list import Correcting
from reader.features.packs import older_pack
from reader.features.packs.packed_library import PackedLibrary
from reader.features.packs.packing_up import GivenNotes, PackChoice, pack_up
from reader.features.packs.ui import PackDialog
from reader.i18n import say
from reader.library.character_places import CharacterPlace
from reader.library.library import Library, LibraryError
from reader.newspaper.article import Where
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tests.ui import library_kinds
from tools.gallery.hands import STORY, copy_of_sample, do, opened, read, scene, with_notes


def _given(folder: Path) -> Path:
    """A pack of the sample, soundly made by somebody else."""
    from tests import packs

    root = copy_of_sample(folder)
    library = Library.open(root)
    library.sync()
    own = folder / "own.yuebao"
    pack_up(library, own, PackChoice("雁桥镇图书馆"))
    library.close()
    return packs.forge(folder / "雁桥日报.yuebao", *packs.contents(own))


@with_notes
def packing_up(window: MainWindow) -> None:
    do(window, "pack_library")
    await_that(library_kinds.packs_of(window).is_idle)
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
        window.controller.layout.issues.own_folder.findChildren(LinkButton)[0].click()
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
        await_that(window.opener.is_idle)
        yield window


@scene
def given_pack_away(folder: Path) -> Iterator[MainWindow]:
    """The stick was pulled out."""
    with opened(_given(folder)) as window:
        read(window, STORY)
        library = window.controller.library
        assert isinstance(library, PackedLibrary)
        away = say("读不到资料包 {path}：是不是 U 盘拔掉了，或网络断了？", path="/media/usb/雁桥日报.yuebao")
        with (
            mock.patch.object(library, "trouble", return_value=away),
            mock.patch.object(library, "try_again", return_value=False),
        ):
            library_kinds.pack_of(window).look()
            yield window


@scene
def given_pack_cut_short(folder: Path) -> Iterator[MainWindow]:
    """Its file has lost its end since it was opened, and something is looked for in it."""
    with opened(_given(folder)) as window:
        read(window, STORY)
        library = window.controller.library
        assert isinstance(library, PackedLibrary)
        cut = say("资料包 {path} 打开以后变短了：是不是还在复制？", path="/media/usb/雁桥日报.yuebao")
        with (
            mock.patch.object(library, "trouble", return_value=cut),
            mock.patch.object(library, "try_again", return_value=False),
            mock.patch.object(library.searcher, "search", side_effect=LibraryError(cut)),
        ):
            window.controller.features.results.enter_query("祝水芹")
            await_that(lambda: window.controller.layout.results.failure.isVisible())
            library_kinds.pack_of(window).look()
            yield window


@scene
def given_pack_corrected(folder: Path) -> Iterator[MainWindow]:
    """A character was corrected by whoever reads the pack."""
    with opened(_given(folder)) as window:
        read(window, STORY)
        stored = window.controller.reading.article
        assert stored is not None
        Correcting(window.controller.library, window.controller.features.corrections.characters).correct(
            stored.id, CharacterPlace(Where.BLOCK, 0, 2), "囍"
        )
        await_that(lambda: "囍" in window.controller.layout.pane.page.document().toPlainText())
        yield window


@scene
def given_pack_of_earlier_version(folder: Path) -> Iterator[MainWindow]:
    """Its copy is being prepared."""
    with mock.patch.object(older_pack, "STAMP", "next"), opened(_given(folder)) as window:
        yield window
