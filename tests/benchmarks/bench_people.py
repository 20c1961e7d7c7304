"""How many of the people named in annotated issues are recognised, and how many that are none, beside jieba's `nr`?

    uv run python -m tests.benchmarks.bench_people ../shared

The folder contains `issues` and `gold/people`: for each issue the names by the number of the line they stand on, those
that are counted neither way (`doubtful`, `in_phrase`). Prints precision and recall over pairs of line and name, and the
time an issue takes beside that of cutting it into words.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from reader import formats
from reader.people.recognition import people_of

Named = set[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An issue's lines, the names on them, and those that are counted neither way."""

    lines: tuple[str, ...]
    names: Named
    neither: Named


def issues(folder: Path) -> Iterator[Annotated]:
    for annotation in sorted((folder / "gold" / "people").glob("*.json")):
        gold = json.loads(annotation.read_text(encoding="utf-8"))
        path = folder / "issues" / f"{annotation.stem}.txt"
        names = {(line, name) for line, name in gold["people"]}
        others = {(line, name) for line, name, *_ in (*gold["doubtful"], *gold["in_phrase"])}
        yield Annotated(formats.read(path, path.name).lines, names, others - names)


def by_marks(lines: Sequence[str]) -> Named:
    return {(n, person.name) for n, people in enumerate(people_of(lines), 1) for person in people}


def by_jieba(lines: Sequence[str]) -> Named:
    cut = import_module("jieba.posseg").cut
    return {
        (n, pair.word)
        for n, line in enumerate(lines, 1)
        for pair in cut(line)
        if pair.flag.startswith("nr") and len(pair.word) > 1
    }


def score(all_issues: Sequence[Annotated], recognise: Callable[[Sequence[str]], Named]) -> str:
    recognise(all_issues[0].lines)  # loads what is loaded once
    right = found = wanted = 0
    began = time.process_time()
    for issue in all_issues:
        named = recognise(issue.lines) - issue.neither
        right, found, wanted = (
            right + len(named & issue.names),
            found + len(named),
            wanted + len(issue.names),
        )
    ms = 1000 * (time.process_time() - began) / len(all_issues)
    return f"precision {right / found:.3f}  recall {right / wanted:.3f}  {ms:.0f} ms an issue"


def main() -> None:
    annotated = list(issues(Path(sys.argv[1])))
    print(f"by marks    {score(annotated, by_marks)}")
    print(f"jieba's nr  {score(annotated, by_jieba)}")


if __name__ == "__main__":
    main()
