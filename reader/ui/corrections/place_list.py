"""The dialog of all places of one misreading: each with a tick, corrected in one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from reader.i18n import count, say
from reader.library.characters import CharacterOutcome, Misreading
from reader.library.library import Library
from reader.ui.widgets import fonts, icons, text_painting, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
    Wide,
    fill_with_rules,
    row_layout,
    stacked,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.row_list import Index, RowDelegate, RowList, RowModel
from reader.ui.widgets.state_panel import State, StatePanel
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.ui.corrections.character_controller import CharacterController

_BOX = 16


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, the day and title of its article, and whether its context says that it is misread."""

    misreading: Misreading
    title: str
    is_misread: bool

    def why(self) -> str:
        return self.title if self.is_misread else wording.GAP.join([say("上下文没有说它认错了"), self.title])


class _Model(RowModel[PlaceRow]):
    """The places; `ticked` are the numbers of the rows to correct, at first of those whose context shows a
    misreading.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ticked: set[int] = set()

    def set_rows(self, rows: Sequence[PlaceRow]) -> None:
        self.ticked = {number for number, row in enumerate(rows) if row.is_misread}
        super().set_rows(rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, is_ticked = self.row(index), index.row() in self.ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            each = row.misreading
            return f"{'✓' if is_ticked else '–'} {each.before}{each.printed}{each.after}　{row.why()}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick({index.row()}, is_ticked=value == Qt.CheckState.Checked)
        return True

    def tick(self, numbers: Iterable[int], *, is_ticked: bool) -> None:
        self.ticked = self.ticked.union(numbers) if is_ticked else self.ticked.difference(numbers)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))


class _Delegate(RowDelegate[_Model]):
    """Paints the tick, the words around the character, the character marked, and the title."""

    height = 60

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row, is_ticked = self._model.row(index), index.row() in self._model.ticked
        box = QRectF(rect.x() + self.margin, rect.y() + 14, _BOX, _BOX)
        text_painting.draw_box(painter, box, 3, "accent" if is_ticked else None, "ink3")
        if is_ticked:
            icons.draw(painter, "check", "on_accent", box.x(), box.y(), _BOX)
        draw_in_context(painter, rect.adjusted(_BOX + 10, 0, 0, 0), self.margin, row.misreading)
        below = QRectF(rect.x() + self.margin + _BOX + 10, rect.y() + 34, rect.width() - 3 * self.margin, 22)
        text_painting.draw_words(painter, below, row.why(), fonts.sans(12), "ink3")


def draw_in_context(painter: QPainter, rect: QRectF, margin: int, each: Misreading) -> None:
    """Paint the words around a character in question in the upper line of a row, the character marked."""
    line = QRectF(rect.x() + margin, rect.y() + 8, rect.width() - 2 * margin, 26)
    for text, weight, token in (
        (each.before, 400, "ink"),
        (each.printed, 700, "accent"),
        (each.after, 400, "ink"),
    ):
        font = fonts.serif(16, weight)
        text_painting.draw_words(painter, line, text, font, token)
        line.setLeft(line.left() + text_painting.width_of(text, font))


class PlaceList(Dialog):
    """All places of a printed string that is read as another; opened with `open()`.

    Space or a click ticks a place, Enter corrects those that are ticked. Signal: `openWanted` has the id of an article,
    and the printed string.
    """

    openWanted = Signal(int, str)

    def __init__(
        self, parent: QWidget, library: Library, deciding: CharacterController, printed: str, read_as: str
    ) -> None:
        super().__init__(parent, say("各处一起改认"), "placeList", size=(640, 560), tint="list")
        self._library, self._deciding = library, deciding
        self._printed, self._read_as = printed, read_as
        self._tasks = TaskQueue(self)
        self.model = _Model()
        self.view = RowList(self.model, follows=False)
        self.view.setAccessibleName(say("各处一起改认"))
        self.view.setItemDelegate(_Delegate(self.view, self.model))
        self.view.clicked.connect(self._turn)
        self.view.chooser.entered.connect(lambda _: self.correct())
        self.state = StatePanel(State.EMPTY)
        self._stack = stacked(self.state, self.view)
        self.correct_button = PushButton(say("改认"), primary=True, act=self.correct)
        self.all_button = LinkButton(say("全勾上或全不勾 (A)"), act=self._turn_all)
        self.open_button = LinkButton(say("打开 (O)"), act=self._open_current)
        self.later = QCheckBox(say("以后读进来的期也照此改认"))
        self._heading = Label("", fonts.sans(12, 700), "ink2")
        self._message = Label("", fonts.sans(12), "ink2")
        self.later.toggled.connect(lambda _: self._show_counts())
        for key, act in (
            ("Space", lambda: self._turn(self.view.currentIndex())),
            ("A", self._turn_all),
            ("O", self._open_current),
        ):
            QShortcut(QKeySequence(key), self.view, act)
        self.model.dataChanged.connect(lambda *_: self._show_counts())
        deciding.told.connect(self._message.setText)
        deciding.decided.connect(self._end)
        self.finished.connect(lambda _: self._tasks.finish())
        self._lay_out()
        self.state.show_state(say("正在各处找…"), "")
        self._show_counts()
        self._tasks.run(self._find, self._show, lambda error: self.state.show_state(str(error), ""), FAULTS)

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and self._deciding.is_idle()

    def message(self) -> str:
        """Return the message at the head of the list."""
        return self._heading.text()

    def correct(self) -> None:
        """Correct the ticked places as one act; if a rule is made too, record the others as no misreadings."""
        rows, is_rule = self.model.rows(), self.later.isChecked()
        ticked = [rows[number].misreading for number in sorted(self.model.ticked)]
        left = {n for n, row in enumerate(rows) if row.is_misread} - self.model.ticked
        if ticked or is_rule:
            unticked = [rows[number].misreading for number in sorted(left)] if is_rule else []
            self._deciding.correct_all(ticked, unticked, (self._printed, self._read_as) if is_rule else None)

    def _find(self) -> list[PlaceRow]:
        found = self._library.characters.everywhere(self._printed, self._read_as)
        titles: dict[int, str] = {}
        for each, _ in found:
            if each.article_id not in titles:
                stored = self._library.articles.article(each.article_id)
                day = stored.issue.date.isoformat() if stored and stored.issue.date else ""
                title = stored.article.title() if stored else ""
                titles[each.article_id] = wording.GAP.join(filter(None, [day, title]))
        rows = [PlaceRow(each, titles[each.article_id], is_misread) for each, is_misread in found]
        return sorted(rows, key=lambda row: not row.is_misread)

    def _show(self, rows: list[PlaceRow]) -> None:
        self.model.set_rows(rows)
        if rows:
            self._stack.setCurrentWidget(self.view)
            self.view.chooser.select(self.model.index(0, 0))
            self.view.setFocus()
        else:
            self.state.show_state(say("没有可以一起改认的地方"), say("改认过的、说过没有认错的，不再列出。"))
        self._show_counts()

    def _show_counts(self) -> None:
        number, ticked = self.model.rowCount(), len(self.model.ticked)
        words = say("“{printed}”应是“{read_as}”", printed=self._printed, read_as=self._read_as)
        if not self._read_as:
            words = say("“{printed}”是多出来的", printed=self._printed)
        numbers = [count(number, "{n} 处"), count(ticked, "勾上 {n} 处")] if number else []
        self._heading.setText(wording.GAP.join([words, *numbers]))
        self.correct_button.setEnabled(bool(ticked) or (self.later.isChecked() and self._tasks.is_idle()))
        for button in (self.all_button, self.open_button):
            button.setEnabled(bool(number))

    def _turn(self, index: Index) -> None:
        if index.isValid():
            self.model.tick({index.row()}, is_ticked=index.row() not in self.model.ticked)

    def _turn_all(self) -> None:
        every = range(self.model.rowCount())
        self.model.tick(every, is_ticked=len(self.model.ticked) < len(every))

    def _open_current(self) -> None:
        if (index := self.view.currentIndex()).isValid():
            self.openWanted.emit(self.model.row(index).misreading.article_id, self._printed)

    def _end(self, made: CharacterOutcome) -> None:
        """Close once the places are corrected; if another decision was made or undone, search for the places again."""
        if made.decisions and not made.decisions[0].undone:
            self.accept()
        elif self._tasks.is_idle():
            self._tasks.run(self._find, self._show, lambda error: self._message.setText(str(error)), FAULTS)

    def _lay_out(self) -> None:
        close = self.leave_button()
        for button in (close, self.correct_button, self.all_button, self.open_button):
            button.setAutoDefault(False)
        head = row_layout(self._heading, margins=(16, 8, 16, 4))
        tools = row_layout(self.all_button, self.open_button, Wide(), margins=(10, 2, 10, 6))
        last = (self.later, Wide(self._message), self.correct_button, close)
        foot = row_layout(*last, margins=(16, 6, 16, 10))
        fill_with_rules(self, [head, tools], self._stack, foot)
