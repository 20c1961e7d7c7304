"""Runs of issues of invented papers, each with columns, page names, furniture and marks of its own, and what is true of
each line; for what the issues of a paper tell about one of them."""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from enum import Enum

from msgspec import Struct

from reader.language.dates.calendar import weekday_of
from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from tests.corpus import a_name, a_paragraph, sentences
from tools.typesetter.noise import misread


class Part(Enum):
    OUTSIDE = "outside of articles"
    COLUMN = "the name of a column"
    HEADLINE = "headline"
    ITEM = "item of a column, an article without a headline"
    TEXT = "text"


class PrintedLine(Struct, frozen=True):
    """`article` counts the articles of the issue from 0, -1 outside of them."""

    part: Part
    article: int
    text: str


class _Setting(Struct):
    lines: list[PrintedLine]
    articles: int = 0

    def outside(self, *texts: str) -> None:
        self.lines += [PrintedLine(Part.OUTSIDE, -1, text) for text in texts]

    def add(self, *parts: tuple[Part, str]) -> None:
        self.lines += [PrintedLine(part, self.articles, text) for part, text in parts]

    def article(self, rng: random.Random, column: str = "", dateline: str = "") -> None:
        if column:
            self.add((Part.COLUMN, column))
        self.add((Part.HEADLINE, rng.choice(sentences())[: rng.randrange(7, 15)].rstrip("，。、：；—")))
        texts = [a_paragraph(rng, 90) for _ in range(rng.randrange(2, 4))]
        self.add(*((Part.TEXT, text) for text in (dateline + texts[0], *texts[1:])))
        self.articles += 1

    def items(self, rng: random.Random, column: str, mark: str) -> None:
        self.add((Part.COLUMN, column))
        for _ in range(rng.randrange(3, 7)):
            self.add((Part.ITEM, mark + a_paragraph(rng, 45)))
            self.articles += 1


_HAN = "〇一二三四五六七八九十"


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")


def tabloid(number: int) -> list[PrintedLine]:
    rng, day = random.Random(f"tabloid {number}"), dt.date(1931, 3, 1) + dt.timedelta(days=3 * number)
    page = _Setting([])
    page.outside(
        "渡光小报",
        f"中华民国{_han(day.year - 1911)}年{_han(day.month)}月{_han(day.day)}日 第{300 + number}号",
        "社址南门外渡船街三十二号",
        "每份铜元二枚外埠加邮",
    )
    for name in ("第一版 要闻", "第二版 社会琐闻", "第三版 本埠消息"):
        page.outside(name)
        page.article(rng)
        page.article(rng, rng.choice(("夜半钟声", "沪江杂缀", "瓜棚闲话")))
        if "一" not in name:
            page.items(rng, "零拾", "◘")
    return page.lines


def evening(number: int) -> list[PrintedLine]:
    rng, day = random.Random(f"evening {number}"), dt.date(2011, 3, 1) + dt.timedelta(days=number)
    page = _Setting([])
    page.outside("柳堤晚报", f"{day.year}年{day.month}月{day.day}日 第{3000 + number}期")
    page.outside("听得见的柳堤", "新闻热线 2866666")
    for name in ("A1 头条", "A2 街巷", "A3 味道"):
        page.outside(name)
        for _ in range(3):
            column = rng.choice(("掌柜夜话", "老巷深处", "热心肠", "听琴")) if rng.random() < 0.4 else ""
            page.article(rng, column, f"本报讯（记者 {a_name(rng)}）" if rng.random() < 0.6 else "")
        page.outside(f"编辑 {a_name(rng)} 美编 {a_name(rng)}", "柳堤晚报官方微信请搜索柳堤晚报")
    return page.lines


def daily(number: int) -> list[PrintedLine]:
    rng, day = random.Random(f"daily {number}"), dt.date(1958, 3, 1) + dt.timedelta(days=number)
    page = _Setting([])
    year = "".join(_HAN[int(digit)] for digit in str(day.year))
    page.outside("长岭日报", f"{year}年{_han(day.month)}月{_han(day.day)}日 {weekday_of(day)}")
    page.outside(f"第{800 + number}号", "中共长岭地委机关报", "邮局代号四七三一")
    for _ in range(6):
        column = rng.choice(("车间内外", "田头短评", "百花园", "三言两语")) if rng.random() < 0.4 else ""
        page.article(rng, column, "本报讯 " if rng.random() < 0.6 else "")
    page.items(rng, "各地点滴", "■")
    return page.lines


PAPERS: Mapping[str, Callable[[int], list[PrintedLine]]] = {
    "tabloid": tabloid,
    "evening": evening,
    "daily": daily,
}


def issue(paper: str, number: int, noise: float = 0.0) -> list[PrintedLine]:
    """The `number`-th issue of a paper; `noise` is the share of characters that OCR has misread."""
    rng = random.Random(f"{paper} {number} {noise}")

    def read(glyph: str) -> str:
        return misread(rng, glyph) if rng.random() < noise else glyph

    return [
        PrintedLine(line.part, line.article, "".join(map(read, line.text))) for line in PAPERS[paper](number)
    ]


def source_of(lines: list[PrintedLine], path: str = "a.txt") -> SourceText:
    return SourceText(path, "utf-8", tuple(line.text for line in lines))


class Score(Struct, frozen=True):
    """Of all, how many were found rightly: F1 of the first lines of articles, shares of columns' names that are
    sections and of lines that are outside of articles."""

    starts: float
    columns: float
    outside: float


def score(parts: list[IssuePart], truths: list[list[PrintedLine]]) -> Score:
    hits = found = wanted = columns = named = outside = out = 0
    for part, lines in zip(parts, truths, strict=True):
        true = {line.article: n for n, line in reversed([*enumerate(lines, 1)]) if line.article >= 0}
        begins = {article.source_lines[0][0] for article in part.articles}
        hits += len(begins & {*true.values()})
        found, wanted = found + len(begins), wanted + len(true)
        sections = [article.section for article in part.articles]
        names = [line.text for line in lines if line.part is Part.COLUMN]
        columns, named = columns + sum(map(sections.__contains__, names)), named + len(names)
        of_head = {n for a, b in part.masthead.source_lines for n in range(a, b + 1)}
        right = {n for n, line in enumerate(lines, 1) if line.part is Part.OUTSIDE}
        outside, out = outside + len(of_head & right), out + len(right)
    return Score(2 * hits / (found + wanted), columns / named, outside / out)
