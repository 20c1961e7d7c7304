"""The tables of offices in the window: bodies, who is seen in their offices when, and the articles that say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QWidget

from reader.export.article_text import page_in_words
from reader.export.forms import TableFormat
from reader.features.offices.chart import NAMES, Lane, Scale, lanes, paint_axis, paint_lane
from reader.features.offices.offices import (
    Body,
    BodyList,
    Conflict,
    Place,
    body_list,
    held_months,
    office_table,
    quoted,
    span_in_words,
    table_of,
)
from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.answers import BodyInOffice, SeenInOffice
from reader.library.library import Library
from reader.library.read_share import all_so_far, none_so_far
from reader.ui.desk import Desk, Part
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, LinkButton, Rule, Wide, column_layout, row_layout
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.listing import CHOICE, DOUBLE_CLICK, ENTER, Heading, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.services import Change, Handlers
from reader.ui.widgets.undo_stack import FAULTS

_GAP, _PAGE = 12, 200
"""The space between words, in pixels, and how many articles are quoted at once."""
_QUOTED = 40
"""How many conflicts are quoted."""


class _Shown(NamedTuple):
    """A body, the months of which issues are held, and the quotes of its conflicts by the ids of articles."""

    body: Body | None
    held: Collection[dt.date]
    quotes: Mapping[int, Place]


def _shown(library: Library, name: str) -> _Shown:
    bodies = office_table(library, name).bodies
    body = next((each for each in bodies if each.name == name), bodies[0] if bodies else None)
    conflicts = [] if body is None else body.conflicts[:_QUOTED]
    quotes = [
        place
        for conflict in conflicts
        for holder in conflict.between[:_PEOPLE_QUOTED]
        for place in quoted(library, holder, [conflict.place(holder)])
    ]
    return _Shown(body, held_months(library), {each.article_id: each for each in quotes})


_PEOPLE_QUOTED = 4


class OfficesPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reading, self._charting, self._quoting = TaskQueue(self), TaskQueue(self), TaskQueue(self)
        self._writing = TaskQueue(self, writes=True)

    def handlers(self) -> Handlers:
        return {"offices": self.open}

    @cached_property
    def pane(self) -> OfficesPane:
        pane = OfficesPane(self)
        self.desk.reading.opened.connect(self.step_back)
        self.desk.frame.area.put_instead(pane, lambda: pane.bodies.view)
        return pane

    def open(self) -> None:
        self.desk.frame.show_welcome(False)
        self.desk.frame.area.show_instead(self.pane)
        self.desk.frame.show_wide(True)
        self.desk.frame.close_drawer()
        self.pane.bodies.view.setFocus()
        self._read()

    def refresh(self, change: Change) -> None:
        if self.is_shown():
            self._read()

    def _read(self) -> None:
        self._reading.drop()
        self._reading.run(
            lambda: body_list(self._library), self.pane.show_bodies, self._services.error, FAULTS
        )

    def read_body(self, name: str) -> None:
        self._charting.drop()
        self._charting.run(
            lambda: _shown(self._library, name), self.pane.show_chart, self._services.error, FAULTS
        )

    def read_places(self, holder: SeenInOffice, first: int) -> None:
        """Quote the next articles from that at `first` on."""
        ids = holder.article_ids[first : first + _PAGE]
        self._quoting.drop()
        self._quoting.run(
            lambda: quoted(self._library, holder, ids), self.pane.places.add, self._services.error, FAULTS
        )

    def is_shown(self) -> bool:
        return "pane" in vars(self) and self.desk.frame.area.is_instead_shown(self.pane)

    def step_back(self) -> bool:
        was_shown = "pane" in vars(self) and self.desk.frame.area.leave_instead(self.pane)
        if was_shown:
            self.desk.frame.show_wide(False)
        return was_shown

    def open_place(self, place: Place, words: Collection[str]) -> None:
        self.desk.reading.open_article(place.article_id, [*map(search_form, words)])

    def save(self, body: Body) -> None:
        endings = TableFormat.endings()
        file = ask_for_file(
            self.desk.frame.window(),
            say("导出任职表"),
            Files.TABLES,
            say("任职表 {body}", body=_name(body)) + endings[0],
            TableFormat.filters(),
            endings,
        )
        if file is not None:
            form = TableFormat.of_file(file.path)
            self._services.write_file(
                self._writing, file.path, lambda: form.writer(table_of([body])), replaces=file.replaces
            )


class OfficesPane(QWidget):
    def __init__(self, part: OfficesPart) -> None:
        super().__init__()
        self.setObjectName("offices")
        theme.tint(self, "paper")
        self._part = part
        self.lead = Label("", theme.sans(13), "ink2", wraps=True)
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
        lists = QSplitter(Qt.Orientation.Horizontal)
        lists.setChildrenCollapsible(False)
        middle, right = QWidget(), QWidget()
        head = row_layout(Wide(self._heading), margins=(16, 10, 16, 6))
        column_layout(head, self.chart.axis, Rule(), Wide(self.chart), of=middle, spacing=0)
        column_layout(
            row_layout(Wide(self.places.heading), margins=(16, 10, 16, 6)),
            Wide(self.places),
            of=right,
            spacing=0,
        )
        for widget, share in ((self.bodies, 2), (middle, 6), (right, 3)):
            lists.addWidget(widget)
            lists.setStretchFactor(lists.count() - 1, share)
        lists.setSizes([190, 620, 280])
        title = Label(say("任职表"), theme.serif(24, 700))
        above = column_layout(row_layout(title, Wide(), self.export), self.lead, legend, spacing=6)
        above.setContentsMargins(24, 18, 24, 10)
        column_layout(above, Rule(), Wide(lists), of=self, spacing=0)

    def show_bodies(self, listed: BodyList) -> None:
        named = [body for body in listed.bodies if body.name]
        numbers = count(len(named), "{n} 个机构") if named else ""
        self.lead.setText(wording.listed([numbers, all_so_far(listed.read)]))
        self.bodies.show_list(listed)
        self.read_body()

    def read_body(self) -> None:
        body = self.bodies.current()
        if body is None:
            self.show_chart(_Shown(None, (), {}))
        else:
            self._part.read_body(body.name)

    def show_chart(self, shown: _Shown) -> None:
        body = shown.body
        self.export.setEnabled(body is not None)
        self._heading.setText(
            ""
            if body is None
            else wording.listed([_name(body), count(body.people, "{n} 人"), count(body.articles, "{n} 篇")])
        )
        self.chart.show_body(shown)
        self.show_holder()

    def show_holder(self) -> None:
        self.places.show_holder(self.chart.holder())

    def _save(self) -> None:
        body = self.chart.body
        if body is not None:
            self._part.save(body)


def _name(body: Body | BodyInOffice) -> str:
    return body.name or say("没写机构的")


class _Bodies(Listing[BodyInOffice]):
    row_height = 48

    def __init__(self, pane: OfficesPane) -> None:
        self._pane = pane
        self._list: BodyList | None = None
        super().__init__(say("机构"), "list", follows=True)

    def show_list(self, listed: BodyList) -> None:
        self._list = listed
        self.show_rows(listed.bodies)

    def key_of(self, row: BodyInOffice) -> object:
        return row.name

    def words(self, row: BodyInOffice) -> str:
        return wording.listed([_name(row), count(row.people, "{n} 人"), self._offices(row)])

    def _offices(self, row: BodyInOffice) -> str:
        return say("、").join(office.name for office in row.offices)

    def tip(self, row: BodyInOffice) -> str:
        return self.words(row)

    def paint_row(self, painter: QPainter, rect: QRectF, row: BodyInOffice) -> None:
        first = rect.adjusted(0, 4, 0, -rect.height() / 2)
        people = count(row.people, "{n} 人")
        taken = text_painting.draw_words(painter, first, people, theme.sans(12), "ink3", text_painting.RIGHT)
        text_painting.draw_free(
            painter, first.adjusted(0, 0, -taken - _GAP, 0), _name(row), theme.serif(14, 600), "ink"
        )
        below = rect.adjusted(0, rect.height() / 2, 0, -4)
        text_painting.draw_free(painter, below, self._offices(row), theme.sans(12), "ink2")

    def nothing(self) -> Nothing:
        assert self._list is not None
        none = say("没有认出谁的职务")
        return Nothing(none_so_far(self._list.read, none, say("到此没有认出谁的职务")))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[BodyInOffice]]:
        return [on_row(say("看任职表"), lambda _: self._pane.read_body(), ENTER, CHOICE)]


class _Axis(QWidget):
    """The years above a chart, and of which months issues are held."""

    def __init__(self, chart: _Chart) -> None:
        super().__init__()
        self._chart = chart
        self.setFixedHeight(44)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart.scale is not None:
            painter = QPainter(self)
            paint_axis(painter, QRectF(self.rect()).adjusted(self._chart.margin, 0, 0, 0), self._chart.scale)


class _Chart(Listing[Lane | Conflict]):
    """The lanes of a body, and below them where several people are seen in an office of one.

    The arrow keys go from lane to lane, and within a lane from bar to bar.
    """

    def __init__(self, pane: OfficesPane) -> None:
        self._pane = pane
        self._shown = _Shown(None, (), {})
        self._holder: SeenInOffice | None = None
        self.scale: Scale | None = None
        super().__init__(say("任职表"), "paper", follows=True)
        self.axis = _Axis(self)
        self.view.viewport().installEventFilter(self)

    @property
    def body(self) -> Body | None:
        return self._shown.body

    def holder(self) -> SeenInOffice | None:
        """Return whose articles are shown: the chosen bar of the current lane."""
        row = self.current()
        return self._holder if isinstance(row, Lane) else row.between[0] if row else None

    def show_body(self, shown: _Shown) -> None:
        if (
            self._holder is None
            or self.body is None
            or shown.body is None
            or self.body.name != shown.body.name
        ):
            self._holder = None
        self._shown = shown
        self._lay_out()

    def _lay_out(self) -> None:
        body, width = self.body, self.view.viewport().width() - 2 * self.margin - NAMES
        self.scale = None if body is None else Scale(body, self._shown.held, max(width, 1))
        self.show_rows([] if body is None or self.scale is None else [*_rows(body, self.scale)])
        self._take_bar(self.current())
        self.axis.update()

    def _take_bar(self, row: Lane | Conflict | None, x: float | None = None) -> None:
        """Choose the bar of a lane at `x`, else that which was chosen, else that which is nearest to it."""
        if isinstance(row, Lane) and self.scale is not None:
            key = self._holder and _key(self._holder)
            same = next((each for each in row.bars if _key(each) == key), None)
            if same is not None and x is None:
                self._holder = same
            else:
                at = x if x is not None else self.scale.bar(self._holder)[0] if self._holder else 0
                scale = self.scale
                self._holder = min(row.bars, key=lambda each: _distance(at, *scale.extent(each)))
        self.view.viewport().update()

    def press(self, event: QKeyEvent) -> bool:
        row, by = self.current(), {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not by or not isinstance(row, Lane) or self._holder not in row.bars:
            return super().press(event)
        at = row.bars.index(self._holder) + by
        if 0 <= at < len(row.bars):
            self._choose_bar(row, row.bars[at])
        return True

    def _choose_bar(self, lane: Lane, holder: SeenInOffice) -> None:
        self._holder = holder
        index = self.index_of(self.key_of(lane))
        self.model.dataChanged.emit(index, index)
        self._pane.show_holder()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport() and event.type() is QEvent.Type.Resize:
            self._lay_out()
        elif isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            place = event.position().toPoint()
            index = self.view.indexAt(place)
            if index.isValid():
                self._take_bar(self.model.row(index), place.x() - self.margin - NAMES)
        return super().eventFilter(watched, event)

    def key_of(self, row: Lane | Conflict) -> object:
        return (row.office.name, row.number) if isinstance(row, Lane) else (row.office, row.first)

    def words(self, row: Lane | Conflict) -> str:
        if isinstance(row, Conflict):
            return say("；").join([_conflict_words(row), *(each for each, _ in self._quotes(row))])
        return say(
            "{office}：{people}", office=row.office.name, people=say("；").join(map(_in_words, row.bars))
        )

    def spoken(self, row: Lane | Conflict) -> str:
        if isinstance(row, Lane) and self._holder is not None and self._holder in row.bars:
            return wording.listed([row.office.name, _in_words(self._holder)])
        return self.words(row)

    def tip(self, row: Lane | Conflict) -> str:
        return self.words(row) if isinstance(row, Conflict) else ""

    def height_of(self, row: Lane | Conflict, width: int) -> int:
        return 40 if isinstance(row, Lane) else 34 + 44 * len(row.between[:_PEOPLE_QUOTED])

    def paint_row(self, painter: QPainter, rect: QRectF, row: Lane | Conflict) -> None:
        if isinstance(row, Lane):
            if self.scale is not None:
                chosen = self._holder if row is self.current() else None
                paint_lane(painter, rect, row, self.scale, chosen)
            return
        line = QRectF(rect.left(), rect.top() + 6, rect.width(), 22)
        text_painting.draw_free(painter, line, _conflict_words(row), theme.sans(13, 700), "warn")
        y = line.bottom()
        for words, place in self._quotes(row):
            y = text_painting.draw_text(
                painter, rect.left(), y, rect.width(), words, theme.sans(12), "accent", 20
            )
            quote, marks = (place.quote, place.marks) if place else ("", ())
            quote, marks = text_painting.cut_to(quote, marks, 20)
            y = text_painting.draw_text(
                painter, rect.left(), y, rect.width(), quote, theme.serif(13), "ink", 24, 1, marks
            )

    def _quotes(self, row: Conflict) -> Iterator[tuple[str, Place | None]]:
        for each in row.between[:_PEOPLE_QUOTED]:
            place = self._shown.quotes.get(row.place(each))
            where = _place_words(place) if place else ""
            yield wording.listed([each.person, each.office.name, where]), place

    def nothing(self) -> Nothing:
        return Nothing(say("没有认出这个机构的职务"))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[Lane | Conflict]]:
        return [on_row(say("见于何处"), self._show, ENTER, CHOICE)]

    def _show(self, row: Lane | Conflict) -> None:
        self._take_bar(row)
        self._pane.show_holder()


def _key(holder: SeenInOffice) -> tuple[str, str, str, str]:
    return holder.office.body, holder.office.name, holder.name, holder.label


def _distance(at: float, begin: float, end: float) -> float:
    return max(begin - at, at - end, 0)


def _rows(body: Body, scale: Scale) -> Iterator[Lane | Conflict | Heading]:
    yield from lanes(body, scale)
    if body.conflicts:
        yield Heading(say("几人同见"))
        yield from body.conflicts


def _in_words(holder: SeenInOffice) -> str:
    days = say("日期不详")
    if holder.first:
        days = say("首见 {first}，末见 {last}", first=holder.first, last=holder.last)
    return wording.listed([holder.person, days, count(len(holder.days), "{n} 篇")])


def _conflict_words(conflict: Conflict) -> str:
    return say(
        "{days}：{office}有 {n} 人同见",
        days=span_in_words(conflict.first, conflict.last),
        office=conflict.office,
        n=len({(each.name, each.label) for each in conflict.between}),
    )


def _place_words(place: Place) -> str:
    day = place.date.isoformat() if place.date else say("日期不详")
    page = say("{page}版", page=page_in_words(place.page)) if place.page else ""
    return "　".join(filter(None, (place.newspaper, day, page)))


class _Places(Listing[Place]):
    row_height = 76

    def __init__(self, part: OfficesPart) -> None:
        self._part = part
        self._holder: SeenInOffice | None = None
        self._places: list[Place] = []
        super().__init__(say("见于何处"), "list")

    def show_holder(self, holder: SeenInOffice | None) -> None:
        if holder is not None and holder is self._holder:
            return
        self._holder, self._places = holder, []
        self.heading.setText(
            ""
            if holder is None
            else wording.listed([holder.person, holder.office.name, count(len(holder.days), "{n} 篇")])
        )
        self.show_rows([])
        if holder is not None:
            self._part.read_places(holder, 0)

    def add(self, places: Sequence[Place]) -> None:
        self._places += places
        self.show_rows(list(self._places))

    def key_of(self, row: Place) -> object:
        return row.article_id

    def words(self, row: Place) -> str:
        return wording.listed([_place_words(row), row.quote])

    def tip(self, row: Place) -> str:
        return self.words(row)

    def paint_row(self, painter: QPainter, rect: QRectF, row: Place) -> None:
        y = rect.top() + 6
        text_painting.draw_free(
            painter, QRectF(rect.left(), y, rect.width(), 20), _place_words(row), theme.sans(12), "ink2"
        )
        quote, marks = text_painting.cut_to(row.quote, row.marks, 24)
        text_painting.draw_text(
            painter, rect.left(), y + 20, rect.width(), quote, theme.serif(14), "ink", 22, 2, marks
        )

    def nothing(self) -> Nothing:
        return Nothing("" if self._holder else say("选一个人，看见于何处"))

    def acts(self) -> Sequence[RowAct[Place]]:
        return [on_row(say("打开"), self._open, ENTER, DOUBLE_CLICK)]

    def _open(self, place: Place) -> None:
        if self._holder is not None:
            self._part.open_place(place, self._holder.spellings)
