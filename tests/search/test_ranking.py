"""What comes before what."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.library_names import LibraryNames
from reader.language.words import WordMatch
from reader.newspaper.holdings import Document
from reader.search.documents import Order, day_number
from reader.search.index.article_searcher import first_guess
from reader.search.ranking import (
    CONSTANTS,
    RankedTerm,
    best_first,
    date_keys,
    page_place,
    points,
    score,
    weight,
)
from reader.search.terms import HEADLINE, TEXT
from tests.search.library_of_texts import a_document


def test_pages_stand_in_their_order_and_unknown_ones_last() -> None:
    pages = ["1", "2", "10", "a1", "A02", "b1", "要闻", ""]
    places = [page_place(page) for page in pages]
    assert places == sorted(places)
    assert places[-1] == places[-2]


@pytest.mark.parametrize(
    ("order", "expected"), [(Order.NEWEST, [0, 1, 3, 2, 4]), (Order.OLDEST, [2, 0, 1, 3, 4])]
)
def test_keys_sort_by_date_page_and_id(order: Order, expected: list[int]) -> None:
    days = [dt.date(2024, 2, 1), dt.date(2024, 2, 1), dt.date(1987, 6, 12), dt.date(2024, 2, 1), None]
    keys = date_keys(
        order,
        np.array([day_number(day) for day in days], np.uint32),
        np.array([1, 1, 1, 2, 1], np.uint64),
        np.array([7, 8, 2**28, 1, 3], np.uint32),
    )
    assert np.argsort(keys).tolist() == expected


ONE = [RankedTerm("水库", 2.0)]
TWO = [*ONE, RankedTerm("鱼塘", 2.0)]
NAME = [RankedTerm("林小舟", 2.0)]
WORD = [RankedTerm("民生", 2.0)]


@pytest.mark.parametrize(
    ("better", "worse", "sought"),
    [
        (a_document(1, headline="水库"), a_document(2, body=["水库" * 20]), ONE),
        (a_document(1, body=["水库，水库"]), a_document(2, body=["水库"]), ONE),
        (a_document(1, body=["水库"]), a_document(2, body=["水库" + "麦" * 900]), ONE),
        (a_document(1, page="1", body=["水库"]), a_document(2, page="4", body=["水库"]), ONE),
        (
            a_document(1, body=["水库和鱼塘" + "麦" * 90]),
            a_document(2, body=["水库" + "麦" * 90 + "和鱼塘"]),
            TWO,
        ),
        (a_document(1, body=["水库鱼塘"]), a_document(2, body=["水库水库"]), TWO),
        (a_document(1, body=["水库", "麦" * 300]), a_document(2, body=["麦" * 300, "水库"]), ONE),
        (a_document(1, body=["关心民生"]), a_document(2, body=["市民生活", "市民生活", "市民生活"]), WORD),
        (a_document(1, body=["民生"]), a_document(2, headline="市民生活", body=["市民生活"]), WORD),
        (a_document(1, body=["找到了水库"]), a_document(2, section="启事", headline="", body=["水库"]), ONE),
        (a_document(1, section="水库", body=["水"]), a_document(2, body=["水库"]), ONE),
        (
            a_document(1, body=["林小舟说"]),
            a_document(2, credits="记者林小舟", body=["(记者林小舟)"]),
            NAME,
        ),
        (a_document(1, credits="林小舟", body=["水"]), a_document(2, body=["林小舟说"]), NAME),
        (
            a_document(1, headline="水库边的鱼塘", body=["水库鱼塘"]),
            a_document(2, headline="雁桥", body=["水库鱼塘"]),
            [RankedTerm("水库鱼塘", 2.0)],
        ),
    ],
)
def test_what_has_more_to_say_scores_higher(better: object, worse: object, sought: list[RankedTerm]) -> None:
    assert score(better, sought) > score(worse, sought)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["灯", "渡口的灯", "渡口的灯亮到后半夜"])
def test_side_by_side_is_side_by_side_however_long_the_words_are(words: str) -> None:
    together = [RankedTerm(words, 2.0), RankedTerm("水库", 2.0)]
    assert points(a_document(1, body=[f"{words}水库"]), together).near == 1.0
    assert points(a_document(1, body=[f"{words}和水库"]), together).near < 1.0


@pytest.mark.parametrize(("text", "worth"), [("他说民生活着", CONSTANTS.broken), ("他说民生活动", 1.0)])
def test_what_follows_a_needle_tells_whether_it_is_a_word(text: str, worth: float) -> None:
    document = a_document(1, body=[text])
    assert points(document, WORD).early == pytest.approx(points(document, WORD, are_words=True).early * worth)


def test_a_single_character_counts_as_much_inside_a_word_as_by_itself() -> None:
    snow = [RankedTerm("雪", 2.0)]
    document = a_document(1, body=["落雪了，瑞雪兆丰年"])
    assert points(document, snow) == points(document, snow, are_words=True)


@pytest.mark.parametrize(
    ("needle", "headline", "share"),
    [
        ("水库的鱼塘", "水库的鱼塘满了", None),
        ("水库的鱼塘", "鱼塘和水库", 4 / 5),
        ("水库的鱼塘", "水库满了", 2 / 5),
        ("水库的鱼塘", "渡口的灯", 0),
        ("林小舟", "小舟", 0),
    ],
)
def test_a_needle_of_several_words_counts_in_a_headline_by_the_words_that_stand_there(
    needle: str, headline: str, share: float | None
) -> None:
    document = a_document(1, headline=headline, body=[needle])
    expected = CONSTANTS.headline if share is None else CONSTANTS.its_words * share
    assert points(document, [RankedTerm(needle, 2.0)]).headline == pytest.approx(expected)


def test_a_kicker_or_a_deck_takes_nothing_from_a_headline() -> None:
    long, short = a_document(1, headline="今年雨水多水库满了鱼也多了"), a_document(2, headline="水库满了")
    assert score(long, ONE) == score(short, ONE)


def test_the_points_add_up_to_the_score() -> None:
    document = a_document(1, page="1", headline="水库", body=["鱼塘和水库"])
    assert sum(points(document, TWO)) == score(document, TWO)
    assert all(points(document, TWO))


def test_what_an_index_knows_promises_most_where_rare_needles_stand_in_headlines() -> None:
    sought = [RankedTerm("象棋", 9.0), RankedTerm("江城", 1.0)]
    in_text = [np.array(docs, np.int32) for docs in ([0, 1, 3], [0, 1, 2])]
    in_headline = [np.array(docs, np.int32) for docs in ([0], [1, 2])]
    guess = first_guess(4, sought, {TEXT: in_text, HEADLINE: in_headline})
    assert np.argsort(-guess).tolist() == [0, 1, 3, 2]


def test_a_rare_needle_tells_more() -> None:
    assert weight(1, 1000) > weight(900, 1000) > 1


@given(
    st.lists(
        st.builds(
            a_document,
            st.just(1),
            headline=st.sampled_from(["水库", "市民生活", "", "林小舟"]),
            credits=st.sampled_from(["", "林小舟", "记者林小舟"]),
            body=st.lists(st.sampled_from(["水库", "民生", "市民生活", "下水库房", "林小舟说"]), max_size=4),
        ),
        max_size=9,
    ),
    st.sampled_from([ONE, TWO, NAME, WORD]),
)
def test_the_best_come_first_and_of_equal_ones_the_first(
    documents: list[Document], sought: list[RankedTerm]
) -> None:
    scores = [score(document, sought) for document in documents]
    assert list(best_first(documents, sought)) == sorted(
        range(len(documents)), key=lambda at: (-scores[at], at)
    )


def test_no_more_is_looked_at_than_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def noted(before: str, text: str, after: str, _: LibraryNames) -> WordMatch:
        looked_at.append(text)
        return WordMatch.WHOLE

    monkeypatch.setattr("reader.search.ranking.standing", noted)
    documents = [a_document(n, headline="麦", body=["麦" * n + "水库"]) for n in range(100)]
    assert next(best_first(documents, ONE)) == 0
    assert len(looked_at) == 1
