"""What makes one stay: the papers of a day, issues that go by, a word handed to a dictionary."""

from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.calendar.ui.riffle_view import RiffleView
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tools.gallery.hands import do, on_sample, select


def _ask_for(window: MainWindow, day: str) -> None:
    do(window, "go_to_date")
    pane = window.controller.features.parts.of(CalendarPart).pane
    await_that(lambda: pane.chosen is not None)
    pane.go_to(day)


@on_sample
def day_nearest(window: MainWindow) -> None:
    _ask_for(window, "1946-5-3")


@on_sample
def day_of_every_year(window: MainWindow) -> None:
    _ask_for(window, "6月12日")


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
