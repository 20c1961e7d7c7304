"""A line of a masthead in a Western language is told by what stands beside its day, and its names by what is left."""

import pytest

from reader.parsing.latin_mastheads import (
    is_day_of_place,
    is_line_of_head,
    is_line_of_masthead,
    is_month_of_issue,
    is_name,
    is_name_of_paper,
    is_note,
    name_in,
    names_beside_fields,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("VOL. XII. WILLOW FERRY, SUNDAY, DEC. 17, 1905. PER YEAR $1.00", ("WILLOW", "FERRY")),
        ("Willow Ferry, March 5, 1897. No. 412.", ("Willow", "Ferry")),
        ("THE WILLOW ADVERTISER, SATURDAY, MARCH 5, 1897", ("WILLOW", "ADVERTISER")),
        ("Price two cents. March 5, 1897", ()),
        ("Preis 10 Pfennig. Weidenau, 5. März 1897. 12. Jahrgang", ("Weidenau",)),
    ],
)
def test_the_names_are_what_is_left_beside_day_and_fields(text: str, names: tuple[str, ...]) -> None:
    assert names_beside_fields(text) == names
    assert is_line_of_masthead(text)
    assert is_line_of_head(text)


@pytest.mark.parametrize(
    "text",
    [
        "On Sunday, Dec. 17, 1905, the ferry was late",
        "WILLOW FERRY, SUNDAY, DEC. 17, 1905",
        "VOL. XII. WILLOW FERRY. PER YEAR $1.00",
        "No. 412. the ferry was late on March 5, 1897",
        "No. 412. March 5, 1897. " + "Willow Ferry Landing Place Northern Shore " * 2,
        "No. 412. March 5, 1897. " + "W" * 140,
        "1987年6月12日 第4181期",
        "",
    ],
    ids=["news", "a weekday", "no day", "small letters", "many names", "long", "Chinese", "empty"],
)
def test_a_day_in_news_or_a_line_without_a_day_is_none(text: str) -> None:
    assert names_beside_fields(text) is None
    assert not is_line_of_masthead(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("WILLOW FERRY, FRIDAY EVENING, MARCH 5, 1897.", True),
        ("WILLOW FERRY, MARCH 5, 1897.", False),
        ("FRIDAY EVENING, the fifth, MARCH 5, 1897.", False),
        ("Willow Ferry Landing Place Northern, Friday, March 5, 1897", False),
        ("FRIDAY EVENING", False),
    ],
    ids=["a place", "no weekday", "small letters", "many names", "no day"],
)
def test_a_day_of_a_place_has_its_weekday_and_few_names(text: str, is_one: bool) -> None:
    assert is_day_of_place(text) is is_one
    assert is_line_of_head(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("No. 7. JULY, 1893. Price 5 cents", True),
        ("JULY, 1893.", False),
        ("No. 7. Price 5 cents", False),
        ("No. 7. JULY, 1893. Harvest", False),
        ("第7期 JULY, 1893", False),
    ],
    ids=["with a number", "alone", "no month", "with words", "Chinese"],
)
def test_an_issue_s_month_stands_beside_nothing_but_fields(text: str, is_one: bool) -> None:
    assert is_month_of_issue(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Vol. XII. No. 7. Price 5 cents", True),
        ("Entered as second-class matter at Willow Ferry", True),
        ("[Registered for transmission abroad]", True),
        ("Twelve pages", True),
        ("Evening Edition", True),
        ("Willow Ferry", False),
        ("Vol. XII. Willow Ferry", False),
        ("第12期 Price 5 cents", False),
        ("...", False),
    ],
)
def test_a_note_is_nothing_but_fields(text: str, is_one: bool) -> None:
    assert is_note(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_a_name", "is_a_papers"),
    [
        ("Saulois sur Mer", False, False),
        ("Le Saulois", True, False),
        ("The Willow Advertiser.", True, True),
        ("“WEIDENAUER ANZEIGER”", True, True),
        ("the willow advertiser", False, False),
        ("Willow Ferry, Gazette", False, False),
        ("Gazette of the Willow Ferry and of the Northern Shore", False, False),
        ("By Ann Reed", False, False),
    ],
    ids=[
        "small words",
        "no word of papers",
        "in English",
        "in quotes",
        "small letters",
        "a comma",
        "too long",
        "an author",
    ],
)
def test_a_name_is_in_capitals_and_a_paper_s_has_a_word_that_papers_have(
    text: str, is_a_name: bool, is_a_papers: bool
) -> None:
    assert (is_name(text), is_name_of_paper(text)) == (is_a_name, is_a_papers)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("THE WILLOW ADVERTISER, SATURDAY, MARCH 5, 1897", "THE WILLOW ADVERTISER"),
        ("PAGE SIX THE WILLOW ADVERTISER, SATURDAY, MARCH 5, 1897", "THE WILLOW ADVERTISER"),
        ("4B The Willow Gazette March 5, 1897", "The Willow Gazette"),
        ("WILLOW FERRY, SATURDAY, MARCH 5, 1897", None),
        ("SATURDAY, MARCH 5, 1897. THE WILLOW ADVERTISER", None),
    ],
)
def test_the_paper_s_name_begins_a_line_behind_the_page(text: str, name: str | None) -> None:
    assert name_in(text) == name
