"""The tables of offices in the window: bodies, who is seen in their offices when, and the articles that say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from reader.export.forms import TableFormat
from reader.features.offices.offices import (
    Body,
    Conflict,
    Place,
    held_months,
    office_table,
    quoted,
    read_so_far,
    span_in_words,
    table_of,
)
from reader.features.offices.ui.chart import NAMES, Lane, Scale, lanes, paint_axis, paint_lane
from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.answers import BodyInOffice, SeenInOffice
from reader.library.read_share import ReadSoFar, all_so_far, none_so_far
from reader.ui.desk import Desk, InsteadPart
from reader.ui.frame import FoldingSplitter, InsteadPane
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, LinkButton, Rule, Wide, column_layout, row_layout
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.listing import CHOICE, DOUBLE_CLICK, ENTER, Heading, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.pieced_listing import Piece, PiecedListing, ReasonedListing
from reader.ui.widgets.services import Change
from reader.ui.widgets.text_painting import Painted
from reader.ui.widgets.undo_stack import FAULTS

T = TypeVar("T")
_PAGE = 200
"""How many articles are quoted at once."""

_Seen = Sequence[tuple[SeenInOffice, int]]
"""People in an office, each with the id of an article that says so."""


class OfficesPart(InsteadPart["OfficesPane"]):
    """Lists the bodies in the sidebar, and shows the chart of the chosen one in place of list and page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reading = TaskQueue(self)
        self._charting = TaskQueue(self)
        self._quoting = TaskQueue(self)
        self._writing = TaskQueue(self, writes=True)

    def body_view(self) -> QWidget:
        """Return the list of bodies, which takes the focus in the sidebar."""
        return self.pane.bodies.view

    def make_pane(self) -> OfficesPane:
        return OfficesPane(self)

    def open(self) -> None:
        self.show()
        self._read()

    def show(self) -> None:
        frame = self.desk.frame
        frame.show_welcome(False)
        frame.area.show_instead(self.pane)
        frame.show_wide(True)

    def choose_body(self) -> None:
        """Show the chart of the body that was chosen in the list."""
        self.show()
        self.desk.frame.close_drawer()
        self.pane.read_body()

    def refresh(self, change: Change) -> None:
        if self.is_shown():
            self._read()

    def _read(self) -> None:
        library = self._library

        def read() -> tuple[Sequence[BodyInOffice], ReadSoFar]:
            return library.person_names.bodies_in_office(), read_so_far(library)

        self._ask(self._reading, read, lambda bodies_and_read: self.pane.show_bodies(*bodies_and_read))

    def read_body(self, name: str) -> None:
        library = self._library

        def read() -> tuple[Body | None, Collection[dt.date]]:
            bodies = (body for body in office_table(library, name) if body.name == name)
            return next(bodies, None), held_months(library)

        self._ask(self._charting, read, lambda body_and_months: self.pane.show_chart(*body_and_months))

    def read_places(self, seen: _Seen) -> None:
        self._ask(self._quoting, partial(quoted, self._library, seen), self.pane.places.add)

    def _ask(self, queue: TaskQueue, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do the last work that a queue is asked for; that before it is dropped."""
        queue.drop()
        queue.run(work, done, self._services.error, FAULTS)

    def open_place(self, place: Place) -> None:
        self.desk.reading.open_article(place.article_id, [*map(search_form, place.names)])

    def save(self, body: Body) -> None:
        window = self.desk.frame.window()
        endings = TableFormat.endings()
        title = say("导出任职表")
        name = say("任职表 {body}", body=_name(body)) + endings[0]
        file = ask_for_file(window, title, Files.TABLES, name, TableFormat.filters(), endings)
        if file is not None:
            path = file.path
            form = TableFormat.of_file(file.path)
            content = partial(form.writer, table_of([body]))
            self._services.write_file(self._writing, path, content, replaces=file.replaces)


class OfficesPane(InsteadPane):
    def __init__(self, part: OfficesPart) -> None:
        super().__init__()
        self.setObjectName("offices")
        self._part = part
        self._heading = Label("", theme.serif(16, 700), is_free=True)
        self.export = LinkButton(say("导出表格…"), act=self._save)
        legend = Label(
            say(
                "横条是报上首见到末见，不是任期，下面一点是有文章的一个月；斜线是有报而没见到人，虚线框是几人同见"
            ),
            theme.sans(12),
            "ink3",
            wraps=True,
        )
        self.places = _Places(part)
        self.chart = _Chart(self)
        self.bodies = _Bodies(self)
        middle = QWidget()
        right = QWidget()
        head = row_layout(Wide(self._heading), margins=(16, 10, 16, 6))
        column_layout(head, self.chart.axis, Rule(), Wide(self.chart), of=middle, spacing=0)
        column_layout(
            row_layout(Wide(self.places.heading), margins=(16, 10, 16, 6)),
            Wide(self.places),
            of=right,
            spacing=0,
        )
        self.lead = Label("", theme.sans(13), "ink2", wraps=True)
        self.listed = QWidget()
        """The bodies, in the sidebar."""
        above = row_layout(Wide(self.lead), margins=(16, 8, 16, 8))
        column_layout(above, Rule(), Wide(self.bodies), of=self.listed, spacing=0)
        lists = FoldingSplitter({middle: 6, right: 3}, least=760)
        self.lay_out(say("任职表"), lists, legend, tools=[self.export], close=part.close)

    def face(self) -> QWidget:
        return self.chart.view

    def choose_body(self, _body: BodyInOffice) -> None:
        self._part.choose_body()

    def show_bodies(self, bodies: Sequence[BodyInOffice], read: ReadSoFar) -> None:
        named_bodies = [body for body in bodies if body.name]
        numbers = count(len(named_bodies), "{n} 个机构") if named_bodies else ""
        self.lead.setText(wording.listed([numbers, all_so_far(read)]))
        self.bodies.read_so_far = read
        self.bodies.show_rows(bodies)
        self.read_body()

    def read_body(self) -> None:
        body = self.bodies.current()
        if body is None:
            self.show_chart(None, ())
        else:
            self._part.read_body(body.name)

    def show_chart(self, body: Body | None, months: Collection[dt.date]) -> None:
        self.export.setEnabled(body is not None)
        words: list[str] = []
        if body is not None:
            words = [_name(body), count(body.people, "{n} 人"), count(body.articles, "{n} 篇")]
        self._heading.setText(wording.listed(words))
        self.chart.show_body(body, months)
        self.show_holder()

    def show_holder(self) -> None:
        row = self.chart.current()
        holder = self.chart.holder
        if isinstance(row, Conflict):
            self.places.show_seen(_conflict_words(row), row.places)
        elif holder is None:
            self.places.show_seen("", ())
        else:
            if holder.body.value and not holder.body.is_sure:
                reason = holder.body.reason
            else:
                reason = ""
            seen_in = count(len(holder.days), "{n} 篇")
            words = wording.listed(filter(None, [holder.person, holder.office.name, seen_in, reason]))
            self.places.show_seen(words, [(holder, article_id) for article_id in holder.article_ids])

    def _save(self) -> None:
        body = self.chart.body
        if body is not None:
            self._part.save(body)


def _name(body: Body | BodyInOffice) -> str:
    return body.name or say("没写机构的")


class _Bodies(ReasonedListing[BodyInOffice]):
    def __init__(self, pane: OfficesPane) -> None:
        self._pane = pane
        self.read_so_far: ReadSoFar | None = None
        super().__init__(say("机构"), "sidebar", follows=True)

    def key_of(self, row: BodyInOffice) -> object:
        return row.name

    def words(self, row: BodyInOffice) -> str:
        return wording.listed([_name(row), count(row.people, "{n} 人"), self.reason(row)])

    def reason(self, row: BodyInOffice) -> str:
        return say("、").join(office.name for office in row.offices)

    def tip(self, row: BodyInOffice) -> str:
        return self.words(row)

    def first_line(self, row: BodyInOffice) -> tuple[str, QFont]:
        return _name(row), theme.serif(14, 600)

    def aside(self, row: BodyInOffice) -> str:
        return count(row.people, "{n} 人")

    def nothing(self) -> Nothing:
        assert self.read_so_far is not None
        none = say("没有认出谁的职务")
        return Nothing(none_so_far(self.read_so_far, none, say("目前还没有认出谁的职务")))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[BodyInOffice]]:
        return [on_row(say("看任职表"), self._pane.choose_body, ENTER, CHOICE)]


class _Chart(Listing[Lane | Conflict]):
    """The lanes of a body, and below them where several people are seen in an office of one.

    The arrow keys go from lane to lane, and within a lane from bar to bar; `holder` is the bar gone to.
    """

    row_height = 40

    def __init__(self, pane: OfficesPane) -> None:
        self._pane = pane
        self.body: Body | None = None
        self._held: Collection[dt.date] = ()
        self.holder: SeenInOffice | None = None
        self.scale: Scale | None = None
        super().__init__(say("任职表"), "paper", follows=True)
        self.axis = Painted(44, self._paint_axis)
        self.view.viewport().installEventFilter(self)

    def show_body(self, body: Body | None, months: Collection[dt.date]) -> None:
        self.body = body
        self._held = months
        self._lay_out()

    def _paint_axis(self, painter: QPainter, rect: QRectF) -> None:
        if self.scale is not None:
            paint_axis(painter, rect.adjusted(self.margin, 0, 0, 0), self.scale)

    def _lay_out(self) -> None:
        body = self.body
        width = self.view.viewport().width() - 2 * self.margin - NAMES
        if body is None:
            self.scale = None
        else:
            self.scale = Scale(body, self._held, max(width, 1))
        self.show_rows([] if body is None or self.scale is None else [*_rows(body, self.scale)])
        self._go_to_bar(self.current())
        self.axis.update()

    def _go_to_bar(self, row: Lane | Conflict | None, x: float | None = None) -> None:
        """Go to the bar of a lane at `x`, else to that of the same person in the office, else to the nearest one."""
        scale = self.scale
        if row is None:
            self.holder = None
        if not isinstance(row, Lane) or scale is None:
            return
        if x is not None or self.holder not in row.bars:
            if x is not None:
                at = x
            elif self.holder:
                at = scale.bar(self.holder)[0]
            else:
                at = 0.0

            def distance(holder: SeenInOffice) -> float:
                begin, end = scale.extent(holder)
                return max(begin - at, at - end)

            self.holder = min(row.bars, key=distance)
        self.view.viewport().update()

    def press(self, event: QKeyEvent) -> bool:
        row = self.current()
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or not isinstance(row, Lane) or self.holder not in row.bars:
            return super().press(event)
        at = min(max(row.bars.index(self.holder) + by, 0), len(row.bars) - 1)
        self.holder = row.bars[at]
        index = self.view.currentIndex()
        self.model.dataChanged.emit(index, index)
        self._pane.show_holder()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport() and event.type() is QEvent.Type.Resize:
            self._lay_out()
        elif isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            index = self.view.indexAt(event.position().toPoint())
            if index.isValid():
                self._go_to_bar(self.model.row(index), event.position().x() - self.margin - NAMES)
        return super().eventFilter(watched, event)

    def key_of(self, row: Lane | Conflict) -> object:
        if isinstance(row, Lane):
            return (row.office.name, row.number)
        return (row.office, row.first)

    def words(self, row: Lane | Conflict) -> str:
        if isinstance(row, Conflict):
            return _conflict_words(row)
        return say(
            "{office}：{people}", office=row.office.name, people=say("；").join(map(self._in_words, row.bars))
        )

    def _in_words(self, holder: SeenInOffice) -> str:
        days = say("日期不详")
        if self.body is not None and holder.first:
            first, last = self.body.first_and_last_in_words(holder)
            days = say("首见 {first}，末见 {last}", first=first, last=last)
        return wording.listed([holder.in_words, days, count(len(holder.days), "{n} 篇")])

    def spoken(self, row: Lane | Conflict) -> str:
        if isinstance(row, Lane) and self.holder is not None and self.holder in row.bars:
            return wording.listed([row.office.name, self._in_words(self.holder)])
        return self.words(row)

    def tip(self, row: Lane | Conflict) -> str:
        if isinstance(row, Conflict):
            return _conflict_words(row)
        return "\n".join(self._reasons(row))

    def _reasons(self, lane: Lane) -> Iterator[str]:
        """Yield for each person in a lane by what the body and the days are known that are not printed."""
        for holder in lane.bars:
            if self.body:
                days = self.body.facts_of_days(holder)
            else:
                days = []
            reasons = [fact.reason for fact in days if not fact.is_sure]
            if holder.body.value and not holder.body.is_sure:
                reasons.insert(0, holder.body.reason)
            if reasons:
                yield wording.listed([holder.person, *dict.fromkeys(reasons)])

    def paint_row(self, painter: QPainter, rect: QRectF, row: Lane | Conflict) -> None:
        if isinstance(row, Conflict):
            text_painting.draw_free(painter, rect, _conflict_words(row), theme.sans(13), "warn")
        elif self.scale is not None:
            paint_lane(painter, rect, row, self.scale, self.holder if row is self.current() else None)

    def nothing(self) -> Nothing:
        return Nothing(say("没有认出这个机构的职务"))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[Lane | Conflict]]:
        return [on_row(say("见于何处"), self._show, ENTER, CHOICE)]

    def _show(self, row: Lane | Conflict) -> None:
        self._go_to_bar(row)
        self._pane.show_holder()


def _rows(body: Body, scale: Scale) -> Iterator[Lane | Conflict | Heading]:
    yield from lanes(body, scale)
    if body.conflicts:
        yield Heading(say("几人同见"))
        yield from body.conflicts


def _conflict_words(conflict: Conflict) -> str:
    people = say("、").join(f"{holder.person} {holder.office.name}" for holder in conflict.between)
    return say("{days}：{people}", days=span_in_words(conflict.first, conflict.last), people=people)


class _Places(PiecedListing[Place | int]):
    """The articles that say who is seen, with their words; a number at the end is that of those not read yet."""

    def __init__(self, part: OfficesPart) -> None:
        self._part = part
        self._seen: _Seen = ()
        self._places: list[Place] = []
        self._read_count = 0
        super().__init__(say("见于何处"), "list")

    def show_seen(self, heading: str, seen: _Seen) -> None:
        self.heading.setText(heading)
        if seen != self._seen:
            self._seen = seen
            self._read_count = 0
            self._places.clear()
            self.show_rows(())
            self._go_on()

    def _go_on(self) -> None:
        self._part.read_places(self._seen[self._read_count :][:_PAGE])

    def add(self, places: Sequence[Place]) -> None:
        self._read_count += _PAGE
        self._places += places
        left = len(self._seen) - self._read_count
        self.show_rows([*self._places, *([left] if left > 0 else [])])

    def key_of(self, row: Place | int) -> object:
        if isinstance(row, int):
            return row
        return (row.article_id, row.names)

    def words(self, row: Place | int) -> str:
        if isinstance(row, int):
            return count(row, "其余 {n} 篇")
        return wording.listed([row.in_words(), row.quote])

    def tip(self, row: Place | int) -> str:
        return self.words(row)

    def pieces(self, row: Place | int) -> Iterator[Piece]:
        if isinstance(row, int):
            yield Piece(self.words(row), theme.sans(13, 700), "accent")
        else:
            yield Piece(row.in_words(), theme.sans(12), "ink2")
            quote, marks = text_painting.cut_to(row.quote, row.marks, 24)
            yield Piece(quote, theme.serif(14), "ink", 4, 22, marks)

    def nothing(self) -> Nothing:
        return Nothing("" if self._seen else say("选一个人，看见于何处"))

    def acts(self) -> Sequence[RowAct[Place | int]]:
        return [on_row(say("打开"), self._open, ENTER, DOUBLE_CLICK)]

    def _open(self, row: Place | int) -> None:
        if isinstance(row, int):
            self._go_on()
        else:
            self._part.open_place(row)
