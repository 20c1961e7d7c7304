"""The places of the sidebar and their faces: the keys that lead there, also those of earlier versions."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.storage import settings
from reader.ui.frame import place_by_face, places
from reader.ui.layout.columns import Rail
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.controls import SegmentedControl
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, press

FACES = {
    "papers": ["papers", "calendar"],
    "people": ["people", "offices"],
    "notes": ["bookmarks", "dossiers"],
    "check": ["check"],
}
FORMER_KEYS = {
    Qt.Key.Key_1: "papers",
    Qt.Key.Key_2: "calendar",
    Qt.Key.Key_3: "people",
    Qt.Key.Key_4: "bookmarks",
    Qt.Key.Key_5: "dossiers",
    Qt.Key.Key_6: "check",
}
"""The keys that each showed a tab, and the faces in which these stand now."""


def test_there_are_four_places_with_at_most_two_faces() -> None:
    assert {name: [*place.faces] for name, place in places().items()} == FACES


@pytest.mark.parametrize(("key", "face"), FORMER_KEYS.items())
def test_the_keys_of_what_was_a_tab_lead_to_its_face(
    window: MainWindow, layout: WindowLayout, key: Qt.Key, face: str
) -> None:
    layout.show_tab("check" if face != "check" else "papers")
    press(key, CTRL)
    assert layout.tab == face


@pytest.mark.parametrize("place", [name for name, faces in FACES.items() if len(faces) > 1])
def test_the_key_of_a_place_shows_its_first_face_and_pressed_again_the_next(
    window: MainWindow, layout: WindowLayout, place: str
) -> None:
    first, second = FACES[place]
    action = window._actions[f"show_{place}"]
    action.trigger()
    before = layout.tab
    action.trigger()
    assert {before, layout.tab} == {first, second}
    window._actions["show_check"].trigger()
    action.trigger()
    assert layout.tab == first


def test_what_was_saved_as_a_tab_is_opened_as_a_face(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.show_tab("dossiers")
    root = window.controller.library.root
    window.close()
    assert settings.load().settings.sidebar_tab == "dossiers"
    again = a_window.open_on(qtbot, root)
    assert again.controller.layout.tab == "dossiers"


def test_clicks_choose_place_and_face(window: MainWindow, layout: WindowLayout) -> None:
    def segment(words: str) -> None:
        controls = layout._sidebar.findChildren(SegmentedControl)
        segments = [button for control in controls if control.isVisible() for button in control.segments()]
        click(next(button for button in segments if button.text() == words))

    segment("笔记")
    assert layout.tab == "bookmarks"
    segment("专题")
    assert layout.tab == "dossiers"
    assert sum(control.isVisible() for control in layout._sidebar.findChildren(SegmentedControl)) == 2
    segment("报纸")
    assert layout.tab == "papers"
    segment("笔记")
    assert layout.tab == "dossiers"


def test_the_rail_has_an_icon_for_each_place(window: MainWindow, layout: WindowLayout) -> None:
    window.resize(860, 640)
    rail = layout.findChild(Rail)
    assert rail is not None
    assert list(rail._buttons) == list(places())
    assert set(place_by_face().values()) == set(places())


def test_esc_gives_the_list_back_in_whose_place_the_sidebar_stands(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout
) -> None:
    window.resize(1024, 640)
    qtbot.waitUntil(lambda: not layout.is_sidebar_shown())
    window._actions["show_papers"].trigger()
    layout.focus_sidebar()
    assert layout.is_sidebar_shown()
    assert not layout.is_list_shown()
    press(Qt.Key.Key_Escape)
    assert layout.is_list_shown()
    assert not layout.is_sidebar_shown()
    assert a_window.focused() is layout.issues.view
