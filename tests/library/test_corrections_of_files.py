"""Which corrections apply to a file: its own, and those of files with equal bytes that are not of another issue."""

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.corrections_of_files import CorrectionsByFile, stamp_of
from reader.newspaper.correction import Anchor, Claim, CorrectedRole, Correction, CorrectionKind

COPY = "雁桥日报/雁桥日报1987年6月12日.txt"
SAME_ISSUE = "别处/雁桥日报1987年6月12日 (1).txt"
OTHER_DAY = "雁桥日报/雁桥日报1987年6月13日.txt"
NAMELESS = "别处/扫描.txt"
LINE = Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE)
DATE = Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 12))
EQUAL = b"equal"


MADE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def correction(claim: Claim, path: str = COPY, quote: str = "渡口的灯") -> Correction:
    uuid = f"{claim.kind.value}-{path}-{quote}"
    return Correction(uuid, Anchor(path, quote, "", "", 1), claim, MADE, MADE)


def by_file(*corrections: Correction) -> CorrectionsByFile:
    """The corrections of files that all have equal bytes."""

    def digests(paths: Iterable[str]) -> dict[str, bytes]:
        return dict.fromkeys(paths, EQUAL)

    return CorrectionsByFile(corrections, digests)


def test_a_file_has_its_own() -> None:
    headline = correction(LINE)
    assert by_file(headline).of(COPY, EQUAL) == (headline,)
    assert by_file(headline).of(OTHER_DAY, b"other") == ()


@pytest.mark.parametrize(
    ("claim", "path", "applies"),
    [
        (LINE, SAME_ISSUE, True),
        (LINE, NAMELESS, True),
        (LINE, OTHER_DAY, False),
        (DATE, SAME_ISSUE, True),
        (DATE, NAMELESS, False),
        (DATE, OTHER_DAY, False),
    ],
)
def test_those_of_a_copy_apply_unless_the_paths_tell_another_issue(
    claim: Claim, path: str, applies: bool
) -> None:
    said = correction(claim)
    assert by_file(said).of(path, EQUAL) == ((said,) if applies else ())


def test_what_a_file_says_of_its_issue_comes_before_what_its_copy_says() -> None:
    own = correction(Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 11)), SAME_ISSUE)
    assert by_file(own, correction(DATE)).of(SAME_ISSUE, EQUAL) == (own,)


def test_that_a_day_begins_applies_to_no_copy() -> None:
    begins = correction(Claim(CorrectionKind.DAY, date=dt.date(1987, 6, 12)))
    assert by_file(begins).of(SAME_ISSUE, EQUAL) == ()


def test_the_paths_are_those_of_which_something_is_said() -> None:
    assert by_file(correction(LINE), correction(DATE, NAMELESS)).paths == [COPY, NAMELESS]


@given(st.permutations([correction(LINE), correction(DATE), correction(LINE, quote="一口井")]))
def test_a_stamp_is_of_what_is_said_not_of_its_order(corrections: list[Correction]) -> None:
    assert stamp_of(corrections) == stamp_of(sorted(corrections, key=lambda said: said.uuid))
    assert stamp_of(corrections[1:]) != stamp_of(corrections)


def test_a_stamp_is_the_same_wherever_the_file_lies_and_none_of_nothing() -> None:
    assert stamp_of([correction(LINE)]) != ""
    assert stamp_of([]) == ""
