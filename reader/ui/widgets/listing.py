"""Lists of rows: how their rows are read and painted, what can be done with them, what is said when there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStyleOptionViewItem,
    QWidget,
)

from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, LinkButton, Part, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.row_list import Index, RowDelegate, RowList, RowModel, has_focus_inside
from reader.ui.widgets.state_panel import PanelLink, State, StatePanel
from reader.ui.widgets.undo_stack import FAULTS

T = TypeVar("T")
TOP = QModelIndex()

# What triggers an act besides key sequences; a choice is a click or Enter, or an arrow key if the list follows.
ENTER, CHOICE, DOUBLE_CLICK, MIDDLE_CLICK = _TRIGGERS = ("Enter", "Choice", "DoubleClick", "MiddleClick")


class RowAct(Struct, Generic[T], frozen=True):
    """What can be done with the chosen rows of a list; made by `on_row` or `on_rows`.

    Attributes:
        words: the words in the menu and on the button, while no row is chosen.
        act: does it; it is called with rows for which it is possible.
        keys: the key sequences and other triggers.
        when: whether it is possible with these rows.
        words_of: the words for rows with which it is possible; None if they are always the same.
        is_menu_only: whether it has no button, and is left out of the menu where it is not possible.
        begins_group: whether there is a rule above it in the menu.
    """

    words: str
    act: Callable[[Sequence[T]], object]
    keys: tuple[str, ...]
    when: Callable[[Sequence[T]], bool]
    words_of: Callable[[Sequence[T]], str] | None = None
    is_menu_only: bool = False
    begins_group: bool = False


def on_rows(
    words: str,
    act: Callable[[Sequence[T]], object],
    *keys: str,
    when: Callable[[Sequence[T]], bool] = bool,
    words_of: Callable[[Sequence[T]], str] | None = None,
    is_menu_only: bool = False,
    begins_group: bool = False,
) -> RowAct[T]:
    """Return an act on one or several rows."""
    return RowAct(words, act, keys, when, words_of, is_menu_only, begins_group)


def on_row(
    words: str,
    act: Callable[[T], object],
    *keys: str,
    when: Callable[[T], bool] = lambda _: True,
    words_of: Callable[[T], str] | None = None,
    is_menu_only: bool = False,
    begins_group: bool = False,
) -> RowAct[T]:
    """Return an act on one row, which is not possible while several are chosen."""

    def act_on_first(rows: Sequence[T]) -> None:
        act(rows[0])

    def is_possible(rows: Sequence[T]) -> bool:
        return len(rows) == 1 and when(rows[0])

    def words_of_first(rows: Sequence[T]) -> str:
        if words_of is not None and len(rows) == 1:
            return words_of(rows[0])
        return words

    return RowAct(words, act_on_first, keys, is_possible, words_of_first, is_menu_only, begins_group)


class Nothing(Struct, frozen=True):
    """What is said in place of rows; a link has its words and what it does."""

    title: str
    body: str = ""
    links: Sequence[tuple[str, Callable[[], object]]] = ()


class Heading(Struct, frozen=True):
    """A heading of the rows below it, which can't be chosen; where room is short its words are the first of `shorter`
    that fits.
    """

    words: str
    shorter: tuple[str, ...] = ()


class Listing(QStackedWidget, Generic[T]):
    """A list of rows (`view`), and in its place what is said when there is none (`state`).

    A subclass overrides `read_rows`, `words`, what is to be painted, `acts` and `nothing`. When rows are shown anew,
    the chosen ones and the scroll position stay; where the current row is gone, that which is now at its position
    becomes the current one. What the list has to say, such as why its rows can't be read, is passed to `tell`.
    """

    row_height = 36
    """The height of rows, in pixels, unless `height_of` is overridden."""
    margin = RowDelegate.margin
    """The distance of what is painted, and of the rule below it, from the list's edges, in pixels."""

    def __init__(
        self,
        name: str,
        tint: str = "list",
        *,
        follows: bool = False,
        takes_several: bool = False,
        begins_at_first: bool = True,
        has_ticks: bool = False,
        fetches: bool = False,
        tell: Callable[[str], None] | None = None,
        model: RowModel[Any] | None = None,
        delegate: type[RowDelegate[Any]] | None = None,
        tasks: TaskQueue | None = None,
    ) -> None:
        """Make the list without rows; `name` is its accessible name.

        With `follows`, moving with the arrow keys is a choice, too; with `begins_at_first`, the first row becomes the
        current one where none is. Ticks are set by a click or the space bar. A list that `fetches` shows further rows
        when one scrolls to them, and knows only those. By default the label `message`, which a dialog has below the
        list, tells what it has to say. `model` and `delegate` are given if more is to be known of
        the rows than this class asks for, `tasks` if they are read on another queue than the list's own.
        """
        super().__init__()
        self._begins_at_first = begins_at_first
        self._takes_several = takes_several
        # Whether rows have ticks, and the keys of those that have one.
        self.has_ticks = has_ticks
        self.ticked = set[object]()
        self._is_read = False
        self._read: Sequence[T | Heading] = ()
        self._links: Sequence[tuple[str, Callable[[], object]]] = ()
        self._bound: list[tuple[RowAct[T], QAbstractButton, bool]] = []
        self.tell: Callable[[str], None] = tell or (lambda words: self.message.setText(words))
        self.tasks = TaskQueue(self) if tasks is None else tasks
        self.model: RowModel[Any] = model or (_FetchedRows(self) if fetches else _Rows(self))
        self.view = RowList(self.model, tint, follows=follows)
        self.view.setAccessibleName(name)
        self.delegate: RowDelegate[Any] = (
            _Painter(self) if delegate is None else delegate(self.view, self.model)
        )
        self.view.setItemDelegate(self.delegate)
        if takes_several:
            self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.state = StatePanel(State.EMPTY)
        self.state.chosen.connect(self._follow_link)
        self.addWidget(self.view)
        self.addWidget(self.state)
        self.row_acts = self.acts()
        self._keys = [
            (QKeySequence(key), act) for act in self.row_acts for key in act.keys if key not in _TRIGGERS
        ]
        self._follow_view()

    def _follow_view(self) -> None:
        """Do what keys, clicks and choices in the view mean."""
        self.view.installEventFilter(self)
        self.view.menuOpening.connect(self.fill_menu)
        if self.has_ticks:
            self.view.clicked.connect(lambda at: self._turn_tick(self.model.row(at)))
        self.view.doubleClicked.connect(lambda _: self._trigger(DOUBLE_CLICK))
        self.view.chooser.entered.connect(lambda _: self._trigger(ENTER))
        self.view.chooser.chosen.connect(self._choose)
        self.view.chooser.middleClicked.connect(lambda at: self._trigger(MIDDLE_CLICK, [self.model.row(at)]))
        selection = self.view.selectionModel()
        changed = selection.currentChanged
        if self._takes_several:
            changed = selection.selectionChanged
        changed.connect(lambda *_: self.follow_choice())

    @cached_property
    def message(self) -> Label:
        return Label("", theme.sans(12), "ink2")

    @cached_property
    def heading(self) -> Label:
        return Label("", theme.sans(12, 700), "ink2")

    # -- what a list says

    def read_rows(self) -> Sequence[T | Heading]:
        """Return the rows; called on the thread of the task queue."""
        raise NotImplementedError

    def listed(self, rows: Sequence[T | Heading]) -> Sequence[T | Heading]:
        """Return the rows that are shown of those read: filtered and ordered; see `show_again`."""
        return rows

    def words(self, row: T) -> str:
        raise NotImplementedError

    def spoken(self, row: T) -> str:
        return self.words(row)

    def tip(self, row: T) -> str:
        """Return the tool tip of a row, "" for none."""
        return ""

    def key_of(self, row: T) -> object:
        """Return what a row has in common with the one that takes its place when the rows are read again."""
        return row

    def height_of(self, row: T, width: int) -> int:
        return self.row_height

    def paint_row(self, painter: QPainter, rect: QRectF, row: T) -> None:
        """Paint the content of a row, `rect` without the margins at its sides."""
        text_painting.draw_free(painter, rect, self.words(row), theme.sans(13), "ink")

    def acts(self) -> Sequence[RowAct[T]]:
        """Return what can be done with a row, in the order of the menu; called while the list is made."""
        return ()

    def add_to_menu(self, menu: QMenu, rows: Sequence[T]) -> None:
        """Add to the menu of the chosen rows what is no act of theirs alone."""

    def is_ticked_at_first(self, row: T) -> bool:
        return True

    def reading(self) -> Nothing | None:
        """Return what is said until the rows have been read; None for an empty list."""
        return None

    def _follow_link(self, key: str) -> None:
        """Do what a link does that is shown in place of rows; its key is its number."""
        _, act = self._links[int(key)]
        act()

    def nothing(self) -> Nothing | None:
        """Return what is said when there is no row; None for an empty list."""
        return None

    # -- its rows

    def read(self) -> None:
        self.tasks.run(self.read_rows, self.show_rows, lambda error: self.tell(str(error)), FAULTS)
        self.show_face()

    def follow(self, _outcome: object) -> None:
        self.read()

    def show_rows(self, rows: Sequence[T | Heading]) -> None:
        self._read = rows
        self._is_read = True
        if self.has_ticks:
            plain_rows = (row for row in rows if not isinstance(row, Heading))
            self.ticked = {self.key_of(row) for row in plain_rows if self.is_ticked_at_first(row)}
        self.show_again()

    def add_rows(self, rows: Sequence[T | Heading]) -> None:
        """Show rows that begin with those that are shown, and have more; of a list that `fetches`."""
        self._read = rows
        if not self.model.append_to(rows):
            self.show_again()

    def has_more(self) -> bool:
        """Return whether there are rows below those that were read, of a list that `fetches`."""
        return False

    def read_more(self) -> object:
        """Read some rows more; they are added by `add_rows`."""

    def show_again(self) -> None:
        rows = self.listed(self._read)
        place = self.view.currentIndex().row()
        scroll = self.view.verticalScrollBar().value()
        current = self.current()
        chosen = [self.key_of(row) for row in self.chosen()]
        with self.view.chooser.quietly():
            if not self.model.append_to(rows):
                self.model.set_rows(rows)
                if current is not None:
                    index = self.index_of(self.key_of(current))
                    self.view.setCurrentIndex(index if index.isValid() else self._near(place))
                for key in chosen if len(chosen) > 1 else ():
                    flag = QItemSelectionModel.SelectionFlag.Select
                    self.view.selectionModel().select(self.index_of(key), flag)
                self.view.executeDelayedItemsLayout()
                self.view.verticalScrollBar().setValue(scroll)
            # rows that come to a list with the focus have one that the keys act on, as when the focus comes to rows
            has_keys = self._begins_at_first or self.view.hasFocus()
            if has_keys and not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self._near(0))
        self.show_face()

    def leave(self) -> None:
        """Close the list's dialog."""
        self.window().close()

    def stop(self) -> None:
        self.tasks.finish()

    def rows(self) -> Sequence[T]:
        return [row for row in self.model.rows() if not isinstance(row, Heading)]

    def current(self) -> T | None:
        index = self.view.currentIndex()
        row = self.model.row(index) if index.isValid() else None
        if isinstance(row, Heading):
            return None
        return row

    def chosen(self) -> Sequence[T]:
        if self._takes_several:
            return [self.model.row(index) for index in sorted(self.view.selectedIndexes())]
        current = self.current()
        if current is None:
            return []
        return [current]

    def index_of(self, key: object) -> Index:
        """Return the index of the row with this key; an invalid one if it is not shown."""
        return self.model.index_where(lambda row: not isinstance(row, Heading) and self.key_of(row) == key)

    def select(self, key: object) -> None:
        """Choose the row with this key alone, without its acts, and scroll to it; do nothing if it is not shown."""
        index = self.index_of(key)
        if index.isValid():
            self.view.chooser.select(index)
            self.view.scrollTo(index)

    def _near(self, place: int) -> Index:
        """Return the index of the row at this place, or the next one that can be chosen, else the one before."""
        rows = self.model.rows()
        after = [at for at in range(len(rows)) if not isinstance(rows[at], Heading)]
        nearest = min(after, key=lambda at: (at < place, abs(at - place)), default=-1)
        return self.model.index(nearest, 0)

    # -- its ticks

    def ticked_rows(self) -> list[T]:
        return [row for row in self.rows() if self.key_of(row) in self.ticked]

    def tick(self, rows: Iterable[T], *, is_ticked: bool) -> None:
        keys = set(map(self.key_of, rows))
        if is_ticked:
            self.ticked = self.ticked | keys
        else:
            self.ticked = self.ticked - keys
        self.model.dataChanged.emit(self.model.index(0, 0), self.model.index(self.model.rowCount() - 1, 0))
        self.follow_choice()

    def _turn_tick(self, row: T) -> None:
        self.tick([row], is_ticked=self.key_of(row) not in self.ticked)

    # -- its face

    def show_face(self) -> None:
        """Show the rows, or why there are none. The focus stays inside, and is never brought back from elsewhere."""
        had_focus = has_focus_inside(self)
        if self.model.rows():
            notice = None
        elif self._is_read:
            notice = self.nothing()
        else:
            notice = self.reading()
        if notice is not None:
            self._links = notice.links
            links = [PanelLink(str(number), words) for number, (words, _) in enumerate(notice.links)]
            self.state.show_state(notice.title, notice.body, links)
        self.setCurrentWidget(self.view if notice is None else self.state)
        if notice is None and had_focus:
            self._give_view_the_focus()
        elif had_focus and not has_focus_inside(self):
            self.state.setFocus(Qt.FocusReason.OtherFocusReason)
        self.follow_choice()

    def _give_view_the_focus(self) -> None:
        """Give the rows the focus, but let the editor keep it in which a row is written."""
        if not has_focus_inside(self.view):
            self.view.setFocus()

    def follow_choice(self) -> None:
        rows = self.chosen()
        for act, button, has_its_words in self._bound:
            button.setEnabled(act.when(rows))
            if has_its_words and act.words_of is not None:
                button.setText(act.words_of(rows) if rows else act.words)

    # -- its acts

    def button(self, act: RowAct[T], button: QAbstractButton | None = None) -> QAbstractButton:
        """Return a button for an act; one that is given keeps its words."""
        act_button = LinkButton(act.words) if button is None else button
        act_button.clicked.connect(lambda: self.do(act))
        if isinstance(act_button, QPushButton):
            act_button.setAutoDefault(False)  # Enter is for the rows
        self._bound.append((act, act_button, button is None))
        self.follow_choice()
        return act_button

    def do(self, act: RowAct[T], rows: Sequence[T] | None = None) -> bool:
        rows = self.chosen() if rows is None else rows
        is_possible = act.when(rows)
        if is_possible:
            act.act(rows)
        return is_possible

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key is for; return False if it is for nothing."""
        if self.has_ticks and event.key() == Qt.Key.Key_Space:
            for row in self.chosen():
                self._turn_tick(row)
            return True
        meant = self._meant(event)
        for act in meant:
            if self.do(act):
                break
        return bool(meant)

    def _meant(self, event: QKeyEvent) -> Sequence[RowAct[T]]:
        if event.key() == Qt.Key.Key_Backspace:
            key = Qt.Key.Key_Delete
        else:
            key = Qt.Key(event.key())
        pressed = QKeySequence(QKeyCombination(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, key))
        return [act for keys, act in self._keys if keys == pressed]

    def fill_menu(self, menu: QMenu, _index: Index) -> None:
        rows = self.chosen()
        if not rows:
            return
        for act in self.row_acts:
            is_possible = act.when(rows)
            if act.is_menu_only and not is_possible:
                continue
            if act.begins_group:
                menu.addSeparator()
            words = act.words_of(rows) if act.words_of else act.words
            menu.addAction(words, partial(self.do, act)).setEnabled(is_possible)
        self.add_to_menu(menu, rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride and self._meant(event):
            event.accept()  # the window may have an action with the same key
        return event.type() is QEvent.Type.KeyPress and self.press(event)

    def _trigger(self, trigger: str, rows: Sequence[T] | None = None) -> None:
        for act in self.row_acts:
            if trigger in act.keys and self.do(act, rows):
                return

    def _choose(self, index: Index) -> None:
        if self.chosen() == [self.model.row(index)]:
            self._trigger(CHOICE)


class _Rows(RowModel[Any]):
    def __init__(self, listing: Listing[Any]) -> None:
        super().__init__()
        self.listing = listing

    def is_heading(self, row: object) -> bool:
        return isinstance(row, Heading)

    def words(self, row: object) -> str:
        if isinstance(row, Heading):
            return row.words
        return self._mark(row) + self.listing.words(row)

    def spoken(self, row: object) -> str:
        if isinstance(row, Heading):
            return row.words
        return self._mark(row) + self.listing.spoken(row)

    def _mark(self, row: object) -> str:
        if not self.listing.has_ticks:
            return ""
        if self.listing.key_of(row) in self.listing.ticked:
            return "✓ "
        return "– "

    def tip(self, row: object) -> str:
        if isinstance(row, Heading):
            return ""
        return self.listing.tip(row)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self._has_tick(index):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.CheckStateRole and self._has_tick(index):
            is_ticked = self.listing.key_of(self.row(index)) in self.listing.ticked
            if is_ticked:
                return Qt.CheckState.Checked
            return Qt.CheckState.Unchecked
        return super().data(index, role)

    def _has_tick(self, index: Index) -> bool:
        return self.listing.has_ticks and index.isValid() and not isinstance(self.row(index), Heading)


class _FetchedRows(_Rows):
    """The first of many rows; the others are read as one scrolls to them."""

    def canFetchMore(self, parent: Index = TOP) -> bool:
        return not parent.isValid() and self.listing.has_more()

    def fetchMore(self, parent: Index = TOP) -> None:
        self.listing.read_more()


_HEADING_HEIGHT = 40
_BOX = 16


class _Painter(RowDelegate[RowModel[Any]]):
    def __init__(self, listing: Listing[Any]) -> None:
        super().__init__(listing.view, listing.model)
        self._listing = listing
        self.margin = listing.margin

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        width = self._view.viewport().width()
        if isinstance(row, Heading):
            height = _HEADING_HEIGHT
        else:
            height = self._listing.height_of(row, width)
        return QSize(width, height)

    def editorEvent(self, *_: object) -> bool:
        """Leave clicks and the space bar to the listing."""
        return False

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        inside = rect.adjusted(self.margin, 0, -self.margin, 0)
        if isinstance(row, Heading):
            text_painting.draw_words(
                painter, inside.adjusted(0, 8, 0, 0), (row.words, *row.shorter), theme.sans(12, 700), "ink2"
            )
            return
        if self._listing.has_ticks:
            box = QRectF(inside.x(), inside.y() + 14, _BOX, _BOX)
            is_ticked = self._listing.key_of(row) in self._listing.ticked
            text_painting.draw_box(painter, box, 3, "accent" if is_ticked else None, "ink3")
            if is_ticked:
                theme.draw_icon(painter, "check", "on_accent", box.x(), box.y(), _BOX)
            inside.adjust(_BOX + 10, 0, 0, 0)
        self._listing.paint_row(painter, inside, row)


class ListingDialog(Dialog, Generic[T]):
    def __init__(
        self,
        parent: QWidget,
        title: str,
        name: str,
        listing: Listing[T],
        *,
        tools: Sequence[Part] = (),
        lead: Sequence[Part] = (),
        foot: Sequence[Part] = (),
        has_heading: bool = False,
        form: Sequence[Part] = (),
    ) -> None:
        """Make the dialog and read the rows.

        `tools` are at the end of the row of buttons, `form` in a row below it, `lead` left of the message, and `foot`
        between the message and the button that closes the dialog. With `has_heading`, the list's `heading` is on top.
        """
        super().__init__(parent, title, name, size=(640, 560), tint="list")
        self.listing = listing
        buttons = [listing.button(act) for act in listing.row_acts if not act.is_menu_only]
        above = [row_layout(*buttons, Wide(), *tools, margins=(10, 2 if has_heading else 6, 10, 6))]
        if has_heading:
            above.insert(0, row_layout(listing.heading, margins=(16, 8, 16, 4)))
        if form:
            above.append(row_layout(*form, margins=(16, 0, 16, 8)))
        below = row_layout(*lead, Wide(listing.message), *foot, self.leave_button(), margins=(16, 6, 16, 10))
        fill_with_rules(self, above, listing, below)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter is for the rows
        listing.view.setFocus()
        listing.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.listing.press(event):
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self.listing.stop()
        super().done(result)
