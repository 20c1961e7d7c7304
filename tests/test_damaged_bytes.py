"""Given files with damaged bytes, when they are read, all else can be read and found, and it is said where they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal import Terminal

TEXT = """雁桥日报
1987年6月12日 星期五

渡口加开一班船
本报讯（记者 周岱青）渡口从今天起加开一班船，票价不变。
首班船提前到五点二十分，赶早市的菜农不用再等。

水塔修好了
本报讯（记者 何平川）城西水塔昨天修好，三条街的人不再挑水。
"""


def with_nul() -> bytes:
    return TEXT.encode().replace("票价".encode(), b"\0\0\0\0\0\0")


def with_broken_bytes() -> bytes:
    return TEXT.encode().replace("票价".encode(), "票价".encode()[:-1])


def with_two_encodings_and_a_broken_byte() -> bytes:
    first, second = TEXT[: TEXT.index("水塔修好了")], TEXT[TEXT.index("水塔修好了") :]
    return first.encode().replace("票价".encode(), b"\xff" + "价".encode()) + second.encode("gb18030")


def in_utf_32_with_a_damaged_character() -> bytes:
    return TEXT.encode("utf-32").replace("票".encode("utf-32-le"), b"\xff\xff\xff\xff")


DAMAGED = [
    with_nul,
    with_broken_bytes,
    with_two_encodings_and_a_broken_byte,
    in_utf_32_with_a_damaged_character,
]


@pytest.mark.parametrize("damaged", DAMAGED)
def test_they_are_searched_around_the_damage_and_told(tmp_path: Path, damaged: Callable[[], bytes]) -> None:
    terminal, root = Terminal(tmp_path / "home"), tmp_path / "旧报"
    root.mkdir()
    path = root / "19870612.txt"
    path.write_bytes(damaged())
    before = path.read_bytes()

    report = terminal.run("sync", "--library", root, "--json")
    assert report.json()["damaged"] == [
        {"path": "19870612.txt", "message": "第 5 行有无法解码的字节，写作 \ufffd"}
    ]
    assert "19870612.txt" in report.err
    for words in ("渡口从今天起加开一班船", "不变", "赶早市的菜农", "城西水塔昨天修好，三条街"):
        assert terminal.run("search", words, "--library", root, "--json").json()["total"] == 1, words

    parsed = terminal.run("parse", path, "--json").json()
    assert [(told["line"], "\ufffd" in told["message"]) for told in parsed["warnings"]] == [(5, True)]
    assert path.read_bytes() == before


def test_a_file_that_was_told_of_is_not_told_of_again_until_it_changes(tmp_path: Path) -> None:
    terminal, root = Terminal(tmp_path / "home"), tmp_path / "旧报"
    root.mkdir()
    (root / "19870612.txt").write_bytes(with_nul())
    assert "有坏字节 1" in terminal.run("sync", "--library", root).out
    assert "有坏字节" not in terminal.run("sync", "--library", root).out
    (root / "19870612.txt").write_text(TEXT, encoding="utf-8")
    changed = terminal.run("sync", "--library", root, "--json").json()
    assert (changed["changed"], changed["damaged"]) == (1, [])


def test_of_many_damaged_lines_the_first_are_named(tmp_path: Path) -> None:
    path = tmp_path / "19870612.txt"
    path.write_bytes(TEXT.encode() + "渡口\0的灯亮到后半夜。\n".encode() * 50)
    warnings = Terminal(tmp_path / "home").run("parse", path, "--json").json()["warnings"]
    assert [told["line"] for told in warnings] == list(range(10, 31))
    assert "30 行" in warnings[-1]["message"]
