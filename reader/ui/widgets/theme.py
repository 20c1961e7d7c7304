"""The three themes of the window: paper, white and dark, as colour tokens of `resources/theme/tokens.json`.

Widgets call `color("ink")` each time they paint, so that `use("dark")` recolours an open window at once; objects that
store a colour (a palette, a document) connect to `signals.changed`.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from string import Template

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QPlainTextEdit, QWidget

from reader import assets

DEFAULT = "paper"

SYSTEM = "system"
"""The choice of a light or dark theme as set in the desktop."""

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "paper",
    QPalette.ColorRole.AlternateBase: "list",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "window",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.Highlight: "soft",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Mid: "rule2",
    QPalette.ColorRole.Dark: "ink2",
}
_TEXT_ROLES = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Theme(Struct, frozen=True):
    """A theme: its name, whether it is light on dark, its colours by token."""

    name: str
    is_dark: bool
    colors: Mapping[str, QColor]


class _Signals(QObject):
    changed = Signal()


signals = _Signals()
_current: Theme | None = None
_chosen = DEFAULT


@cache
def themes() -> Mapping[str, Theme]:
    """Return all themes by name, in the order of the file."""
    tokens = json.loads(assets.resource("theme/tokens.json").read_text(encoding="utf-8"))
    found: dict[str, Theme] = {}
    for name, entry in tokens.items():
        base = dict(found[entry["like"]].colors) if "like" in entry else {}
        found[name] = Theme(name, entry["dark"], base | {k: QColor(v) for k, v in entry["colors"].items()})
    return found


def current() -> Theme:
    return _current or themes()[DEFAULT]


def color(token: str) -> QColor:
    """Return the colour of a token in the current theme. Raises KeyError for an unknown token."""
    return current().colors[token]


def chosen() -> str:
    """Return the choice of the user: the name of a theme, or SYSTEM."""
    return _chosen


def use(name: str) -> None:
    """Apply a theme to the running application; with SYSTEM, dark or light as set in the desktop.

    An unknown name applies the default theme.
    """
    global _current, _chosen
    before = _chosen, _current
    _chosen = name if name == SYSTEM or name in themes() else DEFAULT
    _current = themes()[_of_desktop() if _chosen == SYSTEM else _chosen]
    app, palette = QApplication.instance(), _palette()
    if isinstance(app, QApplication) and app.palette() != palette:
        app.setPalette(palette)
    if (_chosen, _current) != before:
        signals.changed.emit()


def _of_desktop() -> str:
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if is_dark else DEFAULT


@contextmanager
def temporarily(name: str) -> Iterator[None]:
    """Within the block, `color` returns the colours of another theme; the window is not repainted."""
    global _current
    before, _current = _current, themes()[name]
    try:
        yield
    finally:
        _current = before


class _PaletteRoles(QObject):
    """Sets some roles of a widget's palette to the colour of a token, again after each change of theme."""

    def __init__(self, widget: QWidget, token: str, roles: tuple[QPalette.ColorRole, ...]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._token = token
        self._roles = roles
        self._paint()
        signals.changed.connect(self._paint)

    def _paint(self) -> None:
        palette = QPalette(self._widget.palette())
        for role in self._roles:
            palette.setColor(role, color(self._token))
        self._widget.setPalette(palette)


class _StyleSheet(QObject):
    """Fills the colours of the theme into a widget's style sheet, again after each change of theme."""

    def __init__(self, widget: QWidget, sheet: str) -> None:
        super().__init__(widget)
        self._widget = widget
        self._sheet = sheet
        self._fill_in()
        signals.changed.connect(self._fill_in)

    def _fill_in(self) -> None:
        self._widget.setStyleSheet(_filled_in(self._sheet, current().name))


@cache
def _filled_in(sheet: str, theme: str) -> str:
    named = {token: value.name() for token, value in themes()[theme].colors.items()}
    return Template(sheet).substitute(named)


def tint(widget: QWidget, token: str) -> None:
    """Give a widget (of a view: its viewport) the background colour `token` in every theme."""
    widget.setAutoFillBackground(True)
    is_view = isinstance(widget, QAbstractScrollArea)
    _PaletteRoles(widget, token, (QPalette.ColorRole.Base if is_view else QPalette.ColorRole.Window,))


def ink(widget: QWidget, token: str) -> None:
    """Set the text colour of a widget to `token` in every theme."""
    _PaletteRoles(widget, token, _TEXT_ROLES)


def frame(field: QLineEdit | QPlainTextEdit) -> None:
    """Give an input field a frame that shows the focus."""
    style_sheet(field, _FRAME)


def style_sheet(widget: QWidget, text: str) -> None:
    """Give a widget a style sheet, in which `$ink` is replaced by the colour of that token in every theme.

    Only single widgets have one: a sheet for the whole application would slow down making, moving and painting of all.
    """
    _StyleSheet(widget, text)


def slim(view: QAbstractScrollArea) -> None:
    for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
        style_sheet(bar, SLIM_BARS)


def _palette() -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, color(token))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("ink3"))
    return palette


SLIM_BARS = """
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $rule2; border-radius: 2px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
_FRAME = """
QLineEdit, QPlainTextEdit { background: $raised; color: $ink; border: 1px solid $rule2; border-radius: 6px;
  padding: 5px 8px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $focus; padding: 4px 7px; }
"""
