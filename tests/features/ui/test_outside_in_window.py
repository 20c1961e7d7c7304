"""A feature of another package in the window: switched on in the settings, used, and off again when it fails."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader import plugs
from reader.ui.search.view_row import offered_views
from reader.ui.widgets.controls import Label
from reader.ui.window.window import MainWindow
from tests.features.test_outside_features import install, install_example, installed
from tests.features.ui.test_switching_off import turn
from tests.ui import a_window

__all__ = ["installed"]

FAULTY = """
from reader.plugs import Action, Plug, Slot
PLUG = Plug(
    "faulty",
    title=lambda: "坏部件",
    actions=lambda: (Action("show_fault", "出错", slots=(Slot.PAGE,)),),
    part="outside_faulty.view:FaultyPart",
)
"""
AT_ONCE = "class FaultyPart:\n    def __init__(self, desk):\n        raise RuntimeError('no part')\n"
LATER = """
from reader.ui.desk import Part
class FaultyPart(Part):
    def handlers(self):
        return {"show_fault": self.act}
    def act(self):
        raise RuntimeError("no act")
"""


FAULTY_VIEW = """
from reader.plugs import Plug, SetView
PLUG = Plug(
    "faulty",
    title=lambda: "坏部件",
    views=(SetView("faulty", lambda: "坏的", "show_fault"),),
    part="outside_faulty.view:FaultyPart",
)
"""
NO_FACE = """
from reader.ui.desk import Part
class FaultyPart(Part):
    def set_face(self, action):
        raise RuntimeError("no face")
"""
NO_READING = """
from reader.ui.desk import Part
from reader.ui.frame import SetFace
class FaultyFace(SetFace):
    def read(self):
        raise RuntimeError("not read")
class FaultyPart(Part):
    def set_face(self, action):
        return FaultyFace()
"""


@pytest.fixture
def window(qtbot: QtBot, installed: Path, root: Path) -> MainWindow:
    return a_window.open_on(qtbot, root)


def test_it_is_switched_on_used_and_switched_off(window: MainWindow, installed: Path, qtbot: QtBot) -> None:
    install_example(installed)
    plugs.switch_on((), installed)
    turn(window, "paragraphs", on=True)
    assert window.settings.saved.features_on == ("paragraphs",)
    a_window.settle(qtbot, window)
    window._actions["show_paragraphs"].trigger()
    features = window.controller.features
    articles = window.controller.library.contents.counts().articles
    row = features.frame.results.header.views
    assert "段数" in [view.words for view in offered_views()]
    assert row.view_of("show_paragraphs").words == "段数"
    face = features.frame.results.shown_face()
    assert face is not None
    assert face.objectName() == "paragraphs"
    lead = face.findChildren(Label)[0]
    qtbot.waitUntil(lambda: lead.text() == f"共 {articles} 篇")
    features.results.enter_query("标题:渡口")
    qtbot.waitUntil(lambda: lead.text() == "共 3 篇")
    turn(window, "paragraphs", on=False)
    assert "show_paragraphs" not in window._actions
    assert "段数" not in [view.words for view in offered_views()]
    assert not window.settings.saved.features_on


@pytest.mark.parametrize("view", [AT_ONCE, LATER], ids=["when made", "when used"])
def test_one_that_fails_is_off_and_says_why(
    window: MainWindow, installed: Path, qtbot: QtBot, view: str
) -> None:
    modules = {"__init__.py": FAULTY, "view.py": view}
    install(installed, "outside_faulty", modules, "faulty = outside_faulty:PLUG")
    plugs.switch_on((), installed)
    turn(window, "faulty", on=True)
    with qtbot.captureExceptions() as errors:
        window._actions["show_fault"].trigger()
    for _, error, _ in errors:  # what Qt hands to the hook, which a test has in the window's stead
        window.report_error(error)
    qtbot.waitUntil(lambda: "RuntimeError" in window.toast.label.text())
    assert "show_fault" not in window._actions
    assert not window.settings.saved.features_on


@pytest.mark.parametrize("view", [AT_ONCE, NO_FACE, NO_READING], ids=["part", "face", "reading"])
def test_a_view_that_fails_is_gone_from_the_row(
    window: MainWindow, installed: Path, qtbot: QtBot, view: str
) -> None:
    modules = {"__init__.py": FAULTY_VIEW, "view.py": view}
    install(installed, "outside_faulty", modules, "faulty = outside_faulty:PLUG")
    plugs.switch_on((), installed)
    turn(window, "faulty", on=True)
    with qtbot.captureExceptions() as errors:
        results = window.controller.features.results
        results.enter_query("渡口")
        window.controller.layout.results.header.views.segments.segments()[-1].click()
    for _, error, _ in errors:
        window.report_error(error)
    qtbot.waitUntil(lambda: "RuntimeError" in window.toast.label.text())
    assert "坏的" not in [offered.words for offered in offered_views()]
    assert not window.settings.saved.features_on
