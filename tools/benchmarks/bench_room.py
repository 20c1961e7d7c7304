"""How fast is a reading room beside the local engine, how large, and are the answers the same?

    uv run python -m tools.benchmarks.bench_room [--articles 20000] [--queries 120] [--seed 3] [--years 20]
        [--engines local,one,two] [--folder DIR] [--load-seconds 240] [--by-kind]

Invented articles of some 500 characters (`zipf_articles`) over some years go into the local engine, into a room on one
server, and into one whose older half of the years is on a second server, all on this machine. Then those that were
named are asked the same queries, in turn: every count, and three pages of each order by date, have to be equal. What is
loaded stays in the folder; a load that is not done in its seconds goes on the next time. Times are wall times of a
machine with nothing else to do; the servers' processor time is not this process's.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np

from reader.features.room import texts
from reader.features.room.address import RoomAddress
from reader.features.room.common_grams import count_common
from reader.features.room.connections import LIBRARIAN, RoomConnections, connect
from reader.features.room.engine import RoomEngine
from reader.features.room.loading import BULK, SORTED
from reader.newspaper.holdings import Document
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Found, Order
from reader.search.engine import Engine
from reader.search.query import Query, parse_query
from tests.features.room.clusters import Cluster
from tests.search.library_of_texts import TextTable
from tools.benchmarks import kept_rooms
from tools.benchmarks.zipf_articles import FIRST_YEAR, articles

BATCH = 2000
Put = Callable[[list[Document]], object]


def queries(count: int, of: int, years: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield kinds and queries of them: strings cut out of the articles, names, and combinations of them."""
    dice = random.Random(seed)

    def an_article() -> Document:
        return next(articles([dice.randrange(1, of + 1)], of, years))

    def bare(length: int) -> str:
        line = an_article().text.split("\n")[3]
        at = dice.randrange(len(line) - length)
        return line[at : at + length]

    def cut(length: int) -> str:
        return f'"{bare(length)}"'

    def name() -> str:
        return an_article().text.split("\n")[2].removeprefix("记者")

    def some(length: int, word: str, times: int = 2) -> str:
        return word.join(cut(length) for _ in range(times))

    kinds: dict[str, Callable[[], str]] = {
        "a character": lambda: cut(1),
        "a pair": lambda: cut(2),
        "four characters": lambda: cut(4),
        "eight characters": lambda: cut(8),
        "a name": name,
        "two pairs joined": lambda: f'"{bare(2)}{bare(2)}"',
        "a pair, a name": lambda: f"{cut(2)} {name()}",
        "two characters": lambda: some(1, " "),
        "a pair or five": lambda: f"{cut(2)} 或 {cut(5)}",
        "four, not a pair": lambda: f"{cut(4)} -{cut(2)}",
        "in the headline": lambda: f"标题:{cut(2)}",
        "pairs near": lambda: f"{cut(2)} /20 {cut(2)}",
        "three, of years": lambda: f"{cut(3)} 日期:1985..1990",
        "a pair, on a page": lambda: f"{cut(2)} 报:晚报 版:3",
        "a character or a pair": lambda: f"{cut(1)} 或 {cut(2)}",
        "a character or another": lambda: some(1, " 或 "),
        "one of three": lambda: some(1, " 或 ", 3),
        "one of three pairs": lambda: some(2, " 或 ", 3),
        "one of two fours": lambda: some(4, " 或 "),
        "either, and a pair": lambda: f"({cut(1)} 或 {cut(2)}) {cut(2)}",
        "three characters": lambda: some(1, " ", 3),
        "two pairs": lambda: some(2, " "),
        "a character, not another": lambda: some(1, " -"),
        "not a character": lambda: f"-{cut(1)}",
        "a character, of a paper": lambda: f"{cut(1)} 报:晚报",
        "a character, of a page": lambda: f"{cut(1)} 版:3",
        "a character, of years": lambda: f"{cut(1)} 日期:1985..1990",
        "a character, of days": lambda: f"{cut(1)} 日期:1984-05..1984-06",
        "a character, of a reporter": lambda: f"{cut(1)} 记者:{name()}",
        "with a headline": lambda: f"{cut(1)} 标题:{cut(2)}",
        "characters near": lambda: some(1, " /5 "),
        "open in the middle": lambda: f"{bare(1)}?{bare(1)}",
        "open in a string": lambda: "{0}?{2}{3}".format(*bare(4)),
    }
    names = [*kinds]
    for number in range(count):
        kind = names[number % len(names)]
        yield kind, kinds[kind]()


def timed(act: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    told = act()
    return 1000 * (time.perf_counter() - began), told


def _page(engine: Engine, query: Query, order: Order, offset: int) -> tuple[int, ...]:
    return engine.page(query, order, limit=50, offset=offset)


def _count(engine: Engine, query: Query) -> Found:
    return list(engine.count(query))[-1]


def _estimate(engine: Engine, query: Query) -> None:
    next(iter(engine.count(query)))  # a bound, which engines draw in different places


def compare(engines: Mapping[str, Engine], asked: list[str]) -> dict[str, dict[str, list[float]]]:
    """Return the milliseconds by what was done and by engine; fails where an answer differs."""
    times: dict[str, dict[str, list[float]]] = {}

    def told_only(what: str, act: Callable[[Engine, Query], object], typed: str) -> list[object]:
        told = {name: timed(partial(act, engine, parse_query(typed))) for name, engine in engines.items()}
        for name, (milliseconds, _) in told.items():
            times.setdefault(what, {}).setdefault(name, []).append(milliseconds)
        return [answer for _, answer in told.values()]

    def all_do(what: str, act: Callable[[Engine, Query], object], typed: str) -> None:
        first, *others = told_only(what, act, typed)
        assert all(other == first for other in others), (what, typed, first, others)

    for typed in asked:
        all_do("first page", partial(_page, order=Order.NEWEST, offset=0), typed)
        for order in (Order.NEWEST, Order.OLDEST):
            for at in (50, 100):
                all_do("next page", partial(_page, order=order, offset=at), typed)
        told_only("first page of the best", partial(_page, order=Order.RELEVANCE, offset=0), typed)
        all_do("first numbers", _estimate, typed)
        all_do("count", _count, typed)
    return times


def told_by_kind(kinds: list[str], times: Mapping[str, Mapping[str, list[float]]]) -> None:
    """Tell what each kind of query takes on each engine, in the median and at most."""
    for what, by_engine in times.items():
        print(f"{what}: milliseconds of {', '.join(by_engine)}")
        for kind in dict.fromkeys(kinds):
            told = []
            for each in by_engine.values():
                of_each = len(each) // len(kinds)
                some = [taken for at, taken in enumerate(each) if kinds[at // of_each] == kind]
                told.append(f"{np.median(some):7.1f} ({max(some):.0f})")
            print(f"    {kind:>26}: {'  '.join(told)}")


def load(name: str, put: Put, done: int, of: int, years: int, end: float) -> float:
    """Put the articles that are not there yet, the newest first, as a sync does. Return how many a second."""
    spent, first = 0.0, of - done
    for last in range(first, 0, -BATCH):
        batch = list(articles(range(last, max(last - BATCH, 0), -1), of, years))
        spent += timed(partial(put, batch))[0]
        if time.perf_counter() > end and last > BATCH:
            raise SystemExit(f"{name}: {of - last + BATCH} articles are there; run it again to go on")
    return first / spent * 1000 if spent else 0.0


def put_locally(table: TextTable, engine: Engine, batch: list[Document]) -> None:
    table.put(batch)
    engine.update(batch)


def put_in_room(address: RoomAddress) -> Put:
    """Return what loads texts as a librarian does."""
    connection = connect(address, is_reader=False)
    for statement in (f"SET ROLE {LIBRARIAN}", *BULK):
        connection.execute(statement.encode())

    def put(batch: list[Document]) -> None:
        with connection.transaction():
            texts.put(connection, batch)

    return put


def told_of_size(name: str, server: Cluster, database: str, size: int) -> None:
    for kind in ("gram", "headline", "day", "id"):
        ((taken,),) = server.run(
            "SELECT sum(pg_relation_size(i.inhrelid)) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent"
            f" WHERE c.relname = 'article_text_by_{kind}'",
            database,
        )
        print(f"{name}: index by {kind}: {float(str(taken)) / size:.2f} of the text")
    ((whole,),) = server.run(f"SELECT pg_database_size('{database}')", database)
    print(f"{name}: all of the database: {float(str(whole)) / size:.2f} of the text")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--articles", type=int, default=20_000)
    options.add_argument("--queries", type=int, default=120)
    options.add_argument("--seed", type=int, default=3, help="of the queries")
    options.add_argument("--years", type=int, default=20)
    options.add_argument("--engines", default="local,one")
    options.add_argument("--folder", type=Path)
    options.add_argument("--load-seconds", type=float, default=1e9)
    options.add_argument("--by-kind", action="store_true", help="tell the times of each kind of query, too")
    options.add_argument("--slowest", type=int, default=0, help="how many of the slowest to tell")
    given = options.parse_args()
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        run(given, folder, stack)


def run(given: argparse.Namespace, folder: Path, stack: ExitStack) -> None:
    end = time.perf_counter() + given.load_seconds
    some = list(
        articles(range(1, given.articles + 1, max(given.articles // 1000, 1)), given.articles, given.years)
    )
    size = sum(len(each.text.encode()) for each in some) * given.articles // len(some)
    print(
        f"{given.articles} articles, {sum(len(each.text) for each in some) // len(some)} characters, {size >> 20} MB"
    )
    engines: dict[str, Engine] = {}
    for name in given.engines.split(","):
        if name == "local":
            (folder / "local").mkdir(exist_ok=True)
            table = TextTable(folder / "local" / "texts.sqlite")
            engine: Engine = WhooshEngine(folder / "local" / "index", table)
            put: Put = partial(put_locally, table, engine)
        else:
            first = stack.enter_context(kept_rooms.server(folder / name))
            address = kept_rooms.room(first)
            if name == "two":
                second = stack.enter_context(kept_rooms.server(folder / "second"))
                older = range(FIRST_YEAR, FIRST_YEAR + given.years // 2)
                address = kept_rooms.spread_room(first, second, older)
            engine, put = RoomEngine(address, RoomConnections(address)), put_in_room(address)
        rate = load(name, put, len(engine), given.articles, given.years, end)
        if rate:
            print(f"{name}: {rate:,.0f} articles/s")
            if name == "local":
                while engine.tidy():
                    pass
            else:
                with connect(address, is_reader=False) as connection:
                    connection.execute(f"SET ROLE {LIBRARIAN}".encode())
                    connection.execute(SORTED.encode())
                    milliseconds, _ = timed(partial(count_common, connection))
                    print(f"{name}: counting common grams {milliseconds / 1000:.1f} s")
                    connection.execute(b"ANALYZE article_text")
        if name != "local":
            told_of_size(name, first, "spread" if name == "two" else "bench", size)
        engines[name] = engine
    chosen = list(queries(given.queries, given.articles, given.years, given.seed))
    asked = [typed for _, typed in chosen]
    times = compare(engines, asked)
    if given.by_kind:
        told_by_kind([kind for kind, _ in chosen], times)
    for what, by_engine in times.items():
        for name, milliseconds_each in by_engine.items():
            median, most = np.percentile(milliseconds_each, [50, 95])
            print(f"{what:>22}, {name:>5}: {median:.1f} ms in the median, {most:.1f} at the 95th percentile")
            of_each = len(milliseconds_each) // len(asked)
            slowest = np.argsort(milliseconds_each)[::-1][: given.slowest].tolist()
            for at in slowest:
                print(f"    {milliseconds_each[at]:.0f} ms: {asked[at // of_each]}")
    print(f"{len(asked)} queries: all counts and pages equal")


if __name__ == "__main__":
    main()
