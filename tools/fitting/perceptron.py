"""A structured perceptron with a margin, averaged (Collins 2002; Taskar et al. 2003).

Of every file the sequence of roles that scores highest, with a handicap for right ones, is set against the best of
those that are right throughout, and the weights move from the one to the other. Where several roles are right for a
line, the weights choose among them (a latent perceptron: Sun et al. 2009). Each step also pulls the weights back to
where they began, so that what the examples don't speak of stays.
"""

import random
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.parsing.weights import CODES, LineRole, Row, Weights
from tools.fitting.examples import FEATURE_ORDER, ROLE_ORDER, Example

_NEVER = -1e9
_MARGIN = 12.0
_RATE = 8.0
_PULL = 0.002

Table = NDArray[np.float64]


class Model(Struct):
    """The weights as arrays, in tenths."""

    own: Table
    features: Table
    start: Table
    steps: Table
    end: Table

    @classmethod
    def of(cls, weights: Weights) -> "Model":
        def row(told: Row, missing: float) -> list[float]:
            return [told.get(role, missing) for role in ROLE_ORDER]

        return cls(
            np.array(row(weights.own, 0), dtype=float),
            np.array([row(weights.features.get(feature, {}), 0) for feature in FEATURE_ORDER], dtype=float),
            np.array(row(weights.start, _NEVER), dtype=float),
            np.array([row(weights.steps[role], _NEVER) for role in ROLE_ORDER], dtype=float),
            np.array(row(weights.end, 0), dtype=float),
        )

    def parts(self) -> tuple[Table, ...]:
        return self.own, self.features, self.start, self.steps, self.end

    def scores(self, example: Example) -> Table:
        """Of every line and role."""
        return np.array([self.own + self.features[found].sum(axis=0) for found in example.features])

    def best(self, scores: Table) -> list[int]:
        """The sequence of roles that scores highest, by number."""
        best = self.start + scores[0]
        came_from = []
        for row in scores[1:]:
            through = best[:, None] + self.steps
            origins = through.argmax(axis=0)
            best = through[origins, np.arange(len(origins))] + row
            came_from.append(origins)
        path = [int((best + self.end).argmax())]
        for origins in reversed(came_from):
            path.append(int(origins[path[-1]]))
        return path[::-1]

    def move(self, example: Example, path: Sequence[int], by: float) -> None:
        """All weights that a path of roles has a part in."""
        for found, role in zip(example.features, path, strict=True):
            self.own[role] += by
            self.features[found, role] += by
        self.start[path[0]] += by
        self.end[path[-1]] += by
        for before, after in pairwise(path):
            self.steps[before, after] += by


def fitted(
    guess: Weights, examples: Sequence[Example], rounds: int, seed: int = 0
) -> tuple[Model, list[float]]:
    """The weights, and of every round the share of lines on which the two paths differed. `seed` tells the order."""
    model, first, total = (Model.of(guess) for _ in range(3))
    for part in total.parts():
        part[...] = 0
    order = [example for example in examples if example.features]
    chance = random.Random(seed)
    errors = []
    for _ in range(rounds):
        chance.shuffle(order)
        wrong = 0
        for example in order:
            wrong += _learn(model, example)
            for part, begun, sum_of_it in zip(model.parts(), first.parts(), total.parts(), strict=True):
                part -= _PULL * (part - begun)
                sum_of_it += part
        errors.append(wrong / sum(len(example.features) for example in order))
    for part in total.parts():
        part /= rounds * len(order)
    return total, errors


def mean_of(models: Sequence[Model]) -> Model:
    """Models fitted in several orders differ where the examples don't decide; their mean is steadier than each."""
    parts = zip(*(model.parts() for model in models), strict=True)
    return Model(*(np.mean(tables, axis=0) for tables in parts))


def _learn(model: Model, example: Example) -> int:
    """One step; tells on how many lines the paths differed."""
    scores = model.scores(example)
    tried = model.best(scores + np.where(example.right, 0.0, _MARGIN))
    if example.right[range(len(tried)), tried].all():
        return 0
    meant = model.best(scores + np.where(example.right, 0.0, _NEVER))
    by = _RATE * example.weight / len(tried) ** 0.5
    model.move(example, meant, by)
    model.move(example, tried, -by)
    return sum(one != other for one, other in zip(tried, meant, strict=True))


def as_text(model: Model, comment: str) -> str:
    """The table that `reader.parsing.weights.read` reads; a feature that says nothing is left out."""
    letters = {role: code for code, role in CODES.items()}

    def row(values: Table, least: float) -> str:
        told = {role: round(float(value)) for role, value in zip(ROLE_ORDER, values, strict=True)}
        kept = {role: value for role, value in told.items() if value > _NEVER / 2 and abs(value) >= least}
        return " ".join(_entry(letters[role], value) for role, value in kept.items())

    lines = [comment, f"own: {row(model.own, 0)}", f"end: {row(model.end, 1)}", ""]
    rows = (
        (feature.name, row(values, 1)) for feature, values in zip(FEATURE_ORDER, model.features, strict=True)
    )
    lines += [f"{name}: {told}" for name, told in rows if told]
    lines += ["", f"start > {row(model.start, 0)}"]
    lines += [
        f"{letters[role]} > {row(values, 0)}" for role, values in zip(ROLE_ORDER, model.steps, strict=True)
    ]
    return "\n".join(lines) + "\n"


def _entry(letter: str, tenths: int) -> str:
    return letter + re.sub("^(-?)0[.]", r"\1.", f"{tenths / 10:g}")


assert set(CODES.values()) == set(LineRole)
