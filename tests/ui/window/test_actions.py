"""The actions of the window: each key has one meaning."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader import assets, i18n
from reader.features.palette.ui import all_rows, matching
from reader.plugs import Action, plugs
from reader.ui.article.style_panel import StylePanel
from reader.ui.widgets import menus
from reader.ui.window.actions import keys_by_purpose, specs
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, press


def test_no_key_has_two_meanings() -> None:
    keys = Counter(key for spec in specs() for key in spec.keys)
    assert [key for key, number in keys.items() if number > 1] == []


OF_MACOS = {
    *(f"Ctrl+{key}" for key in ("H", "M", "Tab", "Space", "Meta+Q", "`")),
    *(f"Ctrl+Alt+{key}" for key in ("H", "M", "D", "Esc")),
    *(f"Ctrl+Shift+{key}" for key in "Q345"),
    *(f"Meta+{key}" for key in ("F2", "Up", "Down", "Left", "Right", "Space")),
    "F11",
}
"""What macOS does itself with keys (support.apple.com/102650); what Qt calls Ctrl is Command there, Meta is Control."""


def test_on_a_mac_no_key_is_one_that_macos_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_HAS_COMMAND_KEY", True)
    keys = Counter(i18n.keys_here(key) for spec in specs() for key in spec.keys)
    assert keys.keys().isdisjoint(OF_MACOS)
    assert [key for key, number in keys.items() if number > 1] == []


def test_an_action_has_the_keys_of_its_system(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_HAS_COMMAND_KEY", True)
    window = a_window.open_on(qtbot, None)
    action = window._actions["full_screen"]
    assert [key.toString() for key in action.shortcuts()] == ["Meta+Ctrl+F"]


def test_what_was_given_up_is_still_done_by_name_and_key_but_not_listed(window: MainWindow) -> None:
    window.controller.complete()
    former = [action for plug in plugs() for action in plug.actions() if action.is_former]
    assert former
    listed_names = {spec.name for spec in specs()}
    keys = Counter(key for spec in (*specs(), *former) for key in spec.keys)
    for action in former:
        assert window._actions[action.name].objectName() == action.name
        assert action.name in window.handlers()
        assert action.name not in listed_names
    assert [key for key, number in keys.items() if number > 1] == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("remove", "bookmark"),
        ("forget", "forget_searches"),
        ("close library", "open_library"),
        ("recent", "open_library"),
        ("阅览室", "open_library"),
        ("evidence", "open_library"),
        ("zoom", "text_size"),
        ("关闭资料库", "open_library"),
        ("书签", "show_notes"),
        ("several files", "show_check"),
    ],
)
def test_what_people_call_it_is_found_among_all_actions(typed: str, wanted: str) -> None:
    assert wanted in [row.action for row in matching(all_rows(specs(), ()), typed)]


def test_with_what_former_keys_still_do_there_are_at_most_80_actions(window: MainWindow) -> None:
    window.controller.complete()
    shown = {spec.name for spec in specs()}
    unlisted = [
        spec for name, action in window._actions.items() if name not in shown for spec in [action.data()]
    ]
    assert all(spec.keys for spec in unlisted), "what has no key and stands in no list is none"
    assert len(window._actions) <= 80


@pytest.mark.parametrize(
    "name", ["recent_libraries", "larger", "smaller", "normal_size", "open_pack", "open_room"]
)
def test_what_is_part_of_another_action_is_still_done_by_its_name(window: MainWindow, name: str) -> None:
    assert name not in window._actions
    assert window._actions[name].isEnabled()


def test_the_keys_of_one_control_each_do_what_they_did(window: MainWindow) -> None:
    settings = window.controller.layout.settings
    usual = settings.style.size
    press(Qt.Key.Key_Plus, CTRL)
    larger = settings.style.size
    press(Qt.Key.Key_Minus, CTRL, 2)
    smaller = settings.style.size
    press(Qt.Key.Key_0, CTRL)
    assert smaller < usual < larger
    assert settings.style.size == usual


def test_the_control_of_the_size_opens_by_its_name(window: MainWindow) -> None:
    window._actions["text_size"].trigger()
    panels = window.findChildren(StylePanel)
    assert [panel.isVisible() for panel in panels] == [True]
    panels[0].close()


def test_at_most_nine_actions_have_a_letter_of_its_own() -> None:
    letters = [key for spec in specs() for key in spec.keys if len(key.removeprefix("Shift+")) == 1]
    assert len(letters) <= 9, letters


def test_there_are_at_most_80_actions_and_two_of_each_feature_all_with_a_purpose() -> None:
    listed_actions = {plug.name: [act for act in plug.actions() if not act.is_former] for plug in plugs()}
    assert max(map(len, listed_actions.values())) <= 2, listed_actions
    assert len(specs()) <= 80
    purposes = [purpose for purpose, _ in keys_by_purpose()]
    assert purposes == ["读报", "查找", "收藏与引用", "更正与核对", "资料库", "窗口", "版面图"]


def test_the_keys_in_the_menus_of_an_article_are_those_of_the_actions(window: MainWindow) -> None:
    menu = window.controller.layout.pane.more_menu()
    menus = [menu, *(each.menu() for each in menu.actions() if isinstance(each.menu(), QMenu))]
    entries = [each.text().split("\t") for of in menus if isinstance(of, QMenu) for each in of.actions()]
    shown = {entry[1] for entry in entries if len(entry) > 1}
    assert shown
    assert shown <= {key for spec in specs() for key in spec.keys}


AT_BUTTONS = {"Delete", "F2", "O", "A", "Ctrl+C", "+", "-", "0", "9"}
"""Keys of lists and of the page picture that stand at their own buttons."""


def test_each_key_that_stands_at_a_button_is_that_of_an_action() -> None:
    catalogue = (assets.resource("locale/en/LC_MESSAGES/reader.po")).read_text(encoding="utf-8")
    named = r"((?:(?:Ctrl|Shift|Alt)\+)*(?:[A-Z]|F\d+|PgUp|PgDn|Enter|Delete|Esc|[+\-\d]))"
    told = set(re.findall(rf'(?m)^msgid ".*? \({named}\)"$', catalogue))
    assert len(told) > 20
    keys = {key for spec in specs() for key in spec.keys} | AT_BUTTONS
    assert sorted(key for key in told if key.replace("PgDn", "PgDown") not in keys) == []


DOCUMENTS = ("README.md", "README.en.md", "docs/guide.md", "docs/guide.en.md")
NAMED_KEY = re.compile(
    r"(?<![\w+/.\-\[⌃⌥⇧⌘])((?:(?:Ctrl|Shift|Alt)\+)+(?:F\d+|[A-Z]|\d|,|PgUp|PgDn)|F\d+|[A-Z])(?![A-Za-z\d+\-'’./:\]])"
)
IN_PANES = {"Ctrl+C", "Ctrl+A", "Ctrl+R", "F2", "Shift+F2", "D", "E", "O"}
"""Keys that lists, fields, proofreading, To check and the draft of a chronicle have of their own."""
FINDS_ALL = "Ctrl+Shift+P"
"""The key that is told together with whatever it finds."""
OF_QT = {"Shift+F10"} - {*menus.KEYS}
"""The key of context menus where Qt handles it itself: on Windows."""


def told_keys(text: str, is_english: bool) -> Iterator[tuple[str, str]]:
    """Yield each key that a document names, with the words around it; code, links and USB sticks name none."""
    text = re.sub(r"(?s)```.*?```|`[^`]*`|\]\([^)]*\)|U 盘", lambda found: " " * len(found.group()), text)
    for found in NAMED_KEY.finditer(text):
        if not (is_english and found.group(1) in "AI"):  # an article, a pronoun, the button with the letter
            around = text[max(0, found.start() - 90) : found.end() + 90]
            yield found.group(1).replace("PgDn", "PgDown"), around.replace("\n", " ").lower()


def words_of(spec: Action, is_english: bool) -> set[str]:
    """What a sentence on an action has one of: pairs of characters, or beginnings of words."""
    words = f"{spec.words} {spec.keywords}"
    if is_english:
        return {word[:4].lower() for word in re.findall("[A-Za-z]{3,}", words)}
    return {
        run[at : at + 2] for run in re.findall("[\u4e00-\u9fff]{2,}", words) for at in range(len(run) - 1)
    }


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether a document is English; the program speaks its language."""
    is_english = ".en." in request.getfixturevalue("name")
    monkeypatch.setenv("READER_LANGUAGE", "en" if is_english else "zh")
    i18n.language.cache_clear()
    yield is_english
    monkeypatch.undo()
    i18n.language.cache_clear()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_key_that_the_documents_name_does_what_they_say(name: str, english: bool) -> None:
    text = (Path(__file__).parents[3] / name).read_text(encoding="utf-8")
    actions = {key: spec for spec in specs() for key in spec.keys}
    elsewhere = {*IN_PANES, FINDS_ALL, *OF_QT}
    told = [each for each in told_keys(text, english) if each[0] not in elsewhere]
    assert len(told) > 10
    assert sorted({key for key, _ in told} - actions.keys()) == []
    assert [
        (key, actions[key].name, around)
        for key, around in told
        if not any(word in around for word in words_of(actions[key], english))
    ] == []


@pytest.mark.parametrize("name", ["docs/guide.md", "docs/guide.en.md"])
def test_the_guide_names_each_key_that_is_another_on_a_mac(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (Path(__file__).parents[3] / name).read_text(encoding="utf-8")
    keys = {key for spec in specs() for key in spec.keys}
    monkeypatch.setattr(i18n, "_HAS_COMMAND_KEY", True)
    others = {i18n.with_keys_of_system(key) for key in keys if i18n.keys_here(key) != key}
    assert set(re.findall("[⌃⌥⇧⌘]+[A-Z]", text)) == others


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_menu_entry_that_the_documents_name_is_one_of_the_program(name: str) -> None:
    text = (Path(__file__).parents[3] / name).read_text(encoding="utf-8").replace("\n", " ")
    marks = "”“（）()，。；、,.;`"
    paths = re.findall(rf"(?:⋯|所有操作) [▸›] ([^{marks}]+?)(?= and|[{marks}])", text)
    named = {entry.strip() for path in paths for entry in re.split("[▸›]", path)}
    assert named
    catalogue = (assets.resource("locale/en/LC_MESSAGES/reader.po")).read_text(encoding="utf-8")
    kept = re.findall(r'(?m)^msg(?:id|str(?:\[\d\])?|id_plural) "(.*)"$', catalogue)
    known = {each.rstrip("….") for each in kept}
    assert sorted(each for each in named if each.rstrip("….") not in known) == []
    assert not re.search("Go menu|“前往”", text), "the menus have other names"
