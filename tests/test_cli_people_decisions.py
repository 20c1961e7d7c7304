"""`reader people strike`, `merge`, `split`, `decisions`, `undo`: what a reader decides on people in a terminal."""

from pathlib import Path

import pytest

from tests.terminal import Ran, Terminal
from tests.test_cli_people import NEXT_DAY, PAPER


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.terminal = Terminal(folder / "home")
        self.root = folder / "雁桥"
        self.root.mkdir()
        (self.root / "20240301.txt").write_text(PAPER, encoding="utf-8")
        (self.root / "20240302.txt").write_text(NEXT_DAY, encoding="utf-8")

    def run(self, *words: object, code: int = 0) -> Ran:
        return self.terminal.run("people", *words, "--library", self.root, code=code)

    def names(self) -> dict[str, int]:
        """Everybody who is listed, with the number of articles."""
        people = self.run("--json").json()["people"]
        return {each["name"] + each["label"]: each["articles"] for each in people}

    def key_of(self, name: str, date: str) -> str:
        """The key of the article of a day with a name."""
        evidence = self.run(name, "--evidence", "--json").json()["evidence"]
        return str(next(each["key"] for each in evidence if each["date"] == date))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_who_is_struck_out_is_listed_no_more_until_that_is_undone(shelf: Shelf) -> None:
    before = shelf.names()
    told = shelf.run("strike", "顾小荇", "--json").json()
    assert (told["content"], told["undone"]) == ({"kind": "struck-out name", "name": "顾小荇"}, False)
    assert shelf.names() == {name: count for name, count in before.items() if name != "顾小荇"}
    assert "已划掉" in shelf.run("顾小荇", code=1).err
    assert "已划掉" in shelf.run("strike", "顾小荇", code=1).err
    assert shelf.run("undo", "--json").json() == told | {"undone": True}
    assert shelf.names() == before


def test_two_spellings_become_one_person(shelf: Shelf) -> None:
    assert "“祝水芹”就是“何渡生”" in shelf.run("merge", "祝水芹", "何渡生").out
    assert shelf.names() == {"何渡生": 2, "苏蕙": 1, "陈守灯": 1, "顾小荇": 1}
    assert shelf.run("祝水芹", "--json").json()["spellings"] == ["何渡生", "祝水芹"]
    assert "已经" in shelf.run("merge", "祝水芹", "何渡生", code=1).err
    assert "同一个" in shelf.run("merge", "何渡生", "何渡生", code=1).err


def test_one_name_becomes_two_people_and_one_again(shelf: Shelf) -> None:
    key = shelf.key_of("何渡生", "2024-03-02")
    shelf.run("split", "何渡生", "船工", key)
    assert shelf.names() == {"祝水芹": 2, "何渡生": 1, "何渡生船工": 1, "苏蕙": 1, "陈守灯": 1, "顾小荇": 1}
    card = shelf.run("何渡生", "--label", "船工", "--evidence", "--json").json()
    assert (card["label"], card["first"], card["last"]) == ("船工", "2024-03-02", "2024-03-02")
    assert [each["key"] for each in card["evidence"]] == [key]
    assert "船工" in shelf.run("何渡生", "--label", "船工").out
    shelf.run("split", "何渡生", "", key)
    assert shelf.names()["何渡生"] == 2
    assert "没有叫" in shelf.run("何渡生", "--label", "船工", code=1).err


def test_what_was_decided_is_listed_and_undone_by_its_uuid_or_from_the_last_one(shelf: Shelf) -> None:
    assert shelf.run("decisions", "--json").json() == []
    assert "没有改过" in shelf.run("undo", code=1).err
    first = shelf.run("strike", "苏蕙", "--json").json()
    shelf.run("--json", "merge", "祝水芹", "何渡生")
    assert [each["content"]["kind"] for each in shelf.run("decisions", "--json").json()] == [
        "struck-out name",
        "merged name",
    ]
    assert "“苏蕙”不是人名" in shelf.run("decisions").out
    assert "“苏蕙”不是人名" in shelf.run("undo", first["uuid"][:8].upper()).out
    assert "“祝水芹”就是“何渡生”" in shelf.run("undo").out
    assert shelf.run("decisions", "--json").json() == []
    assert "decisions" in shelf.run("undo", "ffff", code=1).err


def test_it_travels_with_the_bookmarks(shelf: Shelf, tmp_path: Path) -> None:
    shelf.run("strike", "苏蕙")
    shelf.run("split", "何渡生", "船工", shelf.key_of("何渡生", "2024-03-02"))
    names, notes = shelf.names(), tmp_path / "搬家.json"
    shelf.terminal.run("bookmark", "export", notes, "--format", "json", "--library", shelf.root)
    (tmp_path / "another").mkdir()
    other = Shelf(tmp_path / "another")
    assert other.names() != names
    other.terminal.run("bookmark", "import", notes, "--library", other.root)
    assert other.names() == names


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("strike", "江水"), "江水"),
        (("merge", "江水", "何渡生"), "江水"),
        (("merge", "何渡生", "长" * 101), "太长"),
        (("split", "何渡生", "船工", "nosuchkey"), "nosuchkey"),
    ],
    ids=str,
)
def test_what_can_not_be_decided_is_said_and_nothing_is_stored(
    shelf: Shelf, words: tuple[str, ...], told: str
) -> None:
    assert told in shelf.run(*words, code=1).err
    assert shelf.run("decisions", "--json").json() == []


def test_an_article_without_the_name_is_not_split_off(shelf: Shelf) -> None:
    key = shelf.key_of("何渡生", "2024-03-02")
    assert key in shelf.run("split", "苏蕙", "船工", key, code=1).err
    assert "太长" in shelf.run("split", "何渡生", "长" * 101, key, code=1).err
    assert shelf.run("decisions", "--json").json() == []


def test_a_wrong_command_line_is_told_with_where_to_find_help(shelf: Shelf) -> None:
    assert "reader people merge --help" in shelf.run("merge", "何渡生", code=2).err
    assert "--label" in shelf.run("--label", "船工", code=2).err
