"""Scores the parser on other forms of annotated real issues; fails if one of them scores below the bounds.

    uv run python -m tests.parsing.score_variants ../shared

The folder contains `issues`, `gold`, and two scorers that make the forms: `score_parse.py` (encodings, widths, no
Markdown) and `more_variants.py` (wrapped lines, one level of heading, no datelines, noise, …). Both run in this
process: starting the program for each form takes minutes.
"""

import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean
from types import ModuleType

from reader import formats
from reader.newspaper.json_format import part_to_json
from reader.parsing import parse

LEAST = {"start": 0.93, "exact": 0.85}
SHOWN = ("lost", "double", "start", "exact", "bcubed", "headline", "byline", "subhead", "join")
_HEADING_MARK = re.compile("^#+\\s*")

Scores = Mapping[str, float]


def _scorer(shared: Path, name: str) -> ModuleType:
    """Return one of the scorers, which lie beside each other and import each other."""
    if str(shared) not in sys.path:
        sys.path.insert(0, str(shared))
    return importlib.import_module(name)


def _annotated(shared: Path) -> Iterator[tuple[dict[str, object], str]]:
    """Yield the annotation of each issue, and its text."""
    for annotation in sorted((shared / "gold").glob("*.json")):
        text = (shared / "issues" / f"{annotation.stem}.txt").read_text(encoding="utf-8")
        yield json.loads(annotation.read_text(encoding="utf-8")), text


def _parsed(data: bytes, name: str = "issue.txt") -> object:
    """Return what `reader parse --json` prints of a file."""
    return json.loads(json.dumps(part_to_json(parse(formats.decode(data, name)))))


def _printed(lines: list[str]) -> dict[int, str]:
    """Return the lines that have text, without their heading marks, by their numbers."""
    return {i: _HEADING_MARK.sub("", line.strip()) for i, line in enumerate(lines, 1) if line.strip()}


def scores_of_files(shared: Path) -> Iterator[Scores]:
    """Yield the scores of each issue in each form of `score_parse.py`."""
    scorer = _scorer(shared, "score_parse")
    for gold, text in _annotated(shared):
        for label, data, line_map in scorer.variants("", text):
            has_markdown = text.lstrip().startswith("#") and label != "no markdown"
            written = data.decode("gb18030" if label.startswith("gb") else "utf-8-sig").replace("\r\n", "\n")
            parsed = _parsed(data, "issue.md" if has_markdown else "issue.txt")
            yield scorer.score(gold, parsed, line_map, _printed(written.split("\n")))


def scores(shared: Path) -> dict[str, Scores]:
    """Return the mean scores of the issues, by the name of the variant."""
    scorer = _scorer(shared, "more_variants")
    found: dict[str, list[Scores]] = {}
    for gold, text in _annotated(shared):
        for label, lines, numbers in scorer.variants(text.split("\n"), gold):
            same = {i: i for i in range(1, len(lines) + 1)}
            parsed = _parsed("\n".join(lines).encode())
            score = scorer.score(scorer.widen(gold, numbers), parsed, same, _printed(lines))
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
