"""How many reprints are found, how many rightly, and what does it cost?

    uv run python -m tools.benchmarks.bench_reprints [--articles 4000] [--rate 0 0.02 0.05 0.1] [--sync 2000]

Articles of an invented archive (`searching.archive`) are compared with each other; of some there is another printing:
misread in so many characters, its ends cut, or only a piece of it. Prints for each rate of misreadings the share of
other printings that is found (recall), and the share of what is found that is one (precision); the processor time of an
article and the memory; then that of one issue that comes to as many articles, and to 100,000 of which only the shingles
are there. `--sync` writes so many articles as files and syncs them as one library with the comparison and without,
turn about, and prints the processor time of both.
"""

import argparse
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import numpy as np
from msgspec.structs import replace

from reader.features.reprints.comparing import ReprintComparing
from reader.features.reprints.comparison import Comparison, Postings
from reader.features.reprints.reprint_table import ReprintTable
from reader.library.library import Library
from reader.library.sync_storing import SyncStore
from reader.newspaper.article import Article, Block, BlockKind
from reader.newspaper.issue import IssuePart
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile, digest_of
from tests.comparison.invented_printings import cut, misread
from tools.benchmarks.searching.archive import ARTICLES_AN_ISSUE, Archive
from tools.benchmarks.searching.machine import peak_memory

REPRINTED = 0.05
"""The share of articles that are printed again."""
PIECES = 0.2
"""The share of other printings that are only a piece of a third to two thirds of the text."""
CUT = 0.2
LARGE, SHINGLES = 100_000, 42


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--rate", type=float, nargs="*", default=[0.0, 0.02, 0.05, 0.1])
    parser.add_argument("--sync", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    parts = list(Archive(given.articles, given.seed).issues())
    for rate in given.rate:
        measure(parts, rate, random.Random(given.seed))
    if given.sync:
        compare_syncs(parts[: -(-given.sync // ARTICLES_AN_ISSUE)])


def measure(parts: Sequence[IssuePart], rate: float, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder) / "catalogue.sqlite")
        printed = [printed_again(article, rate, chance) for part in parts for article in part.articles]
        again = [article for article in printed if article is not None]
        for number, part in enumerate(parts):
            put(catalogue, f"{number}.txt", part)
        for number in range(0, len(again), ARTICLES_AN_ISSUE):
            some = tuple(again[number : number + ARTICLES_AN_ISSUE])
            date = dt.date(2025, 1, 1) + dt.timedelta(days=number)
            put(
                catalogue,
                f"again {number}.txt",
                replace(parts[0], articles=some, masthead=replace(parts[0].masthead, date=date)),
            )
        began = time.process_time()
        compare(catalogue)
        took = time.process_time() - began
        keys = {i: key_of(catalogue, i) for i in catalogue.article_ids()}
        found = {
            frozenset((keys[r.first_id], keys[r.second_id])) for r in catalogue.table(ReprintTable).all()
        }
        true = {frozenset((each.key, each.key.removesuffix(" again"))) for each in again}
        issue = parts[-1].articles
        date = dt.date(2026, 1, 1)
        put(
            catalogue,
            "one more.txt",
            replace(
                parts[0],
                articles=tuple(replace(a, key=f"{a.key} new") for a in issue),
                masthead=replace(parts[0].masthead, date=date),
            ),
        )
        began = time.process_time()
        compare(catalogue)
        one_more = time.process_time() - began
        catalogue.close()
    right = len(found & true)
    print(
        f"{rate:.0%} misread: recall {right / max(1, len(true)):.3f} of {len(true)},"
        f" precision {right / max(1, len(found)):.3f} of {len(found)};"
        f" {1000 * took / len(keys):.2f} ms of the processor an article; peak {peak_memory() >> 20} MB;"
        f" one more issue of {len(issue)}: {1000 * one_more:.0f} ms, beside {LARGE:,}: {beside_many():.0f} ms"
    )


def printed_again(article: Article, rate: float, chance: random.Random) -> Article | None:
    """Return another printing of an article; None for most."""
    if chance.random() >= REPRINTED:
        return None
    text = "\n".join(block.text for block in article.blocks)
    if chance.random() < PIECES:
        size = int(len(text) * chance.uniform(1 / 3, 2 / 3))
        begin = chance.randint(0, len(text) - size)
        text = text[begin : begin + size]
    text = cut(chance, misread(chance, text, rate), CUT)
    blocks = tuple(Block(BlockKind.PARAGRAPH, line, ((9, 9),)) for line in text.split("\n") if line)
    return replace(article, key=f"{article.key} again", headline="另一个标题", blocks=blocks)


def put(catalogue: Catalogue, path: str, part: IssuePart) -> None:
    with catalogue.writing() as writer:
        texts = [search_text(article) for article in part.articles]
        writer.store(FoundFile(path, 10, 20), digest_of(path.encode()), 1, part, texts)


def compare(catalogue: Catalogue) -> None:
    while catalogue.table(ReprintTable).count_left():
        with catalogue.writing() as writer:
            ReprintComparing(catalogue).step(writer, lambda: None)


def key_of(catalogue: Catalogue, article_id: int) -> str:
    return catalogue.article_rows([article_id])[article_id].key


def beside_many() -> float:
    """Return the milliseconds in which one issue is looked up beside `LARGE` articles."""
    chance = np.random.default_rng(1)

    def postings(first: int, articles: int) -> Postings:
        size = articles * SHINGLES
        owners = np.repeat(np.arange(first, first + articles, dtype=np.uint32), SHINGLES)
        return Postings(np.sort(chance.integers(0, 1 << 28, size, np.uint32)), owners)

    runs = [postings(1 + at, LARGE // 4) for at in range(0, LARGE, LARGE // 4)]
    new = postings(LARGE + 1, ARTICLES_AN_ISSUE)
    began = time.process_time()
    Comparison(new, runs).candidates(lambda ids: dict.fromkeys(ids, 800))
    return 1000 * (time.process_time() - began)


def compare_syncs(parts: Sequence[IssuePart]) -> None:
    """Print the processor time of a sync with the comparison and without, turn about."""
    times: dict[bool, list[float]] = {True: [], False: []}
    articles = 0
    for round_ in range(6):
        is_compared = round_ % 2 == 0
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.dict(os.environ, {"READER_HOME": f"{folder}/home"}),
        ):
            root = Path(folder) / "报"
            root.mkdir()
            for number, part in enumerate(parts):
                (root / f"{number}.txt").write_text("\n".join(lines_of(part)), encoding="utf-8")
            library = Library.open(root)
            without = mock.patch.object(SyncStore, "compare_articles", return_value=None)
            began = time.process_time()
            if is_compared:
                articles = library.sync().articles
            else:
                with without:
                    library.sync()
            times[is_compared].append(time.process_time() - began)
            library.close()
    with_it, without_it = min(times[True]), min(times[False])
    print(
        f"sync of {articles:,} articles: {without_it:.2f} s of the processor without, {with_it:.2f} s with the"
        f" comparison: {with_it / without_it - 1:+.1%}"
    )


def lines_of(part: IssuePart) -> Iterator[str]:
    """Yield the lines of an issue's file."""
    date = part.masthead.date or dt.date(2000, 1, 1)
    yield from ("# 雁桥日报", f"{date.year}年{date.month}月{date.day}日", "")
    for article in part.articles:
        yield from (f"## {article.headline}", "")
        for block in article.blocks:
            yield from (block.text, "")


if __name__ == "__main__":
    main()
