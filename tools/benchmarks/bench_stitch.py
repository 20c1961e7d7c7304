"""How often is a stitch right, and how many are found?

    uv run python -m tools.benchmarks.bench_stitch [--days 3] [--first-seed 0] [--noise 0 1 3] [--wrong 10]

Files of generated days (`tools/typesetter/jumps.py`) are read by the parser, and its articles stitched; so a part that
the parser tore or whose jump line it did not see counts against the stitches. Prints for each case how many pairs there
are, how many are made and offered and rightly so, with stories, styles of papers and kinds of jump lines that were left
out of fitting apart: the stories held out are set with jump lines held out. Then the precision that other thresholds
would have. `torn` are those wrong made ones whose two articles do hold most of two ends
that belong together, beside foreign lines that the parser put there. `--first-seed` chooses days that nobody has looked
at yet (weights are fitted on the first four), `--lost` prints what the pairs that were not made have in common.
"""

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from msgspec import Struct, field

from reader.features.continued.evidence import pairs
from reader.newspaper.article import Article
from reader.parsing import parse
from reader.stitching.pairing import MADE_FROM, DayArticle, Stitch, stitches
from reader.stitching.reasons import Reason
from tools.typesetter import STYLES, Style
from tools.typesetter.jump_lines import FITTED_JUMP_LINES, HELD_OUT_JUMP_LINES, JumpLines
from tools.typesetter.jumps import Case, End, Half, JumpDay, jump_day
from tools.typesetter.truth import Truth

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.92, 0.94, 0.95, 0.96, 0.98)


class Read(Struct):
    """A day as the parser reads it: its articles, and the end of the truth that each is."""

    parts: list[DayArticle] = field(default_factory=list)
    ends: list[End | None] = field(default_factory=list)
    held: list[frozenset[End]] = field(default_factory=list)
    """The ends most of whose lines each article holds."""


class Tally(Struct):
    """Pairs that there are; confidences of the stitches that are right, and of those that are wrong."""

    true: int = 0
    right: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)
    torn: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.true += other.true
        self.right += other.right
        self.wrong += other.wrong
        self.torn += other.torn
        return self


def read(day: JumpDay) -> Read:
    done = Read()
    for n, sheet in enumerate(day.sheets):
        for order, article in enumerate(parse(sheet.source()).articles):
            done.parts.append(DayArticle(len(done.parts), article, article.page, sheet.name, order))
            shares = _shares(article, sheet.truth)
            nearest = max(range(len(shares)), key=lambda at: shares[at][0], default=None)
            done.ends.append(None if nearest is None else (n, nearest))
            done.held.append(
                frozenset((n, at) for at, (lines, all_) in enumerate(shares) if lines * 2 > all_)
            )
    return done


def _shares(article: Article, truth: Truth) -> list[tuple[int, int]]:
    """How many lines of each article of the truth are in an article, of how many."""
    lines = {line for first, last in article.source_lines for line in range(first, last + 1)}
    return [(len(lines & one.lines()), len(one.lines())) for one in truth.articles]


def tally(day: JumpDay, told: Read, found: Iterable[Stitch]) -> Tally:
    done = Tally(len(day.pairs))
    for stitch in found:
        is_right = (told.ends[stitch.first_id], told.ends[stitch.second_id]) in day.pairs
        (done.right if is_right else done.wrong).append(stitch.confidence)
        held = product(told.held[stitch.first_id], told.held[stitch.second_id])
        done.torn += stitch.is_made and not is_right and any(pair in day.pairs for pair in held)
    return done


def days(
    half: Half, styles: Sequence[Style], seeds: Sequence[int], noise: float
) -> Iterator[tuple[JumpDay, Style, JumpLines | None]]:
    """Yield days, each with jump lines drawn from those of its half; None where they are the paper's own."""
    all_lines = HELD_OUT_JUMP_LINES if half is Half.HELD_OUT else (None, *FITTED_JUMP_LINES)
    for style in styles:
        for case in Case:
            for seed in seeds:
                lines = random.Random(f"{style.name} {case} {seed}").choice(all_lines)
                yield jump_day(style, case, seed, noise, half, lines), style, lines


def able_styles() -> list[Style]:
    """All but the one whose files hold an article each."""
    return [style for style in STYLES if "版次" not in "".join(style.masthead.lines)]


def fitted_styles() -> list[Style]:
    return [style for style in able_styles() if not style.held_out]


def _row(name: str, one: Tally) -> str:
    made = sum(confidence >= MADE_FROM for confidence in one.right)
    wrong = sum(confidence >= MADE_FROM for confidence in one.wrong)
    offered, offered_wrong = len(one.right) - made, len(one.wrong) - wrong
    precision = made / (made + wrong) if made + wrong else math.nan
    recall, reach = (n / one.true if one.true else math.nan for n in (made, made + offered))
    return (
        f"{name:44}{one.true:6}{made:6}{wrong:6}{one.torn:6}{precision:10.4f}{recall:8.3f}"
        f"{offered:9}{offered_wrong:6}{reach:8.3f}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--days", type=int, default=3, help="days of each case and style")
    options.add_argument("--first-seed", type=int, default=0)
    options.add_argument("--noise", type=float, nargs="*", default=[0, 1, 3], help="percent")
    options.add_argument("--wrong", type=int, default=0, help="print so many wrong stitches")
    options.add_argument("--lost", action="store_true")
    given = options.parse_args()
    seeds = range(given.first_seed, given.first_seed + given.days)
    print(f"{'':44} pairs  made wrong  torn precision  recall  offered wrong   reach")
    every = Tally()
    by_paper: dict[str, Tally] = defaultdict(Tally)
    by_lines: dict[str, Tally] = defaultdict(Tally)
    lost: Counter[str] = Counter()
    for percent in given.noise:
        by_case: dict[str, Tally] = defaultdict(Tally)
        for half in Half:
            styles = able_styles() if half is Half.HELD_OUT else fitted_styles()
            for day, style, lines in days(half, styles, seeds, percent / 100):
                told = read(day)
                found = stitches(told.parts)
                one = tally(day, told, found)
                by_case[day.case] += one
                by_case[f"= stories {half}"] += one
                if half is Half.HELD_OUT and style.held_out:
                    by_case["= papers held out, too"] += one
                    by_paper[style.name] += one
                if lines and lines.held_out:
                    by_lines[lines.name] += one
                every += one
                lost.update(_why_lost(day, told, found) if given.lost else ())
                _print_wrong(day, told, found, given.wrong)
        print(f"\n{percent:g} % noise")
        for name, one in sorted(by_case.items(), key=lambda item: item[0].startswith("=")):
            print(_row(name, one))
    for what, table in (("jump lines held out", by_lines), ("papers held out", by_paper)):
        print(f"\n{what}")
        for name, one in table.items():
            print(_row(name, one))
    print("\n" + _row("all", every))
    for threshold in THRESHOLDS:
        right, wrong = (sum(c >= threshold for c in told) for told in (every.right, every.wrong))
        print(
            f"made from {threshold:4}: precision {right / (right + wrong):.4f}, recall {right / every.true:.3f}"
        )
    for what, count in lost.most_common():
        print(f"{count:6} {what}")


def _why_lost(day: JumpDay, told: Read, found: Sequence[Stitch]) -> Iterator[str]:
    """Of each pair that was not made, how far it came and what spoke of the headlines, the texts and the marks."""
    made = {(told.ends[s.first_id], told.ends[s.second_id]): s for s in found}
    evidence: dict[tuple[End | None, End | None], frozenset[Reason]] = {
        (told.ends[first], told.ends[second]): reasons for (first, second), reasons in pairs(told.parts)
    }
    for pair in day.pairs:
        stitch = made.get(pair)
        if stitch is not None and stitch.is_made:
            continue
        if pair not in evidence:
            yield "an end was not read, or no jump line"
            continue
        names = [reason.name for reason in Reason if reason in evidence[pair]]
        words = [n for n in names if n.endswith(("_MARKED", "_SHARED", "_NAMED")) or "HEADLINE" in n]
        yield " ".join(["offered" if stitch else "not seen", *words])


def _print_wrong(day: JumpDay, told: Read, found: Iterable[Stitch], most: int) -> None:
    for stitch in found:
        ends = told.ends[stitch.first_id], told.ends[stitch.second_id]
        if ends not in day.pairs and stitch.confidence >= MADE_FROM and most:
            first, second = told.parts[stitch.first_id].article, told.parts[stitch.second_id].article
            print(day.case, f"{stitch.confidence:.3f}", first.title(), "→", second.title(), stitch.reasons)


if __name__ == "__main__":
    main()
