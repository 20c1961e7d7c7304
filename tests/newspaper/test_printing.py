"""A printing is told by its own file, else by newspaper and day, and never taken for another one."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.newspaper.printing import (
    PrintedArticle,
    Printing,
    chosen,
    descriptions,
    is_described,
    named_printing,
    printing_from_json,
    printing_names,
    printing_to_json,
)

KEY = "k7qfz2m4yd3xw6ta"
PAPERS = st.sampled_from(["", "江湾日报", "江湾晚报@副刊"])
DAYS = st.none() | st.sampled_from([dt.date(1987, 6, day) for day in (11, 12, 13)])
FILES = st.sampled_from(["0123456789abcdef", "1123456789abcdef", "2123456789abcdef"])
PATHS = st.sampled_from(["a.txt", "旧/a.txt", "b.txt"])
PAGES = st.sampled_from([None, "1", "2"])
PRINTINGS = st.builds(Printing, st.just(KEY), PAPERS, DAYS, PAGES, FILES | st.just(""), PATHS | st.just(""))


@st.composite
def shelves(draw: st.DrawFn) -> list[PrintedArticle]:
    """Articles of one text in different printings; each content of a file is in one of them."""
    places = draw(st.lists(st.tuples(PAPERS, DAYS, PAGES), min_size=1, max_size=4, unique_by=lambda p: p[:2]))
    files = draw(st.permutations(["0123456789abcdef", "1123456789abcdef", "2123456789abcdef", "3" * 16]))
    paths = draw(st.permutations(["a.txt", "旧/a.txt", "b.txt", "c.txt"]))
    return [
        PrintedArticle(number, KEY, KEY, paper, day, None, page, ((files[number], paths[number]),))
        for number, (paper, day, page) in enumerate(places)
    ]


@st.composite
def twins(draw: st.DrawFn) -> list[PrintedArticle]:
    """Articles of one text that may agree in all but their files."""
    places = draw(
        st.lists(st.tuples(PAPERS, DAYS, PAGES, st.sampled_from([None, "晚刊"])), min_size=1, max_size=6)
    )
    return [
        PrintedArticle(n, KEY, KEY, paper, day, None, page, ((f"{n}" * 16, f"{n}@b.txt"),), edition)
        for n, (paper, day, page, edition) in enumerate(places)
    ]


@given(twins())
def test_each_of_several_has_a_name_that_no_other_has(shelf: list[PrintedArticle]) -> None:
    names = printing_names(shelf)
    assert len(set(names)) == len(shelf)
    assert (names == [KEY]) == (len(shelf) == 1)
    for article, name in zip(shelf, names, strict=True):
        is_only = sum((each.newspaper, each.date) == (article.newspaper, article.date) for each in shelf) == 1
        if len(shelf) > 1 and is_only and article.newspaper and article.date:
            assert name == f"{KEY}@{article.date}@{article.newspaper}"


@given(PRINTINGS)
def test_a_name_and_the_json_are_read_back(printing: Printing) -> None:
    assert named_printing(printing.name).name == printing.name
    assert printing_from_json(printing_to_json(printing)) == printing


@given(shelves(), st.data())
def test_every_printing_finds_itself(shelf: list[PrintedArticle], data: st.DataObject) -> None:
    article = data.draw(st.sampled_from(shelf))
    assert chosen(article.printing(), shelf) == article


@given(shelves(), st.data(), PAPERS, DAYS, PATHS)
def test_it_is_found_in_its_own_file_whatever_is_said_of_name_day_and_path(
    shelf: list[PrintedArticle], data: st.DataObject, paper: str, day: dt.date | None, path: str
) -> None:
    article = data.draw(st.sampled_from(shelf))
    told = replace(article.printing(), newspaper=paper, date=day, path=path)
    assert chosen(told, shelf) == article


@given(shelves(), PRINTINGS)
def test_without_its_file_it_is_never_one_of_another_paper_or_day(
    shelf: list[PrintedArticle], printing: Printing
) -> None:
    assume(all(file != printing.file for each in shelf for file, _ in each.sources))
    found = chosen(printing, shelf)
    if found is not None:
        assert not (found.newspaper and printing.newspaper) or found.newspaper == printing.newspaper
        assert None in (found.date, printing.date) or found.date == printing.date


@given(shelves(), PRINTINGS)
def test_the_order_in_which_files_were_read_decides_nothing(
    shelf: list[PrintedArticle], printing: Printing
) -> None:
    assert chosen(printing, shelf) == chosen(printing, shelf[::-1])


@given(shelves())
def test_where_no_paper_or_day_is_known_another_file_is_another_printing(shelf: list[PrintedArticle]) -> None:
    elsewhere = Printing(KEY, file="f" * 16, path="anders.txt")
    assert chosen(elsewhere, shelf) is None


def test_what_was_stored_without_a_file_goes_to_the_only_one_that_it_can_be() -> None:
    daily, evening = (
        PrintedArticle(number, KEY, KEY, paper, dt.date(1987, 6, 12), None, "1", ((str(number) * 16, paper),))
        for number, paper in enumerate(["江湾日报", "江湾晚报"])
    )
    stored = Printing(KEY, "江湾晚报", dt.date(1987, 6, 12))
    assert chosen(stored, [daily, evening]) == evening
    assert chosen(Printing(KEY, "江湾日报"), [daily, evening]) == daily
    assert chosen(Printing(KEY), [daily, evening]) is None
    assert chosen(Printing(KEY), [daily]) == daily
    assert chosen(replace(stored, newspaper="清河日报"), [daily, evening]) is None


@given(shelves())
def test_what_is_told_of_several_is_the_name_of_one(shelf: list[PrintedArticle]) -> None:
    names = descriptions(shelf)
    assert len(set(names)) == len(shelf)
    for name, article in zip(names, shelf, strict=True):
        key, *words = name.split("@")
        assert key == KEY
        if "@" not in article.newspaper:
            assert [each for each in shelf if is_described(each, words)] == [article]


def test_of_several_files_that_of_the_other_printing_is_named_else_the_first_by_path() -> None:
    files = (("1123456789abcdef", "b.txt"), ("2123456789abcdef", "a.txt"), ("0123456789abcdef", "b.txt"))
    article = PrintedArticle(1, KEY, KEY, "江湾日报", None, None, None, files)

    def named(file: str, path: str) -> tuple[str, str]:
        printing = article.printing(Printing(KEY, file=file, path=path))
        return printing.file, printing.path

    first = article.printing()
    assert (first.file, first.path) == named("", "") == named("9" * 16, "c.txt") == files[1]
    assert named("0123456789abcdef", "a.txt") == files[2]
    assert named("9" * 16, "b.txt") == files[2]
    assert named("1123456789abcdef", "") == files[0]


@pytest.mark.parametrize(
    "wrong", [{"key": ""}, {"key": 1}, {"page": 2}, {"path": "\ud800"}, {"date": "1987-6"}], ids=repr
)
def test_what_is_no_printing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"printing|isoformat|surrogate"):
        printing_from_json({"key": KEY} | wrong)


FILE = "0123456789abcdef"
WANTED = Printing(KEY, "江湾日报", dt.date(1987, 6, 12), "2", FILE, "a.txt")
HELD = PrintedArticle(5, KEY, KEY, "江湾日报", dt.date(1987, 6, 12), "06-12", "2", ((FILE, "a.txt"),))


@pytest.mark.parametrize(
    "farther",
    [
        replace(HELD, newspaper="江湾晚报"),
        replace(HELD, date=dt.date(1987, 6, 13)),
        replace(HELD, page="1"),
        replace(HELD, sources=((FILE, "b.txt"),)),
        replace(HELD, key="other"),
        replace(HELD, shown_key="other"),
    ],
    ids=["newspaper", "day", "page", "path", "key", "text"],
)
def test_of_several_articles_of_a_file_the_most_alike_is_chosen(farther: PrintedArticle) -> None:
    for number in (1, 9):
        assert chosen(WANTED, [replace(farther, id=number), HELD]) == HELD


def test_a_name_is_no_longer_than_it_has_to_be() -> None:
    """The day alone if that will do, then with the newspaper, the page, or a path."""
    second = replace(HELD, newspaper="江湾晚报")
    undated = replace(HELD, date=None)
    assert descriptions([HELD, undated]) == [f"{KEY}@1987-06-12", f"{KEY}@06-12@江湾日报@02版@a.txt"]
    assert descriptions([HELD, second]) == [f"{KEY}@1987-06-12@江湾日报", f"{KEY}@1987-06-12@江湾晚报"]
    assert descriptions([HELD, replace(HELD, page="A3")])[1] == f"{KEY}@1987-06-12@A03版"
    assert descriptions([HELD, replace(HELD, sources=((FILE, "b.txt"),))])[1] == f"{KEY}@1987-06-12@b.txt"
