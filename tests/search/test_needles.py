"""What is looked for, found by comparing character by character."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.search.needles import (
    holds,
    near_needle,
    needle_of,
    occurrence_count,
    occurrences,
    places_near,
    shown,
)
from reader.search.terms import ANY, SEAM, all_grams, grams


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("张威", "张威"),
        ("ＡＢ Ｃ", "ab c"),
        ("张?威", "张_威"),
        ("张？威", "张_威"),
        ("文 ? 武", "文_武"),
        ("19?7年?月", "19_7年_月"),
        ("文??武", "文__武"),
        ("e\u0301?a", "é_a"),
        ("〇?", "〇?"),
        ("?张", "?张"),
        ("为什么？”他", '为什么?"他'),
        ("《?报》", "《?报》"),
        ("what? no", "what? no"),
        ("??", "??"),
    ],
)
def test_a_question_mark_between_two_characters_is_any_one(typed: str, meant: str) -> None:
    needle = needle_of(typed)
    assert needle.replace(ANY, "_") == meant
    assert shown(needle) == search_form(typed)


def test_an_empty_needle_occurs_nowhere() -> None:
    assert [*occurrences("渡口", "")] == []


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("张小威和张𠮷威", "张?威", ["张小威", "张𠮷威"]),
        ("张威张小小威", "张?威", []),
        ("张\n威张" + SEAM + "威", "张?威", []),
        ("一二一二一", "一?一", ["一二一"]),
        ("a.b.c", "a?b?c", ["a.b.c"]),
        ("甲[乙", "[乙", ["[乙"]),
        ("人人人人", "人人", ["人人", "人人"]),
    ],
)
def test_occurrences_do_not_overlap_and_stay_in_their_run(text: str, typed: str, found: list[str]) -> None:
    assert [text[begin:end] for begin, end in occurrences(text, needle_of(typed))] == found


TEXTS = st.text(st.sampled_from("甲乙丙ab \n\x1f.[\\𠮷"), max_size=40)
NEEDLES = st.text(st.sampled_from("甲乙ab.[\\𠮷" + ANY), min_size=1, max_size=6)


@given(TEXTS, NEEDLES)
def test_a_needle_is_held_if_and_only_if_each_character_fits(text: str, needle: str) -> None:
    def fits(at: int) -> bool:
        piece = text[at : at + len(needle)]
        return len(piece) == len(needle) and all(
            c == n or (n == ANY and c not in "\n\x1f") for c, n in zip(piece, needle, strict=True)
        )

    places = [at for at in range(len(text)) if fits(at)]
    assert holds(text, needle) == bool(places)
    found = list(occurrences(text, needle))
    assert [begin for begin, _ in found[:1]] == places[:1]
    assert all(end - begin == len(needle) and begin in places for begin, end in found)
    if places:
        assert set(grams(needle)) <= all_grams(text)


@pytest.mark.parametrize(
    ("text", "within", "found"),
    [
        ("渡口的板车", 1, ["渡口", "板车"]),
        ("渡口的板车", 0, []),
        ("板车，渡口，板车", 1, ["板车", "渡口", "板车"]),
        ("渡口渡口板车", 0, ["渡口", "板车"]),
        ("渡口渡口板车", 2, ["渡口", "渡口", "板车"]),
        ("渡口\n板车", 9, []),
        ("渡口" + SEAM + "板车", 9, []),
        ("板车在渡口\n渡口", 5, ["板车", "渡口"]),
    ],
)
def test_strings_are_near_each_other_in_one_run(text: str, within: int, found: list[str]) -> None:
    needle = near_needle("渡口", "板车", within)
    assert [text[begin:end] for begin, end in occurrences(text, needle)] == found
    assert shown(needle) == f"渡口 /{within} 板车"


FEW = st.text(st.sampled_from("甲乙\n"), max_size=14)
"""Of so few characters that needles overlap themselves and each other."""


@given(TEXTS, NEEDLES, NEEDLES, st.integers(0, 6))
@example("甲甲甲乙", "甲甲", "乙", 0)
def test_what_is_near_is_found_by_trying_every_two_places(
    text: str, first: str, second: str, within: int
) -> None:
    check_near(text, first, second, within)


@given(
    FEW, st.text("甲乙", min_size=1, max_size=3), st.text("甲乙", min_size=1, max_size=3), st.integers(0, 2)
)
def test_what_overlaps_itself_is_near_at_any_of_its_places(
    text: str, first: str, second: str, within: int
) -> None:
    check_near(text, first, second, within)


def check_near(text: str, first: str, second: str, within: int) -> None:
    """By trying every two places."""

    def places(needle: str) -> list[tuple[int, int]]:
        return [
            (at, at + len(needle))
            for at in range(len(text) - len(needle) + 1)
            if all(
                c == n or (n == ANY and c not in "\n\x1f")
                for c, n in zip(text[at : at + len(needle)], needle, strict=True)
            )
        ]

    def is_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
        begin, end = (one[1], other[0]) if one <= other else (other[1], one[0])
        return 0 <= end - begin <= within and not set(text[begin:end]) & set("\n\x1f")

    firsts, seconds = places(first), places(second)
    near_first = [one for one in firsts if any(is_near(one, two) for two in seconds)]
    near_second = [two for two in seconds if any(is_near(one, two) for one in firsts)]
    needle = near_needle(first, second, within)
    assert list(places_near(text, first, second, within)) == near_first
    assert list(occurrences(text, needle)) == sorted({*near_first, *near_second})
    assert occurrence_count(text, needle) == len({*near_first, *near_second})
    assert holds(text, needle) == bool(near_first)
