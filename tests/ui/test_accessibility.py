"""Accessibility: what a screen reader is told, and where the keyboard focus is, in every scene of the gallery."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader import app
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window import screenshot
from reader.ui.window.screenshot import above, await_that, settle
from reader.ui.window.window import MainWindow
from tests import homes, rotation
from tools.gallery.scenes import SCENES

pytestmark = pytest.mark.slow

ROLE = QAccessible.Role
TOLD = {
    *(
        ROLE.Button,
        ROLE.ButtonMenu,
        ROLE.ButtonDropDown,
        ROLE.CheckBox,
        ROLE.RadioButton,
        ROLE.ComboBox,
        ROLE.PageTab,
    ),
    *(
        ROLE.EditableText,
        ROLE.Document,
        ROLE.Slider,
        ROLE.SpinBox,
        ROLE.ProgressBar,
        ROLE.Indicator,
        ROLE.Link,
    ),
    *(ROLE.List, ROLE.ListItem, ROLE.Tree, ROLE.TreeItem, ROLE.Table, ROLE.Cell, ROLE.ColumnHeader),
    *(ROLE.Graphic, ROLE.Chart, ROLE.Window, ROLE.Dialog, ROLE.PopupMenu, ROLE.MenuItem),
}
"""Roles that say nothing without a name."""
MOST = 300
"""So many children of one node are asked for."""


HALF_READ = {"reading-in", "reading-in-paused"}
"""Scenes of a library whose sync, a process of its own, is stopped in the middle."""
NOTHING_YET = {"opening-a-folder", "room-menu"}
"""Scenes of empty lists and of a page that does not come: the focus is shown on a row, or in a text."""
WALKED = [
    pytest.param(name, marks=pytest.mark.child if name in HALF_READ else ())
    for name in SCENES
    if name not in NOTHING_YET
]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One for all views: so the sample is indexed once."""
    homes.use(monkeypatch, tmp_path_factory.getbasetemp() / "everyone")


@pytest.fixture(params=rotation.in_turn(WALKED, days=7))
def view(
    request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0.05)  # nobody looks at the picture
    open_window = app.open_window

    def opened(root: Path | None) -> QWidget:
        """Larger than the screen of the tests."""
        window = open_window(root)
        window.resize(1440, 900)
        return window

    monkeypatch.setattr(app, "open_window", opened)
    with SCENES[request.param](tmp_path) as window:
        settle()
        if request.param not in HALF_READ:
            await_that(lambda: all(queue.is_idle() for queue in window.findChildren(TaskQueue)))
        yield window


def nodes(node: QAccessibleInterface, path: str = "") -> Iterator[tuple[str, QAccessibleInterface]]:
    """Everything below that is seen, each with the way to it."""
    if node is None or not node.isValid() or node.state().invisible:
        return
    here = f"{path} / {node.role().name} {node.text(QAccessible.Text.Name)[:24]}"
    yield here, node
    for number in range(min(node.childCount(), MOST)):
        yield from nodes(node.child(number), here)


def needs_name(node: QAccessibleInterface) -> bool:
    """Rooms that only hold others may be silent; what one can do something with, or read, may not."""
    state = node.state()
    is_blank = node.role() == QAccessible.Role.Cell and not state.focusable  # a day of another month
    return (node.role() in TOLD and not is_blank) or bool(state.focusable and node.object() is not None)


def test_everything_has_a_name_and_the_keyboard_is_seen_at_every_stop(view: MainWindow) -> None:
    tops = [view, *above(view)]
    assert [said for top in tops for said in wrong_names(top)] == []
    assert unseen_stops(tops[-1]) == []


def wrong_names(top: QWidget) -> list[str]:
    """Return the ways to what has no name, and to names of several lines.

    As text: an interface that a failed test's frame keeps alive crashes when its window is deleted.
    """
    wrong = []
    for path, node in nodes(QAccessible.queryAccessibleInterface(top)):
        name = name_of(node)
        if (needs_name(node) and not name) or ("\n" in name and node.role() in TOLD):
            wrong.append(path)
    return wrong


def name_of(node: QAccessibleInterface) -> str:
    return node.text(QAccessible.Text.Name).strip()


def unseen_stops(top: QWidget) -> list[str]:
    """Where Tab leads in a window, and nothing shows it."""
    stops: list[QWidget] = []
    unseen = []
    here = step(top)
    while here not in stops:
        stops.append(here)
        with_focus = here.grab().toImage()
        if step(here) is not here and here.grab().toImage() == with_focus:
            unseen.append(f"{type(here).__name__} {here.objectName()} {here.accessibleName()}")
        here = QApplication.focusWidget() or top
    assert len(stops) < MOST
    return unseen


def step(here: QWidget) -> QWidget:
    QTest.keyClick(here, Qt.Key.Key_Tab)
    return QApplication.focusWidget() or here
