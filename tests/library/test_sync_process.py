"""The child that syncs: what it says, what it obeys, and that it never outlives the one it works for."""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader import own_process
from reader.library import sync_process
from reader.library.sync_events import Failure, Progress, RecognitionProgress, RecognitionReport, SyncReport
from reader.library.sync_process import (
    Cancelled,
    CatalogueGrown,
    Failed,
    MissingFilesQuestion,
    from_line,
    to_line,
)
from tests import corpus, homes
from tests.test_own_process import piped

pytestmark = pytest.mark.slow

SECONDS = 120
"""More than any of this takes on a slow machine."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("READER_LANGUAGE", "zh")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """More issues than are read before an order arrives."""
    corpus.write_library(tmp_path / "报", 120)
    return tmp_path / "报"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """As many issues as a test may wait for."""
    corpus.write_library(tmp_path / "报", 10)
    return tmp_path / "报"


def command(root: Path, grace: float = SECONDS) -> list[str]:
    """The command of a child that may take `grace` seconds to end by itself: other tests may take its processors."""
    program = (
        "import sys\n"
        "from reader import __main__\n"
        "from reader.library import sync_process\n"
        f"sync_process.GRACE_SECONDS = {grace}\n"
        "sys.exit(__main__.main())"
    )
    words = sync_process.command(root)
    return [sys.executable, "-c", program, *words[words.index("sync") :]]


@contextmanager
def child(root: Path, grace: float = SECONDS) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command(root, grace), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said_next(process: subprocess.Popen[bytes]) -> sync_process.Event | None:
    assert process.stdout is not None
    return from_line(process.stdout.readline().decode())


def order(process: subprocess.Popen[bytes], words: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(words)
    process.stdin.flush()


def end_of(process: subprocess.Popen[bytes]) -> tuple[sync_process.Event | None, str]:
    """The last thing it says, and its complaints."""
    out, err = process.communicate(timeout=SECONDS)
    lines = out.decode().splitlines()
    return (from_line(lines[-1]) if lines else None), err.decode()


@pytest.mark.parametrize(
    "event",
    [
        Progress(3, 40, "1987/06/12.txt", 2),
        CatalogueGrown(),
        SyncReport(added=2, failed=[Failure("坏.txt", "空的")], articles=9, complaint="收藏文件损坏"),
        MissingFilesQuestion(5, 9, "不见了"),
        Failed("磁盘满了", is_busy=True),
        Cancelled(),
        RecognitionProgress(1, 3, "1987-06-12.png", 2.5),
        RecognitionReport(2, 1, ["猫.jpg"], ["半.jpg"], ["a.pdf"], [Failure("坏.png", "打不开")]),
    ],
)
def test_every_event_goes_through_a_line(event: sync_process.Event) -> None:
    line = to_line(event)
    assert "\n" not in line
    assert from_line(line) == event
    assert all(from_line(line[:cut]) is None for cut in range(len(line)))


@pytest.mark.parametrize(
    "line", ["", "warning: x", "3", "[]", '{"event": "sung"}', '{"event": "progress"}', "\x00"]
)
def test_what_is_no_event_is_passed_over(line: str) -> None:
    assert from_line(line) is None


def test_it_tells_how_far_it_is_and_reports(small: Path) -> None:
    out = io.StringIO()
    assert sync_process.serve(small, out, None) == 0
    events = [from_line(line) for line in out.getvalue().splitlines()]
    assert CatalogueGrown() in events
    assert isinstance(events[0], Progress)
    assert isinstance(events[-1], SyncReport)
    assert events[-1].added == 10


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    out = io.StringIO()
    assert sync_process.serve(tmp_path / "nowhere", out, None) == 1
    assert json.loads(out.getvalue())["event"] == "failed"


class TestOrders:
    def test_it_pauses_goes_on_and_is_cancelled(self, root: Path) -> None:
        with child(root) as process:
            assert isinstance(said_next(process), Progress)
            order(process, b"pause\nresume\n")
            assert said_next(process) is not None
            order(process, b"cancel\n")
            event, complaints = end_of(process)
            assert (event, process.returncode, complaints) == (Cancelled(), 1, "")

    def test_words_that_are_none_are_passed_over(self, small: Path) -> None:
        with child(small) as process:
            order(process, b"\xff\xfe\x00\nsing\npau" + b"x" * 100_000 + b"\n\n")
            while not isinstance(event := said_next(process), SyncReport):
                assert event is not None
            assert event.added == 10

    def test_a_pipe_that_closes_while_it_is_paused_ends_it(self, root: Path) -> None:
        with child(root) as process:
            said_next(process)
            order(process, b"pause\n")
            event, complaints = end_of(process)
            assert (event, process.returncode, complaints) == (Cancelled(), 1, "")

    def test_half_an_order_and_a_closed_pipe_end_it(self, root: Path) -> None:
        with child(root) as process:
            order(process, b"resu")
            _, complaints = end_of(process)
            assert (process.returncode, complaints) == (1, "")

    def test_a_pipe_that_is_closed_from_the_start_ends_it(self, root: Path) -> None:
        with child(root) as process:
            _, complaints = end_of(process)
            assert (process.returncode, complaints) == (1, "")


def test_it_ends_though_a_step_goes_on_and_on(root: Path) -> None:
    """It is given no time to come to the end of a step."""
    with child(root, grace=0) as process:
        said_next(process)
        order(process, b"pause\ncancel\n")
        _, complaints = end_of(process)
        assert (process.returncode, complaints) == (1, "")


def test_nobody_who_listens_ends_it_quietly(root: Path) -> None:
    with child(root) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        process.wait(SECONDS)
        assert process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="told by a signal")
def test_it_ends_when_its_parent_is_killed(root: Path) -> None:
    parent_does = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen({command(root)!r}, stdin=subprocess.PIPE)\n"
        "child.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent_does], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        assert isinstance(from_line(parent.stdout.readline().decode()), Progress)  # the child has begun
        parent.send_signal(signal.SIGKILL)
        said = parent.stdout.read()  # to its end: the child, who has the pipe too, has ended
    assert from_line(said.decode().splitlines()[-1]) == Cancelled()


def test_a_window_is_told_how_many_failures_there_are_and_a_few_of_them(small: Path) -> None:
    for number in range(sync_process.LISTED + 20):
        (small / f"空{number:03}.txt").touch()
    with child(small) as process:
        while not isinstance(event := said_next(process), SyncReport):
            assert event is not None
    assert (len(event.failed), event.more_failed) == (sync_process.LISTED, 20)


def test_every_report_can_be_told() -> None:
    assert set(SyncReport.__struct_fields__) < set(json.loads(to_line(SyncReport())))


def test_a_sync_that_can_not_hear_goes_on_and_says_so(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(own_process, "_PAUSES", (0.0,))
    out = io.StringIO()
    assert sync_process.serve(small, out, piped(b"", faults=1000)) == 0
    assert "收不到窗口的话" in capsys.readouterr().err
