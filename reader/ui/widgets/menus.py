"""Menus, tool tips and fields as they are in the house, whoever makes them; the menu of what has the focus."""

import sys
from itertools import zip_longest

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QAction,
    QContextMenuEvent,
    QCursor,
    QFont,
    QKeySequence,
    QPainter,
    QPalette,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QProxyStyle, QToolTip, QWidget
from shiboken6 import isValid

from reader.ui.widgets import fonts, icons, text_painting, theme
from reader.ui.widgets.controls import is_rich
from reader.ui.widgets.row_list import FilesFallThrough, is_field

_DRESSED = "isDressed"
_ROOM = "roomBesideWords"
_MENU = """
QMenu { background: transparent; border: none; padding: 6px 1px; }
QMenu::item { padding: 5px %dpx 5px %dpx; border: none; }
QMenu::separator { height: 9px; }
"""
_LEFT, _RIGHT, _ARROW, _BESIDE_HEADING = 34, 16, 14, 38
_TIP_MARGIN = 7
_LOOK_MS = 100


def add_heading(menu: QMenu, words: str) -> None:
    """Begin a group: a rule, and its name to the left of the first action; it can't be chosen."""
    menu.addSeparator().setText(words)


def dress(app: QApplication) -> None:
    """Give all menus and tool tips of the program the look of the house."""
    global _worn  # Qt deletes a style that another takes the place of; Python's half has to live as long as Qt's
    if _worn is None or not isValid(_worn):
        _worn = HouseStyle()
    app.setStyle(_worn)


class HouseStyle(QProxyStyle):
    """Fusion, but for menus and tool tips, which are drawn as the rest of the window is, and for drops on fields.

    It acts when a widget is shown for the first time, and overrides nothing that Qt asks while it paints: that would
    lead through Python for every stroke.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")
        self._menus = _MenuPainter()
        self._tips = _Tips(self)
        self._drops = FilesFallThrough()

    def polish(self, dressed):  # type: ignore[no-untyped-def]
        """Dress a menu or a tool tip; have files fall through a field. All else is as in Fusion."""
        result = super().polish(dressed)
        if isinstance(dressed, QMenu) and not dressed.property(_DRESSED):
            dressed.setProperty(_DRESSED, True)
            dressed.setFont(fonts.sans(13))
            dressed.installEventFilter(self._menus)
            dressed.aboutToShow.connect(self._menus.make_room)  # it may be filled only then
            _make_room(dressed)
        elif isinstance(dressed, QLabel) and dressed.inherits("QTipLabel") and not dressed.property(_DRESSED):
            dressed.setProperty(_DRESSED, True)
            dressed.setFont(fonts.sans(12))
            dressed.installEventFilter(self._tips)
        elif is_field(dressed):
            dressed.installEventFilter(self._drops)
        return result


def _make_room(menu: QMenu) -> None:
    """Make room to the left of a menu's words for a sign and the names of groups, and to their right for an arrow."""
    headings = [each.text() for each in menu.actions() if each.isSeparator() and each.text()]
    widths = [round(text_painting.width_of(words, _heading_font())) + _BESIDE_HEADING for words in headings]
    has_menus = any(each.menu() for each in menu.actions())
    room = max([_LEFT, *widths]), _RIGHT + (_ARROW if has_menus else 0)
    if room != menu.property(_ROOM):
        menu.setProperty(_ROOM, room)
        menu.setStyleSheet(_MENU % (room[1], room[0]))


def _heading_font() -> QFont:
    return fonts.sans(12, 700)


class _MenuPainter(QObject):
    """Paints menus in the place of Qt."""

    def make_room(self) -> None:
        """Make room in the menu that is about to be shown."""
        menu = self.sender()
        if isinstance(menu, QMenu):
            _make_room(menu)

    def eventFilter(self, menu: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint or not isinstance(menu, QMenu):
            return False
        painter = QPainter(menu)
        text_painting.draw_box(painter, QRectF(menu.rect()), 0, "raised", "rule2")
        for action, below in zip_longest(menu.actions(), menu.actions()[1:]):
            _paint_action(painter, menu, action, below)
        painter.end()
        return True


def _paint_action(painter: QPainter, menu: QMenu, action: QAction, below: QAction | None) -> None:
    box = QRectF(menu.actionGeometry(action))
    if box.isEmpty():
        return
    if action.isSeparator():
        line = QRectF(box.left() + 12, round(box.center().y()), box.width() - 24, 1)
        painter.fillRect(line, theme.color("rule"))
        if below is not None and action.text():
            heading = QRectF(menu.actionGeometry(below)).adjusted(_RIGHT, 0, 0, 0)
            text_painting.draw_words(painter, heading, action.text(), _heading_font(), "ink3")
        return
    words, _, keys = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").partition("\t")
    keys = keys or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    left, right = menu.property(_ROOM)
    inner = box.adjusted(left, 0, -right, 0)
    if action is menu.activeAction() and action.isEnabled():
        lit = box.adjusted(5 + left - _LEFT, 0, -5, 0)
        text_painting.draw_box(painter, lit, 4, "soft", None)
    taken = text_painting.draw_words(painter, inner, keys, fonts.sans(12), "ink3", text_painting.RIGHT)
    words_box = inner.adjusted(0, 0, -taken - (12 if keys else 0), 0)
    text_painting.draw_words(
        painter, words_box, words, fonts.sans(13), "ink" if action.isEnabled() else "ink3"
    )
    middle = box.center().y()
    if action.isCheckable() and action.isChecked():
        icons.draw(painter, "check", "accent", box.left() + left - 22, middle - 8, 16)
    elif not action.icon().isNull():
        action.icon().paint(painter, QRectF(box.left() + left - 23, middle - 8, 16, 16).toRect())
    if action.menu():
        icons.draw(painter, "forward", "ink3", box.right() - 20, middle - 7, 14)


class _Tips(QObject):
    """Paints tool tips in the place of Qt, and takes away those that would stay behind.

    Qt hides a tool tip when the pointer moves off its place. It does not when the place goes: when the widget is hidden
    or deleted, when the window is left by the keyboard, when rows move on under a pointer that rests.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
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
                tip.resize(tip.sizeHint())
                self._tip, self._over = tip, QApplication.widgetAt(QCursor.pos())
                self._looking.start()
            case QEvent.Type.Hide:
                self._tip = self._over = None
                self._looking.stop()
        return False

    def _look(self) -> None:
        """Hide the tool tip once the pointer is over something else, or its window is not in front."""
        over = self._over
        is_there = over is not None and isValid(over) and over.isVisible() and over.window().isActiveWindow()
        if not is_there or QApplication.widgetAt(QCursor.pos()) not in (over, self._tip):
            QToolTip.hideText()


def _paint_tip(tip: QLabel) -> None:
    painter = QPainter(tip)
    text_painting.draw_box(painter, QRectF(tip.rect()), 0, "raised", "rule2")
    room = QRectF(tip.rect()).adjusted(_TIP_MARGIN, _TIP_MARGIN, -_TIP_MARGIN, -_TIP_MARGIN)
    if is_rich(tip.text()):  # words that Qt would take for HTML come escaped
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(tip.font())
        document.setHtml(tip.text())
        document.setTextWidth(room.width() + 1)
        look = QAbstractTextDocumentLayout.PaintContext()
        look.palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
        painter.translate(room.topLeft())
        document.documentLayout().draw(painter, look)
    else:
        painter.setFont(tip.font())
        painter.setPen(theme.color("ink"))
        painter.drawText(room, text_painting.LEFT, tip.text())
    painter.end()


_worn: HouseStyle | None = None


KEYS = () if sys.platform == "win32" else ("Shift+F10",)
"""Qt opens the menu by the key Menu everywhere, by these only where Windows does."""


def open_menu_of_focus() -> None:
    """Open the menu of what has the focus, at its text cursor or its current row."""
    widget = QApplication.focusWidget()
    if widget is None:
        return
    cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    place = cursor.center() if isinstance(cursor, QRect) else widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
    QCoreApplication.sendEvent(widget, event)
