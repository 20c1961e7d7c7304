"""Texts are looked through for a string with one character that is another, or two of a long one."""

from hypothesis import given
from hypothesis import strategies as st

from reader.search.answering.misread_readings import TELLING, MisreadingScan, most_misread, parts_of
from reader.search.needles import holds
from reader.search.noisy_channel import may_be_misread

CHARACTERS = "渡口囗生牛，"


@given(st.text("渡口生", min_size=2, max_size=7), st.lists(st.text(CHARACTERS, max_size=12), max_size=3))
def test_every_place_is_found_and_no_other(meant: str, lines: list[str]) -> None:
    scan = MisreadingScan(meant)
    text = "\n".join(lines)
    scan.scan(text, 1)
    by_hand = set()
    for line in lines:
        for at in range(len(line) - len(meant) + 1):
            form = line[at : at + len(meant)]
            differing = [(one, other) for one, other in zip(form, meant, strict=True) if one != other]
            if 0 < len(differing) <= most_misread(len(meant)) and all(
                may_be_misread(one, other) for one, other in differing
            ):
                by_hand.add(form)
                assert any(holds(text, part) for part in parts_of(meant)), "the index would not find it"
    assert {form for form, *_ in scan.places} == by_hand


def test_what_stands_around_a_place_is_of_its_line() -> None:
    scan = MisreadingScan("渡口")
    scan.scan("在渡囗船\n渡口", 1)
    scan.scan("渡牛", 1)
    assert scan.places == {("渡囗", "在", "船", 0.0)}
    scan.scan("渡牛", 2)
    assert len(scan.places) == 2


def test_of_a_short_string_one_character_may_be_misread_and_two_of_a_long_one() -> None:
    assert [most_misread(length) for length in (2, TELLING - 1, TELLING, 9)] == [1, 1, 2, 2]
