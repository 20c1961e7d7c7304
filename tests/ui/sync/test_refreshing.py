"""When the window shows what a sync has stored."""

import pytest

from reader.library.sync_process import CatalogueGrown
from reader.ui.sync.sync_controller import LONGEST_REFRESH_MS, REFRESH_MS
from reader.ui.window.window import MainWindow


def test_during_a_sync_each_refresh_comes_later_and_the_next_sync_begins_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = window.controller.sync
    shown = []
    sync.refreshed.connect(lambda: shown.append(sync._generation))
    monkeypatch.setattr(sync.process, "start", lambda **_: None)
    monkeypatch.setattr(type(sync._library), "generation", lambda _: sync._generation + 1)
    for _ in range(2):
        sync.begin()
        delays = []
        for _ in range(7):
            sync.handle(CatalogueGrown())
            sync.handle(CatalogueGrown())
            delays.append(sync._soon.interval())
            sync._soon.stop()
            sync.look()
        assert delays == [REFRESH_MS * (1 + at) for at in range(5)] + [LONGEST_REFRESH_MS] * 2
    assert len(shown) == 14


def test_what_a_running_child_does_not_tell_of_is_shown_with_the_same_delay(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = window.controller.sync
    monkeypatch.setattr(sync._tasks, "run", lambda *_: pytest.fail("asked at once"))
    monkeypatch.setattr(sync._tasks, "is_idle", lambda: True)
    monkeypatch.setattr(sync.process, "is_running", lambda: True)
    sync._refreshes = 2
    sync._soon.stop()
    sync._poll()
    assert sync._soon.isActive()
    assert sync._soon.interval() == 3 * REFRESH_MS
    sync._soon.stop()
