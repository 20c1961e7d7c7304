"""What is explained is still in the code, and would be changed."""

from pathlib import Path

from tools.mutation.explained import explained, parsed, reason_for
from tools.mutation.mutants import mutants_of

ROOT = Path(__file__).parents[2]


def test_every_explanation_is_of_a_mutant_there_is() -> None:
    known = explained()
    for path in {path for path, _, _ in known}:
        mutants = mutants_of((ROOT / path).read_text(encoding="utf-8"))
        places = {mutant.place for mutant in mutants} | {(mutant.text, "*") for mutant in mutants}
        gone = {(text, change) for of_path, text, change in known if of_path == path} - places
        assert not gone, path


def test_a_star_explains_every_change_of_its_line_and_of_no_other() -> None:
    known = parsed(
        ["# path ¦ line ¦ change ¦ why", "", "a.py ¦ x = 1 + 2 ¦ * ¦ a limit", "a.py ¦ y = 1 ¦ 1 → 2 ¦ none"]
    )
    assert reason_for(("a.py", "x = 1 + 2", "+ → -"), known) == "a limit"
    assert reason_for(("a.py", "y = 1", "1 → 2"), known) == "none"
    assert reason_for(("a.py", "y = 1", "+ → -"), known) is None
    assert reason_for(("b.py", "x = 1 + 2", "+ → -"), known) is None
