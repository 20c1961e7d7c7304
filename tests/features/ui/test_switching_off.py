"""A feature that is switched off in the settings is gone from the window at once, and back at once."""

from collections.abc import Iterator

import pytest

from reader import plugs
from reader.features.palette.ui import all_rows
from reader.ui.controllers.preferences import preferences
from reader.ui.widgets.controls import IconButton
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tests import rotation

SWITCHED = [plug for plug in plugs.all_plugs() if plug.title()]


@pytest.fixture(autouse=True)
def none_left_out() -> Iterator[None]:
    yield
    plugs.leave_out(())


def turn(window: MainWindow, name: str, *, on: bool) -> None:
    before = window.controller
    dialog = window.settings.show(name)
    dialog.rows[name].choose(on)
    dialog.done(0)
    await_that(lambda: window.controller is not before)
    window.controller.complete()


def offered(window: MainWindow, plug: plugs.Plug) -> dict[str, list[str]]:
    """Where the window offers the actions of a feature."""
    names = [action.name for action in plug.actions()]
    words = [action.words for action in plug.actions() if not action.is_former]
    if "show_calendar" in window._actions:  # its head has buttons of others
        window._actions["show_calendar"].trigger()
    return {
        "actions": [name for name in names if name in window._actions],
        "functions": [name for name in names if name in window.handlers()],
        "buttons": [
            each.accessibleName()
            for each in window.controller.layout.findChildren(IconButton)
            if any(each.accessibleName().startswith(word) for word in words)
        ],
        "palette": [
            row.action
            for row in all_rows((each.data() for each in window._actions.values()), preferences())
            if row.action in names
        ],
    }


@pytest.mark.parametrize("plug", rotation.in_both_turns(SWITCHED, days=4), ids=lambda plug: plug.name)
def test_what_is_switched_off_is_offered_nowhere(window: MainWindow, plug: plugs.Plug) -> None:
    before = offered(window, plug)
    assert before["functions"] or not plug.actions()
    if any(not action.is_former for action in plug.actions()):
        assert before["actions"]
        assert before["palette"] or plug.name == "palette"  # it does not list itself
    turn(window, plug.name, on=False)
    assert not any(offered(window, plug).values())
    assert window.settings.saved.left_out == (plug.name,)
    turn(window, plug.name, on=True)
    assert offered(window, plug) == before
    assert not window.settings.saved.left_out


def test_every_feature_but_kinds_of_libraries_can_be_switched_off() -> None:
    switched = {each.name for each in preferences() if each.is_feature}
    adds_nothing_to_the_window = {
        *(
            "backup",
            "bookmark",
            "check",
            "completion",
            "continued",
            "days_of_text",
            "differences",
            "djvu",
            "downloads",
            "export",
            "manifests",
            "ocr_files",
            "page_cutting",
            "parse",
            "pdf",
            "self_test",
            "show",
            "suggestions",
            "tables",
            "tar_files",
            "trees",
        ),
        *("web_pages", "word"),
    }
    # what removed files can be brought back with; a field of queries, which mean the same in every window
    has_no_switch = {"importing", "kinds"}
    others = {plug.name for plug in plugs.all_plugs() if plug.library is None}
    assert switched == others - adds_nothing_to_the_window - has_no_switch
