"""Clippings as pictures, and dossiers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from reader.features.dossiers.dossiers import dossiers_of
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.features.printing.ui.printing_part import PrintingPart
from reader.library.library import Library
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tools.gallery.hands import (
    STORY,
    copy_of_sample,
    do,
    menu_on,
    on_copy,
    on_sample,
    opened,
    read,
    scene,
    select,
)


def fill(library: Library) -> str:
    """A dossier with a note, two articles and a clipping, and another one."""
    story, ferry, market = (
        library.searcher.search(words, limit=1).ids[0] for words in (STORY, "雁桥渡口夏令时刻", "元宵夜")
    )
    dossiers = dossiers_of(library)
    dossiers.add_articles(dossiers.add("元宵").uuid, [(market, None)])
    uuid = dossiers.add("渡口与图书馆").uuid
    dossiers.add_note(uuid, "外婆说，新馆搬进来的那一夜，她也在搬书的队里。\n先看报上怎么说。")
    dossiers.add_articles(uuid, [(story, None), (story, library.notebook.quote(story, "旧报不是废纸"))])
    dossiers.add_note(uuid, "渡口的时刻要和民国的再对一遍。")
    dossiers.add_articles(uuid, [(ferry, None)])
    return uuid


def show(window: MainWindow, uuid: str) -> None:
    collecting = window.controller.features.parts.of(DossiersPart)
    do(window, "show_dossiers")
    collecting.choose(uuid)
    await_that(collecting.is_idle)


def with_dossier(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        read(window, STORY)
        show(window, fill(window.controller.library))
        yield window


@scene
def dossier(folder: Path) -> Iterator[MainWindow]:
    for window in with_dossier(folder):
        listing = window.controller.features.parts.of(DossiersPart).pane.listing
        listing.select(listing.rows()[2].uuid)
        listing.view.setFocus()
        yield window


@scene
def dossier_being_written_in(folder: Path) -> Iterator[MainWindow]:
    for window in with_dossier(folder):
        listing = window.controller.features.parts.of(DossiersPart).pane.listing
        listing.write_in(listing.rows()[3].uuid)
        yield window


@scene
def dossier_in_a_narrow_window(folder: Path) -> Iterator[MainWindow]:
    for window in with_dossier(folder):
        window.resize(min(window.width(), 800), window.height())
        do(window, "show_dossiers")
        yield window


@scene
def dossier_whose_article_is_lost(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    library = Library.open(root)
    library.sync()
    uuid = fill(library)
    shutil.rmtree(root / "1987")
    library.sync(accept_missing=True)
    library.forget_missing([file.path for file in library.missing_files()])
    library.close()
    with opened(root) as window:
        show(window, uuid)
        yield window


@on_copy
def dossier_none_yet(window: MainWindow, root: Path) -> None:
    read(window, STORY)
    do(window, "show_dossiers")


@on_copy
def dossier_just_made(window: MainWindow, root: Path) -> None:
    read(window, STORY)
    window.controller.features.parts.of(DossiersPart).pane.acts.create()
    await_that(window.controller.features.parts.of(DossiersPart).is_idle)


@on_copy
def added_to_a_dossier(window: MainWindow, root: Path) -> None:
    read(window, STORY)
    show(window, fill(window.controller.library))
    select(window, "缺期43号")
    do(window, "add_to_dossier")
    await_that(window.controller.features.parts.of(DossiersPart).is_idle)


@scene
def dossier_menu_on_words(folder: Path) -> Iterator[MainWindow]:
    for window in with_dossier(folder):
        select(window, "旧报不是废纸")
        menu_on(window, "旧报不是废纸")
        yield window


@scene
def dossier_more_menu(folder: Path) -> Iterator[MainWindow]:
    for window in with_dossier(folder):
        window.controller.features.parts.of(DossiersPart).pane.more_button.click()
        yield window


def clip(window: MainWindow) -> None:
    do(window, "clip")
    desk = window.controller.features.parts.of(PrintingPart)
    await_that(lambda: desk.dialog is not None and desk.dialog.is_idle())


@on_sample
def clipping_of_an_article(window: MainWindow) -> None:
    clip(window)


@on_sample
def clipping_as_cards(window: MainWindow) -> None:
    clip(window)
    dialog = window.controller.features.parts.of(PrintingPart).dialog
    assert dialog is not None
    dialog.forms.segments()[1].click()
    await_that(dialog.is_idle)


@on_sample
def clipping_of_words(window: MainWindow) -> None:
    select(window, "旧报不是废纸")
    clip(window)
    dialog = window.controller.features.parts.of(PrintingPart).dialog
    assert dialog is not None
    dialog.copy()
