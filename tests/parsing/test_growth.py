"""Given text that no newspaper has, when there is eight times as much of it, then parsing takes about eight times as
long: what grew with the square would take sixty-four times, what is asked is less than half of that."""

from collections.abc import Callable

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse
from tests import growth, rotation

pytestmark = pytest.mark.slow

FLOOR = 0.005
"""Seconds below which a difference says nothing."""

ALONE = [
    "渡",
    "（",
    "）",
    "7",
    "７",
    "#",
    "*",
    "—",
    "▶▶",
    "王",
    "王李",
    "十",
    "月",
    "、",
    "/",
    "\u0301",
    "\u200b",
]
WORDS = [
    "记者",
    "记者/",
    "编辑 ",
    "（记者 甲）",
    "转1版",
    "2024年1月1日",
    "本报讯",
    "声明",
    "出席",
    "the boat ",
]
BETWEEN = [
    ("甲", "甲"),
    ("a", "b"),
    ("（", "）"),
    ("“", "x"),
    ("记者", "x"),
    ("本报", "讯"),
    ("第", "版"),
    ("# ", "x"),
]
SPACES = [" ", "\t", "\u3000", "\u00a0", "/", "。"]
PARAGRAPH = "何渡生说，这条河他走了四十年，从木船走到铁船。"
LINES = {
    "one character": ("渡",),
    "blank": ("",),
    "headings": ("# 渡口加开一班船", "本报讯（记者 周岱青）渡口加开一班船。"),
    "mastheads": ("雁桥日报 1987年6月12日 星期五", PARAGRAPH),
    "pages": ("第02版 要闻", PARAGRAPH),
    "captions": ("图为渡口。记者/贺一舟 摄",),
    "notices": ("启事", "·遗失自行车执照一枚，声明作废"),
    "jumps": ("▶▶下转04版", "◀◀上接01版"),
    "halves of paragraphs": (PARAGRAPH.strip("。"),),
    "credits": ("记者 周岱青",),
    "who signs": ("副县长 王大山",),
    "labels": ("我在江城", "渡口加开一班船"),
}


def grows_with_its_size(lines: Callable[[int], tuple[str, ...]], size: int) -> bool:
    def parsing(size: int) -> Callable[[], object]:
        source = SourceText("任意.txt", "utf-8", lines(size))
        return lambda: parse(source)

    return growth.grows_with_its_size(parsing, size, FLOOR)


@pytest.mark.parametrize("text", rotation.in_turn(ALONE + WORDS, days=3))
def test_a_line_of_one_thing(text: str) -> None:
    assert grows_with_its_size(lambda size: (text * size,), 20_000)


@pytest.mark.parametrize(("before", "behind"), BETWEEN)
@pytest.mark.parametrize("space", rotation.in_turn(SPACES, days=3), ids=repr)
def test_a_line_with_a_gap(space: str, before: str, behind: str) -> None:
    assert grows_with_its_size(lambda size: (PARAGRAPH + before + space * size + behind,), 4_000)
    assert grows_with_its_size(lambda size: (before + space * size + behind,), 4_000)


@pytest.mark.parametrize("space", SPACES, ids=repr)
def test_a_gap_in_a_name_above_its_day(space: str) -> None:
    below = ("1950年5月 第3期", *["渡口加开一班船", PARAGRAPH] * 3)
    assert grows_with_its_size(lambda size: ("渡" + space * size + "7", *below), 2_000)


@pytest.mark.parametrize("name", rotation.in_turn(LINES, days=3))
def test_many_lines(name: str) -> None:
    lines = LINES[name]
    assert grows_with_its_size(lambda size: lines * (size // len(lines)), 300)


def test_many_articles_each_of_its_own_words() -> None:
    def lines(size: int) -> tuple[str, ...]:
        return tuple(
            line for n in range(size) for line in (f"# 渡口加开{n}班船", f"本报讯 6月1日，{n}班船开出。")
        )

    assert grows_with_its_size(lines, 150)


def test_a_long_run_of_verse_that_is_signed() -> None:
    below = ("记者 周岱青", PARAGRAPH, PARAGRAPH)
    assert grows_with_its_size(
        lambda size: (*(f"渡口的风{'轻' * (n % 3)}" for n in range(size)), *below), 1200
    )
