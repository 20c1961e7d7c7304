"""Which articles of one day belong together.

Every pair that a jump line speaks for is scored by what is known about it (`Reason`), in log odds; of all ways to
pair the parts of a day, the one whose scores add up highest is taken. A pair's confidence comes from how much worse the
best way without it would be, so that a rival lowers it and the lack of one doesn't.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.newspaper.article import ArticleKind
from reader.stitching.evidence import WEIGHTS, Pair, Part, Reason, pairs
from reader.stitching.seam import is_continuation, is_continued

MADE_FROM = 0.95
"""Minimum confidence for two parts to be shown as one: a wrong stitch is worse than none."""

OFFERED_FROM = 0.5
"""Minimum confidence for the other part to be offered; at least 0.5, as only likelier pairs are weighed."""

_DOUBTFUL = 0.9
"""Maximum confidence of a pair that needs further evidence (`_is_doubtful`)."""

_MOST_ENDS = 48
"""No paper prints so many jump lines on a day: they are a misread table, and are ignored."""

_MOST_RIVALS = 4
"""Number of pairs weighed for each part; weaker ones would not change a confidence that matters."""


ReaderDecisions = Mapping[tuple[int, int], bool]
"""A reader's decisions on pairs of parts (by id), later ones weigh more: whether the second continues the first."""


@dataclass(frozen=True, slots=True)
class Stitch:
    """The relation that the second part continues the first.

    `confidence` is 0 to 1; `reasons` for and against, the weightiest first. `is_by_reader`: a reader has decided it.
    """

    first_id: int
    second_id: int
    confidence: float
    reasons: tuple[Reason, ...]
    is_by_reader: bool = False

    @property
    def is_made(self) -> bool:
        return self.confidence >= MADE_FROM


def stitches(parts: Sequence[Part], decisions: ReaderDecisions | None = None) -> tuple[Stitch, ...]:
    """Return the stitches of a day, in the order of their first parts: those to be made and those to be offered.

    `parts` are all articles of one newspaper's day, from all its files. No part is the first of two stitches, nor the
    second of two; a story over three pages is two stitches; stitches never form a circle. `decisions` override any
    score.
    """
    decisions = decisions or {}
    places = {part.id: place for place, part in enumerate(parts)}
    decided = {
        (places[a], places[b]): is_so for (a, b), is_so in decisions.items() if a in places and b in places
    }
    certain = _without_rivals([pair for pair, is_so in decided.items() if is_so])
    evidence = dict(_evidence(parts))
    scores = {
        pair: score
        for pair, reasons in evidence.items()
        if pair not in decided
        and not any(pair[0] == first or pair[1] == second for first, second in certain)
        and (score := sum(WEIGHTS[reason] for reason in reasons)) > 0
    }
    scores = _strongest(scores) | {pair: _CERTAIN + n for n, pair in enumerate(certain)}
    best, total = _best_way(scores)
    found = []
    for pair in sorted(best):
        others = {other: score for other, score in scores.items() if other != pair}
        confidence = 1 / (1 + math.exp(_best_way(others)[1] - total))
        reasons = sorted(evidence.get(pair, ()), key=lambda reason: -abs(WEIGHTS[reason]))
        if pair in decided:
            confidence = 1.0
        elif _is_doubtful(reasons):
            confidence = min(confidence, _DOUBTFUL)
        if confidence >= OFFERED_FROM:
            first, second = (parts[place].id for place in pair)
            found.append(Stitch(first, second, confidence, tuple(reasons), pair in decided))
    return tuple(found)


def _evidence(parts: Sequence[Part]) -> Iterator[tuple[Pair, frozenset[Reason]]]:
    able = [place for place, part in enumerate(parts) if part.article.kind is not ArticleKind.NOTICES]
    articles = [parts[place].article for place in able]
    marked = sum(is_continued(article) + is_continuation(article) for article in articles)
    if 0 < marked <= _MOST_ENDS:
        for (first, second), reasons in pairs([parts[place] for place in able]):
            yield (able[first], able[second]), reasons


def _without_rivals(chosen: Sequence[Pair]) -> list[Pair]:
    """Return the pairs without those that share a part with a later pair on the same side."""
    last_of_first = {first: (first, second) for first, second in chosen}
    last_of_second = {second: (first, second) for first, second in chosen}
    return [p for p in chosen if last_of_first[p[0]] == p == last_of_second[p[1]]]


def _is_doubtful(reasons: Collection[Reason]) -> bool:
    """Return whether the evidence, however strong, leaves another reading open.

    Where both name the same page, the part that stands on it may be missing between; what begins as news is another
    article, or two.
    """
    return not {Reason.SAME_NAMED, Reason.BEGINS_AS_NEWS}.isdisjoint(reasons)


_CERTAIN = 1000.0
"""The score of a pair that a reader has decided on."""

_EPSILON = 1e-9


def _strongest(scores: Mapping[Pair, float]) -> dict[Pair, float]:
    """Return the pairs that are among the strongest of either of their parts."""
    of_first: Counter[int] = Counter()
    of_second: Counter[int] = Counter()
    strongest = {}
    for first, second in sorted(scores, key=lambda pair: -scores[pair]):
        if of_first[first] < _MOST_RIVALS or of_second[second] < _MOST_RIVALS:
            strongest[first, second] = scores[first, second]
        of_first[first] += 1
        of_second[second] += 1
    return strongest


def _best_way(scores: Mapping[Pair, float]) -> tuple[frozenset[Pair], float]:
    """Return the set of pairs with the highest total score, no part twice on one side, and the total.

    A circle (two parts that each continue the other) is broken at its weakest pair.
    """
    allowed = dict(scores)
    while True:
        best = _assignment(allowed)
        circle = _circle(best)
        if not circle:
            return frozenset(best.items()), sum(allowed[pair] for pair in best.items())
        del allowed[min(circle, key=lambda pair: allowed[pair])]


def _assignment(scores: Mapping[Pair, float]) -> dict[int, int]:
    """Return the assignment first → second with the highest total of (positive) scores.

    Pairs are added one at a time, each time by the exchange of partners that gains most (Bellman-Ford over the pairs).
    """
    first_of: dict[int, int] = {}
    while True:
        taken = set(first_of.values())
        gain = {first: 0.0 for first, _ in scores if first not in taken}
        reached: dict[int, tuple[float, int]] = {}
        has_changed = True
        while has_changed:
            has_changed = False
            for (first, second), score in scores.items():
                if first not in gain or first_of.get(second) == first:
                    continue
                total = gain[first] + score
                if second not in reached or total > reached[second][0] + _EPSILON:
                    reached[second] = (total, first)
                    has_changed = True
                    if second in first_of:
                        gain[first_of[second]] = total - scores[first_of[second], second]
        second_of = {first: second for second, first in first_of.items()}
        free = [second for second in reached if second not in first_of and reached[second][0] > 0]
        if not free:
            return second_of
        end: int | None = max(free, key=lambda second: reached[second][0])
        while end is not None:
            first = reached[end][1]
            first_of[end] = first
            end = second_of.get(first)


def _circle(way: Mapping[int, int]) -> list[Pair]:
    """Return the pairs of a circle in the assignment; empty if there is none."""
    for start in way:
        at = start
        passed: list[Pair] = []
        while at in way and len(passed) <= len(way):
            passed.append((at, way[at]))
            at = way[at]
            if at == start:
                return passed
    return []
