"""What do time, memory and disk come to while an archive of a million articles is read in?

    uv run python -m tools.benchmarks.bench_growth --folder DIR [--articles 1000000] [--children 1]

Writes the issues of `Archive` below `DIR` if they are not there, with names in their paragraphs whose number grows by
Heaps' law, and reads them into an empty library there. Prints a row for each hundred thousand articles that are stored,
then for those whose people are recognised, and whose names are placed: processor time of the process that writes and of
its children, the memory that each has at that time, the bytes of catalogue and index. It can be cut off at any time;
what is printed stays true.
"""

import argparse
import gc
import math
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from functools import cache, partial
from pathlib import Path

from msgspec import Struct

from reader.__main__ import GARBAGE
from reader.language.dates.calendar import lunar_date, weekday_of
from reader.language.names import chances
from reader.library.library import Library
from reader.newspaper.issue import IssuePart
from tests.corpus import SURNAMES
from tools.benchmarks.searching.archive import ARTICLES_AN_ISSUE, Archive

EVERY = 100_000
"""Number of articles between two rows."""
_SECONDS = 2.0
"""Time between two looks at the processes."""
_NAMES, _HEAPS = 24, 0.77
"""An archive of n articles has `_NAMES` × n ** `_HEAPS` names."""
_SEVERAL = 6
"""Number of names in an article that were in others before."""
_GIVEN = 400
"""Number of characters of which given names are made."""
_OFFICES = ("市长", "县委书记", "副市长", "局长", "厂长", "教授", "校长", "主任")
_TICKS = os.sysconf("SC_CLK_TCK")


class Moment(Struct, frozen=True):
    """What has been done up to a moment; processor time in seconds, memory and sizes in bytes."""

    stored: int
    recognised: int
    placed: int
    writer: float
    children: float
    writer_memory: int
    child_memory: int
    catalogue: int
    index: int

    def row(self, wall: float) -> str:
        megabytes = (self.writer_memory, self.child_memory, self.catalogue, self.index)
        counts = f"{self.stored:9,} {self.recognised:9,} {self.placed:9,}"
        times = f"{wall:8.0f} {self.writer:8.1f} {self.children:8.1f}"
        return " ".join([counts, times, *(f"{size / 2**20:8.0f}" for size in megabytes)])


HEAD = "   stored    people     names     wall   writer children  MB w.  MB child  catal.    index"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--articles", type=int, default=1_000_000)
    options.add_argument("--children", type=int, default=1)
    options.add_argument("--sync", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    library = given.folder / f"archive-{given.articles}"
    if given.sync:
        _read_in(library, given.children)
        return
    write(library, given.articles, given.children)
    home = given.folder / f"home-{given.articles}"
    command = [sys.executable, "-m", "tools.benchmarks.bench_growth", *sys.argv[1:], "--sync"]
    with subprocess.Popen(command, env={**os.environ, "READER_HOME": str(home)}) as reading:
        for row in rows(reading, home):
            print(row, flush=True)
    sys.exit(reading.returncode)


def _read_in(root: Path, children: int) -> None:
    gc.set_threshold(GARBAGE)
    with closing(Library.open(root)) as library:
        library.sync(workers=children)
        library.tidy()


# -- the archive


def write(root: Path, articles: int, processes: int) -> None:
    """Write those issues of an archive that are not there yet."""
    count = len(Archive(articles))
    steps = [range(first, min(first + EVERY // 100, count)) for first in range(0, count, EVERY // 100)]
    with ProcessPoolExecutor(processes) as pool:
        for _ in pool.map(partial(_write_some, root, articles), steps):
            pass


def _write_some(root: Path, articles: int, numbers: range) -> None:
    archive = _archive(articles)
    for number in numbers:
        part = archive.issue(number)
        path = root / part.path
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text_of(part, articles - number * ARTICLES_AN_ISSUE), encoding="utf-8")


@cache
def _archive(articles: int) -> Archive:
    return Archive(articles)


def _text_of(part: IssuePart, articles_till_then: int) -> str:
    """Return the text of an issue's file; `articles_till_then` are in the archive up to it."""
    head = part.masthead
    date = head.date
    assert date is not None
    lines = [
        head.title or "",
        f"{date.year}年{date.month}月{date.day}日 {weekday_of(date)}",
        f"{lunar_date(date)} 第{head.number}期 今日8版",
        "国内统一连续出版物号CN 00-0000",
    ]
    for number, article in enumerate(part.articles):
        rng = random.Random(f"{date} {number}")
        sentences = _sentences(rng, max(1, articles_till_then - number))
        lines += ["", article.headline or "", "", f"本报讯{article.blocks[0].text}"]
        for block in article.blocks[1:]:
            lines += ["", block.text + next(sentences, "")]
        lines[-1] += "".join(sentences)
    return "\n".join(lines) + "\n"


def _sentences(rng: random.Random, articles: int) -> Iterator[str]:
    """Yield sentences with the names of an article: those that are new in it, and some of the archive up to it."""
    before, now = (int(_NAMES * count**_HEAPS) for count in (articles - 1, articles))
    numbers = [*range(before, now), *(int(now * rng.random() ** 3) for _ in range(_SEVERAL))]
    rng.shuffle(numbers)
    while numbers:
        some = [_name(numbers.pop()) for _ in range(min(len(numbers), rng.randrange(1, 5)))]
        first, *others = some
        if others:
            yield f"出席的有{'、'.join(some)}。"
        else:
            yield rng.choice((f"{first}说，渡口可以走船。", f"{rng.choice(_OFFICES)}{first}到会。"))


def _name(number: int) -> str:
    """Return a name of the archive; different numbers rarely have the same."""
    rng = random.Random(number)
    return rng.choice(SURNAMES) + "".join(rng.sample(_given(), rng.choice((1, 2, 2))))


@cache
def _given() -> str:
    """Return the most frequent characters of given names."""
    first = chances().first
    return "".join(sorted(first, key=first.__getitem__, reverse=True)[:_GIVEN])


# -- the processes


def rows(reading: subprocess.Popen[bytes], home: Path) -> Iterator[str]:
    """Yield a row for each `EVERY` articles that are stored, recognised or placed, and one at the end."""
    yield HEAD
    began = time.monotonic()
    told = 0
    ended: dict[int, float] = {}
    """The processor time of each child, as it was seen last."""
    last = ""
    while reading.poll() is None:
        time.sleep(_SECONDS)
        moment = _moment(reading.pid, home, ended)
        if moment is None or not moment.writer_memory:
            continue
        done = moment.stored // EVERY + moment.recognised // EVERY + moment.placed // EVERY
        last = moment.row(time.monotonic() - began)
        if done > told:
            told = done
            yield last
    yield last


def _moment(pid: int, home: Path, ended: dict[int, float]) -> Moment | None:
    """Return what is done now; None before there is a catalogue, or if a process ends just now."""
    catalogue = next(home.rglob("catalogue.sqlite"), None)
    if catalogue is None:
        return None
    with suppress(OSError, sqlite3.Error):
        stored, placed = _counts(catalogue)
        recognised = sum(1 for _ in catalogue.parent.glob("names-*/people-*")) * 1000
        children = _children(pid)
        ended |= {child: _processor_time(child) for child in children}
        return Moment(
            stored,
            min(recognised, stored),
            placed,
            _processor_time(pid),
            math.fsum(ended.values()),
            _memory(pid),
            max(map(_memory, children), default=0),
            catalogue.stat().st_size,
            sum(file.stat().st_size for file in catalogue.parent.glob("index-*/**/*") if file.is_file()),
        )
    return None


def _counts(catalogue: Path) -> tuple[int, int]:
    """Return the last ids of the articles that are stored, and of those whose names are placed."""
    with closing(sqlite3.connect(f"{catalogue.as_uri()}?mode=ro", uri=True, timeout=60)) as connection:
        (stored,) = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
        placed = 0
        with suppress(sqlite3.OperationalError):  # there is no such table yet
            (placed,) = connection.execute("SELECT coalesce(max(article_id), 0) FROM naming").fetchone()
    return stored, placed


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> int:
    """Return the resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
