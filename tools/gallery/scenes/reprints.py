"""The same text again: other printings, two side by side, a series, folded results."""

from collections.abc import Iterator
from pathlib import Path

from reader.features.differences.ui import DifferenceDialog
from reader.features.reprints.ui import ReprintsPart
from reader.ui.window.screenshot import await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests.reprinted_papers import write_papers
from tools.gallery.hands import opened, read, scene


def _reading(folder: Path, words: str) -> Iterator[MainWindow]:
    with opened(write_papers(folder / "两报")) as window:
        read(window, words)
        await_that(window.controller.features.parts.of(ReprintsPart).is_idle)
        window.controller.layout.pane.strip.about_button.click()
        yield window
        window.controller.layout.pane.about.close()


@scene
def other_printings(folder: Path) -> Iterator[MainWindow]:
    yield from _reading(folder, "温如岚 竹筒")


@scene
def series(folder: Path) -> Iterator[MainWindow]:
    yield from _reading(folder, "陶 长叹")


@scene
def printings_compared(folder: Path) -> Iterator[MainWindow]:
    for window in _reading(folder, "温如岚 竹筒"):
        window.controller.layout.pane.about.close()
        similar = window.controller.features.parts.of(ReprintsPart)
        known = window.controller.layout.pane.about.known
        assert known is not None
        assert known.printings is not None
        window.controller.layout.pane.calls.compare_printing(known.printings.others[0].stored.id)
        await_that(similar.is_idle)
        dialog = window.findChild(DifferenceDialog)
        assert dialog is not None
        dialog.step(1)
        dialog.step(1)
        yield window


@scene
def results_folded(folder: Path) -> Iterator[MainWindow]:
    for window in _reading(folder, "温如岚 竹筒"):
        search_and_wait(window, "渡船")
        window.controller.step_article(1)
        yield window


@scene
def results_unfolded(folder: Path) -> Iterator[MainWindow]:
    for window in _reading(folder, "温如岚 竹筒"):
        search_and_wait(window, "渡船")
        window.controller.step_article(1)
        results = window.controller.layout.results
        results.model.turn_fold(results.view.currentIndex(), True)
        yield window
