"""What makes one stay: the paper of a day, issues that go by, a word handed to a dictionary."""

from collections.abc import Iterator
from pathlib import Path

from reader.features.day_paper.ui import DayPaperDialog
from reader.features.riffle.ui import RiffleView
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tools.gallery.hands import do, on_sample, opened, scene, select


def _ask_for(window: MainWindow, day: str) -> None:
    do(window, "paper_of_day")
    (dialog,) = window.findChildren(DayPaperDialog)
    await_that(lambda: dialog._papers is not None)
    dialog.field.line.setText(day)


@on_sample
def day_paper(window: MainWindow) -> None:
    _ask_for(window, "1987-6-12")


@on_sample
def day_paper_nearest(window: MainWindow) -> None:
    _ask_for(window, "1946-5-3")


@scene
def day_paper_without_library(folder: Path) -> Iterator[MainWindow]:
    (folder / "旧报").mkdir()
    with opened(folder / "旧报") as window:
        await_that(window.controller.layout.is_welcome_shown)
        window.controller.complete()
        _ask_for(window, "1987-6-12")
        yield window


@on_sample
def riffling(window: MainWindow) -> None:
    do(window, "riffle")
    (view,) = window.findChildren(RiffleView)
    await_that(lambda: view.issue_id() is not None)
    view.drag_to(0.5)
    await_that(lambda: view._headlines.of(view.issue_id() or 0) is not None)


@on_sample
def dictionary_missing(window: MainWindow) -> None:
    select(window, "旧报")
    do(window, "look_up")
    await_that(window.toast.isVisible)
