"""The QApplication: requests to open files, the folders of Qt's plugins and translations."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QObject, QTranslator
from PySide6.QtGui import QAccessible, QFileOpenEvent
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

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


@cache
def tell_documents() -> None:
    """Give such widgets the role; Qt has it for none, and calls the text within them static."""
    QAccessible.installFactory(_told_as_document)


def _told_as_document(_class: str, told: QObject) -> QAccessibleWidget | None:
    if isinstance(told, QWidget) and (name := told.property(AS_DOCUMENT)):
        return QAccessibleWidget(told, QAccessible.Role.Document, str(name))
    return None


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
    return package / "Qt" if (package / "Qt").is_dir() else package


def install_translations(app: QCoreApplication) -> None:
    known = app.findChildren(QTranslator)
    if (language() == "zh") == bool(known):
        return
    for translator in known:
        app.removeTranslator(translator)
        translator.setParent(None)
    if not known:
        of_qt = translations() / "qtbase_zh_CN.qm"
        for file in (of_qt, assets.resource("locale") / "zh" / "qt_missing.qm"):
            translator = QTranslator(app)
            if translator.load(str(file)):
                app.installTranslator(translator)
