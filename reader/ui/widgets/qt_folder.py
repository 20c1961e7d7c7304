"""Where Qt's plugins and words lie.

PySide6 tells Qt so by an INI file that it makes of its own path: of that nothing is read behind `;` or `,`, and a quote
or a backslash is taken for something else. Qt would find no plugin then, and abort.
"""

from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo


def settle_plugins() -> None:
    """Have Qt look for its plugins where they are, not where it misread; before a QApplication is made."""
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
