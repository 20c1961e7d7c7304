"""How well and how fast are the sentences of a book checked against the papers?

    uv run python -m tools.benchmarks.bench_claims [--days 3650] [--sentences 100] [--folder DIR] [--fitted]

The library has a paper a day with six planted events; its sentences tell such an event, some words shortened, and the
same with another figure, person, day or place. Patterns of which nothing was fitted are the default. Prints what became
of true and of changed sentences, and of events of papers that are not held, the processor time of a hundred sentences,
and ✓ or ✗ for each bound. 16,700 days are 100,000 articles.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from reader.__main__ import GARBAGE
from tests.features.claims.planted import CHANGES, Planted, papers

if TYPE_CHECKING:
    from reader.features.claims.witnesses import Checker

LEAST_RECALL = 0.9
MOST_CHANGED = 0.01
BOUND_S = 20
"""Processor time of a hundred sentences, in seconds."""
_SEED = 7
_OTHER_SEED = 99


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=3650)
    parser.add_argument("--sentences", type=int, default=100, help="of each kind")
    parser.add_argument("--folder", type=Path, help="where the library is kept")
    parser.add_argument("--fitted", action="store_true", help="patterns that were looked at")
    given = parser.parse_args()
    gc.set_threshold(GARBAGE)
    with tempfile.TemporaryDirectory() as folder:
        base = given.folder or Path(folder)
        os.environ["READER_HOME"] = str(base / "home")
        measure(base / "library", given.days, given.sentences, held_out=not given.fitted)


def measure(root: Path, days: int, number: int, *, held_out: bool) -> None:
    from reader.features.claims.witnesses import Checker
    from reader.library.library import Library

    events = planted(root, days, held_out=held_out)
    chosen = random.Random(_SEED).sample(events, number)
    every = max(1, days // 60)
    strange = [
        event for *_, issue in papers(_OTHER_SEED, days, held_out=held_out, every=every) for event in issue
    ]
    library = Library.open(root)
    library.sync()
    checker = Checker(library)
    print(f"{library.contents.counts().articles:,} articles")
    began = time.process_time()
    true = outcomes(checker, [event.true for event in chosen])
    seconds = (time.process_time() - began) * 100 / number
    changed: Counter[str] = Counter()
    for change in CHANGES:
        claims = [event.changed[change] for event in chosen if change in event.changed]
        of_change = outcomes(checker, claims)
        tell(f"another {change}", of_change)
        changed += of_change
    not_held = outcomes(checker, [event.true for event in strange[:number]])
    tell("true", true)
    tell("not held", not_held)
    borne_out = "borne out"
    judge("recall", true[borne_out] / true.total(), true[borne_out] >= LEAST_RECALL * true.total())
    judge(
        "changed and borne out",
        changed[borne_out] / changed.total(),
        changed[borne_out] <= MOST_CHANGED * changed.total(),
    )
    judge("not held and borne out", not_held[borne_out] / not_held.total(), not not_held[borne_out])
    judge("seconds of the processor for a hundred", seconds, seconds <= BOUND_S)
    library.close()


def planted(root: Path, days: int, *, held_out: bool) -> list[Planted]:
    """Write the papers that are not there yet. Return their events."""
    events: list[Planted] = []
    for path, text, of_issue in papers(_SEED, days, held_out=held_out):
        file = root / path
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        events += of_issue
    return events


def outcomes(checker: Checker, claims: list[str]) -> Counter[str]:
    """Return how often which becomes of the first sentence of each claim."""
    from reader.features.claims.sentences import sentences_of

    counts: Counter[str] = Counter()
    for claim in claims:
        sentence = next(iter(sentences_of(claim)))
        counts[checker.checked(sentence).outcome.value] += 1
    return counts


def tell(name: str, counts: Counter[str]) -> None:
    print(f"  {name}: " + " · ".join(f"{number} {outcome}" for outcome, number in counts.most_common()))


def judge(name: str, value: float, is_within: bool) -> None:
    print(f"{'✓' if is_within else '✗'} {name}: {value:.3g}")


if __name__ == "__main__":
    main()
