"""A catalogue with as many articles and names as a large library has, filled row by row instead of by a sync."""

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from itertools import accumulate, product
from pathlib import Path

from reader.features.people import name_table, name_writer
from reader.features.people.name_table import CERTAINTIES
from reader.features.people.person import Certainty
from reader.language.equality import in_traditional
from reader.storage.catalogue import Catalogue

FIRST_DAY = date(1980, 1, 1)
_DAYS = 12_000
_NAMES_AN_ARTICLE = 11
_OFFICES = ("", "", "", "", "", "市长", "副市长", "市委书记", "教授", "区长 区委副书记", "局长", "代表")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单"
_GIVEN = "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华建国德胜海燕渡生守灯小荇水芹蕙砚秋望舒"


def fill(path: Path, *, articles: int, names: int, seed: int = 1) -> None:
    """Write a catalogue: few names stand in thousands of articles, most in one or two; some have two forms."""
    dice = random.Random(seed)
    Catalogue(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        name_table.COUNTED.make(connection)
        _add_articles(connection, articles)
        texts = some_names(names)
        weights = [*accumulate(1 / (rank + 12) for rank in range(len(texts)))]
        found: dict[int, list[int]] = {}
        for article in range(1, articles + 1):
            for rank in {*dice.choices(range(len(texts)), cum_weights=weights, k=_NAMES_AN_ARTICLE)}:
                found.setdefault(rank, []).append(article)
        for rank in range(len(texts)):
            found.setdefault(rank, [dice.randint(1, articles)])
        string = CERTAINTIES.index(Certainty.STRING)
        for number, (rank, held) in enumerate(sorted(found.items()), 1):
            rows = []
            for article in held:
                certainty = dice.choice((0, 0, 1, string))
                marks = ("office name", "list name", "")[certainty]
                offices = dice.choice(_OFFICES) if not certainty else ""
                rows.append((number, article, _day(article), certainty, marks, 0, 0, offices))
            days = [row[2] for row in rows]
            text = texts[rank]
            connection.execute(
                "INSERT INTO name (id, form, text, certainty, articles, first, last, is_whole, is_odd, key, pinyin,"
                " spelled, initials, mixed, other_spelled, other_initials, other_mixed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    text,
                    text,
                    min(row[3] for row in rows),
                    len(rows),
                    min(days),
                    max(days),
                    name_table.key_of(text),
                    *name_writer.spelled(text),
                ),
            )
            connection.executemany("INSERT INTO naming VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        name_table.count_together(connection, range(1, len(found) + 1), ())
        connection.execute("ANALYZE")


def some_names(count: int) -> list[str]:
    """Return names, the common ones first; every fortieth is the traditional form of another."""
    given = ("".join(pair) for pair in product(_GIVEN, _GIVEN))
    simplified = [surname + rest for rest in [*_GIVEN, *given] for surname in _SURNAMES]
    dice = random.Random(2)
    dice.shuffle(simplified)
    found: dict[str, None] = {}
    for name in simplified:
        found[name] = None
        if len(found) % 40 == 1:
            found[in_traditional(name)] = None
    more = (f"{name}{extra}" for extra in _GIVEN for name in simplified)
    for name in more:
        if len(found) >= count:
            break
        found[name] = None
    return [*found][:count]


def _day(article: int) -> int:
    day = FIRST_DAY + timedelta(days=article * 7919 % _DAYS)
    return day.year * 10_000 + day.month * 100 + day.day


def _add_articles(connection: sqlite3.Connection, count: int) -> None:
    days = sorted({_day(article) for article in range(1, count + 1)})
    numbers = {day: number for number, day in enumerate(days, 1)}
    connection.executemany(
        "INSERT INTO issue (id, identity, newspaper, date, label) VALUES (?, ?, '雁桥日报', ?, '')",
        [
            (number, str(day), f"{day // 10_000}-{day // 100 % 100:02}-{day % 100:02}")
            for day, number in numbers.items()
        ],
    )
    connection.executemany(
        "INSERT INTO article (id, issue_id, key, digest, kind, page_order, title, lead, names, length)"
        " VALUES (?, ?, ?, x'', 'article', 1, '渡口消息', '', '', 400)",
        [(article, numbers[_day(article)], f"key{article:08}") for article in range(1, count + 1)],
    )
    connection.execute(
        "INSERT OR REPLACE INTO meta VALUES ('names up to', ?), ('name rules', ?)",
        (count, name_table.COUNTED.rules),
    )
