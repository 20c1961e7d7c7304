"""How long do a card and a list of people take on a library?

    uv run python -m tests.benchmarks.bench_people_card LIBRARY

The library has to be synced. Prints milliseconds of wall time and ✓ or ✗: a card may take 100 ms, a list 50 ms. The
cards are those of who stands in most articles, and of some others.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from reader.library.library import Library

CARD_MS, ROWS_MS = 100, 50
TYPED = ("", "陈", "c", "cht", "chenht", "wang", "明", "xyz")
CARDS = 8


def told(words: str, bound: int, ask: Callable[[], object]) -> None:
    began = time.perf_counter()
    ask()
    ms = 1000 * (time.perf_counter() - began)
    print(f"{'✓' if ms <= bound else '✗'} {words}\t{ms:.1f} ms")


def main() -> None:
    library = Library.open(Path(sys.argv[1]))
    people = library.people
    print(f"{library.contents.counts().articles:,} articles, {people.count():,} people")
    for typed in TYPED:
        told(f"rows {typed!r}", ROWS_MS, lambda typed=typed: people.rows(typed))  # type: ignore[misc]
        told(f"count {typed!r}", ROWS_MS, lambda typed=typed: people.count(typed))  # type: ignore[misc]
    rows = people.rows(limit=1000)
    for row in (*rows[:CARDS], *rows[CARDS :: max(1, len(rows) // CARDS)]):
        told(
            f"card {row.name} ({row.articles:,})",
            CARD_MS,
            lambda row=row: people.card(row.name),  # type: ignore[misc]
        )


if __name__ == "__main__":
    main()
