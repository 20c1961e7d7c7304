"""Riffling in the window: opening the view, and the issue chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.i18n import say
from reader.library.library import Library
from reader.ui.calendar.calendar_controller import CalendarFrame
from reader.ui.frame.frame import Tab
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Handlers, LibraryFeature, Services

if TYPE_CHECKING:
    from reader.ui.riffle.riffle_view import Reel, RiffleView


class RiffleController(LibraryFeature):
    """Opens the view for riffling, made on first use."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: CalendarFrame,
        reading: ReadingController,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._view: RiffleView | None = None
        self._queue = TaskQueue(self)

    def handlers(self) -> Handlers:
        return {"riffle": self.open}

    def open(self) -> None:
        """Show the issues of the current newspaper, from the current issue.

        The current ones are those of the calendar if it is shown, else those of the article.
        """
        view = self._view or self._make_view()
        newspaper, issue_id = self._where()
        contents = self._library.contents
        view.begin()

        def read() -> Reel | None:
            from reader.ui.riffle.riffle_view import reel_of

            names = [newspaper] if newspaper is not None else []
            names += [row.title for row in contents.newspapers() if row.title not in names]
            return next((reel for name in names if (reel := reel_of(name, contents.coverage(name)))), None)

        def show(reel: Reel | None) -> None:
            if not view.isVisible():
                return
            if reel is None:
                view.leave()
                self._services.message(say("还没有知道日期的报纸可翻。"))
                return
            view.show_reel(reel, reel.place_of(issue_id))

        self._queue.run(read, show)

    def _where(self) -> tuple[str | None, int | None]:
        """Return the title of the newspaper and the id of the issue at which riffling begins; None if not known."""
        stored = self._reading.article
        issue = stored.issue if stored is not None else None
        if self._frame.tab is Tab.CALENDAR:
            place = self._frame.calendar.place()
            if issue is None or place.newspaper != issue.newspaper or place.day != issue.date:
                return place.newspaper, self._frame.calendar.issue_of_day()
        return (issue.newspaper, issue.id) if issue is not None else (None, None)

    def _make_view(self) -> RiffleView:
        from reader.ui.riffle.riffle_view import RiffleView

        self._view = view = RiffleView(self._frame.widget(), self._library.contents.articles)
        view.chosen.connect(self._open_issue)
        view.left.connect(self._return)
        return view

    def _open_issue(self, issue_id: int) -> None:
        self._reading.read_issue(issue_id)
        self._frame.leave_calendar()
        self._frame.focus_reading()

    def _return(self) -> None:
        if self._frame.tab is Tab.CALENDAR:
            self._frame.focus_sidebar()
        else:
            self._frame.focus_reading()
