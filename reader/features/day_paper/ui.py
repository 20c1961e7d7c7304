"""Opening the paper of a day, with the dialog that asks for the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from reader.features.day_paper.day_papers import DayPaper, papers_of, papers_of_every_year
from reader.i18n import count, say
from reader.language.dates.calendar import Days
from reader.language.dates.date_expressions import days_of
from reader.newspaper.coverage import Coverage, Day
from reader.ui.desk import Desk, Part
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue, while_open
from reader.ui.widgets.controls import Label, PushButton, Wide, column_layout, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Listing, RowAct, on_row
from reader.ui.widgets.services import Handlers

_MOST_DAYS = 60
_DAYS_OF_YEAR = 365.2425


class _Papers(Listing[DayPaper]):
    def __init__(self, choose: Callable[[DayPaper], object]) -> None:
        self._choose_paper = choose
        super().__init__(say("这天的报纸"))

    def words(self, row: DayPaper) -> str:
        if row.issue.number:
            number = wording.issue_number(row.issue.number)
        else:
            number = ""
        day = wording.held_day(row.issue)
        off = off_in_words(row.days_off)
        return wording.GAP.join(filter(None, (wording.newspaper(row.newspaper), day, number, off)))

    def acts(self) -> Sequence[RowAct[DayPaper]]:
        self.open = on_row(say("打开"), self._choose_paper, ENTER, DOUBLE_CLICK)
        return [self.open]


class DayPaperDialog(Dialog):
    def __init__(
        self,
        parent: QWidget,
        typed: str,
        open_paper: Callable[[DayPaper, Days], object],
        choose_folder: Callable[[str], object],
    ) -> None:
        """Make the dialog with `typed` in the field.

        `open_paper` is called with the chosen paper and the days typed, `choose_folder` with the typed text, to open
        another library because this one has no dated issue.
        """
        super().__init__(parent, say("某一天的报纸"), "dayPaperDialog", size=(480, 400), tint="list")
        self._open_paper = open_paper
        self._choose_folder = choose_folder
        self._papers: Mapping[str, Coverage] | None = None
        self._days: Days | None = None
        self._is_yearly = False
        """Whether a month and day without a year is typed, and the papers of several years are listed."""
        self._found: Sequence[DayPaper] = ()
        self.listing = _Papers(self._open)
        self.field = QueryField(say("哪一天"), say("生日、纪念日，如 1987-6-12、民国三十五年五月初三"))
        self.field.line.setText(typed)
        self.field.line.textChanged.connect(self._answer)
        self.field.line.composed.connect(self._answer)
        self.field.submitted.connect(lambda _: self.listing.do(self.listing.open))
        self.field.line.installEventFilter(self)
        self.words = Label("", theme.sans(13), "ink2", wraps=True)
        self.words.setMinimumHeight(44)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.open_button = PushButton(say("打开"), primary=True)
        self.listing.button(self.listing.open, self.open_button)
        self.folder_button = PushButton(say("打开报纸文件夹…"), "folder", act=self._want_folder)
        self.folder_button.hide()
        title = Label(say("打开哪一天的报纸？"), theme.serif(18, 700))
        head = column_layout(title, self.field, self.words, margins=(20, 16, 20, 8), spacing=10)
        close = self.leave_button()
        foot = row_layout(self.folder_button, Wide(), close, self.open_button, margins=(20, 8, 20, 10))
        fill_with_rules(self, [head], self.listing, foot)
        self._answer()
        self.field.begin()

    def show_papers(self, papers: Mapping[str, Coverage]) -> None:
        """Set the coverage of newspapers, by their titles, in which the day is looked up."""
        self._papers = papers
        self._answer()

    def _answer(self) -> None:
        if self.field.line.is_composing:
            typed = ""
        else:
            typed = self.field.line.text().strip()
        papers = self._papers or {}
        last = max((paper.last for paper in papers.values() if paper.last), default=None)
        if typed:
            self._days = days_of(typed, dt.date.today(), last)
        else:
            self._days = None
        days = self._days
        if days and _is_of_every_year(typed):
            yearly = papers_of_every_year(papers, days.first)
        else:
            yearly = ()
        self._is_yearly = len(yearly) > 1
        if self._is_yearly:
            self._found = yearly
        else:
            if days:
                self._found = papers_of(papers, days)
            else:
                self._found = ()
        self.words.setText(self._words(typed, is_empty=self._papers is not None and last is None))
        self.folder_button.setVisible(self._papers is not None and last is None)
        self.listing.show_rows(self._found)
        view = self.listing.view
        view.setCurrentIndex(self.listing.model.index(0, 0))
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._found else Qt.FocusPolicy.NoFocus)

    def _words(self, typed: str, *, is_empty: bool) -> str:
        if is_empty:
            return say("这里还没有报纸。打开报纸文件夹以后，就找这一天。")
        if not typed:
            return say("公历、农历、民国纪年都行；只写月日，就列出历年的这一天。")
        if self._days is None:
            return say(
                "没看懂“{said}”是哪天。可以写 1987-6-12、去年春节、民国三十五年五月。", said=typed[:20]
            )
        if self._papers is None:
            return say("正在查…")
        if self._is_yearly:
            day = say(
                "{month}{day}日", month=wording.short_month(self._days.first.month), day=self._days.first.day
            )
            return say("历年的{day}，新的在前。", day=day)
        day_words = _days_in_words(self._days)
        if self._found[0].days_off:
            if any(paper.day(self._days.first) is Day.UNREAD for paper in self._papers.values()):
                return say("{asked}。这天的报还没读到，到此最近的是：", asked=day_words)
            return say("{asked}。这里没有这天的报，最近的是：", asked=day_words)
        return say("{asked}。", asked=day_words)

    def _open(self, paper: DayPaper) -> None:
        if self._days is not None:
            self._open_paper(paper, self._days)
            self.accept()

    def _want_folder(self) -> None:
        self.accept()
        self._choose_folder(self.field.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose a paper while the date field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._found:
                self.listing.view.step(step)
                return True
        return super().eventFilter(watched, event)


def _is_of_every_year(typed: str) -> bool:
    from reader.search.query import EveryYear

    days = EveryYear.of(typed)
    return days is not None and days.first == days.last


def off_in_words(days_off: int) -> str:
    """Return the distance of an issue from the typed day in words: 晚 2 天, 早约 41 年; "" for one of that day."""
    days = abs(days_off)
    is_later = days_off > 0
    if not days:
        return ""
    if days <= _MOST_DAYS:
        if is_later:
            return count(days, "晚 {n} 天")
        return count(days, "早 {n} 天")
    years = round(days / _DAYS_OF_YEAR)
    if years < 2:
        months = round(12 * days / _DAYS_OF_YEAR)
        if is_later:
            return count(months, "晚约 {n} 个月")
        return count(months, "早约 {n} 个月")
    if is_later:
        return count(years, "晚约 {n} 年")
    return count(years, "早约 {n} 年")


def _days_in_words(days: Days) -> str:
    if days.first != days.last:
        return say("{first}到{last}", first=wording.day(days.first), last=wording.day(days.last))
    return wording.listed([wording.day(days.first), wording.weekday(days.first), wording.lunar(days.first)])


class DayPaperPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tasks = TaskQueue(self)

    def handlers(self) -> Handlers:
        return {"paper_of_day": self.ask}

    def ask(self, typed: str = "") -> None:
        dialog = DayPaperDialog(self.desk.frame.window(), typed, self._open, self._choose_folder)
        contents = self._library.contents

        def read() -> dict[str, Coverage]:
            return {
                row.title: contents.coverage(row.title)
                for row in wording.by_name(contents.newspapers(), lambda row: row.title)
            }

        self._tasks.run(read, while_open(dialog, dialog.show_papers))
        dialog.open()

    def _open(self, paper: DayPaper, days: Days) -> None:
        self.desk.reading.read_issue(paper.issue.id)
        self.desk.frame.uncover()
        if paper.days_off:
            self._services.message(
                say(
                    "{asked}没有报，打开的是最近的{day}（{off}）。",
                    asked=wording.day(days.first),
                    day=wording.held_day(paper.issue),
                    off=off_in_words(paper.days_off),
                )
            )

    def _choose_folder(self, typed: str) -> None:
        window = self.desk.window

        def ask_again() -> None:
            desk = window.desk()
            ask = desk.parts.of(DayPaperPart).ask
            if desk.library.contents.newest_issue() is not None:
                ask(typed)
                return
            desk.sync.finished.connect(
                lambda _: ask(typed) if desk is window.desk() else None,
                Qt.ConnectionType.SingleShotConnection,
            )

        window.choose_library(ask_again)
