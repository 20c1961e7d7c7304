"""Saving what is shown over time above the results of a search."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu

from reader.export.forms import TableFormat
from reader.i18n import say
from reader.ui.desk import Desk, Part
from reader.ui.search.result_export import file_name
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.services import FileContent


class TimelinePart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._queue = TaskQueue(self)
        desk.results.offer_more = self._offer

    def _offer(self, menu: QMenu) -> None:
        over_time = menu.addMenu(say("导出时间分布"))
        over_time.setAccessibleName(over_time.title())
        over_time.setEnabled(self.desk.frame.results.header.years.shown_timeline() is not None)
        for suffix in (*TableFormat.endings(), ".png", ".svg"):
            over_time.addAction(f"{suffix[1:].upper()}…", partial(self._ask, suffix))

    def _ask(self, suffix: str) -> None:
        bars = self.desk.frame.results.header.years
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
