"""What is asked for over time, above its list: the bars, the lines of other queries; it is counted and saved."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reader import do_nothing
from reader.export.exported_files import named_file
from reader.export.forms import TableFormat
from reader.export.timeline import MOST_LINES, Measure, Step, Timeline, in_words, legend, name_of
from reader.features.timeline.ui.year_bars import HEIGHT, YearBars, draw_run
from reader.i18n import count, say
from reader.library.library import LibraryError
from reader.search.documents import SearchCancelled
from reader.ui.desk import Desk, Part
from reader.ui.search.search_field import QueryField
from reader.ui.search.years import YearsPanel
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    Wide,
    column_layout,
    plain,
    row_layout,
)
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.menus import DropChip, MenuChip
from reader.ui.widgets.services import FileContent
from reader.ui.widgets.text_painting import Painted

if TYPE_CHECKING:
    from reader.search.query import Query

PAUSE_MS = 300
"""The delay between an answer and the counting of its line, in milliseconds."""


def _unread() -> str:
    return say("还没读到，不是没有；读到时自己补上")


def _paint_unread(painter: QPainter, rect: QRectF) -> None:
    box = QRectF(0.5, 5.5, 22, 11)
    text_painting.draw_hatch(painter, box)
    text_painting.draw_box(painter, box, 0, None, "rule2")
    text_painting.draw_words(painter, rect.adjusted(30, 0, 0, 0), _unread(), theme.sans(12), "ink3")


_LONGEST = 12
"""The maximum number of characters of a query in the legend."""


class LegendChip(QPushButton):
    """A line's mark and name; a click removes the line, unless it is that of the results."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words if len(words) <= 2 * _LONGEST else words[:_LONGEST] + "…" + words[-_LONGEST:])
        self._number = number
        name = say("不再比较 {query}", query=words) if number else words
        self.setAccessibleName(name)
        self.setToolTip(plain(name))
        self.setFont(theme.sans(12))
        self.setEnabled(number > 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        closing = 18 if self._number else 0
        return QSize(round(text_painting.width_of(self.text(), self.font())) + 46 + closing, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self._number and self.underMouse():
            text_painting.draw_box(painter, rect, 4, "hover", None)
        middle = rect.center().y()
        draw_run(painter, self._number, [QPointF(6, middle), QPointF(30, middle)])
        words = rect.adjusted(38, 0, -4, 0)
        text_painting.draw_free(painter, words, self.text(), self.font(), "ink2")
        if self._number:
            theme.draw_icon(painter, "close", "ink3", rect.right() - 18, middle - 7, 14)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)


BARS_HEIGHT = 132
"""The height of the bars, in pixels; lines need no more room to be told apart."""
_LOW_WINDOW = 760
"""In a lower window they are lower, so that the list has room below them, in pixels."""
YEARS = "timeline"
"""The action that shows them."""


class TimelinePanel(YearsPanel):
    action = YEARS

    def __init__(self) -> None:
        super().__init__()
        self.export: Callable[[str], object] = do_nothing
        """Asks where to write what is drawn, in the form with a suffix."""
        self.compare: Callable[[Sequence[str]], object] = do_nothing
        """Called with the queries to compare with, as typed."""
        self.years = self.bars = YearBars(BARS_HEIGHT)
        self.queries: list[str] = []
        """The queries compared with that of the results."""
        self.measure_chip = DropChip(
            say("画什么"), [(measure.value, name_of(measure)) for measure in Measure]
        )
        self.measure_chip.chosen.connect(self._choose_measure)
        self.compare_button = LinkButton(say("比较…"), px=12, act=self.begin_comparing)
        self.field = QueryField(say("与什么比较"), say("再画一个词，如“板车”"), "", 28)
        self.field.submitted.connect(self._compare)
        self.field.line.installEventFilter(self)
        self.field.setFixedWidth(160)
        self.field.hide()
        self.export_chip = MenuChip(say("导出时间分布"))
        self.export_chip.show_choice(say("导出"))
        for suffix in (*TableFormat.endings(), ".png", ".svg"):
            self.export_chip.choices.addAction(f"{suffix[1:].upper()}…", partial(self._export, suffix))
        self.highest = Label("", theme.sans(12), "ink3")
        self.bars.redrawn.connect(self._show_highest)
        self.undated_link = LinkButton("", quiet=True, px=12, act=self._ask_for_undated)
        """How many articles found are on no place of the line, as their day is not known; a click lists them."""
        self.undated_link.hide()
        self.list_undated: Callable[[bool], object] = do_nothing
        """Lists them; the argument is whether those of which the year is known stand on the line."""
        self._legend = QWidget()
        self._legend.setLayout(FlowLayout())
        self.unread = Painted(22, _paint_unread)
        self.unread.setAccessibleName(_unread())
        self.unread.hide()
        tools = QWidget()
        flow = FlowLayout(8)
        tools.setLayout(flow)
        for tool in (self.highest, self.compare_button, self.field, self.measure_chip, self.export_chip):
            flow.addWidget(tool)
        undated = row_layout(self.undated_link, Wide())
        column_layout(tools, self.bars, self._legend, self.unread, undated, of=self, spacing=6)
        self._show_legend(None)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lines by month, that of the results first; None while they are not known."""
        self.bars.show_timeline(timeline)
        self._show_legend(timeline)

    def clear(self) -> None:
        self.queries = []
        self.field.hide()
        self.show_timeline(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        is_low = self.window().height() < _LOW_WINDOW
        self.bars.setFixedHeight(HEIGHT if is_low else BARS_HEIGHT)

    def begin_comparing(self) -> None:
        self.compare_button.hide()
        self.field.show()
        self.field.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else Esc would leave the search
            return True
        if is_escape and event.type() == QEvent.Type.KeyPress:
            self._end_comparing()
            return True
        return False

    def _end_comparing(self) -> None:
        can_go_on = len(self.queries) < MOST_LINES - 1
        self.compare_button.setVisible(can_go_on)
        (self.compare_button if can_go_on else self.bars).setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.set_text("")
        self.field.hide()

    def _compare(self, text: str) -> None:
        text = " ".join(text.split())
        if text and text not in self.queries:
            self.queries.append(text)
            self.compare(list(self.queries))
        self._end_comparing()

    def _take_away(self, number: int) -> None:
        del self.queries[number - 1]
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)
        self.compare(list(self.queries))
        self.compare_button.show()

    def _choose_measure(self, key: str) -> None:
        self.bars.show_measure(Measure(key))

    def _export(self, suffix: str) -> None:
        self.export(suffix)

    def _ask_for_undated(self) -> None:
        self.list_undated(self.bars.drawn.has_years_alone())

    def _show_highest(self) -> None:
        measure = self.bars.drawn.measure
        self.unread.setVisible(bool(self.bars.drawn.unread))
        undated = self.bars.drawn.undated()
        self.undated_link.setText(count(undated, "其中 {n} 篇日期不明，不在图上"))
        self.undated_link.setVisible(undated > 0)
        self.highest.setText(say("最高 {value}", value=in_words(self.bars.drawn.most, measure)))

    def _show_legend(self, timeline: Timeline | None) -> None:
        flow = self._legend.layout()
        assert isinstance(flow, FlowLayout)
        flow.clear()
        if timeline and len(timeline.lines) > 1:
            lines = timeline.lines
        else:
            lines = ()
        for number, line in enumerate(lines):
            chip = LegendChip(number, legend(line))
            if number:
                chip.clicked.connect(partial(self._take_away, number))
            flow.addWidget(chip)
        self._legend.setVisible(bool(lines))
        self.measure_chip.setEnabled(timeline is not None)
        self.export_chip.setEnabled(timeline is not None)


class TimelinePart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._queue = TaskQueue(self)
        self._count_queue = TaskQueue(self)
        self._compared: Sequence[str] = ()
        self._counted: Query | None = None
        self._counted_state: object = None
        """What the lines that are drawn are of, with the state of the library."""
        self._token = threading.Event()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._count)
        desk.views.asked.connect(self.begin)
        desk.results.left.connect(self.stop)

    def set_face(self, action: str) -> None:
        """Count what is drawn above the list, which stays."""
        self.begin()

    def _bars(self) -> YearBars:
        return cast(YearBars, self.desk.frame.results.header.years)

    def _ask(self, suffix: str) -> None:
        bars = self._bars()
        timeline = bars.drawn.shown_timeline()
        measure = bars.drawn.measure
        if timeline is None:
            return
        name = named_file(" ".join(line.query for line in timeline.lines)) + suffix
        file = ask_for_file(
            self.desk.frame.window(), say("导出时间分布"), Files.TABLES, name, f"*{suffix}", [suffix]
        )
        if file is None:
            return

        def content() -> FileContent:
            from reader.features.timeline.timeline_files import as_svg, as_table

            table = TableFormat.named(suffix)
            if table:
                return table.writer(as_table(timeline, measure))  # type: ignore[no-any-return]
            picture = as_svg(timeline, measure)
            if suffix == ".png":
                return theme.png_of(picture)
            return picture

        self._services.write_file(self._queue, file.path, content, replaces=file.replaces)

    # -- what is found over time

    def compare(self, queries: Sequence[str]) -> None:
        self._compared = tuple(queries)
        self._token.set()
        self._count()

    def stop(self) -> None:
        self._token.set()
        self._pause.stop()
        self._compared = ()
        self._counted = None
        self._counted_state = None
        self._draw(None)

    def is_idle(self) -> bool:
        return not self._pause.isActive() and super().is_idle()

    def finish(self) -> None:
        self._token.set()

    def _state(self) -> object:
        return self._query(), self._compared, self._library.generation(), self._library.read

    def _query(self) -> Query:
        from reader.search.query import Period, editing

        query = self.desk.views.articles().query
        of_all_days = editing.narrowed(query, Period, None)
        if of_all_days.root is None:
            return query
        return of_all_days

    def _list_undated(self, without_known_years: bool) -> None:
        """Search for the articles found whose day is not known, or of whose day nothing is."""
        from reader.search.query import Period, Query, UnknownDay, all_of, as_typed, editing, negated

        undated = editing.narrowed(self.desk.searching.typed_query, Period, UnknownDay())
        if without_known_years and undated.root is not None:
            any_year = negated(Period(dt.date.min, dt.date.max))
            undated = Query(all_of([undated.root, any_year]), undated.remarks)
        self.desk.results.enter_query(as_typed(undated))

    def begin(self) -> None:
        """Count what is asked for over time, if that is looked at."""
        if self.desk.views.action != YEARS or self._state() == self._counted_state:
            return
        self._token.set()
        panel = cast(TimelinePanel, self.desk.frame.results.header.timeline)
        panel.compare = self.compare
        panel.list_undated = self._list_undated
        panel.export = self._ask
        # the line of the same query stays until it is counted again, as after a sync
        if self._counted is not None and self._query() != self._counted:
            self._counted = None
            self._draw(None)
        self._pause.start()

    def _draw(self, timeline: Timeline | None) -> None:
        if self.desk.frame.has_results():
            self.desk.frame.results.header.show_timeline(timeline)

    def _count(self) -> None:
        from reader.library.article_set import ArticleSet

        token = threading.Event()
        self._token = token
        query = self._query()
        compared = self._compared
        shapes = self.desk.searching.shapes
        name = self.desk.searching.articles.in_words()
        state = self._state()
        if query.root is None:
            return

        def count() -> Timeline:
            others = [self._library.sets.of_text(text, shapes, token.is_set) for text in compared]
            article_sets = [ArticleSet.of(query, name), *others]
            return self._library.contents.timelines.timeline(article_sets, Step.MONTH, token.is_set)

        def done(timeline: Timeline) -> None:
            self._counted = query
            self._counted_state = state
            self._draw(timeline)

        self._count_queue.run(count, done, None, (SearchCancelled, LibraryError), token)
