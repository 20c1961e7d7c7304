"""How long does a sync take, beside one that only reads, stores and indexes?

    uv run python -m tests.benchmarks.bench_sync [--issues 240 1000] [--rounds 3]

Two libraries of five articles an issue, in fresh homes: recombined sentences of the sample, which are much alike, and
an invented archive whose vocabulary grows, with names in every paragraph. Prints the smallest processor time of the
first sync over all rounds, what it is times that of a sync that looks for no people, reprints and misreadings, asked
in turn, and the same for a sync after one more issue.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from unittest import mock

from reader.library.library import Library
from reader.library.sync_storing import SyncStore
from reader.storage.name_writer import NameWriter
from tests.benchmarks.searching.archive import Archive
from tests.corpus import a_name, an_issue, write_library

ARTICLES = 5
_FLOOR = "floor"
_DERIVED = (
    (SyncStore, "compare_articles", None),
    (SyncStore, "measure_misreadings", None),
    (SyncStore, "count_names", None),
    (NameWriter, "count_in", 0),
)
"""What a sync derives from the articles, and what stands for it in the floor."""
_OFFICES = ("市长", "县委书记", "副市长", "局长", "厂长", "教授", "校长", "主任")
_KNOWN_NAMES, _NEW = 200, 0.25
"""Names that may come from the beginning on, and the share of places with a name that was in none before."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--issues", type=int, nargs="*", default=[240, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sync_once(Path(given.one[0]), is_floor=given.one[1] == _FLOOR)
        return
    kinds: tuple[tuple[str, Callable[[Path, int], None]], ...] = (
        ("recombined", lambda root, count: write_library(root, count, articles=ARTICLES)),
        ("many names", write_archive),
    )
    for count in given.issues:
        for name, write in kinds:
            taken = {_FLOOR: (float("inf"), float("inf")), "whole": (float("inf"), float("inf"))}
            for _ in range(given.rounds):
                for kind, (first, more) in taken.items():
                    with tempfile.TemporaryDirectory() as folder:
                        write(Path(folder, "library"), count)
                        now_first, now_more = _in_a_process(Path(folder), kind)
                    taken[kind] = min(first, now_first), min(more, now_more)
            (floor, floor_more), (whole, whole_more) = taken[_FLOOR], taken["whole"]
            print(
                f"{count} issues, {name}: {whole:.2f} s, {whole / floor:.2f} × the floor of {floor:.2f} s;"
                f" one more issue {1000 * whole_more:.0f} ms, {whole_more / floor_more:.2f} ×"
            )


def _in_a_process(folder: Path, kind: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.benchmarks.bench_sync", "--one", str(folder / "library"), kind]
    environment = {**os.environ, "READER_HOME": str(folder / "home")}
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    first, more = map(float, told.split())
    return first, more


def sync_once(root: Path, *, is_floor: bool) -> None:
    """Sync a library, and again after one more issue; print the processor time of the process, and of the second."""
    with ExitStack() as stack:
        for owner, name, value in _DERIVED if is_floor else ():
            stack.enter_context(mock.patch.object(owner, name, lambda *_, value=value: value))
        library = stack.enter_context(closing(Library.open(root)))
        library.sync()
        first = time.process_time()
        path, text = an_issue(2, 5000, ARTICLES)
        (root / Path(path).name).write_text(text, encoding="utf-8")
        library.sync()
        print(first, time.process_time() - first)


def write_archive(root: Path, count: int) -> None:
    """Write issues of an archive's articles, in which sentences with names stand between the others."""
    rng = random.Random(count)
    known = [a_name(rng) for _ in range(_KNOWN_NAMES)]
    articles = (article for part in Archive(count * ARTICLES).issues() for article in part.articles)
    root.mkdir(parents=True)
    for day in range(count):
        path, text = an_issue(1, day, 0)
        lines = [text]
        for _ in range(ARTICLES):
            article = next(articles)
            lines += ["", article.headline or "", "", f"本报讯{article.blocks[0].text}"]
            for block in article.blocks[1:]:
                lines += ["", block.text + "".join(_sentences_with_names(rng, known))]
        (root / Path(path).name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sentences_with_names(rng: random.Random, known: list[str]) -> Iterator[str]:
    def name() -> str:
        if rng.random() < _NEW:
            known.append(a_name(rng))
            return known[-1]
        return known[int(len(known) * rng.random() ** 3)]

    for _ in range(rng.choice((0, 1, 1, 2))):
        others = "、".join(name() for _ in range(rng.randrange(2, 6)))
        yield rng.choice(
            (f"{name()}说，渡口可以走船。", f"出席的有{others}。", f"{rng.choice(_OFFICES)}{name()}到会。")
        )


if __name__ == "__main__":
    main()
