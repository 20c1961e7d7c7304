"""Libraries of any size for tests and benchmarks: issues of 雁桥日报 whose articles are recombined sentences of the
sample, with invented names and numbers, one issue a file; the same for the same seed, on every machine."""

import datetime as dt
import random
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from reader import assets
from reader.language.dates.calendar import lunar_date, weekday_of

FIRST_DAY = dt.date(1990, 1, 1)
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈"
)
GIVEN = (
    "秀英桂兰玉珍凤霞淑华建国志强文明德福春生海涛晓燕丽萍雪梅永红卫东金泉水根月娥翠莲世昌念慈远帆小荇守福如松"
)


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the sample library's paragraphs, 12 to 80 characters each."""
    found: dict[str, None] = {}
    for path in sorted(assets.sample_library().rglob("*")):
        if path.suffix in (".txt", ".md"):
            text = path.read_bytes().decode("utf-8-sig", "ignore")
            found.update(dict.fromkeys(re.findall(r"[^\s。！？（）()“”#]{11,79}。", text)))
    return tuple(found)


def a_name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))


def a_paragraph(rng: random.Random, length: int) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        sentence = rng.choice(sentences())
        if rng.random() < 0.4:
            sentence = f"{a_name(rng)}说，{sentence}"
        parts.append(re.sub(r"\d+", lambda _: str(rng.randrange(2, 9999)), sentence))
    return "".join(parts)


@lru_cache(2000)
def an_issue(seed: int, day: int, articles: int = 10) -> tuple[str, str]:
    """The path and the text of the issue of the `day`-th day."""
    rng = random.Random(f"{seed} {day}")
    date = FIRST_DAY + dt.timedelta(days=day)
    lines = [
        "雁桥日报",
        f"{date.year}年{date.month}月{date.day}日 {weekday_of(date)}",
        f"{lunar_date(date)} 第{5000 + day}期 今日4版",
        "国内统一连续出版物号CN 00-0000",
    ]
    for _ in range(articles):
        headline = rng.choice(sentences())[: rng.randrange(8, 18)].rstrip("，。、：；—")
        first = f"本报讯（记者 {a_name(rng)}）{a_paragraph(rng, 80)}"
        rest = [a_paragraph(rng, rng.randrange(90, 200)) for _ in range(rng.randrange(2, 5))]
        lines += ["", headline, "", first]
        for paragraph in rest:
            lines += ["", paragraph]
    return f"{date:%Y/%m}/{date:%Y%m%d}.txt", "\n".join(lines) + "\n"


def issues(count: int, seed: int = 1, articles: int = 10) -> Iterator[tuple[str, str]]:
    return (an_issue(seed, day, articles) for day in range(count))


def write_library(root: Path, count: int, seed: int = 1, articles: int = 10) -> None:
    """Writes `count` issue files below `root`."""
    for name, text in issues(count, seed, articles):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
