"""Kinds in the window: a filter of the results, a word in their rows, a chip on a person's card."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.features.kinds import kind
from reader.features.kinds.kind import FIELD
from reader.features.people.ui.people_part import PeoplePart
from reader.search.query import Choice
from reader.ui.widgets import wording
from reader.ui.widgets.controls import Chip
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.features.kinds.test_kinds import ISSUE
from tests.ui import a_window
from tests.ui.a_window import actions_of, click, texts, view


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    root = tmp_path / "柳川"
    root.mkdir()
    for day in (1, 2):
        (root / f"1987060{day}.txt").write_text(ISSUE.format(day=day), encoding="utf-8")
    return a_window.open_on(qtbot, root)


def search(window: MainWindow, qtbot: QtBot, query: str) -> None:
    window.controller.features.results.search(query)
    await_search(window, qtbot)


def await_search(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.searching.is_idle)
    await_reading()


def filters(window: MainWindow) -> dict[str, str]:
    """What the menu of filters offers, with what stands behind it."""
    menu = window.controller.layout.results.header.filter_button.choices
    menu.aboutToShow.emit()
    found = [action.text().partition("\t") for action in menu.actions()]
    return {text: behind for text, _, behind in found}


def choose(window: MainWindow, qtbot: QtBot, words: str) -> None:
    menu = window.controller.layout.results.header.filter_button.choices
    next(each for each in actions_of(menu) if each.text().partition("\t")[0] == words).trigger()
    await_search(window, qtbot)


def test_results_are_narrowed_to_a_kind(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(window, qtbot, "陈怀远")
    rows = texts(view(window, "resultList"))
    assert sum("讣告" in row for row in rows) == 2 < len(rows)
    assert filters(window)["讣告"] == "2 篇"
    choose(window, qtbot, "讣告")
    assert window.controller.features.searching.text == "陈怀远 类:讣告"
    assert Choice(FIELD, FIELD.options[0]).shown(wording) == ("类", "讣告")
    assert len(texts(view(window, "resultList"))) == 2
    monkeypatch.setattr(kind, "AT_ONCE", 0)
    monkeypatch.setattr(kind.KindTable, "count_left", lambda table: 1)
    search(window, qtbot, "渡口")
    assert "类：还没有数" in filters(window)


def test_a_card_leads_to_the_obituaries(window: MainWindow, qtbot: QtBot) -> None:
    people = window.controller.features.parts.of(PeoplePart)
    people.open("陈怀远")
    qtbot.waitUntil(lambda: people.card.card is not None)
    qtbot.waitUntil(people.is_idle)
    chips = {each.text(): each for each in people.card.findChildren(Chip) if each.isVisible()}
    click(chips["讣告 2"])
    await_search(window, qtbot)
    assert window.controller.features.searching.text == '"陈怀远" 类:讣告'
    assert len(texts(view(window, "resultList"))) == 2
