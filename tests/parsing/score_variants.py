"""Scores the parser on annotated real issues in other forms, on held out styles, and on pages; none may get worse.

    uv run python -m tests.parsing.score_variants ../shared [--keep]

The folder contains `issues`, `gold`, and two scorers that make the forms: `score_parse.py` (encodings, widths, no
Markdown) and `more_variants.py` (wrapped lines, one level of heading, no datelines, noise, …). What was reached is in
`reached.json`: the scores of each issue in each form, and the numbers of the lines at which it went wrong. A lower
score fails, and names the lines that are newly wrong. `--keep` writes what is reached now.
"""

import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec import Struct, to_builtins

from reader import formats
from reader.newspaper.json_format import part_to_json
from reader.parsing import parse
from tools.typesetter import STYLES, generate
from tools.typesetter import scoring as typesetter_scoring
from tools.typesetter.page_files import Faults
from tools.typesetter.page_scoring import page_scores
from tools.typesetter.page_setting import PAGE_STYLES

REACHED = Path(__file__).parent / "reached.json"
LEAST = {"start": 0.93, "exact": 0.85}
"""Bounds of the mean of the issues in each form."""
SMALLER_IS_BETTER = frozenset({"lost", "double"})
SHOWN = ("lost", "double", "start", "exact", "bcubed", "headline", "byline", "subhead", "join")
SEEDS_OF_A_STYLE = 4
SEEDS_OF_A_PAGE = 3
_NOTHING = 0.0005
"""Scores are kept with three decimals."""
_HEADING_MARK = re.compile("^#+\\s*")

Scores = Mapping[str, float]


class Result(Struct, frozen=True):
    """How one issue in one form was parsed.

    `missed` and `extra` are the lines, from 1, at which an article begins that was not found, or is none.
    """

    scores: Scores
    missed: Sequence[int] = ()
    extra: Sequence[int] = ()


Results = Mapping[str, Result]
"""By “issue, form”, or “style NAME”."""


def _scorer(shared: Path, name: str) -> ModuleType:
    """Return one of the scorers, which lie beside each other and import each other."""
    if str(shared) not in sys.path:
        sys.path.insert(0, str(shared))
    return importlib.import_module(name)


def _annotated(shared: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each issue's name, its annotation and its text."""
    for annotation in sorted((shared / "gold").glob("*.json")):
        text = (shared / "issues" / f"{annotation.stem}.txt").read_text(encoding="utf-8")
        yield annotation.stem, json.loads(annotation.read_text(encoding="utf-8")), text


def _parsed(data: bytes, name: str = "issue.txt") -> dict[str, Any]:
    """Return what `reader parse --json` prints of a file."""
    printed: dict[str, Any] = json.loads(json.dumps(part_to_json(parse(formats.decode(data, name)))))
    return printed


def _printed(lines: Sequence[str]) -> dict[int, str]:
    """Return the lines that have text, without their heading marks, by their numbers."""
    return {i: _HEADING_MARK.sub("", line.strip()) for i, line in enumerate(lines, 1) if line.strip()}


def _result(
    scorer: ModuleType,
    gold: dict[str, Any],
    parsed: dict[str, Any],
    line_map: Mapping[int, int],
    printed: Mapping[int, str],
) -> Result:
    begun = {
        min(line_map[n] for n in lines if n in line_map)
        for article in gold["articles"]
        if (lines := [n for of_role in article["roles"].values() for n in of_role])
    }
    found = {
        min(n for first, last in spans for n in range(first, last + 1) if n in printed)
        for article in parsed["articles"]
        if (spans := article["source_lines"])
    }
    scores = {name: round(value, 3) for name, value in scorer.score(gold, parsed, line_map, printed).items()}
    return Result(scores, sorted(begun - found), sorted(found - begun))


def of_files(shared: Path) -> Iterator[tuple[str, Result]]:
    """Yield each issue in each form of `score_parse.py`."""
    scorer = _scorer(shared, "score_parse")
    for name, gold, text in _annotated(shared):
        for label, data, line_map in scorer.variants("", text):
            has_markdown = text.lstrip().startswith("#") and label != "no markdown"
            written = data.decode("gb18030" if label.startswith("gb") else "utf-8-sig").replace("\r\n", "\n")
            parsed = _parsed(data, "issue.md" if has_markdown else "issue.txt")
            yield (
                f"{name}, file {label}",
                _result(scorer, gold, parsed, line_map, _printed(written.split("\n"))),
            )


def of_lines(shared: Path) -> Iterator[tuple[str, Result]]:
    """Yield each issue in each form of `more_variants.py`."""
    scorer = _scorer(shared, "more_variants")
    for name, gold, text in _annotated(shared):
        for label, lines, numbers in scorer.variants(text.split("\n"), gold):
            same = {i: i for i in range(1, len(lines) + 1)}
            parsed = _parsed("\n".join(lines).encode())
            yield (
                f"{name}, {label}",
                _result(scorer, scorer.widen(gold, numbers), parsed, same, _printed(lines)),
            )


def of_styles() -> Iterator[tuple[str, Result]]:
    """Yield the styles of the typesetter that are left out of every fitting: the means of a few issues."""
    for style in STYLES:
        if style.held_out:
            issues = [generate(style, seed, 0.0) for seed in range(SEEDS_OF_A_STYLE)]
            rows = [
                typesetter_scoring.score(issue.truth, parse(issue.source()), issue.source().lines)
                for issue in issues
            ]
            yield f"style {style.name}", Result({"mean": round(typesetter_scoring.mean(rows), 3)})


def of_pages() -> Iterator[tuple[str, Result]]:
    """Yield the styles of pages with boxes, as OCR reads them: the means of a few pages."""
    for style in PAGE_STYLES:
        scores = page_scores(style, Faults(), range(SEEDS_OF_A_PAGE))
        yield f"page {style.name}", Result({name: round(value, 3) for name, value in scores.items()})


def means(results: Results) -> dict[str, Scores]:
    """Return the means of all issues, by form."""
    forms: dict[str, list[Scores]] = {}
    for key, result in results.items():
        forms.setdefault(key.partition(", ")[2], []).append(result.scores)
    return {
        form: {name: sum(each[name] for each in rows) / len(rows) for name in rows[0]}
        for form, rows in forms.items()
    }


def below_bounds(measured: Mapping[str, Scores]) -> Iterator[str]:
    """Yield a line for each score below its bound."""
    for label, score in measured.items():
        for name, least in LEAST.items():
            if score[name] < least:
                yield f"{label}: {name} {score[name]:.3f} < {least}"


def fallen(reached: Results, now: Results) -> Iterator[str]:
    """Yield a line for each score that is worse than the one reached before, with the lines that are newly wrong."""
    for key, before in reached.items():
        if (result := now.get(key)) is None:
            yield f"{key}: was scored, and is not any more"
            continue
        for name, value in before.scores.items():
            lost = result.scores[name] - value if name in SMALLER_IS_BETTER else value - result.scores[name]
            if lost > _NOTHING:
                yield f"{key}: {name} {result.scores[name]:g}, reached {value:g}{_newly_wrong(before, result)}"


def _newly_wrong(before: Result, now: Result) -> str:
    missed = sorted(set(now.missed) - set(before.missed))
    extra = sorted(set(now.extra) - set(before.extra))
    parts = [f"no article at line {n}" for n in missed] + [f"an article at line {n}" for n in extra]
    return f" ({', '.join(parts)})" if parts else ""


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    in_lines = dict(of_lines(shared))
    now = dict(of_files(shared)) | in_lines | dict(of_styles()) | dict(of_pages())
    by_form = means(in_lines)
    print("mean of the issues".ljust(18), *(name.rjust(8) for name in SHOWN))
    for label, score in by_form.items():
        print(label.ljust(18), *(f"{score[name]:8.3f}" for name in SHOWN))
    if "--keep" in sys.argv:
        lines = [
            f" {json.dumps(key, ensure_ascii=False)}: {json.dumps(to_builtins(now[key]))}" for key in now
        ]
        REACHED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    reached = {key: Result(**each) for key, each in json.loads(REACHED.read_text(encoding="utf-8")).items()}
    if wrong := [*below_bounds(by_form), *fallen(reached, now)]:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
