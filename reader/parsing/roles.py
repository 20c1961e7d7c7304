"""Deciding the roles of all lines at once, by the Viterbi algorithm over the whole sequence."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.parsing.line_features import Line, LineSequence
from reader.parsing.weights import WEIGHTS, LineFeature, LineRole

_ROLES = tuple(LineRole)
# a forbidden role is worse than any number of transitions that never occur
_NEVER = -(10**9)
_FORBIDDEN = -(10**12)
_STEPS_TO = np.array([[WEIGHTS.steps[before].get(after, _NEVER) for before in _ROLES] for after in _ROLES])
# The first row has the weights of the roles themselves, which count for every line; each other row is a feature's.
_WEIGHTS = np.array(
    [[WEIGHTS.own[role] for role in _ROLES]]
    + [[WEIGHTS.features.get(feature, {}).get(role, 0) for role in _ROLES] for feature in LineFeature]
)
_ROW_OF = np.arange(0, _STEPS_TO.size, len(_ROLES))
"""The offset of each row in the flat table of steps."""
_ROW = {feature: row for row, feature in enumerate(LineFeature, 1)}
_START = np.array([WEIGHTS.start.get(role, _NEVER) for role in _ROLES])
_END = np.array([WEIGHTS.end.get(role, 0) for role in _ROLES])

Scores = NDArray[np.int_]
Features = Sequence[frozenset[LineFeature]]
Allowed = Sequence[frozenset[LineRole]]


class LineVerdict(Struct, frozen=True):
    """The decision on a line, as `--explain` prints it.

    Attributes:
        line: The number of the line.
        text: The text of the line.
        role: The decided role.
        runner_up: The role with the next best total score of the file.
        margin: The difference between these total scores.
        decided_by: The line's features, each with the difference of its weights for both roles, the largest first.
    """

    line: int
    text: str
    role: LineRole
    runner_up: LineRole
    margin: float
    decided_by: tuple[tuple[LineFeature, float], ...]


def decide(features: Features, allowed: Allowed) -> tuple[LineRole, ...]:
    """Return the sequence of roles with the highest total score among those that the lines may have."""
    if not features:
        return ()
    first, *others = _scores(features, allowed)
    best = _START + first
    through = np.empty_like(_STEPS_TO)
    flat = through.reshape(-1)
    came_from = np.empty((len(others), len(_ROLES)), dtype=np.intp)
    for origins, row in zip(came_from, others, strict=True):
        np.add(_STEPS_TO, best, out=through)
        through.argmax(axis=1, out=origins)
        best = flat.take(origins + _ROW_OF)
        best += row
    at = int((best + _END).argmax())
    path = [at]
    for sources in reversed(came_from.tolist()):
        at = sources[at]
        path.append(at)
    return tuple(_ROLES[i] for i in reversed(path))


def explain(text: LineSequence, features: Features, allowed: Allowed) -> list[LineVerdict]:
    """Return the verdict on each line of the file: its role, the runner-up and the features that decided."""
    if not features:
        return []
    first, *others = _scores(features, allowed)
    forward = [_START + first]
    for row in others:
        forward.append((_STEPS_TO + forward[-1]).max(axis=1) + row)
    backward = [_END]
    for row in reversed(others):
        backward.append((_STEPS_TO + (row + backward[-1])[:, None]).max(axis=0))
    verdicts = []
    for line, own, chosen, ahead, behind in zip(
        text.lines, features, decide(features, allowed), forward, reversed(backward), strict=True
    ):
        through = dict(zip(_ROLES, (ahead + behind).tolist(), strict=True))
        runner_up = max((role for role in _ROLES if role is not chosen), key=through.__getitem__)
        margin = (through[chosen] - through[runner_up]) / 10
        decided_by = _decided_by(own, chosen, runner_up)
        verdicts += [
            LineVerdict(number, text, chosen, runner_up, margin, decided_by)
            for number, text in line.printed()
        ]
    return verdicts


def wordless_verdicts(line: Line) -> list[LineVerdict]:
    """Return the verdicts on a line without words: its role is always MASTHEAD, with the margin 0."""
    features = tuple((feature, 0.0) for feature in sorted(line.own))
    return [
        LineVerdict(number, text, LineRole.MASTHEAD, LineRole.PAGE, 0.0, features)
        for number, text in line.printed()
    ]


def _scores(features: Features, allowed: Allowed) -> Scores:
    """Return the score of each line for each role: the role's own weight plus those of the line's features.

    The result has a row for each line and a column for each role.
    """
    rows: list[int] = []
    begins: list[int] = []
    for own in features:
        begins.append(len(rows))
        rows.append(0)
        rows.extend(map(_ROW.__getitem__, own))
    scores: Scores = np.add.reduceat(_WEIGHTS.take(rows, axis=0), begins)
    row_of = {roles: row for row, roles in enumerate(dict.fromkeys(allowed))}
    forbidding = np.array([[0 if role in roles else _FORBIDDEN for role in _ROLES] for roles in row_of])
    scores += forbidding.take([row_of[roles] for roles in allowed], axis=0)
    return scores


def _decided_by(
    features: frozenset[LineFeature], role: LineRole, other: LineRole
) -> tuple[tuple[LineFeature, float], ...]:
    """Return the features that distinguish two roles, each with the difference of its weights, the largest first."""
    weights = [
        (
            feature,
            (WEIGHTS.features[feature].get(role, 0) - WEIGHTS.features[feature].get(other, 0)) / 10,
        )
        for feature in features
        if feature in WEIGHTS.features
    ]
    return tuple(sorted((w for w in weights if w[1]), key=lambda w: (-w[1], w[0])))
