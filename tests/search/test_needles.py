"""What is looked for, found by comparing character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.search.needles import holds, needle_of, occurrences, shown
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
