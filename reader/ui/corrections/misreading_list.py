"""The dialogs of characters that may have been misread, and of all places of one misreading, each with a tick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from reader.i18n import count, say
from reader.library.characters import CharacterOutcome, Misreading, only_witnessed
from reader.library.library import Library
from reader.search.documents import SearchCancelled
from reader.ui.widgets import fonts, icons, text_painting, wording
from reader.ui.widgets.controls import LinkButton, PushButton, Wide
from reader.ui.widgets.dialog import ListDialog
from reader.ui.widgets.row_list import Index, RowDelegate, RowModel
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.search.query import Query
    from reader.ui.corrections.correction_controller import CharacterController

_BOX = 16


class PlaceRow(Struct, frozen=True):
    """A place, the day and title of its article, and whether its context says that it is misread."""

    misreading: Misreading
    title: str
    is_misread: bool

    def why(self) -> str:
        return self.title if self.is_misread else wording.GAP.join([say("上下文没有说它认错了"), self.title])


class _PlaceModel(RowModel[PlaceRow]):
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


class _PlaceDelegate(RowDelegate[_PlaceModel]):
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


class PlaceList(ListDialog[_PlaceModel]):
    """All places of a printed string that is read as another; opened with `open()`.

    Space or a click ticks a place, Enter corrects those that are ticked. Signal: `openWanted` has the id of an article,
    and the printed string.
    """

    openWanted = Signal(int, str)

    def __init__(
        self, parent: QWidget, library: Library, deciding: CharacterController, printed: str, read_as: str
    ) -> None:
        super().__init__(parent, say("各处一起改正"), "placeList", _PlaceModel(), _PlaceDelegate)
        self._library, self._deciding = library, deciding
        self._printed, self._read_as = printed, read_as
        self.view.clicked.connect(self._turn)
        self.view.chooser.entered.connect(lambda _: self.correct())
        self.correct_button = PushButton(say("改正"), primary=True, act=self.correct)
        self.all_button = LinkButton(say("全勾上或全不勾 (A)"), act=self._turn_all)
        self.open_button = LinkButton(say("打开 (O)"), act=self._open_current)
        self.later = QCheckBox(say("以后读进来的期也照此改正"))
        self.later.toggled.connect(lambda _: self._show_counts())
        for key, act in (
            ("Space", lambda: self._turn(self.view.currentIndex())),
            ("A", self._turn_all),
            ("O", self._open_current),
        ):
            QShortcut(QKeySequence(key), self.view, act)
        self.model.dataChanged.connect(lambda *_: self._show_counts())
        deciding.told.connect(self.message.setText)
        deciding.decided.connect(self._end)
        self.lay_out_list(
            (self.all_button, self.open_button, Wide()),
            (self.later, Wide(self.message), self.correct_button),
        )
        self.keep_enter_for_rows()
        self.stack.setCurrentWidget(self.state)
        self.state.show_state(say("正在各处找…"), "")
        self._show_counts()
        self.tasks.run(self._find, self._show, lambda error: self.state.show_state(str(error), ""), FAULTS)

    def is_idle(self) -> bool:
        return self.tasks.is_idle() and self._deciding.is_idle()

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
            self.stack.setCurrentWidget(self.view)
            self.view.chooser.select(self.model.index(0, 0))
            self.view.setFocus()
        else:
            self.state.show_state(say("没有可以一起改正的地方"), say("改正过的、说过没有认错的，不再列出。"))
        self._show_counts()

    def _show_counts(self) -> None:
        number, ticked = self.model.rowCount(), len(self.model.ticked)
        words = say("“{printed}”应是“{read_as}”", printed=self._printed, read_as=self._read_as)
        if not self._read_as:
            words = say("“{printed}”是多出来的", printed=self._printed)
        numbers = [count(number, "{n} 处"), count(ticked, "勾上 {n} 处")] if number else []
        self.heading.setText(wording.GAP.join([words, *numbers]))
        self.correct_button.setEnabled(bool(ticked) or (self.later.isChecked() and self.tasks.is_idle()))
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
        elif self.tasks.is_idle():
            self.tasks.run(self._find, self._show, lambda error: self.message.setText(str(error)), FAULTS)


_TOP = QModelIndex()
_ROW = 66


class MisreadingRow(Struct, frozen=True):
    """A character in question, and the title of its article."""

    misreading: Misreading
    title: str

    def in_words(self) -> str:
        """Return the row in words for a screen reader."""
        each = self.misreading
        title = "，".join(filter(None, [self.title, each.because()]))
        return say(
            "“{printed}”或是“{read_as}”：{before}{printed}{after}　{title}",
            printed=each.printed,
            read_as=each.read_as,
            before=each.before,
            after=each.after,
            title=title,
        )


class Scope(Struct, frozen=True):
    """What is searched for misreadings: articles, and the query if these are the results of a rung of misreadings."""

    words: str
    article_ids: Callable[[], Sequence[int]]
    query: Query | None = None


class _MisreadingModel(RowModel[MisreadingRow]):
    def add(self, rows: Sequence[MisreadingRow]) -> None:
        if rows:
            self.beginInsertRows(_TOP, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows = [*self._rows, *rows]
            self.endInsertRows()

    def remove(self, number: int, before: int, now: int | None) -> None:
        """Remove a row; other rows of its article, whose id was `before`, get the id `now`, unless that is None."""
        self.beginRemoveRows(_TOP, number, number)
        others = [*self._rows[:number], *self._rows[number + 1 :]]
        self._rows = [
            replace(each, misreading=replace(each.misreading, article_id=now))
            if now is not None and each.misreading.article_id == before
            else each
            for each in others
        ]
        self.endRemoveRows()

    def words(self, row: MisreadingRow) -> str:
        return row.in_words()


class _MisreadingDelegate(RowDelegate[_MisreadingModel]):
    """Paints the words around a character, with the character marked; below them the other reading, and the title."""

    height = _ROW

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        each = row.misreading
        draw_in_context(painter, rect, self.margin, each)
        below = QRectF(rect.x() + self.margin, rect.y() + 36, rect.width() - 2 * self.margin, 22)
        may_be = wording.listed(
            [say("或是“{read_as}”：{meant}", read_as=each.read_as, meant=each.meant), each.because()]
        )
        text_painting.draw_words(painter, below, may_be, fonts.sans(12, 700), "ink2")
        below.setLeft(below.left() + text_painting.width_of(may_be, fonts.sans(12, 700)) + 16)
        text_painting.draw_words(painter, below, row.title, fonts.sans(12), "ink3")


class MisreadingList(ListDialog[_MisreadingModel]):
    """The list; opened with `open()`. Enter accepts a row, Delete dismisses it, and the next one is chosen.

    Signal: `openWanted` has the id of an article, and the printed words in question.
    """

    openWanted = Signal(int, str)

    def __init__(
        self, parent: QWidget, library: Library, deciding: CharacterController, scope: Scope
    ) -> None:
        super().__init__(
            parent, say("可能认错的字"), "misreadingList", _MisreadingModel(), _MisreadingDelegate
        )
        self._library = library
        self._deciding = deciding
        self._scope = scope
        self._waiting: list[int] = []
        self._incomplete = ""
        self._looked_at = self._to_look_at = 0
        self._is_closed = False
        self.view.chooser.entered.connect(lambda _: self.accept_current())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_progress())
        self.view.doubleClicked.connect(lambda _: self.open_current())
        self.accept_button = LinkButton(say("改正 (Enter)"), act=self.accept_current)
        self.all_button = LinkButton(say("各处一起改正… (A)"), act=self.list_places)
        self.dismiss_button = LinkButton(say("没有认错 (Delete)"), act=self.dismiss_current)
        self.open_button = LinkButton(say("打开 (O)"), act=self.open_current)
        acts = (self.accept_button, self.all_button, self.dismiss_button, self.open_button)
        self.lay_out_list((*acts, Wide()), (Wide(self.message),))
        self.keep_enter_for_rows()
        for key, act in (
            ("Delete", self.dismiss_current),
            ("O", self.open_current),
            ("A", self.list_places),
            ("Ctrl+Z", deciding.undoing.undo),
        ):
            QShortcut(QKeySequence(key), self, act)
        deciding.decided.connect(self._follow)
        deciding.told.connect(self.message.setText)
        self._show_progress()
        self.tasks.run(scope.article_ids, self._begin, self._fail, FAULTS)
        self.view.setFocus()

    def current(self) -> MisreadingRow | None:
        index = self.view.currentIndex()
        return self.model.row(index) if index.isValid() else None

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
        return self.tasks.is_idle() and self._deciding.is_idle()

    # -- looking through the articles

    def _begin(self, article_ids: Sequence[int]) -> None:
        self._waiting = list(article_ids)
        self._to_look_at = len(self._waiting)
        if self._scope.query is None:  # those misread everywhere come first
            self.tasks.run(
                lambda: self._in_rows(self._library.characters.systematic(article_ids)), self._show
            )
            self.tasks.run(
                lambda: self._library.characters.why_incomplete(article_ids), self._tell_incomplete
            )
        self._read_next()

    def _in_rows(self, found: Sequence[Misreading]) -> list[MisreadingRow]:
        articles = {each.article_id: self._library.articles.article(each.article_id) for each in found}
        return [
            MisreadingRow(each, stored.article.title())
            for each in found
            if (stored := articles[each.article_id]) is not None
        ]

    def _tell_incomplete(self, why: str) -> None:
        self._incomplete = why
        self._show_progress()

    def _read_next(self) -> None:
        self._show_progress()
        if self._waiting and not self._is_closed:
            article_id = self._waiting.pop(0)
            self.tasks.run(lambda: self._rows_of(article_id), self._add, self._fail, FAULTS)

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
        known = {(row.misreading.article_id, row.misreading.place) for row in self.model.rows()}
        self.model.add(
            [row for row in rows if (row.misreading.article_id, row.misreading.place) not in known]
        )
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.chooser.select(self.model.index(0, 0))
        self._show_progress()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, SearchCancelled):
            self.message.setText(str(error))
        self._show_progress()

    def _show_progress(self) -> None:
        number = self.model.rowCount()
        is_done = self._looked_at >= self._to_look_at > 0 or (not self._waiting and self.tasks.is_idle())
        if not is_done:
            self.state.show_state(say("正在逐篇找…"), self._scope.words)
            self.heading.setText(
                say(
                    "{scope}　已看过 {done} 篇，共 {total} 篇",
                    scope=self._scope.words,
                    done=self._looked_at,
                    total=self._to_look_at,
                )
            )
        else:
            how = say("选中文章里的字，按 Ctrl+H 也可以改正；改正过的在文章里有点线。")
            if self._scope.query is None:
                self.state.show_state(
                    say("没有找到有旁证的错字"),
                    "\n".join(filter(None, [self._incomplete, only_witnessed(), how])),
                )
            else:
                self.state.show_state(say("没有可能认错的字"), how)
            found = count(number, "{n} 处可能认错的字") if number else ""
            words = [self._scope.words, found, self._incomplete if number else ""]
            self.heading.setText(wording.GAP.join(filter(None, words)))
        face = self.view if number else self.state
        if face is not self.stack.currentWidget():
            self.stack.setCurrentWidget(face)
            self.view.setFocus()  # Enter accepts
        for button in (self.accept_button, self.all_button, self.dismiss_button, self.open_button):
            button.setEnabled(number > 0)

    # -- decisions

    def _follow(self, made: CharacterOutcome) -> None:
        """Remove a decided row and choose the next one; if a decision was undone, search its article again."""
        row = self.current()
        if (
            self.findChild(PlaceList) or len(made.decisions) > 1
        ):  # in several articles, whose ids have changed
            self.model.set_rows([])
            self._looked_at = 0
            self.tasks.run(self._scope.article_ids, self._begin, self._fail, FAULTS)
        elif made.decisions and made.decisions[0].undone:
            if made.article_id is not None:
                self._waiting.append(made.article_id)
                self._to_look_at += 1
                self._read_next()
        elif row is not None:
            self._take_out(self.view.currentIndex().row(), row.misreading.article_id, made.article_id)

    def _take_out(self, number: int, before: int, now: int | None) -> None:
        """Remove a row, as the model does, and select the one that follows it."""
        with self.view.chooser.quietly():
            self.model.remove(number, before, now)
            if left := self.model.rowCount():
                self.view.setCurrentIndex(self.model.index(min(number, left - 1), 0))
        self._show_progress()

    def done(self, result: int) -> None:
        """Stop searching, before the base class waits for the search."""
        self._is_closed = True
        self._waiting.clear()
        super().done(result)
