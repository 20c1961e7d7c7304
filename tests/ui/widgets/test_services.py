"""What is said through the services of a window, and the features that register with them by being made."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.plugs import plugs
from reader.ui.widgets.services import Change, Feature, Notice, Services
from reader.ui.window.actions import _former_specs, specs
from reader.ui.window.library_controller import LibraryController
from tests.ui import a_window
from tests.ui.a_window import press


class Dummy(Feature):
    """Notes what it is told."""

    def __init__(self, services: Services, name: str, told: list[str], parent: QObject | None = None) -> None:
        super().__init__(services, parent)
        self._name = name
        self._told = told

    def start(self) -> None:
        self._told.append(f"{self._name} start")

    def refresh(self, change: Change) -> None:
        self._told.append(f"{self._name} {change.value}")

    def finish(self) -> None:
        self._told.append(f"{self._name} finish")


class Silent(Feature):
    """Has nothing to do at any of these times."""


def test_what_is_said_comes_to_the_window_as_a_notice() -> None:
    told: list[Notice] = []
    services = Services(told.append)

    def act() -> None:
        pass

    services.message("已删除", can_undo=True)
    services.error(OSError("磁盘满了。"))
    services.step("没有找到", "再找", act)
    services.task("正在找", "取消", act)
    services.for_library().saved("已存为 a.txt", Path("a.txt"))
    assert told == [
        Notice("已删除", can_undo=True),
        Notice("磁盘满了。"),
        Notice("没有找到", "再找", act),
        Notice("正在找", "取消", act, stays=True),
        Notice("已存为 a.txt", file=Path("a.txt")),
    ]


def test_features_are_told_in_the_order_in_which_they_were_made_and_end_once(qapp: QApplication) -> None:
    told: list[str] = []
    services = Services(print)
    made = [Dummy(services, "a", told), Silent(services), Dummy(services, "b", told)]
    Dummy(services.for_library(), "of a library", told)
    services.start()
    services.refresh(Change.NOTES)
    services.finish()
    services.finish()
    assert told == ["a start", "b start", "a notes", "b notes", "a finish", "b finish"]
    assert len(made) == 3


def test_a_feature_of_a_library_follows_it_because_it_was_made(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    start = LibraryController.start

    def start_with_dummy(controller: LibraryController) -> None:
        Dummy(controller._services, controller.library.name, told, controller)
        start(controller)

    monkeypatch.setattr(LibraryController, "start", start_with_dummy)
    root = a_window.write_issues(tmp_path / "旧报", a_window.DAYS[:2])
    window = a_window.open_on(qtbot, root)
    assert told[0] == "旧报 start"
    assert {"旧报 papers", "旧报 scan"} == set(told[1:])
    told.clear()
    a_window.write_issues(root)
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)
    assert {"旧报 papers", "旧报 scan"} == set(told)
    told.clear()
    with closing(Library.open(root)) as other:
        other.notebook.bookmark(other.contents.articles(1)[0].id)
    qtbot.waitUntil(lambda: "旧报 notes" in told)
    told.clear()
    a_window.show_library(qtbot, window, a_window.write_issues(tmp_path / "新报"))
    assert told[:2] == ["旧报 finish", "新报 start"]
    told.clear()
    window.close()
    assert told == ["新报 finish"]


def test_every_action_is_done_by_one_feature(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, a_window.write_issues(tmp_path / "旧报", a_window.DAYS[:1]))
    services = window.services, window.controller._services
    done = Counter(name for each in services for feature in each._features for name in feature.handlers())
    assert not [name for name, number in done.items() if number > 1]
    assert set(window.handlers()) >= set(done)
    window.controller.complete()
    listed_names = {spec.name for spec in specs()}
    former_names = {spec.name for spec in _former_specs()}
    of_ways = {way.name for spec in specs() for way in spec.ways}
    of_views = {view.action for plug in plugs() for view in plug.views}
    assert listed_names <= set(window._actions) <= listed_names | former_names
    assert not listed_names & former_names
    assert set(window.handlers()) == listed_names | former_names | of_ways | of_views
