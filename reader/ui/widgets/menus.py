"""The style of menus, tool tips and fields; chips that open a menu; the context menu of the focused widget."""

import sys
from collections.abc import Mapping, Sequence
from itertools import takewhile
from math import ceil

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QAction,
    QActionGroup,
    QContextMenuEvent,
    QCursor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QProxyStyle, QSizePolicy, QToolTip, QWidget
from shiboken6 import isValid

from reader.i18n import keys_here, say, with_keys_of_system
from reader.plugs import Action, Slot
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import IconButton, WordsButton, is_rich, plain
from reader.ui.widgets.row_list import FileDropFilter, is_field

_STYLED = "isStyled"
_PADDING = "paddingOfItems"
# the sheet sets the geometry of the items alone; `_MenuPainter` paints them
_MENU = """
QMenu { background: transparent; border: none; padding: 6px 1px; }
QMenu::item { padding: 5px %dpx 5px %dpx; border: none; }
QMenu::separator { height: 9px; }
"""
_LEFT = 34
_RIGHT = 16
_ARROW = 14
_AROUND_HEADING = _RIGHT + _LEFT
"""Beside the name of a group: before it, and after it up to the words of an entry."""
_WIDEST_HEADING = 112
"""The name of a group that is wider, as one that quotes a line, goes on below, beside the further entries."""
_LINE_OF_HEADING = 18
_TIP_MARGIN = 7
_CHECK_MS = 100


def add_heading(menu: QMenu, words: str) -> None:
    """Begin a group: a rule, and its name to the left of the first action; it can't be chosen."""
    menu.addSeparator().setText(words)


def named_menu(menu: QMenu, words: str) -> QMenu:
    """Add a menu inside a menu, which is called as its entry is."""
    inside = menu.addMenu(words)
    inside.setAccessibleName(words)
    return inside


def install_style(app: QApplication) -> None:
    """Set the application's style, which paints all menus and tool tips of the program."""
    global _style  # Qt deletes a style that is replaced; Python's wrapper has to live as long as Qt's object
    if _style is None or not isValid(_style):
        _style = AppStyle()
    app.setStyle(_style)


class AppStyle(QProxyStyle):
    """Fusion with menus and tool tips painted by us, and without drops of files on input fields.

    It changes widgets in `polish`, when they are shown for the first time. It overrides no painting functions, because
    Qt would then call Python for every primitive.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")
        self._menus = _MenuPainter()
        self._tips = _Tips(self)
        self._drops = FileDropFilter()

    def polish(self, widget):  # type: ignore[no-untyped-def]
        result = super().polish(widget)
        if isinstance(widget, QMenu) and not widget.property(_STYLED):
            widget.setProperty(_STYLED, True)
            widget.setFont(theme.sans(13))
            widget.installEventFilter(self._menus)
            widget.aboutToShow.connect(self._menus.set_padding)  # it may be filled only then
            _set_padding(widget)
        elif isinstance(widget, QLabel) and widget.inherits("QTipLabel") and not widget.property(_STYLED):
            widget.setProperty(_STYLED, True)
            widget.setFont(theme.sans(12))
            widget.installEventFilter(self._tips)
        elif is_field(widget):
            widget.installEventFilter(self._drops)
        return result


def _set_padding(menu: QMenu) -> None:
    """Set the padding of a menu's items: left for a check mark and the names of groups, right for an arrow."""
    headings = [action.text() for action in menu.actions() if action.isSeparator() and action.text()]
    of_words = text_painting.widths_of(headings, _heading_font())
    widths = [min(round(width), _WIDEST_HEADING) + _AROUND_HEADING for width in of_words]
    has_menus = any(menu_action.menu() for menu_action in menu.actions())
    padding = max([_LEFT, *widths]), _RIGHT + (_ARROW if has_menus else 0)
    if padding != menu.property(_PADDING):
        menu.setProperty(_PADDING, padding)
        menu.setStyleSheet(_MENU % (padding[1], padding[0]))


def _heading_font() -> QFont:
    return theme.sans(12, 700)


class _MenuPainter(QObject):
    def set_padding(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            _set_padding(menu)

    def eventFilter(self, menu: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint or not isinstance(menu, QMenu):
            return False
        painter = QPainter(menu)
        text_painting.draw_box(painter, QRectF(menu.rect()), 0, "raised", "rule2")
        actions = menu.actions()
        for number, action in enumerate(actions):
            _paint_action(painter, menu, action)
            if action.isSeparator() and action.text():
                _paint_heading(painter, menu, action.text(), actions[number + 1 :])
        painter.end()
        return True


def _paint_heading(painter: QPainter, menu: QMenu, words: str, below: Sequence[QAction]) -> None:
    """Paint the name of a group left of its first entry; a wide one goes on beside the others of the group."""
    group = list(takewhile(lambda action: not action.isSeparator(), below))
    boxes = [menu.actionGeometry(action) for action in group if action.isVisible()]
    if not boxes:
        return
    first = QRectF(boxes[0])
    left, _ = menu.property(_PADDING)
    room = left - _AROUND_HEADING
    if text_painting.width_of(words, _heading_font()) <= room + 1:
        heading = first.adjusted(_RIGHT, 0, 0, 0)
        text_painting.draw_words(painter, heading, words, _heading_font(), "ink3")
        return
    top = first.center().y() - _LINE_OF_HEADING / 2
    lines = int((boxes[-1].bottom() - top) // _LINE_OF_HEADING)
    x = first.left() + _RIGHT
    text_painting.draw_text(painter, x, top, room, words, _heading_font(), "ink3", _LINE_OF_HEADING, lines)


def _paint_action(painter: QPainter, menu: QMenu, action: QAction) -> None:
    box = QRectF(menu.actionGeometry(action))
    if box.isEmpty():
        return
    if action.isSeparator():
        line = QRectF(box.left() + 12, round(box.center().y()), box.width() - 24, 1)
        painter.fillRect(line, theme.color("rule"))
        return
    # “&&” stands for a literal “&”, a single one marks a mnemonic, and a tab separates the keys
    words, _, keys = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").partition("\t")
    keys = with_keys_of_system(keys) or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    left, right = menu.property(_PADDING)
    inner = box.adjusted(left, 0, -right, 0)
    if action is menu.activeAction() and action.isEnabled():
        lit = box.adjusted(5 + left - _LEFT, 0, -5, 0)
        text_painting.draw_box(painter, lit, 4, "soft", None)
    keys_width = text_painting.draw_words(painter, inner, keys, theme.sans(12), "ink3", text_painting.RIGHT)
    words_box = inner.adjusted(0, 0, -keys_width - (12 if keys else 0), 0)
    text_painting.draw_words(
        painter, words_box, words, theme.sans(13), "ink" if action.isEnabled() else "ink3"
    )
    middle = box.center().y()
    if action.isCheckable() and action.isChecked():
        theme.draw_icon(painter, "check", "accent", box.left() + left - 22, middle - 8, 16)
    elif not action.icon().isNull():
        action.icon().paint(painter, QRectF(box.left() + left - 23, middle - 8, 16, 16).toRect())
    if action.menu():
        theme.draw_icon(painter, "forward", "ink3", box.right() - 20, middle - 7, 14)


class _Tips(QObject):
    """Paints tool tips instead of Qt, and hides those that Qt would leave visible.

    Qt hides a tool tip when the pointer leaves its area, but not when the widget is hidden or deleted, when another
    window is activated by the keyboard, or when rows scroll under a pointer that does not move.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_CHECK_MS)
        self._timer.timeout.connect(self._hide_if_stale)
        self._tip: QLabel | None = None
        self._over: QWidget | None = None

    def eventFilter(self, tip: QObject, event: QEvent) -> bool:
        if not isinstance(tip, QLabel):
            return False
        match event.type():
            case QEvent.Type.Paint:
                _paint_tip(tip)
                return True
            case QEvent.Type.Show:
                tip.setMargin(_TIP_MARGIN)
                # Qt has set the size for its own margin
                tip.resize(tip.sizeHint())
                self._tip = tip
                self._over = QApplication.widgetAt(QCursor.pos())
                self._timer.start()
            case QEvent.Type.Hide:
                self._tip = None
                self._over = None
                self._timer.stop()
        return False

    def _hide_if_stale(self) -> None:
        over = self._over
        is_there = over is not None and isValid(over) and over.isVisible() and over.window().isActiveWindow()
        if not is_there or QApplication.widgetAt(QCursor.pos()) not in (over, self._tip):
            QToolTip.hideText()


def _paint_tip(tip: QLabel) -> None:
    painter = QPainter(tip)
    text_painting.draw_box(painter, QRectF(tip.rect()), 0, "raised", "rule2")
    inner = QRectF(tip.rect()).adjusted(_TIP_MARGIN, _TIP_MARGIN, -_TIP_MARGIN, -_TIP_MARGIN)
    if is_rich(tip.text()):  # words that Qt would take for HTML come escaped
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(tip.font())
        document.setHtml(tip.text())
        document.setTextWidth(inner.width() + 1)
        look = QAbstractTextDocumentLayout.PaintContext()
        look.palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
        painter.translate(inner.topLeft())
        document.documentLayout().draw(painter, look)
    else:
        painter.setFont(tip.font())
        painter.setPen(theme.color("ink"))
        painter.drawText(inner, text_painting.LEFT, tip.text())
    painter.end()


_style: AppStyle | None = None


KEYS = () if sys.platform == "win32" else ("Shift+F10",)
"""The keys that open a context menu here: Qt handles the key Menu itself, and Shift+F10 only on Windows."""


def open_menu_of_focus() -> None:
    """Open the context menu of the widget with the focus, at its text cursor or current row, else at its centre."""
    widget = QApplication.focusWidget()
    if widget is None:
        return
    cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    if isinstance(cursor, QRect):
        place = cursor.center()
    else:
        place = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
    QCoreApplication.sendEvent(widget, event)


def with_keys(action: QAction) -> str:
    keys = action.shortcut().toString()
    if keys:
        return f"{action.text()} ({keys})"
    return action.text()


def action_button(icon: str, action: QAction, size: int = 32) -> IconButton:
    """Return an icon button that triggers an action, and is enabled when it is."""
    button = IconButton(icon, with_keys(action), size, act=action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    button.setEnabled(action.isEnabled())
    return button


def keys_in_words(spec: Action) -> str:
    """Return the keys of an action in the notation of the platform; "" if it has none."""
    return "  ".join(dict.fromkeys(map(native_keys, spec.keys)))


def native_keys(keys: str) -> str:
    """Return the name of a key with others in the notation of the platform."""
    return QKeySequence(keys_here(keys)).toString(QKeySequence.SequenceFormat.NativeText)


def offered(actions: Mapping[str, QAction], slot: Slot) -> list[QAction]:
    """Return the actions that stand in a slot of the window, in their order."""
    return [action for action in actions.values() if slot in action.data().slots]


class MenuChip(WordsButton):
    """A chip that opens a menu of choices, and shows the current one where there is room for it.

    The menu may be filled on `aboutToShow`.
    """

    around = 36

    def __init__(self, name: str) -> None:
        """Make the chip; `name` says what is chosen in the menu."""
        super().__init__("", theme.sans(12))
        self._name = name
        self._is_marked = False
        self.choices = QMenu(self)
        self.choices.setAccessibleName(name)
        self.clicked.connect(self._open)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_choice(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words if words.startswith(self._name) else f"{self._name} {words}")
        self.setToolTip(plain(self.accessibleName()))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.around, 24)

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
        text_painting.draw_box(painter, rect, 4, "hover" if self.underMouse() else "raised", "rule2")
        forms = (self.text(), "")
        text_painting.draw_words(painter, rect.adjusted(10, 0, -24, 0), forms, self.font(), "ink2")
        theme.draw_icon(painter, "down", "ink3", rect.right() - 21, 5, 14)
        if self._is_marked:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPointF(rect.right() - 4, 5), 3, 3)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)

    def _open(self) -> None:
        self.choices.popup(self.mapToGlobal(self.rect().bottomLeft()))


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
            self.choices.addAction(action)
        self.choices.triggered.connect(self._choose)
        self.set_key(self.key)

    def set_key(self, key: str) -> None:
        """Make a choice the current one without emitting a signal."""
        self.key = key
        self.show_choice(self._choices[key])
        for action in self.choices.actions():
            action.setChecked(action.data() == key)

    def sizeHint(self) -> QSize:
        widest = max(text_painting.width_of(words, self.font()) for words in self._choices.values())
        return QSize(ceil(widest) + self.around, 24)

    def _choose(self, action: QAction) -> None:
        key = str(action.data())
        if key != self.key:
            self.set_key(key)
            self.chosen.emit(key)
