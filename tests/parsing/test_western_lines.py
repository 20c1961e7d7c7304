"""Lines in Western letters: what is a heading, a sentence, a paragraph of several lines."""

import pytest

from reader.parsing import western_lines


@pytest.mark.parametrize(
    ("text", "is_western"),
    [
        ("FIRE AT THE OLD WHARF", True),
        ("Das neue Schulhaus", True),
        ("Пожар на пристани", True),
        ("渡口开船", False),
        ("渡口 Ferry", False),
        ("나루터 소식", False),
        ("1931", False),
        ("— * —", False),
    ],
)
def test_which_lines_are_in_western_letters(text: str, is_western: bool) -> None:
    assert western_lines.is_western(text) == is_western


def test_two_letters_are_as_long_as_one_character() -> None:
    assert western_lines.measure("FIRE AT THE OLD WHARF") == 11
    assert western_lines.measure("老码头昨夜失火") == 7


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It took two hours to put it out.", True),
        ("“I have had enough.”", False),
        ("Menschen kamen nicht zu Schaden.", True),
        ("Жертв нет, и пожар потушен.", True),
        ("VOL. IV. NO. 19.", False),
        ("Captain J. R. Reed, Jr.", False),
        ("Fire at the Old Wharf", False),
        ("Notes and News.", False),
        ("He met Mr. Smith.", True),
        ("now in London.", True),
    ],
)
def test_where_a_sentence_ends(text: str, ends: bool) -> None:
    assert western_lines.ends_sentence(text) == ends


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("FIRE AT THE OLD WHARF", True),
        ("LA FÊTE NATIONALE", True),
        ("ПОЖАР НА ПРИСТАНИ", True),
        ('"WILL NOT RUN"', True),
        ("Fire at the Old Wharf", False),
        ("VOL. IV. NO. 19", False),
        ("WANTED: A GIRL", False),
        ("U S A", False),
        ("渡口 NEWS OF THE DAY", False),
    ],
)
def test_what_is_in_capitals_as_headings_are(text: str, is_heading: bool) -> None:
    assert western_lines.is_in_capitals(text) == is_heading


@pytest.mark.parametrize(
    ("above", "line", "goes_on"),
    [
        ("bound for Port Elder with lumber, struck", "the bar at four o'clock this morning", True),
        ("bound for Port Elder with lumber, in the", "Willow at Mill Street", True),
        ("the company has bought a second lamp now.", "The ferry will run until eleven", True),
        ("for the landing.", "The ferry will run until eleven", False),
        ("New School", "On Sunday the new school was opened", False),
        ("COUNCIL VOTES NEW BRIDGE OVER THE WILLOW", "The council voted last night", False),
    ],
)
def test_which_lines_go_on_from_the_line_above(above: str, line: str, goes_on: bool) -> None:
    assert western_lines.goes_on(above, line, 40) == goes_on


def test_a_text_of_whole_paragraphs_has_no_width() -> None:
    assert western_lines.width_of([38, 40, 39, 12, 40, 38]) == 40
    assert western_lines.width_of([21, 320, 24, 180, 18, 260]) == 0
    assert western_lines.width_of([]) == 0
