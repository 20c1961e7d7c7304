"""Papers of any number of years with planted events, and sentences about these: true and shortened, or with something
changed. All is invented. The patterns of one half (`patterns_held_out.txt`) were never looked at while the matching was
worked on."""

import datetime as dt
import random
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from reader.language.dates.calendar import weekday_of
from reader.language.numbers import spelled
from tests.corpus import SURNAMES, a_paragraph

FOLDER = Path(__file__).parent
FIRST_DAY = dt.date(1980, 1, 1)
GIVEN = "远帆青松砚田望亭守礼慎之子衡伯钧怀瑾若水知秋景明敬亭仲平少白维新立人可风"
TOWNS = (
    "柳川",
    "雁桥",
    "青溪",
    "石坪",
    "槐荫",
    "白渡",
    "枫林",
    "荷塘",
    "松江口",
    "梅陇",
    "苇湾",
    "芦墩",
    "桑园",
    "沙河驿",
    "竹溪",
    "龙尾坝",
)
LEVELS = ("县", "镇", "市", "乡")
BODIES = (
    "纺织厂",
    "水泥厂",
    "农具厂",
    "邮电局",
    "图书馆",
    "第三中学",
    "渡轮公司",
    "电灯公司",
    "卫生院",
    "榨油厂",
    "印刷所",
    "博物馆",
    "机械厂",
    "造纸厂",
    "供销社",
    "粮库",
)
OFFICES = ("县长", "市长", "镇长", "局长", "厂长", "校长", "书记", "议长")
WORKS = (
    "石拱桥",
    "码头",
    "戏院",
    "仓库",
    "水塔",
    "拖轮",
    "纺纱机",
    "碾米机",
    "运动会",
    "灯会",
    "气象站",
    "育婴堂",
    "抽水机",
    "航船",
)
CHANGES = ("figure", "person", "day", "place")
Slots = dict[str, int | str]
MARKED = re.compile(r"〔([^〕]*)〕")


class Planted(Struct, frozen=True):
    """An event: its paper's day, what is printed, and what is claimed of it."""

    paper: dt.date
    printed: str
    true: str
    changed: dict[str, str]


def patterns(*, held_out: bool) -> list[str]:
    name = "patterns_held_out.txt" if held_out else "patterns.txt"
    return (FOLDER / name).read_text(encoding="utf-8").split("\n")[:-1]


def a_person(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2))


def a_number(rng: random.Random) -> int:
    return rng.choice((rng.randrange(3, 90), rng.randrange(100, 999), rng.randrange(11, 90) * 100))


def in_print(rng: random.Random, number: int) -> str:
    return rng.choice((str(number), spelled(number), f"{number:,}"))


def day_in_print(rng: random.Random, day: dt.date, paper: dt.date) -> str:
    words = [f"{day.month}月{day.day}日"]
    if day.month == paper.month:
        words.append(f"本月{day.day}日")
    if (paper - day).days == 1:
        words += ["昨日", "昨天"] * 2
    return rng.choice(words)


def an_event(rng: random.Random, pattern: str, paper: dt.date) -> Planted:
    day = paper - dt.timedelta(days=rng.choice((1, 1, 1, 2, 4)))
    slots: Slots = {
        "P1": a_person(rng), "P2": a_person(rng), "T1": rng.choice(TOWNS) + rng.choice(LEVELS),
        "T2": rng.choice(TOWNS), "B": rng.choice(BODIES), "B2": rng.choice(BODIES), "O": rng.choice(OFFICES),
        "X": rng.choice(WORKS), "N1": a_number(rng), "N2": a_number(rng),
    }  # fmt: skip
    printed = _filled(rng, MARKED.sub(r"\1", pattern), slots, day_in_print(rng, day, paper))
    drops = [match for match in MARKED.finditer(pattern) if rng.random() < 0.6]
    short = _without(pattern, drops)
    claims = {"true": _claim(rng, short, slots, day)}
    for change in CHANGES:
        other = _changed(rng, change, short, slots)
        if change == "day":
            step = dt.timedelta(days=rng.choice((-40, -9, -3, 3, 9, 40, 365)))
            claims[change] = _claim(rng, short, slots, day + step)
        elif other is not None:
            claims[change] = _claim(rng, short, other, day)
    true = claims.pop("true")
    return Planted(paper, printed, true, claims)


def _without(pattern: str, drops: list[re.Match[str]]) -> str:
    for match in reversed(drops):
        pattern = pattern[: match.start()] + pattern[match.end() :]
    return MARKED.sub(r"\1", pattern)


def _changed(rng: random.Random, change: str, pattern: str, slots: Slots) -> Slots | None:
    """The slots with one of them changed that the sentence has; None if it has none of that kind."""
    keys = {"figure": ("N1", "N2"), "person": ("P1", "P2"), "place": ("T1", "T2")}.get(change, ())
    there = [key for key in keys if f"{{{key}}}" in pattern]
    if not there:
        return None
    key = rng.choice(there)
    other = slots[key]
    while str(other)[:2] == str(slots[key])[:2]:
        other = _another(rng, change, key)
    return {**slots, key: other}


def _another(rng: random.Random, change: str, key: str) -> int | str:
    if change == "figure":
        return a_number(rng)
    if change == "person":
        return a_person(rng)
    return rng.choice(TOWNS) + (rng.choice(LEVELS) if key == "T1" else "")


def _filled(rng: random.Random, pattern: str, slots: Slots, day: str) -> str:
    text = pattern.replace("{D}", day)
    for key, value in slots.items():
        words = in_print(rng, value) if isinstance(value, int) else str(value)
        text = text.replace(f"{{{key}}}", words)
    return text


def _claim(rng: random.Random, pattern: str, slots: Slots, day: dt.date) -> str:
    rest = re.sub(r"\{D\}，?", "", pattern)
    comma = rng.choice(("，", ""))
    return (
        f"{day.year}年{day.month}月{day.day}日{comma}" + _filled(rng, rest, slots, "").rstrip("，。") + "。"
    )


def papers(
    seed: int, days: int, *, held_out: bool, every: int = 1, articles: int = 6
) -> Iterator[tuple[str, str, list[Planted]]]:
    """Path and text of each issue, and the events that are planted in it."""
    known = patterns(held_out=held_out)
    fillers = (FOLDER / "filler.txt").read_text(encoding="utf-8").split("\n")[:-1]
    for number in range(0, days, every):
        rng = random.Random(f"{seed} {number}")
        day = FIRST_DAY + dt.timedelta(days=number)
        masthead = [
            "雁桥日报",
            f"{day.year}年{day.month}月{day.day}日 {weekday_of(day)}",
            f"第{3000 + number}期",
        ]
        lines = [*masthead, ""]
        events: list[Planted] = []
        for _ in range(articles):
            event = an_event(rng, rng.choice(known), day)
            events.append(event)
            before = "".join(rng.sample(fillers, rng.randrange(0, 3)))
            behind = [a_paragraph(rng, 40), *rng.sample(fillers, rng.randrange(0, 2))]
            head = rng.choice(("本地消息", "简讯", "要闻", "各地"))
            lines += [f"{head}：{event.printed[-12:].strip('。，〕')}", ""]
            lines += [f"本报讯　{event.printed}{before}", "", *behind, ""]
        yield f"{day.year}/{day:%Y%m%d}.txt", "\n".join(lines), events
