"""What a record, a link or a person names is found as the printing of that name, or nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from reader.library.printings import Printings, articles_of, ids_of_names, labels_of_articles
from reader.newspaper.printing import PrintedArticle, Printing

DAY = dt.date(1987, 6, 12)
NEXT_DAY = dt.date(1987, 6, 13)
KEY = "k7qfz2m4yd3xw6ta"
OTHER = "m2m2m2m2m2m2m2m2"
MARK = "0123456789abcdef"
OTHER_MARK = "fedcba9876543210"


def an_article(
    number: int,
    newspaper: str = "雁桥日报",
    date: dt.date | None = DAY,
    page: str | None = "1",
    *,
    key: str = KEY,
    shown_key: str = "",
    file: str = "",
) -> PrintedArticle:
    month_day = f"{date:%m-%d}" if date else None
    sources = ((file or f"{number:016x}", f"{number}.txt"),)
    return PrintedArticle(number, key, shown_key or key, newspaper, date, month_day, page, sources)


class _Forms:
    """The texts of a catalogue, by their keys."""

    def __init__(self, articles: Sequence[PrintedArticle]) -> None:
        self._articles = articles

    def printed(self, keys: Iterable[str]) -> list[PrintedArticle]:
        sought = set(keys)
        return [article for article in self._articles if article.key in sought]


class _Aliases:
    """The aliases of the reader's records: what was called so before, and how it is called now."""

    def __init__(self, now: dict[str, str]) -> None:
        self._now = now

    def renamed(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self._now[name] for name in names if name in self._now}

    def renamed_with_key(self, key: str) -> dict[str, str]:
        return {name: now for name, now in self._now.items() if name.partition("@")[0] == key}


def a_library(*articles: PrintedArticle, aliases: dict[str, str] | None = None) -> Any:
    catalogue = SimpleNamespace(forms=_Forms(articles))
    return SimpleNamespace(catalogue=catalogue, printings=_Aliases(aliases or {}))


def ids(library: Any, *printings: Printing) -> list[int | None]:
    articles = articles_of(printings, library.catalogue, library.printings)
    return [article.id if article is not None else None for article in articles]


def named(library: Any, name: str) -> list[int]:
    return [article.id for article in Printings(library, library).named(name)]


class TestAPrinting:
    def test_is_the_text_of_its_newspaper_and_day_and_none_of_another(self) -> None:
        library = a_library(an_article(1), an_article(2, date=NEXT_DAY), an_article(3, "雁桥晚报"))
        printings = [
            Printing(KEY, "雁桥日报", NEXT_DAY),
            Printing(KEY, "雁桥晚报", DAY),
            Printing(KEY, "雁桥日报", DAY),
            Printing(KEY, "雁桥晚报", NEXT_DAY),
            Printing(OTHER, "雁桥日报", DAY),
        ]
        assert ids(library, *printings) == [2, 3, 1, None, None]
        assert ids(library) == []

    def test_is_in_its_file_before_all_else(self) -> None:
        library = a_library(an_article(1, file=MARK, page="2"), an_article(2, file=OTHER_MARK))
        assert ids(library, Printing(KEY, "雁桥日报", DAY, "1", MARK)) == [1]
        assert ids(library, Printing(KEY, "雁桥日报", DAY, "2", OTHER_MARK)) == [2]

    def test_with_its_page_in_its_file_is_before_one_of_another_page_there(self) -> None:
        library = a_library(an_article(1, file=MARK, page="2"), an_article(2, file=MARK, page="3"))
        assert ids(library, Printing(KEY, "雁桥日报", DAY, "3", MARK)) == [2]

    @pytest.mark.parametrize(
        "aliases",
        [
            {f"{KEY}@1987-06-12@雁橋日报": f"{KEY}@1987-06-12@雁桥日报"},
            {"@1987-06-12@雁橋日报": "@1987-06-12@雁桥日报"},
            {
                f"{KEY}@1987-06-12@雁橋日报": f"{OTHER}@1987-06-12@雁桥日报",
                f"{OTHER}@1987-06-12@雁桥日报": f"{KEY}@1987-06-12@雁桥日报",
            },
        ],
    )
    def test_that_was_called_otherwise_before_is_found_by_its_aliases(self, aliases: dict[str, str]) -> None:
        library = a_library(an_article(1), aliases=aliases)
        assert ids(library, Printing(KEY, "雁橋日报", DAY)) == [1]
        assert ids(library, Printing(KEY, "雁橋日报", NEXT_DAY)) == [None]

    def test_whose_text_has_another_key_now_is_found_by_that(self) -> None:
        library = a_library(an_article(1), aliases={OTHER: KEY})
        assert ids(library, Printing(OTHER, "雁桥日报", DAY)) == [1]

    def test_the_more_exact_alias_holds(self) -> None:
        aliases = {
            f"{KEY}@1987-06-12@旧名": f"{KEY}@1987-06-12@雁桥晚报",
            "@1987-06-12@旧名": "@1987-06-12@雁桥日报",
        }
        library = a_library(an_article(1), an_article(2, "雁桥晚报"), aliases=aliases)
        assert ids(library, Printing(KEY, "旧名", DAY)) == [2]

    def test_is_not_looked_for_for_ever(self) -> None:
        around = {
            f"{KEY}@1987-06-12@甲": f"{KEY}@1987-06-12@乙",
            f"{KEY}@1987-06-12@乙": f"{KEY}@1987-06-12@甲",
        }
        assert ids(a_library(an_article(1), aliases=around), Printing(KEY, "甲", DAY)) == [None]


class TestANameThatIsTyped:
    def test_finds_each_article_by_the_shortest_and_the_longest_of_its_names(self) -> None:
        articles = [
            an_article(1),
            an_article(2, page="2"),
            an_article(3, date=NEXT_DAY),
            an_article(4, "雁桥晚报"),
            an_article(5, "", None, None, file=MARK),
        ]
        library = a_library(*articles)
        names = Printings(library, library).names_of([KEY, OTHER])
        assert set(names) == {1, 2, 3, 4, 5}
        assert len(set(names.values())) == 5
        for article_id, name in names.items():
            assert named(library, name) == [article_id]

    def test_of_a_key_alone_is_that_of_the_only_article_or_of_all(self) -> None:
        assert named(a_library(an_article(1)), KEY) == [1]
        assert named(a_library(an_article(1), an_article(2, date=NEXT_DAY)), KEY) == [1, 2]
        assert named(a_library(an_article(1)), OTHER) == []

    @pytest.mark.parametrize(
        ("name", "article_ids"),
        [
            (f"{KEY}@1987-06-12", [1, 2]),
            (f"{KEY}@19870612", [1, 2]),
            (f"{KEY}@1987-06-12@2", [2]),
            (f"{KEY}@02版", [2]),
            (f"{KEY}@雁桥晚报", [3]),
            (f"{KEY}@3.txt", [3]),
            (f"{KEY}@1987-06-12@雁桥日报", [1, 2]),
            (f"{KEY}@1988-01-01", []),
            (f"{KEY}@1988-01-01@3.txt", [3]),
        ],
    )
    def test_with_a_day_a_paper_a_page_or_a_file_is_of_those(self, name: str, article_ids: list[int]) -> None:
        library = a_library(an_article(1), an_article(2, page="2"), an_article(3, "雁桥晚报", NEXT_DAY))
        assert named(library, name) == article_ids

    def test_that_an_article_had_before_leads_to_it(self) -> None:
        library = a_library(an_article(1), aliases={f"{KEY}@1986-06-12@雁橋": f"{KEY}@1987-06-12@雁桥日报"})
        assert named(library, f"{KEY}@1986-06-12") == [1]
        assert named(library, f"{KEY}@1986-06-12@雁橋") == [1]
        assert named(library, f"{KEY}@1986-06-13") == []

    def test_is_of_the_file_whose_text_is_shown_where_there_is_one(self) -> None:
        library = a_library(an_article(1, shown_key=OTHER), an_article(2, date=NEXT_DAY))
        assert named(library, KEY) == [2]
        assert named(a_library(an_article(1, shown_key=OTHER)), KEY) == [1]

    def test_with_a_day_is_of_no_other_day_even_where_there_is_but_one_article(self) -> None:
        undated = a_library(an_article(1, date=None))
        for day in ("1986-06-12", "19860612"):
            assert named(a_library(an_article(1)), f"{KEY}@{day}") == []
            assert named(undated, f"{KEY}@{day}") == [1]

    def test_may_be_a_link(self) -> None:
        library = a_library(an_article(1), an_article(2, date=NEXT_DAY))
        link = f"yuebao:article/{KEY}?paper=雁桥日报&date=1987-06-13"
        assert named(library, link) == [2]
        assert named(library, link.replace("06-13", "06-14")) == []


class TestNamesThatWereStored:
    def test_are_of_one_article_and_a_bare_key_of_all(self) -> None:
        library = a_library(an_article(1), an_article(2, date=NEXT_DAY))
        names = [KEY, f"{KEY}@1987-06-13@雁桥日报", f"{KEY}@1988-06-13@雁桥日报", OTHER]
        assert ids_of_names(names, library.catalogue) == dict(zip(names, [[1, 2], [2], [], []], strict=True))

    def test_give_their_articles_the_last_of_their_labels_and_none_for_an_empty_one(self) -> None:
        library = a_library(an_article(1), an_article(2, date=NEXT_DAY))
        second = f"{KEY}@1987-06-13@雁桥日报"
        assert labels_of_articles({KEY: "讣告", second: "社论"}, library.catalogue) == {1: "讣告", 2: "社论"}
        assert labels_of_articles({KEY: "讣告", second: ""}, library.catalogue) == {1: "讣告"}
        assert labels_of_articles({OTHER: "讣告"}, library.catalogue) == {}


def test_an_article_is_of_no_page_that_it_does_not_state_when_its_file_has_it_twice() -> None:
    twice = [an_article(1, page="2", file=MARK), an_article(2, page=None, file=MARK)]
    library = a_library(*twice)
    wanted = Printing(KEY, "雁桥日报", DAY, None, MARK)
    assert ids(library, wanted, replace(wanted, page="2")) == [2, 1]
