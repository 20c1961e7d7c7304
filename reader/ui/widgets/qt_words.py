"""Chinese for the words of Qt's own dialogs: Qt's translation, and what it lacks."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from reader import assets
from reader.i18n import language


def install(app: QCoreApplication) -> None:
    """Have Qt's own words in Chinese where the program speaks Chinese; a second time does nothing."""
    if language() != "zh" or app.findChild(QTranslator) is not None:
        return
    of_qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
    for file in (of_qt, assets.resource("locale") / "zh" / "qt_missing.qm"):
        translator = QTranslator(app)
        if translator.load(str(file)):
            app.installTranslator(translator)
