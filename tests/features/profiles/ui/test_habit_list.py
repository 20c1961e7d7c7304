"""The habits of newspapers in one list: one is refused, or all, and that is undone."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reader.features.profiles.habits import Profiles
from reader.features.profiles.ui import HabitList
from reader.ui.check.doubt_list import DecidedFace
from reader.ui.window.window import MainWindow
from tests.invented_runs import issue
from tests.ui import a_window
from tests.ui.a_window import texts

PAPER = "渡光小报"
Habits = DecidedFace


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    root = tmp_path / "报"
    root.mkdir()
    for number in range(3):
        text = "\n".join(line.text for line in issue("tabloid", number))
        (root / f"{number}.txt").write_text(text, encoding="utf-8")
    return a_window.open_on(qtbot, root)


def opened(qtbot: QtBot, window: MainWindow) -> Habits:
    window.controller.features.show_decided("profiles")
    (listed,) = window.findChildren(DecidedFace)
    assert isinstance(listed.listing, HabitList)
    qtbot.waitUntil(lambda: listed.listing.tasks.is_idle() and listed.listing.isVisible())
    return listed


def choose(listed: Habits, words: str) -> None:
    row = next(n for n, text in enumerate(texts(listed.listing.view)) if text.startswith(words))
    listed.listing.view.setCurrentIndex(listed.listing.view.model().index(row, 0))


def buttons(listed: Habits) -> list[QAbstractButton]:
    """Return the buttons that refuse one habit, and all."""
    return listed.findChildren(QAbstractButton)[:2]


def articles(window: MainWindow) -> int:
    return window.controller.library.contents.counts().articles


def test_a_habit_is_refused_and_that_is_undone(qtbot: QtBot, window: MainWindow) -> None:
    before = articles(window)
    listed = opened(qtbot, window)
    assert texts(listed.listing.view)[:2] == [f"{PAPER}，栏目", "零拾，3 期"]
    assert f"{PAPER}，条目的记号" in texts(listed.listing.view)
    choose(listed, "◘")
    assert buttons(listed)[0].text() == "不用这一条"
    buttons(listed)[0].click()
    qtbot.waitUntil(lambda: "◘，3 期，不用" in texts(listed.listing.view))
    qtbot.waitUntil(lambda: listed.listing.message.text() == "有关的各期已重新读过。")
    assert buttons(listed)[0].text() == "又用这一条"
    assert articles(window) < before
    window.controller.features.undo.undo()
    qtbot.waitUntil(lambda: articles(window) == before)
    assert not any(each.is_refused for each in Profiles(window.controller.library).of(PAPER).traits)


def test_all_habits_of_a_newspaper_are_refused_and_allowed_again(qtbot: QtBot, window: MainWindow) -> None:
    before = articles(window)
    listed = opened(qtbot, window)
    choose(listed, "零拾")
    buttons(listed)[1].click()
    qtbot.waitUntil(lambda: texts(listed.listing.view)[0] == f"{PAPER}，栏目，整份不用")
    assert not buttons(listed)[0].isEnabled()
    assert articles(window) < before
    buttons(listed)[1].click()
    qtbot.waitUntil(lambda: texts(listed.listing.view)[0] == f"{PAPER}，栏目")
    qtbot.waitUntil(lambda: articles(window) == before)


def test_what_can_not_be_done_now_is_done_by_the_next_update(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = articles(window)
    listed = opened(qtbot, window)
    choose(listed, "◘")
    with monkeypatch.context() as patched:
        patched.setattr(window.controller.library, "apply", lambda decided: False)
        buttons(listed)[0].click()
        qtbot.waitUntil(lambda: "更新后" in listed.listing.message.text())
        qtbot.waitUntil(lambda: "◘，3 期，不用" in texts(listed.listing.view))
    qtbot.waitUntil(lambda: articles(window) < before)
