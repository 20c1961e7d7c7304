"""Given lines and the roles that are right for them, when weights are fitted, then they tell these roles."""

import numpy as np
import pytest

from reader.parsing.weights import WEIGHTS, LineFeature, LineRole, read
from tools.fitting.examples import FEATURE_ORDER, ROLE_ORDER, Example
from tools.fitting.perceptron import Model, as_text, fitted

pytestmark = pytest.mark.slow

ANY_STEP = "\n".join(
    f"{name} > {' '.join(f'{code}0' for code in 'MGSKHIDBLFOPQhCTEN')}"
    for name in ("start", *"MGSKHIDBLFOPQhCTEN")
)
NOTHING_KNOWN = read(f"own: \nend: \n{ANY_STEP}")


def example(*lines: tuple[set[LineFeature], set[LineRole]]) -> Example:
    features = tuple(np.array([FEATURE_ORDER.index(f) for f in found], dtype=np.int32) for found, _ in lines)
    right = np.array([[role in roles for role in ROLE_ORDER] for _, roles in lines])
    return Example(features, right, 1.0)


def test_features_come_to_speak_for_the_roles_that_are_right() -> None:
    long, short = {LineFeature.LENGTH_90}, {LineFeature.LENGTH_6}
    page = example(
        (short, {LineRole.HEADLINE}),
        (long, {LineRole.PARAGRAPH}),
        (short, {LineRole.SUBHEAD}),
        (long, {LineRole.PARAGRAPH}),
    )
    model, errors = fitted(NOTHING_KNOWN, [page], rounds=40)
    told = [ROLE_ORDER[at] for at in model.best(model.scores(page))]
    assert told == [LineRole.HEADLINE, LineRole.PARAGRAPH, LineRole.SUBHEAD, LineRole.PARAGRAPH]
    assert errors[-1] == 0


def test_where_several_roles_are_right_nothing_moves() -> None:
    page = example(({LineFeature.LENGTH_6}, set(LineRole)))
    model, errors = fitted(WEIGHTS, [page], rounds=2)
    assert errors == [0, 0]
    assert np.allclose(model.features, Model.of(WEIGHTS).features)


def test_the_table_reads_as_it_was_written() -> None:
    again = read(as_text(Model.of(WEIGHTS), "# a comment"))
    assert (again.start, again.steps) == (WEIGHTS.start, WEIGHTS.steps)
    assert again.features == WEIGHTS.features
