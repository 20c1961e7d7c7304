"""When the window shows what a sync has stored."""

import pytest

from reader.library.sync_process import CatalogueGrown
from reader.ui.sync.sync_controller import LONGEST_REFRESH_MS, REFRESH_MS
from reader.ui.window.window import MainWindow


def test_during_a_sync_each_refresh_comes_later_and_the_next_sync_begins_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    updating = window.controller.updating
    shown = []
    updating.refreshed.connect(lambda: shown.append(updating._generation))
    monkeypatch.setattr(updating.process, "start", lambda **_: None)
    monkeypatch.setattr(type(updating._library), "generation", lambda _: updating._generation + 1)
    for _ in range(2):
        updating.begin()
        delays = []
        for _ in range(7):
            updating.handle(CatalogueGrown())
            updating.handle(CatalogueGrown())
            delays.append(updating._soon.interval())
            updating._soon.stop()
            updating.look()
        assert delays == [REFRESH_MS * (1 + at) for at in range(5)] + [LONGEST_REFRESH_MS] * 2
    assert len(shown) == 14


def test_what_a_running_child_does_not_tell_of_is_shown_with_the_same_delay(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    updating = window.controller.updating
    monkeypatch.setattr(updating._tasks, "run", lambda *_: pytest.fail("asked at once"))
    monkeypatch.setattr(updating._tasks, "is_idle", lambda: True)
    monkeypatch.setattr(updating.process, "is_running", lambda: True)
    updating._refreshes = 2
    updating._soon.stop()
    updating._poll()
    assert updating._soon.isActive()
    assert updating._soon.interval() == 3 * REFRESH_MS
    updating._soon.stop()
