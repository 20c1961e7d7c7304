"""`reader correct character` and `reader misreadings`: characters are corrected, everywhere or once, and doubted."""

from pathlib import Path
from typing import Any

import pytest

from tests.terminal import ISSUES, Ran, Terminal

FILE = "1990/03/19900305.txt"


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Terminal, Path]:
    terminal = Terminal(tmp_path / "home")
    return terminal, terminal.laid(tmp_path / "柳川")


def correct(shelf: tuple[Terminal, Path], *words: object, code: int = 0) -> Ran:
    terminal, root = shelf
    return terminal.run("correct", *words, "--library", root, code=code)


def test_help_teaches_with_two_examples(tmp_path: Path) -> None:
    told = Terminal(tmp_path).run("correct", "character", "--help").out
    assert told.startswith("用法：reader correct character")
    assert told.partition("例：\n")[2].count("\n  reader correct ") + 1 == 2


def found(shelf: tuple[Terminal, Path], words: str) -> int:
    terminal, root = shelf
    total = terminal.run("search", f'"{words}"', "--library", root, "--json").json()["total"]
    assert isinstance(total, int)
    return total


def key_of(shelf: tuple[Terminal, Path], words: str) -> str:
    terminal, root = shelf
    (hit,) = terminal.run("search", f'"{words}"', "--library", root, "--json").json()["hits"]
    return str(hit["key"])


def test_a_character_is_corrected_listed_and_undone(shelf: tuple[Terminal, Path]) -> None:
    key = key_of(shelf, "老戏台搬过了河")
    told = correct(shelf, "character", key, "老戏台", "老戏合").out
    assert "“台”认错了，应是“合”" in told
    assert "\x1b" not in told
    assert (found(shelf, "老戏台搬过了河"), found(shelf, "老戏合搬过了河")) == (1, 1)
    (listed,) = correct(shelf, "characters", "--json").json()
    assert (listed["content"]["printed"], listed["content"]["read_as"], listed["key"]) == ("台", "合", key)
    assert "“台”认错了，应是“合”" in correct(shelf, "characters").out
    assert "已撤销" in correct(shelf, "undo", listed["uuid"][:8]).out
    assert (found(shelf, "老戏台搬过了河"), found(shelf, "老戏合搬过了河")) == (1, 0)
    assert correct(shelf, "characters", "--json").json() == []
    assert (shelf[1] / FILE).read_text(encoding="utf-8") == ISSUES[FILE]


def test_what_leaves_is_corrected_with_notes_or_as_recognised_if_asked_for(
    shelf: tuple[Terminal, Path],
) -> None:
    terminal, root = shelf
    key = key_of(shelf, "老戏台搬过了河")
    correct(shelf, "character", key, "老戏台搬", "老戏合搬")
    for command in (("show",), ("show", "--format", "markdown"), ("show", "--format", "html"), ("cite",)):
        name, *options = command
        plain = terminal.run(name, key, *options, "--library", root).out
        told = terminal.run(name, key, *options, "--corrected", "--library", root).out
        recognised = terminal.run(name, key, *options, "--as-recognised", "--library", root).out
        assert "老戏合搬过了河" in plain
        assert "老戏台搬" not in plain
        assert told.startswith(plain.rstrip().removesuffix("</article>").rstrip())
        assert "“戏合搬”据版面改；识别作“戏台搬”" in told
        assert recognised == plain.replace("老戏合搬过了河", "老戏台搬过了河")
    shown = terminal.run("show", key, "--format", "json", "--library", root).json()
    assert (shown["headline"], shown["as_recognised"]["headline"]) == ("老戏合搬过了河", "老戏台搬过了河")
    shown = terminal.run("show", key, "--format", "json", "--as-recognised", "--library", root).json()
    assert (shown["headline"], "as_recognised" in shown) == ("老戏台搬过了河", False)
    for more in (("--format", "json"), ("--pdf", "文章.pdf")):
        assert "--corrected" in terminal.run("show", key, "--corrected", *more, "--library", root, code=2).err


def test_an_error_of_the_paper_stays_and_is_noted(shelf: tuple[Terminal, Path]) -> None:
    terminal, root = shelf
    key = key_of(shelf, "老戏台搬过了河")
    told = correct(shelf, "character", key, "老戏台搬", "老戏抬搬", "--misprint").out
    assert "“台”原报如此，疑当作“抬”" in told
    assert "老戏台搬过了河" in terminal.run("show", key, "--library", root).out
    noted = terminal.run("show", key, "--corrected", "--library", root).out
    assert "老戏台搬过了河" in noted
    assert "校注：“戏台搬”原报如此，疑当作“戏抬搬”。" in noted
    assert (found(shelf, "老戏抬搬过了河"), found(shelf, "老戏台搬过了河")) == (1, 1)
    shown = terminal.run("show", key, "--format", "json", "--library", root).json()
    assert [(each["recognised"], each["read_as"], each["fault"]) for each in shown["readings"]] == [
        ("台", "抬", "printed")
    ]
    again = ("character", key, "老戏台", "老戏抬", "--misprint", "--all")
    assert "--misprint" in correct(shelf, *again, code=2).err


def test_a_decision_is_quoted_as_printed(shelf: tuple[Terminal, Path]) -> None:
    key = key_of(shelf, "老戏台搬过了河")
    printed = "    檩子，装船运到对岸的麦场。戏台建于"
    assert printed in correct(shelf, "character", key, "岸的麦", "崖的麦").out
    assert printed in correct(shelf, "characters").out.splitlines()
    (shelf[1] / FILE).write_text("柳川晚报\n1990年3月5日 星期一 第12期\n\n今日停刊\n", encoding="utf-8")
    shelf[0].run("sync", "--library", shelf[1])
    assert "檩子,装船运到对岸的麦场。戏台建于" in correct(shelf, "characters").out


def test_what_can_not_be_corrected_is_said(shelf: tuple[Terminal, Path]) -> None:
    key = key_of(shelf, "老戏台搬过了河")
    assert "最多改作 20 个字" in correct(shelf, "character", key, "老戏台", "老戏" * 12, code=1).err
    assert "没有第 1 处" in correct(shelf, "character", key, "渡口轮船", "渡口轮般", code=1).err
    assert "没有改" in correct(shelf, "character", key, "老戏台", "老戏台", code=1).err


def test_dropped_and_extra_characters_are_corrected(shelf: tuple[Terminal, Path]) -> None:
    key = key_of(shelf, "老戏台搬过了河")
    assert "“戏”认错了，应是“戏曲”" in correct(shelf, "character", key, "戏台搬", "戏曲台搬").out
    assert "“了”是多出来的" in correct(shelf, "character", key, "过了河", "过河").out
    assert (found(shelf, "老戏台搬过了河"), found(shelf, "老戏曲台搬过河")) == (1, 1)
    told = shelf[0].run("show", key, "--corrected", "--library", shelf[1]).out
    assert "老戏曲台搬过河\n" in told
    assert "“老戏曲台”据版面改；识别漏了“曲”，补" in told
    assert "“过河”据版面改；识别多出“了”，删" in told


def write_misread(root: Path, day: int, body: str) -> None:
    page = f"柳川日报\n1990年3月{day}日\n第01版\n## 书架又添了第{day}排\n本报讯　{body}\n"
    (root / f"1990/03/199003{day:02}.txt").write_text(page, encoding="utf-8")


def test_all_places_are_corrected_listed_first_and_undone_at_once(shelf: tuple[Terminal, Path]) -> None:
    terminal, root = shelf
    write_misread(root, 20, "图节馆今天开门，他在图节馆里看书，地图节在城里。")
    terminal.run("sync", "--library", root)
    key = key_of(shelf, "地图节在城里")
    every = ("character", key, "图节", "图书", "--all")
    told = correct(shelf, *every, "--dry-run").out
    assert told.startswith("2 处会改正\n")
    assert [line.split()[0] for line in told.splitlines()[1:4]] == ["✓", "✓", "–"]
    assert found(shelf, "图书馆") == 0
    made = correct(shelf, *every, "--json").json()
    assert [each["is_misread"] for each in made["places"]] == [True, True, False]
    assert len(made["decisions"]) == 2
    assert (found(shelf, "图书馆"), found(shelf, "图节馆"), found(shelf, "地图书")) == (1, 1, 0)
    assert "没有可以改正的" in correct(shelf, *every, code=1).err
    uuid = made["decisions"][1]["uuid"]
    assert "2 处" in correct(shelf, "undo", uuid, "--all").out
    assert (found(shelf, "图书馆"), correct(shelf, "characters", "--json").json()) == (0, [])


def test_a_rule_holds_for_what_is_read_in_later_until_it_is_undone(shelf: tuple[Terminal, Path]) -> None:
    terminal, root = shelf
    write_misread(root, 20, "图节馆今天开门。")
    terminal.run("sync", "--library", root)
    key = key_of(shelf, "图节馆今天开门")
    assert (
        "以后读进来的期也照此改正" in correct(shelf, "character", key, "图节", "图书", "--all", "--later").out
    )
    write_misread(root, 21, "图节馆的灯亮到半夜，地图节在城里。")
    terminal.run("sync", "--library", root)
    assert (found(shelf, "图书馆"), found(shelf, "地图书")) == (2, 0)
    rule, *others = correct(shelf, "characters", "--json").json()
    assert (rule["content"]["kind"], len(others)) == ("rule for characters", 2)
    assert "“图节”都认错了，应是“图书”，以后读进来的也是" in correct(shelf, "characters").out
    assert "已撤销" in correct(shelf, "undo", rule["uuid"]).out
    assert found(shelf, "图书馆") == 1


def test_a_dismissed_character_is_listed_as_such(shelf: tuple[Terminal, Path]) -> None:
    key = key_of(shelf, "老戏台搬过了河")
    done = correct(shelf, "character", key, "老戏台", "老戏合", "--dismiss", "--json").json()
    assert done["decisions"][0]["content"]["kind"] == "dismissed misreading"
    assert found(shelf, "老戏合搬过了河") == 0
    assert "“台”没有认错，不是“合”" in correct(shelf, "characters").out


REPRINTED = (
    "昨天上午，渡口添了一条新船，乘客委{}会决定逢集日加班，票价不变。老船工们都到跳板上去看了一回，"
    "说这条船的龙骨是整根的老樟木，吃水浅，装得下四辆板车和一头牛，遇上涨水也敢开。"
)


def listed(shelf: tuple[Terminal, Path], day: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = shelf[0].run("misreadings", day, "--library", shelf[1], "--json").json()
    return told


def print_on(root: Path, day: int, member: str, paper: str = "柳川日报") -> None:
    page = f"{paper}\n1990年3月{day}日\n第01版\n## 渡口添了一条新船\n本报讯　{REPRINTED.format(member)}\n"
    (root / f"1990/03/{paper}199003{day:02}.txt").write_text(page, encoding="utf-8")


def test_likely_misreadings_are_listed_until_they_are_decided(shelf: tuple[Terminal, Path]) -> None:
    terminal, root = shelf
    print_on(root, 9, "贝")
    print_on(root, 11, "员", "石板晚报")
    terminal.run("sync", "--library", root)
    (place,) = listed(shelf, "1990-03-09")
    assert (place["printed"], place["read_as"], place["where"]) == ("贝", "员", "block")
    assert "石板晚报" in place["witness"]
    told = terminal.run("misreadings", "1990-03-09", "--library", root).out
    assert "1 处可能认错的字" in told
    assert "石板晚报" in told
    assert "\x1b" not in told
    correct(shelf, "character", place["key"], "委贝会", "委员会", "--dismiss")
    assert listed(shelf, "1990-03-09") == []
    assert "没有" in terminal.run("misreadings", "1990-03-10", "--library", root, code=1).err


def test_what_is_printed_right_is_not_doubted_because_another_printing_is_misread(
    shelf: tuple[Terminal, Path],
) -> None:
    print_on(shelf[1], 9, "贝")
    print_on(shelf[1], 11, "员", "石板晚报")
    shelf[0].run("sync", "--library", shelf[1])
    assert listed(shelf, "1990-03-11") == []


def test_without_a_witness_nothing_is_guessed(shelf: tuple[Terminal, Path]) -> None:
    print_on(shelf[1], 9, "贝")
    shelf[0].run("sync", "--library", shelf[1])
    assert listed(shelf, "1990-03-09") == []
    told = shelf[0].run("misreadings", "1990-03-09", "--library", shelf[1]).out
    assert told.startswith("没有找到有旁证的错字\n只列有旁证的")


def test_a_corrected_character_leaves_the_witnesses_of_the_others(shelf: tuple[Terminal, Path]) -> None:
    text = (shelf[1] / FILE).read_text(encoding="utf-8").replace("3月5日", "4月2日").replace("柳川镇", "本镇")
    text = text.replace("，一共三百六十七号", "").replace("宋三槐", "朱三槐")
    (shelf[1] / "1990/04").mkdir()
    (shelf[1] / "1990/04/19900402.txt").write_text(text, encoding="utf-8")
    shelf[0].run("sync", "--library", shelf[1])
    (place,) = listed(shelf, "1990-03-05")
    correct(shelf, "character", place["key"], "三百六十七号", "三百六十七弓")
    assert [each["read_as"] for each in listed(shelf, "1990-03-05")] == ["朱"]
