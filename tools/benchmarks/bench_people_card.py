"""How long do a card, a list of people and the rungs of a name take on a library?

    uv run python -m tools.benchmarks.bench_people_card [LIBRARY] [--folder DIR]

Prints milliseconds, the median of three, and ✓ or ✗: a card may take 100 ms, a list with its number of people 50 ms,
the counts of all rungs of a name 300 ms. The people are those who stand in most articles, and some others. With `--cpu`
it is processor time, for a machine on which other things run.

The library has to be synced. Without one there are no rungs, and it is a catalogue of 100,000 articles and 170,000
names, filled row by row and kept in DIR.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from reader.features.people.people import People, people_of
from reader.library.derived_data import DerivedData
from reader.library.library import Library
from reader.library.searcher import Searcher
from reader.storage.user_data import UserData
from tools.benchmarks import crowded_catalogue

CARD_MS, ROWS_MS, RUNGS_MS = 100, 50, 300
TYPED = ("", "陈", "c", "cht", "chenht", "wang", "shan", "明", "xyz")
CARDS = 8
ARTICLES, NAMES = 100_000, 170_000
FOLDER = Path.home() / ".cache" / "yuebao-benchmarks" / "people"


def told(words: str, bound: int, ask: Callable[[], object], clock: Callable[[], float]) -> None:
    taken = []
    for _ in range(3):
        began = clock()
        ask()
        taken.append(1000 * (clock() - began))
    ms = median(taken)
    print(f"{'✓' if ms <= bound else '✗'} {words}\t{ms:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", nargs="?", type=Path)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--cpu", action="store_true")
    options = parser.parse_args()
    clock = time.process_time if options.cpu else time.perf_counter
    library = Library.open(options.library) if options.library else None
    people = people_of(library) if library else _made(options.folder)
    print(f"{people.count():,} people")
    for typed in TYPED:
        told(f"typed {typed!r}", ROWS_MS, partial(_typed, people, typed), clock)
    rows = people.rows(limit=1000)
    for row in (*rows[:CARDS], *rows[CARDS :: max(1, len(rows) // CARDS)]):
        forms = len(row.forms)
        told(f"card {row.name} ({row.articles:,}; {forms})", CARD_MS, partial(people.card, row.name), clock)
        if library:
            told(f"rungs {row.name}", RUNGS_MS, partial(_count_rungs, library.searcher, row.name), clock)


def _made(folder: Path) -> People:
    path = folder / "catalogue.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        crowded_catalogue.fill(path, articles=ARTICLES, names=NAMES)
    return People(DerivedData(folder), UserData(folder))


def _count_rungs(searcher: Searcher, name: str) -> None:
    list(searcher.rung_totals([searcher.understand(name)]))


def _typed(people: People, typed: str) -> None:
    people.rows(typed)
    people.count(typed)


if __name__ == "__main__":
    main()
