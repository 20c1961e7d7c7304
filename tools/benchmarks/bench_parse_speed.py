"""How many issues of 20 KB does one core parse in a second, and where does the time go?

    uv run python -m tools.benchmarks.bench_parse_speed [--issues 150] [--noise 1]

Parses generated issues of every style (several run into one where a style's are short, so that each is about 20 KB of
UTF-8), from decoded lines; then decodes and parses; and decodes and parses pages with boxes (hOCR, about 250 KB). The
floor is measured in the same run: the same files decoded and NFKC-normalised, nothing else. All times are the
processor's, with the garbage collector set as the program sets it. The stages are timed where the pipeline calls them;
below the function, modules are told apart by cProfile, under which many small calls weigh more than they do. Ends with
1 if parsing takes more than `MOST` times the floor, which is as slow as the machine is.
"""

import argparse
import cProfile
import gc
import pstats
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import wraps
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

import reader.parsing
from reader import formats
from reader.__main__ import GARBAGE
from reader.formats.decoding import PlainText
from reader.formats.reading import SeveralDays
from reader.newspaper.article import SourceText
from reader.parsing import masthead, parse, pipeline, roles
from tools.typesetter import STYLES, generate
from tools.typesetter.page_files import Faults, read_page, written
from tools.typesetter.page_setting import PAGE_STYLES, set_page

BYTES = 20_000
TIMES = 3
STAGES = (
    ("lines, each by itself", pipeline, "lines_of_rows"),
    ("lines by their neighbours", pipeline, "features_of"),
    ("roles: one decision over all lines", roles, "decide"),
    ("masthead and date", masthead, "read_head"),
    ("masthead and date", masthead, "masthead_of"),
    ("lines of each article", pipeline, "group"),
    ("articles: headlines, blocks, credits, keys", pipeline, "articles_of"),
)
"""The functions that the pipeline calls, and the stage that each of them is of."""
MOST = 20
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


def pages() -> list[Data]:
    """Names and bytes of pages of each style, as an OCR program writes them."""
    files = [
        written(read_page(set_page(style, seed), Faults(), seed), "hocr")
        for style in PAGE_STYLES
        for seed in (1, 2)
    ]
    return [(name, data) for data, name in files]


def seconds(work: Callable[[], object]) -> float:
    """The best of `TIMES`."""
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def _decoded(data: Sequence[Data]) -> Iterator[SourceText]:
    """Yield the texts whole, also those that would be divided into the issues that were run into one."""
    for name, raw in data:
        try:
            yield formats.decode(raw, name)
        except SeveralDays:
            yield formats.decode(raw, name, PlainText.name)


def _floor(data: Sequence[Data]) -> None:
    for name, raw in data:
        for line in formats.decode(raw, name, PlainText.name).lines:
            unicodedata.normalize("NFKC", line)


def _parse(sources: Iterable[SourceText]) -> None:
    for source in sources:
        parse(source)


def by_stage(sources: Sequence[SourceText]) -> dict[str, float]:
    """Seconds by stage; what lies between them under “the rest”."""
    taken: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable[..., object]) -> Callable[..., object]:
        @wraps(work)
        def run(*args: object, **named: object) -> object:
            began = time.process_time()
            result = work(*args, **named)
            taken[stage] += time.process_time() - began
            return result

        return run

    with ExitStack() as patched:
        for stage, module, name in STAGES:
            patched.enter_context(patch.object(module, name, timed(stage, getattr(module, name))))
        began = time.process_time()
        _parse(sources)
        whole = time.process_time() - began
    return taken | {"the rest": whole - sum(taken.values())}


def by_module(sources: Sequence[SourceText]) -> dict[str, float]:
    """Own time by module of reader.parsing; what it calls outside (regular expressions, numpy) with the caller's."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    _parse(sources)
    profile.disable()
    house = str(Path(reader.parsing.__file__).parent)
    parts: dict[str, float] = defaultdict(float)
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file.startswith(house):
            parts[Path(file).stem] += own
            continue
        for (caller, _, _), (_, _, time_under, _) in callers.items():
            parts[Path(caller).stem if caller.startswith(house) else "elsewhere"] += time_under
    return parts


def _print_shares(title: str, parts: dict[str, float]) -> None:
    print(f"\n{title}")
    total = sum(parts.values())
    for part, taken in sorted(parts.items(), key=lambda item: -item[1])[:12]:
        print(f"{part:42} {taken / total:8.1%}")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--issues", type=int, default=150)
    options.add_argument("--noise", type=float, default=1.0, help="percent")
    given = options.parse_args()
    gc.set_threshold(GARBAGE)
    data, scanned = issues(given.issues, given.noise / 100), pages()
    sources = [*_decoded(data)]
    size = sum(len(raw) for _, raw in data) / len(data)
    floor = seconds(lambda: _floor(data))
    alone = seconds(lambda: _parse(sources))
    both = seconds(lambda: _parse(_decoded(data)))
    print(f"{len(data)} issues of {size / 1000:.1f} KB, one core, best of three")
    for what, taken in (("parse", alone), ("decode and parse", both), ("floor: decode and normalise", floor)):
        print(f"{what:34} {len(data) / taken:8.0f} issues/s  {taken / len(data) * 1000:7.2f} ms an issue")
    read = seconds(lambda: _parse(formats.decode(raw, name) for name, raw in scanned))
    size = sum(len(raw) for _, raw in scanned) / len(scanned)
    print(f"pages with boxes, {size / 1000:.0f} KB {len(scanned) / read:17.0f} pages/s")
    _print_shares("share of the time, by stage", by_stage(sources))
    _print_shares("share of the time, by module (under cProfile)", by_module(sources))
    if alone > MOST * floor:
        sys.exit(f"parsing takes {alone / floor:.1f} times the floor (≤ {MOST})")


if __name__ == "__main__":
    main()
