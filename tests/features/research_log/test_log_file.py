"""The research log: off at first, appended in one piece, bounded, several windows at once."""

import datetime as dt
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import held_files
from reader.features.research_log import log_file
from reader.features.research_log.log_file import LogEntry, LogKind, ResearchLog, log_of, why_no_log
from reader.library.library import Library
from tests.held_by_another import held
from tests.terminal import write_issues

NOW = dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC)
ENTRIES = st.builds(
    LogEntry,
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),
    st.sampled_from(LogKind),
    st.text('渡口 灯\n"\\\x00', max_size=20).map(lambda text: " ".join(text.split())),
    st.none() | st.integers(0, 10**6),
    st.none() | st.just("k7-2"),
)


def query(text: str) -> LogEntry:
    return LogEntry(NOW, LogKind.QUERY, text, 3)


@pytest.fixture
def log(tmp_path: Path) -> ResearchLog:
    log = ResearchLog(tmp_path / "log", "柳川")
    log.turn(on=True)
    return log


def test_nothing_is_kept_before_a_person_wants_it(tmp_path: Path) -> None:
    log = ResearchLog(tmp_path / "log", "柳川")
    log.add(query("渡口"))
    assert not log.is_on()
    assert not (tmp_path / "log").exists()
    log.turn(on=True)
    assert ResearchLog(tmp_path / "log", "别的").is_on()
    log.add(query("渡口"))
    log.turn(on=False)
    log.add(query("米市"))
    assert log.entries() == [query("渡口")]


def test_what_is_noted_while_another_program_looks_at_the_log_is_there(
    log: ResearchLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a virus scanner looks at each file that was written."""
    monkeypatch.setattr(held_files, "_PAUSES", (0.0, 0.0))
    log.add(query("渡口"))
    scanner = ExitStack()
    scanner.enter_context(held(log.path))
    monkeypatch.setattr("time.sleep", lambda seconds: scanner.close())
    log.add(query("米市"))
    assert log.entries() == [query("渡口"), query("米市")]


@given(st.lists(ENTRIES, max_size=8))
def test_what_is_added_is_read(tmp_path_factory: pytest.TempPathFactory, entries: list[LogEntry]) -> None:
    log = ResearchLog(tmp_path_factory.mktemp("log"), "柳川")
    log.turn(on=True)
    for each in entries:
        log.add(each)
    assert log.entries() == entries


def test_a_line_that_was_cut_costs_no_other(log: ResearchLog) -> None:
    log.add(query("渡口"))
    with log.path.open("ab") as file:
        file.write(b'{"time": "2026-03-05T09')
    log.add(query("米市"))
    with log.path.open("ab") as file:
        file.write(b"\xff\xfe\n[]\n\n" + b"[" * 5000 + b"\n")
    log.add(query("戏台"))
    assert [each.text for each in log.entries()] == ["渡口", "米市", "戏台"]


def test_it_does_not_grow_without_bound(log: ResearchLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "MOST_BYTES", 10_000)
    for number in range(500):
        log.add(query(f"第{number}次" + "长" * 1000))
    assert log.path.stat().st_size <= 12_000
    assert log.entries()[-1].text.startswith("第499次")
    assert all(len(each.text) == 500 for each in log.entries())


def test_windows_that_write_at_once_lose_nothing(log: ResearchLog) -> None:
    windows = [ResearchLog(log.path.parent, "柳川") for _ in range(4)]

    def write(number: int) -> None:
        for at in range(25):
            windows[number].add(query(f"{number}-{at}"))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    assert {each.text for each in log.entries()} == {f"{n}-{at}" for n in range(4) for at in range(25)}


def test_cleared_it_is_gone_and_can_be_put_back_for_a_moment(log: ResearchLog) -> None:
    log.add(query("渡口"), query("米市"))
    before = log.clear()
    assert not log.path.exists()
    assert log.clear() == []
    log.add(query("戏台"))
    log.restore(before)
    assert [each.text for each in log.entries()] == ["渡口", "米市", "戏台"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_nobody_else_reads_it(log: ResearchLog) -> None:
    log.add(query("渡口"))
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.path.parent.stat().st_mode) == 0o700


def test_the_research_log_of_a_library_whose_notes_are_of_a_later_version_is_found(tmp_path: Path) -> None:
    with closing(Library.open(write_issues(tmp_path))) as library:
        log_of(library).turn(on=True)
        log_of(library).add(LogEntry(dt.datetime.now(dt.UTC), LogKind.QUERY, "渡口"))
        log_of(library).turn(on=False)
        path = library.user_data.path
    with closing(sqlite3.connect(path)) as later:
        later.execute("PRAGMA user_version = 99")
    with closing(Library.open(tmp_path)) as library:
        assert [each.text for each in log_of(library).entries()] == ["渡口"]
        assert why_no_log(library) == ""
    path.write_bytes(path.read_bytes().replace(b"library", b"elsewhe"))
    with closing(Library.open(tmp_path)) as library:
        assert log_of(library).entries() == []
        assert "无法读取" in why_no_log(library)
