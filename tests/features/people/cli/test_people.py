"""`reader people`: the list, a card and its evidence, counted by hand."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.people.people import people_of
from tests.terminal import Ran, Terminal

PAPER = """雁桥日报
2024年3月1日 星期五
第100期

第01版

渡口加开一班船

本报讯（记者 苏蕙）昨日，市长何渡生说，渡口要修。

陈守灯、顾小荇、祝水芹等出席。
"""
NEXT_DAY = """雁桥日报
2024年3月2日 星期六
第101期

第01版

灯塔亮了

何渡生来到灯塔下，船工祝水芹望着江水。
"""


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "20240301.txt").write_text(PAPER, encoding="utf-8")
    (folder / "20240302.txt").write_text(NEXT_DAY, encoding="utf-8")
    return folder


def test_the_list_has_who_is_named_and_in_how_many_articles(terminal: Terminal, shelf: Path) -> None:
    told = terminal.run("people", "--json", "--library", shelf).json()
    assert told["total"] == 5
    assert {each["name"]: each["articles"] for each in told["people"]} == {
        "何渡生": 2,
        "祝水芹": 2,
        "苏蕙": 1,
        "陈守灯": 1,
        "顾小荇": 1,
    }
    assert (told["people"][0]["first"], told["people"][0]["last"]) == ("2024-03-01", "2024-03-02")


@pytest.mark.parametrize(("typed", "name"), [("hds", "何渡生"), ("chensd", "陈守灯"), ("荇", "顾小荇")])
def test_a_filter_takes_characters_and_pinyin(terminal: Terminal, shelf: Path, typed: str, name: str) -> None:
    told = terminal.run("people", "--filter", typed, "--json", "--library", shelf).json()
    assert [each["name"] for each in told["people"]] == [name]
    assert "没有" in terminal.run("people", "--filter", "xyz", "--library", shelf).out


def test_a_card_tells_what_is_known_and_what_tells_it(terminal: Terminal, shelf: Path) -> None:
    told = terminal.run("people", "何渡生", "--evidence", "--json", "--library", shelf).json()
    assert (told["articles"], told["certain"], told["written"], told["first"]) == (2, 2, 0, "2024-03-01")
    assert [(each["title"], each["articles"]) for each in told["offices"]] == [("市长", 1)]
    assert {each["name"] for each in told["companions"]} == {"祝水芹", "苏蕙", "陈守灯", "顾小荇"}
    assert {each["mark"] for each in told["evidence"]} == {"office", "speech"}
    assert all("何渡生" in each["quote"] for each in told["evidence"])
    out = terminal.run("people", "苏蕙", "--library", shelf).out
    assert "确定是人名" in out
    assert "署名 1" in out


def test_it_says_when_not_all_names_are_known_yet(terminal: Terminal, shelf: Path) -> None:
    assert terminal.run("people", "--library", shelf).err == ""
    for path in terminal.home.rglob("catalogue.sqlite"):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE name SET is_whole = 0 WHERE form = '苏蕙'")
    assert "还没有认完" in terminal.run("people", "--library", shelf).err
    terminal.run("sync", "--library", shelf)
    assert terminal.run("people", "--library", shelf).err == ""


def test_who_was_not_recognised_has_no_card(terminal: Terminal, shelf: Path) -> None:
    assert "江水" in terminal.run("people", "江水", "--library", shelf, code=1).err
    assert "NAME" in terminal.run("people", "--evidence", code=2).err
    assert "--filter" in terminal.run("people", "何渡生", "--filter", "h", code=2).err


def test_a_long_name_is_not_repeated_whole(terminal: Terminal, shelf: Path) -> None:
    ran = terminal.run("people", "林" * 5000, "--library", shelf, code=1)
    assert f"“{'林' * 20}…{'林' * 20}”" in ran.err
    assert "林" * 21 not in ran.err


def test_traditional_and_simplified_forms_are_told_as_one_person(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "20240301.txt").write_text(PAPER, encoding="utf-8")
    for day in (2, 3):
        paper = NEXT_DAY.replace("3月2日", f"3月{day}日").replace("何渡生", "縣長陳守燈說，")
        (tmp_path / f"2024030{day}.txt").write_text(paper, encoding="utf-8")
    told = terminal.run("people", "--filter", "守灯", "--json", "--library", tmp_path).json()
    [row] = told["people"]
    assert (told["total"], row["name"], row["articles"], row["forms"]) == (
        1,
        "陳守燈",
        3,
        ["陳守燈", "陈守灯"],
    )
    card = terminal.run("people", "陈守灯", "--json", "--library", tmp_path).json()
    assert (card["name"], card["forms"], card["offices"][0]["title"]) == ("陳守燈", row["forms"], "縣長")
    words = terminal.run("people", "--filter", "csd", "--library", tmp_path).out
    assert "陳守燈  陈守灯" in words


def test_what_was_decided_in_the_window_is_listed_and_followed(terminal: Terminal, tmp_path: Path) -> None:
    for day, paper in (("01", PAPER), ("02", NEXT_DAY)):
        (tmp_path / f"202403{day}.txt").write_text(paper, encoding="utf-8")

    def run(*words: str, code: int = 0) -> Ran:
        return terminal.run("people", *words, "--library", tmp_path, code=code)

    assert run("decisions", "--json").json() == []
    evidence = run("何渡生", "--evidence", "--json").json()["evidence"]
    key = next(each["key"] for each in evidence if each["date"] == "2024-03-02")
    with terminal.library(tmp_path) as library:
        people_of(library).strike_out("苏蕙")
        people_of(library).merge("祝水芹", "何渡生")
        people_of(library).split("何渡生", "船工", [each.id for each in library.articles.find(key)])
    assert [each["content"]["kind"] for each in run("decisions", "--json").json()] == [
        "struck-out name",
        "merged name",
        "split person",
    ]
    assert "“苏蕙”不是人名" in run("decisions").out
    assert "已划掉" in run("苏蕙", code=1).err
    card = run("何渡生", "--label", "船工", "--evidence", "--json").json()
    assert (card["label"], card["first"], [each["key"] for each in card["evidence"]]) == (
        "船工",
        "2024-03-02",
        [key],
    )
    assert "没有叫" in run("何渡生", "--label", "教师", code=1).err
    assert "--label" in run("--label", "船工", code=2).err
    assert "苏蕙" in run("strike", "苏蕙", code=2).err
