"""Opening the paper of a day: asking for the day, and for a library if the open one has no dated issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.library.library import Library
from reader.ui.frame.frame import Frame
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services

if TYPE_CHECKING:
    from reader.issue_dating.coverage import Coverage
    from reader.issue_dating.day_papers import DayPaper
    from reader.language.dates.calendar import Days


class OpenLibrary(Protocol):
    """The library in the window."""

    library: Library
    reading: ReadingController
    updating: SyncController

    @property
    def layout(self) -> Frame: ...


class DayPaperController(Feature):
    """Asks for a day and opens its paper.

    Signal: `folderWanted` asks for another library; it has a function to call when that is open.
    """

    folderWanted = Signal(object)

    def __init__(
        self,
        services: Services,
        window: QWidget,
        tasks: TaskQueue,
        controller: Callable[[], OpenLibrary],
    ) -> None:
        super().__init__(services, window)
        self._window = window
        self._tasks = tasks
        self._controller = controller

    def ask(self, typed: str = "") -> None:
        """Ask for a day, with `typed` in the field."""
        from reader.ui.calendar.day_paper_dialog import DayPaperDialog

        dialog = DayPaperDialog(self._window, typed)
        dialog.chosen.connect(self._open)
        dialog.folderWanted.connect(self._choose_folder)
        is_open = [True]
        dialog.finished.connect(is_open.clear)
        contents = self._controller().library.contents

        def read() -> dict[str, Coverage]:
            return {row.title: contents.coverage(row.title) for row in contents.newspapers()}

        self._tasks.run(read, lambda papers: dialog.show_papers(papers) if is_open else None)
        dialog.open()

    def _open(self, paper: DayPaper, days: Days) -> None:
        controller = self._controller()
        controller.reading.read_issue(paper.issue.id)
        controller.layout.leave_calendar()
        if paper.days_off:
            from reader.ui.calendar.day_paper_dialog import off_in_words

            self._services.message(
                say(
                    "{asked}没有报，打开的是最近的{day}（{off}）。",
                    asked=wording.day(days.first),
                    day=wording.day(paper.issue.date),
                    off=off_in_words(paper.days_off),
                )
            )

    def _choose_folder(self, typed: str) -> None:
        """Let the user choose a library, and ask for the day again when it has an issue."""

        def ask_again() -> None:
            opened = self._controller()
            if opened.library.contents.newest_issue() is not None:
                self.ask(typed)
                return
            opened.updating.finished.connect(
                lambda _: self.ask(typed) if opened is self._controller() else None,
                Qt.ConnectionType.SingleShotConnection,
            )

        self.folderWanted.emit(ask_again)
