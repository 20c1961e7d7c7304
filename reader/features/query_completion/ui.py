"""Completions while a person types, read on another thread, and the remembered searches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.library import LibraryError
from reader.library.searcher import Results
from reader.search.documents import SearchCancelled
from reader.storage.settings import Settings
from reader.ui.desk import Desk, Part
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import column_layout
from reader.ui.widgets.row_list import Index, RowDelegate, RowList, RowModel
from reader.ui.widgets.services import Handlers

if TYPE_CHECKING:
    from reader.features.query_completion.completions import Completion
    from reader.search.query import Period


_ROW = 32
_HEADING = 26
_FOOT = 34
_CROSS = 32
_GAP = 4


class CompletionRow(Struct, frozen=True):
    """A completion: `text` is the whole query that it makes.

    The first `typed` characters of `words` are in the field; `number` is the number of articles, once known.
    """

    group: str
    words: str
    text: str
    typed: int = 0
    detail: str = ""
    number: str = ""
    is_removable: bool = False
    """Whether the row has a button that removes it."""


class _Model(RowModel[CompletionRow | str]):
    def show(self, rows: Sequence[CompletionRow]) -> None:
        groups = groupby(rows, attrgetter("group"))
        self.set_rows(list(chain.from_iterable((group, *of_group) for group, of_group in groups)))

    def show_number(self, text: str, number: str) -> None:
        rows = list(self._rows)
        for at, line in enumerate(rows):
            if isinstance(line, CompletionRow) and line.text == text:
                rows[at] = replace(line, number=number)
        self._rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def suggestion(self, index: Index) -> CompletionRow | None:
        line = self.row(index) if index.isValid() else None
        if isinstance(line, CompletionRow):
            return line
        return None

    def is_heading(self, row: CompletionRow | str) -> bool:
        return isinstance(row, str)

    def words(self, row: CompletionRow | str) -> str:
        if isinstance(row, str):
            return row
        return row.words

    def spoken(self, row: CompletionRow | str) -> str:
        if isinstance(row, str):
            return row
        return wording.listed([row.group, row.words, row.detail, row.number])


class _Delegate(RowDelegate[_Model]):
    selected = "sel"
    has_rules = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._view.viewport().width(), _ROW if self._model.suggestion(index) else _HEADING)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        line = self._model.row(index)
        inner = rect.adjusted(self.margin, 0, -self.margin, 0)
        if isinstance(line, str):
            inner.setTop(inner.top() + 5)
            text_painting.draw_words(painter, inner, line, theme.sans(12), "ink3")
            return
        if line.is_removable:
            theme.draw_icon(painter, "close", "ink3", rect.right() - _CROSS + 8, rect.center().y() - 7, 14)
            inner.setRight(rect.right() - _CROSS)
        number = text_painting.draw_words(
            painter, inner, line.number, theme.sans(12), "ink2", text_painting.RIGHT
        )
        inner.setRight(inner.right() - number - 12)
        font = theme.serif(15)
        inner.setLeft(
            inner.left()
            + text_painting.draw_free(
                painter, inner, line.words[: line.typed], theme.serif(15, 700), "accent"
            )
        )
        words_width = text_painting.draw_free(painter, inner, line.words[line.typed :], font, "ink")
        inner.setLeft(min(inner.left() + words_width + 10, inner.right()))
        text_painting.draw_free(painter, inner, line.detail, theme.sans(12), "ink2")


class CompletionPopup(QWidget):
    """The list, a child of `ground`, below `field`.

    It is no window and never has the focus, so that an input method goes on composing in the line edit, and Enter
    without a chosen row searches for the typed text.
    """

    def __init__(
        self,
        field: QueryField,
        ground: QWidget,
        take: Callable[[CompletionRow, bool], object],
        forget: Callable[[CompletionRow], object],
        show_recent: Callable[[], object],
    ) -> None:
        """Make the list; `take` is called with a row and whether typing goes on after it.

        `show_recent` shows the completions of the empty field, `forget` forgets a row.
        """
        super().__init__(ground)
        self._take_row = take
        self._forget = forget
        self._show_recent = show_recent
        self._field = field
        self._ground = ground
        self._is_stale = False
        """Whether the text was edited after the rows were made; then no row can be taken."""
        self.setObjectName("completionPopup")
        self.setAccessibleName(say("搜索建议"))
        self.model = _Model()
        self.view = RowList(self.model, "raised", follows=False)
        self.view.setItemDelegate(_Delegate(self.view, self.model))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(say("搜索建议"))
        self.view.setMouseTracking(True)
        self.view.entered.connect(self._point_at)
        self.view.viewport().installEventFilter(self)
        column_layout(self.view, of=self, margins=(1, 7, 1, _FOOT))
        field.line.installEventFilter(self)
        field.line.textEdited.connect(self._grow_stale)
        field.line.composed.connect(self._give_way)
        self.hide()

    def show_rows(self, rows: Sequence[CompletionRow]) -> None:
        if not rows or self._field.line.is_composing or not self._field.line.hasFocus():
            self.dismiss()
            return
        self._is_stale = False
        self.model.show(rows)
        self.view.chooser.select(QModelIndex())
        message = count(len(rows), "{n} 条建议，按 ↓ 去选")
        self._field.line.setAccessibleDescription(message)
        self._place()
        self._ground.installEventFilter(self)
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        if not self.isHidden():
            self._ground.removeEventFilter(self)
            self.hide()
            self._field.line.setAccessibleDescription("")

    def rows(self) -> list[CompletionRow]:
        if self.isHidden():
            return []
        lines = (self.model.suggestion(self.model.index(at, 0)) for at in range(self.model.rowCount()))
        return [line for line in lines if line is not None]

    def row(self) -> CompletionRow | None:
        if self.isHidden() or self._is_stale:
            return None
        return self.model.suggestion(self.view.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._field.line:
            if isinstance(event, QKeyEvent) and not self._field.line.is_composing:
                if kind == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                    # Esc hides the list first; with it hidden, the window's own action gets the key
                    event.setAccepted(not self.isHidden())
                    return not self.isHidden()
                if kind == QEvent.Type.KeyPress:
                    return self._key(event)
            elif kind == QEvent.Type.FocusOut:
                self.dismiss()
            elif kind == QEvent.Type.MouseButtonRelease and not self._field.line.text():
                self._show_recent()
        elif watched is self.view.viewport():
            if isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonRelease:
                return self._click(event.position().toPoint())
        elif kind == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text_painting.draw_box(painter, QRectF(self.rect()), 7, "raised", "rule2")
        foot = QRectF(16, self.height() - _FOOT, self.width() - 32, _FOOT - 1)
        painter.fillRect(QRectF(1, foot.top(), self.width() - 2, 1), theme.color("rule"))
        keys = [say("↑ ↓ 选择"), say("Enter 搜索"), say("Tab 加为条件"), say("Esc 关闭")]
        if any(row.is_removable for row in self.rows()):
            keys.append(say("Delete 忘掉"))
        text_painting.draw_words(painter, foot, wording.GAP.join(keys), theme.sans(12), "ink3")

    # -- keys and mouse

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        row = self.row()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if self.isHidden():
            if key == Qt.Key.Key_Down and not self._field.line.text():
                self._show_recent()
            return key == Qt.Key.Key_Down and not self.isHidden()
        match key:
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Down:
                return self._step(1)
            case Qt.Key.Key_Up:
                return self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab if row is not None:
                self._take(row, goes_on=key == Qt.Key.Key_Tab)
            case Qt.Key.Key_Delete if row is not None and row.is_removable:
                self._forget(row)
            case _:
                return False
        return True

    def _step(self, by: int) -> bool:
        """Move the choice by a row; above the first row nothing is chosen.

        Below the last row the key leaves the field, as it does without a list.
        """
        rows = self.model.rowCount()
        at = self.view.currentIndex().row() + by
        while 0 <= at < rows and self.model.suggestion(self.model.index(at, 0)) is None:
            at += by
        # the rows are of an earlier text; the key must not leave the field just before the new ones come
        if self._is_stale:
            return True
        if at >= rows:
            self.dismiss()
            return False
        self._choose(self.model.index(at, 0) if at >= 0 else QModelIndex())
        return True

    def _choose(self, index: QModelIndex) -> None:
        self.view.chooser.select(index)
        if index.isValid():
            self.view.scrollTo(index)
            if QAccessible.isActive():
                event = QAccessibleEvent(self.view, QAccessible.Event.Focus)
                event.setChild(index.row())
                QAccessible.updateAccessibility(event)

    def _point_at(self, index: QModelIndex) -> None:
        if self.model.suggestion(index) is not None:
            self.view.chooser.select(index)

    def _click(self, place: QPoint) -> bool:
        row = self.model.suggestion(self.view.indexAt(place))
        if row is not None and not self._is_stale:
            if row.is_removable and place.x() >= self.view.viewport().width() - _CROSS:
                self._forget(row)
            else:
                self._take(row, goes_on=False)
        return True

    def _take(self, row: CompletionRow, *, goes_on: bool) -> None:
        self.dismiss()
        self._take_row(row, goes_on)

    def _give_way(self) -> None:
        """Hide while an input method composes: its candidates appear in the same place."""
        if self._field.line.is_composing:
            self.dismiss()

    def _grow_stale(self) -> None:
        self._is_stale = True
        self.view.chooser.select(QModelIndex())

    def _place(self) -> None:
        below = self._field.mapTo(self._ground, QPoint(0, self._field.height() + _GAP))
        width = min(max(self._field.width(), 300), self._ground.width() - 16)
        space = self._ground.height() - below.y() - 16
        height = 8 + _FOOT + 6
        for at in range(self.model.rowCount()):
            height += _ROW if self.model.suggestion(self.model.index(at, 0)) else _HEADING
        self.setFixedSize(width, max(min(height, space), _ROW + _FOOT))
        self.move(max(8, min(below.x(), self._ground.width() - width - 8)), below.y())


MOST_RECENT = 20
"""The maximum number of remembered searches."""
COUNTED = 300
"""The maximum number of articles verified for the count of a row; a larger count comes from the index alone."""
# The number of remembered searches shown for an empty field, and beside other completions.
SHOWN = 8
SHOWN_BESIDE = 2


class CompletionPart(Part):
    """Shows the completions below the search field, and remembers what was searched."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        field = desk.frame.search
        self._field = field
        self._recent = list(desk.window.settings.saved.searches[:MOST_RECENT])
        self._request = object()
        """The latest request; answers to earlier ones are dropped."""
        self._tasks = TaskQueue(self)
        self.popup = CompletionPopup(field, desk.frame, self._take, self._remove, self._show_recent)
        field.queryEdited.connect(self._complete)
        field.submitted.connect(self.dismiss)
        field.rewritten.connect(self.dismiss)
        desk.results.settled.connect(self.remember)

    def handlers(self) -> Handlers:
        return {"forget_searches": self._forget_searches}

    def with_shown(self, settings: Settings) -> Settings:
        return replace(settings, searches=tuple(self._recent))

    def recent(self) -> tuple[str, ...]:
        return tuple(self._recent)

    def remember(self, text: str) -> None:
        """Remember a search, because Enter was pressed or one of its results was opened."""
        text = " ".join(text.split())
        if text and self._recent[:1] != [text]:
            self._recent = list(islice(dict.fromkeys([text, *self._recent]), MOST_RECENT))
            self.desk.window.settings.save_soon()

    def forget_all(self) -> None:
        self._recent = []
        self.dismiss()
        self.desk.window.settings.save_soon()

    def _forget_searches(self) -> None:
        self.forget_all()
        settings = self.desk.window.settings
        settings.keep(replace(settings.saved, search_shown={}))
        settings.save(partial(self._services.message, say("搜索记录已清除。")))

    def dismiss(self) -> None:
        self._request = object()
        self.popup.dismiss()

    def is_idle(self) -> bool:
        return self._tasks.is_idle()

    def finish(self) -> None:
        self._request = object()

    # -- private

    def _complete(self, text: str) -> None:
        request = object()
        self._request = request
        if not text.strip():
            self.popup.dismiss()
            return
        cursor = self._field.characters_before_cursor()

        def done(found: list[Completion]) -> None:
            if request is self._request:
                rows = [_row(completion) for completion in found]
                self._show([*rows, *self._recent_like(text, [row.text for row in rows])])

        def read() -> list[Completion]:
            from reader.features.query_completion.completions import completions_in

            if request is self._request:
                return completions_in(self._library, text, cursor)
            return []

        self._tasks.run(read, done)

    def _show_recent(self) -> None:
        self._request = object()
        self._show([_recent_row(text) for text in self._recent[:SHOWN]])

    def _recent_like(self, text: str, others: Sequence[str]) -> list[CompletionRow]:
        typed = search_form(text)
        excluded = {text.strip(), *others}
        rows = []
        for recent_text in self._recent:
            if typed in search_form(recent_text) and recent_text not in excluded:
                rows.append(_recent_row(recent_text))
                if len(rows) == SHOWN_BESIDE:
                    break
        return rows

    def _show(self, rows: Sequence[CompletionRow]) -> None:
        self.popup.show_rows(rows)
        if self.popup.rows():
            self._count([row.text for row in rows])

    def _count(self, texts: Sequence[str]) -> None:
        if not texts:
            return
        request = self._request
        text = texts[0]
        shapes = self.desk.searching.shapes

        def is_over() -> bool:
            return request is not self._request

        def count() -> Results | None:
            known = None
            asked = self._library.sets.of_text(text, shapes, is_over)
            for known in self._library.searcher.count(asked, is_over):
                if known.total > COUNTED:
                    break
            return known

        def done(found: Results | None) -> None:
            if request is self._request and not self.popup.isHidden() and found is not None:
                number = wording.articles(found.total)
                self.popup.model.show_number(
                    text, number if found.total_is_exact else say("约 {number}", number=number)
                )
                # one after another, and only while the list is open: a count may take long
                self._count(texts[1:])

        self._tasks.run(count, done, expected=(SearchCancelled, LibraryError))

    def _take(self, row: CompletionRow, goes_on: bool) -> None:
        """Search for a chosen completion: with a space appended if typing goes on, else as after Enter."""
        self._request = object()
        if goes_on:
            self.desk.results.enter_query(f"{row.text} ")
        else:
            self._field.rewrite(row.text)
            self._field.submitted.emit(row.text)

    def _remove(self, row: CompletionRow) -> None:
        self._recent.remove(row.text)
        self._show(
            [
                popup_row
                for popup_row in self.popup.rows()
                if popup_row.text != row.text or not popup_row.is_removable
            ]
        )
        self.desk.window.settings.save_soon()


def _recent_row(text: str) -> CompletionRow:
    return CompletionRow(say("最近"), text, text, is_removable=True)


def _row(completion: Completion) -> CompletionRow:
    from reader.search.query import completion_kind as kinds

    groups = {
        kinds.CompletionKind.NAME: say("人物"),
        kinds.CompletionKind.WORD: say("词语"),
        kinds.CompletionKind.NEWSPAPER: say("报纸"),
        kinds.CompletionKind.DOSSIER: say("专题"),
        kinds.CompletionKind.DATE: say("日期"),
    }
    group = groups[completion.kind]
    if completion.period is None:
        return CompletionRow(group, completion.words, completion.text, completion.typed)
    words, detail = _period_in_words(completion.period)
    return CompletionRow(group, words, completion.text, detail=detail)


def _period_in_words(period: Period) -> tuple[str, str]:
    first = period.first
    last = period.last
    if first is None or last is None:
        return wording.period(period), ""
    if first == last:
        return wording.day(first), wording.GAP.join(
            filter(None, [wording.short_weekday(first), wording.lunar(first)])
        )
    if ".." not in period.spelled():
        return wording.period(period), ""
    return wording.period(period), f"{wording.day(first)}–{wording.day(last)}"
