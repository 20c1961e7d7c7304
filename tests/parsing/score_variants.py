"""Scores the parser on other forms of annotated real issues; fails if one of them scores below the bounds.

    uv run python -m tests.parsing.score_variants ../shared

The folder contains `issues`, `gold`, and `more_variants.py`, which makes the forms (wrapped lines, one level of
heading, no datelines, noise, …) and scores them. It runs in this process: starting the program for each takes minutes.
"""

import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean

from reader import formats
from reader.newspaper.json_format import part_to_json
from reader.parsing import parse

LEAST = {"start": 0.93, "exact": 0.85}
SHOWN = ("lost", "double", "start", "exact", "bcubed", "headline", "byline", "subhead", "join")
_HEADING_MARK = re.compile("^#+\\s*")

Scores = Mapping[str, float]


def scores(shared: Path) -> dict[str, Scores]:
    """Return the mean scores of the issues, by the name of the variant."""
    sys.path.insert(0, str(shared))
    more_variants = importlib.import_module("more_variants")
    found: dict[str, list[Scores]] = {}
    for annotation in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(annotation.read_text(encoding="utf-8"))
        text = (shared / "issues" / f"{annotation.stem}.txt").read_text(encoding="utf-8")
        for label, lines, numbers in more_variants.variants(text.split("\n"), gold):
            part = parse(formats.decode("\n".join(lines).encode(), "issue.txt"))
            printed = {
                i: _HEADING_MARK.sub("", line.strip()) for i, line in enumerate(lines, 1) if line.strip()
            }
            same = {i: i for i in range(1, len(lines) + 1)}
            as_read = json.loads(json.dumps(part_to_json(part)))
            score = more_variants.score(more_variants.widen(gold, numbers), as_read, same, printed)
            found.setdefault(label, []).append(score)
    return {label: {name: fmean(s[name] for s in each) for name in SHOWN} for label, each in found.items()}


def below_bounds(measured: Mapping[str, Scores]) -> Iterator[str]:
    """Yield a line for each score below its bound."""
    for label, score in measured.items():
        for name, least in LEAST.items():
            if score[name] < least:
                yield f"{label}: {name} {score[name]:.3f} < {least}"


def main() -> None:
    measured = scores(Path(sys.argv[1]).resolve())
    print("mean of the issues".ljust(18), *(name.rjust(8) for name in SHOWN))
    for label, score in measured.items():
        print(label.ljust(18), *(f"{score[name]:8.3f}" for name in SHOWN))
    if wrong := list(below_bounds(measured)):
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
