"""What the issues of a newspaper agree on, by their counts."""

from reader.newspaper.issue import LEAST_ISSUES, TraitKind, decided


def test_as_many_issues_as_have_to_agree_decide() -> None:
    assert decided({TraitKind.PAGE: LEAST_ISSUES}) is TraitKind.PAGE
    assert decided({TraitKind.PAGE: LEAST_ISSUES - 1}) is None
