"""How fast is a reading room beside the local engine, how large, and are the answers the same?

    uv run python -m tests.benchmarks.bench_room [--articles 20000] [--queries 60] [--years 20]

Invented articles of some 500 characters over some years go into both engines; the room is a temporary PostgreSQL on
this machine, with its usual settings. Then both are asked the same queries, in turn: every count, and three pages of
each order by date, have to be equal. Times are wall times of a machine with nothing else to do; the server's processor
time is not this process's.
"""

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from reader.room.connections import RoomConnections
from reader.room.engine import RoomEngine
from reader.search.engine import Document, Engine, Found, Order
from reader.search.query import Query, parse_query
from reader.search.whoosh_engine import WhooshEngine
from tests.corpus import a_name, a_paragraph
from tests.room.clusters import cluster
from tests.search.library_of_texts import TextTable, a_document

BATCH = 2000
USUAL = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"}


def documents(count: int, years: int) -> Iterator[Document]:
    """Yield articles, the newest first, as a sync does."""
    for number in range(count, 0, -1):
        rng = random.Random(f"room {number}")
        day = dt.date(1980, 1, 1) + dt.timedelta(days=number * 365 * years // count)
        body = [a_paragraph(rng, rng.randrange(90, 200)) for _ in range(rng.randrange(2, 5))]
        yield a_document(
            number,
            day.isoformat(),
            str(number % 8 + 1),
            newspaper="雁桥晚报" if number % 4 == 0 else "雁桥日报",
            headline=body[0][:12],
            credits=f"记者{a_name(rng)}",
            body=body,
        )


def queries(count: int, seed: int) -> Iterator[str]:
    """Yield strings cut out of such articles, names, and combinations of them."""
    rng = random.Random(seed)

    def cut(length: int) -> str:
        text = a_paragraph(rng, 120)
        at = rng.randrange(len(text) - length)
        return '"' + text[at : at + length].replace('"', "") + '"'

    kinds: list[Callable[[], str]] = [
        lambda: cut(1),
        lambda: cut(2),
        lambda: cut(4),
        lambda: cut(8),
        lambda: a_name(rng),
        lambda: f"{cut(2)} {a_name(rng)}",
        lambda: f"{cut(2)} 或 {cut(5)}",
        lambda: f"{cut(4)} -{cut(2)}",
        lambda: f"标题:{cut(2)}",
        lambda: f"{cut(2)} /20 {cut(2)}",
        lambda: f"{cut(3)} 日期:1985..1990",
        lambda: f"{cut(2)} 报:晚报 版:3",
    ]
    for number in range(count):
        yield kinds[number % len(kinds)]()


def timed(act: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    told = act()
    return 1000 * (time.perf_counter() - began), told


def compare(local: Engine, room: Engine, asked: list[Query]) -> dict[str, list[tuple[float, float]]]:
    """Return the milliseconds of both by what was done; fails where an answer differs."""
    times: dict[str, list[tuple[float, float]]] = {}

    def both(name: str, act: Callable[[Engine], object]) -> None:
        here, mine = timed(lambda: act(local))
        there, theirs = timed(lambda: act(room))
        assert mine == theirs, (name, mine, theirs)
        times.setdefault(name, []).append((here, there))

    for query in asked:
        both("first page", partial(_page, query=query, order=Order.NEWEST, offset=0))
        for order in (Order.NEWEST, Order.OLDEST):
            for at in (50, 100):
                both("next page", partial(_page, query=query, order=order, offset=at))
        both("count", partial(_count, query=query))
        estimates = [timed(partial(_estimate, engine, query))[0] for engine in (local, room)]
        times.setdefault("estimate", []).append((estimates[0], estimates[1]))
    return times


def _page(engine: Engine, query: Query, order: Order, offset: int) -> tuple[int, ...]:
    return engine.page(query, order, limit=50, offset=offset)


def _count(engine: Engine, query: Query) -> Found:
    return list(engine.count(query))[-1]


def _estimate(engine: Engine, query: Query) -> Found:
    return next(iter(engine.count(query)))


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--queries", type=int, default=60)
    options.add_argument("--years", type=int, default=20)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, cluster(**USUAL) as server:
        address = server.room("bench")
        table = TextTable(Path(folder) / "texts.sqlite")
        local, room = (
            WhooshEngine(Path(folder) / "index", table),
            RoomEngine(address, RoomConnections(address)),
        )
        spent = {"local": 0.0, "room": 0.0}
        characters = size = 0
        articles = documents(given.articles, given.years)
        while batch := list(islice(articles, BATCH)):
            characters += sum(len(each.text) for each in batch)
            size += sum(len(each.text.encode()) for each in batch)
            table.put(batch)
            spent["local"] += timed(partial(local.update, batch))[0]
            spent["room"] += timed(partial(room.update, batch))[0]
        server.run("VACUUM ANALYZE yuebao.article_text", "bench")
        print(f"{given.articles} articles, {characters // given.articles} characters each, {size >> 20} MB")
        for name, milliseconds in spent.items():
            print(f"{name:>6}: {given.articles / milliseconds * 1000:,.0f} articles/s")
        kinds = {"gram": "grams", "day": "days", "id": "ids", "headline": "headlines"}
        for kind in kinds:
            ((taken,),) = server.run(
                "SELECT sum(pg_relation_size(i.inhrelid)) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent"
                f" WHERE c.relname = 'article_text_by_{kind}'",
                "bench",
            )
            print(f"index of {kinds[kind]}: {float(str(taken)) / size:.2f} of the text")
        ((whole,),) = server.run("SELECT pg_database_size('bench')", "bench")
        print(f"all of the database: {float(str(whole)) / size:.2f} of the text")
        asked = [parse_query(typed) for typed in queries(given.queries, 3)]
        for name, pairs in compare(local, room, asked).items():
            told = np.percentile(np.array(pairs), [50, 95], axis=0)
            ratio = told[:, 1] / told[:, 0]
            print(
                f"{name:>10}: local {told[0, 0]:.1f} / {told[1, 0]:.1f} ms, room {told[0, 1]:.1f} / {told[1, 1]:.1f} ms"
                f" (median, 95 %): {ratio[0]:.1f} × and {ratio[1]:.1f} ×"
            )
        print(f"{len(asked)} queries: all counts and pages equal")


if __name__ == "__main__":
    main()
