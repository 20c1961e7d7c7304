"""A walk through a window that opens whatever opens a dialog or a menu, and looks at it: nobody lists what there is.

What opens a dialog says so by the three dots at the end of its words; all actions are tried besides.
"""

import re
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QAction, QContextMenuEvent, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from shiboken6 import isValid

from reader.ui.search.search_field import QueryField
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import MoreButton
from reader.ui.widgets.menus import MenuChip
from reader.ui.window.actions import _former_specs
from reader.ui.window.screenshot import above, lay_out, search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui.clipped import painted_words, without_room

LEAVES = {"close", "close_beside", "new_window", "reveal_folder", "full_screen", "open_link"}
"""Actions that leave the window, or open another; none of them asks anything."""
PATIENCE_S = 2.0
"""So long the window may take to come to rest."""
T = TypeVar("T", bound=QWidget)
_PARTS = re.compile("[，；。]|, |; ")
_DOTS = ("…", "...")


class Walk:
    """Looks at every dialog and menu that it comes to."""

    def __init__(self, window: MainWindow, screen: QSize) -> None:
        self.window = window
        self.screen = screen
        self.faults: list[str] = []
        """What is too large, cut off, or not named."""
        self.seen: set[str] = set()
        self._pressed: set[str] = set()

    def go(self) -> None:
        """Walk through all actions, the places of the sidebar, and the views of a search."""
        self._try_actions()
        search_and_wait(self.window, "渡口")
        self._look_around()
        for show_view in self.window.controller.features.views.handlers().values():
            show_view()
            self._rest()
            self._look_around()
        self.window.controller.features.results.leave_search()
        for place in ("papers", "calendar", "people", "offices", "bookmarks", "dossiers", "check"):
            self.window.controller.show_tab(place)
            self._rest()
            self._look_around()

    def _try_actions(self) -> None:
        actions = self.window._actions
        names = dict.fromkeys([*actions, *(spec.name for spec in _former_specs())])
        for name in names:
            action = actions[name]
            if name not in LEAVES and isValid(action) and action.isEnabled():
                action.trigger()
                self.look(name)
        self.window.controller.layout.uncover()

    def look(self, way: str) -> None:
        """Look at what has opened, and close it."""
        self._rest()
        for widget in reversed(above(self.window)):
            if not isValid(widget) or not widget.isVisible():
                continue
            if isinstance(widget, QMenu):
                self._look_at_menu(widget, way)
            elif isinstance(widget, QDialog):
                self._look_at_dialog(widget, way)
            if isValid(widget):
                widget.close()
        QApplication.processEvents()

    # -- in the window

    def _look_around(self) -> None:
        self.faults += repeating(self.window)
        for button in self._shown(QAbstractButton):
            self._press(button)
        for view in self._shown(QAbstractItemView):
            self._open_menu_of(view)

    def _press(self, button: QAbstractButton) -> None:
        if not isValid(button) or not button.isVisible():
            return
        way = button.accessibleName() or button.text()
        if isinstance(button, MoreButton):
            menu = button.make()
            self._look_at_menu(menu, way)
            menu.deleteLater()
        elif isinstance(button, MenuChip):
            button.choices.aboutToShow.emit()
            self._look_at_menu(button.choices, way)
        elif button.isEnabled() and way.endswith(_DOTS) and way not in self._pressed:
            self._pressed.add(way)
            button.click()
            self.look(way)

    def _open_menu_of(self, view: QAbstractItemView) -> None:
        if not isValid(view) or not view.isVisible() or view.model() is None or not view.model().rowCount():
            return
        if not view.currentIndex().isValid():
            view.setCurrentIndex(view.model().index(0, 0))
        place = view.visualRect(view.currentIndex()).center()
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, place, view.viewport().mapToGlobal(place)
        )
        QApplication.sendEvent(view.viewport(), event)
        self.look(f"menu of {view.objectName() or view.accessibleName()}")

    def _shown(self, kind: type[T]) -> list[T]:
        return [widget for widget in self.window.findChildren(kind) if widget.isVisible()]

    def _rest(self) -> None:
        """Wait until nothing is under way, or for as long as that may take."""
        end = time.monotonic() + PATIENCE_S
        QApplication.processEvents()
        while time.monotonic() < end and not all(
            queue.is_idle() for queue in self.window.findChildren(TaskQueue)
        ):
            QApplication.processEvents()
        QApplication.processEvents()
        lay_out()

    # -- at what is open

    def _look_at_menu(self, menu: QMenu, way: str) -> None:
        menu.aboutToShow.emit()
        self._measure(menu, menu.sizeHint(), way)
        for entry in list(menu.actions()):
            if not isValid(entry):
                continue
            inner = entry.menu()
            if isinstance(inner, QMenu) and entry.isEnabled():
                self._look_at_menu(inner, f"{way} › {entry.text()}")
            else:
                self._choose(entry, way)

    def _choose(self, entry: QAction, way: str) -> None:
        words = entry.text().partition("\t")[0]
        if entry.isEnabled() and words.endswith(_DOTS) and words not in self._pressed:
            self._pressed.add(words)
            entry.trigger()
            self.look(f"{way} › {words}")

    def _look_at_dialog(self, dialog: QDialog, way: str) -> None:
        self.seen.add(dialog.windowTitle())
        lay_out()
        self._measure(dialog, dialog.size().expandedTo(dialog.minimumSizeHint()), way)
        with painted_words() as cut:
            dialog.grab()
        troubles = [*dict.fromkeys(cut), *without_room(dialog), *outside(dialog)]
        troubles += [*without_label(dialog), *repeating(dialog)]
        self.faults += [f"{dialog.windowTitle()} ({way}): {trouble}" for trouble in troubles]
        for button in dialog.findChildren(QAbstractButton):
            if isValid(button):
                self._press(button)

    def _measure(self, widget: QWidget, size: QSize, way: str) -> None:
        if size.width() > self.screen.width() or size.height() > self.screen.height():
            name = widget.windowTitle() or way
            self.faults.append(f"{type(widget).__name__} {name}: {size.width()} × {size.height()} px")


def outside(dialog: QWidget) -> Iterator[str]:
    """Yield the buttons that are not wholly in a dialog, nor on something in it that is scrolled."""
    for button in own(dialog, QAbstractButton):
        place = QRect(button.mapTo(dialog, QPoint()), button.size())
        if (
            button.isVisibleTo(dialog)
            and not _is_scrolled(button, dialog)
            and not dialog.rect().contains(place)
        ):
            yield f"{button.text() or button.accessibleName()} is at {place}"


def own(dialog: QWidget, kind: type[T]) -> list[T]:
    """Return what is in a dialog, and not in another one over it."""
    return [widget for widget in dialog.findChildren(kind) if widget.window() is dialog]


def _is_scrolled(widget: QWidget, top: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not top:
        if parent.objectName() == "qt_scrollarea_viewport":
            return True
        parent = parent.parentWidget()
    return False


def repeating(top: QWidget) -> Iterator[str]:
    """Yield the widgets of which a screen reader would say the same twice: as name and as description."""
    for widget in top.findChildren(QWidget):
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        about = widget.accessibleDescription()
        if widget.isVisible() and name and name in _PARTS.split(about.rstrip("。")):
            yield f"{type(widget).__name__} “{name}” is described as “{about}”"


def without_label(dialog: QWidget) -> Iterator[str]:
    """Yield the fields of a dialog beside which no words name them; those in a field of their own kind name it."""
    labels = [label for label in own(dialog, QLabel) if label.isVisibleTo(dialog)]
    names = {label.text() for label in labels}
    buddies = [label.buddy() for label in labels]
    for field in own(dialog, QLineEdit):
        is_named = field in buddies or field.accessibleName() in names
        is_named = is_named or isinstance(field.parentWidget(), QueryField)  # which has the sign of a search
        if field.isVisibleTo(dialog) and not is_named:
            yield f"no words beside the field “{field.accessibleName()}”"


def without_others(patch: pytest.MonkeyPatch) -> None:
    """Keep the walk in the window: no dialog of the system, no other program."""
    nothing: Callable[..., tuple[str, str]] = lambda *_, **__: ("", "")  # noqa: E731
    for name in ("getOpenFileName", "getSaveFileName"):
        patch.setattr(QFileDialog, name, nothing)
    patch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([], ""))
    patch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    patch.setattr(QDesktopServices, "openUrl", lambda *_: True)
