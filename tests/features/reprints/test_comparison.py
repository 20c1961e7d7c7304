"""Reprints are found as comparing all with all finds them; altered copies align, unrelated texts do not."""

import random
from collections import Counter
from collections.abc import Mapping
from itertools import chain

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from reader.comparison.alignment import Alignment, Letters, align, as_bytes, as_text, in_order, letters
from reader.features.reprints import comparison
from reader.features.reprints.comparison import (
    CROWDED,
    FEWEST_SHARED,
    LEAST_SHARED,
    SHORT,
    STANDING,
    Comparison,
    Postings,
    ReprintCandidate,
    is_reprint,
    limit,
    may_be_reprint,
    packed,
    unpacked,
)
from tests.comparison.invented_printings import a_text, cut, misread

Articles = Mapping[int, frozenset[int]]
IDS = st.sampled_from([1, 2, 7, 8, 9, 2**31, 2**32 - 2, 2**32 - 1])
SOME = st.sampled_from([1, 2, 3, 2**31, 2**32 - 1]) | st.integers(4, 40)
ARTICLES = st.dictionaries(IDS | st.integers(10, 40), st.frozensets(SOME, max_size=12), max_size=30)


def postings(articles: Articles) -> Postings:
    return Postings.of((i, np.array(sorted(of), np.uint32)) for i, of in articles.items())


def told(found: Postings) -> set[tuple[int, int]]:
    assert found.shingles.tolist() == sorted(found.shingles.tolist())
    together = list(zip(found.shingles.tolist(), found.articles.tolist(), strict=True))
    assert len(set(together)) == len(together) == len(found)
    return set(together)


def flat(articles: Articles) -> set[tuple[int, int]]:
    return {(shingle, i) for i, of in articles.items() for shingle in of}


def split(articles: Articles, *parts: set[int]) -> list[Articles]:
    return [{i: of for i, of in articles.items() if i in part} for part in parts]


@given(ARTICLES, st.sets(IDS), st.sets(IDS))
def test_postings_are_joined_and_narrowed(articles: Articles, some: set[int], stay: set[int]) -> None:
    first, second = split(articles, some, articles.keys() - some)
    joined = postings(first).with_more([postings(second)])
    assert told(joined) == told(postings(articles)) == flat(articles)
    narrowed = joined.only_of(np.array(sorted(stay), np.uint32))
    assert told(narrowed) == {(shingle, i) for shingle, i in flat(articles) if i in stay}


@given(st.lists(st.tuples(IDS, IDS)))
def test_a_pair_is_one_number_and_two_again(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(ids, np.uint32) for ids in (zip(*pairs, strict=True) if pairs else ((), ())))
    greater, lesser = unpacked(packed(one, other))
    assert greater.tolist() == [max(pair) for pair in pairs]
    assert lesser.tolist() == [min(pair) for pair in pairs]


@given(ARTICLES, st.sets(IDS), st.sets(IDS), st.integers(60, 400))
def test_candidates_are_those_that_share_enough(
    articles: Articles, are_new: set[int], in_first_run: set[int], length: int
) -> None:
    new, first, second = split(
        articles, are_new, in_first_run - are_new, articles.keys() - are_new - in_first_run
    )
    lengths = {i: length + i % 5 * 30 for i in articles}
    search = Comparison(postings(new), map(postings, (first, second)))
    holders = Counter(chain.from_iterable(articles.values()))
    crowded = {shingle for shingle, many in holders.items() if many > CROWDED}
    expected = {}
    for later in articles:
        for earlier in articles:
            if earlier < later and {earlier, later} & new.keys():
                shared = len((articles[later] & articles[earlier]) - crowded)
                shorter = min(lengths[later], lengths[earlier])
                kept = shorter * min(limit(lengths[later]), limit(lengths[earlier])) / 2**32
                if shared >= max(FEWEST_SHARED, LEAST_SHARED * kept):
                    expected[later, earlier] = shared / kept
    found = search.candidates(lambda ids: {i: lengths[i] for i in ids})
    assert {(each.later, each.earlier): each.shared for each in found} == expected
    assert len(found) == len(expected)
    standing = {i for i, of in new.items() if of and len(of & crowded) / len(of) >= STANDING}
    assert search.standing() == standing


def test_of_very_many_candidates_those_that_share_most_are_taken() -> None:
    own = [range(100 * i, 100 * i + 30) for i in range(1, CROWDED + 3)]
    articles = {i: frozenset(of[: 30 - i % 3]) for i, of in enumerate(own)}
    articles[999] = frozenset(chain.from_iterable(own))
    search = Comparison(
        postings({999: articles[999]}), [postings(articles).only_of(np.arange(999, dtype=np.uint32))]
    )
    found = search.candidates(lambda ids: dict.fromkeys(ids, 100))
    shares = sorted((len(articles[i]) for i in range(len(own))), reverse=True)[:CROWDED]
    assert [round(each.shared * found[0].shared ** -1 * 30) for each in found] == shares


WORDS = st.text("渡口的船雨后笋", max_size=150).map(letters)


@given(WORDS, WORDS)
def test_no_reprint_is_refused_before_it_is_aligned(one: Letters, other: Letters) -> None:
    found = align(one, other)
    assert found.matched <= in_order(as_text(one), as_text(other))
    assert not is_reprint(found) or may_be_reprint(one, other, as_bytes(one), as_bytes(other))
    assert (found.length, found.other_length) == (len(one), len(other))
    assert 0 <= found.begin <= found.end <= len(one)
    assert 0 <= found.other_begin <= found.other_end <= len(other)
    assert found.matched <= min(found.end - found.begin, found.other_end - found.other_begin)
    assert (found.matched > 0) == (align(other, one).matched > 0)


def alignment(length: int, matched: int, rewritten: int = 0, stretch: int | None = None) -> Alignment:
    end = stretch or matched + rewritten
    return Alignment(length, length + 50, matched, rewritten, 0, end, 0, end)


def test_how_much_makes_a_reprint() -> None:
    """A short text has to agree in more, as it may be set phrases."""
    assert is_reprint(alignment(1000, 500))
    assert not is_reprint(alignment(1000, 499))
    assert is_reprint(alignment(300, 210))
    assert not is_reprint(alignment(300, 209))
    assert is_reprint(alignment(301, 151))
    assert not is_reprint(alignment(40, 29))
    assert is_reprint(alignment(1000, 600, stretch=1000))
    assert not is_reprint(alignment(1000, 599, stretch=1000))
    assert is_reprint(alignment(1000, 880, 120))
    assert not is_reprint(alignment(1000, 879, 121))
    assert is_reprint(alignment(300, 285, 15))
    assert not is_reprint(alignment(300, 284, 16))


def test_of_candidates_the_reprints_are_told_with_the_lesser_id_in_front() -> None:
    """Not what is gone, not what is something else, and not what agrees only in what stands in many texts."""
    texts = {i: letters(a_text(random.Random(i % 10), 900)) for i in (1, 2, 11, 12)}
    pairs = [
        (1, 11, 1.0),
        (12, 2, 0.9),
        (1, 2, 1.0),
        (11, 12, 1.0),
        (11, 99, 1.0),
        (99, 11, 1.0),
        (2, 12, 0.1),
    ]
    found = list(
        comparison.reprints(
            (ReprintCandidate(*pair) for pair in pairs), lambda article_id: texts.get(article_id)
        )
    )
    assert [(each.first_id, each.second_id, each.is_whole) for each in found] == [
        (1, 11, True),
        (2, 12, True),
    ]
    assert all(each.share == each.whole_share == each.likeness == 1 for each in found)


SEEDS = st.integers(0, 10**6)
LENGTHS = st.integers(120, 2500)


@given(SEEDS, st.integers(SHORT * 2, 2500), st.floats(0, 0.1), st.floats(0, 0.3))
@example(17255, 120, 0.05, 0.0)
def test_an_altered_copy_is_found(seed: int, length: int, rate: float, away: float) -> None:
    chance = random.Random(seed)
    text = a_text(chance, length)
    copy = cut(chance, misread(chance, text, rate), away)
    found = align(letters(text), letters(copy))
    assert is_reprint(found)
    assert found.likeness >= 0.75


@given(SEEDS, LENGTHS, LENGTHS)
def test_other_texts_are_not(seed: int, length: int, other_length: int) -> None:
    chance = random.Random(seed)
    assert not is_reprint(align(letters(a_text(chance, length)), letters(a_text(chance, other_length))))


@given(SEEDS, LENGTHS, st.integers(0, 600), st.integers(0, 600))
def test_a_piece_lies_where_it_was_cut(seed: int, length: int, front: int, back: int) -> None:
    whole = letters(a_text(random.Random(seed), front + length + back))
    begin = min(front, len(whole) - 60)
    piece = whole[begin : begin + length]
    found = align(piece, whole)
    assert found.share >= 0.98
    assert abs((found.other_begin - begin) - found.begin) <= 2
    assert found.likeness >= 0.98


@given(st.data())
def test_what_was_written_otherwise_between_is_counted_and_what_stands_before_and_behind_is_not(
    data: st.DataObject,
) -> None:
    """Where no letter recurs, it can be told by counting."""
    sizes = [data.draw(st.integers(0, 9)) for _ in range(4)]
    sizes += [data.draw(st.integers(0, 40)) for _ in range(2)] + [
        data.draw(st.integers(4, 40)) for _ in range(2)
    ]
    chars = map(chr, filter(lambda at: str.isalnum(chr(at)) and len(letters(chr(at))), range(0xAC00, 0xD7A0)))
    front, other_front, back, other_back, one, other, first, second = (
        "".join(next(chars) for _ in range(size)) for size in sizes
    )
    found = align(
        letters(front + first + one + second + back),
        letters(other_front + first + other + second + other_back),
    )
    between = min(len(one), len(other))
    assert found.matched == len(first) + len(second)
    assert found.rewritten == (between if between >= 3 else 0)
    assert (found.begin, found.other_begin) == (len(front), len(other_front))
    assert found.end == len(front + first + one + second)
    assert found.other_end == len(other_front + first + other + second)


def test_a_form_filled_in_twice_is_no_reprint() -> None:
    form = (
        "本院受理原告{}诉被告{}{}纠纷一案，定于{}在{}公开开庭审理，"
        "逾期不到庭将依法缺席判决，现予公告，请来院领取{}副本。"
    )
    one = form.format(
        "闻小树文具商店", "贺大舟建筑公司", "买卖合同", "三月初九上午", "东楼第六法庭", "起诉状"
    )
    other = form.format(
        "雁桥粮油贸易行", "柳守福运输车队", "民间借贷", "腊月廿三下午", "西院小会议室", "裁定书"
    )
    assert not is_reprint(align(letters(one), letters(other)))
    assert is_reprint(align(letters(one), letters(one)))
