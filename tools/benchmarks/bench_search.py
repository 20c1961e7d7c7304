"""How fast and how large is the search, beside SQLite FTS5 with the same grams, ripgrep, and Python's `in`?

    uv run python -m tools.benchmarks.bench_search [--articles 20000 100000] [--folder DIR] [--readme]
    uv run python -m tools.benchmarks.bench_search --articles 1000000 --alone
    uv run python -m tools.benchmarks.bench_search --articles 100000 --profile name

An invented archive (`searching/archive.py`) is written once to DIR and asked again by later runs; indexes are built
anew unless `--keep`. Every step is a process of its own. All engines answer the same classes of queries
(`searching/queries.py`), ours and FTS5 in turn; where two answers differ, that is printed and the exit code is 1.
Prints, for each class, p50 and p95 in milliseconds; then the table of what was asked for, ✓ or ✗. Cold is a new process
after the files were dropped from the system's cache.

Wall time, unless `--cpu` says that the machine has other work. A million articles take some 5 GB of disk and 2 GB of
memory.
`ripgrep` is asked where `rg` is on the path, tantivy and Xapian where Python finds them: `uv run --with tantivy …`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from msgspec import Struct

from reader import assets, formats, parsing
from reader.search.terms import search_text
from tools.benchmarks.searching import queries
from tools.benchmarks.searching.archive import Vocabulary
from tools.benchmarks.searching.shelf import Shelf, Written
from tools.benchmarks.searching.steps import FTS5, OURS, Asked, Measure
from tools.benchmarks.searching.table import CHINESE, Built, Results, by_kind, differences, p95, rows

OPENED = 5


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--articles", type=int, nargs="+", default=[20_000])
    arguments.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "yuebao-benchmarks")
    arguments.add_argument("--queries", type=int, default=40, help="of each class")
    arguments.add_argument(
        "--counted", type=int, default=3, help="of each class, whose exact numbers are asked for"
    )
    arguments.add_argument("--keep", action="store_true", help="ask the indexes of the run before")
    arguments.add_argument(
        "--cpu", action="store_true", help="tell processor time, on a machine with other work"
    )
    arguments.add_argument(
        "--alone",
        action="store_true",
        help="ask neither FTS5 nor texts in memory: they take an hour at a million",
    )
    arguments.add_argument("--readme", action="store_true", help="print the table for the README")
    arguments.add_argument("--profile", metavar="CLASS", help="only tell where the time of a class goes")
    given = arguments.parse_args()
    clock = "process_time" if given.cpu else "perf_counter"
    runs = [Run(Shelf(given.folder, articles), clock, given.alone) for articles in given.articles]
    if given.profile:
        for run in runs:
            run.step("profile", {given.profile: run.queries(given.queries)[given.profile]})
        return
    results = [run.results(given.queries, given.counted, keep=given.keep) for run in runs]
    if given.readme:
        print(in_markdown(results))
    else:
        print_growth(results)
        for result in results:
            print_classes(result)
        print_table(results)
    differ = [difference for result in results for difference in differences(result.asked)]
    for difference in differ:
        print(difference, file=sys.stderr)
    sys.exit(1 if differ else 0)


class Run(Struct, frozen=True):
    """Measures one archive; `clock` is a function of `time`; `is_alone`: without FTS5 and texts in memory."""

    shelf: Shelf
    clock: str
    is_alone: bool

    def results(self, count: int, counted: int, *, keep: bool) -> Results:
        asked = self.queries(count)
        (self.shelf.folder / "words").unlink(missing_ok=True)
        ours = self.built(OURS, keep=keep)
        fts5 = None if self.is_alone else self.built(FTS5, keep=keep)
        which = "ours" if self.is_alone else "all"
        few = {kind: texts[:counted] for kind, texts in asked.items()}
        to_count = {kind: few[kind] for kind in queries.COUNTED}
        others = {"built": {}, "asked": []} if self.is_alone else self.step("others", asked)
        answers = [
            *self.step(f"ask_{which}", asked)["asked"],
            *self.step(f"count_{which}", to_count)["asked"],
            *([] if self.is_alone else self.step("ask_in_memory", few)["asked"]),
            *self.step("ask_ripgrep", to_count)["asked"],
            *others["asked"],
        ]
        made, loaded = (self.alone("words", [])["loaded"] for _ in range(2))
        floor = self.alone("floor", [])["peak"]
        memory = self.alone("search", [text for texts in asked.values() for text in texts])
        opened = [self.alone("open_cold", asked["name"]) for _ in range(OPENED)]
        return Results(
            self.written(),
            self.shelf.store_bytes(),
            ours,
            fts5,
            tuple(Asked(**each) for each in answers),
            {name: peak - floor for name, peak in memory.items()},
            median(each["open"] for each in opened),
            median(each["first page"] for each in opened),
            all(each["is cold"] for each in opened),
            made,
            loaded,
            {name: Built(**built) for name, built in others["built"].items()},
        )

    def written(self) -> Written:
        if self.shelf.written() is None:
            self.step("write")
        written = self.shelf.written()
        assert written
        return written

    def queries(self, count: int) -> dict[str, list[str]]:
        self.written()
        return queries.classes(self.shelf.sample(2000), self.shelf.articles, count)

    def built(self, engine: str, *, keep: bool) -> Built:
        """Builds an index, or tells what was told when it was built."""
        told = self.shelf.folder / f"{engine}.json"
        if not (keep and told.exists()):
            told.unlink(missing_ok=True)
            told.write_text(json.dumps(self.step(f"build_{engine.lower()}")), encoding="utf-8")
        return Built(**json.loads(told.read_text(encoding="utf-8")))

    def step(self, name: str, asked: dict[str, list[str]] | None = None) -> dict[str, Any]:
        """Takes a step of `steps`; what it printed."""
        arguments = [str(self.shelf.folder.parent), str(self.shelf.articles), self.clock]
        return self._process("steps", name, arguments, asked or {})

    def alone(self, name: str, asked: Sequence[str]) -> dict[str, Any]:
        return self._process("alone", name, [str(self.shelf.folder)], asked)

    def _process(self, module: str, step: str, arguments: Sequence[str], asked: object) -> dict[str, Any]:
        print(f"{self.shelf.articles} articles: {step} …", file=sys.stderr, end=" ", flush=True)
        began = time.monotonic()
        command = [sys.executable, "-m", f"tools.benchmarks.searching.{module}", step, *arguments]
        done = subprocess.run(
            command, input=json.dumps(asked), stdout=subprocess.PIPE, encoding="utf-8", check=True
        )
        print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
        told: dict[str, Any] = json.loads(done.stdout)
        return told


def print_growth(results: Sequence[Results]) -> None:
    """How the number of different grams rises with the text: here, in the sample, in real issues if there are any."""
    shelves = {"sample library": assets.sample_library()}
    if "READER_REAL_ISSUES" in os.environ:
        shelves["real issues"] = Path(os.environ["READER_REAL_ISSUES"])
    known = {name: Vocabulary.of(texts_of(root)) for name, root in shelves.items()}
    known |= {f"{result.written.articles} articles": result.written.vocabulary for result in results}
    print(
        "different grams (characters and pairs) in the first so many characters; a character, in an article"
    )
    for name, vocabulary in known.items():
        numbers = "  ".join(f"{characters:,}: {grams:,}" for characters, grams in vocabulary.grown.items())
        print(f"  {name:20}{numbers}; {vocabulary.of_a_text:.2f}")
    print()


def texts_of(root: Path) -> Iterator[str]:
    for path in sorted(path for path in root.rglob("*") if path.is_file() and formats.is_issue_file(path)):
        yield from map(search_text, parsing.parse(formats.read(path, path.name)).articles)


def print_classes(results: Results) -> None:
    print(
        f"{results.written.articles} articles, {results.written.text_bytes / results.written.articles:.0f} bytes each"
    )
    for measure in Measure:
        ours, fts5 = (by_kind(results.asked, measure, engine) for engine in (OURS, FTS5))
        print(f"  {measure + ', ms':26}  ours p50     p95   FTS5 p50     p95   ratio of p95")
        for kind, times in ours.items():
            print(f"    {kind:24}{median(times):10.2f}{p95(times):8.2f}", end="")
            if theirs := fts5.get(kind):
                print(f"{median(theirs):11.2f}{p95(theirs):8.2f}{p95(times) / p95(theirs):15.2f}", end="")
            print()
    print()


def print_table(results: Sequence[Results]) -> None:
    for result in results:
        print(f"{result.written.articles} articles")
        for row in rows(result):
            print(f"  {row.what:48}{row.value:52}{row.bound:24}{row.mark()}")


def in_markdown(results: Sequence[Results]) -> str:
    """The table of the README."""
    columns = [rows(result) for result in results]
    heads = [f"{result.written.articles // 10_000} 万篇" for result in results]
    lines = [["", *heads], ["---"] * (len(heads) + 1)]
    for of_row in zip(*columns, strict=True):
        cells = [
            " ".join(filter(None, (row.value, f"（{row.bound}）{row.mark()}" if row.bound else "")))
            for row in of_row
        ]
        lines.append([CHINESE[of_row[0].what], *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
