"""The columns of CSV have names that are the same in all languages; `--headings words` gives the words of one."""

import csv
from pathlib import Path

import pytest

from tests.terminal import Terminal, write_issues

COMMANDS = {
    ("search", "戏台", "--export", "csv"): ("citation", "引文"),
    ("kwic", "戏台", "-o", "-"): ("left", "左边"),
    ("kwic", "戏台", "--group", "-o", "-"): ("key", "左边或右边、年份"),
    ("timeline", "戏台", "-o", "-"): ("time", "时间"),
    ("keyness", "戏台", "-o", "-"): ("word", "词"),
    ("chronicle", "-o", "FILE.csv"): ("line", "条"),
    ("people", "--list", "NAMES", "-o", "-"): ("name", "姓名"),
    ("bookmark", "export", "--format", "csv"): ("citation", "引文"),
}


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_every_table_has_both(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_LIBRARY", str(write_issues(tmp_path / "柳川")))
    terminal = Terminal(tmp_path / "home")
    hit = terminal.run("search", "戏台", "--json").json()["hits"][0]
    terminal.run("bookmark", "add", hit["printing"])
    names = tmp_path / "names.txt"
    names.write_text("温如岚\n", encoding="utf-8")
    for chosen, first in zip(((), ("--headings", "words")), COMMANDS[words], strict=True):
        file = tmp_path / f"{len(chosen)}.csv"
        typed = [{"FILE.csv": str(file), "NAMES": str(names)}.get(word, word) for word in words]
        told = terminal.run(*typed, *chosen).out
        text = file.read_text("utf-8-sig") if file.exists() else told
        heading = next(csv.reader(text.splitlines()))
        assert heading[0].lower() == first
        assert bool(chosen) != all(each.isascii() for each in heading)
