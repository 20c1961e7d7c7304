"""What is compared with the bounds, and with what was reached before."""

from tests.parsing.score_variants import Result, below_bounds, fallen


def test_scores_below_their_bound_are_named() -> None:
    measured = {"as is": {"start": 1.0, "exact": 0.85}, "wrapped 12": {"start": 0.92, "exact": 0.5}}

    assert list(below_bounds(measured)) == [
        "wrapped 12: start 0.920 < 0.93",
        "wrapped 12: exact 0.500 < 0.85",
    ]


def test_a_score_that_was_better_is_named_with_the_lines_that_are_newly_wrong() -> None:
    reached = {
        "issue, as is": Result({"start": 0.9, "lost": 1}, missed=[12], extra=[40]),
        "issue, spaced": Result({"start": 0.5}),
        "style narrow": Result({"mean": 0.8}),
    }
    now = {
        "issue, as is": Result({"start": 0.85, "lost": 2}, missed=[12, 30], extra=[41]),
        "issue, spaced": Result({"start": 0.6}, missed=[7]),
    }

    assert list(fallen(reached, now)) == [
        "issue, as is: start 0.85, reached 0.9 (no article at line 30, an article at line 41)",
        "issue, as is: lost 2, reached 1 (no article at line 30, an article at line 41)",
        "style narrow: was scored, and is not any more",
    ]


def test_what_was_reached_again_or_surpassed_is_not_named() -> None:
    reached = {"issue, as is": Result({"start": 0.9, "lost": 1})}

    assert list(fallen(reached, {"issue, as is": Result({"start": 0.9, "lost": 0})})) == []
