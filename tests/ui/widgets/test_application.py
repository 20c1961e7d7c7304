"""What macOS asks the running program to open is opened, also what it asked for before there was a window."""

import subprocess
import sys

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
