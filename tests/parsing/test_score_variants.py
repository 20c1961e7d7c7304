"""Given scores of variants, when they are compared with the bounds, then each score below one is named."""

from tests.parsing.score_variants import below_bounds


def test_scores_below_their_bound_are_named() -> None:
    measured = {"as is": {"start": 1.0, "exact": 0.85}, "wrapped 12": {"start": 0.92, "exact": 0.5}}

    assert list(below_bounds(measured)) == [
        "wrapped 12: start 0.920 < 0.93",
        "wrapped 12: exact 0.500 < 0.85",
    ]
