"""A day of two files, with a story whose sentence the end of a page cuts in the middle of a word: 扳手."""

from pathlib import Path

MASTHEAD = "雁桥日报\n1987年6月{day}日　第41{day}期\n\n"
FIRST = """#### 渡口添了两口大钟，老街从此不误点

本报讯（记者 顾知远）渡口昨天挂起两口大钟，钟面朝着石板坡。站长万春生说，钟是从造船厂的旧库房里找出来的。

船厂的钳工罗阿满修了四十天。万春生每天中午去看一回，罗阿满从来不让他碰扳

▶▶下转04版
"""
SECOND = """#### 渡口添了两口大钟

◀◀上接01版

手，说钟有钟的脾气，碰错了要闹一个月。

石板坡的住户听见钟声都出来看。罗阿满站在人群后面，万春生请他上去敲第一下，他不肯。
"""


#: The second half under another headline, and without its jump line: it may belong to the first, or not.
DOUBTFUL = SECOND.replace("渡口添了两口大钟", "石板坡的钟声").replace("◀◀上接01版\n\n", "")


def write_day(root: Path, day: int, second: str = SECOND) -> None:
    root.mkdir(exist_ok=True)
    (root / f"198706{day}-01.txt").write_text(MASTHEAD.format(day=day) + FIRST, encoding="utf-8")
    (root / f"198706{day}-04.txt").write_text(second, encoding="utf-8")
