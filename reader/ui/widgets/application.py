"""The application of Qt: what it is asked to open, where Qt finds its plugins and words, when garbage is collected."""

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QObject, QThread, QTimer, QTranslator
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from reader import assets
from reader.i18n import language


class Application(QApplication):
    """Hands over the path or the link of whatever is to be opened, also of what was asked for before a window stood.

    macOS asks while the program runs; elsewhere paths and links are arguments.
    """

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self._waiting: list[str] = []
        self._open: Callable[[str], object] = self._waiting.append

    def open_with(self, open_: Callable[[str], object]) -> None:
        """Have everything opened by a function from now on, first what waits."""
        self._open = open_
        while self._waiting:
            open_(self._waiting.pop(0))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self._open(event.file() or event.url().toString())
            return True
        return super().event(event)


def settle_plugins() -> None:
    """Have Qt look for its plugins where they are, not where it misread; before a QApplication is made.

    PySide6 tells Qt so by an INI file that it makes of its own path: of that nothing is read behind `;` or `,`, and a
    quote or a backslash is taken for something else. Qt would find no plugin then, and abort.
    """
    told = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    plugins = _folder() / "plugins"
    if told != plugins and plugins.is_dir():
        others = [path for path in QCoreApplication.libraryPaths() if Path(path) != told.resolve()]
        QCoreApplication.setLibraryPaths([str(plugins), *others])


def translations() -> Path:
    """Return the folder of Qt's own words in other languages."""
    of_wheel = _folder() / "translations"
    if of_wheel.is_dir():
        return of_wheel
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))


def _folder() -> Path:
    """Return the folder of Qt in a wheel of PySide6."""
    package = Path(PySide6.__path__[0])
    return package / "Qt" if (package / "Qt").is_dir() else package


def install_words(app: QCoreApplication) -> None:
    """Have Qt's own words in Chinese where the program speaks Chinese, and only there."""
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


THRESHOLDS = (2_000, 10, 100)
"""When a generation is due, as `gc.set_threshold` takes it.

A collection stops every thread; a full one takes a twentieth of a second in a window that was used for a minute, and
with Python's defaults it runs time and again.
"""

_INTERVAL_MS = 200


def collect() -> None:
    """Collect the oldest generation that is due, if any is, as Python would by itself."""
    due = [count > limit for count, limit in zip(gc.get_count(), THRESHOLDS, strict=True)]
    if any(due):
        gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection, for as long as the process lives: on the window's thread alone.

    Python collects reference cycles on whichever thread happens to allocate. Where a cycle holds an object of Qt, that
    object would be destroyed on a thread it does not live in, and the program crashes. Calibre and pyqtgraph do so.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        """Collect in a running event loop alone.

        Where somebody else has events processed, widgets may just have been dropped that are still to be closed.
        """
        if QThread.currentThread().loopLevel() > 0:
            collect()
