"""Characters that steer what shows a text: shown where it is printed, gone where it is taken out, the same in JSON."""

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.language.forms import (
    escaped_in_json,
    in_place,
    made_visible,
    on_one_line,
    search_form,
    without_controls,
)

TEXTS = st.text(
    st.one_of(st.characters(), st.characters(categories=["Cc", "Cf", "Zl", "Zp"]), st.sampled_from("\r\n甲a"))
)
HALVES = st.text(st.one_of(st.characters(categories=["Cs", "Cc"]), st.sampled_from("\r\n甲a")))


def steers(character: str) -> bool:
    turns = ["LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"]
    return (
        unicodedata.category(character) in ("Cc", "Zl", "Zp") and character not in "\n\t"
    ) or unicodedata.bidirectional(character) in turns


@pytest.mark.parametrize(
    ("text", "visible", "without"),
    [
        ("甲\x1b]0;乙\x07", r"甲\x1b]0;乙\x07", "甲]0;乙"),
        ("\x9b31m\x7f\x00", r"\x9b31m\x7f\x00", "31m"),
        ("两\r\n行", "两\n行", "两\n行"),
        ("盖\r住", r"盖\x0d住", "盖 住"),
        ("一\u2028二\u2029三\x85四", r"一\u2028二\u2029三\x85四", "一 二 三 四"),
        ("正\u202e反\u2067面", r"正\u202e反\u2067面", "正反面"),
        ("表\t格\n行", "表\t格\n行", "表\t格\n行"),
        ("家\u200d人\u200e\ufeff", "家\u200d人\u200e\ufeff", "家\u200d人\u200e\ufeff"),
    ],
)
def test_what_becomes_of_them(text: str, visible: str, without: str) -> None:
    assert made_visible(text) == visible
    assert without_controls(text) == without


@given(TEXTS)
@example("\r\r\n\n\r")
def test_nothing_that_steers_is_left(text: str) -> None:
    for told in (made_visible(text), without_controls(text), on_one_line(text), in_place(text)):
        assert not any(map(steers, told))


@given(TEXTS)
def test_all_else_stays(text: str) -> None:
    kept = [
        character for character in text if not steers(character) and not "\ud800" <= character <= "\udfff"
    ]
    text = "".join(character for character in text if steers(character) or character in kept)
    assert [character for character in without_controls(text) if not character.isspace()] == [
        character for character in kept if not character.isspace()
    ]
    assert made_visible("".join(kept)) == "".join(kept)


@given(TEXTS)
def test_in_place_nothing_moves_and_the_same_is_found(text: str) -> None:
    told = in_place(text)
    assert len(told) == len(text)
    assert search_form(told) == search_form(text)


@given(TEXTS)
def test_one_line_is_one(text: str) -> None:
    assert len(on_one_line(text).splitlines()) <= 1


@given(HALVES)
def test_what_is_taken_out_can_be_encoded(text: str) -> None:
    assert without_controls(text).encode().decode() == without_controls(text)


@given(st.recursive(TEXTS, lambda values: st.lists(values) | st.dictionaries(TEXTS, values)))
def test_json_keeps_its_values(value: object) -> None:
    for indent in (None, 2):
        document = escaped_in_json(json.dumps(value, ensure_ascii=False, indent=indent))
        assert json.loads(document) == value
        assert not any(map(steers, document))
