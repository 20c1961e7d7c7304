"""`reader log` as a person runs it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from reader.features.research_log.log_file import LogEntry, LogKind, log_of
from reader.library.library import Library
from tests import homes
from tests.terminal import Ran, Terminal, write_issues


def test_the_log_is_off_until_it_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    terminal, root = Terminal(tmp_path / "home"), write_issues(tmp_path / "柳川")

    def run(*words: object, code: int = 0) -> Ran:
        return terminal.run(*words, "--library", root, code=code)

    assert "--off" in run("log", "--on", "--off", code=2).err
    assert "没有记" in run("log").err
    assert run("log", "--json").json() == {"on": False, "entries": []}
    run("log", "--on")
    homes.use(monkeypatch, terminal.home)
    library = Library.open(root)
    time = dt.datetime(2026, 3, 5, 9, 30).astimezone()
    log_of(library).add(
        LogEntry(time, LogKind.QUERY, "老戏台 *", 2), LogEntry(time, LogKind.ARTICLE, "甲：某文", key="k7-2")
    )
    library.close()
    told = run("log", "--json").json()
    assert (told["on"], [each["kind"] for each in told["entries"]]) == (True, ["query", "article"])
    assert run("log").out == (
        "# 研究日志：柳川\n\n## 2026-03-05\n\n- 09:30 搜索 **老戏台 \\*** · 2 篇\n- 09:30 读 甲：某文 `k7-2`\n"
    )
    run("log", "-o", tmp_path / "日志.md")
    assert "没有盖掉" in run("log", "-o", tmp_path / "日志.md", code=1).err
    assert not list(root.rglob("*log*"))
    assert "2 条" in run("log", "--clear").out
    assert run("log", "--json").json() == {"on": True, "entries": []}
    run("log", "--off")
    assert json.loads(run("log", "--json").out)["on"] is False
