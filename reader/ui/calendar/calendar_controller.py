"""The controller of the calendar."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer

from reader.issue_dating.coverage import Coverage
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import IssueRow
from reader.search.documents import SearchCancelled
from reader.ui.calendar.day_panel import CalendarActs
from reader.ui.calendar.year_list import Row, YearList, rows_of
from reader.ui.frame import Frame, Tab
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.search.results_controller import ResultsController
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services

if TYPE_CHECKING:
    from reader.search.query import Query
    from reader.ui.calendar.calendar_pane import CalendarPane

CALENDAR_MS = 150
"""The delay before the calendar is read when its tab is shown, in milliseconds."""


class CalendarFrame(Frame, Protocol):
    calendar_acts: CalendarActs

    @property
    def years(self) -> YearList: ...

    @property
    def calendar(self) -> CalendarPane: ...


class CalendarController(LibraryFeature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: CalendarFrame,
        reading: ReadingController,
        beside: SecondArticle,
        results: ResultsController,
        explain_date: Callable[[IssueRow], object],
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._results = results
        self._token = threading.Event()
        self._dismissed: Query | None = None
        """The query whose matches the user has removed from the calendar; None for none."""
        self._counted: tuple[Query, int] | None = None
        """The query whose matches are shown, and the generation of the catalogue in which they were counted."""
        self._generation = -1
        self._is_shown = False
        self._awaits_article = False
        """Whether the calendar was opened before an article was on the page; it goes to that article's day later."""
        self._soon = QTimer(self, singleShot=True)
        self._queue = TaskQueue(self)
        frame.calendar_acts = CalendarActs(
            open_issue=self._open,
            open_article=reading.open_article,
            open_beside=beside.open,
            explain_date=explain_date,
            list_hits=self._list_hits,
            dismiss_hits=self._dismiss,
            message=services.message,
        )
        self._soon.timeout.connect(self._read)
        reading.opened.connect(frame.leave_calendar)
        frame.tabShown.connect(self.follow)

    def handlers(self) -> Handlers:
        return {
            "go_to_date": self.go_to_date,
        }

    def finish(self) -> None:
        self._token.set()

    def follow(self, tab: str) -> None:
        """Read the calendar shortly after its tab is shown, so that its current content is painted first."""
        was_shown, self._is_shown = self._is_shown, tab == Tab.CALENDAR
        if self._is_shown and not was_shown:
            self._go_to_article()
        if tab == Tab.CALENDAR:
            if not self._results.searching.text:
                self._dismissed = None
            self._soon.start(0 if self._generation < 0 else CALENDAR_MS)

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self.follow(self._frame.tab)

    def _go_to_article(self) -> None:
        from reader.ui.calendar.month_table import Place

        stored = self._reading.article
        self._awaits_article = stored is None
        if stored is None:
            self._reading.shown.connect(self._follow_article, Qt.ConnectionType.SingleShotConnection)
        elif stored.id:
            self._frame.calendar.go_to_place(Place(stored.issue.newspaper, stored.issue.date))

    def _follow_article(self, _stored: object) -> None:
        if self._awaits_article and self._is_shown:
            self._go_to_article()

    def _read(self) -> None:
        if self._frame.tab != Tab.CALENDAR:
            return
        generation = self._library.generation()
        if generation == self._generation:
            self._count_hits(generation)
            return
        self._generation = generation

        def read() -> tuple[dict[str, Coverage], list[Row]]:
            papers = {
                row.title: self._library.contents.coverage(row.title)
                for row in self._library.contents.newspapers()
            }
            return papers, rows_of(papers)

        def show(known: tuple[dict[str, Coverage], list[Row]]) -> None:
            papers, rows = known
            self._frame.years.show_years(rows)
            self._frame.calendar.show_papers(self._library.contents, papers)
            self._count_hits(generation)

        self._queue.run(read, show)

    def _count_hits(self, generation: int) -> None:
        """Show for each day the number of articles that match the current query without its date range."""
        from reader.search import query as queries
        from reader.search.query import Period, editing

        query = editing.narrowed(self._results.searching.query, Period, None)
        if query.root is None or query == self._dismissed:
            self._forget()
            return
        if self._counted == (query, generation):
            return
        self._token.set()
        token = self._token = threading.Event()

        def done(hits: dict[str, dict[dt.date, int]]) -> None:
            self._counted = query, generation
            self._frame.calendar.show_hits(queries.understood_as(query), hits)

        self._queue.run(
            lambda: self._library.timelines.days(query, token.is_set),
            done,
            lambda _: self._forget(),
            (SearchCancelled, LibraryError),
            token,
        )

    def _forget(self) -> None:
        self._token.set()
        if self._counted is not None:
            self._counted = None
            self._frame.calendar.show_hits("", None)

    def _dismiss(self) -> None:
        self._dismissed = self._counted[0] if self._counted else None
        self._counted = None

    def _list_hits(self, day: dt.date) -> None:
        from reader.search import query as queries
        from reader.search.query import Period, editing

        if self._counted is not None:
            on_day = editing.narrowed(self._counted[0], Period, Period(day, day))
            self._results.enter_query(queries.as_typed(on_day))

    def _open(self, issue_id: int) -> None:
        self._reading.read_issue(issue_id)
        self._frame.leave_calendar()

    def go_to_date(self) -> None:
        self._frame.show_tab(Tab.CALENDAR)
        self._frame.calendar.date_field.begin()
