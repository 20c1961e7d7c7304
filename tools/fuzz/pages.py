"""Pages as no paper prints them: invented ones, changed in their lines, their line ends and their bytes."""

import random
import re
import time
from collections.abc import Callable
from functools import cache
from itertools import chain

from reader import formats, parsing
from reader.newspaper.article import SourceText
from tests.papers import papers
from tests.parsing.laws import broken_laws
from tests.terminal import ISSUES

Lines = list[str]
Change = Callable[[random.Random, Lines], Lines]

LONGEST = 200_000
"""Characters of a page."""
# Processor time in which so many bytes are to be parsed; a shorter file may take as long.
SECONDS, BYTES = 1.0, 100_000
HEADS = (
    "申報 1947-10-10 第16版",
    "柳川晚报 1990年3月5日 星期一 第12期",
    "第02版 要闻",
    "2024-02-30",
    "民國 0 年 十三月 四十日",
    "第-1版",
    "今日0版 第0期",
    f"第{'9' * 300}版",
    "[查看原文](http://example.com/1)",
    "责任编辑/宋三槐",
)
JUMPS = ("▶▶下转04版", "◀◀上接01版", "（下转第二版）", "（上接第一版）", "（紧接第三版）")
TAGS = ("<p>", "<div>", "<p> </p>", "</p>", "<!--", '<a href="', "<br", "&nbsp;", "&#0;", "&#xD800;", "<h2>")
LABELS = ("标题：", "副题：", "作者：", "来源：", "正文：", "日期：", "")
MARKS = ("# ", "###### ", "> ", "- ", "　　", "\t", "| ", "■", "·", "\u202b", "\ufeff")
ODD = (
    *"\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\x1f\u202e\u0301\u3099ﾞ\u200b\ufe0f\ue000\U000f0000⼀⽇",
    *"\ufffd\ufffe\U0010ffff\x1a\x7f\u1161İßŉΐﬃ㈱①½\u00a0𠮷",
    "\u0301" * 40,
)


def _page(chance: random.Random) -> Lines:
    return chance.choice(_pages()).split("\n")


@cache
def _pages() -> tuple[str, ...]:
    return (*ISSUES.values(), *("\n".join(paper.source.lines) for paper in papers() if not paper.is_held_out))


def _before_each(chance: random.Random, lines: Lines) -> Lines:
    words = chance.choice([HEADS, JUMPS, TAGS, LABELS, MARKS, ("启事", "·"), ("图为", "")])
    return [chance.choice(words) + line for line in lines]


def _between_all(chance: random.Random, lines: Lines) -> Lines:
    words = chance.choice([HEADS, JUMPS, TAGS, ("",), ("```", "~~~"), ("---", "* * *", "— 4 —", "|---|---|")])
    return list(chain.from_iterable((line, chance.choice(words)) for line in lines))


def _in_front_matter(chance: random.Random, lines: Lines) -> Lines:
    mark = chance.choice(["---", "+++"])
    anchors = [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, chance.choice([2, 30, 2000]))]
    fields = ["title: 老戏台", "date: 2024-02-30", "author: [甲, 乙", *anchors, mark]
    end = chance.choice([len(fields) - 1, len(fields)])
    return [mark, *fields[:end], *lines] if chance.random() < 0.8 else [*lines, mark, *fields]


def _side_by_side(chance: random.Random, lines: Lines) -> Lines:
    half, gap = len(lines) // 2, chance.choice(["  ", "\t", "　　", " | "])
    return [a[:18].ljust(18, "　") + gap + b[:18] for a, b in zip(lines[:half], lines[half:], strict=False)]


def _narrow(chance: random.Random, lines: Lines) -> Lines:
    width = chance.choice([1, 2, 3, 5, 8, 12, 17, 24, 30])
    return [line[at : at + width] for line in lines for at in range(0, len(line), width)]


def _odd(chance: random.Random, lines: Lines) -> Lines:
    share = chance.choice([0.01, 0.1, 1])
    return [
        "".join(c + (chance.choice(ODD) if chance.random() < share else "") for c in line) for line in lines
    ]


def _of_signs(chance: random.Random, lines: Lines) -> Lines:
    signs = chance.choice(
        ["0123456789０１〇", "，。；：！？、（）《》“”「」…—·-|/*#_~.", "<>&;/p ", "[]()! a"]
    )
    return [re.sub(r"\S", lambda _: chance.choice(signs), line) for line in lines]


def _unclosed(chance: random.Random, lines: Lines) -> Lines:
    return [
        line.replace("”", "") + (chance.choice("“「《（(<[") if chance.random() < 0.5 else "")
        for line in lines
    ]


def _brackets(chance: random.Random, lines: Lines) -> Lines:
    return [*lines, chance.choice("（([“<{*_#&|") * chance.choice([1000, 100_000]), *lines]


def _one_line(chance: random.Random, lines: Lines) -> Lines:
    return [chance.choice(["", "# ", "   "]) + "，".join(lines)]


def _marked_inside(chance: random.Random, lines: Lines) -> Lines:
    form = chance.choice(["**{}**", "<em>{}</em>", "[{}](http://example.com/1)", "<p>{}", "`{}`", "《{}"])
    return [
        re.sub("[\u4e00-\u9fff]{2,4}", lambda w: form.format(w[0]) if chance.random() < 0.2 else w[0], line)
        for line in lines
    ]


def _shuffled(chance: random.Random, lines: Lines) -> Lines:
    return chance.sample(lines, len(lines))


def _cut_off(chance: random.Random, lines: Lines) -> Lines:
    return [line[: chance.randrange(len(line) + 1)] for line in lines]


def _two_papers(chance: random.Random, lines: Lines) -> Lines:
    return [*lines, chance.choice(HEADS), *_page(chance)[:: chance.choice([1, -1])]]


def _many(chance: random.Random, lines: Lines) -> Lines:
    return chance.choices(lines, k=3000)


CHANGES: tuple[Change, ...] = (
    _before_each,
    _between_all,
    _in_front_matter,
    _side_by_side,
    _narrow,
    _odd,
    _of_signs,
    _unclosed,
    _brackets,
    _one_line,
    _marked_inside,
    _shuffled,
    _cut_off,
    _two_papers,
    _many,
)
NAMES = ("1990/03/19900305.txt", "a.md", "1946/05/1946-05-17_老戏台.md", "民國0年.txt", "第三版.md")


def page(chance: random.Random) -> tuple[str, str]:
    """A name and a text."""
    lines = _page(chance)
    for _ in range(chance.choice([1, 1, 2, 3])):
        lines = chance.choice(CHANGES)(chance, lines)
        lines = "\n".join(lines)[:LONGEST].split("\n")
    text = "\n".join(lines)
    ends = chance.choice([("\n",)] * 4 + [("\r",), ("\n", "\r", "\r\n"), ("\n", "\u2028", "\x85", "\x0c")])
    return chance.choice(NAMES), re.sub("\n", lambda _: chance.choice(ends), text)


def broken_promises(data: bytes, name: str) -> list[str]:
    """A sentence for each; none for bytes that are refused."""
    try:
        source = formats.decode(data, name)
    except formats.UnreadableFile:
        return []
    limit = SECONDS * max(1, len(data) / BYTES)
    taken = _seconds(source)
    broken = broken_laws(source, parsing.parse(source))
    if taken > limit and (again := _seconds(source)) > limit:  # the first parse reads the dictionary
        broken.append(f"{len(data)} bytes take {again:.1f} s")
    return broken


def _seconds(source: SourceText) -> float:
    began = time.process_time()
    parsing.parse(source)
    return time.process_time() - began
