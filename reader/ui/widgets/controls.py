"""The controls: labels, buttons, chips, segmented controls, and layouts for them.

They take the focus by Tab only, so that the blue focus ring is shown only to those who use the keyboard.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct
from PySide6 import QtGui
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import say
from reader.ui.widgets import text_painting, theme


class Label(QLabel):
    """A text in one of the theme's text colours (`token`); unless it `wraps`, a text that is too long ends in “…”."""

    def __init__(
        self, text: str = "", font: QFont | None = None, token: str = "ink", *, wraps: bool = False
    ) -> None:
        super().__init__(text)
        self._token = token
        self.setWordWrap(wraps)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font or theme.sans(13))
        theme.ink(self, token)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(min(hint.width(), 24), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        align = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        text_painting.draw_words(
            painter, QRectF(self.contentsRect()), self.text(), self.font(), self._token, align
        )


class Rule(QWidget):
    """A hairline between two panes; `token` is its colour."""

    def __init__(self, upright: bool = False, token: str = "rule") -> None:
        super().__init__()
        self._token = token
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color(self._token))


def pane_header(title: str, subtitle: Label, buttons: Sequence[QWidget]) -> QWidget:
    header = QWidget()
    header.setFixedHeight(44)
    name = Label(title, theme.serif(16, 700))
    row_layout(name, Wide(subtitle), *buttons, of=header, margins=(16, 0, 10, 0), spacing=8)
    return header


Margins = tuple[int, int, int, int]
"""The margins of a layout in pixels: left, top, right, bottom."""
_Box = TypeVar("_Box", QHBoxLayout, QVBoxLayout)


class Wide(Struct, frozen=True):
    """A part of a layout that takes all free space; without a part, the space itself."""

    part: QWidget | QLayout | None = None


Part = QWidget | QLayout | Wide | int
"""A part of a layout; a number is an empty space in pixels."""


def row_layout(
    *parts: Part, of: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: int | None = None
) -> QHBoxLayout:
    """Return a horizontal layout of parts, that `of` a parent if given; None is the style's spacing, all in pixels."""
    return _filled(QHBoxLayout(of) if of is not None else QHBoxLayout(), parts, margins, spacing)


def column_layout(
    *parts: Part, of: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: int | None = None
) -> QVBoxLayout:
    return _filled(QVBoxLayout(of) if of is not None else QVBoxLayout(), parts, margins, spacing)


def _filled(layout: _Box, parts: Sequence[Part], margins: Margins, spacing: int | None) -> _Box:
    layout.setContentsMargins(*margins)
    if spacing is not None:
        layout.setSpacing(spacing)
    for part in parts:
        content = part.part if isinstance(part, Wide) else part
        stretch = int(isinstance(part, Wide))
        if isinstance(content, QWidget):
            layout.addWidget(content, stretch)
        elif isinstance(content, QLayout):
            layout.addLayout(content, stretch)
        elif content is not None:
            layout.addSpacing(content)
        else:
            layout.addStretch(stretch)
    return layout


class FlowLayout(QLayout):
    """A layout in lines, as of words in a paragraph, with `gap` pixels between widgets and lines.

    Hidden widgets take no space. With `apart`, the widgets from that index on are aligned right if all fit on one line.
    """

    def __init__(self, gap: int = 6, apart: int | None = None) -> None:
        super().__init__()
        self._apart = apart
        self.setContentsMargins(0, 0, 0, 0)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def clear(self) -> None:
        while self._items:
            widget = self.takeAt(0).widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        places = self._places(width - margins.left() - margins.right())
        return margins.top() + margins.bottom() + max((place.bottom() + 1 for place in places), default=0)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest + margins.left() + margins.right(), self.heightForWidth(10_000))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        for item, place in zip(self._items, self._places(inner.width()), strict=True):
            item.setGeometry(place.translated(inner.topLeft()))

    def _places(self, width: int) -> list[QRect]:
        places = [QRect()] * len(self._items)
        lines: list[list[int]] = [[]]
        x = y = 0
        for number, item in enumerate(self._items):
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(width, 1), 10_000))
            if x and x + size.width() > width:
                y += _centre(places, lines[-1]) + self._gap
                x = 0
                lines.append([])
            places[number] = QRect(QPoint(x, y), size)
            lines[-1].append(number)
            x += size.width() + self._gap
        _centre(places, lines[-1])
        if self._apart is not None and len(lines) == 1:
            for number in lines[0]:
                if number >= self._apart:
                    places[number].translate(width - (x - self._gap), 0)
        return places


def _centre(places: list[QRect], line: list[int]) -> int:
    """Centre the widgets of a line vertically; return the height of the line."""
    height = max((places[number].height() for number in line), default=0)
    for number in line:
        places[number].translate(0, (height - places[number].height()) // 2)
    return height


def stacked(*faces: QWidget) -> QStackedWidget:
    """Return a widget that shows one of several others, at first the first."""
    stack = QStackedWidget()
    for face in faces:
        stack.addWidget(face)
    return stack


def fill_with_rules(
    parent: QWidget, above: Sequence[QWidget | QLayout], body: QWidget | QLayout, below: QWidget | QLayout
) -> None:
    """Lay out a column without margins: `above`, a rule, `body`, which takes all free space, a rule, `below`."""
    column_layout(*above, Rule(), Wide(body), Rule(), below, of=parent, spacing=0)


def is_rich(words: str) -> bool:
    return QtGui.Qt.mightBeRichText(words)


def plain(words: str) -> str:
    """Return the words such that Qt shows them literally: escaped if Qt would take them for HTML, else unchanged."""
    if not is_rich(words):
        return words
    from html import escape

    return f'<p style="white-space: pre-wrap">{escape(words)}</p>'


RING = 3
"""The space around a push button for the focus ring, in pixels."""


Act = Callable[..., object] | SignalInstance
"""What a button does when it is clicked."""


def do_at_click(button: QAbstractButton, act: Act | None) -> None:
    if act is not None:
        button.clicked.connect(act)


class IconButton(QToolButton):
    """A button with an icon and an optional label, `size` pixels high; `words` is its accessible name and tool tip.

    It may be given an action (`setDefaultAction`), which then sets its name and whether it is enabled and checked.
    """

    def __init__(
        self,
        icon: str,
        words: str,
        size: int = 32,
        token: str = "ink2",
        label: str = "",
        act: Act | None = None,
    ) -> None:
        super().__init__()
        do_at_click(self, act)
        self._icon = icon
        self._token = token
        self._label = label
        self._size = size
        self.setAccessibleName(words)
        self.setToolTip(plain(words))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, token: str = "ink2") -> None:
        self._icon, self._token = icon, token
        self.update()

    def set_label(self, label: str) -> None:
        """Set the words right of the icon; "" shows the icon alone."""
        self._label = label
        self.updateGeometry()
        self.update()

    def set_words(self, words: str) -> None:
        self.setAccessibleName(words)
        self.setToolTip(plain(words))

    def sizeHint(self) -> QSize:
        label = round(text_painting.width_of(self._label, theme.sans(13))) + 14 if self._label else 0
        return QSize(self._size + label, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            text_painting.draw_box(
                painter, rect.adjusted(1, 1, -1, -1), 5, "sel" if self.isDown() else "hover", None
            )
        side = 20 if self._size > 24 else 16
        token = self._token if self.isEnabled() else "rule2"
        left = (self._size - side) / 2
        theme.draw_icon(painter, self._icon, token, left, (self.height() - side) / 2, side)
        if self._label:
            words = rect.adjusted(left + side + 8, 0, 0, 0)
            text_painting.draw_words(
                painter, words, self._label, theme.sans(13), "ink2" if self.isEnabled() else "ink3"
            )
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 5)


def new_menu(parent: QWidget, name: str) -> QMenu:
    menu = QMenu(parent)
    menu.setAccessibleName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def open_below(menu: QMenu, button: QWidget) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))


class MoreButton(IconButton):
    """The button ⋯ of further actions; `make` makes their menu when it opens."""

    def __init__(self, words: str, size: int, make: Callable[[], QMenu]) -> None:
        super().__init__("more", words, size, act=lambda: open_below(make(), self))
        self.make = make


class PushButton(QPushButton):
    """A button of 40 px with words and an icon; the primary one is vermilion, and Enter chooses it in a dialog."""

    def __init__(self, text: str, icon: str = "", primary: bool = False, act: Act | None = None) -> None:
        super().__init__(text)
        do_at_click(self, act)
        self._icon = icon
        self._primary = primary
        self.setDefault(primary)
        self.setFont(theme.sans(14, 700 if primary else 400))
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = round(text_painting.width_of(self.text(), self.font()))
        return QSize(words + (26 if self._icon else 0) + 36 + 2 * RING, 40 + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        is_primary = self._primary and self.isEnabled()
        ink = "on_accent" if is_primary else "ink" if self.isEnabled() else "ink3"
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        lit = self.isDown() or (self.underMouse() and self.isEnabled())
        fill, border = ("accent", None) if is_primary else ("hover" if lit else "raised", "rule2")
        if is_primary and lit:
            painter.setOpacity(0.9)
        text_painting.draw_box(painter, box, 6, fill, border)
        painter.setOpacity(1)
        words = text_painting.width_of(self.text(), self.font())
        left = box.center().x() - (words + (26 if self._icon else 0)) / 2
        if self._icon:
            icon_ink = "on_accent" if is_primary else "ink2"
            theme.draw_icon(painter, self._icon, icon_ink, left, box.center().y() - 10, 20)
            left += 26
        text_painting.draw_words(
            painter, QRectF(left, box.y(), words + 1, box.height()), self.text(), self.font(), ink
        )
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 8)


class _WordsButton(QPushButton):
    """A button 24 px high, `around` px wider than its words; it may be as narrow as `least` px."""

    around = 20
    least = 40

    def __init__(self, words: str, font: QFont, act: Act | None = None) -> None:
        super().__init__(words)
        do_at_click(self, act)
        self.setFont(font)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(text_painting.width_of(self.text(), self.font())) + self.around, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.least), 24)


LINK_PADDING = 6


class LinkButton(_WordsButton):
    """A button that looks like a link: vermilion, grey if `quiet`, or in the colour `token`; has `middleClicked`."""

    middleClicked = Signal()
    around = 2 * LINK_PADDING + 1
    least = 48

    def __init__(
        self, text: str, quiet: bool = False, px: int = 13, act: Act | None = None, token: str = ""
    ) -> None:
        super().__init__(text, theme.sans(px, 400 if quiet else 700), act)
        self._token = token or ("ink2" if quiet else "accent")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.MiddleButton and self.rect().contains(event.position().toPoint()):
            self.middleClicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        font = self.font()
        font.setUnderline(self.underMouse())
        words = rect.adjusted(LINK_PADDING, 0, -LINK_PADDING, 0)
        text_painting.draw_words(painter, words, self.text(), font, self._token)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)


class Chip(_WordsButton):
    def __init__(self, text: str, act: Act | None = None) -> None:
        super().__init__(text, theme.sans(12), act)
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        fill = "soft" if on else "hover" if self.underMouse() else None
        text_painting.draw_box(painter, rect, 4, fill, None if on else "rule")
        words = rect.adjusted(8, 0, -8, 0)
        text_painting.draw_words(
            painter, words, self.text(), self.font(), "ink" if on else "ink2", text_painting.CENTER
        )
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)


class MenuChip(_WordsButton):
    """A chip that opens a menu of choices, and shows the current one; the menu may be filled on `aboutToShow`."""

    around = 36

    def __init__(self, name: str) -> None:
        """Make the chip; `name` says what is chosen in the menu."""
        super().__init__("", theme.sans(12))
        self._name = name
        self._is_marked = False
        self._menu = QMenu(self)
        self._menu.setAccessibleName(name)
        self.clicked.connect(self._open)
        self.setToolTip(plain(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def choice_menu(self) -> QMenu:
        return self._menu

    def show_choice(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words if words.startswith(self._name) else f"{self._name} {words}")
        self.updateGeometry()

    def set_marked(self, is_marked: bool) -> None:
        """Show or hide a dot that says that a choice other than the usual one is made in the menu."""
        self._is_marked = is_marked
        self.setAccessibleDescription(say("已设") if is_marked else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        text_painting.draw_box(painter, rect, 4, "hover" if self.underMouse() else "raised", "rule")
        text_painting.draw_words(painter, rect.adjusted(10, 0, -24, 0), self.text(), self.font(), "ink2")
        theme.draw_icon(painter, "down", "ink3", rect.right() - 21, 5, 14)
        if self._is_marked:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPointF(rect.right() - 4, 5), 3, 3)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class DropChip(MenuChip):
    """A chip with a menu of choices, one of them current. Signal: `chosen` has its key when the user changed it."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(name)
        self._choices = dict(choices)
        self.key = choices[0][0]
        group = QActionGroup(self)
        for key, words in choices:
            action = QAction(words, group)
            action.setCheckable(True)
            action.setData(key)
            self._menu.addAction(action)
        self._menu.triggered.connect(self._choose)
        self.set_key(self.key)

    def set_key(self, key: str) -> None:
        """Make a choice the current one without emitting a signal."""
        self.key = key
        self.show_choice(self._choices[key])
        for action in self._menu.actions():
            action.setChecked(action.data() == key)

    def sizeHint(self) -> QSize:
        widest = max(text_painting.width_of(words, self.font()) for words in self._choices.values())
        return QSize(round(widest) + self.around, 24)

    def _choose(self, action: QAction) -> None:
        key = str(action.data())
        if key != self.key:
            self.set_key(key)
            self.chosen.emit(key)


class SegmentedControl(QWidget):
    """A few choices side by side, one of them current, 32 px high; the arrow keys move to the next one.

    With `icon_names`, icons replace the words if they do not all fit; the current segment keeps its words if possible.
    """

    def __init__(
        self,
        name: str,
        segments: Sequence[str],
        choose: Callable[..., object],
        icon_names: Sequence[str] = (),
    ) -> None:
        """Make the control; `choose` is called with the number of the segment that the user chose."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(32)
        self._group = QButtonGroup(self)
        row = row_layout(of=self, margins=(2, 2, 2, 2), spacing=2)
        for number, words in enumerate(segments):
            segment = _Segment(words, icon_names[number] if icon_names else "")
            self._group.addButton(segment, number)
            row.addWidget(segment, segment.words_width())
        self._group.idClicked.connect(choose)
        self._group.idToggled.connect(self._fit)
        self.set_current(0)

    def current(self) -> int:
        return self._group.checkedId()

    def segments(self) -> list[QAbstractButton]:
        return self._group.buttons()

    def set_current(self, number: int) -> None:
        self._group.button(number).setChecked(True)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        segments = [each for each in self._group.buttons() if isinstance(each, _Segment)]
        margins = row.contentsMargins()
        space = self.width() - margins.left() - margins.right() - (len(segments) - 1) * row.spacing()
        are_words = sum(each.words_width() for each in segments) <= space
        for number, segment in enumerate(segments):
            wide = segment.words_width()
            is_named = segment.isChecked() and wide + (len(segments) - 1) * _MIN_SEGMENT <= space
            segment.show_words(are_words or is_named)
            row.setStretch(number, wide if are_words or is_named else _MIN_SEGMENT)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 6, "track", None)


# The size of an icon and the minimum width of a segment, in pixels.
_SEGMENT_ICON, _MIN_SEGMENT = 18, 32


class _Segment(QAbstractButton):
    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._shows_words = True
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def words_width(self) -> int:
        return round(text_painting.width_of(self.text(), theme.sans(13, 700))) + 20

    def sizeHint(self) -> QSize:
        return QSize(self.words_width(), 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(_MIN_SEGMENT, 28)

    def show_words(self, are_shown: bool) -> None:
        """Show the words, or the icon instead; without an icon always the words."""
        self._shows_words = are_shown or not self._icon
        self.setToolTip("" if self._shows_words else plain(self.text()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on:
            text_painting.draw_box(painter, rect, 5, "raised", "rule")
        font, token = theme.sans(13, 700 if on else 400), "ink" if on else "ink2"
        if self._shows_words:
            text_painting.draw_words(painter, rect, self.text(), font, token, text_painting.CENTER)
        else:
            place = rect.center() - QPointF(_SEGMENT_ICON / 2, _SEGMENT_ICON / 2)
            theme.draw_icon(
                painter, self._icon, "accent" if on else token, place.x(), place.y(), _SEGMENT_ICON
            )
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 5)


def text_field(name: str, hint: str = "", px: int = 14) -> QLineEdit:
    """Return an empty field for a line of text, in the frame of the theme."""
    field = QLineEdit()
    theme.frame(field)
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setFont(theme.sans(px))
    return field


class FocusRing(QWidget):
    """The focus ring of a view, painted over its contents while it has the focus; transparent for the mouse."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(view.hasFocus())
        for watched in (view, view.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and watched is self._view:
            self.setVisible(event.type() is QEvent.Type.FocusIn)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Resize, QEvent.Type.Show):
            self.setGeometry(self._view.viewport().geometry())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_focus(QPainter(self), QRectF(self.rect()))
