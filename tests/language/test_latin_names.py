"""Persons in Latin script are named whole, with the given name first, and nothing else is a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.names import is_full_latin_name, is_latin_name, latin_names, split_names

FIELDS = {
    "Anna Lee": ["Anna Lee"],
    "Alice Brown and Thomas Lee": ["Alice Brown", "Thomas Lee"],
    "Alice Brown & Thomas Lee": ["Alice Brown", "Thomas Lee"],
    "Alice Brown, Thomas Lee and John Carter": ["Alice Brown", "Thomas Lee", "John Carter"],
    "Alice Brown; Thomas Lee; John Carter; Mary Young": [
        "Alice Brown", "Thomas Lee", "John Carter", "Mary Young",
    ],
    "Brown, Alice": ["Alice Brown"],
    "Smith, John; Brown, Alice": ["John Smith", "Alice Brown"],
    "Brown, A., Lee, T.": ["A. Brown", "T. Lee"],
    "Lee, Anna Mary": ["Anna Mary Lee"],
    "García Márquez, Gabriel": ["Gabriel García Márquez"],
    "Smith, John, Jr.": ["John Smith Jr."],
    "John Smith, Jr.": ["John Smith Jr."],
    "van der Berg, Jan": ["Jan van der Berg"],
    "Jan van der Berg": ["Jan van der Berg"],
    "J. P. Smith": ["J. P. Smith"],
    "J.P. O'Neil": ["J.P. O'Neil"],
    "Charles de Gaulle": ["Charles de Gaulle"],
    "Müller, Jürgen & Çelik, Ömer": ["Jürgen Müller", "Ömer Çelik"],
    "ALICE BROWN": ["ALICE BROWN"],
    "Alice Brown, Staff Writer": ["Alice Brown"],
    "Sun Yat-sen": ["Sun Yat-sen"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "names"), FIELDS.items())
def test_the_persons_of_a_field(field: str, names: list[str]) -> None:
    assert list(latin_names(field)) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Reuters",
        "The Editor",
        "Our Own Correspondent",
        "Associated Press",
        "ferry tolls",
        "田麦青 Anna Lee",
    ],
)
def test_what_is_no_field_of_persons(text: str) -> None:
    assert latin_names(text) == ()


NAMES = st.sampled_from(
    ["Anna Lee", "J. P. Smith", "Peter O'Neil", "Jan van der Berg", "Mary Ann Young", "Jean-Paul Roy"]
)


@given(
    st.lists(NAMES, min_size=1, max_size=6, unique=True), st.sampled_from(["; ", " and ", " & ", "、", " / "])
)
def test_however_persons_are_separated_each_is_whole(names: list[str], between: str) -> None:
    if between != "、":
        assert list(latin_names(between.join(names))) == names
    if between != "; ":
        assert list(split_names(between.join(names))) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("田麦青 Anna Lee", ["田麦青", "Anna Lee"]),
        ("Anna Lee 石渡", ["Anna Lee", "石渡"]),
        ("田麦青Anna Lee", ["田麦青", "Anna Lee"]),
        ("Peter O'Neil、石渡", ["Peter O'Neil", "石渡"]),
        ("阿Bee", ["阿Bee"]),
        ("小K、老A", ["小K", "老A"]),
    ],
)
def test_beside_chinese_names_they_are_whole_too(text: str, names: list[str]) -> None:
    assert list(split_names(text)) == names


@given(st.text(max_size=80))
def test_nothing_fails_and_names_are_names(text: str) -> None:
    assert all(map(is_latin_name, latin_names(text)))
    assert not is_full_latin_name(text) or is_latin_name(text)
