"""How long does a command take, and how much memory, where a file is as large as no newspaper's: one line of 30 MB, or
5 MB of lines of eight characters?

    uv run python -m tools.benchmarks.bench_large_file [--kinds line,short] [--commands sync] [--window]

Every command is a process of its own; its wall time, the processor's time and its largest resident set are told, beside
those of the same command on an issue of usual size. With `--window` a window opens the file's article and looks for a
word in it; its longest gap is told (`watching`).
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from tests.corpus import a_paragraph, an_issue, sentences

LINE_BYTES = 30_000_000
SHORT_BYTES = 5_000_000
SHORT_CHARACTERS = 8
PATIENCE_S = 900
LIMITS = {"short": {"parse": 5.0, "parse --json": 5.0, "sync": 8.0}}
MOST_SECONDS, MOST_MB = 10.0, 1024.0


def a_line(size: int = LINE_BYTES) -> str:
    """Varied Chinese text, without an end of line."""
    rng = random.Random(7)
    pieces = [a_paragraph(rng, 400) for _ in range(500)]
    parts: list[str] = []
    filled = 0
    while filled < size:
        parts.append(rng.choice(pieces))
        filled += len(parts[-1].encode())
    return "".join(parts)


def one_word(size: int = LINE_BYTES) -> str:
    return "渡口" * (size // 6)


def ascii_text(size: int = LINE_BYTES) -> str:
    rng = random.Random(7)
    words = [
        f"{rng.choice('bdfgklmnprst')}{rng.choice('aeiou')}{rng.choice('bdfgklmnprst')}{n}"
        for n in range(3000)
    ]
    parts: list[str] = []
    filled = 0
    while filled < size:
        parts.append(rng.choice(words) if filled % 50 else "ferry")
        filled += len(parts[-1]) + 1
    return " ".join(parts)


def short_lines(size: int = SHORT_BYTES) -> str:
    rng = random.Random(7)
    text = "".join(sentence.strip("。") for sentence in sentences())
    begins = (rng.randrange(len(text) - SHORT_CHARACTERS) for _ in range(size // (3 * SHORT_CHARACTERS + 1)))
    return "\n".join(text[at : at + SHORT_CHARACTERS] for at in begins) + "\n"


KINDS: dict[str, tuple[Callable[[], str], str]] = {
    "usual": (lambda: an_issue(1, 1)[1], "渡口"),
    "line": (a_line, "渡口"),
    "word": (one_word, "渡口"),
    "ascii": (ascii_text, "ferry"),
    "short": (short_lines, "渡口"),
}
"""The text of a file, and what is looked for in it."""


class Cost(Struct, frozen=True):
    seconds: float
    processor: float
    mb: float
    output: str
    code: int


def run(home: Path, *arguments: str) -> Cost:
    """The command as a process of its own; its output is cut to what a key can be read from."""
    environment = os.environ | {"READER_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # or what a person starts compiles all it imports each time
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "reader", *arguments], stdout=out, stderr=sys.stderr, env=environment
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        out.seek(0)
        output = out.read(1 << 20).decode(errors="replace")
    processor = used.ru_utime + used.ru_stime
    return Cost(seconds, processor, used.ru_maxrss / 1024, output, process.returncode)


def commands(
    file: Path, library: Path, query: str, key: Callable[[], str]
) -> dict[str, Callable[[], list[str]]]:
    batch = library.parent / "queries.txt"
    batch.write_text(f"{query}\n{query[:1]}\n没有这样的话\n", encoding="utf-8")
    here = ["--library", str(library)]
    return {
        "parse": lambda: ["parse", str(file)],
        "parse --json": lambda: ["parse", str(file), "--json"],
        "sync": lambda: ["sync", *here],
        "sync again": lambda: ["sync", *here],
        "search": lambda: ["search", query, *here],
        "search one character": lambda: ["search", query[:1], *here],
        "search --json": lambda: ["search", query, "--json", *here],
        "search --all": lambda: ["search", query, "--all", "--json", *here],
        "search --count": lambda: ["search", query, "--count", *here],
        "search relevance": lambda: ["search", query, "--sort", "relevance", "--json", *here],
        "search nothing": lambda: ["search", "没有这样的话", *here],
        "search --batch": lambda: ["search", "--batch", str(batch), "--jsonl", *here],
        "show": lambda: ["show", key(), *here],
        "show html": lambda: ["show", key(), "--format", "html", *here],
        "show markdown": lambda: ["show", key(), "--format", "markdown", *here],
        "show json": lambda: ["show", key(), "--format", "json", *here],
        "cite": lambda: ["cite", key(), *here],
        "bookmark add": lambda: ["bookmark", "add", key(), *here],
        "bookmark add --quote": lambda: ["bookmark", "add", key(), "--quote", query, *here],
        "bookmark list": lambda: ["bookmark", "list", *here],
        "bookmark export": lambda: ["bookmark", "export", *here],
        "show with notes": lambda: ["show", key(), *here],
        "sync with notes": lambda: ["sync", *here],
        "check": lambda: ["check", *here],
    }


def measure(kind: str, folder: Path, only: set[str], opens_window: bool) -> None:
    write, query = KINDS[kind]
    library = folder / kind / "library"
    library.mkdir(parents=True)
    file = library / "20240301.txt"
    file.write_text(write(), encoding="utf-8")
    home = folder / kind / "home"
    told: dict[str, str] = {}

    def key() -> str:
        if not told:
            hits = json.loads(run(home, "search", query, "--json", "--library", str(library)).output)["hits"]
            told["key"] = hits[0]["key"]
        return told["key"]

    print(f"\n{kind}: {file.stat().st_size / 1e6:.1f} MB", flush=True)
    for name, arguments in commands(file, library, query, key).items():
        if only and name.split()[0] not in only:
            continue
        cost = run(home, *arguments())
        over = cost.seconds > LIMITS.get(kind, {}).get(name, MOST_SECONDS) or cost.mb > MOST_MB
        note = f"   exit {cost.code}" if cost.code else ""
        print(
            f"  {name:22} {cost.seconds:7.2f} s ({cost.processor:6.2f} s of the processor) {cost.mb:7.0f} MB"
            f"{'   over' if over else ''}{note}",
            flush=True,
        )
    if opens_window:
        environment = os.environ | {"READER_HOME": str(home)}
        subprocess.run(
            [sys.executable, "-m", "tools.benchmarks.large_window", str(library), query],
            check=False,
            env=environment,
            timeout=PATIENCE_S,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--commands", default="")
    parser.add_argument("--window", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to work, and to leave the libraries")
    options = parser.parse_args()
    only = set(filter(None, options.commands.split(",")))
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds.split(","):
            measure(kind, options.folder or Path(folder), only, options.window)


if __name__ == "__main__":
    main()
