"""Stock Whoosh with jieba's ChineseAnalyzer, as its users set it up, beside our index: completeness, speed, size.

    uv run python -m tools.benchmarks.bench_stock_whoosh [--articles 5000] [--folder DIR] [--queries 40]

Strings are cut out of the articles of an invented archive (`searching/queries.py`); the truth is `in` on their texts.
Each is asked bare and in quotation marks. Prints, for each class, the share of strings of which every article is found,
the share of articles found, and p50 and p95 of a first page, the newest first; then building and size. Wall time.
"""

import argparse
import logging
import shutil
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from whoosh import index
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.qparser import QueryParser

from reader.newspaper.holdings import Document
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order, day_number
from reader.search.query import parse_query
from tools.benchmarks.searching import queries
from tools.benchmarks.searching.machine import size_of
from tools.benchmarks.searching.opened import CatalogueTexts
from tools.benchmarks.searching.rivals import one_string
from tools.benchmarks.searching.shelf import Shelf
from tools.benchmarks.searching.steps import OURS, build_ours
from tools.benchmarks.searching.table import p95

PAGE = 50
CLASSES = ("1, any", "2, any", "name", "3", "4", "6", "10", "10, absent")

Ask: TypeAlias = Callable[[str, int], Sequence[int]]
"""Returns the ids of so many articles for a string, the newest first."""


class Stock:
    """An index as the manuals of Whoosh and jieba make one."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of jieba 0.42.1's source
            import jieba
            from jieba.analyse.analyzer import ChineseAnalyzer
        jieba.setLogLevel(logging.WARNING)
        jieba.initialize()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        schema = Schema(
            id=NUMERIC(stored=True, unique=True),
            day=NUMERIC(sortable=True),
            text=TEXT(analyzer=ChineseAnalyzer()),
        )
        self._index = index.create_in(str(folder), schema)
        self._parser = QueryParser("text", schema)

    def build(self, documents: Sequence[Document]) -> float:
        """Return how many articles a second are added."""
        began = time.perf_counter()
        writer = self._index.writer(limitmb=256)
        for document in documents:
            writer.add_document(id=document.id, day=day_number(document.date), text=document.text)
        writer.commit()
        speed = len(documents) / (time.perf_counter() - began)
        self._searcher = self._index.searcher()
        return speed

    def ask(self, text: str, limit: int) -> Sequence[int]:
        found = self._searcher.search(self._parser.parse(text), limit=limit, sortedby="day", reverse=True)
        return [hit["id"] for hit in found]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--articles", type=int, default=5000)
    arguments.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "yuebao-benchmarks")
    arguments.add_argument("--queries", type=int, default=40, help="of each class")
    given = arguments.parse_args()
    shelf = Shelf(given.folder, given.articles)
    written = shelf.written() or shelf.write()
    documents = shelf.sample(given.articles)
    asked = queries.classes(documents, given.articles, given.queries)
    stock = Stock(shelf.folder / "stock")
    built = {
        "stock": stock.build(documents),
        "ours": build_ours(shelf, time.perf_counter, {})["articles_a_second"],
    }
    ours = WhooshEngine(shelf.folder / OURS, CatalogueTexts(shelf.catalogue()))
    engines: dict[str, Ask] = {
        "ours": lambda s, limit: ours.page(parse_query(f'"{s}"'), Order.NEWEST, limit=limit),
        "stock, quoted": lambda s, limit: stock.ask(f'"{s}"', limit),
        "stock, bare": stock.ask,
    }
    print(f"{given.articles} articles".ljust(29) + "complete  articles    p50 ms    p95 ms")
    for kind in CLASSES:
        strings = [string for text in asked[kind] if (string := one_string(parse_query(text)))]
        for name, ask in engines.items():
            print(f"  {kind:12}{name:15}{answers(strings, documents, ask)}")
    sizes = {"stock": size_of(shelf.folder / "stock"), "ours": size_of(shelf.folder / OURS)}
    for name, speed in built.items():
        print(f"  {name:6}{speed:8.0f} articles/s{sizes[name] / written.text_bytes:8.2f} × text")


def answers(strings: Sequence[str], documents: Sequence[Document], ask: Ask) -> str:
    """Return a row of the table."""
    wanted = found = complete = 0
    milliseconds = []
    for string in strings:
        began = time.perf_counter()
        ask(string, PAGE)
        milliseconds.append((time.perf_counter() - began) * 1000)
        truth = {document.id for document in documents if string in document.text}
        right = truth & set(ask(string, len(documents)))
        wanted, found, complete = wanted + len(truth), found + len(right), complete + (right == truth)
    of_articles = found / wanted if wanted else 1.0
    p50 = statistics.median(milliseconds)
    return f"{complete / len(strings):8.0%}{of_articles:10.1%}{p50:10.2f}{p95(milliseconds):10.2f}"


if __name__ == "__main__":
    main()
