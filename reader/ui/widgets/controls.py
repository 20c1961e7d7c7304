"""The controls: labels, buttons, chips, segmented controls, and layouts for them.

They take the focus by Tab only, so that the blue focus ring is shown only to those who use the keyboard.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import ceil
from typing import TypeVar

from msgspec import Struct
from PySide6 import QtGui
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.application import AS_TAB, AS_TABS
from reader.ui.widgets.text_painting import LEFT, Align


class Label(QLabel):
    """A text in one of the theme's text colours (`token`).

    Unless it `wraps`, it is the program's own words, which stand there whole, in the first of their forms that fits; if
    it `is_free`, a text of any length, which is elided, and then told in full by its tool tip.
    """

    def __init__(
        self,
        text: str = "",
        font: QFont | None = None,
        token: str = "ink",
        *,
        wraps: bool = False,
        is_free: bool = False,
    ) -> None:
        super().__init__(text)
        self._token = token
        self._is_free = is_free
        self._forms = [text]
        self.setWordWrap(wraps)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font or theme.sans(13))
        theme.ink(self, token)

    def setText(self, text: str) -> None:
        self.set_forms([text])

    def set_forms(self, forms: Sequence[str]) -> None:
        """Set the words in all their forms, the fullest first, which is the text."""
        if list(forms) != self._forms:
            self._forms = list(forms)
            super().setText(self._forms[0])
            self.updateGeometry()
            self.update()

    def shown(self) -> str:
        """Return the words as they are painted in the room that there is."""
        room = self.contentsRect().width()
        if self.wordWrap():
            return self.text()
        if self._is_free:
            return text_painting.elide(self.text(), self.font(), room)
        return text_painting.whole(self._forms, self.font(), room)

    def widths(self) -> list[int]:
        """Return the width of the label in each of its forms, in pixels."""
        around = self.contentsMargins().left() + self.contentsMargins().right()
        return [ceil(text_painting.width_of(form, self.font())) + around for form in self._forms]

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.wordWrap():
            return hint
        return QSize(self.widths()[0], hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        least = self.widths()[-1]
        if self.wordWrap():
            return hint
        return QSize(min(least, 24) if self._is_free else least, hint.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip() and self.shown() != self.text():
            assert isinstance(event, QHelpEvent)
            QToolTip.showText(event.globalPos(), plain(self.text()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        room = QRectF(self.contentsRect())
        align = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        text_painting.draw_words(painter, room, self.shown(), self.font(), self._token, align)


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
        self._icon = icon
        self._token = token
        self.update()

    def set_label(self, label: str) -> None:
        """Set the words right of the icon; "" shows the icon alone."""
        if label != self._label:
            self._label = label
            self.updateGeometry()
            self.update()

    def set_words(self, words: str) -> None:
        self.setAccessibleName(words)
        self.setToolTip(plain(words))

    def width_with(self, label: str) -> int:
        """Return the width of the button with such a label, in pixels."""
        return self._size + (ceil(text_painting.width_of(label, theme.sans(13))) + 14 if label else 0)

    def sizeHint(self) -> QSize:
        return QSize(self.width_with(self._label), self._size)

    minimumSizeHint = sizeHint

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
        words = ceil(text_painting.width_of(self.text(), self.font()))
        return QSize(words + (26 if self._icon else 0) + 36 + 2 * RING, 40 + 2 * RING)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        is_primary = self._primary and self.isEnabled()
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        is_lit = self.isDown() or (self.underMouse() and self.isEnabled())
        if is_primary:
            ink = "on_accent"
            if is_lit:
                painter.setOpacity(0.9)
            text_painting.draw_box(painter, box, 6, "accent", None)
            painter.setOpacity(1)
        else:
            ink = "ink3"
            if self.isEnabled():
                ink = "ink"
            text_painting.draw_box(painter, box, 6, "hover" if is_lit else "raised", "rule2")
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


class WordsButton(QPushButton):
    """A button 24 px high, `around` px wider than its words; if these are free text, it may be narrower."""

    around = 20

    def __init__(self, words: str, font: QFont, act: Act | None = None, *, is_free: bool = False) -> None:
        super().__init__(words)
        self._is_free = is_free
        do_at_click(self, act)
        self.setFont(font)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(ceil(text_painting.width_of(self.text(), self.font())) + self.around, 24)

    def minimumSizeHint(self) -> QSize:
        if self._is_free:
            return QSize(min(self.sizeHint().width(), _LEAST), 24)
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, also outside dialogs."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def draw_text(
        self, painter: QPainter, rect: QRectF, font: QFont, token: str, align: Align = LEFT
    ) -> None:
        draw = text_painting.draw_free if self._is_free else text_painting.draw_words
        draw(painter, rect, self.text(), font, token, align)


_LEAST = 48
"""The minimum width of a button with free text, in pixels."""
LINK_PADDING = 6


class LinkButton(WordsButton):
    """A button that looks like a link: vermilion, grey if `quiet`, or in the colour `token`; has `middleClicked`."""

    middleClicked = Signal()
    around = 2 * LINK_PADDING + 1

    def __init__(
        self,
        text: str,
        quiet: bool = False,
        px: int = 13,
        act: Act | None = None,
        token: str = "",
        *,
        is_free: bool = False,
    ) -> None:
        super().__init__(text, theme.sans(px, 400 if quiet else 700), act, is_free=is_free)
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
        font.setUnderline(self.underMouse() and self.isEnabled())
        if self.isEnabled():
            token = self._token
        else:
            token = "ink3"
        words = rect.adjusted(LINK_PADDING, 0, -LINK_PADDING, 0)
        self.draw_text(painter, words, font, token)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)


class Chip(WordsButton):
    def __init__(self, text: str, act: Act | None = None) -> None:
        super().__init__(text, theme.sans(12), act)
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on:
            fill = "soft"
        elif self.underMouse() and self.isEnabled():
            fill = "hover"
        else:
            fill = None
        text_painting.draw_box(painter, rect, 4, fill, None if on else "rule2")
        if not self.isEnabled():
            token = "ink3"
        elif on:
            token = "ink"
        else:
            token = "ink2"
        self.draw_text(painter, rect.adjusted(8, 0, -8, 0), self.font(), token, text_painting.CENTER)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)


class SegmentedControl(QWidget):
    """A few choices side by side, one of them current, 32 px high; the arrow keys move to the next one.

    With `icon_names`, words that do not all fit stand in smaller type below icons, 40 px high; if they still do not
    fit, icons replace them, but for those of the current segment if possible.
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
        self.setProperty(AS_TABS, True)
        self._has_icons = bool(icon_names)
        self._withheld = set[int]()
        self._group = QButtonGroup(self)
        self.line = row_layout(spacing=2)
        self.lines = column_layout(self.line, of=self, margins=(2, 2, 2, 2), spacing=2)
        for number, words in enumerate(segments):
            segment = Segment(words, icon_names[number] if icon_names else "")
            self._group.addButton(segment, number)
            self.line.addWidget(segment, segment.words_width())
        self._group.idClicked.connect(choose)
        self._group.idToggled.connect(self.fit)
        theme.signals.changed.connect(self.forget_width)
        self.set_current(0)

    @cached_property
    def _width_of_words(self) -> int:
        """The least width in which all words stand side by side: layouts ask for it again and again."""
        segments = self.offered().values()
        return sum(segment.words_width() for segment in segments) + 2 * len(segments) + 2

    def offered(self) -> "Mapping[int, Segment]":
        """Return the segments that can be chosen, by their numbers."""
        return {
            number: segment
            for number, segment in enumerate(self._group.buttons())
            if isinstance(segment, Segment) and number not in self._withheld
        }

    def offer(self, number: int, is_offered: bool) -> None:
        """Show or hide a segment."""
        if is_offered is (number not in self._withheld):
            return
        if is_offered:
            self._withheld.discard(number)
        else:
            self._withheld.add(number)
        self._group.button(number).setVisible(is_offered)
        self.forget_width()
        self.fit()
        self.updateGeometry()

    def forget_width(self) -> None:
        vars(self).pop("_width_of_words", None)

    def current(self) -> int:
        return self._group.checkedId()

    def segments(self) -> list[QAbstractButton]:
        return self._group.buttons()

    def set_current(self, number: int) -> None:
        self._group.button(number).setChecked(True)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fits_in(self, width: int) -> bool:
        """Return whether all words stand side by side in so many pixels."""
        return self._width_of_words <= width

    def fit(self) -> None:
        segments = self.offered().values()
        space = self.width() - 4 - (len(segments) - 1) * self.line.spacing()
        are_words = sum(any_segment.words_width() for any_segment in segments) <= space
        are_below = (
            not are_words
            and self._has_icons
            and sum(any_segment.width_below() for any_segment in segments) <= space
        )
        self.setFixedHeight(40 if are_below else 32)
        for segment in segments:
            wide = segment.words_width()
            is_named = segment.isChecked() and wide + (len(segments) - 1) * _MIN_SEGMENT <= space
            segment.show_words(are_words or are_below or is_named, below=are_below)
            if are_below:
                wide = segment.width_below()
            is_worded = are_words or are_below or is_named
            self.line.setStretchFactor(segment, wide if is_worded else _MIN_SEGMENT)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 6, "track", None)


# The size of an icon, that of one above its words, and the minimum width of a segment, in pixels.
_SEGMENT_ICON = 18
_SMALL_ICON = 16
_MIN_SEGMENT = 32


class Segment(QAbstractButton):
    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._shows_words = True
        self._are_below = False
        self.setText(words)
        self.setProperty(AS_TAB, True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def words_width(self) -> int:
        return ceil(text_painting.width_of(self.text(), theme.sans(13, 700))) + 20

    def width_below(self) -> int:
        """Return the width of the words below the icon."""
        return ceil(text_painting.width_of(self.text(), theme.sans(12))) + 8

    def sizeHint(self) -> QSize:
        return QSize(self.words_width(), 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(_MIN_SEGMENT, 28)

    def show_words(self, are_shown: bool, *, below: bool = False) -> None:
        """Show the words, or the icon instead, or both, the words `below`; without an icon always the words."""
        self._shows_words = are_shown or not self._icon
        self._are_below = below
        self.setToolTip("" if self._shows_words else plain(self.text()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on:
            text_painting.draw_box(painter, rect, 5, "raised", "rule")
        token = "ink" if on else "ink2"
        if self._are_below:
            self._draw_icon(painter, QRectF(rect.x(), rect.y(), rect.width(), 20), _SMALL_ICON, token)
            words = rect.adjusted(0, 18, 0, -1)
            text_painting.draw_words(painter, words, self.text(), theme.sans(12), token, text_painting.CENTER)
        elif self._shows_words:
            font = theme.sans(13, 700 if on else 400)
            text_painting.draw_words(painter, rect, self.text(), font, token, text_painting.CENTER)
        else:
            self._draw_icon(painter, rect, _SEGMENT_ICON, token)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 5)

    def _draw_icon(self, painter: QPainter, rect: QRectF, size: int, token: str) -> None:
        place = rect.center() - QPointF(size / 2, size / 2)
        token = "accent" if self.isChecked() else token
        theme.draw_icon(painter, self._icon, token, place.x(), place.y(), size)


def text_field(name: str, hint: str = "", px: int = 14) -> QLineEdit:
    """Return an empty field for a line of text, in the frame of the theme, with room for the whole hint."""
    field = QLineEdit()
    theme.frame(field)
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setFont(theme.sans(px))
    field.setMinimumWidth(_AROUND_HINT + round(QFontMetricsF(field.font()).horizontalAdvance(hint)))
    return field


def labelled(field: QWidget) -> QVBoxLayout:
    """Return a field below its name, on which a click takes the focus to it."""
    return column_layout(label_of(field), field, spacing=4)


def label_of(field: QWidget) -> Label:
    """Return the name of a field as words that stand beside it."""
    label = Label(field.accessibleName(), theme.sans(12), "ink3")
    label.setBuddy(field)
    return label


_AROUND_HINT = 28
"""The width of a field's frame and of the spaces beside its words, in pixels."""
