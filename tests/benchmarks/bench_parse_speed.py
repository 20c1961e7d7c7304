"""How many issues of 20 KB does one core parse in a second, and where does the time go?

    uv run python -m tests.benchmarks.bench_parse_speed [--issues 150] [--noise 1]

Parses generated issues of every style (several run into one where a style's are short, so that each is about 20 KB of
UTF-8), from decoded lines; then decodes and parses. The floor is measured in the same run: the same files decoded and
NFKC-normalised, nothing else. The shares are each stage's own time under cProfile, grouped by module.
"""

import argparse
import cProfile
import pstats
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import reader.parsing
from reader import formats
from reader.newspaper.text import SourceText
from reader.parsing import parse
from tests.typesetter import STYLES, generate

BYTES = 20_000
Data = tuple[str, bytes]


def issues(count: int, noise: float) -> list[Data]:
    """Names and UTF-8 bytes of `count` issues of about 20 KB."""
    texts: list[Data] = []
    styles = cycle(STYLES)
    seed = 0
    while len(texts) < count:
        style, name, text = next(styles), "", ""
        while len(text.encode()) < BYTES:
            issue = generate(style, seed, noise)
            name, text, seed = name or issue.name, text + issue.text, seed + 1
        lines = text.encode()[:BYTES].decode(errors="ignore")
        texts.append((name, lines.encode()))
    return texts


def seconds(work: Callable[[], object]) -> float:
    """The best of three."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _floor(data: Sequence[Data]) -> None:
    for name, raw in data:
        for line in formats.decode(raw, name).lines:
            unicodedata.normalize("NFKC", line)


def shares(sources: Sequence[SourceText]) -> Counter[str]:
    """Own time by module of reader.parsing; what it calls outside (regular expressions, numpy) under “elsewhere”."""
    profile = cProfile.Profile()
    profile.enable()
    for source in sources:
        parse(source)
    profile.disable()
    house = str(Path(reader.parsing.__file__).parent)
    parts: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file.startswith(house):
            parts[Path(file).stem] += own
            continue
        for (caller, _, _), (_, _, time_under, _) in callers.items():
            parts[Path(caller).stem if caller.startswith(house) else "elsewhere"] += time_under
    return parts


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--issues", type=int, default=150)
    options.add_argument("--noise", type=float, default=1.0, help="percent")
    given = options.parse_args()
    data = issues(given.issues, given.noise / 100)
    sources = [formats.decode(raw, name) for name, raw in data]
    size = sum(len(raw) for _, raw in data) / len(data)
    floor = seconds(lambda: _floor(data))
    alone = seconds(lambda: [parse(source) for source in sources])
    both = seconds(lambda: [parse(formats.decode(raw, name)) for name, raw in data])
    print(f"{len(data)} issues of {size / 1000:.1f} KB, one core, best of three")
    for what, taken in (("parse", alone), ("decode and parse", both), ("floor: decode and normalise", floor)):
        print(f"{what:30} {len(data) / taken:8.0f} issues/s  {taken / len(data) * 1000:7.2f} ms an issue")
    parts = shares(sources)
    print("\nshare of the time, by module (under cProfile)")
    for module, taken in parts.most_common():
        print(f"{module:30} {taken / parts.total():8.1%}")


if __name__ == "__main__":
    main()
