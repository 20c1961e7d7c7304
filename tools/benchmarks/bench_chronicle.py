"""How long does it take to draft the chronicle of a month?

    uv run python -m tools.benchmarks.bench_chronicle [--folder DIR]

The library has 140 articles a day, of recombined sentences of the sample, which tell more days than papers do; a month,
and the 31 days after it in which its events may still be told, has 8,700 articles, as one of 100,000 articles in two
years has. Prints processor and wall time of three drafts, and ✓ or ✗ for the bound. What the library holds of the
rest of the time is not read for it, and is left out.
"""

import argparse
import datetime as dt
import gc
import os
import tempfile
import time
from pathlib import Path

from reader.__main__ import GARBAGE
from tests.corpus import FIRST_DAY, write_library

BOUND_S = 2
DAYS, ARTICLES = 62, 140


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, help="where the library is kept")
    given = parser.parse_args()
    gc.set_threshold(GARBAGE)
    with tempfile.TemporaryDirectory() as folder:
        base = given.folder or Path(folder)
        os.environ["READER_HOME"] = str(base / "home")
        measure(base / "library")


def measure(root: Path) -> None:
    from reader.features.chronicle.chronicles import Request, drafted
    from reader.library.library import Library

    if not root.exists():
        write_library(root, DAYS, articles=ARTICLES)
    library = Library.open(root)
    library.sync()
    request = Request(first=FIRST_DAY, last=FIRST_DAY + dt.timedelta(days=30))
    for _ in range(3):
        wall, processor = time.perf_counter(), time.process_time()
        made = drafted(library, request)
        took = time.process_time() - processor, time.perf_counter() - wall
        sign = "✓" if took[0] <= BOUND_S else "✗"
        told = f"{made.articles:,} articles, {len(made.lines):,} lines"
        print(f"{sign} {told}: {took[0]:.2f} s of the processor, {took[1]:.2f} s")
    library.close()


if __name__ == "__main__":
    main()
