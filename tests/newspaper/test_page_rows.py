"""Files of one day that are numbered without a gap are pages, unless a sign tells that their numbers count others."""

import random

import pytest

from reader.newspaper.facts import Outcome, Rule
from reader.newspaper.page_rows import pages_in_rows


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
