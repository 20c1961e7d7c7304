"""The child process that syncs: a start is never lost, though the child before it is still tidying up."""

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader import own_process
from reader.library import sync_process
from reader.library.sync_events import SyncReport
from reader.library.sync_process import Failed
from reader.ui.sync.sync_controller import SyncChild
from reader.ui.widgets import wording

pytestmark = pytest.mark.child

TIDIES_FOR_EVER = """
import sys
print(sys.argv[1], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SyncChild:
    report = sync_process.to_line(SyncReport(added=1))
    command = [sys.executable, "-c", TIDIES_FOR_EVER, report]
    monkeypatch.setattr(sync_process, "command", lambda root, **_: command)
    return SyncChild(tmp_path)


def started(qtbot: QtBot, process: SyncChild) -> list[object]:
    """Start it, and await its last event."""
    events = list[object]()
    process.handle = events.append
    process.start()
    qtbot.waitUntil(lambda: bool(events))
    return events


def test_a_start_while_the_child_tidies_up_ends_it_and_is_another_sync(
    qtbot: QtBot, process: SyncChild
) -> None:
    for _ in range(3):
        events = list[object]()
        process.handle = events.append
        process.start()
        assert process.is_running()
        process.start()
        qtbot.waitUntil(lambda events=events: events == [SyncReport(added=1)])  # type: ignore[misc]
        assert not process.is_running()
    process.close(waits=True)


def test_closing_ends_a_child_that_tidies_up(qtbot: QtBot, process: SyncChild) -> None:
    started(qtbot, process)
    process.start()
    process.close(waits=True)
    assert not process.is_running()


def test_no_child_of_another_version_is_started(
    qtbot: QtBot, process: SyncChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_process, "_AT_START", None)
    monkeypatch.setattr(sync_process, "command", lambda *_, **__: pytest.fail("it was started"))
    assert started(qtbot, process) == [Failed(wording.replaced())]
    assert not process.is_running()
