"""The table of what is equal covers Unicode's blocks, and no character is in two rows."""

import unicodedata
from collections import Counter

from reader.language.equality import DASHES, FOLDED, RADICALS, TABLE, Column, one_run, rows

WITHOUT_IDEOGRAPH = {"\u2e80": "a sign of repetition, which looks like no ideograph"}
OTHER_DASHES = {
    "\u2e17": "double and oblique",
    "\u2e1a": "has a diaeresis",
    "\u2e40": "double",
    "\u2e5d": "oblique",
    "\u301c": "a tilde",
    "\u3030": "a tilde",
    "\u30a0": "double, and joins parts of names",
    "\U00010ead": "a mark of hyphenation in Yezidi",
}
UNIFIED_AMONG_COMPATIBLE = "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"


def assigned(first: int, last: int) -> list[str]:
    return [chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code)) != "Cn"]


def is_ideograph(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED")


def nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def test_every_radical_becomes_the_ideograph_it_looks_like() -> None:
    for radical in assigned(0x2E80, 0x2FDF):
        if radical not in WITHOUT_IDEOGRAPH:
            assert is_ideograph(RADICALS.becomes.get(ord(radical), nfkc(radical)))
    assert not WITHOUT_IDEOGRAPH.keys() & set(map(chr, FOLDED))


def test_where_unicode_has_two_words_on_a_radical_they_agree() -> None:
    both = [(chr(code), other) for code, other in RADICALS.becomes.items() if nfkc(chr(code)) != chr(code)]
    assert [nfkc(radical) for radical, _ in both] == [other for _, other in both] == ["母", "龟"]


def test_every_compatibility_ideograph_becomes_another_but_those_that_are_unified() -> None:
    for character in assigned(0xF900, 0xFAFF) + assigned(0x2F800, 0x2FA1F):
        is_own = character in UNIFIED_AMONG_COMPATIBLE
        assert nfkc(character) == character if is_own else is_ideograph(nfkc(character))


def test_every_dash_of_unicode_is_a_dash_or_has_a_reason_not_to_be() -> None:
    dashes = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Pd"}
    assert {each for each in map(nfkc, dashes) if each not in DASHES} == OTHER_DASHES.keys() & dashes


def test_no_character_is_in_two_rows_and_what_it_becomes_stays() -> None:
    times = Counter(code for row in rows(Column.FOLD) for code in row.becomes)
    assert set(times.values()) == {1}
    for code, other in FOLDED.items():
        assert nfkc(other).translate(FOLDED) == other or other == chr(code)


def test_rows_have_names_of_their_own_and_examples() -> None:
    assert len({row.name for row in TABLE}) == len(TABLE)
    assert all(row.examples for row in TABLE)


def test_a_run_of_dashes_is_one_and_of_dots_three() -> None:
    assert one_run("甲--乙---丙-丁....戊.己..庚......") == "甲-乙-丙-丁...戊.己..庚..."
