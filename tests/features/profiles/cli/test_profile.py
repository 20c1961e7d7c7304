"""`reader profile`: what the issues of a newspaper have in common is printed; one habit or all can be refused."""

from pathlib import Path
from typing import Any

import pytest

from tests.invented_runs import issue
from tests.terminal import Terminal

PAPER = "渡光小报"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "报"
    folder.mkdir()
    for number in range(4):
        text = "\n\n".join(line.text for line in issue("tabloid", number))
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "晚报.txt").write_text("\n".join(line.text for line in issue("evening", 1)), encoding="utf-8")
    return folder


def profiles(terminal: Terminal, root: Path) -> dict[str, Any]:
    told = terminal.run("profile", "--library", root, "--json").json()
    return {each["newspaper"]: each for each in told}


def test_the_habits_of_each_newspaper_are_listed_by_their_kinds(terminal: Terminal, root: Path) -> None:
    told = profiles(terminal, root)
    assert told.keys() == {PAPER}
    kinds = {each["text"]: each["kind"] for each in told[PAPER]["traits"]}
    assert kinds["零拾"] == "column"
    assert kinds["◘"] == "item"
    lines = terminal.run("profile", "--library", root).out.splitlines()
    assert lines[:3] == [PAPER, "  栏目", "    零拾　4 期"]
    assert "    第一版要闻　4 期" in lines[lines.index("  版名") :]
    assert "    ◘　4 期" in lines[lines.index("  条目的记号") :]


def test_a_habit_is_refused_and_allowed_again(terminal: Terminal, root: Path) -> None:
    def articles() -> int:
        return int(terminal.run("sync", "--library", root, "--json").json()["articles"])

    before = articles()
    told = terminal.run("profile", PAPER, "--refuse", "◘", "--library", root).out
    assert "    ◘　4 期　不用" in told.splitlines()
    assert articles() < before
    terminal.run("profile", PAPER, "--allow", "◘", "--library", root)
    assert articles() == before
    assert f"{PAPER}　整份不用" in terminal.run("profile", PAPER, "--off", "--library", root).out
    assert profiles(terminal, root)[PAPER]["is_refused"]
    terminal.run("profile", PAPER, "--on", "--library", root)
    assert articles() == before


def test_what_is_no_habit_is_not_refused(terminal: Terminal, root: Path) -> None:
    assert "惯例里没有" in terminal.run("profile", PAPER, "--refuse", "渡", "--library", root, code=1).err
    assert "没有《渡口报》" in terminal.run("profile", "渡口报", "--library", root, code=1).err
    assert "哪份报" in terminal.run("profile", "--off", "--library", root, code=2).err


def test_a_newspaper_of_few_issues_has_no_habits(terminal: Terminal, root: Path) -> None:
    assert "至少要三期" in terminal.run("profile", "柳堤晚报", "--library", root).out


def test_the_habits_in_a_pack_are_listed_and_stay(terminal: Terminal, root: Path, tmp_path: Path) -> None:
    pack = tmp_path / "报.yuebao"
    terminal.run("pack", root, "-o", pack)
    assert profiles(terminal, pack) == profiles(terminal, root)
    terminal.run("profile", PAPER, "--refuse", "◘", "--library", pack, code=1)
    assert profiles(terminal, pack) == profiles(terminal, root)
