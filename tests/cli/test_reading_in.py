"""While a library is being read in, or when that was broken off, every command says that its numbers are so far."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.cli.commands import all_commands
from reader.features.saved_searches.saved_searches import searches_of
from reader.library import sync as syncing
from reader.library.derived_data import only_writer
from reader.library.library import Library
from reader.library.sync_events import Progress, SyncCancelled
from reader.search.documents import Order
from tests.terminal import ISSUES, Terminal, write_issues

NEWEST_READ = 2
"""Of the three issues of the paper so many are read, the newest first."""
UNREAD = "1990/03/19900305.txt"

WITH_NUMBERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "search": (("戏台",), ("柳川米市",), ("戏台", "--rungs"), ("戏台", "--count")),
    "saved": ((), ("show", "戏台"), ("--new",)),
    "timeline": (("戏台",), ("柳川米市",)),
    "kwic": (("戏台",), ("柳川米市",), ("戏台", "--group", "--sort", "r1")),
    "collocates": (("戏台",), ("柳川米市",)),
    "keyness": (("戏台",), ("柳川米市",)),
    "people": ((), ("温如岚",), ("宋三槐",), ("--filter", "宋"), ("--list", "NAMES")),
    "similar": ((), ("--series",)),
    "export": (("--all", "-o", "OUT"),),
    "profile": ((), ("柳川晨报",)),
    "show": (("nosuch",),),
    "chronicle": (("戏台",),),
    "claims": (("NAMES",),),
    "unknown": ((),),
    "offices": ((), ("温如岚",)),
    "cite": (("nosuch",),),
    "evidence": (("make", "戏台", "-o", "OUT.YUEBAO-EVIDENCE"),),
}
"""Commands that tell numbers of the library, or that it has none, with words for them."""
WITHOUT_NUMBERS = {
    "open": "the window",
    "sync": "reads it in",
    "import": "reads it in",
    "recognize": "pictures",
    "sources": "one article",
    "parse": "one file",
    "columns": "one file",
    "bookmark": "what the reader has made",
    "dossier": "what the reader has made",
    "backup": "what the reader has made",
    "import-notes": "refused until all is read",
    "log": "what the reader has made",
    "clip": "one article",
    "correct": "what the reader has made",
    "misreadings": "one issue",
    "check": "reads it in",
    "completion": "the commands",
    "schema": "the commands",
}
JSON_OF = ("search", "saved", "timeline", "kwic", "collocates", "keyness", "people", "export")
TOTALS = {*JSON_OF} - {"people"}
"""Commands that print a total."""
STILL_TO_COME = "人名还没有认完，人和篇数会少。运行 reader sync 接着认。"


def test_every_command_is_in_one_of_the_tables() -> None:
    assert {*WITH_NUMBERS} ^ {*WITHOUT_NUMBERS} == {each.name for each in all_commands()} - {
        "pack",
        "room",
    }


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr(syncing, "BATCH_CHARACTERS", 1)
    (tmp_path / "NAMES").write_text("温如岚\n宋三槐\n", encoding="utf-8")
    return Terminal(tmp_path / "home")


def read_some(library: Library, files: int) -> None:
    def stop(now: Progress) -> None:
        if now.path and now.done - now.before == files:
            raise SyncCancelled

    with pytest.raises(SyncCancelled):
        library.sync(stop)


@pytest.fixture
def root(terminal: Terminal, tmp_path: Path) -> Path:
    """A library whose first sync was completed, and whose second was cancelled before the oldest issue was read."""
    newest, *others = sorted(ISSUES, reverse=True)
    root = write_issues(tmp_path / "报", {newest: ISSUES[newest]})
    with terminal.library(root) as library:
        searches_of(library).add("戏台", "戏台", Order.RELEVANCE)
        write_issues(root, {each: ISSUES[each] for each in others})
        read_some(library, NEWEST_READ - 1)
    return root


def words_of(words: tuple[str, ...], tmp_path: Path) -> Iterator[str]:
    for word in words:
        yield str(tmp_path / word) if word.isupper() else word


@pytest.mark.parametrize("command", WITH_NUMBERS)
def test_what_it_prints_says_how_much_was_read(
    terminal: Terminal, root: Path, tmp_path: Path, command: str
) -> None:
    for words in WITH_NUMBERS[command]:
        ran = terminal.ran(command, *words_of(words, tmp_path), "--library", root)
        assert ran.err.startswith("停在 50 %；下面都是到此为止的。"), ran
        for line in (ran.out + ran.err).splitlines():
            assert "没有" not in line or "目前还没有" in line or line == STILL_TO_COME, line
        if command in TOTALS and "--count" not in words and "--group" not in words:
            assert "停在 50 %，目前" in ran.out or "停在 50 %，目前还没有" in ran.out, ran


def told_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects that say whether a total is exact."""
    yield from value if isinstance(value, list) else [value]


@pytest.mark.parametrize("command", JSON_OF)
def test_its_json_says_so(terminal: Terminal, root: Path, tmp_path: Path, command: str) -> None:
    for words in WITH_NUMBERS[command]:
        ran = terminal.ran(command, *words_of(words, tmp_path), "--json", "--library", root)
        if ran.code == 1:
            assert "目前还没有" in ran.err, ran
            continue
        for each in told_in(ran.json()):
            assert not each["total_is_exact"]
            assert 0 < each["read_share"] < 1


def test_afterwards_numbers_are_exact_again(terminal: Terminal, root: Path) -> None:
    assert terminal.run("search", "戏台", "--json", "--library", root).json()["total"] == 1
    terminal.run("sync", "--library", root)
    ran = terminal.run("search", "戏台", "--json", "--library", root)
    assert (ran.json()["total"], ran.json()["total_is_exact"], ran.json()["read_share"]) == (2, True, 1.0)
    assert ran.err == ""
    assert terminal.run("search", "戏台", "--library", root).out.startswith("2 篇：")


def test_during_a_first_sync_of_another_process_it_is_not_exact(terminal: Terminal, tmp_path: Path) -> None:
    root = write_issues(tmp_path / "报")
    with terminal.library(tmp_path / "报") as library:
        lock = library.local.lock
        library.local.throw_index_away()
        library.local.throw_catalogue_away()
        with only_writer(lock):
            found = terminal.run("search", "戏台", "--json", "--library", root).json()
            assert (found["total"], found["total_is_exact"], found["read_share"]) == (0, False, 0.0)
        read_some(library, 1)
        with only_writer(lock):
            found = terminal.run("search", "戏台", "--json", "--library", root).json()
    assert found["total"] == 1
    assert not found["total_is_exact"]
    sizes = {path: (root / path).stat().st_size for path in ISSUES}
    assert found["read_share"] == pytest.approx(sizes[max(ISSUES)] / sum(sizes.values()), abs=0.001)


def test_the_share_is_of_work_and_not_of_files(terminal: Terminal, root: Path) -> None:
    sizes = {path: (root / path).stat().st_size for path in ISSUES}
    share = 1 - sizes[UNREAD] / sum(sizes.values())
    found = terminal.run("search", "戏台", "--json", "--library", root).json()
    assert found["read_share"] == pytest.approx(share, abs=0.001)
    assert abs(share - NEWEST_READ / len(ISSUES)) > 0.01


def test_files_that_failed_are_told_beside_it(terminal: Terminal, root: Path) -> None:
    (root / "19920101.pdf").write_bytes(b"%PDF-1.4")
    write_issues(root, {"1991/12/19911231.txt": ISSUES[UNREAD]})
    with terminal.library(root) as library:
        read_some(library, 2)
    ran = terminal.run("search", "戏台", "--library", root)
    assert "，另有 1 个无法读取，目前 2 篇：" in ran.out
    assert terminal.run("search", "戏台", "--json", "--library", root).json()["failed_files"] == 1
