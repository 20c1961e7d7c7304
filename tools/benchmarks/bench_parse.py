"""How right is the parser on papers it has seen, on papers it has never seen, and under OCR noise?

    uv run python -m tools.benchmarks.bench_parse [--per-style 20] [--noise 0 1 3] [--style NAME ...] [--worst 5]

Prints the measures of `tools/typesetter/scoring.py` for every style of the typesetter at each rate of noise (in
percent), styles that were left out of fitting apart; then for the sample library; then for the annotated papers of
many kinds, as they are and in their variants, those held out apart.

With `--worst`, the issues that fared worst: `--show STYLE SEED` prints one of them line by line, with the line's true
role and the parser's. `--raise-floors` writes what the papers reach today into `tests/gold/papers/floors.json` where it
is more than what stands there.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from reader import assets, formats
from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from tests.papers import FLOORS, floors, papers, variants
from tools.typesetter import STYLES, Style, generate
from tools.typesetter.scoring import MEASURES, Scores, mean, score
from tools.typesetter.truth import Truth

GOLD = Path(__file__).parents[2] / "tests" / "gold"


def scored(truth: Truth, source: SourceText) -> Scores:
    return score(truth, parse(source), source.lines)


def sample_issues() -> Iterator[tuple[str, Truth, SourceText]]:
    """The sample library with its hand annotation."""
    for gold in sorted(GOLD.glob("*.json"), key=lambda path: path.name):
        name = gold.stem.replace("__", "/")
        truth = Truth.from_json(json.loads(gold.read_text(encoding="utf-8")))
        yield name, truth, formats.read(assets.sample_library() / name, name)


def line_by_line(truth: Truth, source: SourceText) -> Iterator[str]:
    """Each line with its true role and article, and what the parser made of it."""
    part = parse(source)
    right: dict[int, str] = {}
    for number, article in enumerate(truth.articles):
        right |= {n: f"{number}{role}" for role, lines in article.roles.items() for n in lines}
    told = _told(part)
    for n, line in enumerate(source.lines, 1):
        if line.strip():
            yield f"{n:4} {right.get(n, '-'):5} {told.get(n, '-'):14} {line[:60]}"


def _told(part: IssuePart) -> dict[int, str]:
    told: dict[int, str] = {}
    for number, article in enumerate(part.articles):
        for first, last in article.source_lines:
            told |= dict.fromkeys(range(first, last + 1), f"{number} head")
        for block in article.blocks:
            for first, last in block.source_lines:
                told |= dict.fromkeys(range(first, last + 1), f"{number} {block.kind.value}")
    return told


def _row(name: str, rows: Sequence[Scores]) -> str:
    values = [fmean(row[measure] for row in rows) for measure in MEASURES]
    cells = [f"{value:5.2f}" if n < 2 else f"{value:5.3f}" for n, value in enumerate(values)]
    return f"{name:46}{mean(rows):6.3f}  " + " ".join(f"{cell:>8}" for cell in cells)


def _print_table(styles: Sequence[Style], per_style: int, percent: float, worst: int) -> None:
    print(f"\n{percent:g} % noise".ljust(47) + "  mean  " + " ".join(f"{measure:>8}" for measure in MEASURES))
    fared: list[tuple[float, str]] = []
    for held_out in (False, True):
        every: list[Scores] = []
        for style in styles:
            if style.held_out != held_out:
                continue
            rows = []
            for seed in range(per_style):
                issue = generate(style, seed, percent / 100)
                rows.append(scored(issue.truth, issue.source()))
                fared.append((mean(rows[-1:]), f"--show {style.name!r} {seed}"))
            print(_row(style.name, rows), flush=True)
            every += rows
        if every:
            print(_row("= held out" if held_out else "= fitted on", every))
    for value, name in sorted(fared)[:worst]:
        print(f"{value:.3f} {name}")


def _print_papers() -> None:
    for held_out in (False, True):
        as_they_are: list[Scores] = []
        varied: list[Scores] = []
        for paper in papers():
            if paper.is_held_out != held_out:
                continue
            rows = [scored(variant.truth, variant.source) for _, variant in variants(paper)]
            print(_row(paper.name[:44], rows[:1]), flush=True)
            as_they_are += rows[:1]
            varied += rows
        print(_row("= held out" if held_out else "= looked at", as_they_are))
        print(_row("= held out, and variants" if held_out else "= looked at, and variants", varied))


_SLACK = 0.03
"""What a paper may lose before its floor is broken: another order of the examples moves single lines."""


def raise_floors() -> None:
    """Writes the papers' floors anew: a little less than each reaches, where that is more than before."""
    known = floors()
    for paper in papers():
        reached = mean([scored(paper.truth, paper.source)])
        known[paper.key] = max(known.get(paper.key, 0.0), math.floor((reached - _SLACK) * 1000) / 1000)
    FLOORS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--per-style", type=int, default=20)
    options.add_argument("--noise", type=float, nargs="*", default=[0, 1, 3], help="percent")
    options.add_argument("--style", nargs="*", help="parts of the styles' names")
    options.add_argument("--worst", type=int, default=0)
    options.add_argument("--show", nargs=2, metavar=("STYLE", "SEED"))
    options.add_argument("--raise-floors", action="store_true")
    given = options.parse_args()
    if given.raise_floors:
        raise_floors()
        return
    styles = [style for style in STYLES if not given.style or any(part in style.name for part in given.style)]
    if given.show:
        style = next(style for style in STYLES if style.name == given.show[0])
        for percent in given.noise[:1]:
            issue = generate(style, int(given.show[1]), percent / 100)
            print("\n".join(line_by_line(issue.truth, issue.source())))
            print(dict(scored(issue.truth, issue.source())))
        return
    for percent in given.noise:
        _print_table(styles, given.per_style, percent, given.worst)
    print("\nsample library".ljust(47) + "  mean  " + " ".join(f"{measure:>8}" for measure in MEASURES))
    rows = []
    for name, truth, source in sample_issues():
        rows.append(scored(truth, source))
        print(_row(name, rows[-1:]))
    print(_row("= sample library", rows))
    print("\npapers".ljust(47) + "  mean  " + " ".join(f"{measure:>8}" for measure in MEASURES))
    _print_papers()


if __name__ == "__main__":
    main()
