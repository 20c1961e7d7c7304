"""The actions of the window: each key has one meaning."""

import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from reader.plugs import plugs
from reader.ui.window.actions import keys_by_purpose, specs
from reader.ui.window.window import MainWindow


def test_no_key_has_two_meanings() -> None:
    keys = Counter(key for spec in specs() for key in spec.keys)
    assert [key for key, number in keys.items() if number > 1] == []


def test_at_most_ten_actions_have_a_single_letter() -> None:
    letters = [key for spec in specs() for key in spec.keys if len(key) == 1]
    assert len(letters) <= 10, letters


def test_there_are_at_most_70_actions_and_three_of_each_feature_all_with_a_purpose() -> None:
    of_features = {plug.name: [action.name for action in plug.actions()] for plug in plugs()}
    assert max(map(len, of_features.values())) <= 3, of_features
    assert len(specs()) - sum(map(len, of_features.values())) <= 70
    purposes = [purpose for purpose, _ in keys_by_purpose()]
    assert purposes == ["读报", "查找", "收藏与引用", "更正与核对", "资料库", "窗口", "版面图"]


def test_the_keys_in_the_menus_of_an_article_are_those_of_the_actions(window: MainWindow) -> None:
    menu = window.controller.layout.pane.more_menu()
    menus = [menu, *(each.menu() for each in menu.actions() if isinstance(each.menu(), QMenu))]
    entries = [each.text().split("\t") for of in menus if isinstance(of, QMenu) for each in of.actions()]
    shown = {entry[1] for entry in entries if len(entry) > 1}
    assert shown
    assert shown <= {key for spec in specs() for key in spec.keys}


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "docs/guide.md", "docs/guide.en.md"])
def test_every_key_that_the_documents_name_is_one_of_the_window(name: str) -> None:
    text = (Path(__file__).parents[3] / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![A-Za-z])(?:Ctrl\+|Shift\+|Alt\+)+(?:F\d+|[A-Z](?![A-Za-z\d])|\d|,)", text))
    in_panes = {"Ctrl+C", "Ctrl+A", "Ctrl+R"}
    known = {key for spec in specs() for key in spec.keys} | in_panes
    assert sorted(named - known) == []
    assert not re.search("Go menu|“前往”", text), "the menus have other names"
