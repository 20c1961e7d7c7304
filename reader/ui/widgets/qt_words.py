"""Chinese for the words of Qt's own dialogs: Qt's translation, and what it lacks."""

from PySide6.QtCore import QCoreApplication, QTranslator

from reader import assets
from reader.i18n import language
from reader.ui.widgets import qt_folder


def install(app: QCoreApplication) -> None:
    """Have Qt's own words in Chinese where the program speaks Chinese, and only there."""
    known = app.findChildren(QTranslator)
    if (language() == "zh") == bool(known):
        return
    for translator in known:
        app.removeTranslator(translator)
        translator.setParent(None)
    if not known:
        of_qt = qt_folder.translations() / "qtbase_zh_CN.qm"
        for file in (of_qt, assets.resource("locale") / "zh" / "qt_missing.qm"):
            translator = QTranslator(app)
            if translator.load(str(file)):
                app.installTranslator(translator)
