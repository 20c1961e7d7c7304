"""What is measured, each in a process of its own.

    python -m tools.benchmarks.searching.steps STEP FOLDER ARTICLES CLOCK

The queries are read from standard input; they and what is printed are JSON. Sizes and memory are in bytes.
"""

import cProfile
import itertools
import json
import pstats
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from reader.library.sync_storing import INDEXED_FIRST, in_steps
from reader.newspaper.holdings import Document
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order
from reader.search.engine import Engine
from reader.search.query import Query, parse_query
from reader.search.ranking import page_place
from tools.benchmarks.searching.archive import PLANTED
from tools.benchmarks.searching.machine import peak_memory, size_of
from tools.benchmarks.searching.opened import CatalogueTexts
from tools.benchmarks.searching.others import OTHERS, Other, first_page, module_of
from tools.benchmarks.searching.rivals import (
    Fts5InOrder,
    InMemory,
    Rival,
    lines_with,
    one_string,
    ripgrep,
)
from tools.benchmarks.searching.shelf import Shelf

Json = dict[str, Any]
Queries = dict[str, list[str]]
Clock = Callable[[], float]
"""Of `time`: seconds."""
READ_AT_ONCE = 500
OURS, FTS5, IN, RIPGREP = "ours", "FTS5", "in", "ripgrep"


class Measure(StrEnum):
    NEWEST = "first page, newest"
    RELEVANCE = "first page, relevance"
    ESTIMATE = "estimate and years"
    EXACT = "exact counts"


class Asked(Struct, frozen=True):
    """One query of a class, asked once. `verified`: how many texts were fetched for it."""

    measure: str
    kind: str
    query: str
    engine: str
    milliseconds: float
    answer: list[Any]
    verified: int = 0


def write(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    shelf.write()
    return {}


def build_ours(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    folder = shelf.folder / OURS
    shutil.rmtree(folder, ignore_errors=True)
    engine = WhooshEngine(folder, CatalogueTexts(shelf.catalogue()))
    seconds = _updated(engine, shelf, clock, range(1, shelf.articles + 1), INDEXED_FIRST)
    began = clock()
    while engine.tidy():
        pass
    seconds += clock() - began
    engine.close()
    return _built(shelf, folder, seconds)


def build_fts5(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    """Its size is what is left when it is made as small as it gets; the time for that is not counted."""
    folder = shelf.folder / FTS5
    shutil.rmtree(folder, ignore_errors=True)
    engine = Fts5InOrder(folder, CatalogueTexts(shelf.catalogue()))
    seconds = _updated(engine, shelf, clock, range(shelf.articles, 0, -1))
    engine.finish()
    engine.close()
    return _built(shelf, folder, seconds)


def _updated(engine: Engine, shelf: Shelf, clock: Clock, ids: Sequence[int], first: int = 0) -> float:
    """Puts the documents in, in the order of `ids`, in the steps of a sync, the `first` of them before; the seconds,
    without those that reading them took.
    """
    catalogue = shelf.catalogue()
    reading = 0.0

    def documents(some: Sequence[int]) -> Iterator[Document]:
        nonlocal reading
        for at in range(0, len(some), READ_AT_ONCE):
            began = clock()
            rows = catalogue.texts(some[at : at + READ_AT_ONCE])
            read = [rows[id] for id in some[at : at + READ_AT_ONCE]]
            reading += clock() - began
            yield from read

    began = clock()
    for step in itertools.chain([documents(ids[:first])], in_steps(documents(ids), len(ids))):
        engine.update(step)
    seconds = clock() - began - reading
    catalogue.close()
    return seconds


def _built(shelf: Shelf, folder: Path, seconds: float) -> Json:
    return {
        "articles_a_second": shelf.articles / seconds,
        "peak_memory": peak_memory(),
        "size": size_of(folder),
    }


FIRST = (Measure.NEWEST, Measure.RELEVANCE, Measure.ESTIMATE)


def ask_all(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    """First pages and first numbers, both engines in turn."""
    return _told(_asked(clock, _engines(shelf), queries, FIRST))


def ask_ours(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    return _told(_asked(clock, {OURS: _engines(shelf)[OURS]}, queries, FIRST))


def count_all(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    return _told(_asked(clock, _engines(shelf), queries, [Measure.EXACT]))


def count_ours(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    return _told(_asked(clock, {OURS: _engines(shelf)[OURS]}, queries, [Measure.EXACT]))


def ask_in_memory(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    catalogue = shelf.catalogue()
    documents = [*catalogue.texts(range(1, shelf.articles + 1)).values()]
    truth = InMemory(sorted(documents, key=_newest_first))
    return _told(_asked(clock, {IN: (truth, None)}, queries, [Measure.NEWEST, Measure.EXACT]))


def ask_ripgrep(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    program = ripgrep()
    asked: list[Asked] = []
    for kind, texts in queries.items() if program else ():
        for text in texts:
            needle = one_string(parse_query(text))
            if needle and program:
                began = time.perf_counter()
                total = lines_with(program, needle, shelf.lines)
                passed = (time.perf_counter() - began) * 1000
                asked.append(Asked(Measure.EXACT, kind, text, RIPGREP, passed, [total]))
    return _told(asked)


def others(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    """What is told of each of `OTHERS` that is installed: how it is built, and its first pages of single strings."""
    built: dict[str, Json] = {}
    asked: list[Asked] = []
    for name, kind in OTHERS.items():
        module = module_of(name)
        if module is None:
            continue
        folder = shelf.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        texts = CatalogueTexts(shelf.catalogue())
        other: Other = kind(folder, module)
        reading = 0.0

        def documents(texts: CatalogueTexts = texts) -> Iterator[Document]:
            nonlocal reading
            for at in range(1, shelf.articles + 1, READ_AT_ONCE):
                began = clock()
                ids = range(at, min(at + READ_AT_ONCE, shelf.articles + 1))
                read = texts.texts(ids)
                reading += clock() - began
                yield from (read[id] for id in ids)

        began = clock()
        other.build(documents())
        built[name] = _built(shelf, folder, clock() - began - reading)
        for kind_of_query, strings in queries.items():
            for string in strings:
                if needle := one_string(parse_query(string)):
                    began = clock()
                    page = first_page(other, needle, texts)
                    passed = (clock() - began) * 1000
                    asked.append(Asked(Measure.NEWEST, kind_of_query, string, name, passed, page))
    return {"built": built, **_told(asked)}


def profile(shelf: Shelf, clock: Clock, queries: Queries) -> Json:
    """Where the time goes of our first pages and numbers, on standard error."""
    ours = {OURS: _engines(shelf)[OURS]}
    for measure in Measure:
        profiler = cProfile.Profile()
        profiler.enable()
        asked = list(_asked(clock, ours, queries, [measure]))
        profiler.disable()
        print(
            f"\n{measure}: {len(asked)} queries, {max(a.milliseconds for a in asked):.1f} ms at most",
            file=sys.stderr,
        )
        pstats.Stats(profiler, stream=sys.stderr).strip_dirs().sort_stats("cumulative").print_stats(30)
    return {}


def _engines(shelf: Shelf) -> dict[str, tuple[Rival, CatalogueTexts | None]]:
    ours, theirs = CatalogueTexts(shelf.catalogue()), CatalogueTexts(shelf.catalogue())
    return {
        OURS: (WhooshEngine(shelf.folder / OURS, ours), ours),
        FTS5: (Fts5InOrder(shelf.folder / FTS5, theirs), theirs),
    }


def _asked(
    clock: Clock,
    rivals: dict[str, tuple[Rival, CatalogueTexts | None]],
    queries: Queries,
    measures: Iterable[Measure],
) -> Iterator[Asked]:
    # each is the first in every other query: to the second, the texts that both verify come from the processor's cache
    turns = [[*rivals.items()], [*rivals.items()][::-1]]
    for measure in measures:
        for rival, _ in rivals.values():  # what is read and loaded once, for all queries
            _answer(rival, measure, parse_query(PLANTED["30 %"]))
        for kind, texts in queries.items():
            for number, text in enumerate(texts):
                query = parse_query(text)
                for name, (rival, fetched) in turns[number % 2]:
                    before = fetched.asked if fetched else 0
                    began = clock()
                    answer = _answer(rival, measure, query)
                    passed = (clock() - began) * 1000
                    verified = fetched.asked - before if fetched else 0
                    yield Asked(measure, kind, text, name, passed, answer, verified)


def _answer(rival: Rival, measure: Measure, query: Query) -> list[Any]:
    match measure:
        case Measure.NEWEST:
            return list(rival.page(query, Order.NEWEST))
        case Measure.RELEVANCE:
            return list(rival.page(query, Order.RELEVANCE))
        case Measure.ESTIMATE:
            found = next(rival.count(query))
            return [found.total]
        case Measure.EXACT:
            *_, found = rival.count(query)
            return [found.total, sorted(found.by_year.items())]


def _newest_first(document: Document) -> tuple[int, int, int]:
    assert document.date
    return -document.date.toordinal(), page_place(document.page or ""), document.id


def _told(asked: Iterable[Asked]) -> Json:
    return {"asked": [to_builtins(each) for each in asked]}


STEPS = {
    step.__name__: step
    for step in (
        write,
        build_ours,
        build_fts5,
        ask_all,
        ask_ours,
        count_all,
        count_ours,
        ask_in_memory,
        ask_ripgrep,
        others,
        profile,
    )
}

if __name__ == "__main__":
    step, folder, articles, clock = sys.argv[1:]
    told = STEPS[step](Shelf(Path(folder), int(articles)), getattr(time, clock), json.load(sys.stdin))
    json.dump(told, sys.stdout)
