"""Shingles: what two printings share is kept of both or of neither."""

import random

from hypothesis import given
from hypothesis import strategies as st

from reader.comparison.alignment import as_bytes, as_text, hashes, in_order, letters, letters_of_all
from reader.features.reprints.comparison import LENGTH, SHORTEST, limit, shingles, shingles_of_all
from tests.comparison.invented_printings import a_text

SEEDS = st.integers(0, 10**6)


def test_letters_are_simplified_and_without_punctuation() -> None:
    assert letters("渡　口，（ab1）時。").tobytes().decode("utf-32-le") == "渡口ab1时"


def test_letters_of_what_is_no_text() -> None:
    assert len(letters("")) == len(letters("，。\ud800")) - len(letters("\ud800")) == 0
    assert letters("𠮷").tolist() == [ord("𠮷")]


@given(SEEDS, SEEDS)
def test_no_letters_are_lost_in_the_bytes_by_which_texts_are_refused(seed: int, other_seed: int) -> None:
    one, other = (letters(a_text(random.Random(each), 80)) for each in (seed, other_seed))
    same = in_order(as_text(one), as_text(other))
    assert same <= in_order(as_bytes(one), as_bytes(other)) <= min(len(one), len(other))
    assert len(as_bytes(one)) == len(one)


def test_a_short_text_has_none() -> None:
    text = a_text(random.Random(1), 400).replace("，", "").replace("。", "")
    assert len(shingles(letters(text[: SHORTEST - 1]))) == 0 < len(shingles(letters(text[:SHORTEST])))
    assert len(hashes(letters("四个字呀"), LENGTH)) == 0


@given(SEEDS, st.integers(100, 3000), st.integers(0, 400), st.integers(0, 400))
def test_of_a_piece_the_same_are_kept_as_of_the_whole(seed: int, length: int, front: int, back: int) -> None:
    """Those of the piece below the limit of the whole are exactly those of the whole that stand in the piece."""
    whole = letters(a_text(random.Random(seed), front + length + back))
    piece = whole[len(whole) * front // (front + length + back) :][:length]
    of_piece = {each for each in shingles(piece).tolist() if each < limit(len(whole))}
    standing = {each for each in hashes(piece, LENGTH).tolist() if each < limit(len(whole))}
    if len(piece) >= SHORTEST:
        assert of_piece == standing == set(shingles(whole).tolist()) & set(hashes(piece, LENGTH).tolist())


@given(SEEDS, st.integers(SHORTEST * 2, 6000))
def test_about_as_many_are_kept_as_are_wanted(seed: int, length: int) -> None:
    found = shingles(letters(a_text(random.Random(seed), length)))
    assert 8 <= len(found) <= 300
    assert sorted(set(found.tolist())) == found.tolist()


@given(
    st.lists(
        st.tuples(SEEDS, st.sampled_from((0, 3, SHORTEST - 1, SHORTEST, 200, 900))), min_size=1, max_size=6
    )
)
def test_law_many_texts_have_what_each_has(drawn: list[tuple[int, int]]) -> None:
    texts = [a_text(random.Random(seed), 2 * length)[:length] + "。😀\ud800" for seed, length in drawn]
    every, sizes = letters_of_all(texts)
    of_each = [letters(text) for text in texts]
    assert every.tolist() == [letter for of_one in of_each for letter in of_one.tolist()]
    assert sizes.tolist() == [len(of_one) for of_one in of_each]
    found = [one.tolist() for one in shingles_of_all(every, sizes)]
    assert found == [shingles(of_one).tolist() for of_one in of_each]
