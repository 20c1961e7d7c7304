"""`reader saved` as a person, or cron, runs it."""

from pathlib import Path

import pytest

from reader.features.saved_searches.saved_searches import searches_of
from reader.search.documents import Order
from tests.terminal import ISSUES, Ran, Terminal, write_issues

NEW_ISSUE = (
    "柳川晚报\n1991年1月18日 星期五 第331期\n\n老戏台要修\n\n"
    "本报讯（记者 温如岚）雪化了，老戏台的瓦漏水，镇上凑钱修它，木匠宋三槐又来了。\n"
)


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.terminal = Terminal(folder / "home")
        self.root = self.terminal.laid(folder / "柳川")

    def run(self, *words: object, code: int = 0) -> Ran:
        return self.terminal.run(*words, "--library", self.root, code=code)

    def save(self, name: str, query: str, order: Order = Order.RELEVANCE) -> None:
        with self.terminal.library(self.root) as library:
            searches_of(library).add(name, query, order)

    def grow(self) -> None:
        write_issues(self.root, {"1991/01/19910118.txt": NEW_ISSUE})
        self.run("sync")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_cron_is_told_what_is_new_once(shelf: Shelf) -> None:
    shelf.save("戏台", "老戏台", Order.NEWEST)
    shelf.save("米市", "米市")
    assert shelf.run("saved", "--new", "--json").json() == []
    shelf.grow()
    [told] = shelf.run("saved", "--new", "--mark", "--json").json()
    assert (told["name"], told["total"], told["new"], told["order"]) == ("戏台", 3, 1, "newest")
    assert [hit["headline"] for hit in told["hits"]] == ["老戏台要修"]
    assert shelf.run("saved", "--new", "--json").json() == []
    assert "没有新的" in shelf.run("saved", "--new").out


def test_a_list_without_mark_leaves_it_new(shelf: Shelf) -> None:
    shelf.save("戏台", "老戏台")
    shelf.grow()
    for _ in range(2):
        assert "戏台 · 3 篇 · 新 1 · 老戏台" in shelf.run("saved").out
    listed = shelf.run("saved", "list", "--new").out
    assert "老戏台要修" in listed
    assert "搬过了河" not in listed


def test_show_marks_what_is_new_and_then_it_is_not(shelf: Shelf) -> None:
    shelf.save("戏台", "老戏台", Order.OLDEST)
    shelf.grow()
    peeked = shelf.run("saved", "show", "戏台", "--peek", "--json").json()
    assert [hit["new"] for hit in peeked["hits"]] == [False, False, True]
    assert peeked["understood_as"] == "老戏台"
    shown = shelf.run("saved", "show", "戏台").out
    assert shown.count("· 新") == 2  # in the line of numbers, and at the article
    again = shelf.run("saved", "show", "戏台", "--json").json()
    assert (again["new"], [hit["new"] for hit in again["hits"]]) == (0, [False] * 3)


def test_show_new_lists_those_alone(shelf: Shelf) -> None:
    shelf.save("戏台", "老戏台")
    shelf.grow()
    only = shelf.run("saved", "show", "戏台", "--new", "--json").json()
    assert [hit["headline"] for hit in only["hits"]] == ["老戏台要修"]
    assert "这里是前 1 篇" in shelf.run("saved", "show", "戏台", "--limit", "1").out


def test_one_is_saved_and_the_saving_undone(shelf: Shelf) -> None:
    assert "还没有保存的搜索。在窗口里" in shelf.run("saved").out
    assert "没有叫“戏台”的搜索" in shelf.run("saved", "show", "戏台", code=1).err
    shelf.run("saved", "-q", code=1)
    assert "已保存“戏台”" in shelf.run("saved", "add", "戏台", "老戏台", "--sort", "newest").out
    (saved,) = shelf.run("saved", "--json").json()
    assert (saved["query"], saved["order"], saved["all_shapes"], saved["new"]) == (
        "老戏台",
        "newest",
        True,
        0,
    )
    assert "已经存过，叫“戏台”" in shelf.run("saved", "add", "别名", "老戏台").out
    shelf.run("saved", "add", "戏台", "马灯", code=1)
    shelf.run("saved", "-q")
    shelf.run("saved", "--new", "-q", code=1)
    assert "已撤销：保存搜索“戏台”" in shelf.run("saved", "undo").out
    assert "没有可以撤销的" in shelf.run("saved", "undo").out
    assert shelf.run("saved", "--json").json() == []


def test_what_can_find_nothing_says_why(shelf: Shelf) -> None:
    shelf.save("旧的", "报:河东旧报 渡")
    assert "没有名叫“河东旧报”的报纸" in shelf.run("saved").out
    assert "河东旧报" in shelf.run("saved", "--json").json()[0]["trouble"]


def test_a_wrong_command_is_2(shelf: Shelf) -> None:
    assert "frobnicate" in shelf.run("saved", "frobnicate", code=2).err


def test_issues_are_as_the_tests_count_them() -> None:
    assert sum(text.count("老戏台") for text in ISSUES.values()) >= 2
