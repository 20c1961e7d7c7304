"""How the window looks: colours, typefaces and icons.

The colours of the three themes (paper, white, dark) are the tokens of `resources/theme/tokens.json`. Widgets call
`color("ink")` each time they paint, so that `use("dark")` recolours an open window at once; objects that store a colour
(a palette, a document) connect to `signals.changed`.

Typefaces are lists of font families, Chinese ones first: a Latin family in front would draw “” narrow, as its own
quotation marks. Bundles of the program include a serif and a sans typeface (`resources/typefaces`), for systems without
a suitable one. The line icons of `resources/icons/` are drawn in a colour of the theme at the screen's own resolution.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import cache, lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import cast

from msgspec import Struct
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QObject,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
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
    theme_by_name: dict[str, Theme] = {}
    for name, entry in tokens.items():
        if "like" in entry:
            base = dict(theme_by_name[entry["like"]].colors)
        else:
            base = {}
        theme_by_name[name] = Theme(
            name, entry["dark"], base | {k: QColor(v) for k, v in entry["colors"].items()}
        )
    return theme_by_name


def current() -> Theme:
    return _current or themes()[DEFAULT]


def color(token: str) -> QColor:
    """Return the colour of a token in the current theme. Raises KeyError for an unknown token."""
    return (_current or themes()[DEFAULT]).colors[token]


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
    if _chosen == SYSTEM:
        is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        name = "dark" if is_dark else DEFAULT
    else:
        name = _chosen
    _current = themes()[name]
    app = QApplication.instance()
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, color(token))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("ink3"))
    if isinstance(app, QApplication) and app.palette() != palette:
        app.setPalette(palette)
    if (_chosen, _current) != before:
        signals.changed.emit()


@contextmanager
def temporarily(name: str) -> Iterator[None]:
    """Within the block, `color` returns the colours of another theme; the window is not repainted."""
    global _current
    before = _current
    _current = themes()[name]
    try:
        yield
    finally:
        _current = before


class _Themed(QObject):
    """Does something with a widget in the current theme (`apply`): at once, and after each change of theme.

    A widget that is hidden then is changed when it is shown again: most of a window's are.
    """

    def __init__(self, widget: QWidget, apply: Callable[[QWidget], object]) -> None:
        super().__init__(widget)
        self._do = apply
        self._do(widget)
        signals.changed.connect(self._follow)

    def _widget(self) -> QWidget:
        """Return the widget, asked of Qt: of a bar that Qt made, PySide 6.8 forgets what it has once returned."""
        return cast(QWidget, self.parent())

    def _follow(self) -> None:
        widget = self._widget()
        if widget.isVisible():
            self._do(widget)
        else:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            watched.removeEventFilter(self)
            self._do(self._widget())
        return False


def _set_roles(token: str, roles: tuple[QPalette.ColorRole, ...], widget: QWidget) -> None:
    palette = QPalette(widget.palette())
    for role in roles:
        palette.setColor(role, color(token))
    widget.setPalette(palette)


@cache
def _filled_in(sheet: str, theme: str) -> str:
    color_by_token = {token: value.name() for token, value in themes()[theme].colors.items()}
    return Template(sheet).substitute(color_by_token)


def tint(widget: QWidget, token: str) -> None:
    """Give a widget (of a view: its viewport) the background colour `token` in every theme."""
    widget.setAutoFillBackground(True)
    is_view = isinstance(widget, QAbstractScrollArea)
    roles = (QPalette.ColorRole.Base if is_view else QPalette.ColorRole.Window,)
    _Themed(widget, partial(_set_roles, token, roles))


def ink(widget: QWidget, token: str) -> None:
    """Set the text colour of a widget to `token` in every theme."""
    _Themed(widget, partial(_set_roles, token, _TEXT_ROLES))


def frame(field: QLineEdit | QPlainTextEdit) -> None:
    """Give an input field a frame that shows the focus."""
    style_sheet(field, _FRAME)


def style_sheet(widget: QWidget, text: str) -> None:
    """Give a widget a style sheet, in which `$ink` is replaced by the colour of that token in every theme.

    Only single widgets have one: a sheet for the whole application would slow down making, moving and painting of all.
    """
    _Themed(widget, lambda themed_widget: themed_widget.setStyleSheet(_filled_in(text, current().name)))


def slim(view: QAbstractScrollArea) -> None:
    for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
        style_sheet(bar, SLIM_BARS)


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


# -- typefaces


class Face(StrEnum):
    """The typefaces that articles can be read in."""

    SONG = "song"
    HEI = "hei"
    KAI = "kai"


_KAI = ("Kaiti SC", "STKaiti", "KaiTi", "AR PL UKai CN", "LXGW WenKai")
_SERIF = ("Source Han Serif SC", "Noto Serif CJK SC", "Songti SC")
# What comes along: on Linux as a wheel, in a bundle as a part of that (`tools/bundle/typefaces.py`).
_OWN_SERIF = "Noto Serif SC"
_OWN_SANS = "Noto Sans SC"
_LAST_SERIF = ("SimSun",)
"""The last choice: made for low-resolution screens, its strokes are too thin for a page."""
_SANS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)


def serif(px: int, weight: int = 400) -> QFont:
    """Return the typeface of headlines and text, `px` pixels high; the sans one if no serif is installed."""
    return _font(_families().serif or _families().sans, px, weight)


def reading_font(face: Face, px: int, weight: int = 400) -> QFont:
    """Return the typeface of text for a face chosen by the reader; that of 宋 if the face is not installed."""
    if face is Face.HEI:
        return sans(px, weight)
    if face is Face.KAI and _families().kai:
        return _font(_families().kai, px, weight)
    return serif(px, weight)


def faces() -> tuple[Face, ...]:
    families = _families()
    available = [Face.HEI]
    if families.serif:
        available.insert(0, Face.SONG)
    if families.kai:
        available.append(Face.KAI)
    return tuple(available)


def sans(px: int, weight: int = 400) -> QFont:
    return _font(_families().sans, px, weight)


def has_serif() -> bool:
    """Return whether a serif typeface is installed; if not, text is shown in the sans one."""
    return bool(_families().serif)


def has_typefaces() -> bool:
    """Return whether anything can be typeset: Qt names families, and a font, even where there is no file of one."""
    return tells_apart("il", "mw")


def tells_apart(word: str, other_word: str) -> bool:
    """Return whether two words of one length look different; without a typeface all characters are equal boxes."""
    return _drawn(word) != _drawn(other_word)


def _drawn(word: str) -> QImage:
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(serif(20))
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, word)
    painter.end()
    return image


def is_cjk_missing() -> bool:
    """Return whether no installed typeface has Chinese characters, so that they would be shown as boxes."""
    return not _families().have_chinese


class _Families(Struct, frozen=True):
    """The installed families in order of preference; `sans` is never empty."""

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    kai: tuple[str, ...]
    have_chinese: bool


@cache
def _families() -> _Families:
    installed = set(QFontDatabase.families())
    serif = tuple(name for name in _SERIF if name in installed) or _own(_OWN_SERIF)
    serif += tuple(name for name in _LAST_SERIF if name in installed)
    sans = tuple(name for name in _SANS if name in installed) or _own(_OWN_SANS)
    kai = tuple(name for name in _KAI if name in installed)
    if sans:
        return _Families(serif, sans, kai, have_chinese=True)
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return _Families(serif, (*chinese[:1], system), kai, bool(serif or chinese))


def _own(family: str) -> tuple[str, ...]:
    """Load a typeface that comes along and return its family as a tuple; () if there is none."""
    for folder in (assets.resource("typefaces"), *_typefaces_of_wheel()):
        file = folder / f"{family.replace(' ', '')}-Regular.otf"
        if file.is_file() and QFontDatabase.addApplicationFont(str(file)) >= 0:
            return (family,)
    return ()


def _typefaces_of_wheel() -> Iterator[Path]:
    wheel = find_spec("pylopdf_fonts_zh_cn")
    if wheel is not None:
        yield from map(Path, wheel.submodule_search_locations or ())


@cache
def _font(families: tuple[str, ...], px: int, weight: int) -> QFont:
    """Return a font that all share: whoever changes one copies it before."""
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


# -- icons


def pixmap(name: str, token: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon in the current theme, `size` logical pixels square. Raises OSError for an unknown name."""
    return _pixmap(name, color(token).name(), size, ratio)


def draw_icon(painter: QPainter, name: str, token: str, x: float, y: float, size: int) -> None:
    device = painter.device()
    painter.drawPixmap(QPointF(x, y), pixmap(name, token, size, device.devicePixelRatio()))


@cache
def _drawing(name: str) -> str:
    return assets.resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))
    side = round(size * ratio)
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


SCALE = 2
"""The number of pixels for a unit of the SVG picture, in each direction."""


def png_of(picture: str) -> bytes:
    """Return an SVG picture as PNG, at `SCALE` times its size."""
    renderer = QSvgRenderer(QByteArray(picture.encode()))
    image = QImage(renderer.defaultSize() * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs ask for bytes, Qt for words
    return bytes(data.data())
