"""Features of a window: one that is made is told of every change, and finished with the window, without more."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.ui.widgets.feature import Change, Feature
from tests.ui import a_window


class Told(Feature):
    told: list[Change | str]

    def refresh(self, change: Change) -> None:
        self.told.append(change)

    def finish(self) -> None:
        self.told.append("finished")


@pytest.mark.parametrize("is_of_layout", [False, True])
def test_a_feature_that_is_made_is_told_what_changes_and_is_finished(
    qtbot: QtBot, tmp_path: Path, is_of_layout: bool
) -> None:
    root = a_window.write_issues(tmp_path / "旧报", a_window.DAYS[:1])
    window = a_window.open_on(qtbot, root)
    controller = window.controller
    feature = Told(controller.layout.pane if is_of_layout else controller)
    told: list[Change | str] = []
    feature.told = told
    a_window.write_issues(root, a_window.DAYS[1:2])
    controller.updating.begin()
    a_window.settle(qtbot, window)
    assert {*told} == {Change.ARTICLES, Change.SYNCED}
    told.clear()
    controller.following.changed.emit()
    assert told == [Change.NOTES]
    window.close()
    assert told == [Change.NOTES, "finished"]
