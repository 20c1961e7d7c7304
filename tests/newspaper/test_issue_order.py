"""Articles of an issue stand by page, file and position; those that state no page have one only where it is evident.

Files of one day that are numbered without a gap are pages, unless a sign tells that their numbers count others.
"""

import random
from itertools import pairwise

import pytest
from msgspec.structs import replace

from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import Outcome, Rule
from reader.newspaper.holdings import ArticleRow
from reader.newspaper.issue_order import ArticleInOrder, in_order, pages_in_rows


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


def numbers_in(paths: list[str], stated: dict[str, str] | None = None) -> dict[str, str | None]:
    """The pages of files that each have one article, some of which state a page."""
    pages = pages_in_rows((path, (stated or {}).get(path)) for path in paths)
    return {path: page.value for path, page in pages.items()}


def a_row(length: int, form: str = "1987/0612/scan_{:02}.txt") -> list[str]:
    return [form.format(number) for number in range(1, length + 1)]


def test_files_of_a_row_are_pages_in_the_order_of_their_numbers() -> None:
    shuffled = a_row(12, "day/p{}.txt")
    random.Random(1).shuffle(shuffled)
    assert numbers_in(shuffled) == {f"day/p{number}.txt": str(number) for number in range(1, 13)}


def test_a_page_of_a_row_is_estimated_and_names_its_file() -> None:
    page = pages_in_rows([("d/s_1.txt", None), ("d/s_2.txt", None), ("d/s_3.txt", None)])["d/s_2.txt"]
    assert page.outcome is Outcome.INFERRED
    assert page.witness is not None
    assert page.witness.rule is Rule.PAGE_IN_ROW
    assert page.witness.words == "s_2.txt"


@pytest.mark.parametrize(("length", "is_row"), [(0, False), (2, False), (3, True), (64, True), (65, False)])
def test_a_row_has_from_three_to_sixty_four_files(length: int, is_row: bool) -> None:
    assert len(numbers_in(a_row(length))) == (length if is_row else 0)


@pytest.mark.parametrize(
    "paths",
    [
        ["d/s_1.txt", "d/s_2.txt", "d/s_4.txt"],
        ["d/s_0.txt", "d/s_1.txt", "d/s_2.txt"],
        ["d/s_2.txt", "d/s_3.txt", "d/s_4.txt"],
        ["d/s_1.txt", "d/s_01.txt", "d/s_2.txt", "d/s_3.txt"],
        ["d/s_1.txt", "d/s_2.txt", "e/s_3.txt"],
        ["d/s_1.txt", "d/s_2.txt", "d/t_3.txt"],
        ["d/s_1.txt", "d/s_2.txt", "d/s_3.md"],
        ["d/s_0001.txt", "d/s_0002.txt", "d/s_0003.txt"],
        ["d/s_1", "d/s_2", "d/s_3"],
        ["d/第一.txt", "d/第二.txt", "d/第三.txt"],
    ],
)
def test_files_that_make_no_row_from_one_without_a_gap_are_no_pages(paths: list[str]) -> None:
    assert numbers_in(paths) == {}


@pytest.mark.parametrize(
    "form",
    [
        *(
            "d/article_{}.txt",
            "d/Art{}.txt",
            "d/news-{}.txt",
            "d/chapter {}.md",
            "d/no.{}.txt",
            "d/box_{}.txt",
        ),
        *("d/vol{}.txt", "d/copy {}.txt", "d/第{}.txt篇{}.txt", "d/箱{}.txt", "d/条_{}.txt", "d/c{}.txt"),
        *("d/table.csv/{}.txt", "d/book.epub/text/{}.txt"),
    ],
)
def test_numbers_that_count_something_else_are_no_pages(form: str) -> None:
    assert numbers_in([form.replace("{}", str(number)) for number in (1, 2, 3)]) == {}


@pytest.mark.parametrize(
    "form",
    ["d/page{}.txt", "d/{}.txt", "d/smart{}.txt", "d/music{}.txt", "d.zip/{}.txt", "d.tar.gz/a/{}.txt"],
)
def test_numbers_behind_other_words_and_in_archives_are_pages(form: str) -> None:
    assert len(numbers_in([form.format(number) for number in (1, 2, 3)])) == 3


def test_one_file_that_states_another_page_shows_that_the_row_is_none() -> None:
    row = a_row(4)
    assert numbers_in(row, {row[1]: "2"}) == numbers_in(row)
    assert numbers_in(row, {row[1]: "3"}) == {}
    several = [(path, None) for path in row] + [(row[0], "1"), (row[0], "2")]
    assert pages_in_rows(several) == {}


def test_each_folder_and_each_stem_has_a_row_of_its_own() -> None:
    good = a_row(3, "a/x_{}.txt")
    other = a_row(3, "b/x_{}.txt")
    broken = ["a/y_1.txt", "a/y_3.txt"]
    assert numbers_in([*good, *other, *broken]) == numbers_in(good) | numbers_in(other)
