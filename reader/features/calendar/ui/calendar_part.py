"""The calendar in the window: what it shows, and what it opens."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from reader.features.calendar.ui.day_panel import CalendarActs
from reader.features.calendar.ui.year_list import Row, YearList, rows_of
from reader.library.library import LibraryError
from reader.newspaper.coverage import Coverage
from reader.search.documents import SearchCancelled
from reader.ui.desk import Desk, Part
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Handlers

if TYPE_CHECKING:
    from whoosh.query import Query as Node

    from reader.features.calendar.ui.calendar_pane import CalendarPane
    from reader.features.calendar.ui.riffle_view import Riffling
    from reader.search.query import Query

TAB = "calendar"
"""Its face of the place of the papers."""
CALENDAR_MS = 150
"""The delay before the calendar is read when its tab is shown, in milliseconds."""


class CalendarPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._frame = desk.frame
        self._reading = desk.reading
        self._results = desk.results
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
        self.years = YearList()
        self.years.yearChosen.connect(lambda *_: self._frame.close_drawer())
        self.years.undatedAsked.connect(self._list_undated_issues)
        self._pane: CalendarPane | None = None
        self._frame.put_in_tab(TAB, self.years, lambda: self.years)
        self._frame.issues.offer_days(self.go_to_date)
        self._soon.timeout.connect(self._read)
        self._reading.opened.connect(self._frame.uncover)
        self._frame.tabShown.connect(self.follow)
        self.follow(self._frame.tab)

    def handlers(self) -> Handlers:
        return {"go_to_date": self.go_to_date, "riffle": self.riffle}

    def finish(self) -> None:
        self._token.set()

    @property
    def pane(self) -> CalendarPane:
        """The calendar, complete; made on first use unless `prepare` has made it."""
        for _ in self.prepare():
            pass
        assert self._pane is not None
        return self._pane

    def prepare(self) -> Iterator[None]:
        if self._pane is None:
            self._pane = self._make()
            self._frame.put_over(TAB, self._pane, self._pane.focus_day)
            yield
        while self._pane.add_month():
            yield

    def _make(self) -> CalendarPane:
        from reader.features.calendar.ui.calendar_pane import CalendarPane

        acts = CalendarActs(
            open_issue=self._open,
            open_article=self._reading.open_article,
            open_second=self.desk.second.open,
            explain_date=self.desk.corrections.issues.explain_date,
            list_hits=self._list_hits,
            list_days=self._list_days,
            list_yearly=self._list_yearly,
            dismiss_hits=self._dismiss,
            list_undated=self._list_undated,
            riffle=self.riffle,
            message=self._services.message,
        )
        return CalendarPane(self.years, acts)

    def step_back(self) -> bool:
        return self._frame.tab == TAB and self.pane.step_back()

    @cached_property
    def _riffling(self) -> Riffling:
        from reader.features.calendar.ui.riffle_view import Riffling

        return Riffling(self.desk, self)

    def riffle(self) -> None:
        """Leaf through the issues, from that of the chosen day of the calendar or of the article on."""
        stored = self._reading.article
        begin: tuple[str | None, int | None] = (None, None)
        if stored is not None:
            begin = (stored.issue.newspaper, stored.issue.id)
        if self._frame.tab == TAB:
            place = self.pane.place()
            if stored is None or (place.newspaper, place.day) != (stored.issue.newspaper, stored.issue.date):
                begin = (place.newspaper, self.pane.issue_of_day())
        self._riffling.open(*begin)

    def follow(self, tab: str) -> None:
        """Read the calendar shortly after its tab is shown, so that its current content is painted first."""
        was_shown = self._is_shown
        self._is_shown = tab == TAB
        if self._is_shown and not was_shown:
            self._go_to_article()
        if self._is_shown:
            if not self._results.searching.text:
                self._dismissed = None
            self._soon.start(0 if self._generation < 0 else CALENDAR_MS)

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self.follow(self._frame.tab)

    def _go_to_article(self) -> None:
        from reader.features.calendar.ui.month_table import Place

        stored = self._reading.article
        pane = self.pane
        self._awaits_article = stored is None
        if stored is None:
            self._reading.shown.connect(self._follow_article, Qt.ConnectionType.SingleShotConnection)
        elif stored.id:
            pane.go_to_place(Place(stored.issue.newspaper, stored.issue.date))

    def _follow_article(self, _stored: object) -> None:
        if self._awaits_article and self._is_shown:
            self._go_to_article()

    def _read(self) -> None:
        if not self._is_shown:
            return
        generation = self._library.generation()
        if generation == self._generation:
            self._count_hits(generation)
            return
        self._generation = generation
        contents = self._library.contents

        def read() -> tuple[dict[str, Coverage], list[Row]]:
            newspapers = wording.by_name(contents.newspapers(), attrgetter("title"))
            papers = {row.title: contents.coverage(row.title) for row in newspapers}
            return papers, rows_of(papers, contents.years_alone())

        def show(known: tuple[dict[str, Coverage], list[Row]]) -> None:
            papers, rows = known
            self.years.years.set_rows(rows)
            self.pane.show_papers(contents, papers)
            self._count_hits(generation)

        self._queue.run(read, show)

    def _count_hits(self, generation: int) -> None:
        """Show for each day the number of articles that match the current query without its date range."""
        from reader.library.article_set import ArticleSet
        from reader.search import query as queries
        from reader.search.query import EveryArticle, Period, editing

        query = editing.narrowed(self._results.searching.query, Period, None)
        is_of_all = query.root is None or isinstance(query.root, EveryArticle)
        if is_of_all or query == self._dismissed:
            self._forget()
            return
        if self._counted == (query, generation):
            return
        self._token.set()
        token = threading.Event()
        self._token = token

        articles = ArticleSet.of(query)
        timelines = self._library.contents.timelines

        def count() -> tuple[dict[str, dict[dt.date, int]], int]:
            return timelines.days(articles, token.is_set), timelines.undated(articles, token.is_set)

        def done(counted: tuple[dict[str, dict[dt.date, int]], int]) -> None:
            self._counted = query, generation
            hits, undated = counted
            self.pane.show_hits(queries.understood_as(query), hits, undated)

        self._queue.run(
            count,
            done,
            lambda _: self._forget(),
            (SearchCancelled, LibraryError),
            token,
        )

    def _forget(self) -> None:
        self._token.set()
        if self._counted is not None:
            self._counted = None
            self.pane.show_hits("", None)

    def _dismiss(self) -> None:
        self._dismissed = self._counted[0] if self._counted else None
        self._counted = None

    def _list_hits(self, day: dt.date) -> None:
        from reader.search import query as queries
        from reader.search.query import Period, editing

        if self._counted is not None:
            on_day = editing.narrowed(self._counted[0], Period, Period(day, day))
            self._results.enter_query(queries.as_typed(on_day))

    def _list_days(self, newspaper: str, first: dt.date, last: dt.date) -> None:
        """List the articles of these days of a newspaper, "" for an unknown one, as a set."""
        from reader.search.query import Period

        self.desk.views.list_set(self._of_newspaper(newspaper, Period(first, last)))

    def _of_newspaper(self, newspaper: str, *parts: Node) -> Query:
        """Return the query for the articles of a newspaper, "" for an unknown one, if there are several."""
        from reader.search.query import editing

        titles = self._frame.tree.tree_model.titles()
        if titles:
            return editing.of_newspaper(newspaper, *parts, titles=titles)
        return editing.of_newspaper(None, *parts)

    def _list_undated(self) -> None:
        from reader.search.query import Period, UnknownDay, as_typed, editing

        if self._counted is not None:
            undated = editing.narrowed(self._counted[0], Period, UnknownDay())
            self._results.enter_query(as_typed(undated))

    def _list_undated_issues(self, newspaper: str, year: int) -> None:
        """List the articles of a newspaper's issues of which only this year is known; "" for unknown newspapers."""
        from reader.search.query import Period, UnknownDay, as_typed

        of_year = Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
        self._results.enter_query(as_typed(self._of_newspaper(newspaper, of_year, UnknownDay())))

    def _list_yearly(self, day: dt.date) -> None:
        from reader.search.query import EveryYear, Query, as_typed

        of_day = day.month, day.day
        self._results.enter_query(as_typed(Query(EveryYear(of_day, of_day))))

    def _open(self, issue_id: int) -> None:
        self._reading.read_issue(issue_id)
        self._frame.uncover()

    def go_to_date(self) -> None:
        self._frame.show_tab(TAB)
        self.pane.header.date_field.begin()
