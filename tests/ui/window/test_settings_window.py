"""The settings window: everything that can be chosen, found by typing, in effect at once."""

from pathlib import Path

import pytest
from msgspec import to_builtins
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader import i18n
from reader.export.forms import Style
from reader.features.printing.ui.printing_part import PrintDialog
from reader.plugs import Value, all_plugs
from reader.storage import settings
from reader.storage.platform_folders import places
from reader.storage.settings import Settings
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.controllers.preferences import PreferenceRow, SettingsWindow, default_of, matching, preferences
from reader.ui.widgets import theme
from reader.ui.widgets.controls import SegmentedControl
from reader.ui.widgets.menus import DropChip
from reader.ui.window.actions import specs
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, press, type_text

NOT_CHOSEN = {
    *("library", "recent", "geometry", "sidebar_width", "list_width", "results_width", "sidebar_shown"),
    *(
        "sidebar_tab",
        "whole_page",
        "page_picture",
        "searches",
        "places_read",
        "places_beside",
        "places_stopped",
    ),
    *("libraries_seen", "search_shown", "folders"),
    *("left_out", "features_on"),  # a row for each feature
    "declared",
    "version",
}
"""What the window remembers without anybody having chosen it for good: where one was, and how wide things are."""


def opened(window: MainWindow) -> SettingsWindow:
    """The settings window, opened by its key."""
    bring_to_front(window)
    press(Qt.Key.Key_Comma, CTRL)
    found = [each for each in window.findChildren(SettingsWindow) if each.isVisible()]
    assert len(found) == 1
    await_that(found[0].isActiveWindow)
    return found[0]


def bring_to_front(window: MainWindow) -> None:
    """What a desktop does when a dialog is closed; the page has the focus then."""
    window.activateWindow()
    await_that(window.isActiveWindow)
    window.controller.layout.pane.page.setFocus()


@pytest.fixture
def shown(window: MainWindow) -> SettingsWindow:
    return opened(window)


def row(shown: SettingsWindow, name: str) -> PreferenceRow:
    return shown.rows[name]


def test_everything_that_is_kept_and_can_be_chosen_has_a_row_and_is_found_by_typing(
    shown: SettingsWindow,
) -> None:
    kept = set(Settings.__struct_fields__) | set(ReadingSettings().values())
    plugs = {name for plug in all_plugs() for name in (plug.name, *(each.name for each in plug.settings()))}
    kinds = {plug.name for plug in all_plugs() if not plug.title()}
    without = kept - NOT_CHOSEN - set(shown.rows)
    assert not without, (
        f"fields of Settings or PageStyle: a row in ui/controllers/preferences.py, or NOT_CHOSEN: {without}"
    )
    undeclared = set(shown.rows) - kept - plugs
    assert not undeclared, f"rows without a default: a field of Settings or PageStyle: {undeclared}"
    assert set(shown.rows) == kept - NOT_CHOSEN | plugs - kinds
    for each in shown.rows.values():
        told = each.preference
        assert told.meaning.endswith("。") or told.name == "language"
        values = [""] if told.is_text else [False, True]
        assert default_of(told) in ([value for value, _ in told.choices] or values)
        assert each.usual_button.isHidden() or told.name in ("language", "theme")
    shown.field.line.setFocus()
    for typed, found in (
        ("字号", ["body_size"]),
        ("font size", ["body_size"]),
        ("BibTeX", ["citation_style"]),
        ("pdf 横向", ["paper_orientation"]),
        ("没有这种设置", []),
    ):
        shown.field.line.setText(typed)
        assert shown.shown() == found
        assert {each.name for each in matching(preferences(), typed)} == set(found)
    language = row(shown, "language")
    assert not language.control.isEnabled(), "the environment tells it"
    assert "READER_LANGUAGE" in language.preference.meaning
    shown.field.line.setFocus()
    shown.field.line.clear()
    type_text("log")
    press(Qt.Key.Key_Down)
    switch = row(shown, "keeps_log").control
    assert switch.hasFocus()
    shown.field.line.setFocus()
    press(Qt.Key.Key_Escape)
    assert shown.field.line.text() == ""
    assert len(shown.shown()) == len(shown.rows)
    assert shown.isVisible()
    press(Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_a_change_is_in_effect_at_once_and_the_button_beside_it_brings_the_default_back(
    window: MainWindow, shown: SettingsWindow, qtbot: QtBot
) -> None:
    size = row(shown, "body_size")
    page = window.controller.layout.pane.page
    size.choose(24)
    assert page.filler.style.size == 24
    assert window.controller.layout.area.second.page.filler.style.size == 24
    assert size.usual_button.isVisible()
    assert size.usual_button.accessibleName() == "字号：恢复为“17 像素”"
    click(size.usual_button)
    assert page.filler.style.size == 17
    assert size.usual_button.isHidden()
    assert size.control.hasFocus()
    shown.rows["leading"].focus()
    press(Qt.Key.Key_Right)
    assert window.controller.layout.settings.style.leading == 1.95
    shown.rows["copies_source"].focus()
    press(Qt.Key.Key_Space)
    assert not window.controller.layout.settings.copies_source
    click(row(shown, "keeps_log").control)
    qtbot.waitUntil((places().data / "log" / "on").exists)


def test_menus_and_the_window_show_the_same(window: MainWindow) -> None:
    theme.use("dark")
    window.controller.features.results.set_folds(False)
    shown = opened(window)
    values = window.settings
    held = {name: values.value_of(each.preference) for name, each in shown.rows.items()}
    assert (held["theme"], held["folds_printings"]) == ("dark", False)
    row(shown, "copies_source").choose(False)
    row(shown, "theme").choose("white")
    row(shown, "as_printed").choose(True)
    row(shown, "reduced_motion").choose(True)
    assert not window.controller.layout.settings.copies_source
    assert theme.current().name == "white"
    assert not window.controller.features.searching.has_all_shapes
    assert QApplication.cursorFlashTime() == 0
    row(shown, "reduced_motion").choose(False)
    theme.use("dark")
    control = row(shown, "theme").control
    assert isinstance(control, SegmentedControl)
    assert control.segments()[control.current()].text() == "夜"


def test_each_value_of_each_setting_takes_effect_and_is_kept(
    window: MainWindow, shown: SettingsWindow, qtbot: QtBot
) -> None:
    values = window.settings
    chosen = {}
    for name, each in shown.rows.items():
        if name in ("language", "keeps_log") or each.preference.is_feature:
            continue
        others: list[Value] = ["sdcv {word}"] if each.preference.is_text else [True, False]
        every = [value for value, _ in each.preference.choices] or others
        for value in every:
            each.choose(value)
            assert values.value_of(each.preference) == value
        chosen[name] = every[-1]
    shown.accept()
    window.close()
    kept = to_builtins(settings.load().settings)
    kept |= kept.pop("declared")
    assert {name: kept[name] for name in chosen} == chosen
    theme.use("paper")
    again = a_window.open_on(qtbot, None)
    now = again.settings
    assert {each.name: now.value_of(each) for each in preferences() if each.name in chosen} == chosen


def test_paper_and_citations_are_chosen_in_the_window_and_hold_where_one_prints_and_copies(
    window: MainWindow, shown: SettingsWindow
) -> None:
    row(shown, "citation_style").choose(Style.BIBTEX.value)
    row(shown, "paper_size").choose("a3")
    shown.accept()
    bring_to_front(window)
    press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text().startswith("@")
    controller = window.controller
    assert {
        part.style
        for part in (
            controller.features.export,
            controller.features.copy_and_drag,
        )
    } == {Style.BIBTEX}
    window._actions["print"].trigger()
    dialog = window.findChild(PrintDialog)
    assert isinstance(dialog, PrintDialog)
    assert dialog.isVisible()
    assert dialog.choice().size == "a3"
    dialog.notes.setChecked(False)
    dialog.reject()
    again = opened(window)
    assert window.settings.value_of(row(again, "prints_notes").preference) is False
    assert window.settings.value_of(row(again, "paper_size").preference) == "a3"


def test_what_a_file_has_and_nobody_can_choose_is_shown_as_the_nearest(qtbot: QtBot, root: Path) -> None:
    settings.save(Settings(citation_style="none such", declared={"body_size": 19, "paper_size": "a9"}))
    window = a_window.open_on(qtbot, root)
    shown = opened(window)
    control = row(shown, "body_size").control
    assert isinstance(control, DropChip)
    assert control.text() == "18 像素"
    assert window.settings.value_of(row(shown, "citation_style").preference) == "gb2015"
    paper = row(shown, "paper_size").control
    assert isinstance(paper, SegmentedControl)
    assert paper.current() == 0


def test_a_value_of_a_later_version_costs_none_of_the_others() -> None:
    page = ReadingSettings()
    page.restore(
        {"body_size": "big", "face": "later", "measure": 32, "copied_wording": 3, "copies_source": False}
    )
    assert page.values() == ReadingSettings().values() | {"measure": 32, "copies_source": False}


# -- the language


@pytest.mark.usefixtures("free_language")
def test_another_language_is_spoken_at_once_and_by_the_next_window(qtbot: QtBot, root: Path) -> None:
    window = a_window.open_on(qtbot, root)
    place = window.controller.reading.place()
    window.controller.features.results.enter_query("木桶")
    shown = opened(window)
    shown.rows["language"].focus()
    press(Qt.Key.Key_Right, times=2)
    qtbot.waitUntil(lambda: [each.isVisible() for each in window.findChildren(SettingsWindow)] == [True])
    a_window.settle(qtbot, window)
    english = window.findChild(SettingsWindow)
    assert isinstance(english, SettingsWindow)
    assert english.windowTitle() == "Settings"
    assert any(each.hasFocus() for each in row(english, "language")._stops())
    assert window._actions["help"].text() == "Help"
    assert window.controller.layout.search.line.text() == "木桶"
    assert window.controller.layout.are_results_shown()
    now = window.controller.reading.place()
    assert place is not None
    assert now is not None
    assert now.printing == place.printing
    english.accept()
    window.close()
    i18n.choose(i18n.SYSTEM)
    assert i18n.language() == "zh"
    again = a_window.open_on(qtbot, None)
    assert again._actions["help"].text() == "Help"
    assert opened(again).windowTitle() == "Settings"


@pytest.mark.usefixtures("free_language")
def test_every_action_and_menu_speaks_the_language(qtbot: QtBot, root: Path) -> None:
    window = a_window.open_on(qtbot, root)
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.languageChanged):
        window.speak("en")
    a_window.settle(qtbot, window)
    assert [window._actions[each.name].text() for each in specs()] == [each.words for each in specs()]
    click(window.controller.layout.top.menu_button)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.accessibleName() == "Menu"
    menu.close()
    assert QApplication.applicationDisplayName() == i18n.say("阅报")
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
    palette = window.findChild(QWidget, "palette")
    assert palette is not None
    assert palette.accessibleName() == "All actions"
    window.speak("zh")
    a_window.settle(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_Escape)


def test_what_the_environment_tells_cannot_be_chosen() -> None:
    i18n.choose("en")
    assert i18n.language() == "zh"
