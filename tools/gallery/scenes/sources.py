"""An article that files of several formats tell: the other sources, side by side, a hit in another source."""

from collections.abc import Iterator
from pathlib import Path

from reader.features.differences.ui import DifferenceDialog
from reader.features.sources.ui import SourcesPart
from reader.ui.window.screenshot import await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests.sources import files
from tests.sources.issues import PDF, an_issue, scan, told
from tools.gallery.hands import opened, read, scene


def _reading(folder: Path) -> Iterator[MainWindow]:
    issue = an_issue(3)[:6]
    forms = (
        files.site(issue),
        files.text(told(issue, PDF, "t")),
        files.scans(told(issue, scan(0.03), "s")),
    )
    for name, page in (each for form in forms for each in form.items()):
        path = folder / "几种来源" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    with opened(folder / "几种来源") as window:
        read(window, "蘑菇")
        yield window


@scene
def several_sources(folder: Path) -> Iterator[MainWindow]:
    yield from _reading(folder)


@scene
def sources_compared(folder: Path) -> Iterator[MainWindow]:
    for window in _reading(folder):
        sources = window.controller.features.parts.of(SourcesPart)
        sources.open()
        await_that(sources.is_idle)
        assert isinstance(sources.dialog, DifferenceDialog)
        sources.dialog.step(1)
        yield window


@scene
def hit_in_another_source(folder: Path) -> Iterator[MainWindow]:
    for window in _reading(folder):
        search_and_wait(window, "弼调")
        window.controller.step_article(1)
        yield window
