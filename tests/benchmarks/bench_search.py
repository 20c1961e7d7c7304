"""How fast is the search, and how large the index, beside SQLite FTS5 with the same grams?

    uv run python -m tests.benchmarks.bench_search [--articles 20000] [--queries 40]

Articles are made of invented words whose frequencies fall as Zipf's law has them and whose number grows with the
text; some strings are planted in 1, 10, 30 and 80 % of all articles. Every engine answers the same queries; the
answers are compared. Prints p50 and p95 of the first page (50 articles, milliseconds) for each class and order, of
the exact count for each class, the build (articles a second), the size (÷ UTF-8 text), and the ratios.
"""

import argparse
import datetime as dt
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from reader.language.forms import search_form
from reader.search.engine import Document, Engine, Order
from reader.search.query import parse_query
from reader.search.whoosh_engine import WhooshEngine
from tests.corpus import a_name
from tests.search.fts5_engine import Fts5Engine
from tests.search.library_of_texts import TextTable

PLANTED = {"1 %": "水文观测站", "10 %": "春季灌溉期", "30 %": "有关负责人", "80 %": "本报雁桥讯"}
DAYS = 6000
BATCH = 2000
Answer = TypeVar("Answer")
PUNCTUATION = "，，，，，。。。、：；"


def vocabulary(rng: random.Random, count: int) -> list[str]:
    """Words of one to four characters, and phrases of two to five words, the more common ones first."""
    characters = [chr(c) for c in rng.sample(range(0x4E00, 0x9FA5), 4500)]
    weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(characters))))
    lengths = rng.choices((1, 2, 3, 4), (10, 65, 17, 8), k=count)
    words = ["".join(rng.choices(characters, cum_weights=weights, k=length)) for length in lengths]
    of_words = list(itertools.accumulate(1 / (rank + 3) for rank in range(count)))
    return [
        word if i % 3 else "".join(rng.choices(words, cum_weights=of_words, k=rng.randrange(2, 6)))
        for i, word in enumerate(words)
    ]


def documents(count: int, seed: int = 1) -> Iterator[Document]:
    rng = random.Random(seed)
    words = vocabulary(rng, 20_000 + 2 * count)
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    for id in range(1, count + 1):
        known = 20_000 + 2 * id  # words nobody has used before come up all the time
        draw = rng.choices(words[:known], cum_weights=weights[:known], k=rng.randrange(35, 195))
        text = "".join(word + (rng.choice(PUNCTUATION) if rng.random() < 0.16 else "") for word in draw)
        planted = [string for share, string in PLANTED.items() if rng.random() * 100 < float(share[:-2])]
        for string in planted:
            at = rng.randrange(len(text))
            text = text[:at] + string + text[at:]
        paragraphs = [text[at : at + 180] for at in range(0, len(text), 180)]
        paragraphs[0] = f"（记者 {a_name(rng)}）{rng.randrange(2, 9999)}{paragraphs[0]}"
        headline = "".join(draw[-6:])[:18]
        lines = [headline, "", "", *paragraphs]
        yield Document(
            id,
            "雁桥日报",
            dt.date(1990, 1, 1) + dt.timedelta(days=rng.randrange(DAYS)),
            str(rng.randrange(1, 9)),
            "\n".join(search_form(line) for line in lines),
        )


def query_classes(sample: Sequence[Document], count: int) -> dict[str, list[str]]:
    rng = random.Random(7)

    def strings(length: int) -> list[str]:
        found: list[str] = []
        while len(found) < count:
            line = rng.choice(rng.choice(sample).text.split("\n"))
            if len(line) > length:
                at = rng.randrange(len(line) - length)
                found.append(f'"{line[at : at + length]}"')
        return found

    common = [c for c, _ in sorted(_frequencies(sample).items(), key=lambda item: -item[1])]
    absent = [f'"{a[1:6]}{b[1:6]}"' for a, b in itertools.pairwise(strings(6))]
    classes = {
        "1, commonest": common[:10],
        "1, any": strings(1),
        "2": strings(2),
        "name": [a_name(rng) for _ in range(count)],
        **{str(length): strings(length) for length in (3, 4, 6, 10, 40)},
        "10, absent": absent,
        "AND": [f"{a} {b}" for a, b in itertools.pairwise(strings(2))],
        "OR": [f"{a} 或 {b}" for a, b in itertools.pairwise(strings(3))],
        "NOT": [f"{a} -{b}" for a, b in itertools.pairwise(strings(3))],
        "only NOT": [f"-{a}" for a in strings(3)],
        "headline": [f"标题:{a}" for a in strings(2)],
        "a year": [f"{a} 日期:{1990 + i % 16}" for i, a in enumerate(strings(2))],
    }
    return classes | {share: [string, string[:4]] * 5 for share, string in PLANTED.items()}


def _frequencies(sample: Sequence[Document]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for document in sample:
        for character in set(document.text) - {"\n"}:
            counts[character] = counts.get(character, 0) + 1
    return counts


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Milliseconds and what came of it."""
    began = time.perf_counter()
    answer = work()
    return (time.perf_counter() - began) * 1000, answer


def p50_p95(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--articles", type=int, default=20_000)
    arguments.add_argument("--queries", type=int, default=40)
    arguments.add_argument("--no-count", action="store_true", help="leave the exact counts out")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), given.articles, given.queries, with_counts=not given.no_count)


def run(folder: Path, articles: int, queries: int, *, with_counts: bool) -> None:
    texts = TextTable(folder / "texts.sqlite")
    everything = list(documents(articles))
    texts.put(everything)
    text_size = sum(len(document.text.encode()) for document in everything)
    engines: dict[str, Engine] = {
        "ours": WhooshEngine(folder / "ours", texts),
        "FTS5": Fts5Engine(folder / "fts5", texts),
    }
    print(
        f"{articles} articles, {text_size / articles:.0f} bytes each, {len(_frequencies(everything))} characters\n"
    )
    built = {name: build(engine, everything) for name, engine in engines.items()}
    size = {
        name: sum(path.stat().st_size for path in (folder / name.lower()).iterdir()) / text_size
        for name in engines
    }
    print(f"{'':16}{'ours':>10}{'FTS5':>10}{'ratio':>8}")
    print(f"{'articles/s':16}{built['ours']:10.0f}{built['FTS5']:10.0f}{built['ours'] / built['FTS5']:8.2f}")
    print(f"{'size ÷ text':16}{size['ours']:10.3f}{size['FTS5']:10.3f}{size['ours'] / size['FTS5']:8.2f}\n")
    classes = query_classes(everything[:: max(1, articles // 2000)], queries)
    del everything
    for order in Order:
        first_pages(engines, classes, order)
    if with_counts:
        exact_counts(engines, classes)


def build(engine: Engine, everything: Sequence[Document]) -> float:
    """Articles a second."""

    def update() -> None:
        for at in range(0, len(everything), BATCH):
            engine.update(everything[at : at + BATCH])

    return len(everything) / timed(update)[0] * 1000


def first_pages(engines: dict[str, Engine], classes: dict[str, list[str]], order: Order) -> None:
    print(f"first page, {order.value}: ms   ours p50     p95  FTS5 p50     p95   ratio of p95")
    for name, texts in classes.items():
        queries = [parse_query(text) for text in texts]
        answers = [
            [timed(partial(engine.search, query, order)) for query in queries] for engine in engines.values()
        ]
        print_row(name, [p50_p95([ms for ms, _ in of_engine]) for of_engine in answers])
        if order is not Order.RELEVANCE:
            report_differences(texts, [[found.ids for _, found in of_engine] for of_engine in answers])
    print()


def exact_counts(engines: dict[str, Engine], classes: dict[str, list[str]]) -> None:
    print("exact count: ms              ours p50     p95  FTS5 p50     p95   ratio of p95")
    for name, texts in classes.items():
        queries = [parse_query(text) for text in texts[:10]]
        answers = [
            [timed(partial(engine.search, query, exact=True, limit=0)) for query in queries]
            for engine in engines.values()
        ]
        print_row(name, [p50_p95([ms for ms, _ in of_engine]) for of_engine in answers])
        report_differences(texts, [[found.total for _, found in of_engine] for of_engine in answers])
    print()


def report_differences(texts: Sequence[str], answers: Sequence[Sequence[object]]) -> None:
    for text, *found in zip(texts, *answers, strict=False):
        if any(other != found[0] for other in found):
            print(f"  {text}: the answers differ")


def print_row(name: str, row: Sequence[tuple[float, float]]) -> None:
    (ours50, ours95), (theirs50, theirs95) = row
    print(f"  {name:24}{ours50:10.2f}{ours95:8.2f}{theirs50:10.2f}{theirs95:8.2f}{ours95 / theirs95:10.2f}")


if __name__ == "__main__":
    main()
