"""The picture of a page beside its text."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt

from reader.features.pictures.ui.picture_pane import PicturePane
from reader.features.pictures.ui.picture_part import PicturePart
from reader.features.pictures.ui.picture_view import Fit
from reader.ui.window.screenshot import await_reading, await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests import drawn_page
from tools.gallery.hands import do, opened, scene

HEADLINE = drawn_page.PAGE[0].headline
"""Of the article that is read."""


@scene
def page_picture(folder: Path) -> Iterator[MainWindow]:
    drawn_page.write(folder / "旧报", width=2400)
    with opened(folder / "旧报") as window:
        shown(window)
        yield window


@scene
def page_picture_zoomed(folder: Path) -> Iterator[MainWindow]:
    """Hits are boxed, and the picture is at the current one."""
    drawn_page.write(folder / "旧报", width=2400)
    with opened(folder / "旧报") as window:
        search_and_wait(window, "老船工")
        window.controller.step_article(1)
        await_reading()
        pane = shown(window)
        pane.view.set_fit(Fit.WIDTH)
        pane.view.zoom(2.0)
        window.controller.features.active.step_hit(1)
        yield window


@scene
def page_picture_absent(folder: Path) -> Iterator[MainWindow]:
    """The next page has no picture."""
    drawn_page.write(folder / "旧报", width=1200)
    drawn_page.write(
        folder / "旧报", "19870613-01", 1200, drawn_page.PAGE[1:], "1987年6月13日星期六第4013期"
    ).unlink()
    with opened(folder / "旧报") as window:
        await_that(lambda: window.controller.reading.article)
        window.controller.reading.step_issue(-1)
        await_reading()
        pane = shown(window)
        window.controller.reading.step_issue(1)
        await_reading()
        await_that(pane.message)
        yield window


@scene
def page_picture_incomplete(folder: Path) -> Iterator[MainWindow]:
    picture = drawn_page.write(folder / "旧报", width=2400)
    picture.write_bytes(picture.read_bytes()[:200_000])
    with opened(folder / "旧报") as window:
        shown(window)
        yield window


@scene
def page_picture_unreadable(folder: Path) -> Iterator[MainWindow]:
    drawn_page.write(folder / "旧报", width=1200).write_bytes(b"no picture at all")
    with opened(folder / "旧报") as window:
        pane = _open(window)
        await_that(pane.message)
        yield window


def shown(window: MainWindow) -> PicturePane:
    """The picture of the page of the first article, all of it."""
    ids = [row.id for row in window.controller.library.contents.articles(_issue(window))]
    if window.controller.reading.article is None:
        window.controller.reading.open_article(ids[0])
        await_reading()
    pane = _open(window)
    await_that(lambda: pane.is_picture_shown() and pane.view.marks.outlines)
    pane.view.repaint()
    await_that(pane.view.store.is_idle)
    window.controller.layout.pane.page.setFocus(Qt.FocusReason.OtherFocusReason)
    return pane


def _open(window: MainWindow) -> PicturePane:
    """Show the picture, unless it is shown already as in the window before, which the settings may tell."""
    part = window.controller.features.parts.of(PicturePart)
    await_that(part.is_idle)
    if not part.is_shown():
        do(window, "page_picture")
    return part.pane


def _issue(window: MainWindow) -> int:
    stored = window.controller.reading.article
    assert stored is not None
    return stored.issue.id
