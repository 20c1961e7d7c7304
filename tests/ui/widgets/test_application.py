"""What macOS asks the running program to open is opened, also what it asked for before there was a window."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from reader import app
from reader.storage import settings
from reader.storage.settings import Settings
from tests import homes

ASKED = """
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from reader.ui.widgets.application import Application
app = Application(["yuebao"])
ask = lambda url: app.sendEvent(app, QFileOpenEvent(url))
ask(QUrl.fromLocalFile("/报/雁桥.yuebao"))
print("a window")
app.open_with(print)
ask(QUrl("yuebao:article/abc?date=1987-06-12"))
"""


def test_files_and_links_are_handed_over_in_their_order() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", ASKED], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines() == [
        "a window",
        "/报/雁桥.yuebao",
        "yuebao:article/abc?date=1987-06-12",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt keeps its settings where the system does")
@pytest.mark.usefixtures("qapp")
def test_what_qt_keeps_by_itself_is_in_the_programs_home_beside_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = homes.use(monkeypatch, tmp_path / "fresh")
    app._application()
    of_qt = QSettings(QSettings.Scope.UserScope, "QtProject")
    of_qt.setValue("FileDialog/history", ["/somewhere"])
    of_qt.sync()
    assert of_qt.status() is QSettings.Status.NoError
    assert Path(of_qt.fileName()).is_file()
    assert Path(of_qt.fileName()).is_relative_to(home)
    settings.save(Settings(theme="dark"))
    assert settings.load().settings.theme == "dark"
