"""The tables of offices in the window: bodies, who is seen in their offices when, and the articles that say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSplitter, QWidget

from reader.export.article_text import page_in_words
from reader.export.forms import TableFormat
from reader.features.offices.offices import (
    Body,
    Conflict,
    Holder,
    OfficeTable,
    office_table,
    span_in_words,
    table_of,
)
from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.answers import OfficePlace
from reader.library.read_share import all_so_far, none_so_far
from reader.ui.desk import Desk, Part
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, LinkButton, Rule, Wide, column_layout, row_layout
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.listing import CHOICE, DOUBLE_CLICK, ENTER, Heading, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.services import Change, Handlers
from reader.ui.widgets.undo_stack import FAULTS

# The widths of the name, the number and the days beside a bar, and the space between, in pixels.
_NAME, _COUNT, _DAYS, _GAP = 120, 44, 168, 12


class OfficesPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reading, self._writing = TaskQueue(self), TaskQueue(self, writes=True)

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
            lambda: office_table(self._library), self.pane.show_table, self._services.error, FAULTS
        )

    def is_shown(self) -> bool:
        return "pane" in vars(self) and self.desk.frame.area.is_instead_shown(self.pane)

    def step_back(self) -> bool:
        was_shown = "pane" in vars(self) and self.desk.frame.area.leave_instead(self.pane)
        if was_shown:
            self.desk.frame.show_wide(False)
        return was_shown

    def open_place(self, holder: Holder, place: OfficePlace) -> None:
        self.desk.reading.open_article(place.article_id, [search_form(holder.name)])

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
        self._title = Label(say("任职表"), theme.serif(24, 700))
        self.lead = Label("", theme.sans(13), "ink2", wraps=True)
        self.export = LinkButton(say("导出表格…"), act=self._save)
        self._legend = Label(
            say("横条是报上首见到末见，不是任期，下面一点是有文章的一个月；没见到人，也可能是没有那时的报"),
            theme.sans(12),
            "ink3",
            wraps=True,
        )
        self._part = part
        self.places = _Places(part)
        self.holders = _Holders(self)
        self.bodies = _Bodies(self)
        lists = QSplitter(Qt.Orientation.Horizontal)
        lists.setChildrenCollapsible(False)
        for listing, share in ((self.bodies, 2), (self.holders, 5), (self.places, 2)):
            lists.addWidget(listing)
            lists.setStretchFactor(lists.count() - 1, share)
        lists.setSizes([200, 520, 220])
        above = column_layout(
            row_layout(self._title, Wide(), self.export), self.lead, self._legend, spacing=8
        )
        above.setContentsMargins(24, 24, 24, 12)
        column_layout(above, Rule(), Wide(lists), of=self, spacing=0)

    def show_table(self, table: OfficeTable) -> None:
        named = [body for body in table.bodies if body.name]
        numbers = count(len(named), "{n} 个机构") if named else ""
        self.lead.setText(wording.listed([numbers, all_so_far(table.read)]))
        self.bodies.show_table(table)
        self.show_body()

    def show_body(self) -> None:
        body = self.bodies.current()
        self.export.setEnabled(body is not None)
        self.holders.show_body(body)
        self.show_holder()

    def show_holder(self) -> None:
        row = self.holders.current()
        self.places.show_holder(row if isinstance(row, Holder) else None)

    def _save(self) -> None:
        body = self.bodies.current()
        if body is not None:
            self._part.save(body)


def _name(body: Body) -> str:
    return body.name or say("没写机构的")


class _Bodies(Listing[Body]):
    row_height = 48

    def __init__(self, pane: OfficesPane) -> None:
        self._pane = pane
        self._table: OfficeTable | None = None
        super().__init__(say("机构"), "list", follows=True)

    def show_table(self, table: OfficeTable) -> None:
        self._table = table
        self.show_rows(table.bodies)

    def key_of(self, row: Body) -> object:
        return row.name

    def words(self, row: Body) -> str:
        return wording.listed([_name(row), count(row.people, "{n} 人"), self._offices(row)])

    def _offices(self, row: Body) -> str:
        return say("、").join(office.name for office in row.offices)

    def tip(self, row: Body) -> str:
        return self.words(row)

    def paint_row(self, painter: QPainter, rect: QRectF, row: Body) -> None:
        first = rect.adjusted(0, 4, 0, -rect.height() / 2)
        taken = text_painting.draw_free(painter, first, _name(row), theme.serif(14, 600), "ink")
        people = count(row.people, "{n} 人"), ""
        beside = first.adjusted(taken + _GAP, 0, 0, 0)
        text_painting.draw_words(painter, beside, people, theme.sans(12), "ink3", text_painting.RIGHT)
        below = rect.adjusted(0, rect.height() / 2, 0, -4)
        text_painting.draw_free(painter, below, self._offices(row), theme.sans(12), "ink2")

    def nothing(self) -> Nothing:
        assert self._table is not None
        none = say("没有认出谁的职务")
        return Nothing(none_so_far(self._table.read, none, say("到此没有认出谁的职务")))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[Body]]:
        return [on_row(say("看任职表"), lambda _: self._pane.show_body(), ENTER, CHOICE)]


class _Holders(Listing[Holder | Conflict]):
    row_height = 34

    def __init__(self, pane: OfficesPane) -> None:
        self._pane = pane
        self._first, self._days = 0, 1
        super().__init__(say("任职表"), "paper", follows=True)

    def show_body(self, body: Body | None) -> None:
        dated = [each for each in body.holders if each.first and each.last] if body else []
        if dated:
            self._first = min(each.first.toordinal() for each in dated if each.first)
            last = max(each.last.toordinal() for each in dated if each.last)
            self._days = max(last - self._first, 1)
        self.show_rows([*_rows(body)] if body else [])

    def key_of(self, row: Holder | Conflict) -> object:
        if isinstance(row, Conflict):
            return row.office, row.first
        return row.body, row.office, row.name, row.label

    def words(self, row: Holder | Conflict) -> str:
        if isinstance(row, Conflict):
            return _conflict_words(row)
        return wording.listed([row.person, row.office, _days(row), count(len(row.places), "{n} 篇")])

    def tip(self, row: Holder | Conflict) -> str:
        return self.words(row)

    def paint_row(self, painter: QPainter, rect: QRectF, row: Holder | Conflict) -> None:
        if isinstance(row, Conflict):
            text_painting.draw_free(painter, rect, _conflict_words(row), theme.sans(12), "warn")
            return
        name = QRectF(rect.left(), rect.top(), _NAME, rect.height())
        text_painting.draw_free(painter, name, row.person, theme.serif(13), "ink")
        number = QRectF(name.right() + _GAP, rect.top(), _COUNT, rect.height())
        text_painting.draw_words(
            painter, number, f"{len(row.places):,}", theme.sans(12), "ink2", text_painting.RIGHT
        )
        days = QRectF(number.right() + _GAP, rect.top(), _DAYS, rect.height())
        words = span_in_words(row.first, row.last) if row.first and row.last else say("日期不详")
        text_painting.draw_words(painter, days, words, theme.sans(12), "ink2")
        axis = QRectF(days.right() + _GAP, rect.top(), rect.right() - days.right() - _GAP, rect.height())
        if row.first and row.last and axis.width() > 0:
            self._paint_bar(painter, axis, row, row.first, row.last)

    def _paint_bar(self, painter: QPainter, axis: QRectF, row: Holder, first: dt.date, last: dt.date) -> None:
        """Paint the time from the first to the last day with its ends, and a tick for each month with an article."""

        def x(day: dt.date) -> float:
            return axis.left() + (axis.width() - 2) * (day.toordinal() - self._first) / self._days

        bar = QRectF(x(first), axis.center().y() - 9, max(x(last) - x(first), 2), 18)
        if not row.is_former:
            painter.fillRect(bar, theme.color("hit"))
        for end in (bar.left(), bar.right() - 2):
            painter.fillRect(QRectF(end, bar.top(), 2, bar.height()), theme.color("accent"))
        for month in {place.date.replace(day=1) for place in row.places if place.date}:
            painter.fillRect(QRectF(max(x(month), bar.left()), bar.bottom() - 3, 2, 3), theme.color("accent"))

    def nothing(self) -> Nothing:
        return Nothing(say("没有认出这个机构的职务"))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[Holder | Conflict]]:
        return [on_row(say("见于何处"), lambda _: self._pane.show_holder(), ENTER, CHOICE)]


def _rows(body: Body) -> Iterator[Holder | Conflict | Heading]:
    for office in body.offices:
        gaps = [say("{first} 到 {last} 没见到人", first=first, last=last) for first, last in office.gaps]
        told = [wording.listed([office.name, *gaps[:n]]) for n in range(min(len(gaps), _GAPS_NAMED), -1, -1)]
        yield Heading(told[0], tuple(told[1:]))
        yield from office.holders
    if body.conflicts:
        yield Heading(say("两人同见"))
        yield from body.conflicts


_GAPS_NAMED = 2


def _days(holder: Holder) -> str:
    if holder.first is None:
        return say("日期不详")
    return say("首见 {first}，末见 {last}", first=holder.first, last=holder.last)


def _conflict_words(conflict: Conflict) -> str:
    people = say("、").join(f"{each.person} {each.office}" for each in conflict.between)
    return say("{days}：{people}", days=span_in_words(conflict.first, conflict.last), people=people)


class _Places(Listing[OfficePlace]):
    def __init__(self, part: OfficesPart) -> None:
        self._part = part
        self._holder: Holder | None = None
        super().__init__(say("见于何处"), "list")

    def show_holder(self, holder: Holder | None) -> None:
        self._holder = holder
        self.show_rows(holder.places if holder else [])

    def key_of(self, row: OfficePlace) -> object:
        return row.article_id

    def words(self, row: OfficePlace) -> str:
        day = row.date.isoformat() if row.date else say("日期不详")
        return "　".join(
            filter(
                None, (row.newspaper, day, say("{page}版", page=page_in_words(row.page)) if row.page else "")
            )
        )

    def tip(self, row: OfficePlace) -> str:
        return self.words(row)

    def nothing(self) -> Nothing:
        return Nothing(say("选一个人，看见于何处"))

    def acts(self) -> Sequence[RowAct[OfficePlace]]:
        return [on_row(say("打开"), self._open, ENTER, DOUBLE_CLICK)]

    def _open(self, place: OfficePlace) -> None:
        if self._holder is not None:
            self._part.open_place(self._holder, place)
