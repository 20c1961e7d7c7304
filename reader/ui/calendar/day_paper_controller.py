"""Opening the paper of a day: the dialog that asks for it, and for another library if this one has no dated issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from reader.i18n import count, say
from reader.issue_dating.coverage import Coverage
from reader.issue_dating.day_papers import DayPaper, papers_of
from reader.language.dates.calendar import Days
from reader.language.dates.date_expressions import days_of
from reader.library.library import Library
from reader.ui.calendar.month_table import name_of
from reader.ui.frame.frame import Frame
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.search.search_field import QueryField
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, PushButton, Wide, column_layout, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.row_list import RowFocus
from reader.ui.widgets.services import Feature, Services

_ROWS = """
QListWidget { background: $list; color: $ink; outline: none; }
QListWidget::item { padding: 9px 20px; border: none; }
QListWidget::item:selected { background: $sel; color: $ink; }
"""
_MOST_DAYS = 60
_DAYS_OF_YEAR = 365.2425


class DayPaperDialog(Dialog):
    """Shows the papers of the typed day, or the nearest ones.

    Signals: `chosen` has the `DayPaper` to open and the `Days` that were typed; `folderWanted` has the typed text, to
    open another library because this one has no dated issue.
    """

    chosen = Signal(object, object)
    folderWanted = Signal(str)

    def __init__(self, parent: QWidget, typed: str = "") -> None:
        super().__init__(parent, say("某一天的报纸"), "dayPaperDialog", size=(480, 400), tint="list")
        self._papers: Mapping[str, Coverage] | None = None
        self._days: Days | None = None
        self._found: Sequence[DayPaper] = ()
        self.field = QueryField(say("哪一天"), say("生日、纪念日，如 1987-6-12、民国三十五年五月初三"))
        self.field.line.setText(typed)
        self.field.line.textChanged.connect(self._answer)
        self.field.line.composed.connect(self._answer)
        self.field.submitted.connect(lambda _: self._open())
        self.field.line.installEventFilter(self)
        self.words = Label("", fonts.sans(13), "ink2", wraps=True)
        self.words.setMinimumHeight(44)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.list = QListWidget()
        self.list.setAccessibleName(say("这天的报纸"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setFont(fonts.sans(14))
        theme.tint(self.list, "list")
        theme.ink(self.list, "ink")
        theme.style_sheet(self.list, _ROWS + theme.SLIM_BARS)
        RowFocus(self.list)
        self.list.itemActivated.connect(lambda _: self._open())
        self.list.itemDoubleClicked.connect(lambda _: self._open())
        self.open_button = PushButton(say("打开"), primary=True, act=self._open)
        self.folder_button = PushButton(say("打开报纸文件夹…"), "folder", act=self._want_folder)
        self.folder_button.hide()
        self._lay_out()
        self._answer()
        self.field.begin()

    def _lay_out(self) -> None:
        title = Label(say("打开哪一天的报纸？"), fonts.serif(18, 700))
        head = column_layout(title, self.field, self.words, margins=(20, 16, 20, 8), spacing=10)
        close = self.leave_button()
        foot = row_layout(self.folder_button, Wide(), close, self.open_button, margins=(20, 8, 20, 10))
        fill_with_rules(self, [head], self.list, foot)

    def show_papers(self, papers: Mapping[str, Coverage]) -> None:
        """Set the coverage of newspapers, by their titles, in which the day is looked up."""
        self._papers = papers
        self._answer()

    def _answer(self) -> None:
        """Show the papers of the typed day."""
        typed = "" if self.field.is_composing() else self.field.line.text().strip()
        papers = self._papers or {}
        last = max((held.last for held in papers.values() if held.last), default=None)
        self._days = days_of(typed, dt.date.today(), last) if typed else None
        self._found = papers_of(papers, self._days) if self._days else ()
        self.words.setText(self._words(typed, is_empty=self._papers is not None and last is None))
        self.folder_button.setVisible(self._papers is not None and last is None)
        self.list.clear()
        self.list.addItems([_row(each) for each in self._found])
        self.list.setCurrentRow(0)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._found else Qt.FocusPolicy.NoFocus)
        self.open_button.setEnabled(bool(self._found))

    def _words(self, typed: str, *, is_empty: bool) -> str:
        if is_empty:
            return say("这里还没有报纸。打开报纸文件夹以后，就找这一天。")
        if not typed:
            return say("公历、农历、民国纪年都行；只写月日，就是最近的那一次。")
        if self._days is None:
            return say(
                "没看懂“{said}”是哪天。可以写 1987-6-12、去年春节、民国三十五年五月。", said=typed[:20]
            )
        if self._papers is None:
            return say("正在查…")
        asked = _days_in_words(self._days)
        if self._found[0].days_off:
            return say("{asked}。这里没有这天的报，最近的是：", asked=asked)
        return say("{asked}。", asked=asked)

    def _open(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            self.chosen.emit(self._found[row], self._days)
            self.accept()

    def _want_folder(self) -> None:
        self.accept()
        self.folderWanted.emit(self.field.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose a paper while the date field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._found:
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), len(self._found) - 1))
                return True
        return super().eventFilter(watched, event)


def off_in_words(days_off: int) -> str:
    """Return the distance of an issue from the typed day in words: 晚 2 天, 早约 41 年; "" for one of that day."""
    days, is_later = abs(days_off), days_off > 0
    if not days:
        return ""
    if days <= _MOST_DAYS:
        return count(days, "晚 {n} 天") if is_later else count(days, "早 {n} 天")
    years = round(days / _DAYS_OF_YEAR)
    if years < 2:
        months = round(12 * days / _DAYS_OF_YEAR)
        return count(months, "晚约 {n} 个月") if is_later else count(months, "早约 {n} 个月")
    return count(years, "晚约 {n} 年") if is_later else count(years, "早约 {n} 年")


def _days_in_words(days: Days) -> str:
    if days.first != days.last:
        return say("{first}到{last}", first=wording.day(days.first), last=wording.day(days.last))
    return wording.listed([wording.day(days.first), wording.weekday(days.first), wording.lunar(days.first)])


def _row(paper: DayPaper) -> str:
    issue = paper.issue
    number = wording.issue_number(issue.number) if issue.number else ""
    parts = (name_of(paper.newspaper), wording.day(issue.date), number, off_in_words(paper.days_off))
    return wording.GAP.join(filter(None, parts))


class OpenLibrary(Protocol):
    """The library in the window."""

    library: Library
    reading: ReadingController
    updating: SyncController

    @property
    def layout(self) -> Frame: ...


class DayPaperController(Feature):
    """Asks for a day and opens its paper.

    Signal: `folderWanted` asks for another library; it has a function to call when that is open.
    """

    folderWanted = Signal(object)

    def __init__(
        self,
        services: Services,
        window: QWidget,
        tasks: TaskQueue,
        controller: Callable[[], OpenLibrary],
    ) -> None:
        super().__init__(services, window)
        self._window = window
        self._tasks = tasks
        self._controller = controller

    def ask(self, typed: str = "") -> None:
        """Ask for a day, with `typed` in the field."""
        dialog = DayPaperDialog(self._window, typed)
        dialog.chosen.connect(self._open)
        dialog.folderWanted.connect(self._choose_folder)
        is_open = [True]
        dialog.finished.connect(is_open.clear)
        contents = self._controller().library.contents

        def read() -> dict[str, Coverage]:
            return {row.title: contents.coverage(row.title) for row in contents.newspapers()}

        self._tasks.run(read, lambda papers: dialog.show_papers(papers) if is_open else None)
        dialog.open()

    def _open(self, paper: DayPaper, days: Days) -> None:
        controller = self._controller()
        controller.reading.read_issue(paper.issue.id)
        controller.layout.leave_calendar()
        if paper.days_off:
            self._services.message(
                say(
                    "{asked}没有报，打开的是最近的{day}（{off}）。",
                    asked=wording.day(days.first),
                    day=wording.day(paper.issue.date),
                    off=off_in_words(paper.days_off),
                )
            )

    def _choose_folder(self, typed: str) -> None:
        """Let the user choose a library, and ask for the day again when it has an issue."""

        def ask_again() -> None:
            opened = self._controller()
            if opened.library.contents.newest_issue() is not None:
                self.ask(typed)
                return
            opened.updating.finished.connect(
                lambda _: self.ask(typed) if opened is self._controller() else None,
                Qt.ConnectionType.SingleShotConnection,
            )

        self.folderWanted.emit(ask_again)
