"""`reader similar`: other printings of an article, how they differ, and series."""

from pathlib import Path

import pytest

from tests.reprinted_papers import write_papers
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_papers(tmp_path_factory.mktemp("两报"))
    terminal.run("sync", "--library", root)
    return root


def key_of(terminal: Terminal, root: Path, query: str) -> str:
    hits = terminal.run("search", query, "--library", root, "--json").json()["hits"]
    assert len(hits) == 1
    return str(hits[0]["key"])


def test_other_printings_of_an_article(terminal: Terminal, shelf: Path) -> None:
    key, other = key_of(terminal, shelf, "温如岚"), key_of(terminal, shelf, "柳川渡口夜里")
    (printing,) = terminal.run("similar", key, "--library", shelf, "--json").lines()
    assert (printing["key"], printing["newspaper"], printing["date"]) == (other, "石板新报", "1990-03-08")
    assert printing["headline"] == "柳川渡口夜里也开船"
    assert printing["is_whole"] is True
    assert 0.9 < printing["likeness"] < 1
    told = terminal.run("similar", other, "--library", shelf).out
    assert "柳川晚报\t1990年3月6日" in told
    assert "渡船添了夜班" in told
    assert "% 相同" in told


def test_the_difference_character_by_character(terminal: Terminal, shelf: Path) -> None:
    key = key_of(terminal, shelf, "温如岚")
    told = terminal.run("similar", key, "--diff", "--library", shelf).out
    assert "撑了四[十→干]年船" in told
    assert "渡[口→囗]搭了" in told
    assert "[-，茶钱随意放进门口的竹筒里-]。" in told
    (printing,) = terminal.run("similar", key, "--diff", "--library", shelf, "--json").lines()
    assert [(each["character"], each["other"]) for each in printing["witnesses"]] == [
        ("十", "干"),
        ("口", "囗"),
    ]
    assert {part["change"] for part in printing["parts"]} >= {"same", "lookalike", "left out"}


def test_an_article_that_stands_alone(terminal: Terminal, shelf: Path) -> None:
    key = key_of(terminal, shelf, "图书角")
    assert terminal.run("similar", key, "--library", shelf, "--json").out == ""
    ran = terminal.run("similar", key, "--library", shelf)
    assert (ran.code, ran.out) == (0, "")
    assert "没有找到“石板小学添了图书角”的其他刊登。" in ran.err


def test_all_that_was_printed_more_than_once(terminal: Terminal, shelf: Path) -> None:
    (group,) = terminal.run("similar", "--library", shelf, "--json").lines()
    assert {each["date"] for each in group["articles"]} == {"1990-03-06", "1990-03-08"}
    assert "2 处" in terminal.run("similar", "--library", shelf).out


def test_series(terminal: Terminal, shelf: Path) -> None:
    (series,) = terminal.run("similar", "--series", "--library", shelf, "--json").lines()
    assert [(part["date"], part["number"]) for part in series["parts"]] == [
        ("1990-03-06", 1),
        ("1990-03-07", 2),
        ("1990-03-08", 3),
    ]
    key = series["parts"][1]["key"]
    assert terminal.run("similar", key, "--series", "--library", shelf, "--json").lines() == [series]
    assert "3 篇" in terminal.run("similar", "--series", "--library", shelf).out
    alone = terminal.run("similar", key_of(terminal, shelf, "图书角"), "--series", "--library", shelf)
    assert "没有找到连载" in alone.err


def test_a_difference_needs_an_article(terminal: Terminal, shelf: Path) -> None:
    assert "--diff" in terminal.run("similar", "--diff", "--library", shelf, code=2).err
    assert "no such" in terminal.run("similar", "no such", "--library", shelf, code=1).err
