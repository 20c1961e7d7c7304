"""The command palette: all actions, settings and entries of the menus ⋯ in a list that is searched by typing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from operator import itemgetter

from msgspec import Struct
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reader.i18n import say
from reader.language.names import other_pinyin_of, without_tones
from reader.plugs import Action, Preference, Value, plugs
from reader.ui.controllers.preferences import preferences
from reader.ui.desk import Part
from reader.ui.frame import places
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import MoreButton, column_layout
from reader.ui.widgets.menus import keys_in_words
from reader.ui.widgets.row_list import Index, RowDelegate, RowList, RowModel
from reader.ui.widgets.services import Handlers

_WIDTH = 560
_ROWS = 10
_ROW_HEIGHT = 36
_TOP = 64
_INSIDE = " › "


class PaletteRow(Struct, frozen=True):
    """A row of the palette: an action, an entry of a menu, a setting or one of its choices; where nothing has the
    typed words, a search for them.

    Attributes:
        words: what it does.
        place: its purpose, the name of its menu, or that it is a setting.
        keys: the keys of an action, in the notation of the platform.
        keywords: further words by which it is found.
        action: the name of the action, "" for none.
        setting: the name of the setting, "" for none.
        choice: the value that the setting is to have; None to show the setting among the others.
        entry: the entry of a menu.
    """

    words: str
    place: str = ""
    keys: str = ""
    keywords: str = ""
    action: str = ""
    setting: str = ""
    choice: Value | None = None
    entry: QAction | None = None


def all_rows(actions: Iterable[Action], preferences: Sequence[Preference]) -> list[PaletteRow]:
    of_actions = [
        PaletteRow(
            action.words.rstrip("…."),
            action.purpose,
            keys_in_words(action),
            action.keywords,
            action=action.name,
        )
        for action in actions
        if action.name not in ("escape", "palette")
    ]
    of_settings = [
        PaletteRow(preference.words, say("设置"), keywords=preference.all_words(), setting=preference.name)
        for preference in preferences
    ]
    of_choices = []
    for setting in preferences:
        for value, words in setting.choices:
            of_choices.append(
                PaletteRow(
                    f"{setting.words}{say('：')}{words}",
                    say("设置"),
                    keywords=str(value),
                    setting=setting.name,
                    choice=value,
                )
            )
    return of_actions + of_settings + of_choices


def rows_of_faces() -> Iterator[PaletteRow]:
    """Yield the faces of the places of the sidebar other than the first, each with the words of its place."""
    for place in places().values():
        for face, words in place.faces.items():
            if face != place.name and len(place.faces) > 1:
                yield PaletteRow(words, place.words, action=f"show_{face}")


def rows_of_views() -> Iterator[PaletteRow]:
    """Yield the views of a set that were actions before, found by the words of these, too."""
    for plug in plugs():
        former = {action.name: action for action in plug.actions() if action.is_former}
        for view in plug.views:
            action = former.get(view.action)
            if action is not None:
                keywords = f"{action.words} {action.keywords}"
                yield PaletteRow(
                    view.words(), action.purpose, keys_in_words(action), keywords, action=action.name
                )


def entries_of(menu: QMenu, place: str, above: str = "") -> Iterator[PaletteRow]:
    """Yield the entries of a menu, `place` its name, and of the menus in it, after the words of these."""
    for entry in menu.actions():
        words, _, keys = (above + entry.text()).partition("\t")
        inner = entry.menu()
        if isinstance(inner, QMenu):
            yield from entries_of(inner, place, words + _INSIDE)
        elif entry.text():
            yield PaletteRow(words.rstrip("…."), place, keys, entry=entry)


def matching(rows: Sequence[PaletteRow], typed: str) -> list[PaletteRow]:
    """Return the rows with all typed words, best first; if there are none, a row that searches the papers for them.

    A word is found in the words of a row, its place, keys or keywords, and Latin letters also in the pinyin of its
    words or in the initials of their syllables: `fzyw` finds 复制引文.
    """
    typed_words = typed.casefold().split()
    ranked = []
    for row in rows:
        rank = _rank(row, typed_words)
        if rank is not None:
            ranked.append((rank, row))
    ranked.sort(key=itemgetter(0))
    matches = [row for _, row in ranked]
    return matches or [PaletteRow(say("没有这样的操作；在报上搜索“{words}”", words=typed.strip()))]


def _rank(row: PaletteRow, typed_words: Sequence[str]) -> int | None:
    """Return how well a row matches, 0 best: it begins with the first word, or contains all, or is found otherwise."""
    words = row.words.casefold()
    place = row.place if row.entry is None else ""  # the name of a menu tells what else is in it
    text = f"{words} {place} {row.keys} {row.keywords}".casefold()
    letters = _letters(row.words)
    for word in typed_words:
        if word not in text and not any(word in letter for letter in letters):
            return None
    if words.startswith(tuple(typed_words[:1])):
        return 0
    row_words = words if row.choice is None else f"{words} {row.keywords}"
    if all(word in row_words for word in typed_words):
        return 1
    return 2


@cache
def _letters(words: str) -> tuple[str, str]:
    syllables = [without_tones(pinyin) for pinyin in other_pinyin_of(words)]
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


class _Model(RowModel[PaletteRow]):
    enabled: frozenset[str] = frozenset()
    """The names of the actions that can be chosen."""

    def is_heading(self, row: PaletteRow) -> bool:
        is_off = row.entry is not None and not row.entry.isEnabled()
        return is_off or (bool(row.action) and row.action not in self.enabled)

    def words(self, row: PaletteRow) -> str:
        return row.words

    def spoken(self, row: PaletteRow) -> str:
        return say("，").join(filter(None, [row.words, row.keys]))


class _Delegate(RowDelegate[_Model]):
    height = _ROW_HEIGHT
    has_rules = False

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        entry = self._model.row(index)
        is_enabled = bool(self._model.flags(index) & Qt.ItemFlag.ItemIsEnabled)
        inner = rect.adjusted(self.margin, 0, -self.margin, 0)
        keys = text_painting.draw_words(
            painter, inner, entry.keys, theme.sans(12), "ink3", text_painting.RIGHT
        )
        place = inner.adjusted(0, 0, -keys - 16, 0)
        left = text_painting.draw_words(
            painter, place, entry.words, theme.sans(14), "ink" if is_enabled else "ink3"
        )
        text_painting.draw_words(
            painter, place.adjusted(left + 12, 0, 0, 0), entry.place, theme.sans(12), "ink3"
        )


class CommandPalette(QWidget):
    """The palette over the upper part of the window. A chosen action runs with the focus restored to where it was."""

    def __init__(
        self,
        parent: QWidget,
        actions: Mapping[str, QAction],
        preferences: Callable[[], Sequence[Preference]],
        show_setting: Callable[[str], object],
        choose_setting: Callable[[str, Value], object],
        search: Callable[[str], object],
    ) -> None:
        """Make the palette.

        `preferences` returns all settings; `show_setting` shows one by its name, `choose_setting` sets it; `search`
        searches the papers for words.
        """
        super().__init__(parent)
        self._actions = actions
        self._preferences = preferences
        self._show_setting = show_setting
        self._choose_setting = choose_setting
        self._search = search
        self._menus: list[QMenu] = []
        """The menus of the panes, made when the palette opens."""
        self._rows: list[PaletteRow] = []
        self._focus_before: QWidget | None = None
        self.setObjectName("palette")
        self.setAccessibleName(say("所有操作"))
        self.field = QueryField(say("所有操作"), say("要做什么？如“引文”“主题”"))
        self.model = _Model()
        self.view = RowList(self.model, follows=False)
        self.view.setItemDelegate(_Delegate(self.view, self.model))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(say("所有操作"))
        self.view.chooser.chosen.connect(self._choose)
        column_layout(self.field, self.view, of=self, margins=(10, 10, 10, 10), spacing=8)
        self.field.line.textChanged.connect(self._show)
        self.field.line.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self._focus_before = QApplication.focusWidget()
        self.field.set_text("")
        self._make_rows()
        self._show("")
        self._place()
        self.show()
        self.raise_()
        self.field.begin()

    def _make_rows(self) -> None:
        """Make the rows; of what an action and a menu have both, the action is listed."""
        for menu in self._menus:
            menu.deleteLater()
        all_specs = (action.data() for action in self._actions.values())
        specs = [spec for spec in all_specs if not spec.is_former]
        of_settings = all_rows((), self._preferences())
        rows = [*all_rows(specs, ()), *rows_of_faces(), *rows_of_views(), *of_settings]
        buttons = self.window().findChildren(MoreButton)
        menus = [(button.make(), button.accessibleName()) for button in buttons]
        self._menus = [menu for menu, _ in menus]
        listed_words = {row.words for row in rows}
        row_by_words = {row.words: row for menu, place in menus for row in entries_of(menu, place)}
        others = (
            row for words, row in row_by_words.items() if words.rpartition(_INSIDE)[2] not in listed_words
        )
        self._rows = [*rows, *others]

    def close_and_return(self) -> None:
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # disables the window's shortcuts while typing
            if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.view.underMouse():
                self.hide()
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 7, "list", "rule2")

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_and_return()
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self.field.line.is_composing:
                self._choose(self.view.currentIndex())
            case _:
                return False
        return True

    def _step(self, by: int) -> None:
        rows = self.model.rowCount()
        row = self.view.currentIndex().row()
        for _ in range(rows):
            row = (row + by) % rows
            if self.model.flags(self.model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled:
                self.view.chooser.select(self.model.index(row, 0))
                return

    def _show(self, typed: str) -> None:
        enabled = frozenset(name for name, action in self._actions.items() if action.isEnabled())
        self.model.enabled = enabled
        self.model.set_rows(matching(self._rows, typed))
        self.view.setCurrentIndex(QModelIndex())
        self._step(1)
        self._place()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            row = self.model.row(index)
            typed = self.field.line.text().strip()
            self.close_and_return()
            if row.action:
                self._actions[row.action].trigger()
            elif row.entry is not None:
                row.entry.trigger()
            elif row.choice is not None:
                self._choose_setting(row.setting, row.choice)
            elif row.setting:
                self._show_setting(row.setting)
            else:
                self._search(typed)

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        width = min(_WIDTH, parent.width() - 32)
        rows = min(max(self.model.rowCount(), 1), _ROWS, (parent.height() - _TOP - 90) // _ROW_HEIGHT)
        self.setFixedSize(width, 10 + 34 + 8 + rows * _ROW_HEIGHT + 10)
        self.move((parent.width() - width) // 2, _TOP)


class PalettePart(Part):
    @cached_property
    def palette(self) -> CommandPalette:
        settings = self.desk.window.settings
        return CommandPalette(
            self.desk.frame.window(),
            self.desk.actions,
            preferences,
            settings.show,
            settings.choose,
            self.desk.results.enter_query,
        )

    def handlers(self) -> Handlers:
        return {"palette": lambda: self.palette.open()}

    def finish(self) -> None:
        if "palette" in vars(self):
            self.palette.hide()
            self.palette.deleteLater()
