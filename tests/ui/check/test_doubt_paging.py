"""What is in a set of doubts, how many of a kind it leaves open, and what stays that nothing could be done for."""

import pytest

from reader.library.doubt_rows import DoubtRows
from reader.library.doubts import Doubt, DoubtKind
from reader.newspaper.holdings import IssueRow
from reader.ui.check.doubt_paging import DoubtSet, chosen_set, open_numbers

KIND = DoubtKind.UNDATED
DAILY = "渡口日报"
EVENING = "柳川晚报"


def in_paper(words: str, newspaper: str, kind: DoubtKind = KIND) -> Doubt:
    issue = IssueRow(1, newspaper, None, None, None, None, 1, words)
    return Doubt(kind, words, issue=issue)


DOUBTS = [in_paper("甲", DAILY), in_paper("乙", DAILY), in_paper("丙", EVENING)]
NUMBERS = {DAILY: 2, EVENING: 1}


def all_of(newspaper: str | None = None, before: tuple[DoubtSet, ...] = ()) -> DoubtSet:
    rows = DoubtRows(tuple(DOUBTS), of_papers=NUMBERS)
    return DoubtSet(KIND, DOUBTS[0], rows=rows, newspaper=newspaper, before=before, promised_number=3)


def words_in(doubts: DoubtSet) -> str:
    return "".join(doubt.words for doubt in DOUBTS if doubts.has(doubt))


@pytest.mark.parametrize(
    ("doubts", "words", "numbers"),
    [
        (chosen_set(DOUBTS[:1]), "甲", {DAILY: 1, EVENING: 1}),
        (all_of(), "甲乙丙", {}),
        (all_of(DAILY), "甲乙", {EVENING: 1}),
    ],
)
def test_what_is_settled_is_open_no_more(doubts: DoubtSet, words: str, numbers: dict[str, int]) -> None:
    assert words_in(doubts) == words
    assert open_numbers(NUMBERS, [doubts]) == numbers


@pytest.mark.parametrize(
    ("doubts", "words", "numbers"),
    [
        (chosen_set(DOUBTS), "甲丙", {DAILY: 1}),
        (all_of(), "甲丙", {DAILY: 1}),
        (all_of(DAILY), "甲", {DAILY: 1, EVENING: 1}),
    ],
)
def test_what_nothing_could_be_done_for_stays_open(
    doubts: DoubtSet, words: str, numbers: dict[str, int]
) -> None:
    settled = doubts.without(DOUBTS[1:2])
    assert words_in(settled) == words
    assert open_numbers(NUMBERS, [settled]) == numbers


@pytest.mark.parametrize("doubts", [chosen_set(DOUBTS), all_of()], ids=["chosen", "all"])
@pytest.mark.parametrize("left", range(4))
def test_a_set_has_as_many_as_it_tells_even_if_none_is_left(doubts: DoubtSet, left: int) -> None:
    settled = doubts.without(DOUBTS[left:])
    assert words_in(settled) == "甲乙丙"[:left]
    assert [doubt.words for doubt in settled.each()] == [*"甲乙丙"[:left]]
    assert settled.number == left
    assert open_numbers(NUMBERS, [settled]).total() == 3 - left


def test_it_is_among_all_that_are_left_the_next_time() -> None:
    settled = all_of().without(DOUBTS[1:2])
    assert words_in(all_of(before=(settled,))) == "乙"
    assert open_numbers(NUMBERS, [settled, chosen_set(DOUBTS[1:2])]) == {}


@pytest.mark.parametrize("order", [1, -1], ids=["before", "after"])
def test_what_is_chosen_of_what_was_left_is_counted_once_in_whatever_order_it_is_told(order: int) -> None:
    left = all_of().without(DOUBTS[:2])
    settled = [left, chosen_set(DOUBTS[1:2])]
    assert open_numbers(NUMBERS, settled[::order]) == {DAILY: 1}


def test_a_doubt_of_another_kind_is_in_none() -> None:
    other = in_paper("甲", DAILY, DoubtKind.NO_PAGE)
    assert not all_of().has(other)
    assert not chosen_set(DOUBTS).has(other)
