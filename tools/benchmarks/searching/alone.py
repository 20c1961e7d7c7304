"""A process that does nothing but search, with nothing else of the benchmark in it.

    python -m tools.benchmarks.searching.alone floor|words|search|open_cold FOLDER

The queries are read from standard input; they and what is printed are JSON. Memory in bytes, times in milliseconds.
"""

import builtins
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.benchmarks.searching.machine import drop_from_cache, peak_memory

Told = dict[str, float]


def floor(folder: Path, queries: Sequence[str]) -> Told:
    """What Python, Qt and numpy take."""
    importing = builtins.__import__
    for name in ("numpy", "PySide6.QtCore"):
        importlib.import_module(name)
    builtins.__import__ = importing  # as `app` does: PySide's keeps the source of each module
    return {"peak": peak_memory()}


def search(folder: Path, queries: Sequence[str]) -> Told:
    """What is taken with those, and the search: its modules, then first pages by date, then by relevance."""
    floor(folder, queries)
    from tools.benchmarks.searching.opened import Order, opened, parse_query

    modules = peak_memory()
    engine = opened(folder)
    asked = [parse_query(text) for text in queries]
    for query in asked:
        engine.page(query, Order.NEWEST)
        next(engine.count(query))
    by_date = peak_memory()
    for query in asked:
        engine.page(query, Order.RELEVANCE)
    return {"modules": modules, "by date": by_date, "peak": peak_memory()}


def words(folder: Path, queries: Sequence[str]) -> Told:
    """The time until the dictionary is there that tells words, for the first order by relevance of a process."""
    from reader.language import words

    began = time.perf_counter()
    words.has_word("")
    return {"loaded": (time.perf_counter() - began) * 1000}


def open_cold(folder: Path, queries: Sequence[str]) -> Told:
    """The time until engine and catalogue are open, and until there is a first page of the first query; from files that
    the system has forgotten, if it can be told to.
    """
    from tools.benchmarks.searching.opened import Order, opened, parse_query

    query = parse_query(queries[0])
    is_cold = drop_from_cache([folder / "ours", folder / "catalogue.sqlite"])
    began = time.perf_counter()
    engine = opened(folder)
    opened_at = time.perf_counter()
    engine.page(query, Order.NEWEST)
    answered_at = time.perf_counter()
    return {
        "is cold": is_cold,
        "open": (opened_at - began) * 1000,
        "first page": (answered_at - began) * 1000,
    }


STEPS: dict[str, Callable[[Path, Sequence[str]], Told]] = {
    "floor": floor,
    "words": words,
    "search": search,
    "open_cold": open_cold,
}

if __name__ == "__main__":
    json.dump(STEPS[sys.argv[1]](Path(sys.argv[2]), json.load(sys.stdin)), sys.stdout)
