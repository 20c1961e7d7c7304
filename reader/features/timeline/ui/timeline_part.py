"""What is found over time, counted for the bars above the results of a search, and saved."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu

from reader.export.forms import TableFormat
from reader.export.timeline import Step, Timeline
from reader.i18n import say
from reader.library.library import LibraryError
from reader.search.documents import SearchCancelled
from reader.ui.desk import Desk, Part
from reader.ui.search.result_export import file_name
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.services import FileContent

if TYPE_CHECKING:
    from reader.features.timeline.ui.timeline_panel import TimelinePanel
    from reader.features.timeline.ui.year_bars import YearBars
    from reader.search.query import Query

PAUSE_MS = 300
"""The delay between an answer and the counting of its line, in milliseconds."""


class TimelinePart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._queue, self._counting = TaskQueue(self), TaskQueue(self)
        self._compared: Sequence[str] = ()
        self._counted: Query | None = None
        self._token = threading.Event()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._count)
        desk.results.offer_more = self._offer
        desk.results.answered.connect(self.begin)
        desk.results.left.connect(self.stop)

    def _offer(self, menu: QMenu) -> None:
        over_time = menu.addMenu(say("导出时间分布"))
        over_time.setAccessibleName(over_time.title())
        over_time.setEnabled(self._bars().shown_timeline() is not None)
        for suffix in (*TableFormat.endings(), ".png", ".svg"):
            over_time.addAction(f"{suffix[1:].upper()}…", partial(self._ask, suffix))

    def _bars(self) -> YearBars:
        return cast("YearBars", self.desk.frame.results.header.years)

    def _ask(self, suffix: str) -> None:
        bars = self._bars()
        timeline, measure = bars.shown_timeline(), bars.measure()
        if timeline is None:
            return
        name = file_name(" ".join(line.query for line in timeline.lines)) + suffix
        file = ask_for_file(
            self.desk.frame.window(), say("导出时间分布"), Files.TABLES, name, f"*{suffix}", [suffix]
        )
        if file is None:
            return

        def content() -> FileContent:
            from reader.features.timeline.timeline_files import as_svg, as_table

            if table := TableFormat.named(suffix):
                return table.writer(as_table(timeline, measure))  # type: ignore[no-any-return]
            picture = as_svg(timeline, measure)
            return theme.png_of(picture) if suffix == ".png" else picture

        self._services.write_file(self._queue, file.path, content, replaces=file.replaces)

    # -- what is found over time

    def compare(self, queries: Sequence[str]) -> None:
        self._compared = tuple(queries)
        self._token.set()
        self._count()

    def stop(self) -> None:
        self._token.set()
        self._pause.stop()
        self._compared, self._counted = (), None
        self._draw(None)

    def is_idle(self) -> bool:
        return not self._pause.isActive() and super().is_idle()

    def finish(self) -> None:
        self._token.set()

    def _query(self) -> Query:
        from reader.search.query import Period, editing

        query = self.desk.searching.query
        of_all_days = editing.narrowed(query, Period, None)
        return query if of_all_days.root is None else of_all_days

    def begin(self) -> None:
        self._token.set()
        panel = cast("TimelinePanel", self.desk.frame.results.header.timeline)
        panel.compare = self.compare
        # the line of the same query stays until it is counted again, as after a sync
        if self._counted is not None and self._query() != self._counted:
            self._counted = None
            self._draw(None)
        self._pause.start()

    def _draw(self, timeline: Timeline | None) -> None:
        if self.desk.frame.has_results():
            self.desk.frame.results.header.show_timeline(timeline)

    def _count(self) -> None:
        from reader.search import query as queries

        token = self._token = threading.Event()
        query, compared, has_all_shapes = self._query(), self._compared, self.desk.searching.has_all_shapes
        if query.root is None:
            return

        def count() -> Timeline:
            searcher = self._library.searcher
            others = [*map(searcher.understand, compared)]
            if has_all_shapes:
                others = [searcher.in_all_shapes(each, token.is_set) for each in others]
            asked = [query, *others]
            names = [queries.understood_as(self.desk.searching.asked), *compared]
            return self._library.contents.timelines.timeline(asked, Step.MONTH, token.is_set, names)

        def done(timeline: Timeline) -> None:
            self._counted = query
            self._draw(timeline)

        self._counting.run(count, done, None, (SearchCancelled, LibraryError), token)
