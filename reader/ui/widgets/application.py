"""The QApplication: requests to open files, the folders of Qt's plugins and translations."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import PySide6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QObject,
    QSettings,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QFileOpenEvent,
)
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAccessibleWidget, QApplication, QWidget
from shiboken6 import isValid

from reader import assets
from reader.i18n import language


class Application(QApplication):
    """Passes on the paths and links that the desktop asks to open; requests before `open_with` wait for it.

    macOS sends them as `QFileOpenEvent` while the program runs; elsewhere they are command line arguments.
    """

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self._waiting: list[str] = []
        self._open: Callable[[str], object] = self._waiting.append

    def open_with(self, open_: Callable[[str], object]) -> None:
        """Call a function with each path or link to open from now on, first with those that wait."""
        self._open = open_
        while self._waiting:
            open_(self._waiting.pop(0))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self._open(event.file() or event.url().toString())
            return True
        return super().event(event)


AS_DOCUMENT = "isDocument"
"""The property of a widget that assistive technology meets as a document: its name."""


AS_CHART = "isChart"
"""The property of a widget that assistive technology meets as a chart, whose description has the values."""
AS_TAB = "isTab"
"""The property of a button that assistive technology meets as a tab, selected while it is checked."""
AS_TABS = "isTabList"
"""The property of the widget with these buttons."""


class _Tab(QAccessibleWidget):
    """A button that shows one of several views."""

    def state(self) -> QAccessible.State:
        state = super().state()
        state.selectable = True
        state.selected = self._button().isChecked()
        return state

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    def doAction(self, name: str) -> None:
        if name == QAccessibleActionInterface.pressAction():
            self._button().click()

    def _button(self) -> QAbstractButton:
        button = self.widget()
        assert isinstance(button, QAbstractButton)
        return button


class _Passing(QAccessibleWidget):
    """What passes the focus on to another widget, and does not have it itself, as Qt tells."""

    def state(self) -> QAccessible.State:
        state = super().state()
        state.focused = False
        return state


@cache
def tell_widgets(application: QApplication) -> None:
    """Tell assistive technology what Qt does not: documents, one widget with the focus, the row in it."""
    QAccessible.installFactory(_accessible)
    application.focusChanged.connect(_tell_row_soon)


def _tell_row_soon(_before: QWidget | None, now: QWidget | None) -> None:
    QTimer.singleShot(0, lambda: _tell_row(now))


def _tell_row(view: QWidget | None) -> None:
    """Tell the current row of a list that has got the focus, after the list, which alone Qt tells."""
    if not isinstance(view, QAbstractItemView) or not isValid(view) or not QAccessible.isActive():
        return
    widget = QAccessible.queryAccessibleInterface(view)
    if view.currentIndex().isValid() and (row := widget.focusChild()) is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Focus))


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say something without moving the focus."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def _accessible(_class: str, widget: QObject) -> QAccessibleWidget | None:
    if not isinstance(widget, QWidget):
        return None
    name = widget.property(AS_DOCUMENT)
    if name:
        return QAccessibleWidget(widget, QAccessible.Role.Document, str(name))
    if widget.property(AS_CHART):
        return QAccessibleWidget(widget, QAccessible.Role.Chart)
    if widget.property(AS_TABS):
        return QAccessibleWidget(widget, QAccessible.Role.PageTabList, widget.accessibleName())
    if isinstance(widget, QAbstractButton) and widget.property(AS_TAB):
        return _Tab(widget, QAccessible.Role.PageTab, widget.text())
    if widget.focusProxy() is not None:
        return _Passing(widget)
    return None


def keep_qt_settings(folder: Path) -> None:
    """Have Qt keep what it remembers by itself, as the folders of its dialogs, in a folder of the program."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))


def fix_plugin_path() -> None:
    """Correct Qt's path of its plugins, if it is wrong; to be called before a QApplication is made.

    PySide6 passes the path to Qt in an INI file, of which Qt reads nothing after `;` or `,` and takes quotes and
    backslashes as escapes. If the path of the installation has such a character, Qt finds no plugin and aborts.
    """
    path_of_qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    plugins = _folder() / "plugins"
    if path_of_qt != plugins and plugins.is_dir():
        others = [path for path in QCoreApplication.libraryPaths() if Path(path) != path_of_qt.resolve()]
        QCoreApplication.setLibraryPaths([str(plugins), *others])


def translations() -> Path:
    of_wheel = _folder() / "translations"
    if of_wheel.is_dir():
        return of_wheel
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))


def _folder() -> Path:
    package = Path(PySide6.__path__[0])
    if (package / "Qt").is_dir():
        return package / "Qt"
    return package


def install_translations(app: QCoreApplication) -> None:
    translators = app.findChildren(QTranslator)
    if (language() == "zh") == bool(translators):
        return
    for translator in translators:
        app.removeTranslator(translator)
        translator.setParent(None)
    if not translators:
        of_qt = translations() / "qtbase_zh_CN.qm"
        for file in (of_qt, assets.resource("locale") / "zh" / "qt_missing.qm"):
            translator = QTranslator(app)
            if translator.load(str(file)):
                app.installTranslator(translator)
