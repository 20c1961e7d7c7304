"""Sets of articles that were seen, against lists counted by hand."""

import base64
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reader.features.saved_searches import seen_articles
from reader.features.saved_searches.seen_articles import are_new, code, either, followed, packed, unpacked

ARTICLES = st.lists(
    st.tuples(
        st.sampled_from("甲乙丙丁"), st.sampled_from(["晨报", "晚报"]), st.integers(0, 2), st.integers(1, 2)
    ),
    max_size=12,
)


def coded(articles: list[tuple[str, str, int, int]]) -> seen_articles.Codes:
    return np.array([code(*each) for each in articles], np.uint64)


def codes_of(codes: Sequence[int] | seen_articles.Codes) -> seen_articles.Codes:
    return np.sort(np.asarray(codes, np.uint64))


@given(ARTICLES)
def test_nothing_is_new_that_was_seen_and_all_is_where_nothing_was(
    articles: list[tuple[str, str, int, int]],
) -> None:
    codes = coded(articles)
    assert not are_new(codes, codes_of(codes)).any()
    assert are_new(codes, seen_articles.NOTHING).all()


@given(ARTICLES, ARTICLES)
def test_what_came_is_new_as_often_as_it_came(
    before: list[tuple[str, str, int, int]], came: list[tuple[str, str, int, int]]
) -> None:
    now = coded(before + came)
    assert np.count_nonzero(are_new(now, codes_of(coded(before)))) == len(came)


@given(ARTICLES, ARTICLES)
def test_of_a_key_as_many_are_new_as_there_are_more_of_it(
    before: list[tuple[str, str, int, int]], after: list[tuple[str, str, int, int]]
) -> None:
    now = are_new(coded(after), codes_of(coded(before))).tolist()
    for key in "甲乙丙丁":
        of_key = [is_new for is_new, each in zip(now, after, strict=True) if each[0] == key]
        more = len(of_key) - sum(each[0] == key for each in before)
        assert sum(of_key) == max(0, more)


@given(ARTICLES)
def test_the_order_in_which_they_are_found_tells_nothing(articles: list[tuple[str, str, int, int]]) -> None:
    seen = codes_of(coded(articles[::2]))
    forward, backward = coded(articles), coded(articles[::-1])
    assert sorted(forward[are_new(forward, seen)]) == sorted(backward[are_new(backward, seen)])


@given(ARTICLES, ARTICLES)
def test_two_machines_have_seen_what_either_has(
    one: list[tuple[str, str, int, int]], other: list[tuple[str, str, int, int]]
) -> None:
    both = either(codes_of(coded(one)), codes_of(coded(other)))
    assert not are_new(coded(one), both).any()
    assert not are_new(coded(other), both).any()
    assert either(both, codes_of(coded(one))).tolist() == both.tolist()


@given(ARTICLES)
def test_a_key_that_changed_is_followed(articles: list[tuple[str, str, int, int]]) -> None:
    renamed = [("戊" if each[0] == "甲" else each[0], *each[1:]) for each in articles]
    assert followed(coded(articles), {"甲": "戊"}).tolist() == coded(renamed).tolist()


@given(ARTICLES, st.binary(max_size=30))
def test_what_is_kept_comes_back_and_rubbish_is_no_fault(
    articles: list[tuple[str, str, int, int]], rubbish: bytes
) -> None:
    codes = codes_of(coded(articles))
    assert unpacked(packed(codes)).tolist() == codes.tolist()
    assert len(unpacked(rubbish)) == len(rubbish) // 8


def test_a_code_is_the_same_on_every_machine() -> None:
    assert base64.b64encode(packed(codes_of([code("7qzk", "柳川晚报", 1019969, 120)]))) == b"0s/A83p3G9s="


def test_a_notice_printed_again_is_new_and_a_longer_text_of_it_is_not() -> None:
    first, again, corrected = (
        code("启事", "柳川晚报", 1, 40),
        code("启事", "柳川晚报", 2, 40),
        code("启事", "柳川晚报", 1, 41),
    )
    assert are_new(codes_of([first, again]), codes_of([first])).tolist().count(True) == 1
    assert are_new(np.array([again, first], np.uint64), codes_of([first])).tolist() == [True, False]
    assert are_new(codes_of([corrected]), codes_of([first])).tolist() == [False]
