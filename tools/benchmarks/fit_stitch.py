"""Fits how much weighs what can be said of two parts (`features.continued.evidence`), on days of the fitted half.

    uv run python -m tools.benchmarks.fit_stitch [--days 4] [--noise 0 1 3]

All ways to pair the parts of a day compete: how likely one is grows with the sum of its pairs' weights, and the weights
make the true ways as likely as can be (a ridge of `RIDGE` for each). So what a rival explains is not held against a
pair, as it would be if pairs were told apart one by one. Prints the weights, and beside each of how many pairs it was
said, and of how many true ones.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.features.continued.evidence import pairs
from reader.stitching.pairing import Pair
from reader.stitching.reasons import Reason
from tools.benchmarks.bench_stitch import days, fitted_styles, read
from tools.typesetter.jumps import Half

Matrix = NDArray[np.float64]
REASONS = tuple(Reason)
RIDGE = 1.0
NEWTON_STEPS = 25
STEPS, RATE = 300, 0.05
# Pairs that are weighed: so many of a part, and those whose log odds are not hopeless.
MOST_RIVALS, LEAST_SCORE = 4, -5.0
MOST_WAYS = 4000


class Day(Struct, frozen=True):
    """Of each pair what is said of it, a row of zeros and ones, and whether it is true."""

    pairs: tuple[Pair, ...]
    said: Matrix
    true: Matrix


class Competition(Struct, frozen=True):
    """Pairs that have to do with each other: `ways` has a row for each way to take some of them."""

    said: Matrix
    ways: Matrix
    true: Matrix


def observed(seeds: Sequence[int], noises: Sequence[float]) -> Iterator[Day]:
    for noise in noises:
        for day, *_ in days(Half.FITTED, fitted_styles(), seeds, noise / 100):
            told = read(day)
            found = dict(pairs(told.parts))
            rows = [[reason in reasons for reason in REASONS] for reasons in found.values()]
            true = [(told.ends[first], told.ends[second]) in day.pairs for first, second in found]
            if found:
                yield Day(tuple(found), np.array(rows, float), np.array(true, float))


def by_pairs(seen: Sequence[Day]) -> Matrix:
    """The weights that tell true pairs from others one by one: a logistic regression, by Newton's method."""
    rows = np.concatenate([np.c_[day.said, day.true] for day in seen])
    kinds, times = np.unique(rows, axis=0, return_counts=True)
    said, true = kinds[:, :-1], kinds[:, -1]
    weights = np.zeros(len(REASONS))
    for _ in range(NEWTON_STEPS):
        odds = 1 / (1 + np.exp(-np.clip(said @ weights, -30, 30)))
        slope = said.T @ (times * (true - odds)) - RIDGE * weights
        curve = (said * (times * odds * (1 - odds))[:, None]).T @ said + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def competitions(seen: Sequence[Day], weights: Matrix) -> Iterator[Competition]:
    for day in seen:
        of_first: Counter[int] = Counter()
        of_second: Counter[int] = Counter()
        weighed = []
        scores = day.said @ weights
        for place in np.argsort(-scores):
            first, second = day.pairs[place]
            has_room = of_first[first] < MOST_RIVALS and of_second[second] < MOST_RIVALS
            if day.true[place] or (has_room and scores[place] > LEAST_SCORE):
                weighed.append(int(place))
            of_first[first] += 1
            of_second[second] += 1
        for group in _groups([day.pairs[place] for place in weighed]):
            places = [weighed[n] for n in group]
            ways = _ways([day.pairs[place] for place in places])
            if ways is not None:
                yield Competition(day.said[places], ways, _one_way(day, places))


def _groups(weighed: Sequence[Pair]) -> list[list[int]]:
    """Which pairs share parts with each other, over however many others."""
    groups: list[tuple[set[tuple[str, int]], list[int]]] = []
    for place, (first, second) in enumerate(weighed):
        parts, members = {("first", first), ("second", second)}, [place]
        for group in [group for group in groups if group[0] & parts]:
            groups.remove(group)
            parts, members = parts | group[0], [*group[1], *members]
        groups.append((parts, members))
    return [members for _, members in groups]


def _ways(weighed: Sequence[Pair]) -> Matrix | None:
    """Every way to take some of the pairs, no part twice on a side; None where there are too many."""
    of_first: Mapping[int, list[tuple[int, int]]] = defaultdict(list)
    for place, (first, second) in enumerate(weighed):
        of_first[first].append((place, second))
    ways: list[tuple[tuple[int, ...], frozenset[int]]] = [((), frozenset())]
    for choices in of_first.values():
        ways += [
            ((*way, place), taken | {second})
            for way, taken in ways
            for place, second in choices
            if second not in taken
        ]
        if len(ways) > MOST_WAYS:
            return None
    rows = np.zeros((len(ways), len(weighed)))
    for row, (way, _) in zip(rows, ways, strict=True):
        row[list(way)] = 1
    return rows


def _one_way(day: Day, places: Sequence[int]) -> Matrix:
    """The true pairs; of those that share a part, as where the parser tore one, the first."""
    taken: set[tuple[str, int]] = set()
    true = np.zeros(len(places))
    for n, place in enumerate(places):
        first, second = day.pairs[place]
        sides = {("first", first), ("second", second)}
        if day.true[place] and not sides & taken:
            true[n] = 1
            taken |= sides
    return true


def by_ways(held: Sequence[Competition], weights: Matrix) -> Matrix:
    """The weights that make the true ways likeliest: gradient ascent (Adam), from the weights given."""
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = -RIDGE * weights
        for each in held:
            scores = each.ways @ (each.said @ weights)
            likely = np.exp(scores - scores.max())
            slope = slope + each.said.T @ (each.true - likely / likely.sum() @ each.ways)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = RATE if step < STEPS * 2 // 3 else RATE / 5
        weights = weights + rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--days", type=int, default=4, help="days of each case and style")
    options.add_argument("--noise", type=float, nargs="*", default=[0, 1, 3], help="percent")
    given = options.parse_args()
    seen = list(observed(range(given.days), given.noise))
    first_guess = by_pairs(seen)
    weights = by_ways(list(competitions(seen, first_guess)), first_guess)
    said = sum((day.said.sum(axis=0) for day in seen), np.zeros(len(REASONS)))
    true = sum((day.true @ day.said for day in seen), np.zeros(len(REASONS)))
    for reason, weight, all_, right in zip(REASONS, weights, said, true, strict=True):
        print(f"    Reason.{reason.name}: {weight:.1f},".ljust(44) + f"# {all_:7.0f} {right:6.0f}")


if __name__ == "__main__":
    main()
