"""Articles of an issue stand by page, file and position; those that state no page have one only where it is evident."""

import random
from itertools import pairwise

import pytest
from msgspec.structs import replace

from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import Outcome, Rule
from reader.newspaper.holdings import ArticleRow
from reader.storage.issue_order import ArticleInOrder, in_order


def an_article(
    number: int,
    page: str | None = None,
    *,
    path: str = "a.txt",
    position: int = 0,
    page_order: int | None = None,
    file_number: int = 0,
) -> ArticleInOrder:
    """An article whose id is `number`; its page stands where its figures say, and one without a page in front."""
    row = ArticleRow(number, f"key-{number}", 1, ArticleKind.ARTICLE, page, None, f"第{number}篇", "", (), 10)
    figures = "".join(filter(str.isdigit, page or ""))
    if page_order is None:
        page_order = int(figures or 0)
    return ArticleInOrder(row, page_order, file_number, path, position or number)


def ids(articles: list[ArticleInOrder]) -> list[int]:
    return [row.id for row in in_order(articles)]


def estimated(articles: list[ArticleInOrder]) -> dict[int, str | None]:
    rows = in_order(articles)
    return {row.id: row.estimated_page.value for row in rows if row.estimated_page.value is not None}


IN_ORDER = [
    an_article(1, None, path="a.txt"),
    an_article(2, "1", path="a.txt", position=1),
    an_article(3, "1", path="a.txt", position=2),
    an_article(4, "1", path="a.txt", position=1, file_number=1),
    an_article(5, "2", path="9.txt", position=7),
    an_article(6, "2", path="10.txt", position=3),
    an_article(7, "A2", path="1.txt", position=1),
    an_article(8, "10", path="1.txt", position=1),
]
"""By page as a number, its name, the file's own number, the path as a person counts, and the position in the file."""


def test_articles_stand_by_page_number_file_and_position() -> None:
    expected = [article.row.id for article in IN_ORDER]
    for seed in range(20):
        shuffled = list(IN_ORDER)
        random.Random(seed).shuffle(shuffled)
        assert ids(shuffled) == expected


@pytest.mark.parametrize("pair", list(pairwise(IN_ORDER)))
def test_each_stands_before_the_next_whichever_comes_first(
    pair: tuple[ArticleInOrder, ArticleInOrder],
) -> None:
    first, second = pair
    assert ids([second, first]) == ids([first, second]) == [first.row.id, second.row.id]


class TestBeforeTheHeadOfTheSecondPage:
    def test_an_article_is_on_the_first_and_told_so_as_an_estimate(self) -> None:
        rows = in_order([an_article(1), an_article(2), an_article(3, "2"), an_article(4)])
        assert [(row.id, row.shown_page) for row in rows] == [(4, None), (1, "1"), (2, "1"), (3, "2")]
        fact = next(row for row in rows if row.id == 1).estimated_page
        assert fact.outcome is Outcome.INFERRED
        assert fact.witness is not None
        assert fact.witness.rule is Rule.BEFORE_SECOND_PAGE

    @pytest.mark.parametrize(
        ("articles", "pages"),
        [
            ([an_article(1), an_article(2, "3")], {}),
            ([an_article(1), an_article(2, "2"), an_article(3, "1")], {}),
            ([an_article(1), an_article(2, "2"), an_article(3, "1", path="b.txt")], {}),
            ([an_article(1), an_article(2, "3"), an_article(3, "2")], {}),
            ([an_article(1), an_article(2, "2"), an_article(3, "3")], {1: "1"}),
            ([an_article(1, path="b.txt"), an_article(2, "2")], {}),
            ([an_article(3, "2"), an_article(1)], {1: "1"}),
            ([an_article(1), an_article(2, "2"), an_article(3, "2"), an_article(4)], {1: "1"}),
            ([an_article(1), an_article(2)], {}),
        ],
    )
    def test_is_only_what_comes_first_in_a_file_of_an_issue_without_a_first_page(
        self, articles: list[ArticleInOrder], pages: dict[int, str]
    ) -> None:
        assert estimated(articles) == pages

    def test_it_stands_in_front_of_the_second_page(self) -> None:
        assert ids([an_article(2, "2"), an_article(1), an_article(3, "3")]) == [1, 2, 3]


class TestARowOfFiles:
    def test_gives_each_article_without_a_page_that_of_its_file(self) -> None:
        row = [an_article(number, path=f"d/s_{number}.txt") for number in (3, 1, 2)]
        assert estimated(row) == {1: "1", 2: "2", 3: "3"}
        assert ids(row) == [1, 2, 3]

    def test_is_asked_before_the_head_of_the_second_page(self) -> None:
        row = [
            an_article(1, path="d/s_1.txt"),
            an_article(2, path="d/s_2.txt"),
            an_article(3, "2", path="d/s_2.txt"),
            an_article(4, path="d/s_3.txt"),
        ]
        assert estimated(row) == {1: "1", 2: "2", 4: "3"}

    def test_leaves_an_article_the_page_that_it_states(self) -> None:
        row = [an_article(number, str(number), path=f"d/s_{number}.txt") for number in (1, 2, 3)]
        assert estimated(row) == {}
        assert [each.row for each in row] == in_order(row)


def test_what_was_estimated_before_stays_where_nothing_is_estimated_now() -> None:
    before = in_order([an_article(1), an_article(2, "2")])[0]
    again = replace(an_article(1), row=before)
    assert in_order([again])[0].estimated_page == before.estimated_page
