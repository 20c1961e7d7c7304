"""The dialog of characters that may have been misread: accepted or dismissed one after another, by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.characters import CharacterOutcome, Misreading, only_witnessed
from reader.library.library import Library
from reader.search.engine import SearchCancelled
from reader.ui.corrections.character_controller import CharacterController
from reader.ui.corrections.place_list import PlaceList, draw_in_context
from reader.ui.widgets import fonts, text_painting, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, LinkButton, Wide, fill_with_rules, row_layout, stacked
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.widgets.state_panel import State, StatePanel
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.search.query import Query

_TOP = QModelIndex()
_ROW = 66


@dataclass(frozen=True, slots=True)
class MisreadingRow:
    """A character in question, and the title of its article."""

    misreading: Misreading
    title: str

    def in_words(self) -> str:
        """Return the row in words for a screen reader."""
        each = self.misreading
        title = self.title
        if each.witness:
            title += f"，{each.because()}"
        return say(
            "“{printed}”或是“{read_as}”：{before}{printed}{after}　{title}",
            printed=each.printed,
            read_as=each.read_as,
            before=each.before,
            after=each.after,
            title=title,
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched for misreadings: articles, and the query if these are the results of a rung of misreadings."""

    words: str
    article_ids: Callable[[], Sequence[int]]
    query: Query | None = None


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[MisreadingRow] = []

    def add(self, rows: Sequence[MisreadingRow]) -> None:
        if rows:
            self.beginInsertRows(_TOP, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self.rows = []
        self.endResetModel()

    def remove(self, number: int) -> None:
        self.beginRemoveRows(_TOP, number, number)
        del self.rows[number]
        self.endRemoveRows()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].in_words()
        return None


class _Delegate(RowDelegate[_Model]):
    """Paints the words around a character, with the character marked; below them the other reading, and the title."""

    height = _ROW

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.rows[index.row()]
        each = row.misreading
        draw_in_context(painter, rect, self.margin, each)
        below = QRectF(rect.x() + self.margin, rect.y() + 36, rect.width() - 2 * self.margin, 22)
        may_be = wording.listed(
            [say("或是“{read_as}”：{meant}", read_as=each.read_as, meant=each.meant), each.because()]
        )
        text_painting.draw_words(painter, below, may_be, fonts.sans(12, 700), "ink2")
        below.setLeft(below.left() + text_painting.width_of(may_be, fonts.sans(12, 700)) + 16)
        text_painting.draw_words(painter, below, row.title, fonts.sans(12), "ink3")


class MisreadingList(Dialog):
    """The list; opened with `open()`. Enter accepts a row, Delete dismisses it, and the next one is chosen.

    Signal: `openWanted` has the id of an article, and the printed words in question.
    """

    openWanted = Signal(int, str)

    def __init__(
        self, parent: QWidget, library: Library, deciding: CharacterController, scope: Scope
    ) -> None:
        super().__init__(parent, say("可能认错的字"), "misreadingList", size=(640, 560), tint="list")
        self._library = library
        self._deciding = deciding
        self._scope = scope
        self._waiting: list[int] = []
        self._looked_at = self._to_look_at = 0
        self._is_closed = False
        self._tasks = TaskQueue(self)
        self.model = _Model()
        self.view = RowList(self.model, follows=False)
        self.view.setAccessibleName(say("可能认错的字"))
        self.view.setItemDelegate(_Delegate(self.view, self.model))
        self.view.chooser.entered.connect(lambda _: self.accept_current())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_progress())
        self.view.doubleClicked.connect(lambda _: self.open_current())
        self.state = StatePanel(State.EMPTY)
        self._stack = stacked(self.view, self.state)
        self.accept_button = LinkButton(say("改认 (Enter)"), act=self.accept_current)
        self.all_button = LinkButton(say("各处一起改认… (A)"), act=self.list_places)
        self.dismiss_button = LinkButton(say("没有认错 (Delete)"), act=self.dismiss_current)
        self.open_button = LinkButton(say("打开 (O)"), act=self.open_current)
        self._message = Label("", fonts.sans(12), "ink2")
        self._lay_out()
        for key, act in (
            ("Delete", self.dismiss_current),
            ("O", self.open_current),
            ("A", self.list_places),
            ("Ctrl+Z", deciding.undo),
        ):
            QShortcut(QKeySequence(key), self, act)
        deciding.decided.connect(self._follow)
        deciding.told.connect(self._message.setText)
        self.finished.connect(self._end)
        self._show_progress()
        self._tasks.run(scope.article_ids, self._begin, self._fail, FAULTS)
        self.view.setFocus()

    def message(self) -> str:
        """Return the message at the foot of the list."""
        return self._message.text()

    def current(self) -> MisreadingRow | None:
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def accept_current(self) -> None:
        """Correct the chosen character."""
        if (row := self.current()) is not None:
            each = row.misreading
            self._deciding.correct(each.article_id, each.place, each.read_as, len(each.printed))

    def list_places(self) -> None:
        """List all places of the library that print the chosen string, to be corrected in one step."""
        if (row := self.current()) is not None:
            each = row.misreading
            places = self._deciding.list_places(self, each.form, each.meant)
            places.openWanted.connect(self.openWanted)

    def dismiss_current(self) -> None:
        """State that the chosen character is printed as it is read, and is no misreading."""
        if (row := self.current()) is not None:
            each = row.misreading
            self._deciding.dismiss(each.article_id, each.place, each.read_as)

    def open_current(self) -> None:
        """Show the article of the chosen character in the window."""
        if (row := self.current()) is not None:
            self.openWanted.emit(row.misreading.article_id, row.misreading.form)

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and self._deciding.is_idle()

    # -- looking through the articles

    def _begin(self, article_ids: Sequence[int]) -> None:
        self._waiting = list(article_ids)
        self._to_look_at = len(self._waiting)
        if self._scope.query is None:  # those misread everywhere come first
            self._tasks.run(
                lambda: self._in_rows(self._library.characters.systematic(article_ids)), self._show
            )
        self._read_next()

    def _in_rows(self, found: Sequence[Misreading]) -> list[MisreadingRow]:
        articles = {each.article_id: self._library.articles.article(each.article_id) for each in found}
        return [
            MisreadingRow(each, stored.article.title())
            for each in found
            if (stored := articles[each.article_id]) is not None
        ]

    def _read_next(self) -> None:
        self._show_progress()
        if self._waiting and not self._is_closed:
            article_id = self._waiting.pop(0)
            self._tasks.run(lambda: self._rows_of(article_id), self._add, self._fail, FAULTS)

    def _rows_of(self, article_id: int) -> list[MisreadingRow]:
        characters, query = self._library.characters, self._scope.query
        if query is not None:
            found = characters.misread_places(article_id, query)
        else:
            found = [
                each for some in characters.likely([article_id], lambda: self._is_closed) for each in some
            ]
        return self._in_rows(found)

    def _add(self, rows: list[MisreadingRow]) -> None:
        self._looked_at += 1
        self._show(rows)
        self._read_next()

    def _show(self, rows: list[MisreadingRow]) -> None:
        known = {(row.misreading.article_id, row.misreading.place) for row in self.model.rows}
        self.model.add(
            [row for row in rows if (row.misreading.article_id, row.misreading.place) not in known]
        )
        if not self.view.currentIndex().isValid() and self.model.rows:
            self.view.chooser.select(self.model.index(0, 0))
        self._show_progress()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, SearchCancelled):
            self._message.setText(str(error))
        self._show_progress()

    def _show_progress(self) -> None:
        is_done = self._looked_at >= self._to_look_at > 0 or (not self._waiting and self._tasks.is_idle())
        if not is_done:
            self.state.show_state(say("正在逐篇找…"), self._scope.words)
            self._heading.setText(
                say(
                    "{scope}　已看过 {done} 篇，共 {total} 篇",
                    scope=self._scope.words,
                    done=self._looked_at,
                    total=self._to_look_at,
                )
            )
        else:
            how = say("选中文章里的字，按 Ctrl+H 也可以改认；改认过的在文章里有点线。")
            if self._scope.query is None:
                self.state.show_state(say("没有找到有旁证的错字"), f"{only_witnessed()}\n{how}")
            else:
                self.state.show_state(say("没有可能认错的字"), how)
            found = count(len(self.model.rows), "{n} 处可能认错的字") if self.model.rows else ""
            self._heading.setText(wording.GAP.join(filter(None, [self._scope.words, found])))
        face = self.view if self.model.rows else self.state
        if face is not self._stack.currentWidget():
            self._stack.setCurrentWidget(face)
            self.view.setFocus()  # Enter accepts
        for button in (self.accept_button, self.all_button, self.dismiss_button, self.open_button):
            button.setEnabled(bool(self.model.rows))

    # -- decisions

    def _follow(self, made: CharacterOutcome) -> None:
        """Remove a decided row and choose the next one; if a decision was undone, search its article again."""
        row = self.current()
        if (
            self.findChild(PlaceList) or len(made.decisions) > 1
        ):  # in several articles, whose ids have changed
            self.model.clear()
            self._looked_at = 0
            self._tasks.run(self._scope.article_ids, self._begin, self._fail, FAULTS)
        elif made.decisions and made.decisions[0].undone:
            if made.article_id is not None:
                self._waiting.append(made.article_id)
                self._to_look_at += 1
                self._read_next()
        elif row is not None:
            self._take_out(self.view.currentIndex().row(), row.misreading.article_id, made.article_id)

    def _take_out(self, number: int, before: int, now: int | None) -> None:
        """Remove a row; other rows of its article, whose id was `before`, get the id `now`, unless that is None."""
        with self.view.chooser.quietly():
            self.model.remove(number)
            if now is not None:
                self.model.rows = [
                    replace(each, misreading=replace(each.misreading, article_id=now))
                    if each.misreading.article_id == before
                    else each
                    for each in self.model.rows
                ]
            if self.model.rows:
                self.view.setCurrentIndex(self.model.index(min(number, len(self.model.rows) - 1), 0))
        self._show_progress()

    def _end(self) -> None:
        self._is_closed = True
        self._waiting.clear()
        self._tasks.finish()

    def _lay_out(self) -> None:
        self._heading = Label("", fonts.sans(12, 700), "ink2")
        head = row_layout(self._heading, margins=(16, 8, 16, 4))
        acts = (self.accept_button, self.all_button, self.dismiss_button, self.open_button)
        close = self.leave_button()
        for button in (*acts, close):
            button.setAutoDefault(False)
        tools = row_layout(*acts, Wide(), margins=(10, 2, 10, 6))
        foot = row_layout(Wide(self._message), close, margins=(16, 6, 16, 10))
        fill_with_rules(self, [head, tools], self._stack, foot)
