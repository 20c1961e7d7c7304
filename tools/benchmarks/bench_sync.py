"""How long does a sync take, beside one that only reads, stores and indexes?

    uv run python -m tools.benchmarks.bench_sync [--issues 240 1000] [--rounds 3]

Two libraries of five articles an issue, in fresh homes: recombined sentences of the sample, which are much alike, and
an invented archive whose vocabulary grows, with names in every paragraph. Prints the smallest processor time of the
first sync over all rounds, what it is times that of a sync that looks for no people, reprints and misreadings, asked
in turn, and the same for a sync after one more issue. In turn with them, the first sync with a child process for each
processor: how many times as fast it is, what processor time it takes, in all processes, and in the one that writes.
From these follows, by Amdahl's law, how many times as fast it would be on eight processors.
"""

import argparse
import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from reader.__main__ import GARBAGE
from reader.features.misread.measuring import Measuring
from reader.features.people.name_counting import NameCounting
from reader.features.reprints.comparing import ReprintComparing
from reader.library.library import Library
from reader.worker_pool import processors
from tests.corpus import a_name, an_issue, write_library
from tools.benchmarks.searching.archive import Archive

ARTICLES = 5
_FLOOR, _ALONE, _SIDE_BY_SIDE = "floor", "alone", "side by side"
_EIGHT = 8
_LEAST_OF_CHILDREN = 0.1
"""Processor time in seconds from which on there were child processes."""
_DERIVED = (
    (NameCounting, "left"),
    (ReprintComparing, "left"),
    (Measuring, "left"),
)
"""What a sync derives from the articles: nothing is left of it in the floor."""
_OFFICES = ("市长", "县委书记", "副市长", "局长", "厂长", "教授", "校长", "主任")
# Names that may come from the beginning on, and the share of places with a name that was in none before.
_KNOWN_NAMES, _NEW = 200, 0.25


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--issues", type=int, nargs="*", default=[240, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sync_once(Path(given.one[0]), given.one[1])
        return
    kinds: tuple[tuple[str, Callable[[Path, int], None]], ...] = (
        ("recombined", lambda root, count: write_library(root, count, articles=ARTICLES)),
        ("many names", write_archive),
    )
    for count in given.issues:
        for name, write in kinds:
            taken: dict[str, list[_Taken]] = {_FLOOR: [], _ALONE: [], _SIDE_BY_SIDE: []}
            for _ in range(given.rounds):
                for kind, rounds in taken.items():
                    with tempfile.TemporaryDirectory() as folder:
                        write(Path(folder, "library"), count)
                        rounds.append(_in_a_process(Path(folder), kind))
            floor, whole = (_Taken(*map(min, zip(*taken[kind], strict=True))) for kind in (_FLOOR, _ALONE))
            print(
                f"{count} issues, {name}: {whole.processor:.2f} s, {whole.processor / floor.processor:.2f} × the floor"
                f" of {floor.processor:.2f} s; one more issue {1000 * whole.more:.0f} ms,"
                f" {whole.more / floor.more:.2f} ×{_with_children(whole, min(taken[_SIDE_BY_SIDE]))}"
            )


class _Taken(NamedTuple):
    """What a sync took, in seconds; the smallest is the quickest by the clock.

    `more` is the processor time of another sync after one more issue, `writer` the part of `processor` that child
    processes had no share in.
    """

    wall: float
    processor: float
    more: float
    writer: float


def _with_children(alone: _Taken, many: _Taken) -> str:
    """Return what child processes save; "" if the library was too small for them."""
    children = many.processor - many.writer
    if children < _LEAST_OF_CHILDREN:
        return ""
    return (
        f"; with {processors()} child processes {alone.wall / many.wall:.2f} × as fast with"
        f" {many.processor / alone.processor:.2f} × the processor time; the writer takes {many.writer:.2f} s, the"
        f" children {children:.2f} s: on {_EIGHT} processors {_on_eight(alone, many):.1f} × at most"
    )


def _on_eight(alone: _Taken, many: _Taken) -> float:
    """Return how many times as fast as alone a sync would be whose writer always had work, on eight processors."""
    children = many.processor - many.writer
    return alone.processor / max(many.writer, (many.writer + children) / _EIGHT)


def _in_a_process(folder: Path, kind: str) -> _Taken:
    command = [sys.executable, "-m", "tools.benchmarks.bench_sync", "--one", str(folder / "library"), kind]
    environment = {**os.environ, "READER_HOME": str(folder / "home")}
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return _Taken(*map(float, told.split()))


def sync_once(root: Path, kind: str) -> None:
    """Sync a library, tidy it as the program does, and sync again after one more issue; print what the syncs took."""
    gc.set_threshold(GARBAGE)
    with ExitStack() as stack:
        for owner, name in _DERIVED if kind == _FLOOR else ():
            stack.enter_context(mock.patch.object(owner, name, return_value=0))
        began = time.perf_counter()
        library = stack.enter_context(closing(Library.open(root)))
        library.sync(workers=processors() if kind == _SIDE_BY_SIDE else 0)
        wall, processor, writer = time.perf_counter() - began, _processor_time(), time.process_time()
        library.tidy()
        path, text = an_issue(2, 5000, ARTICLES)
        (root / Path(path).name).write_text(text, encoding="utf-8")
        before = time.process_time()
        library.sync()
        print(wall, processor, time.process_time() - before, writer)


def _processor_time() -> float:
    """Return the processor time of this process, and of its children that have ended."""
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


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
