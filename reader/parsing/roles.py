"""Which role every line has: one decision over the whole sequence (Viterbi's dynamic program)."""

from dataclasses import dataclass

from reader.parsing.lines import Text
from reader.parsing.weights import END, FEATURES, OWN, START, STEPS, Feature, LineRole

_ROLES = tuple(LineRole)
_NEVER = -(10**12)
_STEPS_INTO: tuple[tuple[tuple[int, int], ...], ...] = tuple(
    tuple((i, STEPS[before][role]) for i, before in enumerate(_ROLES) if role in STEPS[before])
    for role in _ROLES
)
_STEPS_FROM: tuple[tuple[tuple[int, int], ...], ...] = tuple(
    tuple((j, STEPS[role][after]) for j, after in enumerate(_ROLES) if after in STEPS[role])
    for role in _ROLES
)
_FEATURE_ROWS = {
    feature: tuple((i, FEATURES[feature][role]) for i, role in enumerate(_ROLES) if role in FEATURES[feature])
    for feature in FEATURES
}
_OWN_ROW = [OWN[role] for role in _ROLES]
_START_ROW = [START.get(role, _NEVER) for role in _ROLES]
_END_ROW = [END.get(role, 0) for role in _ROLES]


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """What was decided about a line. `margin` is by how much the whole would score less with the runner-up there;
    `decided_by` names the features that speak for the role against the runner-up, the strongest first."""

    line: int
    text: str
    role: LineRole
    runner_up: LineRole
    margin: float
    decided_by: tuple[tuple[str, float], ...]


def decide(text: Text) -> tuple[LineRole, ...]:
    """The roles of all lines that score highest together."""
    if not text.lines:
        return ()
    scores = [_scores(features) for features in text.features]
    best = [start + score for start, score in zip(_START_ROW, scores[0], strict=True)]
    came_from: list[list[int]] = []
    for row in scores[1:]:
        reached = []
        origins = []
        for j, score in enumerate(row):
            top, origin = _NEVER, 0
            for i, step in _STEPS_INTO[j]:
                value = best[i] + step
                if value > top:
                    top, origin = value, i
            reached.append(top + score)
            origins.append(origin)
        best = reached
        came_from.append(origins)
    final = [value + end for value, end in zip(best, _END_ROW, strict=True)]
    at = final.index(max(final))
    path = [at]
    for origins in reversed(came_from):
        at = origins[at]
        path.append(at)
    return tuple(_ROLES[i] for i in reversed(path))


def explain(text: Text) -> list[LineVerdict]:
    """Of every line the role, the runner-up and what decided between them."""
    if not text.lines:
        return []
    scores = [_scores(features) for features in text.features]
    forward = [[start + score for start, score in zip(_START_ROW, scores[0], strict=True)]]
    for row in scores[1:]:
        before = forward[-1]
        forward.append(
            [max(before[i] + step for i, step in _STEPS_INTO[j]) + row[j] for j in range(len(_ROLES))]
        )
    backward = [_END_ROW]
    for row in reversed(scores[1:]):
        after = backward[-1]
        backward.append(
            [max(step + row[j] + after[j] for j, step in _STEPS_FROM[i]) for i in range(len(_ROLES))]
        )
    backward.reverse()
    verdicts = []
    for line, features, chosen, ahead, behind in zip(
        text.lines, text.features, decide(text), forward, backward, strict=True
    ):
        through = {role: ahead[i] + behind[i] for i, role in enumerate(_ROLES)}
        runner_up = max((role for role in _ROLES if role is not chosen), key=through.__getitem__)
        margin = (through[chosen] - through[runner_up]) / 10
        verdicts.append(
            LineVerdict(
                line.number, line.text, chosen, runner_up, margin, _decided_by(features, chosen, runner_up)
            )
        )
    return verdicts


def _scores(features: frozenset[Feature]) -> list[int]:
    row = _OWN_ROW.copy()
    for feature in features:
        for i, weight in _FEATURE_ROWS.get(feature, ()):
            row[i] += weight
    return row


def _decided_by(
    features: frozenset[Feature], role: LineRole, other: LineRole
) -> tuple[tuple[str, float], ...]:
    weights = [
        (feature.value, (FEATURES[feature].get(role, 0) - FEATURES[feature].get(other, 0)) / 10)
        for feature in features
        if feature in FEATURES
    ]
    return tuple(sorted((w for w in weights if w[1]), key=lambda w: (-w[1], w[0])))
