"""How long does a line over time take, of queries of all kinds, by year, month and day?

    uv run python -m tools.benchmarks.bench_timeline --folder ~/.cache/yuebao-benchmarks/100000 [QUERY …]

The folder is one that `bench_search` has written and indexed. Every line is asked for anew: what was found out for the
one before is forgotten. Prints milliseconds of wall time and of processor time, and ✓ or ✗ for the bound of 300 ms.
The first line of a process reads what is held, which the others know.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import cast

from msgspec import Struct

from reader.export.timeline import Step
from reader.library.article_set import ArticleSet
from reader.library.derived_data import DerivedData
from reader.library.timelines import Timelines
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.engine import Engine
from reader.search.query import parse_query
from reader.storage.catalogue import Catalogue
from tools.benchmarks.searching.opened import CatalogueTexts

BOUND_MS = 300
QUERIES = ("渡口", "的", "人民政府", "记者", "王", "工作 会议", "报:日报 生产")


class Derived(Struct, frozen=True):
    """What a library derives from its files, of an archive of the benchmark."""

    catalogue: Catalogue
    engine: Engine


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("queries", nargs="*", default=QUERIES)
    given = arguments.parse_args()
    catalogue = Catalogue(given.folder / "catalogue.sqlite")
    engine = WhooshEngine(given.folder / "ours", CatalogueTexts(catalogue))
    timelines = Timelines(cast(DerivedData, Derived(catalogue, engine)))
    if not len(engine):
        sys.exit(f"{given.folder}: nothing is indexed there")
    print(f"{len(engine):,} articles")
    for text in given.queries:
        for step in Step:
            engine.search(parse_query("占着位置的一问"), limit=1)
            wall, processor = time.perf_counter(), time.process_time()
            timeline = timelines.timeline([ArticleSet.of(parse_query(text))], step)
            took = 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor)
            sign = "✓" if took[0] <= BOUND_MS else "✗"
            total = timeline.lines[0].total
            print(
                f"{sign} {text}\t{step}\t{took[0]:.0f} ms\t{took[1]:.0f} ms of the processor\t{total:,} articles"
            )


if __name__ == "__main__":
    main()
