"""How long do a card and a list of people take on a library?

    uv run python -m tests.benchmarks.bench_people_card LIBRARY

The library has to be synced. Prints milliseconds, the median of three, and ✓ or ✗: a card may take 100 ms, a list with
its number of people 50 ms. The cards are those of who stands in most articles, and of some others. With `--cpu` it is
processor time, for a machine on which other things run.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from reader.library.library import Library
from reader.library.people import People

CARD_MS, ROWS_MS = 100, 50
TYPED = ("", "陈", "c", "cht", "chenht", "wang", "明", "xyz")
CARDS = 8


def told(words: str, bound: int, ask: Callable[[], object], clock: Callable[[], float]) -> None:
    taken = []
    for _ in range(3):
        began = clock()
        ask()
        taken.append(1000 * (clock() - began))
    ms = median(taken)
    print(f"{'✓' if ms <= bound else '✗'} {words}\t{ms:.1f} ms")


def main() -> None:
    clock = time.process_time if "--cpu" in sys.argv else time.perf_counter
    library = Library.open(Path(sys.argv[1]))
    people = library.people
    print(f"{library.contents.counts().articles:,} articles, {people.count():,} people")
    for typed in TYPED:
        told(f"typed {typed!r}", ROWS_MS, partial(_typed, people, typed), clock)
    rows = people.rows(limit=1000)
    for row in (*rows[:CARDS], *rows[CARDS :: max(1, len(rows) // CARDS)]):
        told(f"card {row.name} ({row.articles:,})", CARD_MS, partial(people.card, row.name), clock)


def _typed(people: People, typed: str) -> None:
    people.rows(typed)
    people.count(typed)


if __name__ == "__main__":
    main()
