"""How many of the people named in annotated issues does a sync know, and how many that are none, beside jieba's `nr`?

    uv run python -m tools.benchmarks.bench_people ../shared

The folder contains `issues` and `gold/people`: for each issue the names by the number of the line they stand on, those
that are counted neither way (`doubtful`, `in_phrase`). Each issue is synced as a library of its own; known on a line
are those in its list of people who stand there, whatever told them. Prints precision and recall over pairs of line and
name, of credits and of running text apart, and the time an issue takes: with us that of the whole sync.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path

from msgspec import Struct

from reader import formats
from reader.features.people.people import people_of
from reader.library.library import Library

Named = set[tuple[int, str]]


class Annotated(Struct, frozen=True):
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


def by_sync(lines: Sequence[str]) -> Named:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "library")
        root.mkdir()
        (root / "issue.txt").write_text("\n".join(lines), encoding="utf-8")
        os.environ["READER_HOME"] = folder
        with closing(Library.open(root)) as library:
            library.sync()
            names = {row.name for row in people_of(library).rows(limit=_ALL)}
    return {(n, name) for n, line in enumerate(lines, 1) for name in names if name in line}


_ALL = 100_000


def by_jieba(lines: Sequence[str]) -> Named:
    cut = import_module("jieba.posseg").cut
    return {
        (n, pair.word)
        for n, line in enumerate(lines, 1)
        for pair in cut(line)
        if pair.flag.startswith("nr") and len(pair.word) > 1
    }


_CREDITED = "记者|通讯员|编辑|责编|摄影|供图|撰文|校对|实习生|作者|[文图摄](?=[/／:：])"
_CREDIT = re.compile(f"(?:{_CREDITED})[^，,。；;！!？?“”]{{0,24}}$")


def is_credit(line: str, name: str) -> bool:
    """Return whether a name stands behind the word for a writer on a line, or before that for a photographer."""
    begin = line.find(name)
    return bool(_CREDIT.search(line[:begin])) or line[begin + len(name) :].strip().startswith("摄")


def score(all_issues: Sequence[Annotated], recognise: Callable[[Sequence[str]], Named]) -> str:
    """Return precision and recall of credits and of running text, and the time."""
    recognise(all_issues[0].lines)  # loads what is loaded once
    counts = {True: [0, 0, 0], False: [0, 0, 0]}
    taken = 0.0
    for issue in all_issues:
        began = time.process_time()
        named = recognise(issue.lines) - issue.neither
        taken += time.process_time() - began
        for credited, count in counts.items():
            found, wanted = (
                {pair for pair in pairs if is_credit(issue.lines[pair[0] - 1], pair[1]) is credited}
                for pairs in (named, issue.names)
            )
            for at, size in enumerate((len(found & wanted), len(found), len(wanted))):
                count[at] += size
    kinds = (
        f"{kind} precision {right / max(found, 1):.3f} recall {right / max(wanted, 1):.3f} of {wanted}"
        for kind, (right, found, wanted) in zip(("credits", "running text"), counts.values(), strict=True)
    )
    return f"{'  '.join(kinds)}  {1000 * taken / len(all_issues):.0f} ms an issue"


def main() -> None:
    annotated = list(issues(Path(sys.argv[1])))
    print(f"a sync      {score(annotated, by_sync)}")
    print(f"jieba's nr  {score(annotated, by_jieba)}")


if __name__ == "__main__":
    main()
