"""`reader keyness` on the sample."""

import csv
import io
from pathlib import Path

import pytest

from tests.terminal import Terminal


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    terminal = Terminal(tmp_path_factory.mktemp("home"))
    terminal.run("sync")
    return terminal


def test_a_search_against_the_rest(terminal: Terminal) -> None:
    told = terminal.run("keyness", "渡口", "--json").json()
    found = terminal.run("search", "渡口", "--json").json()["total"]
    assert (told["against"], told["against_understood_as"], told["articles"]["here"]) == (None, None, found)
    assert told["counted"] == {name: told["articles"][name] for name in ("here", "there")}
    (ferry,) = (row for row in told["rows"] if row["word"] == "渡口")
    assert (ferry["direction"], ferry["there"], ferry["articles_here"]) == ("more", 0, found)
    assert ferry == told["rows"][0]
    assert {row["direction"] for row in told["rows"]} == {"more", "less"}


def test_both_sides_within_days(terminal: Terminal) -> None:
    words = ("keyness", "日期:1987", "--against", "渡口", "--from", "1987-06", "--to", "1987-06", "--json")
    told = terminal.run(*words).json()
    june = terminal.run("search", "日期:1987-06", "--json").json()["total"]
    ferry = terminal.run("search", "渡口 日期:1987-06", "--json").json()["total"]
    assert told["articles"] == {"here": june, "there": ferry, "in_both": ferry}


def test_lines_and_tables(terminal: Terminal, tmp_path: Path) -> None:
    out = terminal.run("keyness", "渡口", "--limit", "2").out.splitlines()
    assert len(out) == 10
    assert out[2].split()[:2] == ["这边用得多", "这边次数"]
    assert out[3].split()[0] == "渡口"
    table = terminal.run("keyness", "渡口", "-o", "-", "--headings", "words").out
    heading, first, *_ = csv.reader(io.StringIO(table))
    assert heading == [
        *("词", "这边用得", "这边次数", "另边次数", "这边篇数", "另边篇数", "G²", "log ratio"),
        *("这边期数", "另边期数", "这边 DP", "这边 D", "另边 DP", "另边 D"),
    ]
    assert first[:2] == ["渡口", "多"]
    terminal.run("keyness", "渡口", "-o", tmp_path / "words.xlsx")
    assert (tmp_path / "words.xlsx").read_bytes().startswith(b"PK")


def test_nothing_to_compare_is_told(terminal: Terminal) -> None:
    assert terminal.run("keyness", "没有的词").out == "没有这样的文章。\n"
    assert terminal.run("keyness", "渡口", "--against", "没有的词").out == "另一边没有文章，没有可比的。\n"


@pytest.mark.parametrize("words", [("-o", "words.txt"), ("-o", "words.csv", "--json"), ("--limit", "0")])
def test_what_can_not_be_meant_is_refused(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert terminal.ran("keyness", "渡口", *words).code == 2
